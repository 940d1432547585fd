"""What the zoo counts, and what it says of the order of a text."""

from __future__ import annotations

import pytest

from zoo.intact import intact
from zoo.reading import fate

ROW = {f"/requests/received/{name}": n for n, name in enumerate(("natural_person", "legal_person/other", "total"), 7)}


@pytest.mark.parametrize(
    ("true", "value", "reported", "expected"),
    [
        (7, 7, False, "right"),
        (7, 7.0, True, "right"),
        (None, None, True, "right"),
        (7, 8, False, "wrong"),
        (7, 8, True, "reported"),
        (None, 0, False, "invented"),
        (None, 0, True, "reported"),
        (7, None, True, "missed"),
        (0, None, False, "missed"),
    ],
)
def test_the_fate_of_a_cell(true: object, value: object, reported: bool, expected: str) -> None:
    assert fate(true, value, reported) == expected


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("1.新收 7 8 9", 1),
        ("| 1\\.新收 | 7 | 8 | 9 |", 1),
        ("新收\n7\n8\n9\n", 1),
        ("新收 7 9 8", 0),
        ("新收 7 8 2 9", 0),
        ("新收 17 8 9", 0),
    ],
)
def test_the_share_of_figures_in_whole_rows(text: str, share: float) -> None:
    assert intact(text, ROW, "") == share


def test_a_row_with_a_blank_cell_counts_only_where_a_sign_is_printed() -> None:
    figures = ROW | {"/requests/received/total": None}
    assert intact("7 8", figures, "") == 1  # no row counts
    assert intact("7 8", figures, "/") == 0
    assert intact("7 8 /", figures, "/") == 1
