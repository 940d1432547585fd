"""Draw reports that are valid by construction: a few cells other than 0, so that they shrink to the zero report.

Rows, columns, choices and patterns come from the schema, sums and bounds from the relations. Each report is checked
before it is returned: a relation that the construction does not satisfy is an error, not a discarded example.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hypothesis import strategies as st

from gknb.errors import CatalogError, UsageError
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import Absent, changed, lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import CheckDigit, DateBound, Linear, Range, ZeroTogether
from gknb.testing.filling import looked_at, make_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.standard.form import Form, Place
    from gknb.standard.relations import Compiled
    from gknb.testing.filling import Equation, Plan

__all__ = [
    "CellRelation",
    "Report",
    "applying",
    "days_within",
    "draw_head",
    "draw_tables",
    "drawn_reports",
    "known",
    "plan_of",
    "reports",
    "with_check_digit",
]

Report: TypeAlias = dict[str, Any]
"""A report as returned by ``json.load``."""
CellRelation: TypeAlias = Linear | ZeroTogether
"""A relation between cells."""

MOST_CELLS: Final = 60
"""Maximum number of cells drawn or left blank; a step of the plan may fill further cells."""
_LETTERS: Final = "淮安市人民政府示例0123456789ABCDEFGHJKLMNPQRTUWXYabcxyz-（）·“”:#'\""
_BREAKS: Final = " \t\n\u3000\u00a0\u0085\u2028𠮷{}[],&*!|>%@`\\~?"


def reports(
    *,
    edition: str | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
    blanks: bool = False,
) -> SearchStrategy[Report]:
    """Return a strategy for reports that satisfy the schema and every relation: no findings and nothing undecided.

    ``edition``, ``level`` and ``kind`` of organ are values of the schema, by default any; a number drawn for a cell is
    at most ``max_count``. With ``blanks``, at least one cell is ``None``: check such a report with ``draft=True``;
    relations may be undecided. Raises :class:`~gknb.errors.UsageError` for a value that the schema does not have.
    """
    known(edition, level, kind, max_count)
    whole = drawn_reports(edition, level, kind, max_count)
    return whole.flatmap(_with_blanks) if blanks else whole


def known(edition: str | None, level: str | None, kind: str | None, max_count: int) -> None:
    """Raise :class:`~gknb.errors.UsageError` for an argument of a strategy that the schema does not have."""
    catalog = load_catalog()
    form = form_of(catalog, edition or catalog.editions[-1])
    for name, value in (("level", level), ("kind", kind)):
        allowed = form.places[f"/organ/{name}"].schema["enum"]
        if value is not None and value not in allowed:
            raise UsageError("kit.choice", name=name, value=value, allowed=", ".join(allowed))
    if max_count < 0:
        raise UsageError("kit.max-count", value=max_count)


@st.composite
def _with_blanks(draw: DrawFn, report: Report) -> Report:
    cells = form_of(load_catalog(), report["edition"]).cells
    blank = draw(st.lists(st.sampled_from(cells), unique=True, min_size=1, max_size=MOST_CELLS))
    return changed(copy.deepcopy(report), dict.fromkeys(blank))


@st.composite
def drawn_reports(draw: DrawFn, edition: str | None, level: str | None, kind: str | None, most: int) -> Report:
    """Draw a complete report."""
    catalog = load_catalog()
    report: Report = catalog.zero_report(edition or draw(st.sampled_from(catalog.editions[::-1])))
    given = {"/organ/level": level, "/organ/kind": kind}
    draw_head(draw, report, {pointer: value for pointer, value in given.items() if value is not None})
    draw_tables(draw, report, most)
    return report


# --- Outside the tables ---------------------------------------------------------------------------------------------


def draw_head(draw: DrawFn, report: Report, given: Mapping[str, Any]) -> None:
    """Fill in everything but the cells of the zero report ``report``.

    Values in ``given`` (by JSON Pointer) are not drawn; ``Absent`` leaves an optional member out.
    """
    catalog = load_catalog()
    form = form_of(catalog, report["edition"])
    relations = compile_relations(catalog, report["edition"])
    changed(report, {pointer: value for pointer, value in given.items() if value is not Absent})
    for pointer, place in form.places.items():
        if place.is_cell or "properties" in place.schema or "const" in place.schema or pointer in given:
            continue
        values = _values(place, [one for one in relations if getattr(one, "value", "") == pointer], report)
        value = draw(st.just(lookup(report, pointer)) | values)  # an optional member may be absent
        if value is not Absent:
            changed(report, {pointer: value})


def _values(place: Place, relations: Sequence[Compiled], report: Report) -> SearchStrategy[Any]:
    """Return a strategy for a place that is no cell, from its schema and its relations."""
    schema = place.schema
    if "enum" in schema:
        return st.sampled_from([value for value in schema["enum"] if value is not None])
    if schema["type"] == "integer":
        limits = [schema, *(one.ranges[lookup(report, one.by)] for one in relations if isinstance(one, Range))]
        least = max(limit["minimum"] for limit in limits if "minimum" in limit)
        return st.integers(least, min(limit["maximum"] for limit in limits if "maximum" in limit))
    if schema["type"] == "object":
        return st.dictionaries(st.sampled_from(("cn.gov.example", "x.y-1")), _json_values(), max_size=2)
    if schema.get("format") == "date":
        return _days([one for one in relations if isinstance(one, DateBound)], report)
    if "pattern" not in schema:
        return st.just(f"../{report['edition']}/report.schema.json")
    codes = _texts() if "text" in place.definitions else _codes(schema["pattern"], schema.get("maxLength"))
    checked = next((one for one in relations if isinstance(one, CheckDigit)), None)
    return codes if checked is None else codes.map(lambda text: with_check_digit(checked, text))


@cache
def _codes(pattern: str, longest: int | None) -> SearchStrategy[str]:
    matching = st.from_regex(pattern, fullmatch=True, alphabet=_LETTERS)
    return matching.map(lambda text: text[:longest].strip())  # a "$" also matches before a line break


@cache
def _texts() -> SearchStrategy[str]:
    return st.text(_LETTERS + _BREAKS, max_size=30).map("无".__add__)


@cache
def _json_values() -> SearchStrategy[Any]:
    scalars = st.none() | st.booleans() | st.integers() | _texts()
    names = st.text(_LETTERS, min_size=1, max_size=12)
    return st.recursive(
        scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=5
    )


def _days(bounds: Sequence[DateBound], report: Report) -> SearchStrategy[str]:
    return st.dates(*days_within(bounds, report)).map(date.isoformat)


def days_within(bounds: Sequence[DateBound], report: Report) -> tuple[date, date]:
    """Return the first and the last day that the bounds allow for a report, at most 400 days apart."""
    first, last = date.min, date.max
    for bound in bounds:
        for condition, year, plus, month_day in bound.limits:
            if looked_at(condition, report) is not None:
                day = date.fromisoformat(f"{lookup(report, year) + plus}-{month_day}")
                first = max(first, day + timedelta(1)) if bound.comparator == ">" else first
                last = min(last, day) if bound.comparator == "<=" else last
                break
    return first, min(last, first + timedelta(400))


def with_check_digit(one: CheckDigit, text: str) -> str:
    """Return the text with its last character replaced by the check digit of the others."""
    weighted = sum(one.alphabet.index(c) * weight for c, weight in zip(text[:-1], one.weights, strict=True))
    return text[:-1] + one.alphabet[-weighted % one.modulus]


# --- The tables -----------------------------------------------------------------------------------------------------


def draw_tables(draw: DrawFn, report: Report, most: int, more: tuple[Equation, ...] = ()) -> None:
    """Fill in the cells of ``report``, whose head is complete, so that all relations and ``more`` equations hold.

    Raises :class:`~gknb.errors.CatalogError` if a relation is not satisfied then: the construction has a gap.
    """
    form = form_of(load_catalog(), report["edition"])
    plan = plan_of(report, more)
    least = draw(st.integers(0, MOST_CELLS // 3))  # by default lists are too short to reach every row
    # Cells common to all editions come first, so that a report can shrink to another edition with the same cell.
    cells = st.sampled_from(sorted(plan.free, key=lambda cell: form.cells[cell] not in _shared_cells()))
    figures = _figures(form, cells | st.sampled_from(plan.bound) if plan.bound else cells, most)
    drawn = dict(draw(st.lists(figures, min_size=least, max_size=MOST_CELLS)))
    values = plan.fill(drawn, lambda _, limit: draw(st.integers(0, limit)))
    changed(report, dict(zip(form.cells, map(_plain, values), strict=True)))
    result = Checker(catalog=load_catalog()).check(from_python(report))
    missed = [(one.code, one.title) for found in (result.findings, result.undecided) for one in found]
    missed += [("", str(one)) for one in more if one.total(values)]
    if missed:
        raise CatalogError("kit.unsolved", code=missed[0][0], title=missed[0][1])


@cache
def _shared_cells() -> frozenset[str]:
    catalog = load_catalog()
    return frozenset.intersection(*(frozenset(form_of(catalog, edition).cells) for edition in catalog.editions))


@st.composite
def _figures(draw: DrawFn, form: Form, cells: SearchStrategy[int], most: int) -> tuple[int, Any]:
    """Draw a cell and a number other than 0 for it, together so that they shrink together."""
    cell = draw(cells)
    place = form.places[form.cells[cell]]
    return cell, draw(_amounts(most, signed=place.signed, whole=place.schema["type"] == "integer"))


@cache
def _amounts(most: int, *, signed: bool, whole: bool) -> SearchStrategy[Any]:
    """Return a strategy for numbers other than 0, with up to four decimal places unless ``whole``."""
    least = min(1, most)
    numbers = st.integers(least, most)
    if signed:
        numbers |= st.integers(-most, -least)
    return numbers if whole else numbers | st.decimals(Decimal("0.0001") if most else 0, most, places=4).map(_as_read)


def _as_read(number: Decimal) -> Decimal:
    """Return the number that is read back after this one is written as a Python float."""
    return Decimal(repr(float(number)))


def _plain(number: Any) -> Any:
    return float(number) if isinstance(number, Decimal) else number


def applying(report: Report) -> tuple[CellRelation, ...]:
    """Return the relations between cells that apply to a report whose head is complete."""
    return tuple(
        one
        for one in compile_relations(load_catalog(), report["edition"])
        if isinstance(one, ZeroTogether) or (isinstance(one, Linear) and looked_at(one.when, report) is not None)
    )


def plan_of(report: Report, more: tuple[Equation, ...] = ()) -> Plan:
    """Return the plan by which the cells of a report with this head are filled in."""
    size = len(form_of(load_catalog(), report["edition"]).cells)
    return make_plan(size, applying(report), more) if more else _plan(size, applying(report))


@cache
def _plan(size: int, relations: tuple[CellRelation, ...]) -> Plan:
    return make_plan(size, relations)
