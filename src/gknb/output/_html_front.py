"""The front page of a run over many reports: how it went, which reports there were, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.output._html_county import contents, county
from gknb.output._html_element import Html, html, tag
from gknb.output._html_marks import key_of
from gknb.texts import say
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.output.base import Row, Setting, Totals
    from gknb.standard.form import Lang

BAR: Final = 100
"""The width of the longest bar."""
_SEVERITIES: Final = ("error", "warning", "info")
_VERDICTS: Final = ("unreadable", "invalid", "valid")


def front(totals: Totals, setting: Setting) -> Html:
    """The whole page."""
    rules = {rule["code"]: rule["title"][setting.lang] for rule in setting.rules}
    return tag(
        "section",
        contents(setting.lang) if totals.overview is not None else None,
        _summary(totals, setting.lang),
        county(totals.overview, rules, setting.lang) if totals.overview is not None else None,
        _relations(totals.codes, rules, setting.lang),
        _reports(totals, setting.lang),
        class_="front",
        aria_label=say(setting.lang, "html.title"),
    )


def figure(name: str, count: int, kind: str = "") -> Html:
    """One number with what it counts."""
    return tag("div", tag("dt", name), tag("dd", f"{count:,}"), class_=kind if count else None)


def verdict(kind: str, lang: Lang) -> Html:
    """A verdict, recognisable without its colour."""
    mark = {"valid": "✓", "blank": "✓", "invalid": "✗", "unreadable": "⚠"}[kind]
    return tag("span", tag("span", mark, aria_hidden="true"), " ", say(lang, f"html.{kind}"), class_=f"verdict {kind}")


def _summary(totals: Totals, lang: Lang) -> Html:
    fallen = sum(row.valid and not totals.whole.get(row.file, row).valid for row in totals.rows)
    verdicts = {"valid": totals.valid - fallen, "invalid": totals.invalid + fallen, "unreadable": totals.unreadable}
    return tag(
        "dl",
        figure(say(lang, "html.county.organs"), totals.overview.roster) if totals.overview is not None else None,
        figure(say(lang, "html.reports.count"), totals.reports),
        *(figure(say(lang, f"html.{kind}"), count, kind) for kind, count in verdicts.items()),
        *(figure(say(lang, f"csv.{name}"), totals.severities[name], name) for name in _SEVERITIES),
        class_="figures",
    )


def _relations(codes: Mapping[str, int], rules: Mapping[str, str], lang: Lang) -> Html:
    """How many findings each relation has, those with most first."""
    if not codes:
        return Html("")
    most = max(codes.values())
    rows = [
        tag(
            "tr",
            tag("th", tag("code", code), scope="row"),
            tag("td", rules.get(code, "")),
            tag("td", f"{count:,}", class_="number"),
            tag("td", _bar(count, most), class_="bar"),
            id=f"relation-{code}",
        )
        for code, count in sorted(codes.items(), key=lambda one: (-one[1], one[0]))
    ]
    heads = [say(lang, f"csv.{name}") for name in ("code", "title")]
    titles = (
        *(tag("th", head, scope="col") for head in heads),
        tag("th", say(lang, "html.count"), scope="col", colspan=2),
    )
    return _list("relations", say(lang, "html.relations"), titles, rows)


def _bar(count: int, most: int) -> Html:
    bar = tag("rect", width=max(1, BAR * count // most), height=10)
    return tag("svg", bar, viewBox=f"0 0 {BAR} 10", width=BAR, height=10, aria_hidden="true")


def _reports(totals: Totals, lang: Lang) -> Html:
    """The table of the reports, in the order in which they were given."""
    rows = [totals.whole.get(row.file, row) for row in totals.rows]
    if not rows:
        return Html("")
    names = ("organ", "reporting_year", "edition", "verdict", *_SEVERITIES, "undecided", "file")
    titles = [tag("th", say(lang, f"html.{n}" if n == "verdict" else f"csv.{n}"), scope="col") for n in names]
    sorting = tag("p", say(lang, "html.sort"), class_="sorting", hidden=True)
    listed = [_report(row, lang) for row in rows]
    # Of a county, all but those that could not be read are in its tables; the list is there for who looks for a file.
    folded = say(lang, "html.reports.folded", count=f"{len(rows):,}") if totals.overview is not None else ""
    table = _list("reports", say(lang, "html.reports"), titles, listed, sorting=sorting, folded=folded)
    omitted = totals.reports - len(rows)
    return html(table, tag("p", say(lang, "html.reports.more", count=f"{omitted:,}")) if omitted > 0 else None)


def _report(row: Row, lang: Lang) -> Html:
    kind = ("valid" if row.valid else "invalid") if row.readable else "unreadable"
    organ = shorten(row.organ or "") or say(lang, "html.nameless")
    counts = [*((row.severities.get(name, 0), name) for name in _SEVERITIES), (row.undecided, "undecided")]
    return tag(
        "tr",
        tag("th", tag("a", organ, href=f"#{key_of(row.file)}", lang="zh-CN" if row.organ else None), scope="row"),
        tag("td", row.reporting_year, class_="number"),
        tag("td", row.edition, class_="number"),
        tag("td", verdict(kind, lang), data_key=_VERDICTS.index(kind)),
        *(
            tag("td", count or "", class_=f"number {name}" if count else "number", data_key=count)
            for count, name in counts
        ),
        tag("td", row.file or say(lang, "text.document"), class_="file"),
    )


def _list(  # noqa: PLR0913 - what a table consists of
    name: str,
    title: str,
    titles: Sequence[Html],
    rows: Iterable[Html],
    *,
    sorting: Html | None = None,
    folded: str = "",
) -> Html:
    """A table under its heading; it can be sorted where there are words on that, and is folded below ``folded``."""
    head = tag("thead", tag("tr", *titles))
    caption = tag("caption", title, class_="unseen")
    table = tag("table", caption, head, tag("tbody", rows), class_=name, data_sortable=sorting is not None)
    box = tag("div", table, class_="scroll", tabindex=0, role="region", aria_label=title)
    inside = tag("details", tag("summary", folded), sorting, box) if folded else html(sorting, box)
    return tag("section", tag("h2", title), inside, id=name)
