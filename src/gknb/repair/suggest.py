"""Return the repairs of a report with their reasons in words."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.repair.mistakes import Habits
from gknb.repair.ranked import ranked
from gknb.repair.system import SystemBuilder
from gknb.results import Change, Repair
from gknb.source.pointers import Absent, lookup
from gknb.texts import say
from gknb.texts.values import digits, show

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from gknb.engine.evaluate import Evaluator
    from gknb.repair.mistakes import Mistake
    from gknb.repair.ranked import Option, Ranked
    from gknb.repair.simplex import Bounds
    from gknb.repair.system import Number, System, Variable
    from gknb.results import Value
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang

__all__ = ["habits_of", "repairs_of", "worded"]


@cache
def habits_of(catalog: Catalog) -> Habits:
    """Return the model of typing mistakes in the published set."""
    return Habits.of(catalog.json(catalog.entry["repairs"]))


def repairs_of(  # noqa: PLR0913 - a report and its options
    evaluator: Evaluator,
    document: Any,
    cells: Sequence[Number],
    *,
    lang: Lang = "en",
    zeros: bool = True,
    accepted: Collection[tuple[str, tuple[str, ...]]] = (),
) -> tuple[tuple[Repair, ...], str | None]:
    """Return the repairs of one report, likeliest first, and what the list leaves out (``None`` if nothing).

    ``cells`` are the values that :meth:`Evaluator.cells` returns for ``document``; ``zeros`` says that blanks must be
    filled; ``accepted`` are findings (code, pointers) to ignore.
    """
    catalog = evaluator.form.schemas.catalog
    if "repairs" not in catalog.entry:  # an older version of the set
        return (), None
    builder = SystemBuilder()
    builder.add_report(evaluator, document, cells, accepted=accepted)
    system = builder.build()
    habits = habits_of(catalog)
    found = ranked(system, habits, zeros=zeros)
    return worded(
        found,
        system,
        habits,
        lang,
        label=lambda variable: evaluator.form.label(variable.pointer, lang),
        before=lambda variable: _written(document, variable),
    )


def worded(  # noqa: PLR0913 - the repairs and what their sentences need
    found: Ranked,
    system: System,
    habits: Habits,
    lang: Lang,
    *,
    label: Callable[[Variable], str],
    before: Callable[[Variable], Value],
) -> tuple[tuple[Repair, ...], str | None]:
    """Return ranked repairs as a result lists them, and a sentence on what the list leaves out (``None`` if nothing).

    ``label`` returns the label of a cell, ``before`` its present value.
    """

    def repair(option: Option) -> Repair:
        changed = [(system.variables[cell], value) for cell, value in option.changes.items()]
        return Repair(
            changes=tuple(
                Change(pointer=one.pointer, label=label(one), before=before(one), after=value, file=one.file)
                for one, value in changed
            ),
            reason=say(lang, "repair.and").join(_reasons(option, system, habits, lang, label)),
        )

    notes = [say(lang, f"repair.note.{kind}", number=number, listed=habits.listed) for kind, number in found.notes]
    return tuple(map(repair, found.options)), say(lang, "repair.and").join(notes) or None


def _written(document: Any, variable: Variable) -> Value:
    """Return the value in a cell: its number, or whatever is there instead."""
    if variable.value is not None:
        return variable.value  # type: ignore[no-any-return]
    value = lookup(document, variable.pointer)
    if value is Absent or value is None:
        return None
    if isinstance(value, bool | dict | list):
        return show(value)
    return value  # type: ignore[no-any-return]


def _reasons(
    option: Option, system: System, habits: Habits, lang: Lang, label: Callable[[Variable], str]
) -> Iterator[str]:
    for one in option.mistakes:
        yield _sentence(one, system, habits, lang, label) + _range(option.ranges.get(one.cell), habits, lang)


def _sentence(one: Mistake, system: System, habits: Habits, lang: Lang, label: Callable[[Variable], str]) -> str:
    return habits.texts[one.kind][lang].format(
        cell=label(system.variables[one.cell]),
        other="" if one.other is None else label(system.variables[one.other]),
        before="" if one.before is None else show(one.before),
        after="" if one.after is None else show(one.after),
        part="" if one.part is None else show(one.part),
    )


def _range(bounds: Bounds | None, habits: Habits, lang: Lang) -> str:
    if bounds is None:
        return ""
    low, high = (None if bound is None else digits(bound) for bound in bounds)
    text = f"≥{low}" if high is None else f"≤{high}" if low is None else f"{low}–{high}"
    return habits.texts["range"][lang].format(range=text)
