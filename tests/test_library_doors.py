"""What a library user has: results as JSON, every output format, a project, languages, and errors that say so."""

from __future__ import annotations

import io
import json
import pickle
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT
from command_line import FINDINGS

import gknb
from gknb.errors import lang_of
from gknb.output import FORMATS
from gknb.settings.config import read_config
from gknb.settings.project import settings_of
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.testing.assertions import assert_finding, assert_valid_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

ZERO = load_catalog().zero_report("2021")
EXAMPLE = (ROOT / "docs" / "examples" / "huaian-2024.json").read_bytes()
TOTAL = "/requests/received/total"
AMOUNT = "/proactive_disclosure/procurement"
TAGS = {
    "zh": ["zh", "ZH", "zh-CN", "zh_CN", "zh_CN.UTF-8", "zh_CN.UTF-8@pinyin", "zh-Hans-CN", "zh-Hant-TW"],
    "en": ["en", "en-GB", "en_US.UTF-8", "EN-us", "en-001", "C", "C.UTF-8", "POSIX"],
}
NO_TAGS = [
    "",
    "fr",
    "chinese",
    "zhx",
    "en GB",
    "zh-",
    "zh--CN",
    "zh-CN-",
    "e",
    "中文",
    "zh-CN\n",
    "x-zh",
    None,
    1,
    b"zh",
]


def wrong(values: dict[str, Any], edition: str = "2021") -> Any:
    return changed(load_catalog().zero_report(edition), values)


REPORTS: dict[str, Any] = {
    "valid": ZERO,
    "a total": wrong({TOTAL: 4}),
    "an amount": wrong({f"{AMOUNT}/projects": 0, f"{AMOUNT}/amount/value": Decimal("12.50")}, "2019"),
    "an amount that no float is": wrong(
        {f"{AMOUNT}/projects": 0, f"{AMOUNT}/amount/value": Decimal("12345678901234567890.123456789")}, "2019"
    ),
    "nothing": {},
    "an explanation": changed(
        wrong({TOTAL: 4}),
        {
            "/extensions": {
                "gknb.explanations": [{"code": "T301", "cells": [TOTAL], "reason": "?", "by": "?", "on": "?"}]
            }
        },
    ),
}


def written(name: str, report: Any) -> str:
    """The path of a file with a report; decimals are written digit by digit."""
    text = json.dumps(report, ensure_ascii=False, default=lambda number: f"<{number}>")
    Path(name).write_text(text.replace('"<', "").replace('>"', ""), encoding="utf-8")
    return name


# Results


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("name", REPORTS)
def test_a_result_is_what_the_command_writes(name: str, run: Callable[..., Ran], *, explain: bool) -> None:
    path = written("report.json", REPORTS[name])
    result = gknb.check(path, explain=explain)
    FINDINGS.validate({"results": [result.to_dict()]})
    options = ["--explain"] if explain else []
    assert result.to_json() + "\n" == run("check", "--format", "ndjson", *options, path).out
    assert result.to_dict() == run("check", "--format", "json", *options, path).result
    assert json.loads(result.to_json()) == result.to_dict() == json.loads(json.dumps(result.to_dict()))


def test_a_figure_is_never_changed() -> None:
    for name, value in (("an amount", 12.5), ("an amount that no float is", "12345678901234567890.123456789")):
        values = [cell["value"] for one in gknb.check(REPORTS[name]).to_dict()["findings"] for cell in one["cells"]]
        assert value in values


def test_a_result_beside_last_year_is_whole() -> None:
    last, this = wrong({"/reporting_year": 2023}), wrong({"/requests/brought_forward/natural_person": 2})
    result = gknb.check(this, previous=last, explain=True)
    FINDINGS.validate({"results": [result.to_dict()]})
    assert result.to_dict()["previous"]["reporting_year"] == 2023
    assert [change["from"] for change in result.to_dict()["repairs"][0]["changes"]]


def test_what_cannot_be_read_is_a_value_that_is_no_exception(run: Callable[..., Ran]) -> None:
    Path("gknb.toml").touch()
    (result,) = gknb.Project.load().check_all(["there-is-none.json"])
    assert isinstance(result.error, gknb.Unreadable)
    assert result.to_dict() == run("check", "--format", "json", "there-is-none.json").result
    values = [value for name, value in vars(gknb).items() if isinstance(value, type) and name in gknb.__all__]
    assert all(issubclass(one, Exception) is one.__name__.endswith("Error") for one in values)


# Outputs


@pytest.fixture
def years() -> list[str]:
    """Three files: two years of an organ that do not fit, and one that cannot be read."""
    Path("reports").mkdir()
    this = wrong({"/reporting_year": 2024, "/requests/brought_forward/natural_person": 2, TOTAL: 1})
    written("reports/a.json", wrong({"/reporting_year": 2023}))
    written("reports/b.json", this)
    Path("reports/c.json").write_text("{", encoding="utf-8")
    Path("gknb.toml").touch()
    return ["reports"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_what_the_command_writes(
    name: str, lang: str, years: list[str], run: Callable[..., Ran]
) -> None:
    project = gknb.Project.load(lang=lang, keep=name == "html")
    for paths in (years, ["reports/b.json"], ["reports/c.json", "reports/a.json"]):
        stream = io.StringIO(newline="")
        project.write(project.check_all(paths), name, stream)
        assert stream.getvalue() == run("check", "--format", name, "--lang", lang, *paths).out


@pytest.mark.parametrize("name", FORMATS)
def test_results_are_written_without_a_project(name: str, run: Callable[..., Ran]) -> None:
    path, stream = written("report.json", REPORTS["a total"]), io.StringIO(newline="")
    gknb.write([gknb.check(path, keep=True, lang="zh-CN")], name, stream, lang="zh-CN", verbose=True, colour=True)
    options = ["--verbose", "--color", "always", "--lang", "zh"]
    assert stream.getvalue() == run("check", "--format", name, *options, path).out


def test_text_of_many_results_names_no_slowest_where_nothing_was_timed() -> None:
    written = io.StringIO()
    gknb.write([gknb.check(ZERO)] * 11, "text", written)
    assert "11 reports: 11 valid" in written.getvalue()
    assert "slowest" not in written.getvalue()


def test_html_of_a_report_that_was_not_kept_says_what_to_do() -> None:
    stream = io.StringIO()
    with pytest.raises(gknb.UsageError, match="keep=True"):
        gknb.write([gknb.check(EXAMPLE)], "html", stream)
    assert stream.getvalue() == ""


def test_an_unknown_format_names_those_that_there_are() -> None:
    with pytest.raises(gknb.UsageError, match="no output format pdf; the formats are: text, json"):
        gknb.write([], "pdf", io.StringIO())


# Languages


@pytest.mark.parametrize(("tag", "lang"), [(tag, lang) for lang, tags in TAGS.items() for tag in tags])
def test_a_tag_names_its_language_at_every_door(tag: str, lang: str, run: Callable[..., Ran]) -> None:
    report = REPORTS["a total"]
    said = gknb.check(report, lang=lang).findings
    assert gknb.Options(lang=tag).lang == lang  # type: ignore[arg-type]
    assert gknb.check(report, lang=tag).findings == said
    Path("gknb.toml").write_text(f'lang = "{tag}"', encoding="utf-8")
    assert gknb.Project.load().check(report).findings == said
    assert assert_finding(report, "T301", lang=tag) in said
    path = written("report.json", report)
    alike = run("check", "--no-config", "--lang", lang, path)
    assert run("check", "--no-config", "--lang", tag, path) == run("check", path) == alike
    assert run(f"--lang={tag}", "check", "--no-config", path) == alike
    stream = io.StringIO()
    gknb.write([gknb.check(path, lang=tag)], "text", stream, lang=tag)
    assert stream.getvalue() == alike.out
    assert gknb.UsageError("usage.jobs", given=0).say(tag) == gknb.UsageError("usage.jobs", given=0).say(lang)


@pytest.mark.parametrize("tag", NO_TAGS, ids=repr)
def test_any_other_tag_is_refused_before_anything_is_checked(tag: Any) -> None:
    for refused in (
        lambda: gknb.check(ZERO, lang=tag),
        lambda: gknb.Options(lang=tag),
        lambda: gknb.write([], "text", io.StringIO(), lang=tag),
        lambda: gknb.UsageError("usage.jobs", given=0).say(tag),
        lambda: lang_of(tag),
    ):
        with pytest.raises(gknb.UsageError, match="there is no language"):
            refused()
    if tag is not None:  # which stands for no choice there
        with pytest.raises(gknb.UsageError, match="there is no language"):
            assert_valid_report(ZERO, lang=tag)


@pytest.mark.parametrize("given", [["--lang", "fr"], ["--lang=fr"], ["--lang", ""]], ids=str)
def test_the_command_refuses_other_languages(given: list[str], run: Callable[..., Ran]) -> None:
    ran = run("check", *given, "report.json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gknb: argument --lang: there is no language")


def test_a_configuration_refuses_other_languages() -> None:
    Path("gknb.toml").write_text('lang = "fr"', encoding="utf-8")
    with pytest.raises(gknb.UsageError, match=r"lang in .*gknb\.toml has the wrong type"):
        gknb.Project.load()


def test_the_plugin_refuses_other_languages(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ngknb_lang = fr")
    pytester.makepyfile("def test_report(gknb_check): pass")
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*UsageError: there is no language fr*"])


# What is given


def test_one_code_is_not_its_letters() -> None:
    report = wrong({TOTAL: 4, "/review_and_litigation/reconsideration/total": 1})
    codes = {finding.code for finding in gknb.check(report).findings}
    threes = {code for code in codes if code.startswith("T3")}
    assert threes
    assert {one.code for one in gknb.check(report, select="T3").findings} == threes
    assert {one.code for one in gknb.check(report, ignore="T3").findings} == codes - threes
    assert gknb.Options(select="T3", ignore=["T301"]) == gknb.Options(select=("T3",), ignore=("T301",))  # type: ignore[arg-type]
    with pytest.raises(gknb.UsageError):
        gknb.check(report, select="")


@pytest.mark.parametrize(
    "text",
    ["{}", EXAMPLE.decode(), " \n{}", "edition: 2021\norgan: {}", "[]"],
    ids=["{}", "json", "spaces", "yaml", "[]"],
)
def test_the_text_of_a_report_is_no_path(text: str) -> None:
    doors: list[Callable[[], object]] = [
        lambda: gknb.check(text),
        lambda: gknb.check(ZERO, previous=text),
        lambda: assert_valid_report(text),
    ]
    for refused in doors:
        with pytest.raises(gknb.UsageError, match="pass bytes"):
            refused()


def test_a_file_may_be_named_like_a_report() -> None:
    for name in ("{}", "[a]", "a\nb.json"):
        Path(name).write_bytes(EXAMPLE)
        assert gknb.check(name).valid
    with pytest.raises(gknb.SourceError):
        gknb.check("{year}.json")


# Projects


def test_a_project_is_found_from_a_folder_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("below").mkdir()
    Path("pyproject.toml").write_text('[tool.gknb]\nstrict = true\npaths = ["below"]', encoding="utf-8")
    written("below/report.json", ZERO)
    for place in (".", "below", Path("below"), "pyproject.toml"):
        project = gknb.Project.load(place)
        assert project.checker.options.strict
        assert Path(project.file or "").name == "pyproject.toml"
        assert [one.file for one in project.check_all()] == ["below/report.json"]
    monkeypatch.chdir("below")
    assert gknb.Project.load().paths == (".",)


def test_what_is_given_wins_over_the_file() -> None:
    Path("gknb.toml").write_text('strict = true\nlang = "zh"\nselect = ["T2"]', encoding="utf-8")
    options = gknb.Project.load(strict=False, lang="en-GB", select="T3", explain=True, draft=True).checker.options
    assert (options.strict, options.lang, options.select, options.explain, options.draft) == (
        False,
        "en",
        ("T3",),
        True,
        True,
    )
    options = gknb.Project.load().checker.options
    assert (options.strict, options.lang, options.select, options.explain) == (True, "zh", ("T2",), False)


def test_a_project_that_is_not_there_is_an_error() -> None:
    with pytest.raises(gknb.UsageError, match=r"there is no gknb\.toml"):
        gknb.Project.load()
    with pytest.raises(gknb.UsageError, match="cannot be read"):
        gknb.Project.load("there-is-none.toml")


def test_a_project_without_paths_says_so() -> None:
    Path("gknb.toml").touch()
    with pytest.raises(gknb.UsageError):
        gknb.Project.load().check_all()


def test_what_is_wrong_in_a_configuration_is_raised_when_it_is_loaded() -> None:
    for text in ('select = ["Q9"]', 'edition = "2020"', 'profile = "none.json"', 'severity = {"*" = {Q1 = "off"}}'):
        Path("gknb.toml").write_text(text, encoding="utf-8")
        with pytest.raises(gknb.GknbError):
            gknb.Project.load()


def test_settings_go_to_another_process_without_their_checker() -> None:
    Path("gknb.toml").write_text('strict = true\nseverity = {"**" = {T3 = "warning"}}', encoding="utf-8")
    settings = settings_of(read_config("gknb.toml"))
    there = pickle.loads(pickle.dumps(settings.make_checker))()  # noqa: S301 - our own
    assert there is not settings.checker
    assert there.options == settings.checker.options
