"""Checks that released files are unchanged, and that every change of the rule set is recorded with its reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.standard.catalog import catalog_of
from gknb.standard.kinds import editions_of
from gknb.standard.publish import file_hash
from gknb.standard.relations import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["Problem", "frozen_set", "frozen_suite"]

_MEANT: Final = ("severity", "editions", "relation")
"""Members of a relation whose change needs a record; a change of wording needs none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A change of something released, or a change without a record."""

    reason: str
    """A key of :mod:`audit.texts`."""
    details: Mapping[str, str]
    """The values of its placeholders."""


def frozen_set(read: Callable[[str], bytes]) -> Iterator[Problem]:
    """Yield the problems of the published set; ``read`` returns a file by its path below ``schema/``.

    Raises :class:`OSError` or :class:`ValueError` where its catalogue cannot be read.
    """
    root = json.loads(read("catalog.json"))
    before: Mapping[str, Any] | None = None
    for entry in root["versions"]:
        if entry["status"] != "draft":
            yield from _hashes(read, entry)
        catalog = catalog_of(root, entry, read)
        codes = {one["code"]: {**one, "editions": editions_of(catalog, Relation(one))} for one in catalog.relations()}
        if before is not None:
            yield from _changes(catalog.entry, before, codes)
        before = codes


def _hashes(read: Callable[[str], bytes], entry: Mapping[str, Any]) -> Iterator[Problem]:
    for path, digest in entry["files"].items():
        if _hash(read, path) != digest:
            yield Problem(reason="audit.frozen.file", details={"path": f"schema/{path}", "version": entry["version"]})


def _hash(read: Callable[[str], bytes], path: str) -> str | None:
    try:
        return file_hash(read(path))
    except OSError:
        return None


def _changes(entry: Mapping[str, Any], before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the differences to the version before that are not recorded, and the records of none."""
    recorded = {
        (one["code"], one["change"]) for one in entry.get("changes", ()) if one.get("reason") and one.get("basis")
    }
    happened = set(_happened(before, now))
    for code, change in sorted(happened - recorded):
        yield Problem(reason=f"audit.frozen.{change}", details={"code": code, "version": entry["version"]})
    for code, change in sorted(recorded - happened):
        details = {"code": code, "change": change, "version": entry["version"]}
        yield Problem(reason="audit.frozen.not-so", details=details)


def _happened(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for code in now:
        if code not in before:
            yield code, "added"
    for code, old in before.items():
        new = now.get(code)
        if new is None:
            yield code, "vanished"
        elif (old["status"], new["status"]) == ("active", "withdrawn"):
            yield code, "withdrawn"
        elif (old["status"], new["status"]) == ("withdrawn", "active"):
            yield code, "revived"
        elif old["name"] != new["name"]:
            yield code, "renamed"
        elif any(_meaning(old[key]) != _meaning(new[key]) for key in _MEANT):
            yield code, "changed"


def _meaning(value: Any) -> Any:
    """Return a value without its sentences: some relations have hints among their data."""
    if isinstance(value, dict):
        return None if value.keys() == {"zh", "en"} else {key: _meaning(inner) for key, inner in value.items()}
    return [_meaning(inner) for inner in value] if isinstance(value, list) else value


def frozen_suite(read: Callable[[str], bytes]) -> Iterator[Problem]:
    """Yield the problems of the conformance suite; ``read`` returns a file by its path below ``tests/conformance/``.

    Raises :class:`OSError` or :class:`ValueError` where its index or its hashes cannot be read.
    """
    index, whole = json.loads(read("index.json")), dict(_sums(read, "SHA256SUMS"))
    for path, digest in whole.items():
        if _hash(read, path) != digest:
            yield Problem(reason="audit.frozen.suite", details={"path": f"tests/conformance/{path}"})
    for file in sorted({vector["file"] for vector in index["vectors"]} - whole.keys()):
        yield Problem(reason="audit.frozen.unrecorded", details={"path": f"tests/conformance/{file}"})
    for version in index["releases"]:
        for path, digest in _sums(read, f"releases/{version}.sha256"):
            if whole.get(path) != digest:
                details = {"path": f"tests/conformance/{path}", "version": version}
                yield Problem(reason="audit.frozen.file", details=details)
    if index["status"] == "released" and index["suite"] not in index["releases"]:
        details = {"path": f"tests/conformance/releases/{index['suite']}.sha256"}
        yield Problem(reason="audit.frozen.unrecorded", details=details)


def _sums(read: Callable[[str], bytes], path: str) -> Iterator[tuple[str, str]]:
    """Yield each (path, hash) of a file as ``sha256sum`` writes it."""
    for line in read(path).decode().splitlines():
        digest, _, name = line.partition("  ")
        yield name, digest
