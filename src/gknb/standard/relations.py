"""Relation data -> compiled relations: sets expanded, pointers turned into positions in the row of cells.

The grammar and its meaning are in docs/semantics.md; nothing here knows any relation by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.errors import CatalogError
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.standard.catalog import Catalog, Json
    from gknb.standard.form import Form

__all__ = [
    "ELSEWHERE",
    "CheckDigit",
    "Compiled",
    "Condition",
    "DateBound",
    "Linear",
    "Range",
    "Relation",
    "Side",
    "ZeroTogether",
    "bindings",
    "compile_relations",
    "families",
    "holder",
    "lay_out",
    "places_in",
]

ELSEWHERE: Final = frozenset(
    (
        *("structure", "duplicate-key", "reading"),
        *("linear-years", "magnitude", "transposed", "unchanged", "gap", "twice"),
        *("roll-up", "missing", "unknown", "unexpected", "renamed", "differs"),
    )
)
"""Kinds that no cell of one report tells of: the schema, the source, whoever read a page, or other reports do."""

Comparator: TypeAlias = Literal["=", "<=", ">="]

Condition: TypeAlias = "tuple[tuple[tuple[str, frozenset[str]], ...], ...]"
"""Alternatives; each is a row of (pointer, values allowed there) that must all hold."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """One relation of the published set."""

    data: Mapping[str, Json]
    """Its entry in the relation file."""

    @property
    def code(self) -> str:
        """Its stable code."""
        return self.data["code"]  # type: ignore[no-any-return]

    @property
    def name(self) -> str:
        """Its name."""
        return self.data["name"]  # type: ignore[no-any-return]

    @property
    def kind(self) -> str:
        """Which form of relation it is: ``linear``, ``date`` …."""
        return self.data["relation"]["kind"]  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a linear relation: a constant, and cells that are added or subtracted."""

    terms: tuple[tuple[int, int], ...]
    """(position in the row of cells, sign) in the order of the relation."""
    constant: int
    """What is added to the cells."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Linear:
    """Sum of left terms compared to the sum of right terms, at one place."""

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
    """(condition, pointer of the year, years after it, MM-DD), the first that applies counts."""


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


Compiled: TypeAlias = Linear | Range | DateBound | CheckDigit | ZeroTogether


@cache
def families(catalog: Catalog) -> tuple[Relation, ...]:
    """The active relations of the set, in the order of the files (which is the order of matching for family S)."""
    return tuple(Relation(data) for data in catalog.relations() if data["status"] == "active")


@cache
def compile_relations(
    catalog: Catalog, edition: str, parameters: tuple[tuple[str, str], ...] = ()
) -> tuple[Compiled, ...]:
    """The relations that hold in ``edition``, laid out over its form, in the order of their codes.

    ``parameters`` replaces defaults that relations declare, such as ``("township_deadline", "02-15")``.
    Raises :class:`~gknb.errors.CatalogError` for a relation that cannot be laid out.
    """
    form = form_of(catalog, edition)
    given = dict(parameters)
    held = (relation for relation in families(catalog) if edition in relation.data["editions"])
    compiled = (one for relation in held for one in lay_out(form, relation, given))
    return tuple(sorted(compiled, key=lambda one: one.relation.code))


def lay_out(form: Form, relation: Relation, parameters: Mapping[str, str]) -> list[Compiled]:
    """One relation over a form; none for the kinds that the schema and the source tell of.

    Raises :class:`~gknb.errors.CatalogError` where it cannot be laid out.
    """
    try:
        return list(_compile(form, relation, parameters))
    except KeyError as error:  # a name in the data that leads nowhere
        raise CatalogError("catalog.relation", code=relation.code, problem=error) from error


def _compile(form: Form, relation: Relation, parameters: Mapping[str, str]) -> Iterator[Compiled]:
    data = relation.data["relation"]
    if data["kind"] in ELSEWHERE:
        return
    for pointer in _pointers(data):
        if pointer not in form.places:
            raise CatalogError("catalog.relation", code=relation.code, problem=pointer)
    match data["kind"]:
        case "linear":
            yield from _linear(form, relation)
        case "range":
            yield Range(relation=relation, value=data["value"], by=data["by"], ranges=data["ranges"])
        case "date":
            yield _date(relation, parameters)
        case "check-digit":
            yield CheckDigit(
                relation=relation,
                value=data["value"],
                alphabet=data["alphabet"],
                weights=tuple(data["weights"]),
                modulus=data["modulus"],
            )
        case "zero-together":
            first, second = (form.index[pointer] for pointer in data["cells"])
            yield ZeroTogether(relation=relation, cells=(first, second))
        case kind:
            raise CatalogError("catalog.relation", code=relation.code, problem=kind)


def _pointers(data: Json) -> Iterator[str]:
    """The pointers that a relation names outright; those of templates are seen when they are expanded."""
    conditions = [data.get("when"), *(limit.get("when") for limit in data.get("limits", ()))]
    yield from (pointer for condition in conditions for alternative in condition or () for pointer in alternative)
    yield from (limit["year"] for limit in data.get("limits", ()))
    yield from data.get("cells", ())
    yield from (data[key] for key in ("value", "by") if key in data)


def _condition(data: Json) -> Condition | None:
    if data is None:
        return None
    return tuple(tuple((pointer, frozenset(values)) for pointer, values in alternative.items()) for alternative in data)


def _date(relation: Relation, parameters: Mapping[str, str]) -> DateBound:
    data = relation.data["relation"]

    def month_day(limit: Json) -> str:
        if "month_day" in limit:
            return limit["month_day"]  # type: ignore[no-any-return]
        name = limit["parameter"]
        return parameters.get(name, relation.data["parameters"][name]["default"])

    return DateBound(
        relation=relation,
        value=data["value"],
        comparator=data["comparator"],
        limits=tuple(
            (_condition(limit.get("when")), limit["year"], limit["plus"], month_day(limit)) for limit in data["limits"]
        ),
    )


def places_in(form: Form, sets: Json) -> Iterator[str]:
    """The places of a set, or of several, one after the other (docs/semantics.md, "Sets")."""
    for one in sets if isinstance(sets, list) else [sets]:
        yield from form.select(
            refer_to=one["refer_to"],
            within=one.get("within"),
            under=one.get("under", ""),
            leave_out=one.get("except", ()),
        )


def bindings(form: Form, sets: Json) -> Iterator[dict[str, str]]:
    """What the one variable of ``for_each`` or ``over`` stands for, in order; nothing, once, where there is none."""
    if not sets:
        yield {}
        return
    ((variable, places),) = sets.items()
    for place in places_in(form, places):
        yield {variable: place}


def _linear(form: Form, relation: Relation) -> Iterator[Linear]:
    data = relation.data["relation"]
    for bound in bindings(form, data.get("for_each")):
        left = _side(form, relation, data["left"], bound)
        right = _side(form, relation, data["right"], bound)
        yield Linear(
            relation=relation,
            where=tuple((name, place, holder(data["for_each"][name])) for name, place in bound.items()),
            left=left,
            comparator=data["comparator"],
            right=right,
            when=_condition(data.get("when")),
            net=_net(relation, left, right),
        )


def holder(sets: Json) -> str | None:
    """The definition that the places of a set are relative to."""
    return None if isinstance(sets, list) else sets.get("within")


def _side(form: Form, relation: Relation, terms: Json, bound: Mapping[str, str]) -> Side:
    cells: list[tuple[int, int]] = []
    constant = 0
    for term in terms:
        constant += term.get("constant", 0)
        if "cell" not in term:
            continue
        for more in bindings(form, term.get("over")):
            pointer = term["cell"].format_map({**bound, **more})
            if pointer not in form.index:
                raise CatalogError("catalog.relation", code=relation.code, problem=pointer)
            cells.append((form.index[pointer], term.get("sign", 1)))
    return Side(tuple(cells), constant)


def _net(relation: Relation, left: Side, right: Side) -> tuple[tuple[int, int], ...]:
    net: dict[int, int] = {}
    for side, factor in ((left, 1), (right, -1)):
        for position, sign in side.terms:
            net[position] = net.get(position, 0) + factor * sign
    if not set(net.values()) <= {-1, 0, 1}:
        # With larger factors a blank would need divisibility, and bounds alone would not be exact.
        raise CatalogError("catalog.relation", code=relation.code, problem="factor")
    return tuple((position, sign) for position, sign in net.items() if sign)
