"""A published report, wherever it is: its bytes read, its pages understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.limits import MOST_BYTES
from gknb.documents.extract.readers.read import read_published
from gknb.documents.extract.understand import understood
from gknb.errors import SourceError
from gknb.source.files import open_path
from gknb.source.refusals import not_read

if TYPE_CHECKING:
    from gknb.documents.extract.extraction import Extraction
    from gknb.standard.catalog import Catalog

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
