"""Choose between several places of the figures of a row by the relations between its cells."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.row_columns import filled_of
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import Linear

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.blocks import TableCell
    from gknb.documents.extract.printed_values import Number, Values
    from gknb.documents.extract.shape import CellShape, Equation, TableShape
    from gknb.standard.catalog import Catalog

__all__ = ["chosen", "contradicted", "equations_of", "may_be_thousands"]

_FIRST: Final = re.compile(r"\s*[1-9]\d{0,2}\s*")
_PAIRS: Final = 8
"""Maximum number of pairs of figures that may be one."""
_THOUSANDS: Final = re.compile(r"\s*\d{3}\s*")
_MORE: Final = 2
"""Maximum number of figures that a row has too many for a choice."""


@cache
def equations_of(catalog: Catalog, edition: str) -> tuple[Equation, ...]:
    """Return the relations of an edition that say without a condition that two sums of cells are equal."""
    form = form_of(catalog, edition)
    return tuple(
        tuple((form.cells[position], sign) for position, sign in one.net)
        for one in compile_relations(catalog, edition)
        if isinstance(one, Linear) and one.comparator == "=" and one.when is None
        if one.left.constant == one.right.constant
    )


def chosen(
    table: TableShape, shapes: Sequence[CellShape], cells: Sequence[TableCell], reader: Values
) -> Mapping[int, int] | None:
    """Return the figures of a row that has one or two too many, by their columns, if relations single them out.

    Of all choices that keep the order of the figures, exactly one must satisfy the relations within the row, and with
    more than zeros. Figures are never changed. A choice of other cells with equal figures is the same one.
    """
    numbers = {n: value.number for n, cell in enumerate(cells) if (value := reader.read(cell.text)).number is not None}
    filled = filled_of(cells, reader)
    if len(filled) != len(numbers) or not 0 < len(filled) - len(shapes) <= _MORE:
        return None
    found: dict[tuple[Number, ...], Sequence[int]] = {}
    for choice in combinations(filled, len(shapes)):
        figures = tuple(numbers[n] for n in choice)
        if _holds(table, shapes, figures):
            found.setdefault(figures, choice)
    return dict(enumerate(next(iter(found.values())))) if len(found) == 1 else None


def may_be_thousands(texts: Sequence[str]) -> bool:
    """Whether figures add up to the last one if some of them are one with a space between its thousands."""
    pairs = [
        n for n, (one, other) in enumerate(pairwise(texts)) if _FIRST.fullmatch(one) and _THOUSANDS.fullmatch(other)
    ]
    for count in range(1, _MORE + 1):
        for some in combinations(pairs[:_PAIRS], count):
            joined = [text + (texts[n + 1] if n in some else "") for n, text in enumerate(texts) if n - 1 not in some]
            if all(map(str.isdigit, joined)) and sum(map(int, joined[:-1])) == int(joined[-1]) > 0:
                return True
    return False


def contradicted(table: TableShape, shapes: Sequence[CellShape], figures: Sequence[Number | None]) -> bool:
    """Whether the figures of a row violate a relation within it; a blank violates none."""
    values = dict(zip((shape.pointers[0] for shape in shapes), figures, strict=True))
    return any(_sum(one, values) not in (0, None) for one in _within(table, values))


def _holds(table: TableShape, shapes: Sequence[CellShape], figures: Sequence[Number]) -> bool:
    values = dict(zip((shape.pointers[0] for shape in shapes), figures, strict=True))
    sums = [(one, _sum(one, values)) for one in _within(table, values)]
    return all(value == 0 for _, value in sums) and any(values[cell] for one, _ in sums for cell, _ in one)


def _within(table: TableShape, values: Mapping[str, Number | None]) -> list[Equation]:
    return [one for one in table.equations if all(cell in values for cell, _ in one)]


def _sum(equation: Equation, values: Mapping[str, Number | None]) -> Number | None:
    """Return the sum of an equation; ``None`` if a cell is blank."""
    total: Number = 0
    for cell, sign in equation:
        value = values[cell]
        if value is None:
            return None
        total = total + value if sign > 0 else total - value
    return total
