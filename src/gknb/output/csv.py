"""CSV for spreadsheets: one finding per row, in UTF-8 with a byte order mark for Excel."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.output.remarks import remarks, repo_path
from gknb.texts import say
from gknb.texts.values import digits, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.output.base import Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Result

__all__ = ["COLUMNS", "CsvOutput"]

COLUMNS: Final = (
    "file",
    "organ",
    "reporting_year",
    "edition",
    "severity",
    "code",
    "title",
    "message",
    "label",
    "value",
    "expected",
    "actual",
    "line",
    "column",
    "pointer",
    "fix",
    "hints",
    "basis",
    "accepted",
)
"""The columns; their titles are in the language of the setting."""
_FORMULA: Final = tuple("=+-@＝＋－＠")
"""Characters that begin a formula in a spreadsheet; on Chinese systems the full-width ones as well."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?", re.ASCII)


class CsvOutput:
    """One table for the whole run."""

    between: Final = ""
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Take the language of ``setting``."""
        self.lang = setting.lang

    def head(self, _: Totals) -> str:
        """Return the byte order mark and the titles of the columns."""
        return "\ufeff" + _row([say(self.lang, f"csv.{name}") for name in COLUMNS])

    def piece(self, result: Result) -> Iterator[str]:
        """Yield a row for each remark on one report."""
        for remark in remarks(result, self.lang):
            values = self._values(result, remark)
            yield _row([_field(values.get(name)) for name in COLUMNS])

    def tail(self, _: Totals) -> str:
        """Return nothing."""
        return ""

    def _values(self, result: Result, remark: Remark) -> dict[str, Any]:
        values = {
            "file": repo_path(result.file),
            "organ": result.organ,
            "reporting_year": result.reporting_year,
            "edition": result.edition,
            "severity": say(self.lang, f"text.severity.{remark.severity}").strip(),
            "code": remark.rule,
        }
        values |= {name: getattr(remark, name) for name in ("title", "message", "line", "column", "fix", "accepted")}
        if (finding := remark.finding) is not None:
            first = finding.cells[0]
            values |= {name: getattr(first, name) for name in ("label", "value", "pointer")}
            values |= {name: getattr(finding, name) for name in ("expected", "actual")}
            values |= {"basis": finding.basis.citation, "hints": " ".join(finding.hints)}
        return values


def _field(value: Any) -> str:
    """Return a value for a spreadsheet; a text that begins like a formula gets an apostrophe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, int | Decimal):
        return digits(value)
    text = printable(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def _row(fields: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(fields)
    return line.getvalue()
