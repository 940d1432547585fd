"""The tables of a page: which glyph stands in which cell, and what a page break cut."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Table, TableCell
from gknb.documents.extract.readers.pdf_turns import turned
from gknb.documents.extract.readers.text_lines import FIGURE, printed_lines, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.readers.file_limits import Budget
    from gknb.documents.extract.readers.pdf_paint import Glyph
    from gknb.documents.extract.readers.pdf_rules import Lattice, Region
    from gknb.documents.extract.readers.text_lines import PrintedLine

__all__ = ["Grid", "Ruled", "join"]

_SLACK: Final = 2.0
"""How far text may reach over the edge of its column, in points."""
_SAME: Final = 3.0
"""Maximum difference between the edges of one column on two pages, in points."""
_MOST_ROWS: Final = 500
"""Maximum number of rows of a table in which rows without rules are looked for."""
_COLUMNS: Final = 2
"""Minimum number of columns with figures at the same heights that make rows."""
_PADDING: Final = 11.0
"""Maximum space between the text of a cell and its two sides, in points; word processors leave this much."""
_WORD: Final = 3
"""Minimum length of the texts of a cell that belong to several columns if none is a figure."""


@dataclass(slots=True, kw_only=True)
class _Cell:
    """One cell while the table is put together."""

    row: int
    column: int
    height: int
    width: int
    lines: list[PrintedLine]
    text: str = ""
    x0: float = 0.0
    x1: float = 0.0
    open_top: bool = False
    open_bottom: bool = False


@dataclass(slots=True, kw_only=True)
class Ruled:
    """A table that was read."""

    top: float
    bottom: float
    page: int
    cells: list[_Cell] = field(default_factory=list)

    def table(self) -> Table:
        """Return the table, row by row."""
        ordered = sorted(self.cells, key=lambda one: (one.row, one.column))
        return Table(
            cells=tuple(
                TableCell(row=one.row, column=one.column, height=one.height, width=one.width, text=one.text)
                for one in ordered
            ),
            page=self.page,
        )


class Grid:
    """The cells of one table, and the glyphs in them."""

    def __init__(self, lattice: Lattice, size: tuple[float, float], budget: Budget) -> None:
        self.lattice, self._size = lattice, size
        self.left, self.top, self.right, self.bottom = lattice.box
        self._owner: dict[tuple[int, int], int] = {}
        self._cells: list[_Cell] = []
        self._inside: list[list[Glyph]] = [[] for _ in lattice.regions]
        for n, one in enumerate(lattice.regions):
            budget.spend(one.height * one.width)
            for row in range(one.row, one.row + one.height):
                for column in range(one.column, one.column + one.width):
                    self._owner[row, column] = n

    def put(self, glyph: Glyph) -> bool:
        """Put a glyph into the cell around its centre; return whether there is such a cell."""
        row = bisect_right(self.lattice.ys, (glyph.top + glyph.bottom) / 2) - 1
        column = bisect_right(self.lattice.xs, (glyph.x0 + glyph.x1) / 2) - 1
        owner = self._owner.get((row, column))
        if owner is None:
            return False
        self._inside[owner].append(glyph)
        return True

    def take(self) -> list[Glyph]:
        """Return all glyphs in it."""
        return [glyph for inside in self._inside for glyph in inside]

    @property
    def is_empty(self) -> bool:
        """Whether no cell has text, as in a decorative frame."""
        return not any(one.text.strip() for inside in self._inside for one in inside)

    def holds(self, other: Grid) -> bool:
        """Whether another table is in one of its cells."""
        x, y = (other.left + other.right) / 2, (other.top + other.bottom) / 2
        return (
            self is not other
            and self.left <= x <= self.right
            and self.top <= y <= self.bottom
            and (other.right - other.left) * (other.bottom - other.top)
            < (self.right - self.left) * (self.bottom - self.top)
        )

    def ruled(self, page: int) -> Ruled | None:
        """Return the table; ``None`` if its rules do not separate its columns or its rows."""
        cells = self._read()
        if len(self.lattice.xs) == 2 and any(len(line.parts) > 1 for cell in cells for line in cell.lines):
            return None
        if any(map(self._is_stacked, cells)):
            return None
        cells = [part for cell in cells for part in self._columns(cell)]
        for cell in cells:
            cell.text = "\n".join(readable(line.text) for line in cell.lines)
            cell.x0, cell.x1 = self.lattice.xs[cell.column], self.lattice.xs[cell.column + cell.width]
        _mend(cells)
        return Ruled(top=self.top, bottom=self.bottom, page=page, cells=cells)

    def with_rows(self) -> Lattice:
        """Return the lattice with a row for each line of figures where no rule separates these lines."""
        found = self.lattice
        low: list[list[_Cell]] = [[] for _ in found.ys]
        for cell in self._read():
            if cell.height == 1:
                low[cell.row].append(cell)
        for row in reversed(range(min(len(low), _MOST_ROWS))):  # from the last, so that the numbers of the others stay
            found = _split(found, row, self._between(low[row]))
        return found

    def _read(self) -> list[_Cell]:
        """Return the cells with the lines in them, once all glyphs are in."""
        if not self._cells:
            pairs = zip(self.lattice.regions, self._inside, strict=True)
            self._cells = [self._cell(one, inside) for one, inside in pairs]
        return self._cells

    def _between(self, cells: Sequence[_Cell]) -> list[float]:
        """Return the places between the lines of figures in the cells of a row; nothing unless they are in line."""
        if not cells:
            return []
        columns = [[line for line in cell.lines if FIGURE.fullmatch(line.text)] for cell in cells]
        if sum(len(figures) > 1 for figures in columns) < _COLUMNS or not any(map(self._is_stacked, cells)):
            return []
        first = max(columns, key=len)
        places = [line.top for line in first]
        if any(min(abs(line.top - place) for place in places) > _SLACK for figures in columns for line in figures):
            return []
        found = [(one.bottom + other.top) / 2 for one, other in pairwise(first)]
        heads = [cell for cell, figures in zip(cells, columns, strict=True) if figures]
        above = [line.bottom for cell in heads for line in cell.lines if line.bottom <= first[0].top + _SLACK]
        return [*([(max(above) + first[0].top) / 2] if above else []), *found]

    def _is_stacked(self, cell: _Cell) -> bool:
        """Whether a cell has several figures, one a line, and not one figure that is broken over lines."""
        figures = [line for line in cell.lines if FIGURE.fullmatch(line.text)]
        if len(figures) < 2:
            return False
        lines, last = figures[:-1], figures[-1]
        room = self.lattice.xs[cell.column + cell.width] - self.lattice.xs[cell.column] - _PADDING
        full = all(line.x1 - line.x0 + line.size / 2 > room for line in lines)
        lengths = {len(line.text) for line in lines}
        return not (full and len(lengths) == 1 and len(last.text) <= max(lengths))

    def _cell(self, one: Region, inside: Sequence[Glyph]) -> _Cell:
        ways = Counter(glyph.turn for glyph in inside if glyph.text.strip())
        turn = ways.most_common(1)[0][0] if ways else 0
        lines = printed_lines(turned(inside, turn or 0, *self._size))
        return _Cell(
            row=one.row,
            column=one.column,
            height=one.height,
            width=one.width,
            lines=lines,
            open_top=one.open_top,
            open_bottom=one.open_bottom,
        )

    def _columns(self, cell: _Cell) -> Iterator[_Cell]:
        """Yield the cells that a cell over several columns holds if no rule separates them."""
        xs = self.lattice.xs
        pieces = [(line, part) for line in cell.lines for part in line.cells] if cell.width > 1 else []
        columns = [bisect_right(xs, (part.x0 + part.x1) / 2) - 1 for _, part in pieces]
        fits = all(
            cell.column <= column < cell.column + cell.width
            and part.x0 >= xs[column] - _SLACK
            and part.x1 <= xs[column + 1] + _SLACK
            for (_, part), column in zip(pieces, columns, strict=True)
        )
        figures = any(FIGURE.fullmatch(part.text) for _, part in pieces)
        words = all(len(part.text) >= _WORD for _, part in pieces)
        if not fits or not (figures or words) or len(set(columns)) < 2:
            yield cell
            return
        used = sorted({cell.column, *columns})
        for begin, end in zip(used, [*used[1:], cell.column + cell.width], strict=True):
            own = [
                replace(line, pieces=((part.text, part.x0, part.x1, ""),), spaces=(False,))
                for (line, part), column in zip(pieces, columns, strict=True)
                if begin <= column < end
            ]
            yield replace(cell, column=begin, width=end - begin, lines=own)


def _mend(cells: Sequence[_Cell]) -> None:
    """Join the figures that narrow columns broke over several lines: those of a row with more unbroken figures."""
    rows: dict[int, list[_Cell]] = {}
    for cell in cells:
        if cell.lines and all(FIGURE.fullmatch(line.text) for line in cell.lines):
            rows.setdefault(cell.row, []).append(cell)
    for figures in rows.values():
        broken = [cell for cell in figures if len(cell.lines) > 1]
        if 2 * len(broken) < len(figures):
            for cell in broken:
                cell.text = cell.text.replace("\n", "")


def _split(lattice: Lattice, row: int, places: Sequence[float]) -> Lattice:
    """Return a lattice with a row split at some places; its cells are split, those that reach over it grow."""
    more = len(places)
    if not more:
        return lattice
    regions = []
    for one in lattice.regions:
        if one.row > row:
            regions.append(replace(one, row=one.row + more))
        elif one.row == row and one.height == 1:
            regions += [replace(one, row=row + n) for n in range(more + 1)]
        elif one.row + one.height > row:
            regions.append(replace(one, height=one.height + more))
        else:
            regions.append(one)
    ys = (*lattice.ys[: row + 1], *places, *lattice.ys[row + 1 :])
    return replace(lattice, ys=ys, regions=tuple(regions))


def join(above: Ruled, below: Ruled) -> None:
    """Join the cells that the page break between two tables cut.

    A cut row stays in the first table. A tall cell that goes on beside further rows has its whole text in both.
    """
    last = max((cell.row + cell.height for cell in above.cells), default=0)
    cut = [cell for cell in above.cells if cell.open_bottom and cell.row + cell.height == last]
    pairs = [
        (one, other)
        for one in cut
        for other in below.cells
        if other.open_top and other.row == 0 and abs(one.x0 - other.x0) < _SAME and abs(one.x1 - other.x1) < _SAME
    ]
    goes_on = {id(other) for _, other in pairs}
    whole = all(id(cell) in goes_on or (cell.open_top and cell.height > 1) for cell in below.cells if cell.row == 0)
    for one, other in pairs:
        text = "\n".join(part for part in (one.text, other.text) if part)
        one.text = text
        if other.height > 1:
            other.text = text
    if pairs and whole:
        below.cells = [cell for cell in below.cells if cell.row > 0 or cell.height > 1]
        for cell in below.cells:
            if cell.row:
                cell.row -= 1
            else:
                cell.height -= 1
