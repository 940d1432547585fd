"""Values and texts from a report, as they may stand in a sentence and on a terminal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

__all__ = ["digits", "printable", "shorten", "show"]

LONGEST: Final = 40
"""The most characters of a value that are repeated."""


def printable(text: str) -> str:
    """``text`` without characters that could move the cursor or hide what follows."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"


def digits(number: int | Decimal) -> str:
    """A number in full, without an exponent."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def show(value: Any) -> str:
    """A value in a sentence: numbers plain, texts in quotes, all of it short and on one line."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str):
        return f"“{shorten(printable(value[: LONGEST + 1]))}”"
    return shorten(digits(value))


def shorten(text: str) -> str:
    """``text`` where it is not too long, else its beginning and its end."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 4 :]}"
