"""Repair several reports together: build one system of their cells and rank its repairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.repair.ranked import ranked
from gknb.repair.suggest import habits_of, worded
from gknb.repair.system import SystemBuilder
from gknb.source.pointers import Absent, lookup
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.engine.check import Engine
    from gknb.engine.digest import Digest
    from gknb.repair.system import Comparator, Variable
    from gknb.results import Repair, Value

__all__ = ["Link", "Part", "several_repairs"]

Link: TypeAlias = "tuple[Mapping[tuple[str | None, str], int], int, Comparator]"
"""A constraint between cells of several reports: factors by (file, pointer), a constant, and how the sum compares to 0.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several reports."""

    digest: Digest
    """Digest of the report."""
    document: Any
    """The report, or a document rebuilt from its digest."""
    file: str | None
    """File name in changes; ``None`` for the report that the result is about."""
    name: str = ""
    """Prefix of the labels of its cells."""


def several_repairs(
    checker: Engine, parts: Sequence[Part], links: Iterable[Link]
) -> tuple[tuple[Repair, ...], str | None]:
    """Return the repairs that satisfy the relations of each report and every link, likeliest first.

    The second value says what the list leaves out; ``None`` if nothing.
    """
    lang = checker.options.lang
    builder = SystemBuilder()
    for part in parts:
        builder.add_report(checker.evaluator(part.digest.edition), part.document, part.digest.cells, file=part.file)
    for net, constant, comparator in links:
        builder.add_constraint(net, constant=constant, comparator=comparator, required=True)
    system, habits = builder.build(), habits_of(checker.catalog)
    by_file = {part.file: part for part in parts}

    def label(variable: Variable) -> str:
        part = by_file[variable.file]
        own = form_of(checker.catalog, part.digest.edition).label(variable.pointer, lang)
        return f"{part.name} · {own}" if part.name else own

    def before(variable: Variable) -> Value:
        value = lookup(by_file[variable.file].document, variable.pointer)
        return None if value is Absent or isinstance(value, dict | list) else value

    found = ranked(system, habits, zeros=not checker.options.draft)
    return worded(found, system, habits, lang, label=label, before=before)
