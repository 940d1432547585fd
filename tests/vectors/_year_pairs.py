"""Builds the cases of several years: valid reports and pairs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _case_builders import Values, several
from _oracle import SERVICES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _cases import Case

__all__ = ["FOUR", "POWERFUL", "TWO", "alike", "brought", "carried", "documents", "on_forms", "pair"]

TWO: Final = "/proactive_disclosure"
FOUR: Final = "/review_and_litigation"
POWERFUL: Final = {"/organ/level": "province", "/organ/kind": "government"}


def year_of(edition: str) -> int:
    year: int = BASES[f"{edition}-zero"]["reporting_year"]
    return year


def on_forms(
    code: str,
    edition: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    reports: Sequence[tuple[str, Values]],
    **rest: Any,
) -> Case:
    """Return a case of reports on the given zero forms."""
    some = [(f"{form}-zero", values) for form, values in reports]
    return several(code, edition, kind, what, words, some, **{"topics": ["years"], **rest})


def pair(
    code: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    last: Values,
    this: Values,
    *,
    edition: str = "2021",
    before: str = "",
    **rest: Any,
) -> Case:
    """Return a case of a report and last year's, on the forms of ``edition`` and ``before``."""
    before = before or edition
    year = 2021 if edition != before else year_of(edition)
    reports = [(before, {"/reporting_year": year - 1, **last}), (edition, {"/reporting_year": year, **this})]
    return on_forms(code, edition, kind, what, words, reports, **rest)


def brought(column: str, count: int) -> dict[str, Any]:
    """Return the values of a report with ``count`` requests brought forward in a column, and closed."""
    rows = ("brought_forward", "outcomes/granted", "outcomes/total")
    return {f"/requests/{row}/{name}": count for row in rows for name in {column: 0, "total": 0}}


def carried(column: str, count: int) -> dict[str, Any]:
    """Return the values of a report with ``count`` requests received in a column, and carried forward."""
    return {
        f"/requests/{row}/{name}": count for row in ("received", "carried_forward") for name in {column: 0, "total": 0}
    }


def documents(row: str, issued: Any, repealed: Any, in_force: Any) -> dict[str, Any]:
    return {f"{TWO}/{row}/issued": issued, f"{TWO}/{row}/repealed": repealed, f"{TWO}/{row}/in_force": in_force}


def alike(edition: str, table: str, filled: int) -> dict[str, Any]:
    """Return the values, for both years, of a valid report with ``filled`` cells of a table that are not 0."""
    if table == FOUR:
        groups = [
            f"{FOUR}/{name}" for name in ("reconsideration", "litigation/direct", "litigation/after_reconsideration")
        ]
        ones = {f"{group}/{cell}": 3 for group in groups for cell in ("upheld", "total")}
        return dict([*ones.items()][:filled]) if filled % 2 == 0 else _odd_table_4()
    if table == "/requests":
        rows = ("received", "outcomes/granted", "outcomes/total")[: filled // 2]
        return {f"/requests/{row}/{name}": 3 for row in rows for name in ("natural_person", "total")}
    cells_2 = {
        "2021": [f"{row}/decisions" for row in ("licensing", "penalties", "coercion")]
        + ["fees/amount_wanyuan", "normative_documents/in_force", "regulations/in_force"],
        "2019": [f"{row}/decisions" for row in SERVICES] + ["fees/items_last_year", "licensing/items_last_year"],
    }[edition]
    return {**POWERFUL, **{f"{TWO}/{cell}": 3 for cell in cells_2[:filled]}}


def _odd_table_4() -> dict[str, Any]:
    """Return five cells: a total with two results, and a total with one."""
    one, other = f"{FOUR}/reconsideration", f"{FOUR}/litigation/direct"
    return {f"{one}/upheld": 3, f"{one}/other": 1, f"{one}/total": 4, f"{other}/upheld": 3, f"{other}/total": 3}
