"""``gknb consolidate``: create a consolidated report from the reports of all organs below."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.cli._files import read_named, require_document_name
from gknb.county.consolidated import Problem, consolidated, problems, unequal
from gknb.county.coverage import covered
from gknb.county.rollup import rollups
from gknb.county.roster import read_roster
from gknb.documents.write import document_text
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.run.atomic_write import write_new
from gknb.run.inputs import checked, items
from gknb.series.comparison import compare_all
from gknb.series.pairs import plain_name
from gknb.settings.checker import Checker
from gknb.standard.catalog import load_catalog
from gknb.standard.relations import families
from gknb.texts import say
from gknb.texts.values import printable, shorten

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gknb.county.coverage import Coverage
    from gknb.county.rollup import Rollup
    from gknb.county.roster import Organ, Roster
    from gknb.results import Result
    from gknb.standard.form import Lang

__all__ = ["arguments", "run"]

_LISTED: Final = 10
"""Maximum number of organs listed to choose from."""


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser(
        "gknb consolidate", lang, description=say(lang, "cli.consolidate"), epilog=say(lang, "consolidate.epilog")
    )
    command.add_argument("files", nargs="+", metavar="FILE", help=say(lang, "consolidate.files"))
    command.add_argument("--roster", required=True, metavar="FILE", help=say(lang, "consolidate.roster"))
    command.add_argument("--organ", metavar="NAME", help=say(lang, "consolidate.organ"))
    command.add_argument("--year", type=int, help=say(lang, "consolidate.year"))
    command.add_argument("--anyway", action="store_true", help=say(lang, "consolidate.anyway"))
    command.add_argument("-o", "--out", metavar="OUT", help=say(lang, "consolidate.out"))
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check the reports and write the sums if there are no problems, or with ``--anyway``."""
    if options.out is not None:
        require_document_name(options.out)
        if os.path.lexists(options.out):
            raise UsageError("usage.exists", path=options.out)
    catalog = load_catalog()
    roster = read_named(options.roster, partial(read_roster, catalog), lang)
    wanted = _organ(roster, options.organ, lang)
    checker = Checker(Options(lang=lang, digest=True))
    results = _results(checker, options.files, options.roster)
    digests = [result.digest for result in results if result.digest is not None]
    coverage = covered(roster, digests, families(catalog))
    unread = [_unreadable(result, lang) for result in results if result.error is not None]
    rollup = _rollup(roster, coverage, wanted, options.year, unread)
    wrong = _wrong(checker, roster, coverage, rollup, results)
    found = [*unread, *problems(catalog, rollup, wrong, lang)]
    for one in found:
        _tell(one.message)
    if found and not options.anyway:
        _tell(say(lang, "consolidate.refused", count=len(found)))
        return UNREADABLE if unread else WRONG
    text = document_text(consolidated(catalog, rollup, found), options.out or "")
    if options.out is None:
        sys.stdout.write(text)
    else:
        write_new(options.out, text.encode())
    _tell(say(lang, "consolidate.done", organ=rollup.organ.name, year=rollup.year, count=len(rollup.digests)))
    return OK


def _results(checker: Checker, paths: Sequence[str], roster: str) -> list[Result]:
    """Return the result of each report, without the roster if it is among the files."""
    there = os.path.abspath(roster)
    return [checked(checker, one.file, one.read) for one in items(paths) if os.path.abspath(one.file) != there]


def _wrong(
    checker: Checker, roster: Roster, coverage: Coverage, rollup: Rollup, results: Sequence[Result]
) -> dict[str, str]:
    """Return the invalid files that contribute to the roll-up, each with the reason."""
    shares = [share.due.organ for share in rollup.shares]
    below = [one for one in rollups(roster, coverage) if one.year == rollup.year and one.organ in shares]
    # Without a source, cells have no positions; they are not shown here.
    digests = [result.digest for result in results if result.digest is not None]
    compared = compare_all(checker, digests, lambda _: None, roster.names)
    return {
        **dict.fromkeys(unequal(checker.catalog, below), "unequal"),
        **{result.file: "previous" for result in compared if not result.valid},
        **{result.file: "invalid" for result in results if not result.valid},
    }


def _unreadable(result: Result, lang: Lang) -> Problem:
    """Return the problem of an unreadable file, whose organ is unknown."""
    problem = result.error.message if result.error is not None else ""
    message = say(lang, "usage.file", path=result.file, problem=problem)
    return Problem(organ=None, file=result.file, message=message)


def _organ(roster: Roster, name: str | None, lang: Lang) -> Organ:
    """Return the organ with this name, by default the top one; it must have organs below it."""
    above = [one for one in roster.organs if roster.below[one.name]]
    if not above:
        raise UsageError("consolidate.flat", file=roster.file)
    tops = [one for one in above if one.parent is None]
    choice = tops if name is None else above
    listed = say(lang, "value.comma").join(shorten(one.name) for one in choice[:_LISTED])
    if name is None:
        if len(tops) > 1:
            raise UsageError("consolidate.several", count=len(tops), organs=listed)
        return tops[0]
    wanted = roster.by_name.get(plain_name(name))
    if wanted is None:
        raise UsageError("consolidate.unknown", organ=shorten(name), organs=listed)
    if wanted not in above:
        raise UsageError("consolidate.nobody", organ=shorten(name), organs=listed)
    return wanted


def _rollup(roster: Roster, coverage: Coverage, wanted: Organ, year: int | None, unread: Sequence[Problem]) -> Rollup:
    """Return the roll-up of an organ for a year, by default the latest year with reports."""
    if not coverage.years:
        for one in unread:
            _tell(one.message)
        raise UsageError("consolidate.no-reports")
    wanted_year = max(coverage.years) if year is None else year
    some = [one for one in rollups(roster, coverage) if one.organ is wanted]
    for rollup in some:
        if rollup.year == wanted_year:
            return rollup
    years = ", ".join(str(one.year) for one in some)
    raise UsageError("consolidate.no-year", organ=wanted.name, year=wanted_year, years=years or "-")


def _tell(text: str) -> None:
    print(f"gknb: {printable(text)}", file=sys.stderr)
