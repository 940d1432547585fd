"""``gknb consolidate``: one report made of those of all organs below."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from gknb.batch.items import items
from gknb.catalog import load_catalog
from gknb.checker import Checker, Options
from gknb.cli import OK, UNREADABLE, WRONG, parser
from gknb.cli._files import require_document_name
from gknb.county.consolidate import consolidated, problems
from gknb.county.coverage import covered
from gknb.county.rollup import rollups
from gknb.county.roster import read_roster
from gknb.documents import document_text
from gknb.errors import SourceError, UsageError
from gknb.files import checked
from gknb.show import printable
from gknb.texts import say
from gknb.writing import write_new

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from gknb.catalog import Catalog
    from gknb.county.coverage import Coverage
    from gknb.county.rollup import Rollup
    from gknb.county.roster import Roster
    from gknb.findings import Result
    from gknb.form import Lang

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser(
        "gknb consolidate", lang, description=say(lang, "cli.consolidate"), epilog=say(lang, "consolidate.epilog")
    )
    made.add_argument("files", nargs="+", metavar="FILE", help=say(lang, "consolidate.files"))
    made.add_argument("--roster", required=True, metavar="FILE", help=say(lang, "consolidate.roster"))
    made.add_argument("--organ", metavar="NAME", help=say(lang, "consolidate.organ"))
    made.add_argument("--year", type=int, help=say(lang, "consolidate.year"))
    made.add_argument("--anyway", action="store_true", help=say(lang, "consolidate.anyway"))
    made.add_argument("-o", "--out", metavar="OUT", help=say(lang, "consolidate.out"))
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Check what there is, and write the sums where all is well, or where somebody says to do so anyway."""
    if options.out is not None:
        require_document_name(options.out)
    catalog = load_catalog()
    roster = _roster(catalog, options.roster, lang)
    results, worst = _results(options.files, options.roster, lang)
    digests = [result.digest for result in results if result.digest is not None]
    coverage = covered(catalog, roster, digests)
    rollup = _rollup(roster, coverage, options.organ, options.year)
    found = list(problems(catalog, rollup, {result.file: result.valid for result in results}, lang))
    for one in found:
        _tell(one.message)
    if found and not options.anyway:
        _tell(say(lang, "consolidate.refused", count=len(found)))
        return max(worst, WRONG)
    text = document_text(consolidated(catalog, rollup, found), options.out or "")
    if options.out is None:
        sys.stdout.write(text)
    else:
        write_new(options.out, text.encode())
    known = sum(share.digest is not None for share in rollup.shares)
    _tell(say(lang, "consolidate.done", organ=rollup.organ.name, year=rollup.year, count=known))
    return worst


def _roster(catalog: Catalog, path: str, lang: Lang) -> Roster:
    try:
        return read_roster(catalog, path)
    except SourceError as error:
        where = f":{error.line}:{error.column}" if error.line else ""
        raise UsageError("usage.file", path=f"{path}{where}", problem=error.say(lang)) from error


def _results(paths: Sequence[str], roster: str, lang: Lang) -> tuple[list[Result], int]:
    """The result of each report, and the exit code for those that could not be read, which are told."""
    checker, results, worst = Checker(Options(lang=lang, digest=True)), [], OK
    for item in items(paths):
        if item.file == roster:
            continue
        result = checked(checker, item.file, item.read)
        if result.error is not None:
            _tell(f"{item.file}: {result.error.message}")
            worst = UNREADABLE
        results.append(result)
    return results, worst


def _rollup(roster: Roster, coverage: Coverage, organ: str | None, year: int | None) -> Rollup:
    """The one that was asked for, by default that of the organ at the top, for the latest year."""
    above = [one for one in roster.organs if roster.below[one.name]]
    top = next((one for one in above if one.parent is None), None)
    wanted = top if organ is None else roster.by_name.get(organ)
    if wanted is None or wanted not in above:
        raise UsageError("consolidate.nobody", organ=organ or "?")
    wanted_year = year if year is not None else max(coverage.years, default=0)
    for rollup in rollups(roster, coverage):
        if rollup.organ is wanted and rollup.year == wanted_year:
            return rollup
    raise UsageError("consolidate.no-year", year=wanted_year)


def _tell(text: str) -> None:
    print(f"gknb: {printable(text)}", file=sys.stderr)
