"""Find the titles of reports among paragraphs, and the organ and the reporting year in each."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.extract.blocks import first_and_last
from gknb.documents.extract.dates import Dates, chinese_digits, date_in
from gknb.documents.extract.words import squeezed
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.blocks import Paragraph
    from gknb.standard.catalog import Catalog

__all__ = ["Title", "Titles", "titles_of"]

_LONGEST: Final = 80
"""Maximum length of a title, in characters."""
_LINES: Final = 3
"""Maximum number of lines of a title, without the lines of the organ and the year."""
_MOST: Final = 200
"""Maximum number of titles found; more are a list."""
_DIGITS: Final = r"(?:(?<!\d)\d{3,8}(?!\d|年\d{1,2}月)|[〇○零O一二三四五六七八九]{4})"
_SENTENCE: Final = re.compile(r".{20,}[。：:]", re.DOTALL)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NEVER: Final = "(?!)"
_ANY: Final = {"before": _NEVER, "linked": _NEVER, "headers": _NEVER, "after": ".*", "name": ".+", "no_name": _NEVER}
"""Words of names for a set before 2.0.1, which does not say what names look like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title of a report."""

    paragraph: Paragraph
    """The paragraph in which its words begin."""
    organ: str | None
    """Name of the organ."""
    named_by: Paragraph
    """The paragraph with the name of the organ, or with the beginning of it."""
    years: tuple[int, ...]
    """Different reporting years printed in it."""
    mistyped: str | None = None
    """Digits printed in place of a year that are no year."""
    weak: bool = False
    """Whether it is in the header or footer of a page, or a link to another page."""
    leads: bool = False
    """Whether a sentence or a named date follows it, as they follow the title of a page."""

    @property
    def stated(self) -> tuple[str | None, tuple[int, ...], str | None]:
        """What it says, whatever its place."""
        return self.organ, self.years, self.mistyped


class Titles:
    """Reads titles; ``readings`` say what they look like, as ``readings.json`` does."""

    def __init__(self, readings: Mapping[str, Any]) -> None:
        names: Mapping[str, Any] = readings.get("names", _ANY)
        year = readings["year"].replace("{year}", f"({_DIGITS})")
        core = readings["title"].replace("{year}", readings["year"].replace("{year}", f"(?P<inner>{_DIGITS})"))
        self._words: Final = re.compile(core)
        self._title: Final = re.compile(rf"(?P<before>.*?)(?:{core})(?P<after>.*?)")
        self._year: Final = re.compile(year)
        self._begins: Final = re.compile(f"^{year}")
        self._ends: Final = re.compile(f"{year}$")
        self._dates: Final = Dates(readings)
        self._around: Final[str] = readings["around_name"]
        self._breadcrumbs: Final = tuple(readings["breadcrumbs"])
        self._lead: Final = re.compile(f"^(?:{names['before']})")
        self._link: Final = re.compile(f"(?:{names['linked']})$")
        self._header: Final = re.compile(f"^(?:{names['headers']})+")
        self._after: Final = re.compile(names["after"])
        self._name: Final = re.compile(names["name"])
        self._no_name: Final = re.compile(names["no_name"])
        self._own_line: Final[tuple[str, ...] | None] = tuple(names["ends"]) if "ends" in names else None
        self._places: Final = tuple(names.get("places", ()))
        self._completed: Final[Mapping[str, str]] = names.get("completed", {})

    def all(self, paragraphs: Sequence[Paragraph], known: str | None = None) -> list[Title]:
        """Return the titles among the paragraphs, in order.

        A title may be broken over three lines, and its organ and its year may stand on lines of their own. ``known``
        is the name of an organ that the file carries; it is recognised whatever it looks like.
        """
        # A line with nothing but a date may stand between the lines of a title; it is no part of a name.
        kept = [one for one in first_and_last(paragraphs) if one.text.strip() and not date_in(one.text)]
        lines = [self._without_header(squeezed(one.text)) for one in kept]
        found: list[Title] = []
        possible = self._with_words(lines)
        n = 0
        while n < len(kept) and len(found) < _MOST:
            count, title = self._beginning_at(n, lines, kept[n], known) if n in possible else (1, None)
            if title is not None:
                found.append(self._with_neighbours(title, lines, kept, range(n, n + count), known))
            n += count
        return found

    def _with_words(self, lines: Sequence[str]) -> set[int]:
        """Return the lines in which a title can begin: the words of a title are there or in the lines after."""
        ends = list(accumulate(map(len, lines)))
        words = self._words.finditer("".join(lines))
        return {bisect_right(ends, match.start()) - back for match in words for back in range(_LINES)}

    def in_text(self, text: str, paragraph: Paragraph, known: str | None = None) -> Title | None:
        """Return the title in one line of text."""
        return self._read(self._without_header(squeezed(text)), paragraph, known)

    def _beginning_at(
        self, n: int, texts: Sequence[str], paragraph: Paragraph, known: str | None
    ) -> tuple[int, Title | None]:
        """Return the title that begins in line ``n`` and its number of lines; else one line and ``None``."""
        for count in range(1, _LINES + 1):
            lines = texts[n : n + count]
            # The lines after the first may be a whole title: then the first is none of its words.
            if count > 1 and any(self._read("".join(lines[m:]), paragraph, known) for m in range(1, count)):
                break
            title = self._read("".join(lines), paragraph, known)
            if title is not None:
                return count, title
        return 1, None

    def _without_header(self, text: str) -> str:
        """Return a line without what a browser prints at the edge of a page."""
        match = self._header.match(text[:_LONGEST])
        return text[match.end() :] if match else text

    def is_header(self, text: str) -> bool:
        """Whether a line begins with what a browser prints at the edge of a page."""
        return self._header.match(squeezed(text[:_LONGEST])) is not None

    def _read(self, text: str, paragraph: Paragraph, known: str | None) -> Title | None:
        name = squeezed(known) if known else ""
        named = name if name and text.startswith(name) else None
        rest = text.removeprefix(named or "")
        match = self._title.fullmatch(rest) if len(rest) <= _LONGEST else None
        if match is None or any(mark in match["before"] for mark in self._breadcrumbs):
            return None
        years, before, after = self._dated(match)
        organ = named or self._named(before)
        if organ is None:
            if before.strip(self._around):
                return None  # a sentence
            if self._is_name(after):
                organ, after = self._named(after), ""
        if not self._after.fullmatch(after):
            return None
        good = dict.fromkeys(int(one) for one in years if _YEAR.fullmatch(one))
        wrong = next((one for one in years if not _YEAR.fullmatch(one)), None)
        weak = paragraph.linked or self.is_header(paragraph.text)
        return Title(paragraph=paragraph, organ=organ, named_by=paragraph, years=tuple(good), mistyped=wrong, weak=weak)

    def _dated(self, match: re.Match[str]) -> tuple[list[str], str, str]:
        """Return the printed years of a title, and what stands before and after its words without them."""
        before, after, years = self._lead.sub("", match["before"]), match["after"], [match.groupdict().get("inner")]
        before = self._link.sub("", before)
        # The name of an organ may contain a year as well: the year next to the common words counts.
        if ends := self._ends.search(before):
            years.append(ends[1])
            before = before[: ends.start()]
        elif begins := self._begins.search(before):
            years.append(begins[1])
            before = before[begins.end() :]
        elif years == [None] and (within := [*self._year.finditer(before)]):
            years.append(within[-1][1])
            before = before[: within[-1].start()] + before[within[-1].end() :]
        if follows := self._year.fullmatch(after):
            years.append(follows[1])
            after = ""
        return [chinese_digits(year) for year in years if year], before, after

    def _named(self, text: str) -> str | None:
        """Return the name of an organ without what stands around it; ``None`` if it is no name."""
        name = self._link.sub("", text.strip(self._around)).strip(self._around)
        if name.count("(") > name.count(")") and f"{name})" in text:
            name += ")"  # 某某办公室(某某局)
        for end, whole in self._completed.items():
            if name.endswith(end):
                name = name.removesuffix(end) + whole
        return name if name and self._name.fullmatch(name) and not self._no_name.search(name) else None

    def _is_name(self, text: str) -> bool:
        """Whether a text ends like the name of an organ."""
        name = self._named(text)
        return name is not None and self._own_line is not None and name.endswith((*self._own_line, *self._places))

    def _with_neighbours(
        self, title: Title, lines: Sequence[str], paragraphs: Sequence[Paragraph], own: range, known: str | None
    ) -> Title:
        """Return the title with the organ and the year on the lines next to it, if it lacks them."""
        if self._own_line is None:  # before 2.0.1: whatever is on the line before
            name = self._named(lines[own.start - 1]) if own.start and title.organ is None else None
            return title if name is None else replace(title, organ=name, named_by=paragraphs[own.start - 1])
        title = self._with_first_half(title, lines, paragraphs, own.start)
        leads = own.stop
        for near in (range(own.start - 1, max(-1, own.start - 3), -1), range(own.stop, min(own.stop + 2, len(lines)))):
            for n in near:
                line, year = lines[n], self._ends.search(lines[n])
                if year is not None and not title.years and title.mistyped is None:
                    rest = line[: year.start()]
                    if rest and (title.organ is not None or not self._is_name(rest)):
                        break
                    digits = chinese_digits(year[1])
                    good = _YEAR.fullmatch(digits) is not None
                    title = replace(title, years=(int(digits),) if good else (), mistyped=None if good else digits)
                    line = rest
                elif title.organ is not None or not (self._is_name(line) or line == squeezed(known or "")):
                    break
                if line:
                    if self._in_header(n, lines, paragraphs):
                        break
                    name = self._named(line) or squeezed(known or "")
                    title = replace(title, organ=name, named_by=paragraphs[n])
                leads = max(leads, n + 1)
        follows = paragraphs[leads].text if leads < len(paragraphs) else ""
        return replace(title, leads=bool(_SENTENCE.fullmatch(follows.strip())) or self._dates.are_named_in(follows))

    def _with_first_half(
        self, title: Title, lines: Sequence[str], paragraphs: Sequence[Paragraph], start: int
    ) -> Title:
        """Return the title with the whole name of an organ of which the line before has the place."""
        if title.organ is None or not start or any(one in title.organ for one in self._places):
            return title
        if not lines[start - 1].endswith(self._places) or self._in_header(start - 1, lines, paragraphs):
            return title
        organ = self._named(lines[start - 1] + title.organ)
        return replace(title, organ=organ, named_by=paragraphs[start - 1]) if organ else title

    def _in_header(self, n: int, lines: Sequence[str], paragraphs: Sequence[Paragraph]) -> bool:
        """Whether a line is what a browser prints at the edge of a page, or follows the time that it prints there."""
        return self.is_header(paragraphs[n].text) or (n > 0 and not lines[n - 1])


@cache
def titles_of(catalog: Catalog) -> Titles:
    """Return the reader of titles of a published set."""
    return Titles(readings_of(catalog))
