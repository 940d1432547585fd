"""Align two ordered lists of labels: those printed in a file and those of the form."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = ["LIKE", "align"]

LIKE: Final = 0.55
"""Minimum likeness at which a printed label matches a label of the form."""


def align(
    printed: Sequence[int],
    known: Sequence[int],
    same: Mapping[int, Collection[int]],
    like: Callable[[int, int], float],
) -> dict[int, tuple[int, float]]:
    """Return, for each matched printed label, the known label and their likeness.

    Labels are given as numbers. The matches keep the order of both lists, and each label is matched at most once.
    ``same`` maps printed labels to the known labels with equal text. Those are matched first; only the labels left
    between them are compared by ``like``, and match at :data:`LIKE` or above.
    """
    anchors = _anchors(printed, known, same)
    pairs: dict[int, tuple[int, float]] = {m: (n, 1.0) for m, n in anchors}
    place_m, place_n = ({one: place for place, one in enumerate(some)} for some in (printed, known))
    after_m = after_n = 0
    for m, n in [*((place_m[m], place_n[n]) for m, n in anchors), (len(printed), len(known))]:
        rest, gap = printed[after_m:m], known[after_n:n]
        if rest and gap:
            pairs |= {one: (other, like(one, other)) for one, other in _pair(rest, gap, like).items()}
        after_m, after_n = m + 1, n + 1
    return pairs


def _anchors(
    printed: Sequence[int], known: Sequence[int], same: Mapping[int, Collection[int]]
) -> list[tuple[int, int]]:
    """Return the pairs of labels with equal text, in order."""
    plain = [(m, next(iter(same[m]))) for m in printed if len(same.get(m, ())) == 1]
    order = {one: place for place, one in enumerate(known)}
    places = [order[n] for _, n in plain]
    if len(plain) == sum(1 for m in printed if same.get(m)) and all(one < later for one, later in pairwise(places)):
        return plain
    candidates = [m for m in printed if same.get(m)]
    pairs = _pair(candidates, known, lambda m, n: float(n in same[m]))
    return [(m, pairs[m]) for m in candidates if m in pairs]


def _pair(printed: Sequence[int], known: Sequence[int], like: Callable[[int, int], float]) -> dict[int, int]:
    """Return the ordered pairing with the greatest sum of ``likeness - LIKE / 2`` (dynamic programming)."""
    gain = [[0.0] * (len(known) + 1) for _ in range(len(printed) + 1)]
    alike = [[like(one, other) for other in known] for one in printed]
    for m in reversed(range(len(printed))):
        here, below = gain[m], gain[m + 1]
        for n in reversed(range(len(known))):
            best = max(below[n], here[n + 1])
            if alike[m][n] >= LIKE:
                best = max(best, below[n + 1] + alike[m][n] - LIKE / 2)
            here[n] = best
    pairs: dict[int, int] = {}
    m = n = 0
    while m < len(printed) and n < len(known):
        if alike[m][n] >= LIKE and gain[m][n] == gain[m + 1][n + 1] + alike[m][n] - LIKE / 2:
            pairs[printed[m]] = known[n]
            m, n = m + 1, n + 1
        elif gain[m][n] == gain[m + 1][n]:
            m += 1
        else:
            n += 1
    return pairs
