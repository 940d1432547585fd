"""After a run: each report beside the other ones of its organ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gknb.errors import SourceError
from gknb.series.hold import hold
from gknb.series.pairs import Pair, series
from gknb.source.document import from_python
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gknb.engine.digest import Digest
    from gknb.results import Result
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog
    from gknb.standard.relations import Relation

__all__ = ["beside", "by_hand", "document_of"]


def beside(
    checker: Checker,
    digests: Iterable[Digest],
    sources: Callable[[str], Source | None],
    names: Mapping[str, str] | None = None,
    relations: Sequence[Relation] | None = None,
) -> Iterator[Result]:
    """A result for each report that there is another one of the organ to hold against (:mod:`gknb.series.pairs`).

    ``sources`` reads the report that a file names once more, for the places of its cells; where it gives ``None``, or
    what it reads is no longer there, the places are left out. ``relations`` are those of the set, or what is in their
    place.
    """
    for pair in series(digests, names):
        result = _held(checker, pair, sources, relations)
        if result is not None:
            yield result


def by_hand(
    checker: Checker, report: Digest, previous: Digest, sources: Callable[[str], Source | None]
) -> Result | None:
    """A report held against the one that somebody says is that of the year before, whatever the organs are called."""
    years = report.year, previous.year
    known = None not in years
    relation = "years" if not known or years[0] == (years[1] or 0) + 1 else "twice" if years[0] == years[1] else "gap"
    return _held(checker, Pair(report=report, other=previous, relation=relation), sources)


def _held(
    checker: Checker,
    pair: Pair,
    sources: Callable[[str], Source | None],
    relations: Sequence[Relation] | None = None,
) -> Result | None:
    def read(digest: Digest) -> Source:
        try:
            found = sources(digest.file)
        except SourceError:  # it was there a moment ago; what was kept of it is all that is needed
            found = None
        return found or from_python(document_of(checker.catalog, digest))

    return hold(checker, pair, lambda: (read(pair.report), read(pair.other)), relations)


def document_of(catalog: Catalog, digest: Digest) -> dict[str, Any]:
    """A document with what a digest keeps of a report: its head and its cells."""
    cells = () if digest.edition is None else form_of(catalog, digest.edition).cells
    document: dict[str, Any] = {}
    for pointer, value in [*digest.head.items(), *zip(cells, digest.cells, strict=True)]:
        *way, key = pointer.split("/")[1:]
        group = document
        for step in way:
            group = group.setdefault(step, {})
        group[key] = value
    return document
