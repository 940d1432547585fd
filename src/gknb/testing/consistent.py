"""Wrong figures that a report does not show: where one cell is changed, others are, so that it adds up again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.standard.relations import Linear
from gknb.testing.consequences import cells_of, form_for, relations_for, violates_values
from gknb.testing.yearly import number_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from random import Random

    from gknb.testing.drawing import CellRelation, Report

__all__ = ["balanced"]

_MOST: Final = 4
"""The most cells that are changed: two in each of two rows."""


def balanced(report: Report, cell: int, by: int, avoid: Collection[int], chooser: Random) -> dict[int, Any] | None:
    """The figures of the fewest cells, ``cell`` with ``by`` added among them, with which all relations hold again.

    The cells in ``avoid`` stay as they are, but for ``cell``. ``None`` where it takes more than four cells, or a figure
    would be below 0.
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
        """The changes and up to ``most`` in all that make them consistent; ``None`` where there are none."""
        wrong = self._wrong(changes)
        if not wrong:
            return changes if all(map(self._fits, changes, changes.values())) else None
        if len(changes) == most or not all(isinstance(one, Linear) and one.comparator == "=" for one in wrong):
            return None
        ways = min((self._ways(one, changes) for one in wrong if isinstance(one, Linear)), key=len)
        self.chooser.shuffle(ways)
        found = (self.deeper({**changes, cell: by}, most) for cell, by in ways)
        return next((one for one in found if one is not None), None)

    def _wrong(self, changes: dict[int, int]) -> list[CellRelation]:
        values = {cell: self.values[cell] + by for cell, by in changes.items()}
        met = dict.fromkeys(one for cell in changes for one in self.of_cell.get(cell, ()))
        return [one for one in met if violates_values(one, lambda cell: values.get(cell, self.values[cell]))]

    def _ways(self, one: Linear, changes: dict[int, int]) -> list[tuple[int, int]]:
        """The cells each of which could make an equation hold, and by how much it would have to grow."""
        off = sum(sign * changes.get(cell, 0) for cell, sign in one.net)
        ways = [(cell, -sign * off) for cell, sign in one.net if cell not in changes and cell not in self.avoid]
        return [(cell, by) for cell, by in ways if self._fits(cell, by)]

    def _fits(self, cell: int, by: int) -> bool:
        return self.values[cell] + by >= 0 or self.form.places[self.form.cells[cell]].signed
