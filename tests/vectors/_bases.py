"""The base documents that vectors patch: for each edition a zero report and a valid report without zeros."""

from __future__ import annotations

from typing import Any, Final

from _editions import EDITIONS
from _oracle import TWO, all_rows, cells, columns, groups, results, rows, rows_with

__all__ = ["BASES", "base_names"]

UNIT: Final = f"{TWO}/procurement/amount/unit"


def _set(report: dict[str, Any], pointer: str, value: Any) -> None:
    *way, name = pointer.split("/")[1:]
    for step in way:
        report = report.setdefault(step, {})
    report[name] = value


def _report(edition: str, organ: dict[str, str], figures: dict[str, Any], **rest: Any) -> dict[str, Any]:
    report: dict[str, Any] = {"edition": edition, **rest, "organ": organ, "overview": "无"}
    for pointer in cells(edition):
        _set(report, pointer, figures[pointer])
    if UNIT in EDITIONS[edition].places:
        _set(report, UNIT, "wanyuan")
    return report | {"problems_and_improvements": "无", "other_matters": "无"}


def _zero(edition: str) -> dict[str, Any]:
    organ = {"name": "示例县统计局", "level": "county", "kind": "department"}
    year = EDITIONS[edition].year
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
    year = EDITIONS[edition].year
    figures = _table_2(edition) | _table_3(edition) | _table_4(edition)
    day = f"{year + 1}-03-20"
    return _report(edition, organ, figures, reporting_year=year, scope="consolidated", published_on=day)


def _table_2(edition: str) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    for row in rows_with(edition):
        named = [pointer for pointer in cells(edition) if pointer.startswith(f"{TWO}/{row}/")]
        figures |= zip(named, EDITIONS[edition].busy[row], strict=True)
    return figures


def _table_3(edition: str) -> dict[str, int]:
    figures: dict[str, int] = {}
    for n, column in enumerate(columns(edition)):
        for m, row in enumerate(rows(edition)):
            figures[f"{row}/{column}"] = 3 + (5 * m + 7 * n) % 23
        closed = sum(figures[f"{row}/{column}"] for row in rows(edition))
        carried, brought = 11 + n, 4 + 2 * n
        figures[f"/requests/outcomes/total/{column}"] = closed
        figures[f"/requests/carried_forward/{column}"] = carried
        figures[f"/requests/brought_forward/{column}"] = brought
        figures[f"/requests/received/{column}"] = closed + carried - brought
    for row in all_rows(edition):
        figures[f"{row}/total"] = sum(figures[f"{row}/{column}"] for column in columns(edition))
    return figures


def _table_4(edition: str) -> dict[str, int]:
    figures: dict[str, int] = {}
    for n, base in enumerate(groups(edition)):
        for m, result in enumerate(results(edition)):
            figures[f"{base}/{result}"] = 2 + 3 * n + 5 * m
        figures[f"{base}/total"] = sum(figures[f"{base}/{result}"] for result in results(edition))
    return figures


class _Bases(dict[str, Any]):
    """The base documents by name, each built when it is first asked for."""

    def __missing__(self, name: str) -> Any:
        edition, _, kind = name.partition("-")
        self[name] = built = {"zero": _zero, "busy": _busy}[kind](edition)
        return built


BASES: Final = _Bases()


def base_names() -> list[str]:
    return [f"{edition}-{kind}" for edition in EDITIONS for kind in ("zero", "busy")]
