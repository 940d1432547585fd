"""The smallest sets of cells by a solver, CP-SAT of OR-tools: for systems in which the search cannot try all.

Needs the extra ``gknb[solver]``. Exact: whole numbers only, none of them so large that it could overflow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError
from gknb.repair.minimal import Localisation

if TYPE_CHECKING:
    from gknb.repair.minimal import Bounded
    from gknb.repair.system import System

__all__ = ["smallest"]

_LARGEST: Final = 2**40
"""No sum of so many cells overflows 64 bits."""
_EFFORT: Final = 2.0
"""How long the solver may think, in its own measure, which is the same on every machine."""


def smallest(system: System, bounded: Bounded, found: Localisation) -> Localisation:
    """All sets of the smallest size, or what was ``found`` already where the solver cannot tell.

    Raises :class:`~gknb.errors.UsageError` where OR-tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ModuleNotFoundError as error:
        raise UsageError("usage.solver") from error
    largest = _largest(system)
    if largest is None:
        return found
    model, changed = _model(cp_model, system, largest)
    model.minimize(sum(changed.values()))
    solver = _solver(cp_model)
    if solver.solve(model) != cp_model.OPTIMAL:
        return found
    cells = frozenset(cell for cell, flag in changed.items() if solver.boolean_value(flag))
    size, sets, effort = len(cells), [cells], solver.deterministic_time
    model.clear_objective()
    model.add(sum(changed.values()) == size)
    answer = cp_model.OPTIMAL
    while len(sets) < bounded.sets and effort < _EFFORT:
        model.add(sum(changed[cell] for cell in cells) < size)
        answer = solver.solve(model)
        if answer not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        cells = frozenset(cell for cell, flag in changed.items() if solver.boolean_value(flag))
        sets.append(cells)
        effort += solver.deterministic_time
    sets.sort(key=sorted)
    all_of_them = answer == cp_model.INFEASIBLE
    return Localisation(sets=sets, size=size if all_of_them else size - 1, complete=False, certain=True)


def _largest(system: System) -> int | None:
    """The greatest number that is thought of, the sum of all that is given; ``None`` where the solver cannot tell.

    A set is passed over that can only be filled with numbers above it. No sum of a report needs any.
    """
    given = [variable.value for variable in system.variables if variable.value is not None]
    given += [one.constant for one in system.constraints]
    if not all(type(number) is int for number in given) or not all(variable.whole for variable in system.variables):
        return None
    largest = sum(map(abs, given)) + len(system.variables)
    return largest if largest < _LARGEST else None


def _model(cp_model: Any, system: System, largest: int) -> tuple[Any, dict[int, Any]]:
    """The model, and for each cell that is not blank whether it changes."""
    model = cp_model.CpModel()
    cells, changed = [], {}
    for n, variable in enumerate(system.variables):
        cell = model.new_int_var(-largest if variable.signed else 0, largest, f"x{n}")
        cells.append(cell)
        if variable.value is not None:
            changed[n] = model.new_bool_var(f"z{n}")
            model.add(cell == variable.value).only_enforce_if(changed[n].negated())
    for one in system.constraints:
        if one.comparator == "together":
            positive = model.new_bool_var("")
            for cell in one.cells:
                model.add(cells[cell] >= 1).only_enforce_if(positive)
                model.add(cells[cell] == 0).only_enforce_if(positive.negated())
            continue
        total = sum(factor * cells[cell] for cell, factor in one.net) + one.constant
        model.add(total == 0 if one.comparator == "=" else total >= 0 if one.comparator == ">=" else total <= 0)
    return model, changed


def _solver(cp_model: Any) -> Any:
    """A solver that answers the same every time."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = _EFFORT
    return solver
