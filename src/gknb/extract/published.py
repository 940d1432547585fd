"""A published report, wherever it is: its bytes read, its pages understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.errors import SourceError
from gknb.extract.readers.limits import MOST_BYTES
from gknb.extract.readers.read import read_published
from gknb.extract.understand import understood
from gknb.source import not_read, open_path

if TYPE_CHECKING:
    from gknb.catalog import Catalog
    from gknb.extract.extraction import Extraction

__all__ = ["extracted", "extracted_path"]

_LIMIT: Final = f"{MOST_BYTES // 2**20} MiB"


def extracted(catalog: Catalog, content: bytes, name: str = "") -> Extraction:
    """The document in the bytes of a published file; ``name`` is the file's name, and helps to tell its kind.

    Raises :class:`~gknb.errors.SourceError` for what cannot be read, or is no report.
    """
    return understood(catalog, read_published(content, name), name)


def extracted_path(catalog: Catalog, path: str) -> Extraction:
    """The same for a file. Raises :class:`~gknb.errors.SourceError`."""
    with open_path(path) as (stream, _):
        try:
            content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise not_read(error) from None
    if len(content) > MOST_BYTES:
        raise SourceError("reader.too-large", limit=_LIMIT)
    return extracted(catalog, content, path)
