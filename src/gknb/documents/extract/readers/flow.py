"""Assemble a stream of text and table events into blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.readers.file_limits import Budget
from gknb.documents.extract.readers.grid import Grid

if TYPE_CHECKING:
    from gknb.documents.extract.blocks import Block

__all__ = ["Flow", "cleaned", "is_frame"]

_CONTROLS: Final = (*range(9), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0))
_INVISIBLE: Final = dict.fromkeys(
    [*_CONTROLS, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]
)
_FEW: Final = 3
"""Maximum number of cells with text in a table that is a frame around text."""
_LONG: Final = 100
"""Minimum length of a long line, in characters."""


def cleaned(text: str) -> str:
    """Return ``text`` without invisible characters and with no-break spaces as plain spaces."""
    return text.translate(_INVISIBLE).replace("\xa0", " ")


def is_frame(table: Table) -> bool:
    """Whether a table has few cells with text, and a long line in one of them: it is a frame around text."""
    texts = [cell.text for cell in table.cells if cell.text]
    return len(texts) <= _FEW and any(len(line) > _LONG for text in texts for line in text.split("\n"))


class Flow:
    """Builder of blocks.

    Outside tables a line break ends a paragraph: it is often all that separates headings and texts on a web page.
    Inside a cell it separates two lines of its text. Tables do not nest: a reader opens only the innermost table, and
    the text of the tables around it is text outside tables.

    With ``collapse``, a run of spaces is one space, as in HTML; no-break spaces are kept. With ``links``, the reader
    sets :attr:`unlinked` for text that is no link.
    """

    def __init__(self, *, collapse: bool = False, links: bool = False) -> None:
        self.blocks: list[Block] = []
        self.cut = False
        self.unlinked = not links
        """Whether some of the text of the paragraph is no link; always, if the file is not read for links."""
        self._links = links
        self._collapse = collapse
        self._budget = Budget()
        self._parts: list[str] = []
        self._outer: list[list[str]] = []
        self._grid: Grid | None = None
        self._in_cell = False

    def text(self, text: str) -> None:
        """Add text to the paragraph or cell."""
        if text:
            self._parts.append(text)

    def end(self, *, heading: bool = False) -> None:
        """End a line or paragraph, if one was begun."""
        if not self._parts:
            return
        linked = not self.unlinked
        if self._in_cell:
            self._parts.append("\n")
        elif text := self._taken():
            self._budget.spend()
            self.blocks.append(Paragraph(text=text, heading=heading, linked=linked))

    def aside(self) -> None:
        """Begin content outside the paragraph, such as a text box; the paragraph continues after it."""
        if not self._in_cell:
            self._outer.append(self._parts)
            self._parts = []

    def end_aside(self) -> None:
        """End content outside the paragraph."""
        self.end()
        if not self._in_cell and self._outer:
            self._parts = self._outer.pop()

    def open_table(self) -> Grid:
        """End the paragraph and begin a table that contains no tables."""
        self.end()
        self._grid = Grid(self._budget)
        return self._grid

    def open_cell(self) -> None:
        """Send text to the cell begun last in the grid."""
        self.close_cell()
        self.end()  # text between cells becomes a paragraph before the table
        self._in_cell = True

    def close_cell(self) -> None:
        """Send text outside the cell again."""
        if self._in_cell and self._grid is not None:
            self._grid.write(self._taken())
        self._in_cell = False

    def close_table(self) -> None:
        """End the table; a frame around text becomes the paragraphs in it."""
        self.close_cell()
        self.end()
        if self._grid is None:
            return
        table = self._grid.table()
        self.cut |= self._grid.cut
        self._grid = None
        if is_frame(table):
            self.blocks += [Paragraph(text=line) for cell in table.cells for line in cell.text.split("\n") if line]
        elif any(cell.text for cell in table.cells):
            self.blocks.append(table)

    def take(self, blocks: list[Block]) -> None:
        """Insert blocks that another reader produced."""
        self.end()
        self._budget.spend(sum(len(block.cells) for block in blocks if isinstance(block, Table)))
        self.blocks += blocks

    def _taken(self) -> str:
        text = "".join(self._parts)
        self._parts = []
        self.unlinked = not self._links
        if self._collapse:
            text = re.sub(" +", " ", text)
        lines = (line.strip() for line in cleaned(text).split("\n"))
        return "\n".join(line for line in lines if line)
