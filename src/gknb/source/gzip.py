"""Reading gzip files: decompressed as they are read, never more than was asked for."""

from __future__ import annotations

import zlib
from gzip import BadGzipFile, GzipFile
from typing import TYPE_CHECKING

from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

__all__ = ["Unpacked"]


class Unpacked:
    """The content of a gzip file. Raises :class:`~gknb.errors.SourceError` where it is damaged or truncated."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = GzipFile(fileobj=file, mode="rb")

    def read(self, size: int) -> bytes:
        """Return at most ``size`` bytes; none at the end."""
        return _sound(self._file.read, size)

    def readline(self, size: int) -> bytes:
        """Return at most ``size`` bytes, up to the end of the line; none at the end."""
        return _sound(self._file.readline, size)


def _sound(read: Callable[[int], bytes], size: int) -> bytes:
    try:
        return read(size)
    except (BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError("source.gzip") from error
