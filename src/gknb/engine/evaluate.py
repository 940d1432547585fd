"""Three-valued evaluation of compiled relations (docs/semantics.md, "Evaluation").

A blank is an unknown value of its cell's kind. A relation is violated when no filling of the blanks
satisfies it, satisfied when every filling does, and undecided otherwise.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from gknb.engine.cells import CellReader
from gknb.engine.quick import all_satisfied, quick
from gknb.engine.schema_check import checks
from gknb.lazy_dataclasses import dataclass, field
from gknb.source.pointers import Absent, lookup
from gknb.standard.relations import (
    CheckDigit,
    DateBound,
    Linear,
    Magnitude,
    Range,
    Transposed,
    Unchanged,
    ZeroTogether,
)
from gknb.standard.two_forms import LAST
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gknb.engine.cells import Number
    from gknb.standard.form import Form
    from gknb.standard.relations import Compiled, Condition

__all__ = ["Evaluator", "Outcome", "Truth", "compare", "transposed"]

Truth: TypeAlias = Literal["satisfied", "violated", "undecided"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one relation at one place, where it is not satisfied."""

    compiled: Compiled
    truth: Truth
    pointers: tuple[str, ...]
    """Cells of the relation, the actual side first, then the places that its condition reads."""
    actual: int | str | None = None
    """Actual value; ``None`` for a linear relation, whose sides are computed from the cells."""
    expected: int | str | None = None
    """Expected value; ``None`` for a linear relation."""


class Evaluator:
    """Evaluates compiled relations on the cells of one or two forms. Keeps no state between reports.

    For relations between two years, the form is a :class:`~gknb.standard.two_forms.TwoForms`, ``cells`` holds the
    values of both reports, and ``document`` is not used.
    """

    def __init__(self, form: Form, relations: Sequence[Compiled]) -> None:
        self.form = form
        self.relations = relations
        self._quick = tuple((one, quick(one)) for one in relations)

    @cached_property
    def _checks(self) -> Mapping[str, Callable[[Any], bool]]:
        return checks(self.form)

    @cached_property
    def _reader(self) -> CellReader:
        return CellReader(self.form)

    def cells(self, document: Any, *, sound: bool = False) -> list[Number]:
        """Return the value of each cell in the order of the form; ``None`` where there is no usable number.

        ``sound`` means that the document is valid against the schema of the form or of its draft.
        """
        return self._reader.read(document, sound=sound)

    @cached_property
    def all_satisfied(self) -> Callable[[Sequence[Number]], bool]:
        """A function that returns whether cells without blanks satisfy every relation.

        Only for relations without conditions.
        """
        return all_satisfied(self._quick, lambda one, cells: self.outcome(one, None, cells))

    def outcomes(self, document: Any, cells: Sequence[Number]) -> Iterator[Outcome | Compiled]:
        """Yield, for each relation that applies, the relation itself if it is satisfied, else its outcome."""
        complete = None not in cells
        report = _Report(self, document, cells)
        for one, satisfied in self._quick:
            if complete and satisfied is not None and satisfied(cells):
                yield one
                continue
            outcome = _evaluate(one, report)
            if outcome is not None:
                yield outcome if outcome.truth != "satisfied" else one

    def outcome(self, one: Compiled, document: Any, cells: Sequence[Number]) -> Outcome | None:
        """Return the outcome of one relation; ``None`` where it does not apply."""
        return _evaluate(one, _Report(self, document, cells))

    def applies(self, condition: Condition | None, document: Any) -> bool | None:
        """Return whether a condition holds; ``None`` if unknown."""
        return _holds(condition, _Report(self, document, ()))[0]

    def usable(self, document: Any, pointer: str) -> Any:
        """Return the value at ``pointer``: :class:`Absent` if missing, ``None`` if the schema rejects it."""
        value = lookup(document, pointer)
        return value if value is Absent or self._checks[pointer](value) else None


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """One report under evaluation."""

    evaluator: Evaluator
    document: Any
    cells: Sequence[Number]
    known: dict[str, Any] = field(default_factory=dict)

    def usable(self, pointer: str) -> Any:
        if pointer not in self.known:
            self.known[pointer] = self.evaluator.usable(self.document, pointer)
        return self.known[pointer]

    def pointers(self, positions: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.evaluator.form.cells[position] for position in positions)


def _holds(condition: Condition | None, report: _Report) -> tuple[bool | None, tuple[str, ...]]:
    """Return whether a condition holds (``None``: unknown), and the pointers that decided it."""
    if condition is None:
        return True, ()
    unknown = False
    for alternative in condition:
        values = [(report.usable(pointer), allowed) for pointer, allowed in alternative]
        known = [value in allowed for value, allowed in values if isinstance(value, str)]
        if not all(known):
            continue
        if len(known) == len(values):
            return True, tuple(pointer for pointer, _ in alternative)
        unknown = True
    return (None if unknown else False), ()


def _evaluate(one: Compiled, report: _Report) -> Outcome | None:
    """Return the outcome of one relation; ``None`` where it does not apply."""
    return _EVALUATE[type(one)](one, report)


def compare(
    net: Iterable[tuple[int, int]],
    constant: int,
    comparator: str,
    cells: Sequence[Number],
    signed: Callable[[int], bool],
) -> Truth:
    """Compare the bounds of a sum of cells and a constant, over every filling of the blanks, with 0.

    ``net`` holds (position in ``cells``, 1 or -1); ``signed`` returns whether the number at a position may be negative.
    Since every factor is 1 or -1, each whole number between the bounds is reached, so the bounds decide.
    """
    known = constant
    open_low = open_high = False
    for position, sign in net:
        value = cells[position]
        if value is not None:
            known += sign * value
        else:
            any_sign = signed(position)
            open_low |= any_sign or sign < 0
            open_high |= any_sign or sign > 0
    above, below = not open_low and known > 0, not open_high and known < 0
    at_least, at_most = not open_low and known >= 0, not open_high and known <= 0
    if comparator == "=":
        impossible, certain = above or below, at_least and at_most
    elif comparator == ">=":
        impossible, certain = below, at_least
    else:
        impossible, certain = above, at_most
    return "violated" if impossible else "satisfied" if certain else "undecided"


def _evaluate_linear(one: Linear, report: _Report) -> Outcome | None:
    applies, looked_at = _holds(one.when, report)
    if applies is False:
        return None
    form = report.evaluator.form
    constant = one.left.constant - one.right.constant
    truth = compare(one.net, constant, one.comparator, report.cells, _signed(form).__contains__)
    if applies is None and truth == "violated":
        truth = "undecided"
    cells = _cells_of(form, one)
    return Outcome(one, truth, tuple(dict.fromkeys((*cells, *looked_at))) if looked_at else cells)


@cache
def _signed(form: Form) -> frozenset[int]:
    """The positions of the cells that may be below 0."""
    return frozenset(n for n, cell in enumerate(form.cells) if form.places[cell].signed)


@cache
def _cells_of(form: Form, one: Linear) -> tuple[str, ...]:
    """Return the cells of a relation without repeats, in the order of its terms."""
    terms = (*one.left.terms, *one.right.terms)
    return tuple(dict.fromkeys(form.cells[position] for position, _ in terms))


def _evaluate_range(one: Range, report: _Report) -> Outcome | None:
    value, by = report.usable(one.value), report.usable(one.by)
    if value is Absent and not report.evaluator.form.places[one.value].required:
        return None
    pointers = (one.value, one.by)
    if not isinstance(value, int) or not isinstance(by, str):
        return Outcome(one, "undecided", pointers)
    allowed = one.ranges[by]
    low, high = allowed.get("minimum"), allowed.get("maximum")
    inside = (low is None or value >= low) and (high is None or value <= high)
    expected = f">={low}" if high is None else f"<={high}" if low is None else f"{low}..{high}"
    return Outcome(one, "satisfied" if inside else "violated", pointers, value, expected)


def _evaluate_date(one: DateBound, report: _Report) -> Outcome | None:
    value = report.usable(one.value)
    if value is Absent:
        return None
    for condition, year_pointer, plus, month_day in one.limits:
        applies, looked_at = _holds(condition, report)
        if applies is False:
            continue
        year = report.usable(year_pointer)
        pointers = (one.value, year_pointer, *looked_at)
        if applies is None or not isinstance(value, str) or not isinstance(year, int):
            return Outcome(one, "undecided", pointers)
        limit = f"{year + plus:04d}-{month_day}"
        # ISO 8601 dates with four-digit years sort as strings.
        holds = value > limit if one.comparator == ">" else value <= limit
        return Outcome(one, "satisfied" if holds else "violated", pointers, value, one.comparator + limit)
    return None


def _evaluate_check_digit(one: CheckDigit, report: _Report) -> Outcome | None:
    value = report.usable(one.value)
    if value is Absent:
        return None
    if not isinstance(value, str):
        return Outcome(one, "undecided", (one.value,))
    weighted = sum(
        one.alphabet.index(character) * weight for character, weight in zip(value[:-1], one.weights, strict=True)
    )
    expected = one.alphabet[-weighted % one.modulus]
    truth: Truth = "satisfied" if value[-1] == expected else "violated"
    return Outcome(one, truth, (one.value,), value[-1], expected)


def _evaluate_zero_together(one: ZeroTogether, report: _Report) -> Outcome | None:
    positive = [None if value is None else value > 0 for value in (report.cells[cell] for cell in one.cells)]
    pointers = report.pointers(one.cells)
    if None in positive:
        return Outcome(one, "undecided", pointers)
    if positive[0] == positive[1]:
        return Outcome(one, "satisfied", pointers)
    values = [report.cells[cell] for cell in one.cells]
    return Outcome(one, "violated", pointers, ", ".join(map(digits, values)), "0, 0 | >0, >0")


def _evaluate_magnitude(one: Magnitude, report: _Report) -> Outcome:
    def far(value: Number, last: Number) -> bool:
        small, large = sorted((value, last))
        return bool(small > 0 and large >= one.least and large >= one.factor * small)

    return _evaluate_figures(one, report, far, lambda known: known > 0, f"<{one.factor}x ")


def _evaluate_transposed(one: Transposed, report: _Report) -> Outcome:
    def alike(value: Number, last: Number) -> bool:
        return bool(min(value, last) >= one.least and transposed(value, last))

    return _evaluate_figures(one, report, alike, lambda known: _has_transposed(one, known), "not like ")


def _evaluate_figures(
    one: Magnitude | Transposed,
    report: _Report,
    wrong: Callable[[Number, Number], bool],
    may_be_wrong: Callable[[Number], bool],
    demand: str,
) -> Outcome:
    """Compare a figure with last year's: ``may_be_wrong`` returns whether some value of the other one violates."""
    value, last = report.cells[one.cell], report.cells[one.last]
    pointers = report.pointers((one.cell, one.last))
    if value is None or last is None:
        known = last if value is None else value
        undecided = known is None or may_be_wrong(known)
        return Outcome(one, "undecided" if undecided else "satisfied", pointers)
    if value == last or max(value, last) < one.least or not wrong(value, last):
        return Outcome(one, "satisfied", pointers)
    return Outcome(one, "violated", pointers, value, demand + digits(last))


def _has_transposed(one: Transposed, figure: Number) -> bool:
    """Return whether a figure large enough to be compared is a transposition of this one."""
    if figure < one.least:
        return False
    others = (
        other for other in _swapped(digits(figure)) if other[0] != "0" and not ("." in other and other[-1] == "0")
    )
    return any(Decimal(other) >= one.least for other in others)


def transposed(value: Number, other: Number) -> bool:
    """Return whether two figures differ only by two swapped adjacent digits."""
    return digits(other) in _swapped(digits(value))


def _swapped(figure: str) -> Iterator[str]:
    """Yield the figure with each pair of different adjacent digits swapped."""
    for n, (a, b) in enumerate(pairwise(figure)):
        if a != b and "." not in (a, b):
            yield f"{figure[:n]}{b}{a}{figure[n + 2 :]}"


def _evaluate_unchanged(one: Unchanged, report: _Report) -> Outcome:
    pairs = [(report.cells[this], report.cells[last]) for this, last in one.pairs]
    pointers = one.table, LAST + one.table
    if any(this != last and this is not None and last is not None for this, last in pairs):
        return Outcome(one, "satisfied", pointers)
    filled = sum(bool(this) for this, _ in pairs)
    if any(None in pair for pair in pairs):
        # The table is unchanged only if each blank equals the figure of the other year.
        possible = sum(this is last is None or bool(last if this is None else this) for this, last in pairs)
        return Outcome(one, "undecided" if possible >= one.least else "satisfied", pointers)
    return Outcome(one, "violated" if filled >= one.least else "satisfied", pointers, filled, "changed")


_EVALUATE: Final[Mapping[type, Callable[[Any, _Report], Outcome | None]]] = {
    Linear: _evaluate_linear,
    Range: _evaluate_range,
    DateBound: _evaluate_date,
    CheckDigit: _evaluate_check_digit,
    ZeroTogether: _evaluate_zero_together,
    Magnitude: _evaluate_magnitude,
    Transposed: _evaluate_transposed,
    Unchanged: _evaluate_unchanged,
}
