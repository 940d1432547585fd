"""Builds the overview of a county for outputs that draw it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Protocol

from gknb.county.overview import Figure, Found, Matter, OrganYears, Overview, Received, Sum, YearLine
from gknb.county.rollup import sums
from gknb.series.pairs import plain_name
from gknb.standard.form import form_of
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.county.coverage import Due
    from gknb.county.rollup import Rollup
    from gknb.county.roster import Organ
    from gknb.county.roster_results import County
    from gknb.engine.digest import Digest

__all__ = ["overview"]


class Counts(Protocol):
    """Counts of the findings of one report, without accepted ones."""

    @property
    def severities(self) -> Mapping[str, int]:
        """Number of findings by severity."""

    @property
    def codes(self) -> Mapping[str, int]:
        """Number of findings by relation."""


def overview(county: County, rows: Mapping[str, Counts], dates: Mapping[str, tuple[str, str]]) -> Overview:
    """Return the overview of a county.

    ``rows`` are the counts of each report by file; ``dates`` the date of publication and the deadline of late reports.
    """
    return _OverviewBuilder(county, rows, dates).build()


class _OverviewBuilder:
    def __init__(self, county: County, rows: Mapping[str, Counts], dates: Mapping[str, tuple[str, str]]) -> None:
        self._county = county
        self._coverage = county.coverage
        self._rows = rows
        self._dates = dates
        relations = families(county.checker.catalog)
        self._codes = {one.kind: one.code for one in relations if one.code in county.checker.codes}
        asked = [one for one in relations if one.kind == "differs" and one.code in county.checker.codes]
        self._members = asked[0].data["relation"]["members"] if asked else {}
        self._by_organ: dict[str, list[Due]] = defaultdict(list)
        for due in county.coverage.due:
            self._by_organ[due.organ.name].append(due)

    def build(self) -> Overview:
        """Return the overview."""
        roster, years = self._county.roster, self._coverage.years
        top = next((organ for organ in roster.organs if organ.parent is None and roster.below[organ.name]), None)
        rollups = {one.year: one for one in self._county.rollups if one.organ is top}
        reports = [rollups[year].report if year in rollups else None for year in years]
        return Overview(
            name=(top or roster.organs[0]).name,
            roster=len(roster.organs),
            years=years,
            lines=tuple(map(self._line, years)),
            matters=tuple(sorted(self._matters(), key=lambda one: -one.year)),
            organs=(*self._organs(), *self._unlisted()),
            figures=tuple(self._figures([rollups.get(year) for year in years])),
            tops=tuple(None if report is None else report.file for report in reports),
        )

    # The coverage.

    def _line(self, year: int) -> YearLine:
        due = [one for one in self._coverage.due if one.year == year]
        states = [one.state for one in due]
        reports = [report for one in due for report in one.reports]
        consolidated = [one for one in reports if one.scope == "consolidated" and self._includes(one)]
        return YearLine(
            year=year,
            due=len(due),
            received=states.count("received"),
            missing=states.count("missing"),
            twice=states.count("twice"),
            late=sum(one.file in self._dates for one in reports),
            wrong=sum(self._errors(one.file) > 0 for one in reports),
            consolidated=len(consolidated),
            unequal=sum(self._codes.get("roll-up") in self._rows[one.file].codes for one in consolidated),
        )

    def _includes(self, digest: Digest) -> bool:
        organ = self._county.roster.organ_of(digest)
        return organ is not None and bool(self._county.roster.includes(organ, digest.year or 0))

    def _errors(self, file: str) -> int:
        return self._rows[file].severities.get("error", 0)

    # Matters to follow up.

    def _matters(self) -> Iterator[Matter]:
        for due in self._coverage.due:
            organ, files = due.organ.name, tuple(one.file for one in due.reports)
            scope = self._scope(due)
            if due.state != "received":
                yield Matter(year=due.year, occasion=due.state, organ=organ, scope=scope, files=files)
            for file in files:
                if late := self._dates.get(file):
                    yield Matter(
                        year=due.year,
                        occasion="late",
                        organ=organ,
                        scope=scope,
                        files=(file,),
                        published=late[0],
                        deadline=late[1],
                    )
        for digest in self._coverage.unknown:
            yield Matter(year=digest.year or 0, occasion="unknown", organ=digest.organ or "", files=(digest.file,))
        for one in self._coverage.unexpected:
            year, files = one.digest.year or 0, (one.digest.file,)
            yield Matter(year=year, occasion="unexpected", organ=one.organ.name, files=files, instead=one.expected)
        names = self._county.roster.by_name
        for digest, known in self._coverage.known:
            year, name = digest.year or 0, digest.organ or ""
            if names.get(plain_name(name)) is not known:
                yield Matter(year=year, occasion="renamed", organ=name, files=(digest.file,), instead=known.name)
        for digest, known, _, stated in self._coverage.differing(self._members):
            year, files = digest.year or 0, (digest.file,)
            yield Matter(year=year, occasion="differs", organ=known.name, files=files, instead=stated)

    def _scope(self, due: Due) -> str | None:
        return due.scope if due.organ.own and due.scope is not None else None

    # The organs.

    def _organs(self) -> Iterator[OrganYears]:
        unexpected: dict[str, list[Digest]] = defaultdict(list)
        for one in self._coverage.unexpected:
            unexpected[one.organ.name].append(one.digest)
        for organ, depth in self._county.roster.from_the_top():
            by_year: dict[int, list[Due]] = defaultdict(list)
            for due in self._by_organ[organ.name]:
                by_year[due.year].append(due)
            reports = [report for due in self._by_organ[organ.name] for report in due.reports]
            yield OrganYears(
                name=organ.name,
                depth=depth,
                years=tuple(tuple(map(self._received, by_year[year])) for year in self._coverage.years),
                found=(*self._missing(organ), *self._found(_once((*reports, *unexpected[organ.name])))),
            )

    def _unlisted(self) -> Iterator[OrganYears]:
        """Yield the organs that are not on the roster."""
        by_name: dict[str, list[Digest]] = defaultdict(list)
        for digest in self._coverage.unknown:
            by_name[digest.organ or ""].append(digest)
        for name, digests in by_name.items():
            yield OrganYears(name=name, depth=0, listed=False, found=tuple(self._found(digests)))

    def _received(self, due: Due) -> Received:
        files = tuple(one.file for one in due.reports)
        return Received(
            state=due.state,
            scope=self._scope(due),
            files=files,
            late=not self._dates.keys().isdisjoint(files),
            errors=sum(map(self._errors, files)),
        )

    def _missing(self, organ: Organ) -> Iterator[Found]:
        if code := self._codes.get("missing"):
            for due in self._by_organ[organ.name]:
                if due.state == "missing":
                    yield Found(year=due.year, code=code, count=1, file=None)

    def _found(self, digests: Iterable[Digest]) -> Iterator[Found]:
        for digest in digests:
            for code, count in sorted(self._rows[digest.file].codes.items()):
                yield Found(year=digest.year, code=code, count=count, file=digest.file)

    # The figures.

    def _figures(self, rollups: Sequence[Rollup | None]) -> Iterator[Figure]:
        """Yield the main figures: those whose change from year to year the set checks."""
        catalog, lang = self._county.checker.catalog, self._county.checker.options.lang
        watching = [relation.data["relation"] for relation in families(catalog) if relation.kind == "magnitude"]
        cells = [{} if one is None or one.report is None else self._cells(one.report) for one in rollups]
        totals = [{} if one is None else self._sums(one) for one in rollups]
        forms = [form_of(catalog, edition) for edition in catalog.editions]
        for pointer in dict.fromkeys(pointer for data in watching for pointer in data["cells"]):
            values = tuple(one.get(pointer) for one in cells)
            below = tuple(one.get(pointer) for one in totals)
            if any(one is not None for one in (*values, *below)):
                label = next(form.label(pointer, lang) for form in reversed(forms) if pointer in form.index)
                yield Figure(label=label, values=values, sums=below)

    def _cells(self, digest: Digest) -> dict[str, Any]:
        form = form_of(self._county.checker.catalog, digest.edition)
        return dict(zip(form.cells, digest.cells, strict=True))

    def _sums(self, rollup: Rollup) -> dict[str, Sum]:
        """Return the sums that differ from the consolidated report, by pointer."""
        catalog = self._county.checker.catalog
        relation = next(one for one in families(catalog) if one.kind == "roll-up")
        known = next((one.edition for one in rollup.digests), None)
        edition = rollup.report.edition if rollup.report is not None else known
        found = () if edition is None else sums(catalog, relation, edition, rollup)
        return {
            one.pointer: Sum(one.total, not one.unknown)
            for one in found
            if one.known and (one.value is None or one.truth == "violated")
        }


def _once(digests: Iterable[Digest]) -> Iterator[Digest]:
    yield from {digest.file: digest for digest in digests}.values()
