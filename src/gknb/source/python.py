"""Copying values that are already in memory, as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gknb.errors import SourceError
from gknb.source.encoding import has_lone_surrogate
from gknb.source.limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from gknb.source.numbers import number
from gknb.source.pointers import pointer_token
from gknb.source.refusals import refusal, short

__all__ = ["copied"]

_BEYOND = 10**MAX_DIGITS  # the first integer with more than MAX_DIGITS digits
_BELOW = -_BEYOND
_TEXTS = {str}
_PLAIN = frozenset((str, int, float, bool, type(None), list, tuple))


def copied(value: object) -> Any:
    """Return a normalised deep copy of ``value``; :func:`gknb.source.document.from_python` says what it may be."""
    return _copied(value, (), [1])


def _copied(value: Any, path: tuple[Any, ...], count: list[int]) -> Any:
    """Copy a value. ``path`` has the key or index in each container around it, ``count`` the values so far."""
    kind = type(value)
    if (kind is int and _BELOW < value < _BEYOND) or (kind is str and value.isascii()):
        return value  # most of a report
    if kind is dict and {*map(type, value)} == _TEXTS and "".join(value).isascii():
        _enter(value, path, count)
        return {
            key: item
            if item is None or (type(item) is int and _BELOW < item < _BEYOND)
            else _copied(item, (*path, key), count)
            for key, item in value.items()
        }
    # isinstance with Mapping is slow, so only unusual classes get there.
    is_mapping = kind is dict or (kind not in _PLAIN and isinstance(value, Mapping))
    if not is_mapping and not isinstance(value, (list, tuple)):
        try:
            return _scalar(value)
        except SourceError as error:
            raise _placed(error, path) from None
    _enter(value, path, count)
    if is_mapping:
        return {_key(key, path): _copied(item, (*path, key), count) for key, item in value.items()}
    return [_copied(item, (*path, index), count) for index, item in enumerate(value)]


def _enter(container: Any, path: tuple[Any, ...], count: list[int]) -> None:
    count[0] += len(container)
    if count[0] > MAX_VALUES:
        raise _placed(refusal("source.too-many-values", limit=MAX_VALUES), path)
    if len(path) >= MAX_DEPTH:
        raise _placed(refusal("source.too-deep", limit=MAX_DEPTH), path)


def _key(key: object, path: tuple[Any, ...]) -> str:
    if type(key) is str and key.isascii():
        return key
    if not isinstance(key, str):
        raise _placed(refusal("source.not-json-key", type=short(type(key).__name__)), path)
    if has_lone_surrogate(key):
        raise _placed(refusal("source.lone-surrogate"), path)
    return str.__str__(key)


def _scalar(value: object) -> Any:
    """Copy a value that is no container; one of a subclass, such as an enumeration, becomes the plain type."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if has_lone_surrogate(value):
            raise refusal("source.lone-surrogate")
        return str.__str__(value)
    if isinstance(value, int):
        if not _BELOW < value < _BEYOND:
            raise refusal("source.number-too-long", limit=MAX_DIGITS)
        return int.__int__(value)
    return _number(value)


def _number(value: object) -> Any:
    if isinstance(value, float):
        value = Decimal(float.__repr__(value))
    if not isinstance(value, Decimal):
        raise refusal("source.not-json-type", type=short(type(value).__name__))
    if not value.is_finite():
        raise refusal("source.not-json-number")
    return number(Decimal.__str__(value))


def _placed(error: SourceError, path: tuple[Any, ...]) -> SourceError:
    pointer = "".join("/" + pointer_token(str(token)) for token in path)
    error.details.update(pointer=pointer, where=f"{short(pointer)}: " if pointer else "")
    return error
