"""Read dates, and find the date of publication."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.extract.blocks import Paragraph, first_and_last
from gknb.documents.extract.words import squeezed
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.documents.extract.blocks import Table
    from gknb.standard.catalog import Catalog

__all__ = ["Dated", "Dates", "chinese_digits", "date_in", "dates_of"]

_TIME: Final = r"(?:[\sT]{0,3}\d\d?:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+\-]\d\d:?\d\d)?)?"
# 2025-01-2016:34: the gap before the time may be lost.
_DAY: Final = r"(\d{1,2})(?!\d(?!\d?:))\s?日?"
_DATE: Final = re.compile(rf"(2\d{{3}})\s?[-年./]\s?(\d{{1,2}})\s?[-月./]\s?{_DAY}{_TIME}")
_DIGITS: Final = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys(
    "○零OＯ", "0"
)
_COUNT: Final = "([一二三四五六七八九十]{1,3})"
_CHINESE: Final = re.compile(f"([二〇○零OＯ一三四五六七八九]{{4}})年{_COUNT}月{_COUNT}日")
_MAY_BE_DATED: Final = re.compile(r"[2２]\d{3}\s{0,3}[-－年./．／]")
"""The beginning of a date; most lines have none."""
_LONGEST: Final = 300
"""Maximum length of a line with a date beside other data, in characters."""
_SHORT: Final = 2
"""Length of a name that is also the end of longer ones, in characters."""
_LONGEST_ALONE: Final = 60
"""Maximum length of a line with nothing but a date, in characters."""
_MOST: Final = 50
"""Maximum number of dates considered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A printed date."""

    value: str | None
    """The date as ISO 8601; ``None`` if it is no date of the calendar."""
    printed: str
    """As printed."""
    paragraph: Paragraph
    """The paragraph that states it."""
    carried: bool = False
    """Whether it is unprinted data of the file."""


def date_in(text: str) -> str | None:
    """Return the date as ISO 8601; ``None`` if the whole text is not a date of the calendar."""
    if len(text) > _LONGEST_ALONE:
        return None
    whole = _plain(text).strip("()[]【】 ")
    match = _DATE.fullmatch(whole)
    numbers = [int(number) for number in match.groups()] if match else _chinese(squeezed(whole))
    try:
        return date(*numbers).isoformat() if numbers else None
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return the beginning of a text in NFKC with each run of white space as one space."""
    return " ".join(unicodedata.normalize("NFKC", text[:_LONGEST]).split())


def chinese_digits(text: str) -> str:
    """Return ``text`` with each Chinese digit as an Arabic one: 2021 for 二〇二一."""
    return "".join(_DIGITS.get(one, one) for one in text)


def _chinese(text: str) -> list[int]:
    """Return year, month and day of a date in Chinese numerals; nothing for any other text."""
    match = _CHINESE.fullmatch(text)
    if match is None:
        return []
    return [int(chinese_digits(match[1])), _count(match[2]), _count(match[3])]


def _count(text: str) -> int:
    """Return the value of a Chinese numeral: 23 for 二十三."""
    tens, ten, ones = text.rpartition("十")
    value = int(_DIGITS.get(ones, "0")) if ones else 0
    return value + (10 * int(_DIGITS.get(tens, "1")) if ten else 0)


class Dates:
    """Finds the date of publication; ``readings`` have the names before it, as ``readings.json`` does."""

    def __init__(self, readings: Mapping[str, Any]) -> None:
        self._names: Final = frozenset(readings["dates"])
        self._later: Final = frozenset(readings.get("dates_of_document", ()))
        self._meta: Final = frozenset(readings.get("meta_dates", ()))
        self._within: Final[int | None] = readings.get("published_within_years")
        every = sorted(self._names | self._later, key=lambda name: (-len(name), name))
        spaced = "|".join(r"\s?".join(map(re.escape, name)) for name in every)
        self._named: Final = re.compile(rf"({spaced})\s?[\]】]?\s?(:?)\s?({_DATE.pattern})")
        # 来源:青石镇时间:2025-01-20: converters lose the gap between two data of a page.
        beside = _any(readings.get("beside_dates", ()))
        self._beside: Final = re.compile(rf"(?:{beside})\s?:[^:]*$")
        self._before_data: Final = re.compile(rf"({_DATE.pattern})\s?(?:[\[【(]\s?)?(?:{beside})\s?:")
        self._no_dates: Final = tuple(readings.get("no_dates", ()))

    def find(
        self,
        year: int | None,
        meta: Iterable[tuple[str, str]],
        head: Sequence[Paragraph],
        tail: Sequence[Paragraph],
        tables: Iterable[Table] = (),
    ) -> tuple[list[Dated], list[Dated]]:
        """Return the different dates of publication with the best evidence, and the dates that cannot be it.

        The best evidence is a name or a ``meta`` element that says when a page was published; then a name that says
        when a document was written; then a line with nothing but a date, near the title before one at the end.
        ``year`` is the reporting year, if known: a date that is not soon after is no date of publication. ``head`` and
        ``tail`` are the paragraphs before the first heading and those of the last section.
        """
        head, tail = first_and_last(head), first_and_last(tail)
        named = [*self._declared(meta), *self._in_lines((*head, *tail)), *self._in_tables(tables)]
        refused: list[Dated] = []
        for names in (self._names, self._later):
            found = [one for name, one in named if name in names]
            good = [one for one in found if self._sensible(one.value, year)]
            if good:
                return _different(good), refused
            refused += found
        for some in (head, tail):
            alone = [Dated(value=date_in(one.text), printed=one.text, paragraph=one) for one in some]
            good = [one for one in alone if one.value is not None and self._sensible(one.value, year)]
            if good:
                return _different(good), refused
        return [], refused

    def are_named_in(self, text: str) -> bool:
        """Whether a paragraph has a date after one of the names."""
        return next(self._in_lines([Paragraph(text=text[:_LONGEST])]), None) is not None

    def _sensible(self, value: str | None, year: int | None) -> bool:
        if value is None or year is None or self._within is None:
            return value is not None
        return year <= int(value[:4]) <= year + self._within

    def _declared(self, meta: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Dated]]:
        for name, content in meta:
            if name.lower() in self._meta and (match := _DATE.match(_plain(content))):
                paragraph = Paragraph(text=content)
                value = date_in(match[0])
                yield min(self._names), Dated(value=value, printed=content, paragraph=paragraph, carried=True)

    def _in_lines(self, paragraphs: Iterable[Paragraph]) -> Iterator[tuple[str, Dated]]:
        left = _MOST
        for paragraph in paragraphs:
            for line in re.split(r"[\n|｜]|\s{2,}", paragraph.text):
                if len(line) > _LONGEST or left <= 0 or not _MAY_BE_DATED.search(line):
                    continue
                text = _plain(line)
                if first := self._before_data.match(text):
                    yield min(self._names), Dated(value=date_in(first[1]), printed=first[1], paragraph=paragraph)
                for match in self._named.finditer(text):
                    name = squeezed(match[1])
                    if self._begins(name, text[: match.start()]) and (match[2] or len(name) > _SHORT):
                        left -= 1
                        yield name, Dated(value=date_in(match[3]), printed=match[3], paragraph=paragraph)

    def _begins(self, name: str, before: str) -> bool:
        """Whether a name begins after that text of its line; 时间 may be the end of another name."""
        if any(map(before.endswith, self._no_dates)):
            return False
        return len(name) > _SHORT or not before[-1:].isalpha() or self._beside.search(before) is not None

    def _in_tables(self, tables: Iterable[Table]) -> Iterator[tuple[str, Dated]]:
        """Yield the dates in the cell after their name, as in the table above a published document."""
        for table in tables:
            for name, value in zip(table.cells, table.cells[1:], strict=False):
                word = squeezed(name.text).strip(":[]【】") if len(name.text) < _LONGEST else ""
                if word not in self._names | self._later or name.row != value.row:
                    continue
                if printed := _DATE.fullmatch(_plain(value.text)):
                    paragraph = Paragraph(text=value.text, page=table.page)
                    yield word, Dated(value=date_in(printed[0]), printed=value.text, paragraph=paragraph)


def _any(words: Iterable[str]) -> str:
    """Return a regular expression for any of the words; for none, one that never matches."""
    return "|".join(map(re.escape, words)) or "(?!)"


def _different(found: Iterable[Dated]) -> list[Dated]:
    """Return the first statement of each date."""
    first: dict[str | None, Dated] = {}
    for one in found:
        first.setdefault(one.value, one)
    return list(first.values())


@cache
def dates_of(catalog: Catalog) -> Dates:
    """Return the reader of dates of a published set."""
    return Dates(readings_of(catalog))
