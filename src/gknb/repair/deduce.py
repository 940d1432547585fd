"""Deduce blanks that can have only one value, by propagating bounds through the constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.repair.simplex import exact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.repair.simplex import Bounds
    from gknb.repair.system import Constraint, Number, System

__all__ = ["deduced"]

_ROUNDS: Final = 100
"""Maximum number of rounds; ends a slow convergence of bounds."""


def deduced(system: System, values: Sequence[Number]) -> dict[int, Number]:
    """Return the only possible value of each blank (``None`` in ``values``) that has just one."""
    bounds: dict[int, Bounds] = {
        n: ((None if variable.signed else 0), None) if value is None else (exact(value), exact(value))
        for n, (variable, value) in enumerate(zip(system.variables, values, strict=True))
    }
    constraints = [
        one for one in system.constraints if one.comparator != "together" and any(values[n] is None for n in one.cells)
    ]
    for _ in range(_ROUNDS):
        if not sum(_narrow(one, bounds) for one in constraints):
            break
    return {n: low for n, (low, high) in bounds.items() if values[n] is None and low is not None and low == high}


def _narrow(one: Constraint, bounds: dict[int, Bounds]) -> bool:
    """Narrow the bounds of the cells of one constraint; return whether any changed."""
    changed = False
    for cell, factor in one.net:
        low, high = bounds[cell]
        if low is not None and low == high:
            continue
        least, most = _rest(one, cell, bounds)
        # factor * cell + rest = 0 (or >=, <=) bounds factor * cell by -rest
        above = None if one.comparator == "<=" or most is None else -most
        below = None if one.comparator == ">=" or least is None else -least
        if factor < 0:
            above, below = (None if below is None else -below), (None if above is None else -above)
        new = (
            low if above is None else above if low is None else max(low, above),
            high if below is None else below if high is None else min(high, below),
        )
        if new != (low, high):
            if new[0] is not None and new[1] is not None and new[0] > new[1]:
                return False  # a contradiction: left to the search
            bounds[cell] = new
            changed = True
    return changed


def _rest(one: Constraint, cell: int, bounds: dict[int, Bounds]) -> Bounds:
    """Return the bounds of a constraint's sum without one of its cells."""
    least: Number | None = exact(one.constant)
    most: Number | None = least
    for other, factor in one.net:
        if other != cell:
            low, high = bounds[other] if factor > 0 else bounds[other][::-1]
            least = None if least is None or low is None else least + factor * low
            most = None if most is None or high is None else most + factor * high
    return least, most
