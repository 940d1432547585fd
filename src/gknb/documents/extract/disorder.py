"""Tell where a text has lost its order, so that figures are not beside their labels."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.loose import figures_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.row_columns import Columns
    from gknb.documents.extract.rows import MatchedRow
    from gknb.documents.extract.shape import TableShape

__all__ = ["Disorder"]

_FEW: Final = 3
"""Minimum number of rows with a wrong number of figures in a text without its order."""
_UNSURE: Final = 0.25
"""Minimum part of the rows of such a text that have a wrong number of figures, or stray ones near."""
_NEAR: Final = 3
"""Maximum number of rows between stray figures and the label that lacks them."""


class Disorder:
    """Where the rows of one table of the form that are printed as text are out of order.

    Figures are astray if they are on a line without a label, or with part of a label. They make the rows uncertain
    from there to the nearest row that lacks figures. If there is none, or there are many such rows, no row is certain.
    """

    def __init__(self, table: TableShape, lines: Sequence[Line], rows: Mapping[MatchedRow, Columns]) -> None:
        """Compare ``lines`` with the ``rows`` found in them, which have these columns."""
        self._table, self._bare = table, table.words.bare
        self._widths = {len(row.cells) for row in table.rows}
        self._names = [self._bare(name) for row in table.rows for names in row.label for name in names]
        columns = (name for row in table.rows for cell in row.cells for names in cell.label for name in names)
        self._columns = frozenset(map(self._bare, columns))
        self._rows = rows
        self._near: dict[MatchedRow, frozenset[int]] = {}
        self.everywhere = bool(rows) and (self._many_are_unsure() or not self._place_strays(lines))
        """Whether no row of the text is certain."""

    def near(self, row: MatchedRow) -> frozenset[int]:
        """Return the numbers of the rows that may have the figures of a row; empty if it is certain."""
        return self._near.get(row, frozenset())

    def _many_are_unsure(self) -> bool:
        filled = [row for row in self._rows if figures_of(row.line)]
        return sum(bool(self._rows[row].figures) for row in filled) >= max(_FEW, len(filled) * _UNSURE)

    def _place_strays(self, lines: Sequence[Line]) -> bool:
        """Find the rows that stray figures may belong to; return whether all have such rows, and these are few."""
        entries = self._entries(lines)
        for before, row in pairwise(entries):
            # Two labels, and then the figures of both.
            if isinstance(before, int) or isinstance(row, int) or not self._lacks(before):
                continue
            if len(figures_of(row.line)) > self._wide(row):
                self._near |= dict.fromkeys((before, row), frozenset((before.number, row.number)))
        for n, entry in enumerate(entries):
            if isinstance(entry, int):
                around = self._around(entries, n)
                if not around:
                    return False
                numbers = frozenset(one.number for one in around)
                self._near |= {one: numbers | self.near(one) for one in around}
        lacking = sum(max(self._wide(row) - len(figures_of(row.line)), 0) for row in self._near)
        # A row of the form that is not found next to them may lack its figures as well.
        beside = {row.number + step for row in self._near for step in (-1, 1)} - {row.number for row in self._rows}
        lacking += sum(len(self._table.rows[n].cells) for n in beside if 0 <= n < len(self._table.rows))
        strays = sum(one for one in entries if isinstance(one, int))
        return strays <= lacking and len(self._near) < max(_FEW, len(self._rows) * _UNSURE)

    def _wide(self, row: MatchedRow) -> int:
        return len(self._table.rows[row.number].cells)

    def _lacks(self, row: MatchedRow) -> bool:
        """Whether a row has no figures, or not as many as the form has cells."""
        return not figures_of(row.line) or bool(self._rows[row].figures)

    def _entries(self, lines: Sequence[Line]) -> list[MatchedRow | int]:
        """Return the rows in the order of the lines, and the number of stray figures between two."""
        used = {line: row for row in self._rows for line in row.lines}
        places = [n for n, line in enumerate(lines) if line in used]
        before, after = places[0], places[-1] + 1
        while before and lines[before - 1].loose and lines[before - 1].has_figures and not lines[before - 1].labels:
            before -= 1
        while after < len(lines) and lines[after].loose and self._may_be_column(lines[after]):
            after += 1
        entries: list[MatchedRow | int] = []
        for line in lines[before:after]:
            row, last = used.get(line), entries[-1] if entries else None
            if row is not None:
                entries += [row] if row is not last else []
            elif line.loose and line.has_numbers and self._is_stray(line):
                figures = len(figures_of(line))
                entries[-1:] = [last + figures] if isinstance(last, int) else [*entries[-1:], figures]
        return entries

    def _may_be_column(self, line: Line) -> bool:
        """Whether a line has figures only, or the label of a column, as where a text has column after column."""
        return all(self._bare(text) in self._columns for text in line.labels)

    def _is_stray(self, line: Line) -> bool:
        """Whether the figures of a line that is no row of the form belong to one; otherwise it is a local row."""
        text = "".join(map(self._bare, line.labels))
        is_part = self._may_be_column(line) or any(text in name for name in self._names)
        return is_part or len(figures_of(line)) not in self._widths

    def _around(self, entries: Sequence[MatchedRow | int], stray: int) -> list[MatchedRow]:
        """Return the rows from stray figures to the nearest row that lacks figures, both ends included."""
        for distance in range(1, _NEAR + 1):
            for end in (stray - distance, stray + distance):
                row = entries[end] if 0 <= end < len(entries) else 0
                if not isinstance(row, int) and self._lacks(row):
                    some = entries[min(end, stray) : max(end, stray) + 1]
                    return [one for one in some if not isinstance(one, int)]
        return []
