"""The county on the front page: how each year stands, who has reported, and what the figures come to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.output._html_element import Html, html, tag, words
from gknb.output._html_marks import is_number, key_of
from gknb.output._html_matters import findings, matters
from gknb.texts import say
from gknb.texts.values import digits, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.county.overview import Figure, OrganYears, Overview, Received, Sum, YearLine
    from gknb.standard.form import Lang

__all__ = ["contents", "county", "section", "title"]

WIDTH: Final = 120
HEIGHT: Final = 30
_EDGE: Final = 4
_MARKS: Final = {"received": "✓", "late": "◷", "wrong": "✗", "twice": "2×", "missing": "—"}
_COLUMNS: Final = ("due", "received", "missing", "twice", "late", "wrong", "unequal")
_SEVERE: Final = ("missing", "twice", "wrong", "unequal")
_PARTS: Final = ("lines", "matters", "findings", "figures", "coverage")


def title(overview: Overview, lang: Lang) -> str:
    """The title of the page."""
    years = overview.years
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return say(lang, "html.county.title", organ=shorten(overview.name), years=span).strip()


def contents(lang: Lang) -> Html:
    """Links to the parts of the front page."""
    parts = [(part, say(lang, f"html.county.{part}")) for part in _PARTS]
    parts += [("relations", say(lang, "html.relations")), ("reports", say(lang, "html.reports"))]
    links = (tag("li", tag("a", text, href=f"#{part}")) for part, text in parts)
    return tag("nav", tag("ul", *links), class_="contents", aria_label=say(lang, "html.county.contents"))


def county(overview: Overview, rules: Mapping[str, str], lang: Lang) -> Html:
    """The whole; ``rules`` has the titles of the relations by their codes."""
    return html(
        section("lines", say(lang, "html.county.lines"), _lines(overview, lang)),
        section("matters", say(lang, "html.county.matters"), *matters(overview, lang)),
        section("findings", say(lang, "html.county.findings"), *findings(overview, rules, lang)),
        section("figures", say(lang, "html.county.figures"), *_figures(overview, lang)),
        section("coverage", say(lang, "html.county.coverage"), _legend(lang), _coverage(overview, lang)),
    )


def section(name: str, heading: str, *inside: Html | None) -> Html:
    """A part of the front page under its heading."""
    return tag("section", tag("h2", heading), *inside, id=name)


# --- Year by year ---------------------------------------------------------------------------------------------------


def _lines(overview: Overview, lang: Lang) -> Html:
    heads = [tag("th", say(lang, "csv.reporting_year"), scope="col")]
    heads += [tag("th", say(lang, f"html.county.column.{name}"), scope="col", class_="number") for name in _COLUMNS]
    rows = [_line(line, lang) for line in reversed(overview.lines)]
    return table("lines", say(lang, "html.county.lines"), tag("tr", *heads), rows)


def _line(line: YearLine, lang: Lang) -> Html:
    cells = []
    for name in _COLUMNS:
        count = getattr(line, name)
        kind = ("error" if name in _SEVERE else "warning" if name == "late" else "") if count else ""
        of = say(lang, "html.county.of", count=f"{line.consolidated:,}") if name == "unequal" else ""
        cells.append(tag("td", f"{count:,}", (" ", tag("small", of)) if of else None, class_=words("number", kind)))
    cells[1] = tag("td", f"{line.received:,}", _share(line), class_="number")
    linked = line.missing or line.twice or line.late
    year = tag("a", line.year, href=f"#matters-{line.year}") if linked else line.year
    return tag("tr", tag("th", year, scope="row"), *cells)


def _share(line: YearLine) -> Html | None:
    """How much of what is due is there."""
    if not line.due:
        return None
    bar = tag("rect", width=WIDTH * line.received // line.due, height=8, class_="there")
    whole = tag("rect", width=WIDTH, height=8, class_="all")
    share = tag("svg", whole, bar, viewBox=f"0 0 {WIDTH} 8", width=60, height=8, aria_hidden="true")
    return html(" ", share, " ", tag("small", f"{100 * line.received // line.due}%"))


# --- The figures ----------------------------------------------------------------------------------------------------


def _figures(overview: Overview, lang: Lang) -> Iterator[Html]:
    if not overview.figures:
        yield tag("p", say(lang, "html.county.figures.none"))
        return
    yield tag("p", say(lang, "html.county.figures.of", organ=shorten(overview.name)), class_="note")
    heads = [tag("th", say(lang, "html.county.figure"), scope="col")]
    for year, file in zip(overview.years, overview.tops, strict=True):
        inside = year if file is None else tag("a", year, href=f"#{key_of(file)}")
        heads.append(tag("th", inside, scope="col", class_="number"))
    heads.append(tag("th", say(lang, "html.county.change"), scope="col", class_="number"))
    heads.append(tag("th", say(lang, "html.county.chart"), scope="col"))
    rows = [_figure(figure, overview.years, lang) for figure in overview.figures]
    yield table("figures", say(lang, "html.county.figures"), tag("tr", *heads), rows)


def _figure(figure: Figure, years: Sequence[int], lang: Lang) -> Html:
    """One figure year by year: what the consolidated reports say, and the sum where that is another one."""
    cells = [
        tag("td", _value(value), _sum(below, lang), class_=words("number", "error" if below else ""))
        for value, below in zip(figure.values, figure.sums, strict=True)
    ]
    known = [(n, value) for n, value in enumerate(figure.values) if is_number(value)]
    listed = ", ".join(f"{years[n]}: {_thousands(value)}" for n, value in known)
    return tag(
        "tr",
        tag("th", figure.label, scope="row"),
        *cells,
        tag("td", _change(figure.values[-2:]), class_="number"),
        tag("td", _chart(known, len(years), f"{figure.label}: {listed}") if len(known) > 1 else None),
    )


def _value(value: Any) -> str:
    return _thousands(value) if is_number(value) else "—"


def _thousands(value: Any) -> str:
    """A number with its digits in groups; what is too long is shortened."""
    whole, point, rest = digits(value).partition(".")
    return shorten(f"{int(whole):,}{point}{rest}" if len(whole) < 40 else whole)


def _sum(below: Sum | None, lang: Lang) -> Html | None:
    if below is None:
        return None
    key = "html.county.sum" if below.complete else "html.county.sum.open"
    return html(" ", tag("small", say(lang, key, total=_thousands(below.total))))


def _change(last: Sequence[Any]) -> str:
    """By how much the last year's figure differs from that of the year before."""
    if len(last) < 2 or not all(map(is_number, last)):
        return ""
    before, now = map(Decimal, last)
    if before <= 0:
        return ""
    percent = (100 * (now - before) / before).quantize(Decimal("0.1"))
    return f"{percent:+,}%" if abs(percent) < 100_000 else f"×{(now / before).quantize(Decimal(1)):,}"


def _chart(known: Sequence[tuple[int, Any]], count: int, name: str) -> Html:
    """A line from 0 to the greatest figure; its last point is the strongest."""
    most = max(Decimal(value) for _, value in known) or Decimal(1)
    step = (WIDTH - 2 * _EDGE) / max(count - 1, 1)
    room = HEIGHT - 2 * _EDGE
    points = [
        (f"{_EDGE + n * step:.1f}", f"{HEIGHT - _EDGE - float(max(Decimal(value), Decimal(0)) / most) * room:.1f}")
        for n, value in known
    ]
    ground = tag("line", x1=_EDGE, x2=WIDTH - _EDGE, y1=HEIGHT - _EDGE, y2=HEIGHT - _EDGE, class_="ground")
    line = tag("polyline", points=" ".join(f"{x},{y}" for x, y in points))
    dots = [tag("circle", cx=x, cy=y, r=2) for x, y in points[:-1]]
    last = tag("circle", cx=points[-1][0], cy=points[-1][1], r=3, class_="last")
    box = f"0 0 {WIDTH} {HEIGHT}"
    return tag(
        "svg", tag("title", name), ground, line, *dots, last, viewBox=box, width=WIDTH, height=HEIGHT, role="img",
        class_="chart",
    )  # fmt: skip


# --- Who has reported -----------------------------------------------------------------------------------------------


def _legend(lang: Lang) -> Html:
    listed = [(state, say(lang, f"html.county.{state}")) for state in _MARKS]
    states = (tag("span", f"{_MARKS[one]} {text}", class_=f"state {one}") for one, text in listed)
    return tag("p", *states, class_="legend")


def _coverage(overview: Overview, lang: Lang) -> Html:
    years = (tag("th", year, scope="col") for year in overview.years)
    head = tag("tr", tag("th", say(lang, "csv.organ"), scope="col"), *years)
    rows = [_organ(organ, lang) for organ in overview.organs if organ.listed]
    return table("coverage", say(lang, "html.county.coverage"), head, rows)


def _organ(organ: OrganYears, lang: Lang) -> Html:
    name = tag("th", shorten(organ.name), scope="row", lang="zh-CN", class_=f"depth{min(organ.depth, 6)}")
    return tag("tr", name, *(tag("td", *_spaced(_received(one, lang) for one in year)) for year in organ.years))


def _spaced(parts: Iterable[Html | None]) -> Iterator[Html]:
    """Parts with spaces between, as they are read out or copied."""
    for n, part in enumerate(filter(None, parts)):
        yield html(" " if n else None, part)


def _received(one: Received, lang: Lang) -> Html:
    """The marks of one report, each a link to it; where an organ makes two, it is said which."""
    told = [_mark(one.state, one, lang)] if one.state != "received" else []
    if one.errors:
        told.append(_mark("wrong", one, lang, str(one.errors)))
    if one.late:
        told.append(_mark("late", one, lang))
    scope = tag("small", say(lang, f"html.county.scope.{one.scope}")) if one.scope else None
    return tag("span", *_spaced((scope, *(told or [_mark("received", one, lang)]))), class_="marks")


def _mark(state: str, one: Received, lang: Lang, count: str = "") -> Html:
    label = say(lang, f"html.county.{state}") + (f" ({count})" if count else "")
    text, look = f"{_MARKS[state]}{count}", words("state", state)
    if not one.files:
        return tag("span", text, class_=look, role="img", aria_label=label, title=label)
    return tag("a", text, href=f"#{key_of(one.files[0])}", class_=look, aria_label=label, title=label)


def table(name: str, caption: str, head: Html, rows: Sequence[Html]) -> Html:
    """A table that moves within its own frame where it is too wide."""
    unseen = tag("caption", caption, class_="unseen")
    whole = tag("table", unseen, tag("thead", head), tag("tbody", *rows), class_=name)
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=caption)
