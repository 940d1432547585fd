"""The reports of a run held against each other, and against a roster, once each is checked by itself."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import TYPE_CHECKING

from gknb.county.results import County, county_lines
from gknb.county.summary import overview
from gknb.engine.digest import digest_of
from gknb.engine.merge import merge
from gknb.errors import SourceError
from gknb.output.base import row_of
from gknb.run.inputs import checked
from gknb.run.task import Task
from gknb.series.compare import compare_all, compare_with, document_of
from gknb.source.document import from_python
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from gknb.county.overview import Overview
    from gknb.county.roster import Roster
    from gknb.engine.digest import Digest
    from gknb.output.base import Row
    from gknb.results import Result
    from gknb.run.items import Item
    from gknb.run.task import Done, Piece, Says
    from gknb.settings.checker import Checker
    from gknb.source.document import Source

__all__ = ["Series", "Together"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """That reports are to be held against others, and how."""

    previous: tuple[str, Source] | None = None
    """The report of the year before with its file, for one report; ``None`` where they find each other."""
    names: Mapping[str, str] = field(default_factory=dict)
    """For names and codes of organs that are known, the name that each has now."""
    roster: Roster | None = None
    """Who reports, and whose reports include whose."""


def _deadlines(checker: Checker) -> frozenset[str]:
    """The relations that a report published too late violates."""
    dates = (one for one in families(checker.catalog) if one.kind == "date")
    return frozenset(one.code for one in dates if one.data["relation"]["comparator"] == "<=")


class Together:
    """The items of a run as they are asked for, and what is kept of each: how to read it once more, and its digest."""

    def __init__(self, found: Iterable[Item], checker: Checker, says: Sequence[Says], series: Series) -> None:
        self._found = found
        self._checker = checker
        self._task = Task(checker, says)
        self._series = series
        self._reads: dict[str, Callable[[], Source]] = {}
        self._digests: list[Digest] = []
        self._late: set[str] = set()
        self._deadlines = _deadlines(checker)
        self._draws = checker.options.keep
        self._beside: defaultdict[str, list[Result]] = defaultdict(list)
        """What comes of holding a report against others, where it is drawn."""
        self._rows: dict[str, Row] = {}
        """The rows of the reports with all that is said of them, where they are drawn."""
        self._dates: dict[str, tuple[str, str]] = {}
        """When late reports were published, and should have been."""
        self._county: County | None = None

    def __iter__(self) -> Iterator[Item]:
        """The items of the run, each remembered by its file."""
        roster = "" if self._series.roster is None else os.path.abspath(self._series.roster.file)
        name = os.path.basename(roster)
        for item in self._found:
            if roster and name in item.file and os.path.abspath(item.file) == roster:
                continue  # it lies beside the reports
            if self._draws or not item.size:  # what is read already would be held until the end
                self._reads[item.file] = item.read
            yield item

    def kept(self, run: Iterable[Done]) -> Iterator[Done]:
        """The same, with the digest of each report taken out."""
        for done in run:
            if done.digest is not None:
                self._digests.append(done.digest)
            if not self._deadlines.isdisjoint(done.row.codes):
                self._late.add(done.row.file)
            yield done

    def results(self) -> Iterator[Done]:
        """What comes of holding the reports against each other."""
        start = perf_counter()
        for result in self._results():
            if result is not None:
                if self._draws:
                    self._beside[result.file].append(replace(result, report=None))
                yield self._task.beside(result, perf_counter() - start)
            start = perf_counter()

    def sheets(self) -> Iterator[tuple[Piece, ...]]:
        """What is drawn of each report: with all that :meth:`results` says of it, and last year's figures."""
        if not self._draws:
            return
        drawn = {digest.file: digest.organ or "" for digest in self._digests}
        for file in drawn:
            result = merge(checked(self._checker, file, self._reads[file]), self._beside.get(file, ()))
            self._rows[file] = row_of(result)
            if (dates := _lateness(result, self._deadlines)) is not None:
                self._dates[file] = dates
            yield self._task.whole(result, drawn)

    def rows(self) -> Mapping[str, Row]:
        """For the file of each report that was drawn what it comes to, with all that is said of it."""
        return self._rows

    def notes(self) -> list[str]:
        """Lines on the county as a whole, where there is a roster."""
        return [] if self._county is None else [*county_lines(self._county, self._late, self._checker.options.lang)]

    def overview(self) -> Overview | None:
        """The county on one page, where there is a roster."""
        if self._county is None or not self._draws:
            return None
        return overview(self._county, self._rows, self._dates)

    def _results(self) -> Iterator[Result | None]:
        if self._series.previous is not None:
            yield from self._by_hand(*self._series.previous)
            return
        yield from compare_all(self._checker, self._digests, self._source, self._series.names)
        if self._series.roster is not None:
            self._county = County(self._checker, self._series.roster, self._digests, self._made)
            yield from self._county.results()

    def _by_hand(self, path: str, source: Source) -> Iterator[Result | None]:
        edition = self._checker.edition_of(source.value)
        evaluator = self._checker.evaluator(edition)
        last = digest_of(evaluator, source.value, path, edition, evaluator.cells(source.value))

        def read(file: str) -> Source | None:
            return source if file == path else self._source(file)

        for report in self._digests:
            yield compare_with(self._checker, report, last, read)

    def _source(self, file: str) -> Source | None:
        """The report that a file names, read once more; ``None`` where that cannot be."""
        read = self._reads.get(file)
        return None if read is None else read()

    def _made(self, digest: Digest) -> Source:
        """The same, or a source of what was kept of the report."""
        with suppress(SourceError):  # it was there a moment ago; what was kept is all that is needed
            if (source := self._source(digest.file)) is not None:
                return source
        return from_python(document_of(self._checker.catalog, digest))


def _lateness(result: Result, deadlines: Collection[str]) -> tuple[str, str] | None:
    """When a report was published, and the last day on which it would not have been late; ``None`` where it is not.

    ``deadlines`` are the relations that a report published too late violates.
    """
    for finding in result.findings:
        if finding.code in deadlines and finding.accepted is None:
            return str(finding.actual), str(finding.expected).removeprefix("<=")
    return None
