"""Check items in worker processes, a chunk at a time, and yield the answers in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import wait
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from gknb.run.done import Done, Worker
    from gknb.run.inputs import Item

__all__ = ["BUFFER", "CHUNK", "WINDOW", "Pool"]

CHUNK: Final = 64
"""Maximum number of items in a chunk."""
WINDOW: Final = 64
"""Maximum number of chunks in progress, or done and waiting for an earlier one."""
BUFFER: Final = 2**25
"""Maximum number of characters waiting for an earlier item; beyond it only the worker with that item is read."""
_CHUNK_SECONDS: Final = 0.03
"""Target duration of a chunk: long compared with sending it, short compared with the run."""
_PART: Final = 2**20
"""Characters that a worker gathers before it sends them, and bytes of items per chunk."""

Made: TypeAlias = "Callable[[], Worker]"
"""Makes a worker in another process; picklable."""


@dataclass(slots=True, eq=False)
class _Chunk:
    """Items given to one worker."""

    items: deque[Item]
    """Items not done yet."""
    done: deque[Done] = field(default_factory=deque)
    """Answers not yielded yet."""
    careful: bool = False
    """Whether each item is answered at once, because one of them has killed a worker."""


class Pool:
    """Worker processes and the chunks they are working on."""

    def __init__(self, task: Worker, made: Made, jobs: int) -> None:
        """Use up to ``jobs`` processes; each builds a task like ``task`` from ``made``."""
        self._task = task
        self._made = made
        self._jobs = jobs
        self._idle: list[_Worker] = []
        self._busy: dict[Connection[Any, Any], tuple[_Worker, _Chunk]] = {}
        self._chunks: deque[_Chunk] = deque()
        self._waiting = 0
        self._given: Done | None = None
        self._size = 1

    def run(self, items: Iterator[Item]) -> Iterator[Done]:
        """Yield the answer for each item, in order; the processes end with this generator, however it ends."""
        try:
            self._start(items)
            while self._chunks:
                self._listen()
                yield from self._ready()
                self._start(items)
        except KeyboardInterrupt:
            yield from [done for chunk in self._chunks for done in chunk.done if done is not self._given]
            raise
        finally:
            self._stop()

    def _start(self, items: Iterator[Item]) -> None:
        """Give chunks to workers while both are available."""
        while len(self._busy) < self._jobs and len(self._chunks) < WINDOW:
            chunk = _Chunk(deque(_first(items, self._size)))
            if not chunk.items:
                return
            self._chunks.append(chunk)
            self._give(chunk)

    def _give(self, chunk: _Chunk) -> None:
        worker = self._idle.pop() if self._idle else _Worker(self._made)
        self._busy[worker.connection] = worker, chunk
        with suppress(OSError):  # the worker has died; reading from it will show that
            worker.connection.send((chunk.careful, list(chunk.items)))

    def _listen(self) -> None:
        """Read answers of workers; if too much is waiting, only those of the worker with the first chunk."""
        is_full = self._waiting > BUFFER
        connections = [one for one, (_, chunk) in self._busy.items() if not is_full or chunk is self._chunks[0]]
        for connection in wait(connections):
            worker, chunk = self._busy[connection]  # type: ignore[index]
            try:
                answers = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker, chunk)
            else:
                self._take(worker, chunk, answers)

    def _take(self, worker: _Worker, chunk: _Chunk, answers: list[Done]) -> None:
        chunk.done += answers
        self._waiting += sum(done.size for done in answers)
        for _ in answers:
            chunk.items.popleft()
        if answers:
            average = sum(done.row.seconds for done in answers) / len(answers)
            self._size = max(1, min(CHUNK, int(_CHUNK_SECONDS / (average or 1e-6)), 2 * self._size))
        if not chunk.items:
            del self._busy[worker.connection]
            self._idle.append(worker)

    def _bury(self, worker: _Worker, chunk: _Chunk) -> None:
        """Handle the death of a worker: fail its item, or send several items again one by one to find which it was."""
        del self._busy[worker.connection]
        code = worker.end()
        if chunk.careful or len(chunk.items) == 1:
            problem = self._task.say("batch.signal" if code < 0 else "batch.exit", number=abs(code))
            chunk.done.append(self._task.failed(chunk.items.popleft(), "batch.killed", problem=problem))
        chunk.careful = True
        if chunk.items:
            self._give(chunk)

    def _ready(self) -> Iterator[Done]:
        """Yield the answers of the first chunk and, once it is complete, of the next ones."""
        while self._chunks:
            chunk = self._chunks[0]
            while chunk.done:
                # Ctrl-C may come between any two steps: the answer yielded last is recorded before it is removed.
                self._given = chunk.done[0]
                yield self._given
                self._waiting -= chunk.done.popleft().size
            if chunk.items:
                return
            self._chunks.popleft()

    def _stop(self) -> None:
        workers = (*self._idle, *(worker for worker, _ in self._busy.values()))
        for worker in workers:
            worker.connection.close()
        for worker in workers:
            worker.end()


def _first(items: Iterator[Item], most: int) -> Iterator[Item]:
    """Yield up to ``most`` items, fewer if they are large."""
    size = 0
    for item in islice(items, most):
        yield item
        size += item.size
        if size > _PART:
            return


class _Worker:
    """One worker process and the connection to it."""

    def __init__(self, made: Made) -> None:
        context: Any = multiprocessing.get_context("fork" if _may_fork() else "spawn")
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, self.connection, made), daemon=True)
        with _no_interrupt():
            self._process.start()
        theirs.close()

    def end(self) -> int:
        """End the process, whatever it is doing, and return its exit code, negative for a signal."""
        self.connection.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode or 0


def _may_fork() -> bool:
    """Whether this process has one thread; a fork of several may inherit a locked lock. Known on Linux only."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Block Ctrl-C, which goes to every process of a terminal, until a new process ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection[Any, Any], theirs: Connection[Any, Any], made: Made) -> None:
    """Run a worker: answer until the other end of the connection closes."""
    theirs.close()  # else the end of the parent would not close the connection
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    task = made()
    with suppress(EOFError, OSError):
        while True:
            _answer(connection, task, *connection.recv())


def _end_with_parent() -> None:
    """Wait for the end of the parent and kill this process, which may be waiting for a file that takes long to read."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def _answer(connection: Connection[Any, Any], task: Worker, careful: bool, items: list[Item]) -> None:
    done: list[Done] = []
    size = 0
    for item in items:
        done.append(task(item))
        size += done[-1].size
        if careful or size > _PART:
            connection.send(done)
            done, size = [], 0
    if done:
        connection.send(done)
