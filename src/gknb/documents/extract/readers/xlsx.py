"""Read workbooks: each sheet is a page, blocks of filled rows are tables, long texts are paragraphs."""

from __future__ import annotations

import html
import re
import warnings
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from openpyxl import load_workbook  # type: ignore[import-untyped, unused-ignore]
from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped, unused-ignore]

from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.readers.archive import Archive
from gknb.documents.extract.readers.file_limits import MOST_CELLS, MOST_COLUMNS, MOST_PAGES, Budget
from gknb.documents.extract.readers.flow import cleaned
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.documents.extract.blocks import Block

__all__ = ["read_xlsx"]

_SPREAD: Final = re.compile(rb"<(?:[\w.-]+:)?(?:mergeCell|hyperlink)\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*+")
"""An element with a range, for each cell of which openpyxl creates an object."""
_ATTRIBUTE: Final = re.compile(rb"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CORNERS: Final = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_LONGEST_RANGE: Final = 200
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c[\s/>]")
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row[\s/>]")
_FORMULA: Final = re.compile(rb"</(?:[\w.-]+:)?f>\s*(?:</(?:[\w.-]+:)?c>|<(?:[\w.-]+:)?v\s*/>|<v></v>)")
_MOST_ROWS: Final = 5_000
"""Maximum number of rows read from a sheet."""
_LONG: Final = 60
"""Maximum length of a text that is alone in a row of a table; anything longer is a paragraph."""


def read_xlsx(content: bytes) -> Published:
    """Return the visible sheets of a workbook in order, with the saved values of formulas.

    An empty row separates two blocks. A row with one filled cell is a paragraph if its text is long or no row of its
    block has two filled cells; otherwise it is a row of the table, such as 第二十条第（一）项. Tables side by side
    are read as one.
    """
    archive = Archive(content)
    remarks = _checked(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about parts that are not read here
        book = load_workbook(BytesIO(content), data_only=True, keep_links=False, rich_text=True)
    blocks: list[Block] = []
    budget = Budget()
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for page, sheet in enumerate(seen[:MOST_PAGES], 1):
        blocks += _Sheet(sheet, page, budget).blocks()
        if sheet.max_row > _MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            remarks.add("reader.columns")
    carried = ""
    for sheet in book.worksheets:
        if sheet.sheet_state == "veryHidden" and sheet.title == "gknb":
            carried = str(sheet["A1"].value or "")
        elif sheet.sheet_state != "visible":
            remarks.add("reader.hidden")
    return Published(kind="xlsx", blocks=tuple(blocks), carried=carried, remarks=tuple(sorted(remarks)))


def _checked(archive: Archive) -> set[str]:
    """Check the number of cells, merged ones included, before openpyxl creates an object for each; return remarks."""
    cells = 0
    remarks = set()
    for content in archive.all_xml():
        cells += sum(1 for _ in _CELL.finditer(content)) + sum(1 for _ in _ROW.finditer(content))
        for spread in _SPREAD.finditer(content):
            cells += _area(_reference(spread[0]))
        if cells > MOST_CELLS:
            raise SourceError("reader.cells", limit=f"{MOST_CELLS:,}")
        if _FORMULA.search(content):
            remarks.add("reader.formulas")
    return remarks


def _reference(element: bytes) -> str:
    """Return the range of an element; empty without one."""
    values = (one[2] or one[3] or b"" for one in _ATTRIBUTE.finditer(element) if one[1] == b"ref")
    return html.unescape(next(values, b"")[:_LONGEST_RANGE].decode("utf-8", "replace"))


def _area(reference: str) -> int:
    """Return the number of cells in a range; more than allowed if the range is malformed."""
    match = _CORNERS.fullmatch(reference.strip().upper())
    if match is None:
        return MOST_CELLS + 1
    left, top, right, bottom = match[1], int(match[2]), match[3] or match[1], int(match[4] or match[2])
    return (abs(_column(right) - _column(left)) + 1) * (abs(bottom - top) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _Sheet:
    """The texts of one sheet by position, and the positions that merged cells cover."""

    def __init__(self, sheet: Any, page: int, budget: Budget) -> None:
        self.page, self.budget = page, budget
        self.sizes: dict[tuple[int, int], tuple[int, int]] = {}
        self.covered: dict[tuple[int, int], tuple[int, int]] = {}
        for one in sheet.merged_cells.ranges:
            size = (min(one.max_row, _MOST_ROWS) - one.min_row + 1, min(one.max_col, MOST_COLUMNS) - one.min_col + 1)
            start = (one.min_row, one.min_col)
            if min(size) < 1 or start in self.covered:
                continue
            self.sizes[start] = size
            for row in range(start[0], start[0] + size[0]):
                self.covered |= dict.fromkeys(((row, start[1] + n) for n in range(size[1])), start)
        self.texts: dict[tuple[int, int], str] = {}
        self.rows: dict[int, set[int]] = {}
        framed: dict[int, set[int]] = {}
        # Not sheet.iter_rows, which creates the cells that are not there.
        for (row, column), cell in sorted(sheet._cells.items(), key=itemgetter(0)):  # noqa: SLF001
            if row > _MOST_ROWS or column > MOST_COLUMNS:
                continue
            if text := _shown(cell):
                self._put(row, column, text)
            elif cell.has_style and all(side and side.style for side in (cell.border.left, cell.border.right)):
                framed.setdefault(row, set()).add(column)
        # An empty row with borders below a filled one belongs to its table: in an empty form, it is the last row.
        for row in sorted(framed.keys() - self.rows.keys()):
            if row - 1 in self.rows and len(framed[row]) > 1:
                self.rows[row] = framed[row]

    def _put(self, row: int, column: int, text: str) -> None:
        self.texts[row, column] = text
        height = self.sizes.get((row, column), (1, 1))[0]
        for covered in range(row, row + height):
            self.rows.setdefault(covered, set()).add(column)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks from the top."""
        run: list[int] = []
        for row in [*sorted(self.rows), _MOST_ROWS + 2]:
            if run and row != run[-1] + 1:
                yield from self._run(run)
                run = []
            run.append(row)

    def _run(self, run: list[int]) -> Iterator[Block]:
        """Yield the blocks in rows without an empty row between them."""
        if all(len(self.rows[row]) < 2 for row in run):
            for row in run:
                yield from self._paragraph(row)
            return
        part: list[int] = []
        for row in run:
            if self._is_text(row):
                yield from self._table(part)
                yield from self._paragraph(row)
                part = []
            else:
                part.append(row)
        yield from self._table(part)

    def _is_text(self, row: int) -> bool:
        columns = self.rows[row]
        return len(columns) == 1 and len(self.texts.get((row, min(columns)), "")) > _LONG

    def _paragraph(self, row: int) -> Iterator[Paragraph]:
        for column in sorted(self.rows[row]):
            for line in self.texts.get((row, column), "").split("\n"):
                if line.strip():
                    yield Paragraph(text=line.strip(), page=self.page)

    def _table(self, rows: list[int]) -> Iterator[Table]:
        """Yield the table in ``rows``, empty cells included; nothing without rows."""
        if not rows:
            return
        top, bottom = rows[0], rows[-1]
        columns = {column for row in rows for column in self.rows[row]}
        left = min(columns)
        right = max(column + self.sizes.get((row, column), (1, 1))[1] for row in rows for column in self.rows[row])
        cells = []
        for row in rows:
            self.budget.spend(right - left)
            for column in range(left, right):
                above, before = self.covered.get((row, column), (row, column))
                if (row, column) != (max(above, top), max(before, left)):
                    continue  # it belongs to a merged cell that begins elsewhere
                height, width = self.sizes.get((above, before), (1, 1))
                cells.append(
                    TableCell(
                        row=row - top,
                        column=column - left,
                        height=min(above + height, bottom + 1) - row,
                        width=min(before + width, right) - column,
                        text=self.texts.get((above, before), ""),
                    )
                )
        yield Table(cells=tuple(cells), page=self.page)


def _shown(cell: Any) -> str:
    """Return the displayed text of a cell, approximately: dates as ISO 8601, shares with %, 15 digits otherwise.

    What is struck out is left out.
    """
    value = cell.value
    if isinstance(value, CellRichText):
        value = "".join(str(part) for part in value if _is_read(part, cell.font))
    elif value is None or cell.font.strike:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(Decimal(f"{value:.15g}"), str(cell.number_format))
    if isinstance(value, date):
        return value.isoformat()
    return "\n".join(line.strip() for line in cleaned(str(value)).splitlines() if line.strip())


def _is_read(part: str | TextBlock, font: Any) -> bool:
    """Whether a part of a cell is neither struck out nor a superscript, which is a note mark."""
    own = part.font if isinstance(part, TextBlock) else font
    return not own.strike and own.vertAlign != "superscript"


def _number(value: Decimal, form: str) -> str:
    if not value.is_finite():
        return str(value)
    share = "%" in form
    text = f"{value * 100 if share else value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if share else text
