"""Normalize and compare labels, whatever typists, fonts and converters did to them."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from gknb.standard.catalog import Catalog

__all__ = ["Words", "squeezed", "words_of"]

_KEPT: Final = re.compile(r"[^\w%]|_")
_NOTED: Final = 0.9
"""Likeness of a label followed by a note to the label without it."""
_LABEL: Final = 4
"""Minimum length of a label that shows by itself that a line is of a table; 其他 may be a line of a text."""
_LONG_LABEL: Final = 7
"""Minimum length of a label with which no line of a text begins: 第二十条第一项."""
_LONGEST: Final = 200
"""Characters compared; every label is shorter."""


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    """Return ``text`` in NFKC without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


class Words:
    """Compares labels and paragraphs; ``readings`` say how they are numbered and noted, as ``readings.json`` does."""

    def __init__(self, readings: Mapping[str, Any]) -> None:
        self._number: Final = re.compile(f"^(?:{readings['numbering']})")
        self._note: Final = re.compile(readings["label_note"])
        self._begin: Final = re.compile(rf"^\s*(?:{readings['paragraphs']['begin']})")
        self._end: Final[str] = readings["paragraphs"]["end"]
        self._prefix: Final = re.compile(f"^(?:{readings.get('heading_prefix', '(?!)')})")
        self._subheading: Final = re.compile(f"^(?:{readings.get('subheading', '(?!)')})")
        self.bare: Final = lru_cache(maxsize=20_000)(self._bare)
        self.likeness: Final = lru_cache(maxsize=100_000)(self._likeness)
        self._without_note: Final = lru_cache(maxsize=20_000)(self._cut)

    def numbering(self, text: str) -> str:
        """Return the number at the beginning of a label with its punctuation; empty if there is none."""
        found = self._number.match(squeezed(text))
        return found[0] if found else ""

    def _bare(self, text: str) -> str:
        """Return a label without white space, punctuation and its leading number."""
        whole = squeezed(text)
        return _KEPT.sub("", self._number.sub("", whole)) or _KEPT.sub("", whole)

    def heading(self, text: str) -> str:
        """Return a heading without its number, the year and the words that any heading may begin with."""
        whole = self._number.sub("", squeezed(text[:_LONGEST]))
        return _KEPT.sub("", self._prefix.sub("", whole)) or self.bare(text)

    def is_subheading(self, text: str) -> bool:
        """Whether a text is numbered like a part of a section."""
        return self._subheading.match(squeezed(text[:_LONGEST])) is not None

    def has_labels(self, text: str, labels: Collection[str]) -> bool:
        """Whether a line is a label of a table, a label with figures after it, or begins with a long label."""
        if len(text) > _LONGEST:
            return False
        first = re.split(r"\s+(?=[\d/—-])", text.strip(), maxsplit=1)[0]
        if len(bare := self.bare(first)) >= _LABEL and bare in labels:
            return True
        whole = self.bare(text)
        return "。" not in text and any(whole[:length] in labels for length in range(_LONG_LABEL, len(whole)))

    def _likeness(self, printed: str, known: str) -> float:
        """Return the likeness of a printed label to a known one, from 0 (nothing in common) to 1 (same normalized).

        A label followed by a note in parentheses or after a colon has a likeness of 0.9 to the label alone; anything
        else has the ratio of :class:`difflib.SequenceMatcher`.
        """
        one, other = self.bare(printed[:_LONGEST]), self.bare(known)
        if one == other:
            return 1.0 if one else 0.0
        if not one or not other:
            return 0.0
        if self._without_note(printed[:_LONGEST]) == other:
            return _NOTED
        return SequenceMatcher(None, one, other, autojunk=False).ratio()

    def without_note(self, text: str) -> str:
        """Return a label without white space, punctuation, its leading number and a note after it."""
        return self._without_note(text[:_LONGEST])

    def _cut(self, text: str) -> str:
        """Return a label as :meth:`bare` does, without a note in parentheses or after a colon."""
        return self.bare(self._note.split(self._number.sub("", squeezed(text)))[0])

    def continues(self, text: str, last: str) -> bool:
        """Whether a paragraph continues ``last``: that has no final full stop, and ``text`` begins no new paragraph."""
        return last[-1] not in self._end and not self._begin.match(text)


@cache
def words_of(catalog: Catalog) -> Words:
    """Return the words of a published set."""
    return Words(readings_of(catalog))
