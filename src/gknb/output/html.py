"""One page for people: each report drawn as the official form, with its findings beside it.

The page needs nothing but itself: no other file, and no script to be read. What may run and what may be loaded is
stated in the page, so that nothing in a report could do either, even if it came through unescaped.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from gknb.output.html_county import title as county_title
from gknb.output.html_findings import changed, legend, margin
from gknb.output.html_form import section_form
from gknb.output.html_front import front_page
from gknb.output.html_marks import key_of, marked
from gknb.output.remarks import EXPLANATION, remarks, repairs_told
from gknb.texts import say
from gknb.texts.templates import packaged, template
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.output.base import Setting, Totals
    from gknb.output.html_findings import Chip, Margin
    from gknb.output.html_form import SectionForm
    from gknb.output.html_marks import Marked
    from gknb.results import Result
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

__all__ = ["HtmlOutput"]

_TEMPLATES: Final = "output/templates/"
_NUMBER: Final = "\N{NUMBER SIGN}"
"""Stands for a number that only the printer knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One section of a report with what is said of it."""

    label: str
    """What the section is called."""
    cover: bool
    """Whether the title of the report stands above it."""
    form: SectionForm
    """What is on paper."""
    margin: Margin | None
    """What stands beside it."""


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
        many = totals.reports > 1 or totals.overview is not None
        title = self._title(totals)
        style = packaged(f"{_TEMPLATES}page.css") + self._printed(title)
        script = packaged(f"{_TEMPLATES}page.js") if many else ""
        return template(f"{_TEMPLATES}page_start.html.j2").render(
            say=self._say,
            lang="zh-CN" if self.lang == "zh" else "en",
            title=title,
            version=self.setting.version,
            style=style,
            script=script,
            style_source=_hash(style),
            script_source=_hash(script),
            front=front_page(totals, self.setting) if many else None,
        )

    def piece(self, result: Result) -> Iterator[str]:
        """One report; nothing where it is drawn with all that is said of it, once that is known (:meth:`whole`)."""
        if not self.setting.together or result.error is not None or not _is_compared(result):
            yield from self.whole(result)

    def whole(self, result: Result, drawn: Mapping[str, str] | None = None) -> Iterator[str]:
        """One report: the verdict, and the form with the findings beside it, section by section.

        ``drawn`` has the organs of the reports that are on the page as well, by their files.
        """
        of = marked(result, self._sheet(result), self.lang, drawn)
        return template(f"{_TEMPLATES}report.html.j2").generate(
            say=self._say,
            key=of.key,
            result=result,
            clean=not (result.findings or result.undecided),
            organ=shorten(result.organ) if result.organ else None,
            title=self._report_title(result.reporting_year),
            chinese_title=_report_title("zh" if result.organ else self.lang, result.reporting_year),
            verdict=_verdict(result),
            about=self._about(result),
            figures=self._figures(result),
            contributors=[_contributor(file, of) for file in result.contributors or ()],
            legend=legend(of),
            parts=self._parts(of),
            explanations=[one.message for one in remarks(result, self.lang) if one.rule == EXPLANATION],
            repairs=self._repairs(of),
        )

    def tail(self, _: Totals) -> str:
        """The end of the page."""
        return template(f"{_TEMPLATES}page_end.html.j2").render()

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
        return _report_title(self.lang, year)

    def _printed(self, title: str) -> str:
        """The style of what stands at the head and the foot of each printed page."""
        foot = self._say("html.page", page=_NUMBER, pages=_NUMBER)
        before, between, after = map(_quoted, foot.split(_NUMBER))
        style = template(f"{_TEMPLATES}page_margins.css.j2")
        return style.render(title=_quoted(title), before=before, between=between, after=after)

    def _sheet(self, result: Result) -> Sequence[Grid]:
        """The form, where the report was kept and its edition is known."""
        edition = result.edition
        if edition is None or self.setting.grids is None or not isinstance(result.report, dict):
            return ()
        if edition not in self._sheets:
            self._sheets[edition] = self.setting.grids(edition)
        return self._sheets[edition]

    def _about(self, result: Result) -> str:
        """The edition, the file, and the report that it was compared with."""
        about = [self._say("text.edition", edition=result.edition)] if result.edition else []
        about.append(result.file or self._say("text.document"))
        if result.previous:
            about.append(self._say("series.heading", year=result.previous.reporting_year, file=result.previous.file))
        return " · ".join(about)

    def _figures(self, result: Result) -> list[tuple[str, int, str]]:
        """The numbers of a verdict, each with its name and its looks."""
        severities = ["accepted" if finding.accepted else finding.severity for finding in result.findings]
        shown = [
            name
            for name in ("error", "warning", "info", "accepted")
            if name in severities or name in ("error", "warning")
        ]
        checked = result.checked
        return [
            *((self._say(f"csv.{name}"), severities.count(name), name) for name in shown),
            (self._say("csv.undecided"), checked.undecided, "undecided"),
            (self._say("html.satisfied"), checked.satisfied, ""),
            (self._say("html.blank.cells"), checked.blank, "blank"),
        ]

    def _parts(self, of: Marked) -> Iterator[_Part]:
        for section in of.sections:
            yield _Part(
                label=section.title or self._say("html.document"),
                cover=not section.title,
                form=section_form(section, of),
                margin=margin(section, of),
            )

    def _repairs(self, of: Marked) -> list[tuple[str, list[tuple[Chip, str]]]]:
        """The cells that are likeliest wrong, each a link to where it is drawn."""
        told = repairs_told(of.result, self.lang)
        return [
            (line.partition(" ")[2], changed(repair.changes, of))
            for line, repair in zip(told, of.result.repairs, strict=False)
        ]


def _report_title(lang: Lang, year: int | None) -> str:
    return say(lang, "html.report", year=year) if year is not None else say(lang, "html.report.year")


def _verdict(result: Result) -> str:
    if result.error:
        return "unreadable"
    return "invalid" if not result.valid else "blank" if result.checked.blank else "valid"


def _contributor(file: str, of: Marked) -> tuple[str, str, str | None]:
    """A report that this one consolidates: its name, its file, and the id where it is on the page."""
    organ = of.drawn.get(file)
    return (file, file, None) if organ is None else (shorten(organ) or file, file, key_of(file))


def _is_compared(result: Result) -> bool:
    """Whether it is about a report that is compared with others, or comes of that."""
    return result.digest is not None or result.previous is not None or result.contributors is not None


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'" if content else "'none'"


def _quoted(text: str) -> str:
    """The inside of a string in CSS; whatever could end the string, or the style, is written as its number."""
    return re.sub(r"[^\w ]", lambda one: f"\\{ord(one[0]):x} ", text)
