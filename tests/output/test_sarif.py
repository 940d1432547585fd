"""SARIF as the standard has it, and as code scanning needs it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft4Validator
from output_samples import (
    HOSTILE,
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

SCHEMA = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_bytes()))


def sarif(*results: Result, lang: Lang = "en") -> Any:
    """The one run of a log that is as the official schema says."""
    log = json.loads(written("sarif", *results, lang=lang).encode())
    SCHEMA.validate(log)
    (run,) = log["runs"]
    return run


def uri(file: str) -> tuple[str, str | None]:
    (result, *_) = sarif(checked(report({TOTAL: 3}), file))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    return location["uri"], location.get("uriBaseId")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_result_is_valid_sarif(folder: Path, lang: Lang) -> None:
    run = sarif(*every_kind(folder, lang), lang=lang)
    assert run["tool"]["driver"]["language"] == run["language"] == {"en": "en", "zh": "zh-CN"}[lang]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} <= rules


def test_a_run_without_findings_is_valid_sarif() -> None:
    assert sarif(checked(report()))["results"] == sarif()["results"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_relation_is_a_rule_that_explains_itself(lang: Lang) -> None:
    rules = {rule["id"]: rule for rule in sarif(lang=lang)["tool"]["driver"]["rules"]}
    assert set(rules) == {relation["code"] for relation in RULES} | {"unreadable", "explanation", "repair"}
    for relation in RULES:
        rule = rules[relation["code"]]
        assert rule["name"] == relation["name"]
        assert rule["shortDescription"]["text"] == relation["title"][lang]
        assert rule["fullDescription"]["text"] == relation["why"][lang]
        assert relation["basis"]["citation"][lang] in rule["help"]["text"]
        assert rule["help"]["markdown"].splitlines() == [f"- {line}" for line in rule["help"]["text"].splitlines()]
        assert rule["defaultConfiguration"]["level"] == {"info": "note"}.get(relation["severity"], relation["severity"])
        assert relation["basis"]["kind"] in rule["properties"]["tags"]
        assert "{" not in rule["help"]["text"]


def test_a_result_is_at_the_judged_cell_and_names_the_others() -> None:
    finding = checked(report({TOTAL: 3}), select=("T303",)).findings[0]
    (result,) = sarif(checked(report({TOTAL: 3}), select=("T303",)))["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {
        "startLine": finding.cells[0].line,
        "startColumn": finding.cells[0].column,
    }
    (logical,) = location["logicalLocations"]
    assert (logical["fullyQualifiedName"], logical["name"]) == (TOTAL, finding.cells[0].label)
    related = [one["logicalLocations"][0]["fullyQualifiedName"] for one in result["relatedLocations"]]
    assert related == [cell.pointer for cell in finding.cells[1:]]
    assert all(one["physicalLocation"]["region"]["startLine"] > 1 for one in result["relatedLocations"])
    assert result["message"]["text"] == finding.message


def test_columns_count_characters() -> None:
    content = '{"edition": "2021", "organ": {"name": "𠀀𠀁机关"}, "reporting_year": true}'.encode()
    run = sarif(checked(content, select=("S005", "S009", "S004")))
    regions = [result["locations"][0]["physicalLocation"]["region"] for result in run["results"]]
    assert run["columnKind"] == "unicodeCodePoints"
    assert {"startLine": 1, "startColumn": content.decode().index("true") + 1} in regions


def test_severities_are_levels() -> None:
    result = checked(report({REGULATIONS: 1}))
    note = replace(result, findings=tuple(replace(finding, severity="info") for finding in result.findings))
    run = sarif(checked(report({TOTAL: 3}), select=("T303",)), result, note)
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("a.json", "a.json"),
        ("./reports/../a b.json", "a%20b.json"),
        ("年报/青石.yaml", "%E5%B9%B4%E6%8A%A5/%E9%9D%92%E7%9F%B3.yaml"),
        ("a:b?c#d%e.json", "a%3Ab%3Fc%23d%25e.json"),
    ],
)
def test_a_path_is_a_relative_uri(file: str, expected: str) -> None:
    assert uri(file) == (expected, "%SRCROOT%")


def test_a_path_below_the_folder_of_the_run_is_relative_to_it(folder: Path) -> None:
    assert uri(str(folder / "x" / "a.json")) == ("x/a.json", "%SRCROOT%")
    assert uri(str(folder.parent / "a.json")) == ((folder.parent / "a.json").as_uri(), None)


@pytest.mark.parametrize(("file", "expected"), [("-", "stdin"), ("", "document")])
def test_what_has_no_path_has_a_name(file: str, expected: str) -> None:
    assert uri(file) == (expected, None)


def test_a_hostile_path_is_a_uri_that_says_it_exactly() -> None:
    encoded, _ = uri("\r\n,=]]>\"'.json")
    assert encoded.isascii()
    assert unquote(encoded) == "\r\n,=]]>\"'.json"


def prints(result: Result) -> list[str]:
    return [one["partialFingerprints"]["primaryLocationLineHash"] for one in sarif(result)["results"]]


def test_fingerprints_stay_when_lines_move_and_figures_change() -> None:
    content = json.dumps(report({TOTAL: 3}), indent=2).encode()
    before = prints(checked(content))
    assert prints(checked(b"\n\n" + content)) == before
    assert prints(checked(report({TOTAL: 4}))) == before
    assert prints(checked(content, lang="zh")) == before
    assert prints(checked(content, "./report.json")) == before


def test_fingerprints_tell_problems_apart() -> None:
    result = checked(b'{"edition": "2021", "scope": 1, "scope": 1, "scope": 1}')
    assert [finding.code for finding in result.findings].count("S006") == 2
    assert len(set(prints(result))) == len(result.findings) > 5
    assert not set(prints(result)) & set(prints(replace(result, file="other.json")))


def test_what_cannot_be_read_makes_the_execution_fail_and_is_shown_at_its_line(folder: Path) -> None:
    run = sarif(unreadable(folder))
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("1 input could not be read")
    (result,) = run["results"]
    assert (result["ruleId"], result["locations"][0]["physicalLocation"]["region"]["startLine"]) == ("unreadable", 2)
    assert sarif(checked(report()))["invocations"] == [{"executionSuccessful": True}]


@pytest.mark.parametrize("kind", ["explained", "baseline"])
def test_accepted_findings_are_suppressed_with_their_reason(kind: str) -> None:
    result = checked(report({REGULATIONS: 1}))
    assert "suppressions" not in sarif(result)["results"][0]
    (suppression,) = sarif(accepted(result, kind))["results"][0]["suppressions"]
    assert suppression["status"] == "accepted"
    assert ("delegated power" in suppression["justification"]) == (kind == "explained")


def test_an_explanation_that_does_not_work_is_a_result() -> None:
    results = sarif(hostile())["results"]
    assert [result["level"] for result in results if result["ruleId"] == "explanation"] == ["warning"]


def test_nothing_from_a_report_is_a_placeholder_or_a_link() -> None:
    texts = [result["message"]["text"] for result in sarif(hostile())["results"]]
    assert any("{{0}}" in text for text in texts)
    assert not [text for text in texts if "](" in text.replace(r"\](", "") or " {0}" in text]
    assert HOSTILE not in "".join(texts)
