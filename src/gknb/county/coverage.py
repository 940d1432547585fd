"""Compare the reports of a run with a roster: which are received, missing or unexpected."""

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
    """A report that is due."""

    organ: Organ
    """The reporting organ."""
    year: int
    """The reporting year."""
    scope: str | None
    """``own`` or ``consolidated``; ``None`` (any scope) for an organ with no organs below it and no own report."""
    reports: tuple[Digest, ...]
    """The reports received; normally one."""

    @property
    def state(self) -> State:
        """Whether the report was received, received more than once, or is missing."""
        return "received" if len(self.reports) == 1 else "twice" if self.reports else "missing"

    @property
    def report(self) -> Digest | None:
        """The report if exactly one was received."""
        return self.reports[0] if len(self.reports) == 1 else None


class Unexpected(NamedTuple):
    """A report of a known organ that the roster does not expect."""

    digest: Digest
    """The report."""
    organ: Organ
    """The organ."""
    pointer: str
    """JSON Pointer of the unexpected value: the year or the scope."""
    expected: str
    """The value that the roster expects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The reports due and received, by organ and year."""

    years: tuple[int, ...]
    """The years considered, earliest first."""
    due: tuple[Due, ...]
    """Reports due, in the order of the roster."""
    unknown: tuple[Digest, ...]
    """Reports of organs that are not on the roster."""
    unexpected: tuple[Unexpected, ...]
    """Reports for a year or of a scope in which the organ does not report."""
    known: tuple[tuple[Digest, Organ], ...]
    """Reports of organs on the roster, each with its organ."""
    _index: Mapping[tuple[str, int, str | None], Due] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Index the reports due by organ, year and scope."""
        object.__setattr__(self, "_index", {(one.organ.name, one.year, one.scope): one for one in self.due})

    def differing(self, members: Mapping[str, str]) -> Iterator[tuple[Digest, Organ, str, str]]:
        """Yield (report, organ, pointer, value in the roster) where a report and the roster differ about the organ.

        ``members`` maps pointers into a report to the corresponding attributes of :class:`~gknb.county.roster.Organ`.
        """
        for digest, organ in self.known:
            for pointer, member in members.items():
                stated, value = getattr(organ, member), digest.head[pointer]
                if None not in (stated, value) and stated != value:
                    yield digest, organ, pointer, stated

    def of(self, organ: Organ, year: int, scope: str | None) -> Due | None:
        """Return the report due from an organ for a year; ``None`` if none is due."""
        return self._index.get((organ.name, year, scope))


def covered(roster: Roster, digests: Iterable[Digest], relations: Iterable[Relation]) -> Coverage:
    """Return the coverage of some reports.

    The first relation of kind ``missing`` sets the share of organs from which on a year counts; without one, all years
    count.
    """
    missing = next((one for one in relations if one.kind == "missing"), None)
    return coverage_of(roster, digests, missing.data["relation"]["share_percent"] if missing else 0)


def coverage_of(roster: Roster, digests: Iterable[Digest], share_percent: int = 0) -> Coverage:
    """Return the coverage of some reports; reports without a year or an organ are ignored.

    A year counts if the number of organs that report on it is at least ``share_percent`` of that in the year with most;
    so does a year between two such years. So a report with a mistyped year does not make all others missing.
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
    """Return the scopes of the reports due from an organ for a year; ``None`` for a report of any scope.

    An organ without organs below it owes an own report if it has made one, else one of any scope.
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
            expected = "|".join(map(str, scopes))
            yield from (Unexpected(one, organ, "/scope", expected) for one in digests if one.scope not in scopes)


def _span(organ: Organ, years: Sequence[int]) -> str:
    """Return the reporting years of an organ as text; an open end is the first or last year considered."""
    first = organ.first or min(years)
    last = organ.last if organ.last < 9999 else max(years)
    return str(first) if first == last else f"{first}..{last}" if first < last else f">={first}"
