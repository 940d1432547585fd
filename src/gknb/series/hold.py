"""One report held against another one of the organ, mostly that of the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import localcontext
from functools import lru_cache
from typing import TYPE_CHECKING

from gknb.engine.check import EXACT, hints_of, in_order, tallies
from gknb.engine.digest import digest_of
from gknb.engine.evaluate import Outcome
from gknb.engine.findings import Wording
from gknb.results import Checked, Previous, Result, Tally
from gknb.series.compiled import KINDS, Unchanged, series_of, series_over
from gknb.series.evaluate import outcomes
from gknb.series.pairs import Pair
from gknb.series.quick import all_hold, chosen
from gknb.standard.form import form_of
from gknb.standard.relations import Linear, families
from gknb.standard.two_forms import LAST, joint_of, of_last
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, TypeAlias

    from gknb.results import Cell, Finding, Undecided
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.relations import Relation
    from gknb.standard.two_forms import Joint

    Sources: TypeAlias = Callable[[], tuple[Source, Source]]
    """Reads the report, and the other one."""

__all__ = ["hold", "hold_sources", "merged"]


def hold_sources(checker: Checker, source: Source, file: str, last: Source, last_file: str) -> Result | None:
    """What holding a report against that of the year before says; files are as results name them.

    ``None`` where the edition of either is not known, so that there is nothing to compare. Whether the two are of one
    organ, and of which years, is for whoever calls to know.
    """
    digests = []
    for one, name in ((source, file), (last, last_file)):
        edition = checker.edition_of(one.value)
        evaluator = checker.evaluator(edition)
        digests.append(digest_of(evaluator, one.value, name, edition, evaluator.cells(one.value)))
    pair = Pair(report=digests[0], other=digests[1], relation="years")
    return hold(checker, pair, lambda: (source, last))


def hold(checker: Checker, pair: Pair, sources: Sources, relations: Sequence[Relation] | None = None) -> Result | None:
    """What holding a report against another one says, as a result with ``previous`` set.

    Only relations that ``checker`` checks are evaluated, those of the set or ``relations`` in their place. ``sources``
    is called only where something is wrong or undecided. ``None`` where the edition of either is not known, or nothing
    is checked between the two. Raises :class:`~gknb.errors.SourceError` where ``sources`` does.
    """
    with localcontext(EXACT):
        if pair.relation == "years":
            return _years(checker, pair, sources, relations)
        for relation in families(checker.catalog) if relations is None else relations:
            held = pair.report.edition in relation.data["editions"]
            if held and relation.kind == pair.relation and relation.code in checker.codes:
                return _apart(checker, pair, relation, sources)
    return None


def _years(checker: Checker, pair: Pair, sources: Sources, relations: Sequence[Relation] | None) -> Result | None:
    this, last = pair.report, pair.other
    if this.edition is None or last.edition is None:
        return None
    cells = (*this.cells, *last.cells)
    fits = False
    if relations is None:
        series = series_of(checker.catalog, this.edition, last.edition)
        asked = chosen(series, checker.codes)
        fits = this.complete and last.complete and all_hold(series, checker.codes)(cells)
    else:
        series = series_over(joint_of(checker.catalog, this.edition, last.edition), this.edition, relations)
        asked = tuple(one for one in series.relations if one.relation.code in checker.codes)
    found = asked if fits else tuple(outcomes(series, cells, asked))
    lacking = tuple(code for code in series.not_comparable if code in checker.codes)
    tally = _usual_tallies(found)
    result = _result(pair, tuple(one.code for one in tally), lacking, tally)
    unsatisfied = [] if fits else [one for one in found if isinstance(one, Outcome)]
    if not unsatisfied and not checker.options.keep:
        return result
    both = sources()
    if checker.options.keep:
        cells_then = form_of(checker.catalog, last.edition).cells
        result = replace(result, report=both[0].value, last=dict(zip(cells_then, last.cells, strict=True)))
    wording = _wording(checker, series.joint, pair, both, cells)
    if checker.options.explain and any(isinstance(one.compiled, Linear) for one in unsatisfied):
        from gknb.series.repairs import pair_repairs

        repairs, note = pair_repairs(checker, series, pair, both)
        result = replace(result, repairs=repairs, repairs_note=note)
    return _filled(
        checker,
        result,
        both[0],
        in_order(series.joint, [wording.violated(one) for one in unsatisfied if one.truth == "violated"]),
        in_order(series.joint, [wording.undecided(one) for one in unsatisfied if one.truth == "undecided"]),
    )


_usual_tallies = lru_cache(maxsize=64)(tallies)
"""Where all holds, what holds is the same in most pairs."""


def _apart(checker: Checker, pair: Pair, relation: Relation, sources: Sources) -> Result | None:
    """The two cannot be compared: they are of one year, or a year lies between."""
    this, other = pair.report, pair.other
    if this.edition is None or other.edition is None:
        return None
    both = sources()
    wording = _wording(checker, joint_of(checker.catalog, this.edition, other.edition), pair, both, ())
    cells = wording.cell("/reporting_year"), wording.cell(f"{LAST}/reporting_year")
    gap = pair.relation == "gap"
    actual, expected = (other.year, (this.year or 0) - 1) if gap else (this.year, other.file)
    words = {"cell": cells[0].label, "actual": actual, "expected": expected}
    finding = wording.finding(relation, cells, words, expected=expected, actual=actual)
    kinds = (one for one in families(checker.catalog) if one.kind in KINDS and one.kind not in ("gap", "twice"))
    lacking = (one.code for one in kinds if this.edition in one.data["editions"])
    tally = Tally(code=relation.code, violated=1)
    result = _result(pair, (relation.code,), tuple(code for code in lacking if code in checker.codes), (tally,))
    return _filled(checker, result, both[0], (finding,), ())


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


def _filled(
    checker: Checker, result: Result, source: Source, findings: Sequence[Finding], undecided: Sequence[Undecided]
) -> Result:
    """The result with what was found, its pointers those into the reports themselves, and what it comes to."""
    valid = not any(map(checker.fails, findings))
    made = replace(result, findings=_plain(findings), undecided=_plain(undecided), valid=valid)
    return checker.weighed(made, source.value)


def _plain(found: Iterable[Any]) -> tuple[Any, ...]:
    def cell(one: Cell) -> Cell:
        there = of_last(one.pointer)
        return one if there is None else replace(one, pointer=there)

    return tuple(replace(one, cells=tuple(map(cell, one.cells))) for one in found)


def merged(result: Result, beside: Result) -> Result:
    """One result for a report of both: of itself, and beside the year before.

    Repairs between the two restore each of them as well, and so stand for those of the report itself.
    """
    likeliest = beside if beside.repairs or beside.repairs_note else result
    return replace(
        result,
        valid=result.valid and beside.valid,
        findings=(*result.findings, *beside.findings),
        undecided=(*result.undecided, *beside.undecided),
        checked=replace(result.checked, relations=(*result.checked.relations, *beside.checked.relations)),
        explanations=(*result.explanations, *beside.explanations),
        previous=beside.previous,
        repairs=likeliest.repairs,
        repairs_note=likeliest.repairs_note,
    )


def _wording(
    checker: Checker, joint: Joint, pair: Pair, sources: tuple[Source, Source], cells: Sequence[Any]
) -> _Wording:
    source, last = sources
    hints = hints_of(checker.catalog)
    return _Wording(joint, source, cells, checker.options.lang, hints, joint, last, pair.other.file)


@dataclass(frozen=True, slots=True)
class _Wording(Wording):
    """Knows the cells of both reports."""

    joint: Joint
    last: Source
    last_file: str

    def cell(self, pointer: str, value: Any = None, *, at_key: bool = False) -> Cell:  # noqa: ARG002 - of the base
        """The cell of either report; one of the last says its file."""
        there = of_last(pointer)
        if there is None:
            return Wording.cell(self, pointer, at_key=at_key)
        cell = Wording(self.joint.last, self.last, (), self.lang, self.hints).cell(there)
        return replace(cell, pointer=pointer, label=self.joint.label(pointer, self.lang), file=self.last_file)

    def names(self, pointers: Sequence[str]) -> list[str]:
        """Names side by side; the same cell of both reports is told apart by the year alone."""
        plain = {pointer: of_last(pointer) or pointer for pointer in pointers}
        first = {cell: pointer for pointer, cell in reversed(plain.items())}
        names = dict(zip(first, Wording.names(self, list(first.values())), strict=True))
        return [
            names[plain[one]] if of_last(one) is None else say(self.lang, "series.name", name=names[plain[one]])
            for one in pointers
        ]

    def violated(self, outcome: Outcome) -> Finding:
        """The finding for a relation that does not hold between the two."""
        if isinstance(outcome.compiled, Linear):
            return Wording.violated(self, outcome)
        this, last = (self.cell(pointer) for pointer in outcome.pointers)
        count = len(outcome.compiled.pairs) if isinstance(outcome.compiled, Unchanged) else 0
        words = {"cell": this.label, "actual": outcome.actual, "last": last.value, "count": count}
        return self.finding(
            outcome.compiled.relation, (this, last), words, expected=outcome.expected, actual=outcome.actual
        )
