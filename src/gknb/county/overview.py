"""A county on one page, as values: what an output that draws it has to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["Figure", "Found", "Matter", "Occasion", "OrganYears", "Overview", "Received", "Sum", "YearLine"]

Occasion: TypeAlias = Literal["missing", "late", "twice", "unknown", "unexpected", "renamed", "differs"]
"""What there is to see to of one organ in one year, besides what is wrong in its report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """The coverage of one year, in numbers."""

    year: int
    """The year."""
    due: int
    """How many reports there should be."""
    received: int
    """How many of them there are, once each."""
    missing: int
    """How many there are not."""
    twice: int
    """How many are there more than once."""
    late: int
    """How many were published after the deadline."""
    wrong: int
    """How many have findings of severity error, by themselves or beside others."""
    consolidated: int
    """How many consolidated reports there are."""
    unequal: int
    """How many of these are not the sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What became of one report that an organ had to make."""

    state: Literal["received", "twice", "missing"]
    """Whether it is there."""
    scope: str | None
    """``own`` or ``consolidated`` for an organ that has to make both; else ``None``."""
    files: tuple[str, ...] = ()
    """What there is."""
    late: bool = False
    """Whether it was published after the deadline."""
    errors: int = 0
    """How many findings of severity error it has, by itself and beside others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The findings of one relation in the reports of one organ on one year."""

    year: int | None
    """The year; ``None`` where the report does not say."""
    code: str
    """The relation."""
    count: int
    """How many there are."""
    file: str | None
    """The report; ``None`` where the finding is that there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganYears:
    """One organ of a county."""

    name: str
    """Its name."""
    depth: int
    """How many organs are above it."""
    listed: bool = True
    """Whether it is on the roster."""
    years: tuple[tuple[Received, ...], ...] = ()
    """For each year of the county the reports that it had to make."""
    found: tuple[Found, ...] = ()
    """What was found in its reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Something to see to, of one organ in one year."""

    year: int
    """The year."""
    occasion: Occasion
    """What it is."""
    organ: str
    """The organ: the name on the roster, or that of the report where it is not on it."""
    scope: str | None = None
    """The scope of the report, for an organ that has to make two."""
    files: tuple[str, ...] = ()
    """The reports that it is about."""
    published: str = ""
    """When the report was published, for one that is late."""
    deadline: str = ""
    """When it should have been at the latest."""
    instead: str = ""
    """What the roster expects: the years, the scope, the name."""


class Sum(NamedTuple):
    """What the reports below come to."""

    total: Any
    """The sum of what is known."""
    complete: bool
    """Whether that is all there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a county by year."""

    label: str
    """What it is."""
    values: tuple[Any, ...]
    """What the consolidated report of each year says; ``None`` where that is not known."""
    sums: tuple[Sum | None, ...]
    """For each year the sum of the reports below, where the consolidated one does not say just that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """A county on one page."""

    name: str
    """The organ at its top; where there are several, the first."""
    roster: int
    """How many organs are on the roster."""
    years: tuple[int, ...]
    """The years that count, the earliest first."""
    lines: tuple[YearLine, ...]
    """The coverage by year."""
    matters: tuple[Matter, ...]
    """What there is to see to, year by year."""
    organs: tuple[OrganYears, ...]
    """The organs, those below one after it; those that are not on the roster last."""
    figures: tuple[Figure, ...]
    """What the consolidated reports at the top come to."""
    tops: tuple[str | None, ...]
    """The consolidated report at the top for each year; ``None`` where there is none, or several."""
