"""Limits of the child process that reads published files, and how the two processes talk."""

from __future__ import annotations

import struct
from typing import Final

__all__ = [
    "ANSWER",
    "CONVERSION",
    "DESCRIPTORS",
    "FAILED",
    "HEADER",
    "MEMORY",
    "NO_DESCRIPTORS",
    "NO_MEMORY",
    "NO_TIME",
    "SECONDS",
]

SECONDS: Final = 18
"""Time for a file, so that starting a process and reporting the end fit into 20 seconds."""
CONVERSION: Final = 125
"""Time for LibreOffice to convert a file of an older office program before it is read, with its own limit in it."""
MEMORY: Final = 960 * 2**20
"""Address space of the process, in bytes; with the process that waits for it, that is less than 1 GiB."""
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
