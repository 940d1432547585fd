"""Extract published files in a child process, within limits that no file can get around.

A file can make a reader loop, fill the memory or crash, and nothing inside the process ends that for certain. So one
child process reads one file after another, each within limits that it sets for itself and that the operating system
keeps (see :mod:`gknb.documents.extract.reading_process`). A child that dies is replaced for the next file.

A program that contains its own Python (as PyInstaller makes them) has none that could be started as a child; it reads
files itself, within the limits of the readers only.
"""

from __future__ import annotations

import atexit
import os
import pickle
import select
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing.spawn import get_executable
from threading import Lock
from typing import IO, TYPE_CHECKING, Any, Final, cast

from gknb.documents.extract.readers.file_limits import MOST_BYTES
from gknb.documents.extract.reading_protocol import (
    ANSWER,
    CONVERSION,
    DESCRIPTORS,
    FAILED,
    HEADER,
    NO_DESCRIPTORS,
    NO_MEMORY,
    NO_TIME,
)
from gknb.errors import SourceError
from gknb.source.files import open_path
from gknb.source.limits import LIMITS
from gknb.source.refusals import not_read
from gknb.standard.catalog import STANDARD, load_catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.documents.extract.extraction import Extraction
    from gknb.source.files import Readable

__all__ = ["READ", "ReadingProcess", "end_reading", "extracted_bounded", "extracted_path", "whole_content"]

READ: Final = "gknb.documents.extract.reading_process:read"
"""What the child calls for each file, as ``module:function``."""
_CHUNK: Final = 2**20
_ENDING: Final = 2.0
"""Seconds after which a child is killed that does not end by itself."""
_START: Final = """
import os, sys
try:
    sys.path[:] = {path!r}
    from {module} import serve
    serve({read!r})
finally:
    os._exit({failed})
"""


def extracted_bounded(content: bytes, name: str = "", limits: Mapping[str, int] = LIMITS) -> Extraction:
    """Return what :func:`gknb.documents.extract.published.extracted` returns; a child process reads within ``limits``.

    The words of the form are those of the default version (:func:`gknb.standard.catalog.load_catalog`). Raises
    :class:`~gknb.errors.SourceError` if the file cannot be read, is not a report, or exceeds a limit.
    """
    python = None if getattr(sys, "frozen", False) else get_executable()
    if not python:
        from gknb.documents.extract.published import extracted

        return extracted(load_catalog(), content, name)
    standard = os.environ.get(STANDARD)
    if standard and os.path.isdir(standard):
        standard = os.path.abspath(standard)  # the child may have another working directory
    extraction: Extraction = _shared.ask(os.fsdecode(python), limits, standard, content, name)
    return extraction


def extracted_path(path: str, limits: Mapping[str, int] = LIMITS) -> Extraction:
    """Return the document in the published file at ``path``, read in a child process within ``limits``.

    Raises :class:`~gknb.errors.SourceError`.
    """
    with open_path(path) as (stream, _):
        content = whole_content(stream)
    return extracted_bounded(content, path, limits)


def whole_content(stream: Readable) -> bytes:
    """Return the content of a published file. Raises :class:`~gknb.errors.SourceError` if it is over the limit."""
    content = bytearray()
    try:
        while len(content) <= MOST_BYTES and (chunk := stream.read(_CHUNK)):
            content += chunk
    except OSError as error:
        raise not_read(error) from None
    if len(content) > MOST_BYTES:
        raise SourceError("reader.too-large", limit=_mebibytes(MOST_BYTES))
    return bytes(content)


def end_reading() -> None:
    """End the child process of this process, if there is one; the next file starts another."""
    _shared.end()


class ReadingProcess:
    """A child process that reads published files. Starting it raises :class:`~gknb.errors.SourceError` on failure."""

    def __init__(self, python: str, read: str) -> None:
        path = [entry or os.getcwd() for entry in sys.path]
        start = _START.format(path=path, module="gknb.documents.extract.reading_process", read=read, failed=FAILED)
        try:
            # In a session of its own, Ctrl-C in a terminal goes to this process only, which then ends the child.
            self._process = subprocess.Popen(  # noqa: S603 - this Python
                [python, "-I", "-c", start],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,
            )
        except OSError as error:
            raise SourceError("reader.process", problem=error.strerror or str(error)) from error
        self._requests, self._answers = cast("tuple[IO[bytes], IO[bytes]]", (self._process.stdin, self._process.stdout))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def is_alive(self) -> bool:
        """Whether it can take another file."""
        return self._process.poll() is None

    def ask(self, limits: Mapping[str, int], *request: Any) -> Any:
        """Return what the child makes of a request, or raise what it raises.

        Raises :class:`~gknb.errors.SourceError` for a limit that is exceeded; the child has then ended.
        """
        self._limits = limits
        try:
            message = pickle.dumps((dict(limits), *request), pickle.HIGHEST_PROTOCOL)
            with suppress(OSError):  # it has ended, which receiving will show
                self._send(HEADER.pack(len(message)))
                self._send(message)
            size = self._size()
            # The child runs only code of this program, so its answers can be unpickled.
            outcome, answer, last = pickle.loads(self._receive(size))  # noqa: S301
        except BaseException:
            self.end()
            raise
        if last:
            self.end()
        if outcome == "raised":
            raise answer
        return answer

    def _send(self, message: bytes) -> None:
        left = memoryview(message)
        while left:
            left = left[os.write(self._requests.fileno(), left) :]

    def _size(self) -> int:
        """Return the size of the answer. Raises :class:`~gknb.errors.SourceError` if it is over the limit."""
        (size,) = HEADER.unpack(self._receive(HEADER.size))
        if size > ANSWER:
            raise SourceError("reader.answer", limit=_mebibytes(ANSWER))
        return int(size)

    def _receive(self, size: int) -> bytes:
        """Return ``size`` bytes of the answer. Raises :class:`~gknb.errors.SourceError` if the child ends before."""
        received = bytearray()
        while len(received) < size:
            chunk = os.read(self._answers.fileno(), size - len(received)) if self._is_answering() else b""
            if not chunk:
                raise self._reason()
            received += chunk
        return bytes(received)

    def _is_answering(self) -> bool:
        """Whether something comes in time. The child's own clock is exact; this one is for a child that hangs."""
        if not hasattr(select, "poll"):  # Windows
            return True
        poll = select.poll()
        poll.register(self._answers, select.POLLIN)
        return bool(poll.poll((self._limits["seconds"] + CONVERSION) * 1000))

    def _reason(self) -> SourceError:
        """Return the error that says why the child does not answer."""
        try:
            code = self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            code = NO_TIME
        if code in (NO_TIME, -getattr(signal, "SIGALRM", -NO_TIME)):
            return SourceError("reader.time", limit=self._limits["seconds"])
        if code == NO_MEMORY:
            return SourceError("reader.memory", limit=f"{self._limits['memory']} MiB")
        if code == NO_DESCRIPTORS:
            return SourceError("reader.descriptors", limit=DESCRIPTORS)
        return SourceError("reader.killed" if code < 0 else "reader.exited", number=abs(code))

    def end(self) -> None:
        """End the process: its pipe closes, and if it does not end by itself it is killed."""
        self._requests.close()
        try:
            self._process.wait(_ENDING)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self._process.kill()
            self._process.wait()
            self._answers.close()

    def forget(self) -> None:
        """Close the pipes in a process that was forked from the parent: the child is not its own."""
        self._requests.close()
        self._answers.close()
        self._process.returncode = 0  # else Popen reports a child left running


def _mebibytes(size: int) -> str:
    return f"{size // 2**20} MiB"


class _Shared:
    """The child of this process, which all threads use in turn."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._process: ReadingProcess | None = None

    def ask(self, python: str, limits: Mapping[str, int], *request: Any) -> Any:
        with self._lock:
            if self._process is None or not self._process.is_alive():
                self.end()
                self._process = ReadingProcess(python, READ)
                # Here and not on import: a process of multiprocessing runs only what was registered in itself.
                atexit.unregister(self.end)
                atexit.register(self.end)
            return self._process.ask(limits, *request)

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def after_fork(self) -> None:
        self._lock = Lock()
        if self._process is not None:
            self._process.forget()
            self._process = None


_shared = _Shared()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_shared.after_fork)
