"""Reading one document: bytes in; plain JSON values out, with the line and column of every value on demand.

A value is what JSON has (RFC 8259): ``dict``, ``list``, ``str``, ``bool``, ``None``, ``int``, and
:class:`decimal.Decimal` for a number that is not integral. YAML is read as far as it says the same.
Whatever cannot be read, for whatever reason, raises :class:`gknb.errors.SourceError`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gknb.errors import SourceError
from gknb.source.signatures import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any, BinaryIO, Final, Literal, Protocol

    from gknb.results import Printed, Trouble

    class Readable(Protocol):
        """A stream of bytes."""

        def read(self, size: int, /) -> bytes:
            """At most ``size`` bytes; none at the end."""

        def readline(self, size: int, /) -> bytes:
            """The same, up to the end of the line."""


__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_VALUES",
    "MAX_YAML_BYTES",
    "Duplicate",
    "Position",
    "Source",
    "decoded",
    "from_python",
    "pointer_token",
    "read_bytes",
    "read_content",
    "read_line",
    "read_path",
    "read_stream",
]

# A report is about 7 kB, 330 values, 8 levels; any input stays under 2 s and 300 MB.
MAX_BYTES: Final = 10 * 2**20
MAX_YAML_BYTES: Final = 2**20  # PyYAML without libyaml reads about 1 MB a second
MAX_DEPTH: Final = 200  # containers inside one another
MAX_VALUES: Final = 10_000  # scalars and containers together
MAX_DIGITS: Final = 1_000  # of a number written out in full, on both sides of the point

_UTF8_BOM = b"\xef\xbb\xbf"
_UTF32_BOMS = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
# Which of the first four bytes are NUL in JSON without a byte order mark (RFC 4627 section 3).
_NUL_PATTERNS = {"0001": "UTF-32", "1000": "UTF-32", "0101": "UTF-16", "1010": "UTF-16"}
_CHUNK = 2**16


@dataclass(frozen=True, slots=True)
class Position:
    r"""A place in the text. A line of JSON ends at ``\n``, ``\r\n`` or ``\r``; of YAML, where YAML 1.1 says."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters (code points)."""

    def below(self, lines: int) -> Position:
        """The same place in a text that has so many lines more before it."""
        return Position(self.line + lines, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A key that its object had already given. RFC 8259 section 4 leaves open what then counts."""

    pointer: str
    """The member, as a JSON Pointer (RFC 6901)."""
    key: str
    """The key as read, escapes resolved."""
    position: Position
    """Where the later of the two keys begins."""


class Place:
    """Where a value begins, where its key begins, and the places of the values inside it."""

    __slots__ = ("at", "inside", "key_at")

    def __init__(self, at: tuple[int, int], key_at: tuple[int, int] | None, inside: dict[str, Place]) -> None:
        self.at = at
        self.key_at = key_at
        self.inside = inside


def _nowhere() -> Place | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read. Its value is plain data; nothing in it refers to the input."""

    value: Any
    """The document as JSON values; of a key given twice, the last value (ECMA-262, ``JSON.parse``)."""
    duplicates: tuple[Duplicate, ...]
    """One entry for each time a key was repeated, in the order of the text."""
    format: Literal["json", "yaml", "python"]
    """What it was read as."""
    encoding: str
    """``"utf-8"``, ``"utf-8-sig"`` (with a byte order mark) or ``"gb18030"``; ``""`` for Python values."""
    _places: Callable[[], Place | None] = field(default=_nowhere, repr=False, compare=False)
    _lines_before: int = field(default=0, repr=False, compare=False)
    printed: Mapping[str, Printed] = field(default_factory=dict, repr=False)
    """Where the values are printed, by JSON Pointer, where the document was made of a published page."""
    troubles: tuple[Trouble, ...] = ()
    """What of that page could not be read, or not without a doubt."""

    def position(self, pointer: str) -> Position | None:
        """Where the value at a JSON Pointer begins; ``None`` without one, and always for :func:`from_python`."""
        place = self._find(pointer)
        return Position(*place.at).below(self._lines_before) if place else None

    def key_position(self, pointer: str) -> Position | None:
        """Where the key of the member at a JSON Pointer begins; ``None`` for the root and array items."""
        place = self._find(pointer)
        return Position(*place.key_at).below(self._lines_before) if place and place.key_at else None

    def part(self, pointer: str, value: Any) -> Source:
        """The value at a JSON Pointer as a source of its own, whose places are those in the whole."""
        inside = f"{pointer}/"
        repeated = [one for one in self.duplicates if one.pointer.startswith(inside)]
        moved = tuple(replace(one, pointer=one.pointer[len(pointer) :]) for one in repeated)
        return replace(self, value=value, duplicates=moved, _places=lambda: self._find(pointer))

    def _find(self, pointer: str) -> Place | None:
        place = self._places()
        if pointer and not pointer.startswith("/"):
            return None
        for token in pointer.split("/")[1:]:
            name = token.replace("~1", "/").replace("~0", "~")
            place = place.inside.get(name) if place else None
        return place


def pointer_token(key: str) -> str:
    """A key as one token of a JSON Pointer: ``~`` becomes ``~0``, ``/`` becomes ``~1`` (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def refusal(reason: str, at: tuple[int, int] | None = None, **details: object) -> SourceError:
    """The error to raise; ``where`` stays empty in a text, whose line and column the caller puts first."""
    line, column = at or (None, None)
    return SourceError(reason, line=line, column=column, **{"where": "", **details})


def short(text: str, most: int = 40) -> str:
    """``text`` fit for a message: at most ``most`` characters, what does not print written as an escape."""
    escaped = (c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: most + 1])
    shown = "".join(escaped)
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def has_lone_surrogate(text: str) -> bool:
    """Whether a string holds half a UTF-16 pair, which is no character and fits in no UTF-8 file."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def read_path(path: str | os.PathLike[str]) -> Source:
    """Read a file: ``.json`` as JSON, ``.yaml`` and ``.yml`` as YAML, others by what they begin with.

    One whose name ends in ``.gz`` is unpacked, and is what its name says without that. A named pipe or
    device is read to its end; one that nobody writes to counts as empty.

    Raises:
        SourceError: the file is missing, is a folder, may not be read, or is not a document.
    """
    with open_path(path) as (stream, _):
        return read_stream(stream, format=_format_of(os.fspath(path)))


def read_stream(stream: Readable, *, format: Literal["json", "yaml"] | None = None) -> Source:  # noqa: A002
    """Read a binary stream, at most ``MAX_BYTES`` + 1 bytes of it; the rest as in :func:`read_bytes`."""
    return read_bytes(read_content(stream), format=format)


def read_content(stream: Readable) -> bytes:
    """What a stream holds, at most ``MAX_BYTES`` + 1 bytes of it. Raises SourceError where it cannot be read."""
    data = bytearray()
    try:
        while len(data) <= MAX_BYTES and (chunk := stream.read(min(_CHUNK, MAX_BYTES + 1 - len(data)))):
            data += chunk
    except OSError as error:
        raise not_read(error) from None
    return bytes(data)


def read_line(data: bytes, line: int) -> Source:
    """Read a line of a file of many documents in JSON; places count from the beginning of that file.

    Raises SourceError as :func:`read_bytes` does; it always has a line and a column.
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


def read_bytes(data: bytes, *, format: Literal["json", "yaml"] | None = None) -> Source:  # noqa: A002
    """Read one document.

    Args:
        data: The file as it is. UTF-8 with or without a byte order mark (RFC 8259 section 8.1),
            otherwise GB18030, in which many Chinese systems still save.
        format: What it is; ``None`` takes JSON when the text begins with ``{`` or ``[``, else YAML.

    Raises:
        SourceError: it is not such a document, or passes a limit; ``reason`` says which.
    """
    if len(data) > MAX_BYTES:
        raise refusal("source.too-large", limit="10 MiB")
    text, encoding = decoded(data)
    if not text or text.isspace():
        raise refusal("source.empty")
    if format is None:
        format = "json" if text.lstrip()[0] in "{[" else "yaml"  # noqa: A001
    if format == "json":
        return _read_json(text, encoding)
    if len(data) > MAX_YAML_BYTES:
        raise refusal("source.too-large", limit="1 MiB (YAML)")
    return _read_yaml(text, encoding)


def _read_json(text: str, encoding: str) -> Source:
    from gknb.source.json import read_json

    value, duplicates, places = read_json(text)
    return Source(value, duplicates, "json", encoding, places)


def _read_yaml(text: str, encoding: str) -> Source:
    from gknb.source.yaml import read_yaml

    value, duplicates, places = read_yaml(text)
    return Source(value, duplicates, "yaml", encoding, places)


def _format_of(path: str) -> Literal["json", "yaml"] | None:
    name = path.lower().removesuffix(".gz")
    return "json" if name.endswith(".json") else "yaml" if name.endswith((".yaml", ".yml")) else None


@contextmanager
def open_path(path: str | os.PathLike[str]) -> Iterator[tuple[Readable, BinaryIO]]:
    """What a file holds, unpacked where its name ends in ``.gz``; and the file itself, which knows how far it is read.

    Raises:
        SourceError: the file is missing, is a folder, or may not be read.
    """
    with _opened(path) as file:
        if not os.fspath(path).lower().endswith(".gz"):
            yield file, file
            return
        from gknb.source.gzip import Unpacked

        yield Unpacked(file), file


def _opened(path: str | os.PathLike[str]) -> BinaryIO:
    try:
        return open(path, "rb", opener=_open_at_once)
    except (OSError, ValueError) as error:  # ValueError: a path no system has, such as one with a NUL
        raise _not_opened(path, error) from None


def _open_at_once(path: str, flags: int) -> int:
    # Opening a named pipe would otherwise wait for a writer that may never come. Windows has no such flag.
    wait_free = getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | wait_free)
    if wait_free:
        os.set_blocking(descriptor, True)
    return descriptor


def _not_opened(path: str | os.PathLike[str], error: OSError | ValueError) -> SourceError:
    # Windows says of a folder that the permission is missing.
    is_folder = isinstance(error, PermissionError) and os.path.isdir(path)
    if is_folder or isinstance(error, IsADirectoryError):
        return refusal("source.is-a-folder")
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return refusal("source.not-found")
    if isinstance(error, PermissionError):
        return refusal("source.not-permitted")
    return not_read(error)


def not_read(error: OSError) -> SourceError:
    return refusal("source.not-readable", problem=short(error.strerror or "?", 80))


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding (:attr:`Source.encoding`). Raises SourceError where it is no text."""
    _refuse_binary(data)
    marked = data.startswith(_UTF8_BOM)
    body = data[len(_UTF8_BOM) :] if marked else data
    try:
        return body.decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as error:
        failed = error
    before = body[: failed.start].decode("utf-8")
    # GB18030 taken for UTF-8 fails at once; after eight good characters it is UTF-8 with a damaged byte,
    # which GB18030 might well turn into wrong characters instead of refusing.
    if not marked and sum(character > "\x7f" for character in before) < 8:
        try:
            return body.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as error:
            if error.start > failed.start:
                before = body[: error.start].decode("gb18030")
    raise refusal("source.encoding", place_at(before, len(before)))


def _refuse_binary(data: bytes) -> None:
    if data.startswith(_UTF32_BOMS):
        raise refusal("source.utf-16", encoding="UTF-32")
    if data.startswith(_UTF16_BOMS):
        raise refusal("source.utf-16", encoding="UTF-16")
    head = data[:64].removeprefix(_UTF8_BOM).lstrip().lower()
    for magic, kind in KINDS:
        if head.startswith(magic):
            raise refusal("source.binary", kind=kind)
    if b"\0" in data:
        encoding = _NUL_PATTERNS.get("".join("1" if byte else "0" for byte in data[:4]))
        raise refusal("source.utf-16", encoding=encoding) if encoding else refusal("source.nul-bytes")


class Cursor:
    r"""Line and column of offsets that only grow; a line ends at ``\n``, ``\r\n`` or ``\r``."""

    __slots__ = ("_line", "_offset", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._line, self._start, self._offset = 1, 0, 0

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset that is not before the last one."""
        text, since = self._text, self._offset
        returns = text.count("\r", since, offset) - text.count("\r\n", since, offset)
        if breaks := text.count("\n", since, offset) + returns:
            self._line += breaks
            self._start = 1 + max(text.rfind("\n", since, offset), text.rfind("\r", since, offset))
        self._offset = offset
        return self._line, offset - self._start + 1


def place_at(text: str, offset: int) -> tuple[int, int]:
    """Line and column of one offset."""
    return Cursor(text).at(offset)


def from_python(value: object) -> Source:
    """Take values that are already in memory, as a normalised deep copy without positions.

    Args:
        value: Mappings with string keys, lists, tuples, strings, integers, booleans, ``None``,
            floats and Decimals, nested. An integral float or Decimal becomes an ``int``, another
            float the Decimal of its shortest notation (``0.1`` becomes ``Decimal("0.1")``).

    Raises:
        SourceError: a value JSON has no notation for, or a limit passed; ``details["pointer"]`` says where.
    """
    from gknb.source.python import copied

    return Source(copied(value), (), "python", "")
