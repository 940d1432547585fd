"""Loads a version of the set from a folder and verifies that its files agree with their schemas and each other."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import replace
from functools import cache, partial
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from gknb.errors import CatalogError
from gknb.source.pointers import lookup
from gknb.source.refusals import short
from gknb.standard.form import form_of
from gknb.standard.kinds import KINDS, editions_of
from gknb.standard.published_set import catalog_of, relation_files
from gknb.standard.relations import Relation

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
    "form_schema": ("schemas",),
    "repairs_schema": ("repairs",),
    "reading_words_schema": ("readings",),
    "hints_schema": ("hints",),
}
"""The roles of the files that each meta-schema is for."""

_WORDS: Final = frozenset(
    [
        *("cell", "cells", "left", "right", "actual", "expected", "difference", "value", "key", "limit", "last"),
        *("count", "organ", "printed", "again"),
    ]
)
"""The placeholders of sentences besides the variables of a relation (docs/semantics.md, "Sentences")."""

_PRINTED: Final = {"blocks": ("corner",), "rows": ("rows", "corner", "columns"), "columns": ()}
"""The members of ``x-layout`` that each shape of a table needs."""


def verified(folder: str) -> Catalog:
    """Return the version in a folder: a copy of ``schema/2.0.0``, changed or not.

    Raises :class:`CatalogError` for the first thing that is missing or contradicts another.
    """
    if not os.path.isfile(os.path.join(folder, "set.json")):
        raise CatalogError("catalog.folder", path=folder)

    def read_own(name: str) -> bytes:
        path = os.path.join(folder, *name.split("/"))
        if not os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep):
            raise CatalogError("catalog.outside", path=name)
        if not os.path.isfile(path):  # opening a pipe would wait for its other end
            raise FileNotFoundError(path)
        with open(path, "rb") as file:
            return file.read()

    contents, schema = (_object(read_own, name, folder) for name in ("set.json", "set.schema.json"))
    error = best_match(Draft202012Validator({**schema, "properties": _alone(schema)}).iter_errors(contents))
    if error is not None:
        raise _violation("set.json", error)
    version = contents["version"]
    path = f"{version}/set.json"
    entry = {"version": version, "status": "draft", "set": path}
    root = {"base_url": contents["$id"].removesuffix(path), "versions": [entry]}
    for name in (name for value in contents.values() for name in _paths(value) if name.endswith(".json")):
        if not name.startswith("http"):
            _object(read_own, name, folder)

    def read(name: str) -> bytes:
        return json.dumps(root).encode() if name == "catalog.json" else read_own(name.removeprefix(f"{version}/"))

    catalog = catalog_of(root, entry, read)
    verify(catalog)
    present = sorted({*_files(catalog), path})
    return replace(catalog, entry={**catalog.entry, "files": dict.fromkeys(present, "")})


def _files(catalog: Catalog) -> Iterator[str]:
    """Yield the path of every file of a set but ``set.json``."""
    roles = {name: value for name, value in catalog.entry.items() if not name.startswith("$")}
    yield from (path for value in roles.values() for path in _paths(value) if path.endswith(".json"))


def _alone(schema: Json) -> dict[str, Json]:
    """Return the properties of ``set.schema.json``, without what refers to another file."""
    return {**schema.get("properties", {}), "changes": True}


def _object(read: Callable[[str], bytes], path: str, folder: str) -> Json:
    try:
        value = json.loads(read(path), object_pairs_hook=_unique)
    except (OSError, ValueError, RecursionError) as error:
        problem = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise CatalogError("catalog.file", path=path, folder=folder, problem=short(problem, 200)) from error
    if not isinstance(value, dict):
        raise CatalogError("catalog.file", path=path, folder=folder, problem=type(value).__name__)
    return value


def _unique(members: list[tuple[str, Json]]) -> dict[str, Json]:
    for name, count in Counter(name for name, _ in members).items():
        if count > 1:
            message = f"{name!r} is given twice in one object"
            raise ValueError(message)
    return dict(members)


def verify(catalog: Catalog) -> None:
    """Raise :class:`CatalogError` for the first contradiction in a set of version 2.0.0 or later."""
    for one in _problems(catalog):
        raise one


def _problems(catalog: Catalog) -> Iterator[CatalogError]:
    """Yield an error for each contradiction; each step relies on the ones before it."""
    entry = catalog.entry
    yield from _codes(catalog)
    for name, roles in _SCHEMAS.items():
        for path in (path for role in roles for path in _paths(entry[role])):
            yield from _guarded(path, partial(_against_schema, catalog, name, path))
    for edition, path in entry["schemas"].items():
        yield from _guarded(path, partial(_form, catalog, edition))
    yield from _guarded(entry["envelope"], partial(_envelope, catalog))
    yield from _editions(catalog)
    yield from _guarded(entry["readings"], partial(_readings, catalog))
    for path in relation_files(entry):
        file = catalog.json(path)
        for n, data in enumerate(file["relations"]):
            check = partial(_relation, catalog, data, file.get("variables", {}), path, f"/relations/{n}")
            yield from _guarded(path, check)


_BROKEN: Final = (re.error, RecursionError, TypeError, KeyError, AttributeError, ValueError, IndexError, Unresolvable)
"""What a set raises where it consists of something that no schema of it forbids."""


def _guarded(path: str, check: Callable[[], Iterator[CatalogError]]) -> Iterator[CatalogError]:
    try:
        yield from check()
    except _BROKEN as error:
        problem = short(f"{type(error).__name__}: {error}", 200)
        yield CatalogError("catalog.contradiction", path=path, pointer="/", problem=problem)


def _codes(catalog: Catalog) -> Iterator[CatalogError]:
    """Yield what is wrong with kinds, codes and names, before schemas are asked, which would say less."""
    known: set[str] = set()
    for path in relation_files(catalog.entry):
        file = catalog.json(path)
        relations = file.get("relations")
        for n, data in enumerate(relations if isinstance(relations, list) else ()):
            relation = data.get("relation") if isinstance(data, dict) else None
            kind = relation.get("kind") if isinstance(relation, dict) else None
            if isinstance(kind, str) and kind not in KINDS:
                at = f"/relations/{n}/relation/kind"
                yield CatalogError("catalog.no-kind", path=path, pointer=at, code=data.get("code"), kind=kind)
            for key in ("code", "name") if relation else ():
                if data.get(key) in known:
                    yield CatalogError("catalog.twice", path=path, pointer=f"/relations/{n}/{key}", name=data[key])
                known.add(str(data.get(key)))
            if relation and not str(data.get("code")).startswith(str(file.get("family"))):
                where = {"path": path, "pointer": f"/relations/{n}/code"}
                yield CatalogError("catalog.family", **where, code=data.get("code"), family=file.get("family"))


def _against_schema(catalog: Catalog, name: str, path: str) -> Iterator[CatalogError]:
    meta, registry = _meta_schemas(catalog)
    at = catalog.entry[name]
    schema = meta[at]
    error = best_match(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
    if error is not None:
        yield _violation(at, error)
    if "properties" not in schema:
        yield CatalogError("catalog.place-without", path=at, pointer="/", name="properties")
    error = best_match(Draft202012Validator(schema, registry=registry).iter_errors(catalog.json(path)))
    if error is not None:
        yield _violation(path, error)


@cache
def _meta_schemas(catalog: Catalog) -> tuple[dict[str, Json], Registry[Any]]:
    """Return the meta-schemas of a set by path, and a registry of them under its address."""
    paths = [path for role, path in catalog.entry.items() if role.endswith("_schema")]
    schemas = {path: {**catalog.json(path), "$id": catalog.base_url + path} for path in paths}
    resources = ((schema["$id"], DRAFT202012.create_resource(schema)) for schema in schemas.values())
    return schemas, Registry().with_resources(resources)


def _form(catalog: Catalog, edition: str) -> Iterator[CatalogError]:
    path = catalog.schema_path(edition)
    schema = catalog.json(path)
    error = best_match(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
    if error is not None:
        yield _violation(path, error)
    if lookup(schema, "/properties/edition/const") != edition:
        yield CatalogError("catalog.form", path=path, pointer="/properties/edition/const", edition=edition)
    form, zero = form_of(catalog, edition), catalog.entry["zero_reports"][edition]
    error = best_match(Draft202012Validator(form.schemas.root).iter_errors(catalog.json(zero)))
    if error is not None:
        yield _violation(zero, error)
    for pointer, place in form.places.items():
        for name in ("title", "x-title-en", "description", "x-description-en"):
            if name not in place.schema:
                yield CatalogError("catalog.place-without", path=path, pointer=pointer, name=name)
    yield from _continued(catalog, edition)
    yield from _annotations(catalog, edition)


def _envelope(catalog: Catalog) -> Iterator[CatalogError]:
    path, pointer = catalog.entry["envelope"], "/properties/edition/enum"
    if lookup(catalog.json(path), pointer) != list(catalog.editions):
        yield CatalogError("catalog.envelope", path=path, pointer=pointer, editions=", ".join(catalog.editions))


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
        if type(facts["first_year"]) is not int:
            kind = type(facts["first_year"]).__name__
            yield CatalogError("catalog.contradiction", path=path, pointer="/first_year", problem=kind)
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
        if (
            around
            and form.places[around].schema.get("x-layout", {}).get("shape") == "blocks"
            and "x-block" not in place.schema
        ):
            yield CatalogError("catalog.place-without", path=path, pointer=pointer, name="x-block")
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
    at = f"{pointer}/relation"
    for name in data["relation"].get("for_each", ()):
        if name not in variables:
            yield CatalogError("catalog.no-variable", path=path, pointer=f"{at}/for_each", name=name)
    for member in ("message", "fix"):
        for lang, text in data[member].items():
            for _, name, _, _ in Formatter().parse(text):
                if name is not None and name not in _WORDS and name not in data["relation"].get("for_each", ()):
                    where = {"path": path, "pointer": f"{pointer}/{member}/{lang}"}
                    yield CatalogError("catalog.template", **where, name=f"{{{name}}}")
    for n, example in enumerate(data["examples"]):
        if example.get("edition", catalog.editions[0]) not in catalog.editions:
            where = {"path": path, "pointer": f"{pointer}/examples/{n}/edition"}
            yield CatalogError("catalog.no-such", **where, name=example["edition"])
    if data["status"] == "active" and not editions_of(catalog, relation):
        yield CatalogError("catalog.no-edition", path=path, pointer=at, code=relation.code)
