"""The machine's output: ``finding.schema.json`` of the published set, every key there in every case."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.findings import Result

__all__ = ["result_value", "results_text"]


def result_value(result: Result) -> dict[str, Any]:
    """One result as a JSON value."""
    value = asdict(result)
    checked = value["checked"]
    for truth in ("satisfied", "violated", "undecided"):
        checked[truth] = getattr(result.checked, truth)
    return value


def results_text(results: Iterable[Result]) -> str:
    """The results as one JSON text, with a line break at its end."""
    value = {"results": [result_value(result) for result in results]}
    return json.dumps(value, ensure_ascii=False, indent=2, default=_number) + "\n"


def _number(value: Decimal) -> float | str:
    """A decimal as a JSON number where that is exact, else as a text: a figure is never changed."""
    number = float(value)
    return number if Decimal(repr(number)) == value else format(value, "f")
