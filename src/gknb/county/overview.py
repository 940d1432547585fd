"""The overview of a county as values, for outputs that draw it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

__all__ = ["Figure", "Found", "Matter", "Occasion", "OrganYears", "Overview", "Received", "Sum", "YearLine"]

Occasion: TypeAlias = Literal["missing", "late", "twice", "unknown", "unexpected", "renamed", "differs"]
"""Reason to follow up with one organ in one year, besides findings in its report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """The coverage of one year, in numbers of reports."""

    year: int
    """Reporting year."""
    due: int
    """Reports that are due."""
    received: int
    """Due reports that are present exactly once."""
    missing: int
    """Due reports that are missing."""
    twice: int
    """Due reports that are present more than once."""
    late: int
    """Reports published after the deadline."""
    wrong: int
    """Reports with findings of severity error, alone or compared with others."""
    consolidated: int
    """Consolidated reports."""
    unequal: int
    """Consolidated reports that differ from the sums."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The state of one report that is due."""

    state: Literal["received", "twice", "missing"]
    """Whether it is present."""
    scope: str | None
    """``own`` or ``consolidated`` for an organ with both reports; else ``None``."""
    files: tuple[str, ...] = ()
    """Files that are present."""
    late: bool = False
    """Whether it was published after the deadline."""
    errors: int = 0
    """Number of findings of severity error, alone and compared with others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The findings of one relation in the reports of one organ on one year."""

    year: int | None
    """Reporting year; ``None`` if the report does not state it."""
    code: str
    """Code of the relation."""
    count: int
    """Number of findings."""
    file: str | None
    """File of the report; ``None`` for a missing report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganYears:
    """One organ of a county, with its reports by year."""

    name: str
    """Name of the organ."""
    depth: int
    """Number of organs above it."""
    listed: bool = True
    """Whether it is on the roster."""
    years: tuple[tuple[Received, ...], ...] = ()
    """Due reports, for each year of the county."""
    found: tuple[Found, ...] = ()
    """Findings in its reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter to follow up with one organ in one year."""

    year: int
    """Reporting year."""
    occasion: Occasion
    """Reason to follow up."""
    organ: str
    """Name of the organ on the roster, or in the report if it is not listed."""
    scope: str | None = None
    """Scope of the report, for an organ with two."""
    files: tuple[str, ...] = ()
    """Files of the reports concerned."""
    published: str = ""
    """Date of publication of a late report."""
    deadline: str = ""
    """Last day on which it would not have been late."""
    instead: str = ""
    """Value that the roster expects: years, scope or name."""


class Sum(NamedTuple):
    """The sum of the contributors."""

    total: Any
    """Sum of the known figures."""
    complete: bool
    """Whether no figure is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a county by year."""

    label: str
    """Label of the cell."""
    values: tuple[Any, ...]
    """Value in the consolidated report of each year; ``None`` if unknown."""
    sums: tuple[Sum | None, ...]
    """Sum of the contributors for each year, if it differs from the consolidated report; else ``None``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The overview of a county."""

    name: str
    """Name of the top organ; the first if there are several."""
    roster: int
    """Number of organs on the roster."""
    years: tuple[int, ...]
    """Years with reports, earliest first."""
    lines: tuple[YearLine, ...]
    """Coverage by year."""
    matters: tuple[Matter, ...]
    """Matters to follow up, year by year."""
    organs: tuple[OrganYears, ...]
    """Organs, each followed by those below it; unlisted organs last."""
    figures: tuple[Figure, ...]
    """Main figures of the top consolidated reports."""
    tops: tuple[str | None, ...]
    """File of the top consolidated report of each year; ``None`` if there is none, or several."""
