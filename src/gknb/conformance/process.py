"""Commands at work: what goes in, what comes out within a time and a size, and nothing that outlives the run."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import IO, TYPE_CHECKING, Final, Literal, TypeAlias
from uuid import uuid4

from gknb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Self

__all__ = ["MOST_OUTPUT", "Process", "Processes", "Reply", "Stop"]

MOST_OUTPUT: Final = 16 * 2**20
"""The most bytes of an answer."""
_MOST_ERRORS: Final = 4096
"""How much is kept of the end of standard error."""
_CHUNK: Final = 2**16
"""How much is read at once."""
_TICK: Final = 0.05
"""Seconds after which a process that still holds its output open is looked after."""
_CLOSED_TICK: Final = 0.002
"""The same, where it has closed its output and will end any moment."""
_PROC: Final = "/proc"
_GROUPS: Final = hasattr(os, "killpg")
"""Whether there are process groups; elsewhere nothing would end what a command leaves behind."""
_SWEEP_EVERY: Final = 50
"""How many processes end before those that slipped away are looked for."""
_ROUNDS: Final = 100
"""How often those are looked for again while there are any: killing takes a moment, and some have children."""

Ending: TypeAlias = Literal["line", "ended", "timeout", "flood", "stopped"]


class Stop:
    """A wish to stop that all who wait can see: a descriptor that becomes readable, and stays so."""

    def __init__(self) -> None:
        self._readable, self._writable = os.pipe()
        self.asked = False

    def fileno(self) -> int:
        """What to wait for."""
        return self._readable

    def ask(self) -> None:
        """Ask everyone to stop; may be called by a signal handler, and again."""
        if not self.asked:
            self.asked = True
            os.write(self._writable, b".")

    def close(self) -> None:
        """Give the descriptors back."""
        os.close(self._readable)
        os.close(self._writable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back for one document."""

    ending: Ending
    """A line came, the process ended, time was up, too much came, or the run was stopped."""
    output: bytes
    """What was printed."""
    errors: bytes
    """The end of what was printed on standard error."""
    status: int | None
    """The exit status, below 0 for a signal; ``None`` while the process runs."""
    seconds: float
    """How long it took."""
    late: bool = False
    """More output was waiting from the document before; the process was started anew for this one."""


class Process:
    """One running command, in a session of its own."""

    def __init__(self, command: Sequence[str], environment: dict[str, str], stop: Stop) -> None:
        self._stop = stop
        self._output, self._errors, self._unsent = bytearray(), bytearray(), memoryview(b"")
        self._last = False
        self._selector = selectors.DefaultSelector()
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - running the user's own command is what this is for
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                env=environment,
                start_new_session=True,
            )
        except BaseException:
            self._selector.close()
            raise
        self._stdin, self._stdout, self._stderr = self._pipes()
        self._selector.register(stop, selectors.EVENT_READ)
        self._selector.register(self._stdout, selectors.EVENT_READ, self._read_output)
        self._selector.register(self._stderr, selectors.EVENT_READ, self._read_errors)

    def _pipes(self) -> list[IO[bytes]]:
        pipes = [pipe for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr) if pipe]
        for pipe in pipes:
            os.set_blocking(pipe.fileno(), False)
        return pipes

    def ask(self, document: bytes, *, seconds: float, line: bool) -> Reply:
        """Send a document; wait for a line, or else close the input and wait for the end of the process."""
        self._output.clear()
        self._errors.clear()
        self._send(document, last=not line)
        started = time.monotonic()
        while (ending := self._ending(started + seconds, line=line)) is None:
            open_output = self._stdout in self._selector.get_map()
            for key, _ in self._selector.select(_TICK if open_output else _CLOSED_TICK):
                if key.data:
                    key.data()
        return Reply(
            ending=ending,
            output=bytes(self._output),
            errors=bytes(self._errors),
            status=self._popen.poll(),
            seconds=time.monotonic() - started,
        )

    def _ending(self, deadline: float, *, line: bool) -> Ending | None:
        if self._stop.asked:
            return "stopped"
        ended = self._popen.poll() is not None
        if ended:  # what it printed is in the pipe; a child of its own may hold that open for ever
            self._drain()
        if len(self._output) > MOST_OUTPUT:
            return "flood"
        if line and b"\n" in self._output:
            return "line"
        if ended:
            return "ended"
        return "timeout" if time.monotonic() >= deadline else None

    def waiting(self) -> bool:
        """Whether output is there that nobody asked for."""
        self._output.clear()
        self._drain()
        return bool(self._output.strip())

    def _drain(self) -> None:
        for read in (self._read_output, self._read_errors):
            for _ in range(MOST_OUTPUT // _CHUNK + 2):  # a child of its own may write without end
                if not read():
                    break

    def _send(self, data: bytes, *, last: bool) -> None:
        self._unsent, self._last = memoryview(bytes(self._unsent) + data), last
        if not self._stdin.closed and self._stdin not in self._selector.get_map():
            self._selector.register(self._stdin, selectors.EVENT_WRITE, self._write)

    def _write(self) -> None:
        try:
            self._unsent = self._unsent[os.write(self._stdin.fileno(), self._unsent) :]
        except BlockingIOError:
            return
        except OSError:  # it does not read on; whatever it answers counts all the same
            self._unsent, self._last = memoryview(b""), True
        if not self._unsent:
            self._selector.unregister(self._stdin)
            if self._last:
                self._stdin.close()

    def _read_output(self) -> bool:
        return self._read(self._stdout, self._output)

    def _read_errors(self) -> bool:
        more = self._read(self._stderr, self._errors)
        del self._errors[:-_MOST_ERRORS]
        return more

    def _read(self, pipe: IO[bytes], into: bytearray) -> bool:
        if pipe not in self._selector.get_map():
            return False
        try:
            chunk = os.read(pipe.fileno(), _CHUNK)
        except BlockingIOError:
            return False
        into += chunk
        if not chunk:
            self._selector.unregister(pipe)
        return bool(chunk)

    def end(self, outlived: Callable[[], None]) -> None:
        """Kill it and all of its group; ``outlived`` is called first where it had ended and others of them had not."""
        if self.running:
            _kill_group(self._popen.pid, signal.SIGKILL)
            with suppress(subprocess.TimeoutExpired):  # a process in the kernel's hands ends when those let go
                self._popen.wait(5)
        elif _kill_group(self._popen.pid, 0):
            outlived()
            _kill_group(self._popen.pid, signal.SIGKILL)
        self._selector.close()
        for pipe in (self._stdin, self._stdout, self._stderr):
            pipe.close()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._popen.poll() is None

    @property
    def group(self) -> int:
        """Its process group."""
        return self._popen.pid


def _kill_group(group: int, number: int) -> bool:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


class Processes:
    """The processes that one run starts. A context manager: when it is left, none of them is there any more.

    Raises :class:`~gknb.errors.UsageError` on a system without process groups.
    """

    def __init__(self, command: Sequence[str]) -> None:
        if not _GROUPS:
            raise UsageError("conformance.platform")
        self.command = tuple(command)
        self.stop = Stop()
        self.outlived = 0
        """How many processes went on after the command had ended."""
        self._mark = f"GKNB_RUN_{uuid4().hex}"
        self._numbers, self._ended, self._lock = count(1), 0, Lock()
        self._running: set[str] = set()
        self._killed_groups: set[int] = set()
        self._number_of: dict[Process, str] = {}

    def __enter__(self) -> Self:
        """The processes themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill all that is left."""
        self.end_all()
        self.stop.close()

    def start(self) -> Process:
        """Start the command once more. Raises :class:`OSError`."""
        number = str(next(self._numbers))
        self._running.add(number)
        try:
            process = Process(self.command, {**os.environ, self._mark: number}, self.stop)
        except BaseException:
            self._running.discard(number)
            raise
        self._number_of[process] = number
        return process

    def end(self, process: Process) -> None:
        """Kill a process and its group, and now and then what has slipped away from them."""
        if process.running:
            self._killed_groups.add(process.group)
        self._running.discard(self._number_of.pop(process))
        process.end(self._outlived)
        self._ended += 1
        if self._ended % _SWEEP_EVERY == 0:
            self._sweep()

    def end_all(self) -> None:
        """Kill all that is left."""
        for process in list(self._number_of):
            self.end(process)
        self._sweep()

    def _outlived(self) -> None:
        if os.path.isdir(_PROC):
            self._sweep()
        else:
            self.outlived += 1

    def _sweep(self) -> None:
        """Kill what the command has left behind, found by the mark in its environment."""
        slipped_away: set[int] = set()
        with self._lock:
            for _ in range(_ROUNDS):
                if not (left := self._left_behind()):
                    break
                slipped_away.update(pid for pid in left if self._kill(pid))
                time.sleep(_TICK / 10)
            self.outlived += len(slipped_away)

    def _kill(self, pid: int) -> bool:
        """Kill a process; whether it was not dying already, with its group."""
        try:
            group = os.getpgid(pid)
            os.kill(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return False
        return group not in self._killed_groups

    def _left_behind(self) -> list[int]:
        ended = []
        for name in os.listdir(_PROC) if os.path.isdir(_PROC) else ():
            number = self._number(name) if name.isdigit() else None
            if number is not None and number not in self._running:
                ended.append(int(name))
        return ended

    def _number(self, pid: str) -> str | None:
        """The mark of a process; ``None`` where it has none, or may not be looked at."""
        try:
            with open(f"{_PROC}/{pid}/environ", "rb") as file:
                _, found, rest = f"\0{file.read().decode('latin-1')}".partition(f"\0{self._mark}=")
        except OSError:
            return None
        return rest.partition("\0")[0] if found else None
