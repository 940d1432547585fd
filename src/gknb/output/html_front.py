"""The front page of a run over many reports: how it went, which reports there were, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.output.html_county import CountyParts, county_parts
from gknb.output.html_marks import key_of
from gknb.texts import say
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.output.base import Row, Setting, Totals
    from gknb.standard.form import Lang

__all__ = ["FrontPage", "RelationRow", "ReportRow", "front_page"]

BAR: Final = 100
"""The width of the longest bar."""
_SEVERITIES: Final = ("error", "warning", "info")
_VERDICTS: Final = ("unreadable", "invalid", "valid")
_COLUMNS: Final = ("organ", "reporting_year", "edition", "verdict", *_SEVERITIES, "undecided", "file")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """One relation with findings."""

    code: str
    """Its code."""
    title: str
    """What it says."""
    count: int
    """How many findings it has."""
    bar: int
    """The width of its bar, from 1 to :data:`BAR`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report."""

    target: str
    """The id of the report on the page."""
    organ: str | None
    """The reporting organ; ``None`` where it is not named."""
    reporting_year: int | None
    """The year."""
    edition: str | None
    """The edition."""
    verdict: str
    """The verdict."""
    rank: int
    """The place of the verdict when the table is sorted by it."""
    counts: tuple[tuple[str, int], ...]
    """Findings of each severity and undecided places, with the looks of each."""
    file: str
    """The path as given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """The values of the front page."""

    label: str
    """What it is called."""
    county: CountyParts | None
    """The county, where there is a roster."""
    figures: Sequence[tuple[str, int, str]]
    """The numbers of the run, each with its name and its looks."""
    relations: Sequence[RelationRow]
    """The relations with findings, those with most first."""
    columns: Sequence[str]
    """The names of the columns of the table of reports."""
    listed: int
    """How many reports that table has."""
    reports: Iterator[ReportRow]
    """The reports, in the order in which they were given."""
    omitted: int
    """How many reports the table leaves out."""


def front_page(totals: Totals, setting: Setting) -> FrontPage:
    """The front page of a run."""
    lang = setting.lang
    rules = {rule["code"]: rule["title"][lang] for rule in setting.rules}
    rows = totals.rows
    return FrontPage(
        label=say(lang, "html.title"),
        county=county_parts(totals.overview, rules, lang) if totals.overview is not None else None,
        figures=_figures(totals, lang),
        relations=_relations(totals.codes, rules),
        columns=[say(lang, f"html.{name}" if name == "verdict" else f"csv.{name}") for name in _COLUMNS],
        listed=len(rows),
        reports=(_report(totals.whole.get(row.file, row), lang) for row in rows),
        omitted=max(0, totals.reports - len(rows)) if rows else 0,
    )


def _figures(totals: Totals, lang: Lang) -> list[tuple[str, int, str]]:
    fallen = sum(row.valid and not totals.whole.get(row.file, row).valid for row in totals.rows)
    verdicts = {"valid": totals.valid - fallen, "invalid": totals.invalid + fallen, "unreadable": totals.unreadable}
    roster = [(say(lang, "html.county.organs"), totals.overview.roster, "")] if totals.overview is not None else []
    return [
        *roster,
        (say(lang, "html.reports.count"), totals.reports, ""),
        *((say(lang, f"html.{kind}"), count, kind) for kind, count in verdicts.items()),
        *((say(lang, f"csv.{name}"), totals.severities[name], name) for name in _SEVERITIES),
    ]


def _relations(codes: Mapping[str, int], rules: Mapping[str, str]) -> list[RelationRow]:
    most = max(codes.values(), default=0)
    return [
        RelationRow(code=code, title=rules.get(code, ""), count=count, bar=max(1, BAR * count // most))
        for code, count in sorted(codes.items(), key=lambda one: (-one[1], one[0]))
    ]


def _report(row: Row, lang: Lang) -> ReportRow:
    kind = ("valid" if row.valid else "invalid") if row.readable else "unreadable"
    return ReportRow(
        target=key_of(row.file),
        organ=shorten(row.organ or "") or None,
        reporting_year=row.reporting_year,
        edition=row.edition,
        verdict=kind,
        rank=_VERDICTS.index(kind),
        counts=(*((name, row.severities.get(name, 0)) for name in _SEVERITIES), ("undecided", row.undecided)),
        file=row.file or say(lang, "text.document"),
    )
