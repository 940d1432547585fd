"""How much room a text takes in a table on a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["width"]


def width(text: str) -> int:
    """Columns that ``text`` takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
