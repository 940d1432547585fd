"""JSON Pointers (RFC 6901): writing them, looking values up, setting and removing values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Absent", "changed", "lookup", "pointer_token", "tokens"]


class Absent:
    """Returned by :func:`lookup` where the document has no such member. The class itself is the value."""


def pointer_token(key: str) -> str:
    """Return a key as one token of a JSON Pointer: ``~`` becomes ``~0``, ``/`` becomes ``~1``."""
    return key.replace("~", "~0").replace("/", "~1")


def tokens(pointer: str) -> list[str]:
    """Return the keys that a JSON Pointer names, from the root on; ``[]`` for the root itself."""
    keys = pointer.split("/")[1:]
    if "~" in pointer:
        return [key.replace("~1", "/").replace("~0", "~") for key in keys]
    return keys


def lookup(document: Any, pointer: str) -> Any:
    """Return the value at a JSON Pointer, or :class:`Absent`. Only objects are entered, no arrays."""
    value = document
    for key in tokens(pointer):
        if type(value) is not dict or key not in value:
            return Absent
        value = value[key]
    return value


def changed(document: dict[str, Any], values: Mapping[str, Any], remove: Iterable[str] = ()) -> dict[str, Any]:
    """Set ``values`` and remove members at JSON Pointers, in place, and return ``document``.

    Raises:
        KeyError: an object around such a member, or a member to remove, does not exist.
    """
    for pointer, value in values.items():
        parent, key = _parent(document, pointer)
        parent[key] = value
    for pointer in remove:
        parent, key = _parent(document, pointer)
        del parent[key]
    return document


def _parent(document: dict[str, Any], pointer: str) -> tuple[dict[str, Any], str]:
    *path, key = tokens(pointer)
    for step in path:
        document = document[step]
    return document, key
