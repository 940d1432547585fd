"""Whether everything can hold with some cells free, where their values follow one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.repair.simplex import exact, quotient

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.repair.system import Constraint, Number, System

__all__ = ["followed", "touching"]


def touching(system: System) -> Mapping[int, Sequence[int]]:
    """For each cell the constraints that it is in."""
    found: dict[int, list[int]] = {}
    for n, one in enumerate(system.constraints):
        for cell, _ in one.net:
            found.setdefault(cell, []).append(n)
    return found


def followed(
    system: System, of: Mapping[int, Sequence[int]], given: Sequence[Number], free: frozenset[int]
) -> bool | None:
    """Whether all constraints that touch ``free`` can hold; ``None`` where that takes more than one step at a time.

    ``of`` is what :func:`touching` gives, and ``given`` has the exact values of the cells that are not free. An
    equality with one cell left says what that cell has to be; so whatever is told here is the only possibility.
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
    """What a cell has to be for an equality, with all others known."""
    rest, own = exact(one.constant), 0
    for other, factor in one.net:
        if other == cell:
            own = factor
        else:
            rest += factor * (values[other] if other in values else given[other])
    return quotient(-rest, own)


def _holds(one: Constraint, given: Sequence[Number], values: Mapping[int, Number]) -> bool:
    return one.holds({cell: values[cell] if cell in values else given[cell] for cell, _ in one.net})
