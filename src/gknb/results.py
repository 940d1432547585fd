"""The values that a check returns: cells, findings and results, all frozen.

Their JSON form follows ``finding.schema.json`` of the published set and is written only here.
"""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.lazy_dataclasses import dataclass, field, fields, is_dataclass
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Acceptance",
    "Basis",
    "Cell",
    "Change",
    "Checked",
    "Explanation",
    "Finding",
    "Previous",
    "Printed",
    "Repair",
    "Result",
    "Severity",
    "Tally",
    "Trouble",
    "Undecided",
    "Unreadable",
    "Value",
]

Severity: TypeAlias = Literal["error", "warning", "info"]
Value: TypeAlias = str | int | Decimal | bool | None
"""A value as read from the report; objects and lists are summarised as a short string."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The place of a value on the published page that the document was extracted from."""

    text: str
    """Text as printed."""
    page: int | None = None
    """Page, or sheet of a workbook, from 1; ``None`` if the file has none."""
    table: int | None = None
    """Table in the file, from 1; ``None`` outside tables."""
    row: int | None = None
    """Row of the table, from 1."""
    column: int | None = None
    """Column of the table, from 1."""
    confidence: Literal["labels", "order", "relations", "heading", "deduced", "file", "option", "roster"]
    """Evidence that the value belongs to the cell: the labels of its row and column; the order of columns between
    labelled ones; the relations; the heading above it; a deduction; unprinted data; an option or a roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Part of a published page that could not be read with certainty: a finding of family X."""

    code: str
    """Code of the relation of family X."""
    pointers: tuple[str, ...]
    """Pointers of the places concerned."""
    details: Mapping[str, str] = field(default_factory=dict)
    """Values of the placeholders in its message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell: its place in the report, its label on the form and its position in the file."""

    pointer: str
    """JSON Pointer (RFC 6901) into the report."""
    label: str
    """Label on the form: 表三 · 二、上年结转 · 自然人."""
    value: Value
    """Value as read; ``None`` if blank or missing."""
    line: int | None = None
    """Line in the file, from 1; ``None`` if the report was not read from text."""
    column: int | None = None
    """Column in that line, in characters, from 1."""
    printed: Printed | None = None
    """Place on the published page; ``None`` if the document was not extracted from one."""
    file: str | None = None
    """File of the cell, if it belongs to another report than the result; else ``None``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The basis of a relation: why it must hold."""

    kind: Literal["stated", "derived", "convention", "plausibility"]
    """Stated in a form, a law or a norm; derived from the meaning of the cells; agreed; or a plausibility check."""
    citation: str
    """Source of the statement or derivation; the convention or the reason otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The reason why a finding is accepted and does not count."""

    kind: Literal["explained", "baseline"]
    """Explained by a person, or recorded in the baseline."""
    reason: str = ""
    """Reason given; empty for the baseline."""
    by: str = ""
    """Name of the person."""
    on: str = ""
    """Date of the explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """An explanation recorded for a report, and its state after the check."""

    code: str
    """Code of the relation, as recorded."""
    pointers: tuple[str, ...]
    """JSON Pointers of the cells."""
    acceptance: Acceptance
    """Reason, name and date."""
    source: str
    """Place of the record: a path, or a JSON Pointer into the report."""
    state: Literal["used", "unused", "refused", "unusable"]
    """It accepts a finding; matches no finding; is about an error; or has a missing or invalid member."""
    message: str
    """Sentence on the state in the requested language; empty if used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One relation that the report violates at one place."""

    code: str
    """Stable code of the relation, such as ``T301``."""
    name: str
    """Name of the relation, such as ``requests-balance``."""
    title: str
    """Title of the relation, in the requested language."""
    severity: Severity
    """Severity; ``error`` makes a report invalid."""
    message: str
    """Sentence that names the cells and the violation, in the requested language."""
    cells: tuple[Cell, ...]
    """Cells of the relation, those of the actual side first; never empty."""
    expected: Value
    """Expected value of the actual side: a number, or a string such as ``>=3`` or ``count``."""
    actual: Value
    """Actual value."""
    basis: Basis
    """Basis of the relation."""
    fix: str
    """Suggested correction."""
    hints: tuple[str, ...] = ()
    """Hypotheses on the difference, for a person."""
    accepted: Acceptance | None = None
    """Why it is accepted; ``None`` if it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A relation that some fillings of the blanks satisfy and others violate."""

    code: str
    """Stable code of the relation."""
    name: str
    """Name of the relation."""
    title: str
    """Title of the relation, in the requested language."""
    cells: tuple[Cell, ...]
    """Cells of the relation; empty if the edition is unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The outcomes of one relation, counted over the places it applies to."""

    code: str
    """Stable code of the relation."""
    satisfied: int = 0
    """Places satisfied by every filling of the blanks."""
    violated: int = 0
    """Places violated by every filling of the blanks."""
    undecided: int = 0
    """Places whose outcome depends on the blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Counts of the cells and relations that were checked."""

    cells: int = 0
    """Cells of the three tables in this edition."""
    blank: int = 0
    """Cells without a usable value: blank, missing, or not a number of the required type."""
    relations: tuple[Tally, ...] = ()
    """Outcomes of every evaluated relation, in the order of the codes."""

    @property
    def satisfied(self) -> int:
        """Number of satisfied outcomes."""
        return sum([tally.satisfied for tally in self.relations])

    @property
    def violated(self) -> int:
        """Number of violated outcomes."""
        return sum([tally.violated for tally in self.relations])

    @property
    def undecided(self) -> int:
        """Number of undecided outcomes."""
        return sum([tally.undecided for tally in self.relations])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """The reason why an input could not be read: a :class:`~gknb.errors.SourceError` as a value."""

    reason: str
    """Stable key, such as ``source.empty``."""
    message: str
    """Sentence in the requested language."""
    line: int | None = None
    """Line in the file, from 1; ``None`` if the error has no position."""
    column: int | None = None
    """Column in that line, in characters, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The report of the year before that a report was compared with."""

    file: str
    """Path as given."""
    reporting_year: int
    """Reporting year."""
    edition: str | None
    """Edition of the form."""
    compared: tuple[str, ...] = ()
    """Codes of the relations evaluated between the two reports."""
    not_comparable: tuple[str, ...] = ()
    """Codes of the relations not evaluated, because editions differ or a year is missing in between."""
    new_cells: tuple[Cell, ...] = ()
    """Cells that could not be compared, because last year's edition has no such cell."""
    dropped_cells: tuple[Cell, ...] = ()
    """Cells of last year's report that no cell of this year's edition continues."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell of a repair."""

    pointer: str
    """JSON Pointer into the report."""
    label: str
    """Label on the form."""
    before: Value
    """Present value; ``None`` for a blank. ``from`` in JSON."""
    after: Value
    """Corrected value. ``to`` in JSON."""
    file: str | None = None
    """File of the cell, if it belongs to another report than the result; else ``None``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A minimal set of cells, with values that satisfy every violated relation."""

    changes: tuple[Change, ...]
    """Changed cells, in the order of the form."""
    reason: str
    """Kind of mistake that the repair assumes, in the requested language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of the check of one report."""

    file: str
    """Path as given; ``-`` for standard input, empty for a Python document."""
    edition: str | None = None
    """Edition that the report was checked against; ``None`` if unknown."""
    reporting_year: int | None = None
    """Reporting year; ``None`` if the document has no usable one."""
    organ: str | None = None
    """Name of the reporting organ; ``None`` if it is not a string."""
    valid: bool = False
    """Whether the input was read and no finding of severity error counts (if strict, no warning either)."""
    error: Unreadable | None = None
    """Why the input could not be read; ``None`` if it was read."""
    findings: tuple[Finding, ...] = ()
    """Findings in the order of the form."""
    undecided: tuple[Undecided, ...] = ()
    """Relations left undecided by blanks, in the order of the form."""
    checked: Checked = field(default_factory=Checked)
    """Counts of what was checked."""
    explanations: tuple[Explanation, ...] = ()
    """Explanations recorded for the report, with their state."""
    previous: Previous | None = None
    """Last year's report that it was compared with; ``None`` if there was none."""
    contributors: tuple[str, ...] | None = None
    """Files of the reports that a consolidated report or a roster was compared with; ``None`` for the check of a
    report by itself."""
    repairs: tuple[Repair, ...] = ()
    """Minimal sets of changes that satisfy every violated relation, likeliest first; empty unless requested."""
    repairs_note: str | None = None
    """Limits of the search for repairs; ``None`` if it is complete."""
    last: Any = field(default=None, repr=False)
    """Cells of last year's report by pointer, for outputs that draw the form."""
    digest: Any = field(default=None, repr=False)
    """Digest to compare the report with others (:class:`gknb.engine.digest.Digest`); ``None`` unless requested."""
    report: Any = field(default=None, repr=False)
    """The document, for outputs that draw the form; ``None`` unless requested."""

    def to_dict(self) -> dict[str, Any]:
        """Return the result as ``gknb check --format json`` writes it: a ``result`` of ``finding.schema.json``.

        Values are of the types of :func:`json.loads`. A decimal becomes a float if that is exact, else a string.
        """
        return _plain(self)  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """Return :meth:`to_dict` as one line of JSON without line break, as ``--format ndjson`` writes it."""
        return to_json(self)


_RENAMED: Final = {"before": "from", "after": "to"}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of the JSON members of a class, without those that are kept for outputs."""
    return tuple(field.name for field in fields(kind) if field.name not in ("report", "digest", "last"))


def members(value: Any) -> dict[str, Any]:
    """Return the JSON members of one of these values by name; nested values are not converted."""
    kind: Any = type(value)
    found = {name: getattr(value, name) for name in _names(kind)}
    if isinstance(value, Checked):
        found |= {truth: getattr(value, truth) for truth in ("satisfied", "violated", "undecided")}
    if isinstance(value, Change):
        found = {_RENAMED.get(name, name): member for name, member in found.items()}
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _plain(member) for name, member in members(value).items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _number(value) if isinstance(value, Decimal) else value


def _default(value: Any) -> Any:
    if is_dataclass(value):
        return members(value)
    if isinstance(value, Decimal):
        return _number(value)
    raise TypeError(type(value))


def _number(value: Decimal) -> float | str:
    """Return a decimal as a float if that is exact, else as a string, so that no figure changes."""
    number = float(value)
    return number if Decimal(repr(number)) == value else digits(value)


_encode: Final = json.JSONEncoder(ensure_ascii=False, default=_default).encode
_CHECKED: Final[dict[int, tuple[Checked, str]]] = {}
"""JSON of the last values by id, each with its value, so that no other one gets the id: most reports share one."""


def _encoded_checked(checked: Checked) -> str:
    if id(checked) not in _CHECKED and len(_CHECKED) >= 64:
        _CHECKED.clear()
    return (_CHECKED.get(id(checked)) or _CHECKED.setdefault(id(checked), (checked, _encode(checked))))[1]


def to_json(value: Any) -> str:
    """Return one of these values, or a container of them, as JSON on one line."""
    if not isinstance(value, Result):
        return _encode(value)
    return "{" + ", ".join([f'"{name}": {_encoded(member)}' for name, member in members(value).items()]) + "}"


def _encoded(member: Any) -> str:
    """Return the JSON of a member of a result; most are written without an encoder, which is made for each value."""
    if member is None or member == ():
        return "null" if member is None else "[]"
    if type(member) in (int, bool):
        return str(member).lower()
    return _encoded_checked(member) if type(member) is Checked else _encode(member)
