"""Lines and columns: of an offset, and of every value and key of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gknb.lazy_dataclasses import dataclass
from gknb.source.limits import MAX_BYTES
from gknb.source.pointers import pointer_token, tokens
from gknb.source.refusals import refusal

if TYPE_CHECKING:
    from typing import Protocol

    class Places(Protocol):
        """The places of the values inside an object or array, by key or index."""

        def get(self, key: str, /) -> Place | None:
            """Return one of them; ``None`` without such a value."""


__all__ = ["Cursor", "Duplicate", "Place", "PlaceTree", "Position", "Repeated", "place_at"]


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

    def __init__(self, at: tuple[int, int], key_at: tuple[int, int] | None, inside: Places) -> None:
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

    __slots__ = ("_break", "_line", "_offset", "_start", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = re.compile("[\r\n]")
        self._line, self._start, self._offset = 1, 0, 0

    def line_at(self, offset: int) -> tuple[int, int, int]:
        """Return the line of an offset that is not before the last one, from 1, and where it begins and ends."""
        text, since = self._text, self._offset
        returns = text.count("\r", since, offset) - text.count("\r\n", since, offset)
        if breaks := text.count("\n", since, offset) + returns:
            self._line += breaks
            self._start = 1 + max(text.rfind("\n", since, offset), text.rfind("\r", since, offset))
        self._offset = offset
        end = self._break.search(text, offset)
        return self._line, self._start, end.start() if end else len(text)


def place_at(text: str, offset: int) -> tuple[int, int]:
    """Return the line and column of one offset."""
    line, start, _ = Cursor(text).line_at(offset)
    return line, offset - start + 1


class Repeated:
    """Collects the keys that an object repeats."""

    __slots__ = ("_spent", "found")

    def __init__(self) -> None:
        self.found: list[Duplicate] = []
        self._spent = 0

    def add(self, around: list[str], key: str, at: tuple[int, int]) -> None:
        """Add a key at a line and column; ``around`` has the name of each container around it but the root."""
        pointer = "".join("/" + pointer_token(name) for name in [*around, key])
        # One long key around many repeated ones would fill the memory with pointers.
        self._spent += len(pointer)
        if self._spent > MAX_BYTES:
            raise refusal("source.too-many-duplicates", at)
        self.found.append(Duplicate(pointer=pointer, key=key, position=Position(*at)))


class PlaceTree:
    """Collects the places of a document in the order of its text, and the keys that an object repeats."""

    __slots__ = ("_key", "_open", "_repeated", "root")

    def __init__(self) -> None:
        self.root: Place | None = None
        self._repeated = Repeated()
        # For each open container: its name in the one around it, its "[" or "{", the places inside.
        self._open: list[tuple[str, str, dict[str, Place]]] = []
        self._key: tuple[str, tuple[int, int]] | None = None

    @property
    def duplicates(self) -> list[Duplicate]:
        """The repeated keys so far."""
        return self._repeated.found

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
            self._repeated.add([name for name, _, _ in self._open[1:]], key, at)

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
