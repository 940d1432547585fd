"""The child process that reads published files, one after another, each within limits of the operating system.

It ends when the pipe to its parent closes, for whatever reason; also in the middle of a file. Where the system has no
``resource`` module (Windows), only time and the size of the answer are limited; macOS does not limit memory.
"""

from __future__ import annotations

import errno
import faulthandler
import os
import pickle
import re
import signal
from contextlib import contextmanager, suppress
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Final, NoReturn

from gknb.documents.extract.readers.memory import lacks_memory
from gknb.documents.extract.reading_protocol import (
    ANSWER,
    DESCRIPTORS,
    HEADER,
    NO_DESCRIPTORS,
    NO_MEMORY,
    SHARE,
    pickled,
)
from gknb.errors import GknbError, SourceError
from gknb.standard.catalog import STANDARD

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from gknb.documents.extract.extraction import Extraction

__all__ = ["read", "serve"]

_WORN: Final = 0.4
"""Share of the memory limit after which the process is replaced, so that no file pays for an earlier one."""
_MEBIBYTE: Final = 2**20
_PEAK: Final = re.compile(rb"^VmHWM:\s*(\d+) kB", re.MULTILINE)


def read(limits: Mapping[str, int], standard: str | None, content: bytes, name: str) -> Extraction:
    """Return the document in a published file, read within limits. Raises :class:`~gknb.errors.SourceError`."""
    from gknb.documents.extract.published import extracted
    from gknb.documents.extract.readers.read import of_today
    from gknb.standard.catalog import load_catalog

    catalog = load_catalog(standard)
    with _parent.converting():
        content = of_today(content, name)  # LibreOffice needs more than the limits, and has its own
    with _within(limits):
        return extracted(catalog, content, name)


def serve(task: str = f"{__name__}:read") -> NoReturn:
    """Answer requests on standard input until it closes, by calling ``task``, a ``module:function``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is interrupted as well and closes the pipe
    os.environ.pop(STANDARD, None)  # every request names its standard
    requests, answers = _private(0, "rb"), _private(1, "wb")
    _limit("RLIMIT_CORE", 0)
    _parent.listen(requests)
    module, _, function = task.partition(":")
    call: Callable[..., Any] = getattr(import_module(module), function)
    while True:
        request = pickle.loads(_parent.requests.get())  # noqa: S301 - from the parent
        outcome, answer = _answer(call, request)
        last = _is_worn(request[0])
        message = pickled((outcome, answer, last))
        if len(message) > ANSWER:
            error = SourceError("reader.answer", limit=f"{ANSWER // _MEBIBYTE} MiB")
            message = pickled(("raised", error, last))
        with suppress(OSError):  # the parent has ended
            answers.write(HEADER.pack(len(message)) + message)
            answers.flush()


def _answer(call: Callable[..., Any], request: tuple[Any, ...]) -> tuple[str, Any]:
    try:
        return "returned", call(*request)
    except GknbError as error:
        _end_at_limit(error)
        return "raised", error
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, the file cannot be read, and the parent says so
        _end_at_limit(error)
        return "raised", SourceError("reader.broken", problem=f"{type(error).__name__}: {error}"[:200])


def _end_at_limit(error: BaseException) -> None:
    """End the process if an error, or one that a library put into other words, comes from a limit.

    What can still be allocated or opened is then unknown.
    """
    if lacks_memory(error):
        os._exit(NO_MEMORY)
    found: BaseException | None = error
    while found is not None:
        if isinstance(found, OSError) and found.errno == errno.EMFILE:
            os._exit(NO_DESCRIPTORS)
        found = found.__cause__ or found.__context__


def _private(descriptor: int, mode: str) -> IO[bytes]:
    """Return a stream of a standard descriptor, under a number that no library uses; the descriptor leads nowhere."""
    stream: IO[bytes] = os.fdopen(os.dup(descriptor), mode)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return stream


class _Parent:
    """The other end of the pipe, to which a thread listens, so that its end is noticed in the middle of a file."""

    def __init__(self) -> None:
        self.requests: SimpleQueue[bytes] = SimpleQueue()
        self._gone = self._converting = False

    def listen(self, pipe: IO[bytes]) -> None:
        """Start the thread."""
        Thread(target=self._listen, args=(pipe,), daemon=True).start()

    def _listen(self, pipe: IO[bytes]) -> None:
        while len(header := pipe.read(HEADER.size)) == HEADER.size:
            self.requests.put(pipe.read(HEADER.unpack(header)[0]))
        self._gone = True
        if not self._converting:
            os._exit(0)
        from gknb.documents.extract.readers.office import Conversions

        Conversions.stop()  # the main thread then removes the files of LibreOffice and ends

    @contextmanager
    def converting(self) -> Iterator[None]:
        """A block that leaves something behind if it is not completed."""
        self._converting = True
        try:
            yield
        finally:
            self._converting = False
            if self._gone:
                os._exit(0)


_parent = _Parent()


@contextmanager
def _within(limits: Mapping[str, int]) -> Iterator[None]:
    """Limit the time, memory and open files of a block."""
    memory = _limit("RLIMIT_AS", int(limits["memory"] * _MEBIBYTE * SHARE))
    files = _limit("RLIMIT_NOFILE", DESCRIPTORS)
    try:
        with _clock(limits["seconds"] * SHARE):
            yield
    finally:
        _limit("RLIMIT_AS", memory)
        _limit("RLIMIT_NOFILE", files)


@contextmanager
def _clock(seconds: float) -> Iterator[None]:
    """End the process at the time limit, whatever it is doing."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()


def _limit(name: str, most: int | None) -> int | None:
    """Set the soft limit of a resource and return the one before; ``None`` where the system does not have it."""
    number = getattr(resource, name, None)
    if number is None or most is None:
        return None
    before, hard = resource.getrlimit(number)
    lowest = most if resource.RLIM_INFINITY in (hard, most) else min(most, hard)
    try:
        resource.setrlimit(number, (lowest, hard))
    except (ValueError, OSError):  # macOS refuses a limit on memory that is in use already
        return None
    return before


def _is_worn(limits: Mapping[str, int]) -> bool:
    """Whether the process has held so much memory that the next file should have a new one; on Linux only."""
    # Not ru_maxrss, which begins with the memory of the parent.
    with suppress(FileNotFoundError), open("/proc/self/status", "rb") as file:
        peak = _PEAK.search(file.read())
        return peak is not None and int(peak[1]) > limits["memory"] * 1024 * _WORN
    return False
