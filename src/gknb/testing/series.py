"""Draw reports of one organ for consecutive years, each consistent with the year before."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from hypothesis import strategies as st

from gknb.documents.template import edition_for
from gknb.errors import CatalogError, UsageError
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_years
from gknb.standard.relations import Linear
from gknb.testing.drawing import draw_head, draw_tables, known
from gknb.testing.filling import Equation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hypothesis.strategies import DrawFn, SearchStrategy

    from gknb.testing.drawing import Report

__all__ = ["Link", "consecutive", "equations", "links", "report_series"]

Terms: TypeAlias = tuple[tuple[int, int], ...]
"""(cell, 1 or -1)"""

_EARLIEST: Final = 10
"""Maximum number of years between the first year of the standard and the beginning of a series."""


class Link(NamedTuple):
    """One relation between a report and that of last year: two sums of cells are equal."""

    code: str
    """Code of the relation."""
    this: Terms
    """Cells of this year."""
    then: Terms
    """Cells of last year."""


def report_series(
    *,
    years: Iterable[int] | None = None,
    level: str | None = None,
    kind: str | None = None,
    max_count: int = 10**6,
) -> SearchStrategy[list[Report]]:
    """Return a strategy for lists of valid reports of one organ, one for each of ``years``.

    ``years`` are consecutive, by default any two to five. Each report has the edition for its year, and satisfies the
    relations of kind ``linear-years`` with the report before: in each column of Table 3, for instance, the number
    brought forward is the one that last year carried forward. Where the edition changes, only cells that both editions
    have are continued. Name, level, kind and codes of the organ and the scope stay the same. The other arguments are
    those of :func:`gknb.testing.reports`.

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
    """Return the years; raise :class:`~gknb.errors.UsageError` if they are not consecutive or have no edition."""
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
    """Yield the equations between the cells of this year that the report of last year requires."""
    before = form_of(load_catalog(), last["edition"])
    for link in links(report["edition"], last["edition"]):
        yield Equation(link.this, -sum(sign * lookup(last, before.cells[cell]) for cell, sign in link.then))


@cache
def links(edition: str, last: str) -> tuple[Link, ...]:
    """Return the published relations between a report of ``edition`` and one of edition ``last`` for the year before.

    Raises :class:`~gknb.errors.CatalogError` for a relation that is no equality between the two.
    """
    years = compile_years(load_catalog(), edition, last)
    own = len(years.forms.this.cells)
    return tuple(_link(one, own) for one in years.relations if isinstance(one, Linear))


def _link(one: Linear, own: int) -> Link:
    """Convert a relation over the cells of both reports, of which the first ``own`` are this year's, to a link."""
    this = tuple((cell, sign) for cell, sign in one.net if cell < own)
    then = tuple((cell - own, -sign) for cell, sign in one.net if cell >= own)
    if one.comparator != "=" or not this or not then:
        raise CatalogError("kit.unsolved", code=one.relation.code, title=one.relation.data["title"]["en"])
    return Link(one.relation.code, this, then)
