"""A system of cells and of what must hold between them, whatever reports they stand in.

A system is built from one report or, with the same :class:`SystemBuilder`, from several: a report and its
last year's, a consolidated report and those it consolidates. What is done with it knows neither forms nor relations.
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
"""(file, pointer) of a cell; no file for the report itself."""
Spot: TypeAlias = "tuple[str, int, int]"
"""(table, row, column) of a cell as the form draws it."""
Comparator: TypeAlias = Literal["=", ">=", "<=", "together"]
Role: TypeAlias = Literal["total", "part", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A cell."""

    pointer: str
    """JSON Pointer into its report."""
    file: str | None = None
    """The file of its report, where that is another than the result's."""
    value: Number
    """The number in it; ``None`` for a blank, which is an unknown."""
    signed: bool = False
    """Whether its number may be below 0."""
    whole: bool = True
    """Whether its number must be whole."""
    role: Role = "other"
    """Whether it is the sum of others, one of those, or neither; its weight is in ``repairs.json``."""
    spot: Spot | None = None
    """Where the form draws it; ``None`` where nothing is beside it."""

    @property
    def key(self) -> Key:
        """What tells it from all others."""
        return self.file, self.pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """What must hold: cells added and subtracted, and a constant, compared to 0."""

    net: tuple[tuple[int, int], ...]
    """(index of a variable, factor); a variable stands in it once."""
    constant: Number = 0
    """What is added to the cells."""
    comparator: Comparator = "="
    """How the sum compares to 0; ``together``: its cells are all 0 or all above 0."""
    required: bool = True
    """Whether it must be restored; otherwise only where that can be done together with those that must."""

    @property
    def cells(self) -> tuple[int, ...]:
        """Its variables."""
        return tuple([index for index, _ in self.net])

    def holds(self, values: Sequence[Number] | Mapping[int, Number]) -> bool:
        """Whether it holds for values of all its variables."""
        if self.comparator == "together":
            return len({values[index] > 0 for index in self.cells}) < 2
        total = sum([factor * values[index] for index, factor in self.net], self.constant)
        return bool(total == 0 if self.comparator == "=" else total >= 0 if self.comparator == ">=" else total <= 0)


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """Variables and what must hold between them."""

    variables: tuple[Variable, ...]
    """The cells, in the order of their forms."""
    constraints: tuple[Constraint, ...]
    """What must hold in the end: both what is violated now and what is not."""

    def values(self) -> list[Number]:
        """The number in each cell, ``None`` for a blank."""
        return [variable.value for variable in self.variables]

    def violated(self, values: Sequence[Number]) -> list[int]:
        """The constraints without blanks that do not hold."""
        blanks = {n for n, value in enumerate(values) if value is None}
        return [
            n
            for n, one in enumerate(self.constraints)
            if (not blanks or blanks.isdisjoint(one.cells)) and not one.holds(values)
        ]

    def parts(self) -> Iterator[tuple[System, tuple[int, ...]]]:
        """The constraints that hang together by cells and do not all hold, or have a blank, apart from all others.

        Each is a system, and the indices that its variables have in this one.
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
    """Puts a system together from reports, and from what must hold between their cells."""

    def __init__(self) -> None:
        self._variables: list[Variable] = []
        self._constraints: list[Constraint] = []
        self._index: dict[Key, int] = {}

    def add_variable(self, variable: Variable) -> None:
        """Add a cell that is in no report."""
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
        """Add the cells of a report, and the relations between them that ``evaluator`` evaluates.

        ``cells`` are the values that :meth:`Evaluator.cells` gives of ``document``. A relation applies where its
        condition is known to hold; one of severity ``info`` demands nothing. ``accepted`` names findings (code,
        pointers) that do not count, so that nothing is done about them.
        """
        form = evaluator.form
        applying = [one for one in evaluator.relations if _demands(one, evaluator, document)]
        if accepted:
            told = ((one, evaluator.outcome(one, document, cells)) for one in applying)
            applying = [one for one, said in told if said is None or (one.relation.code, said.pointers) not in accepted]
        roles, demanded = _laid_out(tuple(applying))
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
        for one in demanded:
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
        """Add what must hold between cells, of whatever reports, each with the factor 1 or -1.

        Raises ``KeyError`` for a cell that is not there.
        """
        net = tuple((self._index[key], factor) for key, factor in terms.items() if factor)
        self._constraints.append(Constraint(net=net, constant=constant, comparator=comparator, required=required))

    def build(self) -> System:
        """The system."""
        return System(tuple(self._variables), tuple(self._constraints))


def _demands(one: Compiled, evaluator: Evaluator, document: Any) -> TypeGuard[Linear | ZeroTogether]:
    """Whether a relation is between cells, applies, and is to hold."""
    if not isinstance(one, Linear | ZeroTogether) or one.relation.data["severity"] == "info":
        return False
    return isinstance(one, ZeroTogether) or evaluator.applies(one.when, document) is True


@lru_cache(maxsize=64)
def _laid_out(relations: tuple[Linear | ZeroTogether, ...]) -> tuple[Mapping[int, Role], Sequence[Constraint]]:
    """What relations make of the cells of a form, and what they demand, by positions in it; most reports share both."""
    demanded = [
        Constraint(
            net=one.net if isinstance(one, Linear) else tuple((cell, 1) for cell in one.cells),
            constant=one.left.constant - one.right.constant if isinstance(one, Linear) else 0,
            comparator=one.comparator if isinstance(one, Linear) else "together",
            required=one.relation.data["severity"] == "error",
        )
        for one in relations
    ]
    return _roles(relations), [one for one in demanded if one.net]


@cache
def _cells(form: Form) -> tuple[tuple[str, bool, bool, Spot | None], ...]:
    """Of each cell its pointer, whether it may be below 0, whether it must be whole, and where the form draws it."""
    spots = _spots(form)

    def is_whole(pointer: str) -> bool:
        kinds = form.places[pointer].schema["type"]
        return "number" not in ([kinds] if isinstance(kinds, str) else kinds)

    return tuple((one, form.places[one].signed, is_whole(one), spots.get(one)) for one in form.cells)


def _roles(relations: Sequence[Compiled]) -> dict[int, Role]:
    """What the equalities make of their cells: one that stands alone against several is their total."""
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
    """Where the form draws each cell."""
    return {
        pointer: (grid.pointer, box.row, box.column)
        for grid in grids(form, "zh")
        for box in grid.boxes
        for pointer in box.pointers
    }
