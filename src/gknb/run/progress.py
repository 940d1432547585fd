"""The progress line of a run, for a terminal."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Final

from gknb.run.inputs import total_weight
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TextIO

    from gknb.run.done import Done
    from gknb.standard.form import Lang

__all__ = ["Meter", "Progress"]

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


class Meter:
    """The progress line of a run on a terminal, if there is one."""

    def __init__(self, lang: Lang, paths: Sequence[str], terminal: TextIO | None, screen: TextIO) -> None:
        """Show a line on ``terminal``, if there is one; ``screen`` takes the output and may be the same terminal."""
        self.shown = terminal is not None
        self._terminal = terminal
        self._screen = screen
        self._shares = self.shown and screen.isatty()
        self._there = False
        self._progress = Progress(lang, total_weight(paths)) if self.shown else None

    def before(self, done: Done) -> None:
        """Make room for what is printed of a report, if that goes to the same terminal."""
        if self._shares and done.pieces[0]:
            self.clear()

    def add(self, done: Done) -> None:
        """Count one report."""
        if self._progress and (line := self._progress.add(done)):
            if self._shares:
                self._screen.flush()
                if not "".join(done.pieces[0][-1:]).endswith("\n"):  # the line would appear inside another one
                    return
            self._write(f"\r{line}\x1b[K")
            self._there = True

    def clear(self) -> None:
        """Remove the line."""
        if self._there:
            self._write("\r\x1b[K")
            self._there = False

    def _write(self, text: str) -> None:
        if self._terminal is not None:
            self._terminal.write(text)
            self._terminal.flush()


def _clock_time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
