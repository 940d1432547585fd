"""Cases of pages: organ, year, date of publication, level and kind; the edition; files that are no reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _page_forms import (
    HEAD,
    ONE,
    RULES,
    TWO,
    html,
    html_table,
    markdown,
    page,
    values,
)
from _pages import PageCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["head_cases"]

NAME: Final = "/organ/name"
YEAR: Final = "/reporting_year"
LEVEL: Final = "/organ/level"
KIND: Final = "/organ/kind"
SCOPE: Final = "/scope"
DATE: Final = "/published_on"
ORGAN: Final = "某某县教育局"
RULES_0: Final = markdown(HEAD, ("规章", 0, 0, 0))


def head_cases() -> Iterator[PageCase]:
    """Yield the cases about heads and editions."""
    yield from _titles()
    yield from _deduced()
    yield from _given()
    yield from _dates()
    yield from _editions()
    yield from _refused()


def _titles() -> Iterator[PageCase]:
    def case(name: str, lines: Sequence[str], zh: str, en: str, organ: str = ORGAN, **rest: Any) -> PageCase:
        return PageCase(
            id=f"title-{name}", codes=["X012"], topic="heads", page=[*lines, "", TWO, *RULES_0],
            values={NAME: organ, YEAR: 2025, **values(RULES, (0, 0, 0))}, zh=zh, en=en, **rest,
        )  # fmt: skip

    for name, title in (
        ("work-report", "某某县教育局2025年度政府信息公开工作报告"),
        ("year-inside", "某某县教育局政府信息公开工作2025年度报告"),
        ("short", "某某县教育局2025年信息公开年报"),
        ("about", "某某县教育局关于2025年政府信息公开工作情况的报告"),
    ):
        yield case(name, [f"# {title}"], f"题名“{title}”", f"a title as printed in the field: {name}")
    two = ["某某县教育局", "2025年政府信息公开工作年度报告"]
    yield case("over-two-lines", two, "题名分两行", "a title over two lines")
    period = ["# 某某县教育局政府信息公开工作年度报告", "", "本报告统计期限自2025年1月1日起至2025年12月31日止。"]
    yield PageCase(
        id="year-from-the-period", codes=["X012"], topic="heads", page=[*period, "", TWO, *RULES_0],
        values={NAME: ORGAN, YEAR: 2025}, findings={"X007": [YEAR]},
        zh="题名没有年度，取自统计期限", en="a year that the title lacks, from the period of the report",
    )  # fmt: skip
    printed = ["11/30/26,12:29PM 某某县人民政府", "某某县教育局2025年政府信息公开工作年度报告", TWO[3:], *RULES_0]
    yield PageCase(
        id="print-header-is-no-organ", codes=["X012"], topic="heads", format="text", page=printed,
        values={NAME: ORGAN, YEAR: 2025}, zh="浏览器打印的页眉不是机关",
        en="what a browser prints at the edge of a page is no organ",
    )  # fmt: skip
    for name, line in (
        ("announcement", "现公布某某县教育局2025年政府信息公开工作年度报告"),
        ("reading", "文字解读：某某县教育局2025年政府信息公开工作年度报告"),
        ("page-number", "Page 8-某某县教育局2025年政府信息公开工作年度报告"),
    ):
        yield case(f"after-{name}", [f"# {ORGAN}2025年政府信息公开工作年度报告", "", line],
                   f"“{line[:4]}……”不改变机关", f"a line that begins with {line[:4]} changes no organ")  # fmt: skip
    listed = html(
        '<ul><li><a href="1.html">某某县教育局2024年政府信息公开工作年度报告</a></li></ul>',
        "# 某某县教育局2025年政府信息公开工作年度报告", TWO,
        html_table("|".join(HEAD), "规章|0|0|0"), title="某某县教育局",
    )  # fmt: skip
    yield PageCase(
        id="older-title-in-a-list", codes=["X012"], topic="heads", format="html", page=listed,
        values={NAME: ORGAN, YEAR: 2025}, zh="导航中上年的题名不算",
        en="an older title in a list of links does not count",
    )  # fmt: skip


def _deduced() -> Iterator[PageCase]:
    yield PageCase(
        id="level-and-kind-of-a-bureau", codes=["X007"], topic="heads", page=page(TWO, RULES_0),
        values={LEVEL: "county", KIND: "department", SCOPE: "own"}, findings={"X007": [LEVEL, KIND, SCOPE]},
        zh="县教育局：县级、部门、本级", en="a bureau of a county: its level, kind and scope follow from its name",
    )  # fmt: skip
    yield PageCase(
        id="no-organ", codes=["X007"], topic="heads",
        page=page(TWO, RULES_0, title="# 2025年政府信息公开工作年度报告"),
        values={NAME: None, YEAR: 2025, LEVEL: None, KIND: None}, findings={"X012": [NAME, LEVEL, KIND]},
        zh="没有机关名称：不作判断", en="without the name of an organ nothing is deduced",
    )  # fmt: skip
    city = "# 某某市人民政府2025年政府信息公开工作年度报告"
    yield PageCase(
        id="level-of-a-city-open", codes=["X012"], topic="heads", page=page(TWO, RULES_0, title=city),
        values={NAME: "某某市人民政府", LEVEL: None}, findings={"X012": [LEVEL]},
        zh="市的层级看不出：不猜", en="the level of a city that nothing tells is left open",
    )  # fmt: skip
    text = ["2025年，全市各县区扎实推进政府信息公开工作。", ""]
    yield PageCase(
        id="level-of-a-city-told", codes=["X012"], topic="heads", page=page(ONE, text, TWO, RULES_0, title=city),
        values={NAME: "某某市人民政府", LEVEL: "prefecture", KIND: "government"}, findings={"X007": [LEVEL, KIND]},
        zh="报告提到“各县区”：地市级", en="a report that mentions its counties is of a prefecture",
    )  # fmt: skip


def _given() -> Iterator[PageCase]:
    def case(name: str, given: Mapping[str, Any], stated: Mapping[str, Any], zh: str, en: str, **rest: Any) -> PageCase:
        return PageCase(
            id=f"given-{name}", codes=["X010"], topic="heads", page=page(TWO, RULES_0), given=given, values=stated,
            zh=zh, en=en, **rest,
        )  # fmt: skip

    yield case("same-year", {YEAR: 2025}, {YEAR: 2025}, "提供的年度与文件相同", "the year given is that of the file")
    yield case("other-year", {YEAR: 2024}, {YEAR: 2025}, "提供的年度与文件不同：以文件为准",
               "another year than the file states: the file counts", findings={"X010": [YEAR]})  # fmt: skip
    yield case("other-organ", {NAME: "某某县统计局"}, {NAME: ORGAN}, "提供的机关与文件不同：以文件为准",
               "another organ than the file states: the file counts", findings={"X010": [NAME]})  # fmt: skip
    yield case("other-level", {LEVEL: "prefecture"}, {LEVEL: "prefecture"},
               "提供的层级与机关名称不同：照提供的，并报告",
               "another level than the name tells: the one given, and reported",
               findings={"X010": [LEVEL]})  # fmt: skip
    yield PageCase(
        id="given-organ-fills-the-gap", codes=["X012"], topic="heads", given={NAME: ORGAN},
        page=page(TWO, RULES_0, title="# 2025年政府信息公开工作年度报告"),
        values={NAME: ORGAN, YEAR: 2025, LEVEL: "county", KIND: "department"}, findings={"X007": [LEVEL, KIND]},
        zh="文件没有写明机关，由使用者提供", en="an organ that the file lacks is given",
    )  # fmt: skip
    yield PageCase(
        id="given-level-of-a-city", codes=["X010", "X012"], topic="heads", given={LEVEL: "county"},
        page=page(TWO, RULES_0, title="# 某某市人民政府2025年政府信息公开工作年度报告"), values={LEVEL: "county"},
        zh="市的层级由使用者提供", en="the level of a city is given",
    )  # fmt: skip


def _dates() -> Iterator[PageCase]:
    def case(name: str, line: str, value: str | None, zh: str, en: str, **rest: Any) -> PageCase:
        return PageCase(
            id=f"date-{name}", codes=["X011"], topic="heads", page=page([line, ""], TWO, RULES_0),
            values={DATE: value}, zh=zh, en=en, **rest,
        )  # fmt: skip

    yield case("published", "发布日期：2026-01-20", "2026-01-20", "发布日期", "the date of publication")
    yield case("after-its-source", "来源：某某县教育局 时间：2026-01-20 浏览次数：35", "2026-01-20",
               "“来源：… 时间：…”", "among other data of the page")  # fmt: skip
    yield case(
        "two-years-later", "发布日期：2027-12-31", "2027-12-31", "年度之后第二年年底", "the last day of two years"
    )
    refused = {"findings": {"X011": [DATE]}}
    yield case(
        "too-late", "发布日期：2028-01-01", None, "离报告年度太远", "too long after the reporting year", **refused
    )
    yield case("too-early", "发布日期：2024-12-31", None, "早于报告年度", "before the reporting year", **refused)
    yield case("impossible", "发布日期：2026-02-30", None, "没有这一天", "there is no such day", **refused)
    yield case("of-something-else", "更新时间：2026-03-01", None, "更新时间不是发布日期", "a date of something else")
    meta = '<meta name="PubDate" content="2026-01-20 10:30:00">'
    yield PageCase(
        id="date-in-meta", codes=["X011"], topic="heads", format="html", values={DATE: "2026-01-20"},
        page=html(TWO, html_table("|".join(HEAD), "规章|0|0|0"), meta=meta),
        zh="网页 meta 中的日期", en="the date in a meta element",
    )  # fmt: skip


def _editions() -> Iterator[PageCase]:
    old = ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "规章", "6", "5", "50"]
    rules = dict(zip(("produced", "disclosed", "disclosed_total"), (6, 5, 50), strict=True))
    figures = {f"{RULES}/{name}": number for name, number in rules.items()}
    yield PageCase(
        id="edition-of-2019", codes=["X014"], topic="printed-editions", edition="2019", format="text",
        page=["某某县教育局2020年政府信息公开工作年度报告", "一、总体情况", "无", TWO[3:], *old], values=figures,
        zh="2019 版的列名", en="the labels of 2019",
    )  # fmt: skip
    yield PageCase(
        id="edition-against-the-year", codes=["X014"], topic="printed-editions", edition="2019",
        page=page(TWO, markdown(tuple(old[:4]), tuple(old[4:]))), values={**figures, YEAR: 2025},
        zh="题名是 2025 年度，表是 2019 版：以表为准",
        en="a title of 2025 over a table of 2019: the labels tell the edition",
    )  # fmt: skip
    yield PageCase(
        id="edition-of-2021-in-an-older-year", codes=["X014"], topic="printed-editions",
        page=page(TWO, RULES_0, title="# 某某县教育局2019年政府信息公开工作年度报告"),
        values={**values(RULES, (0, 0, 0)), YEAR: 2019},
        zh="题名是 2019 年度，表是 2021 版：以表为准", en="a title of 2019 over a table of 2021",
    )  # fmt: skip


def _refused() -> Iterator[PageCase]:
    yield PageCase(
        id="news", codes=["X001"], topic="printed-editions", edition=None,
        page=["# 某某县召开教育工作会议", "", "2025年3月1日，某某县召开教育工作会议。", ""],
        zh="不是年度报告", en="a page that is not a report",
    )  # fmt: skip
