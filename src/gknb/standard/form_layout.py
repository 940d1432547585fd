"""The layout of the tables of the official form: boxes in rows and columns, derived from the report schema."""

from __future__ import annotations

from itertools import groupby
from math import lcm
from typing import TYPE_CHECKING

from gknb.lazy_dataclasses import dataclass
from gknb.standard.described import annotated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.standard.catalog import Json
    from gknb.standard.form import Form, Lang, Place

__all__ = ["Box", "Grid", "grids"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of a table: printed words, or the place of values."""

    row: int
    """First row, from 0."""
    column: int
    """First column, from 0."""
    height: int = 1
    """Number of rows."""
    width: int = 1
    """Number of columns."""
    text: str = ""
    """Printed words; empty if the box holds values."""
    pointers: tuple[str, ...] = ()
    """Pointers of the values; an amount is followed by its unit."""
    names: tuple[str, ...] = ()
    """Pointers of the places that the printed words name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One table of the form."""

    pointer: str
    """Pointer of its section."""
    title: str
    """Heading of the section."""
    columns: int
    """Number of columns."""
    labels: int
    """Number of columns at the left that hold only printed words; 0 if values are below their names."""
    boxes: tuple[Box, ...]
    """Boxes, row by row."""

    def rows(self) -> Iterator[tuple[Box, ...]]:
        """Yield the boxes that begin in each row."""
        for _, row in groupby(self.boxes, key=lambda box: box.row):
            yield tuple(row)


def grids(form: Form, lang: Lang) -> tuple[Grid, ...]:
    """Return the tables of an edition, in the order of the form."""
    return tuple(_grid(form, place, lang) for place in _children(form, form.root) if _cells(form, place))


def _grid(form: Form, section: Place, lang: Lang) -> Grid:
    layout = annotated(form, "x-layout").get(section.pointer, {"shape": "columns"})
    if layout["shape"] == "rows":
        labels, columns, boxes = _rows(form, section, layout, lang)
    elif layout["shape"] == "blocks":
        labels, columns, boxes = _blocks(form, section, layout, lang)
    else:
        labels, columns, boxes = _side_by_side(form, section, lang)
    return Grid(
        pointer=section.pointer,
        title=_title(section, lang),
        columns=columns,
        labels=labels,
        boxes=tuple(sorted(boxes, key=lambda box: (box.row, box.column))),
    )


def _children(form: Form, place: Place) -> list[Place]:
    around = (*place.parents, place) if place.pointer else ()
    return [child for child in form.places.values() if child.pointer and child.parents == around]


def _cells(form: Form, place: Place) -> list[str]:
    return [cell for cell in form.cells if cell.startswith(f"{place.pointer}/") or cell == place.pointer]


def _title(place: Place, lang: Lang) -> str:
    text: str = place.schema.get("title" if lang == "zh" else "x-title-en", "")
    return text


def _blocks(form: Form, section: Place, layout: Mapping[str, Json], lang: Lang) -> tuple[int, int, list[Box]]:
    """Lay out Table 2: stacked blocks, each with a title, column names and rows."""
    rows = _children(form, section)
    values = lcm(*(len(_children(form, row)) for row in rows))
    boxes: list[Box] = []
    y = 0

    def line(first: Box, rest: Sequence[Box]) -> None:
        nonlocal y
        boxes.extend((first, *rest))
        y += 1

    def columns(row: Place) -> Iterator[tuple[Place, int, int]]:
        children = _children(form, row)
        width = values // len(children)
        return ((child, 1 + n * width, width) for n, child in enumerate(children))

    for (block, _), group in groupby(rows, key=lambda row: (row.schema["x-block"], len(_children(form, row)))):
        members = list(group)
        line(Box(row=y, column=0, width=1 + values, text=block), ())
        names = [
            Box(row=y, column=x, width=width, text=_title(child, lang), names=(child.pointer,))
            for child, x, width in columns(members[0])
        ]
        line(Box(row=y, column=0, text=layout["corner"][lang]), names)
        for row in members:
            cells = [
                Box(row=y, column=x, width=width, pointers=_leaves(form, child)) for child, x, width in columns(row)
            ]
            line(Box(row=y, column=0, text=_title(row, lang), names=(row.pointer,)), cells)
    return 1, 1 + values, boxes


def _leaves(form: Form, place: Place) -> tuple[str, ...]:
    return tuple(p for child in _children(form, place) for p in _leaves(form, child)) or (place.pointer,)


def _rows(form: Form, section: Place, layout: Mapping[str, Json], lang: Lang) -> tuple[int, int, list[Box]]:
    """Lay out Table 3: rows grouped at the left, all with the same columns, those of the definition ``rows``."""
    rows = [p for p in form.places.values() if section in p.parents and layout["rows"] in p.definitions]
    labels = max(len(row.parents) for row in rows)
    columns = [place for place in _tree(form, rows[0]) if not place.below]
    header, depth = _header(_tree(form, rows[0]), lang, row=1, column=labels)
    boxes = [
        Box(row=0, column=0, height=depth, width=labels, text=layout["corner"][lang]),
        Box(row=0, column=labels, width=len(columns), text=layout["columns"][lang]),
        *header,
    ]
    first = {row.pointer: depth + n for n, row in enumerate(rows)}
    for row in rows:
        at = len(row.parents) - 1
        boxes.append(
            Box(row=first[row.pointer], column=at, width=labels - at, text=_title(row, lang), names=(row.pointer,))
        )
        boxes.extend(
            Box(row=first[row.pointer], column=labels + n, pointers=(row.pointer + column.relative,))
            for n, column in enumerate(columns)
        )
    groups = dict.fromkeys(parent for row in rows for parent in row.parents[1:])
    for group in groups:
        inside = [first[row.pointer] for row in rows if group in row.parents]
        boxes.append(
            Box(
                row=inside[0],
                column=len(group.parents) - 1,
                height=len(inside),
                text=_title(group, lang),
                names=(group.pointer,),
            )
        )
    return labels, labels + len(columns), boxes


def _side_by_side(form: Form, section: Place, lang: Lang) -> tuple[int, int, list[Box]]:
    """Lay out Table 4: groups side by side, with one row of values below their names."""
    tree = _tree(form, section)
    boxes, depth = _header(tree, lang, row=0, column=0)
    cells = _cells(form, section)
    return 0, len(cells), [*boxes, *(Box(row=depth, column=n, pointers=(cell,)) for n, cell in enumerate(cells))]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A place as a column heading."""

    place: Place
    relative: str
    level: int
    below: int
    """Number of cells inside it; 0 for a cell."""


def _tree(form: Form, root: Place) -> list[_Node]:
    """Return the places inside ``root``, depth first."""
    return [
        _Node(
            place=place,
            relative=place.pointer[len(root.pointer) :],
            level=len(place.parents) - len(root.parents) - 1,
            below=0 if place.is_cell else len(_cells(form, place)),
        )
        for place in form.places.values()
        if root in place.parents
    ]


def _header(tree: Sequence[_Node], lang: Lang, *, row: int, column: int) -> tuple[list[Box], int]:
    """Return the column headings that begin at (row, column), and the row after them."""
    depth = row + 1 + max(node.level for node in tree)
    boxes = []
    x = column
    for node in tree:
        boxes.append(
            Box(
                row=row + node.level,
                column=x,
                height=1 if node.below else depth - row - node.level,
                width=node.below or 1,
                text=_title(node.place, lang),
                names=(node.place.pointer,),
            )
        )
        x += 0 if node.below else 1
    return boxes, depth
