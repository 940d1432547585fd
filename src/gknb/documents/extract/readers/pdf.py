"""Read PDF files page by page: paragraphs from lines of text, tables from their rules."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psexceptions import PSException

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.file_limits import MOST_PAGES, Budget
from gknb.documents.extract.readers.flow import cleaned
from gknb.documents.extract.readers.pdf_margins import Edges, without_running
from gknb.documents.extract.readers.pdf_paint import Limits, painted
from gknb.documents.extract.readers.pdf_rules import TooManyRulesError, lattices
from gknb.documents.extract.readers.pdf_strikes import struck_on
from gknb.documents.extract.readers.pdf_tables import Grid, Ruled, join
from gknb.documents.extract.readers.pdf_turns import turned, turned_page
from gknb.documents.extract.readers.pdf_unseen import seen
from gknb.documents.extract.readers.streams import check_streams
from gknb.documents.extract.readers.text_lines import margins, paragraphs, printed_lines
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.readers.pdf_paint import Glyph, Painted
    from gknb.documents.extract.readers.text_lines import Margins, PrintedLine

__all__ = ["read_pdf"]

_FEWEST: Final = 20
"""Minimum number of characters per page of a file that is not a scan."""
_PICTURE: Final = 0.25
"""Minimum part of a page that a picture fills if it may show part of the report."""
_MOST_GRIDS: Final = 100
"""Maximum number of tables on a page; a page with more is a drawing."""
_OUTLINES: Final = 200
"""Minimum number of curves on a page without text whose letters may be drawn."""
_LONGEST_TITLE: Final = 500


# Without a handler, logging prints pdfminer's warnings about colours and fonts on standard error.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


@dataclass(slots=True, kw_only=True)
class _PageRead:
    """The text lines and tables of one page."""

    number: int
    width: float
    height: float
    lines: list[PrintedLine]
    """Lines in the direction in which most of the page reads."""
    tables: list[Ruled]
    across: dict[int, list[PrintedLine]] = field(default_factory=dict)
    """Lines in the other directions, with coordinates as they read."""


def read_pdf(content: bytes) -> Published:
    """Return the paragraphs and tables of a PDF, each with its page. A table split over pages stays in parts.

    A row that a page break cuts is whole in the first part. A single bordered box is text, not a table. Text that
    runs up or down the page is read in its direction; running heads and feet, watermarks and hidden text are left out.

    Raises :class:`~gknb.errors.SourceError` if the file is damaged, encrypted, scanned, or longer than 200 pages.
    """
    check_streams(content)
    try:
        document = PDFDocument(PDFParser(BytesIO(content)))
        pages = _painted(document)
        title = _title(document)
    except (PDFEncryptionError, PDFPasswordIncorrect) as error:
        raise SourceError("reader.encrypted") from error
    except PSException as error:
        raise SourceError("reader.broken", problem=str(error) or type(error).__name__) from error
    reading = _Reading()
    read = [reading.page(page) for page in seen(pages)]
    if reading.is_scan(len(pages)):
        raise SourceError("reader.scanned")
    blocks = list(_blocks(read))
    return Published(kind="pdf", blocks=tuple(blocks), title=title, remarks=tuple(sorted(reading.remarks)))


def _painted(document: PDFDocument) -> list[Painted]:
    """Return what the pages show; the pages are counted first, which costs little."""
    found: list[PDFPage] = []
    for page in PDFPage.create_pages(document):
        if len(found) == MOST_PAGES:
            raise SourceError("reader.pages", limit=MOST_PAGES)
        found.append(page)
    resources, limits = PDFResourceManager(), Limits()
    return [painted(resources, page, number, limits) for number, page in enumerate(found, 1)]


def _title(document: PDFDocument) -> str:
    """Return the title in the metadata; empty without one."""
    found = (resolve1(info.get("Title")) for info in document.info)
    title = next((one for one in found if isinstance(one, bytes)), b"")
    return cleaned(decoded(title[:_LONGEST_TITLE])).strip()


def _blocks(pages: Sequence[_PageRead]) -> Iterator[Block]:
    """Yield the blocks of all pages."""
    _drop_running(pages)
    for page, after in pairwise(pages):
        if _breaks_table(page, after):
            join(page.tables[-1], after.tables[0])
    around = margins(line for page in pages for line in page.lines)
    for page in pages:
        yield from _page_blocks(page, around)


def _drop_running(pages: Sequence[_PageRead]) -> None:
    """Remove running heads and feet and page numbers, which may read in another direction than the page."""
    for turn in (0, 1, 2, 3):
        edges = []
        for page in pages:
            lines = page.lines if turn == 0 else page.across.get(turn, [])
            tables = page.tables if turn == 0 else []
            edges.append(
                Edges(
                    lines=lines,
                    height=page.width if turn % 2 else page.height,
                    first=min((table.top for table in tables), default=float("inf")),
                    last=max((table.bottom for table in tables), default=float("-inf")),
                )
            )
        for page, lines in zip(pages, without_running(edges), strict=True):
            if turn == 0:
                page.lines = lines
            elif turn in page.across:
                page.across[turn] = lines


def _breaks_table(page: _PageRead, after: _PageRead) -> bool:
    """Whether the last table of a page may go on at the top of the next page."""
    if not page.tables or not after.tables:
        return False
    last, first = page.tables[-1], after.tables[0]
    return all(line.top < last.bottom for line in page.lines) and all(line.bottom > first.top for line in after.lines)


def _page_blocks(page: _PageRead, around: Margins | None) -> Iterator[Block]:
    """Yield the blocks of a page from the top; no paragraph continues past a table."""
    left = page.lines
    for table in [*page.tables, None]:
        top = float("inf") if table is None else table.top
        before = [line for line in left if line.top < top]
        left = left[len(before) :]
        yield from paragraphs(before, around, page.number)
        if table is not None and table.cells:
            yield table.table()
    for lines in page.across.values():
        yield from paragraphs(lines, margins(lines), page.number)


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

    def page(self, page: Painted) -> _PageRead:
        """Return the content of one page as it reads."""
        shown = [one for one in page.glyphs if one.text.strip()]
        self._characters += len(shown)
        self._unreadable += sum(one.text.startswith("(cid:") for one in shown)
        self._images += len(page.pictures)
        if _shows_pictures(page, shown):
            self.remarks.add("reader.images")
        ways = Counter(one.turn for one in shown)
        page = turned_page(page, (ways.most_common(1)[0][0] if ways else 0) or 0)
        struck = struck_on(page)
        glyphs = struck.left(page.glyphs)
        grids, outside = self._filled(page, struck.lines, glyphs) if shown else ([], glyphs)
        tables = []
        for grid in grids:
            found = grid.ruled(page.number)
            if found is None:
                outside += grid.take()
            else:
                tables.append(found)
        across = {turn: [one for one in outside if one.turn == turn] for turn in (1, 2, 3)}
        return _PageRead(
            number=page.number,
            width=page.width,
            height=page.height,
            lines=printed_lines(one for one in outside if not one.turn),
            tables=tables,
            across={
                turn: printed_lines(turned(some, turn, page.width, page.height))
                for turn, some in across.items()
                if some
            },
        )

    def _filled(self, page: Painted, strikes: set[int], glyphs: Sequence[Glyph]) -> tuple[list[Grid], list[Glyph]]:
        """Return the tables of a page with their text, from the top, and the glyphs outside."""
        size = page.width, page.height
        try:
            found = lattices(page.shapes, strikes)
        except TooManyRulesError:
            self.remarks.add("reader.drawing")
            return [], list(glyphs)
        grids = [Grid(one, size, self._budget) for one in found]
        grids = [one for one in grids if not any(one.holds(other) for other in grids)]
        if len(grids) > _MOST_GRIDS:
            self.remarks.add("reader.drawing")
            return [], list(glyphs)
        outside = [one for one in glyphs if not any(grid.put(one) for grid in grids)]
        for n, grid in enumerate(grids):
            more = grid.with_rows()
            if more is not grid.lattice:
                grids[n] = Grid(more, size, self._budget)
                outside += [one for one in grid.take() if not grids[n].put(one)]
        return sorted((one for one in grids if not one.is_empty), key=lambda grid: (grid.top, grid.left)), outside


def _shows_pictures(page: Painted, shown: Sequence[Glyph]) -> bool:
    """Whether a page shows something that was not read: it has pictures or drawn letters instead of text."""
    if len(shown) < _FEWEST and (page.pictures or sum(one.kind == "curve" for one in page.shapes) > _OUTLINES):
        return True
    for x0, top, x1, bottom in page.pictures:
        if (x1 - x0) * (bottom - top) >= _PICTURE * page.width * page.height:
            inside = sum(x0 < one.x0 < x1 and top < one.top < bottom for one in shown)
            if inside < _FEWEST:
                return True
    return False
