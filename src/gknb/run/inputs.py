"""Find the reports that paths mean, lazily, one item per report; read and check one of them."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from gknb.errors import SourceError, UsageError
from gknb.lazy_dataclasses import dataclass
from gknb.results import Result, Unreadable
from gknb.source.document import Source, from_python, read_bytes, read_line, read_path
from gknb.source.files import open_path, read_content
from gknb.source.limits import LIMITS, MAX_BYTES
from gknb.source.refusals import not_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO

    from gknb.run.supply import Supply
    from gknb.settings.checker import Checker
    from gknb.source.files import Readable
    from gknb.standard.form import Lang

__all__ = [
    "LINES",
    "PAGES",
    "SUFFIXES",
    "Item",
    "Report",
    "check_file",
    "check_lines",
    "check_source",
    "checked",
    "checked_line",
    "document_at",
    "items",
    "read_report",
    "report_files",
    "source_at",
    "total_weight",
    "unreadable",
]

Report: TypeAlias = "Mapping[str, Any] | str | os.PathLike[str] | bytes"
"""A report in whatever way it is given: parsed, as a path, or as the content of a file."""
LINES: Final = (".ndjson", ".jsonl")
"""Suffixes of files with one report per line."""
SUFFIXES: Final = (".json", ".yaml", ".yml", *LINES)
"""Suffixes of reports in a folder, each with or without ``.gz``."""
PAGES: Final = (".html", ".htm", ".docx", ".doc", ".wps", ".xlsx", ".xls", ".et", ".pdf", ".md", ".txt", ".rtf")
"""Suffixes of published pages, which are extracted first; they have to be named, as folders are not searched for them.
"""
_WILD: Final = "*?["


def report_files(paths: Iterable[str]) -> Iterator[str]:
    """Yield each path; for a folder the reports below it, for a pattern the files that match it, sorted.

    A pattern is a path that does not exist and contains ``*``, ``?`` or ``[``, as left by a shell that does not expand
    patterns; ``**`` matches any folders. Hidden files and folders, ``node_modules`` and explanation files are skipped.
    A folder without reports and a pattern without matches are yielded unchanged, so that reading them gives an error.
    A path given twice is yielded twice, but each match of one pattern only once.
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
    """Whether a path is a pattern: it does not exist and contains a wildcard."""
    return any(character in path for character in _WILD) and not os.path.lexists(path)


def _or(path: str, found: Iterator[str]) -> Iterator[str]:
    """Yield what was found, or ``path`` if nothing was."""
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
    from gknb.settings.explanations import EXPLAINED_SUFFIXES

    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(names):
            lower = name.lower()
            if (
                lower.removesuffix(".gz").endswith(SUFFIXES)
                and not lower.startswith(".")
                and not lower.endswith(EXPLAINED_SUFFIXES)
            ):
                yield os.path.join(root, name)


def check_file(checker: Checker, path: str) -> Result:
    """Return the result for one path (``-`` for standard input); an unreadable one has a result with an error."""
    return checked(checker, path, partial(source_at, path))


def check_lines(checker: Checker, stream: BinaryIO) -> Iterator[Result]:
    """Yield one result for each line of ``stream`` as it arrives; each line is one JSON document.

    A line that cannot be read or is longer than ``MAX_BYTES`` has a result with an error.
    """
    while line := stream.readline(MAX_BYTES + 1):
        yield checked_line(checker, "-", line, partial(_line_source, line))
        while len(line) > MAX_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def check_source(
    checker: Checker, source: Source, path: str = "", previous: tuple[Source, str] | None = None
) -> Result:
    """Return the result for a source: a report, or a collection of reports.

    With ``previous``, the report of the year before and what results call it, the relations between the two are
    checked as well.
    """
    if previous is not None:
        # Loaded only where two reports are compared.
        from gknb.engine.merge import merge
        from gknb.series.comparison import compare_sources

        own, compared = check_source(checker, source, path), compare_sources(checker, source, path, *previous)
        return own if compared is None else merge(own, [compared], last_repairs=True)
    if isinstance(source.value, dict) and "reports" in source.value:
        from gknb.run.collection import check_collection, is_collection

        if is_collection(source.value):
            return check_collection(checker, source, path)
    return checker.check(source, path)


def read_report(document: Report, limits: Mapping[str, int] = LIMITS) -> tuple[Source, str]:
    """Return the source of a report, in whatever way it is given, and what its result calls it.

    A mapping is a parsed report, ``bytes`` are the content of a file, a ``str`` or a path object is the path of one.
    ``limits`` are those of a published file. Raises :class:`~gknb.errors.SourceError` for what cannot be read, and
    :class:`~gknb.errors.UsageError` for a ``str`` that is the text of a report.
    """
    if isinstance(document, bytes):
        return read_bytes(document), ""
    if isinstance(document, str | os.PathLike):
        if isinstance(document, str) and _is_text(document):
            raise UsageError("usage.text")
        path = os.fspath(document)
        return document_at(path, limits), path
    return from_python(document), ""


def _is_text(given: str) -> bool:
    """Whether a ``str`` is a report itself instead of a path."""
    ends = given.strip()[:1], given.strip()[-1:]
    return ("\n" in given or ends in (("{", "}"), ("[", "]"))) and not os.path.lexists(given)


def unreadable(file: str, error: SourceError, lang: Lang) -> Result:
    """Return the result for an input that cannot be read."""
    why = Unreadable(reason=error.reason, message=error.say(lang), line=error.line, column=error.column)
    return Result(file=file, error=why)


def checked(checker: Checker, path: str, read: Callable[[], Source]) -> Result:
    """Return the result for what ``read`` returns, or with the error if it raises ``SourceError``."""
    try:
        return check_source(checker, read(), path)
    except SourceError as error:
        return unreadable(path, error, checker.options.lang)


def checked_line(checker: Checker, path: str, line: bytes, read: Callable[[], Source], number: int = 1) -> Result:
    """Return the result for a line of JSON: at once if its structure is right, else for what ``read`` returns.

    ``number`` is that of the line in its file.
    """
    return checker.check_json(line, path, number) or checked(checker, path, read)


def _line_source(line: bytes) -> Source:
    return read_bytes(line.rstrip(b"\r\n"), format="json")


def source_at(path: str, limits: Mapping[str, int] = LIMITS, supply: Supply | None = None) -> Source:
    """Return the document at a path, ``-`` for standard input. Raises :class:`~gknb.errors.SourceError`.

    ``limits`` are those of a published file; ``supply`` has what is known of published pages besides what they state.
    """
    if path == "-":
        return read_bytes(standard_input())
    if os.path.isdir(path):
        raise SourceError("source.no-reports", suffixes=" ".join(SUFFIXES))
    if is_pattern(path):
        raise SourceError("source.no-match")
    return document_at(path, limits, supply)


def document_at(path: str, limits: Mapping[str, int] = LIMITS, supply: Supply | None = None) -> Source:
    """Return the document in a file, extracted within ``limits`` if it is a published page.

    Raises :class:`~gknb.errors.SourceError`.
    """
    if not path.lower().endswith(PAGES):
        return read_path(path)
    from gknb.documents.extract.bounded import extracted_path  # published files only

    found = extracted_path(path, limits)
    return (found if supply is None else supply.added(found)).source()


def standard_input() -> bytes:
    """Return the content of standard input. Raises :class:`~gknb.errors.SourceError`."""
    if sys.stdin is None:  # closed by the parent process
        raise SourceError("source.empty")
    return read_content(sys.stdin.buffer)


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
    number: int = 1
    """Number of that line."""


def items(
    paths: Iterable[str], limits: Mapping[str, int] = LIMITS, *, weigh: bool = False, supply: Supply | None = None
) -> Iterator[Item]:
    """Yield the reports that ``paths`` stand for (see :func:`gknb.run.inputs.report_files`), in order.

    A file named ``.ndjson`` or ``.jsonl`` (with or without ``.gz``) has one report per line; empty lines are skipped.
    ``limits`` are those of a published file; ``supply`` has what is known of published pages besides what they state.
    An unreadable report is an item whose ``read`` raises :class:`~gknb.errors.SourceError`; nothing is raised here.
    """
    for path in report_files(paths):
        if path == "-":
            yield _standard_input()
        elif path.lower().removesuffix(".gz").endswith(LINES) and not os.path.isdir(path):
            yield from _lines(path, weigh=weigh)
        else:
            page = supply is not None and path.lower().endswith(PAGES)
            read = partial(source_at, path, limits, supply) if page else partial(source_at, path, limits)
            yield Item(path, read, _size(path) if weigh else 0)


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


def _lines(path: str, *, weigh: bool) -> Iterator[Item]:
    number = 0
    try:
        with open_path(path) as (stream, file):
            measured = file if weigh and file.seekable() else None
            for number, line, weight in _numbered(stream, measured):
                yield Item(f"{path}:{number}", partial(read_line, line, number), weight, len(line), line, number)
        if not number:
            raise SourceError("source.empty")  # noqa: TRY301 - reported like any other read error
    except SourceError as error:
        yield Item(path, partial(_raise, error))


_EMPTY: Final = 2**20
"""Maximum length of a run of empty lines, in bytes; a small gzip file may hold billions."""
_SKIPPED: Final = 10
"""Maximum length of a line that is skipped as too long, in units of ``MAX_BYTES``."""


def _numbered(stream: Readable, file: BinaryIO | None) -> Iterator[tuple[int, bytes, int]]:
    """Yield (number, line, bytes read from the file) for each non-empty line; a line that is too long is cut.

    Without ``file``, the last is 0: asking for the position takes a system call for each line.
    Raises :class:`~gknb.errors.SourceError` if the file cannot be read any further.
    """
    number = empty = before = 0
    while line := _line(stream):
        number += 1
        whole = len(line) <= MAX_BYTES or line.endswith(b"\n")
        empty = empty + len(line) if line.isspace() and whole else 0
        if not empty:
            read = file.tell() if file else 0
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
