"""Code quality JSON as GitLab documents it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from output_samples import (
    REGULATIONS,
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

SCHEMA = Draft202012Validator(json.loads((SCHEMAS / "gitlab-code-quality.json").read_bytes()))


def problems(*results: Result, lang: Lang = "en") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(written("gitlab", *results, lang=lang).encode())
    SCHEMA.validate(found)
    return found


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_result_is_as_documented(folder: Path, lang: Lang) -> None:
    found = problems(*every_kind(folder, lang), lang=lang)
    assert len({one["fingerprint"] for one in found}) == len(found) > 200


def test_a_run_without_findings_is_an_empty_array() -> None:
    assert problems(checked(report()), checked(report())) == problems() == []


def test_a_finding_is_a_problem_at_its_line() -> None:
    result = checked(report({TOTAL: 3}), "./reports/a.json", select=("T303",))
    (finding,) = result.findings
    (problem,) = problems(result)
    assert problem["location"] == {"path": "reports/a.json", "lines": {"begin": finding.cells[0].line}}
    assert (problem["check_name"], problem["severity"]) == ("T303", "major")
    assert problem["description"] == f"T303 {finding.message}"
    assert finding.fix in problem["content"]["body"]


def test_severities_are_those_of_gitlab(folder: Path) -> None:
    result = checked(report({REGULATIONS: 1}))
    note = replace(result, findings=tuple(replace(finding, severity="info") for finding in result.findings))
    assert [problem["severity"] for problem in problems(unreadable(folder), result, note)] == [
        "blocker",
        "minor",
        "info",
    ]


def test_accepted_findings_are_told_with_their_reason_and_weigh_nothing() -> None:
    (problem,) = problems(accepted(checked(report({REGULATIONS: 1}))))
    assert problem["severity"] == "info"
    assert "[accepted: a township with a delegated power (Li, 2026-01-20)]" in problem["description"]


def test_an_explanation_that_does_not_work_is_a_problem() -> None:
    assert [one["severity"] for one in problems(hostile()) if one["check_name"] == "explanation"] == ["minor"]
