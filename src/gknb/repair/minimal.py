"""All minimal sets of cells whose change lets every constraint hold (Fellegi and Holt, 1976), level by level.

Where the constraints cannot hold, :mod:`gknb.repair.simplex` names fixed cells one of which must change. The search
frees each of them in turn, first one cell, then two …; a branch leaves the cells of the branches before it fixed, so
that no set comes twice. What it finds is exact; it is bounded by numbers, never by time, and says where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from gknb.repair.follow import followed, touching
from gknb.repair.simplex import Tableau

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gknb.repair.simplex import Bounds
    from gknb.repair.system import Constraint, Number, System

__all__ = ["Bounded", "Localisation", "Problem", "localise"]

Cells: TypeAlias = frozenset[int]
Price: TypeAlias = "Callable[[int, Number], int]"
"""How dear the mistake is that a cell with that number would put right."""
_WORTH: Final = 10
"""So dear a mistake may be for each constraint that it explains."""
_SPLITS: Final = 40
"""So many case splits for whole numbers in one question, and it is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """How far the search goes."""

    beyond: int
    """So many cells more than the smallest set has, sets are looked for."""
    nodes: int
    """The most questions that are asked of one system."""
    sets: int
    """The most sets that are kept of one system: the likeliest."""
    width: int
    """How many beginnings are followed at a time, where there are too many to follow all."""


@dataclass(slots=True)
class Localisation:
    """What was found of one system."""

    sets: list[Cells] = field(default_factory=list)
    """Minimal sets, the smaller ones first."""
    size: int = 0
    """Every minimal set of up to so many cells is among them."""
    complete: bool = False
    """Whether there is no other minimal set at all."""
    certain: bool = True
    """Whether none is smaller than the smallest of them."""
    left: int = 0
    """How many others were found, and are not kept because they are less likely."""


class Problem:
    """Questions about one system: can everything hold if these cells are free?"""

    def __init__(self, system: System) -> None:
        self.system = system
        self.asked = 0
        self.unsure = False
        """Whether a question was not answered, and taken for answered with no."""
        linear = [one for one in system.constraints if one.comparator != "together"]
        self.together = [one for one in system.constraints if one.comparator == "together"]
        self.blank = frozenset(n for n, variable in enumerate(system.variables) if variable.value is None)
        self.fixed = Tableau.of(system.variables, linear)
        self._violated = [frozenset(system.constraints[n].cells) for n in system.violated(system.values())]

    def freed(self, cells: Cells) -> Tableau:
        """The tableau with those cells free, not settled."""
        return self.fixed.freed(*sorted(cells))

    def filled(self, tableau: Tableau, free: Cells) -> tuple[Tableau | None, Cells]:
        """A tableau that holds, whole where it must be; else ``None`` and the cells one of which must be free too.

        ``tableau`` is settled in place.
        """
        self.asked += 1
        return self._filled(tableau, free | self.blank, [_SPLITS])

    def possible(self, cells: Cells) -> bool:
        """Whether everything can hold if those cells are free."""
        if (told := self._plainly(cells | self.blank)) is not None:
            self.asked += 1
            return told
        return self.filled(self.freed(cells), cells)[0] is not None

    def _plainly(self, free: Cells) -> bool | None:
        """The same where one value after the other follows from the others; ``None`` where it takes more to tell."""
        if any(map(free.isdisjoint, self._violated)):
            return False
        return followed(self.system, self._touching, self.fixed.values, free)

    @cached_property
    def _touching(self) -> Mapping[int, Sequence[int]]:
        return touching(self.system)

    def _filled(self, tableau: Tableau, free: Cells, splits: list[int]) -> tuple[Tableau | None, Cells]:
        blamed = tableau.settled()
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
        """What to tell apart where values do not do yet: bounds, or cells that forbid the case; ``None`` if they do."""
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
    """A set of free cells with which not everything can hold."""

    tableau: Tableau
    free: Cells
    barred: Cells
    """Cells that stay fixed: their sets are found elsewhere."""
    blamed: Cells
    cost: int = 0
    """How dear the mistakes are that it may be made of."""

    @property
    def open(self) -> list[int]:
        """The cells one of which must be free too, in their order."""
        return sorted(self.blamed - self.barred)


def localise(
    problem: Problem, bounded: Bounded, price: Price = lambda *_: 0, *, explained: bool = False
) -> Localisation | None:
    """The minimal sets for a system; ``None`` where everything can hold as it is, or none where nothing helps.

    ``price`` says how dear a mistake is that would be put right by a number in a cell: where there is too much to try
    all, what is cheap is tried. Where an explanation is ``explained`` already, less is, and then nothing more.
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
        level = _next(problem, level, found, values)
        found.size += 1
        if found.sets and last is None:
            last = found.size + bounded.beyond
    found.complete = not level
    if level and not found.sets:
        found.certain = False
    if level and not (found.sets or explained):
        _dive(problem, root, found, bounded, price)
    if problem.unsure:
        found.complete = found.certain = False
    _keep_likeliest(found, bounded.sets, values, price)
    return found


def _keep_likeliest(found: Localisation, most: int, values: Mapping[Cells, Mapping[int, Number]], price: Price) -> None:
    """Keep ``most`` sets, by values that would do: to find the likeliest values of all takes too long."""
    if len(found.sets) > most:
        costs = {
            cells: sum(price(cell, value) for cell, value in values.get(cells, {}).items()) for cells in found.sets
        }
        likeliest = set(sorted(found.sets, key=costs.__getitem__)[:most])
        found.left = len(found.sets) - most
        found.sets = [cells for cells in found.sets if cells in likeliest]


def _next(
    problem: Problem, level: list[_Node], found: Localisation, values: dict[Cells, Mapping[int, Number]]
) -> list[_Node]:
    """The sets with one cell more; those with which all can hold are kept, and ``values`` that do."""
    following: list[_Node] = []
    new: list[Cells] = []
    for node in level:
        barred = set(node.barred)
        for cell in node.open:
            free = node.free | {cell}
            if not any(known <= free for known in found.sets):
                filled, blamed, tableau = _asked(problem, node.tableau, cell, free)
                if filled is not None:
                    new.append(free)
                    values[free] = {cell: filled.values[cell] for cell in free}
                else:
                    following.append(_Node(tableau, free, frozenset(barred), blamed))
            barred.add(cell)
    found.sets += sorted(new, key=sorted)
    return [node for node in following if node.open]


def _asked(problem: Problem, tableau: Tableau, cell: int, free: Cells) -> tuple[Tableau | None, Cells, Tableau]:
    made = tableau.freed(cell)
    filled, blamed = problem.filled(made, free)
    return filled, blamed, made


def _dive(problem: Problem, root: Tableau, found: Localisation, bounded: Bounded, price: Price) -> None:
    """Some minimal sets, where all are too many to look for: the most promising beginnings are followed."""
    limit = problem.asked + bounded.nodes
    beam = [_Node(root, frozenset(), frozenset(), problem.filled(root, frozenset())[1])]
    while beam and not found.sets:
        following: dict[Cells, _Node] = {}
        for node in beam:
            for cell, cost in _promising(node, bounded.width, price):
                free = node.free | {cell}
                if free in following or (problem.asked > limit and following):
                    continue
                filled, blamed, tableau = _asked(problem, node.tableau, cell, free)
                if filled is not None:
                    smaller = _minimal(problem, free)
                    if smaller not in found.sets:
                        found.sets.append(smaller)
                elif blamed:
                    following[free] = _Node(tableau, free, frozenset(), blamed, node.cost + cost)
        beam = sorted(following.values(), key=_distance)[: bounded.width]
    found.sets.sort(key=lambda cells: (len(cells), sorted(cells)))


def _promising(node: _Node, most: int, price: Price) -> list[tuple[int, int]]:
    """The cells that would put most right at once for their price; one of those that must change is among them."""
    prices = {cell: (price(cell, value), gain) for cell, (gain, value) in node.tableau.gains().items()}
    dearest = max((cost for cost, _ in prices.values()), default=0)

    def order(cell: int) -> tuple[int, int]:
        cost, gain = prices.get(cell, (dearest, -1))
        return cost - _WORTH * gain, cell

    cells = sorted(prices, key=order)[:most]
    must = min(node.open, key=order)
    return [(cell, prices.get(cell, (dearest, 0))[0]) for cell in (cells if must in cells else [must, *cells])]


def _distance(node: _Node) -> tuple[int, list[int]]:
    """How much is still wrong, and how likely what was changed already."""
    return node.cost + _WORTH * node.tableau.wrong(), sorted(node.free)


def _minimal(problem: Problem, free: Cells) -> Cells:
    """A minimal set in one with which all can hold."""
    for cell in sorted(free):
        fewer = free - {cell}
        if problem.possible(fewer):
            free = fewer
    return free
