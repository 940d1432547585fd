"""What each kind of file has besides the figures: heads, marks, formulas, comments; and what it takes to make it."""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from openpyxl import load_workbook  # type: ignore[import-untyped, unused-ignore]

from gknb.documents.extract.published import extracted
from gknb.documents.render.rendered import KINDS, rendered
from gknb.documents.template import empty_form
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import changed, lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.testing import corrupted_reports, reports

if TYPE_CHECKING:
    from collections.abc import Iterator

CATALOG = load_catalog()
TOTAL = "/requests/outcomes/total/total"
TEXTS = ("一、", "五、", "六、")
"""How the headings of the sections of text begin."""
HEAD = {
    "/reporting_year": 2025,
    "/organ/name": "某县教育局",
    "/organ/level": "county",
    "/organ/kind": "department",
    "/scope": "own",
}


def wrong() -> tuple[Any, Any]:
    """A report with one total that is not the sum, and what is said of it."""
    document = changed(CATALOG.zero_report("2021"), {TOTAL: 1})
    return document, Checker(Options(lang="zh")).check(from_python(document))


class TestHtml:
    """Tables that whoever cannot see them can follow."""

    @pytest.mark.parametrize("edition", CATALOG.editions)
    def test_every_value_names_the_words_that_head_it(self, edition: str) -> None:
        page = html.fromstring(rendered(CATALOG, CATALOG.zero_report(edition), "html").decode())
        heads = {head.get("id"): head for head in page.iter("th")}
        values = [cell for cell in page.iter("td") if cell.get("headers")]
        assert len(values) == sum(
            "unit" not in pointer.rpartition("/")[2] for pointer in form_of(CATALOG, edition).cells
        )
        for cell in values:
            names = cell.get("headers", "").split()
            assert len(names) >= 2, "a row and a column"
            assert all(heads[name].get("scope") in ("row", "rowgroup", "col", "colgroup") for name in names)
        assert [caption.text_content() for caption in page.iter("caption")] == ["表二", "表三", "表四"]

    def test_a_cell_in_error_leads_to_what_is_wrong(self) -> None:
        document, result = wrong()
        page = html.fromstring(rendered(CATALOG, document, "html", result=result, lang="zh").decode())
        (item,) = [one for one in page.iter("li") if one.get("id") == "finding-2"]
        assert result.findings[1].message in item.text_content()
        marked = [cell for cell in page.iter("td") if cell.get("class") == "wrong"]
        assert all(f"#{link.get('href')}" != "#" for cell in marked for link in cell.iter("a"))
        assert len(marked) == len({cell.pointer for finding in result.findings for cell in finding.cells})

    def test_nothing_in_it_is_a_tag_of_the_report(self) -> None:
        document = changed(CATALOG.zero_report("2021"), {"/overview": "<script>x</script>", "/organ/name": '"><b>'})
        page = rendered(CATALOG, document, "html").decode()
        assert "<script" not in page
        assert '"><b>' not in page


def values_of(sheet: Any) -> dict[str, Any]:
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def computed(expression: str, values: dict[str, Any]) -> Any:
    """What a formula of the workbook gives: sums, COUNT, IF and AND are all that there is in one."""
    text = re.sub(r"\$([A-Z]+)\$(\d+)", r"V('\1\2')", expression.removeprefix("="))
    text = re.sub(r"(?<![<>])=", "==", text).replace("<>", "!=")

    def numbers(*cells: Any) -> int:
        return sum(value is not None and not isinstance(value, str) for value in cells)

    known = {
        "__builtins__": {},
        "V": values.get,
        "COUNT": numbers,
        "IF": lambda one, yes, no: yes if one else no(),
        "AND": min,
    }
    text = re.sub(r'""\s*,(.*)\)$', r'"", lambda: \1)', text)
    return eval(text, known)  # noqa: S307 - of our own making


class TestWorkbook:
    """Totals that add themselves up, and cells that turn red."""

    @given(reports(max_count=10**6))
    @settings(max_examples=examples(10))
    def test_each_total_is_a_formula_that_gives_it(self, document: Any) -> None:
        content = rendered(CATALOG, document, "xlsx")
        formulas = values_of(load_workbook(BytesIO(content))["年报"])
        values = values_of(load_workbook(BytesIO(content), data_only=True)["年报"])
        live = {at: text for at, text in formulas.items() if isinstance(text, str) and text.startswith("=")}
        form = form_of(CATALOG, document["edition"])
        totals = [pointer for pointer in form.cells if pointer.endswith("/total") or "/outcomes/total/" in pointer]
        assert len(live) == len(totals)
        assert {at: computed(text, values) for at, text in live.items()} == {at: values[at] for at in live}

    def test_a_total_of_blanks_is_blank(self) -> None:
        content = rendered(CATALOG, empty_form(CATALOG, "2021", HEAD, "en"), "xlsx")
        formulas = values_of(load_workbook(BytesIO(content))["年报"])
        live = [text for text in formulas.values() if isinstance(text, str) and text.startswith("=")]
        assert len(live) == 25 + 6 + 3, "rows, columns besides their totals, groups of cases"
        assert {computed(text, {}) for text in live} == {""}

    @given(st.data())
    @settings(max_examples=examples(10))
    def test_a_cell_turns_red_exactly_where_its_relation_is_violated(self, data: st.DataObject) -> None:
        document = data.draw(reports(edition="2021", max_count=99))
        pointer = data.draw(st.sampled_from(form_of(CATALOG, "2021").cells))
        document = changed(document, {pointer: lookup(document, pointer) + 1})
        content = rendered(CATALOG, document, "xlsx")
        values = values_of(load_workbook(BytesIO(content), data_only=True)["年报"])
        red = set()
        formatting: Any = load_workbook(BytesIO(content))["年报"].conditional_formatting
        for area, rules in formatting._cf_rules.items():  # noqa: SLF001 - openpyxl has no other name for it
            red |= {str(area.sqref) for rule in rules if computed(rule.formula[0], values)}
        result = Checker(Options(select=("T202", "T3", "T4"))).check(from_python(document))
        assert bool(red) == bool(result.findings)

    def test_findings_are_notes(self) -> None:
        document, result = wrong()
        sheet = load_workbook(BytesIO(rendered(CATALOG, document, "xlsx", result=result, lang="zh")))["年报"]
        notes = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
        assert any(result.findings[0].message in note for note in notes)


class TestWord:
    """A form that can be printed, and filled in."""

    def test_findings_are_comments(self) -> None:
        document, result = wrong()
        made = Document(BytesIO(rendered(CATALOG, document, "docx", result=result, lang="zh")))
        comments = [comment.text for comment in made.comments]
        assert any(result.findings[0].message in comment for comment in comments)

    def test_it_is_an_upright_page_of_a4(self) -> None:
        section: Any = Document(BytesIO(rendered(CATALOG, CATALOG.zero_report("2021"), "docx"))).sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def number(n: int) -> int:
    """Some figure for the n-th cell."""
    return n * 7 % 100


def filled_in_word(content: bytes) -> bytes:
    document = Document(BytesIO(content))
    n = 0
    for table in document.tables:
        for cell in distinct(table):
            if not cell.text:
                n += 1
                cell.text = str(number(n))
    for heading, below in pairwise(document.paragraphs):
        if heading.text[:2] in TEXTS:
            below.add_run("手工填写。")
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def distinct(table: Any) -> Iterator[Any]:
    seen = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:  # noqa: SLF001
                seen.add(cell._tc)  # noqa: SLF001
                yield cell


def filled_in_excel(content: bytes) -> bytes:
    book = load_workbook(BytesIO(content))
    sheet: Any = book["年报"]
    n = text = 0
    for row in sheet.iter_rows():
        for cell in row:
            empty = not cell.value or str(cell.value).startswith("=IF")
            if empty and cell.border.left.style and type(cell).__name__ == "Cell":
                n += 1
                cell.value = number(n)
    for row in sheet.iter_rows(max_col=1):
        above = sheet.cell(row[0].row - 1, 1).value if row[0].row > 1 else None
        if str(above)[:2] in TEXTS and not row[0].value and not row[0].border.left.style:
            row[0].value, text = "手工填写。", text + 1
    assert text == 3
    file = BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "fill"), [("docx", filled_in_word), ("xlsx", filled_in_excel)])
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_an_empty_form_that_is_filled_in_by_hand_comes_back(edition: str, kind: str, fill: Any) -> None:
    head = {**HEAD, "/reporting_year": 2025 if edition == "2021" else 2019}
    found = extracted(CATALOG, fill(rendered(CATALOG, empty_form(CATALOG, edition, head, "en"), kind)), f"a.{kind}")
    form = form_of(CATALOG, edition)
    figures = [lookup(found.document, pointer) for pointer in form.cells]
    assert figures == [number(n) for n in range(1, len(form.cells) + 1)]
    for pointer, value in {**head, "/overview": "手工填写。", "/other_matters": "手工填写。"}.items():
        assert lookup(found.document, pointer) == value
    if edition == "2021":
        assert not found.troubles


class TestWhateverComes:
    """A document need not be valid to be drawn."""

    @given(corrupted_reports(), st.sampled_from(("html", "md", "docx", "xlsx")))
    @settings(max_examples=examples(25))
    def test_a_document_with_mistakes_is_drawn_with_them(self, given_: Any, kind: str) -> None:
        result = Checker().check(from_python(given_.document))
        assert rendered(CATALOG, given_.document, kind, result=result)

    @pytest.mark.thorough
    @pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
    @pytest.mark.parametrize(
        "value", [[], {}, "x" * 40_000, 10**400, Decimal("1e-300"), float("inf"), True, "\x00\ud800", "=1+1", -5]
    )
    def test_any_value_anywhere(self, kind: str, value: Any) -> None:
        for pointer in (TOTAL, "/overview", "/organ/name", "/organ", "/reporting_year", "/published_on", "/requests"):
            document = changed(CATALOG.zero_report("2021"), {pointer: value})
            assert rendered(CATALOG, document, kind)

    @pytest.mark.parametrize("document", [None, [], {}, {"edition": "1999"}, {"edition": ["2021"]}, 5])
    def test_without_an_edition_there_is_no_form(self, document: Any) -> None:
        with pytest.raises(UsageError, match="edition"):
            rendered(CATALOG, document, "html")


def test_nobody_who_can_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="Chromium"):
        rendered(CATALOG, CATALOG.zero_report("2021"), "pdf")


@pytest.mark.parametrize(("kind", "module"), [("docx", "docx"), ("xlsx", "xlsxwriter")])
def test_a_library_that_is_not_here_is_named(monkeypatch: pytest.MonkeyPatch, kind: str, module: str) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, f"gknb.documents.render.{kind}", raising=False)
    with pytest.raises(UsageError, match=r"pip install 'gknb\[render\]'"):
        rendered(CATALOG, CATALOG.zero_report("2021"), kind)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UsageError, match=", ".join(KINDS)):
        rendered(CATALOG, CATALOG.zero_report("2021"), "odt")


def test_what_is_not_printed_is_json() -> None:
    document = {**CATALOG.zero_report("2021"), "extensions": {"a.b": {"note": "-->", "amount": 0.1}}}
    page = html.fromstring(rendered(CATALOG, document, "html").decode())
    (carried,) = [meta.get("content") for meta in page.iter("meta") if meta.get("name") == "gknb"]
    assert json.loads(carried or "")["/extensions"] == document["extensions"]
