"""Which files a command line means, and what a check of each of them gives."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from gknb.errors import SourceError
from gknb.results import InputError, Result
from gknb.source.document import Source, read_bytes, read_path
from gknb.source.files import read_content
from gknb.source.limits import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    from gknb.settings.checker import Checker

__all__ = [
    "LINES",
    "PAGES",
    "SUFFIXES",
    "check_file",
    "check_lines",
    "check_source",
    "checked",
    "checked_line",
    "document_at",
    "report_files",
    "source_at",
]

LINES: Final = (".ndjson", ".jsonl")
"""Names that mean many reports, one a line."""
SUFFIXES: Final = (".json", ".yaml", ".yml", *LINES)
"""Names that mean reports, when a folder is searched; each may end in ``.gz`` besides."""
PAGES: Final = (".html", ".htm", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".md", ".txt", ".rtf")
"""Names that mean published pages, which are extracted first. A folder may hold any of these: name them."""
_WILD: Final = "*?["


def report_files(paths: Iterable[str]) -> Iterator[str]:
    """Each path; for a folder the reports below it, for a pattern the files that match it, sorted.

    A pattern is a path that is not there and has ``*``, ``?`` or ``[`` in it, as a shell leaves it that does not
    expand patterns; ``**`` stands for any folders. Hidden files and folders, and ``node_modules``, are passed over,
    and so are explanations beside reports. A folder without any report, and a pattern that nothing matches, are
    given as they are, so that reading them says so. Each of ``paths`` is taken by itself: what is named twice is
    given twice, but what one pattern means is given once.
    """
    for path in paths:
        if path == "-":
            yield path
        elif os.path.isdir(path):
            yield from _or(path, _below(path))
        elif is_pattern(path):
            yield from _or(path, _matching(path))
        else:
            yield path


def is_pattern(path: str) -> bool:
    """Whether a path stands for those that match it."""
    return any(character in path for character in _WILD) and not os.path.lexists(path)


def _or(path: str, found: Iterator[str]) -> Iterator[str]:
    first = next(found, path)
    yield first
    yield from found


def _matching(pattern: str) -> Iterator[str]:
    from glob import glob

    given: set[str] = set()
    for path in sorted(glob(pattern, recursive=True)):
        for name in _below(path) if os.path.isdir(path) else (path,):
            if name not in given:
                given.add(name)
                yield name


def _below(folder: str) -> Iterator[str]:
    from gknb.settings.explanations import BESIDE

    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            lower = name.lower()
            if (
                lower.removesuffix(".gz").endswith(SUFFIXES)
                and not lower.startswith(".")
                and not lower.endswith(BESIDE)
            ):
                yield os.path.join(root, name)


def check_file(checker: Checker, path: str) -> Result:
    """The result for one path (``-`` for standard input); one that cannot be read is a result too."""
    return checked(checker, path, partial(source_at, path))


def check_lines(checker: Checker, stream: BinaryIO) -> Iterator[Result]:
    """One result for each line of ``stream``, as it comes; each line is one JSON document.

    A line that cannot be read, or is longer than ``source.MAX_BYTES``, is a result too.
    """
    while line := stream.readline(MAX_BYTES + 1):
        yield checked_line(checker, "-", line, partial(_line_source, line))
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def check_source(checker: Checker, source: Source, path: str = "") -> Result:
    """The result for a source: a report, or a collection of reports."""
    if isinstance(source.value, dict) and "reports" in source.value:
        from gknb.run.collection import check_collection, is_collection

        if is_collection(source.value):
            return check_collection(checker, source, path)
    return checker.check(source, path)


def checked(checker: Checker, path: str, read: Callable[[], Source]) -> Result:
    """The result for what ``read`` gives; where it raises :class:`~gknb.errors.SourceError`, a result that says so."""
    try:
        return check_source(checker, read(), path)
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


def checked_line(checker: Checker, path: str, line: bytes, read: Callable[[], Source]) -> Result:
    """The result for a line of JSON: at once where all is right in it, else for what ``read`` gives."""
    return checker.check_json(line, path) or checked(checker, path, read)


def _line_source(line: bytes) -> Source:
    return read_bytes(line.rstrip(b"\r\n"), format="json")


def source_at(path: str) -> Source:
    """The document at a path. Raises :class:`~gknb.errors.SourceError`."""
    if path == "-":
        return read_bytes(standard_input())
    if os.path.isdir(path):
        raise SourceError("source.no-reports", suffixes=" ".join(SUFFIXES))
    if is_pattern(path):
        raise SourceError("source.no-match")
    return document_at(path)


def document_at(path: str) -> Source:
    """The document in a file, or that a published page comes to. Raises :class:`~gknb.errors.SourceError`."""
    if not path.lower().endswith(PAGES):
        return read_path(path)
    from gknb.documents.extract.published import extracted_path
    from gknb.standard.catalog import load_catalog

    return extracted_path(load_catalog(), path).source()


def standard_input() -> bytes:
    """What standard input holds. Raises :class:`~gknb.errors.SourceError`."""
    if sys.stdin is None:  # closed before the start
        raise SourceError("source.empty")
    return read_content(sys.stdin.buffer)
