"""Read the printed text of a cell as a value; a blank is not 0."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.documents.extract.words import squeezed
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.standard.catalog import Catalog

__all__ = ["Number", "Printed", "Values", "values_of"]

Number: TypeAlias = int | Decimal

_SHORT: Final = 40
_LONGEST: Final = 200
"""Maximum length of a printed number, in characters; a longer text is none."""
_PLAIN: Final = ("<wide>", "<font>")
"""Kinds of digits that are other shapes of 0 to 9."""
_SPACED: Final = re.compile(r"[^\d\s]?\s*[+\-−]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?\s*\D*")
_SIGNS: Final[Mapping[str, Any]] = {"plus": ["+"], "minus": ["-", "−"]}
"""Signs of sets before 2.0.1, which do not say them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The value read from a printed text."""

    kind: Literal["number", "blank", "sign", "unreadable"]
    """A number, nothing, a sign such as ``/`` in its place, or anything else."""
    number: Number | None = None
    """The number, with exactly the digits printed; in the unit that reports have a name for."""
    unit: str | None = None
    """The unit of money after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    name: str
    factor: int = 1
    """How many of the named unit."""


class Values:
    """Reads the texts of cells; ``readings`` have the signs, units and measure words, as ``readings.json`` does."""

    def __init__(self, readings: Mapping[str, Any]) -> None:
        values, money = readings["values"], readings.get("money", {})
        units = {unit["printed"]: _Unit(name=name) for name, unit in readings["units"].items()}
        multiples = {text: _Unit(name=one["unit"], factor=one["factor"]) for text, one in _items(money, "multiples")}
        self._in_heading: Final = dict(_longest_first(units))
        self._units: Final = dict(_longest_first({**units, **multiples}))
        self._before: Final[Mapping[str, str]] = dict(_items(money, "before"))
        self._nothing: Final = frozenset(values["nothing"])
        self._blank: Final = re.compile(values.get("blank", ""))
        self._measures: Final = frozenset(values["measures"])
        self._brackets: Final = tuple(squeezed(pair) for pair in values.get("brackets", ()))
        signs, changes = values.get("signs", _SIGNS), values.get("changes", {"plus": [], "minus": []})
        self._minus: Final = frozenset((*signs["minus"], *changes["minus"]))
        before, behind = _any(self._before), _any((*self._units, *values["measures"]))
        plain = _any(_both(signs))
        signed = _any((*_both(signs), *_both(changes)))
        number = rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<decimals>\.\d+)?(?P<behind>{behind})?"
        self._number: Final = re.compile(rf"(?P<before>{before})?(?P<sign>{plain})?{number}")
        self._change: Final = re.compile(rf"(?P<before>{before})?(?P<sign>{signed})?{number}")
        self._note: Final = re.compile(rf"(?:\s*(?:{values['note']}))+\s*$")
        # Most cells contain one of a few texts.
        self._read_cached: Final = lru_cache(maxsize=20_000)(self._read)

    def read(self, text: str, *, signed: bool = False) -> Printed:
        """Return the value of a cell's text. Two numbers in one cell are unreadable.

        In a cell that is ``signed``, whose number may be negative, a word may stand for the sign: 减3 is -3.
        """
        return self._read_cached(text, signed) if len(text) <= _SHORT else self._read(text, signed)

    def is_empty(self, text: str) -> bool:
        """Whether a text stands for an empty cell, as converters write it."""
        return self._blank.fullmatch(text.strip()) is not None

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit of money or a measure word and nothing else."""
        return squeezed(text) in self._units or squeezed(text) in self._measures

    def unit_in(self, heading: str) -> str | None:
        """Return the unit of money named in the header of a cell."""
        # The longest first: 万元 contains 元.
        whole = squeezed(heading)
        return next((unit.name for printed, unit in self._in_heading.items() if printed in whole), None)

    def _read(self, text: str, signed: bool) -> Printed:
        noted, text = text, self._note.sub("", text) if len(text) <= _LONGEST else ""
        whole = squeezed(text)
        if not whole and noted.strip():
            return Printed(kind="unreadable")  # too long, or the mark of a note and no figure
        inner = self._without_brackets(whole)
        if not whole or inner in self._units:
            return Printed(kind="blank", unit=self._units[inner].name if inner else None)
        if whole.lower() in self._nothing:
            return Printed(kind="sign")
        match = (self._change if signed else self._number).fullmatch(inner)
        if match is None or _has_two_numbers(text) or _has_mark(text) or not self._is_amount_or_count(match, whole):
            return Printed(kind="unreadable")
        figure = ("-" if match["sign"] in self._minus else "") + match["digits"].replace(",", "")
        number = int(figure) if match["decimals"] is None else Decimal(figure + match["decimals"])
        unit = self._units.get(match["behind"] or "")
        if unit is None:
            return Printed(kind="number", number=number, unit=self._before.get(match["before"] or ""))
        number = number if unit.factor == 1 else _whole(Decimal(number) * unit.factor)
        return Printed(kind="number", number=number, unit=unit.name)

    def _is_amount_or_count(self, match: re.Match[str], whole: str) -> bool:
        """Whether the parts of a printed number go together."""
        before, behind = match["before"], match["behind"]
        if before and behind and behind not in self._units:
            return False
        # (3) may be a mark, a number or a negative number; with a unit or a measure word it is a number.
        return bool(before or behind) or match.end() == len(whole)

    def _without_brackets(self, text: str) -> str:
        pair = next((one for one in self._brackets if text[:1] == one[0] and text[-1:] == one[1]), None)
        return text[1:-1] if pair and len(text) > 1 else text


@cache
def values_of(catalog: Catalog) -> Values:
    """Return the reader of the values of a published set."""
    return Values(readings_of(catalog))


def _items(words: Mapping[str, Any], name: str) -> Iterable[tuple[str, Any]]:
    """Return the words of a group and what they stand for, with the words in NFKC as texts are compared."""
    return [(squeezed(text), value) for text, value in words.get(name, {}).items()]


def _longest_first(units: Mapping[str, _Unit]) -> list[tuple[str, _Unit]]:
    return sorted(units.items(), key=lambda one: len(one[0]), reverse=True)


def _both(signs: Mapping[str, Any]) -> list[str]:
    return [*signs["plus"], *signs["minus"]]


def _any(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first; for none, one that never matches."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def _whole(number: Decimal) -> int | Decimal:
    """Return a number as a whole one if it is."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def _has_mark(text: str) -> bool:
    """Whether NFKC would make digits of the number of a note mark or an exponent: 5², 5㉑, ①5."""
    return not text.isascii() and any(
        unicodedata.decomposition(one).partition(" ")[0] not in _PLAIN
        and any(map(str.isdigit, unicodedata.normalize("NFKC", one)))
        for one in text
        if not one.isascii()
    )


def _has_two_numbers(text: str) -> bool:
    """Whether white space in the text separates two numbers, not groups of thousands or a number and its unit."""
    parts = re.split(r"(?<=\d)\s+(?=[\d.])", text.strip())
    return len(parts) > 1 and _SPACED.fullmatch(" ".join(text.split())) is None
