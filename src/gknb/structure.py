"""Failures of the report schema, found by ``jsonschema``, each told once and under its relation of family S."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.evaluate import lookup
from gknb.relations import Relation, families
from gknb.source import pointer_token

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

    from gknb.catalog import Catalog
    from gknb.form import Form

__all__ = ["Failure", "failures", "validator"]

_BLANKS = " \t\r\n\u00a0\u3000"


@dataclass(frozen=True, slots=True)
class Failure:
    """One place at which the report is not what the schema demands."""

    relation: Relation
    """The relation of family S that it belongs to."""
    pointer: str
    """The place; of a missing field, where it should be."""
    value: Any
    """What is there; :class:`~gknb.evaluate.Absent` where it is missing."""


@cache
def validator(form: Form) -> Validator:
    """The ``jsonschema`` validator of a form's report schema; it fetches nothing."""
    from jsonschema import Draft202012Validator
    from referencing import Registry, Resource

    resources = [Resource.from_contents(schema) for schema in form.schemas.files()]
    registry = Registry().with_resources((resource.id() or "", resource) for resource in resources)
    return Draft202012Validator(form.schemas.root, registry=registry)


def failures(form: Form, document: Any) -> list[Failure]:
    """Every failure of the schema in ``document``, one for each place, in no particular order.

    Which relation a failure belongs to is in docs/semantics.md, "Structure": of the relations whose
    conditions it meets, the first in the order of the file.
    """
    found: dict[str, tuple[int, Relation]] = {}
    for error in validator(form).iter_errors(document):
        for pointer, keyword in _places(error):
            rank, relation = _classify(form, document, pointer, keyword)
            if pointer not in found or rank < found[pointer][0]:
                found[pointer] = rank, relation
    return [Failure(relation, pointer, lookup(document, pointer)) for pointer, (_, relation) in found.items()]


def _places(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The (pointer, keyword) pairs of one error: a closed or incomplete object fails at each of its fields."""
    keyword = str(error.validator)
    base = "".join(f"/{pointer_token(str(key))}" for key in error.absolute_path)
    instance: Any = error.instance
    schema: Mapping[str, Any] = error.schema  # type: ignore[assignment]
    if keyword == "required":
        keys = [key for key in schema["required"] if key not in instance]
    elif keyword == "additionalProperties":
        keys = [key for key in instance if key not in schema["properties"]]
    elif error.parent is not None or "propertyNames" in error.absolute_schema_path:
        keys, keyword = [instance], "propertyNames"
    else:
        yield base, keyword
        return
    for key in keys:
        yield f"{base}/{pointer_token(key)}", keyword


def _classify(form: Form, document: Any, pointer: str, keyword: str) -> tuple[int, Relation]:
    blank = _is_blank(lookup(document, pointer))
    definitions = form.places[pointer].definitions if pointer in form.places else ()
    for rank, relation in enumerate(_structure_relations(form.schemas.catalog)):
        conditions = relation.data["relation"]
        if (
            keyword in conditions.get("keywords", (keyword,))
            and (blank or not conditions.get("blank", False))
            and not ("definitions" in conditions and set(definitions).isdisjoint(conditions["definitions"]))
        ):
            return rank, relation
    message = f"no relation of family S takes a failure of {keyword!r} at {pointer!r}"
    raise AssertionError(message)


@cache
def _structure_relations(catalog: Catalog) -> tuple[Relation, ...]:
    return tuple(relation for relation in families(catalog) if relation.kind == "structure")


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip(_BLANKS))
