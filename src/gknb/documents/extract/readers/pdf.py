"""Read PDF files page by page: paragraphs from lines of text, tables from their borders."""

from __future__ import annotations

import logging
from bisect import bisect_right
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdftypes import resolve1
from pdfplumber.utils.exceptions import PdfminerException

from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.file_limits import Budget
from gknb.documents.extract.readers.flow import cleaned
from gknb.documents.extract.readers.pdf_guard import guarded
from gknb.documents.extract.readers.pdf_strikes import struck_on
from gknb.documents.extract.readers.radicals import replace_radicals
from gknb.documents.extract.readers.text_lines import margins, paragraphs, printed_lines, without_number
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pdfminer.pdfdocument import PDFDocument
    from pdfplumber.page import Page

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.readers.text_lines import Margins, PrintedLine

__all__ = ["read_pdf"]

_MOST_EDGES: Final = 4_000
"""Maximum number of border segments on a page with tables; a page with more is a drawing and too slow to search."""
_FEWEST: Final = 20
"""Minimum number of characters per page of a file that is not a scan."""
_THICK: Final = 3.0
"""Maximum thickness of a table border, in points; larger filled areas are backgrounds of text."""
_NEAR: Final = 1.0
"""Maximum distance at which two cell edges are the same edge, in points."""
_LONGEST_TITLE: Final = 500


# Without a handler, logging prints pdfminer's warnings about colours and fonts on standard error.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageRead:
    """The text lines and tables of one page."""

    number: int
    lines: Sequence[PrintedLine]
    tables: Sequence[tuple[float, Table]]
    """Each table with its distance from the top of the page."""


def read_pdf(content: bytes) -> Published:
    """Return the paragraphs and tables of a PDF, each with its page. A table split over pages stays in parts.

    A single bordered box is text, not a table: it is a frame, or the last row of a page.

    Raises :class:`~gknb.errors.SourceError` if the file is damaged, encrypted, scanned, or longer than 200 pages.
    """
    try:
        with guarded() as budget:
            pdf = pdfplumber.open(BytesIO(content))  # not closed, which would create all pages
            budget.check_pages(pdf.doc)
            reading, pages = _Reading(), []
            for page in pdf.pages:
                budget.next_page()
                pages.append(reading.page(page))
            title = _title(pdf.doc)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFEncryptionError | PDFPasswordIncorrect):
            raise SourceError("reader.encrypted") from error
        raise SourceError("reader.broken", problem=str(cause) or type(cause).__name__) from error
    if reading.is_scan(len(pages)):
        raise SourceError("reader.scanned")
    around = margins(line for page in pages for line in page.lines)
    blocks = [block for page in pages for block in _blocks(page, around)]
    return Published(kind="pdf", blocks=tuple(blocks), title=title, remarks=tuple(sorted(reading.remarks)))


def _title(document: PDFDocument) -> str:
    """Return the title in the metadata; empty without one."""
    found = (resolve1(info.get("Title")) for info in document.info)
    title = next((one for one in found if isinstance(one, bytes)), b"")
    return cleaned(decoded(title[:_LONGEST_TITLE])).strip()


def _blocks(page: _PageRead, around: Margins | None) -> Iterator[Block]:
    """Yield the blocks of a page from the top; no paragraph continues past a table."""
    left = list(page.lines)
    for top, table in [*page.tables, (float("inf"), None)]:
        before = [line for line in left if line.top < top]
        left = left[len(before) :]
        for text in paragraphs(before, around):
            yield Paragraph(text=replace_radicals(text), page=page.number)
        if table is not None:
            yield table


class _Reading:
    """Counts over all pages of a file."""

    def __init__(self) -> None:
        self.remarks: set[str] = set()
        self._budget = Budget()
        self._characters = 0
        self._unreadable = 0
        self._images = 0

    def is_scan(self, pages: int) -> bool:
        """Whether the file has hardly any readable characters."""
        readable = self._characters - self._unreadable
        return readable <= self._unreadable or (self._images > 0 and readable < _FEWEST * pages)

    def page(self, page: Page) -> _PageRead:
        """Return the content of one page and free pdfplumber's cache of it."""
        characters = [one for one in page.chars if one["text"].strip()]
        self._characters += len(characters)
        self._unreadable += sum(one["text"].startswith("(cid:") for one in characters)
        self._images += len(page.images)
        if page.images and len(characters) < _FEWEST:
            self.remarks.add("reader.images")
        struck = struck_on(page, characters)
        grids = [] if not characters else self._grids(page, struck.lines)
        characters = struck.left(characters)
        outside = [one for one in characters if not any(grid.put(one) for grid in grids)]
        tables = [(grid.top, grid.table(page.page_number)) for grid in grids if not grid.is_empty]
        lines = without_number(printed_lines(outside), float(page.height))
        page.close()
        return _PageRead(number=page.page_number, lines=lines, tables=tables)

    def _grids(self, page: Page, strikes: Collection[int]) -> list[_Grid]:
        ruled = page.filter(lambda shape: id(shape) not in strikes and _can_be_border(shape))
        if len(ruled.edges) > _MOST_EDGES:
            self.remarks.add("reader.drawing")
            return []
        tables = [_Grid(table.cells, self._budget) for table in ruled.find_tables()]
        return sorted(tables, key=lambda grid: (grid.top, grid.left))


def _can_be_border(shape: dict[str, Any]) -> bool:
    """Whether an object of a page can be a table border; a filled background of text cannot."""
    if shape["object_type"] == "char":
        return False  # characters have no edges, and there are many of them
    thin = min(float(shape["width"]), float(shape["height"])) <= _THICK
    return shape["object_type"] != "rect" or bool(shape.get("stroke")) or thin


class _Grid:
    """The cells of one table by row and column, and the characters in them."""

    def __init__(self, boxes: Iterable[tuple[float, float, float, float]], budget: Budget) -> None:
        kept = sorted(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        self._xs = _edges(x for box in kept for x in (box[0], box[2]))
        self._ys = _edges(y for box in kept for y in (box[1], box[3]))
        self.left, self.top = self._xs[0], self._ys[0]
        self._owner: dict[tuple[int, int], int] = {}
        self._boxes: list[tuple[int, int, int, int]] = []
        self._inside: list[list[dict[str, Any]]] = []
        for x0, top, x1, bottom in kept:
            left, right = _edge_index(self._xs, x0), _edge_index(self._xs, x1)
            above, below = _edge_index(self._ys, top), _edge_index(self._ys, bottom)
            budget.spend((right - left) * (below - above))
            places = [(row, column) for row in range(above, below) for column in range(left, right)]
            if places and not any(place in self._owner for place in places):  # the smaller of two that overlap
                self._owner |= dict.fromkeys(places, len(self._boxes))
                self._boxes.append((above, left, below - above, right - left))
                self._inside.append([])

    def put(self, character: dict[str, Any]) -> bool:
        """Put a character into the cell around its centre; return whether there is such a cell."""
        row = bisect_right(self._ys, (character["top"] + character["bottom"]) / 2) - 1
        column = bisect_right(self._xs, (character["x0"] + character["x1"]) / 2) - 1
        owner = self._owner.get((row, column))
        if owner is None:
            return False
        self._inside[owner].append(character)
        return True

    @property
    def is_empty(self) -> bool:
        """Whether no cell has text, as in a decorative frame."""
        return not any(self._inside)

    def table(self, page: int) -> Table:
        """Return the table, row by row."""
        cells = [
            TableCell(
                row=row,
                column=column,
                height=height,
                width=width,
                text=replace_radicals("\n".join(cleaned(line.text) for line in printed_lines(inside))),
            )
            for (row, column, height, width), inside in sorted(zip(self._boxes, self._inside, strict=True), key=_box)
        ]
        return Table(cells=tuple(cells), page=page)


def _box(cell: tuple[tuple[int, int, int, int], object]) -> tuple[int, int, int, int]:
    return cell[0]


def _edges(values: Iterable[float]) -> list[float]:
    """Return the distinct edges in order; edges nearer than :data:`_NEAR` are one."""
    found: list[float] = []
    for value in sorted(set(values)):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _edge_index(edges: Sequence[float], value: float) -> int:
    """Return the index of the last edge at or before a value."""
    return bisect_right(edges, value) - 1
