"""Relations by example: which are satisfied, violated or undecided, and what is expected where they are violated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from zero_reports import CASES, DOCUMENTS, FEES, LICENSING, PROCUREMENT, RECEIVED, only, zero_with

from gknb import check


def truth(values: dict[str, Any], code: str, edition: str = "2021") -> tuple[int, int, int]:
    """At how many places a relation is satisfied, violated and undecided in such a draft."""
    (tally,) = check(zero_with(values, edition), draft=True, select=[code]).checked.relations
    return tally.satisfied, tally.violated, tally.undecided


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, (3, 0, 0)),
        # 3 + blank = 2: no filling satisfies it.
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, (2, 1, 0)),
        # blank + 2 = 2: zero does, anything else does not.
        ({f"{CASES}/upheld": None, f"{CASES}/pending": 2, f"{CASES}/total": 2}, (2, 0, 1)),
        ({f"{CASES}/upheld": None, f"{CASES}/pending": None, f"{CASES}/total": 2}, (2, 0, 1)),
        ({f"{CASES}/upheld": 2, f"{CASES}/total": None}, (2, 0, 1)),
        # Not a count is as good as blank.
        ({f"{CASES}/upheld": "3", f"{CASES}/pending": 3, f"{CASES}/total": 2}, (2, 1, 0)),
        ({f"{CASES}/upheld": -1, f"{CASES}/pending": 2, f"{CASES}/total": 2}, (2, 0, 1)),
        ({CASES: None}, (2, 0, 1)),
    ],
)
def test_a_blank_is_an_unknown_count(values: dict[str, Any], counts: tuple[int, int, int]) -> None:
    assert truth(values, "T401") == counts


@pytest.mark.parametrize(
    ("issued", "repealed", "in_force", "expected"),
    [
        (8, 26, None, "satisfied"),  # whatever is in force, it is not below 8 - 26
        (8, 2, None, "undecided"),
        (8, None, 5, "undecided"),
        (8, None, 8, "satisfied"),
        (None, 2, 5, "undecided"),
        (8, 2, 5, "violated"),
        (8, 2, 6, "satisfied"),
        (None, None, None, "undecided"),
    ],
)
def test_in_force_covers_issued(issued: int | None, repealed: int | None, in_force: int | None, expected: str) -> None:
    values = {f"{DOCUMENTS}/issued": issued, f"{DOCUMENTS}/repealed": repealed, f"{DOCUMENTS}/in_force": in_force}
    satisfied, violated, undecided = truth(values, "T202")
    assert {"satisfied": satisfied - 1, "violated": violated, "undecided": undecided}[expected] == 1


@pytest.mark.parametrize(
    ("last_year", "change", "expected"),
    [(5, -5, (5, 0, 0)), (5, -6, (4, 1, 0)), (5, None, (4, 0, 1)), (None, 0, (5, 0, 0)), (None, -1, (4, 0, 1))],
)
def test_a_blank_change_may_be_negative(
    last_year: int | None, change: int | None, expected: tuple[int, int, int]
) -> None:
    values = {f"{LICENSING}/items_last_year": last_year, f"{LICENSING}/change": change}
    assert truth(values, "T204", "2019") == expected


@pytest.mark.parametrize(
    ("organ", "expected"),
    [
        ({"/organ/level": "township", "/organ/kind": "government"}, (2, 1, 0)),
        ({"/organ/level": "township", "/organ/kind": None}, (2, 1, 0)),
        ({"/organ/level": "province", "/organ/kind": None}, (2, 0, 1)),
        ({"/organ/level": "municipal"}, (2, 0, 1)),
        ({"/organ": None}, (2, 0, 1)),
    ],
)
def test_an_unknown_organ_leaves_only_relations_on_its_power_undecided(
    organ: dict[str, Any], expected: tuple[int, int, int]
) -> None:
    base = "/proactive_disclosure/regulations/in_force"
    assert truth({base: 5, **organ}, "T201") == expected


def test_an_organ_with_the_power_to_make_regulations_is_not_asked_about_it() -> None:
    values = {"/organ/level": "province", "/organ/kind": "government"}
    assert check(zero_with(values), select=["T201"]).checked.relations == ()


@pytest.mark.parametrize(
    ("level", "kind", "day", "late"),
    [
        ("county", "department", "2025-01-31", False),
        ("county", "department", "2025-02-01", True),
        ("national", "department", "2025-02-01", True),
        ("county", "government", "2025-03-31", False),
        ("province", "government", "2025-04-01", True),
        ("township", "government", "2025-01-31", False),
        ("township", "government", "2025-02-01", True),
        ("national", "government", "2030-12-31", False),
    ],
)
def test_who_publishes_by_when(level: str, kind: str, day: str, *, late: bool) -> None:
    values = {"/organ/level": level, "/organ/kind": kind, "/published_on": day}
    assert [one.code for one in check(zero_with(values)).findings] == ["E103"] * late


def test_a_county_sets_the_deadline_of_its_townships() -> None:
    values = {"/organ/level": "township", "/organ/kind": "government", "/published_on": "2025-02-15"}
    assert only(values).expected == "<=2025-01-31"
    late = only({**values, "/published_on": "2025-02-16"}, parameters={"township_deadline": "02-15"})
    assert (late.code, late.actual, late.expected) == ("E103", "2025-02-16", "<=2025-02-15")
    assert check(zero_with(values), parameters={"township_deadline": "02-15"}).findings == ()
    department = {"/published_on": "2025-02-15"}
    assert only(department, parameters={"township_deadline": "02-15"}).expected == "<=2025-01-31"


@pytest.mark.parametrize(
    ("values", "actual", "expected"),
    [
        ({f"{CASES}/total": 1}, 1, 0),
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, 2, ">=3"),
        ({f"{DOCUMENTS}/issued": 8, f"{DOCUMENTS}/repealed": 2, f"{DOCUMENTS}/in_force": 5}, 5, ">=6"),
        ({"/reporting_year": 2020}, 2020, ">=2021"),
        ({"/published_on": "2024-12-31"}, "2024-12-31", ">2024-12-31"),
        ({"/organ/credit_code": "91350100M000100Y44"}, "4", "3"),
        ({"/edition": "2018"}, "2018", "2019|2021"),
        ({"/organ/kind": "bureau"}, "bureau", "government|department"),
        ({FEES: "1424.4万元"}, "1424.4万元", "amount"),
        ({f"{CASES}/total": "0"}, "0", "count"),
        ({RECEIVED: 0}, 0, "applicant_row"),
        ({"/requests/recieved": 0}, 0, "absent"),
        ({"/requests/recieved": {"total": 0}}, "{…}", "absent"),
    ],
)
def test_actual_and_expected_are_said_exactly(values: dict[str, Any], actual: Any, expected: Any) -> None:
    finding = check(zero_with(values), draft=True).findings[0]
    assert (finding.actual, finding.expected) == (actual, expected)


def test_actual_and_expected_of_2019() -> None:
    assert only({"/reporting_year": 2021}, "2019").expected == "2019..2020"
    finding = only({f"{PROCUREMENT}/amount/value": Decimal("25.1")}, "2019")
    assert (finding.actual, finding.expected) == ("0, 25.1", "0, 0 | >0, >0")
