"""Render the form as Markdown: pipe tables have no merged cells, so that labels are repeated in each row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gknb.documents.render.headers import heads
from gknb.documents.render.page import Drawn
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.render.page import Page
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = ["render_markdown"]


def render_markdown(page: Page, lang: Lang) -> bytes:
    """Return the form as Markdown in UTF-8; findings are numbered and listed at the end."""
    return "".join(f"{line}\n" for line in _lines(page, lang)).encode()


def _lines(page: Page, lang: Lang) -> Iterator[str]:
    yield from (f"# {_inline(''.join(page.title))}", "")
    if page.published:
        yield from (f"（{_inline(page.published)}）", "")
    for part in page.parts:
        yield from (f"## {_inline(part.title)}", "")
        if isinstance(part, Drawn):
            for table in _tables(page, part.grid):
                yield from table
                yield ""
        else:
            for paragraph in part.paragraphs:
                yield from (_inline(paragraph) + _numbers(page.marks.at([part.pointer])), "")
    if page.marks.findings:
        yield from (f"## {say(lang, 'render.findings')}", "")
        for number, finding in enumerate(page.marks.findings, 1):
            yield f"{number}. **{finding.code}** {_inline(finding.message)} {_inline(finding.fix)}"
        yield ""
    # Two hyphens would end the comment; JSON can escape them.
    unprinted = page.unprinted.replace("--", r"\u002d\u002d")
    yield f"<!-- gknb {unprinted} -->"


def _tables(page: Page, grid: Grid) -> Iterator[list[str]]:
    """Yield the lines of one table for each run of rows under the same header."""
    heading = heads(grid)
    last: list[str] | None = None
    lines: list[str] = []
    for row in grid.rows():
        values = [box for box in row if box.pointers]
        if not values:
            continue
        labels = [head for head in heading[values[0]] if head.row + head.height > values[0].row]
        head = [_words(page, [one for one in heading[box] if one not in labels]) for box in values]
        if head != last:
            if lines:
                yield lines
            width = grid.labels or 0
            lines = [_row([""] * width + head), _row(["---"] * (width + len(head)))]
            last = head
        names = [_inline(one.text) for one in labels]
        # A row with fewer labels than label columns has them in the last ones.
        blank = [""] * (max(grid.labels - len(names), 0))
        lines.append(_row([*blank, *names, *(_value(page, box) for box in values)]))
    yield lines


def _words(page: Page, boxes: Sequence[Box]) -> str:
    """Return the labels above a column, without the title of its block, which is common to all columns."""
    own = [box for box in boxes if box.names] or list(boxes)
    return _inline(" ".join(page.shown(box) for box in own))


def _value(page: Page, box: Box) -> str:
    return _inline(page.shown(box)) + _numbers(page.marks.at(box.pointers))


def _numbers(numbers: Sequence[int]) -> str:
    return "".join(f" **[{number}]**" for number in numbers)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _inline(text: str) -> str:
    """Escape all Markdown marks in a text, also a list marker or rule at its beginning; a tab would make a table."""
    text = text.replace("\t", " ")
    return re.sub(r"^\s*[-+=]|[\\`*_{}\[\]<>#|~]", lambda match: match[0][:-1] + "\\" + match[0][-1], text)
