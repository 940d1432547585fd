"""Finds the failures of the report schema with ``jsonschema`` and assigns each to its relation of family S."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.engine.schema_check import checks, is_count, without_members
from gknb.lazy_dataclasses import dataclass
from gknb.source.pointers import Absent, lookup, pointer_token
from gknb.standard.relations import Relation, families

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from gknb.engine.schema_check import Check
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form, Place

__all__ = ["Failure", "classify", "failing", "failures", "places_of"]

_BLANKS = " \t\r\n\u00a0\u3000"


@dataclass(frozen=True, slots=True)
class Failure:
    """One place at which the report violates the schema."""

    relation: Relation
    """Relation of family S that the failure belongs to."""
    pointer: str
    """Pointer of the place; of a missing field, where it belongs."""
    value: Any
    """Value at the place; :class:`~gknb.source.pointers.Absent` if missing."""


def failures(form: Form, document: Any) -> list[Failure]:
    """Return every failure of the schema in ``document``, one for each place, in no particular order.

    A failure belongs to the first relation, in the order of the file, whose conditions it meets
    (docs/semantics.md, "Structure").
    """
    found: dict[str, tuple[int, Failure]] = {}
    for rank, failure in _ranked(form, document):
        if failure.pointer not in found or rank < found[failure.pointer][0]:
            found[failure.pointer] = rank, failure
    return [failure for _, failure in found.values()]


def failing(form: Form, document: Any) -> Iterator[tuple[str, str]]:
    """Yield the (pointer, keyword) pairs that fail, found by ``jsonschema`` at each place that the fast check rejects.

    Skipping valid places keeps one blank cell cheap. A property test against ``jsonschema`` over the whole report
    shows that nothing is missed.
    """
    return ((pointer, keyword) for pointer, keyword, _ in _failing(form, document))


def _failing(form: Form, document: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield the failing pairs with the value at the pointer; :class:`Absent` if missing."""
    for place, value in _suspects(form, document):
        for pointer, keyword in _failing_at(place, value):
            yield pointer, keyword, lookup(document, pointer)


def _ranked(form: Form, document: Any) -> Iterator[tuple[int, Failure]]:
    """Yield each failure with the index of its relation."""
    relations = _structure_relations(form.schemas.catalog)
    for place, value in _suspects(form, document):
        if value is None:
            yield from _of_a_blank(form, place)
        else:
            for pointer, keyword in _failing_at(place, value):
                yield _of_relation(relations, form, pointer, keyword, lookup(document, pointer))


@cache
def _of_a_blank(form: Form, place: Place) -> tuple[tuple[int, Failure], ...]:
    """Return the failures of a blank place. Cached, as a report may have many."""
    relations = _structure_relations(form.schemas.catalog)
    return tuple(_of_relation(relations, form, *failed, None) for failed in _failing_at(place, None))


def _of_relation(
    relations: Sequence[Relation], form: Form, pointer: str, keyword: str, value: Any
) -> tuple[int, Failure]:
    rank = classify(relations, form, pointer, keyword, value)
    if rank is None:
        message = f"no relation of family S takes a failure of {keyword!r} at {pointer!r}"
        raise AssertionError(message)
    return rank, Failure(relations[rank], pointer, value)


def _suspects(form: Form, document: Any) -> list[tuple[Place, Any]]:
    """Return the places that are not valid, and their values. An object counts as valid if only its members are not."""
    suspects = []
    objects = [(form.root, document)]
    for place, value in objects:  # the list grows while it is read
        if not without_members(place)(value):
            suspects.append((place, value))
        if type(value) is not dict:
            continue
        for key, child, check, found in _inside(form, place):
            item = value.get(key, Absent)
            if check is is_count:
                if (type(item) is not int or item < 0) and item is not Absent:
                    suspects.append((child, item))
            elif item is not Absent and (check is None or not check(item)):
                (objects if found else suspects).append((child, item))
    return suspects


@cache
def _inside(form: Form, place: Place) -> tuple[tuple[str, Place, Check | None, bool], ...]:
    """Return the members of an object: key, place, check of the value, and whether it has members itself.

    ``None`` instead of a check means that looking at its members costs less than checking them first.
    """
    members = []
    for key in place.schema.get("properties", ()):
        child = form.places[f"{place.pointer}/{key}"]
        inside = child.schema.get("properties", {})
        nested = any("properties" in form.places[f"{child.pointer}/{name}"].schema for name in inside)
        members.append((key, child, None if nested else checks(form)[child.pointer], bool(inside)))
    return tuple(members)


def _failing_at(place: Place, value: Any) -> Iterator[tuple[str, str]]:
    for error in _validator(place).iter_errors(value):
        yield from places_of(error, place.pointer)


@cache
def _validator(place: Place) -> Validator:
    """Return the ``jsonschema`` validator of one place, without the members inside it."""
    from jsonschema import Draft202012Validator

    inside = dict.fromkeys(place.schema.get("properties", {}), True)
    return Draft202012Validator({**place.schema, "properties": inside})


def places_of(error: ValidationError, base: str = "") -> Iterator[tuple[str, str]]:
    """Yield the (pointer, keyword) pairs of one error: an unknown or missing member fails at its own pointer."""
    keyword = str(error.validator)
    base += "".join(f"/{pointer_token(str(key))}" for key in error.absolute_path)
    instance: Any = error.instance
    schema: Mapping[str, Any] = error.schema  # type: ignore[assignment]
    if keyword == "required":
        keys = [key for key in schema["required"] if key not in instance]
    elif keyword == "additionalProperties":
        keys = [key for key in instance if key not in schema["properties"]]
    elif "propertyNames" in error.absolute_schema_path:
        keys, keyword = [instance], "propertyNames"
    else:
        yield base, keyword
        return
    for key in keys:
        yield f"{base}/{pointer_token(key)}", keyword


def classify(relations: Sequence[Relation], form: Form, pointer: str, keyword: str, value: Any) -> int | None:
    """Return the index of the first relation whose conditions a failure of ``keyword`` meets; ``None`` if none."""
    definitions = form.places[pointer].definitions if pointer in form.places else ()
    for rank, relation in enumerate(relations):
        conditions = relation.data["relation"]
        if (
            keyword in conditions.get("keywords", (keyword,))
            and (not conditions.get("blank", False) or _is_blank(value))
            and not ("definitions" in conditions and set(definitions).isdisjoint(conditions["definitions"]))
        ):
            return rank
    return None


@cache
def _structure_relations(catalog: Catalog) -> tuple[Relation, ...]:
    return tuple(relation for relation in families(catalog) if relation.kind == "structure")


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(_BLANKS))
