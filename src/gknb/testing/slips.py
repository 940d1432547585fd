"""Put typing mistakes into valid reports: a wrong digit, a shifted row, and so on."""

from __future__ import annotations

import copy
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.errors import UsageError
from gknb.source.pointers import changed
from gknb.standard.form_layout import grids
from gknb.standard.relations import Linear
from gknb.testing.drawing import plan_of
from gknb.testing.violations import any_violated, form_for, number_of, relations_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from gknb.standard.form import Form
    from gknb.testing.drawing import Report

__all__ = ["SLIPS", "Slip", "typos"]

_ENOUGH: Final = 2
"""Minimum number of digits for leaving one out."""


class Slip(NamedTuple):
    """A cell with a typing mistake."""

    pointer: str
    """JSON Pointer of the cell."""
    was: Any
    """The right value."""
    now: Any
    """The value typed; ``None`` for a blank."""


def typos(report: Report, chooser: Random, kind: str) -> tuple[Report, tuple[Slip, ...]] | None:
    """Return a copy of a valid report with one typing mistake of a kind, and the wrong cells.

    ``kind`` is one of :data:`SLIPS`. The mistake is visible in the report alone: a relation between its cells is
    violated, or a cell is blank. Returns ``None`` if no cell allows such a mistake. ``chooser`` makes all random
    choices. Raises :class:`~gknb.errors.UsageError` for an unknown kind.
    """
    if kind not in SLIPS:
        raise UsageError("kit.choice", name="kind", value=kind, allowed=", ".join(SLIPS))
    ways = list(SLIPS[kind](report, chooser))
    while ways:
        slips = ways.pop(chooser.randrange(len(ways)))
        wrong = changed(copy.deepcopy(report), {slip.pointer: slip.now for slip in slips})
        if any(slip.now is None for slip in slips) or any_violated(wrong):
            return wrong, slips
    return None


def _digits(change: Callable[[str, Random], set[str]]) -> Callable[[Report, Random], Iterator[tuple[Slip, ...]]]:
    """Return a function that yields mistakes in the digits of one cell; ``change`` returns the possible wrong digits.

    Only cells in equations are changed.
    """

    def ways(report: Report, chooser: Random) -> Iterator[tuple[Slip, ...]]:
        form = form_for(report)
        for cell in sorted(_in_equations(report)):
            pointer = form.cells[cell]
            was = number_of(report, pointer)
            if isinstance(was, int) and was >= 0 and (texts := change(str(was), chooser) - {str(was)}):
                yield (Slip(pointer, was, int(chooser.choice(sorted(texts)))),)

    return ways


def _in_equations(report: Report) -> set[int]:
    """Return the cells in equations with other cells."""
    equations = (one for one in relations_for(report) if isinstance(one, Linear) and one.comparator == "=")
    return {cell for one in equations if len(one.net) > 1 for cell, _ in one.net}


def _wrong_digit(digits: str, chooser: Random) -> set[str]:
    at = chooser.randrange(len(digits))
    return {f"{digits[:at]}{digit}{digits[at + 1 :]}" for digit in "1234567890"[: 9 if at == 0 and digits[1:] else 10]}


def _swapped(digits: str, _: Random) -> set[str]:
    swapped = {f"{digits[:n]}{digits[n + 1]}{digits[n]}{digits[n + 2 :]}" for n in range(len(digits) - 1)}
    return {text for text in swapped if text[0] != "0"}


def _missing_digit(digits: str, _: Random) -> set[str]:
    shorter = {digits[:n] + digits[n + 1 :] for n in range(len(digits) if len(digits) >= _ENOUGH else 0)}
    return {text for text in shorter if text[0] != "0" or text == "0"}


def _doubled_digit(digits: str, _: Random) -> set[str]:
    return {digits[: n + 1] + digits[n:] for n in range(len(digits))} if digits != "0" else set()


def _neighbour(report: Report, _: Random) -> Iterator[tuple[Slip, ...]]:
    """Yield exchanges of two neighbouring cells."""
    form = form_for(report)
    for one, other in _neighbours(form):
        first, second = (number_of(report, pointer) for pointer in (one, other))
        if first != second and all(isinstance(value, int) and value >= 0 for value in (first, second)):
            yield Slip(one, first, second), Slip(other, second, first)


def _shifted(report: Report, _: Random) -> Iterator[tuple[Slip, ...]]:
    """Yield rows shifted one cell to the right and columns shifted one cell down; the first cell becomes 0."""
    for line in _lines(form_for(report)):
        values = [number_of(report, pointer) for pointer in line]
        if any(values) and all(isinstance(value, int) and value >= 0 for value in values):
            moved = zip(line, values, [0, *values], strict=False)
            yield tuple(Slip(pointer, was, now) for pointer, was, now in moved if was != now)


def _old_total(report: Report, chooser: Random) -> Iterator[tuple[Slip, ...]]:
    """Yield totals that were not updated when one of their terms grew."""
    form = form_for(report)
    for cell, terms in plan_of(report).sums.items():
        total = number_of(report, form.cells[cell])
        parts = [part for term in terms if (part := number_of(report, form.cells[term])) and part <= total]
        if parts:
            yield (Slip(form.cells[cell], total, total - chooser.randint(1, chooser.choice(parts))),)


def _blank(report: Report, _: Random) -> Iterator[tuple[Slip, ...]]:
    yield from ((Slip(pointer, 0, None),) for pointer in form_for(report).cells if number_of(report, pointer) == 0)


SLIPS: Final[dict[str, Callable[[Report, Random], Iterator[tuple[Slip, ...]]]]] = {
    "wrong-digit": _digits(_wrong_digit),
    "swapped-digits": _digits(_swapped),
    "missing-digit": _digits(_missing_digit),
    "doubled-digit": _digits(_doubled_digit),
    "neighbouring-cell": _neighbour,
    "shifted": _shifted,
    "old-total": _old_total,
    "blank-for-zero": _blank,
}
"""The kinds of mistakes, each with a function that yields all mistakes of that kind in a report."""


@cache
def _lines(form: Form) -> tuple[tuple[str, ...], ...]:
    """Return the rows and columns of the tables as runs of adjacent cells."""
    found: list[list[str]] = []
    for grid in grids(form, "zh"):
        boxes = [box for box in grid.boxes if box.pointers and box.pointers[0] in form.index]
        across = sorted((box.row, box.column, box.width, box.pointers[0]) for box in boxes)
        down = sorted((box.column, box.row, box.height, box.pointers[0]) for box in boxes)
        for line in (across, down):
            end = None
            for at, begin, length, pointer in line:
                if (at, begin) == end:
                    found[-1].append(pointer)
                else:
                    found.append([pointer])
                end = at, begin + length
    return tuple(tuple(line) for line in found if len(line) > 1)


@cache
def _neighbours(form: Form) -> tuple[tuple[str, str], ...]:
    return tuple(pair for line in _lines(form) for pair in pairwise(line))
