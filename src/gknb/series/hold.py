"""One report held against the one of the year before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import localcontext
from typing import TYPE_CHECKING, Any

from gknb.checker import EXACT, hints_of, in_order, tallies
from gknb.evaluate import Outcome, lookup
from gknb.findings import Checked, Previous, Result
from gknb.relations import Linear
from gknb.series.compiled import Unchanged, series_of
from gknb.series.evaluate import outcomes
from gknb.series.joint import of_last
from gknb.texts import say
from gknb.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.checker import Checker
    from gknb.findings import Cell, Finding
    from gknb.relations import Relation
    from gknb.series.compiled import Between
    from gknb.source import Source

__all__ = ["hold", "merged"]


def hold(checker: Checker, source: Source, file: str, last: Source, last_file: str) -> Result | None:
    """What holding a report against that of the year before says, as a result with ``previous`` set.

    Only relations of family Y that ``checker`` checks are evaluated. ``None`` where the edition of either is not known,
    so that there is nothing to compare. Files are as results name them.
    """
    with localcontext(EXACT):
        return _hold(checker, source, file, last, last_file)


def _hold(checker: Checker, source: Source, file: str, last: Source, last_file: str) -> Result | None:
    catalog = checker.catalog
    editions = checker.edition_of(source.value), checker.edition_of(last.value)
    if editions[0] is None or editions[1] is None:
        return None
    series = series_of(catalog, editions[0], editions[1])
    cells = [
        value
        for edition, one in zip(editions, (source, last), strict=True)
        for value in checker.evaluator(edition).cells(one.value)
    ]
    found = [one for one in outcomes(series, cells) if _relation(one).code in checker.codes]
    wording = _Wording(series.joint, source, cells, checker.options.lang, hints_of(catalog), last, last_file)  # type: ignore[arg-type]
    unsatisfied = [one for one in found if isinstance(one, Outcome)]
    findings = in_order(series.joint, [wording.violated(one) for one in unsatisfied if one.truth == "violated"])  # type: ignore[arg-type]
    undecided = in_order(series.joint, [wording.undecided(one) for one in unsatisfied if one.truth == "undecided"])  # type: ignore[arg-type]
    year, then = (lookup(one.value, "/reporting_year") for one in (source, last))
    organ = lookup(source.value, "/organ/name")
    codes = tuple(dict.fromkeys(_relation(one).code for one in found))
    return Result(
        file=file,
        edition=editions[0],
        reporting_year=year if type(year) is int else None,
        organ=organ if isinstance(organ, str) else None,
        valid=not any(checker.fails(finding) for finding in findings),
        findings=tuple(_real(finding) for finding in findings),
        undecided=tuple(replace(one, cells=tuple(map(_plain, one.cells))) for one in undecided),
        checked=Checked(relations=tallies(tuple(found))),
        previous=Previous(
            file=last_file,
            reporting_year=then if type(then) is int else 0,
            edition=editions[1],
            compared=codes,
            not_comparable=tuple(code for code in series.not_comparable if code in checker.codes),
        ),
    )


def _relation(one: Outcome | Between) -> Relation:
    return (one.compiled if isinstance(one, Outcome) else one).relation


def merged(result: Result, beside: Result) -> Result:
    """One result for a report of both: of itself, and beside the year before."""
    return replace(
        result,
        valid=result.valid and beside.valid,
        findings=(*result.findings, *beside.findings),
        undecided=(*result.undecided, *beside.undecided),
        checked=replace(result.checked, relations=(*result.checked.relations, *beside.checked.relations)),
        previous=beside.previous,
    )


@dataclass(frozen=True, slots=True)
class _Wording(Wording):
    """Knows the cells of both reports."""

    last: Source
    last_file: str

    def cell(self, pointer: str, value: Any = None, *, at_key: bool = False) -> Cell:
        """The cell of either report; one of the last says its file."""
        there = of_last(pointer)
        if there is None:
            return Wording.cell(self, pointer, at_key=at_key)
        form = self.form.last  # type: ignore[attr-defined]
        cell = Wording(form, self.last, (), self.lang, self.hints).cell(there)
        return replace(cell, pointer=pointer, label=self.form.label(pointer, self.lang), file=self.last_file)

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


def _plain(cell: Cell) -> Cell:
    there = of_last(cell.pointer)
    return cell if there is None else replace(cell, pointer=there)


def _real(finding: Finding) -> Finding:
    """The finding with pointers into the reports themselves."""
    return replace(finding, cells=tuple(map(_plain, finding.cells)))
