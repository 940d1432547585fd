"""Vectors that prove what the algebra cannot: consistency and independence of inequalities and conditions."""

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
    """The vectors of one edition that serve as proof."""

    together: str | None
    """A report with a number other than 0 in every cell that satisfies all relations: they do not contradict."""
    alone: Mapping[str, str | None]
    """For each relation over cells that is not an equality, a report that violates only it: it is not implied.

    ``None`` where the suite has no such report.
    """


def witnesses_of(suite: Suite, algebra: Algebra) -> Witnesses:
    """Return the first suitable vectors of the suite."""
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
    """Whether a vector is a report that satisfies every relation, with a number other than 0 in every cell."""
    if vector.expected.findings or vector.expected.undecided or vector.expected.verdict != "valid":
        return False
    try:
        source = read_bytes(vector.content, format="json")
    except SourceError:
        return False
    return all(Evaluator(form_of(load_catalog(suite.standard), vector.edition), ()).cells(source.value))
