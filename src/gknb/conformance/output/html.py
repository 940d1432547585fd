"""The report as one page that needs nothing else: the verdict, relations by kind, and what fails, with its diff."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from gknb.conformance.output.diff import Line, diff_lines
from gknb.conformance.output.text import heading, verdict
from gknb.texts import say
from gknb.texts.templates import packaged, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.conformance.outcome import Outcome, Report, Tally
    from gknb.standard.form import Lang

__all__ = ["report_html"]

_KINDS: Final = ("pass", "fail", "undecided", "boundary", "structure")
_ELEMENTS: Final = {"-": "del", "+": "ins", " ": "span"}
"""The elements of the lines of a diff, by their marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Count:
    """How many vectors of some sort pass."""

    passed: int
    """How many pass."""
    all: int
    """How many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Failing:
    """One vector that does not pass, or is skipped."""

    outcome: Outcome
    """The outcome."""
    status: str
    """The status in words."""
    title: str
    """What the vector is about."""
    problem: str
    """Why there is no answer; empty where there is one."""
    lines: Sequence[Line]
    """How the answer differs, and what was written to standard error."""


def report_html(report: Report, lang: Lang) -> str:
    """Return the page; it has no scripts and loads nothing."""
    total = report.total
    return template("conformance/output/templates/conformance.html.j2").render(
        say=partial(say, lang),
        lang=lang,
        style=packaged("conformance/output/templates/conformance.css"),
        title=heading(report, lang),
        conforms=report.conforms,
        verdict=verdict(report, lang),
        notes=_notes(report, lang),
        levels=report.levels,
        total=[_Count(passed=total.levels[level], all=total.all) for level in report.levels],
        kinds=_KINDS,
        matrix=_matrix(report),
        topics=[
            (tally, say(lang, "value.comma").join(vector.id for vector in tally.named)) for tally in report.topics()
        ],
        failing=[_failing(outcome, lang) for outcome in report.outcomes if outcome.status != "passed"],
        elements=_ELEMENTS,
    )


def _notes(report: Report, lang: Lang) -> Iterator[str]:
    for remark, outcomes in report.remarks():
        yield f"{remark.say(lang)} ({len(outcomes)})"
    if report.expired is not None:
        yield say(lang, "conformance.skip.expired", expired=report.expired, version=report.suite.version)
    if report.outlived:
        yield say(lang, "conformance.remark.outlived", count=report.outlived)
    given, found = report.figures
    yield say(lang, "conformance.figures", given=given, found=found)


def _matrix(report: Report) -> Mapping[str, list[_Count | None]]:
    """For each relation the vectors of each kind; ``None`` where there are none."""
    kinds, level = report.kinds(), report.setting.level

    def count(tally: Tally | None) -> _Count | None:
        return None if tally is None else _Count(passed=tally.levels[level], all=tally.all)

    return {code: [count(kinds.get((code, kind))) for kind in _KINDS] for code in report.relations()}


def _failing(outcome: Outcome, lang: Lang) -> _Failing:
    errors = (Line(" ", f"stderr: {line}") for line in outcome.errors.splitlines())
    return _Failing(
        outcome=outcome,
        status=say(lang, f"conformance.status.{outcome.status}"),
        title=outcome.vector.title[lang],
        problem=outcome.problem.say(lang) if outcome.problem is not None else "",
        lines=[*diff_lines(outcome, lang), *errors],
    )
