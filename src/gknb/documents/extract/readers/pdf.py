"""Read PDF files page by page: paragraphs from lines of text, tables from their rules."""

from __future__ import annotations

import logging
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSException

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.flow import cleaned
from gknb.documents.extract.readers.pdf_guard import guarded
from gknb.documents.extract.readers.pdf_margins import Edges, without_running
from gknb.documents.extract.readers.pdf_page import FEWEST, Reading
from gknb.documents.extract.readers.pdf_paint import painted
from gknb.documents.extract.readers.pdf_tables import join
from gknb.documents.extract.readers.pdf_unseen import seen
from gknb.documents.extract.readers.text_lines import margins, paragraphs
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.readers.pdf_guard import PdfBudget
    from gknb.documents.extract.readers.pdf_page import PageRead
    from gknb.documents.extract.readers.pdf_paint import Painted
    from gknb.documents.extract.readers.text_lines import Margins

__all__ = ["read_pdf"]

_LONGEST_TITLE: Final = 500


# Without a handler, logging prints pdfminer's warnings about colours and fonts on standard error.
logging.getLogger("pdfminer").addHandler(logging.NullHandler())


def read_pdf(content: bytes) -> Published:
    """Return the paragraphs and tables of a PDF, each with its page. A table split over pages stays in parts.

    A row that a page break cuts is whole in the first part. A single bordered box is text, not a table. Text that
    runs up or down the page is read in its direction; running heads and feet, watermarks and hidden text are left out.

    Raises :class:`~gknb.errors.SourceError` if the file is damaged, encrypted, scanned, or longer than 200 pages.
    """
    try:
        with guarded() as budget:
            document = PDFDocument(PDFParser(BytesIO(content)))
            pages = _painted(document, budget)
            title = _title(document)
    except (PDFEncryptionError, PDFPasswordIncorrect) as error:
        raise SourceError("reader.encrypted") from error
    except PSException as error:
        raise SourceError("reader.broken", problem=str(error) or type(error).__name__) from error
    reading = Reading()
    read = [reading.page(page) for page in seen(pages)]
    _drop_running(read)
    if _is_scan(read):
        raise SourceError("reader.scanned")
    unread = tuple(page.number for page in read if page.is_unread)
    remarks = reading.remarks | ({"reader.images"} if unread else set())
    return Published(
        kind="pdf", blocks=tuple(_blocks(read)), title=title, remarks=tuple(sorted(remarks)), unread=unread
    )


def _painted(document: PDFDocument, budget: PdfBudget) -> list[Painted]:
    """Return what the pages show."""
    resources = PDFResourceManager()
    return [painted(resources, page, number, budget) for number, page in enumerate(budget.pages(document), 1)]


def _title(document: PDFDocument) -> str:
    """Return the title in the metadata; empty without one."""
    found = (resolve1(info.get("Title")) for info in document.info)
    title = next((one for one in found if isinstance(one, bytes)), b"")
    return cleaned(decoded(title[:_LONGEST_TITLE])).strip()


def _is_scan(pages: Sequence[PageRead]) -> bool:
    """Whether a file has hardly any readable characters."""
    unreadable = sum(page.unreadable for page in pages)
    readable = sum(len(page.characters) for page in pages) - unreadable
    pictures = any(page.pictures for page in pages)
    return readable <= unreadable or (pictures and readable < FEWEST * len(pages))


def _blocks(pages: Sequence[PageRead]) -> Iterator[Block]:
    """Yield the blocks of all pages."""
    for page, after in pairwise(pages):
        if _breaks_table(page, after):
            join(page.tables[-1], after.tables[0])
    around = margins(line for page in pages for line in page.lines)
    for page in pages:
        yield from _page_blocks(page, around)


def _drop_running(pages: Sequence[PageRead]) -> None:
    """Remove running heads and feet and page numbers, which may run in another direction than the rest of a page."""
    sizes = [line.size for page in pages for some in (page.lines, *page.across.values()) for line in some]
    usual = median(sizes) if sizes else 0.0
    for turn in (0, 1, 2, 3):
        edges = []
        for page in pages:
            across = (turn - page.turn) % 4
            tables = [] if across else page.tables
            edges.append(
                Edges(
                    lines=page.across.get(across, []) if across else page.lines,
                    height=page.width if across % 2 else page.height,
                    first=min((table.top for table in tables), default=float("inf")),
                    last=max((table.bottom for table in tables), default=float("-inf")),
                )
            )
        for page, lines in zip(pages, without_running(edges, usual), strict=True):
            across = (turn - page.turn) % 4
            if not across:
                page.lines = lines
            elif across in page.across:
                page.across[across] = lines


def _breaks_table(page: PageRead, after: PageRead) -> bool:
    """Whether the last table of a page may go on at the top of the next page."""
    if not page.tables or not after.tables:
        return False
    last, first = page.tables[-1], after.tables[0]
    return all(line.top < last.bottom for line in page.lines) and all(line.bottom > first.top for line in after.lines)


def _page_blocks(page: PageRead, around: Margins | None) -> Iterator[Block]:
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
