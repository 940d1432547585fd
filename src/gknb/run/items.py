"""What is to be checked, one item a report, found as it is asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn

from gknb.errors import SourceError
from gknb.run.inputs import LINES, report_files, source_at, standard_input
from gknb.source.document import read_bytes, read_line
from gknb.source.files import open_path
from gknb.source.limits import MAX_BYTES
from gknb.source.refusals import not_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from gknb.source.document import Source
    from gknb.source.files import Readable

__all__ = ["Item", "items", "total_weight"]


@dataclass(frozen=True, slots=True)
class Item:
    """One report that is to be checked."""

    file: str
    """What its result calls it: the path as given, with ``:LINE`` after it in a file of many."""
    read: Callable[[], Source]
    """Reads it; can be sent to another process."""
    weight: int = 0
    """Its bytes in the file, for telling how much is left; 0 where nobody asked."""
    size: int = 0
    """The bytes that it holds in memory."""
    line: bytes | None = None
    """Its JSON, where it is a line of a file of many."""


def items(paths: Iterable[str], *, weigh: bool = False) -> Iterator[Item]:
    """The reports that ``paths`` mean (:func:`gknb.run.inputs.report_files`), in their order.

    A name that ends in ``.ndjson`` or ``.jsonl`` (and ``.gz``) means one report a line; empty lines are passed over.
    Nothing is raised for what cannot be read: it is an item whose reading raises
    :class:`~gknb.errors.SourceError`.
    """
    for path in report_files(paths):
        if path == "-":
            yield _standard_input()
        elif path.lower().removesuffix(".gz").endswith(LINES) and not os.path.isdir(path):
            yield from _lines(path)
        else:
            yield Item(path, partial(source_at, path), _size(path) if weigh else 0)


def total_weight(paths: Iterable[str]) -> int | None:
    """The weights of all that ``paths`` mean; ``None`` where standard input is among them."""
    paths = list(paths)
    return None if "-" in paths else sum(map(_size, report_files(paths)))


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def _standard_input() -> Item:
    # Read here: another process has another standard input.
    try:
        data = standard_input()
        return Item("-", partial(read_bytes, data), size=len(data))
    except SourceError as error:
        return Item("-", partial(_raise, error))


def _raise(error: SourceError) -> NoReturn:
    raise error


def _lines(path: str) -> Iterator[Item]:
    number = 0
    try:
        with open_path(path) as (stream, file):
            for number, line, weight in _numbered(stream, file):
                yield Item(f"{path}:{number}", partial(read_line, line, number), weight, len(line), line)
        if not number:
            raise SourceError("source.empty")  # noqa: TRY301 - told as all else that cannot be read
    except SourceError as error:
        yield Item(path, partial(_raise, error))


_EMPTY: Final = 2**20
"""So many bytes of empty lines on end, and the file is read no further: a gzip file may hold billions."""
_SKIPPED: Final = 10
"""The same for a line of so many times ``MAX_BYTES``."""


def _numbered(stream: Readable, file: BinaryIO) -> Iterator[tuple[int, bytes, int]]:
    """(number, line, bytes read of the file) of each line that is not empty; one that is too long is cut.

    Raises :class:`~gknb.errors.SourceError` where the file cannot be read any further.
    """
    number = empty = before = 0
    while line := _line(stream):
        number += 1
        whole = len(line) <= MAX_BYTES or line.endswith(b"\n")
        empty = empty + len(line) if line.isspace() and whole else 0
        if not empty:
            read = file.tell() if file.seekable() else 0
            yield number, line.rstrip(b"\r\n") if whole else line, read - before
            before = read
        if empty > _EMPTY or not (whole or _skipped(stream)):
            raise SourceError("source.too-large", line=number, column=1, limit="10 MiB")


def _skipped(stream: Readable) -> bool:
    """Whether the rest of a line that is too long could be passed over."""
    return any(not (line := _line(stream)) or line.endswith(b"\n") for _ in range(_SKIPPED))


def _line(stream: Readable) -> bytes:
    try:
        return stream.readline(MAX_BYTES + 1)
    except OSError as error:
        raise not_read(error) from None
