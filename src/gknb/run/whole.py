"""A report as a page draws it once: what is said of it by itself, beside the year before, and as a sum of others."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from gknb.results import Repair, Result

__all__ = ["lateness", "whole"]


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


def lateness(result: Result, deadlines: Collection[str]) -> tuple[str, str] | None:
    """When a report was published, and the last day on which it would not have been late; ``None`` where it is not.

    ``deadlines`` are the relations that a report published too late violates.
    """
    for finding in result.findings:
        if finding.code in deadlines and finding.accepted is None:
            return str(finding.actual), str(finding.expected).removeprefix("<=")
    return None


def _joined(lists: Sequence[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(chain.from_iterable(lists))


def _there(repairs: chain[Repair | None]) -> list[Repair]:
    return [one for one in repairs if one is not None]
