"""Formats values from a report for sentences and terminals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

__all__ = ["digits", "printable", "shorten", "show"]

LONGEST: Final = 40
"""Maximum number of characters shown of a value."""


def printable(text: str) -> str:
    """Return ``text`` with characters escaped that could move the cursor or hide text."""
    return text if text.isprintable() else "".join(c if c.isprintable() else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else f"\\U{ord(character):08x}"


def digits(number: int | Decimal) -> str:
    """Return a number in full, without exponent."""
    return format(number, "f") if isinstance(number, Decimal) else str(number)


def show(value: Any) -> str:
    """Return a value for a sentence: numbers plain, strings in quotes, shortened to one line."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if isinstance(value, str):
        return f"“{shorten(printable(value[: LONGEST + 1]))}”"
    return shorten(digits(value))


def shorten(text: str) -> str:
    """Return ``text``, or its beginning and end if it is too long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}…{text[-LONGEST // 4 :]}"
