"""Files written whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress

from gknb.errors import UsageError

__all__ = ["write_new"]


def write_new(path: str, content: bytes) -> None:
    """Write ``content`` to a new file at ``path``, making its folder; a reader never sees half of it.

    Raises :class:`~gknb.errors.UsageError` where the file exists or cannot be written.
    """
    partial = f"{path}.{os.getpid()}.part"
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        try:
            with open(partial, "xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.link(partial, path)  # unlike a rename, this fails where the file exists
        finally:
            with suppress(FileNotFoundError):
                os.unlink(partial)
    except FileExistsError as error:
        raise UsageError("usage.exists", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a path that no system has, such as one with a NUL
        problem = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UsageError("usage.cannot-write", path=path, problem=problem) from error
