"""Read plain text and Markdown, as copied from a document or written by a converter; the content tells the shape."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.readers.decode import PAGE_BREAK, decoded, lines_of
from gknb.documents.extract.readers.drawn_tables import drawn_table, is_drawn, is_rule
from gknb.documents.extract.readers.file_limits import MOST_COLUMNS, Budget
from gknb.documents.extract.readers.flow import cleaned, is_frame
from gknb.documents.extract.readers.inline_marks import shown_lines, without_comments
from gknb.documents.extract.readers.ruled_tables import may_begin_table, ruled_table
from gknb.documents.extract.readers.split_rows import (
    collected,
    has_bar,
    has_tab,
    is_page_number,
    split_at_bars,
    split_at_tabs,
    tells_columns,
    tells_rows,
    without_bars,
)
from gknb.documents.extract.readers.text_columns import best_measure, is_figure, most_parts, parts_of
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gknb.documents.extract.blocks import Block, Kind

__all__ = ["read_as", "read_text"]

_CARRIED: Final = re.compile(r"^<!-- gknb (\{.*\}) -->$", re.MULTILINE)
_HEADING: Final = re.compile(r"\s{0,3}#{1,6}[ \t]+")
_UNDERLINE: Final = re.compile(r" {0,3}(?:={2,}|-{3,}) *")
_BULLET: Final = re.compile(r"\s*(?:(?:[-+]|\*{1,6})[ \t]+){1,9}")
_QUOTE: Final = re.compile(r" {0,3}(?:> ?){1,9}")
_FENCE: Final = re.compile(r"\s{0,3}(?:(?:`{3,}|~{3,})[\w-]{0,20}|:{3,}(?: ?[\w-]{1,30}| ?\{.{0,300}\})?)\s*")
_BROKEN_OFF: Final = re.compile(r"(?<=[^\s\\])\\{1,2}$")
"""A line break in a paragraph."""
_WIDE_GAP: Final = re.compile(r"\S\s{2,}\S")
_OPENED: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</table\s{0,9}>", re.IGNORECASE)


def read_text(content: bytes) -> Published:
    """Return the blocks of a text file: a paragraph per line, and tables however they are written.

    See :func:`read_as`.
    """
    return read_as("text", content)


def read_as(kind: Kind, content: bytes) -> Published:
    """Return the blocks of a text as a file of that kind.

    Tables are: rows with bars or tabs, drawn grids, columns below a ruler of dashes, and ``<table>`` elements. Any
    other line is a paragraph with its parts, so that columns aligned with spaces can be told. Form feeds begin pages.
    """
    text = decoded(content)
    carried = _CARRIED.search(text)
    lines = lines_of(cleaned(_CARRIED.sub("", text)))
    lines = [_unquoted(line) if ">" in line[:4] else line for line in lines]
    reading = _Reading(lines)
    reading.read()
    return Published(
        kind=kind,
        blocks=reading.blocks(),
        carried=carried[1] if carried else "",
        remarks=("reader.columns",) * reading.cut,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph whose parts are found once all lines are known."""

    text: str
    row: str
    heading: bool
    page: int | None
    number: int


class _Reading:
    """The blocks found so far, and the number of the next line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.cut = False
        self._lines = lines
        self._found: list[_Line | Block] = []
        self._budget = Budget()
        Budget().spend(sum(map(bool, lines)))  # nearly every line will be a paragraph or a row
        self._page = 1 if PAGE_BREAK in lines else None
        self._next = 0
        self._not_drawn = 0

    def read(self) -> None:
        """Read all lines."""
        lines = self._lines
        while self._next < len(lines):
            line = lines[self._next]
            if not line.strip():
                self._break(line.count(PAGE_BREAK))
                self._next += 1
            elif not (self._html(line) or self._drawn() or self._ruled() or self._run(line)):
                self._text(line)

    def blocks(self) -> tuple[Block, ...]:
        """Return the blocks, with the parts of paragraphs measured as the columns of the file are."""
        measure = best_measure(one.row for one in self._found if isinstance(one, _Line))
        made: list[Block] = []
        for one in self._found:
            if isinstance(one, _Line):
                parts = parts_of(one.row, measure)
                made.append(
                    Paragraph(text=one.text, heading=one.heading, page=one.page, lines=(parts,), number=one.number)
                )
            else:
                made.append(one)
        return tuple(made)

    def _break(self, pages: int) -> None:
        if self._page is not None:
            self._page += pages

    # Tables.

    def _html(self, line: str) -> bool:
        if "<" not in line or not _OPENED.search(line):
            return False
        depth, start = 0, self._next
        while self._next < len(self._lines):
            line = self._lines[self._next]
            depth += len(_OPENED.findall(line)) - len(_CLOSED.findall(line)) if "<" in line else 0
            self._next += 1
            if depth <= 0:
                break
        page = _html_reader()("\n".join(self._lines[start : self._next]).encode())
        self._budget.spend(sum(len(block.cells) if isinstance(block, Table) else 1 for block in page.blocks))
        for block in page.blocks:
            if isinstance(block, Paragraph):
                self._paragraph(block.text, block.text, heading=block.heading)
            else:
                self._found.append(Table(cells=block.cells, page=self._page))
        self.cut |= "reader.columns" in page.remarks
        return True

    def _drawn(self) -> bool:
        start = self._next
        if start < self._not_drawn or not is_rule(self._lines[start]):
            return False
        end = start
        while end < len(self._lines) and is_drawn(self._lines[end]):
            end += 1
        cells = drawn_table(self._lines[start:end])
        if cells is None:
            self._not_drawn = end
            return False
        self._budget.spend(len(cells))
        self._table(cells)
        self._next = end
        return True

    def _ruled(self) -> bool:
        found = ruled_table(self._lines, self._next)
        if found is None:
            return False
        rows, self._next = found
        self._rows(rows)
        return True

    def _run(self, line: str) -> bool:
        lines, start = self._lines, self._next
        below = lines[start + 2] if start + 2 < len(lines) else ""
        headed = has_bar(below) and not has_bar(line) and _UNDERLINE.fullmatch(lines[start + 1]) is not None
        barred = headed or has_bar(line)
        if not barred and not has_tab(line):
            return False
        run = collected(lines, start, has_bar if barred else has_tab, head=2 if headed else 0)
        self._next = run.end
        for group in run.groups:
            rows = split_at_bars(group) if barred else split_at_tabs(group)
            if tells_rows(group, rows) if barred else tells_columns(rows):
                self._rows(rows)
                continue
            for one in group:
                self._one_text(one)
        for number in run.numbers:
            self._one_text(number)
        self._break(run.breaks)
        return True

    def _rows(self, rows: Sequence[Sequence[str]]) -> None:
        cells = []
        for n, row in enumerate(rows):
            self.cut |= len(row) > MOST_COLUMNS
            self._budget.spend(len(row))
            cells += [TableCell(row=n, column=m, text=cell) for m, cell in enumerate(row[:MOST_COLUMNS])]
        self._table(cells)

    def _table(self, cells: Sequence[TableCell]) -> None:
        """Add a table; a frame around text becomes the paragraphs in it."""
        shown = (replace(cell, text="\n".join(shown_lines(cell.text, cell=True))) for cell in cells)
        table = Table(page=self._page, cells=tuple(shown))
        lines = [line for cell in table.cells for line in cell.text.split("\n") if line]
        if is_frame(table):
            for line in lines:
                self._paragraph(line, line)
        elif lines:
            self._found.append(table)

    # Text.

    def _text(self, line: str) -> None:
        """Add a line outside tables, and pass the line that underlines it as a heading."""
        after = self._lines[self._next + 1] if self._next + 1 < len(self._lines) else ""
        beyond = self._lines[self._next + 2] if self._next + 2 < len(self._lines) else ""
        underlined = (
            _UNDERLINE.fullmatch(after) is not None
            and not _UNDERLINE.fullmatch(beyond)
            and not _WIDE_GAP.search(line)
            and not may_begin_table(self._lines, self._next + 1)
        )
        self._next += 1
        if _is_ornament(line):
            return
        self._one_text(line, heading=underlined)
        self._next += underlined

    def _one_text(self, line: str, *, heading: bool = False) -> None:
        line = _BROKEN_OFF.sub("", without_comments(line).rstrip())
        marked = _HEADING.match(line)
        if marked:
            line = " " * marked.end() + line[marked.end() :].rstrip(" \t#")
        elif bullet := _bullet(line):
            line = " " * bullet + line[bullet:]
        indent = " " * (len(line) - len(line.lstrip()))
        for text in shown_lines(line):
            self._paragraph(" ".join(text.split("\t")), indent + text, heading=heading or marked is not None)
            indent = ""

    def _paragraph(self, text: str, row: str, *, heading: bool = False) -> None:
        if text:
            row = without_bars(row).expandtabs(8)
            self._budget.spend(most_parts(row))
            self._found.append(_Line(text, row, heading, self._page, self._next))


def _html_reader() -> Callable[[bytes], Published]:
    """Return the reader of web pages; only texts with a ``<table>`` need its library."""
    try:
        from gknb.documents.extract.readers.html import read_html
    except ModuleNotFoundError as error:
        raise SourceError("reader.missing", package="lxml", command="pip install 'gknb[extract]'") from error
    return read_html


def _unquoted(line: str) -> str:
    """Return a line without the signs of a block quote before it."""
    match = _QUOTE.match(line)
    return line[match.end() :] if match else line


def _is_ornament(line: str) -> bool:
    """Whether a line is a rule between paragraphs or rows, or the fence of a block."""
    text = line.strip()
    alike = len(set(text)) == 1 and text[:3] in ("===", "---", "***", "___")
    return alike or _FENCE.fullmatch(line) is not None or is_rule(line)


def _bullet(line: str) -> int:
    """Return the length of the bullets before a text; 0 if they are signs before figures."""
    match = _BULLET.match(line)
    if match is None or is_page_number(line) or all(map(is_figure, line[match.end() :].split())):
        return 0
    return match.end()
