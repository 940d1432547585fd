"""The oracle of reports with a roster, written from docs/semantics.md; shares no code with the checker."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from _collection import Found, Report, digits, plain
from _editions import counterparts
from _oracle import cells, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Roster", "against"]

AMOUNT: Final = "/proactive_disclosure/procurement/amount"
SHARE: Final = 20
LISTED: Final = 20
DETAILS: Final = {"/organ/level": "level", "/organ/kind": "kind", "/organ/credit_code": "code"}


class Roster:
    """A roster with its organs by index."""

    def __init__(self, organs: Sequence[Mapping[str, Any]]) -> None:
        self.organs = organs
        names = [{plain(one) for one in (organ["name"], *organ.get("aliases", ()))} for organ in organs]
        self.names = names
        self.codes = [plain(organ["code"]).upper() if "code" in organ else None for organ in organs]
        self.parents = [
            next((n for n in range(len(organs)) if self._fits(n, organ["parent"])), None) if "parent" in organ else None
            for organ in organs
        ]

    def _fits(self, n: int, mark: str) -> bool:
        return plain(mark) in self.names[n] or plain(mark).upper() == self.codes[n]

    def organ_of(self, report: Report) -> int | None:
        code = report.value("/organ/credit_code")
        by_code = [n for n, other in enumerate(self.codes) if code is not None and other == code]
        by_name = [n for n, names in enumerate(self.names) if report.name in names]
        return next(iter([*by_code, *by_name]), None)

    def reports_on(self, n: int, year: int) -> bool:
        return bool(self.organs[n].get("from", year) <= year <= self.organs[n].get("to", year))

    def below(self, n: int) -> list[int]:
        return [child for child, parent in enumerate(self.parents) if parent == n]

    def owed(self, n: int, year: int, mine: Sequence[Report]) -> list[str]:
        """Return the scopes owed for a year, given the received reports; "any" for a report of any scope."""
        if not self.reports_on(n, year):
            return []
        if self.organs[n].get("own", False) and self.below(n):
            return ["consolidated", "own"]
        if any(self.reports_on(one, year) for one in self.below(n)):
            return ["consolidated"]
        return ["own" if any(one.year == year and one.scope == "own" for one in mine) else "any"]


def against(found: Found, reports: Sequence[Report], roster: Roster) -> None:
    of: dict[int, list[Report]] = defaultdict(list)
    for report in reports:
        organ = roster.organ_of(report)
        if organ is None:
            found.find("R703", [f"{report.at}/organ/name"], None, report.value("/organ/name"))
        else:
            of[organ].append(report)
    years = _counting(of)
    received = {
        (n, year, scope): [one for one in of[n] if one.year == year and scope in ("any", one.scope)]
        for n in range(len(roster.organs))
        for year in years
        for scope in roster.owed(n, year, of[n])
    }
    for (n, year, _), some in received.items():
        if not some:
            found.find("R702", [f"/roster/organs/{n}"], str(year), None)
    for n, mine in of.items():
        for report in mine:
            _one_report(found, roster, n, report, mine, years)
    excess: dict[str, dict[str, Any]] = {}
    for n in _innermost_first(roster):
        for year in years:
            if len(whole := received.get((n, year, "consolidated"), [])) == 1 and whole[0].edition is not None:
                _sums(found, whole[0], _contributors(roster, received, n, year), excess)


def _counting(of: Mapping[int, Sequence[Report]]) -> list[int]:
    organs = defaultdict(set)
    for n, some in of.items():
        for report in some:
            organs[report.year].add(n)
    most = max(map(len, organs.values()), default=0)
    counting = [year for year, some in organs.items() if 100 * len(some) >= SHARE * most]
    return sorted({*counting, *(year - 1 for year in counting if year - 2 in counting)})


def _one_report(
    found: Found, roster: Roster, n: int, report: Report, mine: Sequence[Report], years: Sequence[int]
) -> None:
    organ = roster.organs[n]
    if report.year not in years or not roster.reports_on(n, report.year):
        first, last = organ.get("from", years[0]), organ.get("to", years[-1])
        span = str(first) if first == last else f"{first}..{last}" if first < last else f">={first}"
        found.find("R704", [f"{report.at}/reporting_year"], span, report.year)
    elif (owed := roster.owed(n, report.year, mine)) != ["any"] and report.scope not in owed:
        found.find("R704", [f"{report.at}/scope"], "|".join(owed), read(report.document, "/scope"))
    if report.name not in roster.names[n]:
        cells_ = [f"{report.at}/organ/name", f"/roster/organs/{n}"]
        found.find("R705", cells_, organ["name"], report.value("/organ/name"))
    for pointer, member in DETAILS.items():
        stated = roster.codes[n] if member == "code" else organ.get(member)
        value = report.value(pointer)
        if stated is not None and value is not None and stated != value:
            found.find("R706", [report.at + pointer, f"/roster/organs/{n}"], stated, value)


def _innermost_first(roster: Roster) -> list[int]:
    def depth(n: int) -> int:
        parent = roster.parents[n]
        return 0 if parent is None else 1 + depth(parent)

    return sorted(range(len(roster.organs)), key=lambda n: -depth(n))


def _contributors(
    roster: Roster, received: Mapping[tuple[int, int, str], list[Report]], n: int, year: int
) -> list[Report | None]:
    """Return the contributors; None for a report that is missing or received twice."""
    found = [received[n, year, "own"]] if (n, year, "own") in received else []
    for one in roster.below(n):
        owed = [(one, year, scope) for scope in ("consolidated", "any", "own")]
        found += [received[key] for key in owed if key in received][:1]
    return [some[0] if len(some) == 1 else None for some in found]


def _figure(report: Report | None, cell: str) -> Any:
    """Return the figure of a report at a cell of its form, amounts in yuan; None for an unknown one."""
    value = report.value(cell) if report is not None and cell else None
    if report is None or value is None or cell != f"{AMOUNT}/value":
        return value
    factor = {"yuan": 1, "wanyuan": 10000}.get(report.value(f"{AMOUNT}/unit"))
    return None if factor is None else factor * value


def _there(whole: Report, part: Report | None, cell: str) -> str:
    """Return the cell of a contributor that is added to a cell of ``whole``; empty if its form has none."""
    if part is None or part.edition is None:
        return ""
    return counterparts(whole.edition or "", part.edition).get(cell, "")


def _sums(found: Found, whole: Report, parts: Sequence[Report | None], excess: dict[str, dict[str, Any]]) -> None:
    ordered = sorted(cells(whole.edition or ""), key=_set_of)
    off: dict[str, Any] = {}
    sums: dict[str, tuple[Any, Any]] = {}
    for cell in ordered:
        value, figures = _figure(whole, cell), [_figure(part, _there(whole, part, cell)) for part in parts]
        known = [figure for figure in figures if figure is not None]
        total, unknown = sum(known), len(figures) - len(known)
        if value is None:
            found.undecided.add("R701")
        elif not unknown and value != total:
            off[cell] = value - total
            sums[cell] = value, total
        elif unknown and not cell.endswith("/change") and value < total:
            found.find("R701", _listed(whole, parts, cell), f">={digits(total)}", value)
        elif unknown:
            found.undecided.add("R701")
    excess[whole.at] = dict(off)
    for cause in _causes(whole, parts, ordered, off, excess):
        if all(cell in off for cell in cause):
            explained = [cell for cell in ordered if cell in cause]
            value, total = sums[explained[0]]
            found.find("R701", [whole.at + cell for cell in explained], total, value)
            for cell in explained:
                del off[cell]
    for cell in off:
        value, total = sums[cell]
        found.find("R701", _listed(whole, parts, cell), total, value)


def _set_of(cell: str) -> int:
    """Return the set of a cell: counts, changes or amounts."""
    return 2 if "amount" in cell else 1 if cell.endswith("/change") else 0


def _listed(whole: Report, parts: Sequence[Report | None], cell: str) -> list[str]:
    there = [(part, _there(whole, part, cell)) for part in parts if part is not None]
    some = [(part.at + at, figure) for part, at in there if (figure := _figure(part, at))]
    greatest = sorted(some, key=lambda one: -abs(one[1]))[:LISTED]
    return [whole.at + cell, *(pointer for pointer, _ in greatest)]


def _causes(
    whole: Report,
    parts: Sequence[Report | None],
    ordered: Sequence[str],
    off: Mapping[str, Any],
    excess: Mapping[str, Mapping[str, Any]],
) -> list[list[str]]:
    """Return the cells of each cause, in the order in which causes are chosen."""
    found: list[tuple[str, dict[str, Any]]] = []
    for part in parts:
        if part is not None:
            there = {cell: _there(whole, part, cell) for cell in ordered}
            own = {cell: figure for cell, at in there.items() if (figure := _figure(part, at))}
            here = {at: cell for cell, at in there.items()}
            below = {here.get(at, at): -much for at, much in excess.get(part.at, {}).items()}
            found += [
                ("below", below),
                ("left-out", {cell: -figure for cell, figure in own.items()}),
                ("added-twice", own),
            ]
    fitting = [(name, some) for name, some in found if len(some) >= 2 and some.items() <= dict(off).items()]
    alone = [one for one in fitting if fitting.count(one) == 1]
    return [list(some) for _, some in sorted(alone, key=lambda one: -len(one[1]))]
