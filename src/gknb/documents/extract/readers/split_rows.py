"""Collect lines that bars or tabs split into cells, and tell tables from sentences with a bar in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.decode import PAGE_BREAK
from gknb.documents.extract.readers.drawn_tables import is_rule
from gknb.documents.extract.readers.file_limits import MOST_COLUMNS
from gknb.documents.extract.readers.text_columns import is_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = [
    "Run",
    "collected",
    "has_bar",
    "has_tab",
    "is_page_number",
    "split_at_bars",
    "split_at_tabs",
    "tells_columns",
    "tells_rows",
    "without_bars",
]

BAR: Final = re.compile(r"(?<!\\)[|│┃║｜¦]")
_BARS: Final = "|│┃║｜¦"
_RULE: Final = re.compile(r"\s*:?[-=─━═]{2,}:?\s*")
_SHORT_RULE: Final = re.compile(r"\s*:?[-=─━═]+:?\s*")
_DASHES: Final = re.compile(r"\s{0,3}-{3,}\s*")
_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－─]\s*\d{1,3}\s*[-—–－─]|第\s*\d{1,3}\s*页.{0,12}|\d{1,3}\s*[/／]\s*\d{1,3})\s*"
)
_BARE_NUMBER: Final = re.compile(r"\s*\d{1,3}\s*")
_LABELLED: Final = re.compile("[:：]")
_MOST_BETWEEN: Final = 12
"""Maximum number of lines without cells between two rows: blank lines and the foot of a page."""
_MOST_TEXTS: Final = 3
"""Maximum number of lines with one cell only between two rows."""
_LONGEST_CELL: Final = 60
"""Maximum length of a line that is a row with one cell, in characters."""
_EMPTY: Final = 2
"""Empty cells at the end of a row that make it a row of a table."""


@dataclass(slots=True)
class Run:
    """Lines that may be one table or several."""

    end: int
    """Number of the line after the run."""
    groups: list[list[str]] = field(default_factory=list)
    """Lines of each table."""
    numbers: list[str] = field(default_factory=list)
    """Page numbers printed between the lines."""
    breaks: int = 0
    """Form feeds between the lines."""


def has_bar(line: str) -> bool:
    """Whether a line has a bar between cells."""
    return any(bar in line for bar in _BARS) and BAR.search(line) is not None


def has_tab(line: str) -> bool:
    """Whether tabs separate cells in a line; those before a long line only indent it."""
    return "\t" in line and (len(line) <= _LONGEST_CELL or "\t" in line.strip())


def is_page_number(line: str) -> bool:
    """Whether a line is a page number that its signs tell from a figure."""
    return len(line) <= _LONGEST_CELL and _NUMBER.fullmatch(line) is not None


def collected(lines: Sequence[str], start: int, has_cells: Callable[[str], bool], head: int = 0) -> Run:
    """Return the run of lines with cells that begins at ``start``, after a ``head`` of that many lines without.

    Between two rows may be: short lines, which are rows of one cell; the foot of a page; a rule below a head of one
    cell. Where a blank line follows every row, the blank lines are left out.
    """
    groups: list[list[str]] = [list(lines[start : start + head + 1])]
    run = Run(end=start + head + 1)
    while run.end < len(lines):
        line = lines[run.end]
        if has_cells(line):
            groups[-1].append(line)
            run.end += 1
            continue
        after = run.end + 1
        most = min(run.end + _MOST_BETWEEN, len(lines))
        while after < most and not has_cells(lines[after]):
            after += 1
        if after >= most:
            break
        if not _take(run, groups, lines[run.end : after]):
            break
        run.end = after
    alone = len(groups) > 1 and all(len(group) == 1 for group in groups)
    run.groups = [[line for group in groups for line in group]] if alone else groups
    return run


def _take(run: Run, groups: list[list[str]], between: Sequence[str]) -> bool:
    """Take what stands between two rows into the run; return whether the table goes on after it."""
    texts = [line for line in between if line.strip() and not is_rule(line)]
    breaks = between.count(PAGE_BREAK)
    if breaks or any(map(is_page_number, texts)):
        if not all(is_page_number(line) or (breaks and _BARE_NUMBER.fullmatch(line)) for line in texts):
            return False
        run.numbers += texts
        run.breaks += breaks
    elif not texts:
        if not all(line.strip() for line in between):
            groups.append([])
    elif (
        len(texts) < len(between)
        or len(texts) > _MOST_TEXTS
        or any(len(line) > _LONGEST_CELL or line.lstrip().startswith("#") for line in texts)
    ):
        return False
    else:
        groups[-1] += texts
    return True


def split_at_tabs(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of each line."""
    return [line.split("\t", MOST_COLUMNS + 1) for line in lines]


def split_at_bars(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of each line, without rules. Bars around a row are optional.

    A bar at the beginning frames the row if all rows begin with one; else it ends an empty cell. One at the end frames
    it if all rows end with one, or all begin with one.
    """
    rows = _unwrapped(lines)
    barred = [row for row in rows if has_bar(row)]
    framed = all(row.strip()[:1] in _BARS for row in barred)
    ended = framed or all(_ends_with_bar(row) for row in barred)
    found: list[list[str]] = []
    for n, row in enumerate(rows):
        cells = BAR.split(row.strip(), MOST_COLUMNS + 2)
        if not has_bar(row):
            if not _DASHES.fullmatch(row):
                found.append([row])
            continue
        if framed:
            cells = cells[1:]
        if ended and len(cells) > 1 and not cells[-1].strip():
            cells.pop()
        if not is_rule_of_cells(cells, second=n == 1):
            found.append(cells)
    return found


def _ends_with_bar(row: str) -> bool:
    text = row.strip()
    return text[-1:] in _BARS and text[-2:-1] != "\\"


def _unwrapped(lines: Sequence[str]) -> list[str]:
    """Return rows; one that a line break in a cell has split, or a line too long before its last cell, is one again."""
    rows: list[str] = []
    barred = [line for line in lines if has_bar(line)]
    few = 2 * sum(map(_ends_with_bar, barred)) < len(barred)
    begun = [line.strip()[:1] in _BARS for line in barred]
    whole = begun[:1] == [True] and sum(begun) == sum(map(_ends_with_bar, barred))
    for line in lines:
        split = bool(rows) and rows[-1].strip()[:1] in _BARS and not _ends_with_bar(rows[-1])
        if whole and split and line.strip()[:1] not in _BARS and len(rows[-1]) < _LONGEST_CELL * MOST_COLUMNS:
            rows[-1] += "<br>" + line.strip()
        elif few and rows and not has_bar(line) and has_bar(rows[-1]) and _ends_with_bar(rows[-1]):
            rows[-1] += f" {line.strip()}"
        else:
            rows.append(line)
    return rows


def is_rule_of_cells(cells: Sequence[str], *, second: bool) -> bool:
    """Whether cells are the rule below a head; a single dash is one only in the second line, else it is a sign."""
    joined = "+".join(cells).strip("+ \t")
    if not joined:
        return False
    rule = _SHORT_RULE if second else _RULE
    return all(rule.fullmatch(piece) for piece in joined.split("+") if piece.strip()) and bool(joined.strip("+:"))


def tells_rows(lines: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with bars are rows of a table: bars may also separate phrases of a line, as in a page's footer.

    They are if all begin with a bar, if there is a rule, or if one of several lines has a figure or an empty cell.
    """
    if len(rows) < len(lines) or all(line.strip()[:1] in _BARS for line in lines):
        return bool(rows)
    signs = [sum(not cell.strip() or is_figure(cell.strip()) for cell in row[1:]) for row in rows]
    return (len(rows) > 1 and any(signs)) or any(count >= _EMPTY for count in signs)


def tells_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with tabs are rows of a table: in some line tabs separate two texts, or follow one twice."""
    if len(rows) == 1 and all(_LABELLED.search(cell) for cell in rows[0] if cell.strip()):
        return False
    filled = [[bool(cell.strip()) for cell in row] for row in rows]
    return any(sum(row) > 1 or (len(row) > _EMPTY and not any(row[-_EMPTY:])) for row in filled)


def without_bars(line: str) -> str:
    """Return a line with spaces in the place of its bars."""
    return BAR.sub(" ", line) if has_bar(line) else line
