"""Turn what is printed upwards, downwards or upside down so that it reads from left to right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.readers.pdf_paint import Box, Glyph, Painted

__all__ = ["turned", "turned_page"]


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
