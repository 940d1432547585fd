"""Several reports in one document: each checked by itself, and held against the others (docs/semantics.md).

``{"reports": […]}`` is a collection, with a ``roster`` or without. Its answer is one result; the pointers of its cells
lead into the collection.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gknb.findings import Checked, Result, Tally
from gknb.series.beside import beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.checker import Checker
    from gknb.county.roster import Roster
    from gknb.findings import Cell
    from gknb.source import Source

__all__ = ["REPORTS", "check_collection", "is_collection"]

ROSTER = "/roster"
REPORTS = "/reports"
"""Where a collection has its reports."""


def is_collection(document: Any) -> bool:
    """Whether a document is a collection of reports."""
    return isinstance(document, dict) and isinstance(document.get("reports"), list) and "edition" not in document


def check_collection(checker: Checker, source: Source, file: str) -> Result:
    """The result for a collection; what is wrong in its reports raises nothing.

    Raises :class:`~gknb.errors.SourceError` for a roster that is none.
    Reports are held against each other as those of a folder are. A collection has no edition, year or organ of its own.
    """
    reports = {f"{REPORTS}/{n}": report for n, report in enumerate(source.value["reports"])}
    parts = {pointer: source.part(pointer, report) for pointer, report in reports.items()}
    results = [checker.digested(part, name) for name, part in parts.items()]
    digests = [result.digest for result in results if result.digest is not None]
    roster = _roster(checker, source)
    results += beside(checker, digests, parts.get, roster.names if roster else None)
    if roster is not None:
        from gknb.county.results import County

        results += County(checker, roster, digests, lambda digest: parts[digest.file]).results()
    findings = tuple(replace(one, cells=_cells(one.cells, result)) for result in results for one in result.findings)
    undecided = tuple(replace(one, cells=_cells(one.cells, result)) for result in results for one in result.undecided)
    return Result(
        file=file,
        valid=all(result.valid for result in results),
        findings=findings,
        undecided=undecided,
        checked=Checked(
            cells=sum(result.checked.cells for result in results),
            blank=sum(result.checked.blank for result in results),
            relations=tuple(_tallies(results)),
        ),
        explanations=tuple(one for result in results for one in result.explanations),
    )


def _roster(checker: Checker, source: Source) -> Roster | None:
    """The roster of a collection, where it has one that can be used."""
    if "roster" not in source.value:
        return None
    from gknb.county.roster import roster_of

    return roster_of(checker.catalog, source.part(ROSTER, source.value["roster"]), ROSTER)


def _cells(cells: Iterable[Cell], result: Result) -> tuple[Cell, ...]:
    """The cells with pointers into the collection."""
    return tuple(replace(one, pointer=(one.file or result.file) + one.pointer, file=None) for one in cells)


def _tallies(results: Iterable[Result]) -> Iterator[Tally]:
    counts: dict[str, Counter[str]] = {}
    for result in results:
        for tally in result.checked.relations:
            some = {"satisfied": tally.satisfied, "violated": tally.violated, "undecided": tally.undecided}
            counts.setdefault(tally.code, Counter()).update(some)
    for code in sorted(counts):
        yield Tally(code=code, **counts[code])
