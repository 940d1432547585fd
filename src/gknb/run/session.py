"""Compares the reports of a run with each other and with a roster, after each is checked by itself."""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from gknb.county.roster_results import County, county_lines
from gknb.county.summary import overview
from gknb.engine.merge import merge
from gknb.output.base import row_of
from gknb.run.inputs import checked
from gknb.series.comparison import compare_all, compare_with, digest_source, source_of
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from gknb.county.overview import Overview
    from gknb.county.roster import Roster
    from gknb.engine.digest import Digest
    from gknb.output.base import Row
    from gknb.results import Result
    from gknb.run.done import Done, Piece, Worker
    from gknb.run.inputs import Item
    from gknb.settings.checker import Checker
    from gknb.source.document import Source

__all__ = ["Series", "Session"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """How the reports of a run are compared."""

    previous: tuple[str, Source] | None = None
    """File and source of last year's report, for one report; ``None`` to pair the reports of the run."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Current names of organs, by other names and codes."""
    roster: Roster | None = None
    """Roster of the organs that report."""


def _deadlines(checker: Checker) -> frozenset[str]:
    """Return the codes of the relations on deadlines."""
    dates = (one for one in families(checker.catalog) if one.kind == "date")
    return frozenset(one.code for one in dates if one.data["relation"]["comparator"] == "<=")


class Session:
    """Keeps the digest of each report of a run, and how to read it again, to compare the reports at the end."""

    def __init__(self, found: Iterable[Item], checker: Checker, task: Worker, series: Series) -> None:
        self._found = found
        self._checker = checker
        self._task = task
        self._series = series
        self._reads: dict[str, Callable[[], Source]] = {}
        self._digests: list[Digest] = []
        self._late: set[str] = set()
        self._deadlines = _deadlines(checker)
        self._draws = checker.options.keep
        self._comparisons: defaultdict[str, list[Result]] = defaultdict(list)
        """Results of comparisons by file, if reports are drawn."""
        self._rows: dict[str, Row] = {}
        """Rows with all findings by file, if reports are drawn."""
        self._dates: dict[str, tuple[str, str]] = {}
        """Date of publication and deadline of late reports, by file."""
        self._county: County | None = None

    def __iter__(self) -> Iterator[Item]:
        """Yield the items of the run; remember how to read each again."""
        roster = "" if self._series.roster is None else os.path.abspath(self._series.roster.file)
        name = os.path.basename(roster)
        for item in self._found:
            if roster and name in item.file and os.path.abspath(item.file) == roster:
                continue  # the roster is in the folder of the reports
            if self._draws or not item.size:  # else the item would keep its content until the end
                self._reads[item.file] = item.read
            yield item

    def without_digests(self, run: Iterable[Done]) -> Iterator[Done]:
        """Yield what ``run`` yields; keep the digest of each report."""
        for done in run:
            if done.digest is not None:
                self._digests.append(done.digest)
            if not self._deadlines.isdisjoint(done.row.codes):
                self._late.add(done.row.file)
            yield done

    def results(self) -> Iterator[Done]:
        """Yield the results of comparing the reports."""
        start = perf_counter()
        for result in self._results():
            if result is not None:
                if self._draws:
                    self._comparisons[result.file].append(replace(result, report=None))
                yield self._task.compared(result, perf_counter() - start)
            start = perf_counter()

    def drawings(self) -> Iterator[tuple[Piece, ...]]:
        """Yield what is drawn of each report, with the findings of :meth:`results` and last year's figures."""
        if not self._draws:
            return
        drawn = {digest.file: digest.organ or "" for digest in self._digests}
        for file in drawn:
            result = merge(checked(self._checker, file, self._reads[file]), self._comparisons.get(file, ()))
            self._rows[file] = row_of(result)
            if (dates := _lateness(result, self._deadlines)) is not None:
                self._dates[file] = dates
            yield self._task.drawn(result, drawn)

    def rows(self) -> Mapping[str, Row]:
        """Return the row of each drawn report by file, with all findings."""
        return self._rows

    def notes(self) -> list[str]:
        """Return lines on the county as a whole; empty without a roster."""
        return [] if self._county is None else [*county_lines(self._county, self._late, self._checker.options.lang)]

    def overview(self) -> Overview | None:
        """Return the overview of the county; ``None`` without a roster or if nothing is drawn."""
        if self._county is None or not self._draws:
            return None
        return overview(self._county, self._rows, self._dates)

    def _results(self) -> Iterator[Result | None]:
        if self._series.previous is not None:
            yield from self._compared_with_previous(*self._series.previous)
            return
        yield from compare_all(self._checker, self._digests, self._source, self._series.names)
        if self._series.roster is not None:
            self._county = County(self._checker, self._series.roster, self._digests, self._source_or_digest)
            yield from self._county.results()

    def _compared_with_previous(self, path: str, source: Source) -> Iterator[Result | None]:
        last = digest_source(self._checker, source, path)

        def read(file: str) -> Source | None:
            return source if file == path else self._source(file)

        for report in self._digests:
            yield compare_with(self._checker, report, last, read)

    def _source(self, file: str) -> Source | None:
        """Read a report again; ``None`` if it cannot be read again."""
        read = self._reads.get(file)
        return None if read is None else read()

    def _source_or_digest(self, digest: Digest) -> Source:
        return source_of(self._checker, digest, self._source)


def _lateness(result: Result, deadlines: Collection[str]) -> tuple[str, str] | None:
    """Return the date of publication and the deadline of a late report; ``None`` if it is not late.

    ``deadlines`` are the codes of the relations on deadlines.
    """
    for finding in result.findings:
        if finding.code in deadlines and finding.accepted is None:
            return str(finding.actual), str(finding.expected).removeprefix("<=")
    return None
