"""Workflow commands as the runner of GitHub Actions reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from output_samples import (
    EXAMPLES,
    REGULATIONS,
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

pytestmark = pytest.mark.usefixtures("english", "folder")


@dataclass(frozen=True)
class Command:
    """One command as the runner reads it."""

    name: str
    properties: dict[str, str]
    data: str


def command(line: str) -> Command | None:
    """A line that begins with ``::`` is a command; so is one with ``##[name]`` anywhere."""
    if not line.lstrip().startswith("::"):
        assert "##[" not in line
        return None
    head, _, data = line.lstrip()[2:].partition("::")
    name, _, properties = head.partition(" ")
    pairs = dict(pair.split("=", 1) for pair in properties.split(",") if pair)
    return Command(name, {key: unescaped(value) for key, value in pairs.items()}, unescaped(data))


def unescaped(text: str) -> str:
    escapes = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    return re.sub("%(25|0D|0A|3A|2C)", lambda found: escapes[found[0]], text)


def commands(*results: Result) -> list[Command]:
    lines = written("github", *results).splitlines()
    return [found for found in map(command, lines) if found]


def shown(*results: Result) -> list[Command]:
    found = [one for one in commands(*results) if "group" not in one.name]
    assert {one.name for one in found} <= {"error", "warning", "notice"}
    return found


def test_a_finding_is_an_annotation_at_its_line() -> None:
    result = checked(report({TOTAL: 3}), "reports/a.json", select=("T303",))
    (finding,) = result.findings
    (found,) = shown(result)
    assert found == Command(
        "error",
        {
            "file": "reports/a.json",
            "line": str(finding.cells[0].line),
            "col": str(finding.cells[0].column),
            "title": f"T303 {finding.title}",
        },
        f"{finding.message}\nfix: {finding.fix}",
    )


def test_severities_are_commands_and_what_blocks_comes_first() -> None:
    result = checked(report({TOTAL: 3, REGULATIONS: 1}), select=("T2", "T303"))
    warning, error = result.findings
    assert [one.name for one in shown(result)] == ["error", "warning"]
    both = replace(result, findings=(replace(error, severity="info"), warning))
    assert [one.name for one in shown(both)] == ["warning", "notice"]


def test_each_report_with_findings_is_a_group() -> None:
    wrong = checked(report({TOTAL: 3}), "b.json", select=("T303",))
    good = checked(report(), "a.json")
    text = written("github", good, wrong, good)
    assert [line for line in text.splitlines() if not line.startswith("::error")] == [
        "✓ a.json · no findings",
        "::group::✗ b.json · 1 error",
        "::endgroup::",
        "✓ a.json · no findings",
        "3 reports: 2 valid, 1 invalid, 0 unreadable",
    ]


def test_many_findings_of_a_relation_are_one_annotation_that_lists_them() -> None:
    result = checked(EXAMPLES[1].read_bytes(), select=("S003",))
    (found,) = shown(result)
    assert len(result.findings) == 198
    lines = found.data.splitlines()
    assert [finding.message in line for finding, line in zip(result.findings, lines, strict=False)][:20] == [True] * 20
    assert lines[20:] == ["… and 178 more", f"fix: {result.findings[0].fix}"]


def test_the_limit_of_github_is_said_where_it_is_passed() -> None:
    said = "GitHub shows 10 annotations of each kind"
    assert said not in written("github", checked(report({TOTAL: 3})))
    assert said in written("github", checked(EXAMPLES[1].read_bytes()))


def test_accepted_findings_are_in_the_log_but_no_annotations() -> None:
    result = accepted(checked(report({REGULATIONS: 1})))
    assert shown(result) == []
    (line,) = [line for line in written("github", result).splitlines() if "T201" in line]
    assert line.endswith("[accepted: a township with a delegated power (Li, 2026-01-20)]")


def test_what_cannot_be_read_is_an_error_at_its_line(folder: Path) -> None:
    (found,) = shown(unreadable(folder))
    assert (found.name, found.properties["line"]) == ("error", "2")


def test_what_has_no_path_is_annotated_without_one() -> None:
    (found,) = shown(checked(report({TOTAL: 3}), "-", select=("T303",)))
    assert "file" not in found.properties


def test_nothing_from_a_report_is_a_command() -> None:
    result = hostile()
    found = commands(result)
    assert [one.name for one in found if one.name.endswith("group")] == ["group", "endgroup"]
    assert all(set(one.properties) <= {"file", "line", "col", "title"} for one in found)
    assert len(shown(result)) == len(result.findings) - 1 + len(result.explanations)
    assert all("\r\n\t" in one.properties["file"] for one in shown(result))


def test_every_kind_of_result_closes_its_group(folder: Path) -> None:
    names = [one.name for one in commands(*every_kind(folder, "zh")) if one.name.endswith("group")]
    assert names == ["group", "endgroup"] * (len(names) // 2)
    assert names
