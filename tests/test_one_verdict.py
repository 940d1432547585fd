"""One verdict: whatever door a report comes in by, the same settings give the same result."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import gknb
from gknb.run.inputs import read_report
from gknb.settings.baseline import Baseline, fingerprint
from gknb.settings.config import read_config
from gknb.settings.project import settings_of
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.testing.assertions import assert_valid_report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english")

IN_FORCE = "/proactive_disclosure/regulations/in_force"
TOTAL = "/requests/received/total"
EXPLANATION = {"code": "T201", "cells": [IN_FORCE], "reason": "made for the city", "by": "Zhang", "on": "2026-01-20"}


def report(values: dict[str, Any] | None = None, *explanations: Any) -> Any:
    """A report with three regulations that the organ has no power to make, which is a warning."""
    made = changed(load_catalog().zero_report("2021"), {IN_FORCE: 3, **(values or {})})
    if explanations:
        made["extensions"] = {"gknb.explanations": list(explanations)}
    return made


@dataclass(frozen=True, kw_only=True)
class Case:
    """A report, and the settings it is checked by."""

    report: Any = field(default_factory=report)
    toml: str = ""
    options: dict[str, Any] | None = None
    """The same settings as keywords of ``check``; ``None`` where it has none for them."""
    beside: dict[str, Any] = field(default_factory=dict)
    """Files in the folder of the report, by name."""
    by_path: bool = False
    """Whether the settings need the path of the report."""
    valid: bool
    findings: int = 1
    accepted: int = 0
    explanations: tuple[str, ...] = ()


LATE = {
    "/published_on": "2026-02-20",
    "/reporting_year": 2025,
    "/organ/level": "township",
    "/organ/kind": "government",
    "/organ/name": "青石镇",
}
PROFILE = {
    "profile": "cn.example",
    "version": "1",
    "title": {"zh": "某县", "en": "county"},
    "severity": {"T201": "error"},
}
CASES = {
    "no settings": Case(options={}, valid=True),
    "strict": Case(toml="strict = true", options={"strict": True}, valid=False),
    "select": Case(toml='select = ["T3"]', options={"select": "T3"}, valid=True, findings=0),
    "ignore": Case(report=report({TOTAL: 4}), toml='ignore = ["T3"]', options={"ignore": "T3"}, valid=True),
    "draft": Case(
        report=report({TOTAL: None, IN_FORCE: 0}), toml="draft = true", options={"draft": True}, valid=True, findings=0
    ),
    "edition": Case(toml='edition = "2019"', options={"edition": "2019"}, valid=False, findings=-1),
    "parameters": Case(
        report=report(LATE),
        toml='set = { township_deadline = "02-28" }',
        options={"parameters": {"township_deadline": "02-28"}},
        valid=True,
    ),
    "lang": Case(toml='lang = "zh_CN.UTF-8"', options={"lang": "zh-Hans-CN"}, valid=True),
    "explain": Case(
        report=report({TOTAL: 4}), toml="explain = true", options={"explain": True}, valid=False, findings=-1
    ),
    "explained in the report": Case(
        report=report({}, EXPLANATION),
        toml="strict = true",
        options={"strict": True},
        valid=True,
        accepted=1,
        explanations=("used",),
    ),
    "explained beside the report": Case(
        toml="strict = true",
        options={"strict": True},
        beside={"report.explained.json": [EXPLANATION]},
        by_path=True,
        valid=True,
        accepted=1,
        explanations=("used",),
    ),
    "an explanation that matches nothing": Case(
        report=report({IN_FORCE: 0}, EXPLANATION),
        toml="strict = true",
        options={"strict": True},
        valid=False,
        findings=0,
        explanations=("unused",),
    ),
    "profile": Case(toml='profile = "county.json"', beside={"county.json": PROFILE}, valid=False),
    "severity": Case(toml='severity = { "**" = { T2 = "error" } }', valid=False),
    "severity off": Case(toml='severity = { "**" = { T2 = "off" } }', valid=True, findings=0),
    "baseline": Case(toml='strict = true\nbaseline = "known.json"', by_path=True, valid=True, accepted=1),
}
COLLECTION = {"reports": [report({}, EXPLANATION), {**report(), "reporting_year": 2030}]}


@pytest.fixture(params=CASES, ids=str)
def case(request: pytest.FixtureRequest, pytester: pytest.Pytester) -> Case:
    """A case, its files in the working directory."""
    made = CASES[request.param]
    (pytester.path / "gknb.toml").write_text(made.toml, encoding="utf-8")
    (pytester.path / "report.json").write_text(json.dumps(made.report, ensure_ascii=False), encoding="utf-8")
    for name, value in made.beside.items():
        (pytester.path / name).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    if "baseline" in made.toml:
        baseline = Baseline("known.json")
        known = [fingerprint(one) for one in gknb.check(made.report).findings]
        Path("known.json").write_text(baseline.text([("report.json", known)]), encoding="utf-8")
    return made


def by_path(run: Callable[..., Ran], case: Case) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each door says of ``report.json``."""
    project = gknb.Project.load()
    if case.options is not None:
        yield "check", gknb.check("report.json", **case.options).to_dict()
        yield "check of a path object", gknb.check(Path("report.json"), **case.options).to_dict()
    yield "Project", project.check("report.json").to_dict()
    (only,) = project.check_all(["report.json"])
    yield "Project.check_all", only.to_dict()
    yield "Checker", project.checker.check(*read_report("report.json")).to_dict()
    yield "gknb check", run("check", "--format", "json", "report.json").result
    yield "--series", run("check", "--format", "json", "--series", "report.json").result
    stream = io.StringIO()
    project.write([project.check("report.json")], "json", stream)
    yield "write", json.loads(stream.getvalue())["results"][0]
    yield "settings", settings_of(read_config("gknb.toml")).checker.check(*read_report("report.json")).to_dict()


def by_content(run: Callable[..., Ran], case: Case, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Any]]:
    """What each door says of the content of ``report.json``."""
    project = gknb.Project.load()
    content = Path("report.json").read_bytes()
    if case.options is not None:
        yield "check of a dict", gknb.check(case.report, **case.options).to_dict()
        yield "check of bytes", gknb.check(content, **case.options).to_dict()
    yield "Project, a dict", project.check(case.report).to_dict()
    yield "Project, bytes", project.check(content).to_dict()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    yield "--stream", run("check", "--stream").result
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    yield "standard input", run("check", "--format", "json", "-").result


def placeless(result: dict[str, Any]) -> dict[str, Any]:
    """A result without the file, and without the places that a report has in a text alone."""
    text = json.dumps({**result, "file": ""}, ensure_ascii=False)
    return json.loads(text, object_hook=lambda one: {k: v for k, v in one.items() if k not in ("line", "column")})  # type: ignore[no-any-return]


def test_every_door_gives_the_same_result(case: Case, run: Callable[..., Ran]) -> None:
    found = dict(by_path(run, case))
    result = found["gknb check"]
    assert result["valid"] is case.valid
    assert len(result["findings"]) == case.findings or case.findings < 0 < len(result["findings"])
    assert sum(finding["accepted"] is not None for finding in result["findings"]) == case.accepted
    assert tuple(one["state"] for one in result["explanations"]) == case.explanations
    for door, said in found.items():
        assert said == result, door


def test_content_gives_the_result_of_the_file(
    case: Case, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = dict(by_content(run, case, monkeypatch))
    first = placeless(found["--stream"])
    for door, said in found.items():
        assert placeless(said) == first, door
    alike = placeless(run("check", "--format", "json", "report.json").result) == first
    assert alike is not case.by_path


def test_the_kit_gives_the_verdict_of_the_command(
    case: Case, run: Callable[..., Ran], pytester: pytest.Pytester
) -> None:
    ran = run("check", "--format", "json", "report.json")
    project = gknb.Project.load()
    if case.valid:
        assert assert_valid_report("report.json", project=project).to_dict() == ran.result
    else:
        with pytest.raises(AssertionError, match="✗"):
            assert_valid_report("report.json", project=project)
    pytester.makeini("[pytest]\ngknb_config = gknb.toml")
    pytester.makepyfile(
        """
        from pathlib import Path

        def test_result(gknb_check):
            Path("result.json").write_text(gknb_check("report.json").to_json(), encoding="utf-8")

        def test_valid(assert_valid_report):
            assert_valid_report("report.json")
        """
    )
    pytester.runpytest_inprocess().assert_outcomes(passed=1 + case.valid, failed=1 - case.valid)
    assert json.loads(Path("result.json").read_bytes()) == ran.result


@pytest.mark.parametrize("strict", [False, True])
def test_a_collection_is_one_report_at_every_door(
    folder: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, *, strict: bool
) -> None:
    Path("both.json").write_text(json.dumps(COLLECTION), encoding="utf-8")
    Path("gknb.toml").write_text(f"strict = {str(strict).lower()}", encoding="utf-8")
    result = run("check", "--format", "json", "both.json").result
    assert (result["valid"], [one["state"] for one in result["explanations"]]) == (not strict, ["used"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(COLLECTION).encode())))
    assert placeless(run("check", "--stream").result) == placeless(result)
    for checked in (gknb.check("both.json", strict=strict), gknb.Project.load(folder).check("both.json")):
        assert checked.to_dict() == result
    assert placeless(gknb.check(COLLECTION, strict=strict).to_dict()) == placeless(result)


def test_aliases_count_in_a_folder_and_in_a_collection(folder: Path, run: Callable[..., Ran]) -> None:
    """Last year's report has the organ's former name."""
    last, this = (
        report({"/organ/name": "青石乡", "/reporting_year": 2024}),
        report({"/organ/name": "青石镇", "/reporting_year": 2025}),
    )
    this["requests"]["brought_forward"]["total"] = this["requests"]["brought_forward"]["natural_person"] = 2
    Path("gknb.toml").write_text('aliases = { "青石乡" = "青石镇" }\npaths = ["reports"]', encoding="utf-8")
    Path("reports").mkdir()
    for name, one in (("a", last), ("b", this)):
        Path(f"reports/{name}.json").write_text(json.dumps(one), encoding="utf-8")
    project = gknb.Project.load(folder)
    found = [one.to_dict() for one in project.check_all()]
    assert found == run("check", "--format", "json").results
    assert [one["code"] for one in found[2]["findings"]] == ["Y601", "Y601"]
    together = project.check({"reports": [last, this]})
    assert [one.code for one in together.findings].count("Y601") == 2
    apart = gknb.check({"reports": [last, this]})
    assert "Y601" not in [one.code for one in apart.findings]
