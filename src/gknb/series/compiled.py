"""The relations of family Y laid out over the forms of two reports."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from gknb.errors import CatalogError
from gknb.standard.relations import Linear, Relation, Side, bindings, families, holder
from gknb.standard.two_forms import LAST, joint_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.standard.catalog import Catalog, Json
    from gknb.standard.two_forms import Joint

__all__ = ["KINDS", "Between", "Magnitude", "Series", "Transposed", "Unchanged", "series_of", "series_over"]

KINDS = ("linear-years", "magnitude", "transposed", "unchanged", "gap", "twice")
"""The kinds of relations between the reports of an organ."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Magnitude:
    """One figure is many times the other."""

    relation: Relation
    cell: int
    last: int
    factor: int
    least: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Transposed:
    """One figure is the other with two neighbouring digits swapped."""

    relation: Relation
    cell: int
    last: int
    least: int


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Unchanged:
    """All cells of a table are the same in both reports."""

    relation: Relation
    table: str
    pairs: tuple[tuple[int, int], ...]
    least: int


Between: TypeAlias = Linear | Magnitude | Transposed | Unchanged


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Series:
    """What holds between a report of one edition and the one of the year before."""

    joint: Joint
    """The two forms."""
    relations: tuple[Between, ...]
    """The relations, in the order of their codes."""
    not_comparable: tuple[str, ...]
    """The codes of those that hold in this year's edition, but whose cells last year's lacks."""


@cache
def series_of(catalog: Catalog, edition: str, last: str) -> Series:
    """The relations of family Y between a report of ``edition`` and one of edition ``last`` before it.

    Raises :class:`~gknb.errors.CatalogError` for a relation of a kind that there is not.
    """
    return series_over(joint_of(catalog, edition, last), edition, families(catalog))


def series_over(joint: Joint, edition: str, relations: Iterable[Relation]) -> Series:
    """Those of ``relations`` that hold between two reports of these forms, the later one of ``edition``.

    Raises as :func:`series_of` does.
    """
    found: list[Between] = []
    lacking: list[str] = []
    for relation in relations:
        if relation.kind in KINDS and relation.kind not in ("gap", "twice"):
            held = edition in relation.data["editions"]
            laid_out = list(_laid_out(joint, relation)) if held else []
            found += laid_out
            if held and not laid_out:
                lacking.append(relation.code)
    return Series(joint=joint, relations=tuple(found), not_comparable=tuple(lacking))


def _laid_out(joint: Joint, relation: Relation) -> Iterator[Between]:
    data = relation.data["relation"]
    match data["kind"]:
        case "linear-years":
            yield from _linear(joint, relation)
        case "magnitude":
            for cell, last in _both(joint, data["cells"]):
                yield Magnitude(relation=relation, cell=cell, last=last, factor=data["factor"], least=data["least"])
        case "transposed":
            for cell, last in _both(joint, data["cells"]):
                yield Transposed(relation=relation, cell=cell, last=last, least=data["least"])
        case "unchanged":
            for table in data["tables"]:
                own = [pointer for pointer in joint.this.cells if pointer.startswith(f"{table}/")]
                pairs = _both(joint, own)
                if own and len(pairs) == len(own) == sum(one.startswith(f"{table}/") for one in joint.last.cells):
                    yield Unchanged(relation=relation, table=table, pairs=pairs, least=data["least"])
        case kind:
            raise CatalogError("catalog.relation", code=relation.code, problem=kind)


def _both(joint: Joint, pointers: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The positions of cells that are in both reports."""
    index = joint.index
    return tuple((index[one], index[LAST + one]) for one in pointers if one in index and LAST + one in index)


def _linear(joint: Joint, relation: Relation) -> Iterator[Linear]:
    data = relation.data["relation"]
    for bound in bindings(joint.this, data.get("for_each")):
        left, right = (_side(joint, data[side], bound) for side in ("left", "right"))
        if left is None or right is None:
            continue
        net = [*left.terms, *((position, -sign) for position, sign in right.terms)]
        if len({position for position, _ in net}) < len(net):
            raise CatalogError("catalog.relation", code=relation.code, problem="factor")
        yield Linear(
            relation=relation,
            where=tuple((name, place, holder(data["for_each"][name])) for name, place in bound.items()),
            left=left,
            comparator=data["comparator"],
            right=right,
            when=None,
            net=tuple(net),
        )


def _side(joint: Joint, terms: Json, bound: Mapping[str, str]) -> Side | None:
    """One side; ``None`` where an edition lacks one of its cells."""
    cells: list[tuple[int, int]] = []
    for term in terms:
        pointer = (LAST if term.get("of") == "last" else "") + term["cell"].format_map(bound)
        if pointer not in joint.index:
            return None
        cells.append((joint.index[pointer], term.get("sign", 1)))
    return Side(tuple(cells), 0)
