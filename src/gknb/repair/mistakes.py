"""What people do wrong when they type: which mistake turns one number into another, and how dear it is.

The kinds, their costs and their sentences are in ``repairs.json`` of the published set.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from gknb.repair.minimal import Bounded
    from gknb.repair.system import Number, System

__all__ = ["Explained", "Habits", "Mistake", "Surroundings"]

Values: TypeAlias = "Mapping[int, Number]"
"""New values of cells."""
_LONG: Final = 60
"""A number with more digits than this is no slip of anybody's."""
_PAIRS: Final = 8
"""In a set of more cells than this no pairs are looked for."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake that somebody may have made."""

    kind: str
    """Its name in ``repairs.json``."""
    cell: int
    """The cell that is wrong, or the first of them."""
    before: Number = None
    """What it holds."""
    after: Number = None
    """What it should hold."""
    other: int | None = None
    """Another cell that has to do with it."""
    part: Number = None
    """A number that has to do with it."""


@dataclass(frozen=True, slots=True)
class Explained:
    """Mistakes that together explain a set of changes."""

    cost: int
    """How dear they are."""
    mistakes: tuple[Mistake, ...]
    """The mistakes, in the order of the form."""


@dataclass(frozen=True, slots=True, eq=False)
class Habits:
    """What is known of how people mistype: the content of ``repairs.json``."""

    bounded: Bounded
    """How far a search goes."""
    listed: int
    """The most repairs that are listed."""
    blanks: int
    """The most blanks that are taken for zeros together."""
    base: int
    """What each mistake costs, whatever it is."""
    roles: Mapping[str, int]
    """What is added for the kind of each cell."""
    costs: Mapping[str, int]
    """What each kind of mistake costs besides."""
    texts: Mapping[str, Mapping[str, str]]
    """How each is told, in each language; ``range`` is what follows where several numbers would do."""

    @classmethod
    def of(cls, data: Any) -> Habits:
        """The habits in the data of the published set."""
        from gknb.repair.minimal import Bounded

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
    """The cells of a system as people see them: what is beside what, and which are parts of which total."""

    def __init__(self, system: System, habits: Habits) -> None:
        self.system = system
        self.habits = habits
        self.beside: dict[int, list[int]] = {}
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
        """Rows and columns of cells, and the neighbours in them."""
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
                self.beside.setdefault(first, []).append(second)
                self.beside.setdefault(second, []).append(first)

    def cost(self, mistake: Mistake, *cells: int) -> int:
        """What a mistake costs in the cells that it makes wrong."""
        roles = sum(self.habits.roles[self.system.variables[cell].role] for cell in (cells or (mistake.cell,)))
        return self.habits.base + self.habits.costs[mistake.kind] + roles

    def price(self, cell: int, after: Number) -> int:
        """How dear the mistake is that ``cell`` does not hold ``after``."""
        known = self._prices.get((cell, after))
        if known is None:
            known = self._prices[cell, after] = self.slip(cell, after, {cell: after}).cost
        return known

    def slip(self, cell: int, after: Number, new: Values) -> Explained:
        """The likeliest mistake that wrote what ``cell`` holds for ``after``; ``new`` are the values of all changed."""
        before = self.system.variables[cell].value
        found = [Mistake(kind, cell, before, after) for kind in _slips(before, after)]
        found += self._beside(cell, before, after, new)
        if self.system.variables[cell].role == "total":
            found.append(Mistake("total-not-updated", cell, before, after))
            found += self._left_out(cell, before, after, new)
        best = min(found, key=self.cost)
        return Explained(self.cost(best), (best,))

    def _beside(self, cell: int, before: Number, after: Number, new: Values) -> Iterator[Mistake]:
        for other in self.beside.get(cell, ()):
            value = self.system.variables[other].value
            if other not in new and value == before and before:
                yield Mistake("copied-neighbour", cell, before, after, other=other)

    def _left_out(self, cell: int, before: Number, after: Number, new: Values) -> Iterator[Mistake]:
        for part in self.parts.get(cell, ()):
            value = self.system.variables[part].value
            if part not in new and value and abs(after - before) == abs(value):
                yield Mistake("left-out", cell, before, after, other=part, part=value)

    def explained(self, new: Values) -> Explained:
        """The likeliest mistakes that explain all changes: cell by cell, or cells whose numbers are exchanged."""
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
        if second not in self.beside.get(first, ()):
            return None
        right, wrong = (first, second) if new[first] else (second, first)
        return Mistake("neighbouring-cell", right, other=wrong, part=new[right])

    def shifts(self) -> Iterator[tuple[dict[int, Number], int]]:
        """Rows and columns whose numbers may have slid by one cell, so that all violated constraints are hit.

        Each is the values that the cells should have, and one cell whose number was lost.
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
        """The explanation that a line has slid."""
        cells = sorted(new)
        mistake = Mistake("shifted", cells[0], other=cells[-1])
        return Explained(self.cost(mistake, lost), (mistake,))


def variants(before: Number, *, signed: bool) -> Iterator[Number]:
    """Numbers for which ``before`` may have been typed by one slip, the likeliest first."""
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
    """The kinds of mistake that write ``before`` for ``after``, whatever stands around."""
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
