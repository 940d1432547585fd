"""The lines of all tables of a file, in order, each with the cells that cross it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Table, TableCell
from gknb.documents.extract.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.documents.extract.blocks import Block

__all__ = ["Line", "table_lines"]

_MOST: Final = 5_000
"""The most lines that are looked at: twenty reports."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """One line of a table."""

    table: int
    """The table in the file, from 1."""
    page: int | None
    """The page of the table, from 1."""
    row: int
    """The line in the table, from 1."""
    cells: tuple[TableCell, ...]
    """The cells that cross it, from left to right."""
    loose: bool = False
    """Whether its columns are no more than parts of a text, so that what is above what says nothing."""

    @cached_property
    def leading(self) -> tuple[TableCell, ...]:
        """The cells in front of the first that can be a value but is not empty, up to the last with words."""
        stop = next((n for n, cell in enumerate(self.cells) if read_value(cell.text).kind in ("number", "sign")), None)
        found = self.cells[:stop]
        words = max((n for n, cell in enumerate(found, 1) if cell.text.strip()), default=0)
        return found[:words]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The words in front of the values, from the outside in."""
        return tuple(cell.text for cell in self.leading if cell.text.strip())

    @cached_property
    def values(self) -> tuple[TableCell, ...]:
        """The cells behind the words."""
        return self.cells[len(self.leading) :]

    @cached_property
    def has_numbers(self) -> bool:
        """Whether a figure is printed in it."""
        return any(read_value(cell.text).kind == "number" for cell in self.values)


def table_lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The lines of every table; a table with everything in one cell is read line by line."""
    tables = (block for block in blocks if isinstance(block, Table))
    left = _MOST
    for number, table in enumerate(tables, 1):
        opened = _opened(table)
        for line in _lines(opened, number, loose=opened is not table):
            if left <= 0:
                return
            left -= 1
            yield line


def _lines(table: Table, number: int, *, loose: bool) -> Iterator[Line]:
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.height, cell.row + _MOST)):
            rows.setdefault(row, []).append(cell)
    for row, cells in sorted(rows.items()):
        ordered = tuple(sorted(cells, key=lambda cell: cell.column))
        yield Line(table=number, page=table.page, row=row + 1, cells=ordered, loose=loose)


def _opened(table: Table) -> Table:
    """A table of one cell with many lines of words and figures, as the table that it means."""
    if len(table.cells) != 1 or table.cells[0].text.count("\n") < 2:
        return table
    cells = []
    for row, line in enumerate(table.cells[0].text.split("\n")):
        for column, part in enumerate(re.split(r"\s+", line.strip())):
            cells.append(TableCell(row=row, column=column, text=part))
    return Table(cells=tuple(cells), page=table.page)
