"""Runs the parts of the audit and holds what they find."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from audit.algebra import Algebra, CellAlgebra, algebra_of
from audit.freeze import Problem, frozen_set, frozen_suite
from audit.mutation import Mutation, audit_mutation
from audit.witnesses import Witnesses, witnesses_of
from gknb.conformance.suite import load_suite, read_suite_file
from gknb.errors import CatalogError
from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import compile_relations, compile_years
from gknb.standard.resources import read_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from gknb.conformance.suite import Suite
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form, Place

__all__ = ["PARTS", "Audit", "CellRow", "audit", "cell_rows", "places_of_relations"]

PARTS: Final = ("mutation", "algebra", "freeze")
"""The parts of the audit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """The findings of an audit; a part that was not requested is ``None``."""

    suite: Suite
    """The suite that was audited, which names the version of the standard."""
    mutation: tuple[Mutation, ...] | None = None
    """The mutants of each relation."""
    algebra: tuple[tuple[Algebra, Witnesses], ...] | None = None
    """The algebra of each edition, with the vectors that prove the rest."""
    problems: tuple[Problem, ...] | None = None
    """Problems with what is released."""

    @property
    def wrong(self) -> int:
        """Number of problems.

        These are survivors, relations that can be deleted without a vector failing, editions whose equalities
        contradict each other or that lack a full valid report, relations over cells that no vector violates alone,
        and changes of released files.
        """
        return (
            sum(len(one.survivors) + (not one.missed) for one in self.mutation or ())
            + sum(not one.consistent or seen.together is None for one, seen in self.algebra or ())
            + sum(vector is None for _, seen in self.algebra or () for vector in seen.alone.values())
            + len(self.problems or ())
        )

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong


def audit(parts: Collection[str] = PARTS, progress: Callable[[str], object] = lambda _: None) -> Audit:
    """Audit the standard and the suite of this checkout; ``progress`` is called with the code of each relation.

    Raises :class:`~gknb.errors.CatalogError` where their files are missing or cannot be read.
    """
    suite = load_suite()
    catalog = load_catalog(suite.standard)
    return Audit(
        suite=suite,
        mutation=tuple(audit_mutation(suite, progress)) if "mutation" in parts else None,
        algebra=tuple(
            (algebra, witnesses_of(suite, algebra))
            for algebra in (algebra_of(catalog, edition) for edition in catalog.editions)
        )
        if "algebra" in parts
        else None,
        problems=tuple(_frozen()) if "freeze" in parts else None,
    )


def _frozen() -> Iterator[Problem]:
    try:
        yield from frozen_set(lambda path: read_packaged(f"schema/{path}", f"schema/{path}"))
    except (OSError, json.JSONDecodeError) as error:
        raise CatalogError("catalog.unreadable", path="catalog.json") from error
    try:
        yield from frozen_suite(read_suite_file)
    except json.JSONDecodeError as error:
        raise CatalogError("catalog.unreadable", path="index.json") from error


def places_of_relations(catalog: Catalog, edition: str) -> dict[str, int]:
    """Return at how many places each relation on the cells of one year or of two applies in an edition."""
    compiled = [*compile_relations(catalog, edition), *compile_years(catalog, edition, edition).relations]
    return dict(sorted(Counter(one.relation.code for one in compiled).items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """Cells of one row of the form with the same relations and the same detectability."""

    row: Place
    """The row."""
    whole: bool
    """Whether they are all the cells of the row."""
    cells: tuple[CellAlgebra, ...]
    """The cells."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the relations of each cell."""
        return tuple(sorted({one.code for one in self.cells[0].covered_by}))


def cell_rows(form: Form, algebra: Algebra) -> list[CellRow]:
    """Return every cell of the form, in its order, row by row."""
    rows: dict[str, list[CellAlgebra]] = {}
    for cell in algebra.cells:
        rows.setdefault(_row(form, cell.pointer).pointer, []).append(cell)
    found = []
    for pointer, cells in rows.items():
        groups: dict[object, list[CellAlgebra]] = {}
        for cell in cells:
            said = (tuple(sorted({one.code for one in cell.covered_by})), cell.detectable, len(cell.alike))
            groups.setdefault(said, []).append(cell)
        found += [
            CellRow(row=form.places[pointer], whole=len(groups) == 1, cells=tuple(group)) for group in groups.values()
        ]
    return found


def _row(form: Form, pointer: str) -> Place:
    """Return the row of a cell: the outermost part of its table whose schema is a shared definition."""
    parents = form.places[pointer].parents[1:]
    return next((place for place in parents if place.definitions), parents[-1])
