"""Checks many reports for library users, as ``gknb check`` does, and writes their results."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from gknb.engine.merge import merge
from gknb.errors import UsageError
from gknb.output import FORMATS, output_for
from gknb.output.base import Totals, row_of
from gknb.run.done import Draws
from gknb.run.inputs import checked, items
from gknb.run.sinks import Sink
from gknb.series.comparison import compare_all
from gknb.source.refusals import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from gknb.engine.digest import Digest
    from gknb.output.base import Row, Setting
    from gknb.results import Result
    from gknb.run.sinks import Target
    from gknb.settings.checker import Checker
    from gknb.source.document import Source

__all__ = ["results_of", "write_results"]


def results_of(paths: Iterable[str], checker: Checker, limits: Mapping[str, int]) -> Iterator[Result]:
    """Yield the result of each report in ``paths``, in order; an unreadable report has a result with ``error``.

    If the options of ``checker`` ask for digests, the results of comparing each report with last year's follow.
    ``limits`` are those of a published file.
    """
    digests: list[Digest] = []
    reads: dict[str, Callable[[], Source]] = {}
    for item in items(paths, limits):
        result = checked(checker, item.file, item.read)
        if result.digest is not None:
            digests.append(result.digest)
            reads[item.file] = item.read
        yield result
    yield from compare_all(checker, digests, lambda file: reads[file]() if file in reads else None, checker.aliases)


def write_results(results: Iterable[Result], name: str, target: Target, setting: Setting) -> None:
    """Write results in the format ``name``, as the command line does.

    Raises :class:`~gknb.errors.UsageError` for an unknown format, and for a result without its report if the format
    draws reports; in both cases nothing is written.
    """
    if name not in FORMATS:
        raise UsageError("usage.format", given=short(str(name)), formats=", ".join(FORMATS))
    output = output_for(name, setting)
    totals = Totals(keep_rows=output.late_head)
    drawn: list[Result] = []
    together = False
    if isinstance(output, Draws):
        results = drawn = [*results]
        for one in drawn:
            if one.report is None and one.edition is not None and not _is_between(one):
                raise UsageError("usage.keep", format=name, file=one.file or "-")
        together = any(map(_is_between, drawn))
        output = output_for(name, replace(setting, together=together))
    with closing(Sink(output, target)) as sink:
        for result in results:
            sink.write(tuple(filter(None, output.piece(result))))
            totals.add(row_of(result))
        if isinstance(output, Draws) and together:
            totals.whole = _draw(drawn, output, sink)
        sink.finish(totals)


def _is_between(result: Result) -> bool:
    """Return whether a result compares a report with others, instead of checking it by itself."""
    return (result.previous is not None or result.contributors is not None) and not result.checked.cells


def _draw(results: Sequence[Result], output: Draws, sink: Sink) -> dict[str, Row]:
    """Write each report once with the findings of all its results; return the rows of the merged results, by file."""
    between: defaultdict[str, list[Result]] = defaultdict(list)
    for result in results:
        if _is_between(result):
            between[result.file].append(replace(result, report=None))
    own = [one for one in results if one.error is None and not _is_between(one)]
    organs = {one.file: one.organ or "" for one in own}
    rows = {}
    for one in own:
        merged = merge(one, between[one.file])
        sink.write(tuple(filter(None, output.whole(merged, organs))))
        rows[one.file] = row_of(merged)
    return rows
