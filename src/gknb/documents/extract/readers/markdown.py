"""Read Markdown: a text like any other, for it is told by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.documents.extract.readers.text import read_as

if TYPE_CHECKING:
    from gknb.documents.extract.blocks import Published

__all__ = ["read_markdown"]


def read_markdown(content: bytes) -> Published:
    """Return the blocks of a Markdown file, as :func:`~gknb.documents.extract.readers.text.read_as` does."""
    return read_as("markdown", content)
