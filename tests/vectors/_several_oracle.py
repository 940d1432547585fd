"""The oracle of collections: the expected answer to several reports; shares no code with the checker.

Written from docs/semantics.md. Blanks are evaluated as in :mod:`_oracle`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from _collection import Found, Report
from _oracle import answer
from _roster_oracle import Roster, against
from _years_oracle import years

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _oracle import Structural

__all__ = ["answer_several"]


def answer_several(
    documents: Sequence[Any],
    roster: Mapping[str, Any] | None,
    structural: Mapping[int, Sequence[Structural]],
) -> dict[str, Any]:
    """Return the answer to a collection; ``structural`` are the structural findings of its reports, by index."""
    reports = []
    for n, document in enumerate(documents):
        spoiled = frozenset(one.pointer for one in structural.get(n, ()))
        edition = None if "/edition" in spoiled else document["edition"]
        reports.append(Report(f"/reports/{n}", document, edition, spoiled))
    found = Found()
    for n, report in enumerate(reports):
        alone = answer(report.document, report.edition, list(structural.get(n, ())))
        for one in alone["findings"]:
            found.findings.append({**one, "pointers": [report.at + pointer for pointer in one["pointers"]]})
        found.undecided |= set(alone["undecided"])
    known = None if roster is None else Roster(roster["organs"])
    years(found, reports, known)
    if known is not None:
        against(found, reports, known)
    invalid = any(one["severity"] == "error" for one in found.findings)
    return {
        "verdict": "invalid" if invalid else "valid",
        "findings": found.findings,
        "undecided": sorted(found.undecided),
    }
