"""Counties in which everything holds: drawn by Hypothesis, or made from a seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from gknb.errors import UsageError
from gknb.testing.county import World
from gknb.testing.drawing import known
from gknb.testing.rosters import LEVELS, draw_organs
from gknb.testing.series import consecutive
from gknb.testing.yearly import Drawer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["make_world", "world", "worlds"]

_LEVELS: Final = ("prefecture", "county", "township")
_YEARS: Final = range(2019, 2024)


def worlds(
    *,
    organs: int = 6,
    years: Iterable[int] | None = None,
    levels: Sequence[str] = _LEVELS,
    renames: bool = True,
    max_count: int = 10**4,
) -> SearchStrategy[World]:
    """Worlds of two to ``organs`` organs over ``years``, by default two or three consecutive ones from 2019 on.

    ``levels`` are consecutive levels of government, the highest first: the first organ is the government at the top,
    the others are departments of a government, or governments of the next level. With ``renames``, some had another
    name at first, which is an alias in the roster. What is drawn for a cell is at most some ``max_count``.

    Everything holds: each report is valid without a finding, each goes on from that of the year before, and each
    consolidated one is the sum of those that it includes. Raises :class:`~gknb.errors.UsageError` for an argument that
    is out of range.
    """
    known(None, None, None, max_count)
    _check_levels(levels)
    _check_organs(organs)
    spans = (
        st.just(consecutive(years))
        if years is not None
        else st.sampled_from([tuple(range(first, first + length)) for length in (2, 3) for first in (2021, 2020, 2019)])
    )
    return _worlds(organs, spans, tuple(levels), renames, max_count)


@st.composite
def _worlds(  # noqa: PLR0913, PLR0917 - those of worlds
    draw: DrawFn, organs: int, spans: SearchStrategy[tuple[int, ...]], levels: tuple[str, ...], renames: bool, most: int
) -> World:
    years, number = draw(spans), draw(st.integers(min(2, organs), organs))
    chooser = draw(st.randoms(use_true_random=False))
    return make_world(chooser, number, years, levels, renames=renames, most=most, figures=8)


def world(  # noqa: PLR0913 - each keyword pins down one thing
    seed: int,
    *,
    organs: int = 400,
    years: Iterable[int] = _YEARS,
    levels: Sequence[str] = _LEVELS,
    renames: bool = True,
    max_count: int = 10**4,
) -> World:
    """The world of exactly ``organs`` organs that ``seed`` stands for: always the same one, without Hypothesis.

    The rest is as for :func:`worlds`.
    """
    known(None, None, None, max_count)
    _check_levels(levels)
    _check_organs(organs)
    chooser = Random(seed)  # noqa: S311 - nothing here is secret
    return make_world(chooser, organs, consecutive(years), levels, renames=renames, most=max_count, figures=60)


def make_world(  # noqa: PLR0913 - each keyword pins down one thing
    chooser: Random, organs: int, years: Sequence[int], levels: Sequence[str], *, renames: bool, most: int, figures: int
) -> World:
    """The world that ``chooser`` leads to. ``figures`` is how many figures an organ has at most, but sums."""
    drawn = draw_organs(chooser, organs, years, levels, renames=renames)
    made = World(roster={"roster": 1, "organs": [one.entry() for one in drawn]}, reports={})
    drawer = Drawer(chooser, made, drawn, most, figures)
    for year in years:
        drawer.year(year)
    return made


def _check_levels(levels: Sequence[str]) -> None:
    order = list(LEVELS)
    if not levels or levels[0] not in order or list(levels) != order[order.index(levels[0]) :][: len(levels)]:
        raise UsageError("kit.levels", value=", ".join(levels), allowed=", ".join(order))


def _check_organs(organs: int) -> None:
    if organs < 1:
        raise UsageError("kit.organs", value=organs)
