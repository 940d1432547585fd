"""The head of a report as the field prints it: titles, organs, years and dates; one line of a table each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gknb.documents.extract.blocks import Paragraph, Published
from gknb.documents.extract.dates import date_in
from gknb.documents.extract.organ import organ_level_and_kind
from gknb.documents.extract.published import extracted
from gknb.documents.extract.understand import understood
from gknb.standard.catalog import load_catalog
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.extraction import Extraction

CATALOG = load_catalog("2.0.1")
REPORT = """<p>一、总体情况</p><p>本年度工作有序开展。</p><p>二、主动公开政府信息情况</p>
<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>5</td></tr></table>"""
TITLE = "青石县水利局2021年政府信息公开工作年度报告"
ORGAN = "青石县水利局"


def read(*lines: str, meta: str = "", after: str = "") -> Extraction:
    """Return what is read of a web page with these lines before the first heading."""
    body = "".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)
    page = f'<html><head><meta charset="utf-8">{meta}</head><body>{body}{REPORT}{after}</body></html>'
    return extracted(CATALOG, page.encode(), "page.html")


def codes(found: Extraction, pointer: str) -> list[str]:
    """Return the codes of the problems at a place, without those that only say how a value was found."""
    return [one.code for one in found.troubles if pointer in one.pointers and one.code != "X007"]


# --- Titles ---------------------------------------------------------------------------------------------------------

TITLES: list[tuple[Sequence[str], str | None, int | None]] = [
    # The kind of report, in the words of the field.
    ([f"{ORGAN}2021年政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年度政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息公开年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息公开年度工作报告"], ORGAN, 2021),
    ([f"{ORGAN}政府信息公开2021年度工作报告"], ORGAN, 2021),
    ([f"{ORGAN}政府信息公开工作2021年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年信息公开年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息公开工作报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息公开年报"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息公开工作年报"], ORGAN, 2021),
    ([f"{ORGAN}关于2021年政府信息公开工作情况的报告"], ORGAN, 2021),
    ([f"关于{ORGAN}2021年度政府信息公开工作情况的报告"], ORGAN, 2021),
    (["关于2021年政府信息公开工作情况的报告"], None, 2021),
    # The year.
    ([f"{ORGAN}2021政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}（2021年）政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}政府信息公开工作年度报告（2021年度）"], ORGAN, 2021),
    ([f"{ORGAN}政府信息公开工作年度报告（2021）"], ORGAN, 2021),
    ([f"2021年{ORGAN}政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"2021年度{ORGAN}政府信息公开年报"], ORGAN, 2021),
    ([f"{ORGAN}二〇二一年政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}２０２１年政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN} 2021 年 政府信息公开工作年度报告"], ORGAN, 2021),
    # Several lines.
    ([ORGAN, "2021年政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年", "政府信息公开工作年度报告"], ORGAN, 2021),
    ([f"{ORGAN}2021年政府信息", "公开工作年度报告"], ORGAN, 2021),
    ([ORGAN, "政府信息公开工作年度报告", "（2021年度）"], ORGAN, 2021),
    ([ORGAN, "2021年度", "政府信息公开工作年度报告"], ORGAN, 2021),
    (["2021年政府信息公开工作年度报告", ORGAN], ORGAN, 2021),
    (["2021年政府信息公开工作年度报告", ORGAN, "2022年1月20日"], ORGAN, 2021),
    (["青石县", "水利局2021年政府信息公开工作年度报告"], ORGAN, 2021),
    # What the words of the title may take of a name.
    (["青石镇人民政府信息公开工作2021年度报告"], "青石镇人民政府", 2021),
    # What stands around it.
    ([f"附件1：{TITLE}"], ORGAN, 2021),
    ([f"《{TITLE}》"], ORGAN, 2021),
    ([f"{TITLE}（征求意见稿）"], ORGAN, 2021),
    ([f"· {TITLE}"], ORGAN, 2021),
    ([f"{TITLE} 发布时间：2022-01-20 来源：青石县"], ORGAN, 2021),
    (["青石县委办公室（青石县档案局）2021年政府信息公开工作年度报告"], "青石县委办公室(青石县档案局)", 2021),
    (["青石县2021年政府信息公开工作年度报告"], "青石县", 2021),
    # No titles: sentences, links to explanations, the names of columns.
    ([f"根据要求，现公布{TITLE}。"], None, None),
    ([f"现公布{TITLE}"], None, None),
    ([f"文字解读：{TITLE}"], None, None),
    ([f"一图读懂{TITLE}"], None, None),
    ([f"首页 > 政府信息公开 > {TITLE}"], None, None),
    (["政府信息公开年报"], None, None),
    (["字体：大 中 小", "政府信息公开工作年度报告"], None, None),
]


@pytest.mark.parametrize(("lines", "organ", "year"), TITLES, ids=[" / ".join(lines) for lines, *_ in TITLES])
def test_a_title(lines: Sequence[str], organ: str | None, year: int | None) -> None:
    found = read(*lines)
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (organ, year)
    for pointer, value in (("/organ/name", organ), ("/reporting_year", year)):
        assert codes(found, pointer) == ([] if value else ["X012"])


@pytest.mark.parametrize("digits", ["20211", "202021", "20212021", "202", "0221"])
def test_a_mistyped_year_is_reported_and_not_guessed(digits: str) -> None:
    found = read(f"{ORGAN}{digits}年政府信息公开工作年度报告", "本报告的统计期限自2021年1月1日起至2021年12月31日止。")
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (ORGAN, None)
    assert codes(found, "/reporting_year") == ["X003"]


# --- Other titles on the page ---------------------------------------------------------------------------------------

PERIOD = "本报告所列数据的统计期限自2021年1月1日起至2021年12月31日止。"
OLDER = [f"青石县{year}年政府信息公开工作年度报告" for year in (2018, 2019)]
OTHERS: dict[str, tuple[Sequence[str], str]] = {
    "a browser's header": (["11/30/26, 12:29 PM 青石县人民政府2019年政府信息公开工作年度报告", TITLE], ""),
    "a browser's header without a space": (["11/30/26,12:29PM青石县人民政府2019年政府信息公开年报", TITLE], ""),
    "the number of a page": (["Page8-青石县2019年政府信息公开工作年度报告", TITLE], ""),
    "links": ([*(f'<p><a href="x">{title}</a></p>' for title in OLDER), TITLE], ""),
    "a list, and a heading": ([*OLDER, f"<h1>{TITLE}</h1>"], ""),
    "a list, and the period": ([*OLDER, TITLE, PERIOD], ""),
    "a list, and the date": ([*OLDER, TITLE, "来源：青石县 时间：2022-01-20 16:34"], ""),
    "a list, and a preamble": ([*OLDER, TITLE, "根据《中华人民共和国政府信息公开条例》的规定，编制本报告。"], ""),
    "a list, and the data of the page": ([*OLDER, TITLE], f'<meta name="ArticleTitle" content="{TITLE}">'),
    "a list, and the title of the page": ([*OLDER, TITLE], f"<title>{TITLE}-青石县人民政府</title>"),
    "the names of columns": (["政府信息公开年报", "青石县人民政府", TITLE], ""),
    "an explanation": ([f"文字解读：{OLDER[0]}", TITLE], ""),
}


@pytest.mark.parametrize(("lines", "meta"), OTHERS.values(), ids=list(OTHERS))
def test_the_title_of_the_report_is_known_among_others(lines: Sequence[str], meta: str) -> None:
    found = read(*lines, meta=meta)
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (ORGAN, 2021)
    assert codes(found, "/organ/name") == codes(found, "/reporting_year") == []


def test_titles_of_equal_evidence_leave_it_open() -> None:
    found = read(OLDER[0], TITLE)
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (None, None)
    assert codes(found, "/organ/name") == codes(found, "/reporting_year") == ["X005"]


@pytest.mark.parametrize("header", ["11/30/26,12:29PM宿迁市人民政府", "11/30/26, 12:29 PM</p><p>宿迁市人民政府"])
def test_the_name_in_a_browsers_header_is_no_organ(header: str) -> None:
    found = read(header, "2021年政府信息公开工作年度报告")
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (None, 2021)


def test_a_title_in_a_browsers_header_counts_if_there_is_no_other() -> None:
    found = read(f"11/30/26, 12:29 PM {TITLE}")
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (ORGAN, 2021)


# --- The year elsewhere ---------------------------------------------------------------------------------------------

PERIODS = [
    ("统计期限自2022年1月1日起", 2022),
    ("本年度报告中所列数据的统计期限自2022年1月1日起至2022年12月31日止。", 2022),
    ("报告所列数据统计期限为2022年1月1日至12月31日", 2022),
    ("统计期限：2022年1月1日—2022年12月31日", 2022),
    ("数据统计时限自 2022年 1月 1日起到 12月 31日止", 2022),
    ("统计期限自2021年1月1日起至2022年12月31日止", None),  # contradicts itself
    ("统计期限自20221年1月1日起", None),
    ("我局成立于2022年1月1日", None),
]


@pytest.mark.parametrize(("text", "year"), PERIODS)
def test_the_year_of_the_period_where_the_title_has_none(text: str, year: int | None) -> None:
    found = read(f"{ORGAN}政府信息公开工作年度报告", text)
    assert found.document["reporting_year"] == year
    told = [one.code for one in found.troubles if "/reporting_year" in one.pointers]
    assert told == (["X012"] if year is None else ["X007"])


def test_a_period_of_another_year_than_the_title_leaves_it_open() -> None:
    found = read(TITLE, PERIODS[1][0])
    assert found.document["reporting_year"] is None
    assert codes(found, "/reporting_year") == ["X005"]


def test_two_years_in_one_title_leave_it_open() -> None:
    found = read(f"{ORGAN}2021年政府信息公开工作年度报告（2022年度）")
    assert found.document["reporting_year"] is None
    assert codes(found, "/reporting_year") == ["X005"]


def test_the_title_in_the_data_of_a_page_without_a_printed_one() -> None:
    found = read(meta=f"<title>{TITLE}_政府信息公开年报_青石县人民政府</title>")
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == (ORGAN, 2021)
    by = {one.pointer: one.printed.confidence for one in found.origins}
    assert by["/organ/name"] == by["/reporting_year"] == "file"


# --- Level and kind -------------------------------------------------------------------------------------------------

LEVELS: list[tuple[str, str, str | None, str | None]] = [
    ("某某县教育局", "", "county", "department"),
    ("某某市某某县教育局", "", "county", "department"),
    ("某某县市场监督管理局", "", "county", "department"),
    ("某某县住房和城乡建设局", "", "county", "department"),
    ("某某县人民政府办公室", "", "county", "department"),
    ("某某旗财政局", "", "county", "department"),
    ("某某省水利厅", "", "province", "department"),
    ("某某自治区教育厅", "", "province", "department"),
    ("某某自治州财政局", "", "prefecture", "department"),
    ("国家能源局", "", "national", "department"),
    ("国家税务总局某某县税务局", "", "county", "department"),
    ("国家税务总局某某税务局", "", None, "department"),
    # The kind of a city does not follow from its name; the text may tell.
    ("某某市教育局", "", None, "department"),
    ("某某省某某市教育局", "", None, "department"),
    ("某某市教育局", "各县区认真落实", "prefecture", "department"),
    ("某某市教育局", "各乡镇认真落实", "county", "department"),
    ("某某市教育局", "各县区、各乡镇认真落实", None, "department"),
    ("某某市人民政府", "", None, "government"),
    ("北京市人民政府", "", "province", "government"),
    ("某某区教育局", "", None, "department"),
    ("某某镇人民政府", "", "township", "government"),
    ("某某镇", "", "township", "government"),
    ("某某县", "", "county", "government"),
    ("某某市", "", None, "government"),
    ("某某县人民政府", "", "county", "government"),
    ("某某协会", "", None, None),
]


@pytest.mark.parametrize(("name", "text", "level", "kind"), LEVELS)
def test_level_and_kind_by_name(name: str, text: str, level: str | None, kind: str | None) -> None:
    found = organ_level_and_kind(name, text, readings_of(CATALOG)["organs"])
    assert (found.get("level"), found.get("kind")) == (level, kind)


def test_a_level_that_is_open_is_reported_with_what_to_do() -> None:
    found = read("某某市人民政府2021年政府信息公开工作年度报告")
    assert found.document["organ"]["level"] is None
    assert codes(found, "/organ/level") == ["X012"]
    (relation,) = [one for one in CATALOG.relations() if one["code"] == "X012"]
    for lang in ("zh", "en"):
        assert "--level" in relation["fix"][lang]


# --- Dates ----------------------------------------------------------------------------------------------------------

DATES: list[tuple[Sequence[str], str | None, list[str]]] = [
    (["发布时间：2022-01-20"], "2022-01-20", []),
    (["发布时间：2022-01-20 16:34"], "2022-01-20", []),
    (["发布时间：2022-01-20 16:34:05"], "2022-01-20", []),
    (["发布时间:2022-01-2016:34"], "2022-01-20", []),
    (["发布日期：2022年1月20日"], "2022-01-20", []),
    (["发布日期： 2022 年 1 月 20 日"], "2022-01-20", []),
    (["发 布 日 期：2022/1/20"], "2022-01-20", []),
    (["【公开日期】2022.01.20"], "2022-01-20", []),
    (["发布日期2022-01-20"], "2022-01-20", []),
    (["时间2022-01-20"], None, []),
    (["2022-01-20 16:34 来源：青石县政府 【字体：大 中 小】"], "2022-01-20", []),
    (["【公开日期】：2022.01.20"], "2022-01-20", []),
    (["［发布日期］：２０２２－０１－２０"], "2022-01-20", []),
    (["时间：2022-01-20"], "2022-01-20", []),
    (["日期：2022-1-5 6:34"], "2022-01-05", []),
    (["来源：青石镇 时间：2022-01-20 16:34 字号："], "2022-01-20", []),
    (["来源：青石镇时间：2022-01-20"], "2022-01-20", []),
    (["来源：青石县政府 | 发布时间：2022-01-20 | 浏览次数：12"], "2022-01-20", []),
    (["成文日期：2022-01-18", "发布日期：2022-01-20"], "2022-01-20", []),
    (["成文日期：2022-01-18"], "2022-01-18", []),
    (["2022年1月20日"], "2022-01-20", []),
    (["（2022-01-20）"], "2022-01-20", []),
    (["二〇二二年一月二十日"], "2022-01-20", []),
    (["<table><tr><td>索引号</td><td>1</td><td>发布日期</td><td>2022-01-20</td></tr></table>"], "2022-01-20", []),
    # The same date twice, and different ones.
    (["发布时间：2022-01-20", "时间：2022年1月20日"], "2022-01-20", []),
    (["发布时间：2022-01-20", "公开日期：2022-01-21"], None, ["X005"]),
    # Dates of something else.
    (["更新时间：2022-03-20"], None, []),
    (["会议时间：2022-03-20"], None, []),
    (["截止日期：2022-03-20"], None, []),
    (["更新时间：2022-03-20", "发布时间：2022-01-20"], "2022-01-20", []),
    # Dates that cannot be it.
    (["发布时间：2012-01-20"], None, ["X011"]),
    (["发布时间：2020-01-20"], None, ["X011"]),
    (["发布时间：2022-02-30"], None, ["X011"]),
    (["发布时间：2022-13-01"], None, ["X011"]),
    (["2019-03-01", "2022-01-20"], "2022-01-20", []),
    (["2019-03-01"], None, []),
    (["发布时间："], None, []),
    (["11/30/26, 12:29 PM"], None, []),
]


@pytest.mark.parametrize(("lines", "day", "told"), DATES, ids=[" / ".join(lines) for lines, *_ in DATES])
def test_the_date_of_publication(lines: Sequence[str], day: str | None, told: list[str]) -> None:
    found = read(TITLE, *lines)
    assert (found.document.get("published_on"), codes(found, "/published_on")) == (day, told)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="PubDate" content="2022-01-20 16:34">',
        '<meta name="pubdate" content="2022-01-20">',
        '<meta name="PubTime" content="2022年1月20日">',
        '<meta name="publishdate" content="2022/01/20 08:00:00">',
        '<meta property="article:published_time" content="2022-01-20T16:34:00+08:00">',
        '<meta itemprop="datePublished" content="2022-01-20T08:34:00.000Z">',
    ],
)
def test_the_date_in_a_meta_element(meta: str) -> None:
    found = read(TITLE, meta=meta)
    assert found.document["published_on"] == "2022-01-20"
    assert [one.printed.confidence for one in found.origins if one.pointer == "/published_on"] == ["file"]
    assert codes(read(TITLE, "发布时间：2022-01-20", meta=meta), "/published_on") == []
    assert codes(read(TITLE, "发布时间：2022-01-21", meta=meta), "/published_on") == ["X005"]


def test_a_signature_at_the_end_is_the_date() -> None:
    found = read(TITLE, after="<p>六、其他需要报告的事项</p><p>无。</p><p>青石县水利局</p><p>2022年1月20日</p>")
    assert found.document["published_on"] == "2022-01-20"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-20", "2025-01-20"),
        ("2025年13月1日", None),
        ("2025-01-20公布", None),
        ("", None),
        ("2025-1-2" * 99, None),
    ],
)
def test_a_text_is_a_date_or_none(text: str, day: str | None) -> None:
    assert date_in(text) == day


def test_very_many_lines_are_read_in_linear_time() -> None:
    """Of very many lines before the first heading, those at both ends are searched."""
    noise = [Paragraph(text=f"发布日期：{n % 7}") for n in range(40_000)]
    head = [Paragraph(text=TITLE)]
    body = [Paragraph(text="一、总体情况"), Paragraph(text="无。")]
    for blocks in ([*noise, *head, *body], [*head, *noise, *body]):
        found = understood(CATALOG, Published(kind="html", blocks=tuple(blocks)))
        assert (found.document["organ"]["name"], found.document["reporting_year"]) == (ORGAN, 2021)
