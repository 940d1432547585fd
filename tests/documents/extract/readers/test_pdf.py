"""PDF: lines and paragraphs, tables from ruling lines, page numbers, and files that give nothing."""

from __future__ import annotations

import pytest
from reader_files import cells, outline, pdf, rule, ruled, words

from gknb.documents.extract.blocks import Table
from gknb.documents.extract.readers.pdf import read_pdf
from gknb.documents.extract.readers.radicals import replace_radicals
from gknb.errors import SourceError

LINE = "政府信息公开工作年度报告政府信息公开工作年度报告政府信息公开工"
"""Thirty-one characters: at 12 points from 100 to 472."""


def reason(content: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_pdf(content)
    return raised.value.reason


# --- Text -----------------------------------------------------------------------------------------------------------


def test_a_line_goes_on_where_it_reaches_the_margin_and_the_next_is_not_indented() -> None:
    page = "".join(
        (
            words(220, 60, "年度报告", 20),
            words(124, 100, LINE[:29]),
            words(100, 120, LINE),
            words(100, 140, LINE[:20]),
            words(124, 160, "一、总体情况"),
            words(124, 180, LINE[:29]),
            words(124, 200, LINE[:29]),
            words(100, 240, LINE[:9]),
        )
    )
    assert outline(read_pdf(pdf(page))) == [
        "年度报告",
        LINE[:29] + LINE + LINE[:20],
        "一、总体情况",
        LINE[:29],
        LINE[:29],
        LINE[:9],
    ]


def test_gaps_are_spaces_between_words_but_not_beside_a_number_in_chinese() -> None:
    page = words(100, 100, "截至") + words(127, 100, "2") + words(142, 100, "月") + words(170, 100, "日")
    page += words(200, 100, "a") + words(215, 100, "b")
    assert outline(read_pdf(pdf(page))) == ["截至2月 日 a b"]


def test_text_printed_twice_to_look_bold_is_read_once() -> None:
    page = words(100, 100, "报告2021") + words(100.4, 100, "报告2021") + words(100, 130, "22")
    assert outline(read_pdf(pdf(page))) == ["报告2021", "22"]


def test_the_number_of_a_page_is_dropped_and_other_numbers_are_not() -> None:
    pages = [
        words(280, 30, "- 1 -") + words(100, 100, "一") + words(100, 400, "12") + words(280, 810, "第 3 页 共 5 页"),
        words(280, 820, "— 2 —") + words(100, 810, "2024年"),
    ]
    found = read_pdf(pdf(*pages))
    assert [(block.page, text) for block, text in zip(found.blocks, outline(found), strict=True)] == [
        (1, "一"),
        (1, "12"),
        (2, "2024年"),
    ]


# --- Tables ---------------------------------------------------------------------------------------------------------


def test_merged_cells_are_told_by_the_lines_that_are_missing() -> None:
    page = ruled(100, 100, 400, 220) + rule(200, 100, 200, 220) + rule(300, 140, 300, 220)
    page += rule(200, 140, 400, 140) + rule(100, 180, 400, 180)
    page += words(110, 130, "甲") + words(110, 150, "乙") + words(210, 130, "申请人")
    page += words(210, 170, "3") + words(310, 170, "0") + words(110, 210, "总计") + words(310, 210, "11")
    page += words(100, 90, "前") + words(100, 250, "后")
    assert outline(read_pdf(pdf(page))) == [
        "前",
        [
            (0, 0, 2, 1, "甲\n乙"),
            (0, 1, 1, 2, "申请人"),
            (1, 1, 1, 1, "3"),
            (1, 2, 1, 1, "0"),
            (2, 0, 1, 1, "总计"),
            (2, 1, 1, 1, ""),
            (2, 2, 1, 1, "11"),
        ],
        "后",
    ]


def test_a_table_that_breaks_over_pages_stays_in_parts() -> None:
    page = ruled(100, 700, 300, 760) + rule(200, 700, 200, 760) + words(110, 740, "甲") + words(210, 740, "1")
    found = read_pdf(pdf(page, page))
    assert [block.page for block in found.blocks] == [1, 2]
    assert outline(found) == [[(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1")]] * 2


def test_thin_boxes_are_lines_and_coloured_grounds_are_none() -> None:
    thin = "".join(f"100 {842 - y} 200 0.5 re f\n" for y in (100, 140, 180))
    thin += "".join(f"{x} {842 - 180} 0.5 80 re f\n" for x in (100, 200, 300))
    ground = f"0.9 g 90 {842 - 250} 400 30 re f 90 {842 - 280} 400 30 re f 0 g\n"
    texts = [(110, 130, "甲"), (210, 130, "1"), (110, 170, "乙"), (210, 170, "2"), (100, 240, "丙"), (100, 270, "丁")]
    found = read_pdf(pdf(thin + ground + "".join(words(*text) for text in texts)))
    assert outline(found) == [
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
        "丙",
        "丁",
    ]


def test_a_single_box_is_no_table_and_an_empty_one_nothing() -> None:
    frame = ruled(90, 80, 500, 200) + "".join(words(124, 100 + 20 * n, f"第{n}行") for n in range(3))
    empty = ruled(90, 300, 500, 330) + rule(200, 300, 200, 330)
    assert outline(read_pdf(pdf(frame + empty))) == ["第0行", "第1行", "第2行"]


def test_a_drawing_is_not_searched_for_tables() -> None:
    lines = "".join(rule(100, 100 + n / 10, 300, 100 + n / 10) for n in range(4_001))
    found = read_pdf(pdf(lines + words(100, 700, "报告")))
    assert (outline(found), found.remarks) == (["报告"], ("reader.drawing",))


def test_tables_side_by_side_and_text_below_keep_their_order() -> None:
    left = ruled(100, 100, 200, 140) + rule(150, 100, 150, 140) + words(110, 130, "甲") + words(160, 130, "1")
    right = ruled(300, 100, 400, 140) + rule(350, 100, 350, 140) + words(310, 130, "乙") + words(360, 130, "2")
    one, other, text = read_pdf(pdf(right + left + words(100, 300, "后"))).blocks
    assert isinstance(one, Table)
    assert isinstance(other, Table)
    assert (cells(one)[0][-1], cells(other)[0][-1]) == ("甲", "乙")
    assert not isinstance(text, Table)


# --- Files that give nothing ----------------------------------------------------------------------------------------


def test_the_title_is_read_in_whatever_encoding() -> None:
    title = b"\xfe\xff" + "年度报告".encode("utf-16-be")
    content = pdf(words(100, 100, "x"), trailer=f"/Info<</Title<{title.hex()}>>>")
    assert read_pdf(content).title == "年度报告"
    assert read_pdf(pdf(words(100, 100, "x"))).title == ""


def test_a_scan_says_so_and_a_page_that_is_a_picture_is_remarked() -> None:
    image = "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q\n"
    assert reason(pdf("")) == "reader.scanned"
    assert reason(pdf(image, image + words(280, 820, "- 2 -"))) == "reader.scanned"
    text = "".join(words(100, 100 + 20 * n, LINE) for n in range(3))
    assert read_pdf(pdf(image, text)).remarks == ("reader.images",)


def test_a_password_says_so() -> None:
    secret = "00" * 32
    encrypt = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{secret}>/U<{secret}>>>"
    assert reason(pdf(words(100, 100, "x"), trailer=encrypt)) == "reader.encrypted"


def test_more_pages_than_a_report_has_are_refused() -> None:
    assert reason(pdf(*[""] * 201)) == "reader.pages"


@pytest.mark.parametrize("content", [b"%PDF-1.5", b"%PDF-1.5\n1 0 obj\n<<", pdf("x")[:300], b"%PDF-" + b"<<" * 50_000])
def test_what_is_cut_off_is_broken(content: bytes) -> None:
    assert reason(content) in {"reader.broken", "reader.scanned"}


def test_radicals_are_the_characters_that_they_look_like() -> None:
    assert replace_radicals("⼀、总体情况；⾏政许可，⻓期︵三︶") == "一、总体情况；行政许可，长期（三）"
    assert replace_radicals("①㈠ＡＢ１２豈") == "①㈠ＡＢ１２豈", "nothing else changes"
