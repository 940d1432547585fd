"""Errors that a report alone does not show: changes of several cells after which every relation still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.standard.relations import Linear
from gknb.testing.violations import cells_of, form_for, number_of, relations_for, violated_by

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    from gknb.testing.drawing import CellRelation, Report

__all__ = ["balanced"]

_MOST: Final = 4
"""The most cells to change: two in each of two rows."""


def balanced(report: Report, cell: int, by: int, avoid: Collection[int], chooser: Random) -> dict[int, Any] | None:
    """Return new numbers for the fewest cells such that ``cell`` grows by ``by`` and every relation is satisfied.

    Cells in ``avoid`` other than ``cell`` do not change. ``None`` where more than four cells would have to change, or
    a number would fall below 0.
    """
    search = _Search(report, avoid, chooser)
    for most in range(1, _MOST + 1):
        found = search.deeper({cell: by}, most)
        if found is not None:
            return {changed: search.values[changed] + more for changed, more in found.items()}
    return None


class _Search:
    def __init__(self, report: Report, avoid: Collection[int], chooser: Random) -> None:
        self.form, self.avoid, self.chooser = form_for(report), avoid, chooser
        self.values = [number_of(report, pointer) for pointer in self.form.cells]
        self.of_cell: dict[int, list[CellRelation]] = {}
        for one in relations_for(report):
            for cell in cells_of(one):
                self.of_cell.setdefault(cell, []).append(one)

    def deeper(self, changes: dict[int, int], most: int) -> dict[int, int] | None:
        """Return the changes together with those that restore the relations, ``most`` at most; ``None`` if none do."""
        violated = self._violated(changes)
        if not violated:
            return changes if all(map(self._fits, changes, changes.values())) else None
        if len(changes) == most or not all(isinstance(one, Linear) and one.comparator == "=" for one in violated):
            return None
        ways = min((self._ways(one, changes) for one in violated if isinstance(one, Linear)), key=len)
        self.chooser.shuffle(ways)
        found = (self.deeper({**changes, cell: by}, most) for cell, by in ways)
        return next((one for one in found if one is not None), None)

    def _violated(self, changes: dict[int, int]) -> list[CellRelation]:
        values = {cell: self.values[cell] + by for cell, by in changes.items()}
        met = dict.fromkeys(one for cell in changes for one in self.of_cell.get(cell, ()))
        return [one for one in met if violated_by(one, lambda cell: values.get(cell, self.values[cell]))]

    def _ways(self, one: Linear, changes: dict[int, int]) -> list[tuple[int, int]]:
        """Return the cells that could restore an equation, each with the number to add to it."""
        off = sum(sign * changes.get(cell, 0) for cell, sign in one.net)
        ways = [(cell, -sign * off) for cell, sign in one.net if cell not in changes and cell not in self.avoid]
        return [(cell, by) for cell, by in ways if self._fits(cell, by)]

    def _fits(self, cell: int, by: int) -> bool:
        return self.values[cell] + by >= 0 or self.form.places[self.form.cells[cell]].signed
