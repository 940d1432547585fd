"""Choose values for the cells of a minimal set: the only possible ones, else the likeliest."""

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
"""Maximum number of likely values tried for a cell before the nearest possible one is taken."""


def valued(
    problem: Problem, free: frozenset[int], around: Surroundings
) -> tuple[dict[int, Number], dict[int, Bounds]] | None:
    """Return values for the cells of ``free`` that satisfy all constraints, and the bounds of undetermined cells.

    Returns ``None`` if no values satisfy them.
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
                tableau = _with_likeliest(problem, tableau, cell, (low, high), free, around)
                open_[cell] = low, high
        chosen[cell] = plain(tableau.values[cell])
    return chosen, open_


def plain(value: Number) -> Number:
    """Convert an exact number of the search to an int or Decimal."""
    if value.denominator == 1:
        return int(value)
    return Decimal(value.numerator) / Decimal(value.denominator)


def _determined(tableau: Tableau, cell: int) -> bool:
    """Whether a cell depends on fixed variables only."""
    return cell in tableau.rows and all(map(tableau.is_fixed, tableau.rows[cell]))


def _with_likeliest(  # noqa: PLR0913, PLR0917 - the state of the search
    problem: Problem, tableau: Tableau, cell: int, limits: Bounds, free: frozenset[int], around: Surroundings
) -> Tableau:
    """Return the tableau with one cell fixed at the likeliest possible value within limits."""
    before, low, high = problem.system.variables[cell].value, *limits
    likely = [
        value
        for value in variants(before, signed=problem.system.variables[cell].signed)
        if (low is None or value >= low) and (high is None or value <= high)
    ]
    likely.sort(key=lambda value: (around.slip(cell, value, {cell: value}).cost, abs(value - before), value))
    nearest = low if low is not None and before < low else high if high is not None and before > high else before
    for value in [*likely[:_TRIED], nearest, low, high]:
        limited = None if value is None else tableau.within({cell: (value, value)})
        if limited is not None:
            filled, _ = problem.filled(limited, free)
            if filled is not None:
                return filled
    return tableau
