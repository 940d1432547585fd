"""Normalize and compare labels, whatever typists, fonts and converters did to them."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

__all__ = ["bare", "likeness", "squeezed"]

_NUMBER: Final = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．,，:：](?!\d)")
_KEPT: Final = re.compile(r"[^\w%]|_")
_NOTE: Final = re.compile("[(:]")
_NOTED: Final = 0.9
"""Likeness of a label followed by a note to the label without it."""
_LONGEST: Final = 200
"""Characters compared; every label is shorter."""


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """Return ``text`` in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """Return a label without white space, punctuation and its leading number."""
    whole = squeezed(text)
    return _KEPT.sub("", _NUMBER.sub("", whole)) or _KEPT.sub("", whole)


@lru_cache(maxsize=100_000)
def likeness(printed: str, known: str) -> float:
    """Return the likeness of a printed label to a known one, from 0 (nothing in common) to 1 (equal when normalized).

    A label followed by a note in parentheses or after a colon has a likeness of 0.9 to the label alone; anything else
    has the ratio of :class:`difflib.SequenceMatcher`.
    """
    one, other = bare(printed[:_LONGEST]), bare(known)
    if one == other:
        return 1.0 if one else 0.0
    if not one or not other:
        return 0.0
    if _without_note(printed[:_LONGEST]) == other:
        return _NOTED
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=20_000)
def _without_note(text: str) -> str:
    return bare(_NOTE.split(_NUMBER.sub("", squeezed(text)))[0])
