"""What a difference between a consolidated report and the sum may mean: the organ that explains it is named."""

from __future__ import annotations

from typing import Any

import pytest

from gknb import check
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

CATALOG = load_catalog()
LICENSING = "/proactive_disclosure/licensing/decisions"
PROJECTS, AMOUNT, UNIT = (
    f"/proactive_disclosure/procurement/{name}" for name in ("projects", "amount/value", "amount/unit")
)
TOP = {"name": "某县人民政府", "level": "county", "kind": "government"}


def part(number: int) -> dict[str, Any]:
    return {"name": f"某县第{number}局", "level": "county", "kind": "department", "parent": TOP["name"]}


def report(organ: dict[str, Any], values: dict[str, Any], edition: str = "2021", scope: str = "own") -> Any:
    head = {f"/organ/{key}": value for key, value in organ.items() if key != "parent"}
    return changed(CATALOG.zero_report(edition), {**head, "/scope": scope, **values})


def reported(whole: dict[str, Any], *parts: dict[str, Any], edition: str = "2021") -> tuple[Any, ...]:
    """The findings for a consolidated report with some figures, and one report of a department for each part."""
    organs = [part(number) for number in range(1, len(parts) + 1)]
    reports = [report(organ, values, edition) for organ, values in zip(organs, parts, strict=True)]
    total = report(TOP, whole, edition, "consolidated")
    return check(
        {"roster": {"roster": 1, "organs": [TOP, *organs]}, "reports": [total, *reports]}, select=["R"]
    ).findings


@pytest.mark.parametrize(
    ("whole", "parts", "hints"),
    [
        (40, (40, 5), ["exactly the 5 of 某县第2局: was it left out?"]),
        (50, (40, 5), ["exactly the 5 of 某县第2局: was it added twice?"]),
        (35, (40, 5), ["twice the 5 of 某县第2局: was it subtracted?"]),
        (126, (123, 12), []),
        (252, (123, 120), ["if the 123 of 某县第1局 were 132 (two adjacent digits swapped)"]),
        (1350, (120, 150), ["if the 120 of 某县第1局 were 1200 (a zero too many or too few)"]),
        (2700, (120, 150), ["the figure is the sum, 270, with a zero too many or too few"]),
        (720, (120, 150), ["the figure is the sum, 270, with two adjacent digits swapped"]),
    ],
)
def test_hints_on_a_difference(whole: int, parts: tuple[int, ...], hints: list[str]) -> None:
    (finding,) = reported({LICENSING: whole}, *({LICENSING: value} for value in parts))
    assert (finding.expected, finding.actual) == (sum(parts), whole)
    assert len(finding.hints) == len(hints)
    assert all(hint in given for hint, given in zip(hints, finding.hints, strict=True))


def test_a_cause_that_fits_many_organs_is_no_hint() -> None:
    (finding,) = reported({LICENSING: 4}, *({LICENSING: 1} for _ in range(5)))
    assert finding.hints == ()


@pytest.mark.parametrize(
    ("whole", "unit", "right"), [(15000, "yuan", True), (1.5, "wanyuan", True), (15, "yuan", False)]
)
def test_amounts_are_added_in_one_unit(whole: float, unit: str, right: bool) -> None:
    parts = ({PROJECTS: 1, AMOUNT: 5000, UNIT: "yuan"}, {PROJECTS: 1, AMOUNT: 1, UNIT: "wanyuan"})
    findings = reported({PROJECTS: 2, AMOUNT: whole, UNIT: unit}, *parts, edition="2019")
    assert [finding.cells[0].pointer for finding in findings] == ([] if right else [f"/reports/0{AMOUNT}"])
