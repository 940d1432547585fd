"""Leave out what a reader of the page does not see as its text: watermarks, and text in the colour of the paper."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.extract.readers.pdf_paint import Box, Glyph, Painted

__all__ = ["seen"]

_WHITE: Final = 0.97
"""Minimum brightness of text that cannot be seen on white paper."""
_PALE: Final = 0.45
"""Minimum brightness of the letters of a watermark."""
_LARGE: Final = 1.5
"""Minimum size of the letters of a watermark, in sizes of ordinary text."""
_TINY: Final = 1.0
"""Maximum size of text that nobody can read, in points."""
_FEWEST: Final = 20
"""Minimum number of glyphs of a page with text; see :attr:`Painted.hidden`."""
_Kind: TypeAlias = tuple[int, int]
"""Size and brightness of letters, rounded."""


def seen(pages: Sequence[Painted]) -> list[Painted]:
    """Return the pages without the text that is no part of the report.

    That is text which stands aslant, which is not painted or has the colour of the paper, and large pale letters that
    lie over other text, on other pages as well, or among the rules of a table. Hidden text is kept where it is all
    the text of a page: then it belongs to a scan.
    """
    pages = [_straight(page) for page in pages]
    sizes = [_size(one) for page in pages for one in page.glyphs]
    large = _LARGE * median(sizes) if sizes else 0.0
    pale = [[one for one in page.glyphs if one.shade >= _PALE and _size(one) >= large] for page in pages]
    kinds = [Counter(map(_kind, glyphs)) for glyphs in pale]
    often = Counter(kind for some in kinds for kind in some)
    found = []
    for page, glyphs, some in zip(pages, pale, kinds, strict=True):
        marks = {kind for kind in some if often[kind] > 1 or _lies_over(page, [g for g in glyphs if _kind(g) == kind])}
        dropped = {id(one) for one in glyphs if _kind(one) in marks}
        found.append(replace(page, glyphs=[one for one in page.glyphs if id(one) not in dropped]) if dropped else page)
    return found


def _straight(page: Painted) -> Painted:
    """Return a page without text that is aslant, tiny, or not painted."""
    shown = [one for one in page.glyphs if one.turn is not None and _size(one) > _TINY]
    white = [one for one in shown if one.shade >= _WHITE]
    if white:
        grounds = [(s.x0, s.top, s.x1, s.bottom) for s in page.shapes if s.kind != "line" and s.shade < _WHITE]
        unseen = {id(one) for one in white if not any(_is_in(one, box) for box in (*grounds, *page.pictures))}
        shown = [one for one in shown if id(one) not in unseen]
    if sum(bool(one.text.strip()) for one in shown) < _FEWEST <= len(page.hidden):
        shown += [one for one in page.hidden if one.turn is not None and _size(one) > _TINY]
    return replace(page, glyphs=shown)


def _size(one: Glyph) -> float:
    return one.x1 - one.x0 if one.turn in (1, 3) else one.bottom - one.top


def _kind(one: Glyph) -> _Kind:
    return round(_size(one)), round(one.shade * 20)


def _lies_over(page: Painted, marks: Sequence[Glyph]) -> bool:
    """Whether one of the letters overlaps darker text, or lies among the rules of a table."""
    others = sorted((one for one in page.glyphs if one.shade < _PALE), key=lambda one: one.top)
    upright = [one for one in page.shapes if one.bottom - one.top > 3 * (one.x1 - one.x0)]
    for mark in marks:
        if not mark.text.strip():
            continue
        for one in others:
            if one.top >= mark.bottom:
                break
            if _is_in(one, (mark.x0, mark.top, mark.x1, mark.bottom)):
                return True
        if any(one.top < mark.bottom and one.bottom > mark.top and mark.x0 < one.x0 < mark.x1 for one in upright):
            return True
    return False


def _is_in(one: Glyph, box: Box) -> bool:
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
