"""Repairs of a report together with last year's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.repair.several import Part, several_repairs
from gknb.standard.relations import Linear
from gknb.standard.two_forms import in_last
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.repair.several import Link
    from gknb.results import Repair
    from gknb.series.pairs import Pair
    from gknb.settings.checker import Checker
    from gknb.source.document import Source
    from gknb.standard.kinds import YearRelations

__all__ = ["pair_repairs"]


def pair_repairs(
    checker: Checker, years: YearRelations, pair: Pair, sources: tuple[Source, Source]
) -> tuple[tuple[Repair, ...], str | None]:
    """Return the repairs that satisfy the relations of both reports and between them, and a note on their limits.

    Changes of last year's report name its file.
    """
    name = say(checker.options.lang, "series.report")
    last = Part(digest=pair.other, document=sources[1].value, file=pair.other.file, name=name)
    this = Part(digest=pair.report, document=sources[0].value, file=None)
    return several_repairs(checker, (last, this), _links(checker, years, pair.other.file))


def _links(checker: Checker, years: YearRelations, file: str) -> Iterator[Link]:
    for one in years.relations:
        if isinstance(one, Linear) and one.relation.code in checker.codes:
            net: dict[tuple[str | None, str], int] = {}
            for position, sign in one.net:
                pointer = years.forms.cells[position]
                there = in_last(pointer)
                net[(None, pointer) if there is None else (file, there)] = sign
            yield net, one.left.constant - one.right.constant, one.comparator
