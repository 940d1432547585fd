"""Reading without second looks, for input that is as it should be.

Nothing here says what is wrong with an input: where it is not taken, :mod:`gknb.source.document` reads it anew.
"""

from __future__ import annotations

import re
from decimal import Decimal
from json import JSONDecoder
from typing import Any, Final, NoReturn

from gknb.errors import SourceError
from gknb.source.limits import MAX_DIGITS
from gknb.source.numbers import number
from gknb.source.python import copied

__all__ = ["MOST_BYTES", "exact_number", "plain_json"]

MOST_BYTES: Final = 2**16
"""The largest text that is tried. A report is about 7 kB; a larger text may hold numbers that take long to read."""


_DOUBTFUL: Final = re.compile(r'\\(?:"|u[dD][89a-fA-F])')
"""An escaped quotation mark or half of a UTF-16 pair; also ``\\\\"``, the end of a string with a backslash."""


def exact_number(value: object) -> Any:
    """Return the exact number for one in memory, as :func:`~gknb.source.document.from_python` gives it.

    ``None`` for what has none: no number, no finite one, or one that is too long.
    """
    try:
        return number(float.__repr__(value)) if type(value) is float else copied(value)
    except SourceError:
        return None


def plain_json(data: bytes) -> tuple[Any, int] | None:
    """Return the value of a JSON text in UTF-8 and the number of strings in it, names of members included.

    A repeated name is one that the value has lost: it then has fewer strings. ``None`` for a text that is no JSON, that
    has an escaped quotation mark (strings are counted by their quotation marks) or an escaped half of a UTF-16 pair, or
    more than ``MOST_BYTES``. Other limits are not looked for.
    """
    if len(data) > MOST_BYTES:
        return None
    try:
        text = data.decode()
        value = _DECODER.decode(text)
    except (ValueError, RecursionError, SourceError):
        return None
    # A single character is found much faster than more.
    return None if "\\" in text and _DOUBTFUL.search(text) else (value, text.count('"') // 2)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN, Infinity, -Infinity


def _decimal(text: str) -> Any:
    """Return what :func:`~gknb.source.numbers.number` does, for a number with a fraction or an exponent."""
    if len(text) > MAX_DIGITS or "e" in text or "E" in text:
        return number(text)
    kept = text.rstrip("0")
    return int(kept[:-1]) if kept.endswith(".") else Decimal(kept)


_DECODER: Final = JSONDecoder(parse_float=_decimal, parse_constant=_refuse)
