"""The edition that a report is checked by: the one that it names, or the one that the caller asks for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from zero_reports import CASES, CATALOG, DOCUMENTS, zero_with

from gknb import check
from gknb.standard.kinds import kinds


@pytest.mark.parametrize("edition", ["2018", "", None, True, 2018, 2021.5, ["2021"]], ids=repr)
def test_without_an_edition_nothing_else_can_be_decided(edition: Any) -> None:
    result = check(zero_with({"/edition": edition, f"{CASES}/total": 1, "/scope": "?"}))
    assert (result.edition, result.valid, result.checked.cells) == (None, False, 0)
    (finding,) = result.findings
    assert finding.cells[0].pointer == "/edition"
    decided = kinds("cells", "schema")
    every = {relation["code"] for relation in CATALOG.relations() if relation["relation"]["kind"] in decided}
    assert {one.code for one in result.undecided} == every - {finding.code}
    assert all(one.cells == () for one in result.undecided)


@pytest.mark.parametrize("document", [[], {}, {"edition": None}, [{"edition": "2021"}]], ids=repr)
def test_a_document_that_is_no_report_has_one_finding(document: Any) -> None:
    result = check(document)
    assert (len(result.findings), result.edition, result.valid) == (1, None, False)


@pytest.mark.parametrize("number", [2021, 2021.0, Decimal(2021)], ids=repr)
def test_an_edition_written_as_a_number_is_meant_as_the_text(number: Any) -> None:
    result = check(zero_with({"/edition": number, f"{CASES}/total": 1}))
    assert result.edition == "2021"
    assert [one.code for one in result.findings] == ["S005", "T401"]
    assert "in quotes" in result.findings[0].message
    assert [one.code for one in result.undecided] == ["E101"]  # its key cannot be used


def test_another_edition_can_be_asked_for() -> None:
    result = check(CATALOG.zero_report("2021"), edition="2019")
    assert result.edition == "2019"
    pointers = {one.cells[0].pointer for one in result.findings}
    assert {"/edition", f"{DOCUMENTS}/disclosed_total", f"{DOCUMENTS}/in_force"} <= pointers
    assert not result.valid
