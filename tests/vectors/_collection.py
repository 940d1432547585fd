"""Reports of a collection and their findings, for the oracles; shares no code with the checker."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _oracle import MISSING, read

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CODES", "Found", "Report", "digits", "plain"]

ERROR, WARNING, INFO = "error", "warning", "info"
CODES: Final = {
    **dict.fromkeys(("Y601", "Y602", "Y603"), ERROR),
    **dict.fromkeys(("Y604", "Y605", "Y606", "Y607"), INFO),
    **dict.fromkeys(("Y608", "R701", "R702", "R703"), ERROR),
    **dict.fromkeys(("R704", "R706"), WARNING),
    "R705": INFO,
}


@dataclass(frozen=True, eq=False)
class Report:
    """One report of the collection, with its pointer."""

    at: str
    document: Any
    edition: str | None
    unusable: frozenset[str]

    def value(self, pointer: str) -> Any:
        """Return the value at a pointer; None if missing, blank or unusable."""
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
    """Return a name normalised for comparison."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def digits(number: Any) -> str:
    """Return a figure in full, without trailing zeros."""
    text = format(number, "f") if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


class Found:
    """Collects findings and undecided relations."""

    def __init__(self) -> None:
        self.findings: list[dict[str, Any]] = []
        self.undecided: set[str] = set()

    def find(self, code: str, pointers: Iterable[str], expected: Any, actual: Any) -> None:
        found = {"code": code, "severity": CODES[code], "pointers": sorted(set(pointers))}
        self.findings.append({**found, "expected": expected, "actual": actual})

    def judge(self, code: str, outcomes: set[bool], pointers: Iterable[str], expected: Any, actual: Any) -> None:
        """Record a relation by the outcomes of all fillings of the blanks."""
        if outcomes == {True, False}:
            self.undecided.add(code)
        elif outcomes == {False}:
            self.find(code, pointers, expected, actual)
