"""How many examples a property test tries."""

from __future__ import annotations

from hypothesis import settings

__all__ = ["examples"]

WHOLE = 100
"""The number of examples for which the numbers in the tests are meant."""


def examples(most: int) -> int:
    """Return the number of examples of a test that tries ``most`` in CI; another profile tries a share of them."""
    return max(1, most * settings().max_examples // WHOLE)
