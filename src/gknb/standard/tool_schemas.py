"""A report schema in one language, for tools: validators and editors, and generators of code."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gknb.standard.catalog import Json
    from gknb.texts.languages import Lang

__all__ = ["for_code", "for_editors", "for_validators"]

_MAPS: Final = {"properties", "patternProperties", "$defs"}
"""Keywords that map names of any kind to schemas."""
_DATA: Final = {"const", "enum", "examples", "required"}
"""Keywords that hold values and no schemas."""
_UNKNOWN_TO_AJV: Final = {"format", "errorMessage"}
"""Words that ajv rejects in strict mode. No verdict depends on them: a place with a ``format`` has a pattern as well,
or its format is an annotation."""


def for_validators(schema: Json, lang: Lang) -> Json:
    """Return a schema with texts in ``lang`` and without any word that validators reject in strict mode."""
    return _plain(schema, lang, dropped=_UNKNOWN_TO_AJV)


def for_editors(schema: Json, lang: Lang) -> Json:
    """Return a schema with texts in ``lang``, and ``errorMessage`` for the problems that editors show."""
    return _plain(schema, lang, dropped={"format"})


def _plain(node: Mapping[str, Json], lang: Lang, dropped: set[str]) -> Json:
    """Return a schema without ``x-`` words, comments and the words ``dropped``.

    Of a definition that others refer to, ``x-title`` goes without replacement: an editor would prefer a ``title`` there
    to that of the place.
    """

    def plain(one: Mapping[str, Json]) -> Json:
        return _plain(one, lang, dropped)

    left_out = {"$comment", *dropped}
    return {
        key: _inside(key, _text(node, key, lang), plain)
        for key in node
        if not key.startswith("x-") and key not in left_out
    }


def _text(node: Mapping[str, Json], key: str, lang: Lang) -> Json:
    """Return the value of a keyword in a language: ``title`` in English is ``x-title-en``."""
    return node.get(f"x-{key}-en", node.get(key)) if lang == "en" else node.get(key)


def _inside(key: str, value: Json, change: Callable[[Json], Json]) -> Json:
    """Return the value of a keyword with ``change`` applied to each schema directly in it."""
    if key in _DATA:
        return value
    if key in _MAPS:
        return {name: change(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_inside("", one, change) for one in value]
    return change(value) if isinstance(value, dict) else value


def for_code(schema: Json, lang: Lang) -> Json:
    """Return a schema from which generators of code make one type per shape, named as a programmer would name it.

    Each group of fields and each choice is a definition whose key and title are the name of its type, such as
    ``ApplicantRow``. Cells stand where they are used. A reference has no other keyword beside it, because generators
    copy the type otherwise; what the form says of a field that is a group is in the description of the group around it.
    Numbers that may have decimals have the format ``decimal``.
    """
    return _Types(schema, lang).report()


class _Types:
    """The types of one schema."""

    def __init__(self, schema: Json, lang: Lang) -> None:
        self._schema = schema
        self._lang = lang
        self._types: dict[str, Json] = {}
        self._shapes: dict[str, Json] = {"Report": schema}
        self._fields = Counter(_fields(schema))

    def report(self) -> Json:
        """Return the schema of the report, with the types as definitions."""
        address = {key: self._schema[key] for key in ("$schema", "$id")}
        return {**address, **self._type("Report", self._schema), "$defs": self._types}

    def _type(self, name: str, node: Mapping[str, Json]) -> Json:
        fields, notes = {}, []
        for key, place in node.get("properties", {}).items():
            fields[key], note = self._field(key, place, name)
            if note:
                notes.append(f"{key}: {note}")
        kept = _plain(node, self._lang, {*_UNKNOWN_TO_AJV, "$schema", "$id", "title", "description", "$defs"})
        described = "\n".join(filter(None, [self._description(node), *notes]))
        return {"title": name, "description": described, **kept, **({"properties": fields} if fields else {})}

    def _field(self, key: str, place: Mapping[str, Json], owner: str) -> tuple[Json, str]:
        """Return the schema of a field, and what the type around it has to say of it."""
        # A name used in several places says too little without that of its owner: OutcomesOther.
        name = _pascal(key) if self._fields[key] == 1 else owner + _pascal(key)
        note = self._description(place)
        node = place
        while "$ref" in node:
            definition = node["$ref"].removeprefix("#/$defs/")
            name, node = _pascal(definition), self._schema["$defs"][definition]
            note = note or self._description(node)
        if "properties" in node or "enum" in node:
            if self._shapes.setdefault(name, node) is not node:
                name = owner + name  # a definition and a field of one name
            if name not in self._types:
                self._types[name] = {}  # keeps the order: a type stands before those that it uses
                self._types[name] = self._type(name, node)
            return {"$ref": f"#/$defs/{name}"}, note if note != self._description(node) else ""
        kept = _plain(node, self._lang, {*_UNKNOWN_TO_AJV, "title", "description"})
        decimal = {"format": "decimal"} if "number" in node.get("type", ()) else {}
        return {"description": note, **kept, **decimal}, ""

    def _description(self, node: Mapping[str, Json]) -> str:
        """Return the description of a place, or of a definition that many places refer to."""
        shared = "x-description-en" if self._lang == "en" else "x-description"
        return _text(node, "description", self._lang) or node.get(shared) or ""


def _fields(node: Mapping[str, Json]) -> Iterator[str]:
    """Yield the name of each field, once for each place."""
    for key, value in node.items():
        if key == "properties":
            yield from value
        if key in _MAPS:
            for one in value.values():
                yield from _fields(one)


def _pascal(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
