"""A printed report understood: every variant of the field that is known, one test each."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from printed_forms import CATALOG, EXAMPLE, cells_of, codes, printed, read, tables, texts
from referencing import Registry, Resource
from strategies import reports

from gknb.documents.examples import example_source
from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.understand import NAMESPACE, understood
from gknb.engine.options import Options
from gknb.errors import SourceError
from gknb.settings.checker import Checker
from gknb.source.pointers import lookup
from gknb.standard.schemas import addressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Block

RECEIVED = "/requests/received/natural_person"


class TestRoundTrip:
    """What is printed as the form prints it is read as it was, for every report."""

    @given(reports())
    def test_every_cell_and_text(self, document: Any) -> None:
        document["organ"]["name"] = "某某县教育局"  # others need not look like names
        found = read(document)
        assert cells_of(found.document) == cells_of(document)
        assert codes(found) == []
        for section in ("overview", "problems_and_improvements", "other_matters"):
            lines = [" ".join(line.split()) for line in document[section].split("\n")]
            assert found.document[section] == "\n".join(filter(None, lines))


def test_the_head() -> None:
    found = read({**EXAMPLE, "published_on": "2025-01-20"}).document
    assert found["organ"] == {"name": "淮安市人民政府", "level": "prefecture", "kind": "government"}
    assert (found["reporting_year"], found["edition"], found["published_on"]) == (2024, "2021", "2025-01-20")
    assert found["scope"] == "consolidated"


SAME: dict[str, Callable[[list[Block]], list[Block]]] = {
    "spaces and line breaks inside words": texts(lambda text: text[:2] + "\n " + text[2:] if text.isalpha() else text),
    "full-width digits": texts(
        lambda text: text.translate({48 + n: 0xFF10 + n for n in range(10)}) if text.isdigit() else text
    ),
    "thousands separators": texts(lambda text: f"{int(text):,}" if text.isdigit() else text),
    "points after the numbers of rows": texts(
        lambda text: text.replace("、", ".").replace("（", "(").replace("）", ")")
    ),
    "non-breaking spaces": texts(lambda text: f"\u00a0{text}\u00a0"),
    "measure words": texts(lambda text: f"{text}件" if text.isdigit() else text),
}


@pytest.mark.parametrize("change", SAME.values(), ids=list(SAME))
def test_a_variant_is_read_like_the_form(change: Callable[[list[Block]], list[Block]]) -> None:
    found = read(EXAMPLE, change)
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert codes(found) == []


def split(rows: int, *, header: int) -> Callable[[Table], list[Block]]:
    """A table broken after some rows, the first ``header`` rows printed again."""

    def broken(table: Table) -> list[Block]:
        if max(cell.row for cell in table.cells) < 20:  # the long table is the one that pages break
            return [table]
        first, second = [], []
        for cell in table.cells:
            end = cell.row + cell.height
            if cell.row < rows:
                first.append(replace(cell, height=min(end, rows) - cell.row))
            if end > rows:
                start = max(cell.row, rows)
                second.append(replace(cell, row=start - rows + header, height=end - start))
        again = [replace(cell, height=min(cell.height, header)) for cell in table.cells if cell.row < header]
        return [Table(cells=tuple(first), page=1), Table(cells=(*again, *second), page=2)]

    return broken


@pytest.mark.parametrize("header", [0, 3], ids=["without its header", "with its header again"])
@pytest.mark.parametrize("rows", [6, 11, 20])
def test_a_table_broken_by_a_page(rows: int, header: int) -> None:
    found = read(EXAMPLE, tables(split(rows, header=header)))
    assert cells_of(found.document) == cells_of(EXAMPLE)


def test_signs_for_a_figure_are_blanks_and_told() -> None:
    found = read(EXAMPLE, texts(lambda text: "/" if text == "3001" else text))
    assert lookup(found.document, RECEIVED) is None
    (trouble,) = [one for one in found.troubles if one.code == "X002"]
    assert (trouble.pointers, trouble.details["printed"]) == ((RECEIVED,), "/")


def test_what_is_no_figure_is_not_made_one() -> None:
    found = read(EXAMPLE, texts(lambda text: "约3001" if text == "3001" else text))
    assert lookup(found.document, RECEIVED) is None
    assert [one.pointers for one in found.troubles if one.code == "X003"] == [(RECEIVED,)]


def test_amounts_carry_their_unit() -> None:
    document = CATALOG.zero_report("2019")
    amount = document["proactive_disclosure"]["procurement"]["amount"]
    amount |= {"value": 251000, "unit": "yuan"}
    assert read(document).document["proactive_disclosure"]["procurement"]["amount"] == amount


def test_fees_in_yuan_are_told_in_units_of_ten_thousand() -> None:
    found = read(EXAMPLE, texts(lambda text: "251000元" if text == "96171.6" else text))
    assert str(lookup(found.document, "/proactive_disclosure/fees/amount_wanyuan")) == "25.1"


def test_a_local_row_is_kept_apart() -> None:
    def more(table: Table) -> list[Block]:
        if not any("规章" in cell.text for cell in table.cells):
            return [table]
        last = max(cell.row for cell in table.cells) + 1
        row = [TableCell(row=last, column=n, text=text) for n, text in enumerate(["其他主动公开文件", "3", "0", "5"])]
        return [Table(cells=(*table.cells, *row))]

    found = read(EXAMPLE, tables(more))
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert found.document["extensions"][NAMESPACE]["rows"][0]["printed"] == ["其他主动公开文件", "3", "0", "5"]
    assert "X008" in codes(found)


def test_a_missing_table_leaves_its_cells_blank_and_says_so() -> None:
    found = read(EXAMPLE, lambda blocks: [one for one in blocks if not isinstance(one, Table)])
    assert set(cells_of(found.document).values()) == {None}
    assert codes(found) == ["X001"] * 3


def test_two_reports_on_one_page_are_not_mixed() -> None:
    other = deepcopy(EXAMPLE)
    other["requests"]["received"]["natural_person"] = 7
    both = Published(kind="html", blocks=printed(EXAMPLE).blocks + printed(other).blocks)
    found = understood(CATALOG, both)
    assert lookup(found.document, RECEIVED) is None
    assert RECEIVED in {pointer for one in found.troubles if one.code == "X005" for pointer in one.pointers}


def test_the_texts_and_heads_of_two_reports_are_not_mixed() -> None:
    other = {**deepcopy(EXAMPLE), "reporting_year": 2023, "overview": "另一年。"}
    other["organ"]["name"] = "某某市人民政府"
    both = Published(kind="html", blocks=printed(EXAMPLE).blocks + printed(other).blocks)
    found = understood(CATALOG, both)
    told = {pointer for one in found.troubles if one.code == "X005" for pointer in one.pointers}
    assert told == {"/overview", "/organ/name", "/reporting_year"}
    assert {pointer: lookup(found.document, pointer) for pointer in told} == dict.fromkeys(told)
    assert lookup(found.document, "/other_matters") == EXAMPLE["other_matters"], "the same in both"


def test_a_table_of_contents_is_no_report() -> None:
    contents = [
        Paragraph(text=one.text) for one in printed(EXAMPLE).blocks if isinstance(one, Paragraph) and one.heading
    ]
    blocks = printed(EXAMPLE).blocks
    found = understood(CATALOG, Published(kind="html", blocks=(blocks[0], *contents[1:], *blocks[1:])))
    assert (codes(found), lookup(found.document, "/overview")) == ([], EXAMPLE["overview"])


def test_a_table_that_is_printed_twice_alike_is_read_once() -> None:
    found = read(EXAMPLE, tables(lambda table: [table, table]))
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert codes(found) == []


def test_a_page_that_is_no_report_is_refused() -> None:
    page = Published(
        kind="html", blocks=(Paragraph(text="天气预报"), Table(cells=(TableCell(row=0, column=0, text="晴"),)))
    )
    with pytest.raises(SourceError) as caught:
        understood(CATALOG, page, "weather.html")
    assert caught.value.reason == "extract.no-report"


def test_a_page_break_inside_a_paragraph_is_healed() -> None:
    def broken(blocks: list[Block]) -> list[Block]:
        made: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and "政务新媒体" in block.text and len(block.text) > 60:
                made += [replace(block, text=block.text[:40], page=1), replace(block, text=block.text[40:], page=2)]
            else:
                made.append(block)
        return made

    assert read(EXAMPLE, broken, "pdf").document["overview"] == EXAMPLE["overview"]


# --- Family X -------------------------------------------------------------------------------------------------------

READINGS = [relation for relation in CATALOG.relations() if relation["relation"]["kind"] == "reading"]


@pytest.mark.parametrize(
    ("relation", "example"), [(one, example) for one in READINGS for example in one["examples"]], ids=lambda _: ""
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_examples_of_family_x_do_what_they_say(relation: Any, example: Any, lang: Any) -> None:
    findings = Checker(Options(lang=lang), CATALOG).check(example_source(CATALOG, example)).findings
    mine = [finding for finding in findings if finding.code == relation["code"]]
    assert bool(mine) is (example["result"] == "violated")
    found = [[cell.pointer for cell in finding.cells] for finding in mine]
    assert all(cells in found for cells in example.get("findings", ()))
    for finding in mine:
        assert not set("{}") & set(finding.message + finding.fix)


def test_family_x_is_as_its_schema_says() -> None:
    paths = [CATALOG.entry[key] for key in ("readings_schema", "relations_schema")]
    schema, base = (addressed(CATALOG.json(path), path, CATALOG.base_url) for path in paths)
    registry: Any = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in (schema, base))
    Draft202012Validator(schema, registry=registry).validate(CATALOG.json(CATALOG.entry["reading_relations"]))


def test_family_x_is_listed_with_the_others() -> None:
    assert [one["code"] for one in READINGS][:8] == [f"X00{n}" for n in range(1, 9)]
    assert {trouble for one in READINGS for trouble in [one["code"]]} <= {one["code"] for one in CATALOG.relations()}
