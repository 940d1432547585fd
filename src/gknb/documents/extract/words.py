"""Printed words compared: what converters, typists and fonts do to a label leaves it the same label."""

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
"""How much a label with a note behind it is like the label."""
_LONGEST: Final = 200
"""A label is shorter; of what is longer the beginning tells enough."""


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """``text`` with full-width forms as plain ones and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=20_000)
def bare(text: str) -> str:
    """What is left of a label without white space, punctuation and the number in front of it."""
    whole = squeezed(text)
    return _KEPT.sub("", _NUMBER.sub("", whole)) or _KEPT.sub("", whole)


@lru_cache(maxsize=100_000)
def likeness(printed: str, known: str) -> float:
    """How much a printed label is like a known one: 1 the same, 0 nothing in common.

    A label with a note behind it is like the label, and one that lost characters is like what it was.
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
