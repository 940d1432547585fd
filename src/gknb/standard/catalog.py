"""Loads the published files under ``schema/``, from a checkout or an installed wheel. Nothing else reads them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.errors import CatalogError, UsageError
from gknb.standard.resources import read_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Catalog", "Json", "closest", "load_catalog", "relation_files"]

Json: TypeAlias = Any
"""A JSON value as :func:`json.loads` gives it."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Catalog:
    """One version of the published set: schemas, relations and their companion files.

    Immutable and compared by identity. The caller that starts a check loads it once and passes it down.
    """

    version: str
    """Version of the set, such as ``1.0.0``."""
    status: str
    """``draft``, ``released`` (its files never change again) or ``withdrawn``."""
    base_url: str
    """Address at which the set is published; each ``$id`` begins with it."""
    editions: tuple[str, ...]
    """Editions of the form, oldest first."""
    entry: Mapping[str, Json]
    """Entry of the version in ``catalog.json``: the role of each file, and its SHA-256."""
    read: Callable[[str], bytes]
    """Reads a file of the set by its path below ``schema/``."""

    def json(self, path: str) -> Json:
        """Return the JSON value in the file at ``path``, parsed on each call. Raises :class:`CatalogError`."""
        try:
            return json.loads(self.read(path))
        except (OSError, ValueError) as error:
            raise CatalogError("catalog.unreadable", path=path) from error

    def schema_path(self, edition: str) -> str:
        """Return the path of the report schema of ``edition``. Raises :class:`UsageError` if there is none."""
        schemas: Mapping[str, str] = self.entry["schemas"]
        if edition not in schemas:
            raise UsageError("usage.edition", edition=edition, editions=", ".join(schemas))
        return schemas[edition]

    def zero_report(self, edition: str) -> Json:
        """Return a valid report of ``edition`` with 0 in every cell, the base of all examples."""
        self.schema_path(edition)
        return self.json(self.entry["zero_reports"][edition])

    def relations(self) -> list[Json]:
        """Return every relation of the set, withdrawn ones included, in the order of the files."""
        return [relation for path in relation_files(self.entry) for relation in self.json(path)["relations"]]


def relation_files(entry: Mapping[str, Json]) -> list[str]:
    """Return the relation files of an entry: those of one report, then of readings, years and roll-ups."""
    more = (entry.get(key) for key in ("reading_relations", "series_relations", "roll_up_relations"))
    return [*entry["relations"], *filter(None, more)]


def load_catalog(version: str | None = None) -> Catalog:
    """Return the published set of ``version``, by default the newest one that is not withdrawn.

    Raises :class:`UsageError` for an unknown version and :class:`CatalogError` where the files are missing.
    """
    return _load(version, _read_packaged)


@cache
def _load(version: str | None, read: Callable[[str], bytes]) -> Catalog:
    try:
        root = json.loads(read("catalog.json"))
    except (OSError, ValueError) as error:
        raise CatalogError("catalog.unreadable", path="catalog.json") from error
    entries = {entry["version"]: entry for entry in root["versions"]}
    current = [name for name, entry in entries.items() if entry["status"] != "withdrawn"]
    if version is None and not current:
        raise CatalogError("catalog.withdrawn")
    chosen = version or current[-1]
    if chosen not in entries:
        raise UsageError("usage.version", version=chosen, versions=", ".join(entries))
    return Catalog(
        version=chosen,
        status=entries[chosen]["status"],
        base_url=root["base_url"],
        editions=tuple(edition["edition"] for edition in root["editions"]),
        entry=entries[chosen],
        read=read,
    )


def _read_packaged(path: str) -> bytes:
    return read_packaged(f"schema/{path}", f"schema/{path}")


def closest(word: str, known: Sequence[str]) -> str:
    """Return the name in ``known`` closest to ``word``, or an empty string."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, known, n=1, cutoff=0.4)), "")
