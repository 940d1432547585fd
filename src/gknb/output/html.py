"""One page for people: each report drawn as the official form, with its findings beside it.

The page needs nothing but itself: no other file, and no script to be read. What may run and what may be loaded is
stated in the page, so that nothing in a report could do either, even if it came through unescaped.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from gknb.output._html_county import title as county_title
from gknb.output._html_element import Html, raw, tag, words
from gknb.output._html_findings import beside, changed, legend
from gknb.output._html_form import drawn
from gknb.output._html_front import figure, front, verdict
from gknb.output._html_marks import key_of, marked
from gknb.output.remarks import EXPLANATION, remarks, repairs_told
from gknb.texts import say
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.output._html_marks import Marked, Section
    from gknb.output.base import Setting, Totals
    from gknb.results import Result
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

__all__ = ["HtmlOutput"]

_START: Final = '<!DOCTYPE html>\n<html lang="{lang}">\n'
_END: Final = "</main>\n</body>\n</html>\n"
_SEVERITIES: Final = ("error", "warning", "info")
_NUMBER: Final = "\N{NUMBER SIGN}"
"""Stands for a number that only the printer knows."""


class HtmlOutput:
    """One page for the whole run."""

    between: Final = ""
    late_head: Final = True

    def __init__(self, setting: Setting) -> None:
        """The language, the tables of the form and the titles of the relations are those of ``setting``."""
        self.setting = setting
        self._sheets: dict[str, Sequence[Grid]] = {}

    @property
    def lang(self) -> Lang:
        """The language."""
        return self.setting.lang

    def head(self, totals: Totals) -> str:
        """The beginning of the page; for several reports, their front page."""
        title = self._title(totals)
        many = totals.reports > 1 or totals.overview is not None
        start = _START.format(lang="zh-CN" if self.lang == "zh" else "en")
        heading = tag("h1", title, class_=None if many else "unseen")
        by = tag("p", self._say("html.by", version=self.setting.version), class_="by")
        header = tag("header", heading, by, class_="page")
        skip = tag("a", self._say("html.skip"), href="#content", class_="skip")
        return f'{start}{self._head(title, many=many)}\n<body id="top">\n{skip}{header}\n<main id="content">\n' + (
            f"{front(totals, self.setting)}\n" if many else ""
        )

    def piece(self, result: Result) -> Iterator[str]:
        """One report; nothing where it is drawn with all that is said of it, once that is known (:meth:`whole`)."""
        if not self.setting.together or result.error is not None or not _is_held(result):
            yield from self.whole(result)

    def whole(self, result: Result, drawn: Mapping[str, str] | None = None) -> Iterator[str]:
        """One report: the verdict, and the form with the findings beside it, section by section.

        ``drawn`` has the organs of the reports that are on the page as well, by their files.
        """
        grids = self._sheet(result)
        of = marked(result, grids, self.lang, drawn)
        state = words("report", "clean" if not (result.findings or result.undecided) else "")
        yield f'<article id="{of.key}" class="{state}" aria-labelledby="{of.key}-title">\n'
        yield f"{self._verdict(of)}\n"
        if result.error is not None:
            yield f"{self._unreadable(result)}\n"
        else:
            yield '<div class="sheet">\n'
            for section in of.sections:
                yield f"{self._section(section, of)}\n"
            yield "</div>\n"
        yield f"{self._explanations(result)}{self._repairs(of)}"
        yield f"{tag('p', tag('a', self._say('html.top'), href='#top'), class_='top')}\n</article>\n"

    def tail(self, _: Totals) -> str:
        """The end of the page."""
        return _END

    def _say(self, key: str, **details: object) -> str:
        return say(self.lang, key, **details)

    def _title(self, totals: Totals) -> str:
        if totals.overview is not None:
            return county_title(totals.overview, self.lang)
        if len(totals.rows) != 1 or totals.reports != 1:
            return self._say("html.title")
        (row,) = totals.rows
        return " ".join(filter(None, (shorten(row.organ or ""), self._report_title(row.reporting_year))))

    def _report_title(self, year: int | None) -> str:
        return self._say("html.report", year=year) if year is not None else self._say("html.report.year")

    def _head(self, title: str, *, many: bool) -> Html:
        style = _packaged("html.css") + _running(title, self._say("html.page", page=_NUMBER, pages=_NUMBER))
        script = _packaged("html.js") if many else ""
        policy = (
            f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        return tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            tag("style", raw(style)),
            tag("script", raw(script), type="module") if script else None,
        )

    def _sheet(self, result: Result) -> Sequence[Grid]:
        """The form, where the report was kept and its edition is known."""
        edition = result.edition
        if edition is None or self.setting.grids is None or not isinstance(result.report, dict):
            return ()
        if edition not in self._sheets:
            self._sheets[edition] = self.setting.grids(edition)
        return self._sheets[edition]

    def _verdict(self, of: Marked) -> Html:
        """Whose report it is, what became of it, and the numbers."""
        result = of.result
        kind = "unreadable" if result.error else "invalid" if not result.valid else "valid"
        if kind == "valid" and result.checked.blank:
            kind = "blank"
        organ = shorten(result.organ) if result.organ else self._say("html.nameless")
        about = [self._say("text.edition", edition=result.edition)] if result.edition else []
        about.append(result.file or self._say("text.document"))
        if result.previous:
            about.append(self._say("series.heading", year=result.previous.reporting_year, file=result.previous.file))
        return tag(
            "header",
            tag(
                "h2",
                tag("span", organ, lang="zh-CN" if result.organ else None),
                " ",
                tag("span", self._report_title(result.reporting_year), class_="year"),
                id=f"{of.key}-title",
            ),
            tag("p", verdict(kind, self.lang), " ", tag("span", " · ".join(about), class_="about")),
            self._figures(result) if result.error is None else None,
            _contributors(of),
            legend(of),
            class_=f"verdict-of {kind}",
        )

    def _figures(self, result: Result) -> Html:
        severities = ["accepted" if finding.accepted else finding.severity for finding in result.findings]
        names = [(name, self._say(f"csv.{name}")) for name in (*_SEVERITIES, "accepted")]
        checked = result.checked
        return tag(
            "dl",
            *(
                figure(title, severities.count(name), name)
                for name, title in names
                if name in severities or name in ("error", "warning")
            ),
            figure(self._say("csv.undecided"), checked.undecided, "undecided"),
            figure(self._say("html.satisfied"), checked.satisfied),
            figure(self._say("html.blank.cells"), checked.blank, "blank"),
            class_="figures",
        )

    def _unreadable(self, result: Result) -> Html:
        error = result.error
        where = self._say("html.at", line=error.line, column=error.column) if error and error.line else None
        message = error.message if error else ""
        return tag(
            "div",
            tag("p", message, class_="message"),
            tag("p", where, class_="where") if where else None,
            tag("p", self._say("rule.unreadable.why")),
            tag("p", self._say("rule.unreadable.fix"), class_="fix"),
            class_="card error alone",
        )

    def _section(self, section: Section, of: Marked) -> Html:
        """One section on paper, with what is said of it in the margin."""
        unknown = of.result.edition is None
        note = tag("p", self._say("text.no-edition"), class_="note") if unknown else None
        cover = None if section.title else self._cover(of)
        paper = tag("div", cover, note, drawn(section, of), class_="paper")
        label = section.title or self._say("html.document")
        return tag("section", paper, tag("div", beside(section, of), class_="margin"), class_="part", aria_label=label)

    def _cover(self, of: Marked) -> Html:
        """The title of the report, as on its cover."""
        result = of.result
        organ = tag("span", shorten(result.organ)) if result.organ else None
        year = say("zh" if result.organ else self.lang, "html.report.year")
        if result.reporting_year is not None:
            year = say("zh" if result.organ else self.lang, "html.report", year=result.reporting_year)
        return tag("p", organ, " ", tag("span", year), class_="cover", lang="zh-CN")

    def _explanations(self, result: Result) -> Html:
        """The explanations that do not work."""
        said = [remark for remark in remarks(result, self.lang) if remark.rule == EXPLANATION]
        if not said:
            return Html("")
        items = [tag("li", remark.message, class_="card warning") for remark in said]
        return tag("section", tag("h3", self._say("html.explanations")), tag("ul", *items, class_="cards"))

    def _repairs(self, of: Marked) -> Html:
        """The cells that are likeliest wrong, each a link to where it is drawn."""
        result = of.result
        told = [*repairs_told(result, self.lang)]
        if not told and result.repairs_note is None:
            return Html("")
        items = [
            tag(
                "li",
                tag("p", line.partition(" ")[2], class_="message"),
                changed(repair.changes, of),
                class_="card info",
            )
            for line, repair in zip(told, result.repairs, strict=False)
        ]
        note = self._say("repair.note", text=result.repairs_note) if result.repairs_note else None
        more = self._say("repair.more", count=len(result.repairs)) if len(result.repairs) > len(told) else None
        return tag(
            "section",
            tag("h3", self._say("repair.likeliest")),
            tag("ol", *items, class_="cards") if items else None,
            *(tag("p", text, class_="basis") for text in (more, note) if text),
        )


def _contributors(of: Marked) -> Html | None:
    """The reports that it consolidates, where it does."""
    if not of.result.contributors:
        return None
    files = [tag("li", _contributor(file, of)) for file in of.result.contributors]
    summary = tag("summary", say(of.lang, "html.contributors", count=f"{len(files):,}"))
    return tag("details", summary, tag("ul", *files, class_="chips"), class_="contributors")


def _contributor(file: str, of: Marked) -> Html:
    organ = of.drawn.get(file)
    if organ is None:
        return tag("span", file, class_="chip")
    return tag("a", shorten(organ) or file, href=f"#{key_of(file)}", class_="chip", title=file)


def _is_held(result: Result) -> bool:
    """Whether it is about a report that is held against others, or comes of that."""
    return result.digest is not None or result.previous is not None or result.contributors is not None


def _packaged(name: str) -> str:
    return files("gknb.output").joinpath(name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" if content else "'none'"


def _running(title: str, page: str) -> str:
    """What stands at the head and the foot of each printed page."""
    before, between, after = map(_quoted, page.split(_NUMBER))
    foot = f"{before} counter(page) {between} counter(pages) {after}"
    return f"@page{{@top-center{{content:{_quoted(title)}}}@bottom-center{{content:{foot}}}}}\n"


def _quoted(text: str) -> str:
    """A string of CSS; whatever could end it, or the style, is given by its number."""
    return '"' + re.sub(r"[^\w ]", lambda one: f"\\{ord(one[0]):x} ", text) + '"'
