"""Finds the smallest sets of cells to change with CP-SAT of OR-Tools, as an oracle for the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from gknb.repair.system import System

__all__ = ["smallest_sets"]


def smallest_sets(system: System) -> set[frozenset[int]]:
    """Return all smallest sets of cells, as indices, whose change satisfies every constraint of the system.

    Cells must hold whole numbers. No cell gets a value above the sum of all numbers in the system.
    """
    model, changed = _model(system)
    model.minimize(sum(changed.values()))
    solver = _solver()
    assert solver.solve(model) == cp_model.OPTIMAL
    cells = _chosen(solver, changed)
    found = {cells}
    model.clear_objective()
    model.add(sum(changed.values()) == len(cells))
    while True:
        model.add(sum(changed[cell] for cell in cells) < len(cells))
        if solver.solve(model) == cp_model.INFEASIBLE:
            return found
        cells = _chosen(solver, changed)
        found.add(cells)


def _model(system: System) -> tuple[Any, dict[int, Any]]:
    """Return the model, and for each cell that is not blank a variable that is true if the cell changes."""
    given = [variable.value for variable in system.variables if variable.value is not None]
    given += [one.constant for one in system.constraints]
    largest = sum(map(abs, given)) + len(system.variables)
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
            for position in one.cells:
                model.add(cells[position] >= 1).only_enforce_if(positive)
                model.add(cells[position] == 0).only_enforce_if(positive.negated())
            continue
        total = sum(factor * cells[position] for position, factor in one.net) + one.constant
        model.add(total == 0 if one.comparator == "=" else total >= 0 if one.comparator == ">=" else total <= 0)
    return model, changed


def _solver() -> Any:
    """Return a deterministic solver."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    return solver


def _chosen(solver: Any, changed: dict[int, Any]) -> frozenset[int]:
    return frozenset(cell for cell, flag in changed.items() if solver.boolean_value(flag))
