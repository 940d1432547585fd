"""What is printed in a cell, as a value: a number, or a blank that is not 0."""

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
"""Signs that are printed where there is no figure; whether 0 was meant they do not say."""
_MEASURES: Final = "件条项个份次封宗家"
_NUMBER: Final = re.compile(rf"([+\-−]?)(\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(\.\d+)?(万元|元|[{_MEASURES}])?")
_NOTE: Final = re.compile(r"(?:\s*(?:\*{0,2}[\[［]\d{1,2}[\]］]\*{0,2}|[①-⑳]|[*※]+|注\d?))+\s*$")
"""The marks of notes behind a figure."""
_SHORT: Final = 40
_SPACED: Final = re.compile(r"[+\-−]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What was printed."""

    kind: Literal["number", "blank", "sign", "unreadable"]
    """A number; nothing; a sign such as / in its place; or something that is none of these."""
    number: int | Decimal | None = None
    """The number, exactly as printed."""
    unit: Unit | None = None
    """The unit of money behind it."""


def read_value(text: str) -> Printed:
    """What the text of a cell says. Two numbers in one cell are none."""
    return _known(text) if len(text) <= _SHORT else _read(text)


def _read(text: str) -> Printed:
    text = _NOTE.sub("", text)
    whole = squeezed(text)
    if not whole or whole in _UNITS:
        return Printed(kind="blank", unit=_UNITS.get(whole))
    if whole.lower() in _NOTHING:
        return Printed(kind="sign")
    match = _NUMBER.fullmatch(whole)
    if match is None or _parted(text):
        return Printed(kind="unreadable")
    sign, digits, decimals, measure = match.groups()
    figure = ("-" if sign in ("-", "−") else "") + re.sub("[,，]", "", digits)
    number = int(figure) if decimals is None else Decimal(figure + decimals)
    return Printed(kind="number", number=number, unit=_UNITS.get(measure or ""))


_known: Final = lru_cache(maxsize=20_000)(_read)
"""The same few texts stand in most cells."""


def _parted(text: str) -> bool:
    """Whether white space inside the text parts two numbers, rather than thousands, or a number and its unit."""
    parts = re.split(r"(?<=\d)\s+(?=[\d.])", text.strip())
    return len(parts) > 1 and _SPACED.fullmatch(" ".join(text.split())) is None


def is_value(text: str) -> bool:
    """Whether the text can stand where a figure belongs."""
    return read_value(text).kind != "unreadable"
