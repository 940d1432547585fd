"""What every output format is: a head, one piece a report, a tail.

A piece is made from one result alone, in whatever process checked the report; pieces are joined in the order of the
reports. So a run of any length needs no more memory than one report does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Protocol

from gknb._version import __version__
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.county.overview import Overview
    from gknb.results import Result
    from gknb.settings.checker import Checker
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

__all__ = [
    "MOST_ROWS",
    "Output",
    "Row",
    "Setting",
    "Totals",
    "row_of",
    "setting_for",
]


MOST_ROWS: Final = 20_000
"""The most reports that are listed together: no browser sorts many more, and a run of any length has to fit."""


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
    together: bool = False
    """Whether the reports of the run are held against each other, once all of them are checked."""


def setting_for(
    checker: Callable[[], Checker], *, verbose: bool = False, colour: bool = False, together: bool = False
) -> Setting:
    """Return the setting of outputs for results of the checker that ``checker`` makes, in whatever process."""
    made = checker()
    return Setting(
        lang=made.options.lang,
        colour=colour,
        verbose=verbose,
        version=__version__,
        rules=made.rules,
        grids=partial(_grids, checker),
        together=together,
    )


def _grids(checker: Callable[[], Checker], edition: str) -> Sequence[Grid]:
    from gknb.standard.sheet import sheet  # loaded only by outputs that draw the form

    made = checker()
    return sheet(form_of(made.catalog, edition), made.options.lang)


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
    beside: str | None = None
    """The file of the report that it was held against, empty for several; ``None`` for the check of a report alone."""


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
        beside=_beside(result),
    )


def _beside(result: Result) -> str | None:
    if result.previous is not None and not result.checked.cells:
        return result.previous.file
    return "" if result.contributors is not None else None


@dataclass(slots=True)
class Totals:
    """What is known of a run as a whole, added up row by row."""

    keep_rows: bool = False
    """Whether an output lists the reports of the run at its beginning."""
    reports: int = 0
    """How many reports there were."""
    valid: int = 0
    """How many of them are valid."""
    beside: int = 0
    """How many reports were held against another one of the organ; consolidated reports and rosters are not counted."""
    fitting: int = 0
    """How many of these fit."""
    unreadable: int = 0
    """How many could not be read."""
    severities: Counter[str] = field(default_factory=Counter)
    """Findings of each severity."""
    codes: Counter[str] = field(default_factory=Counter)
    """Findings of each relation."""
    whole: Mapping[str, Row] = field(default_factory=dict)
    """For the files of reports that are drawn with all that is said of them, the rows that tell all of it."""
    overview: Overview | None = None
    """The county, where there is a roster."""
    notes: list[str] = field(default_factory=list)
    """Lines on the run as a whole, for people."""
    slowest: Row | None = None
    """The report that took longest."""
    _rows: dict[int, Row] = field(default_factory=dict)
    _fine: list[int] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """The reports of the run in their order, where ``keep_rows`` asks for them: at most :data:`MOST_ROWS`.

        Where there are more, those that are valid are left out first, from the last one on.
        """
        return [self._rows[number] for number in sorted(self._rows)]

    @property
    def invalid(self) -> int:
        """How many could be read and are invalid."""
        return self.reports - self.valid - self.unreadable

    def add(self, row: Row) -> None:
        """Count one report more."""
        if row.beside is not None:
            self.beside += bool(row.beside)
            self.fitting += bool(row.beside) and row.valid
            self.severities.update(row.severities)
            self.codes.update(row.codes)
            return
        self.reports += 1
        self.valid += row.valid
        self.unreadable += not row.readable
        self.severities.update(row.severities)
        self.codes.update(row.codes)
        if self.slowest is None or row.seconds > self.slowest.seconds:
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
    """One format."""

    between: str
    """What joins two pieces."""
    late_head: bool
    """Whether the head needs the totals, so that the pieces have to wait for the end of the run."""

    def head(self, totals: Totals) -> str:
        """What comes before the first piece; with ``late_head`` the totals are those of the whole run, else empty."""

    def piece(self, result: Result) -> Iterator[str]:
        """What is said of one report; in parts, since hostile reports have very long lists of findings."""

    def tail(self, totals: Totals) -> str:
        """What comes after the last piece."""
