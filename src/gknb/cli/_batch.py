"""Checks reports and writes what outputs say of them: pieces as they come, files when all is done."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

from gknb.batch.interrupts import Interrupts
from gknb.batch.items import items, total_weight
from gknb.batch.run import run
from gknb.batch.sinks import OutputFile, Sink
from gknb.cli import INTERRUPTED, OK, UNREADABLE, WRONG
from gknb.output.base import Totals
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from gknb.batch.progress import Progress
    from gknb.batch.sinks import Target
    from gknb.batch.task import Done
    from gknb.checker import Checker
    from gknb.form import Lang
    from gknb.output.base import Output, Row

__all__ = ["check_all"]


def check_all(  # noqa: PLR0913 - what a run consists of
    paths: Sequence[str],
    checker: Callable[[], Checker],
    printed: Output | None,
    files: Mapping[str, Output],
    lang: Lang,
    *,
    jobs: int | None = None,
) -> int:
    """Check all that ``paths`` mean; the exit code is that of the worst report.

    ``printed`` goes to standard output, those of ``files`` to the files named, each of which is replaced at the end.
    Ctrl-C ends the run: what was done is printed, the files are left as they were.
    """
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        on_screen = [_sink(stack, printed, sys.stdout, None)] if printed else []
        kept = {path: _opened(stack, path) for path in files}
        in_files = [_sink(stack, output, kept[path], kept[path].folder) for path, output in files.items()]
        meter = _Meter(lang, paths, prints=printed is not None)
        writing = _Writing([*on_screen, *in_files], meter, interrupts)
        outputs = [sink.output for sink in writing.sinks]
        try:
            writing.take(run(items(paths, weigh=meter.shown), checker, outputs, jobs=jobs))
        except KeyboardInterrupt:
            meter.clear()
            writing.finish(on_screen)
            sys.stdout.flush()
            key = "batch.untouched" if files else "batch.interrupted"
            print(f"gknb: {say(lang, key, count=writing.totals.reports)}", file=sys.stderr)
            return INTERRUPTED
        meter.clear()
        with interrupts.held():
            writing.finish(writing.sinks)
            for file in kept.values():
                file.keep()
    return writing.worst


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

    def __init__(self, sinks: Sequence[Sink], meter: _Meter, interrupts: Interrupts) -> None:
        self.sinks = sinks
        self.totals = Totals(keep_rows=any(sink.output.late_head for sink in sinks))
        self.worst = OK
        self._meter = meter
        self._interrupts = interrupts

    def take(self, run: Iterable[Done]) -> None:
        """Write what was done, each report whole."""
        for done in run:
            with self._interrupts.held():
                for sink, text in zip(self.sinks, done.texts, strict=True):
                    sink.write(text)
                self.totals.add(done.row)
                self.worst = max(self.worst, _exit_code(done.row))
                self._meter.add(done)

    def finish(self, sinks: Iterable[Sink]) -> None:
        """Write what comes last."""
        for sink in sinks:
            sink.finish(self.totals)


def _exit_code(row: Row) -> int:
    return OK if row.valid else WRONG if row.readable else UNREADABLE


class _Meter:
    """The line on standard error that tells how far the run is, where that is a terminal and nothing else scrolls."""

    def __init__(self, lang: Lang, paths: Sequence[str], *, prints: bool) -> None:
        self.shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not (prints and sys.stdout.isatty())
        self._progress: Progress | None = None
        if self.shown:
            from gknb.batch.progress import Progress

            self._progress = Progress(lang, total_weight(paths))

    def add(self, done: Done) -> None:
        """Count one report."""
        if self._progress and (line := self._progress.add(done)):
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
