"""The front page of a county, as a strict parser and a real browser read it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import html5lib
import pytest
from browser import Browser

from gknb.county.overview import Figure, Found, Matter, OrganYears, Overview, Received, Sum, YearLine
from gknb.output.base import Row, Setting, Totals
from gknb.output.html import HtmlOutput

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from gknb.standard.form import Lang

BOTH: list[Lang] = ["zh", "en"]
EVIL = '</table><script>x()</script><img src=x onerror=x()>"\u202e' + "很" * 500
MATTERS = (
    Matter(year=2024, occasion="missing", organ="某县民政局"),
    Matter(year=2024, occasion="twice", organ="某县人民政府", scope="own", files=("a.json", "b.json")),
    Matter(year=2024, occasion="late", organ=EVIL, files=("c.json",), published="2025-02-03", deadline="2025-01-31"),
    Matter(year=2023, occasion="unknown", organ=EVIL, files=(EVIL,)),
    Matter(year=2023, occasion="unexpected", organ="某县水利局", files=("d.json",), instead="own|consolidated"),
    Matter(year=2023, occasion="unexpected", organ="某县审计局", files=("e.json",), instead="2019..2022"),
    Matter(year=2023, occasion="renamed", organ="某县文旅局", files=("f.json",), instead="某县文化局"),
    Matter(year=2023, occasion="differs", organ="某县水利局", files=("g.json",), instead="county"),
)


def line(year: int) -> YearLine:
    return YearLine(
        year=year, due=1200, received=900, missing=300, twice=1, late=2, wrong=3, consolidated=4, unequal=1
    )  # fmt: skip


def overview(organs: int = 3, matters: tuple[Matter, ...] = MATTERS) -> Overview:
    received = (
        (Received(state="received", scope="consolidated", files=("a.json",), errors=2, late=True),
         Received(state="twice", scope="own", files=("a.json", "b.json"))),
        (Received(state="missing", scope=None),),
    )  # fmt: skip
    found = (
        Found(year=2024, code="R701", count=3, file="a.json"),
        Found(year=2023, code="R702", count=1, file=None),
        Found(year=None, code="T301", count=1, file="c.json"),
    )
    listed = [OrganYears(name=f"某县第{n}局", depth=n, years=received, found=found) for n in range(organs)]
    return Overview(
        name=EVIL,
        roster=organs,
        years=(2023, 2024),
        lines=(line(2023), line(2024)),
        matters=matters,
        organs=(*listed, OrganYears(name=EVIL, depth=0, listed=False, found=found)),
        figures=(
            Figure(label="新收", values=(10, 12_345), sums=(None, Sum(total=7, complete=True))),
            Figure(label="金额", values=(None, Decimal("1.5")), sums=(Sum(total=Decimal("0.5"), complete=False), None)),
            Figure(label="巨大", values=(10**200, 0), sums=(None, None)),
            Figure(label="负数", values=(-3, 5), sums=(None, None)),
        ),
        tops=("a.json", None),
    )  # fmt: skip


def written(of: Overview, lang: Lang) -> str:
    output = HtmlOutput(Setting(lang=lang, version="1"))
    totals = Totals(keep_rows=True)
    for file in ("a.json", "c.json"):
        totals.add(
            Row(file=file, organ=EVIL, reporting_year=2024, edition="2021", valid=True, readable=True,
                severities={}, codes={"R701": 1, "T301": 2}, undecided=0)
        )  # fmt: skip
    totals.overview = of
    return output.head(totals) + output.tail(totals)


def parsed(text: str) -> Element:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(text)
    for element in root.iter():  # drawings have a namespace of their own
        element.tag = element.tag.rpartition("}")[2]
    return root


def said(element: Element) -> str:
    """The text as it is read out: boxes of a table are apart."""
    boxes = [*element] if element.tag == "tr" else [element]
    return " ".join(" ".join("".join(box.itertext()).split()) for box in boxes).strip()


def table(root: Element, name: str) -> Element:
    return next(one for one in root.iter("table") if one.get("class") == name)


@pytest.mark.parametrize("lang", BOTH)
def test_it_is_good_html_in_which_everything_has_a_name(lang: Lang) -> None:
    root = parsed(written(overview(), lang))
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    for one in root.iter("table"):
        assert one[0].tag == "caption"
        assert {box.get("scope") for box in one.iter("th")} <= {"row", "col"}
        assert all(next(row.iter("th")).get("scope") == "row" for row in one.iter("tr") if row[0].tag == "td")
    for drawing in root.iter("svg"):
        assert drawing.get("aria-hidden") == "true" or (drawing.get("role") == "img" and drawing[0].tag == "title")
    for name in ("region", "img"):
        assert all(one.get("aria-label") or one.tag == "svg" for one in root.iter() if one.get("role") == name)
    assert len([*root.iter("h1")]) == 1
    headings = [one.tag for one in root.iter() if one.tag in ("h1", "h2", "h3")]
    assert headings[0] == "h1"
    assert "h3" not in headings


@pytest.mark.parametrize("lang", BOTH)
def test_names_are_text_whatever_is_in_them(lang: Lang) -> None:
    root = parsed(written(overview(), lang))
    assert not [*root.iter("img")]
    assert len([*root.iter("script")]) == 1
    assert "<img src=x" not in said(table(root, "coverage")), "shortened"
    for box in root.iter("th"):
        assert len(said(box)) < 120


def test_all_links_within_the_page_lead_somewhere() -> None:
    root = parsed(written(overview(), "en"))
    ids = {one.get("id") for one in root.iter()}
    links = [link.get("href", "")[1:] for link in root.iter("a")]
    here = [link for link in links if not link.startswith("r") or link.startswith("re")]  # the others are reports
    assert {"matters-2023", "matters-2024", "relation-R701", "findings"} <= set(here)
    assert set(here) - {"relation-R702"} <= ids, "what the run has no findings of has no row"


def test_what_there_is_to_see_to() -> None:
    root = parsed(written(overview(), "en"))
    rows = [said(row) for one in root.iter("table") if one.get("class") == "matters" for row in one.iter("tr")]
    assert "missing 某县民政局" in rows
    assert "duplicate 某县人民政府 own a.json b.json" in rows
    assert any(row.endswith("published 2025-02-03, due 2025-01-31 c.json") for row in rows)
    assert "not expected 某县水利局 expected: own / consolidated d.json" in rows
    assert "not expected 某县审计局 expected: 2019–2022 e.json" in rows
    assert "other name 某县文旅局 “某县文化局” on the roster f.json" in rows
    folds = [one for one in root.iter("details") if (one.get("id") or "").startswith("matters-")]
    assert [one.get("open") is not None for one in folds] == [True, True]


def test_where_there_is_much_to_see_to_the_last_year_alone_is_unfolded() -> None:
    many = tuple(Matter(year=2024 - n // 3000, occasion="missing", organ=f"第{n}局") for n in range(6000))
    root = parsed(written(overview(matters=many), "en"))
    folds = [one for one in root.iter("details") if (one.get("id") or "").startswith("matters-")]
    assert [one.get("open") is not None for one in folds] == [True, False]
    assert "… and 1,000 more" in said(folds[0])


def test_the_figures_and_the_sums_that_they_are_not() -> None:
    rows = {
        said(row[0]): [said(box) for box in row[1:5]]
        for row in table(parsed(written(overview(), "en")), "figures").iter("tr")
    }
    assert rows["figure"] == ["2023", "2024", "change", "trend"]
    assert rows["新收"] == ["10", "12,345 sum 7", "×1,234", "新收: 2023: 10, 2024: 12,345"]
    assert rows["金额"][:3] == ["— known sum 0.5", "1.5", ""]
    assert rows["负数"][:3] == ["-3", "5", ""]
    assert rows["巨大"][1:3] == ["0", "-100.0%"]


def test_marks_say_what_they_mean_and_whose_they_are() -> None:
    (row,) = [row for row in table(parsed(written(overview(1), "en")), "coverage").iter("tr") if "第0局" in said(row)]
    assert [said(box) for box in row] == ["某县第0局", "cons. ✗2 ◷ own 2×", "—"]
    labels = [one.get("aria-label") for one in row.iter() if one.get("aria-label")]
    assert labels == ["with errors (number) (2)", "late", "duplicate", "missing"]


@pytest.mark.chromium
@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_a_browser_shows_it_in_its_width(folder: Path, width: int) -> None:
    path = folder / "page.html"
    path.write_text(written(overview(40), "zh"), encoding="utf-8")
    with Browser(folder / "browser") as browser:
        browser.open(path, width=width)
        complaints = [one for one in browser.events if one["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
        assert complaints == []
        assert browser.run("document.documentElement.scrollWidth") <= width
