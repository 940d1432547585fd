"""How many figures of a text stand in whole rows."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["intact"]

NUMBERING: Final = re.compile(r"(?<![\d.])\d\\?\.(?=\D)")
"""The number of a row, as in ``1.属于国家秘密``; Markdown escapes its point."""
FIGURE: Final = re.compile(r"-?\d+(?:\.\d+)?|(?<![<\w])/(?!\w)")
COLUMN: Final = re.compile(r"(?<=.)/(natural_person|legal_person/\w+|total|upheld|corrected|other|pending)$")


def intact(text: str, figures: Mapping[str, Any], blank: str) -> float:
    """Return the share of figures whose row stands in the text as it is: all of its figures, one after the other.

    Only rows of Table 3 and groups of Table 4 without a blank cell count, and ``blank`` is the sign of a cell without a
    figure; 1 where there is no such row.
    """
    printed = " " + " ".join(FIGURE.findall(NUMBERING.sub("", text))) + " "
    all_of = found = 0
    for row in rows(figures):
        words = [blank if value is None else f"{value}" for value in row]
        if all(words):
            all_of += len(words)
            found += len(words) * (f" {' '.join(words)} " in printed)
    return found / all_of if all_of else 1.0


def rows(figures: Mapping[str, Any]) -> Iterator[list[Any]]:
    """Yield the figures of each row."""
    of = {pointer: value for pointer, value in figures.items() if not pointer.startswith("/proactive_disclosure")}
    for _, row in groupby(of.items(), key=lambda item: COLUMN.sub("", item[0])):
        yield [value for _, value in row]
