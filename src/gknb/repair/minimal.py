"""Find all minimal sets of cells whose change satisfies every constraint (Fellegi and Holt, 1976), level by level.

If the constraints cannot be satisfied, :mod:`gknb.repair.simplex` names fixed cells one of which must change. The
search frees each of them in turn: sets of one cell first, then of two, and so on. A branch keeps the cells of earlier
branches fixed, so that no set is visited twice. Results are exact. The search is limited by counts, never by time, and
reports where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from gknb.repair.propagate import constraints_by_cell, propagated
from gknb.repair.simplex import Tableau

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gknb.repair.simplex import Bounds
    from gknb.repair.system import Constraint, Number, System

__all__ = ["Bounded", "Localisation", "Problem", "localise"]

Cells: TypeAlias = frozenset[int]
Price: TypeAlias = "Callable[[int, Number], int]"
"""Cost of the typing mistake implied by setting the cell to that number."""
_WORTH: Final = 10
"""Value of one satisfied constraint, in the unit of costs."""
_SPLITS: Final = 40
"""Maximum number of case splits (for whole numbers) per query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """Limits of the search."""

    beyond: int
    """Sets may have this many cells more than the smallest set."""
    nodes: int
    """Maximum number of queries per system."""
    sets: int
    """Maximum number of sets kept per system; the likeliest are kept."""
    width: int
    """Width of the beam search, used where an exhaustive search is too large."""


@dataclass(slots=True)
class Localisation:
    """The minimal sets found for one system."""

    sets: list[Cells] = field(default_factory=list)
    """Minimal sets, smaller ones first."""
    size: int = 0
    """All minimal sets with up to this many cells were found."""
    complete: bool = False
    """Whether all minimal sets were found."""
    certain: bool = True
    """Whether the smallest set found is the smallest there is."""
    left: int = 0
    """Number of sets found but not kept because they are less likely."""


class Problem:
    """Queries on one system: can all constraints be satisfied if these cells are free?"""

    def __init__(self, system: System) -> None:
        self.system = system
        self.asked = 0
        self.unsure = False
        """Whether a query was abandoned and counted as unsatisfiable."""
        linear = [one for one in system.constraints if one.comparator != "together"]
        self.together = [one for one in system.constraints if one.comparator == "together"]
        self.blank = frozenset(n for n, variable in enumerate(system.variables) if variable.value is None)
        self.fixed = Tableau.of(system.variables, linear)
        self._violated = [frozenset(system.constraints[n].cells) for n in system.violated(system.values())]

    def freed(self, cells: Cells) -> Tableau:
        """Return the tableau with ``cells`` free, not yet solved."""
        return self.fixed.freed(*sorted(cells))

    def filled(self, tableau: Tableau, free: Cells) -> tuple[Tableau | None, Cells]:
        """Return a tableau that satisfies all constraints, with whole numbers where required.

        If there is none, return ``None`` and cells one of which must be free as well. ``tableau`` is solved in place.
        """
        self.asked += 1
        return self._filled(tableau, free | self.blank, [_SPLITS])

    def possible(self, cells: Cells) -> bool:
        """Whether all constraints can be satisfied if ``cells`` are free."""
        if (answer := self._possible_by_propagation(cells | self.blank)) is not None:
            self.asked += 1
            return answer
        return self.filled(self.freed(cells), cells)[0] is not None

    def _possible_by_propagation(self, free: Cells) -> bool | None:
        """Answer without the simplex method; ``None`` if propagation alone cannot decide."""
        if any(map(free.isdisjoint, self._violated)):
            return False
        return propagated(self.system, self._constraints_by_cell, self.fixed.values, free)

    @cached_property
    def _constraints_by_cell(self) -> Mapping[int, Sequence[int]]:
        return constraints_by_cell(self.system)

    def _filled(self, tableau: Tableau, free: Cells, splits: list[int]) -> tuple[Tableau | None, Cells]:
        blamed = tableau.solve()
        if blamed is not None:
            return None, blamed - free
        cases = self._cases(tableau, free)
        if cases is None:
            return tableau, frozenset()
        in_the_way: set[int] = set()
        for limits, culprits in cases:
            splits[0] -= 1
            if splits[0] < 0:
                self.unsure = True
                return None, frozenset(range(len(self.system.variables))) - free
            in_the_way |= culprits
            made = None if culprits else tableau.within(limits)
            if made is not None:
                found, blamed = self._filled(made, free, splits)
                if found is not None:
                    return found, frozenset()
                in_the_way |= blamed
        return None, frozenset(in_the_way) - free

    def _cases(self, tableau: Tableau, free: Cells) -> list[tuple[Mapping[int, Bounds], Cells]] | None:
        """Return the two cases to split on, each as bounds and the cells that rule it out.

        Returns ``None`` if whole numbers are whole and all constraints of kind ``together`` are satisfied.
        """
        variables = self.system.variables
        for cell, (variable, value) in enumerate(zip(variables, tableau.values, strict=False)):
            if variable.whole and value.denominator != 1:
                floor = value.numerator // value.denominator
                return [({cell: (None, floor)}, frozenset()), ({cell: (floor + 1, None)}, frozenset())]
        for one in self.together:
            if not one.holds(tableau.values):
                return [self._case(one, tableau, free, positive=False), self._case(one, tableau, free, positive=True)]
        return None

    def _case(
        self, one: Constraint, tableau: Tableau, free: Cells, *, positive: bool
    ) -> tuple[Mapping[int, Bounds], Cells]:
        fixed = [cell for cell in one.cells if cell not in free]
        against = frozenset(cell for cell in fixed if (tableau.values[cell] > 0) != positive)
        least = {cell: 1 if self.system.variables[cell].whole else Fraction(1, 100) for cell in one.cells}
        limits = {cell: (least[cell], None) if positive else (None, 0) for cell in one.cells if cell in free}
        return limits, against


@dataclass(frozen=True, slots=True)
class _Node:
    """A set of free cells with which the constraints cannot be satisfied."""

    tableau: Tableau
    free: Cells
    barred: Cells
    """Cells that stay fixed, because another branch finds their sets."""
    blamed: Cells
    """Cells one of which must be free as well."""
    cost: int = 0
    """Cost of the mistakes implied by its cells."""

    @property
    def open(self) -> list[int]:
        """The blamed cells that are not barred, in order."""
        return sorted(self.blamed - self.barred)


def localise(
    problem: Problem, bounded: Bounded, price: Price = lambda *_: 0, *, explained: bool = False
) -> Localisation | None:
    """Return the minimal sets of a system, or ``None`` if its constraints can be satisfied without changes.

    No sets are returned if no change satisfies the constraints. ``price`` is the cost of the mistake implied by a value
    in a cell; if the search is too large, it follows the cheapest branches. ``explained`` says that an explanation is
    known already: the search then uses a quarter of its nodes and no beam search.
    """
    root = problem.fixed.copy()
    tableau, blamed = problem.filled(root, frozenset())
    if tableau is not None:
        return None
    found = Localisation()
    level = [_Node(root, frozenset(), frozenset(), blamed)] if blamed else []
    last: int | None = None
    values: dict[Cells, Mapping[int, Number]] = {}
    nodes = bounded.nodes // 4 if explained else bounded.nodes
    while level and (last is None or found.size < last):
        ahead = sum(len(node.open) for node in level)
        if problem.asked + ahead > nodes:
            break
        level = _next_level(problem, level, found, values)
        found.size += 1
        if found.sets and last is None:
            last = found.size + bounded.beyond
    found.complete = not level
    if level and not found.sets:
        found.certain = False
    if level and not (found.sets or explained):
        _beam_search(problem, root, found, bounded, price)
    if problem.unsure:
        found.complete = found.certain = False
    _keep_likeliest(found, bounded.sets, values, price)
    return found


def _keep_likeliest(found: Localisation, most: int, values: Mapping[Cells, Mapping[int, Number]], price: Price) -> None:
    """Keep the ``most`` likeliest sets, judged by any possible values, as finding the likeliest ones is too slow."""
    if len(found.sets) > most:
        costs = {
            cells: sum(price(cell, value) for cell, value in values.get(cells, {}).items()) for cells in found.sets
        }
        likeliest = set(sorted(found.sets, key=costs.__getitem__)[:most])
        found.left = len(found.sets) - most
        found.sets = [cells for cells in found.sets if cells in likeliest]


def _next_level(
    problem: Problem, level: list[_Node], found: Localisation, values: dict[Cells, Mapping[int, Number]]
) -> list[_Node]:
    """Return the nodes with one more free cell; add minimal sets to ``found`` and their values to ``values``."""
    following: list[_Node] = []
    new: list[Cells] = []
    for node in level:
        barred = set(node.barred)
        for cell in node.open:
            free = node.free | {cell}
            if not any(known <= free for known in found.sets):
                filled, blamed, tableau = _with_free(problem, node.tableau, cell, free)
                if filled is not None:
                    new.append(free)
                    values[free] = {cell: filled.values[cell] for cell in free}
                else:
                    following.append(_Node(tableau, free, frozenset(barred), blamed))
            barred.add(cell)
    found.sets += sorted(new, key=sorted)
    return [node for node in following if node.open]


def _with_free(problem: Problem, tableau: Tableau, cell: int, free: Cells) -> tuple[Tableau | None, Cells, Tableau]:
    """Free one more cell; return the solved tableau, the blamed cells, and the tableau to continue from."""
    freed = tableau.freed(cell)
    filled, blamed = problem.filled(freed, free)
    return filled, blamed, freed


def _beam_search(problem: Problem, root: Tableau, found: Localisation, bounded: Bounded, price: Price) -> None:
    """Add some minimal sets to ``found`` by following only the most promising branches."""
    limit = problem.asked + bounded.nodes
    beam = [_Node(root, frozenset(), frozenset(), problem.filled(root, frozenset())[1])]
    while beam and not found.sets:
        following: dict[Cells, _Node] = {}
        for node in beam:
            for cell, cost in _promising(node, bounded.width, price):
                free = node.free | {cell}
                if free in following or (problem.asked > limit and following):
                    continue
                filled, blamed, tableau = _with_free(problem, node.tableau, cell, free)
                if filled is not None:
                    smaller = _minimal(problem, free)
                    if smaller not in found.sets:
                        found.sets.append(smaller)
                elif blamed:
                    following[free] = _Node(tableau, free, frozenset(), blamed, node.cost + cost)
        beam = sorted(following.values(), key=_distance)[: bounded.width]
    found.sets.sort(key=lambda cells: (len(cells), sorted(cells)))


def _promising(node: _Node, most: int, price: Price) -> list[tuple[int, int]]:
    """Return the cells with the lowest cost less the value of their gain, with their costs; one is a blamed cell."""
    prices = {cell: (price(cell, value), gain) for cell, (gain, value) in node.tableau.gains().items()}
    dearest = max((cost for cost, _ in prices.values()), default=0)

    def order(cell: int) -> tuple[int, int]:
        cost, gain = prices.get(cell, (dearest, -1))
        return cost - _WORTH * gain, cell

    cells = sorted(prices, key=order)[:most]
    must = min(node.open, key=order)
    return [(cell, prices.get(cell, (dearest, 0))[0]) for cell in (cells if must in cells else [must, *cells])]


def _distance(node: _Node) -> tuple[int, list[int]]:
    """Return the sort key of a node: its cost and the number of constraints still violated."""
    return node.cost + _WORTH * len(node.tableau.outside), sorted(node.free)


def _minimal(problem: Problem, free: Cells) -> Cells:
    """Return a minimal subset of ``free`` with which the constraints can be satisfied."""
    for cell in sorted(free):
        fewer = free - {cell}
        if problem.possible(fewer):
            free = fewer
    return free
