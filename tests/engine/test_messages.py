"""The messages of findings: sums spelled out, and values short and printable whatever they are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from zero_reports import CASES, CATALOG, only, zero_with

from gknb import check
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from gknb.standard.form import Lang


def test_a_sum_is_spelled_out_without_its_zeros() -> None:
    values = {f"{CASES}/upheld": 34, f"{CASES}/other": 4, f"{CASES}/total": 40}
    assert only(values).message == (
        "Table 4 · reconsideration: total 40, should equal upheld 34 + other result 4 = 38; off by 2"
    )
    assert only(values, lang="zh").message == "表四 · 行政复议：总计 40，应等于 结果维持 34＋其他结果 4＝38，相差 2"


def test_a_long_sum_is_counted() -> None:
    rows = [pointer for pointer in form_of(CATALOG, "2021").cells if pointer.startswith("/requests/outcomes/refused/")]
    values = dict.fromkeys((row for row in rows if row.endswith("/natural_person")), 1)
    (finding,) = check(zero_with(values), select=["T302"]).findings
    assert "the sum of 21 cells = 8; off by 8" in finding.message


@pytest.mark.parametrize(
    ("values", "left", "right"),
    [
        ({f"{CASES}/upheld": 3, f"{CASES}/pending": None, f"{CASES}/total": 2}, "total 2", "upheld 3 + 1 blank (>=3)"),
        ({f"{CASES}/upheld": 3, f"{CASES}/total": 2, f"{CASES}/other": None, f"{CASES}/pending": None}, "2", "2 blank"),
    ],
)
def test_a_sum_with_blanks_says_how_many_and_its_bound(values: dict[str, Any], left: str, right: str) -> None:
    message = only(values, draft=True).message
    assert left in message
    assert right in message


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "hostile",
    [
        "长" * 5000,
        "\x1b[2J\x1b]0;title\x07",
        "\u202e倒写\u2066",
        "line\nbreak\r\n\tand tab\u2028",
        "{actual} {0} %s {cell.__class__}",
        "\x00",
        "9" * 900,
    ],
    ids=["long", "escape", "bidi", "lines", "braces", "nul", "digits"],
)
@pytest.mark.parametrize("pointer", [f"{CASES}/total", "/organ/kind", "/published_on", "/requests", "/edition"])
def test_a_value_is_repeated_short_and_printable(pointer: str, hostile: str, lang: Lang) -> None:
    for finding in check(zero_with({pointer: hostile}), lang=lang).findings:
        for text in (finding.message, finding.fix, *finding.hints):
            assert text.isprintable()
            assert len(text) < 250
        assert finding.cells[0].value == hostile


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("x" * 5000, id="long"),
        pytest.param("k\x1b[2J\n", id="escape"),
        pytest.param("\u202ekey", id="bidi"),
    ],
)
def test_a_name_is_repeated_short_and_printable(key: str) -> None:
    finding = only({f"/requests/{key}": 0})
    assert finding.code == "S002"
    assert len(finding.message) < 250
    assert finding.message.isprintable()


def test_braces_in_a_name_are_not_placeholders() -> None:
    assert only({"/requests/{cell}": 0}).message == ("Table 3 · {cell}: this edition of the form has no such field")


@pytest.mark.parametrize(
    ("value", "shown"), [(True, "true"), ([1], "[…]"), ({"a": 1}, "{…}"), (Decimal("1E-7"), "0.0000001")]
)
def test_values_of_other_types_are_written_as_json(value: Any, shown: str) -> None:
    message = check(zero_with({f"{CASES}/total": value})).findings[0].message
    assert (
        message == f"Table 4 · reconsideration · total: {shown} is not a count; expected 0 or a positive whole number"
    )
