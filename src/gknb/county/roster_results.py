"""Results of checking reports against a roster and roll-ups: findings of family R."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import localcontext
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.county.causes import causes
from gknb.county.coverage import covered
from gknb.county.rollup import cells_there, contributors, rollups, sums
from gknb.engine.engine import EXACT, hints_of
from gknb.engine.evaluate import transposed
from gknb.engine.findings import FindingWriter
from gknb.results import Cell, Checked, Result, Tally, Undecided
from gknb.series.pairs import plain_name
from gknb.standard.form import form_of
from gknb.standard.hints import MOST
from gknb.standard.kinds import kinds
from gknb.standard.relations import families
from gknb.texts import say
from gknb.texts.terms import span, term
from gknb.texts.values import digits, show

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from gknb.county.causes import Cause
    from gknb.county.coverage import Coverage
    from gknb.county.rollup import CellSum, Rollup
    from gknb.county.roster import Organ, Roster
    from gknb.engine.digest import Digest
    from gknb.engine.evaluate import Truth
    from gknb.results import Finding
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.form import Lang
    from gknb.standard.relations import Relation

    Sources = Callable[[Digest], Source]
    """Reads a report again, or builds a source from its digest."""

__all__ = ["County", "county_lines"]

_SIMILAR: Final = 0.75
"""Minimum similarity of a name on the roster that is suggested."""
_MOST_COMPARISONS: Final = 50_000
"""Maximum number of name comparisons for suggestions, which take a second or two."""
_TRUTHS: Final[tuple[Truth, ...]] = ("satisfied", "violated", "undecided")


class _Single(NamedTuple):
    """A violation of the roster by a single report."""

    kind: str
    digest: Digest
    organ: Organ | None
    """Organ on the roster that the finding names; ``None`` if it names none."""
    pointer: str
    expected: str | None


class County:
    """The reports of a run against a roster."""

    def __init__(
        self,
        checker: Checker,
        roster: Roster,
        digests: Iterable[Digest],
        sources: Sources,
        relations: Sequence[Relation] | None = None,
    ) -> None:
        """``relations`` replace those of the set."""
        relations = families(checker.catalog) if relations is None else relations
        self.checker = checker
        self.roster = roster
        self.coverage: Coverage = covered(roster, digests, relations)
        self.rollups: tuple[Rollup, ...] = tuple(rollups(roster, self.coverage))
        self._sources = sources
        self._compared = 0
        self._read: dict[str, FindingWriter] = {}
        """Finding writers of contributors, by file."""
        self._excess: dict[int, dict[str, Any]] = {}
        """Excess of the cells of a consolidated report that differ from the sum."""
        self.rolled: Counter[Truth] = Counter()
        """Number of consolidated reports by outcome, filled by :meth:`results`."""
        of_family = kinds("roll-up", "roster")
        self._by_kind = {one.kind: one for one in relations if one.kind in of_family and one.code in checker.codes}

    def results(self) -> Iterator[Result]:
        """Yield the result of the roster, then those of single reports, then those of consolidated reports."""
        with localcontext(EXACT):
            yield self._missing()
            for one in self._of_single_reports():
                relation = self._by_kind.get(one.kind)
                if relation is not None:
                    yield self._single(relation, one)
            relation = self._by_kind.get("roll-up")
            for rollup in self.rollups:
                report = rollup.report
                if relation is not None and report is not None and relation.may_apply(report.edition):
                    yield self._rolled(relation, rollup, report)

    # The roster.

    def _missing(self) -> Result:
        relation = self._by_kind.get("missing")
        due = self.coverage.due if relation is not None else ()
        absent = [one for one in due if one.state == "missing"]
        findings: list[Finding] = []
        for one in absent:
            words = {"cell": one.organ.name, "expected": one.year}
            cell = self._organ(one.organ, one.organ.name)
            findings.append(self._finding(relation, (cell,), words, expected=str(one.year), actual=None))
        counts = Counter({"violated": len(absent), "satisfied": len(due) - len(absent)})
        result = Result(
            file=self.roster.file,
            valid=not any(map(self.checker.fails, findings)),
            findings=tuple(findings),
            checked=Checked(relations=(Tally(code=relation.code, **counts),) if relation is not None and due else ()),
            contributors=tuple(report.file for one in self.coverage.due for report in one.reports),
        )
        return self.checker.weighed(result, self.roster.source.value)

    def _organ(self, organ: Organ, value: str, *, file: str | None = None) -> Cell:
        where = self.roster.source.position(organ.pointer)
        return Cell(
            pointer=organ.pointer,
            label=organ.name,
            value=value,
            line=where.line if where else None,
            column=where.column if where else None,
            file=file,
        )

    # Single reports.

    def _of_single_reports(self) -> Iterator[_Single]:
        """Yield violations by single reports, by kind of relation, then in the order of the reports."""
        coverage = self.coverage
        for digest in coverage.unknown:
            yield _Single("unknown", digest, None, "/organ/name", None)
        for digest, _, pointer, expected in coverage.unexpected:
            yield _Single("unexpected", digest, None, pointer, expected)
        for digest, organ in coverage.known:
            if self.roster.by_name.get(plain_name(digest.organ or "")) is not organ:
                yield _Single("renamed", digest, organ, "/organ/name", organ.name)
        relation = self._by_kind.get("differs")
        members = {} if relation is None else relation.data["relation"]["members"]
        for digest, organ, pointer, stated in coverage.differing(members):
            yield _Single("differs", digest, organ, pointer, stated)

    def _single(self, relation: Relation, one: _Single) -> Result:
        digest = one.digest
        source = self._sources(digest)
        cell = self._writer(digest, source).cell(one.pointer)
        cells: tuple[Cell, ...] = (cell,)
        if one.organ is not None:
            cells = (cell, self._organ(one.organ, one.organ.name, file=self.roster.file))
        lang = self.checker.options.lang
        words = {
            "cell": cell.label,
            "actual": term(lang, one.pointer, cell.value),
            "expected": one.expected and span(lang, term(lang, one.pointer, one.expected)),
        }
        finding = self._finding(relation, cells, words, expected=one.expected, actual=cell.value)
        if one.kind == "unknown":
            finding = replace(finding, hints=tuple(self._similar(relation, digest.organ or "")))
        return self._result(digest, (finding,), (), (Tally(code=relation.code, violated=1),), (), source)

    def _similar(self, relation: Relation, name: str) -> Iterator[str]:
        """Yield the hint with the most similar name on the roster, unless there are too many to compare."""
        from difflib import get_close_matches

        self._compared += len(self.roster.by_name)
        if self._compared <= _MOST_COMPARISONS:
            for found in get_close_matches(plain_name(name), self.roster.by_name, n=1, cutoff=_SIMILAR):
                text = relation.data["relation"]["hints"]["alike"][self.checker.options.lang]
                yield text.format(name=self.roster.by_name[found].name)

    # Consolidated reports.

    def _rolled(self, relation: Relation, rollup: Rollup, report: Digest) -> Result:
        compared = sums(self.checker.catalog, relation, report.edition or "", rollup)
        if compared.all_satisfied():
            self.rolled["satisfied"] += 1
            tallies = (Tally(code=relation.code, satisfied=len(compared.positions)),)
            return self._result(report, (), (), tallies, tuple(contributors(rollup)), None)
        found = list(compared)
        counts = Counter(one.truth for one in found)
        tally = Tally(
            code=relation.code,
            satisfied=counts["satisfied"],
            violated=counts["violated"],
            undecided=counts["undecided"],
        )
        self.rolled["violated" if counts["violated"] else "undecided" if counts["undecided"] else "satisfied"] += 1
        wrong = [one for one in found if one.truth != "satisfied"]
        self._read.clear()
        source = self._sources(report) if wrong else None
        writer = self._writer(report, source) if source is not None else None
        findings: list[Finding] = []
        undecided: list[Undecided] = []
        explained: list[Cause] = []
        if writer is not None:
            title = relation.data["title"][self.checker.options.lang]
            open_cells = [writer.cell(one.pointer) for one in wrong if one.truth == "undecided"]
            undecided += [
                Undecided(code=relation.code, name=relation.name, title=title, cells=(one,)) for one in open_cells
            ]
            off = [one for one in wrong if one.truth == "violated"]
            self._excess[id(report)] = {one.pointer: one.value - one.total for one in off if not one.unknown}
            explained = causes(found, off, self._excess_here(rollup))
            findings += [self._explained(relation, cause, writer) for cause in explained]
            explained_cells = {one.pointer for cause in explained for one in cause.cells}
            findings += [self._sum(relation, one, rollup, writer) for one in off if one.pointer not in explained_cells]
        result = self._result(report, findings, undecided, (tally,), tuple(contributors(rollup)), source)
        if not self.checker.options.explain or all(one.truth != "violated" or one.unknown for one in wrong):
            return result
        from gknb.county.repairs import rolled_repairs

        reasons = [(cause, finding.message) for cause, finding in zip(explained, findings, strict=False)]
        repairs, note = rolled_repairs(self.checker, rollup, found, reasons)
        return replace(result, repairs=repairs, repairs_note=note)

    def _excess_here(self, rollup: Rollup) -> dict[int, dict[str, Any]]:
        """Return the excess of the contributors by the cells of the consolidated report that it shows in."""
        found: dict[int, dict[str, Any]] = {}
        for digest in rollup.digests:
            if excess := self._excess.get(id(digest)):
                here = {at: cell for cell, at in cells_there(self.checker.catalog, rollup, digest).items()}
                found[id(digest)] = {here.get(pointer, pointer): much for pointer, much in excess.items()}
        return found

    def _sum(self, relation: Relation, one: CellSum, rollup: Rollup, writer: FindingWriter) -> Finding:
        most = relation.data["relation"]["listed"]
        greatest = {digest.file for digest, _ in sorted(one.parts, key=lambda part: -abs(part[1]))[:most]}
        parts = [self._part(digest, rollup, one.pointer) for digest, _ in one.parts if digest.file in greatest]
        cells = [writer.cell(one.pointer), *parts]
        bound = ">=" if one.unknown else ""
        words = {
            "cell": cells[0].label,
            "actual": show(one.value),
            "expected": say(writer.lang, "county.at-least", value=show(one.total)) if bound else show(one.total),
            "count": len(rollup.shares),
            "difference": show(abs(one.value - one.total)),
        }
        expected: Any = f"{bound}{digits(one.total)}" if bound else one.total
        finding = writer.finding(relation, tuple(cells), words, expected=expected, actual=one.value)
        hints = () if one.unknown else tuple(islice(self._hints(relation, one), MOST))
        return replace(finding, hints=hints)

    def _explained(self, relation: Relation, cause: Cause, writer: FindingWriter) -> Finding:
        """Return one finding for all cells of a cause."""
        cells = tuple(writer.cell(one.pointer) for one in cause.cells)
        first = cause.cells[0]
        words = {"cell": "", "actual": "", "expected": "", "difference": "", "count": ""}
        finding = writer.finding(relation, cells, words, expected=first.total, actual=first.value)
        text = relation.data["relation"]["whole"][cause.name][self.checker.options.lang]
        return replace(finding, message=text.format(cells=len(cells), organ=cause.digest.organ))

    def _part(self, digest: Digest, rollup: Rollup, pointer: str) -> Cell:
        """Return the cell of a contributor that is added to a cell of the consolidated report."""
        pointer = cells_there(self.checker.catalog, rollup, digest)[pointer]
        if digest.file not in self._read:
            self._read[digest.file] = self._writer(digest, self._sources(digest))
        cell = self._read[digest.file].cell(pointer)
        return replace(cell, label=f"{digest.organ} · {cell.label}", file=digest.file)

    def _hints(self, relation: Relation, one: CellSum) -> Iterator[str]:
        """Yield hints on contributors whose figures explain the difference, unless too many do."""
        texts = relation.data["relation"]["hints"]
        off = one.value - one.total
        for name, times in (("left-out", -1), ("added-twice", 1), ("wrong-sign", -2)):
            fitting = [(digest, part) for digest, part in one.parts if times * part == off]
            for digest, part in fitting if len(fitting) <= MOST else ():
                yield texts[name][self.checker.options.lang].format(organ=digest.organ, value=show(part))
        for name, test in (("swapped", transposed), ("factor-of-ten", _is_tenfold)):
            if test(one.total, one.value):
                yield texts[f"whole-{name}"][self.checker.options.lang].format(value=show(one.total))
            fitting = [(digest, part) for digest, part in one.parts if part + off > 0 and test(part, part + off)]
            for digest, part in fitting if len(fitting) <= MOST else ():
                words = {"organ": digest.organ, "value": show(part), "other": show(part + off)}
                yield texts[name][self.checker.options.lang].format(**words)

    # Both.

    def _writer(self, digest: Digest, source: Source) -> FindingWriter:
        form = form_of(self.checker.catalog, digest.edition)
        return FindingWriter(form, source, digest.cells, self.checker.options.lang, hints_of(self.checker.catalog))

    def _finding(self, relation: Any, cells: tuple[Cell, ...], words: dict[str, Any], **rest: Any) -> Finding:
        writer = FindingWriter(
            form_of(self.checker.catalog, None), self.roster.source, (), self.checker.options.lang, {}
        )
        return writer.finding(relation, cells, words, **rest)

    def _result(  # noqa: PLR0913, PLR0917 - what a result consists of
        self,
        digest: Digest,
        findings: Sequence[Finding],
        undecided: Sequence[Undecided],
        tally: tuple[Tally, ...],
        of: tuple[str, ...],
        source: Source | None,
    ) -> Result:
        result = Result(
            file=digest.file,
            edition=digest.edition,
            reporting_year=digest.year,
            organ=digest.organ,
            valid=not any(map(self.checker.fails, findings)),
            findings=tuple(findings),
            undecided=tuple(undecided),
            checked=Checked(relations=tally),
            contributors=of,
        )
        if source is None:
            return result
        if self.checker.options.keep:
            result = replace(result, report=source.value)
        return self.checker.weighed(result, source.value)


def _is_tenfold(figure: Any, other: Any) -> bool:
    """Return whether one figure is ten times the other: a zero too many or too few."""
    return bool(figure > 0 and (figure == 10 * other or other == 10 * figure))


def county_lines(county: County, late: Collection[str], lang: Lang) -> Iterator[str]:
    """Yield a line on the coverage of each year, and one on the outcomes of consolidated reports.

    ``late`` are the files of reports published after the deadline.
    """
    for year in county.coverage.years:
        due = [one for one in county.coverage.due if one.year == year]
        states = Counter(one.state for one in due)
        yield say(
            lang,
            "county.year",
            year=year,
            due=len(due),
            received=states["received"],
            missing=states["missing"],
            twice=states["twice"],
            late=sum(report.file in late for one in due for report in one.reports),
        )
    if count := county.rolled.total():
        yield say(
            lang,
            "county.totals",
            all=count,
            **{truth: county.rolled[truth] for truth in _TRUTHS},
        )
