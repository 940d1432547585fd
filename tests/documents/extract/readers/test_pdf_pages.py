"""PDF: what does not belong to the text of a page, and pages that read in another direction."""

from __future__ import annotations

import pytest
from reader_files import Cells, cells, outline, pdf, rule, ruled, slanted, words

from gknb.documents.extract.blocks import Table
from gknb.documents.extract.readers.pdf import read_pdf
from gknb.errors import SourceError

TABLE = ruled(90, 140, 400, 220) + rule(200, 140, 200, 220) + rule(300, 140, 300, 220) + rule(90, 180, 400, 180)
FIGURES = [(100, 165, "规章"), (210, 165, "0"), (310, 165, "20"), (100, 205, "其他"), (210, 205, "3"), (310, 205, "0")]
PLAIN = [
    (0, 0, 1, 1, "规章"),
    (0, 1, 1, 1, "0"),
    (0, 2, 1, 1, "20"),
    (1, 0, 1, 1, "其他"),
    (1, 1, 1, 1, "3"),
    (1, 2, 1, 1, "0"),
]
PAGE = TABLE + "".join(words(*one) for one in FIGURES)
BODY_LINE = "本机关主动公开政府信息，受理申请。"
BODY = "".join(words(100, 300 + 20 * n, f"第{n}条，本机关主动公开政府信息，受理申请。") for n in range(3))
IMAGE = "q {} 0 0 {} {} {} cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"


def table(content: bytes) -> Cells:
    (found,) = (block for block in read_pdf(content).blocks if isinstance(block, Table))
    return cells(found)


# --- Watermarks and hidden text -------------------------------------------------------------------------------------


@pytest.mark.parametrize("degrees", [30, -30, 45, 60, 10, -135])
def test_text_aslant_is_no_text(degrees: float) -> None:
    marks = "".join(slanted(x, y, "征求2024", degrees, 30) for x in (120, 220, 320) for y in (160, 200))
    assert outline(read_pdf(pdf(PAGE + marks))) == [PLAIN]


def test_text_nearly_level_is_text() -> None:
    page = (
        ruled(90, 140, 400, 180)
        + rule(200, 140, 200, 180)
        + slanted(100, 165, "规章", 1.5)
        + slanted(210, 165, "7", -1)
    )
    assert table(pdf(page)) == [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "7")]


@pytest.mark.parametrize("colour", ["0.8 g", "0.8 0.85 0.9 rg", "0 0 0 0.15 k", "/Pale gs 0 g"])
@pytest.mark.parametrize(("size", "step"), [(40, 90), (12, 55)])
def test_pale_text_over_a_table_is_no_text(colour: str, size: float, step: int) -> None:
    marks = "".join(words(x, y, "内部20 4", size) for x in range(92, 360, step) for y in (172, 212))
    extra = "/ExtGState<</Pale<</ca 0.2>>>>"
    assert table(pdf(f"q {colour} {marks} Q {PAGE}", extra=extra)) == PLAIN
    assert table(pdf(f"{PAGE} q {colour} {marks} Q", extra=extra)) == PLAIN


def test_huge_letters_over_a_table_are_no_text() -> None:
    assert table(pdf(BODY + f"q 1 0 0 rg {words(95, 215, '样本20 8', 60)} Q {PAGE}")) == PLAIN
    assert outline(read_pdf(pdf(BODY + words(95, 100, "年度报告", 60) + PAGE)))[0] == "年度报告"


def test_pale_text_over_nothing_is_text() -> None:
    page = f"{PAGE} q 0.6 g {words(100, 270, '发布日期：2025-01-20')} Q {BODY}"
    assert "发布日期：2025-01-20" in outline(read_pdf(pdf(page)))


def test_large_pale_letters_on_several_pages_are_a_watermark() -> None:
    mark = f"q 0.85 g {words(200, 600, '样本8', 60)} Q"
    assert all("样本" not in str(one) for one in outline(read_pdf(pdf(PAGE + mark, BODY + mark))))
    assert "样本8" in outline(read_pdf(pdf(PAGE + mark, BODY)))


def test_a_report_in_grey_is_read() -> None:
    assert table(pdf(f"0.55 g {PAGE}")) == PLAIN


@pytest.mark.parametrize("hide", ["3 Tr", "7 Tr", "1 g", "1 1 1 rg", "0 0 0 0 k"])
def test_text_that_is_not_seen_is_no_text(hide: str) -> None:
    hidden = "".join(words(x + 20, y, "9") for x, y, _ in FIGURES)
    assert table(pdf(f"q {hide} {hidden} Q {PAGE}")) == PLAIN


def test_white_text_on_a_dark_ground_is_text() -> None:
    ground = f"0.1 0.2 0.5 rg 90 {842 - 180} 310 40 re f 0 g\n"
    head = "".join(words(*one) for one in FIGURES[:3])
    rest = "".join(words(*one) for one in FIGURES[3:])
    assert table(pdf(f"{ground}{TABLE} q 1 g {head} Q {rest}")) == PLAIN


def test_hidden_text_is_read_where_a_page_has_no_other() -> None:
    scan = IMAGE.format(595, 842, 0, 0) + "3 Tr " + BODY
    assert outline(read_pdf(pdf(scan))) == outline(read_pdf(pdf(BODY)))


def test_clipped_text_and_text_outside_the_page_is_no_text() -> None:
    clipped = (
        f"q 90 {842 - 220} 310 80 re W n {words(150, 400, '外')} Q {words(-60, 100, '外')} {words(100, 900, '外')}"
    )
    assert outline(read_pdf(pdf(PAGE + clipped))) == [PLAIN]


# --- Heads and feet -------------------------------------------------------------------------------------------------


def browser(number: int, pages: int) -> str:
    head = words(25, 22, "11/30/26, 12:29 PM", 8) + words(250, 22, "宿迁市人民政府2024年年度报告", 8)
    return head + words(25, 830, "https://www.example.gov.cn/a.html?id=3", 8) + words(550, 830, f"{number}/{pages}", 8)


@pytest.mark.parametrize("pages", [1, 2, 4])
def test_what_a_browser_prints_around_a_page_is_no_text(pages: int) -> None:
    content = pdf(*[PAGE + BODY + browser(n, pages) for n in range(1, pages + 1)])
    assert outline(read_pdf(content)) == outline(read_pdf(pdf(*[PAGE + BODY] * pages)))


def test_running_heads_are_dropped_and_the_first_page_may_lack_them() -> None:
    head, foot = words(200, 50, "淮安市人民政府办公室"), words(200, 800, "— 第 {} 页 —")
    pages = [BODY + foot.replace("007b007d", f"003{n}") + head * (n > 1) for n in range(1, 5)]
    assert outline(read_pdf(pdf(*pages))) == outline(read_pdf(pdf(*[BODY] * 4)))


def test_a_heading_at_the_top_of_some_pages_is_kept() -> None:
    title = words(100, 60, "宿迁市人民政府年度报告")
    again = words(100, 60, "申请人情况")
    found = outline(read_pdf(pdf(title + BODY, again + PAGE, again + PAGE)))
    assert found.count("申请人情况") == 2
    assert "宿迁市人民政府年度报告" in found


def test_an_address_or_a_number_of_the_report_at_the_edge_is_kept() -> None:
    first = words(100, 45, "附件1") + BODY + words(100, 810, "https://www.example.gov.cn/）查阅。")
    second = words(100, 45, "附件2") + BODY
    found = outline(read_pdf(pdf(first, second)))
    assert {"附件1", "附件2", "https://www.example.gov.cn/）查阅。"} <= set(map(str, found))


def test_a_figure_at_the_foot_of_a_table_is_no_page_number() -> None:
    page = words(100, 780, "行政处罚") + words(100, 796, "行政强制") + words(300, 812, "88")
    assert outline(read_pdf(pdf(BODY + page)))[-1] == "88"


# --- Directions -----------------------------------------------------------------------------------------------------


def turned(page: str, turn: int) -> str:
    """A page of 842 by 842 points with its content turned counter-clockwise by ``turn`` times 90 degrees."""
    matrix = {1: "0 1 -1 0 842 0", 2: "-1 0 0 -1 842 842", 3: "0 -1 1 0 0 842"}[turn]
    return f"q {matrix} cm {page} Q "


def square(content: bytes) -> bytes:
    return content.replace(b"0 0 595 842", b"0 0 842 842")


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_content_that_runs_up_or_down_the_page_is_read_as_it_runs(turn: int) -> None:
    upright = outline(read_pdf(square(pdf(PAGE + BODY))))
    assert outline(read_pdf(square(pdf(turned(PAGE + BODY, turn))))) == upright
    assert (
        outline(read_pdf(square(pdf(PAGE + BODY)).replace(b"/Contents", f"/Rotate {90 * turn}/Contents".encode())))
        == upright
    )


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_table_across_an_upright_page_is_read_as_it_runs(turn: int) -> None:
    assert (
        table(square(pdf(turned(PAGE, turn) + "".join(words(500, 500 + 20 * n, BODY_LINE) for n in range(3))))) == PLAIN
    )


def test_a_label_that_runs_up_its_cell_is_one_label() -> None:
    page = ruled(90, 140, 300, 260) + rule(130, 140, 130, 260) + rule(130, 200, 300, 200)
    page += slanted(118, 240, "办理结果", 90) + words(140, 175, "3") + words(140, 235, "4") + BODY
    assert table(pdf(page)) == [(0, 0, 2, 1, "办理结果"), (0, 1, 1, 1, "3"), (1, 1, 1, 1, "4")]


def test_a_struck_figure_is_struck_on_a_turned_page_as_well() -> None:
    page = PAGE + words(345, 165, "31") + rule(309, 161, 335, 161)
    for turn in (1, 2, 3):
        assert table(square(pdf(turned(page, turn))))[2] == (0, 2, 1, 1, "31")


# --- Pictures -------------------------------------------------------------------------------------------------------


def test_a_page_that_is_a_picture_is_named() -> None:
    scan = IMAGE.format(595, 842, 0, 0) + browser(2, 3)
    found = read_pdf(pdf(BODY, scan, BODY + IMAGE.format(60, 60, 100, 700)))
    assert (found.remarks, found.unread) == (("reader.images",), (2,))


def test_a_picture_of_a_table_is_named_and_a_ground_is_not() -> None:
    picture, ground = IMAGE.format(400, 400, 90, 50), IMAGE.format(595, 842, 0, 0)
    assert read_pdf(pdf(BODY + picture, ground + BODY)).unread == (1,)


def test_a_file_of_pictures_with_heads_is_a_scan() -> None:
    with pytest.raises(SourceError) as raised:
        read_pdf(pdf(*[IMAGE.format(595, 842, 0, 0) + browser(n, 3) for n in (1, 2, 3)]))
    assert raised.value.reason == "reader.scanned"


# --- Limits ---------------------------------------------------------------------------------------------------------


def reason(content: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_pdf(content)
    return raised.value.reason


def test_more_characters_than_a_report_has_are_refused() -> None:
    assert reason(pdf(*[words(10, 10, "0" * 20_000, 1)] * 21)) == "reader.characters"


def test_content_inserted_into_itself_many_times_is_refused() -> None:
    forms = "".join(f"/X{n} {n} 0 R" for n in range(8, 40))
    content = pdf("/X8 Do /X8 Do", extra=f"/XObject<<{forms}>>")
    start = content.index(b"xref\n")
    more = "".join(
        f"{n} 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<<{forms}>>>>/Length 19>>\n"
        f"stream\n/X{n + 1} Do /X{n + 1} Do\nendstream\nendobj\n"
        for n in range(8, 39)
    )
    assert reason(content[:start] + more.encode() + b"trailer\n<</Root 1 0 R>>\n") == "reader.endless"
