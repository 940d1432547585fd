"""The published versions: which one is the default, and what happens where files are missing or damaged."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

import pytest
from zero_reports import CATALOG

import gknb
from gknb import CatalogError, Checker, UsageError, check, load_catalog
from gknb.standard.catalog import _load

if TYPE_CHECKING:
    from collections.abc import Callable


def versions(edit: Callable[[dict[str, Any]], object]) -> Callable[[str], bytes]:
    """A reader of the published files under which ``catalog.json`` says something else."""

    def read(path: str) -> bytes:
        content = CATALOG.read(path)
        if path != "catalog.json":
            return content
        root = json.loads(content)
        edit(root)
        return json.dumps(root).encode()

    return read


def with_another(status: str) -> Callable[[str], bytes]:
    return versions(lambda root: root["versions"].append({**root["versions"][0], "version": "9.0.0", "status": status}))


def test_the_newest_released_version_is_the_default() -> None:
    assert load_catalog() is load_catalog()
    assert load_catalog(CATALOG.version).version == CATALOG.version
    assert _load(None, with_another("released")).version == "9.0.0"
    assert _load(None, with_another("withdrawn")).version == CATALOG.version
    assert _load("9.0.0", with_another("withdrawn")).status == "withdrawn"
    assert _load(None, with_another("draft")).version == CATALOG.version
    assert _load("9.0.0", with_another("draft")).status == "draft"


def test_a_check_reads_each_file_once_and_none_of_another_version() -> None:
    read: list[str] = []

    def recorded(path: str) -> bytes:
        read.append(path)
        return CATALOG.read(path)

    assert check(CATALOG.zero_report("2021"), catalog=_load(None, recorded)).valid
    assert {path.partition("/")[0] for path in read} == {"catalog.json", CATALOG.version}
    assert len(read) == len(set(read))


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        load_catalog("0.0.1")
    assert caught.value.reason == "usage.version"
    assert CATALOG.version in str(caught.value)


def missing(path: str) -> bytes:
    raise FileNotFoundError(path)


def test_missing_files_are_a_catalog_error() -> None:
    with pytest.raises(CatalogError, match=r"catalog\.json"):
        _load(None, missing)
    catalog = dataclasses.replace(CATALOG, read=missing)
    with pytest.raises(CatalogError, match=r"zero\.report\.json"):
        catalog.zero_report("2021")
    with pytest.raises(CatalogError):
        Checker(catalog=catalog)
    with pytest.raises(UsageError):
        catalog.zero_report("2018")


def test_a_damaged_catalogue_is_a_catalog_error() -> None:
    with pytest.raises(CatalogError):
        _load(None, lambda _: b"{")


def test_a_catalogue_of_withdrawn_versions_is_refused() -> None:
    with pytest.raises(gknb.GknbError):
        _load(None, versions(lambda root: [one.update(status="withdrawn") for one in root["versions"]]))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"minimum"', '"exclusiveMinimum"', "catalog.keyword"),
        ("#/$defs/count", "#/$defs/number", "catalog.reference"),
        ("#/$defs/count", "#/properties/count", "catalog.reference"),
    ],
)
def test_a_schema_that_cannot_be_followed_is_refused(old: str, new: str, reason: str) -> None:
    catalog = dataclasses.replace(CATALOG, read=lambda path: CATALOG.read(path).replace(old.encode(), new.encode()))
    with pytest.raises(CatalogError) as caught:
        check(CATALOG.zero_report("2021"), catalog=catalog)
    assert caught.value.reason == reason
