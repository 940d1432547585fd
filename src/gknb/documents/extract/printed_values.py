"""Read the printed text of a cell as a value; a blank is not 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal, TypeAlias

from gknb.documents.extract.words import squeezed

__all__ = ["Printed", "Unit", "is_value", "read_value"]

Unit: TypeAlias = Literal["yuan", "wanyuan"]
_UNITS: Final[dict[str, Unit]] = {"元": "yuan", "万元": "wanyuan"}
_NOTHING: Final = frozenset({"/", "\\", "-", "--", "—", "——", "–", "―", "─", "无", "空", "∕", "〇无", "nil"})
"""Signs printed in place of a number; they leave open whether 0 is meant."""
_MEASURES: Final = "件条项个份次封宗家"
_NUMBER: Final = re.compile(rf"([+\-−]?)(\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(\.\d+)?(万元|元|[{_MEASURES}])?")
_NOTE: Final = re.compile(r"(?:\s*(?:\*{0,2}[\[［]\d{1,2}[\]］]\*{0,2}|[①-⑳]|[*※]+|注\d?))+\s*$")
"""Note marks after a number."""
_SHORT: Final = 40
_SPACED: Final = re.compile(r"[+\-−]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The value read from a printed text."""

    kind: Literal["number", "blank", "sign", "unreadable"]
    """A number, nothing, a sign such as ``/`` in its place, or anything else."""
    number: int | Decimal | None = None
    """The number, with exactly the digits printed."""
    unit: Unit | None = None
    """The unit of money after it."""


def read_value(text: str) -> Printed:
    """Return the value of a cell's text. Two numbers in one cell are unreadable."""
    return _read_cached(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> Printed:
    text = _NOTE.sub("", text)
    whole = squeezed(text)
    if not whole or whole in _UNITS:
        return Printed(kind="blank", unit=_UNITS.get(whole))
    if whole.lower() in _NOTHING:
        return Printed(kind="sign")
    match = _NUMBER.fullmatch(whole)
    if match is None or _has_two_numbers(text):
        return Printed(kind="unreadable")
    sign, digits, decimals, measure = match.groups()
    figure = ("-" if sign in ("-", "−") else "") + re.sub("[,，]", "", digits)
    number = int(figure) if decimals is None else Decimal(figure + decimals)
    return Printed(kind="number", number=number, unit=_UNITS.get(measure or ""))


_read_cached: Final = lru_cache(maxsize=20_000)(_read)
"""Cached because most cells contain one of a few texts."""


def _has_two_numbers(text: str) -> bool:
    """Whether white space in the text separates two numbers, not groups of thousands or a number and its unit."""
    parts = re.split(r"(?<=\d)\s+(?=[\d.])", text.strip())
    return len(parts) > 1 and _SPACED.fullmatch(" ".join(text.split())) is None


def is_value(text: str) -> bool:
    """Whether the text is a number, blank, or a sign in place of a number."""
    return read_value(text).kind != "unreadable"
