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

__all__ = ["Stated", "date_in", "organ_and_year", "organ_level_and_kind", "published", "scope_of"]

_YEAR: Final = r"(2\d{3})"
_DATE: Final = re.compile(r"(2\d{3})[-年./](\d{1,2})[-月./](\d{1,2})日?(?:\d\d?:\d\d(?::\d\d)?)?")
_LONGEST: Final = 80
"""Maximum length of a title, in characters."""
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


def organ_and_year(paragraphs: Iterable[Paragraph], readings: Mapping[str, Any]) -> tuple[Stated | None, Stated | None]:
    """Return the organ and the reporting year from the first paragraph that is the title of a report.

    ``readings`` say what titles look like, as ``readings.json`` does. A title may span up to three lines.
    """
    with_year, crumbs = readings["year"], readings["breadcrumbs"]
    any_year = with_year.replace("{year}", _YEAR)
    # A line with nothing but a date may stand between the lines of a title; it is no part of a name.
    kept = [paragraph for paragraph in paragraphs if squeezed(paragraph.text) and not date_in(paragraph.text)]
    alone: tuple[None, Stated] | None = None
    for count in (1, 2, 3):
        for n, paragraph in enumerate(kept):
            text = "".join(squeezed(one.text) for one in kept[n : n + count])
            match = re.fullmatch(rf"(.*?)(?:{readings['title']})(.*?)", text)
            if match is None or len(text) > _LONGEST:
                continue
            # The name of an organ may contain a year as well: the year next to the common words counts.
            years = (
                re.findall(f"{any_year}$", match[1])
                or re.findall(any_year, match[1])[-1:]
                or re.findall(any_year, match[2])
            )
            if not years:
                continue
            year = Stated(value=int(years[0]), paragraph=paragraph)
            organ = re.sub(with_year.replace("{year}", years[0]), "", match[1]).strip(readings["around_name"])
            if organ and not any(mark in organ for mark in crumbs):
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


def scope_of(organ: Mapping[str, str], text: str, rules: Sequence[Mapping[str, Any]]) -> tuple[str, str | None] | None:
    """Return the scope of a report with the word of its text that shows it, ``None`` if it follows from no word.

    ``organ`` has the level and kind of the organ as far as they are known; ``rules`` are those in ``readings.json``,
    of which the first that fits applies. Returns ``None`` if none fits.
    """
    for rule in rules:
        if "kind" in rule and organ.get("kind") != rule["kind"]:
            continue
        if "levels" in rule and organ.get("level") not in rule["levels"]:
            continue
        word = next((word for word in rule.get("mentions", ()) if word in text), None)
        if word is not None or "mentions" not in rule:
            return rule["scope"], word
    return None
