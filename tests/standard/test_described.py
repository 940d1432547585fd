"""What a set says of the form besides its cells is read from its files, and checked where it contradicts itself."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT, SCHEMA
from jsonschema import Draft202012Validator
from printed_forms import printed
from referencing import Registry, Resource

from gknb import CatalogError, SourceError, load_catalog
from gknb.documents.extract.blocks import Paragraph, Published, Table
from gknb.documents.extract.understand import understood
from gknb.documents.render.page import page_of
from gknb.engine.digest import stated_units
from gknb.source.pointers import changed, lookup
from gknb.standard.described import annotated, readings_of
from gknb.standard.form import form_of
from gknb.standard.schemas import addressed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gknb.standard.catalog import Catalog

BEFORE, SINCE = load_catalog("1.3.0"), load_catalog("2.0.0")
READINGS = "readings.json"
REPORT = "editions/2021/report.schema.json"
RECEIVED = "/requests/received/natural_person"
FEES = "/proactive_disclosure/fees/amount_wanyuan"


def folder(there: Path, name: str, edit: Callable[[Any], object]) -> str:
    """A copy of version 2.0.0 in which one file is edited."""
    copy = there / "2.0.0"
    shutil.copytree(SCHEMA / "2.0.0", copy)
    value = json.loads((copy / name).read_bytes())
    edit(value)
    (copy / name).write_text(json.dumps(value), encoding="utf-8")
    return str(copy)


def test_the_words_of_pages_are_as_their_schema_says() -> None:
    paths = [SINCE.entry[name] for name in ("reading_words_schema", "relations_schema")]
    schema, base = (addressed(SINCE.json(path), path, SINCE.base_url) for path in paths)
    registry: Any = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in (schema, base))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)
    validator.validate(readings_of(SINCE))
    files = SINCE.json("2.0.0/set.schema.json")
    assert "reading_words_schema" in files["required"]


def test_a_set_before_2_0_0_has_its_own_words_and_borrows_the_others() -> None:
    own, later = BEFORE.json(BEFORE.entry["readings"]), readings_of(SINCE)
    assert readings_of(BEFORE) == {**later, **own}
    # The words of 1.2.0 are those of 2.0.0, so that both read a page alike.
    assert {name: words for name, words in own.items() if name not in ("$comment", "organs", "scopes")} == {
        name: later[name] for name in own if name not in ("$comment", "organs", "scopes")
    }
    read = ("ends", "kind", "level", "when")
    assert [{name: one[name] for name in read if name in one} for one in own["organs"]] == later["organs"]
    assert own["scopes"] == {"consolidated": later["scope"][0]["mentions"]}


@pytest.mark.parametrize("edition", BEFORE.editions)
@pytest.mark.parametrize("name", ["x-layout", "x-unit", "x-unit-of", "x-default"])
def test_a_set_before_2_0_0_borrows_annotations(edition: str, name: str) -> None:
    assert annotated(form_of(BEFORE, edition), name) == annotated(form_of(SINCE, edition), name)


def test_annotations_are_those_of_the_places() -> None:
    old, new = (form_of(SINCE, edition) for edition in ("2019", "2021"))
    amount = "/proactive_disclosure/procurement/amount"
    assert annotated(new, "x-unit") == {FEES: "wanyuan"}
    assert annotated(old, "x-unit-of") == {f"{amount}/unit": "value"}
    assert dict(stated_units(old)) == {f"{amount}/value": f"{amount}/unit"}
    assert not stated_units(new)
    assert list(annotated(new, "x-default")) == ["/organ/level", "/organ/kind", "/scope"]
    assert annotated(form_of(BEFORE, None), "x-unit") == {}


def test_without_a_set_that_describes_the_form_an_older_one_says_so() -> None:
    root = json.loads(BEFORE.read("catalog.json"))
    root["versions"] = [one for one in root["versions"] if "set" not in one]
    alone = dataclasses.replace(
        BEFORE, read=lambda path: json.dumps(root).encode() if path == "catalog.json" else BEFORE.read(path)
    )
    with pytest.raises(CatalogError, match=r"1\.3\.0"):
        readings_of(alone)


def test_a_set_without_findings_of_pages_reads_none() -> None:
    with pytest.raises(SourceError, match=r"1\.1\.0"):
        understood(load_catalog("1.1.0"), printed(SINCE.zero_report("2021")))


def schema_at(schema: Any, pointer: str) -> Any:
    for key in pointer.split("/")[1:]:
        schema = schema[key]
    return schema


T2 = "/properties/proactive_disclosure"
WRONG: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "a finding": (READINGS, lambda words: words["findings"].update(sign="X099"), "/findings/sign"),
    "no finding": (READINGS, lambda words: words["findings"].pop("sign"), "/findings"),
    "a level of an organ": (READINGS, lambda words: words["organs"][0].update(level="village"), "/organs/0"),
    "a level of a scope": (READINGS, lambda words: words["scope"][0]["levels"].append("village"), "/scope/0"),
    "a scope": (READINGS, lambda words: words["scope"][1].update(scope="all"), "/scope/1"),
    "a unit": (
        REPORT,
        lambda schema: schema_at(schema, f"{T2}/properties/fees/properties/amount_wanyuan").update({"x-unit": "ton"}),
        f"{FEES} x-unit",
    ),
    "an amount": (
        REPORT,
        lambda schema: schema_at(schema, f"{T2}/properties/fees").update({"x-unit-of": "amount"}),
        "/proactive_disclosure/fees x-unit-of",
    ),
    "a usual value": (REPORT, lambda schema: schema["$defs"]["scope"].update({"x-default": "all"}), "/scope x-default"),
    "a shape": (REPORT, lambda schema: schema_at(schema, T2)["x-layout"].update(shape="pie"), "x-layout/shape"),
    "no words in the corner": (REPORT, lambda schema: schema_at(schema, T2)["x-layout"].pop("corner"), "x-layout"),
    "rows": (
        REPORT,
        lambda schema: schema_at(schema, "/properties/requests")["x-layout"].update(rows="nobody"),
        "x-layout/rows",
    ),
}


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "edit", "where"), WRONG.values(), ids=WRONG)
def test_a_set_that_contradicts_itself_is_refused(
    tmp_path: Path, name: str, edit: Callable[[Any], object], where: str
) -> None:
    with pytest.raises(CatalogError) as caught:
        load_catalog(folder(tmp_path, name, edit))
    assert name in str(caught.value)
    assert where in str(caught.value)


def test_no_module_says_the_code_of_a_relation() -> None:
    said = {
        path.relative_to(ROOT / "src/gknb").as_posix()
        for path in (ROOT / "src/gknb").rglob("*.py")
        if re.search(r"""["'][SETXYR]\d{3}["']""", path.read_text("utf-8"))
    }
    assert said == {"settings/config.py"}, "there it is the example of a setting"


def extracted(catalog: Catalog, text: str, label: str | None = None) -> Any:
    """Extract the zero report of 2021 with ``text`` in the cell of natural persons, or of fees under ``label``."""
    document = SINCE.zero_report("2021")
    cell = FEES if label else RECEIVED

    def change(blocks: list[Any]) -> list[Any]:
        return [block if not isinstance(block, Table) else _changed(block) for block in blocks]

    def _changed(block: Table) -> Table:
        swap = {"7654321": text, **({"本年收费金额（单位：万元）": label} if label else {})}
        cells = [dataclasses.replace(one, text=swap.get(one.text, one.text)) for one in block.cells]
        return dataclasses.replace(block, cells=tuple(cells))

    found = understood(catalog, printed(changed(document, {cell: 7654321}), change=change))
    return lookup(found.document, cell), {one.code for one in found.troubles}


def test_measure_words_signs_and_units_are_those_of_the_set(tmp_path: Path) -> None:
    def edit(words: Any) -> None:
        words["values"]["measures"].append("桩")
        words["values"]["nothing"].append("缺")
        words["units"]["qianyuan"] = {"printed": "千元", "factor": 1000}
        words["findings"].update(sign="X003", unreadable="X002")

    other = load_catalog(folder(tmp_path, READINGS, edit))
    assert extracted(SINCE, "12桩")[0] is None
    assert extracted(other, "12桩")[0] == 12
    assert "X003" in extracted(SINCE, "缺")[1]
    assert "X003" in extracted(other, "缺")[1], "a sign now, under the code that was the other's"
    assert "X002" in extracted(SINCE, "/")[1]
    assert extracted(other, "35", "本年收费金额（单位：千元）") == (Decimal("3.5"), {"X007"})
    assert extracted(SINCE, "35", "本年收费金额（单位：元）")[0] == Decimal("0.0035")


def test_the_title_and_what_is_not_printed_are_those_of_the_set(tmp_path: Path) -> None:
    def edit(words: Any) -> None:
        words["heading"] = "{year}年度政务公开年报"
        words["unprinted"].append("/overview")

    document = SINCE.zero_report("2021")
    other = page_of(load_catalog(folder(tmp_path, READINGS, edit)), document)
    own = page_of(SINCE, document)
    year = document["reporting_year"]
    assert (own.title[1], other.title[1]) == (f"{year}年政府信息公开工作年度报告", f"{year}年度政务公开年报")
    assert page_of(SINCE, {**document, "reporting_year": None}).title[1] == "政府信息公开工作年度报告"
    assert set(json.loads(other.unprinted)) - set(json.loads(own.unprinted)) == {"/overview"}
    assert set(json.loads(own.unprinted)) == {"/organ/name", "/organ/level", "/organ/kind", "/scope"}


def test_numbers_before_headings_are_those_of_the_set(tmp_path: Path) -> None:
    def edit(words: Any) -> None:
        words["numbering"] = "节[一二三四五六]"
        words["sections"]["/overview"] = ["总体"]

    blocks = (
        Paragraph(text="某县教育局2024年政府信息公开工作年度报告"),
        Paragraph(text="节一总体"),
        Paragraph(text="好。"),
    )
    page = Published(kind="text", blocks=blocks)
    assert understood(load_catalog(folder(tmp_path, READINGS, edit)), page).document["overview"] == "好。"
    with pytest.raises(Exception, match="report"):
        understood(SINCE, page)
