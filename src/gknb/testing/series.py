"""Reports of one organ for consecutive years, in which each year goes on from the one before."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from hypothesis import strategies as st

from gknb.documents.template import edition_for
from gknb.errors import CatalogError, UsageError
from gknb.series.compiled import series_of
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.relations import Linear
from gknb.testing.drawing import draw_head, draw_tables, known
from gknb.testing.filling import Equation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.testing.drawing import Report

__all__ = ["Link", "consecutive", "equations", "links", "report_series"]

Terms: TypeAlias = tuple[tuple[int, int], ...]
"""Cells, each with 1 or -1."""

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
    before = form_of(load_catalog(), last["edition"])
    for link in links(report["edition"], last["edition"]):
        yield Equation(link.this, -sum(sign * lookup(last, before.cells[cell]) for cell, sign in link.then))


@cache
def links(edition: str, last: str) -> tuple[Link, ...]:
    """What the published relations demand of a report of ``edition`` beside the one of edition ``last`` before it.

    Raises :class:`~gknb.errors.CatalogError` for a relation that is no equality between the two.
    """
    series = series_of(load_catalog(), edition, last)
    own = len(series.joint.this.cells)
    return tuple(_link(one, own) for one in series.relations if isinstance(one, Linear))


def _link(one: Linear, own: int) -> Link:
    """A relation over the cells of both reports, of which the first ``own`` are this year's, as a link."""
    this = tuple((cell, sign) for cell, sign in one.net if cell < own)
    then = tuple((cell - own, -sign) for cell, sign in one.net if cell >= own)
    if one.comparator != "=" or not this or not then:
        raise CatalogError("kit.unsolved", code=one.relation.code, title=one.relation.data["title"]["en"])
    return Link(one.relation.code, this, then)
