"""Loads a version of the set from a folder and verifies that its files agree with their schemas and each other."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

from gknb.errors import CatalogError
from gknb.source.pointers import lookup
from gknb.source.refusals import short
from gknb.standard.form import form_of
from gknb.standard.kinds import KINDS, editions_of
from gknb.standard.published_set import catalog_of, relation_files
from gknb.standard.relations import Relation
from gknb.standard.schemas import addressed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from jsonschema import ValidationError

    from gknb.standard.published_set import Catalog, Json

__all__ = ["verified", "verify"]

_SCHEMAS: Final = {
    "set_schema": ("set",),
    "relations_schema": ("relations",),
    "readings_schema": ("reading_relations",),
    "series_schema": ("series_relations",),
    "roll_up_schema": ("roll_up_relations",),
    "edition_schema": ("edition_files",),
    "repairs_schema": ("repairs",),
    "reading_words_schema": ("readings",),
    "hints_schema": ("hints",),
}
"""The roles of the files that each meta-schema is for."""

_PRINTED: Final = {"blocks": ("corner",), "rows": ("rows", "corner", "columns"), "columns": ()}
"""The members of ``x-layout`` that each shape of a table needs."""


def verified(folder: str) -> Catalog:
    """Return the version in a folder: a copy of ``schema/2.0.0``, changed or not.

    Raises :class:`CatalogError` for the first thing that is missing or contradicts another.
    """
    if not os.path.isfile(os.path.join(folder, "set.json")):
        raise CatalogError("catalog.folder", path=folder)

    def read_own(name: str) -> bytes:
        with open(os.path.join(folder, *name.split("/")), "rb") as file:
            return file.read()

    contents, schema = (_object(read_own, name) for name in ("set.json", "set.schema.json"))
    error = best_match(Draft202012Validator({**schema, "properties": _alone(schema)}).iter_errors(contents))
    if error is not None:
        raise _violation("set.json", error)
    version = contents["version"]
    path = f"{version}/set.json"
    entry = {"version": version, "status": "draft", "set": path}
    root = {"base_url": contents["$id"].removesuffix(path), "versions": [entry]}

    def read(name: str) -> bytes:
        return json.dumps(root).encode() if name == "catalog.json" else read_own(name.removeprefix(f"{version}/"))

    catalog = catalog_of(root, entry, read)
    verify(catalog)
    return catalog


def _alone(schema: Json) -> dict[str, Json]:
    """Return the properties of ``set.schema.json``, without what refers to another file."""
    return {**schema.get("properties", {}), "changes": True}


def _object(read: Callable[[str], bytes], path: str) -> Json:
    try:
        value = json.loads(read(path))
    except (OSError, ValueError, RecursionError) as error:
        raise CatalogError("catalog.unreadable", path=path) from error
    if not isinstance(value, dict):
        raise CatalogError("catalog.unreadable", path=path)
    return value


def verify(catalog: Catalog) -> None:
    """Raise :class:`CatalogError` for the first contradiction in a set of version 2.0.0 or later."""
    for one in _problems(catalog):
        raise one


def _problems(catalog: Catalog) -> Iterator[CatalogError]:
    """Yield an error for each contradiction; each step relies on the ones before it."""
    entry = catalog.entry
    files = {name: value for name, value in entry.items() if not name.startswith("$")}
    for path in (path for value in files.values() for path in _paths(value) if path.endswith(".json")):
        _object(catalog.read, path)
    yield from _against_schemas(catalog)
    yield from _editions(catalog)
    yield from _readings(catalog)
    for edition in catalog.editions:
        yield from _continued(catalog, edition)
        yield from _annotations(catalog, edition)
    for path in relation_files(entry):
        file = catalog.json(path)
        for n, data in enumerate(file["relations"]):
            yield from _relation(catalog, data, file.get("variables", {}), path, f"/relations/{n}/relation")


def _against_schemas(catalog: Catalog) -> Iterator[CatalogError]:
    entry = catalog.entry
    paths = {name: path for name, path in entry.items() if name.endswith("_schema")}
    meta = {name: addressed(catalog.json(path), path, catalog.base_url) for name, path in paths.items()}
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in meta.values()
    )
    for name, roles in _SCHEMAS.items():
        validator = Draft202012Validator(meta[name], registry=registry)
        for path in (path for role in roles for path in _paths(entry[role])):
            error = best_match(validator.iter_errors(catalog.json(path)))
            if error is not None:
                yield _violation(path, error)
    for edition, path in entry["schemas"].items():
        schema = catalog.json(path)
        error = best_match(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
        if error is not None:
            yield _violation(path, error)
        if lookup(schema, "/properties/edition/const") != edition:
            yield CatalogError("catalog.form", path=path, pointer="/properties/edition/const", edition=edition)
    listed = lookup(catalog.json(entry["envelope"]), "/properties/edition/enum")
    if listed != list(catalog.editions):
        pointer, editions = "/properties/edition/enum", ", ".join(catalog.editions)
        yield CatalogError("catalog.envelope", path=entry["envelope"], pointer=pointer, editions=editions)
    for edition, path in entry["zero_reports"].items():
        form = form_of(catalog, edition)
        error = best_match(Draft202012Validator(form.schemas.root).iter_errors(catalog.json(path)))
        if error is not None:
            yield _violation(path, error)


def _violation(path: str, error: ValidationError) -> CatalogError:
    pointer = "".join(f"/{key}" for key in error.absolute_path) or "/"
    return CatalogError("catalog.contradiction", path=path, pointer=pointer, problem=short(error.message, 200))


def _paths(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [one for one in (value.values() if isinstance(value, dict) else value) if isinstance(one, str)]


def _editions(catalog: Catalog) -> Iterator[CatalogError]:
    before = None
    for edition in catalog.editions:
        path, facts = catalog.entry["edition_files"][edition], catalog.edition(edition)
        if facts["edition"] != edition:
            yield CatalogError("catalog.edition", path=path, pointer="/edition", edition=edition)
        if before is not None and facts["first_year"] <= before:
            yield CatalogError("catalog.first-year", path=path, pointer="/first_year", year=before)
        before = facts["first_year"]


def _readings(catalog: Catalog) -> Iterator[CatalogError]:
    """Yield the findings, levels, kinds and scopes in ``readings.json`` that the rest of the set does not have."""
    path = catalog.entry["readings"]
    words, form = catalog.json(path), form_of(catalog, catalog.editions[-1])
    codes = [relation["code"] for relation in catalog.json(catalog.entry["reading_relations"])["relations"]]
    named = [(f"/findings/{name}", code, codes) for name, code in words["findings"].items()]
    for key, pointer in (("level", "/organ/level"), ("kind", "/organ/kind"), ("scope", "/scope")):
        allowed = form.places[pointer].schema["enum"]
        for group in ("organs", "scope"):
            for n, rule in enumerate(words[group]):
                values = [*([rule[key]] if key in rule else ()), *(rule.get("levels", ()) if key == "level" else ())]
                named += [(f"/{group}/{n}", value, allowed) for value in values]
    for pointer, name, known in named:
        if name not in known:
            yield CatalogError("catalog.no-such", path=path, pointer=pointer, name=name)


def _annotations(catalog: Catalog, edition: str) -> Iterator[CatalogError]:
    """Yield the annotations of an edition that name a place, definition, unit or value that it does not have."""
    form, path = form_of(catalog, edition), catalog.schema_path(edition)
    units = catalog.json(catalog.entry["readings"])["units"]
    definitions = {name for place in form.places.values() for name in place.definitions}
    for pointer, place in form.places.items():
        around, layout = pointer.rpartition("/")[0], place.schema.get("x-layout", {})
        known: dict[str, Collection[str]] = {
            "x-unit": units,
            "x-unit-of": [cell.removeprefix(f"{around}/") for cell in form.cells],
            "x-default": place.schema.get("enum", ()),
        }
        named = [(name, place.schema[name], values) for name, values in known.items() if name in place.schema]
        if layout:
            named.append(("x-layout/shape", layout.get("shape"), _PRINTED))
            named += [("x-layout", word, layout) for word in _PRINTED.get(layout.get("shape"), ())]
        if "rows" in layout:
            named.append(("x-layout/rows", layout["rows"], definitions))
        for name, value, values in named:
            if not isinstance(value, str) or value not in values:
                yield CatalogError("catalog.no-such", path=path, pointer=f"{pointer} {name}", name=value)


def _continued(catalog: Catalog, edition: str) -> Iterator[CatalogError]:
    """Yield what is wrong with ``x-continues`` in an edition."""
    form, path = form_of(catalog, edition), catalog.schema_path(edition)
    older = catalog.editions[: catalog.editions.index(edition)]
    known = form_of(catalog, older[-1]).places if older else {}
    taken: dict[str, str] = {}
    for pointer, place in form.places.items():
        there, stated = form.continued[pointer], place.schema.get("x-continues")
        around = form.continued[pointer.rpartition("/")[0]] if pointer else ""
        if there in known and there in taken:
            yield CatalogError("catalog.continues.twice", path=path, pointer=pointer, before=there, other=taken[there])
        elif there in known:
            taken[there] = pointer
        elif stated is not None and (around in known or stated.startswith("/")):
            named = older[-1] if older else ""
            yield CatalogError("catalog.continues.missing", path=path, pointer=pointer, edition=named, before=there)


def _relation(
    catalog: Catalog, data: Json, variables: Mapping[str, object], path: str, pointer: str
) -> Iterator[CatalogError]:
    relation = Relation(data)
    if relation.kind not in KINDS:
        yield CatalogError(
            "catalog.no-kind", path=path, pointer=f"{pointer}/kind", code=relation.code, kind=relation.kind
        )
        return
    for name in data["relation"].get("for_each", ()):
        if name not in variables:
            yield CatalogError("catalog.no-variable", path=path, pointer=f"{pointer}/for_each", name=name)
    if data["status"] == "active" and not editions_of(catalog, relation):
        yield CatalogError("catalog.no-edition", path=path, pointer=pointer, code=relation.code)
