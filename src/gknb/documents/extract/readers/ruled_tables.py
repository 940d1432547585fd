"""Read tables whose columns are given by a ruler of dashes: simple and multiline tables of pandoc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.file_limits import MOST_COLUMNS
from gknb.documents.extract.readers.text_columns import MEASURES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.readers.text_columns import Measure

__all__ = ["may_begin_table", "ruled_table"]

_RULER: Final = re.compile(r" *-{2,}(?: +-{2,})+ *")
_FULL: Final = re.compile(r" *-{10,} *")
_LONGEST: Final = 2_000
_HEAD: Final = 20
"""Maximum number of lines of a table head."""


def _is_ruler(line: str) -> bool:
    """Whether a line is a ruler with two or more columns."""
    return len(line) <= _LONGEST and _RULER.fullmatch(line) is not None


def _is_full(line: str) -> bool:
    return len(line) <= _LONGEST and _FULL.fullmatch(line) is not None


def may_begin_table(lines: Sequence[str], start: int) -> bool:
    """Whether a line of dashes is above the head of a table, and not below a heading."""
    return _is_full(lines[start]) and _ruler_after(lines, start) is not None


def ruled_table(lines: Sequence[str], start: int) -> tuple[list[list[str]], int] | None:
    """Return the rows of the table that begins at ``start``, and the number of the line after it.

    The table begins with a ruler, with a full line of dashes above its head, or with a head of one line above the
    ruler. ``None`` if no table begins there, or if its texts do not keep to the ruler.
    """
    ruler = _ruler_after(lines, start)
    if ruler is None:
        return None
    end = ruler + 1
    closed = False
    above = start < ruler and not _is_full(lines[start])
    while end < len(lines):
        if _is_ruler(lines[end]) or _is_full(lines[end]):
            closed = True
            break
        if "\f" in lines[end] or (above and not lines[end].strip()):
            break
        end += 1
    if not closed and not above:
        return None
    head = [line for line in lines[start:ruler] if not _is_full(line)]
    body = list(lines[ruler + 1 : end])
    if not any(line.strip() for line in body):
        return None
    columns = [match.span() for match in re.finditer("-+", lines[ruler])]
    if len(columns) > MOST_COLUMNS:
        return None
    for measure in MEASURES:
        cut = _cut([*head, "", *body] if head else body, columns, measure)
        if cut is not None:
            return _rows(
                cut, separated=closed and any(not line.strip() for line in body), head=bool(head)
            ), end + closed
    return None


def _ruler_after(lines: Sequence[str], start: int) -> int | None:
    """Return the number of the ruler of a table whose first line is ``start``."""
    if _is_ruler(lines[start]):
        return start
    if _is_full(lines[start]):
        for n in range(start + 1, min(start + _HEAD, len(lines))):
            if _is_ruler(lines[n]):
                return n
            if _is_full(lines[n]) or not lines[n].strip():
                return None
        return None
    return start + 1 if start + 1 < len(lines) and _is_ruler(lines[start + 1]) else None


def _cut(lines: Sequence[str], columns: Sequence[tuple[int, int]], measure: Measure) -> list[list[str]] | None:
    """Return the pieces of each line in each column; ``None`` if a text reaches over the gap between two columns."""
    starts = [start for start, _ in columns]
    cut = []
    for line in lines:
        row = [""] * len(columns)
        x = 0
        for token in re.finditer(r"\s+|\S+", line):
            x0, x = x, x + measure(token[0])
            if token[0].isspace():
                continue
            n = max((n for n, start in enumerate(starts) if start <= x0), default=None)
            if n is None or (n + 1 < len(starts) and x > starts[n + 1] - 1):
                return None
            row[n] = f"{row[n]} {token[0]}" if row[n] else token[0]
        cut.append(row)
    return cut


def _rows(cut: Sequence[Sequence[str]], *, separated: bool, head: bool) -> list[list[str]]:
    """Return rows: groups of lines that blank lines separate, or else lines; the head is one row."""
    groups: list[list[Sequence[str]]] = [[]]
    in_head = head
    for row in cut:
        if any(row) and (separated or in_head or not groups[-1]):
            groups[-1].append(row)
        elif any(row):
            groups.append([row])
        elif groups[-1]:
            groups.append([])
            in_head = False
    return [["\n".join(filter(None, texts)) for texts in zip(*rows, strict=True)] for rows in groups if rows]
