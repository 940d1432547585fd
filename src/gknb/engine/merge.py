"""Merges the results of one report: by itself, compared with last year's, and compared with its contributors."""

from __future__ import annotations

from collections import Counter
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from gknb.lazy_dataclasses import replace
from gknb.results import Checked, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.results import Repair, Result

__all__ = ["merge"]


def merge(first: Result, others: Sequence[Result], *, last_repairs: bool = False) -> Result:
    """Return one result with the findings of ``first`` and ``others``; file, organ and year come from ``first``.

    Repairs are interleaved, the likeliest of each result first; ``last_repairs`` keeps only those of the last result
    that has any.
    """
    results = (first, *others)
    with_repairs = [one for one in results if one.repairs or one.repairs_note]
    repairing = with_repairs[-1:] if last_repairs else with_repairs
    compared = next((one for one in results if one.previous is not None), None)
    return replace(
        first,
        valid=all(one.valid for one in results),
        findings=tuple(chain.from_iterable(one.findings for one in results)),
        undecided=tuple(chain.from_iterable(one.undecided for one in results)),
        checked=Checked(
            cells=sum(one.checked.cells for one in results),
            blank=sum(one.checked.blank for one in results),
            relations=tuple(_tallies(results)),
        ),
        explanations=tuple(chain.from_iterable(one.explanations for one in results)),
        previous=compared.previous if compared else None,
        contributors=next((one.contributors for one in results if one.contributors), None),
        repairs=tuple(dict.fromkeys(_in_turn(one.repairs for one in repairing))),
        repairs_note=next((one.repairs_note for one in repairing if one.repairs_note), None),
        last=compared.last if compared else None,
    )


def _tallies(results: Iterable[Result]) -> Iterator[Tally]:
    """Yield the number of outcomes of each relation over all results, in the order of the codes."""
    counts: dict[str, Counter[str]] = {}
    for tally in chain.from_iterable(one.checked.relations for one in results):
        some = {"satisfied": tally.satisfied, "violated": tally.violated, "undecided": tally.undecided}
        counts.setdefault(tally.code, Counter()).update(some)
    for code in sorted(counts):
        yield Tally(code=code, **counts[code])


def _in_turn(repairs: Iterable[Sequence[Repair]]) -> Iterator[Repair]:
    """Yield the first repair of each list, then the second of each, and so on."""
    for row in zip_longest(*repairs):
        yield from (one for one in row if one is not None)
