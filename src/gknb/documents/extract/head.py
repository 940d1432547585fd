"""Find the organ and the reporting year of a report: in its titles, its preamble, the data of its file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.blocks import Paragraph, first_and_last
from gknb.documents.extract.title import titles_of
from gknb.documents.extract.words import squeezed
from gknb.standard.described import readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.documents.extract.title import Title, Titles
    from gknb.standard.catalog import Catalog

__all__ = ["Head", "Heads", "Stated", "heads_of"]

_LONGEST: Final = 400
"""Maximum length of a paragraph that is searched for the period of a report, in characters."""
_FULL_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A value stated in a paragraph."""

    value: Any
    """The value; ``None`` if the paragraph contradicts another or itself, or is mistyped."""
    paragraph: Paragraph
    """The paragraph that states it."""
    by: Literal["heading", "deduced", "file"] = "heading"
    """The evidence: a title, another text, or unprinted data of the file."""
    printed: str = ""
    """The part of the paragraph that states it; empty for all of it."""
    again: str = ""
    """What contradicts it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The organ and the reporting year of a report; ``None`` where nothing states them."""

    organ: Stated | None
    """The name of the organ."""
    year: Stated | None
    """The reporting year."""


class Heads:
    """Finds the heads of reports; ``readings`` are those of ``readings.json``."""

    def __init__(self, titles: Titles, readings: Mapping[str, Any]) -> None:
        self.titles: Final = titles
        digits = readings.get("period", "(?!)").replace("{year}", r"(?<!\d)((?:19|20)\d\d)(?!\d)", 1)
        self._period: Final = re.compile(digits.replace("{year}", r"(?<!\d)((?:19|20)\d\d)(?!\d)"))
        self._breaks: Final[str] = readings.get("names", {}).get("site", "(?!)")

    def find(
        self,
        before: Sequence[Paragraph],
        *,
        headings: Iterable[Paragraph] = (),
        title: str = "",
        known: str | None = None,
    ) -> Head:
        """Return the head of a report.

        ``before`` are the paragraphs before its first section, ``headings`` its headings, ``title`` the title in the
        data of its file, ``known`` a name of the organ in the data of its file.
        """
        printed = self.titles.all(before, known)
        unprinted = self._in_data(title, known)
        periods = list(self._periods(before))
        chosen = _chosen(printed, unprinted, periods)
        if not chosen:
            organ = None if unprinted is None or unprinted.organ is None else _from_file(unprinted, unprinted.organ)
            return Head(organ=organ, year=self._year_elsewhere(unprinted, periods, headings))
        return Head(organ=self._organ(chosen, unprinted), year=self._year(chosen, unprinted, periods, headings))

    def _organ(self, chosen: Sequence[Title], unprinted: Title | None) -> Stated | None:
        named = [one for one in chosen if one.organ is not None]
        if not named:
            same = unprinted is not None and unprinted.organ is not None and _agree(unprinted, chosen[0])
            return _from_file(unprinted, unprinted.organ) if unprinted is not None and same else None
        first, *others = {one.organ: one for one in named}.values()
        name = first.organ or ""
        if others:
            return Stated(value=None, paragraph=first.named_by, printed=name, again=others[0].organ or "")
        return Stated(value=name, paragraph=first.named_by, printed=name)

    def _year(
        self,
        chosen: Sequence[Title],
        unprinted: Title | None,
        periods: Sequence[Stated],
        headings: Iterable[Paragraph],
    ) -> Stated | None:
        wrong = next((one for one in chosen if one.mistyped is not None), None)
        if wrong is not None:
            return Stated(value=None, paragraph=wrong.paragraph, printed=wrong.mistyped or "")
        stated = [Stated(value=year, paragraph=one.paragraph) for one in chosen for year in one.years]
        if not stated:
            return self._year_elsewhere(unprinted, periods, headings)
        return _one([*stated, *periods])

    def _year_elsewhere(
        self, unprinted: Title | None, periods: Sequence[Stated], headings: Iterable[Paragraph]
    ) -> Stated | None:
        """Return the year of a report whose title has none."""
        found = [*periods]
        if not found and unprinted is not None:
            found = [_from_file(unprinted, year) for year in unprinted.years]
        if not found:
            texts = [(one, _FULL_YEAR.findall(squeezed(one.text))) for one in headings]
            found = [Stated(value=int(year), paragraph=one, by="deduced") for one, years in texts for year in years]
        return _one(found) if found else None

    def _periods(self, paragraphs: Sequence[Paragraph]) -> Iterator[Stated]:
        """Yield the year of each period that covers a whole year."""
        for paragraph in first_and_last(paragraphs):
            text = squeezed(paragraph.text[:_LONGEST])
            for match in self._period.finditer(text):
                years = {int(year) for year in match.groups() if year}
                if len(years) == 1:
                    found = Paragraph(text=match[0], page=paragraph.page)
                    yield Stated(value=years.pop(), paragraph=found, by="deduced")

    def _in_data(self, title: str, known: str | None) -> Title | None:
        """Return the title in the data of the file, in which the name of the site may come before or after it."""
        paragraph = Paragraph(text=title)
        parts = (title, *(re.split(self._breaks, title) if len(title) <= _LONGEST else ()))
        found = (self.titles.in_text(part, paragraph, known) for part in parts)
        return next((one for one in found if one is not None), None)


def _chosen(printed: Sequence[Title], unprinted: Title | None, periods: Sequence[Stated]) -> list[Title]:
    """Return the titles of the report itself: one, or several that say different things with equal evidence."""
    strong = [one for one in printed if not one.weak] or list(printed)
    # A line that names no organ or no year may be the name of a column of the site.
    dated = [one for one in strong if one.years or one.mistyped]
    named = [one for one in strong if one.organ is not None]
    whole = [one for one in dated if one.organ is not None] or dated or named or strong
    if len({one.stated for one in whole}) < 2:
        return whole[:1]
    years = {one.value for one in periods}

    def evidence(title: Title) -> int:
        in_data = unprinted is not None and title.stated == unprinted.stated
        in_period = any(year in years for year in title.years)
        return 4 * in_data + 2 * title.paragraph.heading + 2 * in_period + title.leads

    most = max(map(evidence, whole))
    best = [one for one in whole if evidence(one) == most]
    return list({one.stated: one for one in best}.values())


def _agree(one: Title, other: Title) -> bool:
    """Whether two titles have a year in common, or one of them has none."""
    return not one.years or not other.years or bool(set(one.years) & set(other.years))


def _from_file(title: Title, value: Any) -> Stated:
    return Stated(value=value, paragraph=title.paragraph, by="file")


def _one(found: Sequence[Stated]) -> Stated:
    """Return the first statement; without a value if another one differs."""
    first = found[0]
    other = next((one for one in found if one.value != first.value), None)
    return first if other is None else replace(first, value=None, again=squeezed(other.paragraph.text))


@cache
def heads_of(catalog: Catalog) -> Heads:
    """Return the reader of heads of a published set."""
    return Heads(titles_of(catalog), readings_of(catalog))
