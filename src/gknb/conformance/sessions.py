"""The two ways of asking a command: a process for each document, or one process for many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from gknb.conformance.process import Process, Processes, Reply

__all__ = ["Session", "Single", "Stream"]

_FAREWELL: Final = 2.0
"""Seconds that a process has to end by itself after its last document."""


class Session(Protocol):
    """What asks documents one after the other."""

    def ask(self, document: bytes, seconds: float) -> Reply:
        """The reply to one document. Raises :class:`OSError` where the command cannot be started."""

    def restart(self) -> None:
        """Start anew for the next document."""

    def close(self) -> bool:
        """End; whether output was left over that belongs to the last document."""


class Single:
    """A process for each document, which it reads to its end."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def ask(self, document: bytes, seconds: float) -> Reply:
        """Run the command once."""
        process = self._processes.start()
        try:
            return process.ask(document, seconds=seconds, line=False)
        finally:
            self._processes.end(process)

    def restart(self) -> None:
        """Nothing to do: each document has a process of its own."""

    def close(self) -> bool:
        """Nothing is left over."""
        return False


class Stream:
    """One process, which answers each line with a line."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._process: Process | None = None

    def ask(self, document: bytes, seconds: float) -> Reply:
        """Send one line and wait for one."""
        late = self._process is not None and self._process.waiting()
        if late:
            self.restart()
        if self._process is None:
            self._process = self._processes.start()
        return replace(self._process.ask(document + b"\n", seconds=seconds, line=True), late=late)

    def restart(self) -> None:
        """Kill the process; the next document gets a new one."""
        if self._process is not None:
            process, self._process = self._process, None
            self._processes.end(process)

    def close(self) -> bool:
        """Close its input and let it end by itself, for a moment."""
        left_over = False
        if self._process is not None and not self._processes.stop.asked:
            left_over = bool(self._process.ask(b"", seconds=_FAREWELL, line=False).output.strip())
        self.restart()
        return left_over
