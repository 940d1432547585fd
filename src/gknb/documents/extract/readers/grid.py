"""A table while it is read: each cell is put where its row, and the cells that reach into the row, leave room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.documents.extract.blocks import Table, TableCell
from gknb.documents.extract.readers.limits import MOST_COLUMNS

if TYPE_CHECKING:
    from gknb.documents.extract.readers.limits import Budget

__all__ = ["Grid"]


class _Cell:
    """A cell whose height is not certain until the table ends."""

    __slots__ = ("column", "height", "row", "text", "width")

    def __init__(self, row: int, column: int, width: int, height: int | None) -> None:
        self.row, self.column, self.width, self.height = row, column, width, height
        self.text = ""


class Grid:
    """Rows and cells, in the order in which the file has them."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._cells: list[_Cell] = []
        self._row = -1
        self._column = 0
        self._free_from = [0] * MOST_COLUMNS  # by column, the first row that no cell from above covers
        self._open: _Cell | None = None
        self._merged: dict[int, _Cell] = {}  # by column, the cell above that a next one may continue
        self.cut = False

    def row(self) -> None:
        """Begin a row."""
        self._budget.spend()
        self._row += 1
        self._column = 0

    def skip(self, columns: int) -> None:
        """Leave positions of the row without a cell."""
        self._column = min(self._column + max(columns, 0), MOST_COLUMNS)

    def cell(self, *, width: int = 1, height: int | None = 1) -> None:
        """Begin a cell at the next free position; with a ``height`` of ``None`` it reaches to the end of the table.

        A cell is no wider than the room between those that reach into its row, so that none overlap.
        """
        self._budget.spend()
        if self._row < 0:
            self.row()
        column = self._column
        while column < MOST_COLUMNS and self._free_from[column] > self._row:
            column += 1
        end = column
        while end < min(column + max(width, 1), MOST_COLUMNS) and self._free_from[end] <= self._row:
            end += 1
        self._column = end
        self._open = None
        if end == column:
            self.cut = True
            return
        self._open = cell = _Cell(self._row, column, end - column, height)
        self._cells.append(cell)
        self._merged[column] = cell
        # A height counted in rows can be a lie; what it covers is bounded by the columns, and cut at the end.
        self._free_from[column:end] = [2**63 if height is None else self._row + max(height, 1)] * (end - column)

    def continued(self, *, width: int = 1) -> None:
        """The cell above, which begins in the same column, covers this row as well; without one a cell begins.

        What is written next is shown nowhere, as Word does.
        """
        above = self._merged.get(self._column)
        if above is None or above.height is None or above.row + above.height != self._row:
            self.cell(width=width)
            return
        self._budget.spend()
        self._open = None
        above.height += 1
        self._free_from[above.column : above.column + above.width] = [self._row + 1] * above.width
        self._column = above.column + above.width

    def widened(self, *, width: int = 1) -> None:
        """The cell before, in the same row, is that much wider; what is written next is shown nowhere."""
        before = self._cells[-1] if self._cells else None
        if before is None or before.row != self._row or before.column + before.width != self._column:
            self.cell(width=width)
            return
        end = min(self._column + max(width, 1), MOST_COLUMNS)
        self._open = None
        before.width = end - before.column
        self._free_from[self._column : end] = [self._row + 1] * (end - self._column)
        self._column = end

    def write(self, text: str) -> None:
        """The text of the cell that was begun last."""
        if self._open is not None:
            self._open.text = text

    def table(self, page: int | None = None) -> Table:
        """The table, row by row."""
        rows = self._row + 1
        return Table(
            page=page,
            cells=tuple(
                TableCell(
                    row=cell.row,
                    column=cell.column,
                    width=cell.width,
                    height=rows - cell.row if cell.height is None else max(1, min(cell.height, rows - cell.row)),
                    text=cell.text,
                )
                for cell in self._cells
                if cell.width
            ),
        )
