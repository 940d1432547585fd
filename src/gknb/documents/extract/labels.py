"""How well printed labels fit the rows of a table of the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gknb.documents.extract.shape import RowShape, TableShape
    from gknb.documents.extract.words import Words

__all__ = ["ALIKE", "Fit", "Labels", "labels_of"]

ALIKE: Final = 0.55
"""Minimum fit of a label that is not printed as on the form."""
_LONGEST: Final = 120
"""Maximum length of a label, in characters; anything longer is a sentence."""
_CUT: Final = 0.6
"""Fit of the beginning of a label, as a page break leaves it, whose number is that of the row."""
_NOTED: Final = 0.9
"""Fit of a label with a note after it."""
_MISNUMBERED: Final = 0.8
"""Fit of the label of a row with another number before it."""
_PART: Final = 0.7
"""Minimum part of a line of a label that is in the label."""
_SHARED: Final = 0.4
"""Minimum part of the characters of a label, or of the row's, that both have."""
_NUMERAL: Final = re.compile(r"[一二三四五六七八九十]+|\d+")


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a printed label fits a row."""

    likeness: float
    """From 0 to 1; 1 if it is printed as on the form."""
    exact: bool
    """Whether it is printed as on the form, line breaks and punctuation aside."""


_NONE: Final = Fit(0.0, exact=False)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A known text, prepared for :func:`_common`."""

    text: str
    masks: dict[str, int]

    @classmethod
    def of(cls, text: str) -> _Pattern:
        masks: dict[str, int] = {}
        for place, character in enumerate(text):
            masks[character] = masks.get(character, 0) | 1 << place
        return cls(text, masks)


def _common(pattern: _Pattern, text: str) -> int:
    """Return the length of the longest common subsequence (bit-parallel, after Hyyrö 2004)."""
    full = (1 << len(pattern.text)) - 1
    row = full
    for character in text:
        matches = row & pattern.masks.get(character, 0)
        row = ((row + matches) | (row - matches)) & full
    return (full & ~row).bit_count()


@dataclass(frozen=True, slots=True)
class _Row:
    names: tuple[_Pattern, ...]
    own: frozenset[str]
    ways: tuple[_Pattern, ...]
    groups: frozenset[str]
    number: str
    numbers: frozenset[str]
    characters: frozenset[str]
    shortest: int


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a printed label says, whatever row it is compared with."""

    bare: tuple[str, ...]
    joined: str
    characters: frozenset[str]
    numbers: frozenset[str]
    last: str
    foreign: bool
    has_digits: bool
    rows: tuple[int, ...]


class Labels:
    """The row labels of a table of the form."""

    def __init__(self, table: TableShape) -> None:
        self._words: Final[Words] = table.words
        self._foreign: Final = table.foreign
        self._rows: Final = [self._row(row) for row in table.rows]
        self._by_name: Final[dict[str, list[int]]] = {}
        for number, row in enumerate(self._rows):
            for name in row.own:
                self._by_name.setdefault(name, []).append(number)
        groups = {name for row in table.rows for names in row.label[:-1] for name in names}
        self._groups: Final = frozenset(map(table.words.bare, groups))
        self._fragments: Final = "\n".join(map(squeezed, sorted(groups)))
        self._by_numbers: Final[dict[frozenset[str], Sequence[int]]] = {}
        self._printed: Final = lru_cache(maxsize=20_000)(self._read)

    def _row(self, row: RowShape) -> _Row:
        bare = self._words.bare
        own = [bare(name) for name in row.label[-1]]
        before = "".join(bare(names[0]) for names in row.label[:-1])
        numbers = [self.number(names[0]) for names in row.label]
        return _Row(
            names=tuple(map(_Pattern.of, dict.fromkeys(own))),
            own=frozenset(own),
            ways=tuple(_Pattern.of(before + name) for name in dict.fromkeys(own)),
            groups=frozenset(bare(name) for names in row.label[:-1] for name in names),
            number=numbers[-1],
            numbers=frozenset(numbers),
            characters=frozenset("".join(own)),
            shortest=min(map(len, own)),
        )

    def number(self, text: str) -> str:
        """Return the number at the beginning of a label, without its brackets; empty if it has none."""
        found = _NUMERAL.search(self._words.numbering(text))
        return found[0] if found else ""

    def is_fragment(self, text: str) -> bool:
        """Whether a text is part of the label of a group, such as 三、本年度办理结果 printed in several lines."""
        short = squeezed(text)
        return bool(short) and short in self._fragments

    def exact(self, texts: tuple[str, ...]) -> Sequence[int]:
        """Return the numbers of the rows whose label is printed as on the form, with or without its groups."""
        return self._printed(texts).rows

    def candidates(self, texts: tuple[str, ...]) -> Sequence[int]:
        """Return the numbers of the rows that a label may fit: by its text if that is exact, else by its numbers."""
        printed = self._printed(texts)
        if printed.rows or printed.foreign or not printed.joined:
            return printed.rows
        found = self._by_numbers.get(printed.numbers)
        if found is None:
            found = tuple(n for n, row in enumerate(self._rows) if printed.numbers <= row.numbers)
            self._by_numbers[printed.numbers] = found
        return found

    def made_of(self, texts: tuple[str, ...], number: int) -> bool:
        """Whether each of several texts is part of the label of a row or of its groups."""
        row = self._rows[number]
        return all(
            one in row.groups or any(_common(name, one) >= _PART * len(one) for name in row.ways)
            for one in map(self._words.bare, texts)
        )

    def names_row(self, texts: tuple[str, ...]) -> bool:
        """Whether a label is that of a row and nothing else than its groups is before it."""
        before = [one for one in map(self._words.bare, texts[:-1]) if one]
        return any(all(one in self._rows[n].groups for one in before) for n in self.exact(texts))

    def names_group(self, texts: tuple[str, ...]) -> bool:
        """Whether labels are those of groups and nothing else."""
        return bool(texts) and all(self._words.bare(text) in self._groups for text in texts)

    def _read(self, texts: tuple[str, ...]) -> _Printed:
        bare = [one for one in map(self._words.bare, texts) if one]
        joined = "".join(bare)
        rows: dict[int, None] = {}
        for n in range(len(bare)):
            for number in self._by_name.get("".join(bare[n:]), ()):
                if not self._is_of_another(bare[:n], texts, number):
                    rows[number] = None
        return _Printed(
            bare=tuple(bare),
            joined=joined,
            characters=frozenset(joined),
            numbers=frozenset(filter(None, map(self.number, texts))),
            last=self.number(texts[-1]) if texts else "",
            foreign=any("".join(bare[n:]) in self._foreign for n in range(len(bare))),
            has_digits=any(map(str.isdigit, joined)),
            rows=tuple(rows),
        )

    def _is_of_another(self, before: Iterable[str], texts: Sequence[str], number: int) -> bool:
        """Whether the texts before a label belong to another row or group than those of the row ``number``."""
        row = self._rows[number]
        return any(one in self._groups and one not in row.groups for one in before) or any(
            self._is_row(text, but=row) for text in texts[:-1]
        )

    def _is_row(self, text: str, but: _Row) -> bool:
        """Whether a text is the label of another row, its number included."""
        bare = self._words.bare(text)
        found = self._by_name.get(bare)
        if found is None or bare in but.own or bare in but.groups:
            return False
        printed = self.number(text)
        return any(printed in ("", self._rows[n].number) for n in found)

    def fit(self, texts: tuple[str, ...], number: int, *, blank: bool = False) -> Fit:
        """Return how well printed texts, from the outermost group to the item, fit the label of a row.

        A row without figures that is ``blank`` has no figures in its label either, and is at least half printed.
        """
        row, printed = self._rows[number], self._printed(texts)
        if number in printed.rows:
            agrees = not row.number or not printed.last or printed.last in row.numbers
            return Fit(1.0 if agrees else _MISNUMBERED, exact=True)
        size = len(printed.joined)
        if printed.foreign or not size or size > _LONGEST or not printed.numbers <= row.numbers:
            return _NONE
        incomplete = blank and (printed.has_digits or 2 * size < row.shortest)
        least = _SHARED * min(len(row.characters), len(printed.characters))
        if incomplete or len(row.characters & printed.characters) < least:
            return _NONE
        own = self._own(printed.bare, row)
        if not own or self._is_of_another(printed.bare, texts, number) or self._is_row(texts[-1], but=row):
            return _NONE
        numbered = bool(row.number) and row.number in printed.numbers
        return Fit(self._likeness(own, texts, row, numbered=numbered), exact=False)

    @staticmethod
    def _own(bare: Sequence[str], row: _Row) -> list[str]:
        """Return the texts of a label without the labels of the row's groups."""
        own = [one for one in bare if one not in row.groups]
        for group in sorted(row.groups, key=len, reverse=True) if len(own) == 1 else ():
            own = [own[0].removeprefix(group)]
        return [one for one in own if one]

    def _likeness(self, own: Sequence[str], texts: Sequence[str], row: _Row, *, numbered: bool) -> float:
        """Return how much of a label is printed, less what else is."""
        best, last, joined = 0.0, own[-1], "".join(own)
        for name, way in zip(row.names, row.ways, strict=True):
            size = len(name.text)
            is_part = len(last) > 1 and (name.text.startswith(last) or name.text.endswith(last))
            if 2 * len(joined) < size and not is_part:
                continue
            same = _common(name, joined)
            more = max(len(joined) - max(same, _common(way, joined)), 0)
            best = max(best, (same - more / 2) / size)
            if is_part:
                best = max(best, _CUT if numbered else ALIKE)
            if any(self._words.without_note(text) == name.text for text in texts):
                best = max(best, _NOTED)
        return min(best, 0.99)


@cache
def labels_of(table: TableShape) -> Labels:
    """Return the row labels of a table."""
    return Labels(table)
