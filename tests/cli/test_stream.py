"""``gknb check --stream``: one report a line in, one result a line out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT
from command_line import results_in

from gknb.source.limits import MAX_BYTES
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

ZERO = json.dumps(load_catalog().zero_report("2021"), ensure_ascii=False)
WRONG = ZERO.replace('"total": 0', '"total": 1', 1)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT / "src")}
COMMAND = [sys.executable, "-m", "gknb", "check", "--stream"]


def stream(data: bytes, *options: str) -> tuple[int, list[dict[str, Any]]]:
    ran = subprocess.run([*COMMAND, *options], input=data, capture_output=True, env=ENVIRONMENT, check=False)
    assert ran.stderr == b""
    results = [results_in(line) for line in ran.stdout.splitlines()]
    assert all(len(one) == 1 for one in results)
    return ran.returncode, [one for (one,) in results]


@pytest.mark.parametrize(
    ("lines", "code", "valid"),
    [
        ([], 0, []),
        ([ZERO, ZERO], 0, [True, True]),
        ([ZERO, WRONG, ZERO], 1, [True, False, True]),
        ([WRONG, "{", "", "\ufeff" + ZERO], 2, [False, False, False, True]),
    ],
)
def test_each_line_is_answered_with_a_line_and_the_worst_makes_the_exit_code(
    lines: list[str], code: int, valid: list[bool]
) -> None:
    for end in ("\n", "\r\n"):
        left, results = stream("".join(line + end for line in lines).encode())
        assert (left, [result["valid"] for result in results]) == (code, valid)


def test_the_last_line_needs_no_line_break() -> None:
    assert stream(ZERO.encode())[1][0]["valid"]


def test_a_line_in_gb18030_is_read() -> None:
    (result,) = stream(ZERO.encode("gb18030") + b"\n")[1]
    assert (result["valid"], result["organ"]) == (True, "示例县统计局")


def test_a_line_is_json_whatever_it_begins_with() -> None:
    assert [result["error"]["reason"] for result in stream(b"edition: '2021'\nnull x\n")[1]] == [
        "source.json-syntax.value",
        "source.json-syntax.extra",
    ]


def test_a_line_over_the_limit_is_one_result_and_the_next_line_is_read() -> None:
    for length in (MAX_BYTES, MAX_BYTES + 1, 2 * MAX_BYTES + 3):
        results = stream(b" " * length + b"\n" + ZERO.encode() + b"\n")[1]
        assert [result["error"] and result["error"]["reason"] for result in results] == [
            "source.empty" if length == MAX_BYTES else "source.too-large",
            None,
        ]


def test_the_options_of_a_check_hold_for_each_line() -> None:
    draft = ZERO.replace('"total": 0', '"total": null', 1).encode()
    assert [stream(draft, *options)[1][0]["valid"] for options in ([], ["--draft"])] == [False, True]


def test_an_answer_comes_before_the_next_question() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
        assert process.stdin
        assert process.stdout
        for line, valid in ((ZERO, True), (WRONG, False), (ZERO, True)):
            process.stdin.write(line.encode() + b"\n")
            process.stdin.flush()
            (result,) = results_in(process.stdout.readline())
            assert result["valid"] is valid


@pytest.mark.parametrize("arguments", [["--stream", "report.json"], ["--stream", "--format", "text"], []], ids=str)
def test_contradictory_options_are_refused(run: Callable[..., Ran], arguments: list[str]) -> None:
    ran = run("check", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gknb: ")
