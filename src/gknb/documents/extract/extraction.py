"""The result of an extraction: the document, the origin of each value, and what could not be read."""

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
    """Where one value of the document came from."""

    pointer: str
    """JSON Pointer of the value in the document."""
    value: Any
    """The value in the document; ``None`` if nothing usable is printed."""
    printed: Printed
    """The printed text and its place in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A document extracted from a published file."""

    document: dict[str, Any]
    """The document; values that were not found are ``None``."""
    origins: tuple[Origin, ...]
    """Origins of its values, in the order of the form."""
    troubles: tuple[Trouble, ...]
    """What could not be read, or only with doubt."""

    def source(self) -> Source:
        """Return the document as input for a checker, with the printed place of each value."""
        printed = {origin.pointer: origin.printed for origin in self.origins}
        return replace(from_python(self.document), printed=printed, troubles=self.troubles)
