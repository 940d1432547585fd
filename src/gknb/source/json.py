"""The JSON half of :mod:`gknb.source.document`: values by the standard library, places by a second look."""

from __future__ import annotations

import re
from itertools import islice
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING

from gknb.errors import SourceError
from gknb.source.document import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_VALUES,
    Cursor,
    Duplicate,
    Place,
    Position,
    has_lone_surrogate,
    place_at,
    pointer_token,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from typing import Any

# The tokens of RFC 8259 section 2; a string that never ends is one too, so that nothing is scanned twice.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}:,]|[^ \t\r\n"\[\]{}:,]++', re.DOTALL)
NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*+)(?:\.([0-9]++))?(?:[eE]([+-]?[0-9]++))?")  # section 6
_CONSTANT = re.compile(r"NaN|-?Infinity")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DIGITS = re.compile("[0-9]{4}")

# What the standard library says, by its first words, and the end of our reason.
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


def number(text: str) -> int | Decimal:
    """The exact value of a number in JSON's notation: ``int`` when it is integral, else Decimal.

    Raises:
        SourceError: written out in full it has more than ``MAX_DIGITS`` digits. The caller knows where.
    """
    found = NUMBER.fullmatch(text)
    if found is None or too_long(found):
        raise refusal("source.number-too-long", limit=MAX_DIGITS)
    sign, whole, fraction, exponent = found.groups("")
    digits = whole + fraction
    after_point = len(fraction) - _shift(exponent)
    if after_point <= 0:
        return int(sign + digits + "0" * -after_point)
    if not digits[-after_point:].strip("0"):
        return int(sign + (digits[:-after_point] or "0"))
    from decimal import Decimal

    # One notation for one value: 1.50 is shown as 1.5 whatever wrote it.
    kept = digits.rstrip("0")
    return Decimal(f"{sign}{kept}e{len(digits) - len(kept) - after_point}")


def too_long(found: re.Match[str]) -> bool:
    """Whether a number, written out in full, has more than ``MAX_DIGITS`` digits."""
    _, whole, fraction, exponent = found.groups("")
    shift = _shift(exponent)
    return max(len(whole) + shift, 1) + max(len(fraction) - shift, 0) > MAX_DIGITS


def _shift(exponent: str) -> int:
    # Seven digits are enough to be far too long; int() itself refuses thousands of them.
    size = int(exponent.lstrip("+-0")[:7] or 0)
    return -size if exponent.startswith("-") else size


def read_json(text: str) -> tuple[Any, tuple[Duplicate, ...], Callable[[], Place | None]]:
    """The value, the repeated keys, and what gives the places when it is called."""
    _check_limits(text)
    value, any_repeated = _parsed(text)
    if "\\" in text and _ESCAPED_SURROGATE.search(text):
        _refuse_lone_surrogates(text)
    places = _Lazy(text)
    return value, tuple(places.tree().duplicates) if any_repeated else (), places


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
    """Where the first thing stands that a number hook refuses; the parser has accepted all before it."""
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


def grouped_number(text: str, offset: int) -> str | None:
    """The number that goes on at ``offset`` after a thousands separator (``472`` of ``1,472``), without separators."""
    after = re.compile(r"[0-9]{3}(?:,[0-9]{3})*(?=\s*(?:[,}\n]|\Z))").match(text, offset)
    before = re.search(r"(?<![\w.,-])-?[0-9]{1,3}(?:,[0-9]{3})*,\Z", text[max(0, offset - 40) : offset])
    return f"{before[0]}{after[0]}".replace(",", "") if before and after else None


def _check_limits(text: str) -> None:
    # The rule for most: a text cannot hold more values than characters.
    if len(text) <= MAX_VALUES and text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = values = 0
    # Each value has at most its key, a colon, a comma and a closing bracket: after five tokens for each
    # of MAX_VALUES, what has not passed that limit is not JSON, and the parser will say so.
    for token in islice(_TOKEN.finditer(text), 5 * MAX_VALUES):
        first = text[token.start()]
        if first in "]}":
            depth -= 1
        elif first == ":":
            values -= 1  # what stands before it was a key
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


class _Lazy:
    """The places of a text that has been read, found when first asked for. Two threads find the same."""

    __slots__ = ("_text", "_tree")

    def __init__(self, text: str) -> None:
        self._text = text
        self._tree: PlaceTree | None = None

    def __call__(self) -> Place | None:
        return self.tree().root

    def tree(self) -> PlaceTree:
        if self._tree is None:
            self._tree = _find_places(self._text)
        return self._tree


def _find_places(text: str) -> PlaceTree:
    tree, cursor = PlaceTree(), Cursor(text)
    for token in _TOKEN.finditer(text):
        start = token.start()
        first = text[start]
        if first in "]}":
            tree.close()
        elif first == '"' and tree.awaits_key():
            tree.key(_string(token[0]), cursor.at(start))
        elif first not in ",:":
            tree.value(cursor.at(start), opens=first if first in "[{" else "")
    return tree


class PlaceTree:
    """Grows the places of a document in the order of its text, and notices keys that are given twice."""

    __slots__ = ("_key", "_open", "_spent", "duplicates", "root")

    def __init__(self) -> None:
        self.root: Place | None = None
        self.duplicates: list[Duplicate] = []
        # Of each open container: its name in the one around it, its "[" or "{", the places inside.
        self._open: list[tuple[str, str, dict[str, Place]]] = []
        self._key: tuple[str, tuple[int, int]] | None = None
        self._spent = 0

    def whole(self) -> Place | None:
        """The place of the document itself; a method, so that a Source that keeps it can be pickled."""
        return self.root

    def awaits_key(self) -> bool:
        """Whether what comes next in the text is the key of a member."""
        return bool(self._open) and self._open[-1][1] == "{" and self._key is None

    def key(self, key: str, at: tuple[int, int]) -> None:
        """Take the key of the member whose value comes next."""
        self._key = key, at
        if key in self._open[-1][2]:
            self._repeated(key, at)

    def value(self, at: tuple[int, int], *, opens: str = "") -> None:
        """Take the next value; a container ``opens`` with ``[`` or ``{`` and lasts until it is closed."""
        name, key_at = self._key or (None, None)
        self._key = None
        inside: dict[str, Place] = {}
        place = Place(at, key_at, inside)
        if self._open:
            siblings = self._open[-1][2]
            name = str(len(siblings)) if name is None else name
            siblings[name] = place
        else:
            self.root = place
        if opens:
            self._open.append((name or "", opens, inside))

    def close(self) -> None:
        """End the innermost open container."""
        self._open.pop()

    def _repeated(self, key: str, at: tuple[int, int]) -> None:
        names = [name for name, _, _ in self._open[1:]]
        pointer = "".join("/" + pointer_token(name) for name in [*names, key])
        # One long key around many repeated ones would fill the memory with pointers.
        self._spent += len(pointer)
        if self._spent > MAX_BYTES:
            raise refusal("source.too-many-duplicates", at)
        self.duplicates.append(Duplicate(pointer=pointer, key=key, position=Position(*at)))
