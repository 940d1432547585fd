"""The conformance suite itself: complete, current, described by its schemas, and answered right by the reference."""

from __future__ import annotations

import ast
import contextlib
import hashlib
import json
import random
import subprocess
import sys
from collections import Counter, defaultdict
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from _oracle import answer, cells
from _several_oracle import answer_several
from checkout import CONFORMANCE, ROOT
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from strategies import reports
from worlds import mistaken, world

from gknb.conformance.compare import compare, read_answer
from gknb.conformance.expected import Expected, ExpectedFinding
from gknb.conformance.suite import exact_json, load_suite
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.output.json import result_line
from gknb.run.inputs import check_lines, check_source
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relations import families

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GENERATOR = ROOT / "tests" / "vectors"

SUITE = load_suite()
CATALOG = load_catalog(SUITE.standard)
RELATIONS = {relation["code"]: relation for relation in CATALOG.relations() if relation["status"] == "active"}
EDITIONS_OF = {relation.code: editions_of(CATALOG, relation) for relation in families(CATALOG)}
FILES = sorted(CONFORMANCE.rglob("*.json"))
VECTOR_FILES = [path for path in FILES if path.is_relative_to(CONFORMANCE / "vectors")]
PAGE_FILES = [path for path in FILES if path.is_relative_to(CONFORMANCE / "pages")]


def read(name: str) -> Any:
    return json.loads((CONFORMANCE / name).read_bytes())


@cache
def validator(name: str, fragment: str = "") -> Draft202012Validator:
    schemas = [read("vector.schema.json"), read("page.schema.json"), read("index.schema.json")]
    registry: Registry[Any] = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema)) for schema in schemas
    )
    return Draft202012Validator({"$ref": f"https://gknb.example/conformance/{name}{fragment}"}, registry=registry)


# The files


@pytest.mark.parametrize("path", VECTOR_FILES, ids=lambda path: path.relative_to(CONFORMANCE).as_posix())
def test_a_file_of_vectors_is_as_its_schema_says(path: Path) -> None:
    validator("vector.schema.json").validate(json.loads(path.read_bytes()))


@pytest.mark.parametrize("path", PAGE_FILES, ids=lambda path: path.relative_to(CONFORMANCE).as_posix())
def test_a_file_of_pages_is_as_its_schema_says(path: Path) -> None:
    validator("page.schema.json").validate(json.loads(path.read_bytes()))


def test_the_index_is_as_its_schema_says() -> None:
    validator("index.schema.json").validate(read("index.json"))


def test_the_index_lists_every_vector_as_it_is() -> None:
    def listed(paths: list[Path]) -> list[dict[str, Any]]:
        return [
            {"file": path.relative_to(CONFORMANCE).as_posix(), **{name: vector[name] for name in keys}}
            for keys in [("id", "since", "edition", "codes", "kind")]
            for path in paths
            for vector in json.loads(path.read_bytes())["vectors"]
        ]

    index = read("index.json")
    entries = [{name: value for name, value in entry.items() if name != "order"} for entry in index["vectors"]]
    assert entries == listed(VECTOR_FILES)
    assert index["pages"] == listed(PAGE_FILES)


def test_an_order_is_one_of_all_findings_of_one_report() -> None:
    orders = {entry["id"]: entry["order"] for entry in read("index.json")["vectors"] if "order" in entry}
    assert orders
    for vector in SUITE.vectors:
        order = orders.get(vector.id, [0])
        assert vector.expected.in_order != vector.collection
        if vector.id in orders:
            assert vector.expected.in_order
            assert order != sorted(order) == list(range(len(vector.expected.findings)))


def test_later_vectors_are_in_the_folder_of_their_version() -> None:
    for vector in SUITE.vectors:
        folder = vector.file.split("/")[1]
        assert vector.since == folder if vector.since not in {"1.0.0", "1.1.0"} else not folder[0].isdigit()
    assert all(page.file.split("/")[1] == page.since for page in SUITE.pages)


def test_no_id_is_given_twice() -> None:
    assert max(Counter([one.id for one in SUITE.vectors] + [one.id for one in SUITE.pages]).values()) == 1


def test_the_hashes_are_those_of_the_files() -> None:
    lines = (CONFORMANCE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    recorded = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    whole = (*FILES, *CONFORMANCE.glob("releases/*.sha256"))
    present = {path.relative_to(CONFORMANCE).as_posix(): path.read_bytes() for path in whole}
    assert recorded == {name: hashlib.sha256(content).hexdigest() for name, content in present.items()}


@pytest.mark.thorough
def test_the_suite_is_what_the_generator_writes() -> None:
    command = [sys.executable, str(GENERATOR / "generate.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_topics_are_told_and_used() -> None:
    used = [topic for one in SUITE.vectors for topic in one.topics] + [
        topic for one in SUITE.pages for topic in one.topics
    ]
    assert set(used) == set(SUITE.topics)
    page = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    anchors = {
        "docs/semantics.md#" + line.lstrip("# ").lower().replace(",", "").replace(" ", "-")
        for line in page.splitlines()
        if line.startswith("#")
    }
    assert {topic.section for topic in SUITE.topics.values()} <= anchors


# Complete

KINDS = ("pass", "fail", "undecided", "boundary")


def covered() -> set[tuple[str, str, str]]:
    """(code, edition, kind) for each that some vector shows; without an edition, a vector stands for all of them."""
    found: set[tuple[str, str, str]] = set()
    for vector in SUITE.vectors:
        for code in vector.codes:
            for edition in [vector.edition] if vector.edition else EDITIONS_OF[code]:
                found.add((code, edition, vector.kind))
    return found


def exempt() -> set[tuple[str, str, str]]:
    return {
        (one["code"], edition, one["kind"])
        for one in SUITE.exempt
        for edition in EDITIONS_OF[one["code"]]
        if one.get("edition", edition) == edition
    }


def wanted() -> Iterator[tuple[str, str, str]]:
    for code, relation in RELATIONS.items():
        cells_of = {edition: form_of(CATALOG, edition).places.values() for edition in EDITIONS_OF[code]}
        for edition in EDITIONS_OF[code]:
            needed = set(relation["relation"].get("definitions", ()))
            if not needed or any(needed & set(place.definitions) for place in cells_of[edition]):
                yield from ((code, edition, kind) for kind in KINDS)


def test_every_relation_has_every_kind_of_vector_in_every_edition() -> None:
    missing = set(wanted()) - covered()
    read = {code for code, relation in RELATIONS.items() if relation["relation"]["kind"] == "reading"}
    assert {one for one in missing if one[0] not in read} == {one for one in exempt() if one[0] not in read}
    shown = {(code, page.kind) for page in SUITE.pages for code in page.codes if page.edition is not None}
    assert shown == {(code, kind) for code in read for kind in ("pass", "fail")}
    assert {(code, kind) for code, _, kind in exempt() if code in read} == {
        (code, kind) for code in read for kind in KINDS if kind not in {"pass", "fail"}
    }


def test_every_relation_is_violated_somewhere_by_itself() -> None:
    alone = {
        finding.code
        for vector in SUITE.vectors
        for finding in vector.expected.findings
        if len({other.code for other in vector.expected.findings}) == 1
    }
    documents = {code for code, relation in RELATIONS.items() if relation["relation"]["kind"] != "reading"}
    assert alone == documents - {one["code"] for one in SUITE.exempt if one["kind"] == "fail"}


def test_every_cell_is_changed_by_one_in_every_edition() -> None:
    for edition in CATALOG.editions:
        ids = {vector.id for vector in SUITE.vectors if vector.file == f"vectors/systematic/{edition}.json"}
        assert len(ids) == len(form_of(CATALOG, edition).cells)


# Right


@cache
def answers(draft: bool) -> dict[str, Any]:
    """What the reference answers, by id."""
    vectors = [vector for vector in SUITE.vectors if vector.draft == draft]
    checker = Checker(Options(draft=draft), CATALOG)
    lines = iter([*(vector.content + b"\n" for vector in vectors), b""])

    class Lines:
        def readline(self, _: int) -> bytes:
            return next(lines)

    results = check_lines(checker, Lines())  # type: ignore[arg-type]
    return {vector.id: exact_json(result_line(result)) for vector, result in zip(vectors, results, strict=True)}


@pytest.mark.parametrize("file", sorted({vector.file for vector in SUITE.vectors}))
def test_the_reference_answers_every_vector(file: str) -> None:
    wrong = {
        vector.id: differences
        for vector in SUITE.vectors
        if vector.file == file
        and (differences := compare(vector.expected, read_answer(answers(vector.draft)[vector.id]), "cells"))
    }
    assert wrong == {}


def test_every_figure_was_compared() -> None:
    for vector in SUITE.vectors:
        answered = read_answer(answers(vector.draft)[vector.id])
        assert all(set(given.members) == {"severity", "expected", "actual"} for given in answered.findings or ())


# The oracle


def test_the_oracle_shares_no_code_with_the_checker() -> None:
    for path in GENERATOR.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.partition(".")[0] == "gknb"], path.name


def test_the_oracle_knows_the_cells_of_the_form() -> None:
    for edition in CATALOG.editions:
        assert cells(edition) == list(form_of(CATALOG, edition).cells)


class TestOracle:
    """The oracle and the reference agree on any report, with or without blanks."""

    @given(reports(max_count=30, blanks=True) | reports())
    def test_on_reports(self, report: Any) -> None:
        source = from_python(report)
        blanks = [cell for cell in cells(report["edition"]) if value_at(source.value, cell) is None]
        result = Checker(Options(draft=True), CATALOG).check(source)
        expected = answer(source.value, report["edition"], [])
        found = defaultdict(list)
        for finding in result.findings:
            found[finding.code].append(sorted({cell.pointer for cell in finding.cells}))
        reported = defaultdict(list)
        for finding in expected["findings"]:
            reported[finding["code"]].append(finding["pointers"])
        assert {code: sorted(pointers) for code, pointers in found.items()} == {
            code: sorted(pointers) for code, pointers in reported.items()
        }
        assert sorted({one.code for one in result.undecided}) == expected["undecided"]
        assert result.checked.blank == len(blanks)

    @settings(max_examples=examples(25))
    @given(st.integers(0, 10**6), st.integers(0, 3), st.integers(0, 12), st.booleans())
    def test_on_collections(self, seed: int, number: int, blanks: int, with_roster: bool) -> None:
        """A small county with mistakes and with blanks, with its roster and without."""
        chooser = random.Random(seed)  # noqa: S311 - no secrets
        drawn = world(seed, organs=6, years=range(2020, 2022), max_count=60)
        with contextlib.suppress(UsageError):  # it has no place for so many mistakes
            drawn, _ = mistaken(drawn, chooser, number)
        documents = [deepcopy(report) for report in drawn.files.values()]
        chooser.shuffle(documents)
        for _ in range(blanks):
            report = chooser.choice(documents)
            changed(report, {chooser.choice(cells(report["edition"])): None})
        collection = {"reports": documents, **({"roster": drawn.roster} if with_roster else {})}
        source = from_python(collection)
        result = exact_json(result_line(check_source(Checker(Options(draft=True), CATALOG), source)).encode())
        answer = answer_several(source.value["reports"], drawn.roster if with_roster else None, {})
        findings = [ExpectedFinding(**{**one, "pointers": frozenset(one["pointers"])}) for one in answer["findings"]]
        expected = Expected(
            verdict=answer["verdict"], findings=tuple(findings), undecided=frozenset(answer["undecided"])
        )
        assert compare(expected, read_answer(result)) == ()


def value_at(value: Any, pointer: str) -> Any:
    for name in pointer.split("/")[1:]:
        value = value[name]
    return value


def test_a_vector_is_one_line() -> None:
    for vector in SUITE.vectors:
        assert b"\n" not in vector.content, vector.id
