"""Who has reported: the reports of a run against a roster."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.county.roster import Organ, Roster
    from gknb.engine.digest import Digest
    from gknb.standard.relations import Relation

__all__ = ["Coverage", "Due", "State", "Unexpected", "coverage_of", "covered"]

State: TypeAlias = Literal["received", "twice", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A report that an organ has to make."""

    organ: Organ
    """The organ."""
    year: int
    """The year."""
    scope: str | None
    """``own`` or ``consolidated``; ``None`` for an organ with nobody below it that has made none of its own."""
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


class Unexpected(NamedTuple):
    """A report of a known organ that the roster does not expect."""

    digest: Digest
    """The report."""
    organ: Organ
    """The organ."""
    pointer: str
    """What of the report the roster does not expect: its year, or its scope."""
    expected: str
    """What it expects there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Who has reported, year by year."""

    years: tuple[int, ...]
    """The years that count, the earliest first."""
    due: tuple[Due, ...]
    """Every report that is to be there, organ by organ in the order of the roster."""
    unknown: tuple[Digest, ...]
    """Reports of organs that are not on the roster."""
    unexpected: tuple[Unexpected, ...]
    """Reports for years in which the organ does not report, or of a scope in which it does not."""
    known: tuple[tuple[Digest, Organ], ...]
    """Every other report, with its organ."""
    _index: Mapping[tuple[str, int, str | None], Due] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Every report that is due, by organ, year and scope."""
        object.__setattr__(self, "_index", {(one.organ.name, one.year, one.scope): one for one in self.due})

    def differing(self, members: Mapping[str, str]) -> Iterator[tuple[Digest, Organ, str, str]]:
        """Where a report says something else of its organ than the roster: at which pointer, and what the roster says.

        ``members`` has for pointers into a report the property of the organ that says the same.
        """
        for digest, organ in self.known:
            for pointer, member in members.items():
                stated, value = getattr(organ, member), digest.head[pointer]
                if None not in (stated, value) and stated != value:
                    yield digest, organ, pointer, stated

    def of(self, organ: Organ, year: int, scope: str | None) -> Due | None:
        """What an organ has to report on a year."""
        return self._index.get((organ.name, year, scope))


def covered(roster: Roster, digests: Iterable[Digest], relations: Iterable[Relation]) -> Coverage:
    """The coverage of some reports, of the years that one of ``relations`` lets count: without it, of all."""
    missing = next((one for one in relations if one.kind == "missing"), None)
    return coverage_of(roster, digests, missing.data["relation"]["share_percent"] if missing else 0)


def coverage_of(roster: Roster, digests: Iterable[Digest], share_percent: int = 0) -> Coverage:
    """The coverage of some reports; those without a year or a name are no report of anybody.

    The years that count are those for which at least ``share_percent`` as many organs report as for the year with most,
    and a year between two such years: one report with a mistyped year does not make all others missing.
    """
    found: dict[tuple[str, int], list[Digest]] = defaultdict(list)
    unknown: list[Digest] = []
    known: list[tuple[Digest, Organ]] = []
    for digest in digests:
        if digest.year is None or digest.organ is None:
            continue
        organ = roster.organ_of(digest)
        if organ is None:
            unknown.append(digest)
        else:
            found[organ.name, digest.year].append(digest)
            known.append((digest, organ))
    years = _years(found, share_percent)
    due = tuple(one for organ in roster.organs for year in years for one in _due(roster, organ, year, found))
    return Coverage(
        years=years,
        due=due,
        unknown=tuple(unknown),
        unexpected=tuple(_unexpected(roster, years, found)),
        known=tuple(known),
    )


def _years(found: Iterable[tuple[str, int]], share_percent: int) -> tuple[int, ...]:
    organs: dict[int, int] = defaultdict(int)
    for _, year in found:
        organs[year] += 1
    least = share_percent * max(organs.values(), default=0)
    counting = {year for year, some in organs.items() if 100 * some >= least}
    between = {year + 1 for year in counting if year + 2 in counting}
    return tuple(sorted(counting | between))


def _due(roster: Roster, organ: Organ, year: int, found: Mapping[tuple[str, int], list[Digest]]) -> Iterator[Due]:
    if not organ.reports_in(year):
        return
    reports = found.get((organ.name, year), [])
    for scope in _scopes(roster, organ, year, reports):
        some = tuple(one for one in reports if scope in (None, one.scope))
        yield Due(organ=organ, year=year, scope=scope, reports=some)


def _scopes(roster: Roster, organ: Organ, year: int, reports: Iterable[Digest]) -> tuple[str | None, ...]:
    """The scopes of the reports that an organ makes on a year; ``None`` for one of whatever scope.

    Of an organ with nobody below a report of its own is what is meant, where there is one.
    """
    if organ.own and roster.below[organ.name]:
        return "consolidated", "own"
    if roster.includes(organ, year):
        return ("consolidated",)
    return ("own",) if any(one.scope == "own" for one in reports) else (None,)


def _unexpected(
    roster: Roster, years: Sequence[int], found: Mapping[tuple[str, int], list[Digest]]
) -> Iterator[Unexpected]:
    by_name = {organ.name: organ for organ in roster.organs}
    for (name, year), digests in found.items():
        organ = by_name[name]
        scopes = _scopes(roster, organ, year, digests)
        if year not in years or not organ.reports_in(year):
            span = _span(organ, years)
            yield from (Unexpected(one, organ, "/reporting_year", span) for one in digests)
        elif None not in scopes:
            told = "|".join(map(str, scopes))
            yield from (Unexpected(one, organ, "/scope", told) for one in digests if one.scope not in scopes)


def _span(organ: Organ, years: Sequence[int]) -> str:
    """The years in which an organ reports; where the roster does not say, those that count."""
    first = organ.first or min(years)
    last = organ.last if organ.last < 9999 else max(years)
    return str(first) if first == last else f"{first}..{last}" if first < last else f">={first}"
