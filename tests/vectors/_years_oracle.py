"""The oracle of two years, written from docs/semantics.md; shares no code with the checker."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from _collection import Found, Report, digits
from _editions import counterparts
from _oracle import cells, columns, rows_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _roster_oracle import Roster

__all__ = ["FAR", "SWAPPED", "years"]

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


def years(found: Found, reports: Sequence[Report], roster: Roster | None) -> None:
    for organ in _organs(reports, roster):
        for scope in sorted({report.scope for report in organ}):
            of_year: dict[int, list[Report]] = defaultdict(list)
            for report in organ:
                if report.scope == scope:
                    of_year[report.year].append(report)
            for year, (first, *more) in of_year.items():
                for report in more:
                    if None not in (report.edition, first.edition):
                        both = [f"{report.at}/reporting_year", f"{first.at}/reporting_year"]
                        found.find("Y608", both, first.at, year)
            for earlier, year in pairwise(sorted(of_year)):
                if len(of_year[earlier]) == len(of_year[year]) == 1:
                    _pair(found, of_year[year][0], of_year[earlier][0])


def _organs(reports: Sequence[Report], roster: Roster | None) -> list[list[Report]]:
    """Return the reports of each organ: by the roster if there is one, else connected by a name or a code."""
    groups: list[tuple[set[Any], list[Report]]] = []
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


def _pair(found: Found, this: Report, last: Report) -> None:
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


Term = tuple[Report, str, int]


def _equations(this: Report, last: Report) -> Iterator[tuple[str, list[Term], list[Term]]]:
    """Yield what holds where each cell of last year is in its form."""
    edition = this.edition or ""
    for column in [*columns(edition), "total"]:
        carried = before(this, last, f"/requests/carried_forward/{column}")
        if carried:
            yield "Y601", [(this, f"/requests/brought_forward/{column}", 1)], [(last, carried, 1)]
    for row in rows_with(edition, "in_force", "issued", "repealed"):
        at = f"/proactive_disclosure/{row}"
        in_force = before(this, last, f"{at}/in_force")
        if in_force:
            flows = [(this, f"{at}/issued", 1), (this, f"{at}/repealed", -1)]
            yield "Y602", [(this, f"{at}/in_force", 1)], [(last, in_force, 1), *flows]
    for row in rows_with(edition, "items_last_year", "change"):
        at = f"/proactive_disclosure/{row}"
        items, change = (before(this, last, f"{at}/{name}") for name in ("items_last_year", "change"))
        if items and change:
            yield "Y603", [(this, f"{at}/items_last_year", 1)], [(last, items, 1), (last, change, 1)]


def before(this: Report, last: Report, pointer: str) -> str:
    """Return the cell of last year's report that a cell of this year's continues; empty if its form has none."""
    return counterparts(this.edition or "", last.edition or "").get(pointer, "")


def _equation(found: Found, code: str, left: Sequence[Term], right: Sequence[Term]) -> None:
    terms = [*left, *((report, pointer, -sign) for report, pointer, sign in right)]
    values = [report.value(pointer) for report, pointer, _ in terms]
    gap = sum(sign * (value or 0) for (_, _, sign), value in zip(terms, values, strict=True))
    outcomes = {gap == 0}
    for (_, pointer, sign), value in zip(terms, values, strict=True):
        if value is None:  # the value of this blank that balances the equation, with other blanks 0
            tries = [abs(gap), abs(gap) + 1, *([-abs(gap), -abs(gap) - 1] if pointer.endswith("/change") else [])]
            outcomes |= {gap + sign * one == 0 for one in tries}
    pointers = [report.at + pointer for report, pointer, _ in terms]
    found.judge(code, outcomes, pointers, _sum_text(right), _sum_text(left))


def _sum_text(side: Sequence[Term]) -> Any:
    """Return the sum of a side, or its bound as text."""
    known = sum(sign * (report.value(pointer) or 0) for report, pointer, sign in side)
    blanks = {0 if p.endswith("/change") else s for report, p, s in side if report.value(p) is None}
    if not blanks:
        return known
    return None if len(blanks) > 1 or blanks == {0} else (">=" if blanks == {1} else "<=") + digits(known)


def _figures(found: Found, code: str, this: Report, last: Report, pointer: str) -> None:
    there = before(this, last, pointer)
    if not there:
        return
    value, earlier = this.value(pointer), last.value(there)
    outcomes = {
        _plausible(code, a, b)
        for a in ([value] if value is not None else _fillings_against(earlier))
        for b in ([earlier] if earlier is not None else _fillings_against(value))
    }
    expected = f"<10x {digits(earlier)}" if code == "Y604" else f"not like {digits(earlier)}"
    found.judge(code, outcomes, [this.at + pointer, last.at + there], expected, value)


def _plausible(code: str, a: Any, b: Any) -> bool:
    if code == "Y604":
        small, large = min(a, b), max(a, b)
        return not (small > 0 and large >= 100 and large >= 10 * small)
    x, y = digits(a), digits(b)
    swaps = [x[:n] + x[n + 1] + x[n] + x[n + 2 :] for n in range(len(x) - 1) if (x[n] + x[n + 1]).isdigit()]
    return not (a != b and min(a, b) >= 100 and y in swaps)


def _fillings_against(known: Any) -> list[Any]:
    """Return plausible and implausible fillings of a blank, given the figure of the other year or a blank."""
    if known is None:
        return [0, 1, 100, 12345, 12354]
    x = digits(known)
    swapped = [x[:n] + x[n + 1] + x[n] + x[n + 2 :] for n in range(len(x) - 1) if (x[n] + x[n + 1]).isdigit()]
    # A swap that brings a 0 to the front does not give a figure.
    plain_swaps = [Decimal(one) if "." in one else int(one) for one in swapped if not one.startswith("0")]
    return [known, 0, known * 10 + 100, known * 1000 + 100, *plain_swaps]


def _unchanged(found: Found, this: Report, last: Report, table: str) -> None:
    own = [pointer for pointer in cells(this.edition or "") if pointer.startswith(f"{table}/")]
    if own != [pointer for pointer in cells(last.edition or "") if pointer.startswith(f"{table}/")]:
        return
    pairs = [(this.value(pointer), last.value(pointer)) for pointer in own]

    def changed(fill: Any) -> bool:
        """Return whether the table differs if each blank equals the other figure; two blanks equal ``fill``."""
        filled = [(fill, fill) if a is b is None else (b, b) if a is None else (a, a) if b is None else (a, b)
                  for a, b in pairs]  # fmt: skip
        return any(a != b for a, b in filled) or sum(a != 0 for a, _ in filled) < 6

    def apart() -> bool:
        """Return whether the table differs if one blank differs from the other year's figure."""
        return any(None in pair for pair in pairs)

    outcomes = {changed(0), changed(1)} | ({True} if apart() else set())
    count = sum(a not in (None, 0) for a, _ in pairs)
    found.judge("Y606", outcomes, [this.at + table, last.at + table], "changed", count)
