"""JUnit XML as Jenkins and other readers of test reports take it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from junitparser import Error, Failure, JUnitXml, Skipped
from output_samples import (
    REGULATIONS,
    RULES,
    SCHEMAS,
    TOTAL,
    accepted,
    checked,
    every_kind,
    hostile,
    report,
    unreadable,
    written,
)

if TYPE_CHECKING:
    from pathlib import Path

    from gknb.results import Result
    from gknb.standard.form import Lang

pytestmark = pytest.mark.usefixtures("english", "folder")

SCHEMA = xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd"))


def tree(*results: Result, lang: Lang = "en") -> ET.Element:
    """A document that is as the schema says."""
    text = written("junit", *results, lang=lang)
    root = ET.fromstring(text.encode())  # noqa: S314 - written a moment ago
    assert [str(error) for error in SCHEMA.iter_errors(text)] == []
    return root


def cases(result: Result, lang: Lang = "en") -> dict[str, ET.Element]:
    """The test cases of one report, by the code of their relation."""
    (suite,) = tree(result, lang=lang)
    return {case.get("name", "").partition(" ")[0]: case for case in suite}


def outcome(case: ET.Element) -> tuple[str, str | None, str | None]:
    (one,) = case
    return one.tag, one.get("type"), one.get("message")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_result_is_valid_junit(folder: Path, lang: Lang) -> None:
    results = every_kind(folder, lang)
    assert len(tree(*results, lang=lang)) == len(results)


def test_a_reader_of_junit_counts_what_the_suites_say(folder: Path) -> None:
    read = JUnitXml.fromstring(written("junit", *every_kind(folder, "en")).encode())
    assert isinstance(read, JUnitXml)
    total = 0
    for suite in read:
        kinds = [type(one) for case in suite for one in case.result]
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
            len(list(suite)),
            kinds.count(Failure),
            kinds.count(Error),
            kinds.count(Skipped),
        )
        total += len(kinds)
    assert total > 20


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_relation_that_was_evaluated_is_a_case(edition: str) -> None:
    result = checked(report({"/reporting_year": 2020 if edition == "2019" else 2024}, edition=edition))
    expected = {rule["code"] for rule in RULES if rule["relation"]["kind"] in ("structure", "duplicate-key")} | {
        tally.code for tally in result.checked.relations
    }
    found = cases(result)
    assert set(found) == expected > {"S001", "T301", "T401"}
    assert all(len(case) == 0 for case in found.values())


def test_a_relation_that_was_not_asked_for_is_no_case() -> None:
    result = checked(report({TOTAL: 3}), select=("T3",))
    text = written("junit", result, rules=[rule for rule in RULES if rule["code"].startswith("T3")])
    assert {case.get("name", "")[:4] for case in ET.fromstring(text)[0]} == {"T301", "T302", "T303"}  # noqa: S314


def test_a_violated_relation_is_a_failure_that_says_where_and_what() -> None:
    result = checked(report({TOTAL: 3}))
    case = cases(result)["T303"]
    (finding,) = [finding for finding in result.findings if finding.code == "T303"]
    assert outcome(case) == ("failure", "error", finding.message)
    text = case[0].text or ""
    assert text.splitlines() == [
        f"{finding.cells[0].line}:{finding.cells[0].column} {finding.message}",
        f"fix: {finding.fix}",
    ]


def test_many_findings_of_a_relation_are_one_failure_that_lists_them() -> None:
    values = {f"/requests/{row}/total": 3 for row in ("received", "brought_forward", "carried_forward")}
    result = checked(report(values), select=("T303",))
    _, _, message = outcome(cases(result)["T303"])
    assert (message or "").endswith("(and 2 more)")
    text = cases(result)["T303"][0].text or ""
    assert all(finding.message in text for finding in result.findings)


def test_the_severity_is_the_type_and_what_is_only_said_passes() -> None:
    result = checked(report({REGULATIONS: 1}))
    assert outcome(cases(result)["T201"])[:2] == ("failure", "warning")
    note = replace(result, findings=tuple(replace(finding, severity="info") for finding in result.findings))
    (output,) = cases(note)["T201"]
    assert output.tag == "system-out"
    assert result.findings[0].message in (output.text or "")


def test_an_undecided_relation_is_skipped_and_says_which_cells_are_blank() -> None:
    result = checked(report({TOTAL: None}), draft=True)
    kind, reason, message = outcome(cases(result)["T301"])
    assert (kind, reason) == ("skipped", "undecided")
    assert "received this year" in (message or "")


def test_a_relation_that_is_violated_at_one_place_and_undecided_at_another_is_a_failure() -> None:
    result = checked(report({TOTAL: None, "/requests/received/natural_person": 1}), draft=True)
    codes = {finding.code for finding in result.findings} & {one.code for one in result.undecided}
    assert codes == {"T301"}
    assert outcome(cases(result)["T301"])[0] == "failure"


def test_without_an_edition_the_rest_is_skipped() -> None:
    found = cases(checked(report({"/edition": "x"})))
    assert outcome(found["S005"])[0] == "failure"
    assert {outcome(case)[0] for code, case in found.items() if code != "S005"} == {"skipped"}


def test_what_cannot_be_read_is_an_error(folder: Path) -> None:
    result = unreadable(folder)
    assert result.error is not None
    assert outcome(cases(result)["unreadable"]) == ("error", result.error.reason, result.error.message)


@pytest.mark.parametrize("kind", ["explained", "baseline"])
def test_accepted_findings_are_skipped_with_their_reason(kind: str) -> None:
    result = accepted(checked(report({REGULATIONS: 1})), kind)
    tag, reason, message = outcome(cases(result)["T201"])
    assert (tag, reason) == ("skipped", "accepted")
    assert ("delegated power" in (message or "")) == (kind == "explained")


def test_an_explanation_that_does_not_work_is_a_failure() -> None:
    assert outcome(cases(hostile())["explanation"])[:2] == ("failure", "warning")


def test_names_are_the_same_in_every_language_so_that_histories_go_on() -> None:
    names = [[case.get("name") for case in cases(checked(report(), lang=lang), lang).values()] for lang in LANGS]
    assert names[0] == names[1]


def test_what_xml_forbids_is_shown_in_another_way() -> None:
    text = written("junit", hostile())
    assert not set(text) & set("\x00\x1b\x7f\u202e\ufffe\ud800\r\t")
    assert "\\u0000\\u001b" in text
    (suite,) = tree(hostile())
    assert "]]>" in suite.get("name", "")


LANGS: tuple[Lang, ...] = ("en", "zh")
