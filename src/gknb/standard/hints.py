"""Hints: hypotheses that explain a difference. Implementations need not give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

__all__ = ["MOST", "explain_difference"]

MOST = 3
"""Maximum number of hints of one finding."""


def explain_difference(
    terms: Sequence[tuple[int, Any]], difference: Any, parts: Collection[int]
) -> list[tuple[str, int, Any]]:
    """Return the hints for terms whose signed sum is ``difference`` instead of 0.

    ``terms`` are (sign, value). ``parts`` are the indices of terms that share a sum with others, so that they could
    have been left out or added twice. A hint is (name in ``hints.json``, index of the term, value of the term that
    makes the difference 0).
    """
    found = [
        (name, n, value - sign * difference)
        for name in ("digit-swap", "factor-of-ten", "equals-cell")
        for n, (sign, value) in enumerate(terms)
        if (name != "equals-cell" or n in parts) and _TESTS[name](value, value - sign * difference, difference)
    ]
    # A value that stands in many cells explains nothing.
    equal = [hint for hint in found if hint[0] == "equals-cell"]
    if len(equal) > 2:
        found = [hint for hint in found if hint not in equal]
    return found[:MOST]


def _equals_cell(value: Any, _: Any, difference: Any) -> bool:
    return bool(value == abs(difference))


def _digit_swap(value: Any, restored: Any, _: Any) -> bool:
    return value > 0 and restored > 0 and str(restored) in _swapped(str(value))


def _swapped(digits: str) -> Iterator[str]:
    for n in range(len(digits) - 1):
        if digits[n] != digits[n + 1]:
            yield digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :]


def _factor_of_ten(value: Any, restored: Any, _: Any) -> bool:
    return bool(value > 0 and restored > 0 and (value == restored * 10 or restored == value * 10))


_TESTS = {"equals-cell": _equals_cell, "digit-swap": _digit_swap, "factor-of-ten": _factor_of_ten}
