"""What ``gknb check`` does with many reports, for a caller who wants the results themselves."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from gknb.engine.merge import merge
from gknb.errors import UsageError
from gknb.output import FORMATS, output_for
from gknb.output.base import Totals, row_of
from gknb.run.inputs import checked
from gknb.run.items import items
from gknb.run.sinks import Sink
from gknb.run.task import Draws
from gknb.series.compare import compare_all
from gknb.source.refusals import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gknb.engine.digest import Digest
    from gknb.output.base import Row, Setting
    from gknb.results import Result
    from gknb.run.sinks import Target
    from gknb.settings.checker import Checker
    from gknb.source.document import Source

__all__ = ["results_of", "write_results"]


def results_of(paths: Iterable[str], checker: Checker) -> Iterator[Result]:
    """Yield the result of each report that ``paths`` mean, in their order.

    Where the options of ``checker`` ask for digests, the results of comparing each report with that of the year before
    follow. One that cannot be read gives a result with ``error``.
    """
    digests: list[Digest] = []
    reads: dict[str, Callable[[], Source]] = {}
    for item in items(paths):
        result = checked(checker, item.file, item.read)
        if result.digest is not None:
            digests.append(result.digest)
            reads[item.file] = item.read
        yield result
    yield from compare_all(checker, digests, lambda file: reads[file]() if file in reads else None, checker.aliases)


def write_results(results: Iterable[Result], name: str, target: Target, setting: Setting) -> None:
    """Write results in the format ``name``, as the command line does.

    Raises :class:`~gknb.errors.UsageError` for an unknown format, and for a result without its report where the format
    draws reports; nothing is written then.
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
    """Whether a result comes of comparing a report with others, and not of the report itself."""
    return (result.previous is not None or result.contributors is not None) and not result.checked.cells


def _draw(results: Sequence[Result], output: Draws, sink: Sink) -> dict[str, Row]:
    """Write each report once with all that its results say; return the rows that tell all of it, by file."""
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
