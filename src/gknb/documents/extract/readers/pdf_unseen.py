"""Leave out what a reader of the page does not see as its text: watermarks, and text in the colour of the paper."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.readers.pdf_paint import Box, Glyph, Painted

__all__ = ["seen"]

_WHITE: Final = 0.97
"""Minimum brightness of text that cannot be seen on white paper."""
_PALE: Final = 0.45
"""Minimum brightness of the letters of a watermark."""
_LARGE: Final = 1.5
"""Minimum size of the letters of a watermark that need not repeat its text, in sizes of ordinary text."""
_HUGE: Final = 2.5
"""Minimum size of the letters of a watermark that is not pale, in sizes of ordinary text."""
_TINY: Final = 1.0
"""Maximum size of text that nobody can read, in points."""
_FEWEST: Final = 20
"""Minimum number of glyphs of a page with text of its own."""
_SQUARE: Final = 4.0
"""Side of the squares by which it is looked up where text is, in points."""
_MOST_MARKS: Final = 2_000
"""Maximum number of letters of a page whose surroundings are looked at."""
_MOST_TESTS: Final = 3_000_000
"""Maximum number of tests whether a white letter of a page lies on a ground; of more grounds the largest count."""
_Kind: TypeAlias = tuple[int, int, str]
"""Size and brightness of letters, rounded, and their text; the text of large letters does not count."""


def seen(pages: Sequence[Painted]) -> list[Painted]:
    """Return the pages without the text that is no part of the report.

    That is text which stands aslant, which is not painted or has the colour of the paper, and pale or huge text that
    lies over other text or over the rules of a table; large pale letters as well if several pages have them. Hidden
    text is kept where it is all the text of a page: then it belongs to a scan.
    """
    pages = [_straight(page) for page in pages]
    sizes = [_size(one) for page in pages for one in page.glyphs if one.shade < _PALE]
    usual = median(sizes) if sizes else 0.0
    marks = [list(_marks(page, usual)) for page in pages]
    often: dict[_Kind, int] = {}
    for some in marks:
        for kind in {kind for kind, _ in some}:
            often[kind] = often.get(kind, 0) + 1
    over: set[_Kind] = {kind for kind, count in often.items() if count > 1 and not kind[2] and kind[1] >= _PALE * 20}
    for page, some in zip(pages, marks, strict=True):
        over |= _lying_over(page, some, usual)
    found = []
    for page, some in zip(pages, marks, strict=True):
        dropped = {id(one) for kind, one in some if kind in over}
        found.append(replace(page, glyphs=[one for one in page.glyphs if id(one) not in dropped]) if dropped else page)
    return found


def _straight(page: Painted) -> Painted:
    """Return a page without text that is aslant, tiny, or not painted."""
    shown = [one for one in page.glyphs if one.turn is not None and _size(one) > _TINY]
    white = [one for one in shown if one.shade >= _WHITE]
    if white:
        filled = [(s.x0, s.top, s.x1, s.bottom) for s in page.shapes if s.kind != "line" and s.shade < _WHITE]
        most = max(_MOST_TESTS // len(white), 1)
        grounds = sorted([*filled, *page.pictures], key=_area, reverse=True)[:most]
        unseen = {id(one) for one in white if not any(_is_in(one, box) for box in grounds)}
        shown = [one for one in shown if id(one) not in unseen]
    if sum(bool(one.text.strip()) for one in shown) < _FEWEST <= len(page.hidden):
        shown += [one for one in page.hidden if one.turn is not None and _size(one) > _TINY]
    return replace(page, glyphs=shown)


def _marks(page: Painted, usual: float) -> Iterator[tuple[_Kind, Glyph]]:
    """Yield the letters of a page that may be those of a watermark, each with its kind: pale or huge ones."""
    huge, large = _HUGE * usual, _LARGE * usual
    found = [one for one in page.glyphs if (one.shade >= _PALE or _size(one) > huge) and one.text.strip()]
    runs: dict[int, str] = {}
    for one in found:
        runs[one.run] = runs.get(one.run, "") + one.text
    for one in found:
        size = _size(one)
        yield (round(size), round(one.shade * 20), "" if size >= large else runs[one.run]), one


def _lying_over(page: Painted, marks: Sequence[tuple[_Kind, Glyph]], usual: float) -> set[_Kind]:
    """Return the kinds of which a letter overlaps ordinary text, or a rule of a table."""
    if not marks:
        return set()
    squares = {
        (int((one.x0 + one.x1) / 2 / _SQUARE), int((one.top + one.bottom) / 2 / _SQUARE))
        for one in page.glyphs
        if one.shade < _PALE and _size(one) <= _HUGE * usual and one.text.strip()
    }
    upright = [one for one in page.shapes if one.bottom - one.top > 3 * (one.x1 - one.x0)]
    found: set[_Kind] = set()
    for kind, mark in marks[:_MOST_MARKS]:
        if kind in found:
            continue
        # The middle of the letter: the boxes of two lines that stand close may overlap.
        width, height = mark.width / 8, mark.height / 8
        columns = range(int((mark.x0 + width) / _SQUARE), int((mark.x1 - width) / _SQUARE) + 1)
        rows = range(int((mark.top + height) / _SQUARE), int((mark.bottom - height) / _SQUARE) + 1)
        if any((column, row) in squares for column in columns for row in rows) or any(
            one.top < mark.bottom - height and one.bottom > mark.top + height and mark.x0 < one.x0 < mark.x1
            for one in upright
        ):
            found.add(kind)
    return found


def _size(one: Glyph) -> float:
    return one.x1 - one.x0 if one.turn in (1, 3) else one.bottom - one.top


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_in(one: Glyph, box: Box) -> bool:
    x, y = (one.x0 + one.x1) / 2, (one.top + one.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
