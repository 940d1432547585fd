"""The report as text: the verdict, the relations and topics that fail, and the first differences."""

from __future__ import annotations

from dataclasses import dataclass
from shlex import join
from typing import TYPE_CHECKING, Final

from gknb.conformance.output.diff import diff_lines
from gknb.texts import say
from gknb.texts.columns import width
from gknb.texts.values import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.conformance.outcome import Outcome, Report, Tally
    from gknb.standard.form import Lang

__all__ = ["TextReport", "heading", "verdict"]

_SHOWN: Final = 10
"""The most failing vectors whose differences are shown."""
_DIFF: Final = 20
"""The most lines of a diff."""
_NAMED: Final = 5
"""The most vectors that are listed by id only."""
_TOPICS: Final = 12
"""The most topics."""
_LINE: Final = 200
"""The most characters of a line from standard error."""
_COLOURS: Final = {"bad": "31", "good": "32", "bold": "1", "dim": "2", "-": "31", "+": "32", " ": "0", "odd": "33"}


def heading(report: Report, lang: Lang) -> str:
    """Return what was run, in one line."""
    setting = report.setting
    parts = [
        say(lang, "conformance.heading", version=report.suite.version, standard=report.suite.standard),
        say(lang, f"conformance.level.{setting.level}"),
        *([say(lang, "text.edition", edition=setting.edition)] if setting.edition else ()),
        *([say(lang, "conformance.heading.draft")] if setting.draft else ()),
        *setting.select,
        printable(join(setting.command)),
    ]
    return " · ".join(parts)


def verdict(report: Report, lang: Lang) -> str:
    """Return the result in one line."""
    statuses, words = report.statuses, {"all": len(report.outcomes), "planned": report.planned}
    parts = [
        say(lang, f"conformance.count.{status}", count=statuses[status])
        for status in ("passed", "failed", "skipped", "skipped-but-passes")
        if statuses[status]
    ]
    listed = say(lang, "value.comma").join(parts)
    if report.interrupted:
        return say(lang, "conformance.verdict.interrupted", parts=listed, **words)
    if not report.conforms:
        return say(lang, "conformance.verdict.fails", parts=listed)
    whole = "selection" if report.partial else "suite"
    return say(lang, f"conformance.verdict.{whole}", parts=listed, level=report.setting.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReport:
    """Writes a report as lines of text, in one language, with or without colour and details."""

    lang: Lang
    colour: bool = False
    verbose: bool = False

    def lines(self, report: Report) -> Iterator[str]:
        """Yield the lines of the whole report."""
        yield self._paint("bold", heading(report, self.lang))
        colour, mark = ("good", "✓") if report.conforms else ("bad", "✗")
        yield self._paint(colour, f"  {mark} {verdict(report, self.lang)}")
        yield from self._remarks(report)
        yield ""
        yield from self._table(report)
        yield from self._problems(report)
        yield from self._topics(report)
        yield from self._differences(report)

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.colour else text

    def _say(self, key: str, **details: object) -> str:
        return say(self.lang, f"conformance.{key}", **details)

    def _remarks(self, report: Report) -> Iterator[str]:
        if report.expired is not None:
            yield self._odd(self._say("skip.expired", expired=report.expired, version=report.suite.version))
        for outcome in report.outcomes:
            if outcome.status == "skipped-but-passes":
                yield self._odd(self._say("skip.passes", id=outcome.vector.id, reason=shorten(str(outcome.skip))))
            elif outcome.status == "skipped" and self.verbose:
                yield self._odd(self._say("skip.skipped", id=outcome.vector.id, reason=shorten(str(outcome.skip))))
        for remark, outcomes in report.remarks():
            yield self._odd(self._named(remark.say(self.lang), outcomes))
        if report.outlived:
            yield self._odd(self._say("remark.outlived", count=report.outlived))
        given, found = report.figures
        if report.setting.level == "cells" and found:
            yield self._paint("dim", f"    {self._say('figures', given=given, found=found)}")

    def _odd(self, text: str) -> str:
        return self._paint("odd", f"    {printable(text)}")

    def _named(self, text: str, outcomes: Sequence[Outcome]) -> str:
        names = say(self.lang, "value.comma").join(outcome.vector.id for outcome in outcomes[:_NAMED])
        more = "named.more" if len(outcomes) > _NAMED else "named"
        return self._say(more, count=len(outcomes), text=text, names=names)

    def _table(self, report: Report) -> Iterator[str]:
        relations = report.relations()
        rows = [("", *report.levels), (self._say("table.all"), *self._row(report.total))]
        whole = []
        for code, tally in relations.items():
            if self.verbose or min(tally.levels.values()) < tally.all:
                rows.append((code, *self._row(tally)))
            else:
                whole.append(f"{code} {tally.all}")
        first = max(width(row[0]) for row in rows)
        for name, *cells in rows:
            yield f"  {name}{' ' * (first - width(name))}" + "".join(f"{cell:>14}" for cell in cells)
        if whole:
            yield f"  {self._say('table.whole', count=len(whole))}"
            for n in range(0, len(whole), 10):
                yield self._paint("dim", f"    {'  '.join(f'{one:<8}' for one in whole[n : n + 10]).rstrip()}")

    def _row(self, tally: Tally) -> list[str]:
        return [f"{passed}/{tally.all}" for passed in tally.levels.values()]

    def _problems(self, report: Report) -> Iterator[str]:
        problems = report.problems()
        if problems:
            yield ""
            yield self._paint("bold", self._say("problems"))
        for problem, outcomes in problems:
            yield self._paint("bad", f"  ✗ {printable(self._named(problem.say(self.lang), outcomes))}")
            errors = next((outcome.errors for outcome in outcomes if outcome.errors), "")
            yield from self._errors(errors)

    def _errors(self, errors: str) -> Iterator[str]:
        for line in errors.splitlines():
            yield self._paint("dim", f"      stderr: {printable(line[:_LINE])}")

    def _topics(self, report: Report) -> Iterator[str]:
        topics = report.topics()
        if topics:
            yield ""
            yield self._paint("bold", self._say("topics"))
        for tally in topics if self.verbose else topics[:_TOPICS]:
            words = {"failed": tally.failed, "all": tally.all, "title": tally.topic.title[self.lang]}
            yield f"  {self._say('topic', **words)}"
            yield f"      {tally.topic.why[self.lang]}"
            yield self._paint("dim", f"      {self._say('section', section=tally.topic.section)}")
            names = say(self.lang, "value.comma").join(vector.id for vector in tally.named)
            yield self._paint("dim", f"      {self._say('topic.vectors', names=names)}")

    def _differences(self, report: Report) -> Iterator[str]:
        different = [outcome for outcome in report.outcomes if outcome.differences and outcome.status == "failed"]
        shown = different if self.verbose else _examples(different)
        if shown:
            yield ""
            key = "differences" if len(shown) == len(different) else "differences.first"
            yield self._paint("bold", self._say(key, shown=len(shown), count=len(different)))
        for outcome in shown:
            yield f"  {self._paint('bold', outcome.vector.id)}  {printable(outcome.vector.title[self.lang])}"
            lines = list(diff_lines(outcome, self.lang))
            room = len(lines) if self.verbose else _DIFF
            for line in lines[:room]:
                yield self._paint(line.mark, f"    {line.mark} {line.text}")
            if len(lines) > room:
                yield f"      {self._say('diff.lines', count=len(lines) - room)}"
            yield from self._errors(outcome.errors)


def _examples(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return a few informative outcomes: of each sort of differences the shortest, ordered by length."""
    sorts: dict[frozenset[tuple[str, str | None]], Outcome] = {}
    for outcome in sorted(outcomes, key=lambda one: one.count):
        sorts.setdefault(frozenset((one.kind, one.code) for one in outcome.differences), outcome)
    return list(sorts.values())[:_SHOWN]
