"""Compatibility of the versions of the standard: which documents get another answer from a version to the next."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

import pytest
from checkout import ROOT

from gknb import Checker, Options, load_catalog
from gknb.conformance.suite import load_suite
from gknb.documents.examples import example_source
from gknb.run.inputs import check_source
from gknb.source.document import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb import Catalog, Result
    from gknb.source.document import Source

Kind: TypeAlias = Literal["report", "page", "collection"]

VERSIONS: Final = [one["version"] for one in json.loads((ROOT / "schema" / "catalog.json").read_bytes())["versions"]]
CHANGED: Final[Mapping[tuple[str, str], set[str]]] = {
    ("1.0.0", "1.1.0"): set(),
    ("1.1.0", "1.2.0"): set(),
    ("1.2.0", "1.3.0"): set(),
    ("1.3.0", "2.0.0"): set(),
    ("2.0.0", "2.0.1"): set(),
}
"""Names of the documents with another answer in the newer version, for each pair of consecutive versions."""
FILES: Final[Mapping[Kind, tuple[str, ...]]] = {
    "report": ("schemas", "relations"),
    "page": ("schemas", "relations", "reading_relations", "readings"),
    "collection": ("schemas", "relations", "series_relations", "roll_up_relations", "roster_schema"),
}
"""Roles of the files that decide the answer to a document of each kind; a version without one of them gives none."""


PAGES: Final = {
    f"{relation['code']} example {n}": example
    for relation in load_catalog(VERSIONS[-1]).relations()
    for n, example in enumerate(relation["examples"], start=1)
    if "page" in example
}
"""Examples that are pages, by name."""


@cache
def documents(kind: Kind) -> dict[str, tuple[bool, Source]]:
    """Whether it is a draft, and the source of each document: vectors of the suite, and examples of relations."""
    return dict(_documents(kind))


def _documents(kind: Kind) -> Iterator[tuple[str, tuple[bool, Source]]]:
    for vector in load_suite().vectors:
        if kind == ("collection" if vector.collection else "report") and vector.expected.verdict != "unreadable":
            yield vector.id, (vector.draft, read_bytes(vector.content))
    catalog = load_catalog(VERSIONS[-1])
    for relation in catalog.relations():
        for n, example in enumerate(relation["examples"], start=1):
            if kind == ("page" if "page" in example else "collection" if {"last", "roster"} & {*example} else "report"):
                yield f"{relation['code']} example {n}", (example.get("draft", False), example_source(catalog, example))


def answers(catalog: Catalog, kind: Kind, *codes: str, reader: Catalog | None = None) -> dict[str, Any]:
    """The answer to each document of a kind, without sentences; with ``codes``, to their examples alone.

    Pages are read as the version ``reader`` says, by default the same.
    """
    checkers = {draft: Checker(Options(draft=draft, lang="en"), catalog) for draft in (False, True)}
    return {
        name: _answer(
            check_source(checkers[draft], example_source(reader or catalog, PAGES[name]) if name in PAGES else source)
        )
        for name, (draft, source) in documents(kind).items()
        if not codes or name.startswith(tuple(f"{code} example" for code in codes))
    }


def _answer(result: Result) -> dict[str, Any]:
    return {
        "head": (result.valid, result.edition, result.error),
        "findings": [
            (one.code, one.name, one.severity, [cell.pointer for cell in one.cells], one.expected, one.actual)
            for one in result.findings
        ],
        "undecided": [(one.code, [cell.pointer for cell in one.cells]) for one in result.undecided],
        "checked": result.checked,
    }


def files(version: str, kind: Kind) -> str | None:
    """The paths of the files that decide an answer; ``None`` if the version does not deal with the kind."""
    entry = load_catalog(version).entry
    return json.dumps([entry[role] for role in FILES[kind]]) if all(role in entry for role in FILES[kind]) else None


@cache
def answers_of(kind: Kind, deciding: str) -> dict[str, Any]:
    """The answers of the newest version with these files: released files never change, so older ones give the same."""
    (*_, version) = (one for one in VERSIONS if files(one, kind) == deciding)
    return answers(load_catalog(version), kind)


def differing(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
    return {name for name, found in before.items() if found != now[name]}


def test_every_pair_of_consecutive_versions_is_compared() -> None:
    assert list(CHANGED) == [*pairwise(VERSIONS)]


@pytest.mark.thorough
@pytest.mark.parametrize("pair", CHANGED, ids="-".join)
def test_which_documents_get_another_answer(pair: tuple[str, str]) -> None:
    found: set[str] = set()
    for kind in FILES:
        before, now = (files(version, kind) for version in pair)
        if before is not None:
            assert now is not None, f"{pair[1]} no longer deals with a {kind}"
            if kind == "page":
                # Read alike, so that only what is said of it is compared.
                older, newer = map(load_catalog, pair)
                found |= differing(answers(older, kind), answers(newer, kind, reader=older))
            else:
                found |= differing(answers_of(kind, before), answers_of(kind, now))
    assert found == CHANGED[pair]


def test_the_documents_violate_every_relation() -> None:
    newest = VERSIONS[-1]
    found = [answers_of(kind, files(newest, kind) or "") for kind in FILES]
    violated = {one[0] for some in found for answer in some.values() for one in answer["findings"]}
    assert violated == {one["code"] for one in load_catalog(newest).relations() if one["status"] == "active"}


@pytest.mark.parametrize(
    ("code", "file", "old", "new"),
    [
        ("T401", "T4.json", b'"severity": "error"', b'"severity": "warning"'),
        ("E102", "E.json", b'"month_day": "12-31"', b'"month_day": "12-30"'),
        ("T202", "T2.json", b'"comparator": ">="', b'"comparator": "="'),
    ],
)
def test_a_version_that_judges_otherwise_is_seen(code: str, file: str, old: bytes, new: bytes) -> None:
    catalog = load_catalog(VERSIONS[-1])

    def changed(path: str) -> bytes:
        content = catalog.read(path)
        return content.replace(old, new) if path.endswith(f"relations/{file}") else content

    assert any(old in catalog.read(path) for path in catalog.entry["relations"] if path.endswith(file))
    other = replace(catalog, read=changed)
    assert differing(answers(catalog, "report", code), answers(other, "report", code))
