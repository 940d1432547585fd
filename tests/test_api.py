"""``gknb.check``: the documents and options that it takes and refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from zero_reports import CASES, CATALOG, RECEIVED, zero_with

import gknb
from gknb import SourceError, UsageError, check
from gknb.standard.catalog import closest

if TYPE_CHECKING:
    from pathlib import Path


def test_a_report_is_a_dict_a_path_or_bytes(tmp_path: Path) -> None:
    document = zero_with({f"{CASES}/total": 1})
    file = tmp_path / "report.yaml"
    file.write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), encoding="utf-8")
    results = [check(document), check(str(file)), check(file), check(file.read_bytes())]
    assert [result.file for result in results] == ["", str(file), str(file), ""]
    assert [[one.code for one in result.findings] for result in results] == [["T401"]] * 4
    assert (results[0].findings[0].cells[0].line, results[1].findings[0].cells[0].line is None) == (None, False)
    with pytest.raises(SourceError):
        check(tmp_path / "none.yaml")
    with pytest.raises(SourceError):
        check(b"")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"edition": "2018"}, "usage.edition"),
        ({"select": ["T9"]}, "usage.code"),
        ({"select": ["t301"]}, "usage.code"),
        ({"select": [""]}, "usage.code"),
        ({"select": [1]}, "usage.code"),
        ({"ignore": ["T3011"]}, "usage.code"),
        ({"parameters": {"deadline": "02-15"}}, "usage.parameter"),
        ({"parameters": {"township_deadline": "2-15"}}, "usage.parameter-value"),
        ({"parameters": {"township_deadline": "13-01"}}, "usage.parameter-value"),
        ({"parameters": {"township_deadline": "02-15\n"}}, "usage.parameter-value"),
    ],
    ids=lambda value: value if isinstance(value, str) else json.dumps(value),
)
def test_options_that_name_something_unknown_are_refused(options: dict[str, Any], reason: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(CATALOG.zero_report("2021"), **options)
    assert caught.value.reason == reason
    assert caught.value.say("zh") != caught.value.say("en") == str(caught.value)


def test_a_misspelt_code_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="T301"):
        check({}, select=["t301"])
    assert closest("T3O1", ["T301", "E101"]) == "T301"
    assert closest("###", ["T301", "E101"]) == ""


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        ({}, ["S003", "T301", "T303"]),
        ({"select": ["T3"]}, ["T301", "T303"]),
        ({"select": ["T3"], "ignore": ["T301"]}, ["T303"]),
        ({"ignore": ["T"]}, ["S003"]),
        ({"select": ["E", "S"]}, ["S003"]),
        ({"draft": True}, ["T301", "T303"]),
    ],
    ids=str,
)
def test_codes_and_their_beginnings_are_selected(options: dict[str, Any], codes: list[str]) -> None:
    values = {f"{RECEIVED}/natural_person": 1, f"{CASES}/total": None}
    result = check(zero_with(values), **options)
    assert sorted({one.code for one in result.findings}) == codes
    assert {one.code for one in result.checked.relations} <= set(codes) | {"E101", "T201", "T202", "T302", "T401"}


def test_strict_counts_warnings() -> None:
    late = zero_with({"/published_on": "2025-02-01"})
    assert check(late).valid
    assert not check(late, strict=True).valid


def test_every_public_name_is_there() -> None:
    assert sorted(gknb.__all__) == gknb.__all__
    assert all(hasattr(gknb, name) for name in gknb.__all__)
