"""PDF: tables whose rules are incomplete, that a page break cuts, or that have no rules at all."""

from __future__ import annotations

import pytest
from reader_files import Cells, cells, outline, pdf, rule, ruled, words

from gknb.documents.extract.blocks import Paragraph, Published, Table
from gknb.documents.extract.readers.pdf import read_pdf

GRID = [(100, 160, "规章"), (210, 160, "1"), (310, 160, "20"), (100, 200, "其他"), (210, 200, "3"), (310, 200, "0")]
PLAIN = [
    (0, 0, 1, 1, "规章"),
    (0, 1, 1, 1, "1"),
    (0, 2, 1, 1, "20"),
    (1, 0, 1, 1, "其他"),
    (1, 1, 1, 1, "3"),
    (1, 2, 1, 1, "0"),
]
"""The table of :data:`GRID`: 140 to 220 points from the top, its columns at 90, 200, 300 and 400."""


def texts(*found: tuple[float, float, str]) -> str:
    return "".join(words(*one) for one in found)


def rules(xs: list[float], ys: list[float], right: float = 400, end: float = 220) -> str:
    """Level rules from 90 to ``right`` and upright ones from 140 to ``end``."""
    return "".join(rule(90, y, right, y) for y in ys) + "".join(rule(x, 140, x, end) for x in xs)


def table(content: bytes) -> Cells:
    (found,) = (block for block in read_pdf(content).blocks if isinstance(block, Table))
    return cells(found)


def rows(found: Published) -> list[list[str]]:
    """The rows of tables drawn without rules."""
    return [
        [part.text for part in block.lines[0]]
        for block in found.blocks
        if isinstance(block, Paragraph) and len(block.lines) == 1
    ]


# --- Rules that are missing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xs", "ys"),
    [
        ([90, 200, 300, 400], [140, 180, 220]),
        ([90, 200, 300, 400], [180, 220]),
        ([90, 200, 300, 400], [140, 180]),
        ([90, 200, 300, 400], [180]),
        ([200, 300], [140, 180, 220]),
        ([200, 300, 400], [140, 180, 220]),
        ([200, 300], [180]),
    ],
)
def test_a_side_without_a_rule_counts_as_closed(xs: list[float], ys: list[float]) -> None:
    assert table(pdf(rules(xs, ys) + texts(*GRID))) == PLAIN


def test_text_beside_a_narrower_part_of_a_table_is_not_in_it() -> None:
    page = ruled(90, 140, 400, 180) + rule(200, 140, 200, 220) + rule(90, 180, 90, 220) + rule(90, 220, 200, 220)
    page += texts((100, 160, "规章"), (210, 160, "1"), (100, 200, "其他"), (310, 200, "注"))
    assert outline(read_pdf(pdf(page))) == [
        [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "其他")],
        "注",
    ]


def test_columns_without_a_rule_between_them_are_told_by_the_other_rows() -> None:
    page = rules([90, 400], [140, 180, 220]) + rule(200, 180, 200, 220) + rule(300, 180, 300, 220) + texts(*GRID)
    assert table(pdf(page)) == PLAIN
    head = page.replace(words(210, 160, "1"), words(210, 160, "申 请 人")).replace(words(310, 160, "20"), "")
    assert (0, 0, 1, 3, "规章 申 请 人") in table(pdf(head)), "single characters of a heading are no columns"


def test_rows_without_a_rule_between_them_are_told_by_their_figures() -> None:
    frame = rules([90, 200, 300, 400], [140, 220])
    page = frame + texts(*GRID) + texts((100, 148, "（一）"))
    assert table(pdf(page)) == [(0, 0, 1, 1, "（一）\n规章") if cell == PLAIN[0] else cell for cell in PLAIN]


def test_a_figure_that_a_narrow_column_breaks_is_one_figure() -> None:
    xs: list[float] = [90, 130, 175, 220, 265]
    page = rules(xs, [140, 180], right=265, end=180)
    page += texts((95, 165, "总计"), (134, 158, "207"), (134, 172, "3"), (180, 165, "12"), (225, 165, "0"))
    assert [text for *_, text in table(pdf(page))] == ["总计", "2073", "12", "0"]


def test_figures_that_may_be_of_two_rows_are_never_joined() -> None:
    page = rules([90, 200, 245, 290], [140, 180], right=290, end=180)
    page += texts((100, 158, "规章"), (204, 158, "207"), (204, 172, "3"), (249, 158, "410"), (249, 172, "5"))
    found = read_pdf(pdf(page))
    assert all("2073" not in str(one) and "4105" not in str(one) for one in outline(found))


# --- Page breaks ----------------------------------------------------------------------------------------------------


def test_a_row_that_a_page_break_cuts_is_whole_in_the_first_part() -> None:
    first = (
        "".join(rule(x, 700, x, 800) for x in (90, 150, 300, 400)) + rule(90, 700, 400, 700) + rule(150, 750, 400, 750)
    )
    first += texts((95, 730, "三、"), (160, 730, "1.重复申请"), (310, 730, "6"), (160, 770, "2.要求"), (310, 770, "7"))
    second = (
        "".join(rule(x, 40, x, 140) for x in (90, 150, 300, 400)) + rule(150, 70, 400, 70) + rule(90, 140, 400, 140)
    )
    second += texts((160, 60, "提供"), (95, 110, "办理"), (160, 110, "3.其他"), (310, 110, "8"))
    one, other = (block for block in read_pdf(pdf(first, second)).blocks if isinstance(block, Table))
    assert cells(one) == [
        (0, 0, 2, 1, "三、\n办理"),
        (0, 1, 1, 1, "1.重复申请"),
        (0, 2, 1, 1, "6"),
        (1, 1, 1, 1, "2.要求\n提供"),
        (1, 2, 1, 1, "7"),
    ]
    assert cells(other) == [(0, 0, 1, 1, "三、\n办理"), (0, 1, 1, 1, "3.其他"), (0, 2, 1, 1, "8")]
    assert (one.page, other.page) == (1, 2)


def test_text_between_two_parts_keeps_them_apart() -> None:
    part = "".join(rule(x, 40, x, 100) for x in (90, 200, 400)) + rule(90, 70, 400, 70)
    part += texts((100, 60, "甲"), (210, 60, "1"), (100, 90, "乙"), (210, 90, "2"))
    found = outline(read_pdf(pdf(part + words(100, 300, "说明"), part)))
    assert found[0] == found[2]


# --- No rules -------------------------------------------------------------------------------------------------------


def test_rows_without_rules_are_paragraphs_with_their_parts() -> None:
    page = texts((100, 100, "信息内容"), (250, 100, "制发件数"), (350, 100, "废止件数"))
    page += texts((100, 130, "行政规范性"), (250, 137, "3"), (350, 137, "26"), (100, 144, "文件"))
    page += texts((100, 170, "规章"), (250, 170, "-"), (350, 170, "11"))
    found = read_pdf(pdf(page))
    assert rows(found) == [
        ["信息内容", "制发件数", "废止件数"],
        ["行政规范性"],
        ["3", "26"],
        ["文件"],
        ["规章", "-", "11"],
    ]
    last = found.blocks[-1]
    assert isinstance(last, Paragraph)
    assert [(part.x0, part.x1) for part in last.lines[0]] == [(100, 124), (250, 262), (350, 374)]


def test_narrow_columns_are_told_by_what_the_file_prints_separately() -> None:
    page = texts(
        (100, 100, "社会公益组"), (161, 100, "法律服务机"), (240, 100, "总计"), (100, 130, "3"), (161, 130, "0")
    )
    assert rows(read_pdf(pdf(page))) == [["社会公益组", "法律服务机", "总计"], ["3", "0"]]


def test_running_text_keeps_its_lines() -> None:
    line = "政府信息公开工作年度报告政府信息公开工作年度报告政府信息公开工"
    (found,) = read_pdf(pdf(words(124, 100, line[:29]) + words(100, 120, line) + words(100, 140, "报告。"))).blocks
    assert isinstance(found, Paragraph)
    assert found.text == line[:29] + line + "报告。"
    assert [[(part.text, part.x0) for part in parts] for parts in found.lines] == [
        [(line[:29], 124)],
        [(line, 100)],
        [("报告。", 100)],
    ]


def test_lines_between_level_rules_are_rows() -> None:
    page = "".join(rule(90, y, 400, y) for y in (140, 180, 220)) + texts(*GRID)
    framed = page + rule(90, 140, 90, 220) + rule(400, 140, 400, 220)
    for content in (page, framed):
        assert rows(read_pdf(pdf(content))) == [["规章", "1", "20"], ["其他", "3", "0"]]
