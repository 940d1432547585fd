"""The algebra of the rule set: what follows from what, and what a single wrong cell can be told by. Exact throughout.

The linear equalities that hold without a condition form a system ``A x = b`` over the cells of an edition. From it:

- an equality is *implied* by others where a row of ``A`` is a combination of other rows (and ``b`` with it);
- a single wrong cell is *detectable*, whatever is written in it, where its column of ``A`` is not zero: a sum that
  held no longer does. A cell that only inequalities, conditions or the other kinds look at is detectable sometimes;
- it is *locatable* where no other column is proportional to its own: an error of d in cell c violates the equalities
  by d times the column of c, so the pattern and the proportions of the differences name the cell.
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
"""What is not zero in a row or column, by position."""
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A relation at one place."""

    code: str
    """The relation."""
    place: str
    """The place that it was laid out at: a row, a column or a group, as a pointer; empty where there is only one."""
    net: tuple[tuple[int, int], ...]
    """(position of a cell, factor) of left minus right."""
    constant: int
    """What left minus right has besides cells."""
    equality: bool
    """Whether it is an equality that holds without a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """Equalities of which each follows from the others."""

    instances: tuple[tuple[Instance, Fraction], ...]
    """Each with its factor; the sum of all is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellAlgebra:
    """What the relations say of one cell."""

    pointer: str
    """The cell."""
    covered_by: tuple[Instance, ...]
    """The relations that look at it."""
    detectable: Detectable
    """Whether a wrong figure in it alone violates something."""
    alike: tuple[str, ...]
    """The cells, itself included, that a single error cannot be told to be in; just itself where it is locatable."""

    @property
    def locatable(self) -> bool:
        """Whether a wrong figure in it alone can be told to be there."""
        return self.detectable == "always" and len(self.alike) == 1


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Algebra:
    """The algebra of one edition."""

    edition: str
    """The edition."""
    equalities: tuple[Instance, ...]
    """The equalities that always hold."""
    others: tuple[Instance, ...]
    """Every other relation over cells: inequalities, those with a condition, other kinds."""
    rank: int
    """How many of the equalities are independent."""
    consistent: bool
    """Whether some filling satisfies all equalities."""
    dependencies: tuple[Dependency, ...]
    """A basis of all the ways in which equalities follow from each other."""
    cells: tuple[CellAlgebra, ...]
    """Each cell, in the order of the form."""

    @property
    def implied(self) -> tuple[Instance, ...]:
        """The equalities that follow from others."""
        found = {id(one) for dependency in self.dependencies for one, _ in dependency.instances}
        return tuple(one for one in self.equalities if id(one) in found)


@cache
def algebra_of(catalog: Catalog, edition: str) -> Algebra:
    """The algebra of an edition. Raises :class:`~gknb.errors.UsageError` for an edition that there is not."""
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
    return []  # it looks at no cell of a table


def _reduced(equalities: Sequence[Instance]) -> list[tuple[Vector, Fraction, Vector]]:
    """Gauss: (row, constant, what it is made of) for each equality, with what earlier rows explain taken out."""
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
    """The same for columns that are proportional."""
    first = column[min(column)] if column else Fraction(1)
    return tuple((n, factor / first) for n, factor in sorted(column.items()))
