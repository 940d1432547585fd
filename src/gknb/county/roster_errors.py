"""Turn schema errors in a roster into messages for its author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

__all__ = ["refused"]

_KINDS: Final = {"string": "text", "integer": "year", "boolean": "flag", "array": "names"}
"""Last part of the message key for each type."""


def refused(error: ValidationError) -> tuple[str, dict[str, str]]:
    """Return the message key of a schema error and the values of its placeholders."""
    schema: Any = error.schema
    instance: Any = error.instance
    found = {"found": show(instance)}
    match [*error.absolute_path], error.validator:
        case _, "additionalProperties":
            message = "roster.unknown-key", _unknown(instance, schema["properties"])
        case ["roster"], _:
            message = "roster.version", found
        case ["organs"], "minItems":
            message = "roster.nobody", {}
        case ["organs", _], validator:
            message = "roster.nameless" if validator == "required" else "roster.organ", found
        case ["organs", _, field, *_], "enum":
            message = "roster.choice", {"field": str(field), **found, "allowed": ", ".join(_choices(schema))}
        case ["organs", _, field, *_], _:
            message = f"roster.{_KINDS[schema['type']]}", {"field": str(field), **found}
        case _:
            message = "roster.shape", {}
    return message


def _unknown(found: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, str]:
    key = next(key for key in found if key not in known)
    return {"key": show(key), "keys": ", ".join(one for one in known if not one.startswith("$"))}


def _choices(schema: Mapping[str, Any]) -> list[str]:
    """Return the allowed values, each with its word for tables."""
    words: dict[str, str] = {}
    for word, value in schema.get("x-words", {}).items():
        words.setdefault(value, word)
    return [f"{value} ({words[value]})" if value in words else str(value) for value in schema["enum"]]
