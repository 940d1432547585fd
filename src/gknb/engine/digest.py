"""The digest of a report: the head and the cells, kept to compare it with others without its document."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gknb.lazy_dataclasses import dataclass
from gknb.source.pointers import lookup
from gknb.standard.described import annotated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.engine.evaluate import Evaluator
    from gknb.standard.form import Form

__all__ = ["Digest", "digest_of", "stated_units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The head and the cells of one report. A field is ``None`` where the document has no usable value."""

    file: str
    """The path as given."""
    organ: str | None
    """Name of the organ."""
    code: str | None
    """Unified social credit code of the organ."""
    level: str | None
    """Level of the organ."""
    kind: str | None
    """Kind of the organ."""
    scope: str | None
    """``own`` or ``consolidated``."""
    year: int | None
    """Reporting year."""
    edition: str | None
    """Edition that the report was checked against."""
    published_on: str | None
    """Date of publication."""
    cells: tuple[Any, ...]
    """Value of each cell in the order of the form; ``None`` for a blank."""
    units: tuple[tuple[str, str], ...] = ()
    """Units of amounts, where the report states them: (cell, unit)."""
    complete: bool = False
    """Whether no cell is blank; ``False`` if not computed."""

    @property
    def head(self) -> dict[str, Any]:
        """Return the fields besides the cells, keyed by pointer."""
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


def digest_of(  # noqa: PLR0913 - the fields of a digest
    evaluator: Evaluator, document: Any, file: str, edition: str | None, cells: Sequence[Any], *, sound: bool = False
) -> Digest:
    """Return the digest of a document; ``cells`` are its values in the order of the form of ``evaluator``.

    Values that the schema rejects become ``None``; without a known edition, any text is accepted. ``sound`` means that
    the schema accepts the whole document.
    """
    form, year = evaluator.form, lookup(document, "/reporting_year")

    def text(pointer: str) -> str | None:
        value = (evaluator.usable if pointer in form.places and not sound else lookup)(document, pointer)
        return value if isinstance(value, str) and value else None

    units = ((amount, text(unit)) for amount, unit in stated_units(form).items())
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
def stated_units(form: Form) -> Mapping[str, str]:
    """Return the pointer of the unit of each amount whose unit the report states (``x-unit-of``), by cell."""
    of = {f"{unit.rpartition('/')[0]}/{amount}": unit for unit, amount in annotated(form, "x-unit-of").items()}
    return {cell: of[cell] for cell in form.cells if cell in of}
