"""The roster of a county: which organs report in which years, and whose consolidated reports include whose."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.engine.schema_check import check_of
from gknb.errors import SourceError
from gknb.series.pairs import plain_code, plain_name
from gknb.source.document import read_path
from gknb.texts.values import shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.engine.digest import Digest
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog, Json

__all__ = ["Organ", "Roster", "read_roster", "roster_of"]

_ROSTER_REASONS: Final = {
    "source.empty": "roster.empty",
    "source.too-large": "roster.too-long",
    "source.too-many-values": "roster.too-long",
}
"""Errors of reading a report whose message would not help with a roster, and the errors raised instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """One organ of a roster."""

    pointer: str
    """JSON Pointer into the roster."""
    name: str
    """Name."""
    level: str | None
    """Level; ``None`` if the roster does not say."""
    kind: str | None
    """Kind; ``None`` if the roster does not say."""
    code: str | None
    """Unified social credit code."""
    parent: str | None
    """Name of the organ whose consolidated report includes this one."""
    aliases: tuple[str, ...]
    """Present and former other names."""
    first: int
    """First reporting year; 0 if the roster does not say."""
    last: int
    """Last reporting year; 9999 if the roster does not say."""
    own: bool
    """Whether it makes an own report besides its consolidated one."""

    def reports_in(self, year: int) -> bool:
        """Whether a report for a reporting year is due."""
        return self.first <= year <= self.last


class Roster:
    """The organs of a roster and their hierarchy."""

    def __init__(self, organs: tuple[Organ, ...], source: Source, file: str) -> None:
        self.organs = organs
        self.source = source
        """The roster as read."""
        self.file = file
        """The path as given."""
        self.by_name = {name: organ for organ in organs for name in map(plain_name, (organ.name, *organ.aliases))}
        self.by_code = {organ.code: organ for organ in organs if organ.code is not None}
        below: dict[str, list[Organ]] = {organ.name: [] for organ in organs}
        for organ in organs:
            if organ.parent is not None:
                below[organ.parent].append(organ)
        self.below: Mapping[str, tuple[Organ, ...]] = {name: tuple(some) for name, some in below.items()}

    def organ_of(self, digest: Digest) -> Organ | None:
        """Return the organ of a report, by its code, else by its name or an alias; ``None`` if unknown."""
        by_code = self.by_code.get(plain_code(digest.code)) if digest.code is not None else None
        return by_code or self.by_name.get(plain_name(digest.organ or ""))

    @property
    def names(self) -> dict[str, str]:
        """The name of the organ for each code, name and alias."""
        organs = {**self.by_name, **self.by_code}
        return {name: organ.name for name, organ in organs.items()}

    def knowing(self, aliases: Mapping[str, str]) -> Roster:
        """Return a copy with further ``aliases``, which map other names of organs to present ones."""
        made = copy(self)
        known = {plain_name(alias): self.by_name.get(plain_name(name)) for alias, name in aliases.items()}
        made.by_name = {**{alias: organ for alias, organ in known.items() if organ is not None}, **self.by_name}
        return made

    def includes(self, organ: Organ, year: int) -> tuple[Organ, ...]:
        """Return the organs that the consolidated report of an organ includes in a year."""
        return tuple(one for one in self.below[organ.name] if one.reports_in(year))

    def from_the_top(self) -> Iterator[tuple[Organ, int]]:
        """Yield each organ with its depth, every organ before those below it."""
        waiting = [(organ, 0) for organ in reversed(self.organs) if organ.parent is None]
        while waiting:
            organ, depth = waiting.pop()
            yield organ, depth
            waiting += [(one, depth + 1) for one in reversed(self.below[organ.name])]


def read_roster(catalog: Catalog, path: str) -> Roster:
    """Read a roster from a file: YAML or JSON as in ``roster.schema.json``, or a table (``.csv``) with those columns.

    Raises :class:`~gknb.errors.SourceError` if it cannot be read or is contradictory: an unknown parent, a cycle of
    parents, two organs with one name or code.
    """
    try:
        return roster_of(catalog, _read(catalog, path), path)
    except SourceError as error:
        if error.reason not in _ROSTER_REASONS:
            raise
        raise SourceError(_ROSTER_REASONS[error.reason]) from error


def _read(catalog: Catalog, path: str) -> Source:
    if not path.lower().removesuffix(".gz").endswith((".csv", ".tsv")):
        return read_path(path)
    from gknb.county.roster_table import read_table

    return read_table(catalog, path)


def roster_of(catalog: Catalog, source: Source, file: str) -> Roster:
    """Return the roster in a source; raises as :func:`read_roster` does."""
    if source.duplicates:
        again = source.duplicates[0]
        raise SourceError("roster.key", line=again.position.line, column=again.position.column, key=shorten(again.key))
    path = catalog.path("roster_schema")
    schema = catalog.json(path)
    if not check_of(schema, path)(source.value):
        _refuse(source, schema)
    organs = tuple(_organs(source))
    return Roster(organs, source, file)


def _refuse(source: Source, schema: Json) -> None:
    """Raise the first error that ``jsonschema`` finds in a roster; imported here because it is slow to load."""
    from jsonschema import Draft202012Validator

    from gknb.county.roster_errors import refused

    for error in Draft202012Validator(schema).iter_errors(source.value):
        reason, details = refused(error)
        raise _wrong(source, "".join(f"/{one}" for one in error.absolute_path), reason, **details)


def _organs(source: Source) -> Iterator[Organ]:
    listed = source.value["organs"]
    known = _names(source)
    parents = {one["name"]: _known(known, one["parent"]) if "parent" in one else None for one in listed}
    for n, one in enumerate(listed):
        if one.get("from", 0) > one.get("to", 9999):
            raise _wrong(source, f"/organs/{n}/to", "roster.years")
        if "parent" in one and parents[one["name"]] is None:
            raise _wrong(source, f"/organs/{n}/parent", "roster.parent", name=shorten(one["parent"]))
    for n, one in enumerate(listed):
        if _has_cycle(one["name"], parents):
            raise _wrong(source, f"/organs/{n}/parent", "roster.circle", name=shorten(one["name"]))
        yield Organ(
            pointer=f"/organs/{n}",
            name=one["name"],
            level=one.get("level"),
            kind=one.get("kind"),
            code=plain_code(one["code"]) if "code" in one else None,
            parent=parents[one["name"]],
            aliases=tuple(one.get("aliases", ())),
            first=one.get("from", 0),
            last=one.get("to", 9999),
            own=one.get("own", False),
        )


def _names(source: Source) -> dict[str, str]:
    """Return the organ's name for each name, alias and code; raise if two organs share one."""
    owners: dict[str, int] = {}
    listed = source.value["organs"]
    for n, one in enumerate(listed):
        marks = {plain_name(name): f"/organs/{n}" for name in (one["name"], *one.get("aliases", ()))}
        if "code" in one:
            marks.setdefault(plain_code(one["code"]), f"/organs/{n}/code")
        for mark, pointer in marks.items():
            if owners.setdefault(mark, n) != n:
                raise _wrong(source, pointer, "roster.twice", name=shorten(mark))
    return {mark: listed[n]["name"] for mark, n in owners.items()}


def _known(names: Mapping[str, str], mark: str) -> str | None:
    """Return the name of the organ for a name, an alias or a code."""
    return names.get(plain_name(mark)) or names.get(plain_code(mark))


def _has_cycle(name: str, parents: Mapping[str, str | None]) -> bool:
    """Whether following the parents of ``name`` leads into a cycle."""
    seen, at = {name}, parents[name]
    while at is not None and at not in seen:
        seen.add(at)
        at = parents[at]
    return at is not None


def _wrong(source: Source, pointer: str, reason: str, /, **details: Any) -> SourceError:
    """Return an error with the position of ``pointer`` or of its nearest parent that has one."""
    where = source.position(pointer)
    while where is None and pointer:
        pointer = pointer.rpartition("/")[0]
        where = source.position(pointer)
    if where is None:
        return SourceError(reason, **details)
    return SourceError(reason, line=where.line, column=where.column, **details)
