"""The one door to the readers: bytes of a published file in, its blocks out, or the reason why not."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.limits import MOST_BYTES, MOST_TEXT
from gknb.documents.extract.readers.sniff import OLE, RTF, sniff, suffix_of
from gknb.errors import GknbError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Kind, Published

__all__ = ["read_published", "sniff"]

_PACKAGES: Final = {
    "lxml": "lxml",
    "openpyxl": "openpyxl",
    "pdfplumber": "pdfplumber",
    "pdfminer": "pdfplumber",
}
"""What the readers import, and the package that brings it."""
_OLD: Final = ("doc", "wps", "xls", "et", "rtf")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_published(content: bytes, name: str = "") -> Published:
    """The paragraphs and tables of a published file, in reading order; ``name`` helps to tell its kind.

    Nothing is fetched, and no file is written but one that LibreOffice is to convert. Raises
    :class:`~gknb.errors.SourceError`: for a kind that is not read (``reader.unknown``), a library that is not
    installed (``reader.missing``), a file that is damaged, encrypted, scanned, or over a limit (``reader.…``).
    """
    if len(content) > MOST_BYTES:
        raise SourceError("reader.too-large", limit="64 MiB")
    if not content.strip():
        raise SourceError("reader.empty")
    kind = sniff(content, name)
    if kind is None:
        raise SourceError("reader.unknown")
    if kind in ("text", "markdown") and len(content) > MOST_TEXT:
        raise SourceError("reader.too-large", limit="8 MiB")
    if content.startswith((OLE, RTF)):
        content = _converted(content, kind, suffix_of(name))
    return _guarded(_reader(kind), content)


def _converted(content: bytes, kind: Kind, suffix: str) -> bytes:
    """A document of an older office program as one that can be read."""
    from gknb.documents.extract.readers.office import converted

    if _ENCRYPTED in content:
        raise SourceError("reader.encrypted")
    usual = "rtf" if content.startswith(RTF) else "xls" if kind == "xlsx" else "doc"
    return converted(content, suffix if suffix in _OLD else usual, kind)


def _reader(kind: Kind) -> Callable[[bytes], Published]:
    """The reader of a kind, with the library that it needs and no other."""
    try:
        module = import_module(f"gknb.documents.extract.readers.{kind}")
    except ModuleNotFoundError as error:
        package = _PACKAGES.get((error.name or "").partition(".")[0])
        if package is None:
            raise
        raise SourceError("reader.missing", package=package, command="pip install 'gknb[extract]'") from error
    reader: Callable[[bytes], Published] = getattr(module, f"read_{kind}")
    return reader


def _guarded(reader: Callable[[bytes], Published], content: bytes) -> Published:
    try:
        return reader(content)
    except GknbError:
        raise
    except Exception as error:
        # Parsers of other people raise whatever a damaged or hostile file leads them to: that it cannot be read is
        # all that there is to say. Want of memory is no fault of the file's form, and goes through.
        if isinstance(error, MemoryError):
            raise
        raise SourceError("reader.broken", problem=f"{type(error).__name__}: {error}"[:200]) from error
