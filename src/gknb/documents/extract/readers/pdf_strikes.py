"""Find the characters of a page that a line is drawn through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.documents.extract.readers.pdf_paint import Glyph, Painted

__all__ = ["Struck", "struck_on"]

_THICK: Final = 3.0
"""Maximum thickness of a line, in points."""
_HIGH, _LOW = 0.25, 0.78
"""Where a line crosses a character, from its top, in character heights; a line below it underlines."""
_TOUCHED, _COVERED = 0.1, 0.9
"""Width of a character under a line: up to the first it is not struck out, from the second on it is."""
_OVERHANG: Final = 1.0
"""Maximum length of a line before and after the text that it strikes out, in character heights."""
_GAP: Final = 1.5
"""Maximum gap in the text under one line, in character heights."""
_MOST_LINES: Final = 4_000
"""Maximum number of lines on a page; one with more is a drawing."""
_MOST_WORK: Final = 2_000_000
"""Maximum number of glyphs that are compared with the lines near them; beyond it no digit of the page is certain."""
_UNSURE: Final = "\ufffd"


@dataclass(slots=True)
class Struck:
    """What the lines of a page do to its text."""

    characters: set[int] = field(default_factory=set)
    """Ids of the characters that are struck out."""
    unsure: set[int] = field(default_factory=set)
    """Ids of the digits that a line crosses in part, aslant, or as part of something longer, such as a whole row."""
    lines: set[int] = field(default_factory=set)
    """Ids of the lines that strike out text: they are no table borders."""

    def left(self, glyphs: Iterable[Glyph]) -> list[Glyph]:
        """Return the glyphs that are not struck out, with U+FFFD in place of each digit that may be."""
        return [
            replace(one, text=_UNSURE) if id(one) in self.unsure else one
            for one in glyphs
            if id(one) not in self.characters
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    x0: float
    x1: float
    top: float
    bottom: float
    straight: bool
    key: int


def struck_on(page: Painted) -> Struck:
    """Return which glyphs of a page are struck out: by a drawn line, or by an annotation of a PDF editor."""
    struck = Struck()
    lines = list(_drawn(page))
    if not lines or len(lines) > _MOST_LINES:
        return struck
    ordered = sorted((one for one in page.glyphs if not one.turn and one.text.strip()), key=_middle)
    middles = [_middle(one) for one in ordered]
    tallest = max((one.height for one in ordered), default=0.0)
    work = 0
    for line in lines:
        first = bisect_left(middles, line.top - tallest)
        near = ordered[first : bisect_right(middles, line.bottom + tallest)]
        work += len(near)
        if work > _MOST_WORK:
            struck.unsure |= {id(one) for one in ordered if one.text.isdigit()}
            break
        _strike(struck, line, [one for one in near if _crosses(line, one)])
    struck.unsure -= struck.characters
    return struck


def _middle(character: Glyph) -> float:
    return (character.top + character.bottom) / 2


def _crosses(line: _Line, one: Glyph) -> bool:
    height = one.bottom - one.top
    above, below = one.top + _HIGH * height, one.top + _LOW * height
    return bool(_share(line, one) > _TOUCHED and line.top <= below and line.bottom >= above)


def _share(line: _Line, one: Glyph) -> float:
    """Return the part of a character's width that is under or over a line."""
    common = min(line.x1, one.x1) - max(line.x0, one.x0)
    return float(common / max(one.x1 - one.x0, 0.1))


def _strike(struck: Struck, line: _Line, crossed: list[Glyph]) -> None:
    crossed.sort(key=lambda one: float(one.x0))
    if not crossed:
        return
    if _is_strike(line, crossed):
        struck.lines.add(line.key)
        for one in crossed:
            if _share(line, one) >= _COVERED:
                struck.characters.add(id(one))
            elif one.text.isdigit():
                struck.unsure.add(id(one))
    else:
        struck.unsure |= {id(one) for one in crossed if one.text.isdigit()}


def _is_strike(line: _Line, crossed: Sequence[Glyph]) -> bool:
    """Whether a line begins and ends with the text that it crosses; a table border or a line through a row does not."""
    height = max(one.bottom - one.top for one in crossed)
    end = line.x0 + (_OVERHANG - _GAP) * height
    for one in crossed:
        if one.x0 - end > _GAP * height:
            return False
        end = max(end, one.x1)
    return line.straight and line.x1 - end <= _OVERHANG * height


def _drawn(page: Painted) -> Iterator[_Line]:
    """Yield the lines of a page that are not upright; a thin filled box is a line as well."""
    for one in page.shapes:
        width, height = one.x1 - one.x0, one.bottom - one.top
        straight = height <= _THICK and one.kind != "ink"
        # Only a line or a curve may be aslant: a high box is a frame or a background.
        aslant = one.kind == "line" and height < width
        if one.kind in ("strike", "ink") or (width > _THICK and (straight or aslant)):
            yield _Line(x0=one.x0, x1=one.x1, top=one.top, bottom=one.bottom, straight=straight, key=id(one))
