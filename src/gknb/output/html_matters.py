"""What the county has to see to: who is missing, late or unknown, and what was found, by organ and relation."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.output.html_marks import key_of
from gknb.texts import say
from gknb.texts.terms import TERMS
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.county.overview import Found, Matter, OrganYears, Overview
    from gknb.standard.form import Lang

__all__ = [
    "FindingsTable", "FoundLink", "MatterRow", "OrganFindings", "YearMatters", "findings_table", "year_matters",
]  # fmt: skip

_ORDER: Final = ("missing", "twice", "late", "unknown", "unexpected", "renamed", "differs")
_WORDS: Final = frozenset(word for words in TERMS.values() for word in words)
_LISTED: Final = 2000
"""So many matters of one year are listed; past that, the county has no list to work through."""
_FEW: Final = 100
"""So many of all years are shown without a click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterRow:
    """One matter."""

    kind: str
    """Its looks."""
    what: str
    """What it is."""
    organ: str
    """The organ."""
    scope: str
    """The scope of the report; empty for an organ that makes one."""
    details: str
    """The dates, or what the roster has instead."""
    files: tuple[tuple[str, str], ...]
    """The reports, each with its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMatters:
    """What there is to see to of one year."""

    year: int
    """The year."""
    counts: str
    """How much of what, in words."""
    caption: str
    """What the table is called."""
    rows: Sequence[MatterRow]
    """The matters."""
    omitted: int
    """How many more there are."""
    open: bool
    """Whether they are shown without a click."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """The findings of one relation, one organ and one year."""

    year: str
    """The year."""
    count: int
    """How many there are."""
    target: str
    """The id of the report, or of the list of what is missing."""
    file: str | None
    """The report; ``None`` where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganFindings:
    """The findings of one organ."""

    name: str
    """Its name."""
    listed: bool
    """Whether it is on the roster."""
    total: int
    """How many findings it has."""
    cells: tuple[tuple[FoundLink, ...], ...]
    """For each relation of the table the years with findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsTable:
    """A row for each organ with findings, a column for each relation."""

    codes: Sequence[tuple[str, str, int]]
    """The relations: code, title, and how many findings there are."""
    total: int
    """How many there are of all relations."""
    organs: Iterator[OrganFindings]
    """The organs."""


def year_matters(overview: Overview, lang: Lang) -> list[YearMatters]:
    """Year by year, the organs with something to see to besides findings; unfolded: the last year, or all if few."""
    few = len(overview.matters) <= _FEW
    years = groupby(overview.matters, key=lambda one: one.year)
    return [_year(year, [*some], lang, unfolded=number == 0 or few) for number, (year, some) in enumerate(years)]


def _year(year: int, some: Iterable[Matter], lang: Lang, *, unfolded: bool) -> YearMatters:
    listed = sorted(some, key=lambda one: _ORDER.index(one.occasion))
    counts = Counter(one.occasion for one in listed)
    told = [f"{say(lang, f'html.county.matter.{name}')} {counts[name]:,}" for name in _ORDER if counts[name]]
    return YearMatters(
        year=year,
        counts=say(lang, "value.comma").join(told),
        caption=say(lang, "html.county.matters.of", year=year),
        rows=[_matter(one, lang) for one in listed[:_LISTED]],
        omitted=max(0, len(listed) - _LISTED),
        open=unfolded,
    )


def _matter(one: Matter, lang: Lang) -> MatterRow:
    return MatterRow(
        kind="late" if one.occasion == "late" else "missing" if one.occasion in ("missing", "twice") else "other",
        what=say(lang, f"html.county.matter.{one.occasion}"),
        organ=shorten(one.organ),
        scope=say(lang, f"html.county.scope.{one.scope}") if one.scope else "",
        details=_details(one, lang),
        files=tuple((file, key_of(file)) for file in one.files),
    )


def _details(one: Matter, lang: Lang) -> str:
    """The dates, or what is expected instead."""
    if one.published:
        return say(lang, "html.county.late.dates", published=shorten(one.published), deadline=one.deadline)
    if one.instead:
        expected = shorten(one.instead) if one.occasion == "renamed" else _expected(one.instead, lang)
        return say(lang, f"html.county.{one.occasion}.instead", instead=expected)
    return ""


def _expected(instead: str, lang: Lang) -> str:
    """The years, the scopes, the level, the kind or the code that the roster has, in the reader's words."""
    words = instead.split("|")
    if not _WORDS.issuperset(words):
        return shorten(instead.replace("..", "–").replace(">=", "≥ "))
    return " / ".join(say(lang, f"term.{word}") for word in words)


def findings_table(overview: Overview, rules: Mapping[str, str]) -> FindingsTable | None:
    """The findings by organ and relation; ``None`` where there are none. ``rules`` has titles of relations by code."""
    organs = [organ for organ in overview.organs if organ.found]
    if not organs:
        return None
    totals: Counter[str] = Counter()
    for organ in organs:
        for one in organ.found:
            totals[one.code] += one.count
    codes = sorted(totals)
    return FindingsTable(
        codes=[(code, rules.get(code, ""), totals[code]) for code in codes],
        total=totals.total(),
        organs=(_organ(organ, codes) for organ in organs),
    )


def _organ(organ: OrganYears, codes: Iterable[str]) -> OrganFindings:
    by_code: dict[str, list[Found]] = defaultdict(list)
    for one in organ.found:
        by_code[one.code].append(one)
    return OrganFindings(
        name=shorten(organ.name),
        listed=organ.listed,
        total=sum(one.count for one in organ.found),
        cells=tuple(tuple(map(_found, sorted(by_code[code], key=lambda one: one.year or 0))) for code in codes),
    )


def _found(one: Found) -> FoundLink:
    return FoundLink(
        year="?" if one.year is None else str(one.year),
        count=one.count,
        target=f"matters-{one.year}" if one.file is None else key_of(one.file),
        file=one.file,
    )
