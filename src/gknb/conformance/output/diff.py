"""The differences of one vector as lines that begin with what was expected (-) or given (+)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.texts import say
from gknb.texts.values import printable, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.conformance.compare import Difference
    from gknb.conformance.outcome import Outcome
    from gknb.standard.form import Form, Lang

__all__ = ["Line", "Mark", "diff_lines"]

Mark: TypeAlias = Literal["-", "+", " "]
_MOST_CELLS: Final = 8
"""The most cells of one finding that are listed."""
_POINTER: Final = 120
"""The most characters of a pointer; those of the form are all shorter."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a diff."""

    mark: Mark
    """Expected, given, or neither."""
    text: str
    """The text of the line; safe on a terminal."""


def diff_lines(outcome: Outcome, lang: Lang) -> Iterator[Line]:
    """Yield the differences of one answer: relation by relation, the cells with their names on the form."""
    form = form_of(load_catalog(), outcome.vector.edition)
    differences = list(outcome.differences)
    while differences:
        difference = differences.pop(0)
        partner = _partner(difference, differences)
        if partner is not None:
            differences.remove(partner)
            yield from _other_cells(difference, partner, form, lang)
        else:
            yield from _one(difference, form, lang)
    if outcome.count > len(outcome.differences):
        more = outcome.count - len(outcome.differences)
        yield Line(" ", say(lang, "conformance.diff.more", count=more))


def _partner(missing: Difference, others: Iterable[Difference]) -> Difference | None:
    """Return the unexpected finding of the same relation that shares the most cells with a missing one."""
    given = [other for other in others if other.kind == "unexpected" and other.code == missing.code]
    if missing.kind != "missing" or not missing.pointers or not given:
        return None
    nearest = max(given, key=lambda other: len(other.pointers & missing.pointers))
    return nearest if nearest.pointers & missing.pointers else None


def _other_cells(missing: Difference, given: Difference, form: Form, lang: Lang) -> Iterator[Line]:
    yield Line(" ", f"{missing.code}  {say(lang, 'conformance.diff.other-cells')}")
    yield from _cells("-", missing.pointers - given.pointers, form, lang)
    yield from _cells("+", given.pointers - missing.pointers, form, lang)


def _one(difference: Difference, form: Form, lang: Lang) -> Iterator[Line]:
    code = printable(str(difference.code)[:_POINTER])
    expected, given = difference.expected, difference.given
    match difference.kind:
        case "verdict":
            yield Line("-", say(lang, f"conformance.verdict.{expected}"))
            yield Line("+", say(lang, f"conformance.verdict.{given}"))
        case "left-out":
            yield Line("-", say(lang, "conformance.diff.left-out", member=difference.member))
        case "value":
            yield Line("-", say(lang, "conformance.diff.value", value=show(expected)))
            yield Line("+", say(lang, "conformance.diff.value", value=show(given)))
            yield from _cells(" ", difference.pointers, form, lang)
        case "figure":
            yield Line(" ", f"{code}  {say(lang, 'conformance.diff.figure', member=difference.member)}")
            yield Line("-", f"{difference.member} {show(expected)}")
            yield Line("+", f"{difference.member} {show(given)}")
            yield from _cells(" ", difference.pointers, form, lang)
        case "order":
            yield Line("-", f"{code}  {say(lang, 'conformance.diff.order', code=printable(str(given)[:_POINTER]))}")
            yield from _cells("-", difference.pointers, form, lang)
        case kind:
            mark: Mark = "+" if kind.endswith("unexpected") else "-"
            yield Line(mark, f"{code}  {say(lang, f'conformance.diff.{kind}')}")
            yield from _cells(mark, difference.pointers, form, lang)


def _cells(mark: Mark, pointers: Iterable[str], form: Form, lang: Lang) -> Iterator[Line]:
    listed = sorted(pointers, key=form.rank)
    for pointer in listed[:_MOST_CELLS]:
        yield Line(mark, f"    {printable(form.label(pointer, lang))}  {printable(pointer[:_POINTER])}")
    if len(listed) > _MOST_CELLS:
        yield Line(mark, f"    {say(lang, 'conformance.diff.cells', count=len(listed) - _MOST_CELLS)}")
