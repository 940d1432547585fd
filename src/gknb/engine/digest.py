"""What of a report is kept to hold it against others: its head and its cells, without the document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.source.pointers import lookup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.engine.evaluate import Evaluator
    from gknb.standard.form import Form

__all__ = ["Digest", "amounts", "digest_of", "unit_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One report in short. What is no text in the document, or no year, is ``None``."""

    file: str
    """The path as given."""
    organ: str | None
    """The name of the organ."""
    code: str | None
    """Its unified social credit code."""
    level: str | None
    """Its level."""
    kind: str | None
    """Its kind."""
    scope: str | None
    """``own`` or ``consolidated``."""
    year: int | None
    """The reporting year."""
    edition: str | None
    """The edition that it was checked against."""
    published_on: str | None
    """The date of publication."""
    cells: tuple[Any, ...]
    """The value of each cell of the edition, in its order; ``None`` for a blank."""
    units: tuple[tuple[str, str], ...] = ()
    """The amounts whose unit the report states, with it: (cell, unit)."""
    complete: bool = False
    """Whether none of the cells is blank; ``False`` as well where nobody has looked."""

    @property
    def head(self) -> dict[str, Any]:
        """What is kept besides the cells, by its pointer."""
        return {
            "/edition": self.edition,
            "/reporting_year": self.year,
            "/organ/name": self.organ,
            "/organ/level": self.level,
            "/organ/kind": self.kind,
            "/organ/credit_code": self.code,
            "/scope": self.scope,
            "/published_on": self.published_on,
        }


def digest_of(  # noqa: PLR0913 - what a digest is made of
    evaluator: Evaluator, document: Any, file: str, edition: str | None, cells: Sequence[Any], *, sound: bool = False
) -> Digest:
    """The digest of a document; ``cells`` has the values of its cells in the order of the form of ``evaluator``.

    What the schema does not accept at its place counts as absent; where the edition is not known, any text counts.
    ``sound`` says that it accepts the whole document.
    """
    form, year = evaluator.form, lookup(document, "/reporting_year")

    def text(pointer: str) -> str | None:
        value = (evaluator.usable if pointer in form.places and not sound else lookup)(document, pointer)
        return value if isinstance(value, str) and value else None

    units = ((amount, text(unit_of(amount))) for amount in amounts(form))
    return Digest(
        file=file,
        organ=text("/organ/name"),
        code=text("/organ/credit_code"),
        level=text("/organ/level"),
        kind=text("/organ/kind"),
        scope=text("/scope"),
        year=year if type(year) is int and 0 <= year <= 9999 else None,
        edition=edition,
        published_on=text("/published_on"),
        cells=tuple(cells),
        units=tuple((amount, unit) for amount, unit in units if unit is not None),
        complete=None not in cells,
    )


@cache
def amounts(form: Form) -> tuple[str, ...]:
    """The cells that have a unit beside them."""
    return tuple(one for one in form.cells if unit_of(one) in form.places)


def unit_of(amount: str) -> str:
    """Where the unit of an amount stands, if it has one."""
    return f"{amount.rpartition('/')[0]}/unit"
