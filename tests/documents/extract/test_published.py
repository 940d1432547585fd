"""Real published reports, where they are present, come out exactly."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT

from gknb.documents.extract.bounded import extracted_path
from gknb.documents.extract.published import extracted
from gknb.settings.checker import Checker
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from gknb.documents.extract.extraction import Extraction

SHARED = ROOT.parent / "shared"
CATALOG = load_catalog()
SECTIONS = ("overview", "problems_and_improvements", "other_matters")


def real(name: str) -> Extraction:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    return extracted_path(str(path))


def cells(document: Any) -> dict[str, Any]:
    return {pointer: lookup(document, pointer) for pointer in form_of(CATALOG, document["edition"]).cells}


def test_the_citys_pdf_comes_out_figure_by_figure_and_is_valid() -> None:
    found = real("real/huaian-2024.pdf")
    by_hand = json.loads((ROOT / "docs" / "examples" / "huaian-2024.json").read_bytes(), parse_float=Decimal)
    assert cells(found.document) == cells(by_hand)
    assert len(cells(found.document)) == 200
    assert (found.document["organ"]["name"], found.document["reporting_year"]) == ("淮安市人民政府", 2024)
    result = Checker().check(found.source())
    assert result.valid
    assert {finding.code for finding in result.findings} == {"X007"}  # level, kind and scope are not printed


def test_the_citys_text_is_in_its_sections_and_page_breaks_are_healed() -> None:
    document = real("real/huaian-2024.pdf").document
    for section, figure in zip(SECTIONS, ("5500", "政策解读", "3940"), strict=True):
        assert figure in document[section]
        assert all(line[-1] in "。；：" for line in document[section].split("\n"))
    assert len(document["overview"].split("\n")) == 6, "an introduction and the five aspects"


def test_every_figure_of_the_citys_pdf_has_its_place() -> None:
    origins = {origin.pointer: origin for origin in real("real/huaian-2024.pdf").origins}
    for pointer in form_of(CATALOG, "2021").cells:
        printed = origins[pointer].printed
        assert printed.page in range(1, 7)
        assert None not in (printed.table, printed.row, printed.column)
        assert printed.confidence == "labels"


def test_the_townships_text_is_a_report_of_blanks_and_its_check_says_so() -> None:
    found = real("seeds/chongwen-2020.txt")
    assert found.document["edition"] == "2019"
    assert list(cells(found.document).values()) == [None] * 198
    assert found.document["reporting_year"] == 2020
    assert found.document["organ"] == {"name": "崇文镇", "level": "township", "kind": "government"}
    assert "110" in found.document["overview"]
    assert found.document["problems_and_improvements"]
    assert found.document["other_matters"] is None
    result = Checker().check(found.source())
    blank = {cell.pointer for one in result.findings if one.code in ("S003", "X001") for cell in one.cells}
    assert blank >= set(cells(found.document))
    assert not result.valid


def test_the_official_word_form_is_an_empty_form() -> None:
    found = real("real/official-form-2021.docx")
    assert found.document["edition"] == "2021"
    assert list(cells(found.document).values()) == [None] * 200
    assert [found.document[section] for section in SECTIONS] == [None] * 3
    # The form prints no organ and no year; from 2.0.1 that is reported.
    assert {trouble.code for trouble in found.troubles} <= {"X012"}


PAGE = """# 某某县教育局2025年政府信息公开工作年度报告

发布日期：2026-01-20

## 二、主动公开政府信息情况

| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
|---|---|---|---|
| 规章 | 0 | 0 | 0 |
| 行政规范性文件 | 3 | 1 | 9 |
"""


def test_a_finding_points_at_the_printed_cell() -> None:
    page = PAGE.replace("| 9 |", "| 1 |")
    findings = Checker().check(extracted(CATALOG, page.encode()).source()).findings
    (finding,) = [one for one in findings if one.code == "T202"]
    (printed,) = {cell.printed for cell in finding.cells if cell.pointer.endswith("in_force")}
    assert printed is not None
    assert (printed.table, printed.row, printed.column, printed.text) == (1, 3, 4, "1")


def test_what_was_not_found_is_told_once_as_such() -> None:
    """A cell that is not on the page is X001; that it is blank in the document as well is no second finding."""
    found = Checker().check(extracted(CATALOG, PAGE.encode()).source()).findings
    missing = {cell.pointer for one in found if one.code == "X001" for cell in one.cells}
    assert "/requests/received/total" in missing
    assert not missing & {cell.pointer for one in found if one.code.startswith("S") for cell in one.cells}
