"""Which relations the cells of a county are in, and which of them are violated, computed without the checker.

Within a report these are the compiled relations; between years those of family Y; and each cell of a consolidated
report is the sum of the same cell in the reports that it includes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.testing.series import links
from gknb.testing.violations import cells_of, form_for, number_of, relations_for, violates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.standard.form import Form
    from gknb.testing.drawing import Report
    from worlds.model import Key, World

__all__ = ["SUM", "UNCHANGED", "Instance", "counts", "instances", "is_violated"]

SUM: Final = "R701"
"""The relation that a consolidated cell is a sum."""
UNCHANGED: Final = "Y606"
"""The relation that a table is the same as last year's."""


class Instance(NamedTuple):
    """One relation over certain cells."""

    code: str
    """The relation."""
    key: Key
    """The report that its finding belongs to."""
    number: int
    """Its number among the relations of that code and report."""


def instances(world: World, key: Key, pointers: Iterable[str]) -> Iterator[Instance]:
    """Yield the relations that some cells of a report are in, in the same report and in others."""
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
    """Return the number of the table of a cell, which is the same in all editions."""
    tables = list(dict.fromkeys(form.places[pointer].parents[0].pointer for pointer in form.cells))
    return tables.index(form.places[form.cells[cell]].parents[0].pointer)


def is_violated(world: World, one: Instance) -> bool:
    """Whether a relation is violated; never where a cell is blank, or where two reports compete for one place.

    Unchanged tables (Y606) are not evaluated here.
    """
    code, key, number = one
    if key not in world.reports or code == UNCHANGED:
        return False
    if code == SUM:
        return _sum_is_violated(world, key, number)
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


def counts(world: World, key: Key) -> bool:
    """Whether there is exactly one such report, and the roster has its name or its code for the organ."""
    if key not in world.reports or key in world.copies:
        return False
    entry, organ = world.organs.get(key.organ, {}), world.reports[key]["organ"]
    named = organ["name"] in {key.organ, *entry.get("aliases", ())}
    return named or ("code" in entry and organ.get("credit_code") == entry["code"])


def _sum_is_violated(world: World, key: Key, cell: int) -> bool:
    parts = world.contributors(key)
    if not all(counts(world, part) for part in (key, *parts)):
        return False
    pointer = form_for(world.reports[key]).cells[cell]
    whole, *others = (number_of(world.reports[one], pointer) for one in (key, *parts))
    return whole is not None and None not in others and whole != sum(others)


def _total(report: Report, terms: Iterable[tuple[int, int]]) -> Any:
    """Return the sum of some cells; ``None`` if one of them is blank."""
    cells = form_for(report).cells
    values = [(number_of(report, cells[cell]), sign) for cell, sign in terms]
    return None if any(value is None for value, _ in values) else sum(value * sign for value, sign in values)
