"""What accepts a report in which all is right agrees with the machinery that checks any report."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import CATALOG, EDITIONS, Report, reports, spoiled

import gknb
from gknb import Checker, Options, testing
from gknb.engine import check as engine_check
from gknb.errors import GknbError
from gknb.run.inputs import checked, checked_line
from gknb.source.document import from_python, read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb import Result

editions = pytest.mark.parametrize("edition", EDITIONS)

OPTIONS: Final = (
    Options(),
    Options(draft=True, lang="zh"),
    Options(strict=True),
    Options(select=("T3", "E")),
    Options(ignore=("T2", "E104")),
    Options(parameters={"township_deadline": "02-15"}, digest=True),
    Options(edition="2019"),
)


@cache
def checker(options: int) -> Checker:
    """A checker that has seen enough reports to accept some at once."""
    made = Checker(OPTIONS[options])
    for edition in EDITIONS:
        for _ in range(10):
            made.check_value(CATALOG.zero_report(edition))
    return made


def exactly(check: Callable[[], Result | None]) -> Result | str | None:
    """What ``check`` returns or raises where nothing is accepted at once."""
    with mock.patch.object(engine_check, "read", return_value=None):
        return outcome(check)


def outcome(check: Callable[[], Result | None]) -> Result | str | None:
    try:
        return check()
    except GknbError as error:
        return f"{type(error).__name__} {error}"


def assert_agree(number: int, value: Any) -> Result | None:
    """Assert that a value is accepted only with the exact result; return what it is accepted with."""
    made = checker(number)
    exact = exactly(lambda: made.check(from_python(value)))
    accepted = outcome(lambda: made.check_value(value))
    if accepted is not None:
        assert accepted == exact
    assert exact == outcome(lambda: made.check(from_python(value)))
    return accepted if isinstance(accepted, gknb.Result) else None


def assert_lines_agree(number: int, line: bytes) -> Result | None:
    """The same for a line of JSON."""
    made = checker(number)
    exact = exactly(lambda: checked(made, "x.ndjson:1", lambda: read_bytes(line, format="json")))
    assert checked_line(made, "x.ndjson:1", line, lambda: read_bytes(line, format="json")) == exact
    accepted = made.check_json(line, "x.ndjson:1")
    if accepted is not None:
        assert accepted == exact
    return accepted


options = st.integers(0, len(OPTIONS) - 1)


class TestAgreement:
    """A report that is accepted at once has the result that it has anyway."""

    @given(options, reports())
    def test_valid_reports(self, number: int, report: Report) -> None:
        accepted = assert_agree(number, report)
        if number < 3 and "extensions" not in report:
            assert accepted is not None

    @given(options, spoiled(reports()))
    def test_spoiled_reports(self, number: int, report: Report) -> None:
        assert_agree(number, report)

    @given(options, testing.corrupted_reports())
    def test_corrupted_reports(self, number: int, corrupted: Any) -> None:
        assert_agree(number, corrupted.document)

    @given(options, testing.reports(blanks=True))
    def test_reports_with_blanks(self, number: int, report: Report) -> None:
        assert assert_agree(number, report) is None

    @given(options, st.randoms(use_true_random=False), testing.reports())
    def test_lines_in_any_order_and_layout(self, number: int, chance: Any, report: Report) -> None:
        layout: dict[str, Any] = chance.choice(
            [{}, {"ensure_ascii": False}, {"indent": 1}, {"separators": (",", ":")}, {"separators": (" , ", " : ")}]
        )
        text = json.dumps(shuffled(report, chance), **layout)
        accepted = assert_lines_agree(number, text.encode())
        if number < 3 and "extensions" not in report and '\\"' not in text:
            assert accepted is not None


def shuffled(value: Any, chance: Any) -> Any:
    """The same with its members in another order."""
    if not isinstance(value, dict):
        return value
    names = list(value)
    chance.shuffle(names)
    return {name: shuffled(value[name], chance) for name in names}
