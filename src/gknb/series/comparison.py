"""Compares a report with another one of its organ, usually that of the year before: findings of family Y."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from gknb.engine.digest import digest_of
from gknb.engine.engine import EXACT, hints_of, in_order, tallies
from gknb.engine.evaluate import Evaluator, Outcome
from gknb.engine.findings import FindingWriter
from gknb.errors import SourceError
from gknb.results import Cell, Checked, Previous, Result, Tally
from gknb.series.pairs import Pair, series
from gknb.source.document import from_python
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_years, editions_of, kinds, lay_out_years
from gknb.standard.relations import Linear, Unchanged, families
from gknb.standard.two_forms import LAST, in_last, two_forms
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeAlias

    from gknb.engine.digest import Digest
    from gknb.results import Finding, Undecided
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang
    from gknb.standard.kinds import YearRelations
    from gknb.standard.relations import Relation
    from gknb.standard.two_forms import TwoForms

    Sources: TypeAlias = Callable[[str], Source | None]
    """Reads the report in a file again; ``None`` if it cannot be read again."""
    Both: TypeAlias = Callable[[], tuple[Source, Source]]
    """Reads the report and the other one."""

__all__ = ["compare_all", "compare_sources", "compare_with", "digest_source", "document_of", "source_of"]


def compare_all(
    checker: Checker,
    digests: Iterable[Digest],
    sources: Sources,
    names: Mapping[str, str] | None = None,
    relations: Sequence[Relation] | None = None,
) -> Iterator[Result]:
    """Yield the result of comparing each pair of reports of one organ (:mod:`gknb.series.pairs`).

    ``sources`` reads a report again for the positions of its cells, which are left out if that fails.
    ``names`` maps other names and codes of organs to their current names. ``relations`` replace those of the set.
    """
    for pair in series(digests, names):
        result = _compared(checker, pair, sources, relations)
        if result is not None:
            yield result


def compare_with(checker: Checker, report: Digest, previous: Digest, sources: Sources) -> Result | None:
    """Return the result of comparing a report with the one given as last year's, whatever the names of the organs."""
    years = report.year, previous.year
    known = None not in years
    relation = "years" if not known or years[0] == (years[1] or 0) + 1 else "twice" if years[0] == years[1] else "gap"
    return _compared(checker, Pair(report=report, other=previous, relation=relation), sources)


def compare_sources(checker: Checker, source: Source, file: str, last: Source, last_file: str) -> Result | None:
    """Return the result of comparing a report with last year's; ``file`` and ``last_file`` name them in the result.

    ``None`` if either edition is unknown. The caller is responsible for the two being of one organ and of consecutive
    years.
    """
    report, other = digest_source(checker, source, file), digest_source(checker, last, last_file)
    pair = Pair(report=report, other=other, relation="years")
    return _compare(checker, pair, lambda: (source, last))


def _compared(
    checker: Checker, pair: Pair, sources: Sources, relations: Sequence[Relation] | None = None
) -> Result | None:
    def both() -> tuple[Source, Source]:
        report, other = (source_of(checker, one, sources) for one in (pair.report, pair.other))
        return report, other

    return _compare(checker, pair, both, relations)


def digest_source(checker: Checker, source: Source, file: str) -> Digest:
    """Return the digest of a report without checking it; ``file`` is its name in results."""
    edition = checker.edition_of(source.value)
    evaluator = checker.evaluator(edition)
    return digest_of(evaluator, source.value, file, edition, evaluator.cells(source.value))


def source_of(checker: Checker, digest: Digest, sources: Sources) -> Source:
    """Return the source of a report that was checked: read again by ``sources``, else built from its digest."""
    try:
        found = sources(digest.file)
    except SourceError:  # the file is gone since it was checked; its digest suffices
        found = None
    return found or from_python(document_of(checker.catalog, digest))


def document_of(catalog: Catalog, digest: Digest) -> dict[str, Any]:
    """Return a document with the head and the cells of a digest."""
    cells = () if digest.edition is None else form_of(catalog, digest.edition).cells
    document: dict[str, Any] = {}
    for pointer, value in [*digest.head.items(), *zip(cells, digest.cells, strict=True)]:
        *way, key = pointer.split("/")[1:]
        group = document
        for step in way:
            group = group.setdefault(step, {})
        group[key] = value
    return document


def _compare(checker: Checker, pair: Pair, both: Both, relations: Sequence[Relation] | None = None) -> Result | None:
    """Return the result of comparing a pair, with ``previous`` set.

    Evaluates the selected relations only; calls ``both`` only for violated or undecided ones. ``None`` if either
    edition is unknown, or no relation applies to the pair. Raises :class:`~gknb.errors.SourceError` where ``both``
    does.
    """
    with localcontext(EXACT):
        if pair.relation == "years":
            return _years(checker, pair, both, relations)
        for relation in families(checker.catalog) if relations is None else relations:
            applies = relation.may_apply(pair.report.edition)
            if applies and relation.kind == pair.relation and relation.code in checker.codes:
                return _apart(checker, pair, relation, both)
    return None


@lru_cache(maxsize=64)
def _evaluator(years: YearRelations, codes: frozenset[str]) -> Evaluator:
    """Return the evaluator of the relations between two years that have one of the codes."""
    return Evaluator(years.forms, [one for one in years.relations if one.relation.code in codes])


def _years(checker: Checker, pair: Pair, both: Both, relations: Sequence[Relation] | None) -> Result | None:
    this, last = pair.report, pair.other
    if this.edition is None or last.edition is None:
        return None
    if relations is None:
        years = compile_years(checker.catalog, this.edition, last.edition)
    else:
        years = lay_out_years(two_forms(checker.catalog, this.edition, last.edition), this.edition, relations)
    evaluator = _evaluator(years, checker.codes)
    cells = (*this.cells, *last.cells)
    satisfied = this.complete and last.complete and evaluator.all_satisfied(cells)
    found = tuple(evaluator.relations) if satisfied else tuple(evaluator.outcomes(None, cells))
    lacking = tuple(code for code in years.not_comparable if code in checker.codes)
    tally = _usual_tallies(found)
    result = _result(pair, tuple(one.code for one in tally), lacking, tally)
    if years.new_cells or years.dropped_cells:
        result = replace(result, previous=_apart_cells(result.previous, years, pair, checker.options.lang))
    unsatisfied = [] if satisfied else [one for one in found if isinstance(one, Outcome)]
    if not unsatisfied and not checker.options.keep:
        return result
    sources = both()
    if checker.options.keep:
        cells_then = form_of(checker.catalog, last.edition).cells
        result = replace(result, report=sources[0].value, last=dict(zip(cells_then, last.cells, strict=True)))
    writer = _writer(checker, years.forms, pair, sources, cells)
    if checker.options.explain and any(isinstance(one.compiled, Linear) for one in unsatisfied):
        from gknb.series.repairs import pair_repairs

        repairs, note = pair_repairs(checker, years, pair, sources)
        result = replace(result, repairs=repairs, repairs_note=note)
    return _filled(
        checker,
        result,
        sources[0],
        in_order(years.forms, [writer.violated(one) for one in unsatisfied if one.truth == "violated"]),
        in_order(years.forms, [writer.undecided(one) for one in unsatisfied if one.truth == "undecided"]),
    )


_usual_tallies = lru_cache(maxsize=64)(tallies)
"""Cached tallies: pairs that satisfy every relation usually share one."""


def _apart(checker: Checker, pair: Pair, relation: Relation, both: Both) -> Result | None:
    """Return the result of a pair whose figures cannot be compared: of one year, or with a gap between the years."""
    this, other = pair.report, pair.other
    if this.edition is None or other.edition is None:
        return None
    sources = both()
    writer = _writer(checker, two_forms(checker.catalog, this.edition, other.edition), pair, sources, ())
    cells = writer.cell("/reporting_year"), writer.cell(f"{LAST}/reporting_year")
    gap = pair.relation == "gap"
    actual, expected = (other.year, (this.year or 0) - 1) if gap else (this.year, other.file)
    words = {"cell": cells[0].label, "actual": actual, "expected": expected}
    finding = writer.finding(relation, cells, words, expected=expected, actual=actual)
    between = (one for one in families(checker.catalog) if one.kind in kinds("two years"))
    lacking = (one.code for one in between if this.edition in editions_of(checker.catalog, one))
    tally = Tally(code=relation.code, violated=1)
    result = _result(pair, (relation.code,), tuple(code for code in lacking if code in checker.codes), (tally,))
    return _filled(checker, result, sources[0], (finding,), ())


def _result(pair: Pair, compared: tuple[str, ...], lacking: tuple[str, ...], tally: tuple[Tally, ...]) -> Result:
    this, other = pair.report, pair.other
    previous = Previous(
        file=other.file,
        reporting_year=other.year or 0,
        edition=other.edition,
        compared=compared,
        not_comparable=lacking,
    )
    return Result(
        file=this.file,
        edition=this.edition,
        reporting_year=this.year,
        organ=this.organ,
        valid=True,
        checked=Checked(relations=tally),
        previous=previous,
    )


def _apart_cells(previous: Previous | None, years: YearRelations, pair: Pair, lang: Lang) -> Previous | None:
    """Return ``previous`` with the cells that only one of the two editions has."""

    def cells(pointers: Iterable[str], prefix: str, values: Sequence[Any], file: str | None) -> tuple[Cell, ...]:
        positions = years.forms.last.index if prefix else years.forms.this.index
        labels = {pointer: years.forms.label(prefix + pointer, lang) for pointer in pointers}
        return tuple(
            Cell(pointer=pointer, label=label, value=values[positions[pointer]], file=file)
            for pointer, label in labels.items()
        )

    return previous and replace(
        previous,
        new_cells=cells(years.new_cells, "", pair.report.cells, None),
        dropped_cells=cells(years.dropped_cells, LAST, pair.other.cells, pair.other.file),
    )


def _filled(
    checker: Checker, result: Result, source: Source, findings: Sequence[Finding], undecided: Sequence[Undecided]
) -> Result:
    """Return the result with findings, with pointers into the single reports, after the policy of the project."""
    valid = not any(map(checker.fails, findings))
    filled = replace(result, findings=_plain(findings), undecided=_plain(undecided), valid=valid)
    return checker.weighed(filled, source.value)


def _plain(found: Iterable[Any]) -> tuple[Any, ...]:
    def cell(one: Cell) -> Cell:
        there = in_last(one.pointer)
        return one if there is None else replace(one, pointer=there)

    return tuple(replace(one, cells=tuple(map(cell, one.cells))) for one in found)


def _writer(
    checker: Checker, forms: TwoForms, pair: Pair, sources: tuple[Source, Source], cells: Sequence[Any]
) -> _PairFindingWriter:
    source, last = sources
    hints = hints_of(checker.catalog)
    return _PairFindingWriter(forms, source, cells, checker.options.lang, hints, forms, last, pair.other.file)


@dataclass(frozen=True, slots=True)
class _PairFindingWriter(FindingWriter):
    """Writes findings with cells of both reports."""

    forms: TwoForms
    last: Source
    last_file: str

    def __post_init__(self) -> None:
        """Treat every cell as placed: it may be in the other file."""
        object.__setattr__(self, "placed", True)

    def make_cell(self, pointer: str, value: Any, *, at_key: bool = False) -> Cell:
        """Return the cell of either report; a cell of last year's report names its file."""
        there = in_last(pointer)
        if there is None:
            return FindingWriter.make_cell(self, pointer, value, at_key=at_key)
        cell = FindingWriter(self.forms.last, self.last, (), self.lang, self.hints).cell(there)
        return replace(cell, pointer=pointer, label=self.forms.label(pointer, self.lang), file=self.last_file)

    def names(self, pointers: Sequence[str]) -> list[str]:
        """Return short names; the same cell of both reports differs by the year only."""
        plain = {pointer: in_last(pointer) or pointer for pointer in pointers}
        first = {cell: pointer for pointer, cell in reversed(plain.items())}
        names = dict(zip(first, FindingWriter.names(self, list(first.values())), strict=True))
        return [
            names[plain[one]] if in_last(one) is None else say(self.lang, "series.name", name=names[plain[one]])
            for one in pointers
        ]

    def violated(self, outcome: Outcome) -> Finding:
        """Return the finding of a violated outcome between the two reports."""
        if isinstance(outcome.compiled, Linear):
            return FindingWriter.violated(self, outcome)
        this, last = (self.cell(pointer) for pointer in outcome.pointers)
        count = len(outcome.compiled.pairs) if isinstance(outcome.compiled, Unchanged) else 0
        words = {"cell": this.label, "actual": outcome.actual, "last": last.value, "count": count}
        return self.finding(
            outcome.compiled.relation, (this, last), words, expected=outcome.expected, actual=outcome.actual
        )
