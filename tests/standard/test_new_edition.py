"""An edition of the form is data alone: one more is built here in a copy of the set, and everything runs on it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from build import _documents
from hypothesis import Phase, find, given, settings
from new_edition import NEW, OLD, differing_lines, new_edition

import gknb
from gknb.source.pointers import changed
from gknb.standard.catalog import STANDARD, load_catalog
from gknb.standard.kinds import editions_of
from gknb.standard.relations import families
from gknb.testing import assert_valid_report, corrupted_reports, report_series, reports

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Ran

    from gknb.results import Result
    from gknb.standard.catalog import Catalog

MOST_LINES = 300
RECEIVED = "/requests/received"
FORWARD = "/requests/carried_forward"
GRANTED, OUTCOMES = "/requests/outcomes/granted", "/requests/outcomes/total"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_edition(tmp_path_factory.mktemp("standard"))


@pytest.fixture(autouse=True)
def catalog(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    """The copy is the standard of the process, as with ``gknb --standard FOLDER``."""
    monkeypatch.setenv(STANDARD, str(copy))
    return load_catalog()


def zero(edition: str = NEW, **values: Any) -> dict[str, Any]:
    return changed(load_catalog().zero_report(edition), {f"/{name}": value for name, value in values.items()})


def enterprise(pointer: str, edition: str = NEW) -> str:
    return f"{pointer}/legal_person/{'enterprise' if edition == NEW else 'business'}"


def moved(report: dict[str, Any], number: int, *rows: str) -> dict[str, Any]:
    """The report with so many requests of enterprises in these rows, and in their totals."""
    cells = [cell for row in rows for cell in (enterprise(row, report["edition"]), f"{row}/total")]
    return changed(report, dict.fromkeys(cells, number))


def codes(result: Result) -> set[str]:
    return {finding.code for finding in result.findings}


def test_it_takes_few_lines(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = differing_lines(copy)
    with capsys.disabled():
        sys.stdout.write(f"\nan edition with two more rows, a block and a renamed column: {count} lines\n")
    assert 20 < count <= MOST_LINES


def test_reports_pass_fail_and_are_undecided() -> None:
    assert gknb.check(zero()).valid
    assert gknb.check(moved(zero(), 3, RECEIVED, f"{GRANTED}", OUTCOMES), strict=True).valid
    new_row = "/requests/outcomes/other/withdrawn"
    assert codes(gknb.check(moved(zero(), 1, new_row))) == {"T302"}
    assert codes(gknb.check(changed(zero(), {enterprise(RECEIVED): 1}))) == {"T301", "T303"}
    draft = gknb.check(changed(zero(), {enterprise(new_row): None}), draft=True)
    assert {one.code for one in draft.undecided} == {"T302", "T303"}
    assert codes(gknb.check(zero(reporting_year=2025))) == codes(gknb.check(zero(OLD, reporting_year=2026))) == {"E101"}


def test_the_cells_have_their_names() -> None:
    result = gknb.check(moved(zero(), 1, "/requests/outcomes/other/withdrawn"), lang="zh", select="T302")
    finding = result.findings[0]
    assert "企业" in finding.cells[0].label
    assert any("5.申请人撤回申请" in cell.label for cell in finding.cells)


def test_relations_apply_where_their_cells_are(catalog: Catalog) -> None:
    found = {relation.code: editions_of(catalog, relation) for relation in families(catalog)}
    assert found["T202"] == (OLD, NEW)
    assert found["T203"] == ("2019",)
    assert found["T303"] == ("2019", OLD, NEW)


def test_repairs_are_found() -> None:
    result = gknb.check(changed(zero(), {f"{RECEIVED}/total": 1}), explain=True)
    assert result.repairs[0].changes[0].pointer == f"{RECEIVED}/total"


def test_commands_know_it(run: Callable[..., Ran], folder: Path) -> None:
    organ = ("--organ", "示例县统计局", "--level", "county", "--kind", "department")
    assert run("new", *organ, "--year", NEW, "--out", "new.yaml").code == 0
    assert run("check", "new.yaml").code == 0
    assert NEW in (folder / "new.yaml").read_text(encoding="utf-8")
    assert json.loads(run("schema", NEW).out)["properties"]["edition"]["const"] == NEW
    assert run("explain", "T303", "--lang", "en").out.count(f"[{NEW}]") == 1
    assert NEW in run("rules").out
    assert run("--standard", "1.3.0", "rules").out.count(NEW) == 0


@pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
def test_a_form_that_is_drawn_is_read_again(run: Callable[..., Ran], folder: Path, kind: str) -> None:
    report = moved(zero(), 12, RECEIVED, "/requests/outcomes/other/transferred", OUTCOMES)
    report = changed(report, {"/proactive_disclosure/inspections/decisions": 7, "/overview": "示例"})
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    assert run("render", "report.json", "--to", kind, "--out", f"page.{kind}").code == 0
    read = json.loads(run("extract", f"page.{kind}").out)
    for table in ("proactive_disclosure", "requests", "review_and_litigation"):
        assert read[table] == report[table]
    assert (read["edition"], read["reporting_year"]) == (NEW, int(NEW))


def test_reports_are_drawn() -> None:
    @settings(max_examples=10)
    @given(report=reports(edition=NEW))
    def each(report: dict[str, Any]) -> None:
        assert report["edition"] == NEW
        assert_valid_report(report, strict=True)

    each()


def test_reports_with_mistakes_are_drawn() -> None:
    @settings(max_examples=5)
    @given(corrupted=corrupted_reports(edition=NEW))
    def each(corrupted: Any) -> None:
        assert corrupted.findings
        assert not gknb.check(corrupted.document, strict=True).valid

    each()


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_a_series_goes_on_into_it() -> None:
    def both(series: list[dict[str, Any]]) -> bool:
        return {OLD, NEW} <= {report["edition"] for report in series}

    quick = settings(max_examples=200, database=None, phases=[Phase.generate])
    series = find(report_series(max_count=8), both, settings=quick)
    (first,) = [n for n, report in enumerate(series) if report["edition"] == NEW][:1]
    assert gknb.check(series[first], previous=series[first - 1]).valid


def test_a_renamed_column_is_compared_with_the_one_that_it_continues() -> None:
    last = moved(zero(OLD, reporting_year=2025), 5, RECEIVED, FORWARD)
    result = gknb.check(zero(), previous=last, select="Y")
    assert codes(result) == {"Y601"}
    first = result.findings[0]
    assert [cell.pointer for cell in first.cells] == [enterprise("/requests/brought_forward"), enterprise(FORWARD, OLD)]
    assert (first.expected, first.actual) == (5, 0)
    assert gknb.check(moved(zero(), 5, "/requests/brought_forward", FORWARD), previous=last, strict=True).valid
    assert result.previous is not None
    assert result.previous.not_comparable == ()
    assert result.previous.new_cells == ()
    assert result.previous.dropped_cells == ()


def test_relations_follow_the_rows_that_they_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that relations name by their pointers are renamed; the relations apply as before."""
    copy = new_edition(tmp_path)
    names = {"received": "accepted", "brought_forward": "carried_in"}
    path, zero_path = (copy / "editions" / NEW / name for name in ("report.schema.json", "zero.report.json"))
    schema, empty = json.loads(path.read_bytes()), json.loads(zero_path.read_bytes())
    table = schema["properties"]["requests"]
    for old, new in names.items():
        table["properties"][new] = {**table["properties"].pop(old), "x-continues": old}
        empty["requests"][new] = empty["requests"].pop(old)
    table["required"] = [names.get(name, name) for name in table["required"]]
    path.write_text(json.dumps(schema), encoding="utf-8")
    zero_path.write_text(json.dumps(empty), encoding="utf-8")
    monkeypatch.setenv(STANDARD, str(copy))
    catalog = load_catalog()
    assert all(NEW in editions_of(catalog, one) for one in families(catalog) if one.code in ("T301", "Y601", "Y604"))
    last = moved(zero(OLD, reporting_year=2025), 9, RECEIVED, FORWARD)
    found = gknb.check(moved(zero(), 50, "/requests/accepted"), previous=last).findings
    assert {finding.code for finding in found} == {"T301", "Y601"}
    assert enterprise("/requests/carried_in") in {cell.pointer for one in found for cell in one.cells}


def test_what_has_no_counterpart_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = new_edition(tmp_path)
    path = copy / "editions" / NEW / "report.schema.json"
    schema = json.loads(path.read_bytes())
    del schema["$defs"]["legal_person"]["properties"]["enterprise"]["x-continues"]
    path.write_text(json.dumps(schema), encoding="utf-8")
    monkeypatch.setenv(STANDARD, str(copy))
    last = moved(zero(OLD, reporting_year=2025), 5, RECEIVED, FORWARD)
    previous = gknb.check(moved(zero(), 5, "/requests/brought_forward", FORWARD), previous=last).previous
    assert previous is not None
    assert [(one.pointer, one.value) for one in previous.dropped_cells] == [(enterprise(FORWARD, OLD), 5)]
    assert [one.pointer for one in previous.new_cells] == [enterprise("/requests/brought_forward")]
    assert "Y601" in previous.compared


def test_figures_of_both_editions_are_added_up() -> None:
    organs = [
        {"name": "示例县人民政府", "level": "county", "kind": "government"},
        {"name": "示例县教育局", "level": "county", "kind": "department", "parent": "示例县人民政府"},
    ]
    county = changed(moved(zero(), 5, RECEIVED, GRANTED, OUTCOMES), {"/scope": "consolidated"})
    county = changed(county, {f"/organ/{name}": value for name, value in organs[0].items()})
    own = moved(zero(OLD, reporting_year=2026), 4, RECEIVED, GRANTED, OUTCOMES)
    own = changed(own, {f"/organ/{name}": organs[1][name] for name in ("name", "level", "kind")})
    collection = {"reports": [county, own], "roster": {"roster": 1, "organs": organs}}
    found = gknb.check(json.dumps(collection).encode(), select="R701").findings
    assert enterprise("/reports/0" + RECEIVED) in {finding.cells[0].pointer for finding in found}
    same = {"reports": [county, moved(own, 5, RECEIVED, GRANTED, OUTCOMES)], "roster": collection["roster"]}
    assert not gknb.check(json.dumps(same).encode(), select="R701").findings


def test_its_documents_are_written(catalog: Catalog) -> None:
    documents = _documents(catalog)
    assert "5.申请人撤回申请" in documents[f"docs/format-{NEW}.zh-CN.md"]
    assert "administrative inspections" in documents[f"docs/format-{NEW}.md"]
