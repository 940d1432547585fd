"""What the form shows by where it prints words: which of them head which values, and how wide the columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.standard.form_layout import Box, Grid

__all__ = ["heads", "is_tall", "shares"]

_TALL: Final = 4
"""Words beside more rows than this are written from top to bottom."""


def is_tall(grid: Grid, box: Box) -> bool:
    """Whether a box at the left of a table has its words from top to bottom."""
    return bool(box.text) and box.height > _TALL and box.column + box.width <= grid.labels


def shares(grid: Grid) -> list[float]:
    """How much of the width of the table each column has: little for tall words, much for the names of rows."""
    tall = {box.column for box in grid.boxes if is_tall(grid, box) and box.width == 1}
    weights = [1.0 if n in tall else 3.5 if n < grid.labels else 1.7 for n in range(grid.columns)]
    return [weight / sum(weights) for weight in weights]


def heads(grid: Grid) -> Mapping[Box, tuple[Box, ...]]:
    """For each box with a value the boxes with its words: those in its row first, then those above it."""
    at: dict[tuple[int, int], Box] = {}
    for box in grid.boxes:
        for row in range(box.row, box.row + box.height):
            for column in range(box.column, box.column + box.width):
                at[row, column] = box
    return {box: (*_beside(at, box), *_above(at, box)) for box in grid.boxes if box.pointers}


def _beside(at: Mapping[tuple[int, int], Box], box: Box) -> list[Box]:
    """The words at the left of a value, from the outside in."""
    found: list[Box] = []
    for column in range(box.column):
        other = at.get((box.row, column))
        if other is not None and other.text and other not in found:
            found.append(other)
    return found


def _above(at: Mapping[tuple[int, int], Box], box: Box) -> list[Box]:
    """The nearest words above a value, from the top: of a table with blocks those of its own block."""
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
