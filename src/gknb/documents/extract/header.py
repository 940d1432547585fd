"""Find the header of a row, and the labels above each of its cells."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from gknb.documents.extract.blocks import TableCell
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.shape import Label
    from gknb.documents.extract.words import Words

__all__ = ["bare_names", "header_of", "headings_over", "leaves_of", "paths", "text_of"]


@cache
def bare_names(words: Words, names: tuple[str, ...]) -> frozenset[str]:
    """Return labels without white space, punctuation and numbers."""
    return frozenset(map(words.bare, names))


def paths(label: Label) -> Iterator[list[str]]:
    """Yield the labels from the outermost group to the item, once for each name of the item."""
    for name in label[-1]:
        yield [*(names[0] for names in label[:-1]), name]


def header_of(
    line: Line, lines: Sequence[Line], data: Collection[Line], is_header: Callable[[str], bool]
) -> list[Line]:
    """Return the header lines of a line: the nearest lines above it in its table that hold no data.

    Each block of rows in a table may have its own header. A table without one, as after a page break, has the header
    of the table before it. ``is_header`` says whether a text has labels of the columns of the line.
    """
    table = [one for one in lines if one.table == line.table and one.row < line.row]
    head: list[Line] = []
    for one in reversed(table):
        if one in data or one.has_numbers:
            if head:
                break
            continue
        head.append(one)
    back, nearest = line.table - 1, head
    while not (head and is_header(text_of(head))):
        # A table without a header is the rest of the table before it, which may itself be such a rest.
        before = [one for one in lines if one.table == back]
        head = [one for one in before if one not in data and not one.has_numbers][::-1]
        if not before or not (any(one in data for one in before) or (head and is_header(text_of(head)))):
            return nearest[::-1]
        back -= 1
    return head[::-1]


def text_of(head: Iterable[Line]) -> str:
    """Return the text of a header."""
    return "".join(cell.text for one in head for cell in one.cells)


def headings_over(line: Line, first: int, head: Sequence[Line]) -> list[list[str]]:
    """Return, for each cell of a line from its ``first`` on, the texts above it, topmost first."""
    cells = line.cells[first:]
    leaves = leaves_of(head)
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


def leaves_of(head: Sequence[Line]) -> list[tuple[int, int, tuple[str, ...]]]:
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
