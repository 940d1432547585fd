"""How a fixture reads, cell by cell."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.extract.published import extracted
from gknb.errors import SourceError
from gknb.source.pointers import lookup
from zoo.fixtures import standard, truth

if TYPE_CHECKING:
    from zoo.fixtures import Fixture

__all__ = ["FATES", "Reading", "read"]

FATES: Final = ("right", "wrong", "reported", "invented", "missed")
"""What becomes of a cell.

``wrong``: another figure, and nothing reports it. ``reported``: another figure, or a figure for a blank cell, that is
reported. ``invented``: a figure where the cell is blank, and nothing reports it. ``missed``: no figure.
"""
NOT_FOUND: Final = "X001"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What became of the cells of one fixture."""

    fixture: Fixture
    fates: dict[str, str] = field(default_factory=dict)
    """Fate of each cell by pointer."""
    cells: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    """What was read by pointer, and whether it is reported."""
    codes: Counter[str] = field(default_factory=Counter)
    """Codes of what is reported, and how often."""
    unfound: int = 0
    """Blank cells, counted as right, that are reported as not found."""
    edition: bool = False
    """Whether the edition is right."""
    refused: str = ""
    """The message, if the file was not read at all."""
    seconds: float = 0.0
    """How long it took."""

    @property
    def count(self) -> Counter[str]:
        """How many cells have each fate."""
        return Counter(self.fates.values())


def read(fixture: Fixture) -> Reading:
    """Read a fixture and compare it with its report."""
    true = truth(fixture.report)
    begun = time.perf_counter()
    try:
        extraction = extracted(standard(), fixture.content, fixture.name.rpartition("/")[2])
    except SourceError as error:
        return Reading(
            fixture=fixture,
            fates=dict.fromkeys(true, "missed"),
            cells=dict.fromkeys(true, (None, True)),
            refused=str(error),
            seconds=time.perf_counter() - begun,
        )
    seconds = time.perf_counter() - begun
    reported: dict[str, set[str]] = {}
    for trouble in extraction.troubles:
        for pointer in trouble.pointers:
            reported.setdefault(pointer, set()).add(trouble.code)
    same = extraction.document["edition"] == fixture.report.rpartition("-")[2]
    cells = {
        pointer: (value_at(extraction.document, pointer), pointer in reported) if same else (None, True)
        for pointer in true
    }
    return Reading(
        fixture=fixture,
        fates={pointer: fate(true[pointer], *cell) for pointer, cell in cells.items()},
        cells=cells,
        codes=Counter(trouble.code for trouble in extraction.troubles),
        unfound=sum(NOT_FOUND in reported.get(pointer, ()) for pointer, value in true.items() if value is None),
        edition=same,
        seconds=seconds,
    )


def value_at(document: Any, pointer: str) -> Any:
    """Return the value at a pointer; ``None`` where an object above it is missing."""
    try:
        return lookup(document, pointer)
    except (KeyError, TypeError):
        return None


def fate(true: Any, value: Any, reported: bool) -> str:
    """Return what became of a cell."""
    if value is None:
        return "right" if true is None else "missed"
    if true is not None and Decimal(str(value)) == Decimal(str(true)):
        return "right"
    if reported:
        return "reported"
    return "invented" if true is None else "wrong"
