"""Values for the cells of a set: the only ones that do, or else the likeliest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from gknb.repair.mistakes import variants

if TYPE_CHECKING:
    from gknb.repair.minimal import Problem
    from gknb.repair.mistakes import Surroundings
    from gknb.repair.simplex import Bounds, Tableau
    from gknb.repair.system import Number

__all__ = ["plain", "valued"]

_TRIED: Final = 12
"""So many numbers are tried for a cell before the nearest that does is taken."""


def valued(
    problem: Problem, free: frozenset[int], around: Surroundings
) -> tuple[dict[int, Number], dict[int, Bounds]] | None:
    """Values for the cells of ``free`` with which everything can hold, and the bounds of those that had a choice.

    ``None`` where there are none.
    """
    tableau, _ = problem.filled(problem.freed(free), free)
    if tableau is None:
        return None
    chosen: dict[int, Number] = {}
    open_: dict[int, Bounds] = {}
    for cell in sorted(free):
        if not _determined(tableau, cell):
            low, high = (tableau.copy().extreme(cell, up=up) for up in (False, True))
            if low is None or low != high:
                tableau = _picked(problem, tableau, cell, (low, high), free, around)
                open_[cell] = low, high
        chosen[cell] = plain(tableau.values[cell])
    return chosen, open_


def plain(value: Number) -> Number:
    """A number of the search as a report holds it."""
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _determined(tableau: Tableau, cell: int) -> bool:
    """Whether nothing that a cell depends on can move."""
    return cell in tableau.rows and all(map(tableau.is_fixed, tableau.rows[cell]))


def _picked(  # noqa: PLR0913, PLR0917 - one question
    problem: Problem, tableau: Tableau, cell: int, limits: Bounds, free: frozenset[int], around: Surroundings
) -> Tableau:
    """The tableau with one cell settled on the likeliest number within limits."""
    before, low, high = problem.system.variables[cell].value, *limits
    likely = [
        value
        for value in variants(before, signed=problem.system.variables[cell].signed)
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    likely.sort(key=lambda value: (around.slip(cell, value, {cell: value}).cost, abs(value - before), value))
    nearest = low if low is not None and before < low else high if high is not None and before > high else before
    for value in [*likely[:_TRIED], nearest, low, high]:
        made = None if value is None else tableau.within({cell: (value, value)})
        if made is not None:
            settled, _ = problem.filled(made, free)
            if settled is not None:
                return settled
    return tableau
