"""Reading JSON: values by the standard library's parser, positions by a second pass when they are asked for."""

from __future__ import annotations

import re
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from gknb.errors import SourceError
from gknb.source.encoding import has_lone_surrogate
from gknb.source.limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from gknb.source.numbers import NUMBER, grouped_number, number, too_long
from gknb.source.positions import Cursor, Place, Repeated, place_at
from gknb.source.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from gknb.source.positions import Duplicate

__all__ = ["JsonPlaces", "read_json"]

# The tokens of RFC 8259 section 2; a string that never ends is one too, so that no text is scanned twice.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}:,]|[^ \t\r\n"\[\]{}:,]++', re.DOTALL)
# In a text that was parsed: a key with its value, an array item, or the end of a container. The value of a container is
# the bracket that opens it. Compiled only where places are asked for.
_STRING = r'[^"\\]*+(?:\\.[^"\\]*+)*+'
_PLACED = rf'(?:"({_STRING})"[ \t\r\n]*+:[ \t\r\n]*+)?+(?:([\[{{])|("{_STRING}"|[^ \t\r\n"\[\]{{}}:,]++))|([\]}}])'
_OPENS, _CLOSES = 2, 4
_NOTHING: dict[str, Any] = {}
"""What is inside a value that is no container."""
_CONSTANT = re.compile(r"NaN|-?Infinity")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DIGITS = re.compile("[0-9]{4}")

# How the standard library's messages begin, and the end of the reason that we give instead.
_PROBLEMS = (
    ("Expecting value", "value"),
    ("Expecting property name", "key"),
    ("Expecting ':'", "colon"),
    ("Expecting ','", "comma"),
    ("Illegal trailing comma", "trailing-comma"),
    ("Extra data", "extra"),
    ("Unterminated string", "string"),
    ("Invalid control character", "control"),
    ("Invalid \\", "escape"),
)


def read_json(text: str) -> tuple[Any, tuple[Duplicate, ...], Callable[[], Place | None]]:
    """Return the value, the repeated keys, and a function that returns the places."""
    _check_limits(text)
    value, any_repeated = _parsed(text)
    if "\\" in text and _ESCAPED_SURROGATE.search(text):
        _refuse_lone_surrogates(text)
    return value, _find_places(text)[1] if any_repeated else (), JsonPlaces(text)


def _parsed(text: str) -> tuple[Any, bool]:
    repeated = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            repeated.append(found)
        return found

    # More than MAX_DIGITS digits in a row would cover four such characters. The hook makes integers slower.
    integer = _integer if _DIGITS.search(text[:: MAX_DIGITS // 4]) else int
    decoder = JSONDecoder(
        object_pairs_hook=members, parse_float=number, parse_int=integer, parse_constant=_refuse_constant
    )
    try:
        return decoder.decode(text), bool(repeated)
    except JSONDecodeError as error:
        raise _syntax_error(text, error) from None
    except SourceError as error:
        error.line, error.column = _place_of_number(text)
        raise


def _integer(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= MAX_DIGITS else number(digits)


def _refuse_constant(_name: str) -> None:
    raise refusal("source.not-json-number")


def _place_of_number(text: str) -> tuple[int, int] | tuple[None, None]:
    """Return where the first number or constant begins that a hook refuses; the parser accepted all before it."""
    for token in _TOKEN.finditer(text):
        found = NUMBER.match(text, token.start())
        if _CONSTANT.match(text, token.start()) or (found and too_long(found)):
            return place_at(text, token.start())
    return None, None


def _syntax_error(text: str, error: JSONDecodeError) -> SourceError:
    problem = next((key for start, key in _PROBLEMS if error.msg.startswith(start)), None)
    offset = error.pos
    before = text[:offset].rstrip(" \t\r\n")
    if problem not in {"string", "control", "escape"} and not text[offset:].strip(" \t\r\n"):
        problem = "end"
    elif problem in {"key", "value"} and text[offset] in "]}" and before.endswith(","):
        problem, offset = "trailing-comma", len(before) - 1  # as Python 3.13 says it
    elif problem == "key" and (figure := grouped_number(text, offset)):
        return refusal("source.thousands-separator", place_at(text, offset), number=figure)
    reason = f"source.json-syntax.{problem}" if problem else "source.json-syntax"
    return refusal(reason, place_at(text, offset))


def _check_limits(text: str) -> None:
    # Enough for most documents: a text cannot hold more values than characters.
    if len(text) <= MAX_VALUES and text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = values = 0
    # A value takes at most five tokens: its own, a key, a colon, a comma and a closing bracket. A text within
    # MAX_VALUES after so many tokens and with more to come is not JSON, and the parser will say so.
    for token in islice(_TOKEN.finditer(text), 5 * MAX_VALUES):
        first = text[token.start()]
        if first in "]}":
            depth -= 1
        elif first == ":":
            values -= 1  # the token before it was a key
        elif first != ",":
            values += 1
            depth += first in "[{"
        if depth > MAX_DEPTH:
            raise refusal("source.too-deep", place_at(text, token.start()), limit=MAX_DEPTH)
        if values > MAX_VALUES:
            raise refusal("source.too-many-values", place_at(text, token.start()), limit=MAX_VALUES)


def _refuse_lone_surrogates(text: str) -> None:
    for token in _TOKEN.finditer(text):
        if text[token.start()] == '"' and has_lone_surrogate(_string(token[0])):
            raise refusal("source.lone-surrogate", place_at(text, token.start()))


def _string(token: str) -> str:
    if "\\" not in token:
        return token[1:-1]
    string: str = JSONDecoder().decode(token)
    return string


class JsonPlaces:
    """The places of a text, collected when first asked for. Two threads may both do so, with the same outcome."""

    __slots__ = ("_root", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._root: Place | None = None

    def __call__(self) -> Place | None:
        """Return the place of the document itself."""
        if self._root is None:
            self._root, _ = _find_places(self._text)
        return self._root


class _Inside:
    """The places inside a container: of each value, its place, that of its key, and the values inside it.

    Kept as tuples, since few of them are asked for.
    """

    __slots__ = ("_places",)

    def __init__(self, places: dict[str, Any]) -> None:
        self._places = places

    def get(self, key: str) -> Place | None:
        found = self._places.get(key)
        return None if found is None else Place(found[0], found[1], _Inside(found[2]))


def _find_places(text: str) -> tuple[Place | None, tuple[Duplicate, ...]]:
    """Return the places of a text that was parsed, and its repeated keys. The loop has no calls that it can avoid."""
    repeated, cursor = Repeated(), Cursor(text)
    line, begins, ends = 1, 0, -1
    places: dict[str, Any] = {}
    is_array, name = False, ""
    around: list[tuple[dict[str, Any], bool, str]] = []
    for token in re.compile(_PLACED, re.DOTALL).finditer(text):
        kind = token.lastindex or 0
        if kind == _CLOSES:
            places, is_array, _ = around.pop()
            continue
        key_at = None
        if is_array:
            name = str(len(places))
        elif around:
            offset = token.start()
            if offset > ends:
                line, begins, ends = cursor.line_at(offset)
            key_at = line, offset - begins + 1
            name = token[1]
            if "\\" in name:
                name = _string(f'"{name}"')
            if name in places:
                repeated.add([one for _, _, one in around[1:]], name, key_at)
        offset = token.start(kind)
        if offset > ends:
            line, begins, ends = cursor.line_at(offset)
        inside = {} if kind == _OPENS else _NOTHING
        places[name] = (line, offset - begins + 1), key_at, inside
        if kind == _OPENS:
            around.append((places, is_array, name))
            places, is_array = inside, text[offset] == "["
    return _Inside(places).get(""), tuple(repeated.found)
