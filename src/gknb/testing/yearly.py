"""The reports of all organs of a roster, year after year: each goes on from its last one, and sums are what they are.

A figure of an organ stays near the one that it had at first, so that nothing in a world looks odd beside last year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from gknb.catalog import load_catalog
from gknb.checker import Checker
from gknb.errors import CatalogError
from gknb.evaluate import lookup
from gknb.examples import changed
from gknb.form import form_of
from gknb.newform import edition_for
from gknb.relations import DateBound, Linear, compile_relations
from gknb.source import from_python
from gknb.testing.county import CONSOLIDATED, OWN, Key
from gknb.testing.drawing import applying, days_within, plan_of
from gknb.testing.filling import Equation
from gknb.testing.series import equations, links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from gknb.form import Form
    from gknb.testing.county import World
    from gknb.testing.drawing import Report
    from gknb.testing.rosters import Organ

__all__ = ["Drawer", "number_of", "odd", "plain"]

_FLOW: Final = (75, 130)
"""Between which parts of a hundred of the first figure one of a later year is."""
_STOCK: Final = (96, 105)
"""The same for what goes on to the next year."""
_PLACES: Final = 4
"""The decimal places of an amount."""
_EXACT: Final = 10**8
"""The greatest figure that an amount with decimal places is drawn from: sums of these are exact as Python floats."""
_LEAST: Final = 100
"""Below this no two figures look odd beside each other."""
_FAR: Final = 10
"""How many times another a figure is that looks odd beside it."""
_TRIES: Final = 50


class Drawer:
    """Draws the reports of a world; all that is left to chance is asked of one ``random.Random``."""

    def __init__(self, chooser: Random, world: World, organs: Sequence[Organ], most: int, figures: int) -> None:
        """``world`` is to be filled; ``figures`` is how many cells of an organ are other than 0 at most, but sums."""
        self.chooser, self.world, self.most, self.figures = chooser, world, most, figures
        self.organs = {one.name: one for one in organs}
        self.values: dict[Key, list[Any]] = {}
        self.first: dict[str, dict[str, int]] = {}
        self.choices: dict[str, dict[str, Any]] = {}
        self.checker = Checker(catalog=load_catalog())

    def year(self, year: int) -> None:
        """Add the reports of all organs for a year to the world, which has those of the year before.

        Raises :class:`~gknb.errors.CatalogError` where a relation does not hold in one of them.
        """
        keys = list(self.world.expected(year))
        for key in keys:
            self.world.reports[key] = self.head(self.organs[key.organ], key)
        for key in keys:
            if key.scope == OWN:
                self._fill(key)
        whole = [key for key in reversed(keys) if key.scope == CONSOLIDATED]  # an organ is before those it includes
        for key in whole:
            self._sum(key)
        self._mend(whole)
        for key in keys:
            self.finish(key)

    def report(self, organ: Organ, key: Key) -> Report:
        """A report more, which the roster does not expect. It is not added to the world."""
        self.organs.setdefault(organ.name, organ)
        self.world.reports[key] = self.head(organ, key)
        self._fill(key)
        self.finish(key)
        return self.world.reports.pop(key)

    def head(self, organ: Organ, key: Key) -> Report:
        """A report with 0 in all its cells, and everything else."""
        catalog = load_catalog()
        report: Report = catalog.zero_report(edition_for(catalog, key.year))
        report["reporting_year"], report["scope"] = key.year, key.scope
        report["organ"] = {"name": organ.name_in(key.year), "level": organ.level, "kind": organ.kind}
        if organ.code is not None:
            report["organ"]["credit_code"] = organ.code
        for pointer, choices in _choices(report["edition"]).items():
            chosen = self.choices.setdefault(report["edition"], {})
            changed(report, {pointer: chosen.setdefault(pointer, self.chooser.choice(choices))})
        for pointer, bounds in _dates(report["edition"]).items():
            begin, end = days_within(bounds, report)
            report[pointer[1:]] = (begin + timedelta(self.chooser.randint(0, (end - begin).days))).isoformat()
        return report

    def finish(self, key: Key) -> None:
        """Write the figures into the document, and check it."""
        report = self.world.reports[key]
        cells = form_of(load_catalog(), report["edition"]).cells
        changed(report, dict(zip(cells, map(plain, self.values[key]), strict=True)))
        result = self.checker.check(from_python(report))
        for found in (*result.findings, *result.undecided):
            raise CatalogError("kit.unsolved", code=found.code, title=found.title)

    # --- One report -------------------------------------------------------------------------------------------------

    def _fill(self, key: Key) -> None:
        """Draw the figures of a report, again if they look odd beside last year's."""
        report = self.world.reports[key]
        form = form_of(load_catalog(), report["edition"])
        plan = plan_of(report, tuple(self._demands(key)))
        first = self._first(key.organ, report)
        for _ in range(_TRIES):
            drawn = {form.index[cell]: self._figure(form, cell, first[cell]) for cell in first if cell in form.index}
            self.values[key] = plan.fill(drawn, lambda _, limit: self.chooser.randint(0, limit))
            if not self._odd(key):
                break

    def _demands(self, key: Key) -> Iterator[Equation]:
        """What other reports demand of this one, beside the relations of its form."""
        report, organ, year = self.world.reports[key], self.organs[key.organ], key.year
        if self.values and year > min(other.year for other in self.values):
            before = self.world.reports.get(Key(organ.name, year - 1, key.scope))
            catalog = load_catalog()
            yield from equations(report, before or catalog.zero_report(edition_for(catalog, year - 1)))
        if organ.last is not None:  # it leaves nothing that would have to go on
            form = form_of(load_catalog(), report["edition"])
            yield from (Equation(link.then) for link in links(form, form))
        yield from self._of_those_above(key)

    def _of_those_above(self, key: Key) -> Iterator[Equation]:
        """What must be 0 in the reports that a report is summed up in, and so in it."""
        own = set(applying(self.world.reports[key]))
        above = self.world.consolidated_in(key)
        while above is not None:
            for one in applying(self.world.reports[above]):
                if one not in own and isinstance(one, Linear) and one.comparator == "=":
                    own.add(one)
                    yield Equation(one.net, one.left.constant - one.right.constant)
            above = self.world.consolidated_in(above)

    def _first(self, organ: str, report: Report) -> dict[str, int]:
        """Which cells of an organ are other than 0, and about what figure each has."""
        if organ not in self.first:
            chooser, pools = self.chooser, _pools(report["organ"]["level"], report["organ"]["kind"])
            size = chooser.randint(1, len(str(self.most)))
            cells = [chooser.choice(chooser.choice(pools)) for _ in range(chooser.randint(0, self.figures))]
            self.first[organ] = {
                cell: chooser.randint(0, min(self.most, 10 ** chooser.randint(1, size))) for cell in cells
            }
        return self.first[organ]

    def _figure(self, form: Form, cell: str, first: int) -> Any:
        place = form.places[cell]
        least, most = _STOCK if cell in _stocks(form) else _FLOW
        if place.schema["type"] == "integer":
            figure = first * self.chooser.randint(least, most) // 100
            return -figure if place.signed and self.chooser.randint(0, 1) else figure
        if first > _EXACT:
            return first
        units = 10**_PLACES * first // 100
        return Decimal(self.chooser.randint(units * least, units * most)).scaleb(-_PLACES)

    # --- Sums -------------------------------------------------------------------------------------------------------

    def _sum(self, key: Key) -> None:
        parts = [self.values[part] for part in self.world.contributors(key)]
        self.values[key] = [sum(column) for column in zip(*parts, strict=True)]

    def _mend(self, whole: Sequence[Key]) -> None:
        """Draw reports again until no sum looks odd beside last year's."""
        for _ in range(_TRIES * len(whole)):
            wrong = next((key for key in whole if self._odd(key)), None)
            if wrong is None:
                return
            while wrong.scope == CONSOLIDATED:
                wrong = self.chooser.choice(self.world.contributors(wrong))
            self._fill(wrong)
            above = self.world.consolidated_in(wrong)
            while above is not None:
                self._sum(above)
                above = self.world.consolidated_in(above)

    def _odd(self, key: Key) -> bool:
        last = Key(key.organ, key.year - 1, key.scope)
        if last not in self.values:
            return False
        editions = (self.world.reports[one]["edition"] for one in (key, last))
        return any(odd(self.values[key][a], self.values[last][b]) for a, b in _common(*editions))


# --- What the editions have -----------------------------------------------------------------------------------------


@cache
def _pools(level: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """The cells that may be drawn for such an organ: those in sums, and the others."""
    catalog = load_catalog()
    alone, summed = dict[str, None](), dict[str, None]()
    for edition in catalog.editions[::-1]:
        report = catalog.zero_report(edition)
        report["organ"].update(level=level, kind=kind)
        form, plan = form_of(catalog, edition), plan_of(report)
        within = {cell for one in applying(report) if isinstance(one, Linear) and one.comparator == "=" for cell, _ in one.net}
        for cell in plan.free:
            (summed if cell in within else alone)[form.cells[cell]] = None
    return tuple(alone), tuple(summed)


@cache
def _stocks(form: Form) -> frozenset[str]:
    """The cells that the next year goes on from."""
    return frozenset(form.cells[cell] for link in links(form, form) for cell, _ in link.then)


@cache
def _choices(edition: str) -> dict[str, tuple[str, ...]]:
    """What stands beside the figures in a table, such as a unit, and what it may be. It is one for all reports, so that
    figures can be added up."""
    form = form_of(load_catalog(), edition)
    tables = {place.parents[0].pointer for cell in form.cells for place in [form.places[cell]]}
    return {
        pointer: tuple(place.schema["enum"])
        for pointer, place in form.places.items()
        if place.parents and place.parents[0].pointer in tables and "enum" in place.schema
    }


@cache
def _dates(edition: str) -> dict[str, list[DateBound]]:
    """The dates of a report, each with its bounds."""
    found: dict[str, list[DateBound]] = {}
    for one in compile_relations(load_catalog(), edition):
        if isinstance(one, DateBound):
            found.setdefault(one.value, []).append(one)
    return found


@cache
def _common(edition: str, last: str) -> tuple[tuple[int, int], ...]:
    """The cells that two editions share."""
    form, before = (form_of(load_catalog(), one) for one in (edition, last))
    return tuple((n, before.index[cell]) for n, cell in enumerate(form.cells) if cell in before.index)


def odd(figure: Any, last: Any) -> bool:
    """Whether a figure is ten times last year's or a tenth of it, or has two of its digits swapped."""
    if figure == last or max(figure, last) < _LEAST:
        return False
    if min(figure, last) > 0 and max(figure, last) >= _FAR * min(figure, last):
        return True
    one, other = str(plain(figure)), str(plain(last))
    differing = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(differing) == 2 and sorted(one) == sorted(other)  # noqa: PLR2004 - two digits


def plain(number: Any) -> Any:
    """A number as ``json.load`` gives it: a whole one as an int."""
    return int(number) if number == int(number) else float(number)


def number_of(report: Report, pointer: str) -> Any:
    """The exact number in a cell; ``None`` for a blank."""
    value = lookup(report, pointer)
    return Decimal(repr(value)) if isinstance(value, float) else value
