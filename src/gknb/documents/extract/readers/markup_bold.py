"""Remove the marks for bold type from lines of Markdown and plain text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

__all__ = ["without_bold"]

_MARK: Final = re.compile(r"(?=\*\*|__)")
"""The place of a mark; in a run of signs there is one at each but the last."""
_LONGEST: Final = 500
"""Maximum length of a bold text, in characters."""


def without_bold(line: str) -> str:
    """Return a line without pairs of ``**`` and ``__`` around a text, in time linear in its length.

    A mark opens before a character that is no space, and closes after one.
    """
    marks = [found.start() for found in _MARK.finditer(line)] if "**" in line or "__" in line else []
    if len(marks) < 2:
        return line
    closing: dict[str, list[int]] = {"**": [], "__": []}
    for at in marks:
        if at and not line[at - 1].isspace():
            closing[line[at : at + 2]].append(at)
    parts: list[str] = []
    done = 0
    for at in marks:
        if at < done or not line[at + 2 : at + 3].strip():
            continue
        ends = closing[line[at : at + 2]]
        nearest = bisect_left(ends, at + 3)
        if nearest < len(ends) and ends[nearest] <= at + 2 + _LONGEST:
            parts += (line[done:at], line[at + 2 : ends[nearest]])
            done = ends[nearest] + 2
    return "".join((*parts, line[done:]))
