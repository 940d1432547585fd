"""Compares the findings of one relation with what a vector expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from gknb.conformance.compare import Answer, compare
from gknb.conformance.expected import Expected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.conformance.compare import Given
    from gknb.conformance.suite import Vector

__all__ = ["Asked", "Judge", "as_expected"]


class Asked(Protocol):
    """A vector with everything computed that does not depend on the relation."""

    @property
    def vector(self) -> Vector:
        """The vector."""


_Asked_contra = TypeVar("_Asked_contra", bound=Asked, contravariant=True)


class Judge(Protocol[_Asked_contra]):
    """Evaluates one relation, changed or not, on vectors."""

    def fits(self, case: _Asked_contra, /) -> bool:
        """Whether its findings and undecided outcomes are those that the vector expects."""


def as_expected(vector: Vector, code: str, found: Iterable[Given], *, undecided: bool) -> bool:
    """Whether these findings, and whether something is undecided, are what a vector expects for a code."""
    expected = Expected(
        verdict="valid",
        findings=tuple(finding for finding in vector.expected.findings if finding.code == code),
        undecided=vector.expected.undecided & {code},
    )
    answer = Answer(
        valid=True,
        unreadable=False,
        findings=tuple(found),
        undecided=frozenset({code} if undecided else ()),
        organ=None,
    )
    return not compare(expected, answer, "cells")
