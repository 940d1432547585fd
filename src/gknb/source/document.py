"""Reading one document: bytes in, plain JSON values out, with the line and column of every value on demand.

A value is what JSON has (RFC 8259): ``dict``, ``list``, ``str``, ``bool``, ``None``, ``int``, and
:class:`decimal.Decimal` for a number that is not integral. Of YAML, what has a meaning in JSON is read.
Whatever cannot be read, for whatever reason, raises :class:`gknb.errors.SourceError`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from gknb.errors import SourceError
from gknb.lazy_dataclasses import dataclass, field, replace
from gknb.source.encoding import decoded
from gknb.source.files import open_path, read_content
from gknb.source.json import JsonPlaces, read_json
from gknb.source.limits import MAX_BYTES, MAX_YAML_BYTES
from gknb.source.positions import Position
from gknb.source.python import copied
from gknb.source.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, Literal

    from gknb.results import Printed, Trouble
    from gknb.source.files import Readable
    from gknb.source.positions import Duplicate, Place

__all__ = ["Source", "from_python", "plain_source", "read_bytes", "read_line", "read_path", "read_stream"]


def _nowhere() -> Place | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read. Its value is plain data; nothing in it refers to the input."""

    value: Any
    """The document as JSON values; of a repeated key, the last value (ECMA-262, ``JSON.parse``)."""
    duplicates: tuple[Duplicate, ...]
    """One entry for each repetition of a key, in the order of the text."""
    format: Literal["json", "yaml", "python"]
    """What it was read as."""
    encoding: str
    """``"utf-8"``, ``"utf-8-sig"`` (with a byte order mark) or ``"gb18030"``; ``""`` for Python values."""
    _places: Callable[[], Place | None] = field(default=_nowhere, repr=False, compare=False)
    _lines_before: int = field(default=0, repr=False, compare=False)
    printed: Mapping[str, Printed] = field(default_factory=dict, repr=False)
    """Where the values are printed, by JSON Pointer, if the document was extracted from a published file."""
    troubles: tuple[Trouble, ...] = ()
    """What of that file could not be read, or is doubtful."""

    @property
    def has_positions(self) -> bool:
        """Whether values can have positions; those that were in memory have none."""
        return self._places is not _nowhere

    def position(self, pointer: str) -> Position | None:
        """Return where the value at a JSON Pointer begins; ``None`` without one, always for :func:`from_python`."""
        place = self._find(pointer)
        return Position(*place.at).below(self._lines_before) if place else None

    def key_position(self, pointer: str) -> Position | None:
        """Return where the key of the member at a JSON Pointer begins; ``None`` for the root and array items."""
        place = self._find(pointer)
        return Position(*place.key_at).below(self._lines_before) if place and place.key_at else None

    def part(self, pointer: str, value: Any) -> Source:
        """Return ``value``, found at a JSON Pointer, as a source of its own with its positions in the whole."""
        inside = f"{pointer}/"
        repeated = [one for one in self.duplicates if one.pointer.startswith(inside)]
        moved = tuple(replace(one, pointer=one.pointer[len(pointer) :]) for one in repeated)
        return replace(self, value=value, duplicates=moved, _places=lambda: self._find(pointer))

    def _find(self, pointer: str) -> Place | None:
        root = self._places()
        return root.find(pointer) if root else None


def read_path(path: str | os.PathLike[str]) -> Source:
    """Read a file: ``.json`` as JSON, ``.yaml`` and ``.yml`` as YAML, others by how they begin.

    A file whose name ends in ``.gz`` is decompressed; the rest of the name says what it contains. A named
    pipe or device is read to its end; a pipe without a writer counts as empty.

    Raises:
        SourceError: the file is missing, is a folder, may not be read, or is not a document.
    """
    with open_path(path) as (stream, _):
        return read_stream(stream, format=_format_of(os.fspath(path)))


def read_stream(stream: Readable, *, format: Literal["json", "yaml"] | None = None) -> Source:  # noqa: A002
    """Read a binary stream, at most ``MAX_BYTES`` + 1 bytes of it; the rest as in :func:`read_bytes`."""
    return read_bytes(read_content(stream), format=format)


def read_line(data: bytes, line: int) -> Source:
    """Read one line of a file of JSON documents; positions count from the beginning of that file.

    Raises SourceError as :func:`read_bytes` does; the error always has a line and a column.
    """
    try:
        source = read_bytes(data, format="json")
    except SourceError as error:
        error.line, error.column = (error.line or 1) + line - 1, error.column or 1
        raise
    if line == 1:
        return source
    moved = (replace(one, position=one.position.below(line - 1)) for one in source.duplicates)
    return replace(source, duplicates=tuple(moved), _lines_before=line - 1)


def plain_source(value: Any, data: bytes, line: int) -> Source:
    """Return the source of a value that :func:`~gknb.source.plain.plain_json` gives for one line without repeated keys.

    It equals that of :func:`read_line` for a document within the limits, as any is that fits a report schema.
    """
    return Source(value, (), "json", "utf-8", JsonPlaces(data.decode()), line - 1)


def read_bytes(data: bytes, *, format: Literal["json", "yaml"] | None = None) -> Source:  # noqa: A002
    """Read one document.

    Args:
        data: The content of the file. UTF-8 with or without a byte order mark (RFC 8259 section 8.1),
            otherwise GB18030, which many Chinese systems still write.
        format: The format; ``None`` means JSON when the text begins with ``{`` or ``[``, else YAML.

    Raises:
        SourceError: it is not such a document, or exceeds a limit; ``reason`` says which.
    """
    if len(data) > MAX_BYTES:
        raise refusal("source.too-large", limit="10 MiB")
    text, encoding = decoded(data)
    if not text or text.isspace():
        raise refusal("source.empty")
    if format is None:
        format = "json" if text.lstrip()[0] in "{[" else "yaml"  # noqa: A001
    if format == "json":
        value, duplicates, places = read_json(text)
        return Source(value, duplicates, "json", encoding, places)
    if len(data) > MAX_YAML_BYTES:
        raise refusal("source.too-large", limit="1 MiB (YAML)")
    from gknb.source.yaml import read_yaml  # late: PyYAML is slow to import

    value, duplicates, places = read_yaml(text)
    return Source(value, duplicates, "yaml", encoding, places)


def _format_of(path: str) -> Literal["json", "yaml"] | None:
    name = path.lower().removesuffix(".gz")
    return "json" if name.endswith(".json") else "yaml" if name.endswith((".yaml", ".yml")) else None


def from_python(value: object) -> Source:
    """Copy values that are already in memory, normalised, as a source without positions.

    Args:
        value: Mappings with string keys, lists, tuples, strings, integers, booleans, ``None``,
            floats and Decimals, nested. An integral float or Decimal becomes an ``int``, another
            float the Decimal of its shortest notation (``0.1`` becomes ``Decimal("0.1")``).

    Raises:
        SourceError: JSON has no notation for a value, or a limit is exceeded; ``details["pointer"]`` says where.
    """
    return Source(copied(value), (), "python", "")
