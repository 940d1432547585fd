"""The text output: a verdict per report, then each finding with its place, reason and fix."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.lazy_dataclasses import dataclass, field
from gknb.texts import say
from gknb.texts.terms import basis_heading
from gknb.texts.values import printable, shorten, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.output.base import Setting, Totals
    from gknb.results import Cell, Finding, Result, Undecided
    from gknb.standard.form import Lang

__all__ = ["TextOutput"]

GROUP: Final = 5
"""Maximum number of findings of one relation in one table that are listed one by one; more are summarised."""
ROWS: Final = 6
"""Maximum number of rows named in a group, and of cells that only one of two editions has."""
POINTER: Final = 120
"""Maximum length of a pointer, in characters; those of the form are all shorter."""
MANY: Final = 10
"""Maximum number of reports without a summary of findings by relation."""
BLANKS: Final = 3
"""Maximum number of blank cells named for an undecided relation."""
_COLOURS: Final = {"error": "31", "warning": "33", "info": "36", "good": "32", "bold": "1", "dim": "2"}


@dataclass(frozen=True, slots=True)
class TextOutput:
    """Lines of text for results, with one setting."""

    setting: Setting
    between: str = field(default="", init=False)
    late_head: bool = field(default=False, init=False)

    def head(self, _: Totals) -> str:
        """Return nothing."""
        return ""

    def piece(self, result: Result) -> Iterator[str]:
        """Return the lines for one result; none for a comparison with other reports without findings."""
        is_comparison = result.previous is not None or result.contributors is not None
        if is_comparison and not (result.findings or self.setting.verbose or result.checked.cells):
            return iter(())
        return (f"{line}\n" for line in self.lines(result))

    def tail(self, totals: Totals) -> str:
        """Return a line on all reports and, if they are many, their findings by relation."""
        lines = []
        if totals.reports > 1:
            numbers = {name: f"{getattr(totals, name):,}" for name in ("valid", "invalid", "unreadable")}
            lines.append(self._paint("bold", say(self.lang, "text.summary", all=f"{totals.reports:,}", **numbers)))
        if totals.comparisons:
            numbers = {"all": f"{totals.comparisons:,}", "valid": f"{totals.valid_comparisons:,}"}
            text = say(
                self.lang, "series.summary", **numbers, invalid=f"{totals.comparisons - totals.valid_comparisons:,}"
            )
            lines.append(self._paint("bold", text))
        lines += totals.notes
        if totals.reports > MANY:
            lines += self._summary(totals)
        return "".join(f"{line}\n" for line in lines)

    def _summary(self, totals: Totals) -> Iterator[str]:
        """Yield the number of findings by relation, most frequent first, and the report that took longest."""
        if totals.codes:
            yield f"  {say(self.lang, 'text.by-relation')}"
        rules = {rule["code"]: rule for rule in self.setting.rules}
        counts = sorted(totals.codes.items(), key=lambda one: (-one[1], one[0]))
        for code, count in counts:
            title = rules[code]["title"][self.lang] if code in rules else ""
            yield f"{count:>12,}  {code}  {title}".rstrip()
        if totals.slowest is not None:
            seconds = totals.slowest.seconds
            time = f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"
            file = printable(totals.slowest.file) or say(self.lang, "text.document")
            yield self._paint("dim", f"  {say(self.lang, 'text.slowest', file=file, time=time)}")

    @property
    def lang(self) -> Lang:
        """The language of the setting."""
        return self.setting.lang

    def lines(self, result: Result) -> Iterator[str]:
        """Yield the lines for one result."""
        yield self._paint("bold", printable(" · ".join(self._heading(result))))
        if result.error is not None:
            where = f"{result.error.line}:{result.error.column}  " if result.error.line else ""
            yield self._paint("error", f"  ✗ {where}{printable(result.error.message)}")
            return
        yield self._verdict(result)
        printed: set[str] = set()
        for group in self._groups(result.findings):
            yield from self._group(group) if len(group) > 1 else self._finding(group[0])
            yield from self._reasons(group, printed)
        if result.undecided:
            yield from self._undecided(result)
        if result.previous and result.previous.not_comparable and result.previous.edition != result.edition:
            codes = " ".join(result.previous.not_comparable)
            yield self._paint("dim", f"  {say(self.lang, 'series.not-comparable', codes=codes)}")
        if result.previous:
            yield from self._apart("series.new-cells", result.previous.new_cells)
            yield from self._apart("series.dropped-cells", result.previous.dropped_cells)
        if result.repairs or result.repairs_note:
            yield from self._repairs(result)
        for explanation in result.explanations:
            if explanation.state != "used":
                severity = self._paint("warning", say(self.lang, "text.severity.warning"))
                yield f"{'':10}  {severity}  {printable(explanation.message)}"

    def _apart(self, key: str, cells: Sequence[Cell]) -> Iterator[str]:
        """Yield a line on cells that only one of two editions has; all are listed with ``--verbose``."""
        shown = cells if self.setting.verbose else cells[:ROWS]
        if cells:
            listed = say(self.lang, "value.comma").join(f"{one.label} {show(one.value)}" for one in shown)
            more = say(self.lang, "series.more-cells", count=len(cells) - len(shown)) if len(shown) < len(cells) else ""
            yield self._paint("dim", f"  {say(self.lang, key, cells=printable(listed + more))}")

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.setting.colour else text

    def _heading(self, result: Result) -> list[str]:
        parts = [result.file or say(self.lang, "text.document")]
        if result.organ:
            parts.append(shorten(result.organ))
        parts += _form(self.lang, result.reporting_year, result.edition)
        if result.previous:
            previous = result.previous
            parts.append(say(self.lang, "series.heading", year=previous.reporting_year, file=previous.file))
        if result.contributors and result.organ:
            parts.append(say(self.lang, "county.rolled", count=len(result.contributors)))
        return parts

    def _verdict(self, result: Result) -> str:
        findings = result.findings
        kinds = Counter(["accepted" if one.accepted else one.severity for one in findings]) if findings else {}
        mark, colour = ("✓", "good") if result.valid else ("✗", "error")
        checked = result.checked
        verdict = _verdict(
            self.lang, result.valid, checked.satisfied, checked.undecided, checked.blank, tuple(kinds.items())
        )
        return self._paint(colour, f"  {mark} {verdict}")

    def _groups(self, findings: Iterable[Finding]) -> Iterator[list[Finding]]:
        """Yield findings one by one, but many equal findings on single cells of one table as one group."""

        def alike(finding: Finding) -> tuple[object, ...]:
            return finding.code, finding.cells[0].label.partition(" · ")[0], finding.name, finding.accepted

        for _, run in groupby(findings, key=alike):
            same = list(run)
            if len(same) > GROUP and not self.setting.verbose and all(len(finding.cells) == 1 for finding in same):
                yield same
            else:
                yield from ([finding] for finding in same)

    def _head(self, finding: Finding) -> str:
        cell = finding.cells[0]
        where = self._place(cell)
        severity = self._paint(finding.severity, say(self.lang, f"text.severity.{finding.severity}"))
        return f"  {where:>8}  {severity}  {finding.code}  "

    def _place(self, cell: Cell) -> str:
        """Return line and column in the file, or page, table, row and column in the published file."""
        if cell.line:
            return f"{cell.line}:{cell.column}"
        if cell.printed is None or (cell.printed.page is None and cell.printed.table is None):
            return ""
        printed = cell.printed
        table = (f"t{printed.table}", f"r{printed.row}", f"c{printed.column}") if printed.table else ()
        return " ".join(([f"p{printed.page}"] if printed.page else []) + list(table))

    def _accepted(self, finding: Finding) -> str:
        if finding.accepted is None:
            return ""
        from gknb.output.remarks import accepted

        return self._paint("good", f"  {accepted(finding.accepted, self.lang)}")

    def _finding(self, finding: Finding) -> Iterator[str]:
        yield self._head(finding) + printable(finding.message) + self._accepted(finding)
        for hint in finding.hints:
            yield self._note("text.hint", hint)
        if self.setting.verbose:
            yield from (self._paint("dim", printable(f"{'':14}{self._cell(cell)}")) for cell in finding.cells)

    def _cell(self, cell: Cell) -> str:
        where = self._place(cell)
        value = say(self.lang, "text.blank") if cell.value is None else show(cell.value)
        file = f"  {cell.file}" if cell.file is not None else ""
        return f"{where:>8}  {cell.label}  {value}  {cell.pointer[:POINTER]}{file}"

    def _group(self, findings: Sequence[Finding]) -> Iterator[str]:
        first = findings[0]
        labels = [finding.cells[0].label.split(" · ") for finding in findings]
        rows = Counter(label[1] if len(label) > 1 else label[0] for label in labels)
        named = say(self.lang, "value.comma").join(f"{row} {count}" for row, count in list(rows.items())[:ROWS])
        key = "text.group" if len(rows) <= ROWS else "text.group.more"
        words = {"table": labels[0][0], "count": len(findings), "title": first.title, "rows": named}
        yield self._head(first) + printable(say(self.lang, key, all=len(rows), **words)) + self._accepted(first)

    def _reasons(self, findings: Sequence[Finding], printed: set[str]) -> Iterator[str]:
        """Yield the fix, if it is the same for all findings, and the basis, unless already ``printed``."""
        fixes = {finding.fix for finding in findings}
        reasons = [("text.fix", fixes.pop())] if len(fixes) == 1 else []
        basis = findings[0].basis
        for key, text in (*reasons, (f"text.{basis_heading(basis.kind)}", basis.citation)):
            if text not in printed:
                printed.add(text)
                yield self._note(key, text)

    def _note(self, key: str, text: str) -> str:
        return self._paint("dim", printable(f"{'':14}{say(self.lang, key, text=text)}"))

    def _undecided(self, result: Result) -> Iterator[str]:
        if result.edition is None:
            yield f"  {say(self.lang, 'text.no-edition')}"
            return
        yield f"  {say(self.lang, 'text.undecided')}"
        for code, run in groupby(sorted(result.undecided, key=lambda one: one.code), key=lambda one: one.code):
            same = list(run)
            places = say(self.lang, "text.places", count=len(same))
            yield f"{'':14}{code}  {same[0].title}{places}"
            if self.setting.verbose:
                yield from (self._paint("dim", printable(f"{'':20}{self._blanks(one)}")) for one in same)

    def _repairs(self, result: Result) -> Iterator[str]:
        """Yield the likeliest repairs."""
        from gknb.output.remarks import repairs_told

        lines = list(repairs_told(result, self.lang))
        if lines:
            yield f"  {say(self.lang, 'repair.likeliest')}"
            yield from (f"{'':10}{line}" for line in lines)
        if len(result.repairs) > len(lines):
            yield self._paint("dim", f"{'':10}{say(self.lang, 'repair.more', count=len(result.repairs))}")
        if result.repairs_note:
            yield self._paint("dim", printable(f"{'':10}{say(self.lang, 'repair.note', text=result.repairs_note)}"))

    def _blanks(self, undecided: Undecided) -> str:
        """Return the first blank cells of an undecided relation."""
        labels = [cell.label for cell in undecided.cells if cell.value is None]
        listed = say(self.lang, "value.comma").join(labels[:BLANKS])
        return say(self.lang, "text.more", listed=listed, count=len(labels)) if len(labels) > BLANKS else listed


@lru_cache(maxsize=256)
def _form(lang: Lang, year: int | None, edition: str | None) -> tuple[str, ...]:
    """The year and the edition in a heading, as far as they are known. Cached: a run has few of them."""
    told = [] if year is None else [say(lang, "text.year", year=year)]
    return (*told, say(lang, "text.edition", edition=edition)) if edition else tuple(told)


@lru_cache(maxsize=256)
def _verdict(  # noqa: PLR0913, PLR0917 - what the sentence depends on
    lang: Lang, valid: bool, satisfied: int, undecided: int, blank: int, kinds: tuple[tuple[str, int], ...]
) -> str:
    """The verdict on a report with so many findings of each kind. Cached: it is the same for most valid reports."""
    counted = dict(kinds)
    counts = [(kind, counted.get(kind, 0)) for kind in ("error", "warning", "info", "accepted")]
    counts.append(("undecided", undecided))
    if not kinds:
        counts.insert(0, ("satisfied", satisfied))
    parts = [say(lang, f"text.count.{name}", count=count) for name, count in counts if count or name == "satisfied"]
    key = "invalid" if not valid else "valid.blank" if blank else "valid"
    return say(lang, f"text.{key}", parts=say(lang, "value.comma").join(parts), blank=blank)
