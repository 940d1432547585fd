"""What the audit asks of an answer: whether it is, under one code, what a vector expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from gknb.conformance.compare import Answer, compare
from gknb.conformance.suite import Expected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.conformance.compare import Given
    from gknb.conformance.suite import Vector

__all__ = ["Asked", "Judge", "as_expected"]


class Asked(Protocol):
    """A vector made ready for many judges."""

    @property
    def vector(self) -> Vector:
        """The vector."""


_Asked_contra = TypeVar("_Asked_contra", bound=Asked, contravariant=True)


class Judge(Protocol[_Asked_contra]):
    """Answers under one code, as a checker with the relation changed would."""

    def fits(self, case: _Asked_contra, /) -> bool:
        """Whether the answer under the code is the expected one."""


def as_expected(vector: Vector, code: str, found: Iterable[Given], *, undecided: bool) -> bool:
    """Whether just these findings, and whether something is undecided, are what a vector expects under a code."""
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
