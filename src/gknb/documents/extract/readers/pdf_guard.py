"""Limit what pdfminer does for one PDF: what it unpacks, how often it follows references, and what it draws.

Only pdfminer knows how a stream is packed: names can be written in several ways, filters in other objects. It has no
limits and no place to set them, so the functions that do the work are wrapped here. Outside of :func:`guarded`, and for
other users of pdfminer in the process, they work as before. What is drawn is counted where it is noted.
"""

from __future__ import annotations

import zlib
from contextlib import contextmanager
from contextvars import ContextVar
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

from pdfminer import pdftypes
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdfpage import PDFPage

from gknb.documents.extract.readers.file_limits import MOST_PAGES
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["PdfBudget", "guarded"]

_MOST_UNPACKED: Final = 64 * 2**20
"""Maximum size of one decompressed stream, in bytes; a scanned page in full colour has 26 MB."""
_MOST_TOGETHER: Final = 512 * 2**20
_MOST_REFERENCES: Final = 1_000_000
"""Maximum number of references followed; a reference to itself is followed without end."""
_MOST_STREAMS: Final = 20_000
"""Maximum number of content streams executed, forms within forms included."""
_MOST_CONTENT: Final = 32 * 2**20
"""Maximum size of all content streams executed, in bytes."""
_MOST_DRAWN: Final = 250_000
"""Maximum number of characters, pictures and points of lines on a page; a page of a report has some thousand."""
_MOST_DRAWN_TOGETHER: Final = 2_000_000
_MOST_CHARACTERS: Final = 400_000
"""Maximum number of characters of a file: the 200 pages that are read have 2,000 each."""
_STEP: Final = 2**16


class PdfBudget:
    """What one file may still use."""

    def __init__(self) -> None:
        self.exceeded: SourceError | None = None
        """The refusal, if a limit was exceeded."""
        self._left = {
            "unpacked": _MOST_TOGETHER,
            "references": _MOST_REFERENCES,
            "streams": _MOST_STREAMS,
            "content": _MOST_CONTENT,
            "drawn": _MOST_DRAWN_TOGETHER,
            "page": _MOST_DRAWN,
            "characters": _MOST_CHARACTERS,
        }

    def spend(self, what: str, amount: int = 1) -> None:
        """Use up some of the budget; raise :class:`~gknb.errors.SourceError` if not enough is left."""
        self._left[what] -= amount
        if self._left[what] >= 0:
            return
        if what == "characters":
            raise self.refusal("reader.characters", limit=f"{_MOST_CHARACTERS:,}")
        raise self.refusal("reader.bomb" if what in ("unpacked", "content") else "reader.endless")

    def draw(self, amount: int = 1) -> None:
        """Use up some of what may be drawn on the page and in the file."""
        self.spend("page", amount)
        self.spend("drawn", amount)

    def refusal(self, reason: str = "reader.bomb", **details: Any) -> SourceError:
        """Return the error for a file over a limit, and remember it, because pdfminer may swallow it."""
        self.exceeded = self.exceeded or SourceError(reason, **details)
        return self.exceeded

    def pages(self, document: PDFDocument) -> list[PDFPage]:
        """Return the pages, none of which is drawn yet. Raises :class:`~gknb.errors.SourceError` for too many."""
        found: list[PDFPage] = []
        for page in PDFPage.create_pages(document):
            if len(found) == MOST_PAGES:
                raise SourceError("reader.pages", limit=MOST_PAGES)
            found.append(page)
        return found

    def next_page(self) -> None:
        """Begin a page."""
        self._left["page"] = _MOST_DRAWN

    def unpacked(self, parts: Iterator[bytes]) -> bytes:
        """Join the parts of a stream as long as they are within the limits."""
        whole = bytearray()
        for part in parts:
            self.spend("unpacked", len(part))
            whole += part
            if len(whole) > _MOST_UNPACKED:
                raise self.refusal()
        return bytes(whole)


_current: ContextVar[PdfBudget | None] = ContextVar("pdf budget", default=None)


@contextmanager
def guarded() -> Iterator[PdfBudget]:
    """Limit pdfminer in a block. Raises :class:`~gknb.errors.SourceError` at the end if a limit was exceeded in it."""
    budget = PdfBudget()
    token = _current.set(budget)
    try:
        yield budget
    except Exception as error:
        if budget.exceeded is not None and budget.exceeded is not error:
            raise budget.exceeded from error
        raise
    finally:
        _current.reset(token)
    if budget.exceeded is not None:
        raise budget.exceeded


def _inflated(packed: bytes) -> Iterator[bytes]:
    """Yield the decompressed parts of a zlib stream. Raises ``zlib.error`` if it is damaged or incomplete."""
    unpacking = zlib.decompressobj()
    for start in range(0, len(packed), _STEP):
        left = packed[start : start + _STEP]
        while left and not unpacking.eof:
            yield unpacking.decompress(left, _STEP)
            left = unpacking.unconsumed_tail
    yield unpacking.flush()
    if not unpacking.eof:
        raise zlib.error("incomplete")


def _salvaged(packed: bytes) -> Iterator[bytes]:
    """Yield what can be decompressed of a damaged stream; its last bytes are a checksum, which may be wrong.

    Raises ``zlib.error`` if it is damaged before them.
    """
    unpacking = zlib.decompressobj()
    checksum = 4
    try:
        for start in range(0, len(packed), _STEP):
            before = unpacking.copy()
            left = packed[start : start + _STEP]
            while left and not unpacking.eof:
                yield unpacking.decompress(left, _STEP)
                left = unpacking.unconsumed_tail
    except zlib.error:
        if start + _STEP < len(packed):
            raise
        left = packed[start:-checksum]
        while left and not before.eof:
            yield before.decompress(left, _STEP)
            left = before.unconsumed_tail


def _run_lengths(packed: bytes) -> Iterator[bytes]:
    end, at = 128, 0
    while at < len(packed) and (length := packed[at]) != end:
        if length < end:
            yield packed[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            yield packed[at + 1 : at + 2] * (257 - length)
            at += 2


def _bounded(before: Callable[..., bytes], parts: Callable[[bytes], Iterator[bytes]]) -> Callable[..., bytes]:
    """Return a decoder that keeps within the budget, if there is one."""

    def decode(packed: bytes, *arguments: Any) -> bytes:
        budget = _current.get()
        return before(packed, *arguments) if budget is None else budget.unpacked(parts(packed))

    return decode


def _predicted(before: Callable[..., bytes]) -> Callable[..., bytes]:
    """Return a predictor that refuses rows too long for any picture, which it would create."""

    def predict(*arguments: Any) -> bytes:
        budget = _current.get()
        colours, columns, bits = arguments[-4:-1]
        if budget is not None and max(colours, 1) * columns * bits > 8 * _MOST_UNPACKED:
            raise budget.refusal()
        return before(*arguments)

    return predict


def _spending(before: Callable[..., Any], spend: Callable[..., None]) -> Callable[..., Any]:
    """Return a method that uses up some of the budget, if there is one."""

    def method(self: Any, *arguments: Any, **named: Any) -> Any:
        budget = _current.get()
        if budget is not None:
            spend(budget, *arguments)
        return before(self, *arguments, **named)

    return method


def _reference(budget: PdfBudget, *_: Any) -> None:
    budget.spend("references")


def _content(budget: PdfBudget, streams: Any) -> None:
    for one in streams:
        budget.spend("streams")
        stream = pdftypes.resolve1(one)
        if isinstance(stream, pdftypes.PDFStream):
            budget.spend("content", len(stream.get_data()))


def _from_lzw(packed: bytes) -> Iterator[bytes]:
    return LZWDecoder(BytesIO(packed)).run()


def _no_picture(_: bytes) -> Iterator[bytes]:
    yield b""  # pictures are not read


def _wrap() -> None:
    flate = SimpleNamespace(
        decompress=_bounded(zlib.decompress, _inflated), decompressobj=zlib.decompressobj, error=zlib.error
    )
    for name, parts in (
        ("decompress_corrupted", _salvaged),
        ("lzwdecode", _from_lzw),
        ("rldecode", _run_lengths),
        ("ccittfaxdecode", _no_picture),
    ):
        setattr(pdftypes, name, _bounded(getattr(pdftypes, name), parts))
    for name in ("apply_png_predictor", "apply_tiff_predictor"):
        setattr(pdftypes, name, _predicted(getattr(pdftypes, name)))
    setattr(pdftypes, "zlib", flate)  # noqa: B010 - it is not exported
    for owner, name, spend in (
        (PDFDocument, "getobj", _reference),
        (PDFPageInterpreter, "execute", _content),
    ):
        setattr(owner, name, _spending(getattr(owner, name), spend))


_wrap()
