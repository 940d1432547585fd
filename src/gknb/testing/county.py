"""A whole county over several years: its roster and its reports, and which of them are summed up in which."""

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
    """Which report it is."""

    organ: str
    """The name of the organ, as the roster has it."""
    year: int
    """The reporting year."""
    scope: str
    """``own`` or ``consolidated``."""


@dataclass(frozen=True, kw_only=True, repr=False)
class World:
    """A roster and the reports of its organs. Nothing in it is changed once it is made."""

    roster: dict[str, Any]
    """The roster, as a roster file holds it."""
    reports: dict[Key, Report]
    """The reports; an organ that the roster does not know is there under the name in its report."""
    copies: dict[Key, Report] = field(default_factory=dict)
    """Second reports for a year that has one already."""

    def __repr__(self) -> str:
        """What is in it, in short; :meth:`write` shows it all."""
        years = sorted({key.year for key in self.reports})
        copies = f" and {len(self.copies)} copies" if self.copies else ""
        return f"<World of {len(self.organs)} organs: {len(self.reports)} reports{copies} for {years}>"

    def _repr_pretty_(self, printer: RepresentationPrinter, _: bool) -> None:
        printer.text(repr(self))

    @cached_property
    def organs(self) -> dict[str, Mapping[str, Any]]:
        """The entries of the roster, by name."""
        return {entry["name"]: entry for entry in self.roster["organs"]}

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """The organs that each consolidated report includes, in the order of the roster."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.roster["organs"]:
            if "parent" in entry:
                found[entry["parent"]] = (*found.get(entry["parent"], ()), entry["name"])
        return found

    def is_there(self, organ: str, year: int) -> bool:
        """Whether the roster expects a report of the organ for the year."""
        entry = self.organs.get(organ)
        return entry is not None and entry.get("from", year) <= year <= entry.get("to", year)

    def expected(self, year: int) -> Iterator[Key]:
        """The reports that the roster expects for a year, in its order."""
        for organ, entry in self.organs.items():
            if self.is_there(organ, year):
                if organ not in self.children or entry.get("own"):
                    yield Key(organ, year, OWN)
                if organ in self.children:
                    yield Key(organ, year, CONSOLIDATED)

    def contributors(self, key: Key) -> tuple[Key, ...]:
        """The reports whose sum a consolidated report is; none for another report."""
        organ, year, scope = key
        if scope == OWN:
            return ()
        own = (Key(organ, year, OWN),) if self.organs[organ].get("own") else ()
        below = (child for child in self.children[organ] if self.is_there(child, year))
        return (*own, *(Key(child, year, CONSOLIDATED if child in self.children else OWN) for child in below))

    def consolidated_in(self, key: Key) -> Key | None:
        """The consolidated report that a report is summed up in, if there is one."""
        organ, year, scope = key
        if scope == OWN and organ in self.children:
            return Key(organ, year, CONSOLIDATED)
        parent = self.organs.get(organ, {}).get("parent")
        return Key(parent, year, CONSOLIDATED) if parent is not None and self.is_there(organ, year) else None

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
        """Write ``roster.yaml`` and one JSON file for each report into a folder, which is made; always the same bytes.

        Raises :class:`OSError` where they cannot be written.
        """
        root = Path(folder)
        root.mkdir(parents=True, exist_ok=True)
        roster = yaml.safe_dump(self.roster, allow_unicode=True, sort_keys=False)
        (root / "roster.yaml").write_bytes(roster.encode())
        for path, report in self.files.items():
            (root / path).parent.mkdir(exist_ok=True)
            (root / path).write_bytes(f"{json.dumps(report, ensure_ascii=False, indent=2)}\n".encode())
