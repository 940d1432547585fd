"""``gknb`` itself, and the commands ``rules``, ``explain``, ``schema`` and ``new``."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

import gknb
from gknb.cli import COMMANDS
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

CATALOG = load_catalog()
RELATIONS: dict[str, Any] = {relation["code"]: relation for relation in CATALOG.relations()}


# gknb


@pytest.mark.parametrize("locale", ["en_GB.UTF-8", "zh_CN.UTF-8"])
@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]], ids=str)
def test_without_a_command_all_commands_are_listed(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, arguments: list[str], locale: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, "")
    listed = re.findall(r"^  gknb (\w+)  +(\S.*)$", ran.out, re.MULTILINE)
    assert [name for name, _ in listed] == list(COMMANDS)
    assert all(text.isascii() is locale.startswith("en") for _, text in listed)
    assert "gknb new --organ" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_command_explains_itself(run: Callable[..., Ran], command: str, lang: str) -> None:
    ran = run(command, "--help", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{'用法：' if lang == 'zh' else 'usage: '}gknb {command} ")
    assert ran.out.isascii() is (lang == "en")


@pytest.mark.parametrize(
    ("given", "meant"),
    [("chek", "check"), ("rule", "rules"), ("explian", "explain"), ("CHECK", "check"), ("?", "check")],
)
def test_an_unknown_command_is_wrong_usage_with_a_suggestion(run: Callable[..., Ran], given: str, meant: str) -> None:
    ran = run(given, "x.json")
    assert (ran.code, ran.out) == (2, "")
    assert f"there is no command {given}; did you mean gknb {meant}?\n" in ran.err


def test_an_unknown_command_is_reported_in_chinese_too(run: Callable[..., Ran]) -> None:
    assert "没有 chek 这个命令；是不是 gknb check" in run("chek", "--lang", "zh").err


def test_an_unknown_option_is_wrong_usage(run: Callable[..., Ran]) -> None:
    assert run("--bogus").code == 2


def test_an_unknown_option_is_named(run: Callable[..., Ran]) -> None:
    assert "--bogus" in run("--bogus").err


def test_the_list_of_commands_may_be_asked_for_in_a_language(run: Callable[..., Ran]) -> None:
    assert run("--lang", "zh").code == 0


def test_the_language_may_come_before_the_command(run: Callable[..., Ran]) -> None:
    ran = run("--lang", "zh", "rules")
    assert ran.code == 0
    assert "错误" in ran.out


def test_the_versions_of_program_and_standard_are_printed(run: Callable[..., Ran]) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert re.fullmatch(rf"gknb \d+\.\d+\.\d+\S* \(schema {re.escape(CATALOG.version)}\)\n", ran.out)


# gknb rules


def columns(text: str) -> int:
    """Columns of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_are_one_a_line_in_straight_columns(run: Callable[..., Ran], lang: str) -> None:
    ran = run("rules", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(RELATIONS)
    starts = set()
    for line in lines:
        relation = RELATIONS[line.split()[0]]
        parts = (",".join(editions_of(CATALOG, Relation(relation))), relation["name"], relation["title"][lang])
        assert line.endswith(parts[-1])
        starts.add(tuple(columns(line[: line.index(part)]) for part in parts))
    assert len(starts) == 1


def test_the_data_of_all_rules_may_be_had_as_published(run: Callable[..., Ran]) -> None:
    ran = run("rules", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    value = json.loads(ran.out)
    assert value["version"] == CATALOG.version
    assert {relation["code"]: relation for relation in value["relations"]} == RELATIONS


# gknb explain


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", RELATIONS)
def test_every_rule_is_explained(run: Callable[..., Ran], code: str, lang: str) -> None:
    ran = run("explain", code, "--lang", lang)
    data = RELATIONS[code]
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[:2] == [f"{code}  {data['name']}", data["title"][lang]]
    assert data["why"][lang] in ran.out
    assert data["fix"][lang].partition("{")[0] in ran.out
    assert data["basis"]["citation"][lang] in ran.out
    head, _, examples = ran.out.partition({"zh": "例子：\n", "en": "examples:\n"}[lang])
    assert len(head.splitlines()) >= 9
    assert len(re.findall(r"^- ", examples, re.MULTILINE)) == len(data["examples"])
    counts = [
        len(re.findall(r"^  → ", block, re.MULTILINE)) for block in re.split(r"^- ", examples, flags=re.MULTILINE)
    ]
    assert [bool(count) for count in counts[1:]] == [example["result"] == "violated" for example in data["examples"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", RELATIONS)
def test_an_explanation_has_no_placeholders(run: Callable[..., Ran], code: str, lang: str) -> None:
    assert re.findall(r"(?<!∈ )\{[a-z]+\}", run("explain", code, "--lang", lang).out) == []


@pytest.mark.parametrize("given", ["T301", "t301", "requests-balance", "Requests-Balance"])
def test_a_rule_is_found_by_code_and_by_name(run: Callable[..., Ran], given: str) -> None:
    ran = run("explain", given)
    assert ran.code == 0
    assert ran.out.startswith("T301  requests-balance\n")


def test_the_text_of_a_rule_differs_between_editions_only_where_marked(
    run: Callable[..., Ran],
) -> None:
    assert "[2019]" not in run("explain", "T301").out


def test_a_parameter_is_listed_with_its_default(run: Callable[..., Ran]) -> None:
    assert "township_deadline=01-31" in run("explain", "E103").out


@pytest.mark.parametrize(("given", "meant"), [("T3O1", "T301"), ("T30", "T30"), ("", "T301"), ("?", "T301")])
def test_an_unknown_rule_is_wrong_usage_with_a_suggestion(run: Callable[..., Ran], given: str, meant: str) -> None:
    ran = run("explain", given)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(rf"gknb: no relation has the code {re.escape(given)}; did you mean {meant}\d?\?.*\n", ran.err)


@pytest.mark.parametrize(("given", "meant"), [("outcome-total", "outcomes-total"), ("Blank-Cel", "blank-cell")])
def test_the_suggestion_for_a_name_is_a_name(run: Callable[..., Ran], given: str, meant: str) -> None:
    assert f"did you mean {meant}?" in run("explain", given).err


# gknb schema


def bundle(run: Callable[..., Ran], *arguments: str) -> Any:
    ran = run("schema", *arguments)
    assert (ran.code, ran.err) == (0, "")
    schema = json.loads(ran.out)
    Draft202012Validator.check_schema(schema)
    return schema


@pytest.mark.parametrize("edition", CATALOG.editions)
@pytest.mark.parametrize("options", [[], ["--draft"], ["--base-url", "https://county.example/x"]], ids=str)
def test_a_schema_stands_alone_and_takes_the_zero_report(
    run: Callable[..., Ran], edition: str, options: list[str]
) -> None:
    schema = bundle(run, edition, *options)
    assert Draft202012Validator(schema).is_valid(CATALOG.zero_report(edition))
    assert not Draft202012Validator(schema).is_valid({})


def test_the_newest_edition_is_the_default(run: Callable[..., Ran]) -> None:
    assert bundle(run) == bundle(run, CATALOG.editions[-1])


@pytest.mark.parametrize("edition", CATALOG.editions)
def test_only_a_draft_may_have_blanks(run: Callable[..., Ran], edition: str) -> None:
    report = CATALOG.zero_report(edition)
    report["requests"]["received"]["total"] = None
    assert not Draft202012Validator(bundle(run, edition)).is_valid(report)
    assert Draft202012Validator(bundle(run, edition, "--draft")).is_valid(report)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["2020"], "2019"), (["--base-url", "gov.cn/x"], "https://"), (["2020", "--out", "new"], "2019")],
    ids=str,
)
def test_an_unknown_edition_or_address_is_wrong_usage(
    run: Callable[..., Ran], folder: Path, arguments: list[str], words: str
) -> None:
    ran = run("schema", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert list(folder.iterdir()) == []


def test_the_whole_set_is_written_and_says_where_it_will_be(run: Callable[..., Ran], folder: Path) -> None:
    ran = run("schema", "--base-url", "https://county.example/gknb", "--out", "site")
    assert (ran.code, ran.err) == (0, "")
    written = [path for path in (folder / "site").rglob("*") if path.is_file()]
    assert str(len(written)) in ran.out
    assert all(path.suffix == ".json" for path in written)
    text = "".join(path.read_text(encoding="utf-8") for path in written)
    assert CATALOG.base_url not in text
    assert f"https://county.example/gknb/{CATALOG.schema_path('2021')}" in text


def test_a_folder_that_holds_something_is_left_alone(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("mine", encoding="utf-8")
    ran = run("schema", "--out", "site")
    assert (ran.code, ran.out) == (2, "")
    assert [path.name for path in (folder / "site").iterdir()] == ["index.html"]


def test_an_empty_folder_is_filled(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "site").mkdir()
    assert run("schema", "--out", "site").code == 0
    assert (folder / "site" / "catalog.json").exists()


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_a_folder_that_cannot_be_created_is_reported(run: Callable[..., Ran], folder: Path, out: str) -> None:
    (folder / "file").write_text("mine", encoding="utf-8")
    ran = run("schema", "--out", out)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(r"gknb: .*file.*\n", ran.err)
    assert (folder / "file").read_text(encoding="utf-8") == "mine"


# gknb new


def choices(pointer: str) -> list[str]:
    values: list[str] = form_of(CATALOG, "2021").places[pointer].schema["enum"]
    return values


YEARS = {"2019": (2019, 2020), "2021": (2021, 2024, 2099)}


@pytest.mark.parametrize(
    ("level", "kind", "scope"), list(product(choices("/organ/level"), choices("/organ/kind"), choices("/scope")))
)
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_a_new_form_passes_for_every_organ(
    run: Callable[..., Ran], edition: str, level: str, kind: str, scope: str
) -> None:
    year = YEARS[edition][0]
    given = ("--organ", "某某镇人民政府", "--year", str(year), "--level", level, "--kind", kind, "--scope", scope)
    ran = run("new", *given)
    assert (ran.code, ran.err) == (0, "")
    result = gknb.check(ran.out.encode(), strict=True)
    assert (result.valid, result.findings, result.undecided) == (True, (), ())
    assert (result.edition, result.reporting_year, result.organ) == (edition, year, "某某镇人民政府")
    assert result.checked.blank == 0


@pytest.mark.parametrize(("edition", "years"), list(YEARS.items()))
def test_the_edition_follows_from_the_year(run: Callable[..., Ran], edition: str, years: tuple[int, ...]) -> None:
    for year in years:
        result = gknb.check(run("new", "--organ", "x", "--year", str(year)).out.encode())
        assert (result.valid, result.edition) == (True, edition)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("year", ["2020", "2024"])
def test_a_new_form_explains_each_cell_in_the_language_asked_for(run: Callable[..., Ran], lang: str, year: str) -> None:
    out = run("new", "--organ", "x", "--year", year, "--lang", lang).out
    comments = [line.partition("#")[2] for line in out.splitlines() if "#" in line]
    assert len(comments) > 40
    if lang == "zh":
        assert all(not comment.isascii() for comment in comments)
    else:
        assert sum(comment.isascii() for comment in comments) > len(comments) - 5
    assert max(columns(line) for line in out.splitlines()) <= 400


def test_a_new_form_is_written_to_a_file_and_never_over_one(run: Callable[..., Ran], folder: Path) -> None:
    arguments = ("new", "--organ", "甲镇人民政府", "--year", "2024", "--out", "sub/report.yaml")
    ran = run(*arguments)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    path = folder / "sub" / "report.yaml"
    assert [path] == list(path.parent.iterdir())
    assert gknb.check(path).valid
    path.write_text("mine", encoding="utf-8")
    again = run(*arguments)
    assert (again.code, again.out) == (2, "")
    assert os.path.join("sub", "report.yaml") in again.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert [path] == list(path.parent.iterdir())


def test_a_new_form_is_not_written_over_a_link_that_leads_nowhere(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "link.yaml").symlink_to(folder / "elsewhere.yaml")
    assert run("new", "--organ", "x", "--year", "2024", "-o", "link.yaml").code == 2
    assert not (folder / "elsewhere.yaml").exists()


@pytest.mark.parametrize("out", ["", ".", "nul\0", "file/below", "x" * 300])
def test_a_file_that_cannot_be_written_is_reported(run: Callable[..., Ran], folder: Path, out: str) -> None:
    (folder / "file").write_text("mine", encoding="utf-8")
    ran = run("new", "--organ", "x", "--year", "2024", "-o", out)
    assert (ran.code, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1
    assert [path.name for path in folder.iterdir()] == ["file"]


HOSTILE_NAMES = [
    'a"b',
    "a'b",
    "a\\b",
    "\\n",
    "a: b",
    "a #b",
    "`a`",
    "- a",
    "{a}",
    "[a",
    "*a",
    "&a",
    "!a",
    "%TAG",
    "@a",
    "| a",
    "> a",
    "? a",
    "null",
    "~",
    "no",
    "2024",
    "1e3",
    "2024-01-01",
    "---",
    "...",
    "<<",
    "={x}",
    "😀",
    "a\u3000b",
    "a\u2028b",
    "a\u200bb",
    "\ud7ff",
    "\ue000",
    "\U0010ffff",
]
BREAKS_YAML = ["a\x85b", "a\x9bb", "\ufeffa", "a\ufeff", "a\ufffeb", "a\uffffb"]
REFUSED = ["", " ", " a", "a ", "a\nb", "a\rb", "\t", "a\0", "a\x1b[31m", "a\x7f", "\ud800", "\udcff", "x" * 300]


def new_for(run: Callable[..., Ran], organ: str) -> Ran:
    return run("new", f"--organ={organ}", "--year", "2024")


@pytest.mark.parametrize("organ", HOSTILE_NAMES, ids=ascii)
def test_an_organ_may_have_any_name_that_the_schema_takes(run: Callable[..., Ran], organ: str) -> None:
    ran = new_for(run, organ)
    assert (ran.code, ran.err) == (0, "")
    result = gknb.check(ran.out.encode())
    assert (result.organ, result.valid) == (organ, True)


@pytest.mark.parametrize("organ", BREAKS_YAML, ids=ascii)
def test_a_name_that_yaml_would_change_is_escaped_or_refused(run: Callable[..., Ran], organ: str) -> None:
    ran = new_for(run, organ)
    if ran.code == 0:
        assert gknb.check(ran.out.encode()).organ == organ
    else:
        assert ran.code == 2


@pytest.mark.parametrize("organ", REFUSED, ids=ascii)
def test_a_name_that_would_not_pass_is_refused(run: Callable[..., Ran], organ: str) -> None:
    ran = new_for(run, organ)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gknb: ")
    assert len(ran.err) < 300
    assert "\x1b" not in ran.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--year", "2018"], "2018"),
        (["--year", "2100"], "2099"),
        (["--year", "-1"], "-1"),
        (["--year", "next"], "next"),
        (["--year", "1" + "0" * 5000], "year"),
        (["--year", "2024", "--edition", "2019"], "2024"),
        (["--year", "2020", "--edition", "2021"], "2020"),
        (["--year", "2024", "--edition", "2020"], "2020"),
        (["--year", "2024", "--level", "village"], "township"),
        (["--year", "2024", "--kind", "x"], "government"),
        (["--year", "2024", "--scope", "x"], "own"),
        ([], "--year"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_a_form_that_would_not_pass_is_not_written(
    run: Callable[..., Ran], folder: Path, options: list[str], words: str
) -> None:
    ran = run("new", "--organ", "x", *options, "-o", "report.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert list(folder.iterdir()) == []
