"""Flatten all tables of a file to lines, each with the cells that cross it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Table, TableCell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.printed_values import Values

__all__ = ["Line", "table_lines"]

_MOST: Final = 5_000
"""Maximum number of lines read; enough for twenty reports."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """One line of a table."""

    table: int
    """Number of the table in the file, from 1."""
    page: int | None
    """Page of the table, from 1."""
    row: int
    """Number of the line in the table, from 1."""
    cells: tuple[TableCell, ...]
    """Cells that cross the line, from left to right."""
    reader: Values
    """Reads the values of cells."""
    loose: bool = False
    """Whether its columns come from splitting a text at white space, so that columns of two lines do not align."""

    @cached_property
    def leading(self) -> tuple[TableCell, ...]:
        """The label cells: those before the first number or sign, up to the last one with text."""
        read = self.reader.read
        stop = next((n for n, cell in enumerate(self.cells) if read(cell.text).kind in ("number", "sign")), None)
        found = self.cells[:stop]
        words = max((n for n, cell in enumerate(found, 1) if cell.text.strip()), default=0)
        return found[:words]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The texts of the label cells, outermost first."""
        return tuple(cell.text for cell in self.leading if cell.text.strip())

    @cached_property
    def values(self) -> tuple[TableCell, ...]:
        """The cells after the labels."""
        return self.cells[len(self.leading) :]

    @cached_property
    def has_numbers(self) -> bool:
        """Whether one of its values is a number."""
        return any(self.reader.read(cell.text).kind == "number" for cell in self.values)


def table_lines(blocks: Iterable[Block], reader: Values) -> Iterator[Line]:
    """Yield the lines of every table; a table with all its text in one cell is split at line breaks and spaces."""
    tables = (block for block in blocks if isinstance(block, Table))
    left = _MOST
    for number, table in enumerate(tables, 1):
        split = _split_cell(table)
        for line in _lines(split, number, reader, loose=split is not table):
            if left <= 0:
                return
            left -= 1
            yield line


def _lines(table: Table, number: int, reader: Values, *, loose: bool) -> Iterator[Line]:
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        for row in range(cell.row, min(cell.row + cell.height, cell.row + _MOST)):
            rows.setdefault(row, []).append(cell)
    for row, cells in sorted(rows.items()):
        ordered = tuple(sorted(cells, key=lambda cell: cell.column))
        yield Line(table=number, page=table.page, row=row + 1, cells=ordered, reader=reader, loose=loose)


def _split_cell(table: Table) -> Table:
    """Return a table of one cell with three or more lines as a table of its lines and words; others unchanged."""
    if len(table.cells) != 1 or table.cells[0].text.count("\n") < 2:
        return table
    cells = []
    for row, line in enumerate(table.cells[0].text.split("\n")):
        for column, part in enumerate(re.split(r"\s+", line.strip())):
            cells.append(TableCell(row=row, column=column, text=part))
    return Table(cells=tuple(cells), page=table.page)
