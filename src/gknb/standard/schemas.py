"""The schema files of a published set: references resolved, drafts derived, addresses replaced."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from gknb.errors import CatalogError
from gknb.lazy_dataclasses import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from gknb.standard.published_set import Catalog, Json

__all__ = ["SchemaSet", "addressed", "derive_draft", "rebase", "with_addresses"]


@dataclass(frozen=True, slots=True, eq=False)
class SchemaSet:
    """A root schema with the files that it refers to."""

    catalog: Catalog
    """Published set that holds the files."""
    path: str
    """Path of the root schema below ``schema/``."""
    draft: bool = False
    """Whether blank cells (``null``) are allowed."""
    _files: dict[str, Json] = field(default_factory=dict)

    @property
    def root(self) -> Mapping[str, Json]:
        """The root schema."""
        return self.file(self.path)

    def file(self, path: str) -> Mapping[str, Json]:
        """Return the schema file at ``path``, as a draft if ``draft`` is set."""
        if path not in self._files:
            schema = self.catalog.json(path)
            self._files[path] = _allow_blanks(schema) if self.draft else schema
        return self._files[path]  # type: ignore[no-any-return]

    def resolve(self, reference: str, base: str) -> tuple[str, Mapping[str, Json], str]:
        """Return the name, schema and file of the definition that ``reference`` in the file ``base`` points to.

        Raises :class:`CatalogError` for anything but ``FILE#/$defs/NAME`` or ``#/$defs/NAME``, the only forms used in
        the set.
        """
        address, _, fragment = reference.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), address)) if address else base
        prefix, _, name = fragment.rpartition("/")
        definitions = self.file(path).get("$defs", {})
        if prefix != "/$defs" or name not in definitions:
            raise CatalogError("catalog.reference", reference=reference, path=base)
        return name, definitions[name], path

    def files(self) -> Iterator[Mapping[str, Json]]:
        """Yield the root schema and, before version 2.0.0, the common schema: all that report schemas refer to."""
        yield self.root
        if self.path != self.catalog.entry["envelope"] and "common" in self.catalog.entry:
            yield self.file(self.catalog.entry["common"])


def derive_draft(schema: Mapping[str, Json]) -> Json:
    """Return the draft variant of a schema file, which allows ``null`` where ``x-blank`` marks a cell.

    ``.schema.json`` becomes ``.draft.schema.json`` in ``$id`` and references, so that both variants can be published.
    """
    return with_addresses(_allow_blanks(schema), lambda address: address.replace(".schema.json", ".draft.schema.json"))


def _allow_blanks(node: Json) -> Json:
    if isinstance(node, list):
        return [_allow_blanks(item) for item in node]
    if not isinstance(node, dict):
        return node
    copy = {key: _allow_blanks(value) for key, value in node.items()}
    if node.get("x-blank") is True:
        if "type" in copy:
            copy["type"] = [copy["type"], "null"]
        if "enum" in copy:
            copy["enum"] = [*copy["enum"], None]
    return copy


def rebase(node: Json, old: str, new: str) -> Json:
    """Return a copy of a schema in which every ``$id`` and absolute ``$ref`` begins with ``new`` instead of ``old``."""
    return with_addresses(node, lambda address: new + address.removeprefix(old) if address.startswith(old) else address)


def with_addresses(node: Json, change: Callable[[str], str], keys: Container[str] = ("$id", "$ref")) -> Json:
    """Return a copy of a schema in which ``change`` was applied to the texts at ``keys``, at any depth."""
    if isinstance(node, list):
        return [with_addresses(item, change, keys) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: change(value) if key in keys and isinstance(value, str) else with_addresses(value, change, keys)
        for key, value in node.items()
    }


def addressed(schema: Mapping[str, Json], path: str, base_url: str) -> Json:
    """Return a schema file with its address as ``$id``.

    From version 2.0.0 on, a schema that refers to other files has no ``$id``: its references name the files beside it,
    wherever the set is read.
    """
    return {"$id": base_url + path, **schema}
