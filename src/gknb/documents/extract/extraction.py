"""What an extraction gives: the document, where each value came from, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from gknb.source.document import from_python

if TYPE_CHECKING:
    from gknb.results import Printed, Trouble
    from gknb.source.document import Source

__all__ = ["Extraction", "Origin"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value came from."""

    pointer: str
    """The value in the document."""
    value: Any
    """The value in the document: what is printed as a number, or ``None``."""
    printed: Printed
    """Where, and what is printed there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A document made of a published file."""

    document: dict[str, Any]
    """The document; what was not found is ``None``."""
    origins: tuple[Origin, ...]
    """Where its values came from, in the order of the form."""
    troubles: tuple[Trouble, ...]
    """What could not be read."""

    def source(self) -> Source:
        """The document for a checker, with the places on the page in it."""
        printed = {origin.pointer: origin.printed for origin in self.origins}
        return replace(from_python(self.document), printed=printed, troubles=self.troubles)
