"""Typing mistakes: which mistake turns one number into another, and its cost; a lower cost means more likely.

The kinds of mistakes, their costs and their sentences are in ``repairs.json`` of the published set.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.repair.minimal import Bounded
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.repair.system import Number, System

__all__ = ["Explained", "Habits", "Mistake", "Surroundings"]

Values: TypeAlias = "Mapping[int, Number]"
"""New values by cell."""
_LONG: Final = 60
"""Numbers with more digits are not compared digit by digit."""
_PAIRS: Final = 8
"""Maximum number of changed cells among which exchanged pairs are looked for."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One possible typing mistake."""

    kind: str
    """Its name in ``repairs.json``."""
    cell: int
    """The wrong cell, or the first of several."""
    before: Number = None
    """The value in the cell."""
    after: Number = None
    """The value it should have."""
    other: int | None = None
    """Another cell that the sentence names, such as the neighbour copied."""
    part: Number = None
    """A number that the sentence names, such as the part left out of a total."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Mistakes that together explain a set of changes."""

    cost: int
    """Sum of their costs."""
    mistakes: tuple[Mistake, ...]
    """The mistakes, in the order of the form."""


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """The model of typing mistakes: the content of ``repairs.json``."""

    bounded: Bounded
    """Limits of the search."""
    listed: int
    """Maximum number of repairs listed."""
    blanks: int
    """Maximum number of blanks filled with 0 together."""
    base: int
    """Base cost of every mistake."""
    roles: Mapping[str, int]
    """Additional cost by the role of each wrong cell."""
    costs: Mapping[str, int]
    """Additional cost by the kind of mistake."""
    texts: Mapping[str, Mapping[str, str]]
    """Sentence of each kind by language; ``range`` is appended where several values are possible."""

    @classmethod
    def of(cls, data: Any) -> Habits:
        """Return the model in the parsed content of ``repairs.json``."""
        bounds = dict(data["bounds"])
        listed, blanks = bounds.pop("listed"), bounds.pop("blanks")
        return cls(
            bounded=Bounded(**bounds),
            listed=listed,
            blanks=blanks,
            base=data["mistake"],
            roles=data["roles"],
            costs={kind["name"]: kind["cost"] for kind in data["kinds"]},
            texts={**{kind["name"]: kind for kind in data["kinds"]}, "range": data["range"]},
        )


class Surroundings:
    """The cells of a system as laid out on the form: neighbours, rows and columns, totals and their parts."""

    def __init__(self, system: System, habits: Habits) -> None:
        self.system = system
        self.habits = habits
        self.neighbours: dict[int, list[int]] = {}
        self.lines: list[list[int]] = []
        self._lay_out()
        self.parts: dict[int, list[int]] = {}
        self._prices: dict[tuple[int, Number], int] = {}
        for one in system.constraints:
            for cell, factor in one.net:
                if one.comparator == "=" and system.variables[cell].role == "total":
                    parts = [other for other, sign in one.net if sign == -factor]
                    if len(parts) == len(one.net) - 1:
                        self.parts.setdefault(cell, []).extend(parts)

    def _lay_out(self) -> None:
        """Collect the rows and columns of cells and the neighbours of each cell."""
        lines: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
        for n, variable in enumerate(self.system.variables):
            if variable.spot is not None:
                table, row, column = variable.spot
                lines.setdefault((variable.file, table, 0, row), []).append((column, n))
                lines.setdefault((variable.file, table, 1, column), []).append((row, n))
        for members in lines.values():
            line = [n for _, n in sorted(members)]
            self.lines.append(line)
            for first, second in pairwise(line):
                self.neighbours.setdefault(first, []).append(second)
                self.neighbours.setdefault(second, []).append(first)

    def cost(self, mistake: Mistake, *cells: int) -> int:
        """Return the cost of a mistake; ``cells`` are the wrong cells if there are several."""
        roles = sum(self.habits.roles[self.system.variables[cell].role] for cell in (cells or (mistake.cell,)))
        return self.habits.base + self.habits.costs[mistake.kind] + roles

    def price(self, cell: int, after: Number) -> int:
        """Return the cost of the typing mistake implied by setting ``cell`` to ``after``."""
        known = self._prices.get((cell, after))
        if known is None:
            known = self._prices[cell, after] = self.slip(cell, after, {cell: after}).cost
        return known

    def slip(self, cell: int, after: Number, new: Values) -> Explained:
        """Return the likeliest mistake that put the current value in ``cell`` in place of ``after``.

        ``new`` has the new values of all changed cells.
        """
        before = self.system.variables[cell].value
        found = [Mistake(kind, cell, before, after) for kind in _slips(before, after)]
        found += self._copied(cell, before, after, new)
        if self.system.variables[cell].role == "total":
            found.append(Mistake("total-not-updated", cell, before, after))
            found += self._left_out(cell, before, after, new)
        best = min(found, key=self.cost)
        return Explained(self.cost(best), (best,))

    def _copied(self, cell: int, before: Number, after: Number, new: Values) -> Iterator[Mistake]:
        for other in self.neighbours.get(cell, ()):
            value = self.system.variables[other].value
            if other not in new and value == before and before:
                yield Mistake("copied-neighbour", cell, before, after, other=other)

    def _left_out(self, cell: int, before: Number, after: Number, new: Values) -> Iterator[Mistake]:
        for part in self.parts.get(cell, ()):
            value = self.system.variables[part].value
            if part not in new and value and abs(after - before) == abs(value):
                yield Mistake("left-out", cell, before, after, other=part, part=value)

    def explained(self, new: Values) -> Explained:
        """Return the likeliest mistakes that explain all changes, each in one cell or an exchange of two cells."""
        singles = {cell: self.slip(cell, after, new) for cell, after in new.items()}
        cost, mistakes = 0, list[Mistake]()
        taken: set[int] = set()
        pairs = combinations(sorted(new), 2) if len(new) <= _PAIRS else ()
        for first, second in pairs:
            swap = self._swapped(first, second, new)
            if swap is not None and not taken & {first, second}:
                price = self.cost(swap, first, second)
                if price < singles[first].cost + singles[second].cost:
                    taken |= {first, second}
                    cost += price
                    mistakes.append(swap)
        for cell, single in singles.items():
            if cell not in taken:
                cost += single.cost
                mistakes += single.mistakes
        return Explained(cost, tuple(sorted(mistakes, key=lambda mistake: mistake.cell)))

    def _swapped(self, first: int, second: int, new: Values) -> Mistake | None:
        values = self.system.variables[first].value, self.system.variables[second].value
        if (new[first], new[second]) != values[::-1]:
            return None
        if 0 not in values:
            return Mistake("swapped-cells", first, other=second)
        if second not in self.neighbours.get(first, ()):
            return None
        right, wrong = (first, second) if new[first] else (second, first)
        return Mistake("neighbouring-cell", right, other=wrong, part=new[right])

    def shifts(self) -> Iterator[tuple[dict[int, Number], int]]:
        """Yield rows and columns whose values may have been shifted by one cell.

        They cross every violated constraint. Each is given as the values that the cells should have, and the cell whose
        value was lost.
        """
        values = self.system.values()
        violated = [frozenset(self.system.constraints[n].cells) for n in self.system.violated(values)]
        for line in self.lines if len(violated) > 2 else ():
            across = [cells.intersection(line) for cells in violated]
            if not all(across):
                continue
            hit = {cell for cells in across if len(cells) == 1 for cell in cells}
            places = [n for n, cell in enumerate(line) if cell in hit]
            if len(places) < 3:
                continue
            segment = line[places[0] : places[-1] + 1]
            for ordered in (segment, segment[::-1]):
                moved = {cell: values[source] for cell, source in pairwise(ordered)}
                yield {cell: value for cell, value in moved.items() if value != values[cell]}, ordered[-1]

    def shift(self, new: Values, lost: int) -> Explained:
        """Return the explanation that the values of a row or column were shifted by one cell."""
        cells = sorted(new)
        mistake = Mistake("shifted", cells[0], other=cells[-1])
        return Explained(self.cost(mistake, lost), (mistake,))


def variants(before: Number, *, signed: bool) -> Iterator[Number]:
    """Yield the numbers that one typing mistake may have turned into ``before``, likeliest first."""
    if type(before) is not int or abs(before) >= 10**12:
        return
    text, sign = str(abs(before)), -1 if before < 0 else 1
    made: list[str] = [text[:n] + text[n + 1] + text[n] + text[n + 2 :] for n in range(len(text) - 1)]
    made += [text[:n] + d + text[n + 1 :] for n in range(len(text)) for d in "0123456789"]
    made += [text[:n] + d + text[n:] for n in range(len(text) + 1) for d in "0123456789"]
    made += [text[:n] + text[n + 1 :] for n in range(len(text)) if len(text) > 1]
    for one in dict.fromkeys(made):
        if one != text and (len(one) == 1 or one[0] != "0"):
            yield sign * int(one)
    if signed and before:
        yield -before


def _slips(before: Number, after: Number) -> Iterator[str]:
    """Yield the kinds of mistakes in a single cell that turn ``after`` into ``before``."""
    yield "other"
    if before == -after:
        yield "sign"
    if after == 0:
        yield "zero-meant"
        return
    if before == 0:
        yield "not-filled"
    if (before < 0) != (after < 0) or max(abs(before), abs(after)) >= 10**_LONG:
        return
    yield from (kind for kind, test in _TESTS if test(digits(abs(before)), digits(abs(after))))


def _digit(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) and sum(a != b for a, b in zip(typed, meant, strict=True)) == 1


def _swap(typed: str, meant: str) -> bool:
    different = [n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b]
    if len(typed) != len(meant) or len(different) != 2 or different[1] != different[0] + 1:
        return False
    first, second = different
    return typed[first] == meant[second] and typed[second] == meant[first]


def _missing(typed: str, meant: str) -> bool:
    return len(meant) == len(typed) + 1 and any(meant[:n] + meant[n + 1 :] == typed for n in range(len(meant)))


def _doubled(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) + 1 and any(
        meant[: n + 1] + meant[n] + meant[n + 1 :] == typed for n in range(len(meant))
    )


def _extra(typed: str, meant: str) -> bool:
    return _missing(meant, typed)


_TESTS: Final[Sequence[tuple[str, Callable[[str, str], bool]]]] = (
    ("digit", _digit),
    ("swapped-digits", _swap),
    ("missing-digit", _missing),
    ("doubled-digit", _doubled),
    ("extra-digit", _extra),
)
