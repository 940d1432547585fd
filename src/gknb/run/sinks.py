"""Destinations of outputs: a stream that takes pieces as they come, or a file written completely or not at all."""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Final, Literal, Protocol

from gknb.errors import UsageError
from gknb.output.base import Totals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from gknb.output.base import Output, Row
    from gknb.run.done import Done, Piece
    from gknb.run.interrupts import Interrupts
    from gknb.run.progress import Meter
    from gknb.settings.baseline import Baseline

__all__ = ["BaselineSink", "OutputFile", "Sink", "Target", "Writing"]

_DESCRIPTORS: Final = "/proc/self/fd"
_WORSE: Final = ("valid", "invalid", "unreadable")


class Target(Protocol):
    """What a sink writes to."""

    def write(self, text: str, /) -> object:
        """Take some text."""


class Sink:
    """Writer of one output to a target: its head, its pieces, its tail.

    If the head needs the totals of the run, the pieces wait in a temporary file. An output with a ``limit`` (in bytes)
    writes only the pieces that fit and reports the number of the others with its method ``omitted``.
    """

    def __init__(self, output: Output, target: Target, folder: str | None = None) -> None:
        """Open the sink; ``folder`` is that of the temporary file, by default the system's."""
        self.output = output
        self._target = target
        self._between = ""
        self._room: int | None = getattr(output, "limit", None)
        self._omitted = 0
        self._waiting = _temporary(folder) if output.late_head else None
        self._pieces: Target = self._waiting or target
        if self._waiting is None:
            target.write(output.head(Totals()))

    def write(self, piece: Piece) -> None:
        """Write the piece of the next report; an empty piece gets no separator."""
        if piece and self._has_room(piece):
            self._pieces.write(self._between)
            for part in piece:
                self._pieces.write(part)
            self._between = self.output.between

    def _has_room(self, piece: Piece) -> bool:
        if self._room is None:
            return True
        self._room -= sum(len(part.encode(errors="backslashreplace")) for part in piece)
        if self._room < 0:
            self._room = 0  # nothing later is written either, so that the output is a beginning of the run
            self._omitted += 1
            return False
        return True

    def finish(self, totals: Totals) -> None:
        """Write what has waited, then the tail."""
        if self._waiting is not None:
            self._target.write(self.output.head(totals))
            self._waiting.seek(0)
            while part := self._waiting.read(2**20):
                self._target.write(part)
        if self._omitted:
            self._target.write(self.output.omitted(self._omitted))  # type: ignore[attr-defined]
        self._target.write(self.output.tail(totals))

    def close(self) -> None:
        """Discard what is waiting."""
        if self._waiting is not None:
            self._waiting.close()


def _temporary(folder: str | None) -> TextIO:
    from tempfile import TemporaryFile

    return TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="", dir=folder)


class BaselineSink:
    """Writer of a baseline; its entries are kept in memory until the end of the run."""

    def __init__(self, baseline: Baseline, target: Target) -> None:
        self.output = baseline
        self._target = target
        self._pieces: list[str] = []
        self.counts: dict[str, int] = {}

    def write(self, piece: Piece) -> None:
        """Add the entry of the next report."""
        if piece:
            self._pieces.append("".join(piece))

    def finish(self, _: Totals) -> None:
        """Write the baseline and count its entries."""
        recorded: dict[str, list[str]] = {}
        for path, prints in map(json.loads, self._pieces):  # a report may have several results
            recorded.setdefault(path, []).extend(prints)
        self.counts = {"reports": len(recorded), "findings": sum(map(len, recorded.values()))}
        self._target.write(self.output.text(recorded.items()))


class Writing:
    """The sinks of a run, its totals, and how its worst report came out."""

    def __init__(self, sinks: Sequence[Sink | BaselineSink], meter: Meter, interrupts: Interrupts) -> None:
        """Write to ``sinks``, the first of which is the one that is printed."""
        self.sinks = sinks
        self.totals = Totals(keep_rows=any(isinstance(sink, Sink) and sink.output.late_head for sink in sinks))
        self.worst: Literal["valid", "invalid", "unreadable"] = "valid"
        self._meter = meter
        self._interrupts = interrupts

    def take(self, run: Iterable[Done]) -> None:
        """Write the outcome of each item as it is done, without interruption."""
        for done in run:
            with self._interrupts.deferred():
                self._meter.before(done)
                for sink, piece in zip(self.sinks, done.pieces, strict=True):
                    sink.write(piece)
                self.totals.add(done.row)
                if not done.row.valid:
                    self.worst = max(self.worst, _verdict(done.row), key=_WORSE.index)
                self._meter.add(done)

    def draw(self, sheets: Iterable[tuple[Piece, ...]]) -> None:
        """Write the drawing of each report."""
        for pieces in sheets:
            with self._interrupts.deferred():
                for sink, piece in zip(self.sinks, pieces, strict=True):
                    sink.write(piece)

    def finish(self) -> None:
        """Write the tails."""
        for sink in self.sinks:
            sink.finish(self.totals)


def _verdict(row: Row) -> Literal["invalid", "unreadable"]:
    return "invalid" if row.readable else "unreadable"


class OutputFile:
    """A file that appears complete at its path or not at all; until :meth:`keep`, it is a temporary file beside it.

    The temporary file has no name where the system supports that, so that nothing is left if this process is killed.
    A target that is no regular file, such as ``/dev/stdout`` or a named pipe, is written to directly.
    Every method raises :class:`~gknb.errors.UsageError` if the file cannot be written.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._name = ""  # of the temporary file, if it has one
        try:
            self._real = os.path.realpath(path)  # a symbolic link is kept
            self._file = self._opened()
        except (OSError, ValueError) as error:  # ValueError: an invalid path
            raise self._not_written(error) from error

    @property
    def folder(self) -> str | None:
        """The folder of the file; ``None`` if it is no regular file."""
        return os.path.dirname(self._real) if self._whole else None

    def write(self, text: str) -> None:
        """Add some text."""
        try:
            self._file.write(text)
        except OSError as error:
            raise self._not_written(error) from error

    def keep(self) -> None:
        """Put the complete file at its path."""
        try:
            self._file.flush()
            if self._whole:
                os.fsync(self._file.fileno())
                self._name = self._name or _link(self._file.fileno(), os.path.dirname(self._real))
            self._file.close()
            if self._whole:
                os.replace(self._name, self._real)
                self._name = ""
        except OSError as error:
            raise self._not_written(error) from error

    def discard(self) -> None:
        """Close the file and, unless it was kept, remove it; the path stays as it was."""
        with suppress(OSError):
            self._file.close()
        if self._name:
            with suppress(OSError):
                os.unlink(self._name)
            self._name = ""

    def _opened(self) -> TextIO:
        try:
            mode = os.stat(self.path).st_mode
        except OSError:
            mode = stat.S_IFREG
        self._whole = stat.S_ISREG(mode)
        where: int | str = self.path
        if self._whole:
            where, self._name = _new_file(os.path.dirname(self._real))
            if stat.S_IMODE(mode) and sys.platform != "win32":
                os.fchmod(where, stat.S_IMODE(mode))
        return open(where, "w", encoding="utf-8", errors="backslashreplace", newline="")

    def _not_written(self, error: OSError | ValueError) -> UsageError:
        problem = error.strerror if isinstance(error, OSError) else str(error)
        return UsageError("usage.cannot-write", path=self.path, problem=problem or "?")


def _new_file(folder: str) -> tuple[int, str]:
    """Create a file with default permissions, unnamed if possible, else hidden; return its descriptor and name."""
    if sys.platform == "linux" and os.path.isdir(_DESCRIPTORS):
        with suppress(OSError):  # not supported by the file system
            return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), ""
    for name in _free_names(folder):
        with suppress(FileExistsError):
            return os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666), name
    raise AssertionError  # pragma: no cover - there is always a next name


def _link(descriptor: int, folder: str) -> str:
    """Give an unnamed file a name and return it."""
    for name in _free_names(folder):
        with suppress(FileExistsError):
            # ``src_dir_fd`` has no effect on an absolute path, but selects linkat(), which can follow links.
            os.link(f"{_DESCRIPTORS}/{descriptor}", name, src_dir_fd=descriptor, follow_symlinks=True)
            return name
    raise AssertionError  # pragma: no cover - there is always a next name


def _free_names(folder: str) -> Iterator[str]:
    return (os.path.join(folder, f".gknb-{os.getpid()}-{number}.tmp") for number in count())
