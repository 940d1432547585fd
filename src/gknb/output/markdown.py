"""Markdown for the summary of a job: a table of the reports, then the findings of each, collapsed."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.output.remarks import counts, remark_lines, remarks
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.output.base import Row, Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Result

__all__ = ["MarkdownOutput"]

ROWS: Final = 200
"""Maximum number of reports in the table."""
LISTED: Final = 10
"""Maximum number of findings listed for one relation in one report."""
LONGEST: Final = 300
"""Maximum length of one text, in characters; messages are shorter, but names in a report may be longer."""
_SEVERITIES: Final = ("error", "warning", "info")


class MarkdownOutput:
    """One document for the whole run."""

    between: Final = ""
    late_head: Final = True
    limit: Final = 800_000
    """Maximum size of all pieces, in bytes: GitHub accepts 1 MiB per step, and head and tail need far less than 200 kB.
    """

    def __init__(self, setting: Setting) -> None:
        """Take the language of ``setting``."""
        self.lang = setting.lang

    def head(self, totals: Totals) -> str:
        """Return the summary of the run and the table of its reports, those with most errors first."""
        lines = [f"## gknb{self._say('markdown.colon')}{self._summary(totals)}", ""]
        lines += self._table(totals)
        return "".join(f"{line}\n" for line in lines)

    def piece(self, result: Result) -> Iterator[str]:
        """Yield the remarks on one report; nothing if there are none."""
        said = sorted(remarks(result, self.lang), key=_order)
        if not said:
            return
        mark = "✓" if result.valid else "✗"
        name = _html(result.file or self._say("text.document"))
        yield f"\n<details><summary>{mark} {name} · {_html(counts(result, self.lang))}</summary>\n\n"
        for _, run in groupby(said, key=_order):
            yield from (f"{line}\n" for line in self._group(list(run)))
        yield "</details>\n"

    def tail(self, _: Totals) -> str:
        """Return nothing."""
        return ""

    def omitted(self, count: int) -> str:
        """Return the sentence on ``count`` pieces that did not fit."""
        return f"\n{_inline(self._say('markdown.omitted', count=count))}\n"

    def _say(self, key: str, **details: object) -> str:
        return say(self.lang, key, **details)

    def _summary(self, totals: Totals) -> str:
        numbers = {name: getattr(totals, name) for name in ("valid", "invalid", "unreadable")}
        return _inline(self._say("text.summary", all=totals.reports, **numbers))

    def _table(self, totals: Totals) -> Iterator[str]:
        rows = sorted(totals.rows, key=_worst_first)
        if not rows:
            return
        names = ("file", "organ", "reporting_year", *_SEVERITIES, "undecided")
        yield _cells(["", *(self._say(f"csv.{name}") for name in names)])
        yield f"|{' :-: |'}{' --- |' * 3}{' --: |' * 4}"
        for row in rows[:ROWS]:
            mark = ("✓" if row.valid else "✗") if row.readable else "⚠"
            year = "" if row.reporting_year is None else str(row.reporting_year)
            numbers = [*(row.severities.get(severity, 0) for severity in _SEVERITIES), row.undecided]
            shown = [str(number or "") for number in numbers] if row.readable else [""] * 4
            yield _cells([mark, row.file or self._say("text.document"), row.organ or "", year, *shown])
        if totals.reports > ROWS:
            yield ""
            yield _inline(self._say("output.more", count=totals.reports - ROWS))

    def _group(self, same: Sequence[Remark]) -> Iterator[str]:
        first = same[0]
        severity = self._say(f"text.severity.{first.severity}").strip()
        yield f"**{_inline(first.rule)}** {_inline(first.title)} · {severity} × {len(same)}"
        yield ""
        yield from (f"- {_inline(line)}" for line in remark_lines(same, self.lang, LISTED))
        yield ""


def _order(remark: Remark) -> tuple[int, str]:
    return _SEVERITIES.index(remark.severity), remark.rule


def _worst_first(row: Row) -> tuple[bool, bool, int, str]:
    return row.readable, row.valid, -row.severities.get("error", 0), row.file


def _cells(texts: Iterable[str]) -> str:
    return f"| {' | '.join(map(_inline, texts))} |"


def _short(text: str) -> str:
    text = printable(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _inline(text: str) -> str:
    """Escape ``text`` for any place in a line: a backslash makes any ASCII punctuation literal."""
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", _short(text))


def _html(text: str) -> str:
    from html import escape

    return escape(_short(text))
