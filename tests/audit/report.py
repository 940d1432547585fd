"""The whole audit as one value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from audit.algebra import Algebra, CellAlgebra, algebra_of
from audit.freeze import Problem, frozen_set, frozen_suite
from audit.mutation import Mutation, audit_mutation
from audit.witnesses import Witnesses, witnesses_of
from gknb.conformance.suite import load_suite, read_suite_file
from gknb.errors import CatalogError
from gknb.standard.catalog import load_catalog
from gknb.standard.resources import read_packaged

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from gknb.conformance.suite import Suite
    from gknb.standard.form import Form, Place

__all__ = ["PARTS", "Audit", "CellRow", "audit", "cell_rows"]

PARTS: Final = ("mutation", "algebra", "freeze")
"""What can be audited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What was found; a part that was not asked for is ``None``."""

    suite: Suite
    """The suite that was audited, and through it the version of the set."""
    mutation: tuple[Mutation, ...] | None = None
    """Each relation and its mutants."""
    algebra: tuple[tuple[Algebra, Witnesses], ...] | None = None
    """Each edition."""
    problems: tuple[Problem, ...] | None = None
    """Where what was released did not stay as it was."""

    @property
    def wrong(self) -> int:
        """How many things are wrong: survivors, relations without failing vectors, contradictions, what was not frozen.

        A relation over cells counts too where no vector violates it alone, and an edition without a full report.
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
    """Audit those parts of the set and the suite that go with this package; ``progress`` is told what is looked at.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRow:
    """Cells that stand side by side in one row of the form and of which the algebra says the same."""

    row: Place
    """The row."""
    whole: bool
    """Whether they are all the cells of the row."""
    cells: tuple[CellAlgebra, ...]
    """The cells."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The relations that look at each of them."""
        return tuple(sorted({one.code for one in self.cells[0].covered_by}))


def cell_rows(form: Form, algebra: Algebra) -> list[CellRow]:
    """Every cell of the form, in its order, row by row."""
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
    """The row of a cell: the outermost part of its table that is defined once and used for many."""
    parents = form.places[pointer].parents[1:]
    return next((place for place in parents if place.definitions), parents[-1])
