"""Checks reports and writes what outputs say of them: pieces as they come, files when all is done."""

from __future__ import annotations

import json
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
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.batch.progress import Progress
    from gknb.batch.sinks import Target
    from gknb.batch.task import Done
    from gknb.cli._project import Project
    from gknb.form import Lang
    from gknb.output.base import Output, Row
    from gknb.policy.baseline import Baseline

__all__ = ["check_all"]


def check_all(meant: Project, printed: Output, files: Mapping[str, Output], *, jobs: int | None = None) -> int:
    """Check all that is meant; the exit code is that of the worst report.

    ``printed`` goes to standard output, those of ``files`` to the files named, each of which is replaced at the end.
    Ctrl-C ends the run: what was done is printed, the files are left as they were.
    """
    with ExitStack() as stack:
        interrupts = stack.enter_context(Interrupts())
        on_screen = _sink(stack, printed, sys.stdout, None)
        kept = {path: _opened(stack, path) for path in files}
        in_files = [_sink(stack, output, kept[path], kept[path].folder) for path, output in files.items()]
        known = None if meant.baseline is None else _Known(stack, meant.baseline)
        meter = _Meter(meant.lang, meant.paths)
        writing = _Writing([on_screen, *in_files, *([known.sink] if known else ())], meter, interrupts)
        outputs = [sink.output for sink in writing.sinks]
        try:
            writing.take(run(items(meant.paths, weigh=meter.shown), meant.checker, outputs, jobs=jobs))
        except KeyboardInterrupt:
            meter.clear()
            on_screen.finish(writing.totals)
            sys.stdout.flush()
            key = "batch.untouched" if files or known else "batch.interrupted"
            print(f"gknb: {say(meant.lang, key, count=writing.totals.reports)}", file=sys.stderr)
            return INTERRUPTED
        meter.clear()
        with interrupts.held():
            for sink in writing.sinks:
                sink.finish(writing.totals)
            if known:
                known.write()
            for file in (*kept.values(), *([known.file] if known else ())):
                file.keep()
    if known:
        print(f"gknb: {say(meant.lang, 'baseline.written', count=known.count, path=known.file.path)}", file=sys.stderr)
        return UNREADABLE if writing.worst == UNREADABLE else OK
    return writing.worst


class _Known:
    """The baseline that is written: what the reports of this run have now."""

    def __init__(self, stack: ExitStack, baseline: Baseline) -> None:
        self.file = _opened(stack, baseline.path)
        from gknb.policy.baseline import FingerprintOutput

        self.sink = _sink(stack, FingerprintOutput(), self, None)
        self.count = 0
        self._baseline = baseline
        self._lines: list[str] = []

    def write(self, text: str = "") -> None:
        """Take some lines; without any, write the file."""
        if text:
            self._lines.append(text)
            return
        found = [json.loads(line) for line in "".join(self._lines).splitlines()]
        self.count = sum(len(prints) for _, prints in found)
        self.file.write(self._baseline.text(found))


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


def _exit_code(row: Row) -> int:
    return OK if row.valid else WRONG if row.readable else UNREADABLE


class _Meter:
    """The line on standard error that tells how far the run is, where that is a terminal and nothing else scrolls."""

    def __init__(self, lang: Lang, paths: Sequence[str]) -> None:
        self.shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not sys.stdout.isatty()
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
