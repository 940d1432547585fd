"""Read plain text, as copied from a document or written by a converter."""

from __future__ import annotations

from typing import Final

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.flow import Flow
from gknb.documents.extract.readers.markup_bold import without_bold
from gknb.documents.extract.readers.markup_strikes import without_struck

__all__ = ["plain", "read_text", "rows"]

_EMPTY: Final = 2
"""Empty cells at the end of a row that make it a row of a table."""


def read_text(content: bytes) -> Published:
    """Return the blocks of a text file: a paragraph per line, a table per run of lines with tabs.

    A run in which no line has two filled cells or two empty cells at its end is no table: its tabs are indents.
    """
    flow = Flow()
    run: list[list[str]] = []
    for line in [*map(without_struck, decoded(content).splitlines()), ""]:
        if "\t" in line:
            run.append([plain(cell) for cell in line.split("\t")])
            continue
        rows(flow, run)
        run = []
        flow.text(plain(line))
        flow.end()
    return Published(kind="text", blocks=tuple(flow.blocks), remarks=("reader.columns",) * flow.cut)


def rows(flow: Flow, run: list[list[str]]) -> None:
    """Add lines that are split into cells to ``flow``: as a table, or as paragraphs if they are only indented."""
    if not any(sum(map(bool, row)) > 1 or (len(row) > _EMPTY and not any(row[-_EMPTY:])) for row in run):
        for row in run:
            flow.text(" ".join(cell for cell in row if cell))
            flow.end()
        return
    grid = flow.open_table()
    for row in run:
        grid.row()
        for cell in row:
            flow.open_cell()
            grid.cell()
            flow.text(cell)
            flow.close_cell()
    flow.close_table()


def plain(text: str) -> str:
    """Return text without the marks for bold type that converters leave."""
    return without_bold(text).strip()
