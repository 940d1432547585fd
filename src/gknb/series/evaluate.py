"""Three-valued evaluation of what holds between two reports (docs/semantics.md, "Several reports")."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gknb.engine.evaluate import Outcome, Truth, compare
from gknb.series.compiled import Magnitude, Transposed, Unchanged
from gknb.standard.relations import Linear
from gknb.standard.two_forms import LAST
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.series.compiled import Between, Series

__all__ = ["outcome", "outcomes", "transposed"]


def outcomes(series: Series, cells: Sequence[Any], relations: Iterable[Between]) -> Iterator[Outcome | Between]:
    """For each of some relations of a series: itself where satisfied, else what came of it.

    ``cells`` has the values of this year's report, then those of last year's; ``None`` for a blank.
    """
    return (outcome(series, one, cells) or one for one in relations)


def outcome(series: Series, one: Between, cells: Sequence[Any]) -> Outcome | None:
    """What came of one relation; ``None`` where it is satisfied."""
    if isinstance(one, Linear):
        made = _linear(series, one, cells)
    elif isinstance(one, Unchanged):
        made = _unchanged(one, cells)
    else:
        made = _figures(series, one, cells)
    return None if made.truth == "satisfied" else made


def _linear(series: Series, one: Linear, cells: Sequence[Any]) -> Outcome:
    truth = compare(one.net, 0, one.comparator, cells, series.joint.signed)
    positions = [position for side in (one.left, one.right) for position, _ in side.terms]
    return Outcome(one, truth, tuple(series.joint.cells[position] for position in positions))


def _figures(series: Series, one: Magnitude | Transposed, cells: Sequence[Any]) -> Outcome:
    value, last = cells[one.cell], cells[one.last]
    if value is not None and last is not None and (value == last or max(value, last) < one.least):
        return Outcome(one, "satisfied", ())  # neither far from each other nor transposed
    pointers = series.joint.cells[one.cell], series.joint.cells[one.last]
    if value is None or last is None:
        return Outcome(one, _undecided(one, value, last), pointers)
    wrong = _is_far(one, value, last) if isinstance(one, Magnitude) else _is_transposed(one, value, last)
    return Outcome(one, "violated", pointers, value, _demand(one, last)) if wrong else Outcome(one, "satisfied", ())


def _undecided(one: Magnitude | Transposed, value: Any, last: Any) -> Truth:
    """With one figure known, what the other may be."""
    known = last if value is None else value
    if known is None:
        return "undecided"
    odd = known > 0 if isinstance(one, Magnitude) else _has_transposed(one, known)
    return "undecided" if odd else "satisfied"


def _has_transposed(one: Transposed, figure: Any) -> bool:
    """Whether there is a figure of which this one is a transposition."""
    if figure < one.least:
        return False
    others = (
        other for other in _swapped(digits(figure)) if other[0] != "0" and not ("." in other and other[-1] == "0")
    )
    return any(Decimal(other) >= one.least for other in others)


def _is_far(one: Magnitude, value: Any, last: Any) -> bool:
    small, large = sorted((value, last))
    return bool(small > 0 and large >= one.least and large >= one.factor * small)


def _is_transposed(one: Transposed, value: Any, last: Any) -> bool:
    return bool(min(value, last) >= one.least and transposed(value, last))


def transposed(value: Any, other: Any) -> bool:
    """Whether the digits of two figures differ by the order of two neighbours alone."""
    return digits(other) in _swapped(digits(value))


def _swapped(figure: str) -> Iterator[str]:
    """The figure with any two different digits that stand side by side swapped."""
    for n, (a, b) in enumerate(pairwise(figure)):
        if a != b and "." not in (a, b):
            yield f"{figure[:n]}{b}{a}{figure[n + 2 :]}"


def _demand(one: Magnitude | Transposed, last: Any) -> str:
    """What the figure should be, as ``expected`` of the finding says it."""
    return f"<{one.factor}x {digits(last)}" if isinstance(one, Magnitude) else f"not like {digits(last)}"


def _unchanged(one: Unchanged, cells: Sequence[Any]) -> Outcome:
    pointers = one.table, LAST + one.table
    for this, last in one.pairs:
        if cells[this] != cells[last] and cells[this] is not None and cells[last] is not None:
            return Outcome(one, "satisfied", pointers)
    pairs = [(cells[this], cells[last]) for this, last in one.pairs]
    filled = sum(bool(this) for this, _ in pairs)
    if any(None in pair for pair in pairs):
        # Only if each blank is the figure beside it is the table the same.
        possible = sum(this is last is None or bool(last if this is None else this) for this, last in pairs)
        return Outcome(one, "undecided" if possible >= one.least else "satisfied", pointers)
    return Outcome(one, "violated" if filled >= one.least else "satisfied", pointers, filled, "changed")
