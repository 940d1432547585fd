"""Read the bytes of a published file with the reader of its kind."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.file_limits import MOST_BYTES, MOST_TEXT
from gknb.documents.extract.readers.memory import lacks_memory
from gknb.documents.extract.readers.sniff import OLE, RTF, sniff, suffix_of
from gknb.errors import GknbError, SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Kind, Published

__all__ = ["of_today", "read_published", "sniff"]

_PACKAGES: Final = {
    "lxml": "lxml",
    "openpyxl": "openpyxl",
    "pdfminer": "pdfminer.six>=20251230",
}
"""Modules that the readers import, and the packages that contain them."""
_LEAST_PDFMINER: Final = 20251230
"""Older versions unpickle files that a PDF names, and so can be made to run code."""
_OLD: Final = ("doc", "wps", "xls", "et", "rtf")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def read_published(content: bytes, name: str = "") -> Published:
    """Return the paragraphs and tables of a published file in reading order; ``name`` helps to detect its kind.

    Nothing is fetched, and no file is written except one for LibreOffice to convert. Raises
    :class:`~gknb.errors.SourceError`: for an unsupported kind (``reader.unknown``), a library that is not installed
    (``reader.missing``), and a file that is damaged, encrypted, scanned, or over a limit (``reader.…``).
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
    content = of_today(content, name)
    return _guarded(_reader(kind), content)


def of_today(content: bytes, name: str = "") -> bytes:
    """Return a file of an older office program converted to the kind that is read, and any other file unchanged.

    Raises :class:`~gknb.errors.SourceError`.
    """
    if not content.startswith((OLE, RTF)):
        return content
    return _converted(content, sniff(content, name) or "docx", suffix_of(name))


def _converted(content: bytes, kind: Kind, suffix: str) -> bytes:
    """Convert a document of an older office program to the kind that is read."""
    from gknb.documents.extract.readers.office import converted

    if _ENCRYPTED in content:
        raise SourceError("reader.encrypted")
    usual = "rtf" if content.startswith(RTF) else "xls" if kind == "xlsx" else "doc"
    return converted(content, suffix if suffix in _OLD else usual, kind)


def _reader(kind: Kind) -> Callable[[bytes], Published]:
    """Import and return the reader of a kind; only its own library is loaded."""
    try:
        if kind == "pdf":
            _require_pdfminer()
        module = import_module(f"gknb.documents.extract.readers.{kind}")
    except ModuleNotFoundError as error:
        package = _PACKAGES.get((error.name or "").partition(".")[0])
        if package is None:
            raise
        raise SourceError("reader.missing", package=package, command="pip install 'gknb[extract]'") from error
    reader: Callable[[bytes], Published] = getattr(module, f"read_{kind}")
    return reader


def _require_pdfminer() -> None:
    """Raise :class:`ModuleNotFoundError` for an old version, as if it were not installed."""
    date = re.match(r"\d+", version("pdfminer.six"))
    if date is None or int(date[0]) < _LEAST_PDFMINER:
        raise ModuleNotFoundError(name="pdfminer")


def _guarded(reader: Callable[[bytes], Published], content: bytes) -> Published:
    """Call a reader and raise :class:`~gknb.errors.SourceError` for any error of its library but lack of memory."""
    try:
        return reader(content)
    except GknbError as error:
        if lacks_memory(error):
            raise MemoryError from error
        raise
    except Exception as error:
        # A damaged or hostile file can make a third-party parser raise anything; all of it means that the file cannot
        # be read. Lack of memory says nothing about the file.
        if lacks_memory(error):
            raise MemoryError from error
        raise SourceError("reader.broken", problem=f"{type(error).__name__}: {error}"[:200]) from error
