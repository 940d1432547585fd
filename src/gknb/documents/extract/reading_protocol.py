"""Limits of the child process that reads published files, and how the two processes talk."""

from __future__ import annotations

import pickle
import struct
from dataclasses import fields
from io import BytesIO
from operator import attrgetter
from typing import Any, Final

from gknb.documents.extract.extraction import Extraction, Origin
from gknb.results import Printed, Trouble

__all__ = [
    "ANSWER",
    "CONVERSION",
    "DESCRIPTORS",
    "FAILED",
    "HEADER",
    "NO_DESCRIPTORS",
    "NO_MEMORY",
    "NO_TIME",
    "SHARE",
    "pickled",
]

SHARE: Final = 0.9
"""Share of the limits on time and memory that is left for reading; starting, waiting and reporting take the rest."""
CONVERSION: Final = 125
"""Time for LibreOffice to convert a file of an older office program before it is read, with its own limit in it."""
DESCRIPTORS: Final = 64
"""Open files of the process."""
ANSWER: Final = 32 * 2**20
"""Size of what is read from a file, in bytes."""
HEADER: Final = struct.Struct("!Q")
"""The size of a message, which stands before it."""
NO_TIME: Final = 1
"""Exit code at the time limit where the system has no alarm signal; ``faulthandler`` has no other."""
NO_MEMORY: Final = 101
"""Exit code at the memory limit: at that point nothing can be sent for certain."""
NO_DESCRIPTORS: Final = 102
"""Exit code at the limit on open files."""
FAILED: Final = 103
"""Exit code after an error outside the reading of a file; Python's own would be ``NO_TIME``."""
_FIELDS: Final[dict[type, tuple[str, ...]]] = {
    one: tuple(field.name for field in fields(one)) for one in (Extraction, Origin, Printed, Trouble)
}


def pickled(answer: Any) -> bytes:
    """Return an answer in pickle format, its many small objects by their fields: half the time of the usual way."""
    stream = BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {one: _by_fields(one) for one in _FIELDS}
    pickler.dump(answer)
    return stream.getvalue()


def _by_fields(one: type) -> Any:
    values = attrgetter(*_FIELDS[one])
    return lambda made: (_made, (one, values(made)))


def _made(one: type, values: tuple[Any, ...]) -> Any:
    return one(**dict(zip(_FIELDS[one], values, strict=True)))
