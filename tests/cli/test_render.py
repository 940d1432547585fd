"""``gknb render``, and the empty forms of ``gknb new``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")
NEW = ("new", "--organ", "某某镇人民政府", "--year", "2025")


@pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
def test_from_a_document_to_the_form_and_back(run: Callable[..., Ran], kind: str) -> None:
    run(*NEW, "-o", "report.yaml")
    assert run("render", "report.yaml", "--to", kind, "-o", f"form.{kind}").code == 0
    ran = run("extract", f"form.{kind}")
    assert ran.code == 0
    assert json.loads(ran.out)["organ"] == {"name": "某某镇人民政府", "level": "township", "kind": "government"}


def test_a_page_goes_to_the_screen(run: Callable[..., Ran]) -> None:
    run(*NEW, "-o", "report.yaml")
    assert (
        "<h1>某某镇人民政府<br>2025年政府信息公开工作年度报告</h1>" in run("render", "report.yaml", "--to", "html").out
    )
    ran = run("render", "report.yaml", "--to", "docx")
    assert (ran.code, ran.out) == (2, "")
    assert "-o" in ran.err


def test_nothing_is_overwritten(run: Callable[..., Ran]) -> None:
    run(*NEW, "-o", "report.yaml")
    before = Path("report.yaml").read_bytes()
    assert run("render", "report.yaml", "--to", "html", "-o", "report.yaml").code == 2
    assert run(*NEW, "--to", "xlsx", "-o", "report.yaml").code == 2
    assert Path("report.yaml").read_bytes() == before


def test_with_findings_the_cells_are_marked(run: Callable[..., Ran]) -> None:
    run(*NEW, "-o", "report.yaml")
    text = Path("report.yaml").read_text(encoding="utf-8").replace("natural_person: 0", "natural_person: 1", 1)
    Path("report.yaml").write_text(text, encoding="utf-8")
    assert 'class="wrong"' not in run("render", "report.yaml", "--to", "html").out
    page = run("render", "report.yaml", "--to", "html", "--findings").out
    assert 'class="wrong"' in page
    assert "T301" in page


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_empty_form_is_all_blank(run: Callable[..., Ran], kind: str) -> None:
    assert run(*NEW, "--to", kind, "-o", f"form.{kind}").code == 0
    ran = run("extract", f"form.{kind}")
    assert "200 blank, 0 uncertain" in ran.err
    assert json.loads(ran.out)["reporting_year"] == 2025
    assert run(*NEW, "--to", kind).code == 2, "it cannot go to the screen"


def test_a_page_that_is_no_report_cannot_be_drawn(run: Callable[..., Ran]) -> None:
    Path("page.html").write_text("<p>hello</p>", encoding="utf-8")
    ran = run("render", "page.html", "--to", "md")
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
