"""Mutation: every relation with one small change fails at least one vector of the suite.

A vector *kills* a mutant where the answer of a checker with the mutant is not the expected one, at level ``cells``.
Only findings of that relation can change, so only these are evaluated; the tests of the suite show that a checker
answers everything else as expected.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Context, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeVar

from audit.collection_judge import TOGETHER, SeveralJudge, several_case
from audit.judge import Asked, Judge, as_expected
from audit.mutants import mutants
from gknb.conformance.compare import Given
from gknb.engine.evaluate import Evaluator, Outcome
from gknb.engine.findings import FindingWriter
from gknb.engine.schema_failures import classify, failing
from gknb.errors import CatalogError, SourceError
from gknb.source.document import read_bytes
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of, kinds, lay_out
from gknb.standard.relations import Relation, families

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from audit.mutants import Mutant
    from gknb.conformance.suite import Suite, Vector
    from gknb.source.document import Source
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form

__all__ = ["Audited", "Mutation", "audit_mutation"]

_EXACT: Final = Context(prec=10_000)
_OF_PAGES: Final = kinds("page")
"""Kinds of relations about published pages, for which the suite has no vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """The result for one mutant."""

    mutant: Mutant
    """The mutant."""
    killed_by: str | None
    """The id of a vector that kills it; ``None`` if it survives."""
    valid: bool = True
    """Whether it can be laid out over the form; a checker refuses a relation that cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """The results for one relation."""

    code: str
    """Its code."""
    audited: tuple[Audited, ...]
    """The result for each mutant."""
    missed: tuple[str, ...]
    """The ids of all vectors that fail when the relation is deleted."""

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that no vector kills."""
        return tuple(one.mutant for one in self.audited if one.valid and one.killed_by is None)

    def counts(self) -> Counter[str]:
        """Return the number of mutants of each operator."""
        return Counter(one.mutant.operator for one in self.audited if one.valid)


def audit_mutation(
    suite: Suite, progress: Callable[[str], object] = lambda _: None, codes: Collection[str] | None = None
) -> list[Mutation]:
    """Return the results for every relation that can have vectors, or for those with ``codes``.

    ``progress`` is called with each code before its mutants are evaluated.
    """
    catalog = load_catalog(suite.standard)
    with localcontext(_EXACT):
        single = [case for vector in suite.vectors if (case := _case(catalog, vector)) is not None]
        several = [one for vector in suite.vectors if (one := several_case(catalog, vector)) is not None]
        audited: list[Mutation] = []
        for relation in families(catalog):
            if relation.kind in _OF_PAGES or (codes is not None and relation.code not in codes):
                continue
            progress(relation.code)
            if relation.kind in TOGETHER:
                audited.append(_audit(catalog, relation, several, SeveralJudge))
            else:
                audited.append(_audit(catalog, relation, single, _Judge))
        return audited


_Asked = TypeVar("_Asked", bound=Asked)


def _audit(
    catalog: Catalog,
    relation: Relation,
    cases: Sequence[_Asked],
    make: Callable[[Catalog, Relation, Mapping[str, Any] | None], Judge[_Asked]],
) -> Mutation:
    # Vectors about the relation first, and the last killer before them: few vectors kill most mutants.
    about = sorted(cases, key=lambda case: relation.code not in case.vector.codes)
    forms = [form_of(catalog, edition) for edition in editions_of(catalog, relation)]
    audited = []
    for mutant in mutants(relation.data, forms):
        try:
            judge = make(catalog, relation, mutant.data)
        except (CatalogError, KeyError, IndexError, ValueError):
            audited.append(Audited(mutant=mutant, killed_by=None, valid=False))
            continue
        killer = next((n for n, case in enumerate(about) if not judge.fits(case)), None)
        audited.append(Audited(mutant=mutant, killed_by=None if killer is None else about[killer].vector.id))
        if killer is not None:
            about.insert(0, about.pop(killer))
    gone = make(catalog, relation, None)
    missed = tuple(case.vector.id for case in cases if not gone.fits(case))
    return Mutation(code=relation.code, audited=tuple(audited), missed=missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """A vector that is one report, with everything computed that does not depend on the mutant."""

    vector: Vector
    source: Source
    form: Form
    """The form that relations are laid out over."""
    cells: Sequence[Any]
    failing: tuple[tuple[str, str], ...]
    """The places where the schema fails, each with the keyword."""
    asserted: Form
    """The form whose schema is asserted."""


def _case(catalog: Catalog, vector: Vector) -> _Case | None:
    if vector.collection:
        return None
    try:
        source = read_bytes(vector.content, format="json")
    except SourceError:  # no relation is evaluated
        return None
    form = form_of(catalog, vector.edition)
    asserted = form_of(catalog, vector.edition, draft=vector.draft)
    return _Case(
        vector=vector,
        source=source,
        form=form,
        cells=_reader(form).cells(source.value),
        failing=tuple(failing(asserted, source.value)),
        asserted=asserted,
    )


@cache
def _reader(form: Form) -> Evaluator:
    """Return an evaluator without relations, which reads the cells of a form."""
    return Evaluator(form, ())


class _Judge:
    """Evaluates one relation, changed or not, on single reports."""

    def __init__(self, catalog: Catalog, relation: Relation, data: Mapping[str, Any] | None) -> None:
        """Raises :class:`~gknb.errors.CatalogError` where the changed relation cannot be laid out."""
        self.code = relation.code
        self.mutant = None if data is None else Relation(data)
        others = families(catalog)
        self.structural = [
            one
            for one in (self.mutant if other is relation else other for other in others)
            if one is not None and one.kind == "structure"
        ]
        self.evaluators = {
            edition: Evaluator(form, lay_out(form, self.mutant, _defaults(self.mutant)))
            for edition in (editions_of(catalog, relation) if self.mutant else ())
            for form in [form_of(catalog, edition)]
            if self.mutant and self.mutant.may_apply(edition)
        }

    def fits(self, case: _Case) -> bool:
        """Whether its findings and undecided outcomes are those that the vector expects."""
        found, undecided = [], False
        if self.mutant is not None:
            found = list(self._found(case))
            undecided = self._undecided(case, found)
        return as_expected(case.vector, self.code, found, undecided=undecided)

    def _found(self, case: _Case) -> Iterator[Given]:
        if self.mutant is None:
            return
        severity = self.mutant.data["severity"]
        if self.mutant.kind == "duplicate-key":
            for duplicate in case.source.duplicates:
                yield self._given({duplicate.pointer}, {"severity": severity})
        elif self.mutant.kind == "structure":
            for pointer in self._failures(case):
                yield self._given({pointer}, {"severity": severity})
        else:
            yield from self._violated(case)

    def _given(self, pointers: set[str], members: Mapping[str, Any]) -> Given:
        return Given(code=self.code, pointers=frozenset(pointers), members=members)

    def _failures(self, case: _Case) -> Iterator[str]:
        ranks: dict[str, list[int]] = {}
        for pointer, keyword in case.failing:
            value = lookup(case.source.value, pointer)
            rank = classify(self.structural, case.asserted, pointer, keyword, value)
            ranks.setdefault(pointer, []).append(len(self.structural) if rank is None else rank)
        for pointer, some in ranks.items():
            if min(some) < len(self.structural) and self.structural[min(some)].code == self.code:
                yield pointer

    def _outcomes(self, case: _Case) -> Iterator[Outcome]:
        evaluator = self.evaluators.get(case.vector.edition or "")
        if evaluator is not None:
            for outcome in evaluator.outcomes(case.source.value, case.cells):
                if isinstance(outcome, Outcome):
                    yield outcome

    def _violated(self, case: _Case) -> Iterator[Given]:
        violated = [outcome for outcome in self._outcomes(case) if outcome.truth == "violated"]
        writer = FindingWriter(case.form, case.source, case.cells, "en", _Silent())
        for outcome in violated:
            finding = writer.violated(outcome)
            members = {"severity": finding.severity, "expected": finding.expected, "actual": finding.actual}
            yield self._given({cell.pointer for cell in finding.cells}, members)

    def _undecided(self, case: _Case, found: Sequence[Given]) -> bool:
        if case.vector.edition is None:
            return not found and self.mutant is not None and self.mutant.kind != "duplicate-key"
        return any(outcome.truth == "undecided" for outcome in self._outcomes(case))


class _Silent(dict[str, dict[str, str]]):
    """Hints are not part of the comparison."""

    def __missing__(self, _: str) -> dict[str, str]:
        return {"en": ""}


def _defaults(relation: Relation) -> dict[str, str]:
    return {name: parameter["default"] for name, parameter in relation.data.get("parameters", {}).items()}
