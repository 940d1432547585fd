"""Limits of published files: far above any real report, low enough that a hostile file costs little."""

from __future__ import annotations

from typing import Final

from gknb.errors import SourceError

__all__ = ["MOST_BYTES", "MOST_CELLS", "MOST_COLUMNS", "MOST_PAGES", "MOST_TAGS", "MOST_TEXT", "Budget"]

MOST_BYTES: Final = 64 * 2**20
"""Maximum size of a file, in bytes."""
MOST_TEXT: Final = 8 * 2**20
"""Maximum size of a text file, in bytes; only other kinds contain pictures."""
MOST_TAGS: Final = 2_000_000
"""Maximum number of tags in a web page or an XML file; each costs memory when it is parsed."""
MOST_CELLS: Final = 200_000
"""Maximum number of cells in all tables of a file; rows and paragraphs count as well."""
MOST_COLUMNS: Final = 100
"""Maximum number of columns of a table; further columns are left out."""
MOST_PAGES: Final = 200
"""Maximum number of pages of a PDF and of sheets of a workbook."""


class Budget:
    """The number of cells that one file may still have."""

    def __init__(self, cells: int = MOST_CELLS) -> None:
        self.left = cells

    def spend(self, cells: int = 1) -> None:
        """Use up cells; raise :class:`~gknb.errors.SourceError` if there are not enough left."""
        self.left -= cells
        if self.left < 0:
            raise SourceError("reader.cells", limit=f"{MOST_CELLS:,}")
