"""Counties without errors, drawn by Hypothesis or generated from a seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from gknb.testing.drawing import known
from gknb.testing.series import consecutive
from worlds.model import World
from worlds.rosters import LEVELS, draw_organs
from worlds.yearly import Drawer

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
    """Counties of two to ``organs`` organs over ``years``, by default two or three consecutive years from 2019 on.

    ``levels`` are consecutive levels of government, the highest first: the first organ is the government at the top,
    the others are departments of a government, or governments of the next level. With ``renames``, some organs had
    another name at first, which is an alias in the roster. The number drawn for a cell is at most about ``max_count``.

    Every relation is satisfied: each report is valid without a finding and consistent with the report of the year
    before, and each consolidated report is the sum of those that it includes. Raises
    :class:`~gknb.errors.UsageError` or :class:`ValueError` for an argument that is out of range.
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
    """Return the county of exactly ``organs`` organs for ``seed``, without Hypothesis; the same seed, the same county.

    The other arguments are those of :func:`worlds`.
    """
    known(None, None, None, max_count)
    _check_levels(levels)
    _check_organs(organs)
    chooser = Random(seed)  # noqa: S311 - nothing here is secret
    return make_world(chooser, organs, consecutive(years), levels, renames=renames, most=max_count, figures=60)


def make_world(  # noqa: PLR0913 - each keyword pins down one thing
    chooser: Random, organs: int, years: Sequence[int], levels: Sequence[str], *, renames: bool, most: int, figures: int
) -> World:
    """Return the county for the random numbers of ``chooser``.

    ``figures`` is the greatest number of cells, sums excepted, that are not 0 in the reports of one organ.
    """
    drawn = draw_organs(chooser, organs, years, levels, renames=renames)
    made = World(roster={"roster": 1, "organs": [one.entry() for one in drawn]}, reports={})
    drawer = Drawer(chooser, made, drawn, most, figures)
    for year in years:
        drawer.year(year)
    return made


def _check_levels(levels: Sequence[str]) -> None:
    order = list(LEVELS)
    if not levels or levels[0] not in order or list(levels) != order[order.index(levels[0]) :][: len(levels)]:
        msg = f"levels must be consecutive ones of {order}, the highest first, not {list(levels)}"
        raise ValueError(msg)


def _check_organs(organs: int) -> None:
    if organs < 1:
        msg = f"organs must be 1 or more, not {organs}"
        raise ValueError(msg)
