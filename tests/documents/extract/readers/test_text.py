"""Plain text and Markdown, as converters leave them: one reading, whatever the name of the file."""

from __future__ import annotations

import pytest
from reader_files import outline

from gknb.documents.extract.readers.markdown import read_markdown
from gknb.documents.extract.readers.text import read_text


def text(content: str) -> list[object]:
    return list(outline(read_text(content.encode())))


def markdown(content: str) -> list[object]:
    return list(outline(read_markdown(content.encode())))


# --- Text -----------------------------------------------------------------------------------------------------------


def test_a_line_is_a_paragraph_and_lines_with_tabs_are_a_table() -> None:
    assert text("一、总体情况\r\n\r\n  我镇**认真**落实。\n规章\t1\t\n\t2\t x \n尾\n\na\tb") == [
        "一、总体情况",
        "我镇认真落实。",
        [
            (0, 0, 1, 1, "规章"),
            (0, 1, 1, 1, "1"),
            (0, 2, 1, 1, ""),
            (1, 0, 1, 1, ""),
            (1, 1, 1, 1, "2"),
            (1, 2, 1, 1, "x"),
        ],
        "尾",
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")],
    ]


def test_tabs_that_indent_make_no_table() -> None:
    assert text("\t一、总体情况\n\t\t我镇\n") == ["一、总体情况", "我镇"]


def test_a_label_before_empty_cells_is_a_row() -> None:
    assert text("总计\t\t\n") == [[(0, 0, 1, 1, "总计"), (0, 1, 1, 1, ""), (0, 2, 1, 1, "")]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_is_found(encoding: str) -> None:
    assert outline(read_text("年度报告\n规章\t1".encode(encoding))) == [
        "年度报告",
        [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "1")],
    ]


# --- Markdown -------------------------------------------------------------------------------------------------------


def test_headings_and_paragraphs() -> None:
    assert markdown(
        "# 报告 #\n\n## 一、总体情况\n**我镇**见[条例](http://x.example/)![图](a.png)\\*\n\n---\n- 一<br>二\n#5\n"
    ) == [
        "# 报告",
        "# 一、总体情况",
        "我镇见条例*",
        "一",
        "二",
        "#5",
    ]


def test_pipe_tables_with_and_without_frame() -> None:
    table = [
        (0, 0, 1, 1, "a"),
        (0, 1, 1, 1, "b"),
        (1, 0, 1, 1, "c|d"),
        (1, 1, 1, 1, ""),
        (2, 0, 1, 1, "e\nf"),
        (2, 1, 1, 1, "1"),
    ]
    assert markdown("前\n| a | b |\n|---|:-:|\n| c\\|d | |\n| e<br>f | **1** |\n后") == ["前", table, "后"]
    assert markdown("a | b\n--- | ---\nc\\|d | \ne<br>f | 1") == [table]


def test_pipes_without_a_rule_are_a_table_only_where_each_line_begins_with_one() -> None:
    assert markdown("|a|b|\n|c|d|") == [[(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]]
    assert markdown("发布日期：2021 | 来源：本站") == ["发布日期：2021 | 来源：本站"]


def test_tables_in_html_are_read_as_such() -> None:
    page = "前\n<table><tr><td colspan=2>a</td></tr>\n<tr><td>b</td>\n\n<td>c</td></tr></table>\n后"
    assert markdown(page) == ["前", [(0, 0, 1, 2, "a"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "c")], "后"]
    assert markdown("<table><tr><td>a<td>b") == [[(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]]


@pytest.mark.parametrize(
    "line", ["**a " * 100_000, "# " + " " * 200_000 + "x", "|" + "-" * 200_000 + "x", "[" * 200_000, "<br " * 200_000]
)
def test_no_line_takes_long(line: str) -> None:
    assert isinstance(read_markdown(line.encode()).blocks, tuple)
