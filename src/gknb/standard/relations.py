"""The relations of the published set, and their compiled types, laid out over a form.

The grammar and its meaning are in docs/semantics.md. How each kind of relation is laid out is in
:mod:`gknb.standard.kinds`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from gknb.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.standard.form import Form
    from gknb.standard.published_set import Catalog, Json

__all__ = [
    "CheckDigit",
    "Comparator",
    "Compiled",
    "Condition",
    "DateBound",
    "Linear",
    "Magnitude",
    "Range",
    "Relation",
    "Side",
    "Transposed",
    "Unchanged",
    "ZeroTogether",
    "bindings",
    "families",
    "holder",
    "places_in",
]

Comparator: TypeAlias = Literal["=", "<=", ">="]

Condition: TypeAlias = "tuple[tuple[tuple[str, frozenset[str]], ...], ...]"
"""Alternatives; each is a list of (pointer, allowed values) that must all hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """One relation of the published set."""

    data: Mapping[str, Json]
    """Entry in the relation file."""

    @property
    def code(self) -> str:
        """Stable code."""
        return self.data["code"]  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """Name."""
        return self.data["name"]  # type: ignore[no-any-return]

    @property
    def kind(self) -> str:
        """Kind, one of :data:`gknb.standard.kinds.KINDS`: ``linear``, ``date`` …."""
        return self.data["relation"]["kind"]  # type: ignore[no-any-return]

    @property
    def states_editions(self) -> bool:
        """Whether it states its editions, as in versions before 2.0.0; else it applies where its cells exist."""
        return "editions" in self.data

    def may_apply(self, edition: str | None) -> bool:
        """Return whether it may apply in an edition that has its cells; not in an unknown one."""
        return edition is not None and edition in self.data.get("editions", (edition,))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a linear relation: a constant, and cells that are added or subtracted."""

    terms: tuple[tuple[int, int], ...]
    """(position of the cell, sign) in the order of the relation."""
    constant: int
    """Constant that is added to the cells."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Linear:
    """The sum of the left terms compares to the sum of the right terms, at one place."""

    relation: Relation
    where: tuple[tuple[str, str, str | None], ...]
    """(variable, place, definition that the place is relative to) for each variable of ``for_each``."""
    left: Side
    comparator: Comparator
    right: Side
    when: Condition | None
    """The condition under which it applies; ``None`` for always."""
    net: tuple[tuple[int, int], ...]
    """(position, sign) of left minus right, cells that cancel left out."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Range:
    """The whole number at one pointer lies in the range that the text at another selects."""

    relation: Relation
    value: str
    by: str
    ranges: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DateBound:
    """A date compares to a day of the reporting year or of a later one."""

    relation: Relation
    value: str
    comparator: str
    limits: tuple[tuple[Condition | None, str, int, str], ...]
    """(condition, pointer of the year, years after it, MM-DD); the first whose condition holds is used."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class CheckDigit:
    """The last character of a code follows from the others."""

    relation: Relation
    value: str
    alphabet: str
    weights: tuple[int, ...]
    modulus: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ZeroTogether:
    """Two cells are both 0 or both positive."""

    relation: Relation
    cells: tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Magnitude:
    """A figure is less than ``factor`` times last year's, and last year's less than ``factor`` times this one."""

    relation: Relation
    cell: int
    last: int
    factor: int
    least: int
    """Figures that are both below this number are not compared."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Transposed:
    """A figure is not last year's with two adjacent digits swapped."""

    relation: Relation
    cell: int
    last: int
    least: int
    """Figures below this number are not compared."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Unchanged:
    """Some cell of a table differs from last year's."""

    relation: Relation
    table: str
    pairs: tuple[tuple[int, int], ...]
    """(position of a cell, position of the same cell in last year's report)."""
    least: int
    """Tables with fewer cells other than 0 are not compared."""


Compiled: TypeAlias = Linear | Range | DateBound | CheckDigit | ZeroTogether | Magnitude | Transposed | Unchanged
"""A relation laid out at one place. Positions are those of :attr:`gknb.standard.form.Form.cells`."""


@cache
def families(catalog: Catalog) -> tuple[Relation, ...]:
    """Return the active relations in the order of the files, which is also the order of matching for family S."""
    return tuple(Relation(data) for data in catalog.relations() if data["status"] == "active")


def places_in(form: Form, sets: Json) -> Iterator[str]:
    """Yield the places of one or several sets (docs/semantics.md, "Sets")."""
    for one in sets if isinstance(sets, list) else [sets]:
        yield from form.select(
            refer_to=one["refer_to"],
            within=one.get("within"),
            under=one.get("under", ""),
            leave_out=one.get("except", ()),
        )


def bindings(form: Form, sets: Json) -> Iterator[dict[str, str]]:
    """Yield the bindings of the variable of ``for_each`` or ``over``; one empty binding without a variable."""
    if not sets:
        yield {}
        return
    ((variable, places),) = sets.items()
    for place in places_in(form, places):
        yield {variable: place}


def holder(sets: Json) -> str | None:
    """Return the definition that the places of a set are relative to."""
    return None if isinstance(sets, list) else sets.get("within")
