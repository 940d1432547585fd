"""The second implementation, docs/examples/javascript: it passes the suite, and owes what it knows to ``schema/``."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from worlds import mistaken, world

from gknb.conformance.outcome import Setting
from gknb.conformance.process import Processes
from gknb.conformance.runner import run_suite
from gknb.conformance.suite import load_suite
from gknb.documents.examples import example_source
from gknb.documents.write import to_json
from gknb.engine.options import Options
from gknb.errors import SourceError, UsageError
from gknb.output.json import result_line
from gknb.run.inputs import check_source
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from gknb.conformance.outcome import Report
    from gknb.conformance.suite import Vector
    from gknb.source.document import Source

SOURCE: Final = ROOT / "docs" / "examples" / "javascript"
SCHEMA: Final = ROOT / "schema"
CATALOG: Final = load_catalog()
RELATIONS: Final = {one["code"]: one for one in CATALOG.relations() if one["relation"]["kind"] != "reading"}
"""All but those that only whoever reads a page can tell of."""
TOGETHER: Final = [one for one in CATALOG.relations() if one["code"][0] in "YR"]
"""What holds between the reports of an organ, and between reports and a roster."""
SUITE: Final = load_suite()
COUNTIES: Final = 40
MOST_REPORTS: Final = 30
"""A document has at most 10,000 values, a report almost 300."""
ENOUGH: Final = 8
"""So many vectors of a relation without which the checker ends: each of them is a new process."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that starts a fresh copy of the checker, with its one dependency installed from the lock file."""
    node, npm = str(shutil.which("node")), str(shutil.which("npm"))
    folder = tmp_path_factory.mktemp("javascript") / "checker"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules"))
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"]
    ran = subprocess.run([npm, "ci", *quietly], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    return [node, str(folder / "gknb.mjs"), "--stream"]


@pytest.mark.node
@pytest.mark.parametrize("options", [(), ("--draft",)], ids=["reports", "drafts"])
def test_it_passes_the_whole_suite(checker: list[str], options: tuple[str, ...]) -> None:
    runner = [
        sys.executable,
        "-m",
        "gknb",
        "conformance",
        "--lang",
        "en",
        "--level",
        "cells",
        "--stream",
        "--jobs",
        "2",
    ]
    command = [*checker, "--schema", str(SCHEMA), *options]
    ran = subprocess.run([*runner, *options, "--", *command], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    count = sum(vector.draft == bool(options) for vector in SUITE.vectors)
    assert f"✓ conforms at level cells: {count} passed" in ran.stdout


@pytest.mark.node
@pytest.mark.parametrize("code", RELATIONS)
def test_without_a_relation_its_vectors_fail_and_no_others(checker: list[str], tmp_path: Path, code: str) -> None:
    """The relation is read from ``schema/`` and is not in the program: the vectors can tell that it is gone."""
    command = [*checker, "--schema", str(schema_without(code, tmp_path / "schema"))]
    vectors = vectors_about(code)
    report = run(command, vectors)
    failed = {outcome.vector.id for outcome in report.outcomes if not outcome.conforms}
    expected = {vector.id for vector in vectors if code in wanted(vector)}
    if RELATIONS[code]["relation"]["kind"] == "missing":  # it also says which years count
        assert expected < failed
    else:
        assert failed == expected
    named = [vector.id for vector in vectors if vector.id in failed and code in vector.codes]
    assert named, f"no vector that is about {code} can tell that it is gone"


def schema_without(code: str, folder: Path) -> Path:
    """A copy of the published set in which one relation is not there."""
    shutil.copytree(SCHEMA, folder)
    for path in folder.glob("*/relations/*.json"):
        data = json.loads(path.read_text(encoding="utf-8"))
        data["relations"] = [one for one in data["relations"] if one["code"] != code]
        path.write_text(json.dumps(data), encoding="utf-8")
    return folder


def wanted(vector: Vector) -> set[str]:
    return {finding.code for finding in vector.expected.findings} | vector.expected.undecided


def vectors_about(code: str) -> list[Vector]:
    """What exercises the relation or expects something of it (of family S, some); the latter come last."""
    reports = [vector for vector in SUITE.vectors if not vector.draft]
    clean = next(vector for vector in reports if vector.kind == "pass" and not wanted(vector))
    others = [vector for vector in reports if code in vector.codes and code not in wanted(vector)]
    expecting = [vector for vector in reports if code in wanted(vector)]
    if RELATIONS[code]["relation"]["kind"] in ("structure", "duplicate-key"):
        about = [vector for vector in expecting if code in vector.codes]
        expecting = about[:: max(1, len(about) // ENOUGH)]
    return [clean, *(vector for vector in others if vector is not clean), *expecting]


def run(command: Sequence[str], vectors: Sequence[Vector]) -> Report:
    setting = Setting(command=tuple(command), level="cells", stream=True, jobs=2)
    with Processes(command) as processes:
        return run_suite(replace(SUITE, vectors=tuple(vectors)), setting, processes)


# Collections

TABLE_TWO: Final = ("licensing", "penalties", "coercion")


def report(organ: str, *decisions: int, year: int = 2024, scope: str = "own", code: str | None = None) -> Any:
    """A report with figures in the first rows of Table 2 that all editions have."""
    made = CATALOG.zero_report("2021")
    made["organ"]["name"] = organ
    made["organ"].update({"credit_code": code} if code else {})
    made |= {"reporting_year": year, "scope": scope}
    for row, figure in zip(TABLE_TWO, decisions, strict=False):
        made["proactive_disclosure"][row]["decisions"] = figure
    return made


def whole(*decisions: int, organ: str = "A") -> Any:
    return report(organ, *decisions, scope="consolidated")


def together(reports: list[Any], above: str) -> Any:
    """A collection; ``A BA CA``: A is at the top, B and C below it."""
    organs = [{"name": one[0], **({"parent": one[1]} if one[1:] else {})} for one in above.split()]
    return {"reports": reports, "roster": {"roster": 1, "organs": organs}}


CODE: Final = "11320000MB0000000X"
SELDOM: Final = {
    "left out": together([whole(1, 1, 1), report("B", 1, 1, 1), report("C", 2, 3)], "A BA CA"),
    "left out of one cell too few": together([whole(1, 4), report("B", 1, 1), report("C", 2, 3)], "A BA CA"),
    "left out of all but one cell": together([whole(1, 1, 2), report("B", 1, 1, 1), report("C", 2, 3, 1)], "A BA CA"),
    "added twice": together([whole(5, 7, 1), report("B", 1, 1, 1), report("C", 2, 3)], "A BA CA"),
    "either of two left out": together([whole(2, 3, 1), report("B", 2, 3), report("C", 2, 3)], "A BA CA"),
    "one of two with more cells": together([whole(2, 3, 0), report("B", 2, 3, 1), report("C", 2, 3)], "A BA CA"),
    "more cells first": together(
        [whole(6, 8, 4), report("B", 3, 4, 0), report("C", 3, 4, 2), report("D", 3, 4, 4)], "A BA CA DA"
    ),
    "wrong below": together([whole(8, 4), whole(4, 2, organ="B"), report("C", 3, 1), report("D", 5, 3)], "A BA CA DB"),
    "wrong below in part": together(
        [whole(8, 4, 2), whole(4, 2, 2, organ="B"), report("C", 3, 1), report("D", 5, 3, 3)], "A BA CA DB"
    ),
    "less than what is known": together([whole(2, 5), report("B", 3, 3)], "A BA CA"),
    "twice below": together([whole(2, 5), report("B", 1), report("B", 1), report("C", 3)], "A BA CA"),
    "a leaf that consolidates": together([whole(2), report("B", 1, scope="consolidated")], "A BA"),
    "nobody reports below": together([report("A", 3, scope="own")], "A"),
    "a year of a fifth": together([report("B", year=2020), *(report(one) for one in "BCDEF")], "B C D E F"),
    "a year of less": together([report("B", year=2020), *(report(one) for one in "BCDEFG")], "B C D E F G"),
    "connected": {"reports": [report("A"), report("B", code=CODE), report("A", code=CODE, year=2022)]},
    "connected by another scope": {
        "reports": [report("A"), report("B", code=CODE), report("A", code=CODE, scope="consolidated")]
    },
    "connected by the first": {"reports": [report("A", code=CODE), report("B", code=CODE, year=2023), report("A")]},
    "names of any width": {"reports": [report("A（1）"), report("Ａ (1)")]},
}


@pytest.mark.node
@pytest.mark.parametrize("draft", [False, True], ids=["reports", "drafts"])
def test_it_answers_the_examples_of_families_y_and_r(checker: list[str], *, draft: bool) -> None:
    """What holds between reports, and between them and a roster, with every figure as the reference has it."""
    examples = [(one, x) for one in TOGETHER for x in one["examples"] if x.get("draft", False) is draft]
    assert {one["code"][0] for one, _ in examples} == {"R", "Y"}
    sources = [example_source(CATALOG, example) for _, example in examples]
    answers = answers_to(checker, [source.value for source in sources], draft=draft)
    for (relation, example), source, answer in zip(examples, sources, answers, strict=True):
        assert told(answer) == told(by_the_reference(source, draft=draft))
        found = Counter(pointers for code, pointers, *_ in told(answer)[1] if code == relation["code"])
        assert found == Counter(frozenset(one) for one in example.get("findings", []))


@pytest.mark.node
@pytest.mark.parametrize("draft", [False, True], ids=["reports", "drafts"])
def test_it_answers_generated_counties(checker: list[str], *, draft: bool) -> None:
    """Reports of a whole county with its roster, with mistakes in some and confusion in others."""
    counties = [county(seed) for seed in range(COUNTIES)]
    found = Counter[str]()
    for value, answer in zip(counties, answers_to(checker, counties, draft=draft), strict=True):
        reference = by_the_reference(from_python(value), draft=draft)
        assert told(answer) == told(reference)
        found.update({one["code"] for one in reference["findings"]})
    rare = {"Y602", "Y604", "Y605", "Y606"}
    assert [one["code"] for one in TOGETHER if one["code"] not in found.keys() | rare] == []


@pytest.mark.node
@pytest.mark.parametrize("name", SELDOM)
def test_it_answers_what_counties_seldom_have(checker: list[str], name: str) -> None:
    value = SELDOM[name]
    (answer,) = answers_to(checker, [value], draft=False)
    assert told(answer) == told(by_the_reference(from_python(value), draft=False))


def answers_to(checker: Sequence[str], values: Sequence[Any], *, draft: bool) -> list[Any]:
    lines = "".join(" ".join(to_json(value).split("\n")) + "\n" for value in values)
    command = [*checker, "--schema", str(SCHEMA), *(["--draft"] if draft else [])]
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line)["results"][0] for line in ran.stdout.splitlines()]
    assert (len(answers), ran.stderr) == (len(values), "")
    return answers


def by_the_reference(source: Source, *, draft: bool) -> Any:
    try:
        result = check_source(Checker(Options(draft=draft), CATALOG), source)
    except SourceError:
        return {"valid": False, "findings": [], "undecided": []}
    return json.loads(result_line(result))["results"][0]


def told(result: Any) -> tuple[bool, Counter[tuple[Any, ...]], set[str]]:
    """Findings with all that a program may go by, and what is undecided. 3.0 is 3, and no text."""
    findings = Counter(
        (
            *(one["code"], frozenset(cell["pointer"] for cell in one["cells"])),
            *(one["expected"], one["actual"], one["severity"]),
        )
        for one in result["findings"]
    )
    return result["valid"], findings, {one["code"] for one in result["undecided"]}


def county(seed: int) -> Any:
    """A collection with a roster, always the same one for a seed."""
    chooser = random.Random(seed)  # noqa: S311 - no secrets
    first = chooser.choice((2019, 2020, 2021))
    made = world(
        seed, organs=5, years=range(first, first + chooser.randint(1, 3)), max_count=chooser.choice((3, 10**4))
    )
    if chooser.randint(0, 3):
        with suppress(UsageError):  # no place for so many
            made, _ = mistaken(made, chooser, 2)
    reports = list(made.files.values())
    chooser.shuffle(reports)
    value = json.loads(json.dumps({"reports": reports[:MOST_REPORTS], "roster": made.roster}))
    for confused in chooser.choices(CONFUSIONS, k=chooser.randint(0, 5)):
        confused(value["reports"], value["roster"]["organs"], chooser)
    return value


def wrong_head(reports: list[Any], _: list[Any], chooser: Random) -> None:
    report, other = chooser.choice(reports), chooser.choice(reports)
    key = chooser.choice(("edition", "reporting_year", "organ", "scope"))
    report[key] = chooser.choice((json.loads(json.dumps(other[key])), None, "x", "own", 2022))


def no_head(reports: list[Any], _: list[Any], chooser: Random) -> None:
    organ = chooser.choice(reports)["organ"]
    if isinstance(organ, dict) and organ:
        del organ[chooser.choice(list(organ))]


def report_gone(reports: list[Any], _: list[Any], chooser: Random) -> None:
    if len(reports) > 1:
        reports.remove(chooser.choice(reports))


def report_again(reports: list[Any], _: list[Any], chooser: Random) -> None:
    reports.insert(chooser.randint(0, len(reports)), json.loads(json.dumps(chooser.choice(reports))))


def blanks(reports: list[Any], _: list[Any], chooser: Random) -> None:
    """Some figures of a report, or the same ones of many."""
    pointers = chooser.sample(list(figures(CATALOG.zero_report("2019"))), 9)
    for report in chooser.choice((reports, [chooser.choice(reports)])):
        for *way, key in pointers:
            place = report
            for name in way:
                place = place.get(name, {})
            if key in place:
                place[key] = chooser.choice((None, None, "x", 1, 2, 0.5))


def other_organ(_: list[Any], organs: list[Any], chooser: Random) -> None:
    """Another organ in the roster; it may no longer be one then."""
    organ = chooser.choice(organs)
    key = chooser.choice(("own", "from", "to", "parent", "code", "level", "name"))
    organ.update(
        {
            "own": {"own": chooser.choice((True, False))},
            "from": {"from": chooser.randint(2018, 2024)},
            "to": {"to": chooser.randint(2018, 2024)},
            "parent": {"parent": chooser.choice(organs)["name"]},
            "code": {"code": "11320000MB0000000X"},
            "level": {"level": "province"},
            "name": {"name": f"{organ['name']}（新）", "aliases": chooser.choice(([], [organ["name"]]))},
        }[key]
    )


CONFUSIONS: Final = (wrong_head, no_head, report_gone, report_again, blanks, other_organ)


def figures(value: Any, *way: str) -> Iterator[tuple[str, ...]]:
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from figures(inner, *way, name)
        elif isinstance(inner, int) and way:
            yield (*way, name)


# What the program says by itself


def program() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.mjs")))


def test_it_has_no_relations_of_its_own() -> None:
    text = program()
    relations = RELATIONS.values()
    assert [one["code"] for one in relations if one["code"] in text] == []
    assert [one["name"] for one in relations if re.search(rf"[\"'`]{one['name']}[\"'`]", text)] == [
        "duplicate-key"  # also the name of a kind of relation, which docs/semantics.md defines
    ]
    named = {"structure", "duplicate-key", "gap", "twice"}  # these are no case of their own
    assert kinds() - named == set(re.findall(r'case "([a-z-]+)": return this\.#', text))


def kinds() -> set[str]:
    return {one["relation"]["kind"] for one in RELATIONS.values()}


def test_it_has_no_labels_of_its_own() -> None:
    text = program()
    assert re.findall(r"[\u2e80-\u9fff\uff00-\uffef]+", text) == []
    titles = {value for value in texts_of_the_set() if " " in value}
    assert len(titles) > 100
    assert [value for value in titles if value in text] == []


def texts_of_the_set() -> Iterator[str]:
    """Every English label, title and sentence of the schemas and relations."""
    for path in SCHEMA.glob("*/**/*.json"):
        yield from english(json.loads(path.read_text(encoding="utf-8")))


def english(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, str) and (name == "en" or name.endswith("-en")):
                yield inner
            yield from english(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from english(inner)


def test_it_knows_no_cells_but_who_reports_and_when() -> None:
    """Those that ``docs/semantics.md`` and ``finding.schema.json`` name: edition, year, organ and scope."""
    pointers = set(re.findall(r"[\"'`]((?:/[a-z][a-z_]*)+)[\"'`]", program()))
    assert pointers == {"/edition", "/reporting_year", "/organ/name", "/organ/credit_code", "/scope"}
