"""Freeze: changed files and unrecorded changes of the rule set are reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import CONFORMANCE

from audit.freeze import frozen_set, frozen_suite
from gknb.standard.publish import file_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RULE: Final = {
    "code": "T900",
    "name": "a-rule",
    "status": "active",
    "severity": "error",
    "editions": ["2021"],
    "relation": {"kind": "structure"},
}
RECORD: Final = {"code": "T900", "reason": {"en": "…"}, "basis": {"en": "…"}}


def published(*versions: list[dict[str, Any]], changes: list[dict[str, Any]] | None = None) -> dict[str, bytes]:
    """Return a set whose versions have these relations; the last one records these changes."""
    files: dict[str, bytes] = {}
    entries: list[dict[str, Any]] = []
    for n, relations in enumerate(versions, start=1):
        path = f"{n}.0.0/relations.json"
        files[path] = json.dumps({"relations": relations}).encode()
        hashes = {path: file_hash(files[path])}
        facts = {"version": f"{n}.0.0", "status": "released", "schemas": {"2021": "-"}}
        entries.append({**facts, "relations": [path], "files": hashes})
    entries[-1] |= {"changes": changes or []}
    return {**files, "catalog.json": json.dumps({"base_url": "https://a.example/", "versions": entries}).encode()}


def reader(files: Mapping[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    return read


def problems(files: Mapping[str, bytes]) -> list[str]:
    return [one.reason.removeprefix("audit.frozen.") for one in frozen_set(reader(files))]


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ([RULE, {**RULE, "code": "T901"}], "added"),
        ([{**RULE, "status": "withdrawn"}], "withdrawn"),
        ([{**RULE, "severity": "info"}], "changed"),
        ([{**RULE, "editions": []}], "changed"),
        ([{**RULE, "relation": {"kind": "duplicate-key"}}], "changed"),
    ],
)
def test_a_change_of_the_rule_set_needs_a_record(after: list[dict[str, Any]], change: str) -> None:
    assert problems(published([RULE], after)) == [change]
    record = {**RECORD, "code": after[-1]["code"], "change": change}
    assert problems(published([RULE], after, changes=[record])) == []
    for lacking in ("reason", "basis"):
        assert problems(published([RULE], after, changes=[{**record, lacking: None}])) == [change]


def test_words_may_change_without_a_record() -> None:
    assert problems(published([RULE], [{**RULE, "title": {"en": "clearer"}}])) == []
    first, clearer = (
        {**RULE, "relation": {"kind": "structure", "hints": [{"name": "a", "text": {"zh": "…", "en": text}}]}}
        for text in ("first", "clearer")
    )
    assert problems(published([first], [clearer])) == []
    other = {**RULE, "relation": {"kind": "structure", "hints": [{"name": "b", "text": {"zh": "…", "en": "clearer"}}]}}
    assert problems(published([clearer], [other])) == ["changed"]


def test_no_relation_vanishes_and_no_name_changes() -> None:
    assert problems(published([RULE], [])) == ["vanished"]
    assert problems(published([RULE], [{**RULE, "name": "other"}])) == ["renamed"]


def test_a_record_of_what_did_not_happen_is_reported() -> None:
    assert problems(published([RULE], [RULE], changes=[{**RECORD, "change": "withdrawn"}])) == ["not-so"]


def test_a_released_file_that_is_not_as_it_was_is_reported() -> None:
    files = published([RULE])
    assert problems({**files, "1.0.0/relations.json": files["1.0.0/relations.json"] + b" "}) == ["file"]


def suite_files() -> dict[str, bytes]:
    paths = [path for path in CONFORMANCE.rglob("*") if path.is_file()]
    return {path.relative_to(CONFORMANCE).as_posix(): path.read_bytes() for path in paths}


def test_a_vector_that_was_changed_is_reported() -> None:
    files = suite_files()
    assert not list(frozen_suite(reader(files)))
    path = json.loads(files["index.json"])["vectors"][0]["file"]
    (problem,) = frozen_suite(reader({**files, path: files[path] + b" "}))
    assert (problem.reason, problem.details["path"]) == ("audit.frozen.suite", f"tests/conformance/{path}")


def test_a_released_vector_that_was_changed_along_with_its_hash_is_reported() -> None:
    files = suite_files()
    index, path = json.loads(files["index.json"]), json.loads(files["index.json"])["vectors"][0]["file"]
    files["releases/0.9.0.sha256"] = f"{'0' * 64}  {path}\n".encode()
    files["index.json"] = json.dumps({**index, "releases": ["0.9.0"], "status": "draft"}).encode()
    reasons = {(one.reason, one.details["path"]) for one in frozen_suite(reader(files))}
    assert ("audit.frozen.file", f"tests/conformance/{path}") in reasons


def test_a_released_suite_has_its_hashes_on_record() -> None:
    files = suite_files()
    index = {**json.loads(files["index.json"]), "status": "released", "suite": "9.9.9"}
    reasons = {one.reason for one in frozen_suite(reader({**files, "index.json": json.dumps(index).encode()}))}
    assert "audit.frozen.unrecorded" in reasons
