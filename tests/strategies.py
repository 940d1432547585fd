"""Reports drawn by Hypothesis: valid by construction, or spoiled in ways that happen.

Rows and columns are read from the schema. What is drawn is a few cells other than 0; totals are computed, and
received and brought forward split what was closed and carried forward. So reports shrink to the zero report.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from gknb import load_catalog
from gknb.examples import changed
from gknb.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.form import Form

Report: TypeAlias = dict[str, Any]

CATALOG: Final = load_catalog()
EDITIONS: Final = CATALOG.editions
YEARS: Final = {"2019": (2019, 2020), "2021": (2021, 2099)}
LEVELS: Final = ("county", "township", "prefecture", "province", "national")
KINDS: Final = ("department", "government")

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_NAME = "淮安市人民政府示例A1-（）·“”:#'\""
_TEXT = _NAME + " \t\n\u3000\u00a0\u0085\u2028𠮷{}[],&*!|>%@`\\~?"


# --- Getting and setting --------------------------------------------------------------------------------------------


def get(report: Any, pointer: str) -> Any:
    """The value at a JSON Pointer that leads somewhere."""
    for token in pointer.split("/")[1:]:
        report = report[token.replace("~1", "/").replace("~0", "~")]
    return report


def with_values(report: Report, values: dict[str, Any]) -> Report:
    """A copy of ``report`` with other values at some JSON Pointers."""
    return changed(copy.deepcopy(report), values)


def pointers(value: Any, base: str = "") -> Iterator[str]:
    """The pointer of every value in nested objects, the outermost first."""
    yield base
    if isinstance(value, dict):
        for key, item in value.items():
            yield from pointers(item, f"{base}/{key.replace('~', '~0').replace('/', '~1')}")


def has_power(level: str, kind: str) -> bool:
    """Whether such an organ makes 规章: State Council departments, provincial and prefecture-level governments."""
    return (level, kind) in {("national", "department"), ("province", "government"), ("prefecture", "government")}


def credit_code(body: str) -> str:
    """The seventeen characters with their check character (GB 32100-2015)."""
    weighted = sum(_CREDIT_ALPHABET.index(c) * weight for c, weight in zip(body, _CREDIT_WEIGHTS, strict=True))
    return body + _CREDIT_ALPHABET[(31 - weighted % 31) % 31]


# --- Values ---------------------------------------------------------------------------------------------------------


def amounts(max_count: int = 10**6, *, positive: bool = False) -> SearchStrategy[Any]:
    """Amounts as Python may hold them: integers, Decimals with up to four places, and floats of these."""
    least = Decimal("0.0001") if positive else Decimal(0)
    decimals = st.decimals(least, max_count, places=4)
    return st.integers(int(positive), max_count) | decimals | decimals.map(float)


def texts() -> SearchStrategy[str]:
    """Texts with something in them."""
    return st.text(_TEXT, max_size=30).map("无".__add__)


def names() -> SearchStrategy[str]:
    """Names of organs."""
    return st.text(_NAME, min_size=1, max_size=12)


def credit_codes() -> SearchStrategy[str]:
    """Credit codes with the right check character."""
    of_any, digits = st.sampled_from(_CREDIT_ALPHABET), st.sampled_from("0123456789")
    return st.tuples(of_any, of_any, *[digits] * 6, *[of_any] * 9).map("".join).map(credit_code)


def _json_values() -> SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | st.integers() | texts()
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names(), inner, max_size=3), max_leaves=5
    )


def _publication(year: int, level: str, kind: str) -> SearchStrategy[str]:
    """A day after the reporting year and by the deadline of article 49."""
    first = date(year + 1, 1, 1)
    last = date(year + 1, 1, 31)
    if kind == "government" and level != "township":
        last = first + timedelta(400) if level == "national" else date(year + 1, 3, 31)
    return st.dates(first, last).map(date.isoformat)


# --- Valid reports --------------------------------------------------------------------------------------------------


@st.composite
def reports(  # noqa: PLR0913 - each keyword pins down one thing
    draw: DrawFn,
    *,
    edition: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
    blanks: bool = False,
) -> Report:
    """A report that obeys every relation; with ``blanks``, some of its cells are then left blank."""
    edition = edition or draw(st.sampled_from(EDITIONS))
    report: Report = CATALOG.zero_report(edition)
    _draw_head(draw, report, level or draw(st.sampled_from(LEVELS)), kind or draw(st.sampled_from(KINDS)))
    _draw_tables(draw, form_of(CATALOG, edition), report, max_count)
    return draw(blanked(report)) if blanks else report


def _draw_head(draw: DrawFn, report: Report, level: str, kind: str) -> None:
    organ = report["organ"]
    report["reporting_year"] = year = draw(st.integers(*YEARS[report["edition"]]))
    report["scope"] = draw(st.sampled_from(("own", "consolidated")))
    organ.update(name=draw(names()), level=level, kind=kind)
    for key in ("overview", "problems_and_improvements", "other_matters"):
        report[key] = draw(texts())
    optional: list[tuple[Report, str, SearchStrategy[Any]]] = [
        (organ, "division_code", st.sampled_from(("320800", "110101007"))),
        (organ, "credit_code", credit_codes()),
        (report, "published_on", _publication(year, level, kind)),
        (report, "$schema", st.just(f"../{report['edition']}/report.schema.json")),
        (report, "extensions", st.dictionaries(st.sampled_from(("cn.gov.example", "x.y-1")), _json_values())),
    ]
    for group, key, values in optional:
        if draw(st.booleans()):
            group[key] = draw(values)


def _draw_tables(draw: DrawFn, form: Form, report: Report, max_count: int) -> None:
    rows = list(form.select(refer_to="applicant_row"))
    columns = list(form.select(refer_to="count", within="applicant_row"))
    results = list(form.select(refer_to="count", within="case_row"))
    drawn_later = ("/requests/received/", "/requests/brought_forward/", "/requests/outcomes/total/")
    free = [
        pointer
        for pointer, place in form.places.items()
        if "count" in place.definitions and not pointer.startswith(drawn_later) and not _is_total(pointer)
    ]
    if not has_power(report["organ"]["level"], report["organ"]["kind"]):
        free = [pointer for pointer in free if not pointer.startswith("/proactive_disclosure/regulations/")]
    counts = st.integers(min(1, max_count), max_count)
    changed(report, draw(st.dictionaries(st.sampled_from(free), counts, max_size=20)))
    _draw_table_2(draw, form, report, max_count)
    _balance(draw, form, report, [column for column in columns if not _is_total(column)])
    for row in rows:
        _add_up(report, row, columns)
    for group in form.select(refer_to="case_row"):
        _add_up(report, group, results)


def _is_total(pointer: str) -> bool:
    return pointer.endswith("/total")


def _add_up(report: Report, base: str, below: Sequence[str]) -> None:
    (total,) = (base + cell for cell in below if _is_total(cell))
    changed(report, {total: sum(get(report, base + cell) for cell in below if not _is_total(cell))})


def _balance(draw: DrawFn, form: Form, report: Report, columns: Sequence[str]) -> None:
    total = "/requests/outcomes/total"
    outcomes = form.select(refer_to="applicant_row", under="/requests/outcomes", leave_out=[total])
    for column in columns:
        closed = sum(get(report, row + column) for row in outcomes)
        all_in_hand = closed + get(report, f"/requests/carried_forward{column}")
        brought = draw(st.integers(0, all_in_hand)) if all_in_hand else 0
        changed(
            report,
            {
                f"{total}{column}": closed,
                f"/requests/brought_forward{column}": brought,
                f"/requests/received{column}": all_in_hand - brought,
            },
        )


def _draw_table_2(draw: DrawFn, form: Form, report: Report, max_count: int) -> None:
    """Make Table 2 obey T202 to T205: what has a lower bound is raised by it, and the rest is drawn within bounds."""
    for row in form.select(refer_to="document_row"):
        cells = get(report, row)
        if "in_force" in cells:
            cells["in_force"] += max(0, cells["issued"] - cells["repealed"])
        else:
            cells["disclosed_total"] += cells["disclosed"]
    for pointer, place in form.places.items():
        if "change" in place.definitions:
            least = -get(report, pointer.replace("/change", "/items_last_year"))
            changed(report, {pointer: draw(st.just(0) | st.integers(least, max_count))})
        elif "amount" in place.definitions:
            group = get(report, "/proactive_disclosure").get("procurement")
            values = amounts(max_count, positive=group is not None)
            changed(report, {pointer: 0 if group is not None and not group["projects"] else draw(values)})


# --- Reports with blanks, and spoiled ones --------------------------------------------------------------------------


def cells_of(report: Report) -> list[str]:
    """The cells of a report that is whole."""
    return list(form_of(CATALOG, report["edition"]).cells)


@st.composite
def blanked(draw: DrawFn, report: Report, *, most: int = 20) -> Report:
    """``report`` with at least one cell left blank."""
    blank = draw(st.sets(st.sampled_from(cells_of(report)), min_size=1, max_size=most))
    return with_values(report, dict.fromkeys(blank))


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
    """Values that are nearly the one given."""
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
    """A report changed in up to ``most`` arbitrary ways; it may well still be sound."""
    report = draw(base)
    for _ in range(draw(st.integers(0, most))):
        pointer = draw(st.sampled_from(list(pointers(report))[1:]))
        draw(st.sampled_from(_WAYS))(draw, report, pointer)
    return report
