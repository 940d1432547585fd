"""A system of cells and constraints between them, from one or several reports.

:class:`SystemBuilder` builds a system from one report or from several: a report and that of last year, a consolidated
report and those it includes. Code that works on a system needs to know neither forms nor relations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeGuard

from gknb.standard.form_layout import grids
from gknb.standard.relations import Linear, ZeroTogether

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gknb.engine.evaluate import Evaluator
    from gknb.standard.form import Form
    from gknb.standard.relations import Compiled

__all__ = ["Comparator", "Constraint", "Key", "Number", "Role", "Spot", "System", "SystemBuilder", "Variable"]

Number: TypeAlias = Any
"""An int, a Decimal or, inside the search, a Fraction."""
Key: TypeAlias = "tuple[str | None, str]"
"""(file, pointer) of a cell; the file is ``None`` for the report of the result."""
Spot: TypeAlias = "tuple[str, int, int]"
"""(table, row, column) of a cell in the layout of the form."""
Comparator: TypeAlias = Literal["=", ">=", "<=", "together"]
Role: TypeAlias = Literal["total", "part", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A cell of a report."""

    pointer: str
    """JSON Pointer into its report."""
    file: str | None = None
    """File of its report; ``None`` for the report of the result."""
    value: Number
    """Its number; ``None`` for a blank, which is an unknown."""
    signed: bool = False
    """Whether it may be negative."""
    whole: bool = True
    """Whether it must be a whole number."""
    role: Role = "other"
    """Whether it is a sum of other cells, a part of a sum, or neither; the weights are in ``repairs.json``."""
    spot: Spot | None = None
    """Its place in the layout of the form; ``None`` if it is in no table."""

    @property
    def key(self) -> Key:
        """Its identity among the cells of several reports."""
        return self.file, self.pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint: a sum of cells and a constant, compared to 0."""

    net: tuple[tuple[int, int], ...]
    """(index of a variable, factor); each variable occurs once."""
    constant: Number = 0
    """Constant term of the sum."""
    comparator: Comparator = "="
    """How the sum compares to 0; ``together``: the cells are all 0 or all above 0."""
    required: bool = True
    """Whether a repair has to satisfy it; if not, only if that is possible together with the required ones."""

    @property
    def cells(self) -> tuple[int, ...]:
        """Indices of its variables."""
        return tuple([index for index, _ in self.net])

    def holds(self, values: Sequence[Number] | Mapping[int, Number]) -> bool:
        """Whether the constraint is satisfied by values for all its variables."""
        if self.comparator == "together":
            return len({values[index] > 0 for index in self.cells}) < 2
        total = sum([factor * values[index] for index, factor in self.net], self.constant)
        return bool(total == 0 if self.comparator == "=" else total >= 0 if self.comparator == ">=" else total <= 0)


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Variables and the constraints between them."""

    variables: tuple[Variable, ...]
    """Cells, in the order of their forms."""
    constraints: tuple[Constraint, ...]
    """Constraints, whether satisfied now or not."""

    def values(self) -> list[Number]:
        """Return the number in each cell, ``None`` for a blank."""
        return [variable.value for variable in self.variables]

    def violated(self, values: Sequence[Number]) -> list[int]:
        """Return the indices of the violated constraints; those with blanks are undecided."""
        blanks = {n for n, value in enumerate(values) if value is None}
        return [
            n
            for n, one in enumerate(self.constraints)
            if (not blanks or blanks.isdisjoint(one.cells)) and not one.holds(values)
        ]

    def parts(self) -> Iterator[tuple[System, tuple[int, ...]]]:
        """Yield the connected parts in which a constraint is violated or a cell is blank.

        Each is a system of its own with the indices of its variables in this one.
        """
        values = self.values()
        group: dict[int, int] = {}

        def root(index: int) -> int:
            while group.setdefault(index, index) != index:
                group[index] = index = group[group[index]]
            return index

        for one in self.constraints:
            first = root(one.net[0][0])
            for other, _ in one.net[1:]:
                group[root(other)] = first
        members: dict[int, list[Constraint]] = {}
        for one in self.constraints:
            members.setdefault(root(one.cells[0]), []).append(one)
        blank = {root(index) for index in group if values[index] is None}
        wrong = {root(self.constraints[n].cells[0]) for n in self.violated(values)}
        for first, constraints in members.items():
            if first in wrong or first in blank:
                yield self._only(constraints)

    def _only(self, constraints: Sequence[Constraint]) -> tuple[System, tuple[int, ...]]:
        used = sorted({index for one in constraints for index in one.cells})
        new = {index: n for n, index in enumerate(used)}
        inside = (
            Constraint(
                net=tuple([(new[index], factor) for index, factor in one.net]),
                constant=one.constant,
                comparator=one.comparator,
                required=one.required,
            )
            for one in constraints
        )
        return System(tuple(self.variables[index] for index in used), tuple(inside)), tuple(used)


class SystemBuilder:
    """Builder of a system from reports and constraints between their cells."""

    def __init__(self) -> None:
        self._variables: list[Variable] = []
        self._constraints: list[Constraint] = []
        self._index: dict[Key, int] = {}

    def add_variable(self, variable: Variable) -> None:
        """Add a single cell."""
        self._index[variable.key] = len(self._variables)
        self._variables.append(variable)

    def add_report(
        self,
        evaluator: Evaluator,
        document: Any,
        cells: Sequence[Number],
        *,
        file: str | None = None,
        accepted: Collection[tuple[str, tuple[str, ...]]] = (),
    ) -> None:
        """Add the cells of a report and the relations between them that ``evaluator`` evaluates.

        ``cells`` are the values that :meth:`Evaluator.cells` returns for ``document``. Relations of severity ``info``
        and those whose condition is not known to be met are left out. ``accepted`` are findings (code, pointers) to
        ignore: their relations are left out as well.
        """
        form = evaluator.form
        applying = [one for one in evaluator.relations if _is_constraint(one, evaluator, document)]
        if accepted:
            outcomes = ((one, evaluator.outcome(one, document, cells)) for one in applying)
            applying = [
                one for one, out in outcomes if out is None or (one.relation.code, out.pointers) not in accepted
            ]
        roles, constraints = _roles_and_constraints(tuple(applying))
        first = len(self._variables)
        for n, ((pointer, signed, whole, spot), value) in enumerate(zip(_cells(form), cells, strict=True)):
            self.add_variable(
                Variable(
                    pointer=pointer,
                    file=file,
                    value=value,
                    signed=signed,
                    whole=whole,
                    role=roles.get(n, "other"),
                    spot=spot,
                )
            )
        for one in constraints:
            self._constraints.append(
                Constraint(
                    net=tuple([(first + position, sign) for position, sign in one.net]),
                    constant=one.constant,
                    comparator=one.comparator,
                    required=one.required,
                )
            )

    def add_constraint(
        self,
        terms: Mapping[Key, int],
        *,
        constant: Number = 0,
        comparator: Comparator = "=",
        required: bool = True,
    ) -> None:
        """Add a constraint between cells of any of the reports, each with the factor 1 or -1.

        Raises ``KeyError`` for a cell that was not added.
        """
        net = tuple((self._index[key], factor) for key, factor in terms.items() if factor)
        self._constraints.append(Constraint(net=net, constant=constant, comparator=comparator, required=required))

    def build(self) -> System:
        """Return the system."""
        return System(tuple(self._variables), tuple(self._constraints))


def _is_constraint(one: Compiled, evaluator: Evaluator, document: Any) -> TypeGuard[Linear | ZeroTogether]:
    """Whether a relation is between cells, applies, and is an error or a warning."""
    if not isinstance(one, Linear | ZeroTogether) or one.relation.data["severity"] == "info":
        return False
    return isinstance(one, ZeroTogether) or evaluator.applies(one.when, document) is True


@lru_cache(maxsize=64)
def _roles_and_constraints(
    relations: tuple[Linear | ZeroTogether, ...],
) -> tuple[Mapping[int, Role], Sequence[Constraint]]:
    """Return the roles of the cells and the constraints, by position in the form; cached as most reports share both."""
    constraints = [
        Constraint(
            net=one.net if isinstance(one, Linear) else tuple((cell, 1) for cell in one.cells),
            constant=one.left.constant - one.right.constant if isinstance(one, Linear) else 0,
            comparator=one.comparator if isinstance(one, Linear) else "together",
            required=one.relation.data["severity"] == "error",
        )
        for one in relations
    ]
    return _roles(relations), [one for one in constraints if one.net]


@cache
def _cells(form: Form) -> tuple[tuple[str, bool, bool, Spot | None], ...]:
    """Return (pointer, may be negative, must be whole, place in the layout) of each cell."""
    spots = _spots(form)

    def is_whole(pointer: str) -> bool:
        kinds = form.places[pointer].schema["type"]
        return "number" not in ([kinds] if isinstance(kinds, str) else kinds)

    return tuple((one, form.places[one].signed, is_whole(one), spots.get(one)) for one in form.cells)


def _roles(relations: Sequence[Compiled]) -> dict[int, Role]:
    """Return the roles of cells in equalities: a cell alone on one side, with several on the other, is a total."""
    roles: dict[int, Role] = {}
    for one in relations:
        if isinstance(one, Linear) and one.comparator == "=":
            sides = [[position for position, _ in side.terms] for side in (one.left, one.right)]
            for side, other in (sides, sides[::-1]):
                total = len(side) == 1 < len(other)
                for position in side:
                    roles[position] = "total" if total else roles.get(position, "part")
    return roles


@cache
def _spots(form: Form) -> dict[str, Spot]:
    """Return the place of each cell in the layout of the form."""
    return {
        pointer: (grid.pointer, box.row, box.column)
        for grid in grids(form, "zh")
        for box in grid.boxes
        for pointer in box.pointers
    }
