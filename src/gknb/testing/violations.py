"""Which relations between the cells of one report are violated, computed without the checker."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.relations import Linear
from gknb.testing.drawing import applying
from gknb.testing.filling import Equation

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.standard.form import Form
    from gknb.testing.drawing import CellRelation, Report

__all__ = [
    "any_violated",
    "cells_of",
    "form_for",
    "number_of",
    "relations_for",
    "violated_by",
    "violates",
]


def form_for(report: Report) -> Form:
    """Return the form of a report."""
    return form_of(load_catalog(), report["edition"])


def number_of(report: Report, pointer: str) -> Any:
    """Return the exact number in a cell; ``None`` for a blank."""
    value = lookup(report, pointer)
    return Decimal(repr(value)) if isinstance(value, float) else value


def relations_for(report: Report) -> tuple[CellRelation, ...]:
    """Return the relations between cells that apply to a report."""
    return _relations(report["edition"], report["organ"]["level"], report["organ"]["kind"])


@cache
def _relations(edition: str, level: str, kind: str) -> tuple[CellRelation, ...]:
    report = load_catalog().zero_report(edition)
    report["organ"].update(level=level, kind=kind)
    return applying(report)


def cells_of(one: CellRelation) -> tuple[int, ...]:
    """Return the cells of a relation, as positions in the form."""
    return tuple(cell for cell, _ in one.net) if isinstance(one, Linear) else one.cells


def any_violated(report: Report) -> bool:
    """Whether a report violates at least one relation between its cells; relations with a blank cell do not count."""
    return any(violates(report, one) for one in relations_for(report))


def violates(report: Report, one: CellRelation) -> bool:
    """Whether a report violates a relation; never where one of its cells is blank."""
    cells = form_for(report).cells
    return violated_by(one, lambda cell: number_of(report, cells[cell]))


def violated_by(one: CellRelation, value: Callable[[int], Any]) -> bool:
    """Whether a relation is violated by the numbers that ``value`` gives for its cells; never with a ``None``."""
    values = {cell: value(cell) for cell in cells_of(one)}
    if None in values.values():
        return False
    if not isinstance(one, Linear):
        first, second = (values[cell] for cell in one.cells)
        return bool(first) is not bool(second)
    total = Equation(one.net, one.left.constant - one.right.constant).total(values)
    return not {"=": total == 0, ">=": total >= 0, "<=": total <= 0}[one.comparator]
