"""Builds the cases of several years: valid reports and pairs of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _case_builders import Values, several
from _editions import EDITIONS, counterparts, setting
from _oracle import cells, rows_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _cases import Case

__all__ = [
    "FOUR",
    "POWERFUL",
    "TWO",
    "alike",
    "brought",
    "carried",
    "documents",
    "on_forms",
    "pair",
    "renamed_columns",
]

TWO: Final = "/proactive_disclosure"
FOUR: Final = "/review_and_litigation"
POWERFUL: Final = {"/organ/level": "province", "/organ/kind": "government"}


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
    edition: str = "",
    before: str = "",
    **rest: Any,
) -> Case:
    """Return a case of a report and last year's, on the forms of ``edition`` and ``before``."""
    edition = edition or setting().examples
    before = before or edition
    year = EDITIONS[edition].first if edition != before else EDITIONS[edition].year
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


def renamed_columns(edition: str, before: str) -> dict[str, str]:
    """Return the columns of Table 3 that continue one with another name, with that name."""
    row = "/requests/carried_forward/"
    pairs = {cell: at for cell, at in counterparts(edition, before).items() if cell.startswith(row) and cell != at}
    return {cell.removeprefix(row): at.removeprefix(row) for cell, at in pairs.items()}


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
    more = ("fees/amount_wanyuan", "normative_documents/in_force", "regulations/in_force",
            "fees/items_last_year", "licensing/items_last_year")  # fmt: skip
    decisions = [f"{TWO}/{row}/decisions" for row in rows_with(edition, "decisions")]
    some = [*decisions, *(f"{TWO}/{cell}" for cell in more if f"{TWO}/{cell}" in cells(edition))]
    return {**POWERFUL, **dict.fromkeys(some[:filled], 3)}


def _odd_table_4() -> dict[str, Any]:
    """Return five cells: a total with two results, and a total with one."""
    one, other = f"{FOUR}/reconsideration", f"{FOUR}/litigation/direct"
    return {f"{one}/upheld": 3, f"{one}/other": 1, f"{one}/total": 4, f"{other}/upheld": 3, f"{other}/total": 3}
