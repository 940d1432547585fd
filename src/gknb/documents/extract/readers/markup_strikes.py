"""Remove struck-out text from lines of Markdown and plain text."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["without_struck"]

# Nothing here reaches over the border of a cell: a mark left open stays, and its cell is not a number.
_STRUCK: Final = re.compile(
    r"(?<![\\~])~~(?=[^\s~])[^|\t\n]{0,200}?(?<=[^\s~])~~(?!~)"
    r"|<(s|strike|del)(?:\s[^<>]{0,100})?>[^|\t\n]{0,200}?</\1\s*>"
    r"|<(span|font|u|b|i|em)\s[^<>]{0,100}line-through[^<>]{0,100}>[^|\t\n<]{0,200}</\2\s*>",
    re.IGNORECASE,
)
_LONGEST: Final = 20_000
"""Maximum length of a line that is searched, in characters."""


def without_struck(line: str) -> str:
    """Return a line without ``~~text~~``, ``<s>``, ``<strike>``, ``<del>`` and elements with a line through them."""
    return _STRUCK.sub("", line) if len(line) < _LONGEST and ("~~" in line or "<" in line) else line
