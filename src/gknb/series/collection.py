"""Several reports in one document: each checked by itself, and held against the others (docs/semantics.md).

``{"reports": […]}`` is a collection. Its answer is one result; the pointers of its cells lead into the collection.
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
    from gknb.findings import Cell
    from gknb.source import Source

__all__ = ["REPORTS", "check_collection", "is_collection"]

REPORTS = "/reports"
"""Where a collection has its reports."""


def is_collection(document: Any) -> bool:
    """Whether a document is a collection of reports."""
    return isinstance(document, dict) and isinstance(document.get("reports"), list) and "edition" not in document


def check_collection(checker: Checker, source: Source, file: str) -> Result:
    """The result for a collection; what is wrong in it raises nothing.

    Reports are held against each other as those of a folder are. A collection has no edition, year or organ of its own.
    """
    reports = {f"{REPORTS}/{n}": report for n, report in enumerate(source.value["reports"])}
    parts = {pointer: source.part(pointer, report) for pointer, report in reports.items()}
    results = [checker.digested(part, name) for name, part in parts.items()]
    digests = [result.digest for result in results if result.digest is not None]
    results += beside(checker, digests, parts.get)
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
