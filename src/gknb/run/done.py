"""Types of a run: the outcome of one item, and the worker that produces it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from gknb.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.engine.digest import Digest
    from gknb.output.base import Row
    from gknb.results import Result
    from gknb.run.inputs import Item

__all__ = ["Done", "Draws", "Piece", "Says", "Worker"]

Piece: TypeAlias = "tuple[str, ...]"
"""The text of one report in one output, in parts; empty if the output says nothing of it."""


class Says(Protocol):
    """An output, or a baseline that is written: what writes text about a result."""

    def piece(self, result: Result) -> Iterable[str]:
        """Yield the text, in parts."""


@runtime_checkable
class Draws(Protocol):
    """An output that draws each report once, with all of its findings."""

    def whole(self, result: Result, drawn: Mapping[str, str] | None = None) -> Iterable[str]:
        """Yield the text, in parts."""


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of one item, as text that can be sent between processes."""

    row: Row
    """The report in the list of the run."""
    pieces: tuple[Piece, ...]
    """The text of each output."""
    weight: int
    """Weight of the item."""
    digest: Digest | None = None
    """Digest of the report, if the checker makes digests."""

    @property
    def size(self) -> int:
        """Number of characters."""
        return sum(len(part) for piece in self.pieces for part in piece)


class Worker(Protocol):
    """What checks items, in whatever process, and writes what outputs say of the results."""

    def __call__(self, item: Item) -> Done:
        """Check one item."""

    def failed(self, item: Item, reason: str, seconds: float = 0.0, **details: object) -> Done:
        """Return the outcome of an item that could not be checked."""

    def say(self, key: str, **details: object) -> str:
        """Return a sentence in the language of the run."""

    def compared(self, result: Result, seconds: float) -> Done:
        """Return the outcome of comparing a report with others."""

    def drawn(self, result: Result, organs: Mapping[str, str]) -> tuple[Piece, ...]:
        """Return what outputs that draw reports say of one; ``organs`` has those of all drawn reports, by file."""
