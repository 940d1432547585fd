"""Configuration, explained exceptions and baselines: what a project makes of findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gknb.engine.check import Options
from gknb.errors import GknbError
from gknb.results import Acceptance, Result
from gknb.settings.baseline import Baseline, fingerprint, read_baseline
from gknb.settings.checker import Checker
from gknb.settings.config import Config, find_config, read_config
from gknb.source.document import from_python, read_path
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.standard.form import Lang

pytestmark = pytest.mark.usefixtures("english", "folder")

CATALOG = load_catalog()
IN_FORCE = "/proactive_disclosure/regulations/in_force"
TOTAL = "/requests/received/total"
EXPLANATION = {"code": "T201", "cells": [IN_FORCE], "reason": "made for the city", "by": "Zhang", "on": "2026-01-20"}


def report(*explanations: Any, **values: Any) -> Any:
    """A report with three regulations that it has no power to make, which is a warning."""
    made = changed(CATALOG.zero_report("2021"), {IN_FORCE: 3, **values})
    if explanations:
        made["extensions"] = {"gknb.explanations": list(explanations)}
    return made


def applied(document: Any, file: str = "", *, strict: bool = False, lang: Lang = "en", **settings: Any) -> Result:
    if file:
        Path(file).write_text(json.dumps(document), encoding="utf-8")
    return Checker(Options(strict=strict, lang=lang), **settings).check(from_python(document), file)


def refused(path: str) -> str:
    with pytest.raises(GknbError) as caught:
        read_config(path)
    return str(caught.value)


def states(result: Result) -> list[str]:
    return [explanation.state for explanation in result.explanations]


# Explanations


def test_an_explained_warning_is_accepted_and_does_not_count() -> None:
    result = applied(report(EXPLANATION), strict=True)
    (finding,) = result.findings
    assert finding.accepted == Acceptance(kind="explained", reason="made for the city", by="Zhang", on="2026-01-20")
    assert (result.valid, states(result)) == (True, ["used"])


def test_without_an_explanation_it_counts() -> None:
    assert [applied(report(), strict=strict).valid for strict in (False, True)] == [True, False]


@pytest.mark.parametrize("suffix", [".explained.yaml", ".explained.yml", ".explained.json"])
def test_explanations_may_stand_in_a_file_beside_the_report(suffix: str) -> None:
    Path(f"a{suffix}").write_text(json.dumps([EXPLANATION]), encoding="utf-8")
    result = applied(report(), "a.json", strict=True)
    assert (result.valid, result.explanations[0].source) == (True, f"a{suffix}")


def test_an_explanation_that_matches_nothing_any_more_is_told() -> None:
    result = applied(changed(report(EXPLANATION), {IN_FORCE: 0}))
    assert (result.valid, states(result)) == (True, ["unused"])
    assert "remove it" in result.explanations[0].message
    assert not applied(changed(report(EXPLANATION), {IN_FORCE: 0}), strict=True).valid


def test_an_error_cannot_be_explained_away() -> None:
    error = {**EXPLANATION, "code": "T303", "cells": [TOTAL]}
    for severity in ({}, {"*": {"T303": "warning"}}):
        result = applied(report(error, **{TOTAL: 1}), "a.json", severity=severity)
        assert states(result) == ["refused"]
        assert all(finding.accepted is None for finding in result.findings)
    assert not applied(report(error, **{TOTAL: 1})).valid


def test_an_explanation_is_about_the_cells_it_names() -> None:
    other = {**EXPLANATION, "cells": ["/proactive_disclosure/regulations/issued"]}
    assert states(applied(report(other))) == ["unused"]


@pytest.mark.parametrize(
    "wrong",
    [
        *({name: value for name, value in EXPLANATION.items() if name != left_out} for left_out in EXPLANATION),
        *({**EXPLANATION, name: value} for name, value in (("reason", " "), ("on", "2026-02-30"), ("cells", "/x"))),
        *({**EXPLANATION, name: value} for name, value in (("on", 20260120), ("cells", []), ("until", "2027-01-01"))),
        None,
        "T201",
        [EXPLANATION],
    ],
    ids=str,
)
def test_an_explanation_that_lacks_something_accepts_nothing_and_is_told(wrong: Any) -> None:
    result = applied(report(wrong), strict=True)
    assert (result.valid, states(result)) == (False, ["unusable"])
    assert result.explanations[0].message.startswith("/extensions/gknb.explanations: ")


def test_explanations_that_cannot_be_read_are_an_error() -> None:
    Path("a.explained.yaml").write_text("[", encoding="utf-8")
    with pytest.raises(GknbError, match=r"a\.explained\.yaml cannot be read"):
        applied(report(), "a.json")


# Severity by path


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ({"*": {"T201": "error"}}, ["error"]),
        ({"*": {"T": "info"}}, ["info"]),
        ({"*": {"T": "error", "T201": "info"}}, ["info"]),
        ({"*": {"T201": "error"}, "archive/*": {"T201": "off"}}, ["error"]),
        ({"*": {"T201": "error"}, "a.*": {"T201": "off"}}, []),
        ({"b.json": {"T201": "error"}}, ["warning"]),
    ],
)
def test_the_last_glob_and_the_longest_code_say_what_a_relation_counts_as(
    severity: dict[str, dict[str, str]], expected: list[str]
) -> None:
    result = applied(report(), "a.json", severity=severity)
    assert [finding.severity for finding in result.findings] == expected
    assert result.valid is ("error" not in expected)


# Baselines


def baseline_of(*results: Result, path: str = "baseline.json") -> Baseline:
    text = Baseline(path).text((one.file, map(fingerprint, one.findings)) for one in results)
    Path(path).write_text(text, encoding="utf-8")
    return read_baseline(path)


def test_what_is_in_the_baseline_does_not_fail_and_what_is_new_does() -> None:
    old = applied(report(**{TOTAL: 1}), "a.json")
    assert not old.valid
    baseline = baseline_of(old)
    known = applied(report(**{TOTAL: 1}), "a.json", baseline=baseline, strict=True)
    assert known.valid
    assert {finding.accepted and finding.accepted.kind for finding in known.findings} == {"baseline"}
    for worse in ({TOTAL: 2}, {TOTAL: 1, "/requests/brought_forward/total": 1}):
        assert not applied(report(**worse), "a.json", baseline=baseline).valid
    assert not applied(report(**{TOTAL: 1}), "b.json", baseline=baseline).valid


def test_a_baseline_knows_a_finding_where_ever_it_stands_in_the_file() -> None:
    baseline = baseline_of(applied(report(**{TOTAL: 1}), "a.json"))
    Path("a.json").write_text("\n\n" + json.dumps(report(**{TOTAL: 1}), indent=8), encoding="utf-8")
    assert Checker(baseline=baseline).check(read_path("a.json"), "a.json").valid


def test_a_baseline_names_reports_relative_to_itself_and_is_sorted() -> None:
    Path("archive").mkdir()
    results = [applied(report(), name) for name in ("b.json", "archive/a.json")]
    baseline = baseline_of(*results, path="archive/baseline.json")
    assert list(baseline.reports) == ["../b.json", "a.json"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"gknb-baseline": 2, "reports": {}}', "[" * 100_000])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    Path("x.json").write_text(text, encoding="utf-8")
    with pytest.raises(GknbError, match="write it anew"):
        read_baseline("x.json")


def test_a_baseline_that_is_missing_is_told() -> None:
    with pytest.raises(GknbError, match="--write-baseline writes one"):
        read_baseline("missing.json")


# Configuration

WHOLE = """
paths = ["reports", "../other"]
edition = "2021"
select = ["T3"]
ignore = ["E103"]
strict = true
draft = false
lang = "zh"
profile = "county.yaml"
baseline = "baseline.json"
set = { township_deadline = "02-15" }
severity = { "archive/**" = { T201 = "off" } }
"""


def test_a_configuration_is_found_in_the_folder_or_above_it(folder: Path) -> None:
    below = folder / "x" / "y"
    below.mkdir(parents=True)
    Path("pyproject.toml").write_text("[tool.gknb]\nstrict = true\n", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "pyproject.toml")
    (folder / "x" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "pyproject.toml")
    (folder / "x" / "gknb.toml").write_text("", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "x" / "gknb.toml")


def test_every_key_is_read_and_paths_are_relative_to_the_file() -> None:
    Path("sub").mkdir()
    Path("sub/gknb.toml").write_text(WHOLE, encoding="utf-8")
    assert read_config("sub/gknb.toml") == Config(
        paths=("sub/reports", "other"),
        edition="2021",
        select=("T3",),
        ignore=("E103",),
        strict=True,
        draft=False,
        lang="zh",
        profile="sub/county.yaml",
        baseline="sub/baseline.json",
        set={"township_deadline": "02-15"},
        severity={"sub/archive/**": {"T201": "off"}},
        file="sub/gknb.toml",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stict = true", "unknown key “stict”; did you mean strict?"),
        ("strict = 1", "strict in gknb.toml is not of the right kind; write it as true, false"),
        ('paths = "reports"', "paths in gknb.toml is not of the right kind"),
        ("paths = [1]", "paths in gknb.toml is not of the right kind"),
        ('lang = "fr"', "lang in gknb.toml is not of the right kind"),
        ('severity = { "*" = { T201 = "none" } }', "severity in gknb.toml is not of the right kind"),
        ("set = { township_deadline = 2 }", "set in gknb.toml is not of the right kind"),
        ("paths = [", "gknb.toml cannot be read"),
        ("\x00", "gknb.toml cannot be read"),
        ("a = " + "[" * 10_000, "gknb.toml cannot be read"),
        ("#" * 2**20, "larger than 1 MiB"),
    ],
)
def test_what_is_wrong_in_a_configuration_is_told(text: str, said: str) -> None:
    Path("gknb.toml").write_text(text + "\n", encoding="utf-8")
    assert said in refused("gknb.toml")


def test_a_configuration_that_is_not_utf_8_or_not_there_is_told() -> None:
    Path("gknb.toml").write_bytes(b"\xff")
    assert "cannot be read" in refused("gknb.toml")
    assert "cannot be read" in refused("missing.toml")
    Path("pyproject.toml").write_text("[tool]\ngknb = 1\n", encoding="utf-8")
    assert "tool.gknb in pyproject.toml is not of the right kind" in refused("pyproject.toml")
