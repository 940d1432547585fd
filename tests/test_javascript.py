"""The second implementation, docs/examples/javascript: it passes the suite, and owes what it knows to ``schema/``."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from gknb.catalog import load_catalog
from gknb.checker import Checker, Options
from gknb.conformance.outcome import Setting
from gknb.conformance.process import Processes
from gknb.conformance.runner import run_suite
from gknb.conformance.suite import load_suite
from gknb.documents import to_json
from gknb.examples import example_source
from gknb.files import check_source
from gknb.output.json import result_line
from gknb.relations import ELSEWHERE
from gknb.series.compiled import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.conformance.outcome import Report
    from gknb.conformance.suite import Vector

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "docs" / "examples" / "javascript"
SCHEMA: Final = ROOT / "schema"
BETWEEN: Final = ELSEWHERE - {"structure", "duplicate-key"}
"""Kinds that no single document tells of; the suite has no vectors of them yet."""
CATALOG: Final = load_catalog()
RELATIONS: Final = {one["code"]: one for one in CATALOG.relations() if one["relation"]["kind"] not in BETWEEN}
SERIES: Final = [one for one in CATALOG.relations() if one["relation"]["kind"] in KINDS]
SUITE: Final = load_suite()
ENOUGH: Final = 8
"""So many vectors of a relation without which the checker ends: each of them is a new process."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")


@pytest.fixture(scope="session")
def checker(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command that starts a fresh copy of the checker, with its one dependency installed from the lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip(f"{'node' if node is None else 'npm'} is not installed")
    folder = tmp_path_factory.mktemp("javascript") / "checker"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules"))
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0"]
    ran = subprocess.run([npm, "ci", *quietly], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    if ran.returncode != 0:
        errors = [line for line in ran.stderr.splitlines() if line.startswith("npm error")]
        pytest.skip(f"npm ci cannot install: {'; '.join(errors[:4])}")
    return [node, str(folder / "gknb.mjs"), "--stream"]


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


@pytest.mark.parametrize("code", RELATIONS)
def test_without_a_relation_its_vectors_fail_and_no_others(checker: list[str], tmp_path: Path, code: str) -> None:
    """The relation is read from ``schema/`` and is not in the program: the vectors can tell that it is gone."""
    command = [*checker, "--schema", str(schema_without(code, tmp_path / "schema"))]
    vectors = vectors_about(code)
    report = run(command, vectors)
    failed = {outcome.vector.id for outcome in report.outcomes if not outcome.conforms}
    assert failed == {vector.id for vector in vectors if code in wanted(vector)}
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


# What the program says by itself


def program() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.mjs")))


def test_it_has_no_relations_of_its_own() -> None:
    text = program()
    assert [code for code in RELATIONS if code in text] == []
    assert [one["name"] for one in RELATIONS.values() if re.search(rf"[\"'`]{one['name']}[\"'`]", text)] == [
        "duplicate-key"  # also the name of a kind of relation, which docs/semantics.md defines
    ]
    named = {"structure", "duplicate-key", "gap", "twice"}  # these are no case of their own
    assert kinds() - named == set(re.findall(r'case "([a-z-]+)": return this\.#', text))


def kinds() -> set[str]:
    return {one["relation"]["kind"] for one in (*RELATIONS.values(), *SERIES)}


@pytest.mark.parametrize("draft", [False, True], ids=["reports", "drafts"])
def test_it_answers_the_examples_of_family_y(checker: list[str], *, draft: bool) -> None:
    """Collections: what holds between the reports of an organ, with every figure as the reference has it."""
    examples = [(one, x) for one in SERIES for x in one["examples"] if x.get("draft", False) is draft]
    sources = [example_source(CATALOG, example) for _, example in examples]
    lines = "".join(" ".join(to_json(source.value).split("\n")) + "\n" for source in sources)
    command = [*checker, "--schema", str(SCHEMA), *(["--draft"] if draft else [])]
    ran = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line)["results"][0] for line in ran.stdout.splitlines()]
    assert (len(answers), ran.stderr) == (len(examples), "")
    for (relation, example), source, answer in zip(examples, sources, answers, strict=True):
        reference = json.loads(result_line(check_source(Checker(Options(draft=draft), CATALOG), source)))["results"][0]
        assert told(answer) == told(reference)
        found = [list(pointers) for code, pointers, *_ in told(answer)[1] if code == relation["code"]]
        assert sorted(found) == sorted(map(sorted, example.get("findings", [])))


def told(result: Any) -> tuple[bool, list[Any], set[str]]:
    findings = [
        (one["code"], tuple(sorted(cell["pointer"] for cell in one["cells"])), str(one["expected"]), str(one["actual"]))
        for one in result["findings"]
    ]
    return result["valid"], sorted(findings), {one["code"] for one in result["undecided"]}


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
