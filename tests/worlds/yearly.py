"""The reports of all organs of a roster, year by year, each consistent with the year before, and consolidated.

The figures of an organ stay near those of its first year, so that no plausibility hint (Y604 to Y606) applies.
"""

from __future__ import annotations

import copy
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gknb.documents.template import edition_for
from gknb.errors import CatalogError
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import changed, lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import DateBound, Linear, families
from gknb.testing.drawing import applying, days_within, plan_of
from gknb.testing.filling import Equation
from gknb.testing.series import equations, links
from worlds.model import CONSOLIDATED, OWN, Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from gknb.standard.form import Place
    from gknb.testing.drawing import Report
    from gknb.testing.filling import Plan
    from worlds.model import World
    from worlds.rosters import Organ

__all__ = ["Drawer", "Limits", "limits", "plain"]

_FLOW: Final = (75, 130)
"""Range of a later year's figure, in percent of the first year's."""
_STOCK: Final = (96, 105)
"""The same for figures that are carried into the next year."""
_PLACES: Final = 4
"""Decimal places of an amount."""
_EXACT: Final = 10**8
"""Above this, amounts have no decimal places, so that their sums are exact as Python floats."""
_TRIES: Final = 50


class Limits(NamedTuple):
    """From when on figures are implausible compared with last year's, as the relations Y604 to Y606 say."""

    factor: int
    """A figure so many times the other is implausible."""
    least: int
    """Figures below this are always plausible."""
    filled: int
    """A table with so many figures that equals last year's is implausible."""


@cache
def limits() -> Limits:
    """Return the limits of the published relations."""
    by_kind = {one.kind: one.data["relation"] for one in families(load_catalog())}
    magnitude, transposed, unchanged = (by_kind[kind] for kind in ("magnitude", "transposed", "unchanged"))
    return Limits(magnitude["factor"], min(magnitude["least"], transposed["least"]), unchanged["least"])


class Drawer:
    """Draws the reports of a county; one ``random.Random`` makes every random choice."""

    def __init__(self, chooser: Random, world: World, organs: Sequence[Organ], most: int, figures: int) -> None:
        """Fill ``world``; ``figures`` is the greatest number of cells, sums excepted, that are not 0 for an organ."""
        self.chooser, self.world, self.most, self.figures = chooser, world, most, figures
        self.organs = {one.name: one for one in organs}
        self.values: dict[Key, list[Any]] = {}
        self.first: dict[str, dict[str, int]] = {}
        self.choices: dict[str, dict[str, Any]] = {}
        self.checker = Checker(catalog=load_catalog())

    def year(self, year: int) -> None:
        """Add the reports of all organs for a year; those of the year before must be there.

        Raises :class:`~gknb.errors.CatalogError` where one of them violates a relation.
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
        """Return a report that the roster does not expect. It is not added to the county."""
        self.organs.setdefault(organ.name, organ)
        self.world.reports[key] = self.head(organ, key)
        self._fill(key)
        self.finish(key)
        return self.world.reports.pop(key)

    def head(self, organ: Organ, key: Key) -> Report:
        """Return a complete report with 0 in every cell."""
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
        """Write the figures into the document and check it."""
        report = self.world.reports[key]
        cells = form_of(load_catalog(), report["edition"]).cells
        changed(report, dict(zip(cells, map(plain, self.values[key]), strict=True)))
        result = self.checker.check(from_python(report))
        for code, title in [(one.code, one.title) for found in (result.findings, result.undecided) for one in found]:
            raise CatalogError("kit.unsolved", code=code, title=title)

    # --- One report -------------------------------------------------------------------------------------------------

    def _fill(self, key: Key) -> None:
        """Draw the figures of a report until they are plausible compared with last year's."""
        report = self.world.reports[key]
        last = self.world.reports.get(Key(key.organ, key.year - 1, key.scope)) or self._before(key)
        demands = (*self._always(key), *equations(report, last))
        plan = plan_of(report, demands)
        for _ in range(_TRIES):
            self.values[key] = self._drawn(key, plan, last)
            if not self._is_implausible(key):
                break
        for missed in (one for one in demands if one.total(self.values[key])):
            raise CatalogError("kit.unsolved", code="", title=str(missed))

    def _drawn(self, key: Key, plan: Plan, last: Report | None) -> list[Any]:
        """Return figures near those of the organ's first year; near last year's where they are carried over."""
        report = self.world.reports[key]
        form, near = form_of(load_catalog(), report["edition"]), dict(self._first(key.organ, report))
        stocks = _stocks(report["edition"])
        if last is not None:
            before = form_of(load_catalog(), last["edition"])
            near.update((cell, lookup(last, cell) or near.get(cell, 0)) for cell in stocks if cell in before.index)
        drawn = {
            form.index[cell]: self._figure(form.places[cell], figure, _STOCK if cell in stocks else _FLOW)
            for cell, figure in near.items()
            if cell in form.index
        }
        return plan.fill(drawn, lambda _, limit: self.chooser.randint(0, limit))

    def _before(self, key: Key) -> Report:
        """Return a report of the year before the first: zeros for a new organ, else one that is not in the county."""
        catalog = load_catalog()
        if self.organs[key.organ].first is not None:
            return catalog.zero_report(edition_for(catalog, key.year - 1))  # type: ignore[no-any-return]
        report = copy.deepcopy(self.world.reports[key])
        values = self._drawn(key, plan_of(report, tuple(self._always(key))), None)
        return changed(report, dict(zip(form_of(catalog, report["edition"]).cells, values, strict=True)))

    def _always(self, key: Key) -> Iterator[Equation]:
        """Yield the equations for every report of an organ besides the relations of its form."""
        if self.organs[key.organ].last is not None:  # a dissolved organ carries nothing forward
            edition = self.world.reports[key]["edition"]
            yield from (Equation(link.then) for link in links(edition, edition))
        yield from self._of_those_above(key)

    def _of_those_above(self, key: Key) -> Iterator[Equation]:
        """Yield the equations of the consolidated reports that include a report, where it does not have them itself."""
        own = set(applying(self.world.reports[key]))
        above = self.world.consolidated_in(key)
        while above is not None:
            for one in applying(self.world.reports[above]):
                if one not in own and isinstance(one, Linear) and one.comparator == "=":
                    own.add(one)
                    yield Equation(one.net, one.left.constant - one.right.constant)
            above = self.world.consolidated_in(above)

    def _first(self, organ: str, report: Report) -> dict[str, int]:
        """Return the cells of an organ that are not 0, each with its approximate figure."""
        if organ not in self.first:
            one, pools = self.organs[organ], _pools(report["organ"]["level"], report["organ"]["kind"])
            # Organs and cells that do not exist in every year have small figures, so that no sum jumps.
            small = one.first is not None or one.last is not None
            size = 1 if small else self.chooser.randint(1, len(str(self.most)))
            cells = [
                self.chooser.choice(self.chooser.choice(pools)) for _ in range(self.chooser.randint(0, self.figures))
            ]
            self.first[organ] = {cell: self._size(size if cell in _shared() else 1) for cell in dict.fromkeys(cells)}
        return self.first[organ]

    def _size(self, digits: int) -> int:
        return self.chooser.randint(0, min(self.most, 10 ** self.chooser.randint(1, digits)))

    def _figure(self, place: Place, first: int, parts: tuple[int, int]) -> Any:
        least, most = parts
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
        """Draw reports again until every sum is plausible compared with last year's."""
        for _ in range(_TRIES * len(whole)):
            wrong = next((key for key in whole if self._is_implausible(key)), None)
            if wrong is None:
                return
            while wrong.scope == CONSOLIDATED:
                wrong = self.chooser.choice(self.world.contributors(wrong))
            self._fill(wrong)
            above = self.world.consolidated_in(wrong)
            while above is not None:
                self._sum(above)
                above = self.world.consolidated_in(above)

    def _is_implausible(self, key: Key) -> bool:
        last = Key(key.organ, key.year - 1, key.scope)
        if last not in self.values:
            return False
        this, then = self.values[key], self.values[last]
        for table in _common(*(self.world.reports[one]["edition"] for one in (key, last))):
            if any(_implausible(this[a], then[b]) for a, b in table):
                return True
            if sum(this[a] > 0 for a, _ in table) >= limits().filled and all(this[a] == then[b] for a, b in table):
                return True
        return False


# --- What the editions have -----------------------------------------------------------------------------------------


@cache
def _pools(level: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the cells that may be drawn for such an organ: those outside sums, and those in sums."""
    catalog = load_catalog()
    alone, summed = dict[str, None](), dict[str, None]()
    for edition in catalog.editions[::-1]:
        report = catalog.zero_report(edition)
        report["organ"].update(level=level, kind=kind)
        form, plan = form_of(catalog, edition), plan_of(report)
        within = {
            cell for one in applying(report) if isinstance(one, Linear) and one.comparator == "=" for cell, _ in one.net
        }
        for cell in plan.free:
            (summed if cell in within else alone)[form.cells[cell]] = None
    return tuple(alone), tuple(summed)


@cache
def _shared() -> frozenset[str]:
    """Return the cells that all editions have."""
    catalog = load_catalog()
    return frozenset.intersection(*(frozenset(form_of(catalog, edition).cells) for edition in catalog.editions))


@cache
def _stocks(edition: str) -> Mapping[str, None]:
    """Return the cells that are carried into the next year, in a fixed order."""
    cells = form_of(load_catalog(), edition).cells
    return dict.fromkeys(cells[cell] for link in links(edition, edition) for cell, _ in link.then)


@cache
def _choices(edition: str) -> dict[str, tuple[str, ...]]:
    """Return the choices beside figures, such as a unit; a county uses one for all reports, so that they add up."""
    form = form_of(load_catalog(), edition)
    tables = {place.parents[0].pointer for cell in form.cells for place in [form.places[cell]]}
    return {
        pointer: tuple(place.schema["enum"])
        for pointer, place in form.places.items()
        if place.parents and place.parents[0].pointer in tables and "enum" in place.schema
    }


@cache
def _dates(edition: str) -> dict[str, list[DateBound]]:
    """Return the dates of a report, each with its bounds."""
    found: dict[str, list[DateBound]] = {}
    for one in compile_relations(load_catalog(), edition):
        if isinstance(one, DateBound):
            found.setdefault(one.value, []).append(one)
    return found


@cache
def _common(edition: str, last: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return the cells that two editions share, by table, as pairs of positions."""
    form, before = (form_of(load_catalog(), one) for one in (edition, last))
    tables: dict[str, list[tuple[int, int]]] = {}
    for n, cell in enumerate(form.cells):
        if cell in before.index:
            tables.setdefault(form.places[cell].parents[0].pointer, []).append((n, before.index[cell]))
    return tuple(map(tuple, tables.values()))


def _implausible(figure: Any, last: Any) -> bool:
    """Whether a figure and last year's differ by the factor of Y604 or more, or by two swapped digits."""
    if figure == last or max(figure, last) < limits().least:
        return False
    if min(figure, last) > 0 and max(figure, last) >= limits().factor * min(figure, last):
        return True
    one, other = str(plain(figure)), str(plain(last))
    differing = [n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]
    return len(one) == len(other) and len(differing) == 2 and sorted(one) == sorted(other)


def plain(number: Any) -> Any:
    """Return a number as ``json.load`` does: a whole one as an int."""
    return int(number) if number == int(number) else float(number)
