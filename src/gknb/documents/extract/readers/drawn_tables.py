"""Read tables drawn with characters: ``+---+``, ``┌──┐``, ``|---+---|``; merged cells and cells of several lines."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import TableCell
from gknb.documents.extract.readers.file_limits import MOST_COLUMNS
from gknb.documents.extract.readers.text_columns import MEASURES, is_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.readers.text_columns import Measure

__all__ = ["drawn_table", "is_drawn", "is_rule"]

_UPRIGHT: Final = frozenset("|│┃║")
_JOINTS: Final = frozenset("+┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╒╕╘╛╞╡╤╧╪╓╖╙╜╟╢╥╨╫┠┨┯┷┿┝┥┰┸╂")
_BORDER: Final = _UPRIGHT | _JOINTS
_ALONG: Final = frozenset("-=─━═╌┄┈")
_RULE: Final = _ALONG | {":"}
_LONGEST: Final = 2_000
"""Maximum length of a line of such a table, in characters."""
_MOST_LINES: Final = 5_000
"""Maximum number of lines of such a table."""
_FEW_BANDS: Final = 2
"""Head and body: a table with no more bands has no rules between its rows."""


def is_drawn(line: str) -> bool:
    """Whether a line begins and ends with a border."""
    text = line.strip()
    return 2 < len(text) <= _LONGEST and text[0] in _BORDER and text[-1] in _BORDER


def is_rule(line: str) -> bool:
    """Whether a line is nothing but a horizontal line of a drawn table, with its joints."""
    return is_drawn(line) and set(line.strip()) <= _BORDER | _RULE and not _ALONG.isdisjoint(line)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line and the column at which each of its characters begins."""

    text: str
    columns: tuple[int, ...]

    def between(self, start: int, end: int) -> str:
        """Return the characters that begin after column ``start`` and before ``end``."""
        return self.text[bisect_right(self.columns, start) : bisect_left(self.columns, end)]

    def at(self, column: int) -> str:
        n = bisect_left(self.columns, column)
        return self.text[n] if n < len(self.columns) and self.columns[n] == column else ""


def drawn_table(lines: Sequence[str]) -> list[TableCell] | None:
    """Return the cells of a table drawn with these lines; ``None`` if the lines do not form a grid of rectangles."""
    if len(lines) > _MOST_LINES:
        return None
    texts = [line.strip() for line in lines]
    measure = max(MEASURES, key=lambda one: Counter(map(one, texts)).most_common(1)[0][1])
    placed = [_placed(text, measure) for text in texts]
    edges = _edges(placed)
    if not 2 <= len(edges) <= MOST_COLUMNS + 1:
        return None
    fitted = [_fitted(line, edges) for line in placed]
    kept = [line for line in fitted if line is not None]
    if len(kept) < len(fitted):
        return None
    return _Drawing(kept, edges).cells()


def _placed(text: str, measure: Measure) -> _Placed:
    columns = []
    x = 0
    for character in text:
        columns.append(x)
        x += 1 if character.isascii() else measure(character)
    return _Placed(text, tuple(columns))


def _edges(lines: Sequence[_Placed]) -> tuple[int, ...]:
    """Return the columns of the vertical lines: borders that a horizontal line touches."""
    found: Counter[int] = Counter()
    for line in lines:
        text = line.text
        for n, character in enumerate(text):
            if character in _BORDER and (text[n - 1 : n] in _ALONG or text[n + 1 : n + 2] in _RULE or n == 0):
                found[line.columns[n]] += 1
    if not found:
        return ()
    ends = Counter(line.columns[-1] for line in lines)
    last = ends.most_common(1)[0][0]
    return tuple(sorted(column for column in {*found, last} if column <= last))


def _fitted(line: _Placed, edges: Sequence[int]) -> _Placed | None:
    """Return the line with its borders on the edges; ``None`` if that is impossible.

    A terminal may give some signs another width, and a converter may write a text wider than its column. Then a line
    with all borders of a plain row is fitted by their order.
    """
    places = {column for column, character in zip(line.columns, line.text, strict=True) if character in _UPRIGHT}
    if line.columns[-1] == edges[-1] and places.issubset(edges):
        return line
    borders = [n for n, character in enumerate(line.text) if character in _BORDER]
    if len(borders) != len(edges):
        return None
    columns: list[int] = []
    for n, (border, edge) in enumerate(zip(borders, edges, strict=True)):
        before, width = (edges[n - 1], border - borders[n - 1] - 1) if n else (-1, 0)
        # Only the order of the characters between two borders matters; those that do not fit share a column.
        columns += (min(before + 1 + m, edge - 1) for m in range(width))
        columns.append(edge)
    return _Placed(line.text, tuple(columns))


class _Drawing:
    """Pieces of lines between vertical lines, joined to cells where no line separates them."""

    def __init__(self, lines: Sequence[_Placed], edges: Sequence[int]) -> None:
        self._lines, self._edges = lines, edges
        self._width = len(edges) - 1
        self._rules = [[self._is_rule(line, n) for n in range(self._width)] for line in lines]
        self._parents = list(range(len(lines) * self._width))
        self._bands: list[int] = []
        band, inside = -1, False
        for rules in self._rules:
            band += not inside and not any(rules)
            inside = not any(rules)
            self._bands.append(max(band, 0))

    def _is_rule(self, line: _Placed, n: int) -> bool:
        start, end = self._edges[n], self._edges[n + 1]
        text = line.between(start, end)
        ends = _BORDER | _ALONG
        return bool(text) and set(text) <= _RULE and line.at(start) in ends and line.at(end) in ends

    def cells(self) -> list[TableCell] | None:
        """Return the cells, row by row."""
        self._join()
        regions: dict[int, list[int]] = {}
        for line, rules in enumerate(self._rules):
            for n, rule in enumerate(rules):
                if not rule:
                    piece = line * self._width + n
                    regions.setdefault(self._find(piece), []).append(piece)
        cells = []
        for pieces in regions.values():
            cell = self._cell(pieces)
            if cell is None:
                return None
            cells.append(cell)
        cells = self._with_rows(cells)
        return sorted(cells, key=lambda cell: (cell.row, cell.column)) or None

    def _join(self) -> None:
        for line, rules in enumerate(self._rules):
            for n, rule in enumerate(rules):
                if rule:
                    continue
                piece = line * self._width + n
                if line and not self._rules[line - 1][n]:
                    self._union(piece, piece - self._width)
                if n and not rules[n - 1] and self._lines[line].at(self._edges[n]) not in _BORDER:
                    self._union(piece, piece - 1)

    def _find(self, piece: int) -> int:
        while self._parents[piece] != piece:
            self._parents[piece] = self._parents[self._parents[piece]]
            piece = self._parents[piece]
        return piece

    def _union(self, one: int, other: int) -> None:
        self._parents[self._find(one)] = self._find(other)

    def _cell(self, pieces: Sequence[int]) -> TableCell | None:
        """Return the cell made of these pieces; ``None`` if they form no rectangle."""
        top, bottom = pieces[0] // self._width, pieces[-1] // self._width
        columns = {piece % self._width for piece in pieces}
        left, right = min(columns), max(columns)
        if len(pieces) != (bottom - top + 1) * (right - left + 1):
            return None
        bands = [self._bands[line] for line in range(top, bottom + 1) if not any(self._rules[line])]
        bands = bands or [self._bands[top]]
        start, end = self._edges[left], self._edges[right + 1]
        # A line is kept even if empty: rows without rules between them are told apart by it.
        texts = (self._lines[line].between(start, end).strip() for line in range(top, bottom + 1))
        return TableCell(
            row=bands[0],
            column=left,
            height=bands[-1] - bands[0] + 1,
            width=right - left + 1,
            text="\n".join(texts),
        )

    def _with_rows(self, cells: list[TableCell]) -> list[TableCell]:
        """Split a band into rows, one a line, in a table that has rules only around its head and its body."""
        few = self._bands[-1] < _FEW_BANDS and not any("=" in line.text for line in self._lines)
        split: list[TableCell] = []
        offset = 0
        for band in range(self._bands[-1] + 1):
            own = [cell for cell in cells if cell.row == band]
            rows = self._rows_in(own) if few and all(cell.height == 1 for cell in own) else 1
            for cell in own:
                texts = cell.text.split("\n")
                pieces = texts if rows > 1 else ["\n".join(filter(None, texts))]
                height = cell.height if rows == 1 else 1
                split += [
                    TableCell(row=band + offset + n, column=cell.column, height=height, width=cell.width, text=text)
                    for n, text in enumerate(pieces)
                ]
            offset += rows - 1
        return split

    @staticmethod
    def _rows_in(cells: Sequence[TableCell]) -> int:
        """Return the number of rows in a band: its number of lines if each line has a label, and is so a row."""
        columns = [cell.text.split("\n") for cell in cells]
        if len({len(column) for column in columns}) != 1:
            return 1
        lines = list(zip(*columns, strict=True))
        labelled = all(any(text and not is_figure(text) for text in line) for line in lines)
        figures = any(sum(map(is_figure, column)) > 1 for column in columns)
        blank = len(lines) > 1 and all(line[0] and not any(line[1:]) for line in lines)
        return len(lines) if len(lines) > 1 and labelled and (figures or blank) else 1
