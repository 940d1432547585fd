"""Find the characters of a page that a line is drawn through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pdfminer.pdftypes import resolve1

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pdfplumber.page import Page

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

    def left(self, characters: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the characters that are not struck out, with U+FFFD in place of each digit that may be."""
        return [
            {**one, "text": _UNSURE} if id(one) in self.unsure else one
            for one in characters
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


def struck_on(page: Page, characters: Sequence[dict[str, Any]]) -> Struck:
    """Return which of the characters are struck out: by a drawn line, or by an annotation of a PDF editor."""
    struck = Struck()
    lines = [*_drawn(page), *_annotated(page)]
    if not lines or len(lines) > _MOST_LINES:
        return struck
    # Watermarks stand aslant: the boxes around their characters are large and cross borders.
    ordered = sorted((one for one in characters if not any(one["matrix"][1:3])), key=_middle)
    middles = [_middle(one) for one in ordered]
    tallest = max((one["bottom"] - one["top"] for one in ordered), default=0.0)
    for line in lines:
        first = bisect_left(middles, line.top - tallest)
        near = ordered[first : bisect_right(middles, line.bottom + tallest)]
        _strike(struck, line, [one for one in near if _crosses(line, one)])
    struck.unsure -= struck.characters
    return struck


def _middle(character: dict[str, Any]) -> float:
    return float(character["top"] + character["bottom"]) / 2


def _crosses(line: _Line, one: dict[str, Any]) -> bool:
    height = one["bottom"] - one["top"]
    above, below = one["top"] + _HIGH * height, one["top"] + _LOW * height
    return bool(_share(line, one) > _TOUCHED and line.top <= below and line.bottom >= above)


def _share(line: _Line, one: dict[str, Any]) -> float:
    """Return the part of a character's width that is under or over a line."""
    common = min(line.x1, one["x1"]) - max(line.x0, one["x0"])
    return float(common / max(one["x1"] - one["x0"], 0.1))


def _strike(struck: Struck, line: _Line, crossed: list[dict[str, Any]]) -> None:
    crossed.sort(key=lambda one: float(one["x0"]))
    if not crossed:
        return
    if _is_strike(line, crossed):
        struck.lines.add(line.key)
        for one in crossed:
            if _share(line, one) >= _COVERED:
                struck.characters.add(id(one))
            elif one["text"].isdigit():
                struck.unsure.add(id(one))
    else:
        struck.unsure |= {id(one) for one in crossed if one["text"].isdigit()}


def _is_strike(line: _Line, crossed: Sequence[dict[str, Any]]) -> bool:
    """Whether a line begins and ends with the text that it crosses; a table border or a line through a row does not."""
    height = max(one["bottom"] - one["top"] for one in crossed)
    end = line.x0 + (_OVERHANG - _GAP) * height
    for one in crossed:
        if one["x0"] - end > _GAP * height:
            return False
        end = max(end, one["x1"])
    return line.straight and line.x1 - end <= _OVERHANG * height


def _drawn(page: Page) -> Iterator[_Line]:
    """Yield the lines of a page that are not upright; a thin filled box is a line as well."""
    for one in (*page.lines, *page.rects, *page.curves):
        width, height = float(one["width"]), float(one["height"])
        straight = height <= _THICK
        # Only a line or a curve may be aslant: a high box is a frame or a background.
        if width > _THICK and (straight or (one["object_type"] == "line" and height < width)):
            yield _Line(
                x0=one["x0"], x1=one["x1"], top=one["top"], bottom=one["bottom"], straight=straight, key=id(one)
            )


def _annotated(page: Page) -> Iterator[_Line]:
    """Yield the lines of annotations: ``StrikeOut`` through text, ``Line`` and ``Ink`` wherever they were drawn."""
    found = resolve1(page.page_obj.annots) or ()
    for number, one in enumerate(map(resolve1, found if isinstance(found, list) else ()), 1):
        kind = resolve1(one.get("Subtype")) if isinstance(one, dict) else None
        key = {"StrikeOut": "QuadPoints", "Line": "L", "Ink": "InkList"}.get(getattr(kind, "name", ""))
        for points in _points(one.get(key), 8 if key == "QuadPoints" else 0) if key else ():
            if page.rotation:  # the coordinates are those of the page before it was turned: any digit may be meant
                width, height = float(page.width), float(page.height)
                yield _Line(x0=0.0, x1=width, top=0.0, bottom=height, straight=False, key=-number)
                continue
            xs, ys = points[::2], [float(page.height) - y for y in points[1::2]]
            top, bottom = min(ys), max(ys)
            if key == "QuadPoints":
                top = bottom = (top + bottom) / 2
            straight = key != "Ink" and bottom - top <= _THICK
            yield _Line(x0=min(xs), x1=max(xs), top=top, bottom=bottom, straight=straight, key=-number)


def _points(found: Any, size: int) -> Iterator[list[float]]:
    """Yield lists of coordinates, each of ``size`` numbers if that is given; a list may contain lists."""
    values = resolve1(found)
    values = [resolve1(one) for one in values] if isinstance(values, list) else []
    numbers = [float(one) for one in values if isinstance(one, int | float)]
    if len(numbers) < len(values):
        for one in values:
            yield from _points(one, size) if isinstance(one, list) else ()
        return
    for start in range(0, len(numbers), size or max(len(numbers), 1)):
        if len(part := numbers[start : start + (size or len(numbers))]) >= (size or 4):
            yield part
