"""What a child process that reads files does in tests: a reader of plain text does what the text says."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.extract import reading_process
from gknb.documents.extract.readers import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["SECONDS", "read", "read_as_on_windows"]

SECONDS: Final = 2
"""The time limit of files that would never end."""
_read_text = text.read_text


def _spins() -> None:
    while True:
        pass


def _naps() -> None:
    time.sleep(1.5)


def _sleeps_deaf() -> None:
    """Ignore every signal that Python can ignore but the clock's."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    time.sleep(600)


def _allocates() -> None:
    rows = []
    while True:
        rows.append(bytearray(2**24))


def _rewords() -> None:
    """Fill the memory and say something else, as a library may."""
    try:
        _allocates()
    except MemoryError as error:
        raise ValueError(str(error))  # noqa: B904


def _parses() -> None:
    """Fill the memory with what lxml parses, which then says that the file has an error."""
    from gknb.documents.extract.readers.html import read_html

    pages = [bytearray(2**24) for _ in range(45)]
    read_html(b"<p>" + b"<b>x</b>" * 900_000)
    del pages


def _opens() -> None:
    files = []
    while True:
        files.append(open(os.devnull))  # noqa: SIM115


def _prints() -> None:
    sys.stdout.write("printed by a reader" * 10_000)
    sys.stderr.write("printed by a reader" * 10_000)
    os.write(1, b"written by a reader" * 10_000)
    os.write(2, b"written by a reader" * 10_000)


def _leaves() -> None:
    os._exit(7)


def _quits() -> None:
    sys.exit(1)


def _aborts() -> None:
    os.abort()


def _fails() -> None:
    raise ZeroDivisionError("as a library may")


def _grows() -> None:
    """Take a lot of memory, within the limit, and give it back."""
    for byte in (block := bytearray(500 * 2**20))[::4096]:
        assert byte == 0
    del block


_DOES: Final[dict[bytes, Callable[[], None]]] = {
    b"spins": _spins,
    b"naps": _naps,
    b"sleeps": _sleeps_deaf,
    b"allocates": _allocates,
    b"rewords": _rewords,
    b"parses": _parses,
    b"opens": _opens,
    b"prints": _prints,
    b"leaves": _leaves,
    b"quits": _quits,
    b"aborts": _aborts,
    b"fails": _fails,
    b"grows": _grows,
}


def read(limits: Mapping[str, int], standard: str | None, content: bytes, name: str) -> Any:
    """Read a file as always, an endless one in less time, and plain text with a reader that does what it says."""
    # What ends by itself, or at another limit, may take its time on a busy machine.
    endless = content in (b"spins", b"sleeps") or content.startswith(b"%PDF")
    limits = {**limits, "seconds": SECONDS if endless else limits["seconds"]}
    text.read_text = _does
    if content == b"pours":
        return bytes(33 * 2**20)
    if content == b"asks who":
        return os.getpid()
    if content == b"asks where":
        return standard
    return reading_process.read(limits, standard, content, name)


def read_as_on_windows(limits: Mapping[str, int], standard: str | None, content: bytes, name: str) -> Any:
    """Read a file where the system has neither an alarm nor limits."""
    setattr(reading_process, "resource", None)  # noqa: B010
    if hasattr(signal, "setitimer"):
        del signal.setitimer
    return read(limits, standard, content, name)


def _does(content: bytes) -> Any:
    _DOES.get(content, lambda: None)()
    return _read_text(content)
