"""Lines and columns: of an offset, and of every value and key of a document."""

from __future__ import annotations

import re

from gknb.lazy_dataclasses import dataclass
from gknb.source.limits import MAX_BYTES
from gknb.source.pointers import pointer_token, tokens
from gknb.source.refusals import refusal

__all__ = ["Cursor", "Duplicate", "Place", "PlaceTree", "Position", "place_at"]


@dataclass(frozen=True, slots=True)
class Position:
    r"""A position in the text. Lines of JSON end at ``\n``, ``\r\n`` or ``\r``; those of YAML as YAML 1.1 defines."""

    line: int
    """From 1."""
    column: int
    """From 1, in characters (code points)."""

    def below(self, lines: int) -> Position:
        """Return the same position after ``lines`` more lines were put before the text."""
        return Position(self.line + lines, self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A key that its object already has. RFC 8259 section 4 leaves open which of the values counts."""

    pointer: str
    """The member, as a JSON Pointer (RFC 6901)."""
    key: str
    """The key as read, escapes resolved."""
    position: Position
    """Where the later of the two keys begins."""


class Place:
    """Where a value begins (line and column), where its key begins, and the places of the values inside it."""

    __slots__ = ("at", "inside", "key_at")

    def __init__(self, at: tuple[int, int], key_at: tuple[int, int] | None, inside: dict[str, Place]) -> None:
        self.at = at
        self.key_at = key_at
        self.inside = inside

    def find(self, pointer: str) -> Place | None:
        """Return the place of the value at a JSON Pointer; ``None`` without such a value."""
        if pointer and not pointer.startswith("/"):
            return None
        place: Place | None = self
        for key in tokens(pointer):
            place = place.inside.get(key) if place else None
        return place


class Cursor:
    r"""Line and column of increasing offsets; a line ends at ``\n``, ``\r\n`` or ``\r``."""

    __slots__ = ("_break", "_line", "_next", "_offset", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = re.compile("[\r\n]")
        self._line, self._start, self._offset, self._next = 1, 0, 0, -1

    def at(self, offset: int) -> tuple[int, int]:
        """Return the line and column, both from 1, of an offset that is not before the last one."""
        if offset <= self._next:  # the line has not ended since
            return self._line, offset - self._start + 1
        text, since = self._text, self._offset
        returns = text.count("\r", since, offset) - text.count("\r\n", since, offset)
        if breaks := text.count("\n", since, offset) + returns:
            self._line += breaks
            self._start = 1 + max(text.rfind("\n", since, offset), text.rfind("\r", since, offset))
        self._offset = offset
        end = self._break.search(text, offset)
        self._next = end.start() if end else len(text)
        return self._line, offset - self._start + 1


def place_at(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of one offset."""
    return Cursor(text).at(offset)


class PlaceTree:
    """Collects the places of a document in the order of its text, and the keys that an object repeats."""

    __slots__ = ("_key", "_open", "_spent", "duplicates", "root")

    def __init__(self) -> None:
        self.root: Place | None = None
        self.duplicates: list[Duplicate] = []
        # For each open container: its name in the one around it, its "[" or "{", the places inside.
        self._open: list[tuple[str, str, dict[str, Place]]] = []
        self._key: tuple[str, tuple[int, int]] | None = None
        self._spent = 0

    def whole(self) -> Place | None:
        """Return the place of the document itself. A method, so that a Source that keeps it can be pickled."""
        return self.root

    def awaits_key(self) -> bool:
        """Whether what comes next in the text is the key of a member."""
        return bool(self._open) and self._open[-1][1] == "{" and self._key is None

    def key(self, key: str, at: tuple[int, int]) -> None:
        """Add the key of the member whose value comes next."""
        self._key = key, at
        if key in self._open[-1][2]:
            self._repeated(key, at)

    def value(self, at: tuple[int, int], *, opens: str = "") -> None:
        """Add the next value; a container ``opens`` with ``[`` or ``{`` and stays open until :meth:`close`."""
        name, key_at = self._key or (None, None)
        self._key = None
        inside: dict[str, Place] = {}
        place = Place(at, key_at, inside)
        if self._open:
            siblings = self._open[-1][2]
            name = str(len(siblings)) if name is None else name
            siblings[name] = place
        else:
            self.root = place
        if opens:
            self._open.append((name or "", opens, inside))

    def close(self) -> None:
        """End the innermost open container."""
        self._open.pop()

    def _repeated(self, key: str, at: tuple[int, int]) -> None:
        names = [name for name, _, _ in self._open[1:]]
        pointer = "".join("/" + pointer_token(name) for name in [*names, key])
        # One long key around many repeated ones would fill the memory with pointers.
        self._spent += len(pointer)
        if self._spent > MAX_BYTES:
            raise refusal("source.too-many-duplicates", at)
        self.duplicates.append(Duplicate(pointer=pointer, key=key, position=Position(*at)))
