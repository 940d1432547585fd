"""The ways in which a world goes wrong: each takes a world in which everything holds, and says what it did."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import DateBound
from gknb.testing.consequences import UNCHANGED, Instance, counts, form_for, instances
from gknb.testing.consistent import balanced
from gknb.testing.corrupted import structural_code
from gknb.testing.county import CONSOLIDATED, OWN, Key, World
from gknb.testing.drawing import days_within
from gknb.testing.filling import looked_at
from gknb.testing.rosters import DEPARTMENT, Organ
from gknb.testing.series import links
from gknb.testing.slips import SLIPS, Slip, typos
from gknb.testing.yearly import Drawer, number_of, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from gknb.testing.drawing import Report
    from gknb.testing.series import Link

__all__ = ["INJECTIONS", "ROSTER_CODES", "Done", "Triple"]

Triple: TypeAlias = tuple[str, str, int]
"""A relation, the name of an organ, and a year."""

ROSTER_CODES: Final = {"missing": "R702", "unknown": "R703", "outside": "R704", "renamed": "R705"}
"""The relations between a roster and the reports that there are."""
TWICE: Final = "Y608"
"""The relation that an organ has two reports for a year."""
GAP: Final = "Y607"
"""The relation that the report of a year between two others is missing."""
_FILLED: Final = 6
"""A table is copied only if it has so many figures."""
_LATE: Final = 60
"""The most days by which a report is late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A world with one thing more wrong in it."""

    world: World
    """The world."""
    key: Key
    """The report that is wrong, or is not there."""
    slips: tuple[Slip, ...] = ()
    """The cells that are wrong."""
    touched: frozenset[Instance] = frozenset()
    """The relations that these are in."""
    stated: frozenset[Triple] = frozenset()
    """What must be found beside those of them that do not hold."""
    whole: bool = field(default=False)
    """Whether it is the whole report that is wrong, not cells of it."""


def _replaced(world: World, key: Key, report: Report, slips: Sequence[Slip], stated: Sequence[Triple] = ()) -> Done:
    """The world with another report in the place of one, in which ``slips`` are wrong."""
    touched = frozenset(
        instances(world, key, [slip.pointer for slip in slips if slip.pointer in form_for(report).index])
    )
    after = replace(world, reports={**world.reports, key: report})
    return Done(world=after, key=key, slips=tuple(slips), touched=touched, stated=frozenset(stated))


def _rewritten(world: World, key: Key, new: dict[int, Any]) -> Done | None:
    """The world with other figures in some cells; ``None`` where they are none."""
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
    """The reports of organs of the roster that are there once."""
    return [
        key for key in world.reports if scope in {None, key.scope} and key.organ in world.organs and counts(world, key)
    ]


def _leaves(world: World) -> list[Key]:
    """The only reports of organs that include no others, each expected by the roster."""
    return [
        key for key in _sound(world, OWN) if key.organ not in world.children and world.is_there(key.organ, key.year)
    ]


def _followed(world: World) -> list[Key]:
    """The reports that have one of the year before."""
    return [key for key in _sound(world) if _last(key) in world.reports]


def _last(key: Key) -> Key:
    return key._replace(year=key.year - 1)


def _picked(chooser: Random, keys: Sequence[Key]) -> Iterator[Key]:
    """A few of the keys."""
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
    """A cell is wrong against last year's report, and the report adds up all the same."""

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
    """What holds between a report and that of the year before, which is there."""
    return links(world.reports[key]["edition"], world.reports[_last(key)]["edition"])


def _wrong_sum(world: World, chooser: Random) -> Done | None:
    """A cell of a consolidated report is not the sum, and the report adds up all the same."""
    for key in _picked(chooser, _sound(world, CONSOLIDATED)):
        edition = world.reports[key]["edition"]
        goes_on = {cell for link in links(edition, edition) for cell, _ in (*link.then, *link.this)}
        there = [cell for cell in range(len(form_for(world.reports[key]).cells)) if cell not in goes_on]
        if new := _changed_cell(world.reports[key], chooser, there, goes_on):
            return _rewritten(world, key, new)
    return None


def _changed_cell(report: Report, chooser: Random, cells: Sequence[int], avoid: set[int]) -> dict[int, Any] | None:
    """New figures for one of the cells, and for what must change with it; cells other than 0 are preferred."""
    form = form_for(report)
    filled = [cell for cell in cells if number_of(report, form.cells[cell])]
    for cell in (*chooser.sample(filled, min(len(filled), 5)), chooser.choice(cells)):
        figure = int(number_of(report, form.cells[cell]))
        by = chooser.choice([*range(1, 10), *(-n for n in range(1, min(10, figure + 1)))])
        if new := balanced(report, cell, by, avoid, chooser):
            return new
    return None


def _misadded(times: int) -> Callable[[World, Random], Done | None]:
    """One of the reports is added to a consolidated one again, or taken from it."""

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
    """A table is that of last year."""
    for key in _picked(chooser, _followed(world)):
        report, last = world.reports[key], world.reports[_last(key)]
        for table in chooser.sample(tables := _tables(report), len(tables)):
            cells = [cell for cell in form_for(report).cells if cell.startswith(f"{table}/")]
            before = [cell for cell in form_for(last).cells if cell.startswith(f"{table}/")]
            if cells == before and sum(bool(number_of(last, cell)) for cell in cells) >= _FILLED:
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
    """A world in which something is wrong with a whole report."""
    touched = frozenset(instances(world, key, form_for(world.reports[key]).cells))
    stated = {*((code, key.organ, key.year) for code in codes), *more}
    return Done(world=after, key=key, touched=touched, stated=frozenset(stated), whole=True)


def _gap(world: World, key: Key) -> list[Triple]:
    """What the reports around one that is not there must raise."""
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
    """A report bears a name that is no alias; by its code it can be told whose it is."""
    for key in _picked(chooser, [key for key in _leaves(world) if "code" in world.organs[key.organ]]):
        report, slip = _with_new_name(world, key)
        return _replaced(world, key, report, [slip], [(ROSTER_CODES["renamed"], key.organ, key.year)])
    return None


def _unrecognised(world: World, chooser: Random) -> Done | None:
    """A report bears a name that is no alias, and nothing else says whose it is."""
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
    """There is a report of an organ that the roster does not have."""
    for near in _picked(chooser, _leaves(world)):
        organ = Organ(
            name=f"{near.organ.removesuffix('局')}管理委员会", level=world.organs[near.organ]["level"], kind=DEPARTMENT
        )
        key = Key(organ.name, near.year, OWN)
        if not any(other.organ == organ.name for other in world.reports):
            return _added(world, chooser, organ, key, ROSTER_CODES["unknown"])
    return None


def _outside(world: World, chooser: Random) -> Done | None:
    """There is a report of an organ for the year after its last one."""
    keys = [key for key in _leaves(world) if world.organs[key.organ].get("to") == key.year]
    for last in _picked(chooser, [key for key in keys if any(other.year > key.year for other in world.reports)]):
        entry = world.organs[last.organ]
        organ = Organ(name=last.organ, level=entry["level"], kind=entry["kind"], code=entry.get("code"), last=last.year)
        key = last._replace(year=last.year + 1)
        if key not in world.reports:
            return _added(world, chooser, organ, key, ROSTER_CODES["outside"])
    return None


def _added(world: World, chooser: Random, organ: Organ, key: Key, code: str) -> Done:
    """The world with a report more, which goes on from that of the year before where there is one."""
    apart = World(roster={"roster": 1, "organs": []}, reports={})
    if _last(key) in world.reports:
        apart.reports[_last(key)] = world.reports[_last(key)]
    report = Drawer(chooser, apart, [organ], most=100, figures=20).report(organ, key)
    after = replace(world, reports={**world.reports, key: report})
    return _about(after, key, after, [code])


def _late(world: World, chooser: Random) -> Done | None:
    """A report was published after its deadline."""
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
"""The kinds of mistakes, first those that take the most room; each gives ``None`` where the world has none for it."""
