"""Plan how to fill the cells of a form so that all relations hold, from the compiled relations alone.

Equalities compute cells from others (a total is the sum of its terms) or split a sum over cells; inequalities raise a
cell to its bound. The remaining cells are free. No relation or cell is known by name here; a relation that no step
satisfies is found when the finished report is checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from gknb.errors import CatalogError
from gknb.source.pointers import lookup
from gknb.standard.relations import Linear, ZeroTogether

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gknb.standard.relations import Condition

__all__ = ["Equation", "Plan", "looked_at", "make_plan"]

Number: TypeAlias = Any
"""An int or a Decimal."""
Choose: TypeAlias = "Callable[[int, int], int]"
"""Returns a whole number from 0 to a limit, given a cell and the limit."""


def looked_at(condition: Condition | None, document: Any) -> tuple[str, ...] | None:
    """Return the pointers of the alternative of a condition that is met; ``None`` if none is.

    Without a condition, there are no pointers. The values at the pointers must be usable.
    """
    for alternative in ((),) if condition is None else condition:
        if all(lookup(document, pointer) in allowed for pointer, allowed in alternative):
            return tuple(pointer for pointer, _ in alternative)
    return None


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum of cells and a constant that is 0 (or at least 0)."""

    net: tuple[tuple[int, int], ...]
    """(cell, 1 or -1)"""
    constant: int = 0
    """Constant term."""

    def side(self, sign: int) -> tuple[int, ...]:
        """Return the cells with that sign."""
        return tuple(cell for cell, factor in self.net if factor == sign)

    def total(self, values: Sequence[Number] | Mapping[int, Number]) -> Number:
        """Return the sum for values of all cells."""
        return sum((sign * values[cell] for cell, sign in self.net), self.constant)

    def without(self, cells: Iterable[int], factor: int = 1) -> Equation:
        """Return the equation without some cells, multiplied by 1 or -1."""
        gone = set(cells)
        return Equation(tuple((c, factor * sign) for c, sign in self.net if c not in gone), factor * self.constant)


class _Step(Protocol):
    """One step of a plan: it sets the cells in ``makes`` from those in ``needs``."""

    @property
    def makes(self) -> tuple[int, ...]: ...

    @property
    def needs(self) -> tuple[int, ...]: ...

    def fill(self, values: list[Number], choose: Choose) -> None: ...


@dataclass(frozen=True, slots=True)
class _Sum:
    """Set a cell to the sum of others."""

    cell: int
    terms: Equation

    @property
    def makes(self) -> tuple[int, ...]:
        return (self.cell,)

    @property
    def needs(self) -> tuple[int, ...]:
        return tuple(cell for cell, _ in self.terms.net)

    def fill(self, values: list[Number], _: Choose) -> None:
        values[self.cell] = self.terms.total(values)


@dataclass(frozen=True, slots=True)
class _Split:
    """Split a sum over cells; if it is negative, raise a slack cell first."""

    cells: tuple[int, ...]
    terms: Equation
    slack: tuple[int, ...]

    @property
    def makes(self) -> tuple[int, ...]:
        return (*self.cells, *self.slack)

    @property
    def needs(self) -> tuple[int, ...]:
        return tuple(cell for cell, _ in self.terms.net if cell not in self.slack)

    def fill(self, values: list[Number], choose: Choose) -> None:
        rest = self.terms.total(values)
        if rest < 0 and self.slack:
            values[self.slack[0]] -= rest
            rest = 0
        first, *others = self.cells
        for cell in others:
            values[cell] = choose(cell, int(rest)) if rest >= 1 else 0
            rest -= values[cell]
        values[first] = rest


@dataclass(frozen=True, slots=True)
class _Raise:
    """Raise a cell so that a sum is at least 0."""

    cell: int
    terms: Equation

    @property
    def makes(self) -> tuple[int, ...]:
        return (self.cell,)

    @property
    def needs(self) -> tuple[int, ...]:
        return tuple(cell for cell, _ in self.terms.net)

    def fill(self, values: list[Number], _: Choose) -> None:
        values[self.cell] = max(values[self.cell], -self.terms.total(values))


@dataclass(frozen=True, slots=True)
class _Follow:
    """Make a cell positive if another is, else 0."""

    cell: int
    other: int

    @property
    def makes(self) -> tuple[int, ...]:
        return (self.cell,)

    @property
    def needs(self) -> tuple[int, ...]:
        return (self.other,)

    def fill(self, values: list[Number], _: Choose) -> None:
        values[self.cell] = (values[self.cell] or 1) if values[self.other] else 0


@dataclass(frozen=True, eq=False)
class Plan:
    """The free cells of a form and the steps that set the others."""

    size: int
    """Number of cells."""
    steps: tuple[_Step, ...]
    """Steps, each after those that set the cells it needs."""

    @cached_property
    def free(self) -> tuple[int, ...]:
        """Cells whose value is drawn, in the order of the form; a step may still raise it."""
        made = {cell for step in self.steps for cell in _given(step)}
        return tuple(cell for cell in range(self.size) if cell not in made)

    @cached_property
    def bound(self) -> tuple[int, ...]:
        """Free cells in relations other than sums."""
        some = {c for s in self.steps if isinstance(s, _Raise | _Follow) for c in (*s.makes, *s.needs)}
        return tuple(cell for cell in self.free if cell in some)

    @cached_property
    def sums(self) -> dict[int, tuple[int, ...]]:
        """Terms of each cell that is a sum of others."""
        return {step.cell: step.needs for step in self.steps if isinstance(step, _Sum) and step.needs}

    def fill(self, drawn: Mapping[int, Number], choose: Choose) -> list[Number]:
        """Return the value of every cell, given values for free cells (0 by default) and a function to split sums."""
        values = [drawn.get(cell, 0) for cell in range(self.size)]
        for step in self.steps:
            step.fill(values, choose)
        return values


def _given(step: _Step) -> tuple[int, ...]:
    """Return the cells that a step sets regardless of what is drawn for them."""
    return step.cells if isinstance(step, _Split) else step.makes if isinstance(step, _Sum) else ()


def make_plan(size: int, relations: Iterable[Linear | ZeroTogether], more: Iterable[Equation] = ()) -> Plan:
    """Return the plan for relations that all apply and ``more`` equations between the cells.

    Raises :class:`~gknb.errors.CatalogError` if steps depend on each other in a cycle.
    """
    between = list(relations)
    equal, at_least = list(more), list[Equation]()
    for one in between:
        if isinstance(one, Linear):
            equation = Equation(one.net, one.left.constant - one.right.constant)
            (equal if one.comparator == "=" else at_least).append(
                equation.without((), -1) if one.comparator == "<=" else equation
            )
    steps: list[_Step] = []
    made: set[int] = set()

    def add(step: _Step) -> None:
        steps.append(step)
        made.update(step.makes)

    # Cells that are constant come first, so that no sum sets them.
    equal.sort(key=lambda equation: len(equation.net) > 1)
    for equation in [equation for equation in equal if not _add_sum(equation, made, add)]:
        _add_split(equation, made, add)
    raised: set[int] = set()
    for equation in at_least:
        if (cell := _to_raise(equation, made - raised, steps)) is not None:
            raised.add(cell)
            add(_Raise(cell, equation.without((cell,))))
    for together in between:
        if isinstance(together, ZeroTogether):
            _add_follow(together.cells, made, add)
    return Plan(size, _in_order(steps))


def _add_sum(one: Equation, made: set[int], add: Callable[[_Step], None]) -> bool:
    """Add a step that sets the only cell of one side from the other side; return whether that is possible.

    It is if no step sets the cell yet and its constant is not negative.
    """
    for sign in (1, -1):
        if len(one.side(sign)) == 1 and one.side(sign)[0] not in made and sign * one.constant <= 0:
            (cell,) = one.side(sign)
            add(_Sum(cell, one.without((cell,), -sign)))
            return True
    return False


def _add_split(one: Equation, made: set[int], add: Callable[[_Step], None]) -> None:
    """Add a step that splits the sum of one side over the cells of the other, preferably a side not set yet."""
    open_cells = {sign: tuple(cell for cell in one.side(sign) if cell not in made) for sign in (-1, 1)}
    untouched = {sign for sign, cells in open_cells.items() if cells and made.isdisjoint(one.side(sign))}
    sign = max(open_cells, key=lambda sign: (sign in untouched, len(open_cells[sign])))
    if open_cells[sign]:
        slack = () if made.isdisjoint(one.side(sign)) and sign * one.constant <= 0 else open_cells[-sign][:1]
        add(_Split(open_cells[sign], one.without(open_cells[sign], -sign), slack))


def _to_raise(one: Equation, made: set[int], steps: Sequence[_Step]) -> int | None:
    """Return the first positive cell that no step sets and that no other cell of the inequality depends on."""
    return next((cell for cell in one.side(1) if cell not in made and not _depends_on(one, cell, steps)), None)


def _add_follow(cells: tuple[int, int], made: set[int], add: Callable[[_Step], None]) -> None:
    """Add a step that makes one of two cells follow the other, preferably the second."""
    first, second = cells
    if second not in made:
        add(_Follow(second, first))
    elif first not in made:
        add(_Follow(first, second))


def _depends_on(one: Equation, cell: int, steps: Sequence[_Step]) -> bool:
    """Whether another cell of an equation is computed from ``cell``."""
    needed, waiting = set[int](), [other for other, _ in one.net if other != cell]
    while waiting:
        other = waiting.pop()
        if other not in needed:
            needed.add(other)
            waiting += (need for step in steps if other in step.makes for need in step.needs)
    return cell in needed


def _in_order(steps: Sequence[_Step]) -> tuple[_Step, ...]:
    """Return the steps ordered so that each comes after those that set the cells it needs."""
    waiting, ordered = list(steps), list[_Step]()
    while waiting:
        to_come = {cell for step in waiting for cell in step.makes}
        ready = [step for step in waiting if to_come.isdisjoint(step.needs)]
        if not ready:
            raise CatalogError("kit.circle")
        ordered += ready
        waiting = [step for step in waiting if step not in ready]
    return tuple(ordered)
