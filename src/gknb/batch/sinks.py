"""Where outputs go: a stream that takes the pieces as they come, or a file that is there whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Protocol

from gknb.errors import UsageError
from gknb.output.base import Totals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from gknb.output.base import Output

__all__ = ["OutputFile", "Sink", "Target"]


class Target(Protocol):
    """What a sink writes to."""

    def write(self, text: str, /) -> object:
        """Take some text."""


class Sink:
    """One output on its way to a target: its head, its pieces, its tail.

    Where the head has to wait for the end of the run, so do the pieces, in a temporary file.
    """

    def __init__(self, output: Output, target: Target, folder: str | None = None) -> None:
        """What has to wait does so in ``folder``, by default the system's."""
        self.output = output
        self._target = target
        self._between = ""
        self._room: int | None = getattr(output, "limit", None)
        self._omitted = 0
        self._waiting = _temporary(folder) if output.late_head else None
        self._pieces: Target = self._waiting or target
        if self._waiting is None:
            target.write(output.head(Totals()))

    def write(self, parts: Sequence[str]) -> None:
        """Take what the output says of the next report; nothing is joined to a piece that is empty.

        Of an output with a ``limit``, pieces that do not fit any more are only counted.
        """
        if not any(parts):
            return
        if self._room is not None:
            size = sum(len(part.encode(errors="surrogatepass")) for part in parts)
            if size > self._room:
                self._omitted += 1
                return
            self._room -= size
        self._pieces.write(self._between)
        for part in parts:
            self._pieces.write(part)
        self._between = self.output.between

    def finish(self, totals: Totals) -> None:
        """Write what comes last."""
        if self._waiting is not None:
            self._target.write(self.output.head(totals))
            self._waiting.seek(0)
            while part := self._waiting.read(2**20):
                self._target.write(part)
        if self._omitted:
            self._target.write(self.output.omitted(self._omitted))  # type: ignore[attr-defined]
        self._target.write(self.output.tail(totals))

    def close(self) -> None:
        """Give up what waits."""
        if self._waiting is not None:
            self._waiting.close()


def _temporary(folder: str | None) -> TextIO:
    from tempfile import TemporaryFile

    return TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="", dir=folder)


class OutputFile:
    """A file that appears whole at its path, or not at all: until it is kept, it is another one in the same folder.

    What is no regular file, such as ``/dev/stdout`` or a named pipe, is written to as it is.
    Every method raises :class:`~gknb.errors.UsageError` where the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._real = os.path.realpath(path)  # a link stays a link
        try:
            self._mode = os.stat(self._real).st_mode
        except (OSError, ValueError):
            self._mode = 0
        self._temporary = None if self._mode and not stat.S_ISREG(self._mode) else ""
        try:
            self._file = self._opened()
        except (OSError, ValueError) as error:  # ValueError: a path no system has
            raise self._not_written(error) from error

    @property
    def folder(self) -> str:
        """The folder that it is in."""
        return os.path.dirname(self._real)

    def write(self, text: str) -> None:
        """Add some text."""
        try:
            self._file.write(text)
        except OSError as error:
            raise self._not_written(error) from error

    def keep(self) -> None:
        """It is complete: from now on, whatever happens, it is what stands at its path."""
        try:
            self._file.flush()
            if self._temporary:
                os.fsync(self._file.fileno())
            self._file.close()
            if self._temporary:
                os.replace(self._temporary, self._real)
                self._temporary = ""
        except OSError as error:
            raise self._not_written(error) from error

    def discard(self) -> None:
        """Leave what stood at its path, if it was not kept."""
        with suppress(OSError):
            self._file.close()
        if self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = ""

    def _opened(self) -> TextIO:
        if self._temporary is None:
            return open(self._real, "w", encoding="utf-8", errors="backslashreplace", newline="")
        descriptor, self._temporary = _new_file(self.folder)
        if self._mode and sys.platform != "win32":
            os.fchmod(descriptor, stat.S_IMODE(self._mode))
        return open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")

    def _not_written(self, error: OSError | ValueError) -> UsageError:
        problem = error.strerror if isinstance(error, OSError) else str(error)
        return UsageError("usage.cannot-write", path=self.path, problem=problem or "?")


def _new_file(folder: str) -> tuple[int, str]:
    """A file that was not there, hidden, with the permissions that new files have here."""
    for number in count():
        path = os.path.join(folder, f".gknb-{os.getpid()}-{number}.tmp")
        with suppress(FileExistsError):
            return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), path
    raise AssertionError  # pragma: no cover - there is always a next number
