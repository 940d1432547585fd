"""The oracle: the expected answer to one report; shares no code with the checker.

Written from the text of the forms and docs/semantics.md. Rows and columns are listed by hand. A blank is evaluated by
searching for a filling that satisfies the relation and one that violates it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

__all__ = ["SEVERITIES", "Answer", "Structural", "answer", "cells", "codes", "read"]

COLUMNS = ["natural_person", *(f"legal_person/{name}" for name in (
    "business", "research", "public_welfare", "legal_service", "other"))]  # fmt: skip
REFUSED = [
    "state_secret", "prohibited_by_law", "security_and_stability", "third_party_rights", "internal_affairs",
    "process_information", "enforcement_file", "administrative_inquiry",
]  # fmt: skip
OUTCOMES = [
    "granted",
    "partially_granted",
    *(f"refused/{name}" for name in REFUSED),
    *(f"unavailable/{name}" for name in ("not_held", "needs_creation", "still_unclear")),
    *(f"not_processed/{name}" for name in ("petition", "repeated", "publication", "excessive", "confirmation")),
]
OTHER = {"2019": ["other"], "2021": ["other/correction_overdue", "other/fee_overdue", "other/other"]}
RESULTS = ["upheld", "corrected", "other", "pending"]
GROUPS = ["reconsideration", "litigation/direct", "litigation/after_reconsideration"]
SERVICES = ["licensing", "other_services", "penalties", "coercion"]
TABLE_2 = {
    "2019": [
        *(f"{row}/{cell}" for row in ("regulations", "normative_documents")
          for cell in ("produced", "disclosed", "disclosed_total")),
        *(f"{row}/{cell}" for row in SERVICES for cell in ("items_last_year", "change", "decisions")),
        "fees/items_last_year", "fees/change", "procurement/projects", "procurement/amount/value",
    ],
    "2021": [
        *(f"{row}/{cell}" for row in ("regulations", "normative_documents")
          for cell in ("issued", "repealed", "in_force")),
        "licensing/decisions", "penalties/decisions", "coercion/decisions", "fees/amount_wanyuan",
    ],
}  # fmt: skip
SEVERITIES = {
    **dict.fromkeys(("E103", "T201", "T202", "T203", "T205"), "warning"),
    **dict.fromkeys(("E101", "E102", "E104", "T204", "T301", "T302", "T303", "T401"), "error"),
    **dict.fromkeys((f"S{number:03}" for number in range(1, 11)), "error"),
}
_ONLY = {"2019": {"S007", "T203", "T204", "T205"}, "2021": {"T202"}}
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [pow(3, n, 31) for n in range(17)]  # GB 32100: 3 to the power of the position, modulo 31


def codes(edition: str | None) -> list[str]:
    """Return the relations of an edition, or all relations without one."""
    other = {"2019": _ONLY["2021"], "2021": _ONLY["2019"] - {"S007"}}.get(edition or "", set())
    return [code for code in SEVERITIES if code not in other]


def rows(edition: str) -> list[str]:
    """Return the outcome rows of Table 3, without their total."""
    return [f"/requests/outcomes/{name}" for name in [*OUTCOMES, *OTHER[edition]]]


def all_rows(edition: str) -> list[str]:
    """Return every row of Table 3."""
    edges = ["/requests/received", "/requests/brought_forward"]
    return [*edges, *rows(edition), "/requests/outcomes/total", "/requests/carried_forward"]


def cells(edition: str) -> list[str]:
    """Return every cell of the three tables."""
    return [
        *(f"/proactive_disclosure/{name}" for name in TABLE_2[edition]),
        *(f"{row}/{column}" for row in all_rows(edition) for column in [*COLUMNS, "total"]),
        *(f"/review_and_litigation/{group}/{result}" for group in GROUPS for result in [*RESULTS, "total"]),
    ]


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
    undecided: set[str] = field(default_factory=set)

    def find(self, code: str, pointers: list[str], expected: Any, actual: Any) -> None:
        """Add a finding."""
        self.findings.append(
            {
                "code": code,
                "severity": SEVERITIES[code],
                "pointers": sorted(set(pointers)),
                "expected": expected,
                "actual": actual,
            }
        )

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
        two = "/proactive_disclosure"
        no_power = self.no_power()
        for cell in TABLE_2[edition]:
            if cell.startswith("regulations/"):
                self.linear("T201", [(f"{two}/{cell}", 1)], "=", [], no_power)
        always: tuple[Any, list[str]] = (True, [])
        for row in ("regulations", "normative_documents"):
            if edition == "2021":
                right = [(f"{two}/{row}/issued", 1), (f"{two}/{row}/repealed", -1)]
                self.linear("T202", [(f"{two}/{row}/in_force", 1)], ">=", right, always)
            else:
                right = [(f"{two}/{row}/disclosed", 1)]
                self.linear("T203", [(f"{two}/{row}/disclosed_total", 1)], ">=", right, always)
        if edition == "2019":
            for row in [*SERVICES, "fees"]:
                left = [(f"{two}/{row}/items_last_year", 1), (f"{two}/{row}/change", 1)]
                self.linear("T204", left, ">=", [], always)
            self.procurement()
        for column in [*COLUMNS, "total"]:
            closed, edge = f"/requests/outcomes/total/{column}", "/requests"
            carried, received, brought = (
                f"{edge}/{name}/{column}" for name in ("carried_forward", "received", "brought_forward")
            )
            self.linear("T301", [(closed, 1), (carried, 1)], "=", [(received, 1), (brought, 1)], always)
            self.linear("T302", [(closed, 1)], "=", [(f"{row}/{column}", 1) for row in rows(edition)], always)
        for row in all_rows(edition):
            self.linear("T303", [(f"{row}/total", 1)], "=", [(f"{row}/{column}", 1) for column in COLUMNS], always)
        for group in GROUPS:
            base = f"/review_and_litigation/{group}"
            self.linear("T401", [(f"{base}/total", 1)], "=", [(f"{base}/{result}", 1) for result in RESULTS], always)

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
        elif not (year in (2019, 2020) if edition == "2019" else year >= 2021):
            self.answer.find("E101", pointers, "2019..2020" if edition == "2019" else ">=2021", year)
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
    return case.answer.json()
