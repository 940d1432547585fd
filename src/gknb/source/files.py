"""Opening files and reading streams, within the limit on size."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from gknb.source.limits import MAX_BYTES
from gknb.source.refusals import not_read, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO, Protocol

    from gknb.errors import SourceError

    class Readable(Protocol):
        """A stream of bytes."""

        def read(self, size: int, /) -> bytes:
            """Return at most ``size`` bytes; none at the end."""

        def readline(self, size: int, /) -> bytes:
            """Return at most ``size`` bytes, up to the end of the line; none at the end."""


__all__ = ["open_path", "read_content"]

_CHUNK = 2**16
"""Bytes that are read at once: several reports, which have about 7 kB."""


@contextmanager
def open_path(path: str | os.PathLike[str]) -> Iterator[tuple[Readable, BinaryIO]]:
    """Open a file; yield its content, decompressed where its name ends in ``.gz``, and the file itself.

    The position of the file tells how far it has been read, for a report of progress.

    Raises:
        SourceError: the file is missing, is a folder, or may not be read.
    """
    with _opened(path) as file:
        if not os.fspath(path).lower().endswith(".gz"):
            yield file, file
            return
        from gknb.source.gzip import Unpacked  # late: few inputs are compressed

        yield Unpacked(file), file


def read_content(stream: Readable) -> bytes:
    """Read a stream to its end, at most ``MAX_BYTES`` + 1 bytes. Raises SourceError where reading fails."""
    data = bytearray()
    try:
        while len(data) <= MAX_BYTES and (chunk := stream.read(min(_CHUNK, MAX_BYTES + 1 - len(data)))):
            data += chunk
    except OSError as error:
        raise not_read(error) from None
    return bytes(data)


def _opened(path: str | os.PathLike[str]) -> BinaryIO:
    try:
        return open(path, "rb", buffering=_CHUNK, opener=_open_without_waiting)
    except (OSError, ValueError) as error:  # ValueError: a path no system has, such as one with a NUL
        raise _not_opened(path, error) from None


def _open_without_waiting(path: str, flags: int) -> int:
    # Opening a named pipe would otherwise wait for a writer that may never come. Windows has no such flag.
    non_blocking = getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | non_blocking)
    if non_blocking:
        os.set_blocking(descriptor, True)
    return descriptor


def _not_opened(path: str | os.PathLike[str], error: OSError | ValueError) -> SourceError:
    # Windows says of a folder that the permission is missing.
    is_folder = isinstance(error, PermissionError) and os.path.isdir(path)
    if is_folder or isinstance(error, IsADirectoryError):
        return refusal("source.is-a-folder")
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return refusal("source.not-found")
    if isinstance(error, PermissionError):
        return refusal("source.not-permitted")
    return not_read(error)
