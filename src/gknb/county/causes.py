"""What explains several cells of a consolidated report that are not the sum (docs/semantics.md, "Against a roster")."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.county.rollup import CellSum
    from gknb.engine.digest import Digest

__all__ = ["BELOW", "Cause", "causes"]

BELOW: Final = "below"
"""The cause that is in the other report: it is not the sum of what it consolidates itself."""
_WHOLE: Final = 2
"""So many cells that one report explains are told as one."""


class Cause(NamedTuple):
    """What explains some cells whole and alone."""

    name: str
    """``below``, ``left-out`` or ``added-twice``."""
    digest: Digest
    """The report that is the cause."""
    cells: tuple[CellSum, ...]
    """The cells, in the order of the sums."""


class _Candidate(NamedTuple):
    name: str
    digest: Digest
    offs: dict[str, Any]
    """By how much it makes each cell too high."""


def causes(found: Sequence[CellSum], off: Sequence[CellSum], offs: Mapping[int, Mapping[str, Any]]) -> list[Cause]:
    """What explains cells, those first that explain most, none of them a cell that another one has explained.

    ``found`` has the sums of a consolidated report, ``off`` those that are violated, and ``offs`` by how much cells of
    consolidated reports below are too high, by the identity of their digests. A report that was left out, or added
    twice, shows in each of its cells that is not 0; a consolidated report below that is not the sum itself, in each of
    the cells in which it is not. Where two reports would explain the same cells alike, neither does.
    """
    if len(off) < _WHOLE:
        return []
    known = {one.pointer: one.value - one.total for one in off if not one.unknown}
    fitting = [one for one in _candidates(found, off[0].known, offs) if _fits(one, known)]
    alike = Counter((one.name, tuple(one.offs.items())) for one in fitting)
    alone = [one for one in fitting if alike[one.name, tuple(one.offs.items())] == 1]
    left = {one.pointer: one for one in off}
    explained: list[Cause] = []
    for name, digest, cells in sorted(alone, key=lambda one: -len(one.offs)):
        if left.keys() >= cells.keys():
            told = tuple(left.pop(one.pointer) for one in off if one.pointer in cells)
            explained.append(Cause(name, digest, told))
    return explained


def _candidates(
    found: Sequence[CellSum], digests: Sequence[Digest], offs: Mapping[int, Mapping[str, Any]]
) -> Iterator[_Candidate]:
    for n, digest in enumerate(digests):
        parts = {one.pointer: one.values[n] for one in found if one.values[n]}
        yield _Candidate(BELOW, digest, {pointer: -much for pointer, much in offs.get(id(digest), {}).items()})
        yield _Candidate("left-out", digest, {pointer: -part for pointer, part in parts.items()})
        yield _Candidate("added-twice", digest, parts)


def _fits(one: _Candidate, known: Mapping[str, Any]) -> bool:
    return len(one.offs) >= _WHOLE and all(known.get(pointer) == much for pointer, much in one.offs.items())
