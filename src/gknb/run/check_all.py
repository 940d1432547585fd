"""Checks many reports and writes their results: to the screen as they come, to files at the end."""

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
from gknb.source.limits import LIMITS
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from typing import TextIO

    from gknb.output.base import Output
    from gknb.run.done import Piece, Says
    from gknb.run.inputs import Item
    from gknb.run.session import Series
    from gknb.run.sinks import Target
    from gknb.run.supply import Supply
    from gknb.settings.baseline import Baseline
    from gknb.settings.checker import Checker

__all__ = ["PATIENCE", "Ended", "Task", "check_all", "cores", "run"]

Ended: TypeAlias = Literal["valid", "invalid", "unreadable", "interrupted"]
"""The end of a run: the state of its worst report, or an interrupt by Ctrl-C."""
_PART: Final = 2**16
"""Characters after which parts of a text are joined."""
PATIENCE: Final = 0.2
"""Seconds after which a run starts other processes; before, starting them costs more than they save."""


def check_all(  # noqa: PLR0913 - the parts of a run
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
    limits: Mapping[str, int] = LIMITS,
    supply: Supply | None = None,
) -> Ended:
    """Check every report in ``paths``; return the end of the run.

    Writes ``printed`` to ``screen`` and the outputs of ``files`` to their paths, which are replaced at the end. With
    ``baseline``, findings are recorded there and invalid reports do not affect the return value. ``progress`` is a
    terminal for the progress line; ``tell`` receives messages on the run as a whole. With ``series``, reports are also
    compared with each other. ``limits`` are those of a published file; ``supply`` has what is known of published pages
    besides what they state. Ctrl-C ends the run: finished results are printed, and files stay as they were.
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
            found = items(paths, limits, weigh=meter.shown, supply=supply)
            session = None
            if series is not None:
                from gknb.run.session import Session  # loaded only if reports are compared

                session = Session(found, checker(), Task(checker(), says), series)
            done = stack.enter_context(closing(run(session or found, checker, says, jobs=jobs)))
            writing.take(session.without_digests(done) if session else done)
            if session is not None:
                writing.take(session.results())
                writing.draw(session.drawings())
                writing.totals.whole = session.rows()
                writing.totals.notes += session.notes()
                if writing.totals.keep_rows:  # only an output that lists reports needs it
                    writing.totals.overview = session.overview()
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
    """Check the items in order; start further processes if the run takes longer than ``patience``.

    ``checker`` creates the checker of each process; it and ``outputs`` must be picklable where processes cannot be
    forked. ``jobs`` is the number of processes, by default one per core; with 1, only this process is used.
    At most :data:`gknb.run.pool.WINDOW` items are in memory, and as much text as its ``BUFFER`` plus one report per
    process. A report that crashes its process is reported as failed; the others are still checked.

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
        from gknb.run.pool import Pool  # loaded only for long runs

        yield from Pool(task, partial(_remade, checker, outputs), jobs).run(_with(first, todo))


def _remade(checker: Callable[[], Checker], outputs: Sequence[Says]) -> Task:
    """Return the task of another process, with a checker of its own."""
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
        """Check one item. An internal error is reported for this item and does not stop the run."""
        start = perf_counter()
        try:
            result = _checked(self._checker, item)
            return self._done(item, result, perf_counter() - start)
        except Exception as error:  # noqa: BLE001 - the other reports are still checked
            problem = f"{type(error).__name__}: {error}"
            return self.failed(item, "batch.failed", perf_counter() - start, problem=problem)

    def failed(self, item: Item, reason: str, seconds: float = 0.0, **details: object) -> Done:
        """Return the outcome of an item that could not be checked; ``reason`` is a key of :mod:`gknb.texts`."""
        message = say(self._checker.options.lang, reason, **details)
        return self._done(item, Result(file=item.file, error=Unreadable(reason=reason, message=message)), seconds)

    def say(self, key: str, **details: object) -> str:
        """Return a sentence in the language of the run."""
        return say(self._checker.options.lang, key, **details)

    def compared(self, result: Result, seconds: float) -> Done:
        """Return what outputs write on a comparison."""
        pieces = tuple(_gathered(output.piece(result)) for output in self._outputs)
        return Done(row_of(result, seconds), pieces, 0)

    def drawn(self, result: Result, organs: Mapping[str, str]) -> tuple[Piece, ...]:
        """Return what outputs draw of one report; an empty piece for outputs that do not draw.

        ``organs`` maps the files of all drawn reports to their organs.
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
    return checked_line(checker, item.file, item.line, item.read, item.number)


def _gathered(parts: Iterable[str]) -> Piece:
    """Join parts into a few longer ones of limited length."""
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
