"""Vectors that show what algebra over inequalities and conditions would have to prove."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gknb.engine.evaluate import Evaluator
from gknb.errors import SourceError
from gknb.source.document import read_bytes
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.algebra import Algebra
    from gknb.conformance.suite import Suite, Vector

__all__ = ["Witnesses", "witnesses_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What vectors of one edition show."""

    together: str | None
    """A report without a blank or a zero in any cell that satisfies every relation: none of them rules out another."""
    alone: Mapping[str, str | None]
    """For each relation over cells that is no equality, a report that violates it and nothing else: it is not implied.

    ``None`` where the suite has no such report.
    """


def witnesses_of(suite: Suite, algebra: Algebra) -> Witnesses:
    """The first vectors of the suite, in its order, that show it."""
    vectors = [
        vector
        for vector in suite.vectors
        if vector.edition == algebra.edition and not vector.draft and not vector.collection
    ]
    alone: dict[str, str | None] = dict.fromkeys(sorted({one.code for one in algebra.others}))
    for vector in vectors:
        codes = [finding.code for finding in vector.expected.findings]
        if len(codes) == 1 and not vector.expected.undecided and alone.get(codes[0], "") is None:
            alone[codes[0]] = vector.id
    return Witnesses(together=next((one.id for one in vectors if _full(suite, one)), None), alone=alone)


def _full(suite: Suite, vector: Vector) -> bool:
    """Whether it is a report that satisfies everything, with a number other than 0 in every cell."""
    if vector.expected.findings or vector.expected.undecided or vector.expected.verdict != "valid":
        return False
    try:
        source = read_bytes(vector.content, format="json")
    except SourceError:
        return False
    return all(Evaluator(form_of(load_catalog(suite.standard), vector.edition), ()).cells(source.value))
