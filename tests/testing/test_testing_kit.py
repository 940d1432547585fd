"""The test kit: what it draws is valid, wrong exactly as stated, or goes on from year to year, and shrinks well."""

from __future__ import annotations

import copy
import dataclasses
import itertools
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from _oracle import answer
from examples import examples
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from strategies import CATALOG, EDITIONS, KINDS, LEVELS, Report, cells_of, get
from wrong_counties import wrong_years

import gknb
from gknb.errors import CatalogError, UsageError
from gknb.standard.kinds import compile_years
from gknb.standard.relations import Linear
from gknb.testing import (
    Corrupted,
    assert_finding,
    assert_valid_report,
    corrupted_reports,
    drawing,
    report_series,
    reports,
)
from gknb.testing import series as years_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DataObject

    from gknb import Result

editions = pytest.mark.parametrize("edition", EDITIONS)
ONCE: Final = settings(phases=[Phase.generate], max_examples=3000, database=None)
"""Settings under which ``find`` looks whether something is drawn at all."""
LEAST: Final = settings(phases=[Phase.generate, Phase.shrink], max_examples=3000, database=None)
"""Settings under which it looks for the simplest."""


def told(result: Result) -> set[tuple[str, frozenset[str], Any, Any]]:
    return {
        (one.code, frozenset(cell.pointer for cell in one.cells), one.expected, one.actual) for one in result.findings
    }


# --- Valid reports --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kind", KINDS)
@editions
@settings(max_examples=examples(10))
@given(data=st.data())
def test_reports_are_valid_by_the_oracle_too(edition: str, level: str, kind: str, data: DataObject) -> None:
    report = data.draw(reports(edition=edition, level=level, kind=kind))
    assert (report["edition"], report["organ"]["level"], report["organ"]["kind"]) == (edition, level, kind)
    result = gknb.check(report, strict=True)
    assert (result.valid, result.findings, result.undecided) == (True, (), ())
    assert answer(report, edition, []) == {"verdict": "valid", "findings": [], "undecided": []}


@given(report=reports() | reports(max_count=10**30))
def test_reports_are_what_json_holds(assert_valid_report: Callable[..., Result], report: Report) -> None:
    assert json.loads(json.dumps(report)) == report
    assert_valid_report(json.dumps(report).encode(), strict=True)


@editions
@given(data=st.data())
def test_blanks_violate_nothing(edition: str, data: DataObject) -> None:
    report = data.draw(reports(edition=edition, blanks=True))
    result = assert_valid_report(report, draft=True, strict=True)
    assert result.findings == ()
    assert result.checked.blank > 0


@given(reports(max_count=0))
def test_nothing_is_above_the_greatest_count(report: Report) -> None:
    assert not any(get(report, cell) for cell in cells_of(report))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("edition", "wanted"),
    [
        ("2021", lambda report: report["requests"]["brought_forward"]["total"] > 0),
        ("2021", lambda report: report["requests"]["received"]["total"] > 0),
        ("2021", lambda report: isinstance(report["proactive_disclosure"]["fees"]["amount_wanyuan"], float)),
        ("2021", lambda report: report["proactive_disclosure"]["regulations"]["in_force"] > 0),
        ("2021", lambda report: all(isinstance(report["organ"].get(key), str) for key in ("credit_code", "name"))),
        ("2019", lambda report: report["proactive_disclosure"]["fees"]["change"] < 0),
        ("2019", lambda report: 0 < report["proactive_disclosure"]["procurement"]["amount"]["value"] < 1),
        ("2019", lambda report: report.get("published_on", "")[5:] > "03"),
    ],
)  # fmt: skip
def test_there_is_variety(edition: str, wanted: Callable[[Report], bool]) -> None:
    find(reports(edition=edition), wanted, settings=ONCE)


@pytest.mark.parametrize(
    "options", [{"edition": "2020"}, {"level": "village"}, {"kind": "court"}, {"max_count": -1}], ids=str
)
def test_what_the_schema_does_not_have_is_refused(options: dict[str, Any]) -> None:
    for strategy in (reports, corrupted_reports):
        with pytest.raises(UsageError):
            strategy(**options)


# --- The relations are those of the data ----------------------------------------------------------------------------

TABLE_2: Final = "/proactive_disclosure"


def linear(left: list[str], comparator: str, right: list[str], constant: int = 0) -> dict[str, Any]:
    terms = [[{"cell": f"{TABLE_2}/{cell}"} for cell in cells] for cells in (left, right)]
    return {
        "kind": "linear",
        "left": terms[0],
        "comparator": comparator,
        "right": [*terms[1], {"constant": constant}],
    }


@pytest.fixture
def relations(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts relations into the published set, as the kit sees it."""

    def add(*more: dict[str, Any]) -> None:
        def read(path: str) -> bytes:
            content = CATALOG.read(path)
            if not path.endswith("T4.json"):
                return content
            data = json.loads(content)
            for n, relation in enumerate(more):
                words = {key: {"zh": "…", "en": "…"} for key in ("message", "fix")}
                new = {**data["relations"][0], "code": f"T49{n}", "relation": relation, "editions": ["2021"], **words}
                data["relations"].append(new)
            return json.dumps(data).encode()

        catalog = dataclasses.replace(CATALOG, read=read)
        monkeypatch.setattr(drawing, "load_catalog", lambda: catalog)

    return add


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_new_relation_is_honoured(relations: Callable[..., None], data: DataObject) -> None:
    relations(
        linear(["licensing/decisions"], ">=", ["penalties/decisions"], 2),
        linear(["coercion/decisions"], "<=", ["licensing/decisions"], 1),
        linear(["penalties/decisions", "coercion/decisions"], "=", ["normative_documents/issued"], 1),
        {"kind": "zero-together", "cells": [f"{TABLE_2}/regulations/issued", f"{TABLE_2}/licensing/decisions"]},
    )
    report = data.draw(reports(edition="2021", level="province", kind="government"))
    figures = report["proactive_disclosure"]
    licensing, penalties, coercion = (figures[row]["decisions"] for row in ("licensing", "penalties", "coercion"))
    assert licensing >= penalties + 2
    assert coercion <= licensing + 1
    assert penalties + coercion == figures["normative_documents"]["issued"] + 1
    assert figures["regulations"]["issued"] > 0


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ([linear(["licensing/decisions"], "<=", [], 3)], "kit.unsolved"),
        (
            [
                linear(["licensing/decisions"], "=", ["penalties/decisions", "coercion/decisions"]),
                linear(["penalties/decisions"], "=", ["licensing/decisions", "coercion/decisions"]),
            ],
            "kit.circle",
        ),
    ],
)
def test_a_relation_that_is_not_honoured_is_an_error(
    relations: Callable[..., None], more: list[dict[str, Any]], reason: str
) -> None:
    relations(*more)
    with pytest.raises(CatalogError) as raised:
        find(reports(edition="2021"), lambda _: False, settings=settings(max_examples=500, database=None))
    assert raised.value.reason == reason


# --- Shrinking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", [None, *EDITIONS])
def test_the_simplest_report_is_the_zero_report(edition: str | None) -> None:
    assert find(reports(edition=edition), lambda _: True, settings=LEAST) == CATALOG.zero_report(
        edition or EDITIONS[-1]
    )


def test_a_report_shrinks_to_the_one_request_that_matters() -> None:
    least = find(reports(), lambda report: report["requests"]["outcomes"]["granted"]["total"] >= 3, settings=LEAST)
    zero = CATALOG.zero_report(least["edition"])
    changed = {cell: get(least, cell) for cell in cells_of(least) if get(least, cell) != get(zero, cell)}
    assert sorted(changed.values()) == [3] * 6
    assert {"/requests/outcomes/granted/total", "/requests/outcomes/total/total"} < changed.keys()
    assert {key: least[key] for key in ("organ", "overview", "scope")} == {
        key: zero[key] for key in ("organ", "overview", "scope")
    }


def test_a_corrupted_report_shrinks_to_one_wrong_cell() -> None:
    least = find(corrupted_reports(), lambda one: any(f.code == "T301" for f in one.findings), settings=LEAST)
    zero = CATALOG.zero_report(least.document["edition"])
    wrong = [cell for cell in cells_of(zero) if get(least.document, cell) != get(zero, cell)]
    assert [get(least.document, cell) for cell in wrong] == [1]
    assert least.what.endswith("was changed from 0 to 1")


def test_the_shortest_series_is_two_zero_reports() -> None:
    least = find(report_series(), lambda _: True, settings=LEAST)
    assert [one["reporting_year"] for one in least] == [2019, 2020]
    assert not any(get(one, cell) for one in least for cell in cells_of(one))


# --- Corrupted reports ----------------------------------------------------------------------------------------------


@editions
@settings(max_examples=examples(300))
@given(data=st.data())
def test_what_is_stated_is_what_is_found(edition: str, data: DataObject) -> None:
    corrupted = data.draw(corrupted_reports(edition=edition, max_count=data.draw(st.sampled_from([3, 10**6]))))
    result = gknb.check(corrupted.document)
    assert told(result) == set(corrupted.findings), corrupted.what
    assert len(result.findings) == len(corrupted.findings) > 0
    assert json.loads(json.dumps(corrupted.document)) == corrupted.document


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("edition", "code"),
    [
        *itertools.product(EDITIONS, ("T201", "T301", "T302", "T303", "T401", "S001", "S002", "S003", "S004", "S008")),
        ("2021", "T202"),
        *(("2019", code) for code in ("T203", "T204", "T205", "S007")),
    ],
)
def test_every_relation_is_broken(edition: str, code: str) -> None:
    stated = find(
        corrupted_reports(edition=edition), lambda one: any(f.code == code for f in one.findings), settings=ONCE
    )
    wanted = next(finding for finding in stated.findings if finding.code == code)
    assert_finding(stated.document, code, pointers=wanted.pointers)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "wanted",
    [
        lambda one: "not updated" in one.what,
        lambda one: "requests" not in one.document and "Table 3 was removed" in one.what,
        lambda one: one.what.count("; ") == 2,
    ],
    ids=["a stale total", "a missing table", "three at once"],
)
def test_every_kind_of_corruption_is_drawn(wanted: Callable[[Corrupted], bool]) -> None:
    find(corrupted_reports(), wanted, settings=ONCE)


def test_what_was_done_is_told_in_both_languages() -> None:
    assert "表" in find(corrupted_reports(lang="zh", most=1), lambda one: "仍是" in one.what, settings=ONCE).what


def test_at_least_one_corruption() -> None:
    with pytest.raises(UsageError, match="most is 1 or more"):
        corrupted_reports(most=0)


# --- Series ---------------------------------------------------------------------------------------------------------


@settings(max_examples=examples(60))
@given(series=report_series(max_count=20) | report_series())
def test_each_year_goes_on_from_the_one_before(series: list[Report]) -> None:
    for report in series:
        assert_valid_report(report, strict=True)
        assert report["edition"] == ("2019" if report["reporting_year"] <= 2020 else "2021")
    for last, this in itertools.pairwise(series):
        assert this["reporting_year"] == last["reporting_year"] + 1
        assert (this["organ"], this["scope"]) == (last["organ"], last["scope"])
        assert list(wrong_years(last, this)) == []


@pytest.mark.parametrize(
    ("years", "wanted"),
    [
        ([2020, 2021], lambda _, this: this["requests"]["brought_forward"]["total"] > 0),
        ([2022, 2023], lambda last, this: this["requests"]["brought_forward"] == last["requests"]["received"] != 0),
        ([2022, 2023], lambda _, this: this["proactive_disclosure"]["normative_documents"]["repealed"] > 0),
        ([2019, 2020], lambda _, this: this["proactive_disclosure"]["fees"]["items_last_year"] > 0),
    ],
)
def test_something_goes_on(years: list[int], wanted: Callable[[Report, Report], bool]) -> None:
    series = find(report_series(years=years), lambda drawn: wanted(*drawn), settings=ONCE)
    assert [report["reporting_year"] for report in series] == years


@pytest.mark.parametrize("years", [[], [2021, 2023], [2022, 2021], [2018]], ids=str)
def test_years_follow_each_other_and_have_an_edition(years: list[int]) -> None:
    with pytest.raises(UsageError):
        report_series(years=years)


@given(report_series(years=[2021], level="national", kind="department"))
def test_a_series_of_one(series: list[Report]) -> None:
    assert [(one["organ"]["level"], one["organ"]["kind"]) for one in series] == [("national", "department")]


def test_a_relation_between_years_that_the_kit_cannot_honour_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on from year to year is read from family Y: an inequality there is no lost example."""
    published = compile_years(CATALOG, "2021", "2021")
    (first, *_) = (one for one in published.relations if isinstance(one, Linear))
    later = dataclasses.replace(published, relations=(dataclasses.replace(first, comparator=">="),))
    monkeypatch.setattr(years_of, "compile_years", lambda *_: later)
    with pytest.raises(CatalogError, match=r"Y601"):
        years_of.links.__wrapped__("2021", "2021")


# --- Without Hypothesis ---------------------------------------------------------------------------------------------


def test_without_hypothesis_the_kit_says_what_to_install() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; from gknb.testing import assert_finding, reports"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = "ModuleNotFoundError: gknb.testing needs Hypothesis: pip install 'gknb[testing]'"
    assert run.stderr.splitlines()[-1] == last


def test_the_assertions_do_not_load_hypothesis() -> None:
    code = "import sys; from gknb.testing import assert_finding; print('hypothesis' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_every_public_name_is_there() -> None:
    assert [name for name in gknb.testing.__all__ if getattr(gknb.testing, name) is None] == []
    assert {*gknb.testing.__all__} < {*dir(gknb.testing)}
    with pytest.raises(AttributeError, match=r"'gknb\.testing' has no attribute 'worlds'"):
        _ = gknb.testing.worlds


# --- What tests say of reports --------------------------------------------------------------------------------------


@pytest.fixture
def wrong() -> Report:
    report = copy.deepcopy(CATALOG.zero_report("2021"))
    report["requests"]["received"]["total"] = 4
    return report  # type: ignore[no-any-return]


def test_a_finding_is_given_back(wrong: Report) -> None:
    cell = "/requests/received/total"
    assert assert_finding(wrong, "T303", cell=cell).actual == 4
    pointers = [
        f"/requests/{row}/total" for row in ("received", "brought_forward", "outcomes/total", "carried_forward")
    ]
    assert assert_finding(wrong, "T301", pointers=pointers, cell=cell).expected == 4


@pytest.mark.parametrize(
    ("code", "where"),
    [("T302", {}), ("T301", {"pointers": ["/requests/received/total"]}), ("T303", {"cell": "/requests/received"})],
    ids=str,
)
def test_a_finding_that_is_not_there_fails_with_what_is(wrong: Report, code: str, where: dict[str, Any]) -> None:
    with pytest.raises(AssertionError) as raised:
        assert_finding(wrong, code, **where)
    first, *lines = str(raised.value).splitlines()
    assert first.startswith(f"expected the finding {code}")
    assert all(
        pointer in first for value in where.values() for pointer in ([value] if isinstance(value, str) else value)
    )
    assert any("T303" in line for line in lines)
    assert any(line.endswith("  4  /requests/received/total") for line in lines)


def test_a_code_that_does_not_exist_is_no_failure_of_the_report(wrong: Report) -> None:
    with pytest.raises(UsageError, match="T999"):
        assert_finding(wrong, "T999")


def test_what_cannot_be_read_is_not_valid() -> None:
    with pytest.raises(AssertionError, match=r"nowhere\.json\n.*no such file"):
        assert_valid_report("nowhere.json")
    with pytest.raises(AssertionError, match="没有这个文件"):
        assert_valid_report("nowhere.json", lang="zh")
