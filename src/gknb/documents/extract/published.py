"""Extract a document from the bytes of a published report, in this process.

Files are read by :mod:`gknb.documents.extract.bounded`, which does the same in a child process within limits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.documents.extract.readers.read import read_published
from gknb.documents.extract.understand import understood

if TYPE_CHECKING:
    from gknb.documents.extract.extraction import Extraction
    from gknb.standard.catalog import Catalog

__all__ = ["extracted"]


def extracted(catalog: Catalog, content: bytes, name: str = "") -> Extraction:
    """Return the document in the bytes of a published file; the file's ``name`` helps to detect its kind.

    Raises :class:`~gknb.errors.SourceError` if the file cannot be read or is not a report.
    """
    return understood(catalog, read_published(content, name), name)
