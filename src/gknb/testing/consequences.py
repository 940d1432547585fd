"""What relations the cells of a world are in, and which of these do not hold: worked out without the checker.

Within a report these are the compiled relations, between years those of family Y, and each cell of a
consolidated report is the sum of the same cell in the reports that it includes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.relations import Linear
from gknb.testing.drawing import applying
from gknb.testing.filling import Equation
from gknb.testing.series import links
from gknb.testing.yearly import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from gknb.standard.form import Form
    from gknb.testing.county import Key, World
    from gknb.testing.drawing import CellRelation, Report

__all__ = [
    "SUM",
    "UNCHANGED",
    "Instance",
    "broken",
    "broken_within",
    "cells_of",
    "counts",
    "form_for",
    "instances",
    "relations_for",
    "violates_values",
]

SUM: Final = "R701"
"""The relation that a consolidated cell is a sum."""
UNCHANGED: Final = "Y606"
"""The relation that a table is the same as last year's."""


class Instance(NamedTuple):
    """One relation over certain cells."""

    code: str
    """The relation."""
    key: Key
    """The report that a finding about it is of."""
    number: int
    """Which of those between the same reports it is."""


def form_for(report: Report) -> Form:
    """The form of a report."""
    return form_of(load_catalog(), report["edition"])


def relations_for(report: Report) -> tuple[CellRelation, ...]:
    """The relations between cells that apply to a report."""
    return _relations(report["edition"], report["organ"]["level"], report["organ"]["kind"])


@cache
def _relations(edition: str, level: str, kind: str) -> tuple[CellRelation, ...]:
    report = load_catalog().zero_report(edition)
    report["organ"].update(level=level, kind=kind)
    return applying(report)


def cells_of(one: CellRelation) -> tuple[int, ...]:
    """The cells of a relation."""
    return tuple(cell for cell, _ in one.net) if isinstance(one, Linear) else one.cells


def instances(world: World, key: Key, pointers: Iterable[str]) -> Iterator[Instance]:
    """The relations that some cells of a report are in, in its own report and in others."""
    report = world.reports[key]
    form = form_for(report)
    cells = {form.index[pointer] for pointer in pointers}
    for n, one in enumerate(relations_for(report)):
        if not cells.isdisjoint(cells_of(one)):
            yield Instance(one.relation.code, key, n)
    for later in (key, key._replace(year=key.year + 1)):
        last = later._replace(year=later.year - 1)
        if later in world.reports and last in world.reports:
            for n, link in enumerate(links(world.reports[later]["edition"], world.reports[last]["edition"])):
                if not cells.isdisjoint(cell for cell, _ in (link.this if later == key else link.then)):
                    yield Instance(link.code, later, n)
            yield from (Instance(UNCHANGED, later, table) for table in {_table(form, cell) for cell in cells})
    for whole in (key if world.contributors(key) else None, world.consolidated_in(key)):
        if whole is not None:
            yield from (Instance(SUM, whole, cell) for cell in sorted(cells))


def _table(form: Form, cell: int) -> int:
    """The number of the table that a cell is in, which is the same in all editions."""
    tables = list(dict.fromkeys(form.places[pointer].parents[0].pointer for pointer in form.cells))
    return tables.index(form.places[form.cells[cell]].parents[0].pointer)


def broken(world: World, one: Instance) -> bool:
    """Whether a relation is violated; not where a cell is blank, or where it is not known which report counts.

    Whether a table is unchanged is not judged here.
    """
    code, key, number = one
    if key not in world.reports or code == UNCHANGED:
        return False
    if code == SUM:
        return _sum_is_wrong(world, key, number)
    report = world.reports[key]
    relations = relations_for(report)
    if number < len(relations) and relations[number].relation.code == code:
        return violates(report, relations[number])
    last = key._replace(year=key.year - 1)
    if not (counts(world, key) and counts(world, last)):
        return False
    link = links(report["edition"], world.reports[last]["edition"])[number]
    sides = _total(report, link.this), _total(world.reports[last], link.then)
    return None not in sides and sides[0] != sides[1]


def broken_within(report: Report) -> bool:
    """Whether a relation between the cells of one report is violated."""
    return any(violates(report, one) for one in relations_for(report))


def counts(world: World, key: Key) -> bool:
    """Whether there is just one such report, and its name or its code is one that the roster has for the organ."""
    if key not in world.reports or key in world.copies:
        return False
    entry, organ = world.organs.get(key.organ, {}), world.reports[key]["organ"]
    named = organ["name"] in {key.organ, *entry.get("aliases", ())}
    return named or ("code" in entry and organ.get("credit_code") == entry["code"])


def violates(report: Report, one: CellRelation) -> bool:
    """Whether a report violates a relation, as far as its cells are filled."""
    cells = form_for(report).cells
    return violates_values(one, lambda cell: number_of(report, cells[cell]))


def violates_values(one: CellRelation, value: Callable[[int], Any]) -> bool:
    """Whether the values of cells, ``None`` for a blank, violate a relation, as far as they are known."""
    values = {cell: value(cell) for cell in cells_of(one)}
    if None in values.values():
        return False
    if not isinstance(one, Linear):
        first, second = (values[cell] for cell in one.cells)
        return bool(first) is not bool(second)
    total = Equation(one.net, one.left.constant - one.right.constant).total(values)
    return not {"=": total == 0, ">=": total >= 0, "<=": total <= 0}[one.comparator]


def _sum_is_wrong(world: World, key: Key, cell: int) -> bool:
    parts = world.contributors(key)
    if not all(counts(world, part) for part in (key, *parts)):
        return False
    pointer = form_for(world.reports[key]).cells[cell]
    whole, *others = (number_of(world.reports[one], pointer) for one in (key, *parts))
    return whole is not None and None not in others and whole != sum(others)


def _total(report: Report, terms: Iterable[tuple[int, int]]) -> Any:
    """What cells come to; ``None`` with a blank among them."""
    cells = form_for(report).cells
    values = [(number_of(report, cells[cell]), sign) for cell, sign in terms]
    return None if any(value is None for value, _ in values) else sum(value * sign for value, sign in values)
