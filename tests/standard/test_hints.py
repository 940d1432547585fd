"""What a difference may come from: digits swapped, a zero too many, a cell left out or added twice."""

from __future__ import annotations

from typing import Any

import pytest
from zero_reports import CASES, only

from gknb.standard.hints import MOST, explain_difference


def cases(total: int, *results: int) -> dict[str, Any]:
    """Reconsideration cases: the total, then upheld, corrected, other and pending."""
    keys = ("total", "upheld", "corrected", "other", "pending")
    return {f"{CASES}/{key}": value for key, value in zip(keys, (total, *results), strict=False)}


@pytest.mark.parametrize(
    ("values", "hints"),
    [
        (cases(54, 45), [("digits", "total", "45"), ("digits", "upheld", "54")]),
        (cases(38, 380), [("zero", "total", "380"), ("zero", "upheld", "38")]),
        (cases(50, 30, 0, 6, 7), [("twice", "pending", "7")]),
        (cases(51, 20, 7, 8, 8), [("twice", "other result", "8"), ("twice", "pending", "8")]),
        # A value that stands in many cells explains nothing; nor does the other side left empty.
        (cases(50, 18, 8, 8, 8), []),
        (cases(1), []),
        (cases(0, 1), []),
        (cases(100, 3, 4), []),
    ],
)
def test_hints_on_a_difference(values: dict[str, Any], hints: list[tuple[str, ...]]) -> None:
    found = only(values).hints
    assert len(found) == len(hints)
    assert all(word in hint for hint, words in zip(found, hints, strict=True) for word in words)


def test_a_cell_left_out_of_a_total_is_hinted_at() -> None:
    (hint,) = only(cases(36, 30, 0, 6, 7)).hints
    assert "pending" in hint
    assert "left out" in hint


def test_hints_are_few() -> None:
    terms = [(1, 21), (-1, 12), (1, 21), (-1, 12)]
    assert len(explain_difference(terms, 9, range(4))) == MOST


def test_a_hint_speaks_the_language_asked_for() -> None:
    (hint,) = only(cases(50, 30, 0, 6, 7), lang="zh").hints
    assert "尚未审结" in hint


def test_there_is_no_hint_where_there_are_blanks() -> None:
    values = {f"{CASES}/upheld": 54, f"{CASES}/pending": None, f"{CASES}/total": 45}
    assert only(values, draft=True).hints == ()
