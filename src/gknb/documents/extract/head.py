"""Find the organ, the reporting year and the date of publication, and deduce the organ's level and kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.extract.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.documents.extract.blocks import Paragraph

__all__ = ["Stated", "date_in", "organ_and_year", "organ_level_and_kind", "published"]

_YEAR: Final = re.compile(r"[（(]?(2\d{3})年?度?[)）]?")
_LAST_YEAR: Final = re.compile(rf"{_YEAR.pattern}$")
_DATE: Final = re.compile(r"(2\d{3})[-年./](\d{1,2})[-月./](\d{1,2})日?(?:\d\d?:\d\d(?::\d\d)?)?")
_LONGEST: Final = 80
"""Maximum length of a title, in characters."""
_CRUMBS: Final = re.compile("[>»|]|当前位置|首页")
"""Marks of a breadcrumb line above a title; no name of an organ contains them."""
_DIGITS: Final = {character: str(n) for n, character in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零Ｏ", "0")
_COUNT: Final = "([一二三四五六七八九十]{1,3})"
_CHINESE: Final = re.compile(f"([二〇○零Ｏ一三四五六七八九]{{4}})年{_COUNT}月{_COUNT}日")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value stated in a paragraph."""

    value: Any
    """The value."""
    paragraph: Paragraph
    """The paragraph that states it."""


def organ_and_year(paragraphs: Iterable[Paragraph], title: str) -> tuple[Stated | None, Stated | None]:
    """Return the organ and the reporting year from the first paragraph that is the title of a report.

    ``title`` is a regular expression for the words that every title contains. A title may span up to three lines.
    """
    kept = [paragraph for paragraph in paragraphs if squeezed(paragraph.text)]
    alone: tuple[None, Stated] | None = None
    for count in (1, 2, 3):
        for n, paragraph in enumerate(kept):
            text = "".join(squeezed(one.text) for one in kept[n : n + count])
            match = re.fullmatch(rf"(.*?){title}(.*?)", text)
            if match is None or len(text) > _LONGEST:
                continue
            # The name of an organ may contain a year as well: the year next to the common words counts.
            years = _LAST_YEAR.findall(match[1]) or _YEAR.findall(match[1])[-1:] or _YEAR.findall(match[2])
            if not years:
                continue
            year = Stated(value=int(years[0]), paragraph=paragraph)
            organ = re.sub(rf"[（(]?{years[0]}年?度?[)）]?", "", match[1]).strip("《》()（）:：年度")
            if organ and not _CRUMBS.search(organ):
                return Stated(value=organ, paragraph=paragraph), year
            if not organ:
                alone = alone or (None, year)
    return alone or (None, None)


def date_in(text: str) -> str | None:
    """Return the date as ISO 8601; ``None`` if the whole text is not a date of the calendar."""
    whole = squeezed(text).strip("()")
    match = _DATE.fullmatch(whole)
    numbers = [int(number) for number in match.groups()] if match else _chinese(whole)
    try:
        return date(*numbers).isoformat() if numbers else None
    except ValueError:
        return None


def _chinese(text: str) -> list[int]:
    """Return year, month and day of a date in Chinese numerals; nothing for any other text."""
    match = _CHINESE.fullmatch(text)
    if match is None:
        return []
    return [int("".join(_DIGITS[one] for one in match[1])), _count(match[2]), _count(match[3])]


def _count(text: str) -> int:
    """Return the value of a Chinese numeral: 23 for 二十三."""
    tens, ten, ones = text.rpartition("十")
    value = int(_DIGITS.get(ones, "0")) if ones else 0
    return value + (10 * int(_DIGITS.get(tens, "1")) if ten else 0)


def published(paragraphs: Sequence[Paragraph], names: Sequence[str]) -> Stated | None:
    """Return the date of publication: after one of the ``names``, else the last paragraph that is just a date."""
    for paragraph in paragraphs:
        for line in re.split(r"[\n|｜]|\s{2,}", paragraph.text):
            name, colon, rest = squeezed(line).replace("：", ":").partition(":")
            if colon and name.strip("[【】]") in names and (found := _first_date(rest)):
                return Stated(value=found, paragraph=paragraph)
    for paragraph in reversed(paragraphs):
        if found := date_in(paragraph.text):
            return Stated(value=found, paragraph=paragraph)
    return None


def _first_date(text: str) -> str | None:
    match = _DATE.match(text)
    return date_in(match[0]) if match else None


def organ_level_and_kind(name: str, text: str, organs: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield ``("kind", value)`` and ``("level", value)`` where the organ's name and the report's text are unambiguous.

    ``organs`` are the rules in ``readings.json``; the first whose ending fits the name applies.
    """
    for rule in organs:
        if not name.endswith(tuple(rule["ends"])):
            continue
        yield "kind", rule["kind"]
        if "level" in rule:
            yield "level", rule["level"]
            return
        mentioned = {one["level"] for one in rule.get("when", ()) if any(word in text for word in one["mentions"])}
        if len(mentioned) == 1:
            yield "level", mentioned.pop()
        return
