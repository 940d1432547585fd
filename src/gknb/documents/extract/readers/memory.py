"""Recognise lack of memory, which libraries report in words of their own. It says nothing about the file."""

from __future__ import annotations

import errno
import re
from typing import Final

__all__ = ["lacks_memory"]

_SAYS: Final = re.compile(
    r"(?:cannot allocate|out of|not enough|insufficient) memory|memory alloc|failed to map", re.IGNORECASE
)
_LIBXML2: Final = 2
"""XML_ERR_NO_MEMORY; lxml's message is only "unknown error"."""


def lacks_memory(error: BaseException) -> bool:
    """Whether an error, or one that it was made from, comes from lack of memory."""
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, MemoryError) or (isinstance(found, OSError) and found.errno == errno.ENOMEM):
            return True
        library = type(found).__module__.partition(".")[0]
        if library == "lxml" and getattr(found, "code", None) == _LIBXML2:
            return True
        if library != "gknb" and _SAYS.search(str(found)):
            return True
        found = found.__cause__ or found.__context__
    return False
