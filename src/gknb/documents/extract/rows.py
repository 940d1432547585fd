"""Align the printed lines of a file with the rows of a table of the form, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.labels import ALIKE, labels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.labels import Labels
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.shape import TableShape

__all__ = ["MatchedRow", "matched_rows"]

_MORE: Final = 2
"""Labels a line may have beyond those of its row; a line with more is a table header."""
_MOST_LINES: Final = 15
"""Maximum number of lines that the label of a row is printed in, the line with its figures included."""
_MOST_ALIKE: Final = 4
"""Maximum number of lines of a label without a number that need not be printed as on the form."""
_LONGEST: Final = 60
"""Maximum length of a label in several lines, in characters."""
_CLEAR: Final = 0.7
"""Minimum fit of the label of a blank row, or of a label in several lines."""
_COUNTED: Final = 0.15
"""Gain if a line has as many figures as its row has cells."""
_FIGURES: Final = 0.06
"""Gain of a label with figures."""
_BEHIND: Final = 0.3
"""Loss of a label that is printed below its figures only."""
_UNNAMED: Final = 0.1
"""Gain of a row without a label; less than that of the figures of a label in the line before."""
_MISSING: Final = 0.05
"""Loss for a row of the form that is not found."""
_MARGIN: Final = 0.1
"""Minimum gain of an alignment over the next one that gives a figure another place."""


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of the form and the lines in which it is printed."""

    number: int
    """Number of the row of the form."""
    line: Line
    """The line with its figures, or the first line of a blank row."""
    first: int
    """Number of cells of that line before its values."""
    exact: bool
    """Whether the label is printed as on the form."""
    lines: tuple[Line, ...]
    """All its lines."""
    uncertain: frozenset[int] = frozenset()
    """Numbers of the rows, this one included, to which its figures may as well belong; empty if it is certain."""


@dataclass(frozen=True, slots=True)
class _Match:
    """One way to read some lines as one row."""

    start: int
    end: int
    number: int
    score: float
    first: int
    exact: bool
    named: bool
    carrier: int


def matched_rows(table: TableShape, lines: Sequence[Line]) -> list[MatchedRow]:
    """Return the rows of a table of the form that are printed, in the order of the form.

    Of all alignments that keep the order of both, the one with the greatest sum of fits is taken. Where another one,
    hardly worse, gives the figures of a line to another row, or a row other figures, both are uncertain.
    """
    some = [line for line in lines if _may_be_row(line, table)]
    matches = list(_matches(table, some))
    ways = _Ways(matches, len(some), len(table.rows))
    best = _without_strays(ways.best())
    return [
        MatchedRow(
            number=one.number,
            line=some[one.carrier],
            first=one.first,
            exact=one.exact,
            lines=tuple(some[one.start : one.end]),
            uncertain=frozenset() if one.exact or not some[one.carrier].has_figures else ways.uncertain(one),
        )
        for one in best
    ]


def _may_be_row(line: Line, table: TableShape) -> bool:
    """Whether a line may be a row of the table or part of one; parts of the labels of groups are left out."""
    most = max(len(row.label) for row in table.rows) + _MORE
    if line.loose:
        return line.has_figures or not all(labels_of(table).is_fragment(text) for text in line.labels)
    return len(line.cells) > 1 and len(line.labels) <= most and (bool(line.labels) or line.has_figures)


def _matches(table: TableShape, lines: Sequence[Line]) -> Iterator[_Match]:
    """Yield every reading of neighbouring lines as a row of the form that fits well enough."""
    labels = labels_of(table)
    for start, line in enumerate(lines):
        found = dict(_alone(table, labels, lines, start))
        yield from found.values()
        if (line.has_figures or not line.loose) and any(one.exact and one.score >= 1 for one in found.values()):
            continue
        texts, carrier = list(_texts(labels, line)), start if line.has_figures else None
        for end in range(start + 1, min(start + _MOST_LINES, len(lines))):
            after = lines[end]
            if after.has_figures and (carrier is not None or (after.table != line.table and after.loose)):
                break
            if after.loose != line.loose or (not after.loose and (end > start + 1 or after.table > line.table + 1)):
                break
            texts += _texts(labels, after)
            if sum(map(len, texts)) > _LONGEST:
                break
            carrier = end if after.has_figures else carrier
            yield from _together(table, labels, lines, (start, end + 1), tuple(texts), carrier)


def _texts(labels: Labels, line: Line) -> tuple[str, ...]:
    """Return the labels of a line; of a line of text, as one label without parts of the labels of groups."""
    if not line.loose:
        return line.labels
    texts = [cell.text for cell in line.leading]
    while len(texts) > 1 and labels.is_fragment(texts[0]):
        texts.pop(0)
    return ("".join(texts),) if texts else ()


def _alone(table: TableShape, labels: Labels, lines: Sequence[Line], at: int) -> Iterator[tuple[int, _Match]]:
    """Yield the readings of one line, by the number of the row."""
    line = lines[at]
    texts = _texts(labels, line)
    if not texts:
        for number, row in enumerate(table.rows):
            if len(line.values) == len(row.cells) and line.has_figures:
                yield number, _Match(at, at + 1, number, _UNNAMED, 0, exact=False, named=False, carrier=at)
        return
    ends = [n for n, cell in enumerate(line.leading, 1) if cell.text.strip()][-len(texts) :]
    prefixes = [texts] if line.loose else [texts[: n + 1] for n in range(len(texts))]
    options = list(zip(ends, prefixes, strict=True))
    exact = {number: (n, some) for n, some in reversed(options) for number in labels.exact(some)}
    for number in exact or dict.fromkeys(n for _, some in options for n in labels.candidates(some)):
        row = table.rows[number]
        fits = [
            (labels.fit(some, number, blank=not line.has_figures), n)
            for n, some in ([exact[number]] if exact else options)
        ]
        fit, first = max(fits, key=lambda one: (one[0].likeness, one[1]))
        # A merged label may be printed in each of its cells.
        while not line.loose and first < len(line.leading) and line.cells[first].text == line.cells[first - 1].text:
            first += 1
        least = ALIKE if line.has_figures else _CLEAR
        if fit.likeness >= least:
            counted = _COUNTED if len(line.cells) - first == len(row.cells) else 0.0
            score = fit.likeness + counted + (_FIGURES if line.has_figures else 0.0)
            yield number, _Match(at, at + 1, number, score, first, exact=fit.exact, named=True, carrier=at)


def _together(  # noqa: PLR0913, PLR0917 - a range of lines
    table: TableShape,
    labels: Labels,
    lines: Sequence[Line],
    span: tuple[int, int],
    texts: tuple[str, ...],
    carrier: int | None,
) -> Iterator[_Match]:
    """Yield the readings of several lines as one row whose label is printed in parts."""
    line = lines[span[0] if carrier is None else carrier]
    whole = ("".join(texts),) if line.loose else texts
    # Labels of many lines are wrapped in a narrow column, not misread; a number keeps the search short.
    alike = span[1] - span[0] <= _MOST_ALIKE or labels.number(texts[0])
    for number in labels.candidates(whole) if alike else labels.exact(whole):
        row, fit = table.rows[number], labels.fit(whole, number, blank=carrier is None)
        if fit.likeness >= _CLEAR and labels.made_of(texts, number):
            counted = _COUNTED if len(line.values) == len(row.cells) else 0.0
            first = len(line.leading)
            # Fewer lines, if the rest adds nothing.
            score = fit.likeness + counted + (_FIGURES if line.has_figures else 0.0) - 0.01 * (span[1] - span[0])
            if carrier == span[0] and not line.labels:
                score -= _BEHIND
            at = span[0] if carrier is None else carrier
            yield _Match(*span, number, score, first, exact=fit.exact, named=True, carrier=at)


class _Ways:
    """All alignments of lines with rows (dynamic programming from both ends)."""

    def __init__(self, matches: Sequence[_Match], lines: int, rows: int) -> None:
        self._rows = rows
        self._by_start: dict[int, list[_Match]] = {}
        self._by_carrier: dict[int, list[_Match]] = {}
        self._by_row: dict[int, list[_Match]] = {}
        by_end: dict[int, list[_Match]] = {}
        for one in matches:
            self._by_start.setdefault(one.start, []).append(one)
            by_end.setdefault(one.end, []).append(one)
            self._by_carrier.setdefault(one.carrier, []).append(one)
            self._by_row.setdefault(one.number, []).append(one)
        self._before = [[0.0] * (rows + 1) for _ in range(lines + 1)]
        for i in range(lines + 1):
            here = self._before[i]
            if i:
                here[:] = self._before[i - 1]
            for one in by_end.get(i, ()):
                here[one.number + 1] = max(here[one.number + 1], self._before[one.start][one.number] + one.score)
            for j in range(rows):
                here[j + 1] = max(here[j + 1], here[j] - _MISSING)
        self._after = [[0.0] * (rows + 1) for _ in range(lines + 1)]
        for i in reversed(range(lines + 1)):
            here = self._after[i]
            if i < lines:
                here[:] = self._after[i + 1]
            for one in self._by_start.get(i, ()):
                here[one.number] = max(here[one.number], one.score + self._after[one.end][one.number + 1])
            for j in reversed(range(rows)):
                here[j] = max(here[j], here[j + 1] - _MISSING)

    def best(self) -> list[_Match]:
        """Return the matches of the best alignment; of equal ones, the one whose lines come first."""
        found: list[_Match] = []
        i = j = 0
        lines = len(self._after) - 1
        while i <= lines and j < self._rows:
            here = self._after[i][j]
            taken = next((one for one in self._by_start.get(i, ()) if one.number == j and self._is_taken(one)), None)
            if taken is not None:
                found.append(taken)
                i, j = taken.end, j + 1
            elif i < lines and self._after[i + 1][j] == here:
                i += 1
            else:
                j += 1
        return found

    def _is_taken(self, one: _Match) -> bool:
        total = one.score + self._after[one.end][one.number + 1]
        return total == self._after[one.start][one.number]

    def _through(self, one: _Match) -> float:
        return self._before[one.start][one.number] + one.score + self._after[one.end][one.number + 1]

    def uncertain(self, one: _Match) -> frozenset[int]:
        """Return the rows to which the figures of a match belong in alignments that are hardly worse.

        A row that other figures may fill as well is uncertain too.
        """
        least = self._through(one) - _MARGIN
        rivals = {other.number for other in self._by_carrier[one.carrier] if self._through(other) > least}
        others = (other for other in self._by_row[one.number] if other.carrier != one.carrier)
        if rivals != {one.number} or any(self._through(other) > least for other in others):
            return frozenset(rivals)
        return frozenset()


def _without_strays(best: Sequence[_Match]) -> list[_Match]:
    """Drop rows without a label, unless the rows of the form before and after them are printed next to them."""
    named = {one.number: one for one in best if one.named}
    return [
        one
        for one in best
        if one.named
        or (
            ((before := named.get(one.number - 1)) and (after := named.get(one.number + 1)))
            and after.start - before.end == 1
        )
    ]
