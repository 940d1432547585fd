"""The printed schemas: one file in one language, the same verdicts for every purpose, with each Python validator."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from copy import deepcopy
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import fastjsonschema
import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry

from gknb.cli import main
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.publish import bundle
from gknb.standard.tool_schemas import for_code, for_editors, for_validators

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from gknb.texts.languages import Lang

LANGS: Final[tuple[Lang, ...]] = ("zh", "en")
PURPOSES: Final = {"validators": for_validators, "editors": for_editors, "code": for_code}
SETS: Final = [(version, edition) for version in ("1.3.0", "2.0.0") for edition in load_catalog(version).editions]
WORDS: Final = {
    *("$schema", "$id", "$ref", "$defs", "title", "description", "examples", "type", "const", "enum", "properties"),
    *("required", "additionalProperties", "propertyNames", "pattern", "minimum", "maximum", "maxLength"),
}
"""The words of the form that ajv knows in strict mode."""
CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")

both_editions = pytest.mark.parametrize(("version", "edition"), SETS)
every_purpose = pytest.mark.parametrize("purpose", PURPOSES)
either_language = pytest.mark.parametrize("lang", LANGS)


def printed(version: str, edition: str, purpose: str, lang: Lang, *, draft: bool = False) -> Any:
    catalog = load_catalog(version)
    return PURPOSES[purpose](bundle(catalog, edition, catalog.base_url, draft=draft), lang)


def schemas(node: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    yield node
    for key, value in node.items():
        if key in {"properties", "$defs"}:
            for one in value.values():
                yield from schemas(one)
        elif isinstance(value, dict):
            yield from schemas(value)


@both_editions
@every_purpose
@either_language
def test_a_printed_schema_has_known_words_and_refers_to_itself(
    version: str, edition: str, purpose: str, lang: Lang
) -> None:
    more = {"validators": set(), "editors": {"errorMessage"}, "code": {"format"}}[purpose]
    schema = printed(version, edition, purpose, lang)
    Draft202012Validator.check_schema(schema)
    for node in schemas(schema):
        assert set(node) <= WORDS | more
        assert node.get("$ref", "#/$defs/").startswith("#/$defs/")


@both_editions
def test_texts_are_in_the_language_asked_for(version: str, edition: str) -> None:
    published = list(schemas(bundle(load_catalog(version), edition, "https://county.example/")))
    words = ("title", "description")
    for lang, place in zip(LANGS, ("{}", "x-{}-en"), strict=True):
        of_places = [node[place.format(word)] for node in published for word in words if word in node]
        in_schema = [
            node[word]
            for node in schemas(printed(version, edition, "validators", lang))
            for word in words
            if word in node
        ]
        assert sorted(in_schema) == sorted(of_places)
    titles = [node["title"] for node in schemas(printed(version, edition, "editors", "en")) if "title" in node]
    assert not any(map(CHINESE.search, titles))


@pytest.mark.parametrize("edition", load_catalog("2.0.0").editions)
def test_examples_and_messages_have_a_language_too(edition: str) -> None:
    for lang, text, expected in zip(LANGS, ("无", "none"), ("应为", "expected "), strict=True):
        schema = printed("2.0.0", edition, "editors", lang)
        assert schema["$defs"]["text"]["examples"] == [text]
        patterns = [node for node in schemas(schema) if "pattern" in node]
        assert len(patterns) == 6
        assert schema["$defs"]["date"]["errorMessage"].startswith(expected)
        assert all(node["errorMessage"] for node in patterns)
        assert [bool(CHINESE.search(node["errorMessage"])) for node in patterns] == [lang == "zh"] * 6


@pytest.mark.parametrize("edition", load_catalog("2.0.0").editions)
def test_a_message_says_what_a_finding_says_is_expected(edition: str) -> None:
    published = bundle(load_catalog("2.0.0"), edition, "https://county.example/")
    stated = [node for node in schemas(published) if "errorMessage" in node and "x-expected" in node]
    assert len(stated) == 5
    for node in stated:
        assert node["errorMessage"] == f"应为{node['x-expected']}"
        assert node["x-errorMessage-en"] == f"expected {node['x-expected-en']}"


WRONG: Final[list[Any]] = [None, True, -1, 1.5, "1", "", " ", "2025-02-29", "2024-02-29", [], {}, {"x": 1}]


def reports(version: str, edition: str) -> Iterator[Any]:
    """The zero report, and that report with a wrong value or none at each place."""
    catalog = load_catalog(version)
    zero = catalog.zero_report(edition)
    yield zero
    for number, pointer in enumerate(form_of(catalog, edition).places):
        for value in [WRONG[number % len(WRONG)], WRONG[(number * 5 + 1) % len(WRONG)], ...]:
            report = deepcopy(zero)
            *groups, key = pointer.split("/")[1:] or [""]
            group = report
            for name in groups:
                group = group.setdefault(name, {})
            if value is not ...:
                group[key] = value
            else:
                group.pop(key, None)
            yield report


def validators(schema: Any) -> list[Callable[[Any], bool]]:
    compiled = fastjsonschema.compile(schema)

    def is_valid(report: Any) -> bool:
        try:
            compiled(report)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return [is_valid, Draft202012Validator(schema, registry=Registry()).is_valid]


@pytest.mark.thorough
@both_editions
@pytest.mark.parametrize("draft", [False, True], ids=["report", "draft"])
def test_every_validator_gives_the_verdict_of_the_published_schema(version: str, edition: str, *, draft: bool) -> None:
    catalog = load_catalog(version)
    published = jsonschema_rs.validator_for(bundle(catalog, edition, catalog.base_url, draft=draft))
    given = [(report, published.is_valid(report)) for report in reports(version, edition)]
    assert {valid for _, valid in given} == {True, False}
    for purpose, lang in product(PURPOSES, LANGS):
        valid_now = jsonschema_rs.validator_for(printed(version, edition, purpose, lang, draft=draft)).is_valid
        assert [valid_now(report) for report, _ in given] == [valid for _, valid in given], (purpose, lang)
    # The validators written in Python take long, and the other purposes and languages differ by annotations alone.
    for is_valid in validators(printed(version, edition, "validators", "en", draft=draft)):
        assert [is_valid(report) for report, _ in given[::5]] == [valid for _, valid in given[::5]]


@every_purpose
@pytest.mark.parametrize("edition", load_catalog("2.0.0").editions)
def test_check_jsonschema_takes_the_schema(tmp_path: Path, edition: str, purpose: str) -> None:
    zero = load_catalog("2.0.0").zero_report(edition)
    (tmp_path / "schema.json").write_text(json.dumps(printed("2.0.0", edition, purpose, "zh")), encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", "schema.json", "report.json"]
    for report, code in ((zero, 0), ({**zero, "published_on": "2025-02-29"}, 1)):
        (tmp_path / "report.json").write_text(json.dumps(report), encoding="utf-8")
        assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == code


# Types


@pytest.mark.parametrize("version", ["1.3.0", "2.0.0"])
def test_types_have_the_names_of_fields_and_rows(version: str) -> None:
    shared = [
        *("Organ", "Level", "Kind", "Scope", "ProactiveDisclosure", "DocumentRow", "Requests", "ApplicantRow"),
        *("LegalPerson", "Outcomes", "Refused", "Unavailable", "NotProcessed", "ReviewAndLitigation", "CaseRow"),
        "Litigation",
    ]
    own = {"2019": ["ServiceRow", "FeeRow", "Procurement", "Amount", "Unit"], "2021": ["DecisionRow", "Fees"]}
    for edition in load_catalog(version).editions:
        types = printed(version, edition, "code", "en")["$defs"]
        more = ["OutcomesOther"] if edition == "2021" else []
        assert sorted(types) == sorted([*shared, *own[edition], *more])


@both_editions
@either_language
def test_a_type_is_a_definition_and_a_reference_stands_alone(version: str, edition: str, lang: Lang) -> None:
    schema = printed(version, edition, "code", lang)
    assert schema["title"] == "Report"
    for name, one in schema["$defs"].items():
        assert one["title"] == name
        assert "properties" in one or "enum" in one
    for one in (schema, *schema["$defs"].values()):
        for field in one.get("properties", {}).values():
            assert "title" not in field
            assert "properties" not in field
            assert set(field) == {"$ref"} or field["description"]


def test_two_shapes_of_one_name_are_two_types() -> None:
    """No edition has them yet: a field with the name of a definition, or of the report."""
    count = {"type": "integer"}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://county.example/report.schema.json",
        "properties": {
            "case_row": {"type": "object", "properties": {"own": count}},
            "report": {"type": "object", "properties": {"part": count}},
            "cases": {"$ref": "#/$defs/case_row"},
        },
        "$defs": {"case_row": {"type": "object", "properties": {"shared": count}}},
    }
    made = for_code(schema, "en")
    fields = {name: list(one["properties"]) for name, one in made["$defs"].items()}
    used = {key: field["$ref"].removeprefix("#/$defs/") for key, field in made["properties"].items()}
    assert {key: fields[name] for key, name in used.items()} == {
        "case_row": ["own"],
        "report": ["part"],
        "cases": ["shared"],
    }
    assert "Report" not in fields


def test_the_description_of_a_type_has_those_of_its_rows() -> None:
    refused = printed("2.0.0", "2021", "code", "en")["$defs"]["Refused"]
    said, *rows = refused["description"].split("\n")
    assert said == "Refused by law; each is counted under one of eight grounds."
    assert rows[0] == "state_secret: Information lawfully classified as a state secret (article 14)."
    assert [row.partition(":")[0] for row in rows] == list(refused["properties"])


@both_editions
@pytest.mark.parametrize("draft", [False, True], ids=["report", "draft"])
def test_amounts_of_money_and_nothing_else_are_decimals(version: str, edition: str, *, draft: bool) -> None:
    found = {}
    for name, one in printed(version, edition, "code", "zh", draft=draft)["$defs"].items():
        for key, field in one.get("properties", {}).items():
            if "format" in field:
                found[f"{name}.{key}"] = field["format"]
    assert found == {{"2019": "Amount.value", "2021": "Fees.amount_wanyuan"}[edition]: "decimal"}


# The command


def test_the_command_prints_the_form_for_the_purpose_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    for purpose, lang in product((None, *PURPOSES), LANGS):
        given = [] if purpose is None else ["--for", purpose]
        assert main(["schema", "2021", "--standard", "2.0.0", "--lang", lang, *given]) == 0
        assert json.loads(capsys.readouterr().out) == printed("2.0.0", "2021", purpose or "validators", lang)


def test_both_languages_are_the_published_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "2021", "--standard", "2.0.0", "--lang", "both"]) == 0
    catalog = load_catalog("2.0.0")
    assert capsys.readouterr().out.encode() == catalog.read(catalog.schema_path("2021"))


@pytest.mark.parametrize("other", [["--lang", "both"], ["--out", "site"]], ids=str)
def test_a_purpose_is_of_one_printed_schema(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["schema", "--for", "code", *other]) == 2
    assert "--for" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_only_this_command_takes_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["rules", "--lang", "both"])
    assert "both" in capsys.readouterr().err


# The files where they are


@pytest.mark.parametrize(
    ("schema", "instance"),
    [
        ("edition.schema.json", "editions/2021/edition.json"),
        ("series.schema.json", "relations/Y.json"),
        ("roll-up.schema.json", "relations/R.json"),
        ("readings.schema.json", "relations/X.json"),
        ("set.schema.json", "set.json"),
    ],
)
def test_the_files_of_the_set_are_read_beside_each_other(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, schema: str, instance: str
) -> None:
    """The published folder works from disk: nothing is fetched, so nothing fails where there is no network."""
    assert main(["schema", "--standard", "2.0.0", "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", schema, instance]
    ran = subprocess.run(command, cwd=tmp_path / "2.0.0", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
