"""Counties with known mistakes: for each, the cells at fault and the findings that a checker must report."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final

from hypothesis import reject
from hypothesis import strategies as st

from gknb.errors import UsageError
from worlds.consequences import SUM, is_violated
from worlds.generation import worlds
from worlds.injections import INJECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hypothesis.strategies import DrawFn, SearchStrategy

    from worlds.injections import Done, Triple
    from worlds.model import World

__all__ = ["MISTAKES", "Mistake", "NoRoomError", "inject", "mistaken", "mistaken_worlds"]

MISTAKES: Final = tuple(INJECTIONS)
"""The kinds of mistakes."""
_TRIES: Final = 12


class NoRoomError(Exception):
    """A county cannot have so many mistakes without one hiding another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake in a county."""

    kind: str
    """One of :data:`MISTAKES`."""
    organ: str
    """The organ whose report is wrong: its name in the roster or, where it is not in the roster, in its report."""
    year: int
    """The year of the report."""
    scope: str
    """The scope of the report."""
    pointers: tuple[str, ...]
    """The wrong cells, as JSON Pointers; empty where the mistake concerns the whole report."""
    was: tuple[Any, ...]
    """The correct value of each."""
    now: tuple[Any, ...]
    """The value written instead."""
    expected_codes: frozenset[Triple]
    """Findings that must be reported, as (code, organ, year); never empty. Plausibility hints may come on top."""


def inject(world: World, chooser: Random, kind: str) -> tuple[World, Mistake] | None:
    """Return a copy of a county with one mistake of a kind, and the mistake.

    ``chooser`` makes every random choice. The mistake happens after consolidation: consolidated reports keep the right
    sums. ``None`` where no report of the county can have such a mistake, or none that a finding would show. Raises
    :class:`~gknb.errors.UsageError` for a kind that is not one of :data:`MISTAKES`.
    """
    made = _Mistakes(world)
    return (made.world, made.listed()[0]) if made.add(_known(kind), chooser) else None


def mistaken(
    world: World, chooser: Random, number: int, *, kinds: Sequence[str] = MISTAKES
) -> tuple[World, tuple[Mistake, ...]]:
    """Return a copy of a county with ``number`` mistakes, about equally many of each of ``kinds``, and the mistakes.

    No mistake hides another: no two are in the same report or relation. Where a contributing report is missing, the
    sums of the consolidated report are not evaluated. The rest is as for :func:`inject`. Raises
    :class:`~gknb.errors.UsageError` for an unknown kind, and :class:`NoRoomError` where so many do not fit.
    """
    made = _Mistakes(world)
    order = [_known(kind) for kind in chooser.sample(list(kinds), len(kinds))]
    for kind in sorted(islice(cycle(order), number), key=MISTAKES.index):
        others = chooser.sample(order, len(order))
        if not any(made.add(other, chooser) for other in (kind, *others)):
            raise NoRoomError(number)
    return made.world, made.listed()


def mistaken_worlds(
    number: int = 2,
    *,
    organs: int = 8,
    years: Sequence[int] | None = None,
    max_count: int = 10**4,
    kinds: Sequence[str] = MISTAKES,
) -> SearchStrategy[tuple[World, tuple[Mistake, ...]]]:
    """Counties that :func:`worlds` draws, each with ``number`` mistakes made by :func:`mistaken`.

    Raises as these do; a county without room for so many mistakes is not drawn.
    """
    for kind in kinds:
        _known(kind)
    return _mistaken_worlds(number, worlds(organs=organs, years=years, max_count=max_count), tuple(kinds))


@st.composite
def _mistaken_worlds(
    draw: DrawFn, number: int, drawn: SearchStrategy[World], kinds: tuple[str, ...]
) -> tuple[World, tuple[Mistake, ...]]:
    world, chooser = draw(drawn), draw(st.randoms(use_true_random=False))
    try:
        return mistaken(world, chooser, number, kinds=kinds)
    except NoRoomError:
        reject()


def _known(kind: str) -> str:
    if kind not in INJECTIONS:
        raise UsageError("kit.choice", name="kind", value=kind, allowed=", ".join(MISTAKES))
    return kind


class _Mistakes:
    """A county and the mistakes made in it so far."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.done: list[tuple[str, Done]] = []

    def add(self, kind: str, chooser: Random) -> bool:
        """Add a mistake that shares no report and no relation with the others; ``False`` if there is no room for it."""
        for _ in range(_TRIES):
            new = INJECTIONS[kind](self.world, chooser)
            if new is None:
                return False
            if self._is_apart(new) and all(_expected(new.world, one) for one in (new, *self._met(new))):
                self.world = new.world
                self.done.append((kind, new))
                return True
        return False

    def _is_apart(self, new: Done) -> bool:
        return all(_apart(one, new) and _apart(new, one) for _, one in self.done)

    def _met(self, new: Done) -> list[Done]:
        """Return the mistakes that a new one could hide."""
        return [one for _, one in self.done if not one.touched.isdisjoint(new.touched)]

    def listed(self) -> tuple[Mistake, ...]:
        """Return the mistakes in the order in which they were made."""
        return tuple(
            Mistake(
                kind=kind,
                organ=one.key.organ,
                year=one.key.year,
                scope=one.key.scope,
                pointers=tuple(slip.pointer for slip in one.slips),
                was=tuple(slip.was for slip in one.slips),
                now=tuple(slip.now for slip in one.slips),
                expected_codes=_expected(self.world, one),
            )
            for kind, one in self.done
        )


def _expected(world: World, one: Done) -> frozenset[Triple]:
    """Return the findings that a mistake must cause in the county as it is now."""
    violated = ((made.code, made.key.organ, made.key.year) for made in one.touched if is_violated(world, made))
    return one.stated.union(violated)


def _apart(one: Done, other: Done) -> bool:
    """Whether two mistakes share neither a report nor a relation.

    Where a whole report is wrong, the sums that include it are not evaluated, and do not count as shared.
    """
    if one.key[:2] == other.key[:2] or (one.whole and one.key.organ == other.key.organ):
        return False
    both = one.touched & other.touched
    return not any(made.code != SUM or not (one.whole or other.whole) for made in both)
