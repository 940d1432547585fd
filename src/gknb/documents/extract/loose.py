"""Find the columns of rows that are printed as text: by counting figures, and by where full rows have theirs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.column_labels import DISTINCT, NAMED, SOME, header_fit, in_order
from gknb.documents.extract.row_columns import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.rows import MatchedRow
    from gknb.documents.extract.shape import CellShape, Label, TableShape

__all__ = ["LooseRows", "figures_of"]

_BACK: Final = 60
"""Maximum number of lines above a row in which its header is looked for."""
_GAP: Final = 1.9
"""Minimum gap between two columns of a text, in digits."""
_OFF: Final = 1.1
"""Maximum distance of a figure from the edge of its column, in digits."""
_ENOUGH: Final = 2
"""Minimum number of full rows that show how a text is set."""


@dataclass(frozen=True, slots=True)
class _Header:
    text: str
    fit: float


class LooseRows:
    """The rows of one table of the form that are printed as text."""

    def __init__(self, table: TableShape, lines: Sequence[Line], rows: Iterable[MatchedRow]) -> None:
        self._table = table
        self._lines = [line for line in lines if line.loose]
        self._rank = {line: n for n, line in enumerate(self._lines)}
        self._rows = [row for row in rows if row.line.loose]
        self._used = {line for row in self._rows for line in row.lines}
        self._known: dict[tuple[Label, ...], _Header | None] = {}

    def columns(self, row: MatchedRow) -> Columns:
        """Return the columns of a row.

        As many figures as the form has cells are in their order. Fewer are where full rows on the page have theirs.
        """
        shapes = self._table.rows[row.number].cells
        figures = figures_of(row.line)
        if not figures:
            return Columns([_column(n, None) for n in range(len(shapes))])
        header = self._header(row, shapes)
        texts = tuple(row.line.cells[n].text for n in figures)
        if header is None:
            return Columns((), range(len(shapes)), texts)
        cells: Mapping[int, int]
        if len(figures) == len(shapes):
            cells = dict(enumerate(figures))
        elif len(shapes) == 1 and len({row.line.reader.read(text) for text in texts}) == 1:
            cells = {0: figures[0]}
        else:
            cells = self._by_line(row, figures) or self._by_place(row, figures)
            if not cells:
                return Columns((), range(len(shapes)), texts)
        doubtful, label = header.fit < NAMED, len(row.line.leading)
        places = {n: cell - label for n, cell in cells.items()}
        return Columns([_column(n, places.get(n), header.text, doubtful=doubtful) for n in range(len(shapes))])

    def _header(self, row: MatchedRow, shapes: tuple[CellShape, ...]) -> _Header | None:
        """Return the header of a row; ``None`` if it has the labels of other columns, or none where those matter."""
        at = self._rank[row.lines[0]]
        above: list[str] = []
        for line in reversed(self._lines[max(at - _BACK, 0) : at]):
            if line in self._used or line.has_numbers:
                break
            above.extend(reversed(line.labels))
        text = "".join(reversed(above))
        fit = header_fit(self._table, shapes, text)
        best = None if fit is None else _Header(text, fit)
        key = tuple(shape.label for shape in shapes)
        known = self._known.get(key)
        if best is not None and known is not None and known.fit > best.fit:
            best = known
        self._known[key] = best
        if best is None or not in_order(self._table, shapes, best.text):
            return None
        return best if best.fit >= SOME or len(shapes) >= DISTINCT else None

    def _by_line(self, row: MatchedRow, figures: Sequence[int]) -> Mapping[int, int]:
        """Return the figures of an incomplete row of a text that has one line for each cell, an empty one for a blank.

        Such a text has the figures of its full rows without a line between.
        """
        slots, wide = _slots(row), len(self._table.rows[row.number].cells)
        if not slots or slots[-1] >= wide or not self._has_line_per_cell():
            return {}
        # Blanks at the end of the row have lines as well.
        after = self._rank[row.line] + 1
        end = self._lines[after].numbers[:1] if after < len(self._lines) else ()
        if end and end[0] - row.line.numbers[0] + slots[0] < wide:
            return {}
        return dict(zip(slots, figures, strict=True))

    def _has_line_per_cell(self) -> bool:
        full = [
            slots == tuple(range(len(slots)))
            for row in self._rows
            if (slots := _slots(row)) and len(slots) == len(self._table.rows[row.number].cells) > 1
        ]
        return len(full) >= _ENOUGH and all(full)

    def _by_place(self, row: MatchedRow, figures: Sequence[int]) -> Mapping[int, int]:
        """Return the figures of an incomplete row by their columns, if full rows on its page are set in columns.

        Nothing if a figure is in none of them.
        """
        shapes, line = self._table.rows[row.number].cells, row.line
        labels = [cell.label for cell in shapes]
        if not _is_spaced(line) or len(figures) > len(shapes):
            return {}
        full = [
            [_edges(other.line, n) for n in some]
            for other in self._rows
            if other.line.page == line.page and _is_spaced(other.line)
            if len(some := figures_of(other.line)) == len(shapes) > 1
            if [cell.label for cell in self._table.rows[other.number].cells] == labels
        ]
        if len(full) < _ENOUGH:
            return {}
        width = _width(line)
        columns = [_column_of(some, width) for some in zip(*full, strict=True)]
        found: dict[int, int] = {}
        for n in figures:
            edges = _edges(line, n)
            places = [place for place, one in enumerate(columns) if one and abs(edges[one[0]] - one[1]) <= _OFF * width]
            if len(places) != 1 or places[0] in found or None in columns:
                return {}
            found[places[0]] = n
        return found if list(found) == sorted(found) else {}


def _is_spaced(line: Line) -> bool:
    """Whether wide gaps set the figures of a line apart, so that they may be in columns."""
    if not line.places:
        return False
    some, width = line.places[len(line.leading) :], _width(line)
    return all(after[0] - before[1] >= _GAP * width for before, after in pairwise(some))


def _width(line: Line) -> float:
    """Return the width of a digit."""
    widths = [
        (end - start) / len(cell.text) for cell, (start, end) in zip(line.cells, line.places, strict=True) if cell.text
    ]
    return widths[-1] if widths else 0.0


def _edges(line: Line, n: int) -> tuple[float, float, float]:
    """Return the left edge, the middle and the right edge of a word."""
    start, end = line.places[n]
    return start, (start + end) / 2, end


def _column_of(edges: Sequence[tuple[float, float, float]], width: float) -> tuple[int, float] | None:
    """Return by which edge the figures of a column are aligned, and where; ``None`` if they are not aligned."""
    spreads = [max(some) - min(some) for some in zip(*edges, strict=True)]
    best = min(range(len(spreads)), key=spreads.__getitem__)
    return (best, edges[0][best]) if spreads[best] <= _OFF * width else None


def _slots(row: MatchedRow) -> tuple[int, ...]:
    """Return how many lines are between the label of a row and each of its figures, which are alone in their lines."""
    own = row.line.numbers
    above = [line.numbers[-1] for line in row.lines if line is not row.line and line.numbers]
    if not above or len(own) != len(row.line.cells) or max(above) > own[0]:
        return ()
    return tuple(number - max(above) - 1 for number in own)


def figures_of(line: Line) -> list[int]:
    """Return the numbers of the words after the label of a line, which are figures or stand in their place."""
    start = len(line.leading)
    return [n for n in range(start, len(line.cells)) if line.cells[n].text.strip()]


def _column(place: int, cell: int | None, heading: str = "", *, doubtful: bool = False) -> Column:
    return Column(place=place, cell=cell, heading=heading, by="order", exact=False, doubtful=doubtful)
