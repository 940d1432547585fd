"""Consolidated reports against the reports that they consolidate, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.engine.digest import amounts
from gknb.standard.form import form_of
from gknb.standard.relations import places_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.county.coverage import Coverage, Due
    from gknb.county.roster import Organ, Roster
    from gknb.engine.digest import Digest
    from gknb.standard.catalog import Catalog
    from gknb.standard.relations import Relation

__all__ = ["CellSum", "Rollup", "Share", "agreeing", "rollups", "sums"]

_YUAN: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one organ has to do with a consolidated report."""

    due: Due
    """What it has to report."""

    @property
    def digest(self) -> Digest | None:
        """Its report; ``None`` where there is none, or two."""
        return self.due.report


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """A consolidated report, and the reports that it consolidates."""

    organ: Organ
    """The organ whose report it is."""
    year: int
    """The year."""
    report: Digest | None
    """The consolidated report; ``None`` where it is missing, or there twice."""
    shares: tuple[Share, ...]
    """What it consolidates, in the order of the roster."""

    @property
    def digests(self) -> tuple[Digest, ...]:
        """The reports that it consolidates and that are there, once each."""
        return tuple(share.digest for share in self.shares if share.digest is not None)

    @property
    def missing(self) -> int:
        """How many of the reports that it consolidates are not there, or are there twice."""
        return len(self.shares) - len(self.digests)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellSum:
    """One cell of a consolidated report against the sum."""

    pointer: str
    """The cell."""
    value: Any
    """What the consolidated report has; ``None`` for a blank."""
    total: Any
    """The sum of what is known."""
    unknown: int
    """How many figures of the sum are not known: blank ones, and those of missing reports."""
    known: tuple[Digest, ...]
    """The reports that are there."""
    values: tuple[Any, ...]
    """The figure of each of them; ``None`` for a blank."""
    truth: Literal["satisfied", "violated", "undecided"]
    """Whether the cell is the sum."""

    @property
    def parts(self) -> tuple[tuple[Digest, Any], ...]:
        """The figures that are known and not 0, each with its report."""
        return tuple((one, value) for one, value in zip(self.known, self.values, strict=True) if value)


def rollups(roster: Roster, coverage: Coverage) -> Iterator[Rollup]:
    """Each consolidated report that there should be, by year, the innermost first."""
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


def sums(catalog: Catalog, relation: Relation, edition: str, rollup: Rollup) -> Iterator[CellSum]:
    """Each cell of ``edition`` that ``relation`` is about, with its sum.

    What the form of a contributor lacks is as good as blank. Without a consolidated report there is nothing to compare,
    and every cell is undecided.
    """
    form = form_of(catalog, edition)
    known = rollup.digests
    missing = rollup.missing
    own = (None,) * len(form.cells) if rollup.report is None else _aligned(catalog, edition, rollup.report)
    columns = [*zip(*(_aligned(catalog, edition, one) for one in known), strict=True)] or [()] * len(form.cells)
    for at in _positions(catalog, edition, relation):
        values = columns[at]
        blank = values.count(None)
        unknown = blank + missing
        total = _plain(sum(value for value in values if value is not None) if blank else sum(values))
        pointer, value = form.cells[at], own[at]
        yield CellSum(
            pointer=pointer,
            value=value,
            total=total,
            unknown=unknown,
            known=known,
            values=values,
            truth=_truth(value, total, unknown, signed=form.places[pointer].signed),
        )


@cache
def _positions(catalog: Catalog, edition: str, relation: Relation) -> tuple[int, ...]:
    """The cells that the relation is about, by their positions."""
    form = form_of(catalog, edition)
    places = places_in(form, relation.data["relation"]["cells"])
    return tuple(form.index[pointer] for pointer in places if pointer in form.index)


def _aligned(catalog: Catalog, edition: str, digest: Digest) -> tuple[Any, ...]:
    """The figures of a report in the order of the cells of an edition; ``None`` for cells that its own lacks."""
    values = _values(catalog, digest)
    if digest.edition == edition:
        return values
    index = form_of(catalog, digest.edition).index if digest.edition else {}
    return tuple(values[index[pointer]] if pointer in index else None for pointer in form_of(catalog, edition).cells)


def _values(catalog: Catalog, digest: Digest) -> tuple[Any, ...]:
    """The figures of a report, amounts in one unit; one without a unit is as good as blank."""
    if digest.edition is None:
        return digest.cells
    form = form_of(catalog, digest.edition)
    units, cells = dict(digest.units), digest.cells
    for pointer in amounts(form):
        n, unit = form.index[pointer], units.get(pointer)
        known = unit is not None and cells[n] is not None
        value = _plain(cells[n] * (_YUAN if unit == "wanyuan" else 1)) if known else None
        cells = (*cells[:n], value, *cells[n + 1 :])
    return cells


def _plain(figure: Any) -> Any:
    """A figure in the one notation that values have: 0.5 + 0.5 is 1."""
    if type(figure) is int:
        return figure
    return int(figure) if figure == figure.to_integral_value() else figure.normalize()


def _truth(value: Any, total: Any, unknown: int, *, signed: bool) -> Literal["satisfied", "violated", "undecided"]:
    if value is None:
        return "undecided"
    if not unknown:
        return "satisfied" if value == total else "violated"
    return "violated" if not signed and value < total else "undecided"


def contributors(rollup: Rollup) -> Sequence[str]:
    """The files of the reports that are consolidated."""
    return [digest.file for digest in rollup.digests]


def agreeing(catalog: Catalog, relation: Relation, edition: str, rollup: Rollup) -> int:
    """How many cells are the sums, where :func:`sums` would say of all of them that they are; else 0.

    Only asked where that is plain: nothing is missing or blank, and all reports are on one form.
    """
    digests = [share.digest for share in rollup.shares]
    of = [one for one in (rollup.report, *digests) if one is not None and one.complete and one.edition == edition]
    if len(of) <= len(digests) or not digests:
        return 0
    own, *parts = (_values(catalog, one) for one in of)
    form = form_of(catalog, edition)
    if any(values[form.index[pointer]] is None for values in (own, *parts) for pointer in amounts(form)):
        return 0
    positions, columns = _positions(catalog, edition, relation), [*zip(*parts, strict=True)]
    return len(positions) if all(own[at] == sum(columns[at]) for at in positions) else 0
