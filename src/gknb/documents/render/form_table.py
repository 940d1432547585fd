"""A table of the official form as HTML draws it: its row groups and cells, what heads each value, what is in each cell.

Every page draws its tables from these values with the macro in ``templates/form_table.html.j2``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, Protocol, TypeVar

from gknb.documents.render.headers import heads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gknb.standard.form_layout import Box, Grid

__all__ = ["Column", "Content", "FormCell", "FormTable", "RowGroup", "form_table", "has_blocks"]


class Content(Protocol):
    """What a page puts into one cell."""

    @property
    def id(self) -> str | None:
        """What links to the cell."""

    @property
    def classes(self) -> str:
        """The classes of the cell; empty without any."""


_Content = TypeVar("_Content", bound=Content)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell(Generic[_Content]):
    """One cell of a table."""

    tag: Literal["th", "td"]
    """``th`` for words that name rows or columns; ``td`` for values, and for the remark in the corner of Table 3."""
    rowspan: int
    """How many rows it covers."""
    colspan: int
    """How many columns it covers."""
    scope: Literal["row", "col"] | None
    """For ``th``, what it names."""
    id: str | None
    """What ``headers`` and links refer to."""
    headers: str | None
    """For a value, the ids of the words that head it, those of its row first; ``None`` where scopes say enough."""
    content: _Content
    """What is in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup(Generic[_Content]):
    """Rows that belong together."""

    tag: Literal["thead", "tbody"]
    """``thead`` for the names of the columns of the whole table."""
    rows: Sequence[Sequence[FormCell[_Content]]]
    """The rows, without what began above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    label: bool
    """Whether it has printed words only."""
    width: str | None
    """Its width in CSS; ``None`` where the style of the page says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable(Generic[_Content]):
    """One table."""

    caption: str
    """Its name."""
    labels: int
    """How many columns have printed words only."""
    columns: tuple[Column, ...]
    """Its columns."""
    groups: tuple[RowGroup[_Content], ...]
    """Its rows: the names of the columns and the rows below them; or blocks, each with names of its own."""


def form_table(
    grid: Grid,
    content: Callable[[Box], _Content],
    *,
    caption: str,
    head_id: Callable[[Box], str] | None = None,
    widths: Sequence[float] | None = None,
) -> FormTable[_Content]:
    """The table of ``grid``.

    ``content`` says what is in a box. With ``head_id``, the ids of printed words that no link needs, each value names
    the words that head it. ``widths`` are the shares of the columns, from 0 to 1.
    """
    cells = _Cells(grid, content, head_id)
    groups: list[RowGroup[_Content]]
    blocks = _blocks(grid)
    if len(blocks) > 1:
        groups = [RowGroup(tag="tbody", rows=[cells.row(row) for row in block]) for block in blocks]
    else:
        (rows,) = blocks
        depth = next(n for n, row in enumerate(rows) if any(box.pointers for box in row))
        groups = [
            RowGroup(tag="thead", rows=[cells.row(row) for row in rows[:depth]]),
            RowGroup(tag="tbody", rows=[cells.row(row) for row in rows[depth:]]),
        ]
    return FormTable(
        caption=caption,
        labels=grid.labels,
        columns=tuple(
            Column(label=n < grid.labels, width=f"{widths[n]:.1%}" if widths else None) for n in range(grid.columns)
        ),
        groups=tuple(groups),
    )


def has_blocks(grid: Grid) -> bool:
    """Whether the table has several blocks of rows, so that scopes do not tell which words head a value."""
    return len(_blocks(grid)) > 1


def _blocks(grid: Grid) -> list[list[Sequence[Box]]]:
    """The rows; a box as wide as the table begins a new block."""
    blocks: list[list[Sequence[Box]]] = [[]]
    for row in grid.rows():
        if row[0].width == grid.columns and blocks[-1]:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


class _Cells(Generic[_Content]):
    """The cells of one table."""

    def __init__(self, grid: Grid, content: Callable[[Box], _Content], head_id: Callable[[Box], str] | None) -> None:
        self._grid = grid
        self._content = content
        self._head_id = head_id
        self._heads: Mapping[Box, tuple[Box, ...]] = heads(grid) if head_id else {}
        self._ids: dict[Box, str] = {}  # of words; those that head a value come before it

    def row(self, row: Sequence[Box]) -> list[FormCell[_Content]]:
        valued = any(box.pointers for box in row)
        return [self._value(box) if box.pointers else self._words(box, valued=valued) for box in row]

    def _words(self, box: Box, *, valued: bool) -> FormCell[_Content]:
        remark, content = _is_remark(box), self._content(box)
        id_ = content.id
        if self._head_id and not remark:
            id_ = self._ids[box] = id_ or self._head_id(box)
        return FormCell(
            tag="td" if remark else "th",
            rowspan=box.height,
            colspan=box.width,
            scope=None if remark else "row" if valued and box.column < self._grid.labels else "col",
            id=id_,
            headers=None,
            content=content,
        )

    def _value(self, box: Box) -> FormCell[_Content]:
        content = self._content(box)
        return FormCell(
            tag="td",
            rowspan=box.height,
            colspan=box.width,
            scope=None,
            id=content.id,
            headers=" ".join(self._ids[head] for head in self._heads[box]) if self._heads else None,
            content=content,
        )


def _is_remark(box: Box) -> bool:
    """Whether printed words name neither rows nor columns: those in the corner of Table 3."""
    return not box.names and box.height > 1
