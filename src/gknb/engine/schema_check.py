"""Compiles a report schema to fast checks that return whether a value is valid.

``jsonschema`` remains the authority and locates every failure (:mod:`gknb.engine.schema_failures`); most reports
have none and never reach it. A property test shows that the two agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.errors import CatalogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.standard.catalog import Json
    from gknb.standard.form import Form, Place

__all__ = ["IGNORED", "Check", "check_of", "checks", "is_count", "without_members"]

Check: TypeAlias = Callable[[Any], bool]

IGNORED: Final = frozenset(
    ("$schema", "$id", "$ref", "$defs", "$comment", "title", "description", "examples", "format", "errorMessage")
)
"""Keywords that assert nothing; neither do those that begin with ``x-``."""
_INT: Final = {int}
_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "object": (dict,),
    "string": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "boolean": (bool,),
    "array": (list,),
    "null": (type(None),),
}


@cache
def checks(form: Form) -> Mapping[str, Check]:
    """Return, for each place of a form, a function that tests a value against the assertions of the schema.

    Values are those of :mod:`gknb.source.document`. Raises :class:`~gknb.errors.CatalogError` for an unknown
    keyword, so that none is skipped.
    """
    by_pointer: dict[str, Check] = {}
    for pointer, place in reversed(list(form.places.items())):  # children come after their parent
        children = {key: by_pointer[f"{pointer}/{key}"] for key in place.schema.get("properties", ())}
        by_pointer[pointer] = _all(tuple(_parts(place.schema, children, place.file)))
    return by_pointer


@cache
def without_members(place: Place) -> Check:
    """Return a function that tests an object at a place without looking at the values of its members."""
    anything = dict.fromkeys(place.schema.get("properties", ()), _anything)
    return _all(tuple(_parts(place.schema, anything, place.file)))


def _anything(_value: Any) -> bool:
    return True


def check_of(schema: Mapping[str, Json], path: str, definitions: Mapping[str, Json] | None = None) -> Check:
    """Return a function that tests a value against a schema that refers only to its own definitions.

    Raises as :func:`checks` does, with ``path`` as the name of the schema. Definitions must not be recursive.
    """
    known = schema.get("$defs", {}) if definitions is None else definitions
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        if name not in known or not schema.keys() <= IGNORED:
            raise CatalogError("catalog.keyword", keyword="$ref", path=path)
        return check_of(known[name], path, known)
    children = {key: check_of(inside, path, known) for key, inside in schema.get("properties", {}).items()}
    parts = [*_parts({key: one for key, one in schema.items() if key != "items"}, children, path)]
    if "items" in schema:
        parts.append(_items(check_of(schema["items"], path, known)))
    return _all(tuple(parts))


def _all(parts: tuple[Check, ...]) -> Check:
    if len(parts) == 1:
        return parts[0]
    if len(parts) == 2:
        first, second = parts
        return lambda value: first(value) and second(value)
    return lambda value: all(part(value) for part in parts)


def _parts(schema: Mapping[str, Json], children: Mapping[str, Check], path: str) -> Iterator[Check]:
    kinds = schema.get("type", ())
    types = tuple(t for kind in ([kinds] if isinstance(kinds, str) else kinds) for t in _TYPES[kind])
    if types == (int,) and schema.get("minimum") == 0:
        yield is_count
        return
    for keyword, argument in schema.items():
        if keyword in IGNORED or keyword.startswith("x-") or keyword in ("required", "additionalProperties"):
            continue
        if keyword == "type":
            yield lambda value: type(value) in types
        elif keyword == "properties":
            yield _properties(schema, children)
        elif keyword in _KEYWORDS:
            yield _KEYWORDS[keyword](argument)
        else:
            raise CatalogError("catalog.keyword", keyword=keyword, path=path)


def is_count(value: Any) -> bool:
    """Return whether a value is a whole number of at least 0, as nearly every cell demands."""
    return type(value) is int and value >= 0


def _counts(names: frozenset[str]) -> Check:
    """Return the check of a row of the form: exactly these members, all of them counts."""

    def check(value: Any) -> bool:
        if type(value) is not dict:
            return True
        values = value.values()
        return value.keys() == names and {*map(type, values)} == _INT and min(values) >= 0

    return check


def _properties(schema: Mapping[str, Json], children: Mapping[str, Check]) -> Check:
    required = frozenset(schema.get("required", ()))
    closed = schema.get("additionalProperties") is False
    if closed and required == children.keys() and {*children.values()} == {is_count}:
        return _counts(required)

    if {*children.values()} == {_anything}:
        known = frozenset(children)
        return lambda value: (
            type(value) is not dict or (required <= value.keys() and (not closed or value.keys() <= known))
        )

    def check(value: Any) -> bool:
        if type(value) is not dict:
            return True
        for key, item in value.items():
            child = children.get(key)
            if child is None:
                if closed:
                    return False
            elif not child(item):
                return False
        return required <= value.keys()

    return check


def _is_number(value: Any) -> bool:
    return type(value) is int or type(value) is Decimal


def _minimum(limit: int) -> Check:
    return lambda value: not _is_number(value) or value >= limit


def _maximum(limit: int) -> Check:
    return lambda value: not _is_number(value) or value <= limit


def _items(check: Check) -> Check:
    return lambda value: type(value) is not list or all(map(check, value))


def _min_items(limit: int) -> Check:
    return lambda value: type(value) is not list or len(value) >= limit


def _min_length(limit: int) -> Check:
    return lambda value: type(value) is not str or len(value) >= limit


def _max_length(limit: int) -> Check:
    return lambda value: type(value) is not str or len(value) <= limit


def _pattern(pattern: str) -> Check:
    # Compiled when a value needs it, and kept by ``re``: most patterns are of optional members.
    return lambda value: type(value) is not str or re.search(pattern, value) is not None


def _property_names(schema: dict[str, str]) -> Check:
    if {keyword for keyword in schema if not (keyword in IGNORED or keyword.startswith("x-"))} != {"pattern"}:
        raise CatalogError("catalog.keyword", keyword="propertyNames", path="")
    named = _pattern(schema["pattern"])
    return lambda value: type(value) is not dict or all(map(named, value))


def _enum(values: list[Any]) -> Check:
    if not all(value is None or isinstance(value, str) for value in values):
        raise CatalogError("catalog.keyword", keyword="enum", path="")
    return lambda value: (value is None or type(value) is str) and value in values


def _const(constant: Any) -> Check:
    if type(constant) is int:
        return lambda value: type(value) is int and value == constant
    return _enum([constant])


_KEYWORDS: Final[dict[str, Callable[[Any], Check]]] = {
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _min_items,
    "minLength": _min_length,
    "maxLength": _max_length,
    "pattern": _pattern,
    "propertyNames": _property_names,
    "enum": _enum,
    "const": _const,
}
