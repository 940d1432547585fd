"""What is done with one item, in whatever process."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, runtime_checkable

from gknb.output.base import row_of
from gknb.results import Result, Unreadable
from gknb.run.inputs import checked, checked_line
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.engine.digest import Digest
    from gknb.output.base import Row
    from gknb.run.items import Item
    from gknb.settings.checker import Checker

__all__ = ["Done", "Draws", "Piece", "Says", "Task"]

Piece: TypeAlias = "tuple[str, ...]"
"""The text that is said of one report, in parts; none where there is nothing to say."""
_PART: Final = 2**16


class Says(Protocol):
    """What has something to say of a result: an output, or a baseline that is to be written."""

    def piece(self, result: Result) -> Iterable[str]:
        """The text, in parts."""


@runtime_checkable
class Draws(Protocol):
    """An output that draws each report once, with all that is said of it."""

    def whole(self, result: Result, drawn: Mapping[str, str] | None = None) -> Iterable[str]:
        """The text, in parts."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one item: text, so that it can go from process to process."""

    row: Row
    """The report in a list of many."""
    pieces: tuple[Piece, ...]
    """What each output says of it."""
    weight: int
    """The weight of the item."""
    digest: Digest | None = None
    """What is kept of the report, where the checker was asked for it."""

    @property
    def size(self) -> int:
        """How many characters it holds."""
        return sum(len(part) for piece in self.pieces for part in piece)


class Task:
    """Checks an item and puts the result into the words of each output."""

    def __init__(self, checker: Checker, outputs: Sequence[Says]) -> None:
        self._checker = checker
        self._outputs = outputs

    def __call__(self, item: Item) -> Done:
        """What came of ``item``. An error of the program itself is told of this item, and stops no other."""
        start = perf_counter()
        try:
            result = _checked(self._checker, item)
            return self._done(item, result, perf_counter() - start)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other reports do not care
            problem = f"{type(error).__name__}: {error}"
            return self.failed(item, "batch.failed", perf_counter() - start, problem=problem)

    def failed(self, item: Item, reason: str, seconds: float = 0.0, **details: object) -> Done:
        """What came of an item that could not be checked, for a ``reason`` of :mod:`gknb.texts`."""
        message = say(self._checker.options.lang, reason, **details)
        return self._done(item, Result(file=item.file, error=Unreadable(reason=reason, message=message)), seconds)

    def say(self, key: str, **details: object) -> str:
        """A sentence in the language of the run."""
        return say(self._checker.options.lang, key, **details)

    def beside(self, result: Result, seconds: float) -> Done:
        """What came of holding a report against another one."""
        pieces = tuple(_gathered(output.piece(result)) for output in self._outputs)
        return Done(row_of(result, seconds), pieces, 0)

    def whole(self, result: Result, drawn: Mapping[str, str]) -> tuple[Piece, ...]:
        """What the outputs that draw reports say of one with all that is known of it; of others, nothing.

        ``drawn`` has the organs of all reports that are drawn, by their files.
        """
        return tuple(
            _gathered(output.whole(result, drawn)) if isinstance(output, Draws) else () for output in self._outputs
        )

    def _done(self, item: Item, result: Result, seconds: float) -> Done:
        pieces = tuple(_gathered(output.piece(result)) for output in self._outputs)
        return Done(row_of(result, seconds), pieces, item.weight, result.digest)


def _checked(checker: Checker, item: Item) -> Result:
    if item.line is None:
        return checked(checker, item.file, item.read)
    return checked_line(checker, item.file, item.line, item.read)


def _gathered(parts: Iterable[str]) -> Piece:
    """The same text in few parts, none of which takes long to join."""
    whole: list[str] = []
    some: list[str] = []
    size = 0
    for part in parts:
        some.append(part)
        size += len(part)
        if size > _PART:
            whole.append("".join(some))
            some, size = [], 0
    return (*whole, "".join(some)) if size else tuple(whole)
