"""``gknb extract``, and ``gknb check`` of what is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

PAGE = """<html><head><meta charset="utf-8"></head><body>
<h1>某某县教育局2025年政府信息公开工作年度报告</h1>
<p>发布日期：2026-01-20</p>
<h2>二、主动公开政府信息情况</h2>
<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>0</td><td>0</td><td>0</td></tr>
<tr><td>行政规范性文件</td><td>3</td><td>/</td><td>9</td></tr></table>
</body></html>"""


@pytest.fixture(autouse=True)
def page(folder: Path) -> None:
    (folder / "page.html").write_text(PAGE, encoding="utf-8")


def test_a_page_becomes_a_document(run: Callable[..., Ran]) -> None:
    ran = run("extract", "page.html")
    document = json.loads(ran.out)
    assert document["proactive_disclosure"]["normative_documents"] == {"issued": 3, "repealed": None, "in_force": 9}
    assert document["organ"]["name"] == "某某县教育局"
    assert document["published_on"] == "2026-01-20"
    assert ran.code == 1, "most of the form is not on the page"
    assert "page.html: form of 2021, 某某县教育局, 2025" in ran.err


def test_a_document_is_written_and_nothing_is_overwritten(run: Callable[..., Ran]) -> None:
    assert run("extract", "page.html", "-o", "report.json").code == 1
    before = Path("report.json").read_bytes()
    ran = run("extract", "page.html", "-o", "report.json")
    assert ran.code == 2
    assert "report.json exists" in ran.err
    assert Path("report.json").read_bytes() == before
    assert run("check", "report.json").code == 1


def test_where_each_value_came_from(run: Callable[..., Ran]) -> None:
    run("extract", "page.html", "-o", "report.json", "--provenance", "places.json")
    reported = json.loads(Path("places.json").read_bytes())
    places = {one["pointer"]: one for one in reported["values"]}
    place = places["/proactive_disclosure/normative_documents/repealed"]
    assert {name: place[name] for name in ("value", "text", "table", "row", "column", "confidence")} == {
        "value": None,
        "text": "/",
        "table": 1,
        "row": 3,
        "column": 3,
        "confidence": "labels",
    }
    assert {"code": "X002", "pointers": [place["pointer"]], "printed": "/"} in reported["unread"]


def test_several_pages_go_into_a_folder_and_one_that_is_none_stops_no_other(run: Callable[..., Ran]) -> None:
    Path("weather.html").write_text("<p>晴</p>", encoding="utf-8")
    ran = run("extract", "weather.html", "page.html", "-o", "out")
    assert ran.code == 2
    assert "weather.html: not an annual report" in ran.err
    assert [path.name for path in Path("out").iterdir()] == ["page.json"]
    assert run("extract", "weather.html", "page.html").code == 2


def test_a_check_extracts_first_and_tells_the_place_on_the_page(run: Callable[..., Ran]) -> None:
    ran = run("check", "page.html")
    assert ran.code == 1
    assert "t1 r3 c3  info     X002  Table 2 · normative documents · repealed this year: “/” is printed" in ran.out
    (cell,) = [
        cell
        for finding in run("check", "page.html", "--format", "json").result["findings"]
        if finding["code"] == "X002"
        for cell in finding["cells"]
    ]
    assert cell["printed"] == {
        "text": "/",
        "page": None,
        "table": 1,
        "row": 3,
        "column": 3,
        "confidence": "labels",
    }


def test_an_unreadable_file_is_one_line(run: Callable[..., Ran]) -> None:
    Path("broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    for command in ("extract", "check"):
        ran = run(command, "broken.pdf")
        assert ran.code == 2
        assert "Traceback" not in ran.out + ran.err


def test_the_document_and_what_is_uncertain_are_printed_as_one(run: Callable[..., Ran]) -> None:
    whole = json.loads(run("extract", "page.html", "--json").out)
    assert whole.keys() == {"document", "values", "unread", "error"}
    run("extract", "page.html", "-o", "report.json", "--provenance", "places.json")
    assert whole["document"] == json.loads(Path("report.json").read_bytes())
    places = json.loads(Path("places.json").read_bytes())
    assert (whole["values"], whole["unread"], whole["error"]) == (places["values"], places["unread"], None)


def test_what_is_no_report_is_refused_in_the_same_shape(run: Callable[..., Ran]) -> None:
    Path("news.html").write_text("<html><body><p>某某县召开会议。</p></body></html>", encoding="utf-8")
    ran = run("extract", "news.html", "--json")
    refused = json.loads(ran.out)
    assert (ran.code, refused["document"], refused["values"], refused["unread"]) == (2, None, [], [])
    assert refused["error"] in ran.err
