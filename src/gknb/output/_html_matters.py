"""What the county has to see to: who is missing, late or unknown, and what was found, by organ and relation."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import chain, groupby
from typing import TYPE_CHECKING, Final

from gknb.output._html_element import Html, html, tag
from gknb.output._html_marks import key_of
from gknb.texts import say
from gknb.texts.terms import TERMS
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.county.overview import Found, Matter, OrganYears, Overview
    from gknb.standard.form import Lang

__all__ = ["findings", "matters"]

_ORDER: Final = ("missing", "twice", "late", "unknown", "unexpected", "renamed", "differs")
_TERMS: Final = frozenset(chain.from_iterable(TERMS.values()))
_LISTED: Final = 2000
"""So many matters of one year are listed; past that, the county has no list to work through."""
_FEW: Final = 100
"""So many of all years are shown without a click."""


def matters(overview: Overview, lang: Lang) -> Iterator[Html]:
    """Year by year, the organs with something to see to besides findings; unfolded: the last year, or all if few."""
    if not overview.matters:
        yield tag("p", say(lang, "html.county.matters.none"))
    few = len(overview.matters) <= _FEW
    for number, (year, some) in enumerate(groupby(overview.matters, key=lambda one: one.year)):
        listed = sorted(some, key=lambda one: _ORDER.index(one.occasion))
        counts = Counter(one.occasion for one in listed)
        told = [f"{say(lang, f'html.county.matter.{name}')} {counts[name]:,}" for name in _ORDER if counts[name]]
        summary = tag("summary", tag("strong", year), " ", say(lang, "value.comma").join(told))
        rows = [_matter(one, lang) for one in listed[:_LISTED]]
        omitted = len(listed) - _LISTED
        more = tag("p", say(lang, "html.county.more", count=f"{omitted:,}")) if omitted > 0 else None
        caption = say(lang, "html.county.matters.of", year=year)
        yield tag(
            "details",
            summary,
            _table(caption, rows, lang),
            more,
            id=f"matters-{year}",
            class_="year",
            open=number == 0 or few,
        )


def _table(caption: str, rows: Iterable[Html], lang: Lang) -> Html:
    heads = (tag("th", say(lang, f"html.county.matters.{name}"), scope="col") for name in ("what", "organ", "details"))
    unseen = tag("caption", caption, class_="unseen")
    whole = tag("table", unseen, tag("thead", tag("tr", *heads)), tag("tbody", *rows), class_="matters")
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _matter(one: Matter, lang: Lang) -> Html:
    kind = "late" if one.occasion == "late" else "missing" if one.occasion in ("missing", "twice") else "other"
    what = tag("span", say(lang, f"html.county.matter.{one.occasion}"), class_=f"state {kind}")
    scope = html(" ", tag("small", say(lang, f"html.county.scope.{one.scope}"))) if one.scope else None
    organ = tag("th", tag("span", shorten(one.organ), lang="zh-CN"), scope, scope="row")
    return tag("tr", tag("td", what), organ, tag("td", *_details(one, lang)))


def _details(one: Matter, lang: Lang) -> Iterator[Html | str]:
    """The dates, what is expected instead, and the reports."""
    if one.published:
        yield say(lang, "html.county.late.dates", published=shorten(one.published), deadline=one.deadline)
    elif one.instead:
        expected = shorten(one.instead) if one.occasion == "renamed" else _expected(one.instead, lang)
        yield say(lang, f"html.county.{one.occasion}.instead", instead=expected)
    for file in one.files:
        yield html(" ", tag("a", file, href=f"#{key_of(file)}", class_="file"))


def _expected(instead: str, lang: Lang) -> str:
    """The years, the scopes, the level, the kind or the code that the roster has, in the reader's words."""
    words = instead.split("|")
    if not _TERMS.issuperset(words):
        return shorten(instead.replace("..", "–").replace(">=", "≥ "))
    return " / ".join(say(lang, f"term.{word}") for word in words)


def findings(overview: Overview, rules: Mapping[str, str], lang: Lang) -> Iterator[Html]:
    """A row for each organ with findings, a column for each relation; in a box the years, each a link to the report."""
    organs = [organ for organ in overview.organs if organ.found]
    if not organs:
        yield tag("p", say(lang, "html.county.findings.none"))
        return
    yield tag("p", say(lang, "html.county.findings.how"), class_="note")
    totals: Counter[str] = Counter()
    for organ in organs:
        for one in organ.found:
            totals[one.code] += one.count
    codes = sorted(totals)
    caption = say(lang, "html.county.findings")
    heads = [
        tag("th", say(lang, "csv.organ"), scope="col"),
        tag("th", say(lang, "html.count"), scope="col", class_="number"),
    ]
    heads += [tag("th", _code(code, rules), scope="col") for code in codes]
    sums = [tag("td", f"{totals[code]:,}") for code in codes]
    foot = tag(
        "tr",
        tag("th", say(lang, "html.county.findings.all"), scope="row"),
        tag("td", f"{totals.total():,}", class_="number"),
        *sums,
    )
    whole = tag(
        "table",
        tag("caption", caption, class_="unseen"),
        tag("thead", tag("tr", *heads)),
        tag("tbody", *(_organ(organ, codes, lang) for organ in organs)),
        tag("tfoot", foot),
        class_="findings",
    )
    yield tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=caption)


def _code(code: str, rules: Mapping[str, str]) -> Html:
    return tag("a", code, href=f"#relation-{code}", title=rules.get(code, ""))


def _organ(organ: OrganYears, codes: Iterable[str], lang: Lang) -> Html:
    by_code: dict[str, list[Found]] = defaultdict(list)
    for one in organ.found:
        by_code[one.code].append(one)
    stranger = html(" ", tag("small", say(lang, "html.county.matter.unknown"))) if not organ.listed else None
    name = tag("th", tag("span", shorten(organ.name), lang="zh-CN"), stranger, scope="row")
    count = tag("td", f"{sum(one.count for one in organ.found):,}", class_="number")
    boxes = (tag("td", _all(sorted(by_code[code], key=lambda one: one.year or 0))) for code in codes)
    return tag("tr", name, count, *boxes)


def _all(found: Iterable[Found]) -> Html:
    return html(*(html(" " if n else None, _found(one)) for n, one in enumerate(found)))


def _found(one: Found) -> Html:
    times = html(" ", tag("b", f"×{one.count:,}")) if one.count > 1 else None
    year = "?" if one.year is None else str(one.year)
    if one.file is None:
        return tag("a", year, times, href=f"#matters-{one.year}")
    return tag("a", year, times, href=f"#{key_of(one.file)}", title=one.file)
