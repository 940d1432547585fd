"""What is rendered can be extracted again: every kind of file, for every report."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from checkout import EXAMPLES
from examples import examples
from hypothesis import given, settings

from gknb.documents.extract.published import extracted
from gknb.documents.render.rendered import rendered
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.testing import reports

CATALOG = load_catalog()
EXAMPLE = json.loads((EXAMPLES / "huaian-2024.json").read_bytes())
NAMES = {"html": "a.html", "md": "a.md", "docx": "a.docx", "xlsx": "a.xlsx", "pdf": "a.pdf"}


def again(document: Any, kind: str) -> Any:
    content = rendered(CATALOG, document, kind)
    return extracted(CATALOG, content, NAMES[kind]).document


def plain(value: Any) -> Any:
    """A document with figures as decimals, texts without what no printed page shows, and nothing for blank texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, str):
        shown = "".join(c if c.isprintable() or c in "\t\n" else "\ufffd" for c in value)
        lines = (" ".join(line.split()) for line in shown.split("\n"))
        return "\n".join(filter(None, lines)) or None
    return value


def named(*, blanks: bool = False) -> Any:
    """Reports of organs whose names have more than the signs that stand around names on pages."""
    around = readings_of(CATALOG)["around_name"]
    return reports(blanks=blanks).filter(lambda report: (report["organ"]["name"] or "x").strip(around))


class TestRoundTrip:
    """``extract(render(d)) == d`` for any valid report, and for any with blanks."""

    @given(named())
    def test_html(self, document: Any) -> None:
        assert plain(again(document, "html")) == plain(document)

    @given(named(blanks=True))
    def test_html_with_blanks(self, document: Any) -> None:
        assert plain(again(document, "html")) == plain(document)

    @given(named(blanks=True))
    def test_markdown(self, document: Any) -> None:
        assert plain(again(document, "md")) == plain(document)

    @given(named(blanks=True))
    @settings(max_examples=examples(15))
    def test_docx(self, document: Any) -> None:
        assert plain(again(document, "docx")) == plain(document)

    @given(named(blanks=True))
    @settings(max_examples=examples(40))
    def test_xlsx(self, document: Any) -> None:
        assert plain(again(document, "xlsx")) == plain(document)


@pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
def test_the_citys_report_comes_back_whole(kind: str) -> None:
    assert plain(again(EXAMPLE, kind)) == plain(EXAMPLE)


@pytest.mark.chromium
def test_the_citys_report_comes_back_from_pdf() -> None:
    """All that is printed: a PDF carries nothing else."""
    found = again(EXAMPLE, "pdf")
    for pointer in (*form_of(CATALOG, "2021").cells, "/overview", "/other_matters", "/organ/name", "/reporting_year"):
        assert plain(lookup(found, pointer)) == plain(lookup(EXAMPLE, pointer)), pointer


@pytest.mark.parametrize("edition", CATALOG.editions)
@pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
def test_findings_mark_and_change_nothing(edition: str, kind: str) -> None:
    document = CATALOG.zero_report(edition)
    document["requests"]["received"]["total"] = 3
    result = Checker().check(from_python(document))
    assert result.findings
    content = rendered(CATALOG, document, kind, result=result)
    found = extracted(CATALOG, content, NAMES[kind]).document
    cells = form_of(CATALOG, edition).cells
    assert [lookup(found, pointer) for pointer in cells] == [lookup(document, pointer) for pointer in cells]
