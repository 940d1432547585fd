"""What a published file may be at most: far above any report, and low enough that a hostile file costs little."""

from __future__ import annotations

from typing import Final

from gknb.errors import SourceError

__all__ = ["MOST_BYTES", "MOST_CELLS", "MOST_COLUMNS", "MOST_PAGES", "MOST_TAGS", "MOST_TEXT", "Budget"]

MOST_BYTES: Final = 64 * 2**20
"""The most bytes of a file."""
MOST_TEXT: Final = 8 * 2**20
"""The most bytes of a plain text; other files may have pictures in them."""
MOST_TAGS: Final = 2_000_000
"""The most tags of a web page or an XML file, each of which costs memory when it is parsed."""
MOST_CELLS: Final = 200_000
"""The most cells of all tables of a file together; rows and paragraphs count as well."""
MOST_COLUMNS: Final = 100
"""The most columns of a table; what stands to the right of them is left out."""
MOST_PAGES: Final = 200
"""The most pages of a PDF, and the most sheets of a workbook."""


class Budget:
    """What is left of the cells that one file may have."""

    def __init__(self, cells: int = MOST_CELLS) -> None:
        self.left = cells

    def spend(self, cells: int = 1) -> None:
        """Take some of them; raises ``SourceError`` when there are none left."""
        self.left -= cells
        if self.left < 0:
            raise SourceError("reader.cells", limit=f"{MOST_CELLS:,}")
