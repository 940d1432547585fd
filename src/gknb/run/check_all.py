"""Checks reports and writes what outputs say of them: pieces as they come, files when all is done."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from gknb.cli import INTERRUPTED, OK, UNREADABLE, WRONG
from gknb.output.base import Totals
from gknb.run.interrupts import Interrupts
from gknb.run.items import items, total_weight
from gknb.run.loop import run
from gknb.run.sinks import BaselineSink, OutputFile, Sink
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gknb.output.base import Output, Row
    from gknb.run.items import Item
    from gknb.run.progress import Progress
    from gknb.run.session import Series, Together
    from gknb.run.sinks import Target
    from gknb.run.task import Done, Piece, Says
    from gknb.settings.baseline import Baseline
    from gknb.settings.checker import Checker
    from gknb.standard.form import Lang

__all__ = ["check_all"]


def check_all(  # noqa: PLR0913 - what a run consists of
    paths: Sequence[str],
    checker: Callable[[], Checker],
    printed: Output,
    files: Mapping[str, Output],
    *,
    baseline: Baseline | None = None,
    jobs: int | None = None,
    series: Series | None = None,
) -> int:
    """Check all that ``paths`` mean; the exit code is that of the worst report.

    ``printed`` goes to standard output, those of ``files`` to the files named, each of which is replaced at the end.
    So is a ``baseline`` that is to be written; what is in it does not count for the exit code then. With ``series``
    each report is held against the others of its organ as well.
    Ctrl-C ends the run: what was done is printed, the files are left as they were.
    """
    lang = checker().options.lang
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        on_screen = _sink(stack, printed, sys.stdout, None)
        kept = {path: _opened(stack, path) for path in (*files, *([baseline.path] if baseline else ()))}
        in_files = [_sink(stack, output, kept[path], kept[path].folder) for path, output in files.items()]
        recording = [BaselineSink(baseline, kept[baseline.path])] if baseline else []
        meter = _Meter(lang, paths)
        writing = _Writing([on_screen, *in_files, *recording], meter, interrupts)
        try:
            says = [sink.output for sink in writing.sinks]
            found = items(paths, weigh=meter.shown)
            together = None if series is None else _together(found, checker(), says, series)
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
            sys.stdout.flush()
            key = "batch.untouched" if kept else "batch.interrupted" if writing.totals.reports else "cli.interrupted"
            _tell(lang, key, count=f"{writing.totals.reports:,}")
            return INTERRUPTED
        meter.clear()
        with interrupts.deferred():
            writing.finish()
            for file in kept.values():
                file.keep()
    for recorded in recording:
        _tell(lang, "batch.baseline", path=recorded.output.path, **recorded.counts)
        return UNREADABLE if writing.totals.unreadable else OK
    return writing.worst


def _together(found: Iterator[Item], checker: Checker, says: Sequence[Says], series: Series) -> Together:
    """The reports of the run as they are held against each other; loaded only where that is asked for."""
    from gknb.run.session import Together

    return Together(found, checker, says, series)


def _tell(lang: Lang, key: str, **details: object) -> None:
    print(f"gknb: {printable(say(lang, key, **details))}", file=sys.stderr)


def _sink(stack: ExitStack, output: Output, target: Target, folder: str | None) -> Sink:
    sink = Sink(output, target, folder)
    stack.callback(sink.close)
    return sink


def _opened(stack: ExitStack, path: str) -> OutputFile:
    file = OutputFile(path)
    stack.callback(file.discard)
    return file


class _Writing:
    """What is written of a run, and what it comes to."""

    def __init__(self, sinks: Sequence[Sink | BaselineSink], meter: _Meter, interrupts: Interrupts) -> None:
        """The first of ``sinks`` is the one that is printed."""
        self.sinks = sinks
        self.totals = Totals(keep_rows=any(isinstance(sink, Sink) and sink.output.late_head for sink in sinks))
        self.worst = OK
        self._meter = meter
        self._interrupts = interrupts

    def take(self, run: Iterable[Done]) -> None:
        """Write what was done, each report whole."""
        for done in run:
            with self._interrupts.deferred():
                self._meter.before(done)
                for sink, piece in zip(self.sinks, done.pieces, strict=True):
                    sink.write(piece)
                self.totals.add(done.row)
                self.worst = max(self.worst, _exit_code(done.row))
                self._meter.add(done)

    def draw(self, sheets: Iterable[tuple[Piece, ...]]) -> None:
        """Write what outputs that draw reports say of each."""
        for pieces in sheets:
            with self._interrupts.deferred():
                for sink, piece in zip(self.sinks, pieces, strict=True):
                    sink.write(piece)

    def finish(self) -> None:
        """Write what comes last."""
        for sink in self.sinks:
            sink.finish(self.totals)


def _exit_code(row: Row) -> int:
    return OK if row.valid else WRONG if row.readable else UNREADABLE


class _Meter:
    """The line on standard error that tells how far the run is, where that is a terminal."""

    def __init__(self, lang: Lang, paths: Sequence[str]) -> None:
        self.shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._shares = self.shown and sys.stdout.isatty()
        self._there = False
        self._progress: Progress | None = None
        if self.shown:
            from gknb.run.progress import Progress

            self._progress = Progress(lang, total_weight(paths))

    def before(self, done: Done) -> None:
        """Make room for what is printed of a report, where that goes to the same terminal."""
        if self._shares and done.pieces[0]:
            self.clear()

    def add(self, done: Done) -> None:
        """Count one report."""
        if self._progress and (line := self._progress.add(done)):
            if self._shares:
                sys.stdout.flush()
                if not "".join(done.pieces[0][-1:]).endswith("\n"):  # the line would stand in the middle of another
                    return
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()
            self._there = True

    def clear(self) -> None:
        """Take the line away."""
        if self._there:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._there = False
