"""Reports of one organ for consecutive years, in which each year goes on from the one before."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from hypothesis import strategies as st

from gknb.catalog import load_catalog
from gknb.errors import UsageError
from gknb.evaluate import lookup
from gknb.form import form_of
from gknb.newform import edition_for
from gknb.testing.drawing import draw_head, draw_tables, known
from gknb.testing.filling import Equation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.form import Form
    from gknb.testing.drawing import Report

__all__ = ["Link", "consecutive", "equations", "links", "report_series"]

Terms: TypeAlias = tuple[tuple[int, int], ...]
"""Cells, each with 1 or -1."""

YEAR_TO_YEAR: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": "Y601",
        "for_each": [{"refer_to": "count", "within": "applicant_row"}],
        "this": {"/requests/brought_forward{place}": 1},
        "last": {"/requests/carried_forward{place}": 1},
    },
    {
        "code": "Y602",
        "for_each": [{"refer_to": "document_row"}],
        "this": {"{place}/in_force": 1, "{place}/issued": -1, "{place}/repealed": 1},
        "last": {"{place}/in_force": 1},
    },
    {
        "code": "Y603",
        "for_each": [{"refer_to": "service_row"}, {"refer_to": "fee_row"}],
        "this": {"{place}/items_last_year": 1},
        "last": {"{place}/items_last_year": 1, "{place}/change": 1},
    },
)
"""What this year's cells, with their signs, add up to in last year's; ``code`` is the published relation. Where one of
the two editions lacks a cell, there is nothing to compare."""
_EARLIEST: Final = 10
"""The most years after the first year of the standard in which a drawn series begins."""


class Link(NamedTuple):
    """One relation between the cells of a report and those of last year's: their sums are equal."""

    code: str
    """The relation."""
    this: Terms
    """This year's cells."""
    then: Terms
    """Last year's."""


def report_series(
    *,
    years: Iterable[int] | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
) -> SearchStrategy[list[Report]]:
    """Lists of valid reports of one organ, one for each of ``years``, by default for two to five consecutive years.

    The edition of each is the one for its year. In each column of Table 3, what is brought forward is what last year
    carried forward; in edition 2021 what is in force is last year's plus issued minus repealed; in edition 2019 the
    items of last year are last year's items plus their change. From 2020 to 2021, where the edition changes, only Table
    3 goes on. Name, level, kind and codes of the organ, and the scope, stay. The rest is as for
    :func:`gknb.testing.reports`.

    Raises :class:`~gknb.errors.UsageError` for years that are not consecutive or have no edition.
    """
    known(None, level, kind, max_count)
    if years is None:
        first = form_of(load_catalog(), load_catalog().editions[0]).places["/reporting_year"].schema["minimum"]
        begin = st.integers(first, first + _EARLIEST)
        spans = st.tuples(begin, st.integers(2, 5)).map(lambda drawn: range(drawn[0], drawn[0] + drawn[1]))
        return spans.flatmap(lambda span: _series(tuple(span), level, kind, max_count))
    chosen = consecutive(years)
    return _series(chosen, level, kind, max_count)


def consecutive(years: Iterable[int]) -> tuple[int, ...]:
    """The years. Raises :class:`~gknb.errors.UsageError` where they are not consecutive or have no edition."""
    chosen = tuple(years)
    if not chosen or chosen != tuple(range(chosen[0], chosen[0] + len(chosen))):
        raise UsageError("kit.years", value=", ".join(map(str, chosen)))
    for year in chosen:
        edition_for(load_catalog(), year)
    return chosen


@st.composite
def _series(draw: DrawFn, years: tuple[int, ...], level: str | None, kind: str | None, most: int) -> list[Report]:
    catalog = load_catalog()
    series: list[Report] = []
    given = {pointer: value for pointer, value in (("/organ/level", level), ("/organ/kind", kind)) if value is not None}
    for year in years:
        report = catalog.zero_report(edition_for(catalog, year))
        if series:
            report["organ"] = dict(series[-1]["organ"])
            organ = [pointer for pointer in form_of(catalog, report["edition"]).places if pointer.startswith("/organ/")]
            given = {**{pointer: lookup(report, pointer) for pointer in organ}, "/scope": series[-1]["scope"]}
        draw_head(draw, report, {**given, "/reporting_year": year})
        draw_tables(draw, report, most, tuple(equations(report, series[-1])) if series else ())
        series.append(report)
    return series


def equations(report: Report, last: Report) -> Iterator[Equation]:
    """What the report of last year demands of this year's cells."""
    form, before = (form_of(load_catalog(), one["edition"]) for one in (report, last))
    for link in links(form, before):
        yield Equation(link.this, -sum(sign * lookup(last, before.cells[cell]) for cell, sign in link.then))


@cache
def links(form: Form, before: Form) -> tuple[Link, ...]:
    """What holds between a report on ``form`` and the one of the year before on the form ``before``."""
    found = []
    for one in YEAR_TO_YEAR:
        for place in (place for sets in one["for_each"] for place in form.select(**sets)):
            this, then = (
                {cell.format(place=place): sign for cell, sign in one[key].items()} for key in ("this", "last")
            )
            if this.keys() <= form.index.keys() and then.keys() <= before.index.keys():
                found.append(Link(one["code"], _terms(form, this), _terms(before, then)))
    return tuple(found)


def _terms(form: Form, signs: dict[str, int]) -> Terms:
    return tuple((form.index[pointer], sign) for pointer, sign in signs.items())
