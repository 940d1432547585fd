"""What the tests of ``gknb conformance`` share: the command, run with the tiny suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from runs_of_conformance import Ran
from tiny_suite import tiny_suite

import gknb.cli.conformance
from gknb.cli import main

if TYPE_CHECKING:
    from runs_of_conformance import Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``gknb conformance`` with the tiny suite."""
    monkeypatch.setattr(gknb.cli.conformance, "load_suite", tiny_suite)

    def run(*arguments: str, lang: str = "en") -> Ran:
        try:
            code = main(["conformance", "--lang", lang, *arguments])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return Ran(code, *capsys.readouterr())

    return run
