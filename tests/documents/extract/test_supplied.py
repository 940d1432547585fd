"""What a file does not state comes from options and the roster; what it states is kept, and contradictions reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gknb.documents.extract.published import extracted
from gknb.documents.extract.supplied import supplied
from gknb.engine.options import Options
from gknb.settings.checker import Checker
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.documents.extract.extraction import Extraction

CATALOG = load_catalog("2.0.1")
NAME, YEAR, LEVEL, KIND, SCOPE = "/organ/name", "/reporting_year", "/organ/level", "/organ/kind", "/scope"


def page(title: str, text: str = "无。", embedded: str = "") -> Extraction:
    meta = f"<meta name='gknb' content='{embedded}'>" if embedded else ""
    table = "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>5</td></tr></table>"
    body = f"<p>{title}</p><p>一、总体情况</p><p>{text}</p><p>二、主动公开政府信息情况</p>{table}"
    return extracted(CATALOG, f'<html><meta charset="utf-8">{meta}<body>{body}</body></html>'.encode(), "page.html")


def told(found: Extraction) -> dict[str, list[str]]:
    """Return the codes of what is reported of each place of the head."""
    head = (NAME, YEAR, LEVEL, KIND, SCOPE)
    return {
        pointer: codes
        for pointer in head
        if (codes := [one.code for one in found.troubles if pointer in one.pointers and one.code != "X007"])
    }


def by(found: Extraction) -> dict[str, str]:
    return {one.pointer: one.printed.confidence for one in found.origins if one.value is not None}


CITY = "某某市水利局2021年政府信息公开工作年度报告"
UNKNOWN = "政府信息公开工作年度报告"
CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, list[str]]]] = [
    # What the page does not state is supplied, and what follows from it is deduced.
    (CITY, {LEVEL: "prefecture"}, {NAME: "某某市水利局", LEVEL: "prefecture", KIND: "department", SCOPE: "own"}, {}),
    (
        UNKNOWN,
        {NAME: "某某县水利局", YEAR: 2021},
        {NAME: "某某县水利局", YEAR: 2021, LEVEL: "county", KIND: "department", SCOPE: "own"},
        {},
    ),
    (UNKNOWN, {NAME: "某某县水利局"}, {LEVEL: "county", YEAR: None}, {YEAR: ["X012"]}),
    (UNKNOWN, {NAME: "某某市水利局", YEAR: 2021}, {LEVEL: None, KIND: "department"}, {LEVEL: ["X012"]}),
    (UNKNOWN, {YEAR: 2021}, {YEAR: 2021, NAME: None}, {key: ["X012"] for key in (NAME, LEVEL, KIND, SCOPE)}),
    (
        UNKNOWN,
        {NAME: "某某工作站", YEAR: 2021, LEVEL: "county", KIND: "department"},
        {LEVEL: "county", KIND: "department", SCOPE: "own"},
        {},
    ),
    # What it states is kept; a different value is reported, an equal one is not.
    (CITY, {YEAR: 2022, LEVEL: "county"}, {YEAR: 2021, LEVEL: "county"}, {YEAR: ["X010"]}),
    (CITY, {NAME: "某某市教育局", LEVEL: "county"}, {NAME: "某某市水利局"}, {NAME: ["X010"]}),
    (CITY, {NAME: " 某某市水利局", YEAR: 2021, LEVEL: "county"}, {NAME: "某某市水利局"}, {}),
    # A year that the page leaves open is supplied; that the page contradicts itself stays reported.
    (CITY.replace("2021", "20211"), {YEAR: 2021, LEVEL: "county"}, {YEAR: 2021}, {YEAR: ["X003"]}),
    (f"{CITY}（2022年度）", {YEAR: 2022, LEVEL: "county"}, {YEAR: 2022}, {YEAR: ["X005"]}),
    # A deduced value gives way; that is reported if the name leaves no doubt.
    ("某某镇人民政府2021年政府信息公开工作年度报告", {LEVEL: "county"}, {LEVEL: "county"}, {LEVEL: ["X010"]}),
    ("某某县水利局2021年政府信息公开工作年度报告", {LEVEL: "county", KIND: "department"}, {LEVEL: "county"}, {}),
]


@pytest.mark.parametrize(("title", "given", "values", "reported"), CASES)
def test_values_from_elsewhere(
    title: str, given: dict[str, Any], values: dict[str, Any], reported: dict[str, list[str]]
) -> None:
    found = supplied(CATALOG, page(title), given, "option")
    assert {pointer: lookup(found.document, pointer) for pointer in values} == values
    assert told(found) == reported


def test_the_provenance_says_where_a_value_came_from() -> None:
    found = supplied(CATALOG, page(UNKNOWN), {NAME: "某某市水利局", YEAR: 2021}, "option")
    assert by(found) | {KIND: "deduced", SCOPE: "deduced", NAME: "option", YEAR: "option"} == by(found)
    found = supplied(CATALOG, found, {LEVEL: "prefecture"}, "roster")
    assert (by(found)[LEVEL], by(found)[NAME]) == ("roster", "option")
    pointers = [one.pointer for one in found.origins]
    assert len(pointers) == len(set(pointers))
    assert pointers.index(YEAR) < pointers.index("/proactive_disclosure/licensing/decisions")


def test_a_level_by_the_text_of_the_report_gives_way_without_a_report() -> None:
    found = page(CITY, "各县区认真落实。")
    assert found.document["organ"]["level"] == "prefecture"
    again = supplied(CATALOG, found, {LEVEL: "county"}, "roster")
    assert (again.document["organ"]["level"], told(again)) == ("county", {})


def test_a_value_embedded_in_the_file_is_kept() -> None:
    found = page(CITY, embedded='{"/organ/level": "prefecture", "/organ/kind": "department"}')
    again = supplied(CATALOG, found, {LEVEL: "county"}, "option")
    assert (again.document["organ"]["level"], told(again)) == ("prefecture", {LEVEL: ["X010"]})


def test_the_scope_follows_from_a_level_that_is_supplied() -> None:
    title = "某某市人民政府2021年政府信息公开工作年度报告"
    found = page(title, "全市主动公开信息。")
    assert found.document["scope"] == "own"
    assert supplied(CATALOG, found, {LEVEL: "prefecture"}, "option").document["scope"] == "consolidated"


def test_the_extraction_given_is_not_changed() -> None:
    found = page(CITY)
    before = (str(found.document), found.origins, found.troubles)
    supplied(CATALOG, found, {LEVEL: "county", YEAR: 2020}, "option")
    assert (str(found.document), found.origins, found.troubles) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_contradiction_is_a_warning_with_both_values(lang: Any) -> None:
    found = supplied(CATALOG, page(CITY), {YEAR: 2022, LEVEL: "county"}, "option")
    result = Checker(Options(lang=lang), CATALOG).check(found.source())
    (finding,) = [one for one in result.findings if one.code == "X010"]
    assert finding.severity == "warning"
    assert "2021" in finding.message
    assert "2022" in finding.message
