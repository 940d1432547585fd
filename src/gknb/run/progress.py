"""The progress line of a run, for a terminal."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.run.task import Done
    from gknb.standard.form import Lang

__all__ = ["Progress"]

_FIRST: Final = 1.0
"""Seconds before the first line; most runs are shorter."""
_AGAIN: Final = 0.2
"""Seconds between two lines."""


class Progress:
    """Counter of reports that formats their number, the rate and the remaining time."""

    def __init__(self, lang: Lang, total: int | None = None, clock: Callable[[], float] = monotonic) -> None:
        """Start the clock. ``total`` is the weight of the whole run if known; ``clock`` returns seconds."""
        self._lang = lang
        self._total = total
        self._clock = clock
        self._start = clock()
        self._next = self._start + _FIRST
        self._count = 0
        self._weight = 0

    def add(self, done: Done) -> str | None:
        """Count one more report; return the new line when one is due, else ``None``."""
        self._count += 1
        self._weight += done.weight
        now = self._clock()
        if now < self._next:
            return None
        self._next = now + _AGAIN
        return self._line(now - self._start)

    def _line(self, seconds: float) -> str:
        rate = self._count / seconds
        line = say(
            self._lang, "batch.progress", count=f"{self._count:,}", rate=f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
        )
        if not self._total or not self._weight:
            return line
        left = seconds * max(0, self._total - self._weight) / self._weight
        return say(self._lang, "batch.left", line=line, time=_clock_time(left))


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
