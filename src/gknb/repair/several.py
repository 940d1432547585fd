"""The cell at fault among several reports: their repairs as those of one system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.repair.ranked import ranked
from gknb.repair.suggest import habits_of, told
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
"""What holds between cells of several reports: factors by (file, pointer), a constant, and how it compares to 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One report of several."""

    digest: Digest
    """What is kept of it."""
    document: Any
    """The report, or what was kept of it as a document."""
    file: str | None
    """What changes call it; ``None`` for the report that the result is about."""
    name: str = ""
    """What stands before the labels of its cells."""


def several_repairs(
    checker: Engine, parts: Sequence[Part], links: Iterable[Link]
) -> tuple[tuple[Repair, ...], str | None]:
    """The repairs that restore each report and every link, the likeliest first, and what the list leaves out.

    Raises :class:`~gknb.errors.UsageError` where the options ask for a solver that is not installed.
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

    found = ranked(system, habits, zeros=not checker.options.draft, solver=checker.options.solver)
    return told(found, system, habits, lang, label=label, before=before)
