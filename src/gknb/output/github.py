"""Workflow commands for GitHub Actions: annotations on lines of a pull request, grouped by report."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.output.remarks import counts, is_nameless, remark_lines, remarks, repo_path
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.output.base import Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Result

__all__ = ["GithubOutput"]

GROUP: Final = 3
"""Maximum number of annotations for one relation in one report; more findings share one annotation."""
LISTED: Final = 20
"""Maximum number of findings listed in one annotation."""
SHOWN: Final = 10
"""Number of annotations of each kind that GitHub shows for one step."""
_COMMANDS: Final = {"error": "error", "warning": "warning", "info": "notice"}


class GithubOutput:
    """Lines of the log of a step."""

    between: Final = ""
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Take the language of ``setting``."""
        self.lang = setting.lang

    def head(self, _: Totals) -> str:
        """Return nothing."""
        return ""

    def piece(self, result: Result) -> Iterator[str]:
        """Yield one line for a report without remarks, else a group."""
        heading = f"{'✓' if result.valid else '✗'} {repo_path(result.file)} · {counts(result, self.lang)}"
        said = [*remarks(result, self.lang)]
        if not said:
            yield f"{_plain(heading)}\n"
            return
        yield f"::group::{_data(printable(heading))}\n"
        for _, run in groupby(sorted(said, key=_order), key=_order):
            same = list(run)
            yield from (f"{_plain(f'✓ {one.rule} {one.message} {one.accepted}')}\n" for one in same if one.accepted)
            yield from self._annotations([remark for remark in same if not remark.accepted])
        yield "::endgroup::\n"

    def tail(self, totals: Totals) -> str:
        """Return a line on all reports, and one if GitHub will not show every annotation."""
        numbers = {name: getattr(totals, name) for name in ("valid", "invalid", "unreadable")}
        lines = [say(self.lang, "text.summary", all=totals.reports, **numbers)]
        if any(count > SHOWN for count in totals.severities.values()) or totals.unreadable > SHOWN:
            lines.append(say(self.lang, "github.limit", shown=SHOWN))
        return "".join(f"{_plain(line)}\n" for line in lines)

    def _annotations(self, same: Sequence[Remark]) -> Iterator[str]:
        """Yield an annotation for each remark on one rule, or one for all if there are many."""
        if len(same) > GROUP:
            yield self._command(same[0], remark_lines(same, self.lang, LISTED))
            return
        for remark in same:
            fix = [say(self.lang, "text.fix", text=remark.fix)] if remark.fix else []
            yield self._command(remark, [remark.message, *fix])

    def _command(self, remark: Remark, lines: Iterable[str]) -> str:
        values = {
            "file": "" if is_nameless(remark.file) else repo_path(remark.file),
            "line": remark.line,
            "col": remark.column,
            "title": f"{remark.rule} {remark.title}",
        }
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in values.items() if value)
        message = _data("\n".join(lines))
        return f"::{_COMMANDS[remark.severity]} {properties}::{message}\n"


def _order(remark: Remark) -> tuple[int, str]:
    """Sort errors first, because GitHub shows only the first annotations."""
    return list(_COMMANDS).index(remark.severity), remark.rule


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _plain(text: str) -> str:
    """Return a log line without commands; the old command syntax, ``##[``, works anywhere in a line."""
    return printable(text).replace("##[", "#\N{FULLWIDTH NUMBER SIGN}[")
