"""Translates the standard's values of level, kind and scope."""

from __future__ import annotations

from typing import Any, Final, Literal

from gknb.texts import say

__all__ = ["TERMS", "basis_heading", "span", "term"]

TERMS: Final = {
    "/organ/level": ("national", "province", "prefecture", "county", "township"),
    "/organ/kind": ("government", "department"),
    "/scope": ("own", "consolidated"),
}
"""Words by value, by the JSON Pointer of the field."""


def term(lang: str, pointer: str, value: Any) -> Any:
    """Return ``value`` of the field at ``pointer`` for a sentence in ``lang``, translated to Chinese.

    ``|`` separates several values. Unknown values, and all values in English, are returned unchanged.
    """
    known = TERMS.get(pointer)
    if lang != "zh" or known is None or not isinstance(value, str) or not {*value.split("|")} <= {*known}:
        return value
    return say(lang, "term.or").join(say(lang, f"term.{word}") for word in value.split("|"))


def basis_heading(kind: str) -> Literal["basis", "note"]:
    """Return the last part of the key of the heading for a kind of basis.

    Only what is stated or derived is called a basis; a convention or a plausibility check is a note.
    """
    return "basis" if kind in ("stated", "derived") else "note"


def span(lang: str, limits: str) -> str:
    """Return ``2019..2020`` and ``>=2021`` spelled out: 2019–2020, 2021 and later. Other text is unchanged."""
    low, dots, high = limits.partition("..")
    if dots:
        return f"{low}–{high}"
    return say(lang, "value.and-later", low=low[2:]) if low.startswith(">=") else low
