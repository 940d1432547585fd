"""``gknb check``: check reports."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gknb.cli import INTERRUPTED, OK, UNREADABLE, WRONG, complain, parser
from gknb.cli._files import read_named
from gknb.cli._settings import add_arguments, project
from gknb.cli._supplied import add_supplied, require_pages, supplied_values
from gknb.errors import UsageError
from gknb.lazy_dataclasses import replace
from gknb.output import FORMATS, output_for
from gknb.run.inputs import report_files, source_at
from gknb.run.setting import setting_for
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gknb.county.roster import Roster
    from gknb.results import Result
    from gknb.run.check_all import Ended
    from gknb.settings.checker import Checker
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]

_Read = TypeVar("_Read")
_CODES: Final[Mapping[Ended, int]] = {
    "valid": OK,
    "invalid": WRONG,
    "unreadable": UNREADABLE,
    "interrupted": INTERRUPTED,
}


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb check", lang, description=say(lang, "cli.check"), epilog=say(lang, "cli.exit-codes"))
    command.add_argument("files", nargs="*", metavar="FILE", help=say(lang, "cli.check.files"))
    command.add_argument("--format", choices=tuple(FORMATS), help=say(lang, "cli.check.format"))
    command.add_argument(
        "--output", action="append", default=[], metavar="FORMAT=FILE", help=say(lang, "cli.check.output")
    )
    command.add_argument("--stream", action="store_true", help=say(lang, "cli.check.stream"))
    command.add_argument("--series", action=argparse.BooleanOptionalAction, help=say(lang, "cli.check.series"))
    command.add_argument("--previous", metavar="FILE", help=say(lang, "cli.check.previous"))
    command.add_argument("--roster", metavar="FILE", help=say(lang, "cli.check.roster"))
    command.add_argument("--jobs", type=int, metavar="N", help=say(lang, "cli.check.jobs"))
    add_supplied(command, lang)
    add_arguments(command, lang)
    command.add_argument("--verbose", "-v", action="store_true", help=say(lang, "cli.check.verbose"))
    command.add_argument(
        "--color",
        "--colour",
        choices=("auto", "always", "never"),
        default="auto",
        help=say(lang, "cli.check.color"),
    )
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check every report, or every line of standard input, and write the results; return the worst exit code."""
    given = supplied_values(options, lang)
    _refuse(options, given)
    name = options.format or "text"
    named = dict(_named(options.output, options.write_baseline))
    asked = options.series or options.previous is not None or options.roster is not None
    # Without files, the paths of the configuration are checked, which may be folders.
    may_compare = options.series is not False and (asked or not options.files or any(map(os.path.isdir, options.files)))
    digest = bool(may_compare) and not options.stream
    chosen = project(options, lang, keep="html" in (name, *named.values()), digest=digest)
    together = asked or (options.series is None and any(map(os.path.isdir, chosen.paths)))
    if options.stream:
        return _answer_lines(chosen.checker)
    if not chosen.paths:
        raise UsageError("usage.files")
    if given:
        require_pages(chosen.paths)
    besides = [path for path in (options.roster, options.previous) if path is not None]
    _refuse_overwriting((*chosen.paths, *besides), [*named, *([chosen.baseline.path] if chosen.baseline else [])])
    from gknb.run.check_all import check_all

    plain = setting_for(chosen.settings.make_checker, verbose=options.verbose, together=together)
    printed = output_for(name, replace(plain, colour=_colour(options.color)))
    files = {path: output_for(format_, plain) for path, format_ in named.items()}
    series = roster = None
    if together:
        from gknb.run.session import Series

        roster = _read(options.roster, partial(_roster, chosen.checker.catalog, chosen.checker.aliases), chosen.lang)
        previous = _read(options.previous, partial(source_at, limits=chosen.limits), chosen.lang)
        series = Series(
            previous=None if previous is None else (options.previous, previous),
            names={**chosen.checker.aliases, **(roster.names if roster else {})},
            roster=roster,
        )
    supply = None
    if given or roster is not None:
        from gknb.run.supply import supply_from

        supply = supply_from(given, roster)
    ended = check_all(
        chosen.paths,
        chosen.settings.make_checker,
        printed,
        files,
        screen=sys.stdout,
        progress=sys.stderr if sys.stderr.isatty() and os.environ.get("TERM") != "dumb" else None,
        tell=complain,
        baseline=chosen.baseline,
        jobs=options.jobs,
        series=series,
        supply=supply,
        limits=chosen.limits,
    )
    return _CODES[ended]


def _roster(catalog: Catalog, aliases: Mapping[str, str], path: str) -> Roster:
    from gknb.county.roster import read_roster

    return read_roster(catalog, path).knowing(aliases)


def _read(path: str | None, read: Callable[[str], _Read], lang: Lang) -> _Read | None:
    """Return the content of a file named by an option; ``None`` if the option is not given."""
    return None if path is None else read_named(path, read, lang)


def _refuse(options: argparse.Namespace, given: Mapping[str, Any]) -> None:
    """Raise :class:`~gknb.errors.UsageError` for options that do not go together."""
    if options.stream:
        elsewhere = given or options.files or options.output or options.write_baseline or options.jobs
        if elsewhere or options.format not in (None, "json", "ndjson"):
            raise UsageError("usage.stream")
    if options.previous is not None and (len(options.files) != 1 or options.series is False or options.roster):
        raise UsageError("usage.previous")
    if options.jobs is not None and options.jobs < 1:
        raise UsageError("usage.jobs", given=options.jobs)


def _named(given: list[str], baseline: str | None) -> Iterator[tuple[str, str]]:
    """Yield the path and the format of each ``FORMAT=FILE``."""
    seen = {os.path.abspath(baseline)} if baseline else set()
    for one in given:
        name, _, path = one.partition("=")
        if name not in FORMATS or path in ("", "-"):
            raise UsageError("usage.output", given=one, formats=", ".join(FORMATS))
        whole = os.path.abspath(path)
        if whole in seen:
            raise UsageError("usage.output-twice", path=path)
        seen.add(whole)
        yield path, name


def _refuse_overwriting(paths: tuple[str, ...], written: list[str]) -> None:
    there = [path for path in written if os.path.isfile(path)]
    for path in report_files(paths) if there else ():
        for other in there:
            if os.path.isfile(path) and os.path.samefile(path, other):
                raise UsageError("usage.overwrite", path=other)


def _answer_lines(checker: Checker) -> int:
    from gknb.output.json import result_line
    from gknb.run.inputs import check_lines

    worst = OK
    for result in check_lines(checker, sys.stdin.buffer) if sys.stdin else ():
        sys.stdout.write(result_line(result))
        sys.stdout.flush()
        worst = max(worst, _exit_code(result))
    return worst


def _exit_code(result: Result) -> int:
    return UNREADABLE if result.error else OK if result.valid else WRONG


def _colour(when: str) -> bool:
    if when != "auto":
        return when == "always"
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not plain
