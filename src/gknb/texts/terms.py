"""What the standard's words for level, kind and scope are called in a sentence."""

from __future__ import annotations

from typing import Any, Final

from gknb.texts import say

__all__ = ["TERMS", "span", "term"]

TERMS: Final = {
    "/organ/level": ("national", "province", "prefecture", "county", "township"),
    "/organ/kind": ("government", "department"),
    "/scope": ("own", "consolidated"),
}
"""The words by the JSON Pointer of the field that holds one."""


def term(lang: str, pointer: str, value: Any) -> Any:
    """``value`` as a sentence in ``lang`` has it: in Chinese the words of the standard are said in Chinese.

    Several words are separated by ``|``. Anything else, and everything in English, stays as it is.
    """
    known = TERMS.get(pointer)
    if lang != "zh" or known is None or not isinstance(value, str) or not {*value.split("|")} <= {*known}:
        return value
    return say(lang, "term.or").join(say(lang, f"term.{word}") for word in value.split("|"))


def span(lang: str, limits: str) -> str:
    """``2019..2020`` and ``>=2021`` as a sentence has them: 2019–2020, 2021 and later. Anything else stays as it is."""
    low, dots, high = limits.partition("..")
    if dots:
        return f"{low}–{high}"
    return say(lang, "value.and-later", low=low[2:]) if low.startswith(">=") else low
