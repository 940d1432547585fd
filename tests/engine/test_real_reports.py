"""Two published reports: the township's that the project began with, all its cells blank, and a city's that adds up."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from checkout import ROOT, SHARED

from gknb import check
from gknb.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOWNSHIP: Final = ROOT / "docs" / "examples" / "chongwen-2020.yaml"
CITY: Final = ROOT / "docs" / "examples" / "huaian-2024.json"
TABLES: Final = ("proactive_disclosure", "requests", "review_and_litigation")
TEXTS: Final = ("overview", "problems_and_improvements", "other_matters")


# --- The township: a report as published, with nothing in its tables -----------------------------------------------


def test_the_township_left_198_cells_blank_and_section_6_empty() -> None:
    result = check(TOWNSHIP)
    assert not result.valid
    assert (result.checked.cells, result.checked.blank) == (198, 198)
    blank = [finding.cells[0] for finding in result.findings if finding.code == "S003"]
    tables = Counter(cell.pointer.split("/")[1] for cell in blank)
    assert tables == {"proactive_disclosure": 22, "requests": 161, "review_and_litigation": 15}
    assert len({cell.label for cell in blank}) == 198
    assert [(finding.code, finding.cells[0].pointer) for finding in result.findings if finding.code != "S003"] == [
        # The form prints no unit, so the amount is two fields: without an amount there is no unit either.
        ("S010", "/proactive_disclosure/procurement/amount/unit"),
        ("S010", "/other_matters"),
    ]


def test_each_blank_is_found_where_it_stands_in_the_file() -> None:
    lines = TOWNSHIP.read_text(encoding="utf-8").splitlines()
    cells = [finding.cells[0] for finding in check(TOWNSHIP).findings]
    assert {lines[(cell.line or 0) - 1][(cell.column or 0) - 1 :][:4] for cell in cells} == {"null"}
    assert len({(cell.line, cell.column) for cell in cells}) == len(cells)


@pytest.mark.parametrize("draft", [False, True])
def test_undecided_relations_are_reported_and_not_satisfied(*, draft: bool) -> None:
    result = check(TOWNSHIP, draft=draft)
    assert Counter(undecided.code for undecided in result.undecided) == {
        "T201": 3,  # the three cells of 规章, which a township cannot make
        "T203": 2,  # the rows 规章 and 规范性文件
        "T204": 5,  # the rows with 上一年项目数量 and 本年增/减
        "T205": 1,  # procurement
        "T301": 7,  # the columns of Table 3
        "T302": 7,
        "T303": 23,  # its rows
        "T401": 3,  # the groups of Table 4
    }
    tallies = [(one.code, one.satisfied, one.violated) for one in result.checked.relations]
    assert [one for one in tallies if any(one[1:])] == [("E101", 1, 0)]  # the edition is the one for 2020
    assert result.checked.undecided == 51


def test_as_a_draft_the_township_report_is_sound() -> None:
    result = check(TOWNSHIP, draft=True)
    assert result.valid
    assert result.findings == ()


@pytest.mark.parametrize(
    ("lang", "tables"), [("zh", ["表二", "表三", "表四"]), ("en", ["Table 2", "Table 3", "Table 4"])], ids=["zh", "en"]
)
def test_the_clerk_reads_one_line_for_each_blank_table(
    lang: str, tables: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--lang", lang, str(TOWNSHIP)]) == 1
    printed = capsys.readouterr().out
    reported = re.findall(r"S003  (表.|Table \d)\D+(\d+)", printed)
    assert reported == list(zip(tables, ["22", "161", "15"], strict=True))
    assert printed.count("S003") == 3
    undecided = re.findall(r"^ +(T\d+)  .*\D(\d+) (?:处）|places?\))$", printed, re.MULTILINE)
    assert {"T301": "7", "T303": "23", "T401": "3"}.items() <= dict(undecided).items()


@pytest.mark.parametrize(
    ("lang", "first", "last"),
    [
        ("zh", "表二 · 规章 · 本年新制作数量", "表四 · 行政诉讼 · 复议后起诉 · 总计"),
        ("en", "Table 2 · regulations · produced this year", "Table 4 · litigation · after reconsideration · total"),
    ],
    ids=["zh", "en"],
)
def test_with_verbose_each_blank_has_its_label_and_place(
    lang: str, first: str, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--lang", lang, "--verbose", str(TOWNSHIP)]) == 1
    listed = re.findall(r"^ *(\d+:\d+)  \w+ +S003  (.*?)(?:：|: )", capsys.readouterr().out, re.MULTILINE)
    blank = [
        finding.cells[0]
        for finding in check(TOWNSHIP, lang="zh" if lang == "zh" else "en").findings
        if finding.code == "S003"
    ]
    assert listed == [(f"{cell.line}:{cell.column}", cell.label) for cell in blank]
    assert (listed[0][1], listed[-1][1]) == (first, last)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "arguments",
    [["--draft", str(TOWNSHIP)], [str(CITY)], ["--strict", str(CITY)]],
    ids=["township as a draft", "city", "city, strictly"],
)
def test_the_command_accepts_the_draft_and_the_city(
    lang: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--lang", lang, *arguments]) == 0
    assert "✓" in capsys.readouterr().out


# --- The city: 200 figures that agree with each other -----------------------------------------------------------------

COLUMNS: Final = (
    "natural_person",
    "legal_person/business",
    "legal_person/research",
    "legal_person/public_welfare",
    "legal_person/legal_service",
    "legal_person/other",
    "total",
)
OUTCOMES: Final = (
    "granted",
    "partially_granted",
    "refused/state_secret",
    "refused/prohibited_by_law",
    "refused/security_and_stability",
    "refused/third_party_rights",
    "refused/internal_affairs",
    "refused/process_information",
    "refused/enforcement_file",
    "refused/administrative_inquiry",
    "unavailable/not_held",
    "unavailable/needs_creation",
    "unavailable/still_unclear",
    "not_processed/petition",
    "not_processed/repeated",
    "not_processed/publication",
    "not_processed/excessive",
    "not_processed/confirmation",
    "other/correction_overdue",
    "other/fee_overdue",
    "other/other",
)
ROWS: Final = (
    "/requests/received",
    "/requests/brought_forward",
    *(f"/requests/outcomes/{outcome}" for outcome in OUTCOMES),
    "/requests/outcomes/total",
    "/requests/carried_forward",
)
GROUPS: Final = (
    "/review_and_litigation/reconsideration",
    "/review_and_litigation/litigation/direct",
    "/review_and_litigation/litigation/after_reconsideration",
)
RESULTS: Final = ("upheld", "corrected", "other", "pending", "total")

BOUNDED: Final = (
    "/proactive_disclosure/regulations/issued",
    "/proactive_disclosure/regulations/repealed",
    "/proactive_disclosure/regulations/in_force",
    "/proactive_disclosure/normative_documents/issued",
    "/proactive_disclosure/normative_documents/repealed",
    "/proactive_disclosure/normative_documents/in_force",
)
"""T202 keeps these within a bound (in_force >= issued - repealed) from which one wrong digit here never leads out."""
UNCOVERED: Final = (
    "/proactive_disclosure/licensing/decisions",
    "/proactive_disclosure/penalties/decisions",
    "/proactive_disclosure/coercion/decisions",
    "/proactive_disclosure/fees/amount_wanyuan",
)
"""No relation within one report reads these."""
CELLS: Final = (
    *BOUNDED,
    *UNCOVERED,
    *(f"{row}/{column}" for row in ROWS for column in COLUMNS),
    *(f"{group}/{result}" for group in GROUPS for result in RESULTS),
)
"""The 200 cells in the order of the form."""

BALANCE: Final = ("received", "brought_forward", "outcomes/total", "carried_forward")
EQUATIONS: Final = (
    *(("T301", frozenset(f"/requests/{row}/{column}" for row in BALANCE)) for column in COLUMNS),
    *(("T302", frozenset(f"/requests/outcomes/{row}/{column}" for row in (*OUTCOMES, "total"))) for column in COLUMNS),
    *(("T303", frozenset(f"{row}/{column}" for column in COLUMNS)) for row in ROWS),
    *(("T401", frozenset(f"{group}/{result}" for result in RESULTS)) for group in GROUPS),
)
"""Code and cells of each sum, laid out by hand. No cell counts twice in one, so a wrong figure breaks all it is in."""


def city() -> Any:
    return json.loads(CITY.read_bytes(), parse_float=Decimal)


def holder(report: Any, pointer: str) -> tuple[Any, str]:
    *path, key = pointer.split("/")[1:]
    for name in path:
        report = report[name]
    return report, key


def figures(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from figures(below, f"{pointer}/{key}")
    else:
        yield pointer, value


def city_cells() -> dict[str, Any]:
    report = city()
    return {pointer: figure for table in TABLES for pointer, figure in figures(report[table], f"/{table}")}


def misprints(figure: int | Decimal) -> Iterator[int | Decimal]:
    """Every number that differs from ``figure`` in exactly one digit."""
    text = str(figure)
    for n, digit in enumerate(text):
        if digit != ".":
            for other in "0123456789".replace(digit, ""):
                yield type(figure)(text[:n] + other + text[n + 1 :])


def test_the_city_is_valid_and_every_relation_holds() -> None:
    result = check(CITY, strict=True)
    assert result.valid
    assert (result.findings, result.undecided) == ((), ())
    assert (result.checked.cells, result.checked.blank) == (200, 0)
    assert {tally.code: tally.satisfied for tally in result.checked.relations} == {
        "E101": 1,
        "T202": 2,
        "T301": 7,
        "T302": 7,
        "T303": 25,
        "T401": 3,
    }
    assert (result.checked.violated, result.checked.undecided) == (0, 0)


def test_the_sums_hold_by_plain_arithmetic() -> None:
    cells = city_cells()
    assert tuple(cells) == CELLS
    for row in ROWS:
        *parts, total = (cells[f"{row}/{column}"] for column in COLUMNS)
        assert sum(parts) == total
    for column in COLUMNS:
        received, brought, closed, carried = (cells[f"/requests/{row}/{column}"] for row in BALANCE)
        assert received + brought == closed + carried
        assert sum(cells[f"/requests/outcomes/{row}/{column}"] for row in OUTCOMES) == closed
    for group in GROUPS:
        *parts, total = (cells[f"{group}/{result}"] for result in RESULTS)
        assert sum(parts) == total


def test_190_of_the_200_cells_are_in_a_sum() -> None:
    assert Counter(code for code, _ in EQUATIONS) == {"T301": 7, "T302": 7, "T303": 25, "T401": 3}
    in_a_sum = frozenset[str]().union(*(cells for _, cells in EQUATIONS))
    assert len(in_a_sum) == 190
    assert [cell for cell in CELLS if cell not in in_a_sum] == [*BOUNDED, *UNCOVERED]


@pytest.mark.parametrize("pointer", CELLS)
def test_every_wrong_digit_breaks_exactly_the_sums_that_the_cell_is_in(pointer: str) -> None:
    report = city()
    row, key = holder(report, pointer)
    broken = sorted((code, sorted(cells)) for code, cells in EQUATIONS if pointer in cells)
    for wrong in misprints(row[key]):
        row[key] = wrong
        result = check(report)
        found = [(finding.code, sorted(cell.pointer for cell in finding.cells)) for finding in result.findings]
        assert sorted(found) == broken, wrong
        assert result.valid is (not broken)


def test_the_summaries_keep_the_figures() -> None:
    texts = {path.stem: all_texts(path) for path in (TOWNSHIP, CITY)}
    for figure in ("近百条", "“首善崇文”推送110条", "一是", "二是", "三是"):
        assert figure in texts["chongwen-2020"]
    for figure in ("5500余条", "3119件", "3050件", "34件", "103件", "351件", "46件", "3940元"):
        assert figure in texts["huaian-2024"]


# --- Against the documents as published, where they are at hand ------------------------------------------------------

SEED: Final = SHARED / "seeds" / "chongwen-2020.txt"
PDF: Final = SHARED / "real" / "huaian-2024.pdf"
needs_the_seed = pytest.mark.skipif(
    not SEED.exists(), reason="the township's report as published is not in this folder"
)
needs_the_pdf = pytest.mark.skipif(not PDF.exists(), reason="the city's report as published is not in this folder")
LONGEST: Final = 11
"""The most Chinese characters in a row that a summary may share with its source: names are that long, sentences not."""


def all_texts(path: Path) -> str:
    report = yaml.safe_load(path.read_bytes())  # JSON is YAML
    return "\n".join(report[name] for name in TEXTS if report[name])


def chinese_runs(text: str) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]+", re.sub(r"\s", "", text))


def copied(text: str, source: str) -> set[str]:
    """The passages of ``text`` that stand in ``source`` too and are longer than a name."""
    source = " ".join(chinese_runs(source))
    windows = (run[n : n + LONGEST + 1] for run in chinese_runs(text) for n in range(len(run) - LONGEST))
    return {window for window in windows if window in source}


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"\s", "", text)))


@pytest.fixture(scope="module")
def pdf() -> tuple[str, list[list[str]]]:
    """The text of the city's report without its page numbers, and the figures in each row of its tables."""
    with pytest.importorskip("pdfplumber").open(PDF) as document:
        text = "\n".join(page.extract_text() for page in document.pages)
        rows = [row for page in document.pages for table in page.extract_tables() for row in table]
    figure = re.compile(r"\d+(?:\.\d+)?")
    printed = ([cell for cell in row if cell and figure.fullmatch(cell)] for row in rows)
    return re.sub(r"(?m)^- \d+ -$", "", text), [row for row in printed if row]


def test_a_copied_passage_would_be_noticed() -> None:
    source = "甲乙丙丁戊己庚\n辛壬癸子丑寅，110条"
    assert copied("甲乙丙丁戊己庚辛壬癸子丑", source) == {"甲乙丙丁戊己庚辛壬癸子丑"}
    assert copied("甲乙丙丁戊己庚辛壬癸子卯", source) == set()


@needs_the_seed
def test_the_township_in_other_words_has_the_same_figures() -> None:
    source = SEED.read_text(encoding="utf-8")
    assert copied(all_texts(TOWNSHIP), source) == set()
    assert numbers(all_texts(TOWNSHIP)) == {"2020", "110"} <= numbers(source)


@needs_the_pdf
def test_the_city_in_other_words_has_the_same_figures(pdf: tuple[str, list[list[str]]]) -> None:
    assert copied(all_texts(CITY), pdf[0]) == set()
    assert numbers(all_texts(CITY)) <= numbers(pdf[0])


@needs_the_pdf
def test_the_figures_of_the_city_are_those_of_the_pdf(pdf: tuple[str, list[list[str]]]) -> None:
    widths = [3, 3, 1, 1, 1, 1] + [7] * 25 + [15]
    assert [len(row) for row in pdf[1]] == widths
    printed = [cell for row in pdf[1] for cell in row]
    assert dict(zip(CELLS, printed, strict=True)) == {pointer: str(figure) for pointer, figure in city_cells().items()}
