"""Extract a document from the bytes or the path of a published report."""

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
    """Return the document in the bytes of a published file; the file's ``name`` helps to detect its kind.

    Raises :class:`~gknb.errors.SourceError` if the file cannot be read or is not a report.
    """
    return understood(catalog, read_published(content, name), name)


def extracted_path(catalog: Catalog, path: str) -> Extraction:
    """Return the document in the published file at ``path``. Raises :class:`~gknb.errors.SourceError`."""
    with open_path(path) as (stream, _):
        try:
            content = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise not_read(error) from None
    if len(content) > MOST_BYTES:
        raise SourceError("reader.too-large", limit=_LIMIT)
    return extracted(catalog, content, path)
