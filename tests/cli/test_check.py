"""``gknb check`` as people and machines use it: exit codes, output, options."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path
from site import getsitepackages
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT

from gknb.cli import language
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

CATALOG = load_catalog()

RECEIVED = "/requests/received/natural_person"
RECEIVED_TOTAL = "/requests/received/total"
IN_FORCE = "/proactive_disclosure/regulations/in_force"
"""A township or a county's department has no power to make regulations: a warning, T201, where this is not 0."""


@pytest.fixture
def check(run: Callable[..., Ran]) -> Callable[..., Ran]:
    return partial(run, "check")


def report(values: dict[str, Any] | None = None, *, edition: str = "2021", remove: tuple[str, ...] = ()) -> Any:
    """The zero report of an edition with values (by pointer) set and members removed."""
    return changed(CATALOG.zero_report(edition), values or {}, remove)


def blank(edition: str) -> Any:
    """A report of which every cell is blank."""
    return report(dict.fromkeys(form_of(CATALOG, edition).cells), edition=edition)


def write(name: str, document: Any) -> str:
    """The path of a new file: ``document`` itself where it is bytes, else as JSON."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document, indent=2).encode())
    return name


def files() -> dict[str, str]:
    """One file for each exit code."""
    return {
        "valid": write("valid.json", report()),
        "wrong": write("wrong.json", report({RECEIVED_TOTAL: 3})),
        "unreadable": write("unreadable.json", b"{"),
        "missing": "missing.json",
    }


# Exit codes, and which files are reported.


@pytest.mark.parametrize(("name", "code", "mark"), [("valid", 0, "✓"), ("wrong", 1, "✗"), ("unreadable", 2, "✗")])
def test_the_exit_code_says_valid_wrong_or_unreadable(
    check: Callable[..., Ran], name: str, code: int, mark: str
) -> None:
    ran = check(files()[name])
    assert (ran.code, ran.err) == (code, "")
    heading, verdict, *_ = ran.out.splitlines()
    assert heading.startswith(f"{name}.json")
    assert verdict.startswith(f"  {mark} ")


@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["valid", "valid"], 0),
        (["valid", "wrong", "valid"], 1),
        (["unreadable", "wrong", "valid"], 2),
        (["valid", "missing", "wrong"], 2),
    ],
)
def test_of_several_files_each_is_reported_in_order_and_the_worst_decides(
    check: Callable[..., Ran], names: list[str], code: int, output: str
) -> None:
    paths = files()
    given = [paths[name] for name in names]
    ran = check("--format", output, *given)
    assert (ran.code, ran.err) == (code, "")
    if output == "json":
        assert [result["file"] for result in ran.results] == given
        assert [result["valid"] for result in ran.results] == [name == "valid" for name in names]
    else:
        headings = [line.partition(" · ")[0] for line in ran.out.splitlines() if not line.startswith(" ")]
        assert headings[:-1] == given
        assert headings[-1].startswith(f"{len(names)} reports: {names.count('valid')} valid")


def test_a_folder_means_the_reports_below_it_sorted_hidden_ones_left_out(check: Callable[..., Ran]) -> None:
    for name in ("b.json", "a.yml", "sub/z.yaml", "sub/.git/c.json", ".hidden.json", "sub/.d.yaml", "notes.txt", "x"):
        write(f"reports/{name}", report())
    ran = check("--format", "json", "--no-series", "reports")  # all are the same report
    expected = [os.path.join("reports", name) for name in ("a.yml", "b.json", os.path.join("sub", "z.yaml"))]
    assert [result["file"] for result in ran.results] == expected
    assert ran.code == 0


def test_a_hidden_file_that_is_named_is_checked(check: Callable[..., Ran]) -> None:
    assert check(write(".hidden.json", report({RECEIVED_TOTAL: 3}))).code == 1


@pytest.mark.parametrize(("lang", "words"), [("en", "no report in the folder"), ("zh", "文件夹里没有报告")])
def test_a_folder_without_reports_is_an_error_with_a_hint(check: Callable[..., Ran], lang: str, words: str) -> None:
    write("empty/notes.txt", b"{}")
    ran = check("--lang", lang, "empty")
    assert ran.code == 2
    assert ran.out.startswith(f"empty\n  ✗ {words}")
    assert "gknb new" in ran.out


def test_a_folder_and_files_may_be_given_together(check: Callable[..., Ran]) -> None:
    write("reports/a.json", report())
    ran = check("--format", "json", "--no-series", files()["wrong"], "reports", files()["valid"])
    assert [result["file"] for result in ran.results] == ["wrong.json", os.path.join("reports", "a.json"), "valid.json"]
    assert ran.code == 1


def feed(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


YAML_ERROR = b"edition: '2021'\nreporting_year: 20204\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [(json.dumps(report()).encode(), 0), (YAML_ERROR, 1), (b"", 2), (b"\xff\xfe{\x00", 2)],
    ids=["json", "yaml", "empty", "utf-16"],
)
def test_a_dash_means_standard_input(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, content: bytes, code: int
) -> None:
    feed(monkeypatch, content)
    ran = check("--format", "json", "-")
    assert ran.code == code
    assert [result["file"] for result in ran.results] == ["-"]


def test_standard_input_that_was_closed_before_the_start_is_empty(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    ran = check("--format", "json", "-")
    assert ran.code == 2
    assert ran.results[0]["error"]["reason"] == "source.empty"


@pytest.mark.parametrize("arguments", [[], ["--format", "xml", "x.json"], ["--color", "blue", "x"], ["--bogus", "x"]])
def test_wrong_usage_is_reported_on_standard_error(check: Callable[..., Ran], arguments: list[str]) -> None:
    ran = check(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "gknb check --help" in ran.err


def test_options_cannot_be_abbreviated_so_that_new_ones_do_not_break_scripts(
    check: Callable[..., Ran],
) -> None:
    assert check("--form", "json", files()["valid"]).code == 2


@pytest.mark.parametrize(("lang", "words"), [("en", "exit codes: 0"), ("zh", "退出码：0")])
def test_the_help_names_the_exit_codes(check: Callable[..., Ran], lang: str, words: str) -> None:
    ran = check("--help", "--lang", lang)
    assert ran.code == 0
    assert words in ran.out


# The machine's output.


def document(values: dict[str, Any], **rest: Any) -> bytes:
    return json.dumps(report(values, **rest)).encode()


INPUTS: dict[str, bytes] = {
    "valid": document({}),
    "valid-2019": document({}, edition="2019"),
    "arithmetic": document({RECEIVED_TOTAL: 3}),
    "hint": document({RECEIVED: 21, RECEIVED_TOTAL: 12}),
    "blank-cell": document({RECEIVED: None}),
    "all-blank-2019": json.dumps(blank("2019")).encode(),
    "all-blank-2021": json.dumps(blank("2021")).encode(),
    "missing-cell": document({}, remove=(RECEIVED,)),
    "missing-table": document({}, remove=("/requests",)),
    "missing-edition": document({}, remove=("/edition",)),
    "unknown-edition": document({"/edition": "2030"}),
    "unknown-field": document({"/requests/recieved": 0}),
    "field-is-object": document({RECEIVED: {"a": 1}}),
    "field-is-list": document({RECEIVED: [1]}),
    "table-is-text": document({"/requests": "x"}),
    "negative": document({RECEIVED: -1}),
    "decimal": document({RECEIVED: 1.5}),
    "long-decimal": document({}).replace(b'"amount_wanyuan": 0', b'"amount_wanyuan": "", "x": 0.12345678901234567890'),
    "huge": document({RECEIVED: 10**900}),
    "text-for-number": document({RECEIVED: "3"}),
    "number-for-text": document({"/overview": 3}),
    "bad-year": document({"/reporting_year": 20204}),
    "late": document({"/published_on": "2025-09-01"}),
    "too-early": document({"/published_on": "2024-09-01"}),
    "bad-date": document({"/published_on": "2025-02-30"}),
    "check-digit": document({"/organ/credit_code": "11110000000000000X"}),
    "procurement": document({"/proactive_disclosure/procurement/projects": 3}, edition="2019"),
    "extension-name": document({"/extensions": {"A B": 1}}),
    "duplicate": b'{"edition": "2021", "edition": "2021"}',
    "list": b"[]",
    "text": b'"x"',
    "number": b"3",
    "null": b"null",
    "escapes": document({"/organ/name": "\x1b[31m", "/\x1b[31m": 1}),
    "chinese": document({"/organ/name": "崇文镇人民政府", "/统计": 1}),
    "emoji": document({"/organ/name": "😀", "/😀": 1}),
    "empty": b"",
    "syntax": b"{",
    "binary": b"PK\x03\x04",
    "nul": b'{"a": "\0"}',
    "not-a-number": b'{"edition": NaN}',
    "surrogate": b'{"edition": "\\ud800"}',
}


@pytest.mark.parametrize("options", [[], ["--lang", "zh"], ["--draft", "--strict"], ["--edition", "2019"]], ids=str)
@pytest.mark.parametrize("name", INPUTS)
def test_the_json_is_as_its_schema_says_and_agrees_with_the_exit_code(
    check: Callable[..., Ran], name: str, options: list[str]
) -> None:
    ran = check("--format", "json", *options, write(f"{name}.json", INPUTS[name]))
    (result,) = ran.results
    assert ran.err == ""
    assert ran.code == (2 if result["error"] else 0 if result["valid"] else 1)
    assert (result["error"] is not None) <= (not result["findings"])


@pytest.mark.parametrize("pointer", ["/requests", RECEIVED, "/overview"])
def test_the_json_is_as_its_schema_says_where_a_boolean_is_given(check: Callable[..., Ran], pointer: str) -> None:
    ran = check("--format", "json", write("boolean.json", report({pointer: True})))
    assert len(ran.results[0]["findings"]) == 1


def shape(value: Any) -> Any:
    """The keys at every level, lists left out."""
    return {key: shape(item) for key, item in value.items()} if isinstance(value, dict) else None


@pytest.mark.parametrize("name", ["valid", "wrong", "unreadable", "missing"])
def test_every_key_is_there_in_every_case_and_in_the_same_order(check: Callable[..., Ran], name: str) -> None:
    (result,) = check("--format", "json", files()[name]).results
    counts = {"cells": None, "blank": None, "relations": None, "satisfied": None, "violated": None, "undecided": None}
    assert list(result) == [
        "file",
        "edition",
        "reporting_year",
        "organ",
        "valid",
        "error",
        "findings",
        "undecided",
        "checked",
        "explanations",
        "previous",
        "contributors",
        "repairs",
        "repairs_note",
    ]
    assert shape(result["checked"]) == counts


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty", "source.empty"),
        ("syntax", "source.json-syntax.end"),
        ("binary", "source.binary"),
        ("nul", "source.nul-bytes"),
        ("not-a-number", "source.not-json-number"),
        ("surrogate", "source.lone-surrogate"),
    ],
)
def test_an_unreadable_file_has_a_reason_a_message_and_no_findings(
    check: Callable[..., Ran], name: str, reason: str
) -> None:
    ran = check("--format", "json", write(f"{name}.json", INPUTS[name]))
    (result,) = ran.results
    assert ran.code == 2
    assert result["error"]["reason"] == reason
    assert result["error"]["message"]
    assert (result["edition"], result["organ"], result["valid"], result["findings"]) == (None, None, False, [])


def test_a_finding_has_its_cells_with_their_places_in_the_file(check: Callable[..., Ran]) -> None:
    lines = ['{"edition": "2021",', ' "reporting_year": 20204}']
    ran = check("--format", "json", write("year.json", "\n".join(lines).encode()))
    (result,) = ran.results
    finding = next(one for one in result["findings"] if one["cells"][0]["pointer"] == "/reporting_year")
    assert finding["code"] == "S005"
    assert [(cell["line"], cell["column"], cell["value"]) for cell in finding["cells"]] == [(2, 20, 20204)]


def test_an_amount_is_printed_exactly_as_a_number_where_it_can_be_and_as_a_text_where_not(
    check: Callable[..., Ran],
) -> None:
    text = json.dumps(report({"/proactive_disclosure/fees/decisions": 0})).replace('"decisions": 0', '"decisions": %s')
    seen = []
    for written in ("0.1", "0.12345678901234567890", "1e-400"):
        ran = check("--format", "json", write("amount.json", text.replace("%s", written).encode()))
        values = [cell["value"] for one in ran.results[0]["findings"] for cell in one["cells"]]
        seen.append(next(value for value in values if value))
    assert seen == [0.1, "0.1234567890123456789", "0." + "0" * 399 + "1"]


def test_the_json_keeps_chinese_as_it_is(check: Callable[..., Ran]) -> None:
    assert "示例县统计局" in check("--format", "json", files()["valid"]).out


def test_the_counts_add_up(check: Callable[..., Ran]) -> None:
    (result,) = check("--format", "json", write("blank.json", blank("2019"))).results
    checked = result["checked"]
    assert checked["cells"] == checked["blank"] == 198
    for truth in ("satisfied", "violated", "undecided"):
        assert checked[truth] == sum(relation[truth] for relation in checked["relations"])
    assert checked["undecided"] == len(result["undecided"])


# The text for people.


def test_a_valid_report_takes_two_lines(check: Callable[..., Ran]) -> None:
    assert re.fullmatch(
        r"valid\.json · 示例县统计局 · year 2024 · form of 2021\n  ✓ valid: 48 relations \w+\n",
        check(files()["valid"]).out,
    )
    assert re.fullmatch(
        r"valid\.json · 示例县统计局 · 2024 年度 · 2021 版格式\n  ✓ 合格：48 项勾稽关系核对一致\n",
        check(files()["valid"], "--lang", "zh").out,
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Table 3 · received this year: total 12, should equal", "fix: ", "basis: ", "hint: "]),
        ("zh", ["表三 · 一、本年新收：总计 12", "改法：", "依据：", "提示："]),
    ],
)
def test_an_error_has_place_message_basis_and_fix(check: Callable[..., Ran], lang: str, words: list[str]) -> None:
    out = check("--lang", lang, write("hint.json", INPUTS["hint"])).out
    assert [word for word in words if word not in out] == []


def test_places_stand_in_one_column_whatever_their_length(check: Callable[..., Ran]) -> None:
    ran = check(write("blank.json", blank("2021")), "--verbose")
    heads = [line for line in ran.out.splitlines() if re.match(r" +\d+:\d+ +error  ", line)]
    assert len(heads) > 100
    assert len({line.index("error") for line in heads}) == 1


def test_blanks_are_one_line_per_table_and_one_per_cell_with_verbose(check: Callable[..., Ran]) -> None:
    path = write("blank.json", blank("2019"))
    short, verbose = check(path), check(path, "--verbose")
    assert short.code == verbose.code == 1
    reported = [line for line in short.out.splitlines() if "S003" in line]
    for line, table, count in zip(reported, ("Table 2", "Table 3", "Table 4"), (22, 161, 15), strict=True):
        assert re.search(rf"{table}: .*\b{count}\b", line)
    assert "198 errors" in short.out
    assert len(short.out.splitlines()) < 30
    assert sum("S003" in line for line in verbose.out.splitlines()) == 198
    undecided = short.out[short.out.index("undecided because of", short.out.index("S003")) :]
    for code, count in (("T201", 3), ("T301", 7), ("T303", 23)):
        assert re.search(rf"{code} .*\b{count}\b", undecided)
    assert "E101" not in undecided


def test_verbose_lists_the_cells_of_a_relation(check: Callable[..., Ran]) -> None:
    path = files()["wrong"]
    line = "Table 3 · received this year · natural persons  0"
    assert line not in check(path).out
    assert line in check("-v", path).out


def test_an_undecided_relation_is_named_with_its_blank_cells_when_asked(check: Callable[..., Ran]) -> None:
    ran = check("--draft", "--verbose", write("draft.json", report({RECEIVED: None})))
    assert ran.code == 0
    listed = ran.out[ran.out.index("T303") :]
    assert "Table 3 · received this year · natural persons\n" in listed


def test_one_relation_is_in_the_singular(check: Callable[..., Ran]) -> None:
    assert re.search("valid: 1 relation (holds|satisfied)", check("--select", "E101", files()["valid"]).out)


# Colour.


def test_colour_is_for_terminals_and_for_those_who_ask(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files()["wrong"]
    assert "\x1b[31m" not in check(path).out
    assert "\x1b[31m" in check(path, "--color", "always").out
    assert "\x1b[31m" in check(path, "--colour=always").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" in check(path, "--color", "always").out
    assert "\x1b" not in check(path, "--color", "always", "--format", "json").out


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_on_a_terminal_the_environment_may_refuse_colour(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[31m" in check(files()["wrong"]).out) is coloured
    assert "\x1b" not in check(files()["wrong"], "--color=never").out


# Language.


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "C", "LC_ALL": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
    ids=str,
)
def test_the_locale_decides_the_language(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    monkeypatch.delenv("LC_ALL")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language([]) == lang
    assert ("合格" in check(files()["valid"]).out) is (lang == "zh")


@pytest.mark.parametrize("given", [["--lang", "zh"], ["--lang=zh"]], ids=str)
def test_the_option_beats_the_locale(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    assert "合格" in check(files()["valid"], *given).out
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "valid: " in check(files()["valid"], "--lang", "en").out


def test_messages_on_standard_error_are_in_the_language_asked_for(check: Callable[..., Ran]) -> None:
    path = files()["valid"]
    assert check("--edition", "2020", path, "--lang", "zh").err.startswith("gknb: 没有 2020 版格式")
    assert check("--edition", "2020", path, "--lang", "en").err.startswith("gknb: there is no edition 2020")


def test_the_language_changes_words_only(check: Callable[..., Ran]) -> None:
    path = write("blank.json", blank("2019"))

    def without_words(lang: str) -> Any:
        results = check("--format", "json", "--lang", lang, path).results
        for one in [*results[0]["findings"], *results[0]["undecided"]]:
            for key in ("title", "message", "fix", "hints", "basis"):
                one.pop(key, None)
            for cell in one["cells"]:
                del cell["label"]
        return results

    assert without_words("zh") == without_words("en")


# What is checked.


def test_the_edition_may_be_overridden(check: Callable[..., Ran]) -> None:
    path = write("no-edition.json", report({"/edition": "2030"}))
    assert check("--format", "json", path).results[0]["edition"] is None
    ran = check("--format", "json", "--edition", "2021", path)
    assert (ran.code, ran.codes, ran.results[0]["edition"]) == (1, ["S005"], "2021")


def test_an_unknown_edition_is_wrong_usage_and_the_known_ones_are_named(check: Callable[..., Ran]) -> None:
    ran = check("--edition", "2020", files()["valid"])
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"gknb: there is no edition 2020; the editions are: 2019\W+2021\n", ran.err)


def test_a_draft_may_have_blanks_but_not_wrong_values(check: Callable[..., Ran]) -> None:
    path = write("draft.json", report({RECEIVED: None}))
    assert check("--format", "json", path).codes == ["S003"]
    assert check("--format", "json", "--draft", path).codes == []
    assert check("--format", "json", "--draft", write("text.json", report({RECEIVED: "none"}))).codes == ["S004"]


SEVERAL = {RECEIVED: "x", RECEIVED_TOTAL: 3, "/requests/outcomes/total/total": 1, IN_FORCE: 1}


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ([], ["T201", "S004", "T301", "T303", "T302"]),
        (["--select", "T3"], ["T301", "T303", "T302"]),
        (["--select", "T301"], ["T301"]),
        (["--select", "T301,S"], ["S004", "T301"]),
        (["--select", "T301", "--select", "S"], ["S004", "T301"]),
        (["--select", "T301 S004"], ["S004", "T301"]),
        (["--ignore", "T3"], ["T201", "S004"]),
        (["--ignore", "T301,T302,T303", "--ignore", "S"], ["T201"]),
        (["--select", "T", "--ignore", "T3"], ["T201"]),
        (["--select", "T3", "--ignore", "T3"], []),
        (["--select", "E"], []),
    ],
    ids=str,
)
def test_relations_are_chosen_by_codes_or_their_beginnings(
    check: Callable[..., Ran], options: list[str], codes: list[str]
) -> None:
    ran = check("--format", "json", *options, write("several.json", report(SEVERAL)))
    assert sorted(set(ran.codes)) == sorted(codes)
    assert ran.code == (1 if set(codes) - {"T201"} else 0)
    checked = {relation["code"] for relation in ran.results[0]["checked"]["relations"]}
    assert {code for code in codes if not code.startswith("S")} <= checked


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("wanted", ["T999", "Q", "t301", "T3011", "requests-balance"])
def test_an_unknown_code_is_wrong_usage_with_a_suggestion(check: Callable[..., Ran], option: str, wanted: str) -> None:
    ran = check(option, f"T301,{wanted}", files()["valid"])
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(
        rf"gknb: no relation has the code {wanted}; did you mean [A-Z]\d{{3}}\? `gknb rules` .*\n", ran.err
    )


def test_the_suggestion_is_the_nearest_code(check: Callable[..., Ran]) -> None:
    assert "did you mean T301?" in check("--select", "T3011", files()["valid"]).err
    assert "did you mean E101?" in check("--select", "E1O1", files()["valid"]).err


def test_when_strict_a_warning_makes_a_report_invalid(check: Callable[..., Ran]) -> None:
    path = write("warning.json", report({IN_FORCE: 1}))
    relaxed, strict = check("--format", "json", path), check("--format", "json", "--strict", path)
    assert relaxed.codes == strict.codes == ["T201"]
    assert (relaxed.code, relaxed.results[0]["valid"]) == (0, True)
    assert (strict.code, strict.results[0]["valid"]) == (1, False)
    assert "✓" in check(path).out
    assert "✗" in check("--strict", path).out


TOWNSHIP = {"/organ/level": "township", "/organ/kind": "government", "/published_on": "2025-02-10"}


@pytest.mark.parametrize(
    ("options", "codes"),
    [([], ["E103"]), (["--set", "township_deadline=02-15"], []), (["--set=township_deadline=02-09"], ["E103"])],
    ids=str,
)
def test_a_county_may_set_the_deadline_of_its_townships(
    check: Callable[..., Ran], options: list[str], codes: list[str]
) -> None:
    assert check("--format", "json", *options, write("township.json", report(TOWNSHIP))).codes == codes


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("township_deadline", "NAME=VALUE"),
        ("deadline=02-15", "township_deadline"),
        ("township_deadline=15 February", "01-31"),
        ("township_deadline=", "01-31"),
        ("township_deadline=13-01", "01-31"),
    ],
)
def test_a_setting_that_means_nothing_is_wrong_usage(check: Callable[..., Ran], given: str, words: str) -> None:
    ran = check("--set", given, files()["valid"])
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1


# What a report can do to a terminal: nothing.

RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b[2J\x1b[31m\r\b\x07\x9b1m\u202etxt.\u2028\u2066"


@pytest.mark.parametrize("options", [[], ["--verbose"], ["--lang", "zh"], ["--draft", "-v"]], ids=str)
@pytest.mark.parametrize(
    "values",
    [
        {"/organ/name": EVIL},
        {f"/{EVIL}": 1},
        {f"/organ/{EVIL}": EVIL},
        {f"/extensions/{EVIL}": {EVIL: EVIL}},
        {"/edition": EVIL},
        {"/published_on": EVIL},
        {RECEIVED: EVIL, RECEIVED_TOTAL: None},
        {**{f"/{EVIL}{n}": n for n in range(9)}, "/organ/level": EVIL},
    ],
    ids=["organ", "key", "key-below", "extension", "edition", "date", "cell", "group"],
)
def test_control_characters_of_a_report_never_reach_the_terminal(
    check: Callable[..., Ran], values: dict[str, Any], options: list[str]
) -> None:
    ran = check(*options, write("evil.json", report({"/extensions": {}, **values})))
    assert ran.code == 1
    assert RAW.findall(ran.out.replace("\n", "")) == []
    assert "\\u001b[2J" in ran.out


@pytest.mark.parametrize(
    "content", [b'{"a": 1 "\x1b[31m": 2}', b"a: !\x1b[31m x", b"a: !<\xe2\x80\xae> x", b"*\xe2\x80\xae"]
)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_control_characters_of_an_unreadable_file_never_reach_the_terminal(
    check: Callable[..., Ran], content: bytes, suffix: str
) -> None:
    ran = check(write(f"evil.{suffix}", content))
    assert ran.code == 2
    assert RAW.findall(ran.out.replace("\n", "")) == []


def test_control_characters_of_a_file_name_never_reach_the_terminal(check: Callable[..., Ran]) -> None:
    ran = check("\x1b[31m.json")
    assert ran.code == 2
    assert ran.out.startswith("\\u001b[31m.json\n")


@pytest.mark.parametrize("option", ["--edition", "--select", "--set"])
def test_control_characters_of_an_argument_never_reach_the_terminal(check: Callable[..., Ran], option: str) -> None:
    assert "\x1b" not in check(option, "\x1b[31m", files()["valid"]).err


# The command itself, as a process.


PLAIN: Final = ("-S",)
"""Python without ``site``, which cannot read the path of this checkout in every locale if it is not ASCII."""


def gknb(*arguments: str, environment: dict[str, str] | None = None, **rest: Any) -> subprocess.CompletedProcess[bytes]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")]), *getsitepackages()]
    return subprocess.run(
        [sys.executable, *PLAIN, "-m", "gknb", *arguments],
        capture_output=True,
        check=False,
        timeout=60,
        env={**outside, "PYTHONPATH": os.pathsep.join(paths), **(environment or {})},
        **rest,
    )


@pytest.mark.parametrize(("name", "code"), [("valid", 0), ("wrong", 1), ("unreadable", 2), ("missing", 2)])
def test_the_process_leaves_with_the_exit_code(name: str, code: int) -> None:
    ran = gknb("check", files()[name])
    assert (ran.returncode, ran.stderr) == (code, b"")
    assert ran.stdout.startswith(name.encode())


def test_the_process_reads_standard_input() -> None:
    assert gknb("check", "-", input=json.dumps(report()).encode()).returncode == 0


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "zh_CN.GB18030", "PYTHONIOENCODING": "gb18030"},
        {"LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "latin-1:strict"},
    ],
    ids=str,
)
@pytest.mark.parametrize("output", ["text", "json"])
def test_the_output_is_utf_8_whatever_the_locale(environment: dict[str, str], output: str) -> None:
    path = write("evil.json", report({"/organ/name": "崇文镇\x1b😀"}))
    reported = gknb("check", "--format", output, path, environment=environment)
    assert (reported.returncode, reported.stderr) == (1, b"")
    assert "崇文镇" in reported.stdout.decode()
    refused = gknb("check", "--lang", "zh", "--edition", "旧", path, environment=environment)
    assert refused.returncode == 2
    assert refused.stderr.decode().startswith("gknb: 没有 ")


@pytest.mark.skipif(sys.platform == "win32", reason="names are text on Windows")
@pytest.mark.parametrize("output", ["text", "json"])
def test_an_undecodable_file_name_is_escaped(output: str) -> None:
    name = os.fsdecode(b"\xff.json")
    reported = gknb("check", "--format", output, name)
    assert (reported.returncode, reported.stderr) == (2, b"")
    assert b"\\udcff.json" in reported.stdout
    assert reported.stdout.decode()


def test_a_run_imports_only_what_it_uses(folder: Path) -> None:
    heavy = {"argparse", "jsonschema", "yaml", "referencing", "pathlib", "difflib", "unicodedata", "subprocess"}
    heavy |= {"dataclasses", "inspect"}
    script = "import sys; from gknb.cli import main; code = main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    paths = os.pathsep.join([str(ROOT / "src"), *getsitepackages()])
    run = partial(subprocess.run, cwd=folder, env={**os.environ, "PYTHONPATH": paths}, check=True)
    ran = run([sys.executable, *PLAIN, "-c", script, "check", files()["valid"]], capture_output=True, text=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert loaded & heavy == {"argparse"}
