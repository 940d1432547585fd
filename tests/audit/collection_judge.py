"""Mutation of relations between several reports: families Y and R."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from audit.judge import as_expected
from gknb.conformance.compare import Given
from gknb.engine.options import Options
from gknb.errors import SourceError
from gknb.run.collection import in_collection, read_collection
from gknb.settings.checker import Checker
from gknb.source.document import read_bytes
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of, kinds, lay_out_years
from gknb.standard.relations import Relation, families, places_in
from gknb.standard.two_forms import two_forms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.conformance.suite import Vector
    from gknb.run.collection import Collection
    from gknb.standard.catalog import Catalog

__all__ = ["TOGETHER", "SeveralCase", "SeveralJudge", "several_case"]

TOGETHER: Final = kinds("two years", "organ", "roll-up", "roster")
"""The kinds of relations between reports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralCase:
    """A vector that is a collection, with everything computed that does not depend on the mutant."""

    vector: Vector
    """The vector."""
    collection: Collection
    """The collection, each report already checked by itself."""


def several_case(catalog: Catalog, vector: Vector) -> SeveralCase | None:
    """Return the case of a vector; ``None`` if it is not a collection or cannot be read."""
    if not vector.collection:
        return None
    checker = Checker(Options(draft=vector.draft), catalog)
    try:
        collection = read_collection(checker, read_bytes(vector.content, format="json"))
    except SourceError:  # no relation is evaluated
        return None
    return SeveralCase(vector=vector, collection=collection)


class SeveralJudge:
    """Evaluates one relation, changed or not, on collections."""

    def __init__(self, catalog: Catalog, relation: Relation, data: Mapping[str, Any] | None) -> None:
        """Raises :class:`~gknb.errors.CatalogError` or ``KeyError`` where the changed relation cannot be laid out."""
        self.code = relation.code
        self.relation = None if data is None else Relation(data)
        changed = (self.relation if one is relation else one for one in families(catalog))
        self.relations = tuple(one for one in changed if one is not None)
        self.checker = Checker(Options(select=(self.code,)), catalog)
        if self.relation is not None:
            _lay_out(catalog, self.relation)

    def fits(self, case: SeveralCase) -> bool:
        """Whether its findings and undecided outcomes are those that the vector expects."""
        together = case.collection.comparisons(self.checker, self.relations) if self.relation is not None else ()
        results = list(together)
        found = [
            Given(
                code=one.code,
                pointers=frozenset(cell.pointer for cell in in_collection(one.cells, result)),
                members={"severity": one.severity, "expected": one.expected, "actual": one.actual},
            )
            for result in results
            for one in result.findings
        ]
        return as_expected(case.vector, self.code, found, undecided=any(result.undecided for result in results))


def _lay_out(catalog: Catalog, relation: Relation) -> None:
    """Raise if the relation cannot be laid out over the forms of its editions."""
    for edition in editions_of(catalog, relation):
        if relation.kind in kinds("two years"):
            lay_out_years(two_forms(catalog, edition, edition), edition, [relation])
        elif relation.kind in kinds("roll-up"):
            list(places_in(form_of(catalog, edition), relation.data["relation"]["cells"]))
