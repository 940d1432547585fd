"""Match the printed lines of a file with a table of the form: rows first, then the columns of each row."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from gknb.documents.extract.column_labels import header_fit, is_header
from gknb.documents.extract.disorder import Disorder
from gknb.documents.extract.header import header_of, text_of
from gknb.documents.extract.labels import labels_of
from gknb.documents.extract.loose import LooseRows
from gknb.documents.extract.row_columns import (
    Columns,
    Header,
    blank_row,
    by_labels,
    by_number,
    filled_of,
    unsure_row,
)
from gknb.documents.extract.rows import matched_rows
from gknb.documents.extract.settle import settled
from gknb.documents.extract.unlabelled import unlabelled_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gknb.documents.extract.blocks import TableCell
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.row_columns import Column
    from gknb.documents.extract.rows import MatchedRow
    from gknb.documents.extract.shape import CellShape, TableShape

__all__ = ["Found", "Matched", "Unsure", "match_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cell of the form found in a printed table."""

    shape: CellShape
    """The cell of the form."""
    line: Line
    """The printed line."""
    cell: TableCell | None
    """The printed cell; ``None`` for a blank that leaves no trace in a text."""
    heading: str
    """The text above the cell."""
    by: Literal["labels", "order", "relations"]
    """How its column was identified: by the labels above it, by the order of the columns, or by the relations."""
    doubtful: bool
    """Whether the label of its column is not printed."""
    exact: bool
    """Whether the label of its row is printed as on the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Figures of a row that have no certain place."""

    shapes: tuple[CellShape, ...]
    """The cells of the form to which they may belong; empty if all cells are certain and the figures are extra."""
    line: Line
    """The printed line."""
    figures: tuple[str, ...]
    """The figures as printed."""
    exact: bool
    """Whether the label of the row is printed as on the form."""


@dataclass(slots=True, kw_only=True)
class Matched:
    """The cells of one table of the form that were found."""

    found: list[Found] = field(default_factory=list)
    """The cells."""
    unsure: list[Unsure] = field(default_factory=list)
    """The figures without a certain place."""
    rows: dict[int, Line] = field(default_factory=dict)
    """The printed line of each row found, by the number of the row."""
    used: set[Line] = field(default_factory=set)
    """The printed lines used, header lines included."""
    exact: int = 0
    """Number of labels printed as on the form; used to tell the editions apart."""
    disordered: bool = False
    """Whether the table is a text that has lost its order, so that figures are not beside their labels."""


def match_table(
    shape: TableShape, lines: Sequence[Line], every: Sequence[Line] | None = None, taken: Collection[Line] = ()
) -> Matched:
    """Find the cells of one table of the form in the printed lines of a file.

    Headers are looked for in ``every`` line, by default the same lines; lines in ``taken`` are data and no headers.
    """
    return _Matching(shape, lines, lines if every is None else every, taken).matched()


class _Matching:
    """One table of the form while it is matched."""

    def __init__(
        self, shape: TableShape, lines: Sequence[Line], every: Sequence[Line], taken: Collection[Line]
    ) -> None:
        self._shape, self._lines, self._every = shape, lines, every
        self._data: set[Line] = set(taken)
        self._told: set[int] = set()
        self._headers: dict[object, Header] = {}
        self._matched = Matched()

    def matched(self) -> Matched:
        if not self._shape.rows[0].label:
            for row, columns, head in unlabelled_rows(self._shape, self._lines, self._every, self._data):
                self._put(row, columns)
                self._matched.used.update(head)
            return self._matched
        rows = matched_rows(self._shape, self._lines)
        self._data.update(line for row in rows for line in row.lines)
        # A blank row that is printed again is no header, nor is the name of a group above its rows.
        labels = labels_of(self._shape)
        self._data.update(
            line for line in self._lines if labels.names_row(line.labels) or labels.names_group(line.labels)
        )
        loose = LooseRows(self._shape, self._lines, rows)
        texts = {row: loose.columns(row) for row in rows if row.line.loose}
        disorder = Disorder(self._shape, self._lines, texts)
        self._matched.disordered = disorder.everywhere
        sides = self._sides(rows)
        after = dict(pairwise(self._lines))
        for row in rows:
            if not row.line.loose:
                columns = self._columns(row, sides.get(row.line.table))
                self._put(row, self._with_strays(row, columns, after.get(row.lines[-1])))
            elif disorder.everywhere:
                self._matched.used.update(row.lines)
            else:
                self._put(replace(row, uncertain=row.uncertain | disorder.near(row)), texts[row])
        return self._matched

    def _columns(self, row: MatchedRow, side: Literal["left", "right"] | None) -> Columns:
        shapes = self._shape.rows[row.number].cells
        head = header_of(row.line, self._every, self._data, is_header(self._shape, shapes))
        self._matched.used.update(head)
        cells, reader = row.line.cells[row.first :], row.line.reader
        if not filled_of(cells, reader) and header_fit(self._shape, shapes, text_of(head)) is not None:
            return blank_row(len(shapes), len(cells))
        header = self._header(row, shapes, head)
        columns = None if header.has_lost_place else by_labels(header, cells, reader)
        if columns is not None and (columns.found or columns.figures):
            return columns
        placed = not header.has_lost_place and columns is None
        counted = by_number(header, cells, reader, side, placed=placed)
        if counted is None and columns is None:
            return unsure_row(shapes, cells, reader)
        return counted or Columns(())

    def _with_strays(self, row: MatchedRow, columns: Columns, after: Line | None) -> Columns:
        """Return the columns of a row as uncertain if the line below has figures without a label for its blanks."""
        if after is None or after.labels or not after.has_figures or after in self._data:
            return columns
        shapes, reader = self._shape.rows[row.number].cells, row.line.reader
        both = (*row.line.cells[row.first :], *after.cells)
        if len(filled_of(both, reader)) > len(shapes):
            return columns
        self._matched.used.add(after)
        return unsure_row(shapes, both, reader)

    def _header(self, row: MatchedRow, shapes: tuple[CellShape, ...], head: Sequence[Line]) -> Header:
        """Return the header of a row; rows of a table with cells in the same places have the same."""
        spans = tuple((cell.column, cell.width) for cell in row.line.cells)
        key = row.line.table, tuple(head), row.first, spans, tuple(shape.label for shape in shapes)
        if key not in self._headers:
            self._headers[key] = Header(self._shape, shapes, row.line, row.first, head)
        return self._headers[key]

    def _sides(self, rows: Sequence[MatchedRow]) -> dict[int, Literal["left", "right"]]:
        """Return, for each printed table, the side to which all its full rows keep."""
        seen: dict[int, set[Literal["left", "right"] | None]] = {}
        for row in rows:
            cells, wide = row.line.cells[row.first :], len(self._shape.rows[row.number].cells)
            filled = filled_of(cells, row.line.reader)
            if row.line.loose or len(filled) != wide or len(cells) == wide:
                continue
            seen.setdefault(row.line.table, set()).add(
                "left" if filled[-1] == wide - 1 else "right" if filled[0] == len(cells) - wide else None
            )
        return {table: side for table, (side, *others) in seen.items() if side is not None and not others}

    def _put(self, row: MatchedRow, columns: Columns) -> None:
        matched, shapes = self._matched, self._shape.rows[row.number].cells
        cells = row.line.cells[row.first :]
        columns = settled(self._shape, shapes, row, columns)
        matched.rows.setdefault(row.number, row.line)
        matched.used.update(row.lines)
        matched.exact += row.exact + sum(one.exact for one in columns.found)
        if row.uncertain:
            shown = cells or row.line.cells
            figures = tuple(cell.text.strip() for cell in shown if cell.text.strip())
            for number in sorted(row.uncertain - self._told):
                self._told.add(number)
                unsure = self._shape.rows[number].cells
                matched.unsure.append(Unsure(shapes=unsure, line=row.line, figures=figures, exact=False))
            return
        if columns.figures:
            uncertain = tuple(shapes[n] for n in sorted(columns.uncertain))
            matched.unsure.append(Unsure(shapes=uncertain, line=row.line, figures=columns.figures, exact=row.exact))
        matched.found += [self._found(row, cells, one) for one in columns.found]

    def _found(self, row: MatchedRow, cells: Sequence[TableCell], one: Column) -> Found:
        return Found(
            shape=self._shape.rows[row.number].cells[one.place],
            line=row.line,
            cell=None if one.cell is None else cells[one.cell],
            heading=one.heading,
            by=one.by,
            doubtful=one.doubtful,
            exact=row.exact,
        )
