"""Checks many reports and writes what outputs say of them: pieces as they come, files when all is done."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from functools import partial
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.output.base import row_of
from gknb.results import Result, Unreadable
from gknb.run.done import Done, Draws
from gknb.run.inputs import checked, checked_line, items
from gknb.run.interrupts import Interrupts
from gknb.run.progress import Meter
from gknb.run.sinks import BaselineSink, OutputFile, Sink, Writing
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from gknb.output.base import Output
    from gknb.run.done import Piece, Says
    from gknb.run.inputs import Item
    from gknb.run.session import Series
    from gknb.run.sinks import Target
    from gknb.settings.baseline import Baseline
    from gknb.settings.checker import Checker

__all__ = ["PATIENCE", "Ended", "Task", "check_all", "cores", "run"]

Ended: TypeAlias = Literal["valid", "invalid", "unreadable", "interrupted"]
"""How a run ended: as its worst report, or by Ctrl-C."""
_PART: Final = 2**16
"""Characters after which parts of a text are joined."""
PATIENCE: Final = 0.2
"""Seconds after which a run starts other processes; earlier, starting them takes longer than they save."""


def check_all(  # noqa: PLR0913 - what a run consists of
    paths: Sequence[str],
    checker: Callable[[], Checker],
    printed: Output,
    files: Mapping[str, Output],
    *,
    screen: TextIO,
    progress: TextIO | None,
    tell: Callable[[str], None],
    baseline: Baseline | None = None,
    jobs: int | None = None,
    series: Series | None = None,
) -> Ended:
    """Check all that ``paths`` mean.

    ``printed`` is written to ``screen``, those of ``files`` to the files named, each of which is replaced at the end.
    So is a ``baseline`` that is recorded; invalid reports do not count for the return value then. ``progress`` is a
    terminal for the progress line, ``tell`` takes what there is to say of the run as a whole. With ``series`` the
    reports are compared with each other as well. Ctrl-C ends the run: what was done is printed, the files are left as
    they were.
    """
    lang = checker().options.lang
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        on_screen = _sink(stack, printed, screen, None)
        kept = {path: _opened(stack, path) for path in (*files, *([baseline.path] if baseline else ()))}
        in_files = [_sink(stack, output, kept[path], kept[path].folder) for path, output in files.items()]
        recording = [BaselineSink(baseline, kept[baseline.path])] if baseline else []
        meter = Meter(lang, paths, progress, screen)
        writing = Writing([on_screen, *in_files, *recording], meter, interrupts)
        try:
            says = [sink.output for sink in writing.sinks]
            found = items(paths, weigh=meter.shown)
            together = None
            if series is not None:
                from gknb.run.session import Together  # most runs compare nothing

                together = Together(found, checker(), Task(checker(), says), series)
            done = stack.enter_context(closing(run(together or found, checker, says, jobs=jobs)))
            writing.take(together.kept(done) if together else done)
            if together is not None:
                writing.take(together.results())
                writing.draw(together.sheets())
                writing.totals.whole = together.rows()
                writing.totals.notes += together.notes()
                if writing.totals.keep_rows:  # else no output lists anything
                    writing.totals.overview = together.overview()
        except KeyboardInterrupt:
            meter.clear()
            on_screen.finish(writing.totals)
            screen.flush()
            key = "batch.untouched" if kept else "batch.interrupted" if writing.totals.reports else "cli.interrupted"
            tell(say(lang, key, count=f"{writing.totals.reports:,}"))
            return "interrupted"
        meter.clear()
        with interrupts.deferred():
            writing.finish()
            for file in kept.values():
                file.keep()
    for recorded in recording:
        tell(say(lang, "batch.baseline", path=recorded.output.path, **recorded.counts))
        return "unreadable" if writing.totals.unreadable else "valid"
    return writing.worst


def _sink(stack: ExitStack, output: Output, target: Target, folder: str | None) -> Sink:
    sink = Sink(output, target, folder)
    stack.callback(sink.close)
    return sink


def _opened(stack: ExitStack, path: str) -> OutputFile:
    file = OutputFile(path)
    stack.callback(file.discard)
    return file


def run(
    items: Iterable[Item],
    checker: Callable[[], Checker],
    outputs: Sequence[Says] = (),
    *,
    jobs: int | None = None,
    patience: float = PATIENCE,
) -> Generator[Done, None, None]:
    """Check each item, in order: at first in this process, and in several if that takes long.

    ``checker`` makes the checker, in each process its own; it and ``outputs`` have to be picklable where processes
    cannot be forked. ``jobs`` is how many processes check, by default one a core; with 1 it is this process.
    No more items are held than :data:`gknb.run.pool.WINDOW` says, and no more text than its ``BUFFER`` and one
    report a process. No report stops the others: one that ends its process is reported as failed.

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
        from gknb.run.pool import Pool  # most runs are over before

        yield from Pool(task, partial(_remade, checker, outputs), jobs).run(_with(first, todo))


def _remade(checker: Callable[[], Checker], outputs: Sequence[Says]) -> Task:
    """A task in another process, which makes a checker of its own."""
    return Task(checker(), outputs)


def _with(first: Item, others: Iterator[Item]) -> Iterator[Item]:
    yield first
    yield from others


def cores() -> int:
    """Return the number of processors that this process may use."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Task:
    """Checks items and writes what each output says of the results."""

    def __init__(self, checker: Checker, outputs: Sequence[Says]) -> None:
        self._checker = checker
        self._outputs = outputs

    def __call__(self, item: Item) -> Done:
        """Check one item. An error of the program itself is reported for this item and does not stop the run."""
        start = perf_counter()
        try:
            result = _checked(self._checker, item)
            return self._done(item, result, perf_counter() - start)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other reports are checked
            problem = f"{type(error).__name__}: {error}"
            return self.failed(item, "batch.failed", perf_counter() - start, problem=problem)

    def failed(self, item: Item, reason: str, seconds: float = 0.0, **details: object) -> Done:
        """Return what comes of an item that could not be checked, for a ``reason`` of :mod:`gknb.texts`."""
        message = say(self._checker.options.lang, reason, **details)
        return self._done(item, Result(file=item.file, error=Unreadable(reason=reason, message=message)), seconds)

    def say(self, key: str, **details: object) -> str:
        """Return a sentence in the language of the run."""
        return say(self._checker.options.lang, key, **details)

    def compared(self, result: Result, seconds: float) -> Done:
        """Return what comes of comparing a report with others."""
        pieces = tuple(_gathered(output.piece(result)) for output in self._outputs)
        return Done(row_of(result, seconds), pieces, 0)

    def drawn(self, result: Result, organs: Mapping[str, str]) -> tuple[Piece, ...]:
        """Return what outputs that draw reports say of one; an empty piece for other outputs.

        ``organs`` has the organs of all reports that are drawn, by file.
        """
        return tuple(
            _gathered(output.whole(result, organs)) if isinstance(output, Draws) else () for output in self._outputs
        )

    def _done(self, item: Item, result: Result, seconds: float) -> Done:
        pieces = tuple(_gathered(output.piece(result)) for output in self._outputs)
        return Done(row_of(result, seconds), pieces, item.weight, result.digest)


def _checked(checker: Checker, item: Item) -> Result:
    if item.line is None:
        return checked(checker, item.file, item.read)
    return checked_line(checker, item.file, item.line, item.read)


def _gathered(parts: Iterable[str]) -> Piece:
    """Join parts to a few long ones, none of which takes long to make."""
    whole: list[str] = []
    some: list[str] = []
    size = 0
    for part in parts:
        some.append(part)
        size += len(part)
        if size > _PART:
            whole.append("".join(some))
            some, size = [], 0
    return (*whole, "".join(some)) if size else tuple(whole)
