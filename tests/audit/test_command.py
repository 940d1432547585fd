"""The command ``python tests/audit``: its parts, its formats and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import Ran

from audit import command
from audit.audited_suite import CATALOG, SUITE
from audit.freeze import Problem
from audit.report import Audit
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def run_audit(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def run(*arguments: str) -> Ran:
        try:
            code = command.main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).parent), "freeze", "--lang", "zh"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # else Python may not start where its own path is not ASCII
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "没有问题" in ran.stdout


def test_one_part_alone(run_audit: Callable[..., Ran]) -> None:
    value = json.loads(run_audit("algebra", "--format", "json").out)
    assert (value["mutation"], value["freeze"]) == (None, None)
    assert value["algebra"]["2021"]["consistent"] is True
    assert len(value["algebra"]["2021"]["cells"]) == len(form_of(CATALOG, "2021").cells)


def test_an_unknown_part_is_refused(run_audit: Callable[..., Ran]) -> None:
    ran = run_audit("everything")
    assert ran.code == 2
    assert "mutation, algebra, freeze" in ran.err


def test_every_cell_is_listed_at_length(run_audit: Callable[..., Ran]) -> None:
    out = run_audit("algebra", "--verbose").out
    assert "Table 4 · reconsideration" in out
    assert "one of 5" in out


def test_a_problem_makes_the_exit_code_1(run_audit: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem(reason="audit.frozen.vanished", details={"code": "T900", "version": "2.0.0"})
    monkeypatch.setattr(command, "audit", lambda *_: Audit(suite=SUITE, problems=(problem,)))
    ran = run_audit("freeze")
    assert ran.code == 1
    assert "version 2.0.0 lacks T900: a relation is withdrawn, never removed" in ran.out
    assert "problems: 1" in ran.out
    assert json.loads(run_audit("freeze", "--format", "json").out)["sound"] is False
