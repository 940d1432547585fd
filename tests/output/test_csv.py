"""CSV as spreadsheets open it: every figure as it was, and no text that calculates."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from output_samples import REGULATIONS, TOTAL, accepted, checked, every_kind, hostile, report, unreadable, written

from gknb.output.csv import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from gknb.results import Result
    from gknb.standard.form import Lang

pytestmark = pytest.mark.usefixtures("english", "folder")


def rows(*results: Result, lang: Lang = "en") -> list[dict[str, str]]:
    """The rows by the names of their columns, read as any program reads them."""
    text = written("csv", *results, lang=lang).encode().decode("utf-8-sig")
    names, *found = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(names) == len(set(names)) == len(COLUMNS)
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_finding_is_a_row(folder: Path, lang: Lang) -> None:
    results = every_kind(folder, lang)
    said = sum(len(result.findings) + len(result.explanations) + (result.error is not None) for result in results)
    assert len(rows(*results, lang=lang)) == said


def test_excel_knows_the_encoding_and_the_ends_of_lines() -> None:
    content = written("csv", checked(report({TOTAL: 3}), lang="zh"), lang="zh").encode()
    assert content.startswith(b"\xef\xbb\xbf" + "文件,机关,年度".encode())
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")


def test_a_row_has_everything_that_is_known() -> None:
    result = checked(report({TOTAL: 3}), "reports/a.json", select=("T303",))
    (finding,) = result.findings
    (row,) = rows(result)
    cell = finding.cells[0]
    assert row == {
        "file": "reports/a.json",
        "organ": result.organ,
        "reporting_year": str(result.reporting_year),
        "edition": "2021",
        "severity": "error",
        "code": "T303",
        "title": finding.title,
        "message": finding.message,
        "label": cell.label,
        "value": "3",
        "expected": "0",
        "actual": "3",
        "line": str(cell.line),
        "column": str(cell.column),
        "pointer": TOTAL,
        "fix": finding.fix,
        "hints": " ".join(finding.hints),
        "basis": finding.basis.citation,
        "accepted": "",
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (-3, "-3"),
        (12345678901234567890123, "12345678901234567890123"),
        ("-3", "-3"),
        ("+3.50", "+3.50"),
        (True, "true"),
        (None, ""),
        ("=1+1", "'=1+1"),
        ("  =1+1", "'  =1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-3+2", "'-3+2"),
        ("＝1+1", "'＝1+1"),
        ("1\r\n=2", r"1\u000d\u000a=2"),
        ("\t=2", r"\u0009=2"),
        ("=", "'="),
    ],
)
def test_figures_stay_and_formulas_become_texts(value: object, shown: str) -> None:
    first = next(row for row in rows(checked(report({TOTAL: value}))) if row["pointer"] == TOTAL)
    assert first["value"] == shown


def test_exact_decimals_stay() -> None:
    content = b'{"edition": "2021", "requests": {"received": {"total": 0.30000000000000000000000000004}}}'
    (row,) = [row for row in rows(checked(content)) if row["pointer"] == TOTAL]
    assert row["value"] == "0.30000000000000000000000000004"


def test_nothing_from_a_report_calculates_or_breaks_a_row() -> None:
    text = written("csv", hostile())
    fields = [field for row in csv.reader(io.StringIO(text, newline="")) for field in row]
    assert not [field for field in fields if field.startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert not set("".join(fields)) & set("\x00\x1b\r\n\t")


def test_what_cannot_be_read_is_a_row(folder: Path) -> None:
    (row,) = rows(unreadable(folder))
    assert (row["file"], row["code"], row["line"]) == ("broken.json", "unreadable", "2")


def test_accepted_findings_say_why() -> None:
    (row,) = rows(accepted(checked(report({REGULATIONS: 1}))))
    assert row["accepted"] == "[accepted: a township with a delegated power (Li, 2026-01-20)]"
