"""Who has reported: the reports of a run against a roster."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from gknb.series.pairs import plain_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.county.roster import Organ, Roster
    from gknb.digest import Digest

__all__ = ["Coverage", "Due", "State", "coverage_of"]

State: TypeAlias = Literal["received", "twice", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that an organ has to make."""

    organ: Organ
    """The organ."""
    year: int
    """The year."""
    scope: str | None
    """``own`` or ``consolidated``; ``None`` for an organ with nobody below it, whose report may be either."""
    reports: tuple[Digest, ...]
    """What there is: one, where all is well."""

    @property
    def state(self) -> State:
        """Whether it is there."""
        return "received" if len(self.reports) == 1 else "twice" if self.reports else "missing"

    @property
    def report(self) -> Digest | None:
        """The report, where there is just one."""
        return self.reports[0] if len(self.reports) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who has reported, year by year."""

    years: tuple[int, ...]
    """The years that any report of the run is about."""
    due: tuple[Due, ...]
    """Every report that is to be there, organ by organ in the order of the roster."""
    unknown: tuple[Digest, ...]
    """Reports of organs that are not on the roster."""
    unexpected: tuple[tuple[Digest, Organ], ...]
    """Reports for years in which the organ does not report."""
    renamed: tuple[tuple[Digest, Organ], ...]
    """Reports that the code alone tells the organ of."""
    _index: Mapping[tuple[str, int, str | None], Due] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Every report that is due, by organ, year and scope."""
        object.__setattr__(self, "_index", {(one.organ.name, one.year, one.scope): one for one in self.due})

    def of(self, organ: Organ, year: int, scope: str | None) -> Due | None:
        """What an organ has to report on a year."""
        return self._index.get((organ.name, year, scope))


def coverage_of(roster: Roster, digests: Iterable[Digest]) -> Coverage:
    """The coverage of some reports; those without a year or a name are no report of anybody."""
    known = [digest for digest in digests if digest.year is not None and digest.organ is not None]
    years = tuple(sorted({digest.year for digest in known if digest.year is not None}))
    found: dict[tuple[str, int], list[Digest]] = defaultdict(list)
    unknown, unexpected, renamed = [], [], []
    for digest in known:
        organ, year = roster.organ_of(digest), digest.year or 0
        if organ is None:
            unknown.append(digest)
        elif not organ.reports_in(year):
            unexpected.append((digest, organ))
        else:
            found[organ.name, year].append(digest)
            if plain_name(digest.organ or "") not in map(plain_name, (organ.name, *organ.aliases)):
                renamed.append((digest, organ))
    due = tuple(one for organ in roster.organs for year in years for one in _due(roster, organ, year, found))
    return Coverage(years=years, due=due, unknown=tuple(unknown), unexpected=tuple(unexpected), renamed=tuple(renamed))


def _due(roster: Roster, organ: Organ, year: int, found: Mapping[tuple[str, int], list[Digest]]) -> Iterator[Due]:
    if not organ.reports_in(year):
        return
    reports = found.get((organ.name, year), [])
    if not roster.below[organ.name]:
        yield Due(organ=organ, year=year, scope=None, reports=tuple(reports))
        return
    for scope in ("consolidated", *(("own",) if organ.own else ())):
        some = tuple(one for one in reports if one.scope == scope)
        yield Due(organ=organ, year=year, scope=scope, reports=some)
