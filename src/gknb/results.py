"""What a check answers: cells, findings and results, as frozen values.

Their JSON form is ``finding.schema.json`` of the published set; it is made here and nowhere else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

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
"""A value as read from the report; a short text stands for an object or a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Where a value is printed, on a published page that the document was made of."""

    text: str
    """The text as it is printed."""
    page: int | None = None
    """The page, or the sheet of a workbook, from 1; ``None`` where the file has none."""
    table: int | None = None
    """The table in the file, from 1; ``None`` outside of tables."""
    row: int | None = None
    """The row of the table, from 1."""
    column: int | None = None
    """The column of the table, from 1."""
    confidence: Literal["labels", "order", "heading", "deduced", "file"]
    """What tells that it belongs there: the words of its row and column; the order of the columns, between such with
    words; the heading that it stands under; words elsewhere in the report; or what the file carries unprinted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something on a published page that could not be read, or not without a doubt: a finding of family X."""

    code: str
    """The relation of family X."""
    pointers: tuple[str, ...]
    """The places of the document that it is about."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What fills the placeholders of its message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell in the report, on the form and in the file."""

    pointer: str
    """JSON Pointer (RFC 6901) into the report."""
    label: str
    """The cell as the form names it: 表三 · 二、上年结转 · 自然人."""
    value: Value
    """The value as read; ``None`` where it is blank or missing."""
    line: int | None = None
    """Line in the file, from 1; ``None`` where the report did not come from a text."""
    column: int | None = None
    """Column in that line, in characters, from 1."""
    printed: Printed | None = None
    """Where it is printed; ``None`` where the document was not made of a published page."""
    file: str | None = None
    """The file that it is in, where that is another report than the result's; ``None`` otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """Why a relation must hold."""

    kind: Literal["stated", "derived", "plausibility"]
    """Stated in the form or the law, derived from what the cells mean, or only plausible."""
    citation: str
    """Where it is stated, or from what it is derived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Why a finding does not count: somebody explained it, or it was there before."""

    kind: Literal["explained", "baseline"]
    """Explained by a person, or recorded in the baseline of an archive."""
    reason: str = ""
    """The reason given; empty for the baseline."""
    by: str = ""
    """Who gave it."""
    on: str = ""
    """The date on which it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What became of one explanation that was recorded for a report."""

    code: str
    """The relation that it is about, as written."""
    pointers: tuple[str, ...]
    """The cells that it is about, as JSON Pointers."""
    acceptance: Acceptance
    """The reason, and who gave it when."""
    source: str
    """Where it is recorded: a path, or a JSON Pointer into the report."""
    state: Literal["used", "unused", "refused", "unusable"]
    """It accepts a finding; it matches none any more; it is about an error; or something in it is missing or wrong."""
    message: str
    """One sentence in the language asked for; empty where it is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One relation that the report violates at one place."""

    code: str
    """The stable code of the relation, such as ``T301``."""
    name: str
    """The name of the relation, such as ``requests-balance``."""
    title: str
    """What the relation says, in the language asked for."""
    severity: Severity
    """How much it matters: ``error`` makes a report invalid."""
    message: str
    """One sentence that says where and what, in the language asked for."""
    cells: tuple[Cell, ...]
    """The cells of the relation, the judged side first; never empty."""
    expected: Value
    """What the judged side should be: a number, or a text such as ``>=3`` or ``count``."""
    actual: Value
    """What the judged side is."""
    basis: Basis
    """Why the relation must hold."""
    fix: str
    """What to do about it."""
    hints: tuple[str, ...] = ()
    """What the difference may mean; hypotheses for a person."""
    accepted: Acceptance | None = None
    """Why it does not count; ``None`` where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undecided:
    """A relation that some fillings of the blanks satisfy and others violate."""

    code: str
    """The stable code of the relation."""
    name: str
    """The name of the relation."""
    title: str
    """What the relation says, in the language asked for."""
    cells: tuple[Cell, ...]
    """The cells of the relation; empty where the edition is unknown and it could not be laid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How often one relation was evaluated, by result."""

    code: str
    """The stable code of the relation."""
    satisfied: int = 0
    """Places at which it holds, whatever is written in the blanks."""
    violated: int = 0
    """Places at which it does not hold, whatever is written in the blanks."""
    undecided: int = 0
    """Places at which that depends on the blanks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How much of the report was checked."""

    cells: int = 0
    """Cells of the three tables in this edition."""
    blank: int = 0
    """Those among them that hold no usable value: blank, missing, or not a number of the right kind."""
    relations: tuple[Tally, ...] = ()
    """Every relation that was evaluated, in the order of their codes."""

    @property
    def satisfied(self) -> int:
        """Places at which a relation holds."""
        return sum(tally.satisfied for tally in self.relations)

    @property
    def violated(self) -> int:
        """Places at which a relation does not hold."""
        return sum(tally.violated for tally in self.relations)

    @property
    def undecided(self) -> int:
        """Places at which it depends on the blanks whether a relation holds."""
        return sum(tally.undecided for tally in self.relations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why an input could not be read: the exception as a value, for a result among others."""

    reason: str
    """A stable key, such as ``source.empty``."""
    message: str
    """One sentence in the language asked for."""
    line: int | None = None
    """Line in the file, from 1, where one is to blame."""
    column: int | None = None
    """Column in that line, in characters, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Previous:
    """The report of the year before that a report was held against."""

    file: str
    """The path as given."""
    reporting_year: int
    """The year that it is about."""
    edition: str | None
    """Its edition."""
    compared: tuple[str, ...] = ()
    """The relations that were evaluated between the two."""
    not_comparable: tuple[str, ...] = ()
    """Those that were not, because the two are of different editions, or a year lies between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One cell of a repair."""

    pointer: str
    """JSON Pointer into the report."""
    label: str
    """The cell as the form names it."""
    before: Value
    """What it holds; ``None`` for a blank. ``from`` in JSON."""
    after: Value
    """What it would hold. ``to`` in JSON."""
    file: str | None = None
    """The file that it is in, where that is another report than the result's; ``None`` otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A minimal set of cells, with values that restore every violated relation."""

    changes: tuple[Change, ...]
    """The cells, in the order of the form."""
    reason: str
    """What would explain it, in the language asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Everything that a check of one report says."""

    file: str
    """The path as given; ``-`` for standard input, empty for a document that came from Python."""
    edition: str | None = None
    """The edition it was checked against; ``None`` where that could not be told."""
    reporting_year: int | None = None
    """The year that the report is about, where it is a usable year."""
    organ: str | None = None
    """The name of the reporting organ, where it is a text."""
    valid: bool = False
    """No finding that counts of severity error (of error or warning, if strict), and the input could be read."""
    error: Unreadable | None = None
    """Why the input could not be read; ``None`` where it could."""
    findings: tuple[Finding, ...] = ()
    """What is wrong, in the order of the form."""
    undecided: tuple[Undecided, ...] = ()
    """What could not be decided because of blanks, in the order of the form."""
    checked: Checked = field(default_factory=Checked)
    """How much was checked."""
    explanations: tuple[Explanation, ...] = ()
    """What became of each explanation that was recorded for the report."""
    previous: Previous | None = None
    """The report of the year before that it was held against; ``None`` where there was none."""
    contributors: tuple[str, ...] | None = None
    """The files of the reports that a consolidated one was held against, or of those that a roster lists; ``None`` for
    the check of a report alone."""
    repairs: tuple[Repair, ...] = ()
    """Minimal sets of cells whose change restores every violated relation, the likeliest first, where asked for."""
    repairs_note: str | None = None
    """What the search for them left out, and why; ``None`` where it is complete."""
    last: Any = field(default=None, repr=False)
    """The cells of the report of the year before by their pointers, for outputs that draw the form."""
    digest: Any = field(default=None, repr=False)
    """What is kept of the report to hold it against others (:class:`gknb.engine.digest.Digest`), where asked for."""
    report: Any = field(default=None, repr=False)
    """The report as it was read, for outputs that draw the form; ``None`` where it was not kept."""

    def to_dict(self) -> dict[str, Any]:
        """Return the result as ``gknb check --format json`` writes it: a ``result`` of ``finding.schema.json``.

        The values are those of :func:`json.loads`. A decimal is a float where that is exact, else a text.
        """
        return _plain(self)  # type: ignore[no-any-return]

    def to_json(self) -> str:
        """Return :meth:`to_dict` as one line of JSON without a line break, as ``--format ndjson`` writes it."""
        return to_json(self)


_TRUTHS: Final = ("satisfied", "violated", "undecided")
_RENAMED: Final = {"before": "from", "after": "to"}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """The names of the members of a class, without those that hold the input."""
    return tuple(field.name for field in fields(kind) if field.name not in ("report", "digest", "last"))


def members(value: Any) -> dict[str, Any]:
    """Return the members of one of these values in JSON, by name; each of them may be such a value itself."""
    kind: Any = type(value)
    found = {name: getattr(value, name) for name in _names(kind)}
    if isinstance(value, Checked):
        found |= {truth: getattr(value, truth) for truth in _TRUTHS}
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
    """A decimal as a JSON number where that is exact, else as a text: a figure is never changed."""
    number = float(value)
    return number if Decimal(repr(number)) == value else digits(value)


_encode: Final = json.JSONEncoder(ensure_ascii=False, default=_default).encode
_encoded_checked: Final = lru_cache(maxsize=64)(_encode)
"""The JSON of a :class:`Checked`: reports that satisfy everything usually share one."""


def to_json(value: Any) -> str:
    """Return one of these values, or what holds some, as JSON on one line."""
    if not isinstance(value, Result):
        return _encode(value)
    return "{" + ", ".join([f'"{name}": {_encoded(member)}' for name, member in members(value).items()]) + "}"


def _encoded(member: Any) -> str:
    """The JSON of a member of a result."""
    if member is None or member == ():  # most are
        return "null" if member is None else "[]"
    return _encoded_checked(member) if isinstance(member, Checked) else _encode(member)
