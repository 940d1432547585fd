"""Counts and amounts are exact at any size, and nothing else is a number."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from zero_reports import CASES, DOCUMENTS, FEES, PROCUREMENT, only, zero_with

from gknb import SourceError, check


def test_decimals_are_exact() -> None:
    text = json.dumps(zero_with({FEES: 0})).replace('"amount_wanyuan": 0', '"amount_wanyuan": 59237.2449')
    assert check(text.encode()).valid
    assert check(zero_with({FEES: 0.1 + 0.2})).valid
    finding = only({FEES: Decimal("-0.1") - Decimal("0.2")})
    assert finding.actual == Decimal("-0.3")


def test_no_amount_is_rounded() -> None:
    tiny = Decimal("1E-400")
    finding = only({f"{PROCUREMENT}/amount/value": tiny}, "2019")
    assert finding.cells[1].value == tiny
    assert check(zero_with({f"{PROCUREMENT}/amount/value": tiny, f"{PROCUREMENT}/projects": 1}, "2019")).valid
    assert not check(zero_with({FEES: -tiny})).valid


@pytest.mark.parametrize("number", [2**53 + 1, 10**499 + 1], ids=["beyond 2**53", "500 digits"])
def test_counts_are_exact_at_any_size(number: int) -> None:
    values = {f"{CASES}/upheld": number, f"{CASES}/total": number}
    assert check(zero_with(values)).valid
    finding = only({**values, f"{CASES}/total": number + 1})
    assert (finding.actual, finding.expected) == (number + 1, number)
    assert "off by 1" in finding.message
    as_text = json.dumps(zero_with({**values, f"{CASES}/total": number + 1})).encode()
    (from_text,) = check(as_text).findings
    assert (from_text.actual, from_text.expected, from_text.hints) == (number + 1, number, finding.hints)


def test_sums_may_be_longer_than_any_number_that_is_read() -> None:
    longest = 10**1000 - 1
    finding = only({f"{CASES}/upheld": longest, f"{CASES}/corrected": longest})
    assert finding.expected == 2 * longest


def test_a_bound_is_not_shortened() -> None:
    number = 10**60
    assert only({f"{DOCUMENTS}/issued": number}).expected == f">={number}"


def test_a_pair_is_written_without_exponents() -> None:
    assert only({f"{PROCUREMENT}/amount/value": Decimal("1E-7")}, "2019").actual == "0, 0.0000001"


@pytest.mark.parametrize("count", [3, 3.0, Decimal(3), Decimal("3.00"), Decimal("3E0")], ids=repr)
def test_three_is_three(count: Any) -> None:
    assert check(zero_with({f"{CASES}/upheld": count, f"{CASES}/total": 3})).valid


@pytest.mark.parametrize("written", ["3.0", "3e0", "0.3E1", "3.000"])
def test_three_is_three_in_a_file(written: str) -> None:
    text = json.dumps(zero_with({f"{CASES}/upheld": "?", f"{CASES}/total": 3})).replace('"?"', written)
    assert check(text.encode()).valid
    assert check(yaml.safe_dump(json.loads(text)).encode()).valid


@pytest.mark.parametrize(
    "value", [True, False, "3", "", "/", "无", -1, 3.5, Decimal("0.1"), [3], {"value": 3}], ids=repr
)
def test_values_that_are_not_counts(value: Any) -> None:
    pointer = "/proactive_disclosure/licensing/decisions"
    finding = only({pointer: value})
    assert (finding.code, finding.cells[0].pointer) == ("S003" if value == "" else "S004", pointer)
    assert check(zero_with({pointer: value}), draft=True).checked.blank == 1


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), object(), {1, 2}, b"3"],
    ids=lambda value: type(value).__name__,
)
def test_values_without_json_notation_are_refused(value: Any) -> None:
    with pytest.raises(SourceError) as caught:
        check(zero_with({f"{CASES}/total": value}))
    assert caught.value.details["pointer"] == f"{CASES}/total"
