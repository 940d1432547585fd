"""Typing mistakes in one report: only the cells that a slip names change, and a check has findings."""

from __future__ import annotations

import copy
from random import Random
from typing import TYPE_CHECKING

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import CATALOG, get
from worlds import world

import gknb
from gknb.errors import UsageError
from gknb.testing import SLIPS, reports, typos

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

    from gknb.testing import Report


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing here is secret


@pytest.mark.parametrize("kind", SLIPS)
@settings(max_examples=examples(25), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_slip_changes_the_cells_that_it_names(kind: str, data: DataObject) -> None:
    report: Report = data.draw(reports(max_count=999))
    before = copy.deepcopy(report)
    found = typos(report, data.draw(st.randoms(use_true_random=False)), kind)
    assert report == before
    if found is None:
        return
    after, slips = found
    for slip in slips:
        assert get(before, slip.pointer) == slip.was != slip.now
        group, key = get(before, slip.pointer.rpartition("/")[0]), slip.pointer.rpartition("/")[2]
        group[key] = slip.now
    assert after == before
    result = gknb.check(after)
    assert result.findings
    assert kind != "blank-for-zero" or {finding.code for finding in result.findings} == {"S003"}


@pytest.mark.parametrize(
    ("kind", "is_so"),
    [
        (
            "wrong-digit",
            lambda was, now: len(was) == len(now) and sum(a != b for a, b in zip(was, now, strict=True)) == 1,
        ),
        ("swapped-digits", lambda was, now: sorted(was) == sorted(now)),
        ("missing-digit", lambda was, now: any(was[:n] + was[n + 1 :] == now for n in range(len(was)))),
        ("doubled-digit", lambda was, now: any(was[: n + 1] + was[n:] == now for n in range(len(was)))),
        ("old-total", lambda was, now: int(now) < int(was)),
    ],
)
def test_the_digits_change_as_the_kind_says(kind: str, is_so: Callable[[str, str], bool]) -> None:
    chooser = chance(2)
    found = [typos(report, chooser, kind) for report in list(world(7, organs=60).reports.values())[:60]]
    slips = [slip for one in found if one is not None for slip in one[1]]
    assert len(slips) > 20
    for slip in slips:
        assert is_so(str(slip.was), str(slip.now)), slip


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="wrong-digit"):
        typos(CATALOG.zero_report("2021"), chance(1), "typo")


def test_a_report_of_zeros_has_no_digits_to_swap() -> None:
    assert typos(CATALOG.zero_report("2021"), chance(1), "swapped-digits") is None
