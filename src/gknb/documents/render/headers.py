"""Derive from the layout of a table which labels belong to which cells, and how wide its columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.standard.form_layout import Box, Grid

__all__ = ["heads", "is_tall", "shares"]

_TALL: Final = 4
"""A label that spans more rows than this is written vertically."""


def is_tall(grid: Grid, box: Box) -> bool:
    """Whether a label at the left of a table is written vertically."""
    return bool(box.text) and box.height > _TALL and box.column + box.width <= grid.labels


def shares(grid: Grid) -> list[float]:
    """Return the share of the table width of each column: narrow for vertical labels, wide for row labels."""
    tall = {box.column for box in grid.boxes if is_tall(grid, box) and box.width == 1}
    weights = [1.0 if n in tall else 3.5 if n < grid.labels else 1.7 for n in range(grid.columns)]
    return [weight / sum(weights) for weight in weights]


def heads(grid: Grid) -> Mapping[Box, tuple[Box, ...]]:
    """Return the label boxes of each value box: those in its row first, then those above it."""
    at: dict[tuple[int, int], Box] = {}
    for box in grid.boxes:
        for row in range(box.row, box.row + box.height):
            for column in range(box.column, box.column + box.width):
                at[row, column] = box
    return {box: (*_row_labels(at, box), *_column_labels(at, box)) for box in grid.boxes if box.pointers}


def _row_labels(at: Mapping[tuple[int, int], Box], box: Box) -> list[Box]:
    """Return the labels at the left of a value, outermost first."""
    found: list[Box] = []
    for column in range(box.column):
        other = at.get((box.row, column))
        if other is not None and other.text and other not in found:
            found.append(other)
    return found


def _column_labels(at: Mapping[tuple[int, int], Box], box: Box) -> list[Box]:
    """Return the nearest labels above a value, topmost first; in a table with several blocks, those of its block."""
    found: list[Box] = []
    for row in reversed(range(box.row)):
        other = at.get((row, box.column))
        if other is None or other.pointers:
            if found:
                break
            continue
        if other.text and other not in found:
            found.append(other)
    return found[::-1]
