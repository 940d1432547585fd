"""A published file as every reader gives it: paragraphs and tables in the order in which a person reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Block", "Kind", "Paragraph", "Published", "Table", "TableCell"]

Kind: TypeAlias = Literal["html", "docx", "xlsx", "pdf", "markdown", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line or paragraph of text outside of tables."""

    text: str
    """Its text as printed; line breaks inside a paragraph are ``\\n``."""
    heading: bool = False
    """Whether the file itself marks it as a heading: an ``h1``, a heading style, a ``#``."""
    page: int | None = None
    """The page it begins on, from 1; ``None`` where the file has no pages. A sheet of a workbook is a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell of a table, merged ones as one."""

    row: int
    """The row it begins in, from 0."""
    column: int
    """The column it begins in, from 0."""
    height: int = 1
    """How many rows it covers."""
    width: int = 1
    """How many columns it covers."""
    text: str = ""
    """Its text as printed; lines and paragraphs are parted by ``\\n``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. Where the file leaves positions out, there is no cell; where cells overlap, the first one stays."""

    cells: tuple[TableCell, ...]
    """Its cells, row by row."""
    page: int | None = None
    """The page it begins on, from 1."""


Block: TypeAlias = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A published file."""

    kind: Kind
    """What it is."""
    blocks: tuple[Block, ...]
    """What stands in it."""
    title: str = ""
    """The title that the file has besides its text, such as that of a web page; often empty or wrong."""
    carried: str = ""
    """What a file that ``gknb render`` made carries besides what is printed: JSON, a value for each JSON Pointer."""
    remarks: tuple[str, ...] = ()
    """Keys of :mod:`gknb.texts.extract` for what a reader had to leave out."""
