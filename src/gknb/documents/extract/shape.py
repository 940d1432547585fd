"""The tables of the form as they are looked for in print: rows and cells, each with the words it may have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from gknb.standard.form_layout import grids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.standard.form import Form, Place
    from gknb.standard.form_layout import Grid

__all__ = ["CellShape", "Label", "RowShape", "TableShape", "shapes"]

Label = tuple[tuple[str, ...], ...]
"""The way to something, outermost first, each step with all its names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellShape:
    """A place for a value."""

    pointers: tuple[str, ...]
    """The value; an amount is followed by its unit."""
    label: Label
    """Its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowShape:
    """A row of values."""

    label: Label
    """Its labels; empty where the table has but one row."""
    cells: tuple[CellShape, ...]
    """Its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """A table of the form."""

    pointer: str
    """The section it is in."""
    rows: tuple[RowShape, ...]
    """Its rows."""
    foreign: frozenset[str] = frozenset()
    """Words of the other editions that this one does not have, bare: what they are printed on is not guessed."""


def shapes(form: Form, aliases: Mapping[str, Sequence[str]]) -> tuple[TableShape, ...]:
    """The tables of an edition; ``aliases`` has further names of places, by the end of their pointers."""
    return tuple(_shape(form, grid, aliases) for grid in grids(form, "zh"))


def _shape(form: Form, grid: Grid, aliases: Mapping[str, Sequence[str]]) -> TableShape:
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
                    CellShape(pointers=pointers, label=_names(_way(form, pointers[0])[depth:], aliases))
                    for pointers in cells
                ),
            )
        )
    return TableShape(pointer=grid.pointer, rows=tuple(rows))


def _row(form: Form, grid: Grid, pointers: Sequence[str]) -> Place:
    """The place that holds all those cells, at most the section itself."""
    if not grid.labels:
        return form.places[grid.pointer]
    way = form.places[pointers[0]].parents
    return (
        next(place for place in reversed(way) if all(p.startswith(f"{place.pointer}/") for p in pointers))
        if (len(pointers) > 1)
        else next(place for place in way if place.parents and len(place.parents) == 1)
    )


def _way(form: Form, pointer: str) -> list[Place]:
    place = form.places[pointer]
    return [*place.parents, place]


def _names(places: Sequence[Place], aliases: Mapping[str, Sequence[str]]) -> Label:
    label = []
    for place in places:
        names = [place.schema.get("title", ""), place.schema.get("x-label", "")]
        names += [name for end, more in aliases.items() if place.pointer.endswith(end) for name in more]
        if found := tuple(dict.fromkeys(filter(None, names))):
            label.append(found)
    return tuple(label)
