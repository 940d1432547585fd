"""Level ``pages``: the reference reads every page as the suite says, and the runner tells what another one does not."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from checkout import SCHEMA

from gknb.cli import main
from gknb.conformance.compare import AnswerError
from gknb.conformance.outcome import Setting
from gknb.conformance.page_answers import compare_reading, read_reading
from gknb.conformance.page_vectors import OPTIONS
from gknb.conformance.selection import selected
from gknb.conformance.suite import exact_json, load_suite
from gknb.documents.extract.provenance import extraction_json, refusal_json
from gknb.documents.extract.published import extracted
from gknb.documents.extract.supplied import supplied
from gknb.errors import SourceError
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gknb.conformance.page_vectors import PageVector

SUITE = load_suite()
CATALOG = load_catalog(SUITE.standard)
PAGES = {page.id: page for page in SUITE.pages}


def answer(page: PageVector, change: Callable[[dict[str, Any]], object] = lambda _: None) -> Any:
    """What the reference prints for a page, changed."""
    try:
        found = extracted(CATALOG, page.content)
    except SourceError as error:
        return exact_json(refusal_json(error.say("en")))
    value = exact_json(extraction_json(supplied(CATALOG, found, page.given, "option") if page.given else found))
    change(value)
    return value


@pytest.mark.parametrize("page", SUITE.pages, ids=lambda page: page.id)
def test_the_reference_reads_every_page(page: PageVector) -> None:
    assert compare_reading(page, read_reading(answer(page))) == ()


def test_every_trap_has_a_page() -> None:
    assert Counter(page.topics[0] for page in SUITE.pages).keys() == {
        "rows", "columns", "figures", "text", "lost-order", "heads", "sections", "printed-editions",
    }  # fmt: skip
    assert {page.format for page in SUITE.pages} == {"html", "markdown", "text"}
    assert {page.edition for page in SUITE.pages} == {"2019", "2021", None}


def test_what_is_given_has_an_option() -> None:
    assert {pointer for page in SUITE.pages for pointer in page.given} <= OPTIONS.keys()
    assert PAGES["page-given-other-year"].arguments == ("--year", "2024")


TRAP = PAGES["page-one-figure-more-unsettled"]
CELL = "/requests/received/natural_person"


def _guess(value: dict[str, Any]) -> None:
    value["document"]["requests"]["received"]["natural_person"] = 5
    value["unread"] = [one for one in value["unread"] if one["code"] != "X014"]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (_guess, ["value", "missing"]),
        (lambda value: value["document"].update(edition="2019"), ["value"]),
        (lambda value: value["document"].pop("requests"), ["value"] * 7),
        (lambda value: value["unread"].append({"code": "X003", "pointers": [CELL]}), ["unexpected"]),
        (lambda value: value["unread"].append({"code": "X003", "pointers": ["/scope"]}), []),
        (lambda value: value["unread"].append({"code": "X014", "pointers": ["/scope"]}), ["unexpected"]),
        (lambda value: value.update(document=None), ["verdict"]),
    ],
    ids=["guessed", "edition", "left out", "finding", "finding elsewhere", "its finding elsewhere", "refused"],
)
def test_a_wrong_reading_differs(change: Callable[[dict[str, Any]], object], kinds: list[str]) -> None:
    found = compare_reading(TRAP, read_reading(answer(TRAP, change)))
    assert [one.kind for one in found] == kinds


def test_findings_may_be_grouped_in_any_way() -> None:
    def split(value: dict[str, Any]) -> None:
        value["unread"] = [
            {"code": one["code"], "pointers": [pointer]} for one in value["unread"] for pointer in one["pointers"]
        ]

    assert compare_reading(TRAP, read_reading(answer(TRAP, split))) == ()


def test_a_page_that_is_no_report_must_be_refused() -> None:
    page = PAGES["page-news"]
    assert compare_reading(page, read_reading(answer(page))) == ()
    (wrong,) = compare_reading(page, read_reading(answer(TRAP)))
    assert (wrong.kind, wrong.expected, wrong.given) == ("verdict", "refused", "read")


@pytest.mark.parametrize(
    "value",
    [[], {}, {"document": 3, "unread": []}, {"document": {}}, {"document": {}, "unread": [{"code": "X001"}]}],
    ids=str,
)
def test_what_is_no_answer(value: Any) -> None:
    with pytest.raises(AnswerError):
        read_reading(value)


# The command

posix = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")
FEW = "page-given-*,page-news,page-merged-cells,page-column-after-column"


def run(*arguments: str) -> int:
    try:
        return main(["conformance", "--lang", "en", "--level", "pages", *arguments])
    except SystemExit as leaving:
        return int(leaving.code or 0)


@posix
def test_the_command_of_the_reference_passes(capsys: pytest.CaptureFixture[str]) -> None:
    reference = [sys.executable, "-m", "gknb", "--standard", str(SCHEMA / SUITE.standard), "extract", "--json", "-"]
    assert run("--select", FEW, "--timeout", "60", "--format", "json", "--", *reference) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["conforms"]
    assert report["total"] == {"all": 9, "pages": 9}
    assert {tuple(one["levels"]) for one in report["vectors"]} == {("pages",)}


@posix
@pytest.mark.parametrize("form", ["text", "html", "junit", "json"])
def test_a_command_that_guesses_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    program = tmp_path / "guess.py"
    program.write_text('print(\'{"document": {"edition": "2021"}, "unread": []}\')', encoding="utf-8")
    badge = tmp_path / "badge.json"
    options = ("--select", "page-merged-cells,page-one-figure-less", "--format", form, "--badge", str(badge))
    assert run(*options, "--", sys.executable, str(program)) == 1
    out = capsys.readouterr().out
    assert "X014" in out
    assert "page-one-figure-less" in out
    assert json.loads(badge.read_bytes())["message"] == f"0/2 of {len(SUITE.pages)}"


@pytest.mark.parametrize("option", ["--stream", "--draft"])
def test_options_for_documents_are_refused(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(option, "--", sys.executable) == 2
    assert option in capsys.readouterr().err


def test_other_levels_have_no_pages() -> None:
    setting = Setting(command=("x",), level="cells")
    assert not {vector.id for vector in selected(SUITE, setting)} & PAGES.keys()


def test_pages_are_exported_as_they_are(tmp_path: Path) -> None:
    assert (
        run("--select", "page-given-other-year,page-merged-cells,page-text-tabs", "--export", str(tmp_path / "x")) == 0
    )
    names = {path.name for path in (tmp_path / "x").iterdir()}
    pages = {"page-given-other-year.md", "page-merged-cells.html", "page-text-tabs.txt"}
    assert names == pages | {f"{name.rpartition('.')[0]}.expected.json" for name in pages}
    assert (tmp_path / "x" / "page-text-tabs.txt").read_bytes() == PAGES["page-text-tabs"].content
    expected = json.loads((tmp_path / "x" / "page-given-other-year.expected.json").read_bytes())
    assert expected["arguments"] == ["--year", "2024"]
    assert expected["expected"]["findings"] == [{"code": "X010", "pointers": ["/reporting_year"]}]
