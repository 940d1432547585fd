"""What a checker has to answer to several reports, computed from docs/semantics.md; shares no code with the checker.

A blank is judged as in :mod:`_oracle`: by looking for a filling that satisfies the relation, and for one that does not.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from _oracle import COLUMNS, MISSING, SERVICES, Structural, answer, cells, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["CODES", "answer_several"]

ERROR, WARNING, INFO = "error", "warning", "info"
CODES: Final = {
    **dict.fromkeys(("Y601", "Y602", "Y603"), ERROR),
    **dict.fromkeys(("Y604", "Y605", "Y606", "Y607"), INFO),
    "Y608": WARNING,
    **dict.fromkeys(("R701", "R702"), ERROR),
    **dict.fromkeys(("R703", "R704", "R706"), WARNING),
    "R705": INFO,
}
TABLES: Final = ("/proactive_disclosure", "/requests", "/review_and_litigation")
FAR: Final = (
    "/requests/received/total",
    "/requests/outcomes/total/total",
    "/proactive_disclosure/normative_documents/in_force",
    "/proactive_disclosure/licensing/decisions",
    "/proactive_disclosure/penalties/decisions",
    "/proactive_disclosure/coercion/decisions",
    "/proactive_disclosure/fees/amount_wanyuan",
    "/review_and_litigation/reconsideration/total",
)
SWAPPED: Final = (
    "/proactive_disclosure/normative_documents/in_force",
    "/proactive_disclosure/regulations/in_force",
    *(f"/proactive_disclosure/{row}" for row in ("licensing/decisions", "penalties/decisions", "coercion/decisions")),
    "/proactive_disclosure/fees/amount_wanyuan",
)
AMOUNT: Final = "/proactive_disclosure/procurement/amount"
SHARE: Final = 20
LISTED: Final = 20
DETAILS: Final = {"/organ/level": "level", "/organ/kind": "kind", "/organ/credit_code": "code"}


@dataclass(frozen=True, eq=False)
class _Report:
    """One report of the collection, with where it stands."""

    at: str
    document: Any
    edition: str | None
    unusable: frozenset[str]

    def value(self, pointer: str) -> Any:
        """What is at a pointer; None where nothing is, a blank, or what cannot be used."""
        found = read(self.document, pointer)
        return None if found is MISSING or pointer in self.unusable else found

    @property
    def name(self) -> str:
        return plain(self.value("/organ/name"))

    @property
    def year(self) -> int:
        return int(self.value("/reporting_year"))

    @property
    def scope(self) -> str:
        return str(self.value("/scope"))


def plain(name: str) -> str:
    """A name as names are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def digits(number: Any) -> str:
    """A figure in full, without needless zeros."""
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Answer:
    """Gathers what is found."""

    def __init__(self) -> None:
        self.findings: list[dict[str, Any]] = []
        self.undecided: set[str] = set()

    def find(self, code: str, pointers: Iterable[str], expected: Any, actual: Any) -> None:
        found = {"code": code, "severity": CODES[code], "pointers": sorted(set(pointers))}
        self.findings.append({**found, "expected": expected, "actual": actual})

    def judge(self, code: str, outcomes: set[bool], pointers: Iterable[str], expected: Any, actual: Any) -> None:
        """From what all fillings come to."""
        if outcomes == {True, False}:
            self.undecided.add(code)
        elif outcomes == {False}:
            self.find(code, pointers, expected, actual)


def answer_several(
    documents: Sequence[Any],
    roster: Mapping[str, Any] | None,
    structural: Mapping[int, Sequence[Structural]],
) -> dict[str, Any]:
    """The answer to a collection of reports whose structural findings are known, by their number."""
    reports = []
    for n, document in enumerate(documents):
        spoiled = frozenset(one.pointer for one in structural.get(n, ()))
        edition = None if "/edition" in spoiled else document["edition"]
        reports.append(_Report(f"/reports/{n}", document, edition, spoiled))
    found = _Answer()
    for n, report in enumerate(reports):
        alone = answer(report.document, report.edition, list(structural.get(n, ())))
        for one in alone["findings"]:
            found.findings.append({**one, "pointers": [report.at + pointer for pointer in one["pointers"]]})
        found.undecided |= set(alone["undecided"])
    known = None if roster is None else _Roster(roster["organs"])
    _years(found, reports, known)
    if known is not None:
        _against(found, reports, known)
    invalid = any(one["severity"] == "error" for one in found.findings)
    return {
        "verdict": "invalid" if invalid else "valid",
        "findings": found.findings,
        "undecided": sorted(found.undecided),
    }


# Year over year


def _years(found: _Answer, reports: Sequence[_Report], roster: _Roster | None) -> None:
    for organ in _organs(reports, roster):
        for scope in sorted({report.scope for report in organ}):
            of_year: dict[int, list[_Report]] = defaultdict(list)
            for report in organ:
                if report.scope == scope:
                    of_year[report.year].append(report)
            for year, (first, *more) in of_year.items():
                for report in more:
                    if None not in (report.edition, first.edition):
                        both = [f"{report.at}/reporting_year", f"{first.at}/reporting_year"]
                        found.find("Y608", both, first.at, year)
            for before, year in pairwise(sorted(of_year)):
                if len(of_year[before]) == len(of_year[year]) == 1:
                    _pair(found, of_year[year][0], of_year[before][0])


def _organs(reports: Sequence[_Report], roster: _Roster | None) -> list[list[_Report]]:
    """The reports of each organ: those connected by a name or a code, unless a roster says whose they are."""
    groups: list[tuple[set[Any], list[_Report]]] = []
    for report in reports:
        organ = roster.organ_of(report) if roster else None
        code = report.value("/organ/credit_code")
        marks: set[Any] = {("organ", organ)} if organ is not None else {("name", report.name)}
        if organ is None and code is not None:
            marks.add(("code", code))
        same = [group for group in groups if group[0] & marks]
        merged = (set.union(marks, *(group[0] for group in same)), [*(r for group in same for r in group[1]), report])
        groups = [group for group in groups if group not in same] + [merged]
    return [sorted(group, key=reports.index) for _, group in groups]


def _pair(found: _Answer, this: _Report, last: _Report) -> None:
    if this.edition is None or last.edition is None:
        return
    if last.year < this.year - 1:
        both = [f"{this.at}/reporting_year", f"{last.at}/reporting_year"]
        found.find("Y607", both, this.year - 1, last.year)
        return
    for code, left, right in _equations(this, last):
        _equation(found, code, left, right)
    for pointer in FAR:
        _figures(found, "Y604", this, last, pointer)
    for pointer in SWAPPED:
        _figures(found, "Y605", this, last, pointer)
    for table in TABLES:
        _unchanged(found, this, last, table)


Term = tuple[_Report, str, int]


def _equations(this: _Report, last: _Report) -> Iterator[tuple[str, list[Term], list[Term]]]:
    for column in [*COLUMNS, "total"]:
        carried = (last, f"/requests/carried_forward/{column}", 1)
        yield "Y601", [(this, f"/requests/brought_forward/{column}", 1)], [carried]
    if this.edition == last.edition == "2021":
        for row in ("regulations", "normative_documents"):
            at = f"/proactive_disclosure/{row}"
            flows = [(this, f"{at}/issued", 1), (this, f"{at}/repealed", -1)]
            yield "Y602", [(this, f"{at}/in_force", 1)], [(last, f"{at}/in_force", 1), *flows]
    if this.edition == last.edition == "2019":
        for row in [*SERVICES, "fees"]:
            at = f"/proactive_disclosure/{row}"
            right = [(last, f"{at}/items_last_year", 1), (last, f"{at}/change", 1)]
            yield "Y603", [(this, f"{at}/items_last_year", 1)], right


def _equation(found: _Answer, code: str, left: Sequence[Term], right: Sequence[Term]) -> None:
    terms = [*left, *((report, pointer, -sign) for report, pointer, sign in right)]
    values = [report.value(pointer) for report, pointer, _ in terms]
    gap = sum(sign * (value or 0) for (_, _, sign), value in zip(terms, values, strict=True))
    outcomes = {gap == 0}
    for (_, pointer, sign), value in zip(terms, values, strict=True):
        if value is None:  # what else this blank could be: all the rest is as it is, other blanks 0
            tries = [abs(gap), abs(gap) + 1, *([-abs(gap), -abs(gap) - 1] if pointer.endswith("/change") else [])]
            outcomes |= {gap + sign * one == 0 for one in tries}
    pointers = [report.at + pointer for report, pointer, _ in terms]
    found.judge(code, outcomes, pointers, _told(right), _told(left))


def _told(side: Sequence[Term]) -> Any:
    """A side in figures: its sum, or what is known of it."""
    known = sum(sign * (report.value(pointer) or 0) for report, pointer, sign in side)
    blanks = {0 if p.endswith("/change") else s for report, p, s in side if report.value(p) is None}
    if not blanks:
        return known
    return None if len(blanks) > 1 or blanks == {0} else (">=" if blanks == {1} else "<=") + digits(known)


def _figures(found: _Answer, code: str, this: _Report, last: _Report, pointer: str) -> None:
    if pointer not in cells(this.edition or "") or pointer not in cells(last.edition or ""):
        return
    value, before = this.value(pointer), last.value(pointer)
    outcomes = {
        _plausible(code, a, b)
        for a in ([value] if value is not None else _odd_beside(before))
        for b in ([before] if before is not None else _odd_beside(value))
    }
    expected = f"<10x {digits(before)}" if code == "Y604" else f"not like {digits(before)}"
    found.judge(code, outcomes, [this.at + pointer, last.at + pointer], expected, value)


def _plausible(code: str, a: Any, b: Any) -> bool:
    if code == "Y604":
        small, large = min(a, b), max(a, b)
        return not (small > 0 and large >= 100 and large >= 10 * small)
    x, y = digits(a), digits(b)
    swaps = [x[:n] + x[n + 1] + x[n] + x[n + 2 :] for n in range(len(x) - 1) if (x[n] + x[n + 1]).isdigit()]
    return not (a != b and min(a, b) >= 100 and y in swaps)


def _odd_beside(known: Any) -> list[Any]:
    """What a blank could be beside a figure, or a blank: plausible, and not."""
    if known is None:
        return [0, 1, 100, 12345, 12354]
    x = digits(known)
    swapped = [x[:n] + x[n + 1] + x[n] + x[n + 2 :] for n in range(len(x) - 1) if (x[n] + x[n + 1]).isdigit()]
    # A swap may bring a 0 to the front: then it is no figure that is written so.
    plain_swaps = [Decimal(one) if "." in one else int(one) for one in swapped if not one.startswith("0")]
    return [known, 0, known * 10 + 100, known * 1000 + 100, *plain_swaps]


def _unchanged(found: _Answer, this: _Report, last: _Report, table: str) -> None:
    own = [pointer for pointer in cells(this.edition or "") if pointer.startswith(f"{table}/")]
    if own != [pointer for pointer in cells(last.edition or "") if pointer.startswith(f"{table}/")]:
        return
    pairs = [(this.value(pointer), last.value(pointer)) for pointer in own]

    def changed(fill: Any) -> bool:
        """With every blank as the other figure, or both as ``fill``."""
        filled = [(fill, fill) if a is b is None else (b, b) if a is None else (a, a) if b is None else (a, b)
                  for a, b in pairs]  # fmt: skip
        return any(a != b for a, b in filled) or sum(a != 0 for a, _ in filled) < 6

    def apart() -> bool:
        """With one blank as another figure than beside it."""
        return any(None in pair for pair in pairs)

    outcomes = {changed(0), changed(1)} | ({True} if apart() else set())
    count = sum(a not in (None, 0) for a, _ in pairs)
    found.judge("Y606", outcomes, [this.at + table, last.at + table], "changed", count)


# Against a roster


class _Roster:
    """A roster by hand: organs by their number."""

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

    def organ_of(self, report: _Report) -> int | None:
        code = report.value("/organ/credit_code")
        by_code = [n for n, other in enumerate(self.codes) if code is not None and other == code]
        by_name = [n for n, names in enumerate(self.names) if report.name in names]
        return next(iter([*by_code, *by_name]), None)

    def reports_on(self, n: int, year: int) -> bool:
        return bool(self.organs[n].get("from", year) <= year <= self.organs[n].get("to", year))

    def below(self, n: int) -> list[int]:
        return [child for child, parent in enumerate(self.parents) if parent == n]

    def owed(self, n: int, year: int) -> list[str]:
        """The scopes owed on a year; "any" for one of either."""
        if not self.reports_on(n, year):
            return []
        if self.organs[n].get("own", False) and self.below(n):
            return ["consolidated", "own"]
        return ["consolidated" if any(self.reports_on(one, year) for one in self.below(n)) else "any"]


def _against(found: _Answer, reports: Sequence[_Report], roster: _Roster) -> None:
    of: dict[int, list[_Report]] = defaultdict(list)
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
        for scope in roster.owed(n, year)
    }
    for (n, year, _), some in received.items():
        if not some:
            found.find("R702", [f"/roster/organs/{n}"], str(year), None)
    for n, mine in of.items():
        for report in mine:
            _one_report(found, roster, n, report, years)
    offs: dict[str, dict[str, Any]] = {}
    for n in _innermost_first(roster):
        for year in years:
            if len(whole := received.get((n, year, "consolidated"), [])) == 1 and whole[0].edition is not None:
                _sums(found, whole[0], _contributors(roster, received, n, year), offs)


def _counting(of: Mapping[int, Sequence[_Report]]) -> list[int]:
    organs = defaultdict(set)
    for n, some in of.items():
        for report in some:
            organs[report.year].add(n)
    most = max(map(len, organs.values()), default=0)
    counting = [year for year, some in organs.items() if 100 * len(some) >= SHARE * most]
    return sorted({*counting, *(year - 1 for year in counting if year - 2 in counting)})


def _one_report(found: _Answer, roster: _Roster, n: int, report: _Report, years: Sequence[int]) -> None:
    organ = roster.organs[n]
    if report.year not in years or not roster.reports_on(n, report.year):
        first, last = organ.get("from", years[0]), organ.get("to", years[-1])
        span = str(first) if first == last else f"{first}..{last}" if first < last else f">={first}"
        found.find("R704", [f"{report.at}/reporting_year"], span, report.year)
    elif (owed := roster.owed(n, report.year)) != ["any"] and report.scope not in owed:
        found.find("R704", [f"{report.at}/scope"], "|".join(owed), read(report.document, "/scope"))
    if report.name not in roster.names[n]:
        cells_ = [f"{report.at}/organ/name", f"/roster/organs/{n}"]
        found.find("R705", cells_, organ["name"], report.value("/organ/name"))
    for pointer, member in DETAILS.items():
        stated = roster.codes[n] if member == "code" else organ.get(member)
        value = report.value(pointer)
        if stated is not None and value is not None and stated != value:
            found.find("R706", [report.at + pointer, f"/roster/organs/{n}"], stated, value)


def _innermost_first(roster: _Roster) -> list[int]:
    def depth(n: int) -> int:
        parent = roster.parents[n]
        return 0 if parent is None else 1 + depth(parent)

    return sorted(range(len(roster.organs)), key=lambda n: -depth(n))


def _contributors(
    roster: _Roster, received: Mapping[tuple[int, int, str], list[_Report]], n: int, year: int
) -> list[_Report | None]:
    """What is summed; None for what is not there, or there twice."""
    keys = [(n, year, "own"), *((one, year, scope) for one in roster.below(n) for scope in ("consolidated", "any"))]
    found = [received[key] for key in keys if key in received]
    return [some[0] if len(some) == 1 else None for some in found]


def _figure(report: _Report | None, cell: str) -> Any:
    if report is None or cell not in cells(report.edition or "2021"):
        return None
    value = report.value(cell)
    if report.edition is None or value is None or cell != f"{AMOUNT}/value":
        return None if report.edition is None else value
    factor = {"yuan": 1, "wanyuan": 10000}.get(report.value(f"{AMOUNT}/unit"))
    return None if factor is None else factor * value


def _sums(found: _Answer, whole: _Report, parts: Sequence[_Report | None], offs: dict[str, dict[str, Any]]) -> None:
    ordered = sorted(cells(whole.edition or ""), key=_set_of)
    off: dict[str, Any] = {}
    sums: dict[str, tuple[Any, Any]] = {}
    for cell in ordered:
        value, figures = _figure(whole, cell), [_figure(part, cell) for part in parts]
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
    offs[whole.at] = dict(off)
    for cause in _causes(parts, ordered, off, offs):
        if all(cell in off for cell in cause):
            told = [cell for cell in ordered if cell in cause]
            value, total = sums[told[0]]
            found.find("R701", [whole.at + cell for cell in told], total, value)
            for cell in told:
                del off[cell]
    for cell in off:
        value, total = sums[cell]
        found.find("R701", _listed(whole, parts, cell), total, value)


def _set_of(cell: str) -> int:
    """The sets of the relation: counts, changes, amounts."""
    return 2 if "amount" in cell else 1 if cell.endswith("/change") else 0


def _listed(whole: _Report, parts: Sequence[_Report | None], cell: str) -> list[str]:
    some = [(part, _figure(part, cell)) for part in parts if part is not None and _figure(part, cell)]
    greatest = sorted(some, key=lambda one: -abs(one[1]))[:LISTED]
    return [whole.at + cell, *(part.at + cell for part, _ in greatest)]


def _causes(
    parts: Sequence[_Report | None],
    ordered: Sequence[str],
    off: Mapping[str, Any],
    offs: Mapping[str, Mapping[str, Any]],
) -> list[list[str]]:
    """The cells of each cause, in the order in which causes are taken."""
    found: list[tuple[str, dict[str, Any]]] = []
    for part in parts:
        if part is not None:
            own = {cell: _figure(part, cell) for cell in ordered if _figure(part, cell)}
            below = {cell: -much for cell, much in offs.get(part.at, {}).items()}
            found += [
                ("below", below),
                ("left-out", {cell: -figure for cell, figure in own.items()}),
                ("added-twice", own),
            ]
    fitting = [(name, some) for name, some in found if len(some) >= 2 and some.items() <= dict(off).items()]
    alone = [one for one in fitting if fitting.count(one) == 1]
    return [list(some) for _, some in sorted(alone, key=lambda one: -len(one[1]))]
