"""Two lists of labels laid beside each other in order: printed ones, and those of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LIKE", "align"]

LIKE: Final = 0.55
"""The least likeness at which a printed label can be a label of the form."""


def align(
    printed: Sequence[int], known: Sequence[int], same: Callable[[int, int], bool], like: Callable[[int, int], float]
) -> dict[int, tuple[int, float]]:
    """Which printed one is which known one, and how alike they are; both in their order, each at most once.

    Those that are the same come first; what is left between them is paired by likeness, of at least :data:`LIKE`.
    So labels that are printed as they are on the form cost nothing but comparisons.
    """
    anchors = sorted(_pair(printed, known, lambda m, n: float(same(m, n))).items())
    pairs: dict[int, tuple[int, float]] = {m: (n, 1.0) for m, n in anchors}
    after_m = after_n = 0
    for m, n in [*((printed.index(m), known.index(n)) for m, n in anchors), (len(printed), len(known))]:
        rest, gap = printed[after_m:m], known[after_n:n]
        if rest and gap:
            pairs |= {one: (other, like(one, other)) for one, other in _pair(rest, gap, like).items()}
        after_m, after_n = m + 1, n + 1
    return pairs


def _pair(printed: Sequence[int], known: Sequence[int], like: Callable[[int, int], float]) -> dict[int, int]:
    """Of all ways to pair them in order, one with the greatest sum of what their likeness is above half the least."""
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
