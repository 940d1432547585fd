"""``gknb check``: check reports."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final

from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.cli._project import add_arguments, project
from gknb.errors import UsageError
from gknb.output import FORMATS, output_for
from gknb.output.base import Setting
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gknb.checker import Checker
    from gknb.cli._project import Project
    from gknb.form import Lang
    from gknb.output.base import Output

__all__ = ["arguments", "run"]

_WITHOUT_RULES: Final = ("text", "json", "ndjson", "csv")
"""Formats that say nothing of the relations as such; to gather these would cost a single check time."""
_MOST_JOBS: Final = 256


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb check", lang, description=say(lang, "cli.check"), epilog=say(lang, "cli.exit-codes"))

    def option(*names: str, **settings: Any) -> None:
        made.add_argument(*names, help=say(lang, f"cli.check.{names[0].removeprefix('--')}"), **settings)

    option("files", nargs="*", metavar="FILE")
    option("--format", choices=tuple(FORMATS))
    option("--output", action="append", default=[], metavar="FORMAT=FILE")
    option("--stream", action="store_true")
    add_arguments(made, lang)
    option("--jobs", type=int, metavar="N")
    option("--verbose", "-v", action="store_true")
    option("--color", "--colour", choices=("auto", "always", "never"), default="auto")
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check every file named, or every line that comes, and report all of them; the exit code is the worst."""
    _agree(options)
    files = dict(map(_output, options.output))
    if len(files) < len(options.output):
        raise UsageError("usage.output-twice")
    meant = project(options, lang, keep="html" in (options.format, *files.values()))
    if options.stream:
        return _answer_lines(meant.checker())
    if not meant.paths:
        raise UsageError("usage.files")
    from gknb.cli._batch import check_all

    printed, *others = _outputs([options.format or "text", *files.values()], meant, options)
    return check_all(meant, printed, dict(zip(files, others, strict=True)), jobs=options.jobs)


def _agree(options: argparse.Namespace) -> None:
    """Raises :class:`~gknb.errors.UsageError` where options contradict each other."""
    elsewhere = options.files or options.output or options.write_baseline
    if options.stream and (elsewhere or options.format not in (None, "json", "ndjson")):
        raise UsageError("usage.stream")
    if options.jobs is not None and not 1 <= options.jobs <= _MOST_JOBS:
        raise UsageError("usage.jobs", given=options.jobs, most=_MOST_JOBS)


def _output(given: str) -> tuple[str, str]:
    """(file, format) of FORMAT=FILE."""
    name, equals, path = given.partition("=")
    if not equals or not path or name not in FORMATS:
        raise UsageError("usage.output", given=given, formats=", ".join(FORMATS))
    return path, name


def _outputs(names: Sequence[str], meant: Project, options: argparse.Namespace) -> list[Output]:
    """The output of each format; only the first one, which is printed, has colours."""
    details: dict[str, Any] = {"lang": meant.lang, "verbose": options.verbose}
    if not set(names) <= set(_WITHOUT_RULES):
        from gknb._version import __version__
        from gknb.cli._grids import Grids

        checker = meant.checker()
        details |= {"version": __version__, "rules": checker.rules, "grids": Grids(checker.catalog, meant.lang)}
    colour = [_colour(options.color), *([False] * (len(names) - 1))]
    return [output_for(name, Setting(**details, colour=one)) for name, one in zip(names, colour, strict=True)]


def _answer_lines(checker: Checker) -> int:
    from gknb.files import check_lines
    from gknb.output.json import result_line

    worst = OK
    for result in check_lines(checker, sys.stdin.buffer) if sys.stdin else ():
        sys.stdout.write(result_line(result))
        sys.stdout.flush()
        worst = max(worst, UNREADABLE if result.error else OK if result.valid else WRONG)
    return worst


def _colour(when: str) -> bool:
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
