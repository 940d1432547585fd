"""What every output format is: a head, one piece a report, a tail.

A piece is made from one result alone, in whatever process checked the report; pieces are joined in the order of the
reports. So a run of any length needs no more memory than one report does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.findings import Result
    from gknb.form import Lang
    from gknb.layout import Grid

__all__ = ["Output", "Row", "Setting", "Totals", "row_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an output needs to know besides results."""

    lang: Lang = "en"
    """Language of what is said."""
    colour: bool = False
    """Whether text has colours."""
    verbose: bool = False
    """Whether text lists every cell."""
    version: str = ""
    """The version of the package."""
    rules: Sequence[Mapping[str, Any]] = ()
    """The relations of the published set, as its files have them."""
    grids: Callable[[str], Sequence[Grid]] | None = None
    """The tables of an edition as the form draws them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report in a list of many."""

    file: str
    """The path as given."""
    organ: str | None
    """The reporting organ."""
    reporting_year: int | None
    """The year it is about."""
    edition: str | None
    """The edition of the form."""
    valid: bool
    """Whether it is valid."""
    readable: bool
    """Whether it could be read."""
    severities: Mapping[str, int]
    """How many findings of each severity it has, accepted ones left out."""
    codes: Mapping[str, int]
    """How many findings of each relation it has, accepted ones left out."""
    undecided: int
    """Places at which a relation is undecided."""
    seconds: float = 0.0
    """How long the check took."""


def row_of(result: Result, seconds: float = 0.0) -> Row:
    """The row of one result; what is accepted does not count."""
    counted = [finding for finding in result.findings if finding.accepted is None]
    return Row(
        file=result.file,
        organ=result.organ,
        reporting_year=result.reporting_year,
        edition=result.edition,
        valid=result.valid,
        readable=result.error is None,
        severities=Counter(finding.severity for finding in counted),
        codes=Counter(finding.code for finding in counted),
        undecided=result.checked.undecided,
        seconds=seconds,
    )


@dataclass(slots=True)
class Totals:
    """What is known of a run as a whole, added up row by row."""

    rows: list[Row] = field(default_factory=list)
    """The rows themselves, where ``keep_rows`` asks for them."""
    keep_rows: bool = False
    """Whether an output lists the reports of the run at its beginning."""
    reports: int = 0
    """How many reports there were."""
    valid: int = 0
    """How many of them are valid."""
    unreadable: int = 0
    """How many could not be read."""
    severities: Counter[str] = field(default_factory=Counter)
    """Findings of each severity."""
    codes: Counter[str] = field(default_factory=Counter)
    """Findings of each relation."""
    slowest: Row | None = None
    """The report that took longest."""

    @property
    def invalid(self) -> int:
        """How many could be read and are invalid."""
        return self.reports - self.valid - self.unreadable

    def add(self, row: Row) -> None:
        """Count one report more."""
        self.reports += 1
        self.valid += row.valid
        self.unreadable += not row.readable
        self.severities.update(row.severities)
        self.codes.update(row.codes)
        if self.slowest is None or row.seconds > self.slowest.seconds:
            self.slowest = row
        if self.keep_rows:
            self.rows.append(row)


class Output(Protocol):
    """One format."""

    @property
    def between(self) -> str:
        """What joins two pieces."""

    @property
    def late_head(self) -> bool:
        """Whether the head needs the totals, so that the pieces have to wait for the end of the run."""

    def head(self, totals: Totals) -> str:
        """What comes before the first piece; with ``late_head`` the totals are those of the whole run, else empty."""

    def piece(self, result: Result) -> Iterator[str]:
        """What is said of one report; in parts, since hostile reports have very long lists of findings."""

    def tail(self, totals: Totals) -> str:
        """What comes after the last piece."""
