"""A set that contradicts itself is refused when it is loaded, with the file and the place in it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from new_edition import NEW, new_edition

from gknb.errors import CatalogError
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Ran

FORM = f"editions/{NEW}/report.schema.json"
T3, Y = "relations/T3.json", "relations/Y.json"


def edit(path: Path, change: Callable[[Any], object]) -> None:
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def first(file: Any) -> Any:
    return file["relations"][0]["relation"]


def columns(schema: Any) -> Any:
    return schema["$defs"]["legal_person"]["properties"]


WRONG: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "cells that no edition has": (
        T3,
        lambda file: first(file).update(left=[{"cell": "/requests/lost{column}"}]),
        f"{T3}, at /relations/0/relation: no edition has the cells that relation T301 needs",
    ),
    "cells that no edition has, between years": (
        Y,
        lambda file: first(file).update(left=[{"cell": "/requests/lost{column}"}]),
        f"{Y}, at /relations/0/relation: no edition has the cells that relation Y601 needs",
    ),
    "unknown kind": (T3, lambda file: first(file).update(kind="quadratic"), f"{T3}, at /relations/0/relation"),
    "unknown member": (T3, lambda file: file["relations"][1].update(colour="red"), f"{T3}, at /relations/1"),
    "variable without words": (T3, lambda file: file.update(variables={}), f"{T3}, at /relations/0/relation/for_each"),
    "two places that continue one": (
        FORM,
        lambda schema: columns(schema)["research"].update({"x-continues": "business"}),
        "continues /requests/received/legal_person/business, as /requests/received/legal_person/enterprise does",
    ),
    "a place that continues none": (
        FORM,
        lambda schema: columns(schema)["enterprise"].update({"x-continues": "shop"}),
        "the edition of 2021 has no /requests/received/legal_person/shop",
    ),
    "a definition that refers to itself": (
        FORM,
        lambda schema: schema["$defs"].update(legal_person={"$ref": "#/$defs/legal_person"}),
        "the definition legal_person refers to itself",
    ),
    "a definition within itself": (
        FORM,
        lambda schema: columns(schema).update(other={"$ref": "#/$defs/legal_person"}),
        "the definition legal_person refers to itself",
    ),
    "missing definition": (FORM, lambda schema: schema["$defs"].pop("legal_person"), "points to no definition"),
    "the folder of another edition": (
        f"editions/{NEW}/edition.json",
        lambda facts: facts.update(edition="2030"),
        f"at /edition: this is the folder of the edition {NEW}",
    ),
    "an earlier year": (
        f"editions/{NEW}/edition.json",
        lambda facts: facts.update(first_year=2020),
        "the first year must be later than 2021",
    ),
    "an edition without its facts": (
        f"editions/{NEW}/edition.json",
        lambda facts: facts.pop("first_year"),
        "'first_year' is a required property",
    ),
    "a zero report that is not valid": (
        f"editions/{NEW}/zero.report.json",
        lambda report: report["requests"].pop("received"),
        "'received' is a required property",
    ),
    "a code given twice": (
        T3,
        lambda file: file["relations"][1].update(code="T301"),
        f"{T3}, at /relations/1/code: T301 is given twice",
    ),
    "a code of another family": (
        T3,
        lambda file: file["relations"][1].update(code="E999"),
        f"{T3}, at /relations/1/code: the code E999 is not of family T3",
    ),
    "an unknown placeholder": (
        T3,
        lambda file: file["relations"][0]["message"].update(en="{left} {nope}"),
        f"{T3}, at /relations/0/message/en: unknown placeholder {{nope}}",
    ),
    "a placeholder that reaches inside": (
        T3,
        lambda file: file["relations"][0]["fix"].update(zh="{left.__class__}"),
        f"{T3}, at /relations/0/fix/zh: unknown placeholder {{left.__class__}}",
    ),
    "an open brace": (T3, lambda file: file["relations"][0]["fix"].update(zh="{left"), f"{T3}, at /"),
    "an example of no edition": (
        T3,
        lambda file: file["relations"][0]["examples"][0].update(edition="1999"),
        f"{T3}, at /relations/0/examples/0/edition",
    ),
    "a place without a description": (
        FORM,
        lambda schema: schema["properties"]["proactive_disclosure"]["properties"]["inspections"].pop("description"),
        "/proactive_disclosure/inspections: description is missing",
    ),
    "a row without its block": (
        FORM,
        lambda schema: schema["properties"]["proactive_disclosure"]["properties"]["inspections"].pop("x-block"),
        "/proactive_disclosure/inspections: x-block is missing",
    ),
    "a schema that is true": (FORM, lambda schema: columns(schema).update(other=True), FORM),
    "a word that no checker knows": (FORM, lambda schema: schema.update(allOf=[{"$ref": "#"}]), FORM),
    "a pattern that is none": (
        FORM,
        lambda schema: schema["$defs"]["text"].update(pattern="("),
        FORM,
    ),
    "x-continues of the wrong type": (
        FORM,
        lambda schema: columns(schema)["enterprise"].update({"x-continues": 5}),
        FORM,
    ),
    "a first year with a fraction": (
        f"editions/{NEW}/edition.json",
        lambda facts: facts.update(first_year=2026.0),
        "at /first_year",
    ),
    "a path that leads outside": (
        "set.json",
        lambda files: files["editions"].update({NEW: "../editions/2026"}),
        "set.json, at /editions/2026",
    ),
    "a meta-schema that says nothing": (
        "relations.schema.json",
        lambda schema: schema.clear(),
        "relations.schema.json",
    ),
    "a role without a file": ("set.json", lambda files: files.update(hints="lost.json"), "lost.json"),
    "a missing role": ("set.json", lambda files: files.pop("hints"), "set.json"),
    "an object in place of a list": ("set.json", lambda files: files.update(relations={}), "set.json"),
    "no editions": ("set.json", lambda files: files.update(editions={}), "set.json"),
    "no version": ("set.json", lambda files: files.pop("version"), "set.json"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("what", WRONG)
def test_it_is_refused_with_its_place(tmp_path: Path, what: str) -> None:
    copy = new_edition(tmp_path)
    name, change, message = WRONG[what]
    edit(copy / name, change)
    with pytest.raises(CatalogError) as caught:
        load_catalog(str(copy))
    assert message in str(caught.value)


@pytest.mark.thorough
@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'{"version": 1}'])
@pytest.mark.parametrize("name", ["set.json", T3, FORM, "hints.json"])
def test_any_bytes_give_one_message(tmp_path: Path, run: Callable[..., Ran], name: str, content: bytes) -> None:
    copy = new_edition(tmp_path)
    (copy / name).write_bytes(content)
    ran = run("--standard", str(copy), "rules")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


def test_a_name_given_twice_in_an_object_is_refused(tmp_path: Path) -> None:
    copy = new_edition(tmp_path)
    (copy / "hints.json").write_text('{"hints": [], "hints": []}', encoding="utf-8")
    with pytest.raises(CatalogError, match=r"hints\.json in the folder .*'hints' is given twice"):
        load_catalog(copy)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    copy = new_edition(tmp_path)
    (copy / "hints.json").unlink()
    os.mkfifo(copy / "hints.json")
    with pytest.raises(CatalogError, match=r"hints\.json"):
        load_catalog(copy)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    copy = new_edition(tmp_path)
    (copy / "hints.json").rename(tmp_path / "hints.json")
    (copy / "hints.json").symlink_to(tmp_path / "hints.json")
    with pytest.raises(CatalogError, match=r"hints\.json is outside of the folder"):
        load_catalog(copy)


def test_a_version_may_be_given_another_number(tmp_path: Path, run: Callable[..., Ran]) -> None:
    copy = new_edition(tmp_path)
    edit(
        copy / "set.json", lambda files: files.update({"version": "2.1.0", "$id": "https://a.example/s/2.1.0/set.json"})
    )
    assert run("--standard", str(copy), "--version").out.endswith("(schema 2.1.0)\n")


def test_a_folder_is_published(tmp_path: Path, run: Callable[..., Ran]) -> None:
    copy, site = new_edition(tmp_path), tmp_path / "site"
    ran = run("--standard", str(copy), "schema", "--base-url", "https://county.example", "--out", str(site))
    assert ran.code == 0
    (entry,) = json.loads((site / "catalog.json").read_bytes())["versions"]
    assert f"{copy.name}/editions/{NEW}/report.draft.schema.json" in entry["files"]
    assert all((site / path).is_file() and len(digest) == 64 for path, digest in entry["files"].items())


def test_a_version_without_a_roster_says_so(tmp_path: Path, run: Callable[..., Ran]) -> None:
    (tmp_path / "roster.yaml").write_text("roster: 1\norgans: []\n", encoding="utf-8")
    (tmp_path / "reports").mkdir()
    options = ("--roster", str(tmp_path / "roster.yaml"), "--lang", "en")
    ran = run("--standard", "1.1.0", "check", *options, str(tmp_path / "reports"))
    assert ran.code == 2
    assert "version 1.1.0 of the standard does not have this (roster_schema)" in ran.err


def test_a_folder_without_a_set_is_named(tmp_path: Path, run: Callable[..., Ran]) -> None:
    ran = run("--standard", str(tmp_path), "rules", "--lang", "en")
    assert ran.code == 2
    assert f"no set.json in {tmp_path}" in ran.err


def test_what_was_right_is_loaded(tmp_path: Path) -> None:
    assert load_catalog(str(new_edition(tmp_path))).editions == ("2019", "2021", NEW)


def test_an_older_version_has_its_own_editions(run: Callable[..., Ran]) -> None:
    assert load_catalog("1.3.0").editions == ("2019", "2021")
    assert "1.3.0" in run("--standard", "1.3.0", "--version").out
    assert "1.3.0" in run("--standard=1.3.0", "--version").out
    unknown = run("rules", "--standard", "0.9.0")
    assert unknown.code == 2
    assert "1.3.0" in unknown.err
