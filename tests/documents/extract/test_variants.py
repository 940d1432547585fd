"""The variants of the field: other words, other headings, other tables; each is read as the form itself would be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from printed_forms import CATALOG, EXAMPLE, cells_of, codes, read, tables, texts

from gknb.documents.extract.blocks import Paragraph, Table, TableCell
from gknb.source.pointers import changed, lookup
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Block

OLD = changed(
    CATALOG.zero_report("2019"),
    {pointer: n for n, pointer in enumerate(form_of(CATALOG, "2019").cells) if not pointer.endswith(("unit", "value"))},
)
"""A report on the form of 2019 with another figure in every cell; that they do not add up is none of our business."""


def words(**said: str) -> Callable[[list[Block]], list[Block]]:
    """Texts put in the place of others, wherever they are printed."""
    return texts(lambda text: said.get(text, text))


def these(**said: str) -> Callable[[list[Block]], list[Block]]:
    """Parts of texts put in the place of others."""

    def change(text: str) -> str:
        for one, other in said.items():
            text = text.replace(one, other)
        return text

    return texts(change)


HEADINGS = {
    "other words of the sections": words(**{
        "一、总体情况": "一、工作基本情况",
        "二、主动公开政府信息情况": "二、行政机关主动公开政府信息情况",
        "四、政府信息公开行政复议、行政诉讼情况": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "五、存在的主要问题及改进情况": "五、政府信息公开工作存在的主要问题及改进情况",
        "六、其他需要报告的事项": "六、其它需要报告事项",
    }),
    "Arabic numbers": words(**{
        "一、总体情况": "1、总体情况",
        "二、主动公开政府信息情况": "2、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况": "3、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况": "4.行政复议与行政诉讼情况",
        "五、存在的主要问题及改进情况": "5、存在问题及改进情况",
        "六、其他需要报告的事项": "6、其他需要报告的事项",
    }),
    "no numbers": these(**{
        "一、总": "总", "二、主": "主", "三、收": "收", "四、政": "政", "五、存": "存", "六、其": "其",
    }),
}  # fmt: skip


@pytest.mark.parametrize("change", HEADINGS.values(), ids=list(HEADINGS))
def test_headings(change: Callable[[list[Block]], list[Block]]) -> None:
    found = read(EXAMPLE, change)
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert codes(found) == []
    for section in ("overview", "problems_and_improvements", "other_matters"):
        assert found.document[section] == EXAMPLE[section]


def bold(blocks: list[Block]) -> list[Block]:
    """Headings that are nothing but paragraphs."""
    return [replace(block, heading=False) if isinstance(block, Paragraph) else block for block in blocks]


def in_tables(blocks: list[Block]) -> list[Block]:
    """The heading of each section with a table stands in its first row."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and isinstance(made[-1], Paragraph):
            heading = made.pop()
            assert isinstance(heading, Paragraph)
            width = max(cell.column + cell.width for cell in block.cells)
            below = tuple(replace(cell, row=cell.row + 1) for cell in block.cells)
            made.append(Table(cells=(TableCell(row=0, column=0, width=width, text=heading.text), *below)))
        else:
            made.append(block)
    return made


@pytest.mark.parametrize("change", [bold, in_tables], ids=["headings in bold", "headings inside tables"])
@pytest.mark.parametrize("document", [EXAMPLE, OLD], ids=["2021", "2019"])
def test_where_headings_stand(document: Any, change: Callable[[list[Block]], list[Block]]) -> None:
    found = read(document, change)
    assert cells_of(found.document) == cells_of(document)
    assert codes(found) == []


LABELS = {
    "years in the heads": these(本年制发件数="本年(2023)制发件数", 本年废止件数="本年（2023）废止件数"),
    "words of later forms": words(**{
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "1.逾期不补正",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.逾期不缴费",
    }),
    "notes in the labels": words(
        规章="规章（由有权制定的机关填写）", 行政规范性文件="行政规范性文件（指依照法定权限制定的文件）",
    ),
    "items of the article otherwise written": these(**{
        "第二十条第（一）项": "第二十条 第(一)项", "第二十条第（八）项": "第二十条第8项",
    }),
    "marks of notes": texts(lambda text: f"{text}[1]" if text.isdigit() and len(text) > 2 else text),
    "raised marks of notes": texts(lambda text: f"{text}①" if text in ("3119", "自然人") else text),
}  # fmt: skip


@pytest.mark.parametrize("change", LABELS.values(), ids=list(LABELS))
def test_labels(change: Callable[[list[Block]], list[Block]]) -> None:
    found = read(EXAMPLE, change)
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert "X003" not in codes(found)


def loose(table: Table, *, repeated: bool) -> list[Block]:
    """Tall cells cut into one for each row: with their words again, or empty."""
    cells = []
    for cell in table.cells:
        for n in range(cell.height):
            text = cell.text if repeated or not n else ""
            cells.append(replace(cell, row=cell.row + n, height=1, text=text))
    return [Table(cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))]


def upright(table: Table) -> list[Block]:
    """Tall words come out one character a line, between the rows, as PDF converters leave them."""
    cells = []
    for cell in table.cells:
        letters = cell.text if cell.height > 4 else ""
        for n in range(cell.height):
            text = letters[n : n + 1] if letters else cell.text if not n else ""
            cells.append(replace(cell, row=cell.row + n, height=1, text=text))
    return [Table(cells=tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))))]


def one_by_one(table: Table) -> list[Block]:
    """A table for each part of Table 2: a new one begins with each item of the article."""
    starts = [cell.row for cell in table.cells if cell.text.startswith("第二十条")]
    if not starts:
        return [table]
    made: list[Block] = []
    for first, end in zip(starts, [*starts[1:], 1_000], strict=True):
        part = [replace(cell, row=cell.row - first) for cell in table.cells if first <= cell.row < end]
        made.append(Table(cells=tuple(part)))
    return made


def ragged(table: Table) -> list[Block]:
    """Spans that differ from row to row: the columns count for nothing, only the order of the cells does."""
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell)
    if any(cell.height > 1 for cell in table.cells):
        return [table]
    cells = []
    for row, some in rows.items():
        column = 0
        for n, cell in enumerate(some):
            width = 1 + (row + n) % 2
            cells.append(replace(cell, column=column, width=width))
            column += width
    return [Table(cells=tuple(cells))]


TABLES = {
    "words again in every row": tables(lambda table: loose(table, repeated=True)),
    "nothing where cells were merged": tables(lambda table: loose(table, repeated=False)),
    "tall words one character a line": tables(upright),
    "a table for each item": tables(one_by_one),
    "spans that differ from row to row": tables(ragged),
}


@pytest.mark.parametrize("document", [EXAMPLE, OLD], ids=["2021", "2019"])
@pytest.mark.parametrize("change", TABLES.values(), ids=list(TABLES))
def test_tables(document: Any, change: Callable[[list[Block]], list[Block]]) -> None:
    found = read(document, change)
    assert cells_of(found.document) == cells_of(document)


def test_everything_in_one_cell() -> None:
    """Of a table without cells only rows with words of their own are found; the others are told, and nothing moves."""

    def one_cell(table: Table) -> list[Block]:
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell.text.replace(" ", ""))
        text = "\n".join(" ".join(filter(None, row)) for _, row in sorted(rows.items()))
        return [Table(cells=(TableCell(row=0, column=0, text=text),))]

    found = read(EXAMPLE, tables(one_cell))
    read_, true = cells_of(found.document), cells_of(EXAMPLE)
    assert {pointer: value for pointer, value in read_.items() if value not in (None, true[pointer])} == {}
    assert sum(value is not None for value in read_.values()) > 100


def test_heads_that_lost_a_line_are_read_by_their_order() -> None:
    """Of 本年新制作数量 and 本年新公开数量 a converter leaves 本年新 twice."""
    found = read(OLD, these(本年新制作数量="本年新", 本年新公开数量="本年新", 对外公开总数量="对外公开总数量"))
    for pointer, value in cells_of(OLD).items():
        assert lookup(found.document, pointer) in (None, value)


def test_the_columns_of_another_edition_are_not_taken_for_these() -> None:
    """A mixed form: the columns of 2019 in the first item of a report on the form of 2021."""
    change = these(本年制发件数="本年新制作数量", 本年废止件数="本年新公开数量", 现行有效件数="对外公开总数量")
    found = read(EXAMPLE, change)
    for pointer, value in cells_of(EXAMPLE).items():
        expected = None if pointer.endswith(("issued", "repealed", "in_force")) else value
        assert lookup(found.document, pointer) == expected, pointer
    assert "X001" in codes(found)
