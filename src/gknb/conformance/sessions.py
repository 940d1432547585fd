"""The two ways of asking a command: a process for each document, or one process for many."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.conformance.process import Process, Processes, Reply

__all__ = ["Session", "Single", "Stream"]

_FAREWELL: Final = 2.0
"""Seconds that a process has to end by itself after the last document."""


class Session(Protocol):
    """Asks documents one after the other."""

    def ask(self, document: bytes, seconds: float, arguments: Sequence[str] = ()) -> Reply:
        """Return the reply to one document; ``arguments`` are added to the command.

        Raises :class:`OSError` where the command cannot be started.
        """

    def restart(self) -> None:
        """Use a new process for the next document."""

    def close(self) -> bool:
        """End; return whether there was more output, which belongs to the last document."""


class Single:
    """A process for each document, which reads its input to the end."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes

    def ask(self, document: bytes, seconds: float, arguments: Sequence[str] = ()) -> Reply:
        """Run the command once."""
        process = self._processes.start(arguments)
        try:
            return process.ask(document, seconds=seconds, line=False)
        finally:
            self._processes.end(process)

    def restart(self) -> None:
        """Nothing to do: each document has a process of its own."""

    def close(self) -> bool:
        """Return that there was no more output."""
        return False


class Stream:
    """One process that answers each line with a line."""

    def __init__(self, processes: Processes) -> None:
        self._processes = processes
        self._process: Process | None = None

    def ask(self, document: bytes, seconds: float, arguments: Sequence[str] = ()) -> Reply:
        """Send one line and wait for one; a running process takes no further arguments."""
        if arguments:
            raise ValueError(arguments)
        late = self._process is not None and self._process.waiting()
        if late:
            self.restart()
        if self._process is None:
            self._process = self._processes.start()
        return replace(self._process.ask(document + b"\n", seconds=seconds, line=True), late=late)

    def restart(self) -> None:
        """End the process; the next document gets a new one."""
        if self._process is not None:
            process, self._process = self._process, None
            self._processes.end(process)

    def close(self) -> bool:
        """Close the input and give the process a moment to end by itself."""
        left_over = False
        if self._process is not None and not self._processes.stopped:
            left_over = bool(self._process.ask(b"", seconds=_FAREWELL, line=False).output.strip())
        self.restart()
        return left_over
