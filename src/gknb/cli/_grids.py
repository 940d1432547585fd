"""The form for outputs that draw them: made where they are drawn, in whatever process that is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gknb.form import form_of
from gknb.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.catalog import Catalog
    from gknb.form import Lang
    from gknb.layout import Grid

__all__ = ["Grids"]


@dataclass(frozen=True, slots=True)
class Grids:
    """The form of any edition, section by section."""

    catalog: Catalog
    """The published set."""
    lang: Lang
    """The language of their words."""

    def __call__(self, edition: str) -> Sequence[Grid]:
        """The sections of one edition. Raises :class:`~gknb.errors.UsageError` where there is no such edition."""
        return sheet(form_of(self.catalog, edition), self.lang)
