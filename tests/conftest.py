"""How property tests run, and what tests of the command line share.

Properties run without deadlines; with ``HYPOTHESIS_PROFILE=ci``, or ``CI``, always on the same examples.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from command_line import Ran
from hypothesis import HealthCheck, settings

from gknb.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytest_plugins = ["pytester"]

# A slow machine is no failure: neither a deadline nor slow drawing fails a test.
settings.register_profile(
    "default",
    max_examples=100,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locale is English, and nothing else in the environment changes the output."""
    for name in ("LC_MESSAGES", "LANG", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The test works in a folder of its own, so that paths are short and the same everywhere."""
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for path in tmp_path.iterdir():  # pytest keeps the folders of the last runs, and some files are large
        if path.is_file() and path.stat().st_size > 2**20:
            path.unlink()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Runs ``gknb`` with the arguments given."""

    def run(*arguments: str) -> Ran:
        try:
            code = main(arguments)
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run
