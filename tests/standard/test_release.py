"""Released means frozen: what is said here was published, and no later change may touch it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from audit.freeze import frozen_suite
from checkout import CONFORMANCE, SCHEMA
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from gknb.standard.catalog import expanded, load_catalog, relation_files
from gknb.standard.publish import file_hash
from gknb.standard.verification import verify

# SHA-256 over the "files" entry of each released version.
# A release adds a line; no line ever changes.
RELEASED: dict[str, str] = {
    "1.0.0": "b22411518c19e35125a7c34261a5465adec978c9672ed475799e551142858503",
    "1.1.0": "fb4f24adff2907336498c84d6649b2c6e572991b81fb67945fa62f2f50dd6bba",
    "1.2.0": "e59e05f591d55e4fba327ad499230af95cc468b41d371c67fb610634e278def5",
    "1.3.0": "4cbbc04b7b9494a6c1903be9501ae5e2021a190d27a4d41beaa0b1fefcc543ba",
    "2.0.0": "dea81205bcb7a19dac98bfedc4a1dcbbb759c70e0ac5f16d05bd777f7ac3774d",
    "2.0.1": "401a25f0cb0f43e6e471cd28c29b16d1c32df202f02c0c53e9c5e0826d192643",
}

# The same over the recorded hashes of each released version of the conformance suite.
SUITES: dict[str, str] = {
    "1.0.0": "2660fc7673e7dfeec3e2492405be3f6c53baf3692a813fc829996bcc96efa81a",
    "1.1.0": "c0180450d6aac0296a1f262556dbcf7c90a8af222cbf49ee1c34ac6ba19fe7c0",
    "2.0.0": "7673784787611cf96fae364ac1068b5a30195ee99f2b581e513e435c4e6e4d46",
    "2.0.1": "75a5e88e904b0c047e7dfd6459aad34cbbbc735d488fcca3afe617e77f93a17f",
}


def versions() -> list[dict[str, object]]:
    listed: list[dict[str, object]] = json.loads((SCHEMA / "catalog.json").read_bytes())["versions"]
    return listed


def record(entry: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(entry["files"], sort_keys=True).encode()).hexdigest()


@pytest.mark.parametrize("entry", versions(), ids=lambda entry: str(entry["version"]))
def test_the_catalogue_lists_every_file_with_its_hash(entry: dict[str, object]) -> None:
    files: dict[str, str] = entry["files"]  # type: ignore[assignment]
    assert {path: file_hash((SCHEMA / path).read_bytes()) for path in files} == files
    folder = SCHEMA / str(entry["version"])
    assert {path.relative_to(SCHEMA).as_posix() for path in folder.rglob("*") if path.is_file()} <= files.keys()


META: dict[str, tuple[str, ...]] = {
    "relations_schema": ("relations",),
    "readings_schema": ("reading_relations",),
    "series_schema": ("series_relations",),
    "roll_up_schema": ("roll_up_relations",),
    "repairs_schema": ("repairs",),
}


@pytest.mark.parametrize("version", [str(entry["version"]) for entry in versions()])
def test_the_files_of_a_version_are_as_their_meta_schemas_demand(version: str) -> None:
    catalog = load_catalog(version)
    if "set" in catalog.entry:
        verify(catalog)
        return
    schemas = [catalog.json(path) for path in catalog.entry["files"] if path.endswith(".schema.json")]
    registry: Registry[Any] = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in schemas)
    for name, roles in META.items():
        for path in (path for role in roles if role in catalog.entry for path in paths(catalog.entry[role])):
            schema = catalog.json(catalog.entry[name])
            Draft202012Validator(schema, registry=registry).validate(catalog.json(path))
    for path in catalog.entry["files"]:
        if path.endswith(".schema.json"):
            Draft202012Validator.check_schema(catalog.json(path))


def paths(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_released_versions_are_as_they_were_released() -> None:
    released = {str(entry["version"]): record(entry) for entry in versions() if entry["status"] != "draft"}
    assert released == RELEASED


def test_released_vectors_are_as_they_were_released() -> None:
    releases = CONFORMANCE / "releases"
    assert {path.stem: file_hash(path.read_bytes()) for path in releases.iterdir()} == SUITES
    assert json.loads((CONFORMANCE / "index.json").read_bytes())["releases"] == list(SUITES)
    assert not list(frozen_suite(lambda path: (CONFORMANCE / path).read_bytes()))


def test_no_relation_vanishes_from_one_version_to_the_next() -> None:
    known: dict[str, str] = {}
    for entry in versions():
        codes: dict[str, str] = {}
        for path in relation_files(expanded(entry, lambda path: (SCHEMA / path).read_bytes())):
            for relation in json.loads((SCHEMA / path).read_bytes())["relations"]:
                codes[relation["code"]] = relation["name"]
        assert known.items() <= codes.items()
        known = codes
