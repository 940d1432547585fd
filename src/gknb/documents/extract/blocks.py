"""What every reader returns: the paragraphs and tables of a published file in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Block", "Kind", "Paragraph", "Part", "Published", "Table", "TableCell", "first_and_last"]

Kind: TypeAlias = Literal["html", "docx", "xlsx", "pdf", "markdown", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a printed line that wide gaps set off from the rest."""

    text: str
    """Text as printed."""
    x0: float
    """Where it begins, from the left, in the unit of the file: points of a page, columns of a text."""
    x1: float
    """Where it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line or paragraph of text outside tables."""

    text: str
    """Text as printed; line breaks inside a paragraph are ``\\n``."""
    heading: bool = False
    """Whether the file marks it as a heading: an ``h1``, a heading style, a ``#``."""
    page: int | None = None
    """Page on which it begins, from 1; ``None`` if the file has no pages. Each sheet of a workbook is a page."""
    number: int | None = None
    """Number of the line in a text, from 1, empty lines counted; ``None`` in other files."""
    lines: tuple[tuple[Part, ...], ...] = ()
    """Its printed lines, each in parts from left to right; empty if the file does not say where anything is printed.

    A table that is drawn with gaps only is such lines. A Chinese character of a text is two columns wide, or one where
    the columns of the file coincide so: some converters count characters.
    """
    linked: bool = False
    """Whether all of it is a link to another page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell of a table; merged cells are one cell."""

    row: int
    """First row, from 0."""
    column: int
    """First column, from 0."""
    height: int = 1
    """Number of rows covered."""
    width: int = 1
    """Number of columns covered."""
    text: str = ""
    """Text as printed; lines and paragraphs are separated by ``\\n``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. Positions missing in the file have no cell; of overlapping cells the first is kept."""

    cells: tuple[TableCell, ...]
    """Cells, row by row."""
    page: int | None = None
    """Page on which it begins, from 1."""


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published file."""

    kind: Kind
    """File format."""
    blocks: tuple[Block, ...]
    """Paragraphs and tables in reading order."""
    title: str = ""
    """Title in the file's metadata, such as the ``title`` of a web page; often empty or wrong."""
    meta: tuple[tuple[str, str], ...] = ()
    """Names and contents of the ``meta`` elements of a web page, the first few."""
    carried: str = ""
    """Unprinted values that ``gknb render`` embeds in a file: a JSON object with a value for each JSON Pointer."""
    remarks: tuple[str, ...] = ()
    """Keys of :mod:`gknb.texts.extract` for what the reader left out."""
    unread: tuple[int, ...] = ()
    """Pages, from 1, that show pictures where the report should be; nothing on these pictures was read."""


_END: Final = 2_500
"""Paragraphs at each end of a part of a file that are searched for titles and dates; no report has more."""


def first_and_last(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the paragraphs, of very many those at the beginning and at the end."""
    return paragraphs if len(paragraphs) <= 2 * _END else [*paragraphs[:_END], *paragraphs[-_END:]]
