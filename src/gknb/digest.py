"""What of a report is kept to hold it against others: its head and its cells, without the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gknb.evaluate import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Digest", "digest_of"]


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


def digest_of(document: Any, file: str, edition: str | None, cells: Sequence[Any], *, complete: bool = False) -> Digest:
    """The digest of a document; ``cells`` has the values of its cells in the order of the form of ``edition``.

    ``complete`` says that none of them is blank.
    """
    year = lookup(document, "/reporting_year")
    return Digest(
        file=file,
        organ=_text(document, "/organ/name"),
        code=_text(document, "/organ/credit_code"),
        level=_text(document, "/organ/level"),
        kind=_text(document, "/organ/kind"),
        scope=_text(document, "/scope"),
        year=year if type(year) is int and 0 <= year <= 9999 else None,
        edition=edition,
        published_on=_text(document, "/published_on"),
        cells=tuple(cells),
        units=tuple(_units(document)),
        complete=complete,
    )


def _units(document: Any) -> Iterator[tuple[str, str]]:
    """The one amount that has its unit beside it."""
    for pointer in ("/proactive_disclosure/procurement/amount",):
        unit = lookup(document, f"{pointer}/unit")
        if isinstance(unit, str):
            yield f"{pointer}/value", unit


def _text(document: Any, pointer: str) -> str | None:
    value = lookup(document, pointer)
    return value if isinstance(value, str) and value else None
