"""The base documents that vectors patch: for each edition a zero report and a valid report without zeros."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from _oracle import COLUMNS, GROUPS, RESULTS, all_rows, cells, rows

__all__ = ["BASES"]

_TABLES: Final = ("proactive_disclosure", "requests", "review_and_litigation")
_BUSY_TABLE_2: Final[dict[str, dict[str, Any]]] = {
    "2019": {
        "regulations": (6, 5, 50),
        "normative_documents": (17, 16, 83),
        "licensing": (240, -4, 44728),
        "other_services": (31, 2, 1250),
        "penalties": (118, -3, 3985),
        "coercion": (22, 1, 882),
        "fees": (12, -2),
        "procurement": (8, Decimal("251.75")),
    },
    "2021": {
        "regulations": (5, 3, 40),
        "normative_documents": (8, 26, 66),
        "licensing": (44722,),
        "penalties": (39857,),
        "coercion": (882,),
        "fees": (Decimal("96171.6"),),
    },
}


def _set(report: dict[str, Any], pointer: str, value: Any) -> None:
    *way, name = pointer.split("/")[1:]
    for step in way:
        report = report.setdefault(step, {})
    report[name] = value


def _report(edition: str, organ: dict[str, str], figures: dict[str, Any], **rest: Any) -> dict[str, Any]:
    report: dict[str, Any] = {"edition": edition, **rest, "organ": organ, "overview": "无"}
    for pointer in cells(edition):
        _set(report, pointer, figures[pointer])
    if edition == "2019":
        report["proactive_disclosure"]["procurement"]["amount"]["unit"] = "wanyuan"
    return report | {"problems_and_improvements": "无", "other_matters": "无"}


def _zero(edition: str) -> dict[str, Any]:
    organ = {"name": "示例县统计局", "level": "county", "kind": "department"}
    year = {"2019": 2020, "2021": 2024}[edition]
    return _report(edition, organ, dict.fromkeys(cells(edition), 0), reporting_year=year, scope="own")


def _busy(edition: str) -> dict[str, Any]:
    """Return a prefecture's consolidated report, which has power to make regulations and no cell that is 0."""
    organ = {
        "name": "示例市人民政府",
        "level": "prefecture",
        "kind": "government",
        "division_code": "320800",
        "credit_code": "113208000143000004",
    }
    year = {"2019": 2020, "2021": 2024}[edition]
    figures = _table_2(edition) | _table_3(edition) | _table_4()
    day = f"{year + 1}-03-20"
    return _report(edition, organ, figures, reporting_year=year, scope="consolidated", published_on=day)


def _table_2(edition: str) -> dict[str, Any]:
    named = [pointer for pointer in cells(edition) if pointer.startswith("/proactive_disclosure/")]
    values = [value for row in _BUSY_TABLE_2[edition].values() for value in row]
    return dict(zip(named, values, strict=True))


def _table_3(edition: str) -> dict[str, int]:
    figures: dict[str, int] = {}
    for n, column in enumerate(COLUMNS):
        for m, row in enumerate(rows(edition)):
            figures[f"{row}/{column}"] = 3 + (5 * m + 7 * n) % 23
        closed = sum(figures[f"{row}/{column}"] for row in rows(edition))
        carried, brought = 11 + n, 4 + 2 * n
        figures[f"/requests/outcomes/total/{column}"] = closed
        figures[f"/requests/carried_forward/{column}"] = carried
        figures[f"/requests/brought_forward/{column}"] = brought
        figures[f"/requests/received/{column}"] = closed + carried - brought
    for row in all_rows(edition):
        figures[f"{row}/total"] = sum(figures[f"{row}/{column}"] for column in COLUMNS)
    return figures


def _table_4() -> dict[str, int]:
    figures: dict[str, int] = {}
    for n, group in enumerate(GROUPS):
        base = f"/review_and_litigation/{group}"
        for m, result in enumerate(RESULTS):
            figures[f"{base}/{result}"] = 2 + 3 * n + 5 * m
        figures[f"{base}/total"] = sum(figures[f"{base}/{result}"] for result in RESULTS)
    return figures


BASES: Final = {
    f"{edition}-{name}": build(edition)
    for edition in ("2019", "2021")
    for name, build in (("zero", _zero), ("busy", _busy))
}
