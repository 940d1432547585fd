"""Decide by propagation whether constraints can be satisfied: equalities determine free cells one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.repair.simplex import exact, quotient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.repair.system import Constraint, Number, System

__all__ = ["constraints_by_cell", "propagated"]


def constraints_by_cell(system: System) -> Mapping[int, Sequence[int]]:
    """Return, for each cell, the indices of the constraints that contain it."""
    found: dict[int, list[int]] = {}
    for n, one in enumerate(system.constraints):
        for cell, _ in one.net:
            found.setdefault(cell, []).append(n)
    return found


def propagated(
    system: System, of: Mapping[int, Sequence[int]], given: Sequence[Number], free: frozenset[int]
) -> bool | None:
    """Return whether all constraints on ``free`` can be satisfied; ``None`` if propagation alone cannot decide.

    ``of`` is the result of :func:`constraints_by_cell`; ``given`` has the exact values of the cells that are not free.
    An equality with one undetermined cell determines it, so that each value is the only possible one.
    """
    values: dict[int, Number] = {}
    left = {n: sum(cell in free for cell, _ in system.constraints[n].net) for cell in free for n in of.get(cell, ())}
    waiting = [n for n, count in left.items() if count == 1]
    while waiting:
        one = system.constraints[waiting.pop()]
        cell = next((cell for cell, _ in one.net if cell in free and cell not in values), None)
        if cell is None or one.comparator != "=":
            continue
        value = _needed(one, cell, given, values)
        variable = system.variables[cell]
        if (value < 0 and not variable.signed) or (variable.whole and value.denominator != 1):
            return False
        values[cell] = value
        for n in of[cell]:
            left[n] -= 1
            if left[n] == 1:
                waiting.append(n)
            elif not left[n] and not _holds(system.constraints[n], given, values):
                return False
    return True if len(values) == len(free) else None


def _needed(one: Constraint, cell: int, given: Sequence[Number], values: Mapping[int, Number]) -> Number:
    """Return the value of a cell that satisfies an equality in which all other cells are known."""
    rest, own = exact(one.constant), 0
    for other, factor in one.net:
        if other == cell:
            own = factor
        else:
            rest += factor * (values[other] if other in values else given[other])
    return quotient(-rest, own)


def _holds(one: Constraint, given: Sequence[Number], values: Mapping[int, Number]) -> bool:
    return one.holds({cell: values[cell] if cell in values else given[cell] for cell, _ in one.net})
