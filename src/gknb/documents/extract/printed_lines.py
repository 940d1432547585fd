"""Flatten a file to printed lines: the rows of its tables, and lines of text that may be rows drawn with gaps."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Paragraph, Part, Table, TableCell
from gknb.documents.extract.readers.split_rows import is_page_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.printed_values import Values

__all__ = ["Line", "printed_lines"]

_MOST: Final = 5_000
"""Maximum number of lines read; enough for twenty reports."""
_SENTENCE: Final = 300
"""Minimum length of a text that is no row of a table unless it has gaps, in characters."""
_NOTED: Final = re.compile(r"\s*[+\-−]?\d[\d,，]*(?:\.\d+)?\s*[(（\[［【*※^~～/%]")
"""A figure with something after it that no label begins with."""
_GLUED: Final = re.compile(r"(\D.*?)(\d[\d.,，]*)")


@dataclass(frozen=True, eq=False, kw_only=True)
class Line:
    """One row of a table, or one label and the figures after it in a line of text."""

    table: int
    """Number of the table in the file, from 1; of lines of text, the negative number of the run they are in."""
    page: int | None
    """Page of the table or the line, from 1."""
    row: int
    """Number of the line in the table or in the run, from 1."""
    cells: tuple[TableCell, ...]
    """Cells that cross the line, from left to right; of a line of text, its words, numbered as columns."""
    reader: Values
    """Reads the values of cells."""
    places: tuple[tuple[float, float], ...] = ()
    """For each word of a line of text, where it begins and ends; empty if the file does not say so."""
    numbers: tuple[int, ...] = ()
    """For each of several figures that are alone in their lines, the number of the line; otherwise the line's own."""

    @property
    def loose(self) -> bool:
        """Whether it is a line of text, so that the columns of two lines do not align."""
        return self.table < 0

    @cached_property
    def leading(self) -> tuple[TableCell, ...]:
        """The label cells: those before the first number or sign, up to the last one with text.

        A number before a label is the number of the row in a column of its own.
        """
        read = self.reader.read
        figures = [
            n
            for n, cell in enumerate(self.cells)
            if read(cell.text).kind in ("number", "sign") or _NOTED.match(cell.text)
        ]
        if figures[:1] == [0] and len(self.cells) > 1 and read(self.cells[1].text).kind == "unreadable":
            figures = figures[1:]
        found = self.cells[: figures[0] if figures else None]
        words = max((n for n, cell in enumerate(found, 1) if cell.text.strip()), default=0)
        return found[:words]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The texts of the label cells, outermost first."""
        found = [cell.text for cell in self.leading if cell.text.strip()]
        if len(found) > 1 and self.reader.read(found[0]).kind in ("number", "sign"):
            found = found[1:]
        return tuple(found)

    @cached_property
    def values(self) -> tuple[TableCell, ...]:
        """The cells after the labels."""
        return self.cells[len(self.leading) :]

    @cached_property
    def has_numbers(self) -> bool:
        """Whether one of its values is a number."""
        return any(self.reader.read(cell.text).kind == "number" for cell in self.values)

    @cached_property
    def has_figures(self) -> bool:
        """Whether one of its values is a number or a sign in the place of one."""
        return any(self.reader.read(cell.text).kind in ("number", "sign") for cell in self.values)


def printed_lines(
    blocks: Iterable[Block], reader: Values, is_label: Callable[[str], bool], within: Callable[[Block], bool]
) -> Iterator[Line]:
    """Yield the rows of every table, and the lines of the paragraphs for which ``within`` is true.

    A line of text with several labels is several lines; figures that are alone in their lines are one. ``is_label``
    says whether a text is a label of the form, so that it can be told from figures that are glued to it.
    """
    lines, left = _every(blocks, reader, is_label, within), _MOST
    for line in lines:
        if left <= 0:
            return
        left -= 1
        yield line


def _every(
    blocks: Iterable[Block], reader: Values, is_label: Callable[[str], bool], within: Callable[[Block], bool]
) -> Iterator[Line]:
    number = run = 0
    for table, some in groupby(blocks, key=lambda block: isinstance(block, Table)):
        if not table:
            run -= 1
            yield from _loose(filter(within, some), run, reader, is_label)
            continue
        for one in some:
            assert isinstance(one, Table)  # noqa: S101 - grouped by type
            number += 1
            if _is_text(one):
                run -= 1
                yield from _loose([Paragraph(text=one.cells[0].text, page=one.page)], run, reader, is_label)
            else:
                yield from _rows(one, number, reader)


def _is_text(table: Table) -> bool:
    """Whether a table is a frame around text: one cell with three or more lines."""
    return len(table.cells) == 1 and table.cells[0].text.count("\n") >= 2


def _rows(table: Table, number: int, reader: Values) -> Iterator[Line]:
    rows: dict[int, list[TableCell]] = {}
    for cell in table.cells:
        if cell.text and reader.is_empty(cell.text):
            cell = replace(cell, text="")  # noqa: PLW2901 - the cell as it was before a converter
        for row in range(cell.row, min(cell.row + cell.height, cell.row + _MOST)):
            rows.setdefault(row, []).append(cell)
    for row, cells in sorted(rows.items()):
        ordered = tuple(sorted(cells, key=lambda cell: cell.column))
        yield Line(table=number, page=table.page, row=row + 1, cells=ordered, reader=reader)


@dataclass(frozen=True, slots=True)
class _TextLine:
    """A line of text in words."""

    page: int | None
    number: int | None
    words: Sequence[Part]
    placed: bool


def _loose(paragraphs: Iterable[Block], run: int, reader: Values, is_label: Callable[[str], bool]) -> Iterator[Line]:
    """Yield the labels of a run of text with their figures."""
    alone: list[_TextLine] = []
    row = 0

    def made(some: Sequence[_TextLine], words: Sequence[Part]) -> Line:
        nonlocal row
        row += 1
        return Line(
            table=run,
            page=some[0].page,
            row=row,
            cells=tuple(TableCell(row=0, column=n, text=word.text) for n, word in enumerate(words)),
            reader=reader,
            places=tuple((word.x0, word.x1) for word in words) if some[0].placed and len(some) == 1 else (),
            numbers=tuple(one.number for one in some if one.number is not None),
        )

    for line in _split(paragraphs, reader, is_label):
        words = line.words
        figures = [reader.read(word.text, signed=True).kind in ("number", "sign") for word in words]
        if len(words) == 1 and figures[0]:
            alone.append(line)
            continue
        if alone:
            yield made(alone, [one.words[0] for one in alone])
            alone.clear()
        start = 0
        for n in range(1, len(words)):
            if figures[n - 1] and not figures[n]:
                yield made([line], words[start:n])
                start = n
        yield made([line], words[start:])
    if alone:
        yield made(alone, [one.words[0] for one in alone])


def _split(paragraphs: Iterable[Block], reader: Values, is_label: Callable[[str], bool]) -> Iterator[_TextLine]:
    """Yield the lines of paragraphs in words."""
    for paragraph in paragraphs:
        assert isinstance(paragraph, Paragraph)  # noqa: S101 - tables are handled apart
        lines = paragraph.lines or tuple((Part(text=text, x0=0, x1=0),) for text in paragraph.text.split("\n"))
        for parts in lines:
            if len(parts) == 1 and len(parts[0].text) > _SENTENCE:
                continue
            if is_page_number(" ".join(part.text for part in parts)):
                continue
            words = [one for part in parts for word in _words(part) for one in _unglued(word, is_label)]
            if words := _with_units(words, reader):
                yield _TextLine(paragraph.page, paragraph.number, words, bool(paragraph.lines))


def _words(part: Part) -> Iterator[Part]:
    """Split a part at white space; the places of its words are estimated from their lengths."""
    size = max(len(part.text), 1)
    for found in re.finditer(r"\S+", part.text):
        start, end = (part.x0 + (part.x1 - part.x0) * n / size for n in found.span())
        yield Part(text=found[0], x0=start, x1=end)


def _unglued(word: Part, is_label: Callable[[str], bool]) -> Iterator[Part]:
    """Split a figure from the label before it, if the rest is a label of the form."""
    found = _GLUED.fullmatch(word.text)
    if found is None or not is_label(found[1]):
        yield word
        return
    middle = word.x0 + (word.x1 - word.x0) * len(found[1]) / len(word.text)
    yield replace(word, text=found[1], x1=middle)
    yield replace(word, text=found[2], x0=middle)


def _with_units(words: Sequence[Part], reader: Values) -> list[Part]:
    """Join a figure and the unit after it."""
    joined: list[Part] = []
    for word in words:
        whole = f"{joined[-1].text}{word.text}" if joined else ""
        if whole and joined[-1].text[-1].isdigit() and not word.text[0].isdigit() and reader.is_unit(word.text):
            joined[-1] = replace(joined[-1], text=whole, x1=word.x1)
        else:
            joined.append(word)
    return joined
