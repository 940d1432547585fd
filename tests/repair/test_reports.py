"""Which cell is wrong: reports with a known mistake, told as documentation; then what holds of every report."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import gknb
from gknb.engine.evaluate import Evaluator
from gknb.repair.apply import NAMESPACE, repaired
from gknb.repair.ranked import ranked
from gknb.repair.suggest import habits_of, worded
from gknb.repair.system import SystemBuilder
from gknb.source.pointers import changed, lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.texts import say

if TYPE_CHECKING:
    from pathlib import Path

    from hypothesis.strategies import DrawFn

HUAIAN: Final[dict[str, Any]] = json.loads((ROOT / "docs" / "examples" / "huaian-2024.json").read_bytes())
CATALOG: Final = load_catalog()
RECEIVED: Final = "/requests/received"
RECONSIDERATION: Final = "/review_and_litigation/reconsideration"


def wrong(values: dict[str, Any], report: dict[str, Any] = HUAIAN) -> dict[str, Any]:
    return changed(copy.deepcopy(report), values)


def explained(report: Any, **options: Any) -> gknb.Result:
    return gknb.check(report, explain=True, **options)


def first(values: dict[str, Any]) -> dict[str, Any]:
    """The cells of the first repair with what they should hold."""
    return {change.pointer: change.after for change in explained(wrong(values)).repairs[0].changes}


def reason(values: dict[str, Any]) -> str:
    return explained(wrong(values)).repairs[0].reason


# --- Each kind of mistake --------------------------------------------------------------------------------------------


def test_nothing_is_looked_for_unless_asked() -> None:
    result = gknb.check(wrong({f"{RECEIVED}/natural_person": 3010}))
    assert result.repairs == ()
    assert result.repairs_note is None


def test_a_report_without_mistakes_has_no_repairs() -> None:
    result = explained(HUAIAN)
    assert result.repairs == ()
    assert result.repairs_note is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (3801, "one digit"),
        (3010, "two adjacent digits"),
        (301, "a digit of"),
        (30011, "is doubled"),
        (35001, "a digit too many"),
        (0, "was left at 0"),
        (34, "repeats the number of"),
        (7777, "should be 3001, not 7777"),
    ],
)
def test_one_number_mistyped_is_found_and_explained(typed: int, words: str) -> None:
    """3001 natural persons sent requests; each way of mistyping it breaks the sum of its row and of its column."""
    values = {f"{RECEIVED}/natural_person": typed}
    assert first(values) == {f"{RECEIVED}/natural_person": 3001}
    assert words in reason(values)


def test_a_total_that_was_not_updated_comes_before_the_numbers_that_it_sums_up() -> None:
    values = {f"{RECONSIDERATION}/total": 300}
    assert first(values) == {f"{RECONSIDERATION}/total": 351}
    assert "was not updated" in reason(values)


def test_a_slip_in_a_number_comes_before_a_total_that_was_not_updated() -> None:
    """187 written as 178 leaves a difference of 9: four cells could be wrong, one of them by a common slip."""
    found = explained(wrong({f"{RECONSIDERATION}/other": 187})).repairs
    assert len(found) == 5
    assert {change.pointer for one in found for change in one.changes} == {
        f"{RECONSIDERATION}/{name}" for name in ("upheld", "corrected", "other", "pending", "total")
    }
    assert found[0].changes[0].after == 178


def test_a_part_left_out_of_its_total() -> None:
    values = {f"{RECONSIDERATION}/total": 351 - 72}
    assert first(values) == {f"{RECONSIDERATION}/total": 351}
    assert "the 72 of" in reason(values)


def test_a_number_in_the_cell_beside_its_own() -> None:
    values = {f"{RECEIVED}/legal_person/business": 0, f"{RECEIVED}/legal_person/research": 53}
    assert first(values) == {f"{RECEIVED}/legal_person/business": 53, f"{RECEIVED}/legal_person/research": 0}
    assert "is in the wrong cell" in reason(values)


def test_two_numbers_exchanged() -> None:
    values = {f"{RECEIVED}/natural_person": 53, f"{RECEIVED}/legal_person/business": 3001}
    assert first(values) == {f"{RECEIVED}/natural_person": 3001, f"{RECEIVED}/legal_person/business": 53}
    assert "are swapped" in reason(values)


def test_a_row_shifted_by_one_cell() -> None:
    """The row slid to the right, so that the number of its last cell is lost: the sums tell it."""
    cells = [f"{RECEIVED}/natural_person"]
    cells += [f"{RECEIVED}/legal_person/{name}" for name in ("business", "research", "public_welfare", "legal_service")]
    cells += [f"{RECEIVED}/legal_person/other", f"{RECEIVED}/total"]
    true = [lookup(HUAIAN, cell) for cell in cells]
    values = dict(zip(cells, [0, *true[:-1]], strict=True))
    assert first(values) == {cell: value for cell, value in zip(cells, true, strict=True) if value != values[cell]}
    assert "shifted by one cell" in reason(values)


def test_two_mistakes_far_apart_are_put_right_together() -> None:
    values = {f"{RECEIVED}/natural_person": 3010, f"{RECONSIDERATION}/other": 187}
    assert first(values) == {f"{RECEIVED}/natural_person": 3001, f"{RECONSIDERATION}/other": 178}


def test_where_several_numbers_would_do_the_reason_says_so() -> None:
    """in_force >= issued - repealed: 2 in force is too little, and any number from 36 on would do."""
    row = "/proactive_disclosure/normative_documents"
    result = explained(wrong({f"{row}/issued": 62, f"{row}/in_force": 2}))
    assert [finding.code for finding in result.findings] == ["T202"]
    by_cell = {repair.changes[0].pointer: repair for repair in result.repairs}
    assert set(by_cell) == {f"{row}/issued", f"{row}/repealed", f"{row}/in_force"}
    assert by_cell[f"{row}/in_force"].changes[0].after >= 36  # type: ignore[operator]
    assert "≥36" in by_cell[f"{row}/in_force"].reason


def test_amounts_that_do_not_go_with_their_number() -> None:
    """Projects without an amount: either there were none, or some amount is missing, and nobody can tell which."""
    row = "/proactive_disclosure/procurement"
    result = explained(wrong({f"{row}/projects": 3}, CATALOG.zero_report("2019")))
    none, some = sorted(result.repairs, key=lambda repair: repair.changes[0].pointer, reverse=True)
    assert [(change.pointer, change.after) for change in none.changes] == [(f"{row}/projects", 0)]
    assert [change.pointer for change in some.changes] == [f"{row}/amount/value"]
    assert "more than one number is possible there" in some.reason


def test_an_accepted_warning_needs_no_repair(tmp_path: Path) -> None:
    from gknb.engine.options import Options
    from gknb.settings.checker import Checker
    from gknb.source.document import from_python

    row = "/proactive_disclosure/normative_documents"
    report = wrong({f"{row}/in_force": 2, f"{row}/issued": 62})
    pointers = [f"{row}/in_force", f"{row}/issued", f"{row}/repealed"]
    explanation = {"code": "T202", "cells": pointers, "reason": "机构改革", "by": "张三", "on": "2025-01-20"}
    checker = Checker(Options(explain=True))
    assert checker.check(from_python(report)).repairs
    report["extensions"] = {"gknb.explanations": [explanation]}
    result = checker.check(from_python(report), str(tmp_path / "report.json"))
    assert result.findings[0].accepted is not None, result.explanations
    assert result.repairs == ()


# --- Blanks ----------------------------------------------------------------------------------------------------------


def test_a_blank_that_only_one_number_fits_is_filled_and_others_may_have_been_meant_as_zero() -> None:
    business, licensing = f"{RECEIVED}/legal_person/business", "/proactive_disclosure/licensing/decisions"
    report = wrong({business: None, licensing: None})
    found = explained(report).repairs
    assert [{change.pointer: change.after for change in one.changes} for one in found] == [
        {business: 53},
        {licensing: 0, business: 53},
    ]
    draft = explained(report, draft=True)
    assert len(draft.repairs) == 1
    assert draft.repairs_note is not None
    assert "1 blank" in draft.repairs_note


def test_an_empty_form_is_not_filled_with_zeros() -> None:
    empty = wrong(dict.fromkeys(form_of(CATALOG, "2021").cells))
    result = explained(empty)
    assert result.repairs == ()
    assert "200 blank" in (result.repairs_note or "")


# --- Several reports -------------------------------------------------------------------------------------------------


def test_a_report_and_its_last_year_s_are_one_system() -> None:
    """Last year carried 34 requests of natural persons forward; this year says 43 everywhere, and adds up by itself."""
    last = CATALOG.zero_report("2021")
    carried, brought = "/requests/carried_forward", "/requests/brought_forward"
    rows = ("/requests/received", carried)
    changed(last, {f"{row}/{column}": 34 for row in rows for column in ("natural_person", "total")})
    this = CATALOG.zero_report("2021")
    changed(this, {f"{row}/{column}": 43 for row in (brought, carried) for column in ("natural_person", "total")})
    evaluator = Evaluator(form_of(CATALOG, "2021"), compile_relations(CATALOG, "2021"))
    builder = SystemBuilder()
    builder.add_report(evaluator, last, evaluator.cells(last), file="2023.json")
    builder.add_report(evaluator, this, evaluator.cells(this))
    for column in ("natural_person", "total"):
        builder.add_constraint({(None, f"{brought}/{column}"): 1, ("2023.json", f"{carried}/{column}"): -1})
    system, habits = builder.build(), habits_of(CATALOG)
    found = ranked(system, habits)
    repairs, note = worded(found, system, habits, "en", label=lambda one: one.pointer, before=lambda one: one.value)
    assert note is not None
    in_this_year = {(None, f"{row}/{column}") for row in (brought, carried) for column in ("natural_person", "total")}
    sets = [{(change.file, change.pointer) for change in repair.changes} for repair in repairs]
    assert in_this_year in sets
    for option in found.options:
        values = system.values()
        for cell, value in option.changes.items():
            values[cell] = value
        assert system.violated(values) == []


# --- What holds of every report ---------------------------------------------------------------------------------------


@st.composite
def mangled(draw: DrawFn) -> dict[str, Any]:
    """A report in which a few cells hold anything: small numbers, or blanks."""
    report = CATALOG.zero_report(draw(st.sampled_from(CATALOG.editions)))
    cells = st.sampled_from(form_of(CATALOG, report["edition"]).cells)
    return changed(report, draw(st.dictionaries(cells, st.none() | st.integers(0, 9), min_size=1, max_size=6)))


@settings(max_examples=examples(60))
@given(mangled())
def test_every_repair_restores_what_was_violated_and_breaks_nothing(report: dict[str, Any]) -> None:
    """A repair leaves no relation between cells violated, and its copy says what was changed."""
    result = explained(report)
    assert result == explained(report)
    violated = {one.code for one in result.checked.relations if one.violated}
    assert bool(result.repairs) >= bool(violated)
    for repair in result.repairs:
        assert repair.reason
        for change in repair.changes:
            assert change.before == lookup(report, change.pointer)
            assert change.after != change.before
            assert change.after is not None
        made = repaired(report, repair)
        assert [note["reason"] for note in made["extensions"].pop(NAMESPACE)] == [repair.reason]
        after = gknb.check(made)
        assert not any(one.violated for one in after.checked.relations if one.code.startswith("T"))


@settings(max_examples=examples(40))
@given(mangled())
def test_no_part_of_a_repair_restores_everything(report: dict[str, Any]) -> None:
    for repair in explained(report).repairs:
        typed = [change for change in repair.changes if change.before is not None]
        for left in typed if len(typed) > 1 else ():
            values = {change.pointer: change.after for change in typed if change is not left}
            # Other cells are as they were, blanks are whatever fits: with these values at least, something is wrong.
            after = explained(changed(copy.deepcopy(report), values))
            assert any(change.before is not None for one in after.repairs for change in one.changes), (
                "a part of the set would have done"
            )


# --- Hostile reports -------------------------------------------------------------------------------------------------


def test_where_too_much_is_wrong_the_list_says_that_it_is_bounded() -> None:
    cells = form_of(CATALOG, "2021").cells
    result = explained(wrong({cell: (7919 * n) % 97 + 1 for n, cell in enumerate(cells)}))
    assert result.checked.violated >= 40
    assert result.repairs
    assert result.repairs_note == "; ".join(
        [say("en", "repair.note.some"), *(result.repairs_note or "").split("; ")[1:]]
    )
    assert len(result.repairs) <= 50
    assert gknb.check(repaired(wrong(dict.fromkeys(cells, 0)), result.repairs[0])).edition == "2021"


def test_numbers_of_any_size_stay_exact() -> None:
    large = 10**900 + 7
    row = {f"{RECEIVED}/natural_person": large, f"{RECEIVED}/total": large}
    assert {change.after for one in explained(wrong(row)).repairs[:1] for change in one.changes} == {3001, 3119}


def test_a_report_that_is_no_report_has_nothing_to_repair() -> None:
    for document in ({}, {"edition": "2021"}, {"edition": "2021", "requests": [], "review_and_litigation": "无"}):
        result = explained(document)
        assert result.repairs == ()


def test_every_sentence_is_there_in_both_languages() -> None:
    values = {f"{RECEIVED}/natural_person": 3010}
    assert explained(wrong(values), lang="zh").repairs[0].reason == (
        "“表三 · 一、本年新收 · 自然人”相邻两位写反：3001 写成了 3010"
    )


def test_the_habits_of_the_published_set_are_as_their_schema_demands() -> None:
    schema, data = (CATALOG.json(CATALOG.entry[key]) for key in ("repairs_schema", "repairs"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(data)
    names = [kind["name"] for kind in data["kinds"]]
    assert sorted(names) == sorted(schema["properties"]["kinds"]["items"]["properties"]["name"]["enum"])
