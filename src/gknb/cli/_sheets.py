"""A report as a page draws it once: what is said of it by itself, beside the year before, and as a sum of others."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from gknb.findings import Finding, Repair, Result

__all__ = ["Told", "told_of", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of one report, in short."""

    codes: Mapping[str, int]
    """How many findings of each relation it has, accepted ones left out."""
    severities: Mapping[str, int]
    """How many of each severity."""
    late: tuple[str, str] | None
    """When it was published and when it should have been at the latest, where it is late."""


def whole(own: Result, others: Sequence[Result]) -> Result:
    """One result of that of a report by itself and those of holding it against others."""
    held = next((one for one in others if one.previous is not None), None)
    several = (own, *others)
    repairs = zip_longest(*(one.repairs for one in several))
    return replace(
        own,
        valid=all(one.valid for one in several),
        findings=_joined([one.findings for one in several]),
        undecided=_joined([one.undecided for one in several]),
        checked=replace(own.checked, relations=_joined([one.checked.relations for one in several])),
        explanations=_joined([one.explanations for one in several]),
        previous=held.previous if held else None,
        contributors=next((one.contributors for one in others if one.contributors), None),
        repairs=tuple(dict.fromkeys(_there(chain.from_iterable(repairs)))),
        repairs_note=next((one.repairs_note for one in several if one.repairs_note), None),
        last=held.last if held else None,
    )


def told_of(result: Result, deadlines: Collection[str]) -> Told:
    """The same in short; ``deadlines`` are the relations that a report published too late violates."""
    counted = [finding for finding in result.findings if finding.accepted is None]
    late = next((finding for finding in counted if finding.code in deadlines), None)
    return Told(
        codes=Counter(finding.code for finding in counted),
        severities=Counter(finding.severity for finding in counted),
        late=None if late is None else _dates(late),
    )


def _dates(late: Finding) -> tuple[str, str]:
    """The day of publication, and the last one on which it would not have been late."""
    return str(late.actual), str(late.expected).removeprefix("<=")


def _joined(lists: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(lists))


def _there(repairs: chain[Repair | None]) -> list[Repair]:
    return [one for one in repairs if one is not None]
