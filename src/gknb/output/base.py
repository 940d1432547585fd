"""The interface of output formats: a head, one piece per report, a tail.

A piece is made from one result alone, in the process that checked the report; pieces are joined in the order of the
reports. So a run of any length needs no more memory than one report.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Protocol

from gknb.lazy_dataclasses import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.county.overview import Overview
    from gknb.results import Result
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

__all__ = [
    "MOST_ROWS",
    "Output",
    "Row",
    "Setting",
    "Totals",
    "row_of",
]


MOST_ROWS: Final = 20_000
"""Maximum number of reports in a list: browsers cannot sort many more, and memory must not grow with the run."""


def _stated(rule: Mapping[str, Any]) -> Sequence[str]:
    """Return the editions that a relation states."""
    editions: Sequence[str] = rule.get("editions", ())
    return editions


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Settings of an output."""

    lang: Lang = "en"
    """Language of messages."""
    colour: bool = False
    """Whether the text output is coloured."""
    verbose: bool = False
    """Whether the text output lists every cell."""
    version: str = ""
    """Version of the package."""
    rules: Sequence[Mapping[str, Any]] = ()
    """Relations of the published set, as in its files."""
    editions: Callable[[Mapping[str, Any]], Sequence[str]] = _stated
    """Returns the editions in which a relation of ``rules`` applies."""
    grids: Callable[[str], Sequence[Grid]] | None = None
    """Returns the table layouts of an edition."""
    together: bool = False
    """Whether the reports of the run are compared with each other after all of them are checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report in the list of a run."""

    file: str
    """Path as given."""
    organ: str | None
    """Reporting organ."""
    reporting_year: int | None
    """Reporting year."""
    edition: str | None
    """Edition of the form."""
    valid: bool
    """Whether the report is valid."""
    readable: bool
    """Whether the report could be read."""
    severities: Mapping[str, int]
    """Number of findings by severity, without accepted ones."""
    codes: Mapping[str, int]
    """Number of findings by relation, without accepted ones."""
    undecided: int
    """Number of undecided outcomes."""
    seconds: float = 0.0
    """Duration of the check; 0 if not measured."""
    compared_with: str | None = None
    """File of the report it was compared with, empty for several; ``None`` for the check of the report alone."""


def row_of(result: Result, seconds: float = 0.0) -> Row:
    """Return the row of one result; accepted findings do not count."""
    counted = [finding for finding in result.findings if finding.accepted is None]
    return Row(
        file=result.file,
        organ=result.organ,
        reporting_year=result.reporting_year,
        edition=result.edition,
        valid=result.valid,
        readable=result.error is None,
        severities=Counter([finding.severity for finding in counted]) if counted else {},
        codes=Counter([finding.code for finding in counted]) if counted else {},
        undecided=result.checked.undecided,
        seconds=seconds,
        compared_with=_compared_with(result),
    )


def _compared_with(result: Result) -> str | None:
    if result.previous is not None and not result.checked.cells:
        return result.previous.file
    return "" if result.contributors is not None else None


@dataclass(slots=True)
class Totals:
    """Totals of a run, added up row by row."""

    keep_rows: bool = False
    """Whether rows are kept, for an output that lists the reports of the run."""
    reports: int = 0
    """Number of reports."""
    valid: int = 0
    """Number of valid reports."""
    comparisons: int = 0
    """Number of comparisons with another report of the organ; consolidated reports and rosters are not counted."""
    valid_comparisons: int = 0
    """Number of comparisons without errors."""
    unreadable: int = 0
    """Number of unreadable reports."""
    severities: Counter[str] = field(default_factory=Counter)
    """Number of findings by severity."""
    codes: Counter[str] = field(default_factory=Counter)
    """Number of findings by relation."""
    whole: Mapping[str, Row] = field(default_factory=dict)
    """By file, rows that count all findings on a report: alone, compared with last year, and as a sum of others."""
    overview: Overview | None = None
    """Overview of the county; ``None`` without a roster."""
    notes: list[str] = field(default_factory=list)
    """Lines on the run as a whole, for the text output."""
    slowest: Row | None = None
    """The report whose check took longest; ``None`` if no check was measured."""
    _rows: dict[int, Row] = field(default_factory=dict)
    _fine: list[int] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The reports of the run in order, with ``keep_rows``; at most :data:`MOST_ROWS`.

        If there are more, valid ones are left out first, beginning with the last one.
        """
        return [self._rows[number] for number in sorted(self._rows)]

    @property
    def invalid(self) -> int:
        """Number of readable but invalid reports."""
        return self.reports - self.valid - self.unreadable

    def add(self, row: Row) -> None:
        """Add one row."""
        if row.compared_with is not None:
            self.comparisons += bool(row.compared_with)
            self.valid_comparisons += bool(row.compared_with) and row.valid
            self.severities.update(row.severities)
            self.codes.update(row.codes)
            return
        self.reports += 1
        self.valid += row.valid
        self.unreadable += not row.readable
        if row.codes:
            self.severities.update(row.severities)
            self.codes.update(row.codes)
        if row.seconds > (self.slowest.seconds if self.slowest else 0):
            self.slowest = row
        if self.keep_rows:
            self._keep(row)

    def _keep(self, row: Row) -> None:
        if len(self._rows) >= MOST_ROWS:
            if row.valid or not self._fine:
                return
            del self._rows[self._fine.pop()]
        self._rows[self.reports] = row
        if row.valid:
            self._fine.append(self.reports)


class Output(Protocol):
    """An output format."""

    between: str
    """Separator of two pieces."""
    late_head: bool
    """Whether the head needs the totals, so that pieces are written after the end of the run."""

    def head(self, totals: Totals) -> str:
        """Return the text before the first piece; with ``late_head`` the totals are those of the run, else empty."""

    def piece(self, result: Result) -> Iterator[str]:
        """Yield the text of one report, in parts because hostile reports have very long lists of findings."""

    def tail(self, totals: Totals) -> str:
        """Return the text after the last piece."""
