"""The county on the front page: who has reported, year by year, and what the figures come to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.output._html_element import Html, html, tag, words
from gknb.output._html_marks import key_of
from gknb.show import digits
from gknb.texts import say

if TYPE_CHECKING:
    from gknb.form import Lang
    from gknb.output.base import Figure, Overview, Received

__all__ = ["county"]

WIDTH: Final = 150
HEIGHT: Final = 44
_EDGE: Final = 6


def county(overview: Overview, lang: Lang) -> Html:
    """The whole: figures by year, then every organ with its reports."""
    return html(
        tag(
            "section",
            tag("h2", say(lang, "html.county.figures", organ=overview.name)),
            tag("div", *(_figure(figure, overview.years, lang) for figure in overview.figures), class_="charts"),
        )
        if overview.figures
        else None,
        tag("section", tag("h2", say(lang, "html.county.coverage")), _legend(lang), _coverage(overview, lang)),
    )


def _figure(figure: Figure, years: tuple[int, ...], lang: Lang) -> Html:
    """One figure by year: a small chart, and the last two in words."""
    known = [(n, value) for n, value in enumerate(figure.values) if value is not None]
    last = digits(known[-1][1]) if known else say(lang, "html.empty")
    span = f"{years[0]}–{years[-1]}" if years else ""
    listed = ", ".join(f"{years[n]}: {digits(value)}" for n, value in known)
    return tag(
        "figure",
        tag("figcaption", figure.label),
        tag("strong", last),
        _chart(known, len(years), f"{figure.label}: {listed}"),
        tag("small", span),
    )


def _chart(known: list[tuple[int, Any]], count: int, title: str) -> Html:
    most = max((Decimal(value) for _, value in known), default=Decimal(0)) or Decimal(1)
    step = (WIDTH - 2 * _EDGE) / max(count - 1, 1)
    points = [
        (f"{_EDGE + n * step:.1f}", f"{HEIGHT - _EDGE - float(Decimal(value) / most) * (HEIGHT - 2 * _EDGE):.1f}")
        for n, value in known
    ]
    line = tag("polyline", points=" ".join(f"{x},{y}" for x, y in points), fill="none", stroke="currentColor")
    dots = [tag("circle", cx=x, cy=y, r="2.2", fill="currentColor") for x, y in points]
    view = f"0 0 {WIDTH} {HEIGHT}"
    return tag("svg", tag("title", title), line, *dots, viewBox=view, width=WIDTH, height=HEIGHT, role="img")


def _legend(lang: Lang) -> Html:
    listed = [(state, say(lang, f"html.county.{state}")) for state in _MARKS]
    states = (tag("span", f"{_MARKS[one]} {text}", class_=f"state {one}") for one, text in listed)
    return tag("p", *states, class_="legend")


_MARKS: Final = {"received": "✓", "late": "◷", "wrong": "✗", "twice": "2×", "missing": "—"}


def _coverage(overview: Overview, lang: Lang) -> Html:
    title = say(lang, "html.county.coverage")
    years = (tag("th", year, scope="col") for year in overview.years)
    head = tag("thead", tag("tr", tag("th", say(lang, "csv.organ"), scope="col"), *years))
    rows = []
    for organ in overview.organs:
        name = tag("th", organ.name, scope="row", lang="zh-CN", class_=f"depth{min(organ.depth, 3)}")
        cells = [tag("td", *(_received(one, lang) for one in year)) for year in organ.years]
        rows.append(tag("tr", name, *cells))
    table = tag("table", tag("caption", title, class_="unseen"), head, tag("tbody", rows), class_="coverage")
    return tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=title)


def _received(one: Received, lang: Lang) -> Html:
    state = one.state if one.state != "received" else "wrong" if one.errors else "late" if one.late else "received"
    text = f"{_MARKS[state]}{one.errors or ''}"
    label = say(lang, f"html.county.{state}") + (f" ({one.errors})" if one.errors else "")
    look = words("state", state)
    if one.file is None:
        return tag("span", text, class_=look, title=label)
    return tag("a", text, href=f"#{key_of(one.file)}", class_=look, title=label)
