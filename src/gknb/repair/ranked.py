"""Rank the repairs of a system: minimal sets of cells with their values and the mistakes that explain them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, localcontext
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.repair.choose import valued
from gknb.repair.deduce import deduced
from gknb.repair.minimal import Problem, localise
from gknb.repair.mistakes import Explained, Mistake, Surroundings
from gknb.repair.system import System

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.repair.minimal import Localisation
    from gknb.repair.mistakes import Habits
    from gknb.repair.simplex import Bounds
    from gknb.repair.system import Number

__all__ = ["Note", "Option", "Ranked", "ranked"]

_EXACT: Final = Context(prec=10_000)
Note: TypeAlias = "tuple[Literal['size', 'least', 'some', 'none', 'listed', 'blanks'], int]"
"""What the list of repairs leaves out, and the number in its sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to repair a system or a part of it."""

    cost: int
    """Cost of the mistakes that explain it."""
    changes: Mapping[int, Number]
    """New value of each changed cell, by index, in order."""
    mistakes: tuple[Mistake, ...]
    """Mistakes that explain it."""
    ranges: Mapping[int, Bounds]
    """Least and greatest possible value of each cell that is not determined."""

    @property
    def order(self) -> tuple[Any, ...]:
        """Sort key: cost, then number of changes, then the order of the form."""
        return self.cost, len(self.changes), tuple(self.changes)

    def moved(self, indices: Sequence[int]) -> Option:
        """Return the option with the indices of the whole system."""
        return Option(
            cost=self.cost,
            changes={indices[cell]: value for cell, value in self.changes.items()},
            mistakes=tuple(
                replace(one, cell=indices[one.cell], other=None if one.other is None else indices[one.other])
                for one in self.mistakes
            ),
            ranges={indices[cell]: bounds for cell, bounds in self.ranges.items()},
        )

    def joined(self, other: Option) -> Option:
        """Return the combination of both options."""
        changes = {**self.changes, **other.changes}
        return Option(
            cost=self.cost + other.cost,
            changes={cell: changes[cell] for cell in sorted(changes)},
            mistakes=tuple(sorted((*self.mistakes, *other.mistakes), key=lambda one: one.cell)),
            ranges={**self.ranges, **other.ranges},
        )


_NOTHING: Final = Option(cost=0, changes={}, mistakes=(), ranges={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """The repairs of a system."""

    options: tuple[Option, ...] = ()
    """Options, likeliest first."""
    notes: tuple[Note, ...] = ()
    """What the list leaves out; empty if it is complete."""


def ranked(system: System, habits: Habits, *, zeros: bool = True) -> Ranked:
    """Return the repairs of ``system``, ranked by the cost of the mistakes that explain them.

    With ``zeros``, blanks must be filled and may have been meant as 0.
    """
    with localcontext(_EXACT):
        notes: list[Note] = []
        parts = [one for part in system.parts() for one in _part_options(*part, habits, notes)]
        lists = [options for options, _ in parts]
        if any(not options for options in lists):
            return Ranked(notes=(("some" if ("some", 0) in notes else "none", 0),))
        if not lists:
            return _filled(system, habits, zeros=zeros)
        count = 1
        for options, left in parts:
            count *= len(options) + left
        chosen = [_with_blanks(system, option, habits) for option in _cheapest(lists, habits.listed)]
        if count > len(chosen):
            notes.append(("listed", count))
        return Ranked(options=tuple(sorted(chosen, key=lambda option: option.order)), notes=_merged(notes))


def _merged(notes: Sequence[Note]) -> tuple[Note, ...]:
    """Return one note of each kind, with the smallest number."""
    least: dict[Any, int] = {}
    for kind, number in notes:
        least[kind] = min(number, least.get(kind, number))
    return tuple((kind, number) for kind, number in least.items())


def _part_options(
    part: System, indices: Sequence[int], habits: Habits, notes: list[Note]
) -> Iterator[tuple[list[Option], int]]:
    """Yield the options for one connected part and the number left out; nothing if the part can be satisfied."""
    problem = Problem(part)
    around = Surroundings(part, habits)
    shifts = list(_shifts(problem, around))
    found = localise(problem, habits.bounded, around.price, explained=bool(shifts))
    if found is not None and not (found.sets or shifts) and (fewer := _without_violated_warnings(part)) is not None:
        problem = Problem(fewer)
        found = localise(problem, habits.bounded, around.price)
    if found is None:
        return
    if problem.system is not part:
        around = Surroundings(problem.system, habits)
    options = _options(problem, found, around, shifts)
    if problem.unsure:
        found.complete = found.certain = False
    if not found.complete:
        notes.append(_incomplete(found))
    yield [option.moved(indices) for option in options], found.left


def _incomplete(found: Localisation) -> Note:
    """Return the note for a search that is not complete."""
    if not found.certain:
        return "some", 0
    least = min(map(len, found.sets), default=0)
    return ("least", least) if found.size < least else ("size", found.size)


def _without_violated_warnings(part: System) -> System | None:
    """Return the system without its violated warnings; ``None`` if it has none."""
    wrong = set(part.violated(part.values()))
    kept = [one for n, one in enumerate(part.constraints) if one.required or n not in wrong]
    return System(part.variables, tuple(kept)) if len(kept) < len(part.constraints) else None


def _options(problem: Problem, found: Localisation, around: Surroundings, shifts: Sequence[Option]) -> list[Option]:
    """Return the minimal sets with values and the possible shifts, each with its cheapest explanation."""
    options: dict[tuple[tuple[int, Number], ...], Option] = {}
    for cells in found.sets:
        if (values := valued(problem, cells, around)) is not None:
            why = around.explained(values[0])
            option = Option(cost=why.cost, changes=values[0], mistakes=why.mistakes, ranges=values[1])
            options[tuple(option.changes.items())] = option
    for option in shifts:
        key = tuple(option.changes.items())
        options[key] = min((option, options.get(key, option)), key=lambda one: one.cost)
    return sorted(options.values(), key=lambda option: option.order)


def _shifts(problem: Problem, around: Surroundings) -> Iterator[Option]:
    """Yield the shifts of a row or column by one cell that explain all violated constraints."""
    for moved, lost in around.shifts():
        option = _shift(problem, moved, lost, around)
        if option is not None:
            yield option


def _shift(problem: Problem, moved: Mapping[int, Number], lost: int, around: Surroundings) -> Option | None:
    """Return the option that undoes a shift, if it satisfies all constraints and no subset of its cells does."""
    values = problem.system.values()
    for cell, value in moved.items():
        values[cell] = value
    if None in moved.values() or values[lost] is None:
        return None
    own = (one for one in problem.system.constraints if one.comparator == "=" and lost in one.cells)
    crossing = next((one for one in own if not moved.keys() & set(one.cells)), None)
    if crossing is None or any(values[cell] is None for cell in crossing.cells):
        return None
    factor = dict(crossing.net)[lost]
    values[lost] -= factor * sum((sign * values[cell] for cell, sign in crossing.net), crossing.constant)
    if (values[lost] < 0 and not problem.system.variables[lost].signed) or problem.system.violated(values):
        return None
    changes = {cell: values[cell] for cell in sorted({*moved, lost}) if values[cell] != problem.system.values()[cell]}
    cells = frozenset(changes)
    if len(cells) < 2 or any(problem.possible(cells - {cell}) for cell in changes):
        return None
    why: Explained = around.shift(changes, lost)
    return Option(cost=why.cost, changes=changes, mistakes=why.mistakes, ranges={})


def _cheapest(lists: Sequence[Sequence[Option]], most: int) -> Iterator[Option]:
    """Yield the ``most`` cheapest combinations of one option from each list; the lists are sorted."""
    first = (0,) * len(lists)
    heap: list[tuple[tuple[Any, ...], tuple[int, ...]]] = []
    seen = {first}
    joined: dict[tuple[int, ...], Option] = {}

    def push(picks: tuple[int, ...]) -> None:
        option = _NOTHING
        for options, pick in zip(lists, picks, strict=True):
            option = option.joined(options[pick])
        joined[picks] = option
        heappush(heap, (option.order, picks))

    push(first)
    while heap and most > 0:
        _, picks = heappop(heap)
        yield joined.pop(picks)
        most -= 1
        for n, options in enumerate(lists):
            following = (*picks[:n], picks[n] + 1, *picks[n + 1 :])
            if following[n] < len(options) and following not in seen:
                seen.add(following)
                push(following)


def _with_blanks(system: System, option: Option, habits: Habits) -> Option:
    """Return an option with the blanks added that it determines."""
    values = system.values()
    if None not in values:
        return option
    for cell, value in option.changes.items():
        values[cell] = value
    return option.joined(_filling(deduced(system, values), habits))


def _filling(values: Mapping[int, Number], habits: Habits) -> Option:
    mistakes = [
        Mistake("deduced" if value else "blank-as-zero", cell, None, value) for cell, value in sorted(values.items())
    ]
    cost = sum(habits.costs[one.kind] for one in mistakes)
    return Option(cost=cost, changes=dict(sorted(values.items())), mistakes=tuple(mistakes), ranges={})


def _filled(system: System, habits: Habits, *, zeros: bool) -> Ranked:
    """Return the repairs of a system without violations: the determined blanks, then with ``zeros`` all others as 0."""
    values = system.values()
    if None not in values:
        return Ranked()
    certain = deduced(system, values)
    options = [_filling(certain, habits)] if certain else []
    left = [n for n, value in enumerate(values) if value is None and n not in certain]
    if not left:
        return Ranked(options=tuple(options))
    if zeros and len(left) <= habits.blanks:
        all_ = {**certain, **dict.fromkeys(left, 0)}
        whole = [all_.get(n, value) for n, value in enumerate(values)]
        if not system.violated(whole):
            return Ranked(options=(*options, _filling(all_, habits)))
    return Ranked(options=tuple(options), notes=(("blanks", len(left)),))
