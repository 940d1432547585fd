"""Turn what is printed upwards, downwards or upside down so that it reads from left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.readers.pdf_paint import Box, Glyph, Painted
    from gknb.documents.extract.readers.pdf_rules import Lattice

__all__ = ["turned", "turned_lattice", "turned_page"]


def turned(glyphs: Sequence[Glyph], turn: int, width: float, height: float) -> Sequence[Glyph]:
    """Return the glyphs of a page with those that run in direction ``turn`` running to the right."""
    if not turn:
        return glyphs
    return [_glyph(one, turn, width, height) for one in glyphs]


def turned_page(page: Painted, turn: int) -> Painted:
    """Return a page with the text that runs in direction ``turn`` running to the right."""
    if not turn:
        return page
    width, height = page.width, page.height
    shapes = []
    for one in page.shapes:
        x0, top, x1, bottom = _box((one.x0, one.top, one.x1, one.bottom), turn, width, height)
        edges = tuple(_box(edge, turn, width, height) for edge in one.edges)
        shapes.append(replace(one, x0=x0, top=top, x1=x1, bottom=bottom, edges=edges))
    return replace(
        page,
        width=height if turn % 2 else width,
        height=width if turn % 2 else height,
        glyphs=[_glyph(one, turn, width, height) for one in page.glyphs],
        shapes=shapes,
        pictures=[_box(one, turn, width, height) for one in page.pictures],
    )


def _glyph(one: Glyph, turn: int, width: float, height: float) -> Glyph:
    x0, top, x1, bottom = _box((one.x0, one.top, one.x1, one.bottom), turn, width, height)
    way = None if one.turn is None else (one.turn - turn) % 4
    return replace(one, x0=x0, top=top, x1=x1, bottom=bottom, turn=way)


def _box(box: Box, turn: int, width: float, height: float) -> Box:
    x0, top, x1, bottom = box
    if turn == 1:
        return height - bottom, x0, height - top, x1
    if turn == 2:
        return width - x1, height - bottom, width - x0, height - top
    return top, width - x1, bottom, width - x0


def turned_lattice(lattice: Lattice, turn: int, width: float, height: float) -> Lattice:
    """Return a lattice of a page of this size, turned like the glyphs in it."""
    if not turn:
        return lattice
    rows, columns = len(lattice.ys) - 1, len(lattice.xs) - 1
    across = [_box((x, lattice.ys[0], x, lattice.ys[0]), turn, width, height) for x in lattice.xs]
    down = [_box((lattice.xs[0], y, lattice.xs[0], y), turn, width, height) for y in lattice.ys]
    xs, ys = (down, across) if turn % 2 else (across, down)
    regions = []
    for one in lattice.regions:
        row, column, tall, wide = one.row, one.column, one.height, one.width
        if turn == 1:
            row, column, tall, wide = column, rows - row - tall, wide, tall
        elif turn == 2:
            row, column = rows - row - tall, columns - column - wide
        else:
            row, column, tall, wide = columns - column - wide, row, wide, tall
        regions.append(replace(one, row=row, column=column, height=tall, width=wide, open_top=False, open_bottom=False))
    return replace(
        lattice,
        xs=tuple(sorted(box[0] for box in xs)),
        ys=tuple(sorted(box[1] for box in ys)),
        regions=tuple(sorted(regions, key=lambda one: (one.row, one.column))),
    )
