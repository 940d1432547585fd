"""An answer held against the expected one: what passes at a level, and what each level sees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gknb.conformance.compare import LEVELS, Answer, AnswerError, compare, figures_given, read_answer
from gknb.conformance.expected import Expected, ExpectedFinding

codes = st.sampled_from(["S001", "T301", "T302", "E101"])
severities = {"S001": "error", "T301": "error", "T302": "warning", "E101": "info"}
figures = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(),
)


@st.composite
def findings(draw: st.DrawFn) -> ExpectedFinding:
    code = draw(codes)
    return ExpectedFinding(
        code=code,
        severity=severities[code],  # type: ignore[arg-type]
        pointers=draw(st.frozensets(st.sampled_from(["/a", "/b", "/c/d"]), min_size=1)),
        expected=draw(figures),
        actual=draw(figures),
    )


@st.composite
def answers(draw: st.DrawFn) -> Expected:
    found = draw(st.lists(findings(), max_size=5, unique_by=lambda one: (one.code, one.pointers)))
    verdicts = ["invalid", "unreadable"] if found else ["valid", "invalid", "unreadable"]
    verdict: Any = draw(st.sampled_from(verdicts))
    return Expected(verdict=verdict, findings=tuple(found), undecided=frozenset(draw(st.sets(codes))))


def written(expected: Expected, *, members: bool = True) -> dict[str, Any]:
    """The answer that is expected, as an implementation writes it."""
    return {
        "valid": expected.verdict == "valid",
        "error": {"reason": "x"} if expected.verdict == "unreadable" else None,
        "findings": [
            {
                "code": one.code,
                "cells": [{"pointer": pointer} for pointer in sorted(one.pointers)],
                **({"severity": one.severity, "expected": one.expected, "actual": one.actual} if members else {}),
            }
            for one in reversed(expected.findings)
        ],
        "undecided": [{"code": code} for code in expected.undecided],
    }


def passes(expected: Expected, answer: Answer) -> list[str]:
    return [level for level in LEVELS if not compare(expected, answer, level)]


@given(answers(), st.booleans(), st.booleans())
def test_the_expected_answer_passes_at_every_level(expected: Expected, members: bool, wrapped: bool) -> None:
    value = written(expected, members=members)
    answer = read_answer({"results": [value]} if wrapped else value)
    assert passes(expected, answer) == list(LEVELS)
    assert figures_given(expected, answer) == (len(expected.findings) * members, len(expected.findings))


@given(answers(), answers())
def test_a_level_that_passes_includes_those_below(expected: Expected, other: Expected) -> None:
    passed = passes(expected, read_answer(written(other)))
    assert passed == list(LEVELS[: len(passed)])


@given(answers(), st.data())
def test_a_finding_that_is_missing_fails_cells_and_its_last_one_codes(expected: Expected, data: st.DataObject) -> None:
    assume(expected.findings and expected.verdict != "unreadable")
    value = written(expected)
    gone = data.draw(st.sampled_from(value["findings"]))
    value["findings"].remove(gone)
    differences = compare(expected, read_answer(value))
    assert [(one.kind, one.code, sorted(one.pointers)) for one in differences] == [
        ("missing", gone["code"], [cell["pointer"] for cell in gone["cells"]])
    ]
    last = gone["code"] not in {one["code"] for one in value["findings"]}
    assert passes(expected, read_answer(value)) == (["verdict"] if last else ["verdict", "codes"])


@given(answers(), st.data())
def test_findings_in_another_order_fail_cells_alone_where_the_order_matters(
    expected: Expected, data: st.DataObject
) -> None:
    assume(len(expected.findings) > 1 and expected.verdict != "unreadable")
    value = written(expected)
    keys = [(one.code, one.pointers) for one in expected.findings]
    order = data.draw(st.permutations(range(len(keys))))
    value["findings"] = [written(replace(expected, findings=(expected.findings[n],)))["findings"][0] for n in order]
    assert passes(expected, read_answer(value)) == list(LEVELS)
    in_order = replace(expected, in_order=True)
    differences = compare(in_order, read_answer(value))
    late = [(key, keys[n]) for key, n in zip(keys, order, strict=True) if key != keys[n]][:1]
    assert [(one.kind, (one.code, one.pointers), one.given) for one in differences] == [
        ("order", key, given[0]) for key, given in late
    ]
    assert passes(in_order, read_answer(value)) == (["verdict", "codes"] if late else list(LEVELS))


@given(answers(), st.data())
def test_a_missing_finding_does_not_change_the_order_of_the_others(expected: Expected, data: st.DataObject) -> None:
    assume(len(expected.findings) > 1 and expected.verdict != "unreadable")
    value = written(replace(expected, findings=expected.findings[::-1]))
    del value["findings"][data.draw(st.integers(0, len(expected.findings) - 1))]
    (difference,) = compare(replace(expected, in_order=True), read_answer(value))
    assert difference.kind == "missing"


@given(answers(), findings())
def test_a_finding_too_many_fails_cells_even_where_it_is_there_already(
    expected: Expected, extra: ExpectedFinding
) -> None:
    assume(expected.verdict != "unreadable")
    value = written(expected)
    value["findings"] += written(replace(expected, findings=(extra,)), members=False)["findings"]
    known = extra.code in {one.code for one in expected.findings}
    assert passes(expected, read_answer(value)) == (["verdict", "codes"] if known else ["verdict"])


@given(answers(), st.data())
def test_another_cell_fails_cells_alone(expected: Expected, data: st.DataObject) -> None:
    assume(expected.findings and expected.verdict != "unreadable")
    value = written(expected)
    data.draw(st.sampled_from(value["findings"]))["cells"][0]["pointer"] = "/elsewhere"
    assert passes(expected, read_answer(value)) == ["verdict", "codes"]


@given(answers(), st.data())
def test_another_figure_fails_cells_alone(expected: Expected, data: st.DataObject) -> None:
    assume(expected.findings and expected.verdict != "unreadable")
    value = written(expected)
    finding = data.draw(st.sampled_from(value["findings"]))
    member = data.draw(st.sampled_from(["expected", "actual"]))
    finding[member] = [finding[member]]
    (difference,) = compare(expected, read_answer(value))
    assert (difference.kind, difference.code, difference.member) == ("figure", finding["code"], member)
    assert passes(expected, read_answer(value)) == ["verdict", "codes"]


@given(answers(), st.data())
def test_another_severity_fails_codes(expected: Expected, data: st.DataObject) -> None:
    assume(expected.findings and expected.verdict != "unreadable")
    value = written(expected)
    data.draw(st.sampled_from(value["findings"]))["severity"] = "fatal"
    assert passes(expected, read_answer(value)) == ["verdict"]


@given(answers(), codes)
def test_an_undecided_relation_more_or_less_fails_codes(expected: Expected, code: str) -> None:
    assume(expected.verdict != "unreadable")
    other = replace(expected, undecided=expected.undecided ^ {code})
    (difference,) = compare(expected, read_answer(written(other)))
    kind = "undecided-missing" if code in expected.undecided else "undecided-unexpected"
    assert (difference.kind, difference.code) == (kind, code)
    assert passes(expected, read_answer(written(other))) == ["verdict"]


@given(answers())
def test_the_other_verdict_fails_every_level(expected: Expected) -> None:
    value = written(expected)
    value["valid"] = not value["valid"]
    assert passes(expected, read_answer(value)) == []


@given(answers(), st.sampled_from(["findings", "undecided"]))
def test_what_is_left_out_fails_the_levels_that_need_it(expected: Expected, member: str) -> None:
    assume(expected.verdict != "unreadable")
    value = written(expected)
    del value[member]
    assert passes(expected, read_answer(value)) == ["verdict"]


@given(answers())
def test_without_cells_only_cells_fails(expected: Expected) -> None:
    assume(expected.findings and expected.verdict != "unreadable")
    value = written(expected)
    for finding in value["findings"]:
        del finding["cells"]
    assert passes(expected, read_answer(value)) == ["verdict", "codes"]


def figure(expected: Any, actual: Any) -> bool:
    """Whether ``actual`` passes for ``expected``."""
    one = ExpectedFinding(code="T301", severity="error", pointers=frozenset({"/a"}), expected=expected, actual=0)
    wanted = Expected(verdict="invalid", findings=(one,), undecided=frozenset())
    value = written(wanted)
    value["findings"][0]["expected"] = actual
    return not compare(wanted, read_answer(value))


BIG = 9007199254740993


@pytest.mark.parametrize(
    ("expected", "given_as", "same"),
    [
        (3, Decimal("3.0"), True),
        (3, "3", False),
        (3, True, False),
        (True, 1, False),
        (0, None, False),
        (BIG, BIG, True),
        (BIG, str(BIG), True),
        (BIG, f"{BIG}.0", True),
        (BIG, BIG - 1, False),
        (BIG, str(BIG - 1), False),
        (BIG, f" {BIG}", False),
        (BIG, "9_007_199_254_740_993", False),
        (BIG, "sNaN", False),
        (BIG, "9" * 10**6, False),
        (10**400, str(10**400), True),
        (Decimal("0.3"), Decimal("0.30000000000000004"), False),
        (Decimal("0.3"), Decimal("0.30"), True),
        (">=3", ">=3", True),
        (">=3", 3, False),
    ],
    ids=str,
)
def test_figures_are_compared_exactly(expected: Any, given_as: Any, same: bool) -> None:
    assert figure(expected, given_as) is same


@pytest.mark.parametrize(
    "value",
    [
        [],
        None,
        {},
        {"valid": 1},
        {"results": []},
        {"results": [{"valid": True}] * 2},
        {"valid": True, "findings": {}},
        {"valid": True, "findings": ["T301"]},
        {"valid": True, "findings": [{}]},
        {"valid": True, "undecided": [{"code": None}]},
        {"valid": True, "findings": [{"code": "T301", "cells": [{}]}]},
        {"valid": True, "findings": [{"code": "T301", "cells": ["/a"]}]},
    ],
    ids=str,
)
def test_what_is_no_answer_is_refused(value: Any) -> None:
    with pytest.raises(AnswerError):
        read_answer(value)
