"""The county on the front page: how each year stands, who has reported, and what the figures come to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.output.html_marks import is_number, key_of
from gknb.output.html_matters import FindingsTable, YearMatters, findings_table, year_matters
from gknb.texts import say
from gknb.texts.values import digits, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.county.overview import Figure, OrganYears, Overview, Received, Sum, YearLine
    from gknb.standard.form import Lang

__all__ = [
    "Chart", "CountyParts", "FigureCell", "FigureRow", "LineCell", "LineRow", "OrganRow", "StateMark", "county_parts",
    "title",
]  # fmt: skip

WIDTH: Final = 120
HEIGHT: Final = 30
_EDGE: Final = 4
_MARKS: Final = {"received": "✓", "late": "◷", "wrong": "✗", "twice": "2×", "missing": "—"}
_COLUMNS: Final = ("due", "received", "missing", "twice", "late", "wrong", "unequal")
_SEVERE: Final = ("missing", "twice", "wrong", "unequal")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCell:
    """One number of a year."""

    count: int
    """The number."""
    kind: str
    """Its looks."""
    of: int | None = None
    """What it is a part of, where that is said."""
    share: tuple[int, int] | None = None
    """How much of what is due is there: in percent, and as a width of :data:`WIDTH`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """The coverage of one year."""

    year: int
    """The year."""
    linked: bool
    """Whether there is a list of what to see to."""
    cells: tuple[LineCell, ...]
    """The numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A line from 0 to the greatest figure."""

    name: str
    """The figures in words."""
    points: tuple[tuple[str, str], ...]
    """The points, the last one the strongest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureCell:
    """A figure of one year."""

    text: str
    """What the consolidated report says."""
    sum: str
    """The sum of the reports below in words; empty where it is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure year by year."""

    label: str
    """What it is."""
    cells: tuple[FigureCell, ...]
    """The years."""
    change: str
    """By how much the last year differs from the year before."""
    chart: Chart | None
    """How it went; ``None`` where fewer than two years are known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateMark:
    """A sign for what became of a report, as a link to it."""

    state: str
    """What became of it."""
    text: str
    """The sign."""
    label: str
    """What it means."""
    target: str | None = None
    """The id of the report; ``None`` where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganRow:
    """One organ with what became of its reports."""

    name: str
    """Its name."""
    depth: int
    """How far it is indented."""
    years: tuple[tuple[tuple[str, tuple[StateMark, ...]], ...], ...]
    """For each year its reports: the scope in words, empty where the organ makes one report, and the signs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountyParts:
    """The parts of the front page that a county has."""

    columns: Sequence[str]
    """The names of the numbers of a year."""
    lines: Sequence[LineRow]
    """The coverage by year, the last first."""
    matters: Sequence[YearMatters]
    """What there is to see to."""
    findings: FindingsTable | None
    """The findings by organ and relation; ``None`` without any."""
    top: str
    """The organ at the top."""
    years: Sequence[tuple[int, str | None]]
    """The years, each with the id of the consolidated report at the top."""
    figures: Sequence[FigureRow]
    """What the consolidated reports come to."""
    legend: Sequence[StateMark]
    """What the signs mean."""
    organs: Iterator[OrganRow]
    """Who has reported."""


def title(overview: Overview, lang: Lang) -> str:
    """The title of the page."""
    years = overview.years
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return say(lang, "html.county.title", organ=shorten(overview.name), years=span).strip()


def county_parts(overview: Overview, rules: Mapping[str, str], lang: Lang) -> CountyParts:
    """The whole; ``rules`` has the titles of the relations by their codes."""
    return CountyParts(
        columns=[say(lang, f"html.county.column.{name}") for name in _COLUMNS],
        lines=[_line(line) for line in reversed(overview.lines)],
        matters=year_matters(overview, lang),
        findings=findings_table(overview, rules),
        top=shorten(overview.name),
        years=[
            (year, None if file is None else key_of(file))
            for year, file in zip(overview.years, overview.tops, strict=True)
        ],
        figures=[_figure(figure, overview.years, lang) for figure in overview.figures],
        legend=[StateMark(state=state, text=mark, label=_state(state, lang)) for state, mark in _MARKS.items()],
        organs=(_organ(organ, lang) for organ in overview.organs if organ.listed),
    )


def _state(state: str, lang: Lang) -> str:
    return say(lang, f"html.county.{state}")


def _line(line: YearLine) -> LineRow:
    cells = []
    for name in _COLUMNS:
        count: int = getattr(line, name)
        kind = "error" if name in _SEVERE else "warning" if name == "late" else ""
        cells.append(
            LineCell(
                count=count,
                kind=kind if count else "",
                of=line.consolidated if name == "unequal" else None,
                share=_share(line) if name == "received" else None,
            )
        )
    return LineRow(year=line.year, linked=bool(line.missing or line.twice or line.late), cells=tuple(cells))


def _share(line: YearLine) -> tuple[int, int] | None:
    """How much of what is due is there."""
    return (100 * line.received // line.due, WIDTH * line.received // line.due) if line.due else None


# --- The figures ----------------------------------------------------------------------------------------------------


def _figure(figure: Figure, years: Sequence[int], lang: Lang) -> FigureRow:
    """One figure year by year: what the consolidated reports say, and the sum where that is another one."""
    known = [(n, value) for n, value in enumerate(figure.values) if is_number(value)]
    listed = ", ".join(f"{years[n]}: {_thousands(value)}" for n, value in known)
    return FigureRow(
        label=figure.label,
        cells=tuple(
            FigureCell(text=_thousands(value) if is_number(value) else "—", sum=_sum(below, lang))
            for value, below in zip(figure.values, figure.sums, strict=True)
        ),
        change=_change(figure.values[-2:]),
        chart=_chart(known, len(years), f"{figure.label}: {listed}") if len(known) > 1 else None,
    )


def _thousands(value: Any) -> str:
    """A number with its digits in groups; what is too long is shortened."""
    whole, point, rest = digits(value).partition(".")
    return shorten(f"{int(whole):,}{point}{rest}" if len(whole) < 40 else whole)


def _sum(below: Sum | None, lang: Lang) -> str:
    if below is None:
        return ""
    key = "html.county.sum" if below.complete else "html.county.sum.open"
    return say(lang, key, total=_thousands(below.total))


def _change(last: Sequence[Any]) -> str:
    """By how much the last year's figure differs from that of the year before."""
    if len(last) < 2 or not all(map(is_number, last)):
        return ""
    before, now = map(Decimal, last)
    if before <= 0:
        return ""
    percent = (100 * (now - before) / before).quantize(Decimal("0.1"))
    return f"{percent:+,}%" if abs(percent) < 100_000 else f"×{(now / before).quantize(Decimal(1)):,}"


def _chart(known: Sequence[tuple[int, Any]], count: int, name: str) -> Chart:
    most = max(Decimal(value) for _, value in known) or Decimal(1)
    step = (WIDTH - 2 * _EDGE) / max(count - 1, 1)
    room = HEIGHT - 2 * _EDGE
    points = (
        (f"{_EDGE + n * step:.1f}", f"{HEIGHT - _EDGE - float(max(Decimal(value), Decimal(0)) / most) * room:.1f}")
        for n, value in known
    )
    return Chart(name=name, points=tuple(points))


# --- Who has reported -----------------------------------------------------------------------------------------------


def _organ(organ: OrganYears, lang: Lang) -> OrganRow:
    years = (tuple(_received(one, lang) for one in year) for year in organ.years)
    return OrganRow(name=shorten(organ.name), depth=min(organ.depth, 6), years=tuple(years))


def _received(one: Received, lang: Lang) -> tuple[str, tuple[StateMark, ...]]:
    """What became of one report; where an organ makes two, with its scope."""
    told = [_mark(one.state, one, lang)] if one.state != "received" else []
    if one.errors:
        told.append(_mark("wrong", one, lang, str(one.errors)))
    if one.late:
        told.append(_mark("late", one, lang))
    scope = say(lang, f"html.county.scope.{one.scope}") if one.scope else ""
    return scope, tuple(told or [_mark("received", one, lang)])


def _mark(state: str, one: Received, lang: Lang, count: str = "") -> StateMark:
    label = _state(state, lang) + (f" ({count})" if count else "")
    target = key_of(one.files[0]) if one.files else None
    return StateMark(state=state, text=f"{_MARKS[state]}{count}", label=label, target=target)
