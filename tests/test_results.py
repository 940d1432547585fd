"""A result is immutable, and its numbers add up."""

from __future__ import annotations

import dataclasses

import pytest
from zero_reports import CASES, RECEIVED, zero_with

from gknb import Options, Result, check


def test_a_result_is_immutable() -> None:
    result = check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None}))
    held = (result, result.findings[0], result.findings[0].cells[0], result.findings[0].basis)
    for one in (*held, result.undecided[0], result.checked, result.checked.relations[0], Options()):
        name = dataclasses.fields(one)[0].name
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, name, getattr(one, name))
    assert hash(result) == hash(check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None})))
    for field in dataclasses.fields(result):
        assert not isinstance(getattr(result, field.name), list | dict | set)


def test_what_was_counted_adds_up() -> None:
    result = check(zero_with({f"{CASES}/total": 1, f"{RECEIVED}/total": None}))
    assert (result.checked.cells, result.checked.blank) == (200, 1)
    assert result.checked.violated == 1 == sum(not one.code.startswith("S") for one in result.findings)
    assert result.checked.undecided == len(result.undecided) == 2
    assert result.checked.satisfied == 3 + 2 + 7 + 7 + 25 + 3 + 1 - 3
    assert [one.code for one in result.checked.relations] == ["E101", "T201", "T202", "T301", "T302", "T303", "T401"]
    assert Result(file="").valid is False
