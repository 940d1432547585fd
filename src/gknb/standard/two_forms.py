"""The forms of two reports as one: the cells of this year's, then those of last year's."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gknb.standard.form import Form, form_of
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang, Place

__all__ = ["LAST", "Joint", "joint_of", "of_last"]

LAST = "@last"
"""What the pointers of last year's report begin with."""


def of_last(pointer: str) -> str | None:
    """The pointer into last year's report that is meant; ``None`` for one into this year's."""
    return pointer.removeprefix(LAST) if pointer.startswith(LAST) else None


class Joint(Form):
    """What :class:`~gknb.engine.findings.Wording` asks of a form, for two reports at once."""

    def __init__(self, this: Form, last: Form) -> None:  # of the form itself there is nothing to lay out
        self.this, self.last = this, last
        self.schemas = this.schemas
        self.cells: tuple[str, ...] = (*this.cells, *(LAST + pointer for pointer in last.cells))
        self.index: Mapping[str, int] = {pointer: n for n, pointer in enumerate(self.cells)}
        self.places: dict[str, Place] = {**this.places, **{LAST + p: one for p, one in last.places.items()}}

    def within(self, definition: str) -> dict[str, Place]:
        """The places inside a definition of this year's edition."""
        return self.this.within(definition)

    def signed(self, position: int) -> bool:
        """Whether the number in a cell may be below 0."""
        return self.places[self.cells[position]].signed

    def label(self, pointer: str, lang: Lang) -> str:
        """The cell as the form names it, and of which report it is where that is the last one."""
        there = of_last(pointer)
        if there is None:
            return self.this.label(pointer, lang)
        return say(lang, "series.label", label=self.last.label(there, lang))

    def rank(self, pointer: str) -> tuple[int, str]:
        """Sorts pointers as this year's form is read."""
        return self.this.rank(of_last(pointer) or pointer)


@cache
def joint_of(catalog: Catalog, edition: str, last: str) -> Joint:
    """The two forms of a report of ``edition`` and of one of edition ``last`` before it."""
    return Joint(form_of(catalog, edition), form_of(catalog, last))
