"""Find the columns of the form in the cells of a row: by the labels above them, by their number, by their place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from gknb.documents.extract.align import align
from gknb.documents.extract.blocks import TableCell
from gknb.documents.extract.column_labels import DISTINCT, NAMED, header_fit, in_order
from gknb.documents.extract.header import bare_names, headings_over, leaves_of, paths, text_of
from gknb.documents.extract.surplus import placed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.printed_values import Values
    from gknb.documents.extract.shape import CellShape, TableShape

__all__ = [
    "Column",
    "Columns",
    "Header",
    "blank_row",
    "by_labels",
    "by_number",
    "filled_of",
    "unsure_row",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Which printed cell after the label (``cell``) is which cell of a row of the form (``place``), both by number.

    A cell that is not printed because it is blank has no number.
    """

    place: int
    cell: int | None
    heading: str
    by: Literal["labels", "order", "relations"]
    exact: bool
    doubtful: bool = False
    """Whether the label of the column is not printed."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one row."""

    found: Sequence[Column]
    """Columns that are certain."""
    uncertain: Collection[int] = ()
    """Cells of the form for which several figures are possible."""
    figures: tuple[str, ...] = ()
    """Figures without a certain place."""


class Header:
    """A header over a row of a table; it is the same for all rows that have their cells in the same places."""

    def __init__(
        self, table: TableShape, shapes: tuple[CellShape, ...], line: Line, first: int, head: Sequence[Line]
    ) -> None:
        """Take the lines of the ``head`` over the cells of a ``line`` from its ``first`` on, which are ``shapes``."""
        self.table, self.shapes, self.head = table, shapes, head
        self._line, self._first = line, first

    @cached_property
    def headings(self) -> list[list[str]]:
        """For each cell of the row, the texts above it, topmost first."""
        return headings_over(self._line, self._first, self.head)

    @cached_property
    def leaves(self) -> list[tuple[int, int, tuple[str, ...]]]:
        """The columns of the header."""
        return leaves_of(self.head)

    @cached_property
    def columns(self) -> list[Column]:
        """The columns that it names."""
        return list(_labelled(self.table, self.shapes, self.headings))

    @cached_property
    def text(self) -> str:
        """Its text."""
        return text_of(self.head)

    @cached_property
    def has_lost_place(self) -> bool:
        """Whether its labels are not above their columns, as where a converter drops merged cells.

        That is so where labels of columns are above the labels of rows, or all are printed, but not all above figures.
        """
        if sum(one.exact for one in self.columns) == len(self.shapes):
            return False
        words, line = self.table.words, self._line
        own = [bare_names(words, shape.label[-1]) for shape in self.shapes]
        if self.head and not self.is_own:
            named = [words.bare(texts[-1]) for _, _, texts in self.leaves if texts][-len(own) :]
            return len(named) == len(own) and not all(one in names for one, names in zip(named, own, strict=True))
        names = frozenset[str]().union(*own)
        cells = dict.fromkeys(cell for one in self.head for cell in one.cells)
        edge = line.cells[self._first].column if self._first < len(line.cells) else 0
        if any(cell.column + cell.width <= edge and words.bare(cell.text) in names for cell in cells):
            return True
        texts = [words.bare(cell.text) for cell in cells]
        return sum(text in names for text in texts) >= len(own) and all(some & set(texts) for some in own)

    @cached_property
    def lacks_label(self) -> bool:
        """Whether a column has the label of a group only, and others of the group have their own: one is missing."""
        bare, shapes = self.table.words.bare, self.shapes
        bottoms = {bare(texts[-1]) for texts in self.headings if texts}
        named = {
            bare(name) for one in self.columns if one.exact for names in shapes[one.place].label[:-1] for name in names
        }
        return bool(_groups(self.table, shapes) & bottoms & named)

    @property
    def nearest(self) -> Sequence[TableCell]:
        """The cells of its last line, from the first value of the row on."""
        return self.head[-1].cells[self._first :]

    @property
    def is_own(self) -> bool:
        """Whether it is in the table of the row."""
        return self.head[0].table == self._line.table

    def over(self, cells: Sequence[TableCell]) -> Header:
        """Return the same header over other cells after the label."""
        line = replace(self._line, cells=(*self._line.cells[: self._first], *cells))
        return Header(self.table, self.shapes, line, self._first, self.head)


def by_labels(header: Header, cells: Sequence[TableCell], reader: Values) -> Columns | None:
    """Return the columns of a row by the labels above them.

    ``None`` if the row has figures beside these columns and blanks in them.
    """
    if _is_shifted(header, cells, reader):
        return None
    if header.lacks_label:
        return unsure_row(header.shapes, cells, reader)
    return _without_surplus(header, cells, reader)


def _is_shifted(header: Header, cells: Sequence[TableCell], reader: Values) -> bool:
    """Whether a row has figures beside its columns and blanks in them; a repeated label is one column."""
    filled = set(filled_of(cells, reader))
    named = {one.cell: one.heading for one in header.columns}
    if not named or not filled - named.keys() or not named.keys() - filled:
        return False
    return any(" ".join(header.headings[n]) not in named.values() for n in filled - named.keys())


def by_number(
    header: Header,
    cells: Sequence[TableCell],
    reader: Values,
    side: Literal["left", "right"] | None = None,
    *,
    placed: bool = False,
) -> Columns | None:
    """Return the columns of a row that has as many cells as the row of the form, empty cells around them aside.

    ``side`` is the side to which the rows of the table keep, if they are longer; ``placed`` says that the labels of
    the header are in their place, so that those of these figures are in doubt. ``None`` if the header names other
    columns, or none.
    """
    table, shapes = header.table, header.shapes
    fit = header_fit(table, shapes, header.text)
    if fit is None or (fit == 0 and len(shapes) < DISTINCT):
        return None
    if not all(in_order(table, shapes, text_of([line])) for line in header.head):
        return None
    taken = _taken(cells, len(shapes), reader, side)
    # Where rows are longer, a blank at the end may be of a cell that is missing before it.
    longer = len(shapes) != len(cells) and len(shapes) > 1
    if taken is None or (longer and _ends_blank([cells[m] for m in taken], reader)):
        return unsure_row(shapes, cells, reader)
    doubtful = placed or fit < NAMED
    found = [
        Column(place=n, cell=m, heading=header.text, by="order", exact=False, doubtful=doubtful)
        for n, m in enumerate(taken)
    ]
    return Columns(found)


def unsure_row(shapes: Sequence[CellShape], cells: Sequence[TableCell], reader: Values) -> Columns:
    """Return the columns of a row whose figures, if it has any, may each be of several cells."""
    figures = tuple(cells[n].text.strip() for n in filled_of(cells, reader))
    return Columns((), range(len(shapes)) if figures else (), figures)


def blank_row(wide: int, printed: int) -> Columns:
    """Return the columns of a row without figures, of which so many cells are ``printed``: all are blank."""
    cells = [n if n < printed else None for n in range(wide)]
    return Columns([Column(place=n, cell=cell, heading="", by="labels", exact=False) for n, cell in enumerate(cells)])


def filled_of(cells: Sequence[TableCell], reader: Values) -> list[int]:
    """Return the numbers of the cells that are not blank."""
    return [n for n, cell in enumerate(cells) if reader.read(cell.text).kind != "blank"]


def _ends_blank(cells: Sequence[TableCell], reader: Values) -> bool:
    filled = filled_of(cells, reader)
    return bool(filled) and filled[-1] < len(cells) - 1


def _taken(
    cells: Sequence[TableCell], wide: int, reader: Values, side: Literal["left", "right"] | None
) -> Sequence[int] | None:
    """Return the numbers of the cells that are the ``wide`` cells of a row; ``None`` if that is not certain."""
    filled = filled_of(cells, reader)
    if len(filled) == wide:
        return filled
    if wide == 1 and len({reader.read(cells[n].text) for n in filled}) == 1:
        return filled[:1]
    if not filled or len(cells) == wide:
        return range(min(wide, len(cells)))
    starts = [n for n in range(len(cells) - wide + 1) if n <= filled[0] and filled[-1] < n + wide]
    edge = {"left": 0, "right": len(cells) - wide}.get(side or "")
    if len(starts) > 1 and edge in starts:
        starts = [edge]
    return range(starts[0], starts[0] + wide) if len(starts) == 1 else None


def _groups(table: TableShape, shapes: tuple[CellShape, ...]) -> frozenset[str]:
    """Return the labels of groups of columns that are no labels of columns."""
    bare = table.words.bare
    groups = (bare(name) for shape in shapes for names in shape.label[:-1] for name in names)
    return frozenset(groups).difference(*(bare_names(table.words, shape.label[-1]) for shape in shapes))


def _labelled(table: TableShape, shapes: tuple[CellShape, ...], headings: Sequence[Sequence[str]]) -> Iterator[Column]:
    """Assign the cells of a row, each with the texts above it, to the cells of a row of the form."""
    words, bare = table.words, table.words.bare
    own = [bare_names(words, shape.label[-1]) for shape in shapes]
    way = [frozenset("".join(map(bare, names)) for names in paths(shape.label)) for shape in shapes]
    alone = [not any(own[n] & other for k, other in enumerate(own) if k != n) for n in range(len(own))]
    bared = [[bare(text) for text in texts] for texts in headings]
    # A section heading printed as a row of the table is above the header of the form.
    ends = [{"".join(texts[k:]) for k in range(max(len(texts) - 1, 1))} for texts in bared]
    same = {
        m: {n for n in range(len(shapes)) if texts and (ends[m] & way[n] or (alone[n] and texts[-1] in own[n]))}
        for m, texts in enumerate(bared)
    }
    strange = table.foreign | _groups(table, shapes)

    def like(m: int, n: int) -> float:
        texts = headings[m]
        if not texts or bared[m][-1] in strange:
            return 0.0
        last = max(words.likeness(texts[-1], name) for name in shapes[n].label[-1]) if alone[n] else 0.0
        joined = max(words.likeness("".join(texts), "".join(names)) for names in paths(shapes[n].label))
        return max(last, joined)

    # Labels that stand in another order than on the form are known by their text only.
    sure = {m: next(iter(some)) for m, some in same.items() if len(some) == 1}
    distinct = len(set(sure.values())) == len(sure) and (len(sure) == len(shapes) or all(alone))
    permuted = distinct and list(sure.values()) != sorted(sure.values())
    pairs = (
        {m: (n, 1.0) for m, n in sure.items()}
        if permuted
        else align(range(len(headings)), range(len(shapes)), same, like)
    )
    for m, (n, score) in pairs.items():
        yield Column(place=n, cell=m, heading=" ".join(headings[m]), by="labels", exact=score == 1.0)
    if not permuted:
        for m, n in _between_labelled({m: n for m, (n, _) in pairs.items()}, len(headings), len(shapes)):
            heading = " ".join(headings[m])
            yield Column(place=n, cell=m, heading=heading, by="order", exact=False, doubtful=True)


def _without_surplus(header: Header, cells: Sequence[TableCell], reader: Values) -> Columns:
    """Return the columns that are certain, the cells of the form that are not, and the figures without a place."""
    columns, shapes = header.columns, header.shapes
    if len(columns) in (0, len(cells)):
        return Columns(columns)
    own, leaves = header.is_own, header.leaves
    behind = [leaf for leaf in leaves if leaf[0] >= cells[0].column] if own else leaves[-len(shapes) :]
    nearest = [(cell.text,) for cell in header.nearest] if own else []
    # An empty header cell beyond the columns of the form is no column: a figure more makes the whole table wider.
    for some in (behind, nearest):
        while len(some) > len(shapes) and not "".join(some[-1][-1]).strip():
            some.pop()
    if len(cells) > max(len(behind), len(nearest)):
        named = header.over([TableCell(row=0, column=start, width=end - start) for start, end, _ in behind]).columns
        surplus = placed(cells, dict(_cells_of(named)), len(behind), reader)
        if surplus is not None:
            kept = [replace(one, cell=surplus.cells[one.place]) for one in named if one.place in surplus.cells]
            kept = [replace(one, by="order", exact=False, doubtful=True) for one in kept] if surplus.by_order else kept
            return Columns(kept, surplus.uncertain, surplus.figures)
    taken = {one.cell for one in columns}
    spare = [m for m, cell in enumerate(cells) if m not in taken and reader.read(cell.text).kind == "number"]
    if not spare:
        return Columns(columns)
    return _shared_headings(columns, cells, spare, header.headings, reader)


def _cells_of(columns: Iterable[Column]) -> Iterator[tuple[int, int]]:
    return ((one.place, one.cell) for one in columns if one.cell is not None)


def _shared_headings(
    columns: list[Column],
    cells: Sequence[TableCell],
    spare: Sequence[int],
    headings: Sequence[Sequence[str]],
    reader: Values,
) -> Columns:
    """Place figures that have the same heading as a cell of the form, where a merged header was printed repeatedly."""
    kept, uncertain, figures = [], set(), [cells[m].text.strip() for m in spare if not headings[m]]
    for one in columns:
        if one.cell is None:
            continue
        same = [m for m in spare if headings[m] and " ".join(headings[m]) == one.heading]
        filled = [m for m in (one.cell, *same) if reader.read(cells[m].text).kind != "blank"]
        if len({reader.read(cells[m].text) for m in filled}) > 1:
            uncertain.add(one.place)
            figures += [cells[m].text.strip() for m in filled]
        else:
            kept.append(replace(one, cell=filled[0]) if filled else one)
    return Columns(kept, uncertain, tuple(figures))


def _between_labelled(pairs: Mapping[int, int], cells: int, places: int) -> Iterator[tuple[int, int]]:
    """Yield the unlabelled columns between labelled ones, where as many cells of the form are left between them."""
    if not pairs:
        return
    anchors = [(-1, -1), *sorted(pairs.items()), (cells, places)]
    for (m, n), (later_m, later_n) in pairwise(anchors):
        if later_m - m == later_n - n:
            yield from zip(range(m + 1, later_m), range(n + 1, later_n), strict=True)
