"""A toy exporter: the database has a row for each value of a report except the totals, which are computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def to_rows(value: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the database rows of a report: (path, value)."""
    if not isinstance(value, dict) or not value:
        yield path, value
        return
    for name, inside in value.items():
        if name != "total":
            yield from to_rows(inside, *path, name)


def export(rows: Iterable[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    """Return the report to submit."""
    report: dict[str, Any] = {}
    for (*path, name), value in rows:
        _group(report, path)[name] = value
    outcomes = report["requests"]["outcomes"]
    outcomes["total"] = _added_up(list(_table_rows(outcomes)))
    for row in (*_table_rows(report["requests"]), *_table_rows(report["review_and_litigation"])):
        row["total"] = sum(value for _, value in to_rows(row))
    return report


def _group(report: dict[str, Any], path: Iterable[str]) -> dict[str, Any]:
    for name in path:
        report = report.setdefault(name, {})
    return report


def _table_rows(group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table: groups that have columns."""
    if "natural_person" in group or "upheld" in group:
        yield group
        return
    for inside in group.values():
        yield from _table_rows(inside)


def _added_up(rows: list[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {}
    for path, _ in to_rows(rows[0]):
        _group(total, path[:-1])[path[-1]] = sum(_group(row, path[:-1])[path[-1]] for row in rows)
    return total
