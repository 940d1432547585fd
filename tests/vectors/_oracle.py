"""The oracle: the expected answer to one report; shares no code with the checker.

Written from the text of the forms and docs/semantics.md. The rows and columns of an edition are those of its published
schema. A blank is evaluated by searching for a filling that satisfies the relation and one that violates it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from _editions import EDITIONS

__all__ = [
    "SEVERITIES",
    "TWO",
    "Answer",
    "Structural",
    "all_rows",
    "answer",
    "cells",
    "columns",
    "evaluated",
    "groups",
    "read",
    "results",
    "rows",
    "rows_with",
]

TWO = "/proactive_disclosure"
SEVERITIES = {
    **dict.fromkeys(("E103", "T201", "T202", "T203", "T205"), "warning"),
    **dict.fromkeys(("E101", "E102", "E104", "T204", "T301", "T302", "T303", "T401"), "error"),
    **dict.fromkeys((f"S{number:03}" for number in range(1, 11)), "error"),
}
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, n, 31) for n in range(17)]  # GB 32100: 3 to the power of the position, modulo 31


def cells(edition: str) -> list[str]:
    """Return every cell of the three tables."""
    return EDITIONS[edition].cells


def all_rows(edition: str) -> list[str]:
    """Return every row of Table 3."""
    return EDITIONS[edition].rows


def rows(edition: str) -> list[str]:
    """Return the outcome rows of Table 3, without their total."""
    below = "/requests/outcomes/"
    return [row for row in all_rows(edition) if row.startswith(below) and row != f"{below}total"]


def columns(edition: str) -> list[str]:
    """Return the columns of Table 3, without their total."""
    return EDITIONS[edition].columns


def groups(edition: str) -> list[str]:
    """Return the groups of Table 4."""
    return EDITIONS[edition].groups


def results(edition: str) -> list[str]:
    """Return the results of each group of Table 4, without their total."""
    return EDITIONS[edition].results


def rows_with(edition: str, *names: str) -> list[str]:
    """Return the rows of Table 2 that have all these cells."""
    tops = dict.fromkeys(cell.split("/")[2] for cell in cells(edition) if cell.startswith(f"{TWO}/"))
    return [row for row in tops if all(f"{TWO}/{row}/{name}" in cells(edition) for name in names)]


@dataclass(frozen=True)
class Structural:
    """One structural finding, stated by the case itself."""

    code: str
    pointer: str
    expected: Any
    actual: Any


@dataclass
class Answer:
    """The expected answer of a vector."""

    findings: list[dict[str, Any]] = field(default_factory=list)
    firsts: list[str] = field(default_factory=list)
    """First cell of each finding."""
    undecided: set[str] = field(default_factory=set)

    def find(self, code: str, pointers: list[str], expected: Any, actual: Any) -> None:
        """Add a finding; ``pointers`` begins with its first cell."""
        self.firsts.append(pointers[0])
        self.findings.append(
            {
                "code": code,
                "severity": SEVERITIES[code],
                "pointers": sorted(set(pointers)),
                "expected": expected,
                "actual": actual,
            }
        )

    def order(self, edition: str) -> list[int]:
        """Return the findings by their index in the order of the form, then by code."""
        keys = [
            (*EDITIONS[edition].order(first), one["code"])
            for first, one in zip(self.firsts, self.findings, strict=True)
        ]
        return sorted(range(len(keys)), key=keys.__getitem__)

    def json(self) -> dict[str, Any]:
        """Return the answer in the format of vectors."""
        invalid = any(finding["severity"] == "error" for finding in self.findings)
        return {
            "verdict": "invalid" if invalid else "valid",
            "findings": self.findings,
            "undecided": sorted(self.undecided),
        }


MISSING = object()


def read(report: Any, pointer: str) -> Any:
    """Return the value at a pointer (without escapes), or MISSING."""
    for name in pointer.split("/")[1:]:
        if not isinstance(report, dict) or name not in report:
            return MISSING
        report = report[name]
    return report


class _Case:
    """Evaluation of one report."""

    def __init__(self, report: Any, edition: str, unusable: set[str]) -> None:
        self.report, self.edition, self.unusable = report, edition, unusable
        self.answer = Answer()

    def usable(self, pointer: str) -> Any:
        """Return the value; None if unusable, MISSING if missing."""
        return None if pointer in self.unusable else read(self.report, pointer)

    def number(self, pointer: str) -> Any:
        value = self.usable(pointer)
        return None if value is MISSING else value

    # Numbers

    def linear(self, code: str, left: list[Any], sign: str, right: list[Any], when: tuple[Any, list[str]]) -> None:
        applies, looked_at = when
        if applies is False:
            return
        terms = [(p, s, 1) for p, s in left] + [(p, s, -1) for p, s in right]
        known = {p: self.number(p) for p, *_ in terms}
        blanks = [p for p, value in known.items() if value is None]

        def holds(filling: dict[str, Any]) -> bool:
            difference = sum(s * side * (filling[p] if known[p] is None else known[p]) for p, s, side in terms)
            return bool(difference == 0 if sign == "=" else difference >= 0)

        zero = dict.fromkeys(blanks, 0)
        gap = abs(sum(s * side * (known[p] or 0) for p, s, side in terms))
        values = [gap, gap + 1]
        tries = [zero]
        for blank in blanks:
            signed = blank.endswith("/change")
            tries += [{**zero, blank: value} for value in [*values, *(-v for v in values if signed)]]
        seen = {holds(filling) for filling in tries}
        if seen == {True, False} or (applies is None and seen == {False}):
            self.answer.undecided.add(code)
        elif seen == {False}:
            pointers = [p for p, *_ in terms]
            self.answer.find(code, [*pointers, *looked_at], self.sum_text(right, sign), self.sum_text(left, ""))

    def sum_text(self, side: list[Any], sign: str) -> Any:
        """Return the sum of a side, or its bound as text."""
        known = sum(s * (self.number(p) or 0) for p, s in side)
        blanks = {0 if p.endswith("/change") else s for p, s in side if self.number(p) is None}
        bound = sign if sign != "=" else ""
        if not blanks:
            return f"{bound}{_digits(known)}" if bound else known
        return None if len(blanks) > 1 or blanks == {0} else (">=" if blanks == {1} else "<=") + _digits(known)

    def tables(self) -> None:
        edition = self.edition
        no_power = self.no_power()
        for cell in cells(edition):
            if cell.startswith(f"{TWO}/regulations/"):
                self.linear("T201", [(cell, 1)], "=", [], no_power)
        always: tuple[Any, list[str]] = (True, [])
        for row in rows_with(edition, "in_force", "issued", "repealed"):
            right = [(f"{TWO}/{row}/issued", 1), (f"{TWO}/{row}/repealed", -1)]
            self.linear("T202", [(f"{TWO}/{row}/in_force", 1)], ">=", right, always)
        for row in rows_with(edition, "disclosed_total", "disclosed"):
            right = [(f"{TWO}/{row}/disclosed", 1)]
            self.linear("T203", [(f"{TWO}/{row}/disclosed_total", 1)], ">=", right, always)
        for row in rows_with(edition, "items_last_year", "change"):
            left = [(f"{TWO}/{row}/items_last_year", 1), (f"{TWO}/{row}/change", 1)]
            self.linear("T204", left, ">=", [], always)
        if rows_with(edition, "projects", "amount/value"):
            self.procurement()
        for column in [*columns(edition), "total"]:
            closed, edge = f"/requests/outcomes/total/{column}", "/requests"
            carried, received, brought = (
                f"{edge}/{name}/{column}" for name in ("carried_forward", "received", "brought_forward")
            )
            self.linear("T301", [(closed, 1), (carried, 1)], "=", [(received, 1), (brought, 1)], always)
            self.linear("T302", [(closed, 1)], "=", [(f"{row}/{column}", 1) for row in rows(edition)], always)
        for row in all_rows(edition):
            parts = [(f"{row}/{column}", 1) for column in columns(edition)]
            self.linear("T303", [(f"{row}/total", 1)], "=", parts, always)
        for group in groups(edition):
            parts = [(f"{group}/{result}", 1) for result in results(edition)]
            self.linear("T401", [(f"{group}/total", 1)], "=", parts, always)

    def no_power(self) -> tuple[Any, list[str]]:
        """Return whether the organ has no power to make regulations, and the pointers that decide it."""
        level, kind = self.usable("/organ/level"), self.usable("/organ/kind")
        if level in ("county", "township"):
            return True, ["/organ/level"]
        if not isinstance(level, str) or not isinstance(kind, str):
            return None, []
        powers = [("province", "government"), ("prefecture", "government"), ("national", "department")]
        return ((level, kind) not in powers), ["/organ/level", "/organ/kind"]

    def procurement(self) -> None:
        pointers = ["/proactive_disclosure/procurement/projects", "/proactive_disclosure/procurement/amount/value"]
        values = [self.number(pointer) for pointer in pointers]
        if None in values:
            self.answer.undecided.add("T205")
        elif (values[0] == 0) != (values[1] == 0):
            self.answer.find("T205", pointers, "0, 0 | >0, >0", ", ".join(map(_digits, values)))

    # Head

    def head(self) -> None:
        year, edition = self.usable("/reporting_year"), self.usable("/edition")
        bad_year = year is None or year is MISSING
        pointers = ["/reporting_year", "/edition"]
        if bad_year or not isinstance(edition, str):
            self.answer.undecided.add("E101")
        else:
            one = EDITIONS[edition]
            if year < one.first or (one.last is not None and year > one.last):
                expected = f">={one.first}" if one.last is None else f"{one.first}..{one.last}"
                self.answer.find("E101", pointers, expected, year)
        self.dates(None if bad_year else year)
        self.credit_code()

    def dates(self, year: Any) -> None:
        day = self.usable("/published_on")
        if day is MISSING:
            return
        pointers = ["/published_on", "/reporting_year"]
        if day is None or year is None:
            self.answer.undecided.add("E102")
        elif day <= f"{year}-12-31":
            self.answer.find("E102", pointers, f">{year}-12-31", day)
        level, kind = (
            None if value is MISSING else value for value in (self.usable("/organ/level"), self.usable("/organ/kind"))
        )
        if kind == "department":
            limit, more = "01-31", ["/organ/kind"]
        elif kind == "government" and level == "national":
            return
        elif kind == "government" and level is not None:
            limit, more = "01-31" if level == "township" else "03-31", ["/organ/level", "/organ/kind"]
        else:
            self.answer.undecided.add("E103")
            return
        if day is None or year is None:
            self.answer.undecided.add("E103")
        elif day > f"{year + 1}-{limit}":
            self.answer.find("E103", [*pointers, *more], f"<={year + 1}-{limit}", day)

    def credit_code(self) -> None:
        code = self.usable("/organ/credit_code")
        if code is None:
            self.answer.undecided.add("E104")
        elif code is not MISSING:
            total = sum(_ALPHABET.index(c) * w for c, w in zip(code[:17], _WEIGHTS, strict=True))
            right = _ALPHABET[(31 - total % 31) % 31]
            if code[17] != right:
                self.answer.find("E104", ["/organ/credit_code"], right, code[17])


def _digits(number: Any) -> str:
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def answer(report: Any, edition: str | None, structural: list[Structural]) -> dict[str, Any]:
    """Return the answer to a report in the format of vectors; as :func:`evaluated`."""
    return evaluated(report, edition, structural).json()


def evaluated(report: Any, edition: str | None, structural: list[Structural]) -> Answer:
    """Return the answer to a report with known structural findings.

    Values with a structural finding are unusable; unknown members and repeated names affect no other value.
    """
    spoiled = {one.pointer for one in structural if one.code not in ("S002", "S006")}
    case = _Case(report, edition or "", spoiled)
    for one in structural:
        case.answer.find(one.code, [one.pointer], one.expected, one.actual)
    if edition is None:
        found = {one.code for one in structural}
        case.answer.undecided = {code for code in SEVERITIES if code not in found | {"S006"}}
    else:
        case.head()
        case.tables()
    return case.answer
