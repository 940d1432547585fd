"""Tell where a text has lost its order, so that figures are not beside their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.documents.extract.loose import figures_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.documents.extract.columns import Columns
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.rows import MatchedRow
    from gknb.documents.extract.shape import TableShape

__all__ = ["Disorder"]

_FEW: Final = 3
"""Minimum number of rows with a wrong number of figures in a text without its order."""
_UNSURE: Final = 0.25
"""Minimum part of the rows of such a text that have a wrong number of figures."""
_STRAYS: Final = 2
"""Maximum number of lines with figures and no label that make only the rows near them uncertain."""
_NEAR: Final = 3
"""Maximum number of rows between such a line and the label that lacks its figures."""


class Disorder:
    """Where the rows of one table of the form that are printed as text are out of order."""

    def __init__(self, table: TableShape, lines: Sequence[Line], rows: Mapping[MatchedRow, Columns]) -> None:
        """Compare ``lines`` with the ``rows`` found in them, which have these columns."""
        names = (name for row in table.rows for cell in row.cells for names in cell.label for name in names)
        self._columns = frozenset(map(table.words.bare, names))
        self._bare = table.words.bare
        self._near: dict[MatchedRow, frozenset[int]] = {}
        self.everywhere = bool(rows) and (_many_are_unsure(rows) or not self._place_strays(lines, list(rows)))
        """Whether no row of the text is certain."""

    def near(self, row: MatchedRow) -> frozenset[int]:
        """Return the numbers of the rows that may have the figures of a row; empty if it is certain."""
        return self._near.get(row, frozenset())

    def _place_strays(self, lines: Sequence[Line], rows: Sequence[MatchedRow]) -> bool:
        """Find the rows that figures without a label may belong to; return whether there are such rows for all."""
        used = {line: row for row in rows for line in row.lines}
        entries = list(self._entries(lines, used))
        strays = [n for n, row in enumerate(entries) if row is None]
        for stray in strays:
            around = _around(entries, stray)
            if around is None or len(strays) > _STRAYS:
                return False
            for row in around:
                self._near[row] = frozenset(one.number for one in around)
        return True

    def _entries(self, lines: Sequence[Line], used: Mapping[Line, MatchedRow]) -> Iterator[MatchedRow | None]:
        """Yield the rows in the order of the lines, and ``None`` for each line of figures that belongs to none."""
        places = [n for n, line in enumerate(lines) if line in used]
        before, after = places[0], places[-1] + 1
        while before and lines[before - 1].loose and lines[before - 1].has_figures and not lines[before - 1].labels:
            before -= 1
        while after < len(lines) and lines[after].loose and self._may_be_column(lines[after]):
            after += 1
        last = None
        for line in lines[before:after]:
            row = used.get(line)
            if row is not None and row is not last:
                yield row
                last = row
            elif row is None and line.loose and line.has_numbers and self._may_be_column(line):
                yield None

    def _may_be_column(self, line: Line) -> bool:
        """Whether a line has figures only, or the label of a column, as where a text has column after column."""
        return all(self._bare(text) in self._columns for text in line.labels)


def _many_are_unsure(rows: Mapping[MatchedRow, Columns]) -> bool:
    filled = [row for row in rows if figures_of(row.line)]
    return sum(bool(rows[row].figures) for row in filled) >= max(_FEW, len(filled) * _UNSURE)


def _around(entries: Sequence[MatchedRow | None], stray: int) -> list[MatchedRow] | None:
    """Return the rows from a stray line to the nearest label without figures, both ends included."""
    for distance in range(1, _NEAR + 1):
        for end in (stray - distance, stray + distance):
            row = entries[end] if 0 <= end < len(entries) else None
            if row is not None and not figures_of(row.line):
                some = entries[min(end, stray) : max(end, stray) + 1]
                return [one for one in some if one is not None]
    return None
