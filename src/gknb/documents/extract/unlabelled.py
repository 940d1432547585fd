"""Find the only row of a table of the form that has no row labels, which is below its header."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.column_labels import NAMED, header_fit, is_header, lines_in_order
from gknb.documents.extract.header import bare_names, header_of, paths, text_of
from gknb.documents.extract.loose import figures_of
from gknb.documents.extract.row_columns import Column, Columns, Header, blank_row, by_labels, by_number
from gknb.documents.extract.rows import MatchedRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.shape import TableShape

__all__ = ["unlabelled_rows"]

_LINES: Final = 60
"""Maximum number of lines of text that a header is printed in."""
_LONGEST: Final = 80
"""Maximum length of such a line, in characters; anything longer is a sentence."""


def unlabelled_rows(
    shape: TableShape, lines: Sequence[Line], every: Sequence[Line], taken: Collection[Line]
) -> Iterator[tuple[MatchedRow, Columns, Collection[Line]]]:
    """Yield the row as often as it is printed, its columns, and the lines of its header."""
    shapes = shape.rows[0].cells
    tables = [line for line in lines if not line.loose]
    found = list(_below_header(shape, tables))
    if not (found or taken or any(line.has_figures and not line.labels for line in lines)):
        yield from _blank_rows(shape, tables)
    for line, first in found:
        head = header_of(line, every, {line, *taken}, is_header(shape, shapes))
        row = MatchedRow(number=0, line=line, first=first, exact=True, lines=(line,))
        header, cells = Header(shape, shapes, line, first, head), line.cells[first:]
        columns = None if header.has_lost_place else by_labels(header, cells, line.reader)
        if columns is None or not columns.found:
            columns = by_number(header, cells, line.reader, "right") or columns or Columns(())
        yield row, columns, head
    yield from _in_text(shape, [line for line in lines if line.loose and line not in taken])


def _below_header(shape: TableShape, lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Yield the lines of tables below the header, with the number of their first value; in parts, if so printed."""
    bare = shape.words.bare
    names = {name for cell in shape.rows[0].cells for name in bare_names(shape.words, cell.label[-1])}
    enough = len(names) // 2 + 1
    names |= {"".join(map(bare, way)) for cell in shape.rows[0].cells for way in paths(cell.label)}
    headed, last = False, None
    for line in lines:
        again = last is not None and line.table == last.table and len(line.values) == len(last.values)
        if len({bare(cell.text) for cell in line.cells} & names) >= enough:
            headed = True
        elif headed and len(line.values) >= enough:
            headed, last = False, line
            yield line, len(line.leading)
        elif again and line.has_numbers and not line.labels:
            yield line, len(line.leading)
        else:
            last = None


def _blank_rows(shape: TableShape, lines: Sequence[Line]) -> Iterator[tuple[MatchedRow, Columns, Collection[Line]]]:
    """Yield the row as blank for a table that has all labels of the header and no line of figures."""
    wide = len(shape.rows[0].cells)
    for _, some in groupby(lines, key=lambda line: line.table):
        head = list(some)
        figures = any(line.has_figures and len(line.values) == len(line.cells) for line in head)
        if not figures and (header_fit(shape, shape.rows[0].cells, text_of(head)) or 0) >= NAMED:
            row = MatchedRow(number=0, line=replace(head[-1], cells=()), first=0, exact=True, lines=(head[-1],))
            yield row, blank_row(wide, 0), head


def _in_text(shape: TableShape, lines: Sequence[Line]) -> Iterator[tuple[MatchedRow, Columns, Collection[Line]]]:
    """Yield the row from lines of text: as many figures as it has cells, below the labels of its columns."""
    at = 0
    while at < len(lines):
        above = at
        while at < len(lines) and not lines[at].has_figures:
            at += 1
        end = at + 1
        while end < len(lines) and _goes_on(lines[at], lines[end]):
            end += 1
        head = [line for line in lines[max(above, at - _LINES) : at] if _may_be_header(line)]
        if at < len(lines):
            labels = [line.labels for line in (*head, lines[at])]
            text = "".join(label for some in labels for label in some)
            cells = shape.rows[0].cells
            if (header_fit(shape, cells, text) or 0) >= NAMED and lines_in_order(shape, cells, labels):
                yield _text_row(shape, lines[at:end], text, head)
        at = end


def _goes_on(line: Line, after: Line) -> bool:
    return after.has_figures and not after.labels and after.table == line.table


def _may_be_header(line: Line) -> bool:
    return sum(map(len, line.labels)) <= _LONGEST


def _text_row(
    shape: TableShape, run: Sequence[Line], text: str, head: Collection[Line]
) -> tuple[MatchedRow, Columns, Collection[Line]]:
    wide = len(shape.rows[0].cells)
    words = [(line, n) for line in run for n in figures_of(line)]
    cells = tuple(replace(line.cells[n], column=column) for column, (line, n) in enumerate(words))
    whole = replace(run[0], cells=cells, places=())
    row = MatchedRow(number=0, line=whole, first=0, exact=True, lines=tuple(run))
    if len(words) != wide:
        return row, Columns((), range(wide), tuple(cell.text for cell in cells)), head
    # Figures in several lines may be in another order.
    several = len(run) > 1
    found = [Column(place=n, cell=n, heading=text, by="order", exact=False, doubtful=several) for n in range(wide)]
    return row, Columns(found), head
