"""An independent check of the relations between the reports of a county: years, sums and reports due."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from _oracle import columns, rows_with
from strategies import cells_of, get

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from strategies import Report

Triple: TypeAlias = tuple[str, str, int]
"""Code of a relation, name of an organ in the roster, and year."""
Roster: TypeAlias = "Mapping[str, Any]"


def wrong_years(last: Report, this: Report) -> Iterator[tuple[str, str]]:
    """Yield inconsistencies with last year's report: the code, and the row or column. Blanks are skipped."""
    editions = last["edition"], this["edition"]
    equations = [
        (
            "Y601",
            column,
            [(1, this, f"/requests/brought_forward/{column}"), (-1, last, f"/requests/carried_forward/{column}")],
        )
        for column in (*columns(this["edition"]), "total")
    ]
    for row in ("regulations", "normative_documents") if editions == ("2021", "2021") else ():
        place = f"/proactive_disclosure/{row}"
        flows = [(-1, this, f"{place}/issued"), (1, this, f"{place}/repealed")]
        equations.append(("Y602", row, [(1, this, f"{place}/in_force"), (-1, last, f"{place}/in_force"), *flows]))
    for row in rows_with("2019", "items_last_year", "change") if editions == ("2019", "2019") else ():
        items, change = (f"/proactive_disclosure/{row}/{cell}" for cell in ("items_last_year", "change"))
        equations.append(("Y603", row, [(1, this, items), (-1, last, items), (-1, last, change)]))
    for code, place, terms in equations:
        values = [(sign, get(report, pointer)) for sign, report, pointer in terms]
        if all(value is not None for _, value in values) and sum(sign * value for sign, value in values):
            yield code, place


def wrong_sums(whole: Report, parts: Iterable[Report]) -> Iterator[str]:
    """Yield the cells of a consolidated report that differ from the sums. Blanks are skipped."""
    reports = [whole, *parts]
    for cell in cells_of(whole):
        values = [get(report, cell) for report in reports]
        if None not in values:
            first, *others = (Decimal(str(value)) for value in values)
            if first != sum(others):
                yield cell


def wrong_county(roster: Roster, reports: Iterable[Report]) -> Iterator[Triple]:
    """Yield the violations between the reports of a county, and missing, repeated, unknown and unexpected reports.

    A report counts if it is the only one of its organ, year and scope. Sums with an expected report that does not count
    are not evaluated.
    """
    organs = {organ["name"]: organ for organ in roster["organs"]}
    names = {alias: name for name, organ in organs.items() for alias in (name, *organ.get("aliases", ()))}
    codes = {organ.get("code"): name for name, organ in organs.items() if "code" in organ}
    found: dict[tuple[str, int, str], list[Report]] = defaultdict(list)
    for report in reports:
        name, year = report["organ"]["name"], report["reporting_year"]
        coded = codes.get(report["organ"].get("credit_code"))
        if name in names or coded is not None:
            found[names.get(name, coded or ""), year, report["scope"]].append(report)
            if name not in names:
                yield "R705", coded or "", year
        else:
            yield "R703", name, year
    years = {year for _, year, _ in found}
    expected = {key for year in years for key in _expected(organs.values(), year)}
    yield from (("R702", name, year) for name, year, _ in expected - found.keys())
    yield from (("R704", name, year) for name, year, _ in found.keys() - expected)
    for (name, year, _), several in found.items():
        if len(several) > 1:
            yield "Y608", name, year
    yield from _wrong_figures(
        organs, {key: several[0] for key, several in found.items() if len(several) == 1}, expected
    )
    for name, scope in dict.fromkeys((name, scope) for name, _, scope in found):
        mine = sorted(year for other, year, kind in found if (other, kind) == (name, scope))
        yield from (("Y607", name, later) for year, later in pairwise(mine) if later > year + 1)


def _wrong_figures(
    organs: Mapping[str, Roster], counting: Mapping[tuple[str, int, str], Report], expected: set[tuple[str, int, str]]
) -> Iterator[Triple]:
    for (name, year, scope), report in counting.items():
        if (last := counting.get((name, year - 1, scope))) is not None:
            yield from ((code, name, year) for code, _ in wrong_years(last, report))
        if scope == "consolidated":
            parts = [key for key in expected if key[1] == year and _is_part(organs, key, name)]
            if all(key in counting for key in parts):
                wrong = wrong_sums(report, (counting[key] for key in parts))
                yield from (("R701", name, year) for _ in wrong)


def _expected(organs: Iterable[Roster], year: int) -> Iterator[tuple[str, int, str]]:
    organs = list(organs)
    for organ in organs:
        if organ.get("from", year) <= year <= organ.get("to", year):
            includes = any(other.get("parent") == organ["name"] for other in organs)
            if includes:
                yield organ["name"], year, "consolidated"
            if not includes or organ.get("own", False):
                yield organ["name"], year, "own"


def _is_part(organs: Mapping[str, Roster], key: tuple[str, int, str], whole: str) -> bool:
    """Return whether a report contributes to the consolidated report of ``whole`` for its year."""
    name, _, scope = key
    if name == whole:
        return scope == "own"
    includes = any(other.get("parent") == name for other in organs.values())
    return organs[name].get("parent") == whole and scope == ("consolidated" if includes else "own")
