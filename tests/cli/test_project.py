"""Settings, explained exceptions, baselines and profiles as the command line takes them."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT

from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

TOTAL: Final = "/requests/received/total"
IN_FORCE: Final = "/proactive_disclosure/regulations/in_force"
"""More than 0 is a warning, T201, for a township."""
LATE: Final = {"/published_on": "2025-02-10", "/organ/level": "township", "/organ/kind": "government"}
"""Later than a township may publish, unless its county says otherwise."""
EXPLANATION: Final = {
    "code": "T201",
    "cells": [IN_FORCE],
    "reason": "made for the city",
    "by": "Li",
    "on": "2026-01-20",
}


@pytest.fixture
def check(run: Callable[..., Ran]) -> Callable[..., Ran]:
    return partial(run, "check")


def write(name: str, values: dict[str, Any] | None = None, edition: str = "2021") -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(changed(load_catalog().zero_report(edition), values or {}), indent=1), encoding="utf-8")
    return name


def configure(text: str, name: str = "gknb.toml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


# Settings


def test_paths_are_those_of_the_configuration_where_none_is_given(check: Callable[..., Ran]) -> None:
    write("reports/a.json")
    write("b.json")
    assert check().err == (
        "gknb: no files given; name files or folders, or - for standard input (see `gknb check --help`)\n"
    )
    configure('paths = ["reports"]')
    assert [one["file"] for one in check("--format", "json").results] == ["reports/a.json"]
    assert [one["file"] for one in check("--format", "json", "b.json").results] == ["b.json"]


def test_a_configuration_above_is_found_and_its_paths_are_relative_to_it(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    write("reports/a.json", {IN_FORCE: 1})
    configure('[tool.gknb]\npaths = ["reports"]\nseverity = {"reports/*" = {T201 = "error"}}', "pyproject.toml")
    monkeypatch.chdir(folder / "reports")
    ran = check("--format", "json")
    assert (ran.code, ran.result["file"], ran.result["findings"][0]["severity"]) == (1, "./a.json", "error")


@pytest.mark.parametrize(
    ("setting", "values", "codes"),
    [
        ('select = ["T2"]', {TOTAL: 1, IN_FORCE: 1}, ["T201"]),
        ('ignore = ["T30"]', {TOTAL: 1, IN_FORCE: 1}, ["T201"]),
        ('edition = "2019"', {IN_FORCE: 1}, None),
        ("draft = true", {TOTAL: None}, []),
        ('set = {township_deadline = "02-15"}', LATE, []),
    ],
)
def test_each_setting_equals_its_option_and_the_command_line_takes_precedence(
    check: Callable[..., Ran], setting: str, values: dict[str, Any], codes: list[str] | None
) -> None:
    write("a.json", values)
    configure(setting)
    as_told = check("--format", "json", "a.json")
    name = setting.partition(" = ")[0]
    option = {
        "select": ["--select", "T2"],
        "ignore": ["--ignore", "T30"],
        "edition": ["--edition", "2019"],
        "draft": ["--draft"],
        "set": ["--set", "township_deadline=02-15"],
    }[name]
    plain = check("--format", "json", "--no-config", "a.json")
    assert check("--format", "json", "--no-config", *option, "a.json").out == as_told.out
    assert codes is None or as_told.codes == codes
    assert plain.out != as_told.out
    others = {"select": ["--select", "T"], "ignore": ["--ignore", "E"], "edition": ["--edition", "2021"]}
    if name in others:
        assert check("--format", "json", *others[name], "a.json").out != as_told.out


def test_strictness_and_language_may_be_set(check: Callable[..., Ran]) -> None:
    write("a.json", {IN_FORCE: 1})
    configure('strict = true\nlang = "zh"')
    ran = check("a.json")
    assert (ran.code, "不合格" in ran.out) == (1, True)
    assert "✗ invalid" in check("--lang", "en", "a.json").out
    assert check("--no-config", "a.json").code == 0
    assert check("--no-strict", "a.json").code == 0
    write("a.json", {TOTAL: None})
    configure("draft = true")
    assert [check(*option, "a.json").code for option in ([], ["--no-draft"])] == [0, 1]


def test_severities_are_for_paths(check: Callable[..., Ran]) -> None:
    for name in ("archive/2020/a.json", "reports/a.json", "reports/many.ndjson"):
        write(name, {IN_FORCE: 1})
    Path("reports/many.ndjson").write_text(json.dumps(json.loads(Path("reports/a.json").read_bytes())) + "\n")
    configure(
        '[severity]\n"archive/**" = {T201 = "off"}\n"reports/*.json" = {T = "info"}\n"*.ndjson" = {T201 = "error"}'
    )
    results = check("--format", "json", "--no-series", "archive", "./reports/a.json", "reports").results
    reported = [(one["file"], [finding["severity"] for finding in one["findings"]]) for one in results]
    assert reported == [
        ("archive/2020/a.json", []),
        ("./reports/a.json", ["info"]),
        ("reports/a.json", ["info"]),
        ("reports/many.ndjson:1", ["error"]),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("edtion = '2021'", "unknown key “edtion”; did you mean edition?"),
        ('severity = {"*" = {T999 = "off"}}', "no relation has the code T999; did you mean"),
        ("select = ['X1']", "no relation has the code X1"),
        ("edition = '2018'", "there is no edition 2018"),
        ("set = {deadline = '02-15'}", "there is no parameter deadline"),
        ("profile = 'none.yaml'", "there is no such file"),
        ("baseline = 'none.json'", "none.json cannot be read"),
        ("paths = [", "cannot be read"),
    ],
)
@pytest.mark.parametrize("option", [[], ["--config", "gknb.toml"]])
def test_an_error_in_the_configuration_is_one_message(
    check: Callable[..., Ran], text: str, said: str, option: list[str]
) -> None:
    write("a.json")
    configure(text)
    ran = check(*option, "a.json")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err
    assert check("--no-config", "a.json").code == 0


def test_another_configuration_may_be_named_but_not_none_and_one(check: Callable[..., Ran]) -> None:
    write("a.json", {IN_FORCE: 1})
    configure("strict = true")
    configure("strict = false", "other/lax.toml")
    assert [check("a.json").code, check("--config", "other/lax.toml", "a.json").code] == [1, 0]
    assert "cannot be read" in check("--config", "none.toml", "a.json").err
    assert "cannot be used together" in check("--config", "gknb.toml", "--no-config", "a.json").err


def test_answering_lines_follows_the_configuration(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    line = json.dumps(json.loads(Path(write("a.json", {IN_FORCE: 1})).read_bytes())) + "\n"
    configure('strict = true\npaths = ["a.json"]')
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(line.encode())))
    ran = run("check", "--stream")
    assert (ran.code, ran.result["valid"]) == (1, False)


@pytest.mark.parametrize(
    "option", [["--output", "json=x"], ["--write-baseline", "x"], ["--jobs", "2"], ["--format", "csv"], ["a.json"]]
)
def test_answering_lines_goes_with_nothing_that_is_for_files(check: Callable[..., Ran], option: list[str]) -> None:
    ran = check("--stream", *option)
    assert (ran.code, ran.out) == (2, "")
    assert "--stream reads lines from standard input" in ran.err
    assert not Path("x").exists()


# Explained exceptions


def test_an_explained_warning_is_shown_as_accepted_and_passes(check: Callable[..., Ran]) -> None:
    write("a.json", {IN_FORCE: 1})
    assert check("--strict", "a.json").code == 1
    Path("a.explained.json").write_text(json.dumps([EXPLANATION]), "utf-8")
    ran = check("--strict", "a.json")
    assert ran.code == 0
    assert "✓ valid: 1 accepted" in ran.out
    assert "[accepted: made for the city (Li, 2026-01-20)]" in ran.out
    assert "［已说明：made for the city（Li，2026-01-20）］" in check("--lang", "zh", "a.json").out


def test_an_explanation_that_accepts_nothing_is_reported_and_fails_a_strict_check(check: Callable[..., Ran]) -> None:
    write("a.json")
    Path("a.explained.json").write_text(json.dumps([EXPLANATION]), "utf-8")
    ran = check("a.json")
    assert (ran.code, check("--strict", "a.json").code) == (0, 1)
    assert "warning  a.explained.json: the explanation of T201" in ran.out
    assert "remove it" in ran.out


def test_a_compressed_report_has_explanation_files_and_one_of_many_has_none(check: Callable[..., Ran]) -> None:
    import gzip

    content = Path(write("a.json", {IN_FORCE: 1})).read_bytes()
    Path("b.json.gz").write_bytes(gzip.compress(content))
    Path("c.ndjson").write_text(json.dumps(json.loads(content)) + "\n", "utf-8")
    for name in ("b", "c"):
        Path(f"{name}.explained.json").write_text(json.dumps([EXPLANATION]), "utf-8")
    results = check("--format", "json", "b.json.gz", "c.ndjson").results
    assert [one["findings"][0]["accepted"] is not None for one in results] == [True, False]


# Baselines


def test_a_baseline_accepts_known_findings_and_no_new_ones(check: Callable[..., Ran]) -> None:
    write("archive/a.json", {TOTAL: 1})
    write("archive/b.json")
    ran = check("--write-baseline", "known.json", "archive")
    # Besides the two of a.json: both are reports of one organ and year.
    assert (ran.code, ran.err) == (0, "gknb: wrote known.json; findings: 3, reports with findings: 2\n")
    assert "T303" in ran.out
    known = check("--baseline", "known.json", "archive")
    assert known.code == 0
    assert "2 accepted" in known.out
    assert "[accepted: in the baseline]" in known.out
    write("archive/c.json", {TOTAL: 1})
    new = check("--baseline", "known.json", "--format", "json", "--no-series", "archive")
    assert [(one["file"], one["valid"]) for one in new.results] == [
        ("archive/a.json", True),
        ("archive/b.json", True),
        ("archive/c.json", False),
    ]
    configure('baseline = "known.json"\npaths = ["archive/a.json"]')
    assert (check().code, check("--write-baseline", "known.json").code, check().code) == (0, 0, 0)


def test_accepted_findings_do_not_count_in_the_summary(check: Callable[..., Ran]) -> None:
    names = [write(f"{n}.json", {TOTAL: 1}) for n in range(12)]
    check("--write-baseline", "known.json", *names)
    ran = check("--baseline", "known.json", *names)
    assert "12 reports: 12 valid" in ran.out
    assert "findings by relation" not in ran.out


def test_a_report_that_cannot_be_read_still_counts_when_a_baseline_is_written(check: Callable[..., Ran]) -> None:
    write("a.json", {TOTAL: 1})
    ran = check("--write-baseline", "known.json", "a.json", "missing.json")
    assert ran.code == 2
    assert list(json.loads(Path("known.json").read_bytes())["reports"]) == ["a.json"]


def test_an_invalid_baseline_is_one_message(check: Callable[..., Ran]) -> None:
    write("a.json")
    ran = check("--baseline", "a.json", "a.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "gknb: a.json is not a baseline; write it again with --write-baseline\n"


# Profiles


def test_a_profile_tightens_and_its_relations_have_their_titles_in_the_outputs(check: Callable[..., Ran]) -> None:
    shutil.copy(ROOT / "docs" / "profiles" / "county.yaml", "county.yaml")
    names = [write(f"{n}.json") for n in range(11)]
    ran = check("--profile", "county.yaml", "--output", "sarif=out.sarif", "--output", "html=out.html", *names)
    assert (check(*names).code, ran.code, ran.err) == (0, 1, "")
    rules = json.loads(Path("out.sarif").read_bytes())["runs"][0]["tool"]["driver"]["rules"]
    assert "P001" in {rule["id"] for rule in rules}
    assert "the county&#39;s table" in Path("out.html").read_text("utf-8")
    configure('profile = "county.yaml"')
    assert check(*names).code == 1


def test_only_relations_that_are_checked_are_listed_as_rules(check: Callable[..., Ran]) -> None:
    ran = check("--format", "sarif", "--select", "T3", write("a.json"))
    rules = {rule["id"] for rule in json.loads(ran.out)["runs"][0]["tool"]["driver"]["rules"]}
    assert {code for code in rules if code[0].isupper() and not code.startswith("T3")} == set()


@pytest.mark.parametrize("text", ["", "[]", "profile: x", "{"])
def test_an_invalid_profile_is_one_message(check: Callable[..., Ran], text: str) -> None:
    Path("p.yaml").write_text(text)
    ran = check("--profile", "p.yaml", write("a.json"))
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
