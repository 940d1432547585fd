"""Which reports a command line means: folders, patterns, files of many reports, gzip."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gknb.run.inputs import checked, items, report_files, total_weight
from gknb.settings.checker import Checker
from gknb.source.document import read_path
from gknb.source.limits import MAX_BYTES
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.results import Result

pytestmark = pytest.mark.usefixtures("folder")

TOTAL = "/requests/received/total"


def report(values: dict[str, Any] | None = None) -> bytes:
    return json.dumps(changed(load_catalog().zero_report("2021"), values or {}), ensure_ascii=False).encode()


def write(name: str, content: bytes = b"{}") -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return name


def results(*paths: str) -> list[Result]:
    checker = Checker()
    return [checked(checker, item.file, item.read) for item in items(paths)]


def reported(*paths: str) -> list[tuple[str, bool | str]]:
    """For each report its name, and whether it is valid or why it cannot be read."""
    return [(one.file, one.error.reason if one.error else one.valid) for one in results(*paths)]


# Folders and patterns.


def test_a_folder_includes_all_kinds_of_reports_but_no_other_files() -> None:
    names = ["a.json", "b.yaml.gz", "c.NDJSON", "d.jsonl.gz", "sub/e.json.gz"]
    for name in (*names, "a.explained.yaml", "b.explained.json", ".f.json", "node_modules/g.json", "h.gz", "i.txt"):
        write(f"reports/{name}")
    assert list(report_files(["reports"])) == [os.path.join("reports", *name.split("/")) for name in names]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.json", ["a.json", "b.json"]),
        ("?.json", ["a.json", "b.json"]),
        ("[b-z].json", ["b.json"]),
        ("**/c.json", ["x/c.json", "x/y/c.json"]),
        ("**/*.json", ["a.json", "b.json", "x/c.json", "x/y/c.json"]),
        ("x*", ["x/c.json", "x/y/c.json"]),
        ("x/**", ["x/c.json", "x/y/c.json", "x/notes.txt"]),
    ],
)
def test_a_pattern_means_each_file_that_matches_once_and_the_folders_that_match(pattern: str, names: list[str]) -> None:
    for name in ("a.json", "b.json", "x/c.json", "x/y/c.json", "x/notes.txt", ".hidden.json"):
        write(name)
    assert sorted(report_files([pattern])) == sorted(name.replace("/", os.sep) for name in names)


def test_a_file_whose_name_looks_like_a_pattern_is_that_file() -> None:
    write("[ab].json")
    write("a.json")
    assert list(report_files(["[ab].json"])) == ["[ab].json"]


def test_a_file_named_twice_is_checked_twice() -> None:
    write("reports/a.json")
    path = os.path.join("reports", "a.json")
    assert list(report_files(["reports", path, path])) == [path] * 3


def test_a_path_without_files_is_reported_and_does_not_stop_the_others() -> None:
    write("empty/notes.txt")
    write("empty.ndjson", b"\n \n")
    write("a.json", report())
    assert reported("empty", "no*.json", "none.json", "empty.ndjson", "a.json") == [
        ("empty", "source.no-reports"),
        ("no*.json", "source.no-match"),
        ("none.json", "source.not-found"),
        ("empty.ndjson", "source.empty"),
        ("a.json", True),
    ]


def test_a_folder_may_be_named_like_a_file_of_many() -> None:
    write("x.ndjson/a.json", report())
    assert reported("x.ndjson") == [(os.path.join("x.ndjson", "a.json"), True)]


# One report a line.


@pytest.mark.parametrize("name", ["all.ndjson", "all.jsonl", "all.ndjson.gz", "ALL.JSONL"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_each_line_is_a_report_named_by_its_line_and_empty_lines_are_passed_over(name: str, end: bytes) -> None:
    lines = [b"\xef\xbb\xbf" + report(), b"", report({TOTAL: 1}), b"  ", b"{", report()]
    assert reported(write(name, end.join(lines))) == [
        (f"{name}:1", True),
        (f"{name}:3", False),
        (f"{name}:5", "source.json-syntax.end"),
        (f"{name}:6", True),
    ]


def test_places_are_those_in_the_file_of_many() -> None:
    wrong = report({TOTAL: 1})
    alone, _, line = (results(write("alone.json", wrong)), None, results(write("all.ndjson", b"\n" * 4 + wrong)))
    cells = [(cell.pointer, cell.line, cell.column) for cell in alone[0].findings[0].cells]
    assert {line for _, line, _ in cells} == {1}
    moved = [(cell.pointer, cell.line, cell.column) for cell in line[0].findings[0].cells]
    assert moved == [(pointer, 5, column) for pointer, _, column in cells]


def test_a_repeated_key_and_an_error_are_placed_in_the_file_of_many() -> None:
    repeated, broken, empty, binary = results(
        write("all.ndjson", b'\n{"a": 1, "a": 2}\n{"a": x}\n"\n\x1f\x8b\x08\n'),
    )
    assert [cell.line for one in repeated.findings if one.code == "S006" for cell in one.cells] == [2]
    assert [(one.error.line, one.error.column) for one in (broken, empty, binary) if one.error] == [
        (3, 7),
        (4, 1),
        (5, 1),
    ]


def test_a_line_that_is_too_long_is_reported_and_the_next_one_is_read() -> None:
    write("all.ndjson", b" " * 5 + b"1" * (2 * MAX_BYTES) + b"\n" + report())
    assert reported("all.ndjson") == [("all.ndjson:1", "source.too-large"), ("all.ndjson:2", True)]


# Gzip.


@pytest.mark.parametrize("name", ["a.json.gz", "a.yaml.gz", "a.gz", "A.JSON.GZ"])
def test_a_report_may_be_packed(name: str) -> None:
    path = write("packed.gz", report())
    os.rename(path, name)
    assert reported(name) == [(name, True)]
    assert read_path(name).position("/edition") is not None


@pytest.mark.parametrize("name", ["a.json.gz", "a.ndjson.gz"])
@pytest.mark.parametrize("damage", ["cut", "changed", "no gzip"])
def test_a_damaged_gzip_file_is_reported(name: str, damage: str) -> None:
    packed = bytearray(gzip.compress(os.urandom(2**17).hex().encode()))
    if damage == "changed":
        packed[len(packed) // 2 :] = bytes(len(packed) // 2)
    Path(name).write_bytes(bytes({"cut": packed[:-20], "changed": packed, "no gzip": b"{}"}[damage]))
    assert reported(name)[-1] == (name, "source.gzip")


@pytest.mark.parametrize("name", ["bomb.json.gz", "bomb.ndjson.gz"])
@pytest.mark.parametrize("content", [b" ", b"\n", b"1"], ids=["spaces", "lines", "digits"])
def test_a_gzip_bomb_is_unpacked_no_further_than_a_report_may_be_long(name: str, content: bytes) -> None:
    with gzip.open(name, "wb", compresslevel=1) as file:
        for _ in range(120):
            file.write(content * 2**20)
    tracemalloc.start()
    try:
        assert {reason for _, reason in reported(name)} == {"source.too-large"}
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 6 * MAX_BYTES


# How much there is.


def test_the_weights_of_the_items_come_to_the_weight_of_the_run() -> None:
    paths = [
        write("a.json", report()),
        write("b.json.gz", report()),
        write("c.ndjson", b"\n".join([report(), b"", report()])),
        "none.json",
    ]
    assert total_weight(paths) == sum(item.weight for item in items(paths, weigh=True))
    assert total_weight([*paths, "-"]) is None


def test_the_weights_of_packed_lines_come_to_the_size_of_their_file() -> None:
    path = write("d.ndjson.gz", b"\n".join([report()] * 5))
    assert sum(item.weight for item in items([path], weigh=True)) == os.path.getsize(path) == total_weight([path])


def test_names_are_found_as_they_are_asked_for() -> None:
    for n in range(3):
        write(f"reports/{n}/a.json")
    found = report_files(["reports"])
    assert next(found) == os.path.join("reports", "0", "a.json")
    write("reports/2/b.json")
    assert os.path.join("reports", "2", "b.json") in list(found)
