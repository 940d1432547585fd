"""Join the glyphs of a page to printed lines, and lines to paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.documents.extract.blocks import Paragraph, Part
from gknb.documents.extract.readers.flow import cleaned
from gknb.documents.extract.readers.radicals import replace_radicals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.documents.extract.readers.pdf_paint import Glyph

__all__ = ["FIGURE", "Margins", "PrintedLine", "margins", "paragraphs", "printed_lines", "readable"]

_SAME_LINE: Final = 0.4
"""Maximum vertical distance between the centres of two glyphs of one line, in glyph heights."""
_WORD_GAP: Final = 0.2
"""Minimum gap between two Latin words or numbers, in glyph heights."""
_GAP: Final = 0.5
"""Minimum gap next to a Chinese character, in glyph heights; word processors add a quarter themselves."""
_WIDE: Final = 1.05
"""Minimum gap between two parts of a line, in glyph heights; an ideographic space is one."""
_APART: Final = 0.05
"""Minimum gap between two cells of a row that the file prints separately, in glyph heights."""
_MIXED: Final = 0.28
"""The same between a Chinese character and a Latin one: word processors leave a quarter there."""
_LOOSE: Final = 2.2
"""Maximum gap inside flowing text, in glyph heights."""
_DOUBLED: Final = 0.3
"""Maximum offset of a glyph printed twice to look bold, in glyph widths."""
_MARGIN: Final = 1.3
"""Maximum distance from the margin of a full line, in glyph heights."""
_SPACING: Final = 1.6
"""Minimum gap between two paragraphs, in glyph heights."""
_NEAR: Final = 4
"""Maximum number of lines between two rows of a table that are drawn without rules."""
_FULL: Final = 15
"""Minimum number of characters of a line that is used to find the margins."""
FIGURE: Final = re.compile(r"[-+－＋]?[\d０-９][\d０-９.,，%]*|[-－—/／]+|\ufffd+")


_Piece: TypeAlias = tuple[str, float, float, Literal["", "space", "cell", "part"]]
"""Text, where it begins and ends, and what separates it from the text before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line of text and its place on the page, in points from the left and the top."""

    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    pieces: tuple[_Piece, ...]
    spaces: tuple[bool, ...]
    """Whether a space stands before each piece in running text."""

    @property
    def text(self) -> str:
        """The text, with single spaces for gaps."""
        pairs = zip(self.pieces, self.spaces, strict=True)
        return "".join((" " if space else "") + text for (text, *_), space in pairs)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that wide gaps set off."""
        return self._split({"part"})

    @property
    def cells(self) -> tuple[Part, ...]:
        """The parts if the line is the row of a table, where narrow gaps set parts off as well."""
        return self._split({"part", "cell"})

    def _split(self, by: set[str]) -> tuple[Part, ...]:
        found: list[tuple[list[str], float, float]] = []
        for (text, x0, x1, apart), space in zip(self.pieces, self.spaces, strict=True):
            if not found or apart in by:
                found.append(([text], x0, x1))
            else:
                texts, begin, end = found[-1]
                found[-1] = ([*texts, " " * space + text], begin, max(end, x1))
        return tuple(Part(text=readable("".join(texts)), x0=x0, x1=x1) for texts, x0, x1 in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Where full lines begin and end."""

    left: float
    right: float


def readable(text: str) -> str:
    """Return a text without invisible characters and with ordinary characters for radicals."""
    return replace_radicals(cleaned(text))


def printed_lines(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """Join glyphs to lines, from the top; spaces are set where there are gaps, whatever characters are there."""
    lines: list[list[Glyph]] = []
    middle = 0.0
    for one in sorted(glyphs, key=lambda one: one.top + one.bottom):
        here = (one.top + one.bottom) / 2
        if not lines or here - middle > _SAME_LINE * max(one.bottom - one.top, 1.0):
            lines.append([])
            middle = here
        lines[-1].append(one)
    return [_line(sorted(line, key=lambda one: one.x0)) for line in lines if any(one.text.strip() for one in line)]


def _line(glyphs: Sequence[Glyph]) -> PrintedLine:
    """Join the glyphs of one line, from the left."""
    shown = [one for one in glyphs if one.text.strip()]
    size = max(one.bottom - one.top for one in shown)
    pieces: list[_Piece] = []
    spaces: list[bool] = []
    texts: list[str] = []
    first = last = shown[0]
    begin, end, before, blanks = first.x0, first.x0, "", 0
    apart: Literal["", "space", "cell", "part"] = ""
    space = False
    for one in glyphs:
        if not one.text.strip():
            blanks += 1
            continue
        text = "\ufffd" if one.text.startswith("(cid:") else one.text
        if text == before and one.x0 - (end - one.width) < _DOUBLED * one.width:
            continue
        if before:
            gap = (one.x0 - end) / size
            how = _separation(before, text, gap, again=one.run == last.run, blank=blanks > 0)
            if how:
                pieces.append(("".join(texts), begin, end, apart))
                spaces.append(space)
                texts, begin, apart = [], one.x0, how
                space = gap > (_WORD_GAP if before[-1:].isascii() and text[:1].isascii() else _GAP)
        texts.append(text)
        end, before, last, blanks = max(end, one.x1), text, one, 0
    return PrintedLine(
        x0=first.x0,
        x1=end,
        top=min(one.top for one in shown),
        bottom=max(one.bottom for one in shown),
        size=size,
        pieces=(*pieces, ("".join(texts), begin, end, apart)),
        spaces=(*spaces, space),
    )


def _separation(
    before: str, after: str, gap: float, *, again: bool, blank: bool
) -> Literal["", "space", "cell", "part"]:
    """Return what a gap between two glyphs separates; ``again`` if the file prints both in one go."""
    if gap > _WIDE:
        return "part"
    latin = before[-1:].isascii(), after[:1].isascii()
    if not again and gap > (_APART if latin[0] == latin[1] else _MIXED):
        return "cell"
    if gap > (_WORD_GAP if all(latin) else _GAP):
        return "space" if blank or gap <= _GAP else "cell"
    return ""


def margins(lines: Iterable[PrintedLine]) -> Margins | None:
    """Return the margins of a document from its longer lines; ``None`` if there are none.

    The left margin is the first decile of their beginnings, the right margin the third quartile of their ends.
    """
    full = [line for line in lines if len(line.parts) == 1 and len(line.text) >= _FULL]
    if not full:
        return None
    begins = sorted(line.x0 for line in full)
    ends = sorted(line.x1 for line in full)
    # Quantiles, because single lines extend past the margin: with a hanging full stop, or as a wide title.
    return Margins(left=begins[len(begins) // 10], right=ends[len(ends) * 3 // 4])


def paragraphs(lines: Sequence[PrintedLine], around: Margins | None, page: int) -> Iterator[Paragraph]:
    """Join the lines of one page to paragraphs; each row of a table drawn without rules is a paragraph of its own.

    Two lines belong together if the first reaches the right margin and the second begins at the left margin, without
    a gap and in the same size. So an indented line begins a paragraph and a short line ends one.
    """
    on = [around is not None and _goes_on(one, after, around) for one, after in pairwise(lines)]
    rows = _rows(lines, on)
    joined: list[PrintedLine] = []
    for n, line in enumerate(lines):
        if joined and (rows[n] or rows[n - 1] or not on[n - 1]):
            yield _paragraph(joined, page)
            joined = []
        if rows[n]:
            texts = " ".join(part.text for part in line.cells)
            yield Paragraph(text=texts, page=page, lines=(line.cells,))
        else:
            joined.append(line)
    if joined:
        yield _paragraph(joined, page)


def _paragraph(lines: Sequence[PrintedLine], page: int) -> Paragraph:
    text = ""
    for line in lines:
        text += (
            " " if text and text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() else ""
        ) + line.text
    return Paragraph(text=readable(text), page=page, lines=tuple(line.parts for line in lines))


def _rows(lines: Sequence[PrintedLine], on: Sequence[bool]) -> list[bool]:
    """Return which lines are rows of a table drawn without rules, or stand between such rows."""
    rows = [_is_row(line) for line in lines]
    beside = [
        any(rows[max(n - 1, 0) : n] + rows[n + 1 : n + 2]) or not (on[n - 1 : n] == [True] or on[n : n + 1] == [True])
        for n in range(len(lines))
    ]
    seeds = [row and (near or not _is_loose(line)) for row, near, line in zip(rows, beside, lines, strict=True)]
    found = list(seeds)
    places = [n for n, seed in enumerate(seeds) if seed]
    for one, after in pairwise(places):
        if after - one <= _NEAR + 1 and not any(on[n] for n in range(one + 1, after - 1)):
            found[one:after] = [True] * (after - one)
    return found


def _is_row(line: PrintedLine) -> bool:
    """Whether a line has wide gaps, narrow ones around several figures, or ends with a figure set off by one."""
    if len(line.parts) > 1:
        return True
    cells = line.cells
    figures = [bool(FIGURE.fullmatch(part.text)) for part in cells]
    return sum(figures) > 1 or (len(cells) > 1 and figures[-1])


def _is_loose(line: PrintedLine) -> bool:
    """Whether a line with gaps may be flowing text all the same."""
    parts = line.parts
    gaps = [after.x0 - one.x1 for one, after in pairwise(parts)]
    figures = any(FIGURE.fullmatch(part.text) for part in line.cells)
    return len(parts) == 1 or (not figures and len(line.text) >= _FULL and max(gaps, default=0.0) <= _LOOSE * line.size)


def _goes_on(line: PrintedLine, after: PrintedLine, around: Margins) -> bool:
    size = max(line.size, after.size)
    return (
        line.x1 >= around.right - _MARGIN * size
        and abs(after.x0 - around.left) < _MARGIN * size / 2
        and abs(line.size - after.size) < size / 4
        and after.top - line.bottom < _SPACING * size
    )
