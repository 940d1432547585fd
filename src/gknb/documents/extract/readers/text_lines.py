"""Characters of a page as lines of text, and lines as paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Margins", "PrintedLine", "margins", "paragraphs", "printed_lines", "without_number"]

_SAME_LINE: Final = 0.4
"""How far the middles of two characters in one line can be apart, in their size."""
_WORD_GAP: Final = 0.2
"""The least gap between two Latin words or numbers, in the size of the characters."""
_GAP: Final = 0.5
"""The same beside a Chinese character: word processors leave a quarter there of themselves."""
_DOUBLED: Final = 0.3
"""A character that is printed again so near, in its width, is printed twice to look bold."""
_MARGIN: Final = 1.3
"""How near to the margin, in the size of the characters, a line reaches it."""
_SPACING: Final = 1.6
"""How much wider than within a paragraph, in heights of a line, a gap between two paragraphs is at least."""
_EDGE: Final = 0.12
"""The part of a page at its head or foot where its number stands."""
_FULL: Final = 15
"""The least characters of a line that can tell where the margins are."""
_DASH: Final = r"[-—–―－─·•~\s]*"
_NUMBER: Final = re.compile(rf"{_DASH}(?:第\s*)?\d{{1,3}}\s*页?(?:\s*[/／,，]?\s*共?\s*\d{{1,3}}\s*页?)?{_DASH}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """One line of text, where it stands on its page: in points, from the left and from above."""

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
    """The lines that characters make, from above; white space is told by the gaps, not by characters."""
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
    """The lines of a page without its number, which is the first or the last of them."""
    kept = list(lines)
    if kept and kept[-1].bottom > height * (1 - _EDGE) and _NUMBER.fullmatch(kept[-1].text):
        kept.pop()
    if kept and kept[0].top < height * _EDGE and _NUMBER.fullmatch(kept[0].text):
        kept.pop(0)
    return kept


def margins(lines: Iterable[PrintedLine]) -> Margins | None:
    """The margins of a document, from its longer lines: where most of them begin, and where the most end at all."""
    full = [line for line in lines if len(line.text) >= _FULL]
    if not full:
        return None
    begins = sorted(line.x0 for line in full)
    ends = sorted(line.x1 for line in full)
    # Single lines hang over the margin: a full stop behind it, a title set wider than the text.
    return Margins(left=begins[len(begins) // 10], right=ends[len(ends) * 3 // 4])


def paragraphs(lines: Iterable[PrintedLine], around: Margins | None) -> Iterator[str]:
    """The paragraphs that lines of one page make.

    A line goes on in the next one where it reaches the right margin, and the next one begins at the left margin,
    as near and as large. So an indented line begins a paragraph, and a short one ends it.
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
