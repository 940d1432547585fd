"""The editions that cases are written for: their forms, read from the published schemas, and what vectors say of them.

Shares no code with the checker. ``editions.json`` beside this file has for each edition the year of its base documents
(by default the second year of the edition), the figures of Table 2 in the busy one (those missing are as in the
edition ``like``), and the version of the suite that brings its vectors (none for those of the first versions).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["EDITIONS", "Edition", "Setting", "counterparts", "demand_of_edition", "load", "setting"]

STANDARD: Final = Path(__file__).parents[2] / "schema" / "2.0.1"
"""Folder of the version of the standard that the suite tests."""
DATA: Final = Path(__file__).with_name("editions.json")


@dataclass(frozen=True, eq=False, kw_only=True)
class Edition:
    """One edition of the form."""

    name: str
    first: int
    """First reporting year."""
    last: int | None
    """Last reporting year; None for the newest edition."""
    before: Edition | None
    year: int
    """Reporting year of the base documents."""
    busy: Mapping[str, tuple[Any, ...]]
    """Figures of Table 2 in the busy base document, by row."""
    since: str
    """Version of the suite that brings the vectors of this edition; empty for the first ones."""
    schema: Mapping[str, Any]

    @property
    def misfit(self) -> int:
        """A reporting year of another edition, not next to those of this one."""
        return self.first - 2 if self.before else self.last + 4 if self.last else 1999

    @property
    def changeover(self) -> int:
        """The first year of this edition, or, of the oldest edition, of the next."""
        return self.first if self.before or self.last is None else self.last + 1

    @cached_property
    def places(self) -> dict[str, tuple[str, ...]]:
        """Every place below the report, in the order of the form, with the definitions that it refers to."""
        return {pointer: refs for pointer, refs, _ in self._walk(self.schema, "")}

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the form prints for each place."""
        return {pointer: one.get("title", "") for pointer, _, one in self._walk(self.schema, "")}

    @cached_property
    def cells(self) -> list[str]:
        """The cells of the three tables, in order."""
        numbers = {"integer", "number"}
        return [
            pointer
            for pointer, _, one in self._walk(self.schema, "")
            if one.get("type") in numbers and one.get("x-blank")
        ]

    @cached_property
    def rows(self) -> list[str]:
        """The rows of Table 3, with totals."""
        return [pointer for pointer, refs in self.places.items() if "applicant_row" in refs]

    @cached_property
    def columns(self) -> list[str]:
        """The columns of Table 3, without the total."""
        return self._within(self.rows[0])

    @cached_property
    def groups(self) -> list[str]:
        """The groups of Table 4."""
        return [pointer for pointer, refs in self.places.items() if "case_row" in refs]

    @cached_property
    def results(self) -> list[str]:
        """The results of a group of Table 4, without the total."""
        return self._within(self.groups[0])

    def _within(self, row: str) -> list[str]:
        found = [cell.removeprefix(f"{row}/") for cell in self.cells if cell.startswith(f"{row}/")]
        return [cell for cell in found if cell != "total"]

    @cached_property
    def _index(self) -> dict[str, int]:
        return {pointer: n for n, pointer in enumerate(self.places)}

    @cached_property
    def continued(self) -> dict[str, str]:
        """Where each place was in the edition before: at the same pointer unless ``x-continues`` says otherwise."""
        known = {"": ""}
        for pointer, _, one in self._walk(self.schema, ""):
            around, _, name = pointer.rpartition("/")
            stated = one.get("x-continues", name)
            known[pointer] = stated if stated.startswith("/") else f"{known[around]}/{stated}"
        return known

    def _walk(self, schema: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, tuple[str, ...], Any]]:
        for name, member in schema.get("properties", {}).items():
            refs, one = [], member
            while "$ref" in one:
                refs.append(one["$ref"].removeprefix("#/$defs/"))
                target = self.schema["$defs"][refs[-1]]
                one = {**target, **{key: value for key, value in one.items() if key != "$ref"}}
            yield f"{pointer}/{name}", tuple(refs), one
            yield from self._walk(one, f"{pointer}/{name}")

    def order(self, pointer: str) -> tuple[int, str]:
        """Return a sort key in the order of the form; the unknown comes after all that is known in its object."""
        known = pointer
        while known and known not in self._index:
            known = known.rpartition("/")[0]
        if known == pointer:
            return self._index[pointer], ""
        return max(n for one, n in self._index.items() if f"{one}/".startswith(f"{known}/")), pointer


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What the suite as a whole says."""

    suite: str
    """Version of the suite."""
    status: str
    standard: str
    """Version of the standard."""
    examples: str
    """The edition of documents whose edition does not matter."""


EDITIONS: Final[dict[str, Edition]] = {}
"""The editions by name, oldest first."""
_SETTING: list[Setting] = []


def setting() -> Setting:
    return _SETTING[0]


def demand_of_edition() -> str:
    """Return what is expected at ``/edition`` where the edition is unknown."""
    return "|".join(EDITIONS)


@cache
def counterparts(edition: str, other: str) -> dict[str, str]:
    """Return the cells of an edition with the cells of another one that they continue or are continued by."""
    names = [*EDITIONS]
    here, there = names.index(edition), names.index(other)
    if here < there:
        return {cell: later for later, cell in counterparts(other, edition).items()}
    found = {cell: cell for cell in EDITIONS[edition].cells}
    for name in names[here:there:-1]:
        continued = EDITIONS[name].continued
        found = {cell: continued[at] for cell, at in found.items() if at in continued}
    return {cell: at for cell, at in found.items() if at in EDITIONS[other].cells}


def load(standard: Path = STANDARD, more: Path | None = None) -> None:
    """Load the editions of a standard; ``more`` is a file like ``editions.json`` whose entries are added to it."""
    data = _json(DATA)
    for name, value in (_json(more) if more else {}).items():
        data[name] = {**data["editions"], **value} if name == "editions" else value
    listed = _json(standard / "set.json")
    firsts = {name: _json(standard / at / "edition.json")["first_year"] for name, at in listed["editions"].items()}
    EDITIONS.clear()
    counterparts.cache_clear()
    for name, first in sorted(firsts.items(), key=lambda one: one[1]):
        entry = data["editions"][name]
        like = data["editions"][entry["like"]]["busy"] if "like" in entry else {}
        EDITIONS[name] = Edition(
            name=name,
            first=first,
            last=min((one - 1 for one in firsts.values() if one > first), default=None),
            before=next(reversed(EDITIONS.values()), None),
            year=entry.get("reporting_year", first + 1),
            busy={row: tuple(figures) for row, figures in {**like, **entry.get("busy", {})}.items()},
            since=entry.get("since", ""),
            schema=_json(standard / listed["editions"][name] / "report.schema.json"),
        )
    suite = Setting(suite=data["suite"], status=data["status"], standard=listed["version"], examples=data["examples"])
    _SETTING[:] = [suite]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


load()
