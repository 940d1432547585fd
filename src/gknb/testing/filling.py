"""How to fill the cells of a form so that the relations hold, worked out from the compiled relations alone.

Equalities make cells from others (a total is the sum of its terms) or split a sum over cells; inequalities raise a
cell to its bound. What is left is free. Nothing here knows a relation or a cell by name; what no step takes care of
is for the checker to notice in the finished report.
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
"""Given a cell and a limit, a whole number from 0 to the limit."""


def looked_at(condition: Condition | None, document: Any) -> tuple[str, ...] | None:
    """The pointers of the alternative that holds, none for no condition; ``None`` where the condition does not hold.

    The values that it looks at must be usable.
    """
    for alternative in ((),) if condition is None else condition:
        if all(lookup(document, pointer) in allowed for pointer, allowed in alternative):
            return tuple(pointer for pointer, _ in alternative)
    return None


@dataclass(frozen=True, slots=True)
class Equation:
    """Cells added and subtracted, and a constant, that give 0 (or at least 0)."""

    net: tuple[tuple[int, int], ...]
    """(cell, 1 or -1)"""
    constant: int = 0

    def side(self, sign: int) -> tuple[int, ...]:
        """The cells with that sign."""
        return tuple(cell for cell, factor in self.net if factor == sign)

    def total(self, values: Sequence[Number] | Mapping[int, Number]) -> Number:
        """What it gives for the values of all cells."""
        return sum((sign * values[cell] for cell, sign in self.net), self.constant)

    def without(self, cells: Iterable[int], factor: int = 1) -> Equation:
        """The equation without some cells, times 1 or -1."""
        gone = set(cells)
        return Equation(tuple((c, factor * sign) for c, sign in self.net if c not in gone), factor * self.constant)


class _Step(Protocol):
    @property
    def makes(self) -> tuple[int, ...]: ...

    @property
    def needs(self) -> tuple[int, ...]: ...

    def fill(self, values: list[Number], choose: Choose) -> None: ...


@dataclass(frozen=True, slots=True)
class _Sum:
    """A cell is the sum of others."""

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
    """A sum is shared out between cells; where it is below 0, another cell is raised first."""

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
    """A cell is at least what makes a sum reach 0."""

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
    """A cell is positive where another is, else 0."""

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
    """Which cells of a form are free, and how the others follow from them."""

    size: int
    """How many cells there are."""
    steps: tuple[_Step, ...]

    @cached_property
    def free(self) -> tuple[int, ...]:
        """The cells whose value is drawn, in the order of the form; a step may still raise it."""
        made = {cell for step in self.steps for cell in _given(step)}
        return tuple(cell for cell in range(self.size) if cell not in made)

    @cached_property
    def bound(self) -> tuple[int, ...]:
        """The free cells among which the relations other than sums hold."""
        some = {c for s in self.steps if isinstance(s, _Raise | _Follow) for c in (*s.makes, *s.needs)}
        return tuple(cell for cell in self.free if cell in some)

    @cached_property
    def sums(self) -> dict[int, tuple[int, ...]]:
        """The cells that are sums of others, each with its terms."""
        return {step.cell: step.needs for step in self.steps if isinstance(step, _Sum) and step.needs}

    def fill(self, drawn: Mapping[int, Number], choose: Choose) -> list[Number]:
        """The value of every cell, from those drawn for free cells (0 for the rest) and what ``choose`` answers."""
        values = [drawn.get(cell, 0) for cell in range(self.size)]
        for step in self.steps:
            step.fill(values, choose)
        return values


def _given(step: _Step) -> tuple[int, ...]:
    """The cells whose value a step gives whatever is drawn for them."""
    return step.cells if isinstance(step, _Split) else step.makes if isinstance(step, _Sum) else ()


def make_plan(size: int, relations: Iterable[Linear | ZeroTogether], more: Iterable[Equation] = ()) -> Plan:
    """The plan for relations that all apply, and for ``more`` equations between the cells.

    Raises :class:`~gknb.errors.CatalogError` where cells are made from each other in a circle.
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

    # A cell that is a constant comes before all sums, so that none is made of it.
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
    """Make the lone cell of one side from the other side, if it is not made yet and can never be below 0."""
    for sign in (1, -1):
        if len(one.side(sign)) == 1 and one.side(sign)[0] not in made and sign * one.constant <= 0:
            (cell,) = one.side(sign)
            add(_Sum(cell, one.without((cell,), -sign)))
            return True
    return False


def _add_split(one: Equation, made: set[int], add: Callable[[_Step], None]) -> None:
    """Share out what one side has over the cells of the other, best over one of which nothing is made yet."""
    open_cells = {sign: tuple(cell for cell in one.side(sign) if cell not in made) for sign in (-1, 1)}
    untouched = {sign for sign, cells in open_cells.items() if cells and made.isdisjoint(one.side(sign))}
    sign = max(open_cells, key=lambda sign: (sign in untouched, len(open_cells[sign])))
    if open_cells[sign]:
        slack = () if made.isdisjoint(one.side(sign)) and sign * one.constant <= 0 else open_cells[-sign][:1]
        add(_Split(open_cells[sign], one.without(open_cells[sign], -sign), slack))


def _to_raise(one: Equation, made: set[int], steps: Sequence[_Step]) -> int | None:
    """The first added cell that is not made otherwise, nor one that another cell of the bound is made from."""
    return next((cell for cell in one.side(1) if cell not in made and not _rests_on(one, cell, steps)), None)


def _add_follow(cells: tuple[int, int], made: set[int], add: Callable[[_Step], None]) -> None:
    """Let one of two cells follow the other, the second where that is open."""
    first, second = cells
    if second not in made:
        add(_Follow(second, first))
    elif first not in made:
        add(_Follow(first, second))


def _rests_on(one: Equation, cell: int, steps: Sequence[_Step]) -> bool:
    """Whether another cell of an equation is made from ``cell``."""
    needed, waiting = set[int](), [other for other, _ in one.net if other != cell]
    while waiting:
        other = waiting.pop()
        if other not in needed:
            needed.add(other)
            waiting += (need for step in steps if other in step.makes for need in step.needs)
    return cell in needed


def _in_order(steps: Sequence[_Step]) -> tuple[_Step, ...]:
    """The steps so that each comes after those that make what it needs."""
    waiting, ordered = list(steps), list[_Step]()
    while waiting:
        to_come = {cell for step in waiting for cell in step.makes}
        ready = [step for step in waiting if to_come.isdisjoint(step.needs)]
        if not ready:
            raise CatalogError("kit.circle")
        ordered += ready
        waiting = [step for step in waiting if step not in ready]
    return tuple(ordered)
