"""Match lines of printed tables to rows of the form, and cells to columns, by the labels beside and above them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from gknb.documents.extract.align import align
from gknb.documents.extract.blocks import TableCell
from gknb.documents.extract.surplus import placed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from gknb.documents.extract.printed_values import Values
    from gknb.documents.extract.shape import CellShape, Label, RowShape, TableShape
    from gknb.documents.extract.table_lines import Line
    from gknb.documents.extract.words import Words

__all__ = ["Found", "Matched", "Unsure", "match_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A cell of the form found in a printed table."""

    shape: CellShape
    """The cell of the form."""
    line: Line
    """The printed line."""
    cell: TableCell
    """The printed cell."""
    heading: str
    """The text above the cell."""
    by: Literal["labels", "order"]
    """How its column was identified: by the labels above it, or by its position between labelled columns."""
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


_WHOLE: Final = 0.85
"""Minimum likeness of all labels of a line, joined, to the joined labels of a row and its groups."""
_MORE: Final = 2
"""Labels a line may have beyond those of its row; a line with more is a table header."""


def match_table(
    shape: TableShape, lines: Sequence[Line], every: Sequence[Line] | None = None, taken: Collection[Line] = ()
) -> Matched:
    """Find the cells of one table of the form in the table lines of a file.

    Headers are looked for in ``every`` line, by default the same lines; lines in ``taken`` are data and no headers.
    """
    matched = Matched()
    every = lines if every is None else every
    rows = _rows(shape, lines) if shape.rows[0].label else list(_rows_below_header(shape, lines))
    data, known = {line for _, line, *_ in rows}.union(taken), {}
    for number, line, first, exact in rows:
        matched.rows.setdefault(number, line)
        matched.used.add(line)
        matched.exact += exact
        head, cells, places = _head(line, every, data), line.cells[first:], shape.rows[number].cells
        matched.used.update(head)
        # Rows under the same header with cells in the same columns share one column assignment.
        spans = tuple((cell.column, cell.width) for cell in line.cells)
        key = (tuple(head), first, spans, tuple(place.label for place in places))
        if key not in known:
            known[key] = _columns(shape, places, line, first, head)
        columns, uncertain, figures = _without_surplus(shape, places, line, first, head, known[key])
        if figures:
            shapes = tuple(places[n] for n in sorted(uncertain))
            matched.unsure.append(Unsure(shapes=shapes, line=line, figures=figures, exact=exact))
        matched.exact += sum(one.exact for one in columns)
        matched.found += [
            Found(shape=places[one.place], line=line, cell=cells[one.cell], heading=one.heading, by=one.by, exact=exact)
            for one in columns
        ]
    return matched


Row = tuple[int, "Line", int, bool]
"""Number of a row of the form, its line, its first cell after the label, and whether the label is exact."""


def _rows(shape: TableShape, lines: Sequence[Line]) -> list[Row]:
    """Return the rows of the form that are identified by the labels at the left of a line."""
    most = max(len(row.label) for row in shape.rows) + _MORE
    candidates = [n for n, line in enumerate(lines) if 0 < len(line.labels) <= most and len(line.cells) > 1]

    def best(m: int, n: int) -> tuple[float, int]:
        return _likeness(lines[m], shape.rows[n], shape)

    known = _rows_by_name(shape)
    same = {
        m: set[int]().union(*(known.get(shape.words.bare(text), ()) for text in lines[m].labels)) for m in candidates
    }
    pairs = align(candidates, range(len(shape.rows)), same, lambda m, n: best(m, n)[0])
    return [(n, lines[m], best(m, n)[1], score == 1.0) for m, (n, score) in sorted(pairs.items())]


@cache
def _rows_by_name(shape: TableShape) -> dict[str, set[int]]:
    """Map each normalized row label to the numbers of the rows that have it."""
    named: dict[str, set[int]] = {}
    for number, row in enumerate(shape.rows):
        for name in _bare_names(shape.words, row.label[-1]):
            named.setdefault(name, set()).add(number)
    return named


@cache
def _bare_names(words: Words, names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(words.bare, names))


def _likeness(line: Line, row: RowShape, shape: TableShape) -> tuple[float, int]:
    """Return the likeness of a line's labels to a row's, and the number of cells those labels take up."""
    bare, likeness = shape.words.bare, shape.words.likeness
    own = _bare_names(shape.words, row.label[-1])
    best = 0.0, len(line.leading)
    for n, cell in enumerate(line.leading, 1):
        if bare(cell.text) in own:
            return 1.0, n
    if any(bare(text) in shape.foreign for text in line.labels):
        return 0.0, len(line.leading)
    for n, cell in enumerate(line.leading, 1):
        if cell.text.strip():
            best = max(best, (max(likeness(cell.text, name) for name in row.label[-1]), n))
    # If only the labels of the row's groups are alike, that does not identify the row.
    joined, whole = "".join(line.labels), ["".join(names) for names in _paths(row.label)]
    alike = max(likeness(joined, name) for name in whole)
    return max(best, (alike, len(line.leading))) if alike >= _WHOLE else best


def _paths(label: Label) -> Iterator[list[str]]:
    """Yield the labels from the outermost group to the item, once for each name of the item."""
    for name in label[-1]:
        yield [*(names[0] for names in label[:-1]), name]


def _rows_below_header(shape: TableShape, lines: Sequence[Line]) -> Iterator[Row]:
    """Yield the only row of a table without row labels; it may be printed in several parts."""
    bare = shape.words.bare
    names = {name for cell in shape.rows[0].cells for name in _bare_names(shape.words, cell.label[-1])}
    enough = len(names) // 2 + 1
    names |= {"".join(map(bare, way)) for cell in shape.rows[0].cells for way in _paths(cell.label)}
    headed, last = False, None
    for line in lines:
        again = last is not None and line.table == last.table and len(line.values) == len(last.values)
        if len({bare(cell.text) for cell in line.cells} & names) >= enough:
            headed = True
        elif headed and len(line.values) >= enough:
            headed, last = False, line
            yield 0, line, len(line.leading), True
        elif again and line.has_numbers and not line.labels:
            yield 0, line, len(line.leading), True
        else:
            last = None


def _head(line: Line, lines: Sequence[Line], data: set[Line]) -> list[Line]:
    """Return the header lines of a line: the nearest lines above it in its table that hold no data.

    Each block of rows in a table may have its own header. A table without one, as after a page break, has the header
    of the table before it.
    """
    table = [one for one in lines if one.table == line.table and one.row < line.row]
    head: list[Line] = []
    for one in reversed(table):
        if one in data or one.has_numbers:
            if head:
                break
            continue
        head.append(one)
    if not head and line.table > 1:
        before = [one for one in lines if one.table == line.table - 1 and one not in data and not one.has_numbers]
        head = before[::-1]
    return head[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """Which printed cell of a line (``cell``) is which cell of a row of the form (``place``), both by number."""

    place: int
    cell: int
    heading: str
    by: Literal["labels", "order"]
    exact: bool


def _columns(
    table: TableShape, shapes: Sequence[CellShape], line: Line, first: int, head: Sequence[Line]
) -> list[_Column]:
    """Assign the printed cells of a line, from its ``first`` on, to the cells of a row of the form."""
    cells, words, bare = line.cells[first:], table.words, table.words.bare
    if line.loose:
        return _in_order(words, shapes, cells, head)
    headings = _headings(line, first, head)
    own = [_bare_names(words, shape.label[-1]) for shape in shapes]
    way = [frozenset("".join(map(bare, names)) for names in _paths(shape.label)) for shape in shapes]
    alone = [not any(own[n] & other for k, other in enumerate(own) if k != n) for n in range(len(own))]
    bared = [[bare(text) for text in texts] for texts in headings]
    # A section heading printed as a row of the table is above the header of the form.
    ends = [{"".join(texts[k:]) for k in range(max(len(texts) - 1, 1))} for texts in bared]
    same = {
        m: {n for n in range(len(shapes)) if texts and (ends[m] & way[n] or (alone[n] and texts[-1] in own[n]))}
        for m, texts in enumerate(bared)
    }

    def like(m: int, n: int) -> float:
        texts = headings[m]
        if not texts or bared[m][-1] in table.foreign:
            return 0.0
        last = max(words.likeness(texts[-1], name) for name in shapes[n].label[-1]) if alone[n] else 0.0
        joined = max(words.likeness("".join(texts), "".join(names)) for names in _paths(shapes[n].label))
        return max(last, joined)

    pairs = align(range(len(cells)), range(len(shapes)), same, like)
    found = [
        _Column(place=n, cell=m, heading=" ".join(headings[m]), by="labels", exact=score == 1.0)
        for m, (n, score) in pairs.items()
    ]
    for m, n in _between_labelled({m: n for m, (n, _) in pairs.items()}, len(cells), len(shapes)):
        found.append(_Column(place=n, cell=m, heading=" ".join(headings[m]), by="order", exact=False))
    return found


def _without_surplus(  # noqa: PLR0913, PLR0917 - a row, its header and what was made of them
    table: TableShape,
    shapes: Sequence[CellShape],
    line: Line,
    first: int,
    head: Sequence[Line],
    columns: list[_Column],
) -> tuple[list[_Column], Collection[int], tuple[str, ...]]:
    """Return the columns that are certain, the cells of the form that are not, and the figures without a place."""
    cells, read = line.cells[first:], line.reader.read
    if line.loose or len(columns) in (0, len(cells)):
        return columns, (), ()
    leaves = _leaves(head)
    own = head[0].table == line.table
    behind = [leaf for leaf in leaves if leaf[0] >= cells[0].column] if own else leaves[-len(shapes) :]
    nearest = [(cell.text,) for cell in head[-1].cells[first:]] if own else []
    # An empty header cell beyond the columns of the form is no column: a figure more makes the whole table wider.
    for some in (behind, nearest):
        while len(some) > len(shapes) and not "".join(some[-1][-1]).strip():
            some.pop()
    if len(cells) > max(len(behind), len(nearest)):
        header = tuple(TableCell(row=0, column=start, width=end - start) for start, end, _ in behind)
        labelled = _columns(table, shapes, replace(line, cells=(*line.cells[:first], *header)), first, head)
        surplus = placed(cells, {one.place: one.cell for one in labelled}, len(behind), line.reader)
        if surplus is not None:
            kept = [replace(one, cell=surplus.cells[one.place]) for one in labelled if one.place in surplus.cells]
            kept = [replace(one, by="order", exact=False) for one in kept] if surplus.by_order else kept
            return kept, surplus.uncertain, surplus.figures
    taken = {one.cell: one for one in columns}
    spare = [m for m, cell in enumerate(cells) if m not in taken and read(cell.text).kind == "number"]
    if not spare:
        return columns, (), ()
    return _shared_headings(columns, cells, spare, _headings(line, first, head), line.reader)


def _shared_headings(
    columns: list[_Column],
    cells: Sequence[TableCell],
    spare: Sequence[int],
    headings: Sequence[Sequence[str]],
    reader: Values,
) -> tuple[list[_Column], Collection[int], tuple[str, ...]]:
    """Place figures that have the same heading as a cell of the form, where a merged header was printed repeatedly."""
    kept, uncertain, figures = [], set(), [cells[m].text.strip() for m in spare if not headings[m]]
    for one in columns:
        same = [m for m in spare if headings[m] and " ".join(headings[m]) == one.heading]
        filled = [m for m in (one.cell, *same) if reader.read(cells[m].text).kind != "blank"]
        if len({reader.read(cells[m].text) for m in filled}) > 1:
            uncertain.add(one.place)
            figures += [cells[m].text.strip() for m in filled]
        else:
            kept.append(replace(one, cell=filled[0]) if filled else one)
    return kept, uncertain, tuple(figures)


def _between_labelled(pairs: Mapping[int, int], cells: int, places: int) -> Iterator[tuple[int, int]]:
    """Yield the unlabelled columns between labelled ones, where as many cells of the form are left between them."""
    if not pairs:
        return
    anchors = [(-1, -1), *sorted(pairs.items()), (cells, places)]
    for (m, n), (later_m, later_n) in pairwise(anchors):
        if later_m - m == later_n - n:
            yield from zip(range(m + 1, later_m), range(n + 1, later_n), strict=True)


def _in_order(
    words: Words, shapes: Sequence[CellShape], cells: Sequence[TableCell], head: Sequence[Line]
) -> list[_Column]:
    """Assign the columns of a table that was flattened to text: as many values as cells, each named in the header."""
    texts = {words.bare(cell.text) for one in head for cell in one.cells}
    if len(cells) != len(shapes) or not all(_bare_names(words, shape.label[-1]) & texts for shape in shapes):
        return []
    return [_Column(place=n, cell=n, heading="", by="order", exact=False) for n in range(len(shapes))]


def _headings(line: Line, first: int, head: Sequence[Line]) -> list[list[str]]:
    """Return, for each cell of a line from its ``first`` on, the texts above it, topmost first."""
    cells = line.cells[first:]
    leaves = _leaves(head)
    if head and head[0].table != line.table and len(leaves) > len(cells):
        # The columns of another table have other numbers, but its last columns are the same.
        return [list(texts) for _, _, texts in leaves[-len(cells) :]]
    if _is_ragged(line, leaves):
        nearest = head[-1].cells
        if len(nearest) != len(line.cells):
            return [[] for _ in cells]
        return [[over.text] if over.text.strip() else [] for over in nearest[first:]]
    behind = [leaf for leaf in leaves if cells and leaf[0] >= cells[0].column]
    if len(behind) == len(cells):  # one header column per value: match them by position, whatever the spans are
        return [list(texts) for _, _, texts in behind]
    return [next((list(texts) for start, end, texts in leaves if start <= cell.column < end), []) for cell in cells]


def _is_ragged(line: Line, leaves: Sequence[tuple[int, int, tuple[str, ...]]]) -> bool:
    """Whether a cell spans two header columns, so that its column span is not usable."""
    for cell in line.cells:
        end = cell.column + cell.width
        over = [texts for start, stop, texts in leaves if texts and start < end and cell.column < stop]
        if len(over) > 1:
            return True
    return False


def _leaves(head: Sequence[Line]) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the columns of a header as (start, end, texts from the top), from left to right."""
    columns: dict[int, list[TableCell]] = {}
    for line in head:
        for cell in line.cells:
            for column in range(cell.column, cell.column + min(cell.width, 100)):
                over = columns.setdefault(column, [])
                if cell not in over:
                    over.append(cell)
    leaves: list[tuple[int, int, tuple[str, ...]]] = []
    last: list[TableCell] = []
    for column, over in sorted(columns.items()):
        if leaves and over == last:
            start, _, texts = leaves[-1]
            leaves[-1] = (start, column + 1, texts)
        else:
            leaves.append((column, column + 1, tuple(cell.text for cell in over if cell.text.strip())))
        last = over
    return leaves
