"""Other processes that check. Each is given some items at a time, and this process puts what they answer in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Final

from gknb.run.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from gknb.run.items import Item
    from gknb.run.task import Done, Says
    from gknb.settings.checker import Checker

__all__ = ["BUFFER", "CHUNK", "WINDOW", "Pool"]

CHUNK: Final = 64
"""The most items that a worker is given at a time."""
WINDOW: Final = 64
"""The most chunks that are under way, or done and waiting for one before them."""
BUFFER: Final = 2**25
"""The most characters that wait for an item before them; then only the worker that has that one is listened to."""
_CHUNK_SECONDS: Final = 0.03
"""What a chunk is meant to take: long beside what it costs to send, short beside the run."""
_PART: Final = 2**20
"""The most characters that a worker gathers before it sends them, and the most bytes of items in a chunk."""

Made = tuple["Callable[[], Checker]", "Sequence[Says]"]


@dataclass(slots=True, eq=False)
class _Chunk:
    """Items that one worker has."""

    items: deque[Item]
    """Those not done yet."""
    done: deque[Done] = field(default_factory=deque)
    """What came of the others, as far as it is not passed on."""
    careful: bool = False
    """Whether each is answered at once, because a worker has died of one of them."""


class Pool:
    """Workers, and what they are doing."""

    def __init__(self, task: Task, made: Made, jobs: int) -> None:
        """Up to ``jobs`` processes, each of which makes a task like ``task`` from ``made``."""
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
        """What came of each item, in order; when it ends, however it ends, the processes are gone."""
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
        """Give every worker something to do, as long as there is something."""
        while len(self._busy) < self._jobs and len(self._chunks) < WINDOW:
            chunk = _Chunk(deque(_first(items, self._size)))
            if not chunk.items:
                return
            self._chunks.append(chunk)
            self._give(chunk)

    def _give(self, chunk: _Chunk) -> None:
        worker = self._idle.pop() if self._idle else _Worker(self._made)
        self._busy[worker.connection] = worker, chunk
        with suppress(OSError):  # it has died in the meantime, which listening to it will tell
            worker.connection.send((chunk.careful, list(chunk.items)))

    def _listen(self) -> None:
        """Take in what workers have to say; where too much is waiting already, only what it waits for."""
        held = self._waiting > BUFFER
        heard = [one for one, (_, chunk) in self._busy.items() if not held or chunk is self._chunks[0]]
        for connection in wait(heard):
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
        """A worker has died: of its only item, else of one that will be found by giving them one by one."""
        del self._busy[worker.connection]
        code = worker.end()
        if chunk.careful or len(chunk.items) == 1:
            problem = self._task.say("batch.signal" if code < 0 else "batch.exit", number=abs(code))
            chunk.done.append(self._task.failed(chunk.items.popleft(), "batch.killed", problem=problem))
        chunk.careful = True
        if chunk.items:
            self._give(chunk)

    def _ready(self) -> Iterator[Done]:
        """What is done of the first chunk, and of the next where that is all."""
        while self._chunks:
            chunk = self._chunks[0]
            while chunk.done:
                # Ctrl-C may come between any two steps: what was given is known, and no other is gone from here.
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
    """So many items, fewer where they hold much."""
    size = 0
    for item in islice(items, most):
        yield item
        size += item.size
        if size > _PART:
            return


class _Worker:
    """One process, and the line to it."""

    def __init__(self, made: Made) -> None:
        context: Any = multiprocessing.get_context("fork" if _may_fork() else "spawn")
        self.connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, self.connection, made), daemon=True)
        with _no_interrupt():
            self._process.start()
        theirs.close()

    def end(self) -> int:
        """End it, whatever it is doing; gives its exit code, negative for a signal."""
        self.connection.close()
        self._process.join(0.2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode or 0


def _may_fork() -> bool:
    """Whether this process has one thread: a fork of more may have a lock that nobody opens. Linux alone tells."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C goes to every process of a terminal: a new one is not to hear it before it has learned not to."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(connection: Connection[Any, Any], theirs: Connection[Any, Any], made: Made) -> None:
    """What a worker does: answer, until there is nobody to answer to."""
    theirs.close()  # else this process would keep open what tells it that the other has gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    checker, outputs = made
    task = Task(checker(), outputs)
    with suppress(EOFError, OSError):
        while True:
            _answer(connection, task, *connection.recv())


def _answer(connection: Connection[Any, Any], task: Task, careful: bool, items: list[Item]) -> None:
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
