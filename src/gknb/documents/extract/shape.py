"""Describe the tables of the form for matching: rows and cells, each with all names its label may have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gknb.standard.form_layout import grids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.words import Words
    from gknb.standard.form import Form, Place
    from gknb.standard.form_layout import Grid

__all__ = ["CellShape", "Equation", "Label", "RowShape", "TableShape", "shapes"]

Label = tuple[tuple[str, ...], ...]
"""Labels from the outermost group to the item itself, each with all its names."""


Equation = tuple[tuple[str, int], ...]
"""Cells and their signs, whose sum is 0."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CellShape:
    """A cell of the form."""

    pointers: tuple[str, ...]
    """JSON Pointer of its value; for an amount, followed by that of its unit."""
    label: Label
    """Labels of its column."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowShape:
    """A row of the form."""

    label: Label
    """Labels of the row; empty if the table has no row labels."""
    cells: tuple[CellShape, ...]
    """Cells from left to right."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TableShape:
    """A table of the form."""

    pointer: str
    """JSON Pointer of its section."""
    rows: tuple[RowShape, ...]
    """Rows from the top."""
    words: Words
    """Compares labels."""
    foreign: frozenset[str] = frozenset()
    """Normalized labels that only other editions have; a line with one of them is not matched by likeness."""
    foreign_columns: frozenset[str] = frozenset()
    """Those of them that are labels of columns."""
    equations: tuple[Equation, ...] = ()
    """Relations by which figures without a certain place are placed; none in a set without a finding for it."""


def shapes(form: Form, aliases: Mapping[str, Sequence[str]], words: Words) -> tuple[TableShape, ...]:
    """Return the tables of an edition; ``aliases`` adds names to the places whose pointers end with its keys."""
    return tuple(_shape(form, grid, aliases, words) for grid in grids(form, "zh"))


def _shape(form: Form, grid: Grid, aliases: Mapping[str, Sequence[str]], words: Words) -> TableShape:
    rows = []
    values = sorted((box for box in grid.boxes if box.pointers), key=lambda box: (box.row, box.column))
    for _, boxes in groupby(values, key=lambda box: box.row):
        cells = [box.pointers for box in boxes]
        row = _row(form, grid, [pointers[0] for pointers in cells])
        depth = len(row.parents) + 1
        rows.append(
            RowShape(
                label=_names([*row.parents[1:], row], aliases) if grid.labels else (),
                cells=tuple(
                    CellShape(pointers=pointers, label=_names(_path(form, pointers[0])[depth:], aliases))
                    for pointers in cells
                ),
            )
        )
    return TableShape(pointer=grid.pointer, rows=tuple(rows), words=words)


def _row(form: Form, grid: Grid, pointers: Sequence[str]) -> Place:
    """Return the place that stands for the row: the innermost group that holds all of its cells."""
    if not grid.labels:
        return form.places[grid.pointer]
    way = form.places[pointers[0]].parents
    return (
        next(place for place in reversed(way) if all(p.startswith(f"{place.pointer}/") for p in pointers))
        if (len(pointers) > 1)
        else next(place for place in way if place.parents and len(place.parents) == 1)
    )


def _path(form: Form, pointer: str) -> list[Place]:
    """Return the places from the root to ``pointer``, both included."""
    place = form.places[pointer]
    return [*place.parents, place]


def _names(places: Sequence[Place], aliases: Mapping[str, Sequence[str]]) -> Label:
    """Return all names of each place; places without a name are skipped."""
    label = []
    for place in places:
        names = [place.schema.get("title", ""), place.schema.get("x-label", "")]
        names += [name for end, more in aliases.items() if place.pointer.endswith(end) for name in more]
        if found := tuple(dict.fromkeys(filter(None, names))):
            label.append(found)
    return tuple(label)
