"""Find the cells that the rules of a page enclose; a side that is left open at the edge of a table counts as closed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.pdf_paint import MOST_SHAPES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from gknb.documents.extract.readers.pdf_paint import Box, Shape

__all__ = ["Lattice", "TooManyRulesError", "lattices"]

_THICK: Final = 3.0
"""Maximum thickness of a rule, in points; larger filled areas are backgrounds of text."""
_THICKEST: Final = 6.0
"""Maximum thickness of a long rule, in points; text is higher."""
_LONG: Final = 5.0
"""Minimum length of a long rule, in times its thickness."""
_DASH: Final = 12.0
"""Maximum length of a dash, in points; dashes do not count as rules."""
_NEAR: Final = 3.0
"""Maximum distance at which two rules are one, or meet, in points."""
_MOST_EDGES: Final = 4_000
"""Maximum number of rules on a page with tables; a page with more is a drawing and too slow to search."""
_MOST_PLACES: Final = 50_000
"""Maximum number of rows times columns of one table."""


class TooManyRulesError(Exception):
    """The page is a drawing."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, level or upright: where it is, and from where to where it goes."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A cell of a lattice by its place among the rules."""

    row: int
    column: int
    height: int
    width: int
    open_top: bool = False
    """Whether the page cuts it off at its top."""
    open_bottom: bool = False
    """Whether the page cuts it off at its bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """The cells of one table."""

    xs: tuple[float, ...]
    """The columns' edges."""
    ys: tuple[float, ...]
    """The rows' edges."""
    regions: tuple[Region, ...]
    """The cells, row by row."""

    @property
    def box(self) -> Box:
        """Its place on the page."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def lattices(shapes: Sequence[Shape], strikes: Collection[int]) -> list[Lattice]:
    """Return the tables among the shapes of a page, without single boxes; shapes with an id in ``strikes`` are none.

    Raises :class:`TooManyRulesError` for a drawing.
    """
    if len(shapes) >= MOST_SHAPES:
        raise TooManyRulesError
    level, upright = _rules(shapes, strikes)
    found = []
    for some, others in _connected(level, upright):
        lattice = _lattice(some, others)
        if len(lattice.regions) > 1:
            found.append(lattice)
    return found


def _rules(shapes: Iterable[Shape], strikes: Collection[int]) -> tuple[list[_Rule], list[_Rule]]:
    level: list[_Rule] = []
    upright: list[_Rule] = []
    long = 0
    for shape in shapes:
        if id(shape) in strikes or shape.kind in ("strike", "ink"):
            continue
        for x0, top, x1, bottom in _edges(shape):
            long += max(x1 - x0, bottom - top) > _DASH
            if x1 - x0 > bottom - top:
                level.append(_Rule((top + bottom) / 2, x0, x1))
            elif bottom > top:
                upright.append(_Rule((x0 + x1) / 2, top, bottom))
        if long > _MOST_EDGES:
            raise TooManyRulesError
    level, upright = _merged(level), _merged(upright)
    if len(level) + len(upright) > _MOST_EDGES:
        raise TooManyRulesError
    return level, upright


def _edges(shape: Shape) -> Iterator[Box]:
    """Yield the edges of a shape; a filled background of text has none."""
    x0, top, x1, bottom = shape.x0, shape.top, shape.x1, shape.bottom
    thin, long = sorted((x1 - x0, bottom - top))
    if thin <= _THICK or (thin <= _THICKEST and long >= _LONG * thin):
        yield x0, top, x1, bottom
    elif shape.kind == "box" and shape.stroked:
        yield x0, top, x1, top
        yield x0, bottom, x1, bottom
        yield x0, top, x0, bottom
        yield x1, top, x1, bottom
    elif shape.kind == "curve":
        yield from shape.edges


def _merged(rules: Iterable[_Rule]) -> list[_Rule]:
    """Join the rules that lie on one line, and the dashes of one rule."""
    found: list[_Rule] = []
    group: list[_Rule] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if group and rule.at - group[-1].at > _NEAR:
            found += _joined(group)
            group = []
        group.append(rule)
    return found + _joined(group)


def _joined(group: list[_Rule]) -> list[_Rule]:
    """Join rules that are beside or behind each other; they get the same place."""
    found: list[list[float]] = []
    at = sum(rule.at for rule in group) / max(len(group), 1)
    for rule in sorted(group, key=lambda one: one.begin):
        if found and rule.begin <= found[-1][1] + _NEAR:
            found[-1][1] = max(found[-1][1], rule.end)
        else:
            found.append([rule.begin, rule.end])
    return [_Rule(at, begin, end) for begin, end in found if end - begin > _NEAR]


def _connected(level: list[_Rule], upright: list[_Rule]) -> Iterator[tuple[list[_Rule], list[_Rule]]]:
    """Yield the rules of each table, level and upright: those that touch each other, directly or by others."""
    upright = sorted(upright, key=lambda one: one.at)
    places = [rule.at for rule in upright]
    owner = list(range(len(level) + len(upright)))

    def root(n: int) -> int:
        while owner[n] != n:
            owner[n] = owner[owner[n]]
            n = owner[n]
        return n

    for n, rule in enumerate(level):
        for m in range(bisect_left(places, rule.begin - _NEAR), bisect_right(places, rule.end + _NEAR)):
            if upright[m].begin - _NEAR <= rule.at <= upright[m].end + _NEAR:
                owner[root(n)] = root(len(level) + m)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for n, rule in enumerate([*level, *upright]):
        groups.setdefault(root(n), ([], []))[n >= len(level)].append(rule)
    tables = [group for group in groups.values() if group[0] and group[1]]
    alone = [rule for some, others in groups.values() if not some for rule in others]
    for some, others in tables:
        # A tall cell that fills the page beside a table has no level rule there, only an upright one at its far side.
        begin, end = min(rule.begin for rule in others), max(rule.end for rule in others)
        beside = [one for one in alone if abs(one.begin - begin) <= _NEAR and abs(one.end - end) <= _NEAR]
        yield some, [*others, *beside]


def _lattice(level: Sequence[_Rule], upright: Sequence[_Rule]) -> Lattice:
    """Return the cells of one table, from its rules and the ends of these."""
    xs = _places([rule.at for rule in upright], [end for rule in level for end in (rule.begin, rule.end)])
    ys = _places([rule.at for rule in level], [end for rule in upright for end in (rule.begin, rule.end)])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows * columns > _MOST_PLACES:
        raise TooManyRulesError
    over = _drawn(level, ys, xs)
    beside = _drawn(upright, xs, ys)
    ends = tuple({piece for piece in range(columns) if (line, piece) not in over} for line in (0, rows))
    _close(over, rows, columns)
    _close(beside, columns, rows)
    seen: set[tuple[int, int]] = set()
    regions: list[Region] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in seen:
                places = _flooded(row, column, over, beside, rows, columns)
                seen |= places
                regions += _regions(places, over, beside, (rows, columns), ends)
    return Lattice(xs=tuple(xs), ys=tuple(ys), regions=tuple(sorted(regions, key=lambda one: (one.row, one.column))))


def _close(drawn: set[tuple[int, int]], lines: int, pieces: int) -> None:
    """Count a side of the table as drawn if none of it is: tables are printed without a frame, or cut by the page."""
    for line in (0, lines):
        if not any((line, piece) in drawn for piece in range(pieces)):
            drawn |= {(line, piece) for piece in range(pieces)}


def _places(rules: list[float], ends: list[float]) -> list[float]:
    """Return the edges of rows or columns: where rules are, and the outermost ends of those that cross them."""
    found: list[float] = []
    for one in sorted(set(rules)):
        if not found or one - found[-1] > _NEAR:
            found.append(one)
    first, last = min(ends), max(ends)
    return [*([first] if first < found[0] - _NEAR else []), *found, *([last] if last > found[-1] + _NEAR else [])]


def _drawn(rules: Iterable[_Rule], lines: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """Return which pieces of the lines are drawn: (number of the line, number of the piece)."""
    found = set()
    for rule in rules:
        line = bisect_right(lines, rule.at + 0.001) - 1
        first, last = bisect_left(across, rule.begin - _NEAR), bisect_right(across, rule.end + _NEAR) - 1
        found |= {(max(line, 0), piece) for piece in range(first, last)}
    return found


def _flooded(  # noqa: PLR0913, PLR0917 - the grid and its rules
    row: int, column: int, over: set[tuple[int, int]], beside: set[tuple[int, int]], rows: int, columns: int
) -> set[tuple[int, int]]:
    """Return the places that no rule separates from a place."""
    found, todo = {(row, column)}, [(row, column)]
    while todo:
        r, c = todo.pop()
        ways = (
            ((r - 1, c), (r, c) not in over),
            ((r + 1, c), (r + 1, c) not in over),
            ((r, c - 1), (c, r) not in beside),
            ((r, c + 1), (c + 1, r) not in beside),
        )
        for place, way in ways:
            if way and 0 <= place[0] < rows and 0 <= place[1] < columns and place not in found:
                found.add(place)
                todo.append(place)
    return found


def _regions(
    places: set[tuple[int, int]],
    over: set[tuple[int, int]],
    beside: set[tuple[int, int]],
    edges: tuple[int, int],
    ends: tuple[set[int], ...],
) -> Iterator[Region]:
    """Yield the cells of places that no rule separates: one if they form a rectangle, else a piece of each row.

    What is open at the edge of the table is a cell if rules bound it on two opposite sides. ``edges`` are the numbers
    of rows and columns, ``ends`` the columns without a rule at the top and at the bottom of the table.
    """
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(places) == len(rows) * len(columns):
        pieces = [(min(rows), min(columns), len(rows), len(columns))]
    else:
        pieces = [(row, *run) for row in sorted(rows) for run in _runs(sorted(c for r, c in places if r == row))]
    sides = [_sides(*piece, over, beside) for piece in pieces]
    closed = all(
        side or inside
        for (row, column, height, width), piece in zip(pieces, sides, strict=True)
        for side, inside in zip(
            piece,
            (row > 0, row + height < edges[0], column > 0, column + width < edges[1]),
            strict=True,
        )
    )
    for (row, column, height, width), (top, bottom, left, right) in zip(pieces, sides, strict=True):
        if closed or (top and bottom) or (left and right):
            yield Region(
                row=row,
                column=column,
                height=height,
                width=width,
                open_top=row == 0 and ends[0].issuperset(range(column, column + width)),
                open_bottom=row + height == edges[0] and ends[1].issuperset(range(column, column + width)),
            )


def _sides(  # noqa: PLR0913, PLR0917 - a piece of the grid and its rules
    row: int, column: int, height: int, width: int, over: set[tuple[int, int]], beside: set[tuple[int, int]]
) -> tuple[bool, bool, bool, bool]:
    """Return whether rules bound a piece at its top, its bottom, its left and its right."""
    top, bottom = (
        all((line, piece) in over for piece in range(column, column + width)) for line in (row, row + height)
    )
    left, right = (
        all((line, piece) in beside for piece in range(row, row + height)) for line in (column, column + width)
    )
    return top, bottom, left, right


def _runs(columns: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of columns as (first, height of one row, number of columns)."""
    first = columns[0]
    for n, column in enumerate(columns):
        if n + 1 == len(columns) or columns[n + 1] != column + 1:
            yield first, 1, column + 1 - first
            first = columns[n + 1] if n + 1 < len(columns) else column
