"""The forms of this year's and last year's report, combined as one form."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from gknb.standard.form import Form, form_of
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.standard.form import Lang, Place
    from gknb.standard.published_set import Catalog

__all__ = ["LAST", "TwoForms", "current", "has_moved", "in_last", "two_forms"]

LAST = "@last"
"""Prefix of pointers into last year's report."""


def in_last(pointer: str) -> str | None:
    """Return the pointer without the prefix of last year's report; ``None`` for a pointer into this year's."""
    return pointer.removeprefix(LAST) if pointer.startswith(LAST) else None


class TwoForms(Form):
    """The cells of this year's form, then those of last year's, whose pointers begin with :data:`LAST`."""

    def __init__(self, this: Form, last: Form) -> None:  # no schema covers both forms
        self.this, self.last = this, last
        self.schemas = this.schemas
        self.cells: tuple[str, ...] = (*this.cells, *(LAST + pointer for pointer in last.cells))
        self.index: Mapping[str, int] = {pointer: n for n, pointer in enumerate(self.cells)}
        self.places: dict[str, Place] = {**this.places, **{LAST + p: one for p, one in last.places.items()}}

    @cached_property
    def before(self) -> Mapping[str, str]:
        """Where each place of this year's edition is in last year's, if it is there: by pointers without prefix."""
        if self.this is self.last:
            return {pointer: pointer for pointer in self.this.places}
        catalog = self.schemas.catalog
        this, last = (catalog.editions.index(str(form.edition)) for form in (self.this, self.last))
        if this < last:  # read backwards
            there = TwoForms(self.last, self.this).before
            return {before: pointer for pointer, before in there.items()}
        found = {pointer: pointer for pointer in self.this.places}
        for edition in catalog.editions[this:last:-1]:
            continued = form_of(catalog, edition).continued
            found = {pointer: continued[at] for pointer, at in found.items() if at in continued}
        return {pointer: at for pointer, at in found.items() if at in self.last.places}

    def within(self, definition: str) -> dict[str, Place]:
        """Return the places inside a definition of this year's edition."""
        return self.this.within(definition)

    def select(
        self, *, refer_to: str, within: str | None = None, under: str = "", leave_out: Sequence[str] = ()
    ) -> dict[str, Place]:
        """Return the places of this year's edition that refer to a definition."""
        return self.this.select(refer_to=refer_to, within=within, under=under, leave_out=leave_out)

    def label(self, pointer: str, lang: Lang) -> str:
        """Return the label of a cell; cells of last year's report are marked as such."""
        there = in_last(pointer)
        if there is None:
            return self.this.label(pointer, lang)
        return say(lang, "series.label", label=self.last.label(there, lang))

    def rank(self, pointer: str) -> tuple[int, str]:
        """Return a sort key in the order of this year's form."""
        return self.this.rank(in_last(pointer) or pointer)


@cache
def _formerly(catalog: Catalog, edition: str | None) -> Mapping[str, str]:
    """Return where the places of older editions that are elsewhere now are, by their pointers there."""
    if edition not in catalog.editions:
        return {}
    this = catalog.editions.index(edition)
    later = catalog.editions[1 : this + 1]
    if not any("x-continues" in place.schema for one in later for place in form_of(catalog, one).places.values()):
        return {}  # every place has kept its pointer, and the forms of older editions need not be read
    found: dict[str, str] = {}
    for older in catalog.editions[:this]:  # the nearest edition comes last and wins
        found |= {there: here for here, there in two_forms(catalog, edition, older).before.items() if here != there}
    return found


def has_moved(form: Form) -> bool:
    """Return whether any place of an older edition is elsewhere in a form."""
    return bool(_formerly(form.schemas.catalog, form.edition))


def current(form: Form, pointer: str) -> str:
    """Return where a place that a relation names is in a form: there, or at the place that continues it.

    A pointer that leads nowhere is returned as it is.
    """
    if pointer in form.places:
        return pointer
    moved = _formerly(form.schemas.catalog, form.edition)
    around, rest = pointer, ""
    while around and moved:
        there = moved.get(around)
        if there is not None and there + rest in form.places:
            return there + rest
        around, _, key = around.rpartition("/")
        rest = f"/{key}{rest}"
    return pointer


@cache
def two_forms(catalog: Catalog, edition: str, last: str) -> TwoForms:
    """Return the combined form of ``edition`` this year and edition ``last`` the year before."""
    return TwoForms(form_of(catalog, edition), form_of(catalog, last))
