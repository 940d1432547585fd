"""Compares consolidated reports with the sums of their contributors, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from gknb.engine.digest import stated_units
from gknb.engine.evaluate import compare
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.standard.relations import places_in
from gknb.standard.two_forms import two_forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.county.coverage import Coverage, Due
    from gknb.county.roster import Organ, Roster
    from gknb.engine.digest import Digest
    from gknb.engine.evaluate import Truth
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form
    from gknb.standard.relations import Relation

__all__ = ["CellSum", "Rollup", "Share", "Sums", "cells_there", "contributors", "rollups", "sums"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The contribution of one organ to a consolidated report."""

    due: Due
    """The report that is due."""

    @property
    def digest(self) -> Digest | None:
        """Its report; ``None`` if it is missing or there are two."""
        return self.due.report


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """A consolidated report and its contributors."""

    organ: Organ
    """Organ of the consolidated report."""
    year: int
    """Reporting year."""
    report: Digest | None
    """The consolidated report; ``None`` if it is missing or there are two."""
    shares: tuple[Share, ...]
    """Contributions in the order of the roster."""

    @property
    def digests(self) -> tuple[Digest, ...]:
        """Return the contributors that are present exactly once."""
        return tuple(share.digest for share in self.shares if share.digest is not None)

    @property
    def missing(self) -> int:
        """Number of contributors that are missing or present twice."""
        return len(self.shares) - len(self.digests)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSum:
    """One cell of a consolidated report, compared with the sum of its contributors."""

    pointer: str
    """Pointer of the cell."""
    value: Any
    """Value in the consolidated report; ``None`` for a blank."""
    total: Any
    """Sum of the known figures."""
    unknown: int
    """Number of unknown figures: blanks, and those of missing reports."""
    known: tuple[Digest, ...]
    """Contributors that are present."""
    values: tuple[Any, ...]
    """Figure of each contributor in ``known``; ``None`` for a blank."""
    truth: Truth
    """Whether the cell equals the sum."""

    @property
    def parts(self) -> tuple[tuple[Digest, Any], ...]:
        """Return the known figures other than 0, each with its report."""
        return tuple((one, value) for one, value in zip(self.known, self.values, strict=True) if value)


def rollups(roster: Roster, coverage: Coverage) -> Iterator[Rollup]:
    """Yield each consolidated report that is due, by year, the innermost first."""
    for year in coverage.years:
        for organ, _ in reversed([*roster.from_the_top()]):
            due = coverage.of(organ, year, "consolidated")
            if due is not None:
                shares = tuple(Share(due=one) for one in _shares(roster, coverage, organ, year))
                yield Rollup(organ=organ, year=year, report=due.report, shares=shares)


def _shares(roster: Roster, coverage: Coverage, organ: Organ, year: int) -> Iterator[Due]:
    own = coverage.of(organ, year, "own")
    if own is not None:
        yield own
    for one in roster.includes(organ, year):
        owed = (coverage.of(one, year, scope) for scope in ("consolidated", None, "own"))
        yield from islice(filter(None, owed), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The cells of a consolidated report with the figures of its contributors."""

    form: Form
    """Form of the consolidated report."""
    positions: tuple[int, ...]
    """Positions of the cells of the relation."""
    report: tuple[Any, ...]
    """Figures of the consolidated report, by position; blank if it is missing."""
    known: tuple[Digest, ...]
    """Contributors that are present."""
    columns: Sequence[tuple[Any, ...]]
    """Figures of the contributors, by position; ``None`` for a blank or a cell that the form lacks."""
    missing: int
    """Number of missing contributors."""

    def all_satisfied(self) -> bool:
        """Return whether no figure is unknown and every cell equals its sum."""
        if self.missing or not self.known:
            return False
        return all(None not in self.columns[at] and self.report[at] == sum(self.columns[at]) for at in self.positions)

    def __iter__(self) -> Iterator[CellSum]:
        """Yield each cell with its sum, evaluated."""
        for at in self.positions:
            values, pointer = self.columns[at], self.form.cells[at]
            unknown = values.count(None) + self.missing
            total = _plain(sum(value for value in values if value is not None))
            cells = (self.report[at], total, *[None] * (unknown > 0))
            signed = self.form.places[pointer].signed
            yield CellSum(
                pointer=pointer,
                value=self.report[at],
                total=total,
                unknown=unknown,
                known=self.known,
                values=values,
                truth=compare(_IS_SUM[: len(cells)], 0, "=", cells, _always if signed else _never),
            )


_IS_SUM: Final = ((0, 1), (1, -1), (2, -1))
"""The relation of each cell: consolidated figure minus known sum minus unknown sum is 0."""


def _always(_: int) -> bool:
    return True


def _never(_: int) -> bool:
    return False


def sums(catalog: Catalog, relation: Relation, edition: str, rollup: Rollup) -> Sums:
    """Return the cells of ``relation`` in ``edition``, with the figures of the contributors."""
    form = form_of(catalog, edition)
    known = rollup.digests
    blank = (None,) * len(form.cells)
    return Sums(
        form=form,
        positions=_positions(catalog, edition, relation),
        report=blank if rollup.report is None else _aligned(catalog, edition, rollup.report),
        known=known,
        columns=[*zip(*(_aligned(catalog, edition, one) for one in known), strict=True)] or [()] * len(form.cells),
        missing=rollup.missing,
    )


@cache
def _positions(catalog: Catalog, edition: str, relation: Relation) -> tuple[int, ...]:
    """Return the positions of the cells of a relation."""
    form = form_of(catalog, edition)
    places = places_in(form, relation.data["relation"]["cells"])
    return tuple(form.index[pointer] for pointer in places if pointer in form.index)


def _aligned(catalog: Catalog, edition: str, digest: Digest) -> tuple[Any, ...]:
    """Return the figures of a report in the cell order of an edition; ``None`` for cells that its own form lacks."""
    values = _values(catalog, digest)
    if digest.edition == edition:
        return values
    form = form_of(catalog, edition)
    if digest.edition is None:
        return (None,) * len(form.cells)
    index, there = form_of(catalog, digest.edition).index, two_forms(catalog, edition, digest.edition).before
    found = (index.get(there.get(pointer, "")) for pointer in form.cells)
    return tuple(None if n is None else values[n] for n in found)


def cells_there(catalog: Catalog, rollup: Rollup, digest: Digest) -> Mapping[str, str]:
    """Return the cells of a contributor by the cells of the consolidated report that they are added to."""
    if rollup.report is None or rollup.report.edition is None or digest.edition is None:
        return {}
    return two_forms(catalog, rollup.report.edition, digest.edition).before


def _values(catalog: Catalog, digest: Digest) -> tuple[Any, ...]:
    """Return the figures of a report with amounts in one unit; an amount without a unit counts as blank."""
    if digest.edition is None:
        return digest.cells
    form = form_of(catalog, digest.edition)
    cells, stated, units = digest.cells, dict(digest.units), readings_of(catalog)["units"]
    for pointer in stated_units(form):
        n, unit = form.index[pointer], units.get(stated.get(pointer, ""))
        known = unit is not None and cells[n] is not None
        value = _plain(cells[n] * unit["factor"]) if known else None
        cells = (*cells[:n], value, *cells[n + 1 :])
    return cells


def _plain(figure: Any) -> Any:
    """Return a figure in canonical notation: 0.5 + 0.5 is 1."""
    if type(figure) is int:
        return figure
    return int(figure) if figure == figure.to_integral_value() else figure.normalize()


def contributors(rollup: Rollup) -> Sequence[str]:
    """Return the files of the contributors."""
    return [digest.file for digest in rollup.digests]
