"""A simulated county: its roster, its reports over several years, and which reports each consolidated one sums."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from hypothesis.vendor.pretty import RepresentationPrinter

    from gknb.testing.drawing import Report

__all__ = ["CONSOLIDATED", "OWN", "Key", "World"]

OWN: Final = "own"
CONSOLIDATED: Final = "consolidated"


class Key(NamedTuple):
    """Identifies a report."""

    organ: str
    """Name of the organ in the roster; for an organ that is not in the roster, the name in its report."""
    year: int
    """The reporting year."""
    scope: str
    """``own`` or ``consolidated``."""


@dataclass(frozen=True, kw_only=True, repr=False)
class World:
    """A roster and the reports of its organs. Treated as immutable once it is generated."""

    roster: dict[str, Any]
    """The content of a roster file."""
    reports: dict[Key, Report]
    """The reports."""
    copies: dict[Key, Report] = field(default_factory=dict)
    """Duplicates: second reports of an organ for the same year and scope."""

    def __repr__(self) -> str:
        """Return a short summary; :meth:`write` writes everything."""
        years = sorted({key.year for key in self.reports})
        copies = f" and {len(self.copies)} copies" if self.copies else ""
        return f"<World of {len(self.organs)} organs: {len(self.reports)} reports{copies} for {years}>"

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(repr(self))

    @cached_property
    def organs(self) -> dict[str, Mapping[str, Any]]:
        """Roster entries by name."""
        return {entry["name"]: entry for entry in self.roster["organs"]}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """For each organ with a consolidated report, the organs that it includes, in the order of the roster."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.roster["organs"]:
            if "parent" in entry:
                found[entry["parent"]] = (*found.get(entry["parent"], ()), entry["name"])
        return found

    def is_expected(self, organ: str, year: int) -> bool:
        """Whether the roster expects a report of the organ for the year."""
        entry = self.organs.get(organ)
        return entry is not None and entry.get("from", year) <= year <= entry.get("to", year)

    def expected(self, year: int) -> Iterator[Key]:
        """Yield the reports that the roster expects for a year, in its order."""
        for organ, entry in self.organs.items():
            if self.is_expected(organ, year):
                if organ not in self.children or entry.get("own"):
                    yield Key(organ, year, OWN)
                if organ in self.children:
                    yield Key(organ, year, CONSOLIDATED)

    def contributors(self, key: Key) -> tuple[Key, ...]:
        """Return the reports that a consolidated report sums; empty for a report of scope ``own``."""
        organ, year, scope = key
        if scope == OWN:
            return ()
        own = (Key(organ, year, OWN),) if self.organs[organ].get("own") else ()
        below = (child for child in self.children[organ] if self.is_expected(child, year))
        return (*own, *(Key(child, year, CONSOLIDATED if child in self.children else OWN) for child in below))

    def consolidated_in(self, key: Key) -> Key | None:
        """Return the consolidated report that includes a report; ``None`` if there is none."""
        organ, year, scope = key
        if scope == OWN and organ in self.children:
            return Key(organ, year, CONSOLIDATED)
        parent = self.organs.get(organ, {}).get("parent")
        return Key(parent, year, CONSOLIDATED) if parent is not None and self.is_expected(organ, year) else None

    @property
    def files(self) -> dict[str, Report]:
        """Every report by the path that :meth:`write` gives it, such as ``2024/清河县财政局.json``."""
        found = {}
        for reports, mark in ((self.reports, ""), (self.copies, "（2）")):
            for key, report in reports.items():
                whole = "（汇总）" if key.scope == CONSOLIDATED else ""
                found[f"{key.year}/{report['organ']['name']}{whole}{mark}.json"] = report
        return found

    def write(self, folder: str | os.PathLike[str]) -> None:
        """Write ``roster.yaml`` and one JSON file for each report into a folder, which is created if it is missing."""
        root = Path(folder)
        root.mkdir(parents=True, exist_ok=True)
        roster = yaml.safe_dump(self.roster, allow_unicode=True, sort_keys=False)
        (root / "roster.yaml").write_bytes(roster.encode())
        for path, report in self.files.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(f"{json.dumps(report, ensure_ascii=False, indent=2)}\n".encode())
