"""Settle what the labels of columns leave open in a row, and open what they only seem to settle."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.evidence import chosen, contradicted, may_be_thousands
from gknb.documents.extract.row_columns import Column, Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.printed_values import Number
    from gknb.documents.extract.rows import MatchedRow
    from gknb.documents.extract.shape import CellShape, TableShape

__all__ = ["settled"]

_TWO: Final = re.compile(r"\d\s+\d")
"""White space in a number: between thousands, or between two figures that a converter put into one cell."""


def settled(table: TableShape, shapes: Sequence[CellShape], row: MatchedRow, columns: Columns) -> Columns:
    """Return the columns of a row after a look at its figures.

    Figures too many are dropped where relations say which. All cells are uncertain where relations contradict figures
    whose columns have no label, and where one cell may hold two figures and another one is blank.
    """
    cells, reader = row.line.cells[row.first :], row.line.reader
    # Only in a text may a space within a number be one between two.
    split = row.line.loose and may_be_thousands([cell.text for cell in cells])
    if columns.figures and columns.uncertain and not split:
        places = chosen(table, shapes, cells, reader)
        if places is None:
            return columns
        figures = tuple(cells[n].text.strip() for n in sorted(set(range(len(cells))) - set(places.values())))
        found = [Column(place=place, cell=n, heading="", by="relations", exact=False) for place, n in places.items()]
        return Columns(found, (), tuple(filter(None, figures)))
    texts = ["" if one.cell is None else cells[one.cell].text for one in columns.found]
    numbers: dict[int, Number | None] = dict.fromkeys(range(len(shapes)))
    numbers |= {one.place: reader.read(text).number for one, text in zip(columns.found, texts, strict=True)}
    guessed = split or any(one.doubtful for one in columns.found)
    glued = any(_TWO.search(text) for text in texts) and any(number is None for number in numbers.values())
    if glued or (guessed and contradicted(table, shapes, [numbers[n] for n in range(len(shapes))])):
        every = tuple(text.strip() for text in texts if text.strip())
        return replace(columns, found=(), uncertain=range(len(shapes)), figures=(*every, *columns.figures))
    return columns
