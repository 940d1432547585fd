"""Checks collections: several reports in one document, each by itself and compared (docs/semantics.md).

``{"reports": […]}`` is a collection, with or without a ``roster``. It has one result, whose pointers lead into the
collection.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gknb.engine.findings import FindingWriter
from gknb.engine.merge import merge
from gknb.results import Result
from gknb.series.comparison import compare_all
from gknb.standard.form import form_of
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.county.roster import Roster
    from gknb.results import Cell
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.relations import Relation

__all__ = ["REPORTS", "Collection", "check_collection", "in_collection", "is_collection", "read_collection"]

ROSTER = "/roster"
REPORTS = "/reports"
"""Pointer of the reports in a collection."""


def is_collection(document: Any) -> bool:
    """Return whether a document is a collection of reports."""
    return isinstance(document, dict) and isinstance(document.get("reports"), list) and "edition" not in document


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """The parts of a collection."""

    parts: Mapping[str, Source]
    """Reports by their pointers."""
    results: tuple[Result, ...]
    """Result of each report by itself."""
    roster: Roster | None
    """Roster of the collection, if it has one."""

    def comparisons(self, checker: Checker, relations: Sequence[Relation] | None = None) -> Iterator[Result]:
        """Yield the results of comparing the reports with each other and the roster.

        ``relations`` replace those of the set.
        """
        digests = [result.digest for result in self.results if result.digest is not None]
        names = {**checker.aliases, **(self.roster.names if self.roster else {})}
        yield from compare_all(checker, digests, self.parts.get, names, relations)
        if self.roster is not None:
            from gknb.county.roster_results import County

            sources = self.parts
            county = County(checker, self.roster, digests, lambda digest: sources[digest.file], relations)
            yield from county.results()


def read_collection(checker: Checker, source: Source) -> Collection:
    """Return a collection with each report checked; raises as :func:`check_collection` does."""
    reports = {f"{REPORTS}/{n}": report for n, report in enumerate(source.value["reports"])}
    parts = {pointer: source.part(pointer, report) for pointer, report in reports.items()}
    results = tuple(checker.digested(part, name) for name, part in parts.items())
    return Collection(parts=parts, results=results, roster=_roster(checker, source))


def check_collection(checker: Checker, source: Source, file: str) -> Result:
    """Return the result of a collection. Errors in its reports become findings.

    Reports are compared as those of a folder. A collection has no edition, year or organ of its own. Raises
    :class:`~gknb.errors.SourceError` for an invalid roster.
    """
    collection = read_collection(checker, source)
    results = [_around(checker, source), *collection.results, *collection.comparisons(checker)]
    whole = merge(Result(file=file, valid=True), [_in_collection(result) for result in results])
    return replace(whole, previous=None, contributors=None, repairs=(), repairs_note=None)


def _in_collection(result: Result) -> Result:
    """Return a result with pointers into the collection."""
    return replace(
        result,
        findings=tuple(replace(one, cells=in_collection(one.cells, result)) for one in result.findings),
        undecided=tuple(replace(one, cells=in_collection(one.cells, result)) for one in result.undecided),
    )


def _around(checker: Checker, source: Source) -> Result:
    """Return the findings outside the reports and the roster: repeated member names."""
    writer = FindingWriter(form_of(checker.catalog, None), source, (), checker.options.lang, {})
    findings = tuple(
        writer.duplicate(relation, one)
        for relation in families(checker.catalog)
        if relation.kind == "duplicate-key" and relation.code in checker.codes
        for one in source.duplicates
        if not one.pointer.startswith((f"{REPORTS}/", f"{ROSTER}/"))
    )
    return Result(file="", valid=not any(map(checker.fails, findings)), findings=findings)


def _roster(checker: Checker, source: Source) -> Roster | None:
    """Return the roster of a collection, if it has one."""
    if "roster" not in source.value:
        return None
    from gknb.county.roster import roster_of

    roster = roster_of(checker.catalog, source.part(ROSTER, source.value["roster"]), ROSTER)
    return roster.knowing(checker.aliases)


def in_collection(cells: Iterable[Cell], result: Result) -> tuple[Cell, ...]:
    """Return the cells of a result with pointers into the collection."""
    return tuple(replace(one, pointer=(one.file or result.file) + one.pointer, file=None) for one in cells)
