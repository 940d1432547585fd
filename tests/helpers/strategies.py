"""Hypothesis strategies: reports of the test kit, and reports with arbitrary changes."""

from __future__ import annotations

import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from gknb import load_catalog, testing
from gknb.source.pointers import changed, pointer_token, tokens
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy
Report: TypeAlias = testing.Report

CATALOG: Final = load_catalog()
EDITIONS: Final = CATALOG.editions
LEVELS: Final = ("county", "township", "prefecture", "province", "national")
KINDS: Final = ("department", "government")


# --- Getting and setting --------------------------------------------------------------------------------------------


def get(report: Any, pointer: str) -> Any:
    """Return the value at an existing JSON Pointer."""
    for key in tokens(pointer):
        report = report[key]
    return report


def with_values(report: Report, values: dict[str, Any]) -> Report:
    """Return a copy of ``report`` with other values at some JSON Pointers."""
    return changed(copy.deepcopy(report), values)


def pointers(value: Any, base: str = "") -> Iterator[str]:
    """Yield the pointer of every value in nested objects, outermost first."""
    yield base
    if isinstance(value, dict):
        for key, item in value.items():
            yield from pointers(item, f"{base}/{pointer_token(key)}")


def has_power(level: str, kind: str) -> bool:
    """Return whether an organ makes 规章: State Council departments, provincial and prefecture-level governments."""
    return (level, kind) in {("national", "department"), ("province", "government"), ("prefecture", "government")}


# --- Valid reports --------------------------------------------------------------------------------------------------


def amounts(max_count: int = 10**6) -> SearchStrategy[Any]:
    """Draw amounts as Python may hold them: integers, Decimals with up to four places, and floats of these."""
    decimals = st.decimals(0, max_count, places=4)
    return st.integers(0, max_count) | decimals | decimals.map(float)


@st.composite
def reports(draw: DrawFn, /, **options: Any) -> Report:
    """Draw reports of the test kit, some with Decimals in place of floats, as Python documents may have."""
    exact: bool = draw(st.booleans())
    report: Report = draw(testing.reports(**options))
    floats = {cell: get(report, cell) for cell in cells_of(report) if isinstance(get(report, cell), float)}
    if floats and exact:
        return with_values(report, {cell: Decimal(repr(value)) for cell, value in floats.items()})
    return report


# --- Spoiled reports ------------------------------------------------------------------------------------------------


def cells_of(report: Report) -> list[str]:
    """Return the cells of a complete report."""
    return list(form_of(CATALOG, report["edition"]).cells)


DATES: Final = (
    "2025-01-27",
    "2024-02-29",
    "2024-02-30",
    "2025-02-29",
    "1900-02-29",
    "2000-02-29",
    "2025-04-31",
    "2025-13-01",
    "2025-1-27",
    "2025-01-27\n",
    "2025-01-27T00:00:00",
    "２０２５-01-27",
    "0000-01-01",
)
JUNK: Final[tuple[Any, ...]] = (
    *(None, True, False, 0, 1, -1, 3.0, 3.5, -0.5, 10**20, -(10**20), 10**400, Decimal("0.1"), Decimal("1E-30")),
    *("", " ", "\n", "\u3000", "\u00a0", "0", "3", "-1", "/", "无", "2019", "2021", "2021\n", "yuan", "own", "null"),
    *([], [0], {}, {"": 0}, {"a/b~c": None}, {"total": 0}, [[]], "x" * 201, "x" * 2001),
)
OPTIONAL: Final[dict[str, tuple[Any, ...]]] = {
    "/published_on": DATES,
    "/organ/credit_code": ("91350100M000100Y43", "91350100M000100Y43\n", "91350100m000100y43", "9135"),
    "/organ/division_code": ("320800", "320800001", "320800\n", "020800", "3208", "３２０８００"),
    "/organ/name": (" 甲", "甲 ", "甲\n", "\n甲", "甲\n乙", "甲 乙", "甲\x00乙", "甲\x7f", "\u3000甲", "𠮷" * 200),
    "/extensions": ({"a.b": None}, {"a.b\n": 1}, {"A.b": 1}, {"ab": 1}, {"": None}, {"a.b": {"": []}}),
    "/$schema": ("", "x" * 2000, "x" * 2001, "\n"),
    "/reporting_year": (2018, 2019, 2020, 2021, 2099, 2100, 2024.0, 2024.5, "2024"),
    "/edition": ("2018", 2021, 2019, 2021.0, "2021 ", "２０２１"),
}


def _close_to(value: Any) -> tuple[Any, ...]:
    """Return values close to the given one."""
    if isinstance(value, str):
        return f"{value}\n", f"{value} ", f" {value}", value[:-1], value.upper(), value * 50, [value]
    if isinstance(value, dict):
        return dict.fromkeys(value), list(value), {**value, "x": 0}
    if isinstance(value, (int, float, Decimal)) and -(10**100) < value < 10**100:
        return str(value), -value - 1, float(value), float(value) + 0.5, value * 10**30, {"value": value}
    return JUNK


def _replaced(draw: DrawFn, report: Report, pointer: str) -> None:
    changed(report, {pointer: draw(st.sampled_from((*JUNK, *_close_to(get(report, pointer)))))})


def _removed(_: DrawFn, report: Report, pointer: str) -> None:
    changed(report, {}, [pointer])


def _added(draw: DrawFn, report: Report, pointer: str) -> None:
    group = get(report, pointer)
    if isinstance(group, dict):
        name = draw(st.sampled_from(("", "x", "m~n/o", "total", "zz", "Aa", "其他", "other\n")))
        group[name] = draw(st.sampled_from(JUNK))


def _optional(draw: DrawFn, report: Report, _: str) -> None:
    pointer = draw(st.sampled_from(list(OPTIONAL)))
    if isinstance(report.get("organ"), dict) or not pointer.startswith("/organ/"):
        changed(report, {pointer: draw(st.sampled_from(OPTIONAL[pointer]))})


_WAYS: Final[tuple[Callable[[DrawFn, Report, str], None], ...]] = (_replaced, _removed, _added, _optional)


@st.composite
def spoiled(draw: DrawFn, base: SearchStrategy[Report], *, most: int = 4) -> Report:
    """Draw a report with up to ``most`` arbitrary changes; it may still be valid."""
    report = draw(base)
    for _ in range(draw(st.integers(0, most))):
        pointer = draw(st.sampled_from(list(pointers(report))[1:]))
        draw(st.sampled_from(_WAYS))(draw, report, pointer)
    return report
