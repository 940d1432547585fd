"""Join the characters of a page to lines, and lines to paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Margins", "PrintedLine", "margins", "paragraphs", "printed_lines", "without_number"]

_SAME_LINE: Final = 0.4
"""Maximum vertical distance between the centres of two characters of one line, in character heights."""
_WORD_GAP: Final = 0.2
"""Minimum gap between two Latin words or numbers, in character heights."""
_GAP: Final = 0.5
"""Minimum gap next to a Chinese character, in character heights; word processors add a quarter themselves."""
_DOUBLED: Final = 0.3
"""Maximum offset of a character printed twice to look bold, in character widths."""
_MARGIN: Final = 1.3
"""Maximum distance from the margin of a full line, in character heights."""
_SPACING: Final = 1.6
"""Minimum gap between two paragraphs, in character heights."""
_EDGE: Final = 0.12
"""Part of the page height, at top and bottom, in which the page number is looked for."""
_FULL: Final = 15
"""Minimum number of characters of a line that is used to find the margins."""
_DASH: Final = r"[-—–―－─·•~\s]*"
_NUMBER: Final = re.compile(rf"{_DASH}(?:第\s*)?\d{{1,3}}\s*页?(?:\s*[/／,，]?\s*共?\s*\d{{1,3}}\s*页?)?{_DASH}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line of text and its place on the page, in points from the left and the top."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """Where full lines begin and end."""

    left: float
    right: float


def printed_lines(characters: Iterable[dict[str, Any]]) -> list[PrintedLine]:
    """Join characters to lines, from the top; spaces are set where there are gaps, whatever characters are there."""
    kept = [one for one in characters if one["text"].strip()]
    kept.sort(key=lambda one: one["top"] + one["bottom"])
    lines: list[list[dict[str, Any]]] = []
    middle = 0.0
    for one in kept:
        here = (one["top"] + one["bottom"]) / 2
        if not lines or here - middle > _SAME_LINE * max(one["bottom"] - one["top"], 1.0):
            lines.append([])
            middle = here
        lines[-1].append(one)
    return [_line(sorted(line, key=lambda one: float(one["x0"]))) for line in lines]


def _line(characters: Sequence[dict[str, Any]]) -> PrintedLine:
    parts: list[str] = []
    size = max(one["bottom"] - one["top"] for one in characters)
    end, before = characters[0]["x0"], ""
    for one in characters:
        text = "\ufffd" if one["text"].startswith("(cid:") else one["text"]
        if text == before and one["x0"] - (end - one["width"]) < _DOUBLED * one["width"]:
            continue
        words = before[-1:].isascii() and text[:1].isascii()
        if before and one["x0"] - end > size * (_WORD_GAP if words else _GAP):
            parts.append(" ")
        parts.append(text)
        end, before = max(end, one["x1"]), text
    return PrintedLine(
        text="".join(parts),
        x0=characters[0]["x0"],
        x1=end,
        top=min(one["top"] for one in characters),
        bottom=max(one["bottom"] for one in characters),
        size=size,
    )


def without_number(lines: Sequence[PrintedLine], height: float) -> list[PrintedLine]:
    """Return the lines of a page without its page number, which is the first or the last line."""
    kept = list(lines)
    if kept and kept[-1].bottom > height * (1 - _EDGE) and _NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    if kept and kept[0].top < height * _EDGE and _NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    return kept


def margins(lines: Iterable[PrintedLine]) -> Margins | None:
    """Return the margins of a document from its longer lines; ``None`` if there are none.

    The left margin is the first decile of their beginnings, the right margin the third quartile of their ends.
    """
    full = [line for line in lines if len(line.text) >= _FULL]
    if not full:
        return None
    begins = sorted(line.x0 for line in full)
    ends = sorted(line.x1 for line in full)
    # Quantiles, because single lines extend past the margin: with a hanging full stop, or as a wide title.
    return Margins(left=begins[len(begins) // 10], right=ends[len(ends) * 3 // 4])


def paragraphs(lines: Iterable[PrintedLine], around: Margins | None) -> Iterator[str]:
    """Join the lines of one page to paragraphs.

    Two lines belong together if the first reaches the right margin and the second begins at the left margin, without
    a gap and in the same size. So an indented line begins a paragraph and a short line ends one.
    """
    text = ""
    before: PrintedLine | None = None
    for line in lines:
        if before is not None and around is not None and _goes_on(before, line, around):
            text += (" " if text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() else "") + line.text
        else:
            if text:
                yield text
            text = line.text
        before = line
    if text:
        yield text


def _goes_on(line: PrintedLine, after: PrintedLine, around: Margins) -> bool:
    size = max(line.size, after.size)
    return (
        line.x1 >= around.right - _MARGIN * size
        and abs(after.x0 - around.left) < _MARGIN * size / 2
        and abs(line.size - after.size) < size / 4
        and after.top - line.bottom < _SPACING * size
    )
