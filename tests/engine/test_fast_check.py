"""What accepts a report in which all is right agrees with the machinery that checks any report."""

from __future__ import annotations

import copy
import enum
import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import CATALOG, EDITIONS, Report, get, reports, spoiled, with_values

import gknb
from gknb import Checker, Options, testing
from gknb.engine import engine as engine_check
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


FEW: Final = settings(max_examples=examples(40))
"""A report takes a moment to draw, and each is checked four times."""


class TestAgreement:
    """A report that is accepted at once has the result that it has anyway."""

    @FEW
    @given(options, reports())
    def test_valid_reports(self, number: int, report: Report) -> None:
        accepted = assert_agree(number, report)
        if number < 3 and "extensions" not in report:
            assert accepted is not None

    @FEW
    @given(options, spoiled(reports()))
    def test_spoiled_reports(self, number: int, report: Report) -> None:
        assert_agree(number, report)

    @FEW
    @given(options, testing.corrupted_reports())
    def test_corrupted_reports(self, number: int, corrupted: Any) -> None:
        assert_agree(number, corrupted.document)

    @FEW
    @given(options, testing.reports(blanks=True))
    def test_reports_with_blanks(self, number: int, report: Report) -> None:
        assert assert_agree(number, report) is None

    @FEW
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


# --- Hostile values -------------------------------------------------------------------------------------------------


class Text(str):
    """A text that claims to be equal to anything, and to have the hash of a name of the form."""

    __slots__ = ()

    def __eq__(self, _: object) -> bool:
        return True

    def __hash__(self) -> int:
        return hash("natural_person")


class Whole(int):
    """A derived integer."""


class Object(dict[str, Any]):
    """A derived dict."""


class Level(enum.StrEnum):
    """Texts that are enumerated."""

    COUNTY = "county"


ANY: Final[tuple[Any, ...]] = ("0", None, [], {}, b"0", 0j)
GROUPS: Final[tuple[Any, ...]] = ([], Object(), {"natural_person": 0}, {Text("x"): 0}, {b"total": 0}, {1: 0}, None)
ROW: Final = "/requests/received"
HOSTILE: Final[tuple[tuple[str, Any], ...]] = (
    *((f"{ROW}/total", value) for value in (True, False, 0.0, -0.0, 1.5, float("nan"), Decimal(0), Decimal("0.0"))),
    *((f"{ROW}/total", value) for value in (Whole(0), 10**400, 10**1001, -1, 2**63, 2**64)),
    *((f"{ROW}/total", value) for value in ANY),
    *((ROW, value) for value in GROUPS),
    *(("/organ/level", value) for value in (Level.COUNTY, Text("county"), "county\n", b"county", ["county"])),
    *(("/organ/name", value) for value in ("\ud800", "甲\udc00", "", "\u0000", Text("甲"))),
    *(("/edition", value) for value in (2021, Text("2021"), ["2021"], {"2021": 1}, None, b"2021")),
    *(("/reporting_year", value) for value in (2024.0, True, Whole(2024), 10**400, "2024")),
    *(("/published_on", value) for value in ("2025-02-30", "2025-01-31", "2025-04-01", None, 20250131)),
)


@editions
@pytest.mark.parametrize(("pointer", "value"), HOSTILE, ids=str)
def test_hostile_values(edition: str, pointer: str, value: Any) -> None:
    report = with_values(CATALOG.zero_report(edition), {pointer: value})
    for number in (0, 1, 6):
        assert_agree(number, report)


@editions
def test_hostile_names(edition: str) -> None:
    for pointer in ("", "/organ", ROW, f"{ROW}/legal_person", "/review_and_litigation"):
        for name in (Text("x"), Text("total"), "x", "", b"total", 1, None, "total"):
            report = copy.deepcopy(CATALOG.zero_report(edition))
            group = get(report, pointer)
            group[name] = 0
            assert_agree(0, report)
            group.pop(next(iter(group)))
            assert_agree(0, report)


def test_an_object_inside_itself() -> None:
    report = CATALOG.zero_report("2021")
    report["requests"]["received"] = report
    assert isinstance(exactly(lambda: checker(0).check(from_python(report))), str)
    assert checker(0).check_value(report) is None


@editions
def test_the_zero_report_is_read_at_once(edition: str) -> None:
    report = CATALOG.zero_report(edition)
    result = assert_agree(0, report)
    assert result is not None
    assert result.valid
    wrong = with_values(report, {f"{ROW}/total": 1})
    result = assert_agree(0, wrong)
    assert result is not None
    assert result.findings
    assert checker(0).check_value(with_values(report, {f"{ROW}/total": None})) is None


LINE: Final = json.dumps(CATALOG.zero_report("2021")).encode()
LINES: Final = (
    LINE,
    LINE.replace(b'"total": 0', b'"total": 0, "total": 0', 1),
    LINE.replace(b'"total": 0', b'"total": 1, "total": 0', 1),
    LINE.replace(b'"total": 0', b'"total" : 0, "tot\\u0061l":0', 1),
    LINE.replace(b'"edition"', b'"edition": "2019", "edition"', 1),
    LINE.replace(b'"total": 0', b'"total": 0.0', 1),
    LINE.replace(b'"total": 0', b'"total": 0e5', 1),
    LINE.replace(b'"total": 0', b'"total": 1e-7', 1),
    LINE.replace(b'"total": 0', b'"total": -0', 1),
    LINE.replace(b'"total": 0', b'"total": NaN', 1),
    LINE.replace(b'"total": 0', b'"total": ' + b"9" * 1001, 1),
    LINE.replace(b'"total": 0', b'"total": ' + b"9" * 5000, 1),
    LINE.replace(b'"overview": "', b'"overview": "\\ud83d\\ude00 \\"total\\": ', 1),
    LINE.replace(b'"overview": "', b'"overview": "\\ud800', 1),
    LINE.replace(b'"overview": "', b'"overview": "\\\\', 1),
    LINE.replace(b'"overview": "', b'"overview": "\x00', 1),
    LINE.replace(b'"overview": "', '"overview": "总体情况：“甲”'.encode("gb18030"), 1),
    b"\xef\xbb\xbf" + LINE,
    LINE + b" ",
    LINE + b"}",
    LINE[:-1],
    b"[" * 60_000,
    b"",
    b"{}",
    b'{"reports": []}',
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:40].decode(errors="replace"))
def test_hostile_lines(line: bytes) -> None:
    for number in (0, 1, 6):
        assert_lines_agree(number, line)
