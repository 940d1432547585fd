"""What an extraction gives: the document, where each value came from, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Confidence", "Extraction", "Origin", "Trouble"]

Confidence: TypeAlias = Literal["labels", "order", "heading", "deduced", "assumed"]
"""What tells that a value belongs where it is: its row's and its column's words; the order of the columns, between such
with words; the heading that it stands under; words elsewhere in the report; or nothing but what is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value came from."""

    pointer: str
    """The value in the document."""
    printed: str
    """The text as it is printed."""
    value: Any
    """The value in the document: what is printed as a number, or ``None``."""
    confidence: Confidence
    """What tells that it belongs there."""
    page: int | None = None
    """The page, from 1; ``None`` where the file has none."""
    table: int | None = None
    """The table in the file, from 1; ``None`` outside of tables."""
    row: int | None = None
    """The row of the table, from 1."""
    column: int | None = None
    """The column of the table, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that could not be read, or not without a doubt: a finding of family X."""

    code: str
    """The relation of family X."""
    pointers: tuple[str, ...]
    """The places of the document that it is about; empty where it is about none."""
    details: Mapping[str, str] = field(default_factory=dict)
    """What fills the placeholders of its message."""
    origin: Origin | None = None
    """Where it is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """A document made of a published file."""

    document: dict[str, Any]
    """The document; what was not found is ``None``."""
    origins: tuple[Origin, ...]
    """Where its values came from, in the order of the form."""
    troubles: tuple[Trouble, ...]
    """What could not be read."""
