"""The answer that a vector expects of a checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from gknb.results import Severity, Value

__all__ = ["Expected", "ExpectedFinding", "Verdict"]

Verdict: TypeAlias = Literal["valid", "invalid", "unreadable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFinding:
    """One finding that the answer must contain."""

    code: str
    """The relation."""
    severity: Severity
    """Its severity."""
    pointers: frozenset[str]
    """Its cells."""
    expected: Value
    """What the checked side should be."""
    actual: Value
    """What it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The whole answer to one document: a finding that is not listed must not be reported."""

    verdict: Verdict
    """Valid, invalid, or not readable as a report."""
    findings: tuple[ExpectedFinding, ...]
    """The findings; of one report, in the order of the form."""
    undecided: frozenset[str]
    """The relations that are undecided somewhere."""
    in_order: bool = False
    """Whether an answer must have the findings in this order."""
