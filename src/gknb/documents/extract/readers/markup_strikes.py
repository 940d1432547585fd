"""Remove struck-out text from lines of Markdown and plain text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["without_struck"]

_MARK: Final = re.compile(
    r"\\?~+|<(?P<end>/?)(?P<tag>s|strike|del|span|font|u|b|i|em)(?P<rest>\s[^<>]{0,200})?>|[|\t\n]", re.IGNORECASE
)
_STRIKING: Final = ("s", "strike", "del")
_STROKES: Final = "\u0335\u0336\u0337\u0338"
_OVERLAID: Final = re.compile(f"[^{_STROKES}][{_STROKES}]+")
"""A character with a stroke drawn over it."""
_LONGEST: Final = 20_000
"""Maximum length of a line that is searched, in characters."""
_FARTHEST: Final = 200
"""Maximum length of struck-out text, in characters."""


def without_struck(line: str) -> str:
    """Return a line without ``~~text~~``, ``<s>``, ``<strike>``, ``<del>`` and elements with a line through them.

    Nothing is removed over the border of a cell: a mark left open stays, and its cell is not a number.
    """
    if len(line) <= _LONGEST and any(stroke in line for stroke in _STROKES):
        line = _OVERLAID.sub("", line)
    if len(line) > _LONGEST or ("~~" not in line and "<" not in line):
        return line
    kept: list[str] = []
    last = 0
    opened: dict[str, list[tuple[int, bool]]] = {}
    for mark in _MARK.finditer(line):
        text = mark[0]
        if text in "|\t\n":
            opened.clear()
            continue
        if text[0] != "<":
            name, start, strikes = "~~", text == "~~" and line[mark.end() : mark.end() + 1].strip() != "", True
            ends = text == "~~" and line[mark.start() - 1 : mark.start()].strip() != ""
        else:
            name = mark["tag"].lower()
            start, ends = not mark["end"], bool(mark["end"])
            strikes = name in _STRIKING or "line-through" in (mark["rest"] or "").lower()
        if ends and opened.get(name):
            begin, struck = opened[name].pop()
            if struck and begin >= last and mark.end() - begin <= _FARTHEST:
                kept.append(line[last:begin])
                last = mark.end()
        elif start and not (name == "~~" and opened.get(name)):
            opened.setdefault(name, []).append((mark.start(), strikes))
    return "".join([*kept, line[last:]]) if last else line
