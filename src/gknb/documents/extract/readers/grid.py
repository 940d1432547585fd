"""Build a table cell by cell: each cell takes the next position of its row that no cell from above covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.documents.extract.blocks import Table, TableCell
from gknb.documents.extract.readers.limits import MOST_COLUMNS

if TYPE_CHECKING:
    from gknb.documents.extract.readers.limits import Budget

__all__ = ["Grid"]


class _Cell:
    """A cell whose height is known only when the table ends."""

    __slots__ = ("column", "height", "row", "text", "width")

    def __init__(self, row: int, column: int, width: int, height: int | None) -> None:
        self.row, self.column, self.width, self.height = row, column, width, height
        self.text = ""


class Grid:
    """Builder of a table from rows and cells in file order."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._cells: list[_Cell] = []
        self._row = -1
        self._column = 0
        self._free_from = [0] * MOST_COLUMNS  # by column, the first row that no cell from above covers
        self._open: _Cell | None = None
        self._merged: dict[int, _Cell] = {}  # by column, the cell above that the next row may continue
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
        """Begin a cell at the next free position; a ``height`` of ``None`` extends it to the end of the table.

        The width is cut at the next cell that reaches into the row from above, so that no cells overlap.
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
        # A declared height may be wrong: it costs memory only per column, and ``table`` cuts it at the last row.
        self._free_from[column:end] = [2**63 if height is None else self._row + max(height, 1)] * (end - column)

    def continued(self, *, width: int = 1) -> None:
        """Extend the cell above, which begins in the same column, to this row; if there is none, begin a cell.

        Text written next is dropped, as in Word.
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
        """Widen the previous cell of the row; if there is none, begin a cell. Text written next is dropped."""
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
        """Set the text of the cell begun last."""
        if self._open is not None:
            self._open.text = text

    def table(self, page: int | None = None) -> Table:
        """Return the table, row by row."""
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
