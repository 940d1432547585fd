"""Bytes of a text file as text, whatever encoding a Chinese office or web server left them in."""

from __future__ import annotations

import codecs
from typing import Final

__all__ = ["decoded"]

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHERS: Final = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16", "utf-16le": "utf-16-le"}
"""Encodings that a page may declare and be in, besides those that are tried anyway."""
_BAD: Final = "\ufffd"


def decoded(content: bytes, declared: str | None = None) -> str:
    """The text, by its byte order mark, else as UTF-8, else as ``declared``, else as GB18030, which holds all GBK.

    What is UTF-8 is nothing else, whatever a web page claims. Bytes that mean nothing are replaced.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    text = content.decode("utf-8", "replace")
    # A few bytes cut off or damaged leave it UTF-8; of GB18030 hardly a character would be left.
    beyond = sum(not character.isascii() for character in text) if _BAD in text else 0
    if text.count(_BAD) * 20 <= beyond:
        return text
    return content.decode(_OTHERS.get((declared or "").lower(), "gb18030"), "replace")
