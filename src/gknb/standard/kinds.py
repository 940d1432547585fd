"""The kinds of relations: the input that each is evaluated on, and how it is laid out over a form.

:data:`KINDS` is the only list of kinds; :func:`kinds` selects from it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.errors import CatalogError
from gknb.lazy_dataclasses import dataclass
from gknb.standard.form import form_of
from gknb.standard.relations import (
    CheckDigit,
    DateBound,
    Linear,
    Magnitude,
    Range,
    Side,
    Transposed,
    Unchanged,
    ZeroTogether,
    bindings,
    families,
    holder,
)
from gknb.standard.two_forms import LAST, TwoForms, current, has_moved, in_last, two_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gknb.standard.form import Form
    from gknb.standard.published_set import Catalog, Json
    from gknb.standard.relations import Compiled, Condition, Relation

__all__ = [
    "KINDS",
    "Kind",
    "YearRelations",
    "compile_relations",
    "compile_years",
    "editions_of",
    "kinds",
    "lay_out",
    "lay_out_years",
    "ranges_of",
]

Basis: TypeAlias = Literal["cells", "schema", "source", "page", "two years", "organ", "roll-up", "roster"]
"""The input of a relation: the cells of one report; its schema; its source text; the page that it was read from; the
cells of two years; the years for which an organ has reports; a consolidated report and its contributors; a roster and
the reports of its organs."""
Parameters: TypeAlias = "Mapping[str, str]"
LayOut: TypeAlias = "Callable[[Form, Relation, Json, Parameters], Iterable[Compiled]]"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of relation."""

    on: Basis
    """Input of its relations."""
    lay_out: LayOut | None = None
    """Lays out a relation over a form; ``None`` for kinds that are not evaluated on cells."""


@cache
def kinds(*on: Basis) -> frozenset[str]:
    """Return the names of the kinds with one of these inputs."""
    return frozenset(name for name, kind in KINDS.items() if kind.on in on)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class YearRelations:
    """The relations between a report of one edition and the one of the year before."""

    forms: TwoForms
    """The forms of both years."""
    relations: tuple[Compiled, ...]
    """Relations in the order of their codes."""
    not_comparable: tuple[str, ...]
    """Codes of the relations whose cells exist in this year's edition, but not in last year's."""
    new_cells: tuple[str, ...]
    """Cells of this year's edition that are not compared, because last year's lacks what they are compared with."""
    dropped_cells: tuple[str, ...]
    """Cells of last year's edition that no cell of this year's continues, and that would be compared with it."""


@cache
def compile_relations(
    catalog: Catalog, edition: str, parameters: tuple[tuple[str, str], ...] = ()
) -> tuple[Compiled, ...]:
    """Return the relations on the cells of ``edition``, laid out over its form, in the order of their codes.

    ``parameters`` replaces defaults that relations declare, such as ``("township_deadline", "02-15")``.
    Raises :class:`~gknb.errors.CatalogError` for a relation that cannot be laid out.
    """
    form = form_of(catalog, edition)
    given = dict(parameters)
    compiled = (one for relation in families(catalog) for one in lay_out(form, relation, given))
    return tuple(sorted(compiled, key=lambda one: one.relation.code))


@cache
def editions_of(catalog: Catalog, relation: Relation) -> tuple[str, ...]:
    """Return the editions in which a relation applies: where all cells that it needs exist, or those it states.

    Raises :class:`~gknb.errors.CatalogError` for a relation that cannot be laid out.
    """
    return tuple(edition for edition in catalog.editions if _applies(catalog, relation, edition))


def _applies(catalog: Catalog, relation: Relation, edition: str) -> bool:
    if not relation.may_apply(edition):
        return False
    if relation.kind in kinds("two years"):
        return bool(_laid_out(two_forms(catalog, edition, edition), relation, {}))
    if relation.kind in kinds("cells"):
        return bool(lay_out(form_of(catalog, edition), relation, {}))
    return True


@cache
def compile_years(catalog: Catalog, edition: str, last: str) -> YearRelations:
    """Return the relations between a report of ``edition`` and last year's report of edition ``last``.

    Raises :class:`~gknb.errors.CatalogError` for a relation that cannot be laid out.
    """
    return lay_out_years(two_forms(catalog, edition, last), edition, families(catalog))


def lay_out_years(forms: TwoForms, edition: str, relations: Iterable[Relation]) -> YearRelations:
    """Return ``relations`` laid out over two forms, the later one of ``edition``.

    Raises as :func:`compile_years` does.
    """
    between = [one for one in relations if one.kind in kinds("two years") and one.may_apply(edition)]
    found: list[Compiled] = []
    lacking: list[str] = []
    for relation in between:
        laid_out = _laid_out(forms, relation, {})
        found += laid_out
        if not laid_out and _applies(forms.schemas.catalog, relation, edition):
            lacking.append(relation.code)
    new: list[str] = []
    dropped: list[str] = []
    if forms.this is not forms.last:
        continued = set(forms.before.values())
        new = [judged for judged, looked_up in _compared(forms.this, between) if looked_up not in forms.before]
        dropped = [looked_up for _, looked_up in _compared(forms.last, between) if looked_up not in continued]
    return YearRelations(
        forms=forms,
        relations=tuple(found),
        not_comparable=tuple(lacking),
        new_cells=tuple(dict.fromkeys(new)),
        dropped_cells=tuple(dict.fromkeys(dropped)),
    )


def _compared(form: Form, relations: Iterable[Relation]) -> Iterator[tuple[str, str]]:
    """Yield the cells that relations compare where both years have the same edition: this year's, and last year's."""
    both = TwoForms(form, form)
    for one in (one for relation in relations for one in _laid_out(both, relation, {})):
        if isinstance(one, Linear):
            judged = one.left.terms[0][0]
            looked_up = [position for side in (one.left, one.right) for position, _ in side.terms]
        elif isinstance(one, Magnitude | Transposed):
            judged, looked_up = one.cell, [one.last]
        else:
            continue
        last = (in_last(both.cells[position]) for position in looked_up)
        yield from ((both.cells[judged], pointer) for pointer in last if pointer is not None)


def lay_out(form: Form, relation: Relation, parameters: Parameters) -> list[Compiled]:
    """Return one relation laid out over a form: at each place where all cells that it needs exist.

    Empty for kinds that are not evaluated on the cells of one report. Raises :class:`~gknb.errors.CatalogError` where
    it cannot be laid out; a relation that states its editions cannot if a cell is missing in one of them.
    """
    if not relation.may_apply(form.edition) or (relation.kind in KINDS and relation.kind not in kinds("cells")):
        return []
    for pointer in _pointers(_data(form, relation)):
        if pointer not in form.places:
            if relation.states_editions:
                raise CatalogError("catalog.relation", code=relation.code, problem=pointer)
            return []
    return _laid_out(form, relation, parameters)


def _laid_out(form: Form, relation: Relation, parameters: Parameters) -> list[Compiled]:
    kind = KINDS.get(relation.kind)
    if kind is None or kind.lay_out is None:
        raise CatalogError("catalog.relation", code=relation.code, problem=relation.kind)
    try:
        return list(kind.lay_out(form, relation, _data(form, relation), parameters))
    except KeyError as error:  # an undefined name in the data
        raise CatalogError("catalog.relation", code=relation.code, problem=error) from error


def _data(form: Form, relation: Relation) -> Json:
    """Return the ``relation`` of an entry, with the places that it names where they are in a form."""
    data = relation.data["relation"]
    return data if relation.states_editions or not has_moved(form) else _moved(form, data)


def _moved(form: Form, data: Json) -> Json:
    if isinstance(data, dict):
        return {_moved(form, name): _moved(form, value) for name, value in data.items()}
    if isinstance(data, list):
        return [_moved(form, one) for one in data]
    named = isinstance(data, str) and data.startswith("/") and "{" not in data
    return current(form, data) if named else data


def _pointers(data: Json) -> Iterator[str]:
    """Yield the literal pointers of a relation; those of templates are checked when they are expanded."""
    conditions = [data.get("when"), *(limit.get("when") for limit in data.get("limits", ()))]
    yield from (pointer for condition in conditions for alternative in condition or () for pointer in alternative)
    yield from (limit["year"] for limit in data.get("limits", ()))
    yield from data.get("cells", ())
    yield from (data[key] for key in ("value", "by") if key in data)


def _condition(data: Json) -> Condition | None:
    if data is None:
        return None
    return tuple(tuple((pointer, frozenset(values)) for pointer, values in alternative.items()) for alternative in data)


def _linear(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[Linear]:
    """Lay out a linear relation.

    A place with an absent cell is skipped; in one report it is an error if the relation states its editions.
    """
    for bound in bindings(form, data.get("for_each")):
        left, right = (_side(form, relation, data[side], bound) for side in ("left", "right"))
        if left is not None and right is not None:
            yield Linear(
                relation=relation,
                where=tuple((name, place, holder(data["for_each"][name])) for name, place in bound.items()),
                left=left,
                comparator=data["comparator"],
                right=right,
                when=_condition(data.get("when")),
                net=_net(relation, left, right),
            )


def _side(form: Form, relation: Relation, terms: Json, bound: Mapping[str, str]) -> Side | None:
    cells: list[tuple[int, int]] = []
    constant = 0
    for term in terms:
        constant += term.get("constant", 0)
        if "cell" not in term:
            continue
        for more in bindings(form, term.get("over")):
            named = current(form, term["cell"].format_map({**bound, **more}))
            pointer = _of_last(form, named) if term.get("of") == "last" else named
            if pointer is not None and pointer in form.index:
                cells.append((form.index[pointer], term.get("sign", 1)))
            elif isinstance(form, TwoForms) or not relation.states_editions:
                return None
            else:
                raise CatalogError("catalog.relation", code=relation.code, problem=named)
    if not cells and not any("constant" in term for term in terms):
        return None  # a sum over a set that is empty in this edition
    return Side(tuple(cells), constant)


def _net(relation: Relation, left: Side, right: Side) -> tuple[tuple[int, int], ...]:
    net: dict[int, int] = {}
    for side, factor in ((left, 1), (right, -1)):
        for position, sign in side.terms:
            net[position] = net.get(position, 0) + factor * sign
    if not set(net.values()) <= {-1, 0, 1}:
        # With larger factors, bounds would not be exact: not every number between them is reached.
        raise CatalogError("catalog.relation", code=relation.code, problem="factor")
    return tuple((position, sign) for position, sign in net.items() if sign)


def _range(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[Range]:
    ranges = ranges_of(form.schemas.catalog, data)
    yield Range(relation=relation, value=data["value"], by=data["by"], ranges=ranges)


def ranges_of(catalog: Catalog, data: Json) -> Mapping[str, Mapping[str, int]]:
    """Return the ranges of a relation of kind ``range``: those it states, or the reporting years of each edition."""
    if "ranges" in data:
        return data["ranges"]  # type: ignore[no-any-return]
    years = {edition: catalog.years(edition) for edition in catalog.editions}
    return {
        edition: {"minimum": first} | ({} if last is None else {"maximum": last})
        for edition, (first, last) in years.items()
    }


def _date(_form: Form, relation: Relation, data: Json, parameters: Parameters) -> Iterator[DateBound]:
    def month_day(limit: Json) -> str:
        if "month_day" in limit:
            return limit["month_day"]  # type: ignore[no-any-return]
        name = limit["parameter"]
        return parameters.get(name, relation.data["parameters"][name]["default"])

    yield DateBound(
        relation=relation,
        value=data["value"],
        comparator=data["comparator"],
        limits=tuple(
            (_condition(limit.get("when")), limit["year"], limit["plus"], month_day(limit)) for limit in data["limits"]
        ),
    )


def _check_digit(_form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[CheckDigit]:
    yield CheckDigit(
        relation=relation,
        value=data["value"],
        alphabet=data["alphabet"],
        weights=tuple(data["weights"]),
        modulus=data["modulus"],
    )


def _zero_together(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[ZeroTogether]:
    first, second = (form.index[pointer] for pointer in data["cells"])
    yield ZeroTogether(relation=relation, cells=(first, second))


def _magnitude(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[Magnitude]:
    for cell, last in _in_both(form, data["cells"]):
        yield Magnitude(relation=relation, cell=cell, last=last, factor=data["factor"], least=data["least"])


def _transposed(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[Transposed]:
    for cell, last in _in_both(form, data["cells"]):
        yield Transposed(relation=relation, cell=cell, last=last, least=data["least"])


def _unchanged(form: Form, relation: Relation, data: Json, _: Parameters) -> Iterator[Unchanged]:
    """Lay out tables whose cells exist in both editions; others are not compared."""
    for table in data["tables"]:
        own = [pointer for pointer in form.cells if pointer.startswith(f"{table}/")]
        pairs = _in_both(form, own)
        if own and len(pairs) == len(own) == sum(one.startswith(f"{LAST}{table}/") for one in form.cells):
            yield Unchanged(relation=relation, table=table, pairs=pairs, least=data["least"])


def _in_both(form: Form, pointers: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the positions, in both years, of the cells that both editions have."""
    index = form.index
    pairs = ((index.get(one), index.get(_of_last(form, one) or "")) for one in pointers)
    return tuple((one, last) for one, last in pairs if one is not None and last is not None)


def _of_last(form: Form, pointer: str) -> str | None:
    """Return where a cell of this year's edition is in last year's report; ``None`` if it has no counterpart."""
    there = form.before.get(pointer) if isinstance(form, TwoForms) else pointer
    return None if there is None else LAST + there


KINDS: Final[Mapping[str, Kind]] = {
    "linear": Kind("cells", _linear),
    "range": Kind("cells", _range),
    "date": Kind("cells", _date),
    "check-digit": Kind("cells", _check_digit),
    "zero-together": Kind("cells", _zero_together),
    "structure": Kind("schema"),
    "duplicate-key": Kind("source"),
    "reading": Kind("page"),
    "linear-years": Kind("two years", _linear),
    "magnitude": Kind("two years", _magnitude),
    "transposed": Kind("two years", _transposed),
    "unchanged": Kind("two years", _unchanged),
    "gap": Kind("organ"),
    "twice": Kind("organ"),
    "roll-up": Kind("roll-up"),
    "missing": Kind("roster"),
    "unknown": Kind("roster"),
    "unexpected": Kind("roster"),
    "renamed": Kind("roster"),
    "differs": Kind("roster"),
}
"""Every kind of relation, by its name in the relation files."""
