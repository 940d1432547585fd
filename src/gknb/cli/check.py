"""``gknb check``: check reports."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gknb.checker import Checker, Options
from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.cli._parser import add_colour, coloured, listed
from gknb.errors import UsageError
from gknb.files import check_file, check_lines, report_files
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from gknb.findings import Result
    from gknb.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb check", lang, description=say(lang, "cli.check"), epilog=say(lang, "cli.exit-codes"))
    made.add_argument("files", nargs="*", metavar="FILE", help=say(lang, "cli.check.files"))
    made.add_argument("--format", choices=("text", "json"), help=say(lang, "cli.check.format"))
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
    add_colour(made, lang)
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check every file named, or every line that comes, and report all of them; the exit code is the worst."""
    if options.stream == bool(options.files) or (options.stream and options.format == "text"):
        raise UsageError("usage.stream" if options.stream else "usage.files")
    checker = Checker(
        Options(
            edition=options.edition,
            draft=options.draft,
            select=listed(options.select),
            ignore=listed(options.ignore),
            strict=options.strict,
            lang=lang,
            parameters=dict(map(_setting, options.set)),
        )
    )
    if options.stream:
        return _answer_lines(checker)
    results = (check_file(checker, path) for path in report_files(options.files))
    write = _write_json if options.format == "json" else _write_text
    return max(map(_exit_code, write(results, options, lang)), default=OK)


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


def _write_json(results: Iterable[Result], _: argparse.Namespace, __: Lang) -> list[Result]:
    from gknb.output.json import results_text

    told = list(results)
    sys.stdout.writelines(results_text(told))
    return told


def _write_text(results: Iterable[Result], options: argparse.Namespace, lang: Lang) -> list[Result]:
    from gknb.output.text import TextOutput

    output = TextOutput(lang=lang, colour=coloured(options.color), verbose=options.verbose)
    told = []
    for result in results:
        print("\n".join(output.lines(result)))
        told.append(result)
    if len(told) > 1:
        print(output.summary(told))
    return told


def _setting(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UsageError("usage.set", given=given)
    return name, value
