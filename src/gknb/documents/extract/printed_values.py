"""Read the printed text of a cell as a value; a blank is not 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.words import squeezed
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.standard.catalog import Catalog

__all__ = ["Printed", "Values", "values_of"]

_SHORT: Final = 40
_SPACED: Final = re.compile(r"[+\-−]?\d{1,3}(?:\s\d{3})+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The value read from a printed text."""

    kind: Literal["number", "blank", "sign", "unreadable"]
    """A number, nothing, a sign such as ``/`` in its place, or anything else."""
    number: int | Decimal | None = None
    """The number, with exactly the digits printed."""
    unit: str | None = None
    """The unit of money after it."""


class Values:
    """Reads the texts of cells; ``readings`` have the signs, units and measure words, as ``readings.json`` does."""

    def __init__(self, readings: Mapping[str, Any]) -> None:
        values = readings["values"]
        printed = {unit["printed"]: name for name, unit in readings["units"].items()}
        self._units: Final = {text: printed[text] for text in sorted(printed, key=len, reverse=True)}
        self._nothing: Final = frozenset(values["nothing"])
        behind = "|".join(map(re.escape, sorted((*self._units, *values["measures"]), key=len, reverse=True)))
        self._number: Final = re.compile(rf"([+\-−]?)(\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(\.\d+)?({behind})?")
        self._note: Final = re.compile(rf"(?:\s*(?:{values['note']}))+\s*$")
        # Most cells contain one of a few texts.
        self._read_cached: Final = lru_cache(maxsize=20_000)(self._read)

    def read(self, text: str) -> Printed:
        """Return the value of a cell's text. Two numbers in one cell are unreadable."""
        return self._read_cached(text) if len(text) <= _SHORT else self._read(text)

    def unit_in(self, heading: str) -> str | None:
        """Return the unit of money named in the header of a cell."""
        # The longest first: 万元 contains 元.
        return next((unit for printed, unit in self._units.items() if printed in heading), None)

    def _read(self, text: str) -> Printed:
        text = self._note.sub("", text)
        whole = squeezed(text)
        if not whole or whole in self._units:
            return Printed(kind="blank", unit=self._units.get(whole))
        if whole.lower() in self._nothing:
            return Printed(kind="sign")
        match = self._number.fullmatch(whole)
        if match is None or _has_two_numbers(text):
            return Printed(kind="unreadable")
        sign, digits, decimals, measure = match.groups()
        figure = ("-" if sign in ("-", "−") else "") + re.sub("[,，]", "", digits)
        number = int(figure) if decimals is None else Decimal(figure + decimals)
        return Printed(kind="number", number=number, unit=self._units.get(measure or ""))


@cache
def values_of(catalog: Catalog) -> Values:
    """Return the reader of the values of a published set."""
    return Values(readings_of(catalog))


def _has_two_numbers(text: str) -> bool:
    """Whether white space in the text separates two numbers, not groups of thousands or a number and its unit."""
    parts = re.split(r"(?<=\d)\s+(?=[\d.])", text.strip())
    return len(parts) > 1 and _SPACED.fullmatch(" ".join(text.split())) is None
