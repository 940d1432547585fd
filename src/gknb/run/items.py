"""Find the reports to check, lazily, one item per report."""

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
    """One report to check."""

    file: str
    """Name in its result: the path as given, followed by ``:LINE`` in a file of several reports."""
    read: Callable[[], Source]
    """Reads the report; can be pickled."""
    weight: int = 0
    """Its bytes in the file, for the progress line; 0 if not measured."""
    size: int = 0
    """Its bytes in memory."""
    line: bytes | None = None
    """Its JSON, if it is a line of a file of several reports."""


def items(paths: Iterable[str], *, weigh: bool = False) -> Iterator[Item]:
    """Yield the reports that ``paths`` stand for (see :func:`gknb.run.inputs.report_files`), in order.

    A file named ``.ndjson`` or ``.jsonl`` (with or without ``.gz``) has one report per line; empty lines are skipped.
    An unreadable report is an item whose ``read`` raises :class:`~gknb.errors.SourceError`; nothing is raised here.
    """
    for path in report_files(paths):
        if path == "-":
            yield _standard_input()
        elif path.lower().removesuffix(".gz").endswith(LINES) and not os.path.isdir(path):
            yield from _lines(path)
        else:
            yield Item(path, partial(source_at, path), _size(path) if weigh else 0)


def total_weight(paths: Iterable[str]) -> int | None:
    """Return the weight of all reports; ``None`` if standard input is among them."""
    paths = list(paths)
    return None if "-" in paths else sum(map(_size, report_files(paths)))


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except (OSError, ValueError):
        return 0


def _standard_input() -> Item:
    # Read here, because worker processes have another standard input.
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
            raise SourceError("source.empty")  # noqa: TRY301 - reported like any other read error
    except SourceError as error:
        yield Item(path, partial(_raise, error))


_EMPTY: Final = 2**20
"""Maximum length of a run of empty lines, in bytes; a small gzip file may hold billions."""
_SKIPPED: Final = 10
"""Maximum length of a line that is skipped as too long, in units of ``MAX_BYTES``."""


def _numbered(stream: Readable, file: BinaryIO) -> Iterator[tuple[int, bytes, int]]:
    """Yield (number, line, bytes read from the file) for each non-empty line; a line that is too long is cut.

    Raises :class:`~gknb.errors.SourceError` if the file cannot be read any further.
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
    """Skip the rest of a line that is too long; return whether its end was reached."""
    return any(not (line := _line(stream)) or line.endswith(b"\n") for _ in range(_SKIPPED))


def _line(stream: Readable) -> bytes:
    try:
        return stream.readline(MAX_BYTES + 1)
    except OSError as error:
        raise not_read(error) from None
