"""Rows printed twice, and rows with more figures than columns: certain figures are read, the others are reported."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from checkout import SHARED
from openpyxl import load_workbook  # type: ignore[import-untyped, unused-ignore]
from openpyxl.cell.cell import MergedCell  # type: ignore[import-untyped, unused-ignore]
from printed_forms import CATALOG, EXAMPLE, cells_of, codes, read, tables
from reader_files import repacked

from gknb.documents.extract.blocks import Table, TableCell
from gknb.documents.extract.published import extracted
from gknb.documents.extract.understand import NAMESPACE
from gknb.documents.render.rendered import rendered
from gknb.source.pointers import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.extraction import Extraction

RECEIVED = "/requests/received"
ROW = [f"{RECEIVED}/natural_person"]
ROW += [
    f"{RECEIVED}/legal_person/{key}" for key in ("business", "research", "public_welfare", "legal_service", "other")
]
ROW += [f"{RECEIVED}/total"]
TRUE = ["3001", "53", "0", "0", "61", "4", "3119"]
LABEL = "一、本年新收政府信息公开申请数量"


def row_of(table: Table, label: str) -> int | None:
    return next((cell.row for cell in table.cells if cell.text == label and cell.width > 1), None)


def inserted(table: Table, after: int, texts: Sequence[Sequence[str]]) -> Table:
    """The table with lines after one of its rows; a line has a label over three columns unless that is empty."""
    cells = []
    for cell in table.cells:
        below, across = cell.row > after, cell.row <= after < cell.row + cell.height - 1
        cells.append(replace(cell, row=cell.row + len(texts) * below, height=cell.height + len(texts) * across))
    for n, (label, *figures) in enumerate(texts, after + 1):
        cells.append(TableCell(row=n, column=0, width=3, text=label))
        cells += [TableCell(row=n, column=3 + m, text=text) for m, text in enumerate(figures)]
    return Table(cells=tuple(cells))


def again(*figures: Sequence[str], label: str = LABEL) -> Callable[[list[Block]], list[Block]]:
    """The row of the requests received, printed again with these figures."""

    def change(table: Table) -> list[Block]:
        row = row_of(table, LABEL)
        return [table if row is None else inserted(table, row, [(label, *some) for some in figures])]

    return tables(change)


def instead(*figures: str, columns: Sequence[int] = ()) -> Callable[[list[Block]], list[Block]]:
    """Other figures in the row of the requests received."""

    def change(table: Table) -> list[Block]:
        row = row_of(table, LABEL)
        if row is None:
            return [table]
        kept = [cell for cell in table.cells if cell.row != row or cell.text == LABEL]
        places = columns or range(3, 3 + len(figures))
        more = [TableCell(row=row, column=n, text=text) for n, text in zip(places, figures, strict=True)]
        return [Table(cells=tuple(sorted((*kept, *more), key=lambda cell: (cell.row, cell.column))))]

    return tables(change)


def values(found: Extraction) -> list[Any]:
    return [lookup(found.document, pointer) for pointer in ROW]


def told(found: Extraction, code: str) -> list[tuple[tuple[str, ...], Any]]:
    return [(one.pointers, one.details) for one in found.troubles if one.code == code]


def others_are_right(found: Extraction) -> bool:
    read_, true = cells_of(found.document), cells_of(EXAMPLE)
    return {pointer: read_[pointer] for pointer in read_ if pointer not in ROW} == {
        pointer: true[pointer] for pointer in true if pointer not in ROW
    }


# --- Rows printed twice ---------------------------------------------------------------------------------------------


def test_a_row_printed_twice_with_other_figures_is_reported_with_both() -> None:
    found = read(EXAMPLE, again(["2999", *TRUE[1:6], "3117"]))
    assert values(found) == [None, 53, 0, 0, 61, 4, None]
    assert told(found, "X005") == [
        ((ROW[0],), {"printed": "3001", "again": "2999"}),
        ((ROW[6],), {"printed": "3119", "again": "3117"}),
    ]
    assert codes(found) == ["X005"] * 2
    assert others_are_right(found)


@pytest.mark.parametrize("times", [1, 2, 5])
def test_a_row_printed_again_alike_is_ignored(times: int) -> None:
    found = read(EXAMPLE, again(*[TRUE] * times))
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert codes(found) == []


def test_every_other_figure_is_named_once() -> None:
    rows = [[figure, *TRUE[1:]] for figure in ("2999", "3001", "2999", "7")]
    found = read(EXAMPLE, again(*rows))
    assert [details["again"] for _, details in told(found, "X005")] == ["2999", "7"]
    assert values(found) == [None, 53, 0, 0, 61, 4, 3119]


def test_a_blank_row_printed_again_with_figures_is_reported() -> None:
    found = read(EXAMPLE, lambda blocks: again(TRUE)(instead(*[""] * 7)(blocks)))
    assert values(found) == [None] * 7
    assert {pointers for pointers, _ in told(found, "X005")} == {(pointer,) for pointer in ROW}


def test_a_row_with_another_label_is_none_of_the_form() -> None:
    found = read(EXAMPLE, again(["1"] * 7, label="其中：网上申请数量"))
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert codes(found) == ["X008"]


def test_a_second_row_below_a_header_without_row_labels() -> None:
    def more(table: Table) -> list[Block]:
        if not any(cell.text == "行政复议" for cell in table.cells):
            return [table]
        last = max(cell.row for cell in table.cells)
        row = [replace(cell, row=last + 1) for cell in table.cells if cell.row == last]
        return [Table(cells=(*table.cells, replace(row[0], text="99"), *row[1:]))]

    found = read(EXAMPLE, tables(more))
    ((pointers, details),) = told(found, "X005")
    assert (pointers, details["again"]) == (("/review_and_litigation/reconsideration/upheld",), "99")
    assert lookup(found.document, *pointers) is None


def test_amounts_printed_twice_in_other_units_differ_and_in_the_same_unit_do_not() -> None:
    document = CATALOG.zero_report("2019")
    document["proactive_disclosure"]["procurement"]["amount"] |= {"value": 25, "unit": "wanyuan"}

    def twice(text: str) -> Callable[[list[Block]], list[Block]]:
        def change(table: Table) -> list[Block]:
            row = next((cell.row for cell in table.cells if "采购" in cell.text and cell.column == 0), None)
            if row is None:
                return [table]
            last = max(cell.row for cell in table.cells) + 1
            copied = [replace(cell, row=last) for cell in table.cells if cell.row == row]
            return [Table(cells=(*table.cells, *[replace(one, text=one.text.replace("万元", text)) for one in copied]))]

        return tables(change)

    assert codes(read(document, twice("万元"))) == []
    assert "X005" in codes(read(document, twice("元")))


# --- More figures than columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", range(8))
def test_a_row_with_one_figure_more_has_only_what_is_certain(place: int) -> None:
    found = read(EXAMPLE, instead(*TRUE[:place], "7", *TRUE[place:]))
    printed = [*TRUE[:place], "7", *TRUE[place:]]
    expected = [int(one) if one == other else None for one, other in pairwise(printed)]
    assert values(found) == expected
    ((pointers, details),) = told(found, "X003")
    assert pointers == tuple(pointer for pointer, value in zip(ROW, expected, strict=True) if value is None)
    assert details["printed"] == " ".join(printed)
    assert codes(found) == ["X003"]
    assert others_are_right(found)


def test_equal_figures_are_certain_and_the_extra_one_is_kept() -> None:
    found = read(EXAMPLE, instead(*["0"] * 8))
    assert values(found) == [0] * 7
    assert found.document["extensions"][NAMESPACE]["rows"][0]["printed"] == [LABEL, "0"]
    assert codes(found) == ["X008"]


def test_empty_cells_are_no_figures() -> None:
    found = read(EXAMPLE, instead(*TRUE, "", " "))
    assert (values(found), codes(found)) == ([int(text) for text in TRUE], [])
    found = read(EXAMPLE, instead(TRUE[0], "", *TRUE[1:]))
    assert values(found) == [int(text) for text in TRUE]
    assert codes(found) == ["X004"] * 7, "counted, not labelled"
    found = read(EXAMPLE, instead(TRUE[0], "", "7", *TRUE[1:]))
    assert values(found) == [None] * 7
    assert codes(found) == ["X003"]


def with_column(header: str) -> Callable[[list[Block]], list[Block]]:
    """A column more at the right of the table, with a figure in the row of the requests received."""

    def change(table: Table) -> list[Block]:
        row = row_of(table, LABEL)
        if row is None:
            return [table]
        column = [TableCell(row=n, column=10, text="") for n in range(row + 5)]
        column[0] = replace(column[0], height=row, text=header)
        column[row] = replace(column[row], text="7")
        return [Table(cells=(*table.cells, column[0], *column[row:]))]

    return tables(change)


def test_a_column_without_a_name_makes_its_row_uncertain() -> None:
    """Workbooks and converters fill up all rows of a table to the longest: an empty header says nothing."""
    found = read(EXAMPLE, with_column(""))
    assert values(found) == [None, None, 0, None, None, None, None]
    assert codes(found) == ["X003"]
    assert others_are_right(found)


def test_a_column_of_another_name_changes_nothing() -> None:
    found = read(EXAMPLE, with_column("备注"))
    assert cells_of(found.document) == cells_of(EXAMPLE)


def test_figures_are_not_counted_where_a_column_is_none_of_the_form() -> None:
    found = read(EXAMPLE, lambda blocks: instead("", *TRUE, "7")(with_column("备注")(blocks)))
    assert values(found) == [None] * 7
    assert codes(found) == ["X003"]
    assert others_are_right(found)


@pytest.mark.parametrize("figures", [["7", *TRUE], [*TRUE, "7"]])
def test_a_row_on_the_next_page_has_the_header_of_the_page_before(figures: list[str]) -> None:
    def broken(table: Table) -> list[Block]:
        row = row_of(table, LABEL)
        if row is None:
            return [table]
        first = tuple(cell for cell in table.cells if cell.row < row)
        second = tuple(replace(cell, row=cell.row - row) for cell in table.cells if cell.row >= row)
        return [Table(cells=first, page=1), Table(cells=second, page=2)]

    found = read(EXAMPLE, lambda blocks: tables(broken)(instead(*figures)(blocks)))
    assert [value for value in values(found) if value is not None] == [0]
    assert codes(found) == ["X003"]
    assert others_are_right(found)


def in_text(content: bytes) -> bytes:
    cell = re.compile(r"(<td[^>]*>)3001</td>|\| 3001 ")
    return cell.sub(lambda match: match[0].replace("3001", "2999") + match[0], content.decode(), count=1).encode()


def in_word(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        start = part.rfind(b"<w:tc>", 0, place) if (place := part.find(b">3001<")) > 0 else 0
        cell = part[start : part.find(b"</w:tc>", start) + len(b"</w:tc>")]
        return part[:start] + cell.replace(b"3001", b"2999") + part[start:] if name == "word/document.xml" else part

    return repacked(content, change)


def in_workbook(content: bytes) -> bytes:
    book: Any = load_workbook(BytesIO(content))
    row = next(row for sheet in book.worksheets for row in sheet.iter_rows() if 3001 in [cell.value for cell in row])
    sheet = row[0].parent
    _, *figures = [cell for cell in row if not isinstance(cell, MergedCell)]
    free = sheet.cell(row[0].row, sheet.max_column + 1)
    for cell, figure in zip([*figures, free], [2999, *map(int, TRUE)], strict=True):
        cell.value = figure
    file = BytesIO()
    book.save(file)
    return file.getvalue()


MORE = {"xlsx": in_workbook, "md": in_text, "docx": in_word, "html": in_text}


@pytest.mark.parametrize("to", list(MORE))
def test_a_figure_more_in_a_file_moves_nothing(to: str) -> None:
    """The row of a rendered file, with a cell put in before its figures."""
    content = rendered(CATALOG, EXAMPLE, to)
    found = extracted(CATALOG, MORE[to](content), f"report.{to}")
    assert [value for value in values(found) if value is not None] == [0]
    assert codes(found) == ["X003"]
    # A workbook saved without a calculation has no totals.
    assert others_are_right(found) or to == "xlsx"
    read_, true = cells_of(found.document), cells_of(EXAMPLE)
    assert {pointer: value for pointer, value in read_.items() if value not in (None, true[pointer])} == {}


def in_parts(*figures: str) -> Callable[[list[Block]], list[Block]]:
    """The only cell of 行政许可 and its header in parts, as converters leave a merged cell."""

    def change(table: Table) -> list[Block]:
        row = next((cell.row for cell in table.cells if cell.text == "行政许可"), None)
        cells = []
        for cell in table.cells:
            in_part = row is not None and cell.column == 1 and cell.row in (row, row - 1)
            texts = figures if cell.row == row else [cell.text] * len(figures)
            parts = [replace(cell, column=1 + n, width=1, text=text) for n, text in enumerate(texts)]
            cells += parts if in_part else [cell]
        return [Table(cells=tuple(cells))]

    return tables(change)


@pytest.mark.parametrize(
    ("figures", "value", "reported"),
    [
        (("5", "5", "5"), 5, []),
        (("5", "", ""), 5, []),
        (("", "5", ""), 5, []),
        (("5", "6", ""), None, ["X003"]),
        (("", "5", "6"), None, ["X003"]),
    ],
)
def test_a_merged_cell_in_parts_has_one_figure(
    figures: tuple[str, ...], value: int | None, reported: list[str]
) -> None:
    found = read(EXAMPLE, in_parts(*figures))
    assert (lookup(found.document, "/proactive_disclosure/licensing/decisions"), codes(found)) == (value, reported)


# --- Files, where they are at hand ----------------------------------------------------------------------------------

FILES = ["01strike-s.html", "22strike.docx", "strike.pdf", "34cellDel.docx", "06dup-row.html", "08extra-cell.html"]


@pytest.mark.parametrize("name", [*FILES, "09extra-cell-end.html"])
def test_no_file_is_read_wrong_in_silence(name: str) -> None:
    path = SHARED / "cases" / "files" / name
    if not path.exists():
        pytest.skip("only where the files are")
    found = extracted(CATALOG, path.read_bytes(), name)
    read_, true = cells_of(found.document), cells_of(EXAMPLE)
    assert {pointer: value for pointer, value in read_.items() if value not in (None, true[pointer])} == {}
    reported = {pointer for one in found.troubles for pointer in one.pointers}
    assert {pointer for pointer, value in read_.items() if value is None and true[pointer] is not None} <= reported
