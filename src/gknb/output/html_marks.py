"""What is marked where: findings as numbered cards, the marks that they leave on cells, and the links between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.results import Cell, Finding, Result, Undecided
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = [
    "LISTED", "MISSING", "Card", "Mark", "Marked", "Section", "is_absent", "is_number", "key_of", "marked", "named",
    "value_at",
]  # fmt: skip

ALIKE: Final = 3
"""More findings than this that differ in their single cell alone share a card."""
LISTED: Final = 1000
"""The most places that a card lists, and the most places beside the form that are drawn."""
MISSING: Final = object()
"""Stands for the value of what is not in the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One finding, or several that differ in their single cell alone."""

    number: int
    """Its number in the report, from 1."""
    id: str
    """What links to it."""
    findings: tuple[Finding, ...]
    """The findings, in the order of the form."""

    def target(self, index: int) -> str:
        """What links to one of the findings."""
        return f"{self.id}.{index}" if 0 < index < LISTED else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one finding leaves on one cell."""

    card: Card
    """Where it is told."""
    target: str
    """What links to the finding."""
    finding: Finding
    """The finding."""
    judged: bool
    """Whether the finding is about this cell before all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the form with what there is to say of it."""

    grid: Grid | None
    """What the form prints; None where the form is not known."""
    title: str
    """Its heading; empty for what is not a section of the form."""
    cards: tuple[Card, ...]
    """The findings whose first cell is in it."""
    undecided: tuple[Undecided, ...]
    """The undecided relations whose first cell is in it."""
    others: tuple[Cell, ...]
    """Cells that findings are about and the form does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One report with all its marks."""

    result: Result
    """The result."""
    lang: Lang
    """The language."""
    key: str
    """What all ids of this report begin with."""
    sections: tuple[Section, ...]
    """The sections in the order of the form."""
    marks: Mapping[str, Sequence[Mark]] = field(repr=False)
    """The marks by the pointers of the places that they are drawn at, those of judged cells first."""
    ids: Mapping[str, str] = field(repr=False)
    """What links to a place, by the pointers of all places that something links to and that are drawn."""
    drawn: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The organs of the reports that are on the page as well, by their files."""


def named(grid: Grid) -> dict[Box, str]:
    """The places that printed words stand for: rows, and groups; the name of a column stands for no single place."""
    cells = {pointer for box in grid.boxes for pointer in box.pointers}
    labels = (box for box in grid.boxes if box.names and (box.column < grid.labels or not grid.labels))
    return {box: box.names[0] for box in labels if box.names[0] not in cells}


def key_of(file: str) -> str:
    """What the ids of a report begin with: the same wherever the report is linked from."""
    return f"r{sha256(file.encode(errors='surrogatepass')).hexdigest()[:12]}"


def value_at(report: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, or :data:`MISSING`."""
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(report, list) and key.isdecimal() and int(key) < len(report):
            report = report[int(key)]
        elif isinstance(report, dict) and key in report:
            report = report[key]
        else:
            return MISSING
    return report


def is_number(value: Any) -> bool:
    """Whether it is a number, true and false not being any."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_absent(value: Any) -> bool:
    """Whether there is nothing: no member, null, or a text without any character to see."""
    return value is MISSING or value is None or (isinstance(value, str) and not value.strip())


def marked(result: Result, grids: Sequence[Grid], lang: Lang, drawn: Mapping[str, str] | None = None) -> Marked:
    """The report with its findings numbered section by section; without ``grids``, of a form that is not known."""
    key = key_of(result.file)
    sections: dict[str, Grid | None] = {grid.pointer: grid for grid in grids} if grids else {"": None}
    cards = _cards(key, _by_section(result.findings, sections))
    undecided = _by_section(result.undecided, sections)
    anchors = _Anchors(grids)
    others = {pointer: anchors.others(f for card in there for f in card.findings) for pointer, there in cards.items()}
    marks: defaultdict[str, list[Mark]] = defaultdict(list)
    for there in cards.values():
        for pointer, mark in _marks(there):
            marks[anchors.of(pointer) or pointer].append(mark)
    linked = (*marks, *(cell.pointer for one in result.undecided for cell in one.cells))
    return Marked(
        result=result,
        lang=lang,
        key=key,
        sections=tuple(
            Section(
                grid=grid,
                title=grid.title if grid and grid.pointer else "",
                cards=cards[pointer],
                undecided=tuple(undecided[pointer]),
                others=others[pointer],
            )
            for pointer, grid in sections.items()
        ),
        marks={pointer: sorted(there, key=lambda mark: not mark.judged) for pointer, there in marks.items()},
        ids=anchors.ids(key, (*linked, *(c.pointer for f in result.findings for c in f.cells if c.file is None))),
        drawn=drawn or {},
    )


class _Anchors:
    """Where places are drawn."""

    def __init__(self, grids: Sequence[Grid]) -> None:
        self._drawn = dict.fromkeys(pointer for grid in grids for box in grid.boxes for pointer in box.pointers)
        self._below: dict[str, str] = {}
        for pointer in self._drawn:
            above = pointer.rpartition("/")[0]
            while above:
                self._below.setdefault(above, pointer)
                above = above.rpartition("/")[0]
        headings = (grid.pointer for grid in grids if grid.pointer)
        labels = (pointer for grid in grids for pointer in named(grid).values())
        self._drawn |= dict.fromkeys((*headings, *labels))

    def of(self, pointer: str) -> str | None:
        """The place itself where it is drawn; the first cell below a group that is not; else None."""
        return pointer if pointer in self._drawn else self._below.get(pointer)

    def others(self, findings: Iterable[Finding]) -> tuple[Cell, ...]:
        """The cells that are not drawn yet; from now on the first of them are."""
        here = (cell for finding in findings for cell in finding.cells if cell.file is None)
        cells = {cell.pointer: cell for cell in here if self.of(cell.pointer) is None}
        self._drawn |= dict.fromkeys([*cells][:LISTED])
        return tuple(cells.values())

    def ids(self, key: str, pointers: Iterable[str]) -> dict[str, str]:
        """The ids of the drawn places among ``pointers``."""
        ids: dict[str, str] = {}
        for pointer in dict.fromkeys(pointers):
            if (anchor := self.of(pointer)) is not None:
                ids[pointer] = ids.setdefault(anchor, f"{key}-c{len(ids)}")
        return ids


def _by_section(found: Iterable[Any], pointers: Iterable[str]) -> dict[str, list[Any]]:
    """What is found, by the section of the first cell; by the first section where that is none of them."""
    sections: dict[str, list[Any]] = {pointer: [] for pointer in pointers}
    first = next(iter(sections))
    for one in found:
        top = "/".join(one.cells[0].pointer.split("/")[:2]) if one.cells else first
        sections.get(top, sections[first]).append(one)
    return sections


def _cards(key: str, sections: Mapping[str, Iterable[Finding]]) -> dict[str, tuple[Card, ...]]:
    numbers = count(1)

    def card(findings: tuple[Finding, ...]) -> Card:
        number = next(numbers)
        return Card(number=number, id=f"{key}-f{number}", findings=findings)

    return {pointer: tuple(map(card, _alike(findings))) for pointer, findings in sections.items()}


def _alike(findings: Iterable[Finding]) -> Iterator[tuple[Finding, ...]]:
    """The findings, each by itself or with those like it."""
    groups: dict[Any, list[Finding]] = {}
    for n, finding in enumerate(findings):
        single = len(finding.cells) == 1 and (finding.code, finding.severity, finding.fix, finding.accepted)
        groups.setdefault(single or n, []).append(finding)
    for group in groups.values():
        if len(group) > ALIKE:
            yield tuple(group)
        else:
            yield from ((finding,) for finding in group)


def _marks(cards: Iterable[Card]) -> Iterator[tuple[str, Mark]]:
    for card in cards:
        for index, finding in enumerate(card.findings):
            here = (cell.pointer for cell in finding.cells if cell.file is None)
            for n, pointer in enumerate(dict.fromkeys(here)):
                yield pointer, Mark(card=card, target=card.target(index), finding=finding, judged=n == 0)
