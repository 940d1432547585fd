"""The limits of one input. They keep any input under 2 s and 300 MB; a report is about 7 kB, 330 values, 8 levels."""

from __future__ import annotations

from typing import Final

__all__ = ["LIMITS", "MAX_BYTES", "MAX_DEPTH", "MAX_DIGITS", "MAX_VALUES", "MAX_YAML_BYTES"]

MAX_BYTES: Final = 10 * 2**20
MAX_YAML_BYTES: Final = 2**20  # PyYAML without libyaml reads about 1 MB a second
MAX_DEPTH: Final = 200  # nested containers
MAX_VALUES: Final = 10_000  # scalars and containers together
MAX_DIGITS: Final = 1_000  # of a number written out in full, on both sides of the point

LIMITS: Final = {"seconds": 20, "memory": 1024}
"""The limits of one published file, which settings can change: seconds to read it, and MiB of memory."""
