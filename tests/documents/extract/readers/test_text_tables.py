"""Tables in texts: every way in which converters, terminals and people write one down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import outline

from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.readers.markdown import read_markdown
from gknb.documents.extract.readers.read import read_published
from gknb.documents.extract.readers.text import read_text
from gknb.errors import SourceError


def rows(content: str) -> list[list[str]]:
    """The rows of the only table of a text."""
    (table,) = [block for block in read_text(content.encode()).blocks if isinstance(block, Table)]
    found: dict[int, list[str]] = {}
    for cell in table.cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


def parts(content: str) -> list[list[tuple[str, float, float]]]:
    """The parts of each line of a text without tables."""
    blocks = read_text(content.encode()).blocks
    paragraphs = [block for block in blocks if isinstance(block, Paragraph)]
    assert len(paragraphs) == len(blocks)
    return [[(part.text, part.x0, part.x1) for part in line] for one in paragraphs for line in one.lines]


def texts(content: str) -> list[list[str]]:
    return [[text for text, _, _ in line] for line in parts(content)]


# --- Bars -----------------------------------------------------------------------------------------------------------

PLAIN = [["信息内容", "本年制发件数"], ["规章", "0"], ["行政规范性文件", "3"]]


@pytest.mark.parametrize(
    "content",
    [
        "| 信息内容 | 本年制发件数 |\n| --- | ---: |\n| 规章 | 0 |\n| 行政规范性文件 | 3 |",
        "信息内容| 本年制发件数  \n---|---  \n规章| 0  \n行政规范性文件| 3",  # html2text
        "| 信息内容 | 本年制发件数 |\n| 规章 | 0 |\n| 行政规范性文件 | 3 |",
        "信息内容 | 本年制发件数 |\n规章 | 0 |\n行政规范性文件 | 3 |",
        "| 信息内容 | 本年制发件数\n| 规章 | 0\n| 行政规范性文件 | 3",
        "| 信息内容 | 本年制发件数 |\n\n| 规章 | 0 |\n\n| 行政规范性文件 | 3 |",
        "| 信息内容 | 本年制发件数 |\n|---+---|\n| 规章 | 0 |\n| 行政规范性文件 | 3 |",  # Org
        "> | **信息内容** | 本年&#x5236;发件数 |\n> |-|-|\n> | 规章[^1] | 0<sup>2</sup> |\n> | 行政规范性文件 | `3` |",
        "信息内容｜本年制发件数\n规章｜0\n行政规范性文件｜3",
        "<table><tr><td>信息内容<td>本年制发件数<tr><td>规章<td>0\n<tr><td>行政规范性文件<td>3</table>",
    ],
)
def test_bars_with_and_without_frame_and_rule(content: str) -> None:
    assert rows(content) == PLAIN
    for ending in ("txt", "md", "markdown", ""):
        found = read_published(content.encode(), f"a.{ending}")
        assert outline(found)[0] == outline(read_text(content.encode()))[0]


def test_ragged_rows_keep_the_cells_that_are_printed() -> None:
    assert rows("| 表头 | 申请人情况 |\n| --- | --- |\n| 自然人 | 法人 | 总计 |\n| 新收 | | 5 | 1 | |") == [
        ["表头", "申请人情况"],
        ["自然人", "法人", "总计"],
        ["新收", "", "5", "1", ""],
    ]


def test_a_row_of_one_cell_needs_no_bar() -> None:
    content = "表二 第二十条第（一）项  \n---  \n信息内容| 件数  \n规章| 0  \n第二十条第（五）项  \n行政许可| 2"
    assert rows(content) == [
        ["表二 第二十条第（一）项"],
        ["信息内容", "件数"],
        ["规章", "0"],
        ["第二十条第（五）项"],
        ["行政许可", "2"],
    ]


def test_empty_cells_at_the_ends_of_rows_without_frame() -> None:
    assert rows("信息内容| 制发| 废止\n---|---|---\n规章| 0| \n| 1| 2") == [
        ["信息内容", "制发", "废止"],
        ["规章", "0", ""],
        ["", "1", "2"],
    ]


def test_a_line_break_in_a_cell_splits_no_row() -> None:
    assert rows("| 信息 | 本年新\n制作数量 | 总数 |\n| --- | --- | --- |\n| 规章 | 0 | 1 |") == [
        ["信息", "本年新\n制作数量", "总数"],
        ["规章", "0", "1"],
    ]


def test_dashes_that_are_signs_are_no_rule() -> None:
    assert rows("| a | b |\n|-|-|\n| 规章 | - |\n| - | - |") == [["a", "b"], ["规章", "-"], ["-", "-"]]


def test_bars_between_phrases_make_no_table() -> None:
    assert texts("首页 | 政务公开\n发布日期：2021 | 来源：本站\n我镇A|B两类。") == [
        ["首页", "政务公开"],
        ["发布日期：2021", "来源：本站"],
        ["我镇A B两类。"],
    ]


def test_a_page_break_cuts_no_table() -> None:
    found = read_text("规章\t0\t1\n\n- 3 -\n\f许可\t2\t3\n尾".encode())
    (table, number, end) = found.blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == ["规章", "0", "1", "许可", "2", "3"]
    assert (table.page, number.page, end.page) == (1, 1, 2)
    assert isinstance(number, Paragraph)
    assert number.text == "- 3 -"


def test_rows_with_tabs_may_have_rows_without_between_them() -> None:
    assert rows("信息内容\t本年处理决定数量\n行政许可\t5\n第二十条第（六）项\n信息内容\t数量") == [
        ["信息内容", "本年处理决定数量"],
        ["行政许可", "5"],
        ["第二十条第（六）项"],
        ["信息内容", "数量"],
    ]


# --- Drawn tables ---------------------------------------------------------------------------------------------------

PANDOC = """\
+------+---------------+
| A    | 申请人情况    |
|      +--------+------+
|      | 自然人 | 总计 |
|      |        | 数量 |
+======+========+======+
| “x”  | 1      | 3    |
+------+--------+------+
"""
W3M = """\
┌─┬────────────┐
│ │申请人情况  │
│A├───────┬────┤
│ │自然人 │总计│
│ │       │数量│
├─┼───────┼────┤
│x│1      │3   │
└─┴───────┴────┘
"""
LINKS = """\
   +--------------+
   |   | 申请人情况    |
   | A |----------|
   |   | 自然人 | 总计 |
   |   |     | 数量 |
   |---+-----+----|
   | x | 1   | 3  |
   +--------------+
"""


@pytest.mark.parametrize(("drawn", "label"), [(PANDOC, "“x”"), (W3M, "x"), (LINKS, "x")])
def test_a_drawn_table_has_its_spans_and_its_lines(drawn: str, label: str) -> None:
    assert outline(read_text(drawn.encode())) == [
        [
            (0, 0, 2, 1, "A"),
            (0, 1, 1, 2, "申请人情况"),
            (1, 1, 1, 1, "自然人"),
            (1, 2, 1, 1, "总计\n数量"),
            (2, 0, 1, 1, label),
            (2, 1, 1, 1, "1"),
            (2, 2, 1, 1, "3"),
        ]
    ]


def test_rules_around_head_and_body_only() -> None:
    assert rows("+------+---+\n| 内容 | 数|\n+------+---+\n| 规章 | 0 |\n| 许可 | 2 |\n+------+---+\n") == [
        ["内容", "数"],
        ["规章", "0"],
        ["许可", "2"],
    ]


def test_a_figure_on_two_lines_of_a_cell_is_not_two_rows() -> None:
    assert rows("+------+----+\n| 许可 | 44 |\n|      | 28 |\n+------+----+\n") == [["许可", "44\n28"]]


# --- Rulers ---------------------------------------------------------------------------------------------------------


def test_simple_and_multiline_tables_of_pandoc() -> None:
    simple = "  信息内容   制发   废止\n  ---------- ------ ------\n  规章       0      1\n  文件              2\n\n尾"
    assert rows(simple) == [["信息内容", "制发", "废止"], ["规章", "0", "1"], ["文件", "", "2"]]
    ruler = "  ------------ ------ ------"
    several = (
        f"{ruler}\n  信息         制发   废止\n  内容                数量\n\n  规章         0      1\n{ruler}\n\n尾"
    )
    assert rows(several) == [["信息\n内容", "制发", "废止\n数量"], ["规章", "0", "1"]]
    full = "  " + "-" * 26
    headed = (
        f"{full}\n  信息内容     制发   废止\n{ruler}\n  规章         0      1\n\n  文件         2      3\n{full}\n"
    )
    assert rows(headed) == [["信息内容", "制发", "废止"], ["规章", "0", "1"], ["文件", "2", "3"]]


def test_a_text_that_keeps_to_no_ruler_is_lines() -> None:
    assert texts("----- -----\n规章规章规章 0\n----- -----\n")[1] == ["规章规章规章", "0"]


# --- Gaps -----------------------------------------------------------------------------------------------------------


def test_columns_of_a_terminal_where_a_chinese_character_is_two_wide() -> None:
    assert parts(
        "   信息内容     本年制发件数 本年废止件数\n     规章       0            7\n行政规范性文件  0            1\n"
    ) == [
        [("信息内容", 3, 11), ("本年制发件数", 16, 28), ("本年废止件数", 29, 41)],
        [("规章", 5, 9), ("0", 16, 17), ("7", 29, 30)],
        [("行政规范性文件", 0, 14), ("0", 16, 17), ("1", 29, 30)],
    ]


def test_columns_of_a_converter_that_counts_characters() -> None:
    assert parts("规章            1          0        11\n行政规范性文件       8          26       66\n") == [
        [("规章", 0, 2), ("1", 14, 15), ("0", 25, 26), ("11", 34, 36)],
        [("行政规范性文件", 0, 7), ("8", 14, 15), ("26", 25, 27), ("66", 34, 36)],
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("规章 0 0 0", ["规章", "0", "0", "0"]),
        ("规章000", ["规章", "0", "0", "0"]),
        ("规章100", ["规章100"]),
        ("1 472", ["1", "472"]),
        ("总　计　　0", ["总　计", "0"]),
        ("结 果   其他 总计", ["结 果", "其他", "总计"]),
        ("（三）不予公开 1.属于国家秘密 0 1", ["（三）不予公开", "1.属于国家秘密", "0", "1"]),
        ("全年公开 5500 余条。共 3 件", ["全年公开 5500 余条。共 3 件"]),
        ("区分处理的。 0 1", ["区分处理的。", "0", "1"]),
        ("- 0 - /", ["-", "0", "-", "/"]),
        ("- 一是加强 Office 365 管理。", ["一是加强 Office 365 管理。"]),
    ],
)
def test_where_a_line_has_parts(line: str, expected: list[str]) -> None:
    assert texts(line) == [expected]


def test_one_value_a_line() -> None:
    assert texts("规章\n\n0\n\n0\n\n3\n") == [["规章"], ["0"], ["0"], ["3"]]


# --- Marks, characters, encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("***我镇*** *认真* __落实__ _条例_ a_b_c 2*3*4 5*", "我镇 认真 落实 条例 a_b_c 2*3*4 5*"),
        ("**一**是**二**", "一是二"),
        ("我镇<u>认真</u>&nbsp;落实&lt;条例&gt;<!-- x -->", "我镇认真 落实<条例>"),
        ("1\\. 见[条例][1]\\*[^2]\\", "1. 见条例*"),
        ("2\u03369\u033631", "31"),
        (">> 引用", "引用"),
        ("我\u200b镇\x07\u202e", "我镇"),
    ],
)
def test_marks_are_not_text(line: str, shown: str) -> None:
    assert outline(read_markdown(line.encode())) == [shown]


def test_headings_of_both_kinds_and_fences() -> None:
    assert outline(read_text("报告\n====\n\n一、概况\n---\n## 二 ##\n```text\n无\n```\n::: {.x}\n".encode())) == [
        "# 报告",
        "# 一、概况",
        "# 二",
        "无",
    ]


def test_a_markdown_file_without_a_name_may_contain_elements() -> None:
    assert (
        outline(read_published('<div class="x">\n\n# 报告\n\n| a | b |\n|---|---|\n</div>\n'.encode()))[0] == "# 报告"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\r\r\n", "\v"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_line_ends_and_encodings(end: str, encoding: str) -> None:
    content = end.join(("年度报告", "规章\t0", "许可\t2", ""))
    assert outline(read_published(content.encode(encoding), "a.txt")) == [
        "年度报告",
        [(0, 0, 1, 1, "规章"), (0, 1, 1, 1, "0"), (1, 0, 1, 1, "许可"), (1, 1, 1, 1, "2")],
    ]


# --- Nothing is dropped, nothing is invented ------------------------------------------------------------------------


def visible(content: bytes) -> str:
    """Everything that the blocks show, in order, without spaces and bars; parts and texts must agree."""
    shown = []
    for block in read_text(content).blocks:
        if isinstance(block, Table):
            shown += [cell.text for cell in block.cells]
            continue
        printed = "".join(part.text for line in block.lines for part in line)
        assert squeezed(printed) == squeezed(block.text)
        shown.append(printed)
    return squeezed("".join(shown))


def squeezed(text: str) -> str:
    return "".join(text.replace("|", "").split())


@given(st.text("规章年度（一）。:0123/ \u3000\t\n\r\f|", max_size=80))
def test_every_visible_character_is_in_a_block(content: str) -> None:
    assert visible(content.encode()) == squeezed(content)


TABLES = st.lists(st.lists(st.text("规章年0123一", max_size=5), min_size=2, max_size=5), min_size=1, max_size=5)


@given(TABLES, st.sampled_from(["| {} |", "{}|", "|{}", "{}"]), st.sampled_from([" | ", "|", "  |"]))
def test_every_cell_between_bars_is_read(table: list[list[str]], frame: str, bar: str) -> None:
    content = "\n".join(frame.format(bar.join(row)) for row in table)
    assert visible(content.encode()) == "".join("".join(row) for row in table)


@given(TABLES, st.booleans())
def test_every_cell_of_a_drawn_table_is_read(table: list[list[str]], ruled: bool) -> None:
    count = max(map(len, table))
    full = [[*row, *[""] * (count - len(row))] for row in table]
    rule = "+" + "----------+" * count
    lines = [
        "|" + "".join(cell + " " * (10 - sum(1 + (not one.isdigit()) for one in cell)) + "|" for cell in row)
        for row in full
    ]
    content = "\n".join([rule, *[line for row in lines for line in ([row, rule] if ruled else [row])], rule])
    # The lines of one band may be those of one cell: then they are read before the next column.
    assert sorted(visible(content.encode())) == sorted("".join(map("".join, full)))


# --- Hostile texts --------------------------------------------------------------------------------------------------

HOSTILE = [
    *("__a ", "**a", "~~a ", "`a", "<s>", "<!--", "<br ", "[a](", "[^a", "&a", "\\", "|", "> ", "^1^", "+-", "0 "),
    *("- ", "--- ", "a\u0336"),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_no_mark_makes_a_text_take_long(unit: str) -> None:
    line = unit * (1_000_000 // len(unit))
    assert isinstance(read_text(line.encode()).blocks, tuple)


@pytest.mark.parametrize(
    "unit",
    [
        "a\n",
        "|\n",
        "a\tb\n",
        "a|b\n",
        "+-+\n",
        "+---+---+\n|a|b|\n",
        "--- ---\n",
        "a\n===\n",
        "a\tb\n\n\n\n\n",
        "| a\nb\n",
    ],
)
def test_many_lines_are_refused(unit: str) -> None:
    with pytest.raises(SourceError, match="200,000"):
        read_text((unit * 250_000).encode())
