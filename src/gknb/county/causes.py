"""Finds causes of several differing cells in a consolidated report (docs/semantics.md, "Against a roster")."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.county.rollup import CellSum
    from gknb.engine.digest import Digest

__all__ = ["BELOW", "Cause", "causes"]

BELOW: Final = "below"
"""Cause in the contributor: it does not equal the sum of its own contributors."""
_WHOLE: Final = 2
"""Minimum number of cells that are reported as one cause."""


class Cause(NamedTuple):
    """A cause that explains the whole difference of some cells."""

    name: str
    """``below``, ``left-out`` or ``added-twice``."""
    digest: Digest
    """Contributor at fault."""
    cells: tuple[CellSum, ...]
    """Explained cells, in the order of the sums."""


class _Candidate(NamedTuple):
    name: str
    digest: Digest
    excess: dict[str, Any]
    """Excess that it causes in each cell, by pointer."""


def causes(found: Sequence[CellSum], off: Sequence[CellSum], excess: Mapping[int, Mapping[str, Any]]) -> list[Cause]:
    """Return causes with disjoint cells, those that explain most cells first.

    ``found`` are the sums of a consolidated report, ``off`` the violated ones, and ``excess`` the excess of cells in
    consolidated contributors, by the identity of their digests. A report left out or added twice shows in each of its
    cells other than 0; a consolidated contributor that differs from its own sum shows in each differing cell. If two
    reports explain the same cells equally, neither is a cause.
    """
    if len(off) < _WHOLE:
        return []
    known = {one.pointer: one.value - one.total for one in off if not one.unknown}
    fitting = [one for one in _candidates(found, off[0].known, excess) if _fits(one, known)]
    alike = Counter((one.name, tuple(one.excess.items())) for one in fitting)
    alone = [one for one in fitting if alike[one.name, tuple(one.excess.items())] == 1]
    left = {one.pointer: one for one in off}
    explained: list[Cause] = []
    for name, digest, cells in sorted(alone, key=lambda one: -len(one.excess)):
        if left.keys() >= cells.keys():
            cells_of_cause = tuple(left.pop(one.pointer) for one in off if one.pointer in cells)
            explained.append(Cause(name, digest, cells_of_cause))
    return explained


def _candidates(
    found: Sequence[CellSum], digests: Sequence[Digest], excess: Mapping[int, Mapping[str, Any]]
) -> Iterator[_Candidate]:
    for n, digest in enumerate(digests):
        parts = {one.pointer: one.values[n] for one in found if one.values[n]}
        yield _Candidate(BELOW, digest, {pointer: -much for pointer, much in excess.get(id(digest), {}).items()})
        yield _Candidate("left-out", digest, {pointer: -part for pointer, part in parts.items()})
        yield _Candidate("added-twice", digest, parts)


def _fits(one: _Candidate, known: Mapping[str, Any]) -> bool:
    return len(one.excess) >= _WHOLE and all(known.get(pointer) == much for pointer, much in one.excess.items())
