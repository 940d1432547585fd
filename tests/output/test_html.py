"""The page for people, as a strict parser and a real browser read it."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import product
from typing import TYPE_CHECKING, Any

import html5lib
import pdfplumber
import pytest
from browser import Browser
from output_samples import (
    CATALOG,
    EXAMPLES,
    HOSTILE,
    REGULATIONS,
    TOTAL,
    accepted,
    checked,
    every_kind,
    hostile,
    report,
    unreadable,
    written,
)

from gknb.engine.options import Options
from gknb.output.base import MOST_ROWS, Setting, Totals, row_of
from gknb.output.html import HtmlOutput
from gknb.run.inputs import check_file
from gknb.settings.checker import Checker
from gknb.source.pointers import changed
from gknb.standard.form import form_of
from gknb.standard.form_layout import grids
from gknb.texts.values import printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from gknb.results import Result
    from gknb.standard.form import Lang

pytestmark = pytest.mark.usefixtures("english", "folder")

BOTH: list[Lang] = ["zh", "en"]
WRONG = {TOTAL: 3, REGULATIONS: 1, "/overview": "", "/requests/extra": 1, "/requests/outcomes/total/total": None}
"""Findings of both severities: in two tables, in a text, about a blank cell, and at a place that the form lacks."""


def wrong(lang: Lang = "en") -> Result:
    return checked(report(WRONG), "wrong.json", lang, keep=True)


def page(*results: Result, lang: Lang = "en") -> Element:
    """The page, by a parser that takes nothing but what the standard of HTML allows."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(written("html", *results, lang=lang))
    return root


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def having(root: Element, *names: str) -> list[Element]:
    return [element for element in root.iter() if set(names) <= set(classes(element))]


def matrix(table: Element) -> dict[tuple[int, int], Element]:
    """What covers each place of a table; no place is covered twice."""
    places: dict[tuple[int, int], Element] = {}
    for y, row in enumerate(table.iter("tr")):
        x = 0
        for box in row:
            while (y, x) in places:
                x += 1
            size = int(box.get("rowspan", "1")), int(box.get("colspan", "1"))
            for down, right in product(*map(range, size)):
                assert (y + down, x + right) not in places
                places[y + down, x + right] = box
    return places


# --- The page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", BOTH)
def test_a_page_of_reports_of_every_kind_is_good_html(folder: Path, lang: Lang) -> None:
    results = every_kind(folder, lang, keep=True)
    root = page(*results, lang=lang)
    assert root.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert len([*root.iter("h1")]) == 1
    assert len([*root.iter("article")]) == len(results)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        for name in ("headers", "aria-labelledby"):
            assert set(element.get(name, "").split()) <= set(ids)
    for table in root.iter("table"):
        assert said(table[0])
        assert table[0].tag == "caption"
        assert {box.get("scope") for box in table.iter("th")} <= {"row", "col"}


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_single_report_is_a_page_without_a_front_page(example: Path, lang: Lang) -> None:
    result = check_file(Checker(Options(lang=lang, keep=True)), str(example))
    root = page(result, lang=lang)
    assert (result.organ or "") in said(next(root.iter("title")))
    assert not having(root, "front")
    assert not [*root.iter("script")]
    assert len(having(root, "form")) == 3


def test_the_page_loads_nothing_and_runs_nothing_but_its_own_script() -> None:
    for results in ([wrong()], [wrong(), checked(report(), keep=True)]):
        root = page(*results)
        for element in root.iter():
            assert element.tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "input")
            assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "srcset", "style")]
            assert element.get("href", "#").startswith("#")
        (policy,) = [meta.get("content", "") for meta in root.iter("meta") if meta.get("http-equiv")]
        assert policy.startswith("default-src 'none';")
        (style,) = [element.text or "" for element in root.iter("style")]
        assert not re.search(r"url\(|@import|https?:|expression", style)
        scripts = [element.text or "" for element in root.iter("script")]
        assert len(scripts) == (len(results) > 1)
        for ours in (style, *scripts):
            assert f"'sha256-{b64encode(sha256(ours.encode()).digest()).decode()}'" in policy


# --- The form -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize(
    ("edition", "sizes"),
    [("2021", [(14, 4), (28, 10), (4, 15)]), ("2019", [(18, 7), (26, 10), (4, 15)])],
    ids=["2021", "2019"],
)
def test_the_tables_have_the_boxes_of_the_form_each_value_in_its_own(
    edition: str, sizes: list[tuple[int, int]], lang: Lang
) -> None:
    form = form_of(CATALOG, edition)
    values = {cell: 1001 + n for n, cell in enumerate(form.cells)}
    result = checked(changed(CATALOG.zero_report(edition), dict(values)), lang=lang, keep=True)
    tables = having(page(result, lang=lang), "form")
    for table, grid, size in zip(tables, grids(form, lang), sizes, strict=True):
        places = matrix(table)
        assert places.keys() == set(product(range(size[0]), range(size[1])))
        for box in grid.boxes:
            covered = product(range(box.row, box.row + box.height), range(box.column, box.column + box.width))
            (there,) = {id(places[at]): places[at] for at in covered}.values()
            expected = str(values[box.pointers[0]]) if box.pointers else " ".join(box.text.split())
            assert said(there).startswith(expected)
            assert (int(there.get("rowspan", "1")), int(there.get("colspan", "1"))) == (box.height, box.width)
    filled = [said(cell).split()[0] for table in tables for cell in table.iter("td") if said(cell)[:1].isdecimal()]
    assert filled == [str(values[cell]) for cell in form.cells]


def test_a_cell_in_error_is_marked_and_a_blank_one_says_so() -> None:
    root = page(wrong())
    marked = [said(cell) for cell in having(root, "marked") if cell.tag == "td"]
    assert [text.split()[0] for text in marked] == ["1", "3", "blank"]
    assert all(re.search(r"\d$", text) for text in marked)
    assert next(said(place) for place in having(root, "place", "marked")).startswith("blank")
    assert {said(name) for name in root.iter("dt")} >= {"extra"}


def test_the_words_of_the_standard_are_those_of_the_reader() -> None:
    kept = checked(report({"/organ/level": "county", "/scope": "own"}), lang="zh", keep=True)
    fields = dict(re.findall(r"<dt>(.*?)</dt><dd class=\"place\">(.*?)</dd>", written("html", kept, lang="zh")))
    assert fields["报告机关 · 机关层级"] == "县级"
    assert fields["口径"] == "本级"


# --- Findings -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", BOTH)
def test_every_link_has_its_target_and_a_way_back(folder: Path, lang: Lang) -> None:
    root = page(*every_kind(folder, lang, keep=True), wrong(lang), lang=lang)
    parents = {child: parent for parent in root.iter() for child in parent}
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}

    def around(element: Element, name: str) -> Element:
        while name not in classes(element):
            element = parents[element]
        return element

    def links(element: Element) -> Iterator[str]:
        return (link.get("href", "")[1:] for link in element.iter("a"))

    assert set(links(root)) <= ids.keys()
    cards = having(root, "card")
    badges = [one for group in having(root, "badges") for one in group]
    assert badges
    for badge in badges:  # from the form to the finding
        cell = parents[parents[badge]]
        assert cell.get("id") in {*links(around(ids[badge.get("href", "")[1:]], "card"))}
    for card in cards:  # from the finding to the form
        for place in set(links(card)):
            (back,) = ids[place].findall("./span[@class='badges']")
            more = len(back) > 3  # the last of them stands for all the rest
            assert more or any(around(ids[target], "card") is card for target in links(back))


@pytest.mark.parametrize("lang", BOTH)
def test_a_card_says_all_that_the_finding_says(lang: Lang) -> None:
    result = wrong(lang)
    cards = having(page(result, lang=lang), "card")
    assert len(cards) == len(result.findings)
    whole = [said(card) for card in cards]
    for finding in result.findings:
        parts = (finding.code, finding.title, finding.message, finding.fix, finding.basis.citation, *finding.hints)
        assert [text for text in whole if all(" ".join(part.split()) in text for part in parts)], finding


def test_many_findings_that_are_alike_share_a_card() -> None:
    result = check_file(Checker(Options(keep=True)), str(EXAMPLES[1]))
    root = page(result)
    assert len(result.findings) == 200
    heads = [said(heading) for card in having(root, "card") for heading in card.iter("h4")]
    assert heads == [
        "1 error S003 A cell is blank × 22",
        "2 error S010 A field or text is blank",
        "3 error S003 A cell is blank × 161",
        "4 error S003 A cell is blank × 15",
        "5 error S010 A field or text is blank",
    ]
    assert len(having(root, "marked", "absent")) == 197  # the amount shares its box with the unit


def test_what_is_accepted_or_undecided_is_shown_as_that() -> None:
    root = page(accepted(checked(report({REGULATIONS: 1}), keep=True)))
    (card,) = having(root, "card")
    assert "accepted" in classes(card)
    assert "a township with a delegated power" in said(card)
    assert having(root, "verdict", "valid")
    blank = checked(report({TOTAL: None}), draft=True, keep=True)
    (undecided,) = [one for one in having(page(blank), "undecided") if one.tag == "details"]
    assert {said(code) for code in undecided.iter("code")} == {one.code for one in blank.undecided}


def test_a_file_that_cannot_be_read_says_why(folder: Path) -> None:
    result = unreadable(folder)
    assert result.error
    root = page(result)
    (card,) = having(root, "card")
    assert result.error.message in said(card)
    assert not having(root, "paper")


@pytest.mark.parametrize("lang", BOTH)
def test_nothing_in_a_report_becomes_part_of_the_page(lang: Lang) -> None:
    tags = {element.tag for element in page(wrong(lang), checked(report(), keep=True), lang=lang).iter()}
    evil = f"</script></style><script>x()</script><img src=x onerror=x()>{HOSTILE}"
    strange = checked(
        report({"/organ/name": evil, "/overview": evil, f"/{evil.replace('/', '~1')}": evil}), evil, lang, keep=True
    )
    for results in ([strange], [strange, hostile(lang, keep=True), hostile(lang)]):
        root = page(*results, lang=lang)
        assert {element.tag for element in root.iter()} <= tags | {"details", "summary", "i"}
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
        assert len([*root.iter("script")]) == (len(results) > 1)
    assert "<img src=x onerror=x()>" in said(root)
    assert printable("\u202e") in said(root)


# --- The front page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", BOTH)
def test_the_front_page_has_a_row_for_each_report(folder: Path, lang: Lang) -> None:
    results = every_kind(folder, lang, keep=True)
    root = page(*results, lang=lang)
    (table,) = having(root, "reports")
    rows = [*table.iter("tr")][1:]
    articles = [article.get("id") for article in root.iter("article")]
    assert [next(row.iter("a")).get("href") for row in rows] == [f"#{key}" for key in articles]
    for row, result in zip(rows, results, strict=True):
        kind = "unreadable" if result.error else "valid" if result.valid else "invalid"
        assert having(row, "verdict", kind)


def test_pieces_come_part_by_part_and_only_the_front_page_needs_the_run() -> None:
    output = HtmlOutput(Setting())
    assert output.late_head
    assert len([*output.piece(checked(report()))]) > 3
    row = row_of(checked(report()))
    totals = Totals(keep_rows=True)
    for n in range(MOST_ROWS + 5):
        totals.add(replace(row, valid=n < MOST_ROWS))
    head = output.head(totals)
    assert head.count("<tr>") == MOST_ROWS + 1
    assert "and 5 more" in head
    assert [one.valid for one in totals.rows][-5:] == [False] * 5, "those with errors stay"


# --- In a browser ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def complaints(browser: Browser) -> list[dict[str, Any]]:
    """What the browser complains of, and what it loads besides the page."""
    kinds = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
    loads = [event for event in browser.events if event["method"] == "Network.requestWillBeSent"]
    return [event for event in browser.events if event["method"] in kinds] + loads[1:]


@pytest.fixture
def shown(folder: Path) -> Path:
    path = folder / "page.html"
    path.write_text(written("html", *every_kind(folder, "zh", keep=True), wrong("zh"), lang="zh"), encoding="utf-8")
    return path


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 768, 1280])
def test_a_browser_shows_the_page_without_complaint_and_in_its_width(browser: Browser, shown: Path, width: int) -> None:
    browser.open(shown, width=width)
    assert complaints(browser) == []
    assert browser.run("document.documentElement.scrollWidth") <= width
    # On a phone wide tables move within their own frame.
    frames = browser.run("[...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth > box.clientWidth)")
    assert frames == (width == 390)


@pytest.mark.chromium
def test_findings_stand_beside_the_form_and_on_a_phone_below(browser: Browser, folder: Path) -> None:
    path = folder / "page.html"
    path.write_text(written("html", wrong()), encoding="utf-8")
    side = "document.querySelector('{}').getBoundingClientRect().{}"
    gap = f"{side.format('aside', 'left')} - {side.format('.paper', 'right')}"
    browser.open(path, width=1280)
    assert browser.run(gap) > 0
    browser.open(path, width=390)
    assert browser.run(gap) < 0


@pytest.mark.chromium
def test_the_reports_can_be_sorted_and_without_a_script_be_read(browser: Browser, shown: Path) -> None:
    column = "[...document.querySelectorAll('.reports tbody tr')].map((row) => Number(row.cells[4].dataset.key))"
    browser.open(shown)
    given = browser.run(column)
    button = "document.querySelectorAll('.reports th button')[4].click()"
    browser.run(button)
    assert browser.run(column) == sorted(given)
    browser.run(button)
    assert browser.run(column) == sorted(given, reverse=True)
    browser.open(shown, script=False)
    assert complaints(browser) == []
    assert browser.run("document.querySelectorAll('.reports tbody tr').length") == len(given)
    assert browser.run("document.querySelectorAll('.reports button').length") == 0


@pytest.mark.chromium
def test_on_paper_a_table_is_on_one_page_of_a4(browser: Browser, folder: Path) -> None:
    path = folder / "page.html"
    city = check_file(Checker(Options(lang="zh", keep=True)), str(EXAMPLES[0]))
    path.write_text(written("html", city, lang="zh"), encoding="utf-8")
    browser.open(path)
    browser.printed(folder / "page.pdf")
    with pdfplumber.open(folder / "page.pdf") as printed:
        sizes = {(round(sheet.width), round(sheet.height)) for sheet in printed.pages}
        tables = [len(sheet.find_tables()) for sheet in printed.pages]
    assert sizes <= {(595, 842), (596, 842)}
    assert sum(tables) == 3  # one more where a page ends within a table
