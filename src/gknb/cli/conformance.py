"""``gknb conformance``: run a command against the conformance suite."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from gknb.cli import INTERRUPTED, OK, WRONG, parser
from gknb.cli._parser import add_colour, coloured, listed
from gknb.conformance.compare import LEVELS, PAGES
from gknb.conformance.outcome import Setting
from gknb.conformance.process import Processes
from gknb.conformance.runner import require_command, run_suite
from gknb.conformance.selection import selected
from gknb.conformance.skips import Skips, read_skips
from gknb.conformance.suite import load_suite
from gknb.errors import UsageError
from gknb.run.atomic_write import require_writable, write_over
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence

    from gknb.conformance.outcome import AnyVector, Report
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]

FORMATS: Final = ("text", "json", "junit", "html")
_MOST_JOBS: Final = 256


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser(
        "gknb conformance", lang, description=say(lang, "cli.conformance"), epilog=say(lang, "conformance.epilog")
    )
    command.hint = say(lang, "conformance.usage")
    command.usage = "gknb conformance [OPTIONS] -- COMMAND ..."

    def option(name: str, **settings: Any) -> None:
        command.add_argument(f"--{name}", help=say(lang, f"conformance.option.{name}"), **settings)

    option("level", choices=(*LEVELS, PAGES), default="cells")
    option("edition")
    option("select", action="append", default=[], metavar="NAMES")
    option("draft", action="store_true")
    option("stream", action="store_true")
    option("jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    option("timeout", type=float, default=10.0, metavar="SECONDS")
    option("skip-file", metavar="FILE")
    option("format", choices=FORMATS, default="text")
    option("output", metavar="FILE")
    option("badge", metavar="FILE")
    option("export", metavar="DIR")
    command.add_argument("--verbose", "-v", action="store_true", help=say(lang, "conformance.option.verbose"))
    add_colour(command, lang)
    command.add_argument("command", nargs="*", metavar="COMMAND", help=say(lang, "conformance.option.command"))
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Run the suite, or export it; the exit code says whether the command conforms."""
    suite, setting = load_suite(), _setting(options)
    if options.export is not None:
        return _export(selected(suite, setting), options, lang)
    require_command(setting.command)
    skips = Skips() if options.skip_file is None else read_skips(options.skip_file, suite)
    for path in filter(None, (options.output, options.badge)):
        require_writable(path)
    with Processes(setting.command) as processes, _stopped_by_signals(processes.stop):
        report = run_suite(suite, setting, processes, skips=skips, progress=_progress(lang))
    _write(report, options, lang)
    return INTERRUPTED if report.interrupted else OK if report.conforms else WRONG


def _setting(options: argparse.Namespace) -> Setting:
    if not 1 <= options.jobs <= _MOST_JOBS:
        raise UsageError("conformance.jobs", given=options.jobs, most=_MOST_JOBS)
    if not (isfinite(options.timeout) and options.timeout > 0):
        raise UsageError("conformance.timeout", given=options.timeout)
    if options.level == PAGES and (options.stream or options.draft):
        raise UsageError("conformance.pages.option", option="--stream" if options.stream else "--draft")
    return Setting(
        command=tuple(options.command),
        level=options.level,
        edition=options.edition,
        select=listed(options.select),
        draft=options.draft,
        stream=options.stream,
        jobs=options.jobs,
        seconds=options.timeout,
    )


def _export(vectors: Sequence[AnyVector], options: argparse.Namespace, lang: Lang) -> int:
    from gknb.conformance.export import export

    if options.command:
        raise UsageError("conformance.export.command")
    count = export(vectors, options.export)
    print(say(lang, "conformance.export.done", count=count, path=options.export))
    return OK


@contextmanager
def _stopped_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let signals end the run instead of the program: stop every process and report what was done."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores it
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _progress(lang: Lang) -> Callable[[int, int, int], None] | None:
    """Return a function that updates the progress line of a terminal, and clears it at the end."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, count: int, failed: int) -> None:
        line = say(lang, "conformance.progress", done=done, all=count, failed=failed) if done < count else ""
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return show


def _write(report: Report, options: argparse.Namespace, lang: Lang) -> None:
    on_screen = options.format if options.output is None else "text"
    sys.stdout.write(_formatted(report, on_screen, lang, options))
    if options.output is not None:
        plain = _formatted(report, options.format, lang, None)
        write_over(options.output, plain.encode("utf-8", "backslashreplace"))
    if options.badge is not None and not report.interrupted:
        from gknb.conformance.output.badge import badge

        write_over(options.badge, badge(report).encode())


def _formatted(report: Report, wanted: str, lang: Lang, screen: argparse.Namespace | None) -> str:
    """Return the report in one of the formats; colour and details only on the screen."""
    if wanted == "json":
        from gknb.conformance.output.json import report_json

        return report_json(report, lang)
    if wanted == "junit":
        from gknb.conformance.output.junit import report_junit

        return report_junit(report, lang)
    if wanted == "html":
        from gknb.conformance.output.html import report_html

        return report_html(report, lang)
    from gknb.conformance.output.text import TextReport

    colour = screen is not None and coloured(screen.color)
    verbose = screen is None or screen.verbose
    return "\n".join(TextReport(lang=lang, colour=colour, verbose=verbose).lines(report)) + "\n"
