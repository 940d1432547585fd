"""A set that contradicts itself is refused when it is loaded, with the file and the place in it."""

from __future__ import annotations

import json
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
    "a role without a file": ("set.json", lambda files: files.update(hints="lost.json"), "lost.json"),
    "a missing role": ("set.json", lambda files: files.pop("hints"), "set.json"),
    "an object in place of a list": ("set.json", lambda files: files.update(relations={}), "set.json"),
    "no editions": ("set.json", lambda files: files.update(editions={}), "set.json"),
    "no version": ("set.json", lambda files: files.pop("version"), "set.json"),
}


@pytest.mark.parametrize("what", WRONG)
def test_it_is_refused_with_its_place(tmp_path: Path, what: str) -> None:
    copy = new_edition(tmp_path)
    name, change, message = WRONG[what]
    edit(copy / name, change)
    with pytest.raises(CatalogError) as caught:
        load_catalog(str(copy))
    assert message in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b'{"version": 1}'])
@pytest.mark.parametrize("name", ["set.json", T3, FORM, "hints.json"])
def test_any_bytes_give_one_message(tmp_path: Path, run: Callable[..., Ran], name: str, content: bytes) -> None:
    copy = new_edition(tmp_path)
    (copy / name).write_bytes(content)
    ran = run("--standard", str(copy), "rules")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1


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
