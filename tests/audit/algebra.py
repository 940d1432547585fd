"""The algebra of the rule set: which equalities are implied, and which single errors are detected. Exact throughout.

The linear equalities that hold without a condition form a system ``A x = b`` over the cells of an edition. From it:

- an equality is *implied* by others where a row of ``A`` is a combination of other rows (and ``b`` with it);
- a single wrong cell is *detectable*, whatever is written in it, where its column of ``A`` is not zero: a sum is then
  violated. A cell that is only in inequalities, conditions or relations of other kinds is detectable sometimes;
- it is *locatable* where no other column is proportional to its own: an error of d in cell c changes the two sides of
  the equalities by d times the column of c, so the pattern and the proportions of the differences identify the cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import Linear, ZeroTogether

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form
    from gknb.standard.relations import Compiled

__all__ = ["Algebra", "CellAlgebra", "Dependency", "Instance", "algebra_of"]

Detectable: TypeAlias = Literal["always", "sometimes", "never"]
Vector: TypeAlias = "dict[int, Fraction]"
"""The entries of a row or column that are not zero, by position."""
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A relation at one place."""

    code: str
    """The relation."""
    place: str
    """The row, column or group that it was laid out for, as a pointer; empty where there is only one."""
    net: tuple[tuple[int, int], ...]
    """(position of a cell, factor) of left minus right."""
    constant: int
    """The constant of left minus right."""
    equality: bool
    """Whether it is an equality without a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Equalities each of which follows from the others."""

    instances: tuple[tuple[Instance, Fraction], ...]
    """Each with its factor; the combination is zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAlgebra:
    """The algebra of one cell."""

    pointer: str
    """The cell."""
    covered_by: tuple[Instance, ...]
    """The relations that it is in."""
    detectable: Detectable
    """Whether a single error in it violates something."""
    alike: tuple[str, ...]
    """The cells, itself included, among which a single error cannot be located; only itself where it can."""

    @property
    def locatable(self) -> bool:
        """Whether a single error in it can be located."""
        return self.detectable == "always" and len(self.alike) == 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Algebra:
    """The algebra of one edition."""

    edition: str
    """The edition."""
    equalities: tuple[Instance, ...]
    """The equalities without a condition."""
    others: tuple[Instance, ...]
    """Every other relation over cells: inequalities, those with a condition, other kinds."""
    rank: int
    """Number of independent equalities."""
    consistent: bool
    """Whether some numbers satisfy all equalities."""
    dependencies: tuple[Dependency, ...]
    """A basis of the linear dependencies between the equalities."""
    cells: tuple[CellAlgebra, ...]
    """The cells, in the order of the form."""

    @property
    def implied(self) -> tuple[Instance, ...]:
        """Equalities that follow from others."""
        found = {id(one) for dependency in self.dependencies for one, _ in dependency.instances}
        return tuple(one for one in self.equalities if id(one) in found)


@cache
def algebra_of(catalog: Catalog, edition: str) -> Algebra:
    """Return the algebra of an edition. Raises :class:`~gknb.errors.UsageError` for an unknown edition."""
    form = form_of(catalog, edition)
    instances = [one for compiled in compile_relations(catalog, edition) for one in _instances(compiled)]
    equalities = tuple(one for one in instances if one.equality)
    reduced = _reduced(equalities)
    return Algebra(
        edition=edition,
        equalities=equalities,
        others=tuple(one for one in instances if not one.equality),
        rank=sum(bool(row) for row, *_ in reduced),
        consistent=all(row or not constant for row, constant, _ in reduced),
        dependencies=tuple(_dependency(equalities, made_of) for row, _, made_of in reduced if not row),
        cells=_cells(form, instances, equalities),
    )


def _instances(one: Compiled) -> list[Instance]:
    code = one.relation.code
    if isinstance(one, Linear):
        place = "".join(base for _, base, _ in one.where)
        equality = one.comparator == "=" and one.when is None
        constant = one.left.constant - one.right.constant
        return [Instance(code=code, place=place, net=one.net, constant=constant, equality=equality)]
    if isinstance(one, ZeroTogether):
        net = tuple((position, 1) for position in one.cells)
        return [Instance(code=code, place="", net=net, constant=0, equality=False)]
    return []  # no cells of a table


def _reduced(equalities: Sequence[Instance]) -> list[tuple[Vector, Fraction, Vector]]:
    """Gaussian elimination: return (row, constant, combination of equalities) for each equality."""
    reduced: list[tuple[Vector, Fraction, Vector]] = []
    for n, one in enumerate(equalities):
        row: Vector = {position: Fraction(factor) for position, factor in one.net}
        constant, made_of = Fraction(one.constant), {n: Fraction(1)}
        for other, its_constant, its_parts in reduced:
            if other and (factor := row.get(min(other), _ZERO)):
                factor /= other[min(other)]
                row, made_of = _minus(row, other, factor), _minus(made_of, its_parts, factor)
                constant -= factor * its_constant
        reduced.append((row, constant, made_of))
    return reduced


def _minus(one: Vector, other: Vector, factor: Fraction) -> Vector:
    difference = {n: one.get(n, _ZERO) - factor * other.get(n, _ZERO) for n in one.keys() | other.keys()}
    return {n: value for n, value in sorted(difference.items()) if value}


def _dependency(equalities: Sequence[Instance], made_of: Vector) -> Dependency:
    return Dependency(instances=tuple((equalities[n], factor) for n, factor in made_of.items()))


def _cells(form: Form, instances: Sequence[Instance], equalities: Sequence[Instance]) -> tuple[CellAlgebra, ...]:
    columns: list[Vector] = [{} for _ in form.cells]
    for n, one in enumerate(equalities):
        for position, factor in one.net:
            columns[position][n] = Fraction(factor)
    alike: dict[Any, list[str]] = {}
    for pointer, column in zip(form.cells, columns, strict=True):
        alike.setdefault(_direction(column), []).append(pointer)
    covering: list[list[Instance]] = [[] for _ in form.cells]
    for one in instances:
        for position, _ in one.net:
            covering[position].append(one)
    return tuple(
        CellAlgebra(
            pointer=pointer,
            covered_by=tuple(covered),
            detectable="always" if column else "sometimes" if covered else "never",
            alike=tuple(alike[_direction(column)]) if column else (pointer,),
        )
        for pointer, column, covered in zip(form.cells, columns, covering, strict=True)
    )


def _direction(column: Vector) -> tuple[tuple[int, Fraction], ...]:
    """Return a value that is equal for proportional columns."""
    first = column[min(column)] if column else Fraction(1)
    return tuple((n, factor / first) for n, factor in sorted(column.items()))
