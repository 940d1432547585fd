"""Which files a command line means, and what a check of each of them gives."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

from gknb.errors import SourceError
from gknb.findings import InputError, Result
from gknb.source import read_path, read_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.checker import Checker
    from gknb.source import Source

__all__ = ["SUFFIXES", "check_file", "report_files"]

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
    try:
        return checker.check(_source(path), path)
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


def _source(path: str) -> Source:
    if path == "-":
        if sys.stdin is None:  # closed before the start
            raise SourceError("source.empty")
        return read_stream(sys.stdin.buffer)
    if os.path.isdir(path):
        raise SourceError("source.no-reports", suffixes=" ".join(SUFFIXES))
    return read_path(path)
