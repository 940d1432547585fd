"""Width of text in terminal columns."""

from __future__ import annotations

import unicodedata

__all__ = ["width"]


def width(text: str) -> int:
    """Return the number of columns of ``text``; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
