"""The report as JUnit XML: a suite for each relation, a case for each vector."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from gknb.conformance.output.diff import diff_lines
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.conformance.outcome import Outcome, Report
    from gknb.standard.form import Lang

__all__ = ["report_junit"]


def report_junit(report: Report, lang: Lang) -> str:
    """Return the report as XML 1.0. A vector of several relations is a case of the first."""
    root = ET.Element("testsuites", name=f"gknb {report.suite.version} {report.setting.level}")
    by_relation = sorted(report.outcomes, key=_relation)
    for code, outcomes in groupby(by_relation, key=_relation):
        _suite(root, code, list(outcomes), lang)
    _count(root, report.outcomes, report.seconds)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _relation(outcome: Outcome) -> str:
    return outcome.vector.codes[0]


def _suite(root: ET.Element, code: str, outcomes: list[Outcome], lang: Lang) -> None:
    suite = ET.SubElement(root, "testsuite", name=code)
    _count(suite, outcomes, sum(outcome.seconds for outcome in outcomes))
    for outcome in outcomes:
        case = ET.SubElement(suite, "testcase", classname=code, name=outcome.vector.id, time=f"{outcome.seconds:.3f}")
        if outcome.status == "skipped":
            ET.SubElement(case, "skipped", message=_clean(str(outcome.skip)))
        elif outcome.status != "passed":
            _failure(case, outcome, lang)
        if outcome.errors:
            ET.SubElement(case, "system-err").text = _clean(outcome.errors)


def _failure(case: ET.Element, outcome: Outcome, lang: Lang) -> None:
    lines = [f"{line.mark} {line.text}" for line in diff_lines(outcome, lang)]
    message = outcome.vector.title[lang]
    if outcome.problem is not None:
        message = outcome.problem.say(lang)
    elif outcome.status == "skipped-but-passes":
        message = say(lang, "conformance.skip.passes", id=outcome.vector.id, reason=str(outcome.skip))
    ET.SubElement(case, "failure", message=_clean(message)).text = _clean("\n".join(lines))


def _count(element: ET.Element, outcomes: Iterable[Outcome], seconds: float) -> None:
    statuses = [outcome.status for outcome in outcomes]
    element.set("tests", str(len(statuses)))
    element.set("failures", str(statuses.count("failed") + statuses.count("skipped-but-passes")))
    element.set("skipped", str(statuses.count("skipped")))
    element.set("errors", "0")
    element.set("time", f"{seconds:.3f}")


def _clean(text: str) -> str:
    """Return a text without the characters that XML 1.0 does not allow."""
    return "\n".join(map(printable, text.split("\n")))
