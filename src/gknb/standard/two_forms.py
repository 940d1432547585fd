"""The forms of a report and of the one of the year before, as one form."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gknb.standard.form import Form, form_of
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang, Place

__all__ = ["LAST", "TwoForms", "in_last", "two_forms"]

LAST = "@last"
"""What the pointers of last year's report begin with."""


def in_last(pointer: str) -> str | None:
    """The pointer into last year's report that is meant; ``None`` for one into this year's."""
    return pointer.removeprefix(LAST) if pointer.startswith(LAST) else None


class TwoForms(Form):
    """The cells of this year's form, then those of last year's, whose pointers begin with :data:`LAST`."""

    def __init__(self, this: Form, last: Form) -> None:  # there is no schema of both to walk through
        self.this, self.last = this, last
        self.schemas = this.schemas
        self.cells: tuple[str, ...] = (*this.cells, *(LAST + pointer for pointer in last.cells))
        self.index: Mapping[str, int] = {pointer: n for n, pointer in enumerate(self.cells)}
        self.places: dict[str, Place] = {**this.places, **{LAST + p: one for p, one in last.places.items()}}

    def within(self, definition: str) -> dict[str, Place]:
        """The places inside a definition of this year's edition."""
        return self.this.within(definition)

    def select(
        self, *, refer_to: str, within: str | None = None, under: str = "", leave_out: Sequence[str] = ()
    ) -> dict[str, Place]:
        """The places of this year's edition that refer to a definition."""
        return self.this.select(refer_to=refer_to, within=within, under=under, leave_out=leave_out)

    def label(self, pointer: str, lang: Lang) -> str:
        """The cell as the form names it; for a cell of last year's report, with that said."""
        there = in_last(pointer)
        if there is None:
            return self.this.label(pointer, lang)
        return say(lang, "series.label", label=self.last.label(there, lang))

    def rank(self, pointer: str) -> tuple[int, str]:
        """Sorts pointers as this year's form is read."""
        return self.this.rank(in_last(pointer) or pointer)


@cache
def two_forms(catalog: Catalog, edition: str, last: str) -> TwoForms:
    """The two forms of a report of ``edition`` and of one of edition ``last`` of the year before."""
    return TwoForms(form_of(catalog, edition), form_of(catalog, last))
