"""Checks any number of items: at first in this process, and where that takes long in several others."""

from __future__ import annotations

import os
import sys
from time import monotonic
from typing import TYPE_CHECKING, Final

from gknb.run.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from gknb.run.items import Item
    from gknb.run.task import Done, Says
    from gknb.settings.checker import Checker

__all__ = ["PATIENCE", "cores", "run"]

PATIENCE: Final = 0.2
"""Seconds that a run takes in this process before others are started; they would not be worth their while earlier."""


def run(
    items: Iterable[Item],
    checker: Callable[[], Checker],
    outputs: Sequence[Says] = (),
    *,
    jobs: int | None = None,
    patience: float = PATIENCE,
) -> Generator[Done, None, None]:
    """What came of each of ``items``, in their order.

    ``checker`` makes the checker, in each process its own; it and ``outputs`` have to be picklable where processes
    cannot be forked. ``jobs`` is how many processes check, by default one a core; with 1 it is this process.
    No more items are held than :data:`gknb.run.pool.WINDOW` says, and no more text than its ``BUFFER`` and one
    report a process. No report stops the others: one that ends its process is told as failed.

    On :class:`KeyboardInterrupt`, and when the iterator is closed, the processes are ended.
    """
    todo = iter(items)
    task = Task(checker(), outputs)
    jobs = cores() if jobs is None else jobs
    start = monotonic()
    for item in todo:
        yield task(item)
        if jobs > 1 and monotonic() - start >= patience:
            break
    else:
        return
    first = next(todo, None)
    if first is not None:
        from gknb.run.pool import Pool

        yield from Pool(task, (checker, outputs), jobs).run(_with(first, todo))


def _with(first: Item, others: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from others


def cores() -> int:
    """How many processors this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
