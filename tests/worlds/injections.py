"""Kinds of mistakes: each function takes a county, makes one mistake in a copy, and returns what it changed."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import DateBound
from gknb.testing.corrupted import structural_code
from gknb.testing.drawing import days_within
from gknb.testing.filling import looked_at
from gknb.testing.series import links
from gknb.testing.slips import SLIPS, Slip, typos
from gknb.testing.violations import form_for, number_of
from worlds.compensation import balanced
from worlds.consequences import UNCHANGED, Instance, counts, instances
from worlds.model import CONSOLIDATED, OWN, Key, World
from worlds.rosters import DEPARTMENT, Organ
from worlds.yearly import Drawer, limits, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from gknb.testing.drawing import Report
    from gknb.testing.series import Link

__all__ = ["INJECTIONS", "ROSTER_CODES", "Done", "Triple"]

Triple: TypeAlias = tuple[str, str, int]
"""A relation, the name of an organ, and a year."""

ROSTER_CODES: Final = {"missing": "R702", "unknown": "R703", "outside": "R704", "renamed": "R705"}
"""The relations between a roster and the reports received."""
TWICE: Final = "Y608"
"""The relation that an organ has only one report for a year and scope."""
GAP: Final = "Y607"
"""The relation that no year between two reports is missing."""
_LATE: Final = 60
"""The most days by which a report is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A county after one more mistake."""

    world: World
    """The county."""
    key: Key
    """The report that is wrong or missing."""
    slips: tuple[Slip, ...] = ()
    """The wrong cells."""
    touched: frozenset[Instance] = frozenset()
    """The relations of these cells."""
    stated: frozenset[Triple] = frozenset()
    """Findings that must be reported besides the violated relations of these cells."""
    whole: bool = field(default=False)
    """Whether the mistake concerns the whole report rather than single cells."""


def _replaced(world: World, key: Key, report: Report, slips: Sequence[Slip], stated: Sequence[Triple] = ()) -> Done:
    """Replace a report by one in which ``slips`` are wrong."""
    touched = frozenset(
        instances(world, key, [slip.pointer for slip in slips if slip.pointer in form_for(report).index])
    )
    after = replace(world, reports={**world.reports, key: report})
    return Done(world=after, key=key, slips=tuple(slips), touched=touched, stated=frozenset(stated))


def _rewritten(world: World, key: Key, new: dict[int, Any]) -> Done | None:
    """Write new numbers into some cells of a report; ``None`` where none of them differs."""
    report, form = world.reports[key], form_for(world.reports[key])
    slips = [
        Slip(form.cells[cell], was, plain(figure))
        for cell, figure in sorted(new.items())
        if (was := plain(number_of(report, form.cells[cell]))) != plain(figure)
    ]
    if not slips:
        return None
    return _replaced(world, key, changed(copy.deepcopy(report), {slip.pointer: slip.now for slip in slips}), slips)


def _sound(world: World, scope: str | None = None) -> list[Key]:
    """Return the reports of organs in the roster that exist exactly once."""
    return [
        key for key in world.reports if scope in {None, key.scope} and key.organ in world.organs and counts(world, key)
    ]


def _leaves(world: World) -> list[Key]:
    """Return the reports that the roster expects of organs without organs below them."""
    return [
        key for key in _sound(world, OWN) if key.organ not in world.children and world.is_expected(key.organ, key.year)
    ]


def _followed(world: World) -> list[Key]:
    """Return the reports for which there is one of the year before."""
    return [key for key in _sound(world) if _last(key) in world.reports]


def _last(key: Key) -> Key:
    return key._replace(year=key.year - 1)


def _picked(chooser: Random, keys: Sequence[Key]) -> Iterator[Key]:
    """Yield up to ten of the keys in random order."""
    if keys:
        yield from chooser.sample(keys, min(len(keys), 10))


# --- Cells ----------------------------------------------------------------------------------------------------------


def _slip(kind: str) -> Callable[[World, Random], Done | None]:
    def inject(world: World, chooser: Random) -> Done | None:
        for key in _picked(chooser, _sound(world)):
            if found := typos(world.reports[key], chooser, kind):
                report, slips = found
                blank = [slip for slip in slips if slip.now is None]
                codes = {structural_code(form_for(report).places[slip.pointer], "type", blank=True) for slip in blank}
                return _replaced(world, key, report, slips, [(code, key.organ, key.year) for code in sorted(codes)])
        return None

    return inject


def _wrong_link(code: str) -> Callable[[World, Random], Done | None]:
    """Make a cell inconsistent with last year's report, while the report itself still adds up."""

    def inject(world: World, chooser: Random) -> Done | None:
        there = {key: [link.this[0][0] for link in _links(world, key) if link.code == code] for key in _followed(world)}
        for key in _picked(chooser, [key for key, cells in there.items() if cells]):
            edition = world.reports[key]["edition"]
            goes_on = {cell for link in links(edition, edition) for cell, _ in link.then}
            if new := _changed_cell(world.reports[key], chooser, there[key], goes_on):
                return _rewritten(world, key, new)
        return None

    return inject


def _links(world: World, key: Key) -> tuple[Link, ...]:
    """Return the relations between a report and that of the year before, which must exist."""
    return links(world.reports[key]["edition"], world.reports[_last(key)]["edition"])


def _wrong_sum(world: World, chooser: Random) -> Done | None:
    """Make a cell of a consolidated report differ from the sum, while the report itself still adds up."""
    for key in _picked(chooser, _sound(world, CONSOLIDATED)):
        edition = world.reports[key]["edition"]
        goes_on = {cell for link in links(edition, edition) for cell, _ in (*link.then, *link.this)}
        there = [cell for cell in range(len(form_for(world.reports[key]).cells)) if cell not in goes_on]
        if new := _changed_cell(world.reports[key], chooser, there, goes_on):
            return _rewritten(world, key, new)
    return None


def _changed_cell(report: Report, chooser: Random, cells: Sequence[int], avoid: set[int]) -> dict[int, Any] | None:
    """Return new numbers for one of the cells and those that must change with it; prefers cells that are not 0."""
    form = form_for(report)
    filled = [cell for cell in cells if number_of(report, form.cells[cell])]
    for cell in (*chooser.sample(filled, min(len(filled), 5)), chooser.choice(cells)):
        figure = int(number_of(report, form.cells[cell]))
        by = chooser.choice([*range(1, 10), *(-n for n in range(1, min(10, figure + 1)))])
        if new := balanced(report, cell, by, avoid, chooser):
            return new
    return None


def _misadded(times: int) -> Callable[[World, Random], Done | None]:
    """Add a contributing report to a consolidated one ``times`` more; -1 leaves it out."""

    def inject(world: World, chooser: Random) -> Done | None:
        for key in _picked(chooser, _sound(world, CONSOLIDATED)):
            parts = world.contributors(key)
            part = chooser.choice(parts)
            if len(parts) > 1 and part in world.reports:
                whole, one = world.reports[key], world.reports[part]
                pairs = [(number_of(whole, cell), number_of(one, cell)) for cell in form_for(whole).cells]
                usable = not any(None in pair for pair in pairs)
                done = usable and _rewritten(world, key, {n: old + times * more for n, (old, more) in enumerate(pairs)})
                if done:
                    return done
        return None

    return inject


def _copied_table(world: World, chooser: Random) -> Done | None:
    """Copy a table from last year's report."""
    for key in _picked(chooser, _followed(world)):
        report, last = world.reports[key], world.reports[_last(key)]
        for table in chooser.sample(tables := _tables(report), len(tables)):
            cells = [cell for cell in form_for(report).cells if cell.startswith(f"{table}/")]
            before = [cell for cell in form_for(last).cells if cell.startswith(f"{table}/")]
            if cells == before and sum(bool(number_of(last, cell)) for cell in cells) >= limits().filled:
                index = form_for(report).index
                done = _rewritten(world, key, {index[cell]: number_of(last, cell) for cell in cells})
                if done is not None:
                    return replace(done, stated=frozenset({(UNCHANGED, key.organ, key.year)}))
    return None


def _tables(report: Report) -> list[str]:
    form = form_for(report)
    return list(dict.fromkeys(form.places[cell].parents[0].pointer for cell in form.cells))


# --- Whole reports --------------------------------------------------------------------------------------------------


def _about(world: World, key: Key, after: World, codes: Sequence[str], more: Sequence[Triple] = ()) -> Done:
    """Describe a mistake that concerns a whole report."""
    touched = frozenset(instances(world, key, form_for(world.reports[key]).cells))
    stated = {*((code, key.organ, key.year) for code in codes), *more}
    return Done(world=after, key=key, touched=touched, stated=frozenset(stated), whole=True)


def _gap(world: World, key: Key) -> list[Triple]:
    """Return the finding about the gap that a missing report leaves between two years."""
    years = sorted(other.year for other in world.reports if (other.organ, other.scope) == (key.organ, key.scope))
    later = [year for year in years if year > key.year]
    return [(GAP, key.organ, later[0])] if later and years[0] < key.year else []


def _missing(world: World, chooser: Random) -> Done | None:
    for key in _picked(chooser, _leaves(world)):
        reports = {other: report for other, report in world.reports.items() if other != key}
        return _about(world, key, replace(world, reports=reports), [ROSTER_CODES["missing"]], _gap(world, key))
    return None


def _duplicated(world: World, chooser: Random) -> Done | None:
    for key in _picked(chooser, _leaves(world)):
        copies = {**world.copies, key: copy.deepcopy(world.reports[key])}
        return _about(world, key, replace(world, copies=copies), [TWICE])
    return None


def _renamed(world: World, chooser: Random) -> Done | None:
    """Give a report a name that the roster does not have, but a code that identifies the organ."""
    for key in _picked(chooser, [key for key in _leaves(world) if "code" in world.organs[key.organ]]):
        report, slip = _with_new_name(world, key)
        return _replaced(world, key, report, [slip], [(ROSTER_CODES["renamed"], key.organ, key.year)])
    return None


def _unrecognised(world: World, chooser: Random) -> Done | None:
    """Give a report a name that the roster does not have, and no code."""
    for key in _picked(chooser, [key for key in _leaves(world) if "code" not in world.organs[key.organ]]):
        report, slip = _with_new_name(world, key)
        unknown = (ROSTER_CODES["unknown"], slip.now, key.year)
        after = replace(world, reports={**world.reports, key: report})
        done = _about(world, key, after, [ROSTER_CODES["missing"]], [unknown, *_gap(world, key)])
        return replace(done, slips=(slip,))
    return None


def _with_new_name(world: World, key: Key) -> tuple[Report, Slip]:
    slip = Slip("/organ/name", world.reports[key]["organ"]["name"], f"{key.organ.removesuffix('局')}服务中心")
    return changed(copy.deepcopy(world.reports[key]), {slip.pointer: slip.now}), slip


def _unknown(world: World, chooser: Random) -> Done | None:
    """Add a report of an organ that is not in the roster."""
    for near in _picked(chooser, _leaves(world)):
        organ = Organ(
            name=f"{near.organ.removesuffix('局')}管理委员会", level=world.organs[near.organ]["level"], kind=DEPARTMENT
        )
        key = Key(organ.name, near.year, OWN)
        if not any(other.organ == organ.name for other in world.reports):
            return _added(world, chooser, organ, key, ROSTER_CODES["unknown"])
    return None


def _outside(world: World, chooser: Random) -> Done | None:
    """Add a report of an organ for the year after its last one."""
    keys = [key for key in _leaves(world) if world.organs[key.organ].get("to") == key.year]
    for last in _picked(chooser, [key for key in keys if any(other.year > key.year for other in world.reports)]):
        entry = world.organs[last.organ]
        organ = Organ(name=last.organ, level=entry["level"], kind=entry["kind"], code=entry.get("code"), last=last.year)
        key = last._replace(year=last.year + 1)
        if key not in world.reports:
            return _added(world, chooser, organ, key, ROSTER_CODES["outside"])
    return None


def _added(world: World, chooser: Random, organ: Organ, key: Key, code: str) -> Done:
    """Add a report, consistent with that of the year before where there is one."""
    apart = World(roster={"roster": 1, "organs": []}, reports={})
    if _last(key) in world.reports:
        apart.reports[_last(key)] = world.reports[_last(key)]
    report = Drawer(chooser, apart, [organ], most=100, figures=20).report(organ, key)
    after = replace(world, reports={**world.reports, key: report})
    return _about(after, key, after, [code])


def _late(world: World, chooser: Random) -> Done | None:
    """Date a report after its deadline."""
    for key in _picked(chooser, _sound(world)):
        report = world.reports[key]
        bounds = [one for one in compile_relations(load_catalog(), report["edition"]) if isinstance(one, DateBound)]
        for one in bounds:
            if one.comparator == "<=" and any(looked_at(limit[0], report) is not None for limit in one.limits):
                _, end = days_within(bounds, report)
                slip = Slip(one.value, report[one.value[1:]], _days_after(end, chooser))
                wrong = changed(copy.deepcopy(report), {slip.pointer: slip.now})
                return _replaced(world, key, wrong, [slip], [(one.relation.code, key.organ, key.year)])
    return None


def _days_after(end: date, chooser: Random) -> str:
    return (end + timedelta(chooser.randint(1, _LATE))).isoformat()


INJECTIONS: Final[dict[str, Callable[[World, Random], Done | None]]] = {
    "left-out": _misadded(-1),
    "counted-twice": _misadded(1),
    "not-the-sum": _wrong_sum,
    "copied-table": _copied_table,
    "missing": _missing,
    "duplicated": _duplicated,
    "renamed": _renamed,
    "unrecognised": _unrecognised,
    "unknown": _unknown,
    "outside": _outside,
    "late": _late,
    "carry-over": _wrong_link("Y601"),
    "in-force": _wrong_link("Y602"),
    "items": _wrong_link("Y603"),
    **{kind: _slip(kind) for kind in SLIPS},
}
"""The kinds of mistakes, first those that need the most room; each function returns ``None`` where there is none."""
