"""Pages in the manners of many vendors: whatever the manner, the report comes back, and no figure ever moves."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from vendor_pages import VENDORS, Vendor

from gknb.documents.extract.published import extracted
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.testing import reports

CATALOG = load_catalog()
NAMES = {vendor.habit: vendor for vendor in VENDORS}
SENTENCES = (
    "（一）主动公开。全年通过网站公开信息，更新及时。",
    "（二）依申请公开。按期答复，没有超期的。",
    "下一年加强培训，完善制度。",
    "本年没有收取信息处理费。",
)


@st.composite
def plain_reports(draw: st.DrawFn, *, blanks: bool) -> Any:
    """Reports with texts that a clerk could have written."""
    report = draw(reports(blanks=blanks, max_count=10**7))
    text = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True).map("\n".join)
    for section in ("overview", "problems_and_improvements", "other_matters"):
        report[section] = draw(text)
    report["organ"]["name"] = draw(st.sampled_from(["某某镇人民政府", "某县教育局", "某某市人民政府办公室"]))
    report.pop("extensions", None)
    return report


def figures(document: Any, edition: str) -> dict[str, Any]:
    values = {pointer: lookup(document, pointer) for pointer in form_of(CATALOG, edition).cells}
    return {pointer: Decimal(str(value)) if isinstance(value, float) else value for pointer, value in values.items()}


@pytest.mark.parametrize("habit", NAMES)
@given(data=st.data())
@settings(max_examples=examples(8))
def test_the_report_comes_back(habit: str, data: st.DataObject) -> None:
    report = data.draw(plain_reports(blanks=data.draw(st.booleans())))
    found = extracted(CATALOG, NAMES[habit](report), "page.html")
    document = found.document
    assert document["edition"] == report["edition"]
    assert figures(document, report["edition"]) == figures(report, report["edition"])
    assert (document["organ"]["name"], document["reporting_year"]) == (
        report["organ"]["name"],
        report["reporting_year"],
    )
    assert document.get("published_on") == report.get("published_on")
    for section in ("overview", "problems_and_improvements", "other_matters"):
        assert document[section] == report[section]


@pytest.mark.parametrize("habit", NAMES)
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_a_misspelt_row_is_told_and_moves_nothing(habit: str, edition: str) -> None:
    form = form_of(CATALOG, edition)
    report = CATALOG.zero_report(edition)
    for number, pointer in enumerate(form.cells, 11):
        *way, key = pointer.split("/")[1:]
        group = report
        for step in way:
            group = group[step]
        group[key] = number
    page = misspelt(NAMES[habit], report)
    found = extracted(CATALOG, page, "page.html")
    read, true = figures(found.document, edition), figures(report, edition)
    assert {pointer: value for pointer, value in read.items() if value not in (None, true[pointer])} == {}
    lost = [pointer for pointer in form.cells if "/internal_affairs/" in pointer]
    assert {read[pointer] for pointer in lost} == {None}
    told = {pointer for trouble in found.troubles for pointer in trouble.pointers}
    assert set(lost) <= told


def misspelt(vendor: Vendor, report: Any) -> bytes:
    """The page with one label of Table 3 that nobody could know."""

    def words(text: str) -> str:
        return vendor.words("甲乙丙丁戊己" if re.search("内部事务", text) else text)

    return Vendor(**{**vars(vendor), "words": words})(report)
