"""The summary of a job as a reader of GitHub's Markdown renders it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from output_samples import (
    EXAMPLES,
    HOSTILE,
    REGULATIONS,
    TOTAL,
    accepted,
    checked,
    every_kind,
    hostile,
    report,
    written,
)

from gknb.output.markdown import LONGEST, MarkdownOutput
from gknb.texts.values import printable

if TYPE_CHECKING:
    from pathlib import Path

    from gknb.results import Result
    from gknb.standard.form import Lang

pytestmark = pytest.mark.usefixtures("english", "folder")

READER = MarkdownIt("commonmark", {"html": True}).enable("table")


def html(*results: Result, lang: Lang = "en") -> str:
    return str(READER.render(written("markdown", *results, lang=lang)))


def tags(text: str) -> set[str]:
    return set(re.findall(r"</?([a-z0-9]+)", text))


def table(text: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_result_is_rendered_with_our_tags_alone(folder: Path, lang: Lang) -> None:
    results = every_kind(folder, lang)
    text = html(*results, lang=lang)
    ours = {"h2", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "p", "strong", "ul", "li"}
    assert tags(text) == ours
    assert {len(row) for row in table(text)} == {8}
    assert len(table(text)) == 1 + len(results)
    assert text.count("<details>") == text.count("</details>") == sum(bool(r.findings or r.error) for r in results)


def test_the_table_lists_the_worst_first() -> None:
    results = [
        checked(report(), "good.json"),
        checked(report({TOTAL: 3}), "bad.json"),
        checked(EXAMPLES[1].read_bytes(), "worse.json"),
    ]
    _, *rows = table(html(*results))
    assert [row[:2] for row in rows] == [["✗", "worse.json"], ["✗", "bad.json"], ["✓", "good.json"]]
    assert rows[1][3:] == ["2024", "2", "", "", ""]


def test_the_heading_says_how_the_run_went() -> None:
    text = html(checked(report()), checked(report({TOTAL: 3})))
    assert "<h2>gknb: 2 reports: 1 valid, 1 invalid, 0 unreadable</h2>" in text


def test_findings_are_grouped_by_relation_with_the_remedy_once() -> None:
    result = checked(EXAMPLES[1].read_bytes(), select=("S003",))
    text = html(result)
    assert text.count("<strong>") == 1
    assert "error × 198" in text
    items = [unescape(item) for item in re.findall(r"<li>(.*?)</li>", text)]
    assert [finding.message in item for finding, item in zip(result.findings, items, strict=False)][:10] == [True] * 10
    assert items[10:] == ["… and 188 more", f"fix: {result.findings[0].fix}"]


def test_a_report_without_findings_is_only_in_the_table() -> None:
    assert "<details>" not in html(checked(report()))


def test_accepted_findings_say_why() -> None:
    text = html(accepted(checked(report({REGULATIONS: 1}))))
    assert "[accepted: a township with a delegated power (Li, 2026-01-20)]" in text
    assert "1 accepted" in text


def test_what_is_in_a_report_is_shown_as_it_is() -> None:
    result = hostile()
    text = html(result)
    assert printable(HOSTILE) in [cell for row in table(text) for cell in row]
    assert not tags(text) & {"b", "a", "code", "em"}
    assert any(printable(HOSTILE) in unescape(item) for item in re.findall(r"<li>(.*?)</li>", text))
    assert f"✗ {printable(result.file)} · " in unescape(text)


@pytest.mark.thorough
def test_the_summary_fits_however_many_reports_there_are() -> None:
    name = "<" * LONGEST
    one = replace(checked(EXAMPLES[1].read_bytes(), name), organ=name)
    text = written("markdown", *[one] * 1500)
    assert MarkdownOutput.limit < len(text.encode()) < 2**20
    reported = text.count("<details>")
    assert f"{1500 - reported} more reports did not fit here" in unescape(READER.render(text))
    assert "… and 1300 more" in READER.render(text)
    assert text.count("</details>") == reported > 100
