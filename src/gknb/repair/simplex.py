"""Decide exactly whether cells have values that satisfy linear constraints; if not, name the fixed cells to blame.

The general simplex method of Dutertre and de Moura (2006): each constraint is a row with a slack variable, every
variable has bounds, and the bounds of a fixed cell are both its value. Rows have whole numbers, or fractions once a
factor other than 1 or -1 occurs. If there is no solution, some row proves it: its basic variable is out of its bounds
and all variables it depends on are at theirs. Any solution needs one of the cells among them to be free.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.repair.system import Constraint, Number, Variable

__all__ = ["Bounds", "Tableau", "exact", "quotient"]

Row: TypeAlias = "dict[int, Number]"
Bounds: TypeAlias = "tuple[Number | None, Number | None]"
"""Least and greatest value; ``None`` for no limit."""


@dataclass(slots=True, eq=False)
class Tableau:
    """A state of the method. :meth:`freed` and :meth:`within` return new tableaux and leave this one unchanged."""

    rows: dict[int, Row]
    """Each basic variable as a sum of non-basic ones; variables after the cells are slack variables."""
    bounds: list[Bounds]
    """Bounds of each variable."""
    values: list[Number]
    """Value of each variable; only basic ones may be out of bounds."""
    signed: Sequence[bool]
    """Whether each cell may be negative."""
    columns: list[frozenset[int]]
    """For each variable, the basic variables whose rows contain it."""
    outside: set[int]
    """Basic variables out of their bounds."""
    open: set[int]
    """Variables that are not fixed."""
    shared: bool = False
    """Whether rows, values and columns are shared with a copy; they are copied on the first write."""

    @classmethod
    def of(cls, variables: Sequence[Variable], constraints: Iterable[Constraint]) -> Tableau:
        """Return the tableau in which blanks are free and all other cells are fixed."""
        values: list[Number] = [exact(one.value) for one in variables]
        bounds: list[Bounds] = [
            (value, value) if one.value is not None else ((None if one.signed else 0), None)
            for one, value in zip(variables, values, strict=True)
        ]
        rows: dict[int, Row] = {}
        for slack, one in enumerate(constraints, len(variables)):
            rows[slack] = dict(one.net)
            limit = -exact(one.constant)
            bounds.append(((None if one.comparator == "<=" else limit), (None if one.comparator == ">=" else limit)))
            values.append(sum(factor * values[index] for index, factor in one.net))
        inside: list[list[int]] = [[] for _ in values]
        for slack, row in rows.items():
            for index in row:
                inside[index].append(slack)
        signed = [variable.signed for variable in variables]
        free = {n for n, (low, high) in enumerate(bounds) if low is None or low != high}
        made = cls(rows, bounds, values, signed, [*map(frozenset, inside)], set(), free)
        made.watch(rows)
        return made

    def copy(self) -> Tableau:
        """Return a copy that shares its data until one of the two is written to."""
        self.shared = True
        return Tableau(
            self.rows,
            self.bounds.copy(),
            self.values,
            self.signed,
            self.columns,
            self.outside.copy(),
            self.open.copy(),
            shared=True,
        )

    def _own(self) -> None:
        """Copy shared data before writing to it."""
        if self.shared:
            self.rows, self.values, self.columns = self.rows.copy(), self.values.copy(), self.columns.copy()
            self.shared = False

    def freed(self, *cells: int) -> Tableau:
        """Return a copy with more cells free."""
        made = self.copy()
        for cell in cells:
            made.bounds[cell] = (None if self.signed[cell] else 0), None
        made.open.update(cells)
        made.watch(cells)
        return made

    def within(self, limits: Mapping[int, Bounds]) -> Tableau | None:
        """Return a copy with further bounds; ``None`` if a variable has no value left."""
        made = self.copy()
        for variable, limit in limits.items():
            lows, highs = zip(limit, made.bounds[variable], strict=True)
            low = max((bound for bound in lows if bound is not None), default=None)
            high = min((bound for bound in highs if bound is not None), default=None)
            if low is not None and high is not None and low > high:
                return None
            made.bounds[variable] = low, high
            if low is not None and low == high:
                made.open.discard(variable)
            if variable in made.rows:
                made.watch((variable,))
            else:
                made.move_inside(variable)
        return made

    def move_inside(self, variable: int) -> None:
        """Move a non-basic variable into its bounds."""
        low, high = self.bounds[variable]
        value = self.values[variable]
        if low is not None and value < low:
            self._move(variable, low - value)
        elif high is not None and value > high:
            self._move(variable, high - value)

    def is_fixed(self, variable: int) -> bool:
        """Whether the bounds of a variable are one value."""
        return variable not in self.open

    def solve(self) -> frozenset[int] | None:
        """Bring every variable into its bounds, in place, and return ``None``.

        If that is impossible, return fixed cells one of which must be free in any solution.
        """
        while True:
            blamed: list[int] | None = None
            leaving = entering = -1
            target: Number = 0
            for basic in sorted(self.outside):
                low, high = self.bounds[basic]
                value = self.values[basic]
                up = low is not None and value < low
                free = self._movable(self.rows[basic], up=up)
                if free is None:
                    blame = self._blamed(self.rows[basic], up=up)
                    if blamed is None or len(blame) < len(blamed):
                        blamed = blame
                elif leaving < 0:
                    leaving, entering, target = basic, free, low if up else high
            if blamed is not None:
                return frozenset(blamed)
            if leaving < 0:
                return None
            self._move(entering, quotient(target - self.values[leaving], self.rows[leaving][entering]))
            self._pivot(leaving, entering)

    def gains(self) -> dict[int, tuple[int, Number]]:
        """Return, for each fixed cell in a row out of its bounds, the gain of its best change and its new value.

        The gain is the number of rows that come into their bounds less the number of those that leave them.
        """
        wrong = {basic for basic in self.rows if basic in self.outside}  # in the order of the rows, to break ties
        needed: dict[int, dict[Number, int]] = {}
        for basic in wrong:
            low, high = self.bounds[basic]
            value = self.values[basic]
            need = (low if low is not None and value < low else high) - value
            for cell, factor in self.rows[basic].items():
                if cell < len(self.signed) and self.is_fixed(cell):
                    change = quotient(need, factor)
                    if self.signed[cell] or self.values[cell] + change >= 0:
                        changes = needed.setdefault(cell, {})
                        changes[change] = changes.get(change, 0) + 1
        best = {cell: max(changes.items(), key=itemgetter(1)) for cell, changes in needed.items()}
        lost = {cell: sum(map(self.is_fixed, self.columns[cell] - wrong)) for cell in needed}
        return {cell: (count - lost[cell], self.values[cell] + change) for cell, (change, count) in best.items()}

    def _blamed(self, row: Row, *, up: bool) -> list[int]:
        """Return the fixed cells of a row that could move its sum up (or down) if they were free."""
        cells, free, values, signed = len(self.signed), self.open, self.values, self.signed
        return [
            cell
            for cell, factor in row.items()
            if cell < cells and cell not in free and ((factor > 0) == up or signed[cell] or values[cell] > 0)
        ]

    def watch(self, variables: Iterable[int]) -> None:
        """Update :attr:`outside` for variables with new values or bounds."""
        for variable in variables:
            low, high = self.bounds[variable]
            value = self.values[variable]
            is_out = (low is not None and value < low) or (high is not None and value > high)
            if is_out and variable in self.rows:
                self.outside.add(variable)
            else:
                self.outside.discard(variable)

    def _movable(self, row: Row, *, up: bool) -> int | None:
        """Return the first variable of a row that can move its sum up (or down); ``None`` if there is none."""
        found: int | None = None
        for variable in row.keys() & self.open:
            if found is None or variable < found:
                low, high = self.bounds[variable]
                limit = high if (row[variable] > 0) == up else low
                if limit is None or self.values[variable] != limit:
                    found = variable
        return found

    def _move(self, variable: int, by: Number) -> None:
        """Add ``by`` to a non-basic variable and update the basic variables that depend on it."""
        self._own()
        self.values[variable] += by
        for basic in self.columns[variable]:
            self.values[basic] += self.rows[basic][variable] * by
        self.watch(self.columns[variable])

    def _pivot(self, leaving: int, entering: int) -> None:
        """Make ``entering`` basic in place of ``leaving``."""
        self._own()
        row, columns = self.rows.pop(leaving), self.columns
        factor = row[entering]
        new = {v: quotient(-f, factor) for v, f in row.items() if v != entering}
        new[leaving] = quotient(1, factor)
        gone = {leaving}
        for variable in row:
            columns[variable] -= gone
        joined: dict[int, set[int]] = {variable: {entering} for variable in new}
        left: dict[int, set[int]] = {variable: set() for variable in new}
        for basic in columns[entering]:
            merged = self.rows[basic].copy()
            times = merged.pop(entering)
            for variable, f in new.items():
                before = merged.get(variable, 0)
                total = before + times * f
                if total:
                    merged[variable] = total
                    if not before:
                        joined[variable].add(basic)
                elif before:
                    del merged[variable]
                    left[variable].add(basic)
            self.rows[basic] = merged
        for variable in new:
            columns[variable] = (columns[variable] | joined[variable]) - left[variable]
        columns[entering] = frozenset()
        self.rows[entering] = new
        self.outside.discard(leaving)
        self.watch((entering,))

    def extreme(self, variable: int, *, up: bool) -> Number | None:
        """Move a variable of a solved tableau to its greatest (or least) value and return it; ``None`` if unbounded."""
        while True:
            if variable in self.rows:
                entering = self._movable(self.rows[variable], up=up)
                if entering is None:
                    return self.values[variable]
                rising = (self.rows[variable][entering] > 0) == up
            else:
                entering, rising = variable, up
            if not self._advance(entering, rising=rising):
                return None
            if entering == variable and variable not in self.rows:
                return self.values[variable]

    def _advance(self, entering: int, *, rising: bool) -> bool:
        """Move a variable as far as the bounds allow; return whether there is a limit."""
        low, high = self.bounds[entering]
        limit = high if rising else low
        least: Number | None = None if limit is None else abs(limit - self.values[entering])
        leaving = -1
        for basic in sorted(self.columns[entering]):
            factor = self.rows[basic][entering]
            bound = self.bounds[basic][1 if (factor > 0) == rising else 0]
            if bound is not None:
                room = abs(quotient(bound - self.values[basic], factor))
                if least is None or room < least:
                    least, leaving = room, basic
        if least is None:
            return False
        self._move(entering, least if rising else -least)
        if leaving >= 0:
            self._pivot(leaving, entering)
        return True


def exact(value: Number) -> Number:
    """Convert a number to an int or a Fraction; a blank (``None``) is converted to 0."""
    if value is None:
        return 0
    if type(value) is int:
        return value
    fraction = Fraction(value)
    return int(fraction) if fraction.denominator == 1 else fraction


def quotient(number: Number, by: Number) -> Number:
    """Divide exactly; whole results are ints."""
    if by == 1:
        return number
    if by == -1:
        return -number
    quotient = Fraction(number) / by
    return quotient.numerator if quotient.denominator == 1 else quotient
