"""Decode text files in the encodings that Chinese offices and web servers use."""

from __future__ import annotations

import codecs
import re
from typing import Final

__all__ = ["PAGE_BREAK", "decoded", "lines_of"]

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHERS: Final = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16", "utf-16le": "utf-16-le"}
"""Declared encodings that are honoured, besides those that are tried anyway."""
_BAD: Final = "\ufffd"
PAGE_BREAK: Final = "\f"
"""The line that :func:`lines_of` returns for a form feed."""
_LINE_END: Final = re.compile("\r*\n|[\r\v\x85\u2028\u2029]")
_LIKELY: Final = re.compile("[\t-\r\x85 -~\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_PROBE: Final = 4_096


def decoded(content: bytes, declared: str | None = None) -> str:
    """Decode by byte order mark, else as UTF-8, else as ``declared``, else as GB18030, which includes GBK.

    Text that is valid UTF-8 is UTF-8, whatever a web page declares. Invalid bytes become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    if (wide := _unmarked(content)) is not None:
        return content.decode(wide, "replace")
    text = content.decode("utf-8", "replace")
    # UTF-8 with a few damaged bytes has few replacement characters; GB18030 read as UTF-8 has little else.
    beyond = sum(not character.isascii() for character in text) if _BAD in text else 0
    if text.count(_BAD) * 20 <= beyond:
        return text
    return content.decode(_OTHERS.get((declared or "").lower(), "gb18030"), "replace")


def _unmarked(content: bytes) -> str | None:
    """Return the encoding of UTF-16 without a byte order mark: its line ends contain a zero byte."""
    head = content[:_PROBE]
    if b"\0" not in head or len(content) % 2:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, "replace")
        if len(_LIKELY.findall(text)) * 10 > len(text) * 9:
            return encoding
    return None


def lines_of(text: str) -> list[str]:
    """Return the lines of a text, whatever ends them; a form feed is a line of its own."""
    pages = (_LINE_END.split(page) for page in text.split(PAGE_BREAK))
    lines = next(pages)
    for page in pages:
        lines.append(PAGE_BREAK)
        lines += page
    return lines
