"""Cases of reading: a published page, and what must come out of it; shares no code with the reader.

The expected values come from the table that a page is drawn from, or are written by hand beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["SINCE", "PageCase", "by_code", "page_vector_of"]

SINCE: Final = "2.0.1"
"""Version of the suite that added the first pages."""


@dataclass(frozen=True, kw_only=True)
class PageCase:
    """A page and what must be read from it."""

    id: str
    zh: str
    en: str
    codes: Sequence[str]
    topic: str
    page: Sequence[str]
    """The lines of the page."""
    edition: str | None = "2021"
    """Edition of the report; None for a page that must be refused."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """Values by pointer; None for what must stay blank."""
    findings: Mapping[str, Iterable[str]] = field(default_factory=dict)
    """Cells by relation: all those of ``codes``, and those at ``values`` of any other relation."""
    format: str = "markdown"
    given: Mapping[str, Any] = field(default_factory=dict)
    """What the command is told besides the page."""
    since: str = SINCE

    @property
    def kind(self) -> str:
        """Whether the relations are violated."""
        return "fail" if self.edition is None or set(self.codes) & self.findings.keys() else "pass"


def page_vector_of(case: PageCase) -> dict[str, Any]:
    """Return the vector of a case."""
    findings = {code: sorted(pointers) for code, pointers in sorted(case.findings.items())}
    judged = {pointer for code, pointers in findings.items() if code not in case.codes for pointer in pointers}
    if not judged <= case.values.keys() or (
        (case.edition and case.kind == "fail") and not set(case.codes) <= findings.keys()
    ):
        raise AssertionError(case.id)
    given = {"given": dict(case.given)} if case.given else {}
    return {
        "id": f"page-{case.id}",
        "title": {"zh": case.zh, "en": case.en},
        "since": case.since,
        "kind": case.kind,
        "edition": case.edition,
        "codes": list(case.codes),
        "topics": [case.topic],
        "format": case.format,
        **given,
        "page": list(case.page),
        "expected": {
            "edition": case.edition,
            "values": dict(case.values),
            "findings": [{"code": code, "pointers": pointers} for code, pointers in findings.items()],
        },
    }


def by_code(code: str, pointers: Iterable[str]) -> dict[str, list[str]]:
    """Return findings of one relation."""
    return {code: list(pointers)}
