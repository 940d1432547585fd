"""Running the command: one document in, one answer out, within a time and a size, with no process left over.

Each command runs in a session of its own, and its process group is killed when it ends. A process that leaves
the group (``setsid``) is not followed. It may hold the pipes open for as long as it likes, so that end of file
proves nothing: a thread waits for the command itself and closes a pipe to wake the one that talks to it.
"""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass
from threading import Lock, Thread
from typing import IO, TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

__all__ = ["MOST_OUTPUT", "Process", "Processes", "Reply"]

MOST_OUTPUT: Final = 16 * 2**20
"""The largest answer, in bytes."""
_MOST_ERRORS: Final = 4096
"""How much is kept of the end of standard error, in bytes."""
_CHUNK: Final = 2**20
"""How much is read at once, in bytes: all that a pipe can hold."""
_KILLED_WITHIN: Final = 5.0
"""Seconds that a killed process has to end. One in a system call that cannot be interrupted ends later."""
_LONGEST_WAIT: Final = 3600.0
"""Seconds of one wait for output. The system refuses very large numbers; the wait is then repeated."""
_GROUPS: Final = hasattr(os, "killpg")
"""Whether the system has process groups. Without them, nothing would end what a command leaves behind."""

Ending: TypeAlias = Literal["line", "ended", "timeout", "flood", "stopped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back for one document."""

    ending: Ending
    """A line came, the process ended, time was up, too much output came, or the run was stopped."""
    output: bytes
    """What was printed."""
    errors: bytes
    """The end of what was printed on standard error."""
    status: int | None
    """The exit status, below 0 for a signal; ``None`` while the process runs."""
    seconds: float
    """How long it took."""
    late: bool = False
    """More output of the previous document was waiting; the process was restarted for this one."""


class Process:
    """One running command, in a session of its own. Raises :class:`OSError` where it cannot be started."""

    def __init__(self, command: Sequence[str]) -> None:
        self._output, self._errors, self._unsent = bytearray(), bytearray(), memoryview(b"")
        self._last = self._ended = self._killed = False
        self.left_processes = False
        """Whether it ended by itself and left processes of its group running."""
        self._selector = selectors.PollSelector()
        self._gone, gone = os.pipe()
        try:
            self._popen = subprocess.Popen(  # noqa: S603 - running the user's own command is what this is for
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except BaseException:
            os.close(self._gone)
            os.close(gone)
            raise
        self._stdin, self._stdout, self._stderr = self._pipes()
        for pipe in (self._stdout, self._stderr, self._gone):
            self._selector.register(pipe, selectors.EVENT_READ)
        self._waiter = Thread(target=self._wait, args=(gone,), daemon=True)
        self._waiter.start()

    def _pipes(self) -> list[IO[bytes]]:
        pipes = [pipe for pipe in (self._popen.stdin, self._popen.stdout, self._popen.stderr) if pipe]
        for pipe in pipes:
            os.set_blocking(pipe.fileno(), False)
        return pipes

    def _wait(self, gone: int) -> None:
        self._popen.wait()
        others = _kill_group(self._popen.pid)
        self.left_processes = others and not self._killed
        os.close(gone)

    def ask(self, document: bytes, *, seconds: float, line: bool) -> Reply:
        """Send a document; wait for a line, or else close the input and wait for the end of the process."""
        self._send(document, last=not line)
        started = time.monotonic()
        while (ending := self._ending(left := started + seconds - time.monotonic(), line=line)) is None:
            for key, _ in self._selector.select(min(left, _LONGEST_WAIT)):
                self._handle(key.fileobj)
        self._receive(self._stderr)
        reply = Reply(
            ending=ending,
            output=bytes(self._output),
            errors=bytes(self._errors),
            status=self._popen.returncode,
            seconds=time.monotonic() - started,
        )
        self._output.clear()
        self._errors.clear()
        return reply

    def _ending(self, left: float, *, line: bool) -> Ending | None:
        ended = self._ended
        if ended and self._killed:
            return "stopped"
        if ended:  # one read takes all that it printed; a process that left its group may go on writing
            self._receive(self._stdout)
            self._receive(self._stderr)
        if len(self._output) > MOST_OUTPUT:
            return "flood"
        if line and b"\n" in self._output:
            return "line"
        if ended:
            return "ended"
        return "timeout" if left <= 0 else None

    def waiting(self) -> bool:
        """Whether there is output that nobody asked for. It is discarded."""
        self._receive(self._stdout)
        found = bool(self._output.strip())
        self._output.clear()
        return found

    def _send(self, data: bytes, *, last: bool) -> None:
        self._unsent, self._last = memoryview(bytes(self._unsent) + data), last
        if not self._stdin.closed and self._stdin not in self._selector.get_map():
            self._selector.register(self._stdin, selectors.EVENT_WRITE)

    def _handle(self, pipe: object) -> None:
        if pipe is self._stdin:
            self._write()
        elif pipe == self._gone:
            self._selector.unregister(self._gone)
            self._ended = True
        else:
            self._receive(self._stdout if pipe is self._stdout else self._stderr)

    def _write(self) -> None:
        try:
            self._unsent = self._unsent[os.write(self._stdin.fileno(), self._unsent) :]
        except BlockingIOError:
            return
        except OSError:  # it does not read on; its answer counts all the same
            self._unsent, self._last = memoryview(b""), True
        if not self._unsent:
            self._selector.unregister(self._stdin)
            if self._last:
                self._stdin.close()

    def _receive(self, pipe: IO[bytes]) -> None:
        if pipe not in self._selector.get_map():
            return
        try:
            chunk = os.read(pipe.fileno(), _CHUNK)
        except BlockingIOError:
            return
        if not chunk:
            self._selector.unregister(pipe)
        elif pipe is self._stdout:
            self._output += chunk
        else:
            self._errors = (self._errors + chunk)[-_MOST_ERRORS:]

    def kill(self) -> None:
        """Kill it and its group, if it is still running. May be called by a signal handler, and again."""
        if self._popen.returncode is None:
            self._killed = True
            _kill_group(self._popen.pid)

    def end(self) -> None:
        """Kill it and its group, and close its pipes."""
        self.kill()
        self._waiter.join(_KILLED_WITHIN)
        os.close(self._gone)
        for pipe in (self._stdin, self._stdout, self._stderr):
            pipe.close()


def _kill_group(group: int) -> bool:
    """Kill a process group; whether it had any processes."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says of a group of zombies that it is not permitted
        return False
    return True


class Processes:
    """The processes of one run. A context manager: when it exits, they and their groups have ended.

    Raises :class:`~gknb.errors.UsageError` on a system without process groups.
    """

    def __init__(self, command: Sequence[str]) -> None:
        if not _GROUPS:
            raise UsageError("conformance.platform")
        self.command = tuple(command)
        self.stopped = False
        self.outlived = 0
        """How often the command ended and left processes of its group running."""
        self._running: set[Process] = set()
        self._lock = Lock()

    def __enter__(self) -> Self:
        """Return the processes themselves."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all that are left."""
        for process in list(self._running):
            self.end(process)

    def start(self, arguments: Sequence[str] = ()) -> Process:
        """Start the command once more, with these arguments added. Raises :class:`OSError`."""
        process = Process((*self.command, *arguments))
        self._running.add(process)
        if self.stopped:  # between the last look at it and now
            process.kill()
        return process

    def end(self, process: Process) -> None:
        """End a process and its group."""
        process.end()
        with self._lock:
            self._running.discard(process)
            self.outlived += process.left_processes

    def stop(self) -> None:
        """Stop the run: every process is killed. May be called by a signal handler, and again."""
        self.stopped = True
        for process in list(self._running):
            process.kill()
