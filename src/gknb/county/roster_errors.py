"""What its schema does not accept in a roster, in words for whoever wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jsonschema import ValidationError

__all__ = ["refused"]

_KINDS: Final = {"string": "text", "integer": "year", "boolean": "flag", "array": "names"}
"""What the values of each type are, as the sentences call them."""


def refused(error: ValidationError) -> tuple[str, dict[str, str]]:
    """The key of a sentence, and what fills its placeholders."""
    schema: Any = error.schema
    instance: Any = error.instance
    found = {"found": show(instance)}
    match [*error.absolute_path], error.validator:
        case _, "additionalProperties":
            told = "roster.unknown-key", _unknown(instance, schema["properties"])
        case ["roster"], _:
            told = "roster.version", found
        case ["organs"], "minItems":
            told = "roster.nobody", {}
        case ["organs", _], validator:
            told = "roster.nameless" if validator == "required" else "roster.organ", found
        case ["organs", _, field, *_], "enum":
            told = "roster.choice", {"field": str(field), **found, "allowed": ", ".join(_choices(schema))}
        case ["organs", _, field, *_], _:
            told = f"roster.{_KINDS[schema['type']]}", {"field": str(field), **found}
        case _:
            told = "roster.shape", {}
    return told


def _unknown(found: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, str]:
    key = next(key for key in found if key not in known)
    return {"key": show(key), "keys": ", ".join(one for one in known if not one.startswith("$"))}


def _choices(schema: Mapping[str, Any]) -> list[str]:
    """The values that are allowed, each with the word that will do for it in a table."""
    words: dict[str, str] = {}
    for word, value in schema.get("x-words", {}).items():
        words.setdefault(value, word)
    return [f"{value} ({words[value]})" if value in words else str(value) for value in schema["enum"]]
