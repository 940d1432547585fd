"""One version of the published set: which file has which role, and what is in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.errors import CatalogError, UsageError
from gknb.lazy_dataclasses import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Catalog", "Json", "catalog_of", "expanded", "read_object", "relation_files"]

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
    _facts: dict[str, Json] = field(init=False, default_factory=dict)

    def json(self, path: str) -> Json:
        """Return the JSON value in the file at ``path``, parsed on each call. Raises :class:`CatalogError`."""
        return read_object(self.read, path)

    def path(self, role: str) -> str:
        """Return the path of the file with a role, such as ``roster_schema``.

        Raises :class:`CatalogError` if the version has none: some are younger than the first versions.
        """
        if role not in self.entry:
            raise CatalogError("catalog.without", version=self.version, name=role)
        return self.entry[role]  # type: ignore[no-any-return]

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

    def edition(self, edition: str) -> Mapping[str, Json]:
        """Return what the set says of an edition apart from its form, as in ``edition.schema.json``.

        Raises :class:`UsageError` if there is no such edition.
        """
        self.schema_path(edition)
        if edition not in self._facts:
            self._facts[edition] = self.json(self.entry["edition_files"][edition])
        return self._facts[edition]  # type: ignore[no-any-return]

    def years(self, edition: str) -> tuple[int, int | None]:
        """Return the first and the last reporting year of an edition; ``None`` if it is the newest one.

        Raises as :meth:`edition` does.
        """
        following = self.editions[self.editions.index(edition) + 1 :]
        last = self.edition(following[0])["first_year"] - 1 if following else None
        return self.edition(edition)["first_year"], last

    def relations(self) -> list[Json]:
        """Return every relation of the set, withdrawn ones included, in the order of the files."""
        return [relation for path in relation_files(self.entry) for relation in self.json(path)["relations"]]

    def variables(self) -> dict[str, Mapping[str, str]]:
        """Return what the variables of templates stand for, in both languages: each row, each column."""
        files = map(self.json, relation_files(self.entry))
        return {name: words for file in files for name, words in file.get("variables", {}).items()}


def relation_files(entry: Mapping[str, Json]) -> list[str]:
    """Return the relation files of an entry: those of one report, then of readings, years and roll-ups."""
    more = (entry.get(key) for key in ("reading_relations", "series_relations", "roll_up_relations"))
    return [*entry["relations"], *filter(None, more)]


def catalog_of(root: Json, entry: Json, read: Callable[[str], bytes]) -> Catalog:
    """Return the set that an entry of ``catalog.json``, whose content is ``root``, describes.

    Raises :class:`CatalogError` where its files are missing.
    """
    entry = expanded(entry, read)
    return Catalog(
        version=entry["version"],
        status=entry["status"],
        base_url=root["base_url"],
        editions=tuple(entry["schemas"]),
        entry=entry,
        read=read,
    )


def expanded(entry: Mapping[str, Json], read: Callable[[str], bytes]) -> Mapping[str, Json]:
    """Return an entry of ``catalog.json`` with the roles of its files, as paths below ``schema/``.

    From version 2.0.0 on, the roles are in the ``set.json`` of the version. Raises :class:`CatalogError` where that
    cannot be read.
    """
    if "set" not in entry:
        return entry
    path = entry["set"]
    folder = path.rpartition("/")[0]

    def below(value: Json) -> Json:
        return [below(one) for one in value] if isinstance(value, list) else f"{folder}/{value}"

    kept = {"version", "changes", "$schema", "$id"}
    contents = read_object(read, path)
    roles = {name: value if name in kept else below(value) for name, value in contents.items() if name != "editions"}
    facts = {one: f"{folder}/{place}/edition.json" for one, place in contents["editions"].items()}
    return {
        **entry,
        **roles,
        "edition_files": facts,
        "schemas": {one: f"{folder}/{place}/report.schema.json" for one, place in contents["editions"].items()},
        "zero_reports": {one: f"{folder}/{place}/zero.report.json" for one, place in contents["editions"].items()},
    }


def read_object(read: Callable[[str], bytes], path: str) -> Json:
    """Return the JSON value in a file of the set. Raises :class:`CatalogError` where it cannot be read."""
    try:
        return json.loads(read(path))
    except (OSError, ValueError) as error:
        raise CatalogError("catalog.unreadable", path=path) from error
