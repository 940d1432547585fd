"""Remove the marks of Markdown and the tags of HTML from a line or cell of text."""

from __future__ import annotations

import html
import re
from typing import Final

from gknb.documents.extract.readers.markup_strikes import without_struck

__all__ = ["shown_lines", "without_comments"]

_LINE_BREAK: Final = re.compile(r"<br\s{0,9}/?>|</?(?:p|div|li|tr)(?:\s[^<>]{0,500})?>", re.IGNORECASE)
"""Tags between two lines."""
_LONGEST: Final = 20_000
"""Maximum length of a line that is searched for marks, in characters."""
_SPECIAL: Final = re.compile("[*_~`<\\[\\\\&^\u0335-\u0338]")
_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|body|caption|center|code|div|em|font|h[1-6]|head|html|i|img|ins|label|li|mark"
    r"|nobr|ol|p|pre|section|small|span|strong|sub|sup|tbody|td|th|thead|tr|u|ul|wbr)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_RAISED: Final = re.compile(r"<sup>[^<>|]{0,20}</sup>|(?<=\d)\^[^\s^|]{1,5}\^", re.IGNORECASE)
_NOTE: Final = re.compile(r"\[\^[^\s\[\]]{1,20}\]:?")
_LINK: Final = re.compile(r"(!?)\[([^\[\]]{0,200})\](?:\([^()\s]{0,2000}(?:\s\"[^\"()]{0,200}\")?\)|\[[^\[\]]{0,50}\])")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});")
_EMPHASIS: Final = re.compile(r"[*_`]")
_DELIMITER: Final = re.compile(r"\\.|\*+|_+|`+")


def shown_lines(text: str, *, cell: bool = False) -> list[str]:
    """Return the lines that a reader of the rendered text sees, without space around them and without empty ones.

    Struck-out text, pictures and footnote marks are removed, and so are raised characters in a ``cell``, where they
    would become digits of the number. Links become their text.
    """
    lines = (one for line in text.split("\n") for one in (_LINE_BREAK.split(line) if _is_marked(line) else (line,)))
    return [shown for line in lines if (shown := _shown(line, cell=cell))]


def _is_marked(line: str) -> bool:
    return "<" in line and len(line) <= _LONGEST


def _shown(text: str, *, cell: bool) -> str:
    if len(text) > _LONGEST or not _SPECIAL.search(text):
        return text.strip()
    text = without_struck(text)
    if "<" in text:
        text = _TAG.sub("", _RAISED.sub("", text) if cell else text)
    elif cell and "^" in text:
        text = _RAISED.sub("", text)
    if "[" in text:
        text = _LINK.sub(lambda match: "" if match[1] else match[2], _NOTE.sub("", text))
    text = _without_emphasis(text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]).replace("\xa0", " "), text)
    return text.strip()


def _without_emphasis(text: str) -> str:
    """Return text without the paired marks of emphasis and code, and without backslashes before punctuation."""
    if not _EMPHASIS.search(text):
        return _ESCAPED.sub(r"\1", text) if "\\" in text else text
    tokens = [(one.start(), one.end()) for one in _DELIMITER.finditer(text)]
    removed: set[int] = set()
    opened: list[int] = []
    waiting: dict[str, int] = {}
    for n, (start, end) in enumerate(tokens):
        mark = text[start:end]
        if mark[0] == "\\":
            continue
        before, after = text[start - 1 : start], text[end : end + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        if len(mark) == 1 and mark != "`":
            # Within a word it is no mark: a_b, 2*3.
            opens &= not _is_letter(before, mark)
            closes &= not _is_letter(after, mark)
        if closes and waiting.get(mark):
            while True:
                other = opened.pop()
                kind = text[slice(*tokens[other])]
                waiting[kind] -= 1
                if kind == mark:
                    break
            removed |= {other, n}
        elif opens:
            opened.append(n)
            waiting[mark] = waiting.get(mark, 0) + 1
    return _without(text, tokens, removed)


def _is_letter(character: str, mark: str) -> bool:
    return character.isalnum() and (mark == "_" or character.isascii())


def _without(text: str, tokens: list[tuple[int, int]], removed: set[int]) -> str:
    kept: list[str] = []
    last = 0
    for n, (start, end) in enumerate(tokens):
        if text[start] == "\\":
            kept += [text[last:start], _ESCAPED.sub(r"\1", text[start:end])]
            last = end
        elif n in removed:
            kept.append(text[last:start])
            last = end
    return "".join([*kept, text[last:]])


def without_comments(line: str) -> str:
    """Return a line without ``<!-- comments -->``."""
    if not _is_marked(line):
        return line
    kept: list[str] = []
    last = 0
    while (start := line.find("<!--", last)) >= 0 and (end := line.find("-->", start + 4)) >= 0:
        kept.append(line[last:start])
        last = end + 3
    return "".join([*kept, line[last:]]) if kept else line
