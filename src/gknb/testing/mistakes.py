"""Worlds with mistakes in them, each with the true culprit and with what must be found because of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Final

from hypothesis import reject
from hypothesis import strategies as st

from gknb.errors import UsageError
from gknb.testing.consequences import SUM, broken
from gknb.testing.injections import INJECTIONS
from gknb.testing.worlds import worlds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.testing.county import World
    from gknb.testing.injections import Done, Triple

__all__ = ["MISTAKES", "Mistake", "inject", "mistaken", "mistaken_worlds"]

MISTAKES: Final = tuple(INJECTIONS)
"""The kinds of mistakes."""
_TRIES: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One mistake in a world, with its true culprit."""

    kind: str
    """One of :data:`MISTAKES`."""
    organ: str
    """The organ whose report is wrong, by its name in the roster; one that the roster does not have by its own name."""
    year: int
    """The year of the report."""
    scope: str
    """The scope of the report."""
    pointers: tuple[str, ...]
    """The places that are wrong, as JSON Pointers; none where the whole report is."""
    was: tuple[Any, ...]
    """What is right in each of them."""
    now: tuple[Any, ...]
    """What stands there."""
    expected_codes: frozenset[Triple]
    """What must be found because of it, as (code, organ, year); never empty. Remarks on plausibility may be added."""


def inject(world: World, chooser: Random, kind: str) -> tuple[World, Mistake] | None:
    """The world with one mistake of a kind put into it; ``world`` itself stays as it is.

    All that is left to chance is asked of ``chooser``. The mistake is made after consolidation: consolidated reports
    are left with the right sums. ``None`` where the world has no place for such a mistake, or where none was found that
    anything would tell of. Raises :class:`~gknb.errors.UsageError` for a kind that is not one of :data:`MISTAKES`.
    """
    made = _Mistakes(world)
    return (made.world, made.listed()[0]) if made.add(_known(kind), chooser) else None


def mistaken(
    world: World, chooser: Random, number: int, *, kinds: Sequence[str] = MISTAKES
) -> tuple[World, tuple[Mistake, ...]]:
    """The world with ``number`` mistakes, of each of ``kinds`` about equally many, none of which hides another.

    No two are in one report, nor in one relation; a consolidated report that is wrong because a report in it is missing
    says nothing of its sums. The rest is as for :func:`inject`. Raises :class:`~gknb.errors.UsageError` for an unknown
    kind, and where the world has no place for so many.
    """
    made = _Mistakes(world)
    order = [_known(kind) for kind in chooser.sample(list(kinds), len(kinds))]
    for kind in sorted(islice(cycle(order), number), key=MISTAKES.index):
        others = chooser.sample(order, len(order))
        if not any(made.add(other, chooser) for other in (kind, *others)):
            raise UsageError("kit.too-many", value=number)
    return made.world, made.listed()


def mistaken_worlds(
    number: int = 2,
    *,
    organs: int = 8,
    years: Sequence[int] | None = None,
    max_count: int = 10**4,
    kinds: Sequence[str] = MISTAKES,
) -> SearchStrategy[tuple[World, tuple[Mistake, ...]]]:
    """Worlds with ``number`` mistakes, as :func:`mistaken` makes them of those that :func:`worlds` draws.

    Raises :class:`~gknb.errors.UsageError` as these do; a world that has no place for so many is not drawn.
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
    except UsageError:  # the kinds are known: it has no place for so many
        reject()


def _known(kind: str) -> str:
    if kind not in INJECTIONS:
        raise UsageError("kit.choice", name="kind", value=kind, allowed=", ".join(MISTAKES))
    return kind


class _Mistakes:
    """A world, and the mistakes that were made in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.done: list[tuple[str, Done]] = []

    def add(self, kind: str, chooser: Random) -> bool:
        """Put one mistake more into the world, if there is a place for it that is apart from all others."""
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
        """The mistakes that another might hide."""
        return [one for _, one in self.done if not one.touched.isdisjoint(new.touched)]

    def listed(self) -> tuple[Mistake, ...]:
        """The mistakes, in the order in which they were made."""
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
    """What must be found because of a mistake in the world as it is now."""
    violated = ((made.code, made.key.organ, made.key.year) for made in one.touched if broken(world, made))
    return one.stated.union(violated)


def _apart(one: Done, other: Done) -> bool:
    """Whether two mistakes are in different reports and relations.

    Where a whole report is wrong, nothing is known of the sums that it is in: these are no relations of either.
    """
    if one.key[:2] == other.key[:2] or (one.whole and one.key.organ == other.key.organ):
        return False
    both = one.touched & other.touched
    return not any(made.code != SUM or not (one.whole or other.whole) for made in both)
