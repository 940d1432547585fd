"""Which files a command line means, and what a check of each of them gives."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from gknb.errors import SourceError
from gknb.findings import InputError, Result
from gknb.source import MAX_BYTES, read_bytes, read_path, read_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from gknb.checker import Checker
    from gknb.source import Source

__all__ = ["SUFFIXES", "check_file", "check_lines", "report_files"]

SUFFIXES: Final = (".json", ".yaml", ".yml")
"""Names that mean a report, when a folder is searched."""


def report_files(paths: Iterable[str]) -> Iterator[str]:
    """Each path, and for a folder the reports below it, sorted.

    Hidden files and folders, and ``node_modules``, are passed over. A folder without
    any report is given as it is, so that reading it says so.
    """
    for path in paths:
        if path != "-" and os.path.isdir(path):
            yield from list(_below(path)) or [path]
        else:
            yield path


def _below(folder: str) -> Iterator[str]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield os.path.join(root, name)


def check_file(checker: Checker, path: str) -> Result:
    """The result for one path (``-`` for standard input); one that cannot be read is a result too."""
    return _checked(checker, path, lambda: _source(path))


def check_lines(checker: Checker, stream: BinaryIO) -> Iterator[Result]:
    """One result for each line of ``stream``, as it comes; each line is one JSON document.

    A line that cannot be read, or is longer than ``source.MAX_BYTES``, is a result too.
    """
    while line := stream.readline(MAX_BYTES + 1):
        yield _checked(checker, "-", partial(_line_source, line))
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def _checked(checker: Checker, path: str, read: Callable[[], Source]) -> Result:
    try:
        return checker.check(read(), path)
    except SourceError as error:
        return Result(
            file=path,
            error=InputError(
                reason=error.reason,
                message=error.say(checker.options.lang),
                line=error.line,
                column=error.column,
            ),
        )


def _line_source(line: bytes) -> Source:
    return read_bytes(line.rstrip(b"\r\n"), format="json")


def _source(path: str) -> Source:
    if path == "-":
        if sys.stdin is None:  # closed before the start
            raise SourceError("source.empty")
        return read_stream(sys.stdin.buffer)
    if os.path.isdir(path):
        raise SourceError("source.no-reports", suffixes=" ".join(SUFFIXES))
    return read_path(path)
