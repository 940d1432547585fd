"""``gknb check``: check reports."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from gknb.checker import Checker, Options
from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.errors import UsageError
from gknb.files import check_file, check_lines, report_files
from gknb.output import FORMATS, output_for
from gknb.output.base import Setting, Totals, row_of
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gknb.findings import Result
    from gknb.form import Lang
    from gknb.output.base import Output

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb check", lang, description=say(lang, "cli.check"), epilog=say(lang, "cli.exit-codes"))
    made.add_argument("files", nargs="*", metavar="FILE", help=say(lang, "cli.check.files"))
    made.add_argument("--format", choices=tuple(FORMATS), help=say(lang, "cli.check.format"))
    made.add_argument("--stream", action="store_true", help=say(lang, "cli.check.stream"))
    made.add_argument("--edition", help=say(lang, "cli.check.edition"))
    made.add_argument("--draft", action="store_true", help=say(lang, "cli.check.draft"))
    for name in ("select", "ignore"):
        made.add_argument(
            f"--{name}", action="append", default=[], metavar="CODES", help=say(lang, f"cli.check.{name}")
        )
    made.add_argument("--strict", action="store_true", help=say(lang, "cli.check.strict"))
    made.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help=say(lang, "cli.check.set"))
    made.add_argument("--verbose", "-v", action="store_true", help=say(lang, "cli.check.verbose"))
    made.add_argument(
        "--color",
        "--colour",
        choices=("auto", "always", "never"),
        default="auto",
        help=say(lang, "cli.check.color"),
    )
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check every file named, or every line that comes, and report all of them; the exit code is the worst."""
    if options.stream == bool(options.files) or (options.stream and options.format not in (None, "json", "ndjson")):
        raise UsageError("usage.stream" if options.stream else "usage.files")
    checker = Checker(
        Options(
            edition=options.edition,
            draft=options.draft,
            select=_codes(options.select),
            ignore=_codes(options.ignore),
            strict=options.strict,
            lang=lang,
            parameters=dict(map(_setting, options.set)),
        )
    )
    if options.stream:
        return _answer_lines(checker)
    results = (check_file(checker, path) for path in report_files(options.files))
    setting = Setting(lang=lang, colour=_colour(options.color), verbose=options.verbose)
    return _write(results, output_for(options.format or "text", setting))


def _exit_code(result: Result) -> int:
    return UNREADABLE if result.error else OK if result.valid else WRONG


def _answer_lines(checker: Checker) -> int:
    from gknb.output.json import result_line

    worst = OK
    for result in check_lines(checker, sys.stdin.buffer) if sys.stdin else ():
        sys.stdout.write(result_line(result))
        sys.stdout.flush()
        worst = max(worst, _exit_code(result))
    return worst


def _write(results: Iterable[Result], output: Output) -> int:
    """Write the results as they come; returns the worst exit code."""
    totals = Totals()
    worst = OK
    sys.stdout.write(output.head(totals))
    for n, result in enumerate(results):
        sys.stdout.write(output.between if n else "")
        sys.stdout.writelines(output.piece(result))
        totals.add(row_of(result))
        worst = max(worst, _exit_code(result))
    sys.stdout.write(output.tail(totals))
    return worst


def _codes(given: list[str]) -> tuple[str, ...]:
    # An empty code stays: to pass it over would check everything where the caller meant to choose.
    return tuple(code for codes in given for code in codes.replace(",", " ").split() or [""])


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError("usage.set", given=given)
    return name, value


def _colour(when: str) -> bool:
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
