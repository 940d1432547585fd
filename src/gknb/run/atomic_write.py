"""Write files atomically: completely or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from gknb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["require_writable", "write_new", "write_over"]


def write_new(path: str, content: bytes) -> None:
    """Write ``content`` to a new file at ``path`` and create its folder; readers never see a partial file.

    Raises :class:`~gknb.errors.UsageError` if the file exists or cannot be written.
    """
    _write(path, content, os.link)  # unlike a rename, a link fails if the file exists


def write_over(path: str, content: bytes) -> None:
    """Write ``content`` to ``path``, replacing any file there; readers see either the old or the new file.

    Raises :class:`~gknb.errors.UsageError` if it cannot be written.
    """
    _write(path, content, os.replace)


def require_writable(path: str) -> None:
    """Raise the error that :func:`write_over` would raise, before the work whose result is to be written."""
    folder = os.path.dirname(os.path.abspath(path))
    while not os.path.lexists(folder):
        folder = os.path.dirname(folder)
    for wrong, number in (
        (os.path.isdir(path), errno.EISDIR),
        (not os.path.isdir(folder), errno.ENOTDIR),
        (not os.access(folder, os.W_OK), errno.EACCES),
    ):
        if wrong:
            raise UsageError("usage.cannot-write", path=path, problem=os.strerror(number))


def _make_folder(path: str) -> None:
    try:
        os.makedirs(path, exist_ok=True)
    except FileExistsError as error:  # a parent is a file: not the error for an existing target
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error


def _write(path: str, content: bytes, place: Callable[[str, str], None]) -> None:
    partial = f"{path}.{os.getpid()}.part"
    try:
        _make_folder(os.path.dirname(path) or ".")
        try:
            with open(partial, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            place(partial, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(partial)
    except FileExistsError as error:
        raise UsageError("usage.exists", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: an invalid path, such as one with a NUL
        problem = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UsageError("usage.cannot-write", path=path, problem=problem) from error
