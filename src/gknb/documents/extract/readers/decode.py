"""Decode text files in the encodings that Chinese offices and web servers use."""

from __future__ import annotations

import codecs
from typing import Final

__all__ = ["decoded"]

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_OTHERS: Final = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16": "utf-16", "utf-16le": "utf-16-le"}
"""Declared encodings that are honoured, besides those that are tried anyway."""
_BAD: Final = "\ufffd"


def decoded(content: bytes, declared: str | None = None) -> str:
    """Decode by byte order mark, else as UTF-8, else as ``declared``, else as GB18030, which includes GBK.

    Text that is valid UTF-8 is UTF-8, whatever a web page declares. Invalid bytes become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    text = content.decode("utf-8", "replace")
    # UTF-8 with a few damaged bytes has few replacement characters; GB18030 read as UTF-8 has little else.
    beyond = sum(not character.isascii() for character in text) if _BAD in text else 0
    if text.count(_BAD) * 20 <= beyond:
        return text
    return content.decode(_OTHERS.get((declared or "").lower(), "gb18030"), "replace")
