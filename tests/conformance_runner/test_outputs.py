"""The formats of a run's report, the files it writes, and what each says."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from runs_of_conformance import Ran, Run, refused, skip_file
from tiny_suite import program, tiny_suite

import gknb.conformance
from gknb.conformance.suite import exact_json

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads(Path(gknb.conformance.__file__).with_name("report.schema.json").read_text())
HOSTILE = "\x1b]0;x\x07<script>&\u202e\x00\ud800]]>"
"""Moves cursors, opens tags, and cannot be written in XML or UTF-8."""

BODIES = {
    "right": "once()",
    "valid whatever comes": 'print(\'{"valid": true, "findings": [], "undecided": []}\')',
    "verdict only": """
result = json.loads(answer(sys.stdin.buffer.read()))["results"][0]
print(json.dumps({"valid": result["valid"]}))""",
    "other cells": """
r = json.loads(answer(sys.stdin.buffer.read()))
for finding in r["results"][0]["findings"]:
    finding["cells"][0]["pointer"] = "/nowhere"
print(json.dumps(r))""",
    "other figures": """
r = json.loads(answer(sys.stdin.buffer.read()))
for finding in r["results"][0]["findings"]:
    finding["actual"] = 12345678901234567890.5
print(json.dumps(r))""",
    "hostile": f"""
hostile = json.loads({json.dumps(HOSTILE)!r})
sys.stderr.buffer.write(hostile.encode("utf-8", "surrogatepass"))
print(json.dumps({{"valid": False, "undecided": [{{"code": hostile}}], "findings": [
    {{"code": hostile, "actual": hostile, "cells": [{{"pointer": hostile}}, {{"pointer": "/" + hostile}}]}},
    {{"code": "T301", "actual": [[hostile]], "cells": [{{"pointer": "/requests/received/total"}}]}}]}}))""",
    "huge": "print(json.dumps({'valid': False, 'undecided': [], 'findings': [{'code': 'T301', 'cells': []}] * 1000}))",
    "crash": "sys.exit(77)",
    "rubbish": f"print({HOSTILE[:-4]!r})",
}
every_body = pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)


@pytest.fixture
def against(run: Run, tmp_path: Path) -> Callable[..., Ran]:
    def against(body: str, *options: str, lang: str = "en") -> Ran:
        return run(*options, "--", *program(tmp_path, body), lang=lang)

    return against


class Page(HTMLParser):
    """The tags of a page, which have to be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@every_body
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_json_is_as_its_schema_says(against: Callable[..., Ran], body: str, lang: str) -> None:
    ran = against(body, "--format", "json", lang=lang)
    report = json.loads(ran.out)
    Draft202012Validator(SCHEMA).validate(report)
    assert report["conforms"] is (ran.code == 0) is (body == "once()")
    assert sum(report["counts"].values()) == report["total"]["all"] == len(report["vectors"]) == report["planned"]


@every_body
def test_junit_is_xml_with_a_suite_for_each_relation_and_a_case_for_each_vector(
    against: Callable[..., Ran], body: str
) -> None:
    root = ET.fromstring(against(body, "--format", "junit").out)  # noqa: S314 - our own
    assert [suite.get("name") for suite in root] == ["S003", "T301", "T302"]
    names = [case.get("name") for case in root.iter("testcase")]
    assert sorted(filter(None, names)) == sorted(one.id for one in tiny_suite().vectors if not one.draft)
    assert (
        len(list(root.iter("failure")))
        == int(root.get("failures", -1))
        == (0 if body == "once()" else len(failing(body)))
    )


def failing(body: str) -> list[str]:
    """The vectors that a body fails: those without findings pass where nothing is found."""
    right = body in (BODIES["valid whatever comes"], BODIES["other cells"], BODIES["other figures"])
    return [one.id for one in tiny_suite().vectors if not one.draft and (not right or one.kind != "pass")]


@every_body
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_html_is_one_page_without_scripts(against: Callable[..., Ran], body: str, lang: str) -> None:
    text = against(body, "--format", "html", lang=lang).out
    page = Page()
    page.feed(text)
    assert page.open == []
    assert "script" not in page.seen
    assert {"table", "h1"} <= page.seen
    assert ("details" in page.seen) is (body != "once()")
    assert 'name="viewport"' in text


@pytest.mark.thorough
@every_body
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_text_is_safe_on_a_terminal(against: Callable[..., Ran], body: str, lang: str) -> None:
    for options in ((), ("--verbose",)):
        out = against(body, *options, lang=lang).out
        assert all(character.isprintable() or character == "\n" for character in out)
    coloured = against(body, "--color", "always", lang=lang).out
    assert re.sub(r"\x1b\[[0-9]+m", "", coloured) == against(body, lang=lang).out.replace(*checkers(coloured))


def checkers(coloured: str) -> tuple[str, str]:
    """The name of the program changes from run to run."""
    name = re.search(r"checker\d+", coloured)
    assert name
    number = int(name.group().removeprefix("checker"))
    return f"checker{number + 1}", name.group()


def test_the_text_says_how_many_pass_by_relation_and_level(against: Callable[..., Ran]) -> None:
    lines = against(BODIES["other cells"]).out.splitlines()
    rows = [line.split() for line in lines]
    assert ["verdict", "codes", "cells"] in rows
    assert ["all", "6/6", "6/6", "2/6"] in rows
    assert ["T302", "3/3", "3/3", "1/3"] in rows
    assert "  ✗ does not conform: 2 passed, 4 failed" in lines


def test_a_level_passes_whatever_the_higher_ones_say(against: Callable[..., Ran]) -> None:
    for body, level, code in (
        ("verdict only", "verdict", 0),
        ("verdict only", "codes", 1),
        ("other cells", "codes", 0),
        ("other cells", "cells", 1),
        ("other figures", "codes", 0),
        ("other figures", "cells", 1),
    ):
        assert against(BODIES[body], "--level", level).code == code


def test_the_diff_names_the_cells_as_the_form_does(against: Callable[..., Ran]) -> None:
    out = against(BODIES["other cells"], "--select", "sum-2019").out
    assert "T301  reported, but for other cells\n    -     Table 3 · " in out
    assert "    +     Annual report on government information disclosure" in out
    figures = against(BODIES["other figures"], "--select", "sum-2019").out
    assert "T301  another actual\n    - actual 0\n    + actual 12345678901234567000\n" in figures


def test_what_is_left_out_is_told(against: Callable[..., Ran]) -> None:
    out = against(BODIES["verdict only"], "--select", "zero-2021").out
    assert "- the answer has no “findings”, which this level needs" in out


def test_a_long_list_of_differences_is_told_in_part(against: Callable[..., Ran]) -> None:
    for options, line in (((), "… and 32 more lines"), (("--verbose",), "… and 951 more\n")):
        assert line in against(BODIES["huge"], "--select", "zero-2021", *options).out


def test_the_differences_shown_are_each_of_another_sort(against: Callable[..., Ran]) -> None:
    body = """
result = json.loads(answer(sys.stdin.buffer.read()))["results"][0]
print(json.dumps(result | {"undecided": result["undecided"] + [{"code": "X001"}]}))"""
    assert "differences (- expected, + given) of 1 of 6 vectors" in against(body).out
    assert "differences (- expected, + given) of all 6 vectors" in against(body, "--verbose").out


def test_the_failures_have_topics_in_common(against: Callable[..., Ran]) -> None:
    out = against(BODIES["valid whatever comes"]).out
    common = out[out.index("what the failures have in common") :]
    assert common.index("1 of 1 fail: about blanks") < common.index("3 of 5 fail: about sums")
    assert "why blanks\n      see § blanks" in common
    assert "in common" not in against("sys.exit(77)").out


def test_figures_that_were_left_out_are_told(against: Callable[..., Ran]) -> None:
    body = "print(answer(sys.stdin.buffer.read()).replace('\"actual\"', '\"found\"'))"
    ran = against(body)
    assert ran.code == 0
    assert re.search(r"of (\d+) matching findings, 0 came with expected and actual", ran.out)


def test_the_same_words_stand_in_both_languages(against: Callable[..., Ran]) -> None:
    ran = against(BODIES["other cells"], lang="zh")
    assert "✗ 不符合：2 个通过，4 个不通过" in ran.out
    assert "报了，但不是这些格" in ran.out


# --- Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["json", "junit", "html", "text"])
def test_a_report_is_written_whole_and_the_screen_has_the_text(
    against: Callable[..., Ran], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "new" / "report"
    for body in (BODIES["hostile"], "once()"):
        ran = against(body, "--format", name, "--output", str(path), "--color", "never")
        assert ran.out.startswith("conformance suite 9.0.0")
        assert path.read_text(encoding="utf-8").startswith(
            {"json": "{", "junit": "<?xml", "html": "<!doc"}.get(name, "conf")
        )
        assert os.listdir(path.parent) == ["report"]


def test_a_report_that_cannot_be_written_is_an_error(against: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(against("once()", "--output", str(tmp_path / "file" / "report")), "cannot write")


@pytest.mark.parametrize(
    ("options", "badge"),
    [
        ((), ("gknb 9.0.0 cells", "2/6", "red")),
        (("--level", "codes"), ("gknb 9.0.0 codes", "6/6", "brightgreen")),
        (("--level", "codes", "--edition", "2019"), ("gknb 9.0.0 codes", "2/2 of 6", "brightgreen")),
        (("--draft", "--level", "verdict"), ("gknb 9.0.0 verdict draft", "1/1", "brightgreen")),
    ],
    ids=str,
)
def test_a_badge_never_makes_a_part_look_like_the_whole(
    against: Callable[..., Ran], tmp_path: Path, options: tuple[str, ...], badge: tuple[str, str, str]
) -> None:
    path = tmp_path / "badge.json"
    against(BODIES["other cells"], *options, "--badge", str(path))
    wanted = dict(zip(("label", "message", "color"), badge, strict=True))
    assert json.loads(path.read_text()) == {"schemaVersion": 1, **wanted}


def test_what_is_skipped_is_not_counted_as_passed(against: Callable[..., Ran], tmp_path: Path) -> None:
    path = skip_file(tmp_path, {"id": "*", "reason": "a start"})
    against(BODIES["crash"], "--skip-file", path, "--badge", str(tmp_path / "badge.json"))
    assert json.loads((tmp_path / "badge.json").read_text())["message"] == "0/6"


@pytest.mark.parametrize("made", [False, True])
def test_an_export_has_each_document_and_its_answer(run: Run, tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "suite"
    if made:
        folder.mkdir()
    assert run("--export", str(folder), "--edition", "2019").code == 0
    assert sorted(os.listdir(folder)) == sorted(
        f"{one.id}{end}" for one in tiny_suite().vectors for end in (".json", ".expected.json") if one.edition == "2019"
    )
    for vector in tiny_suite().vectors:
        if vector.edition == "2019":
            assert (folder / f"{vector.id}.json").read_bytes() == vector.content
            wanted: Any = exact_json((folder / f"{vector.id}.expected.json").read_bytes())
            assert wanted["expected"]["verdict"] == vector.expected.verdict
            assert {frozenset(one["pointers"]) for one in wanted["expected"]["findings"]} == {
                one.pointers for one in vector.expected.findings
            }
    assert os.listdir(tmp_path) == ["suite"]


def test_an_export_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    refused(run("--export", str(tmp_path.parent)), "is not empty")
    (tmp_path / "file").touch()
    refused(run("--export", str(tmp_path / "file")), "is not empty")
    refused(run("--export", str(tmp_path / "file" / "suite")), "cannot write")
    assert os.listdir(tmp_path) == ["file"]
