"""How the tests run, and what tests of the command line share.

Property tests have no deadlines. With ``HYPOTHESIS_PROFILE=ci``, or ``CI``, they try more examples, and always the
same ones.
Tests that need a program that pip does not install carry its marker and run with ``--tools`` only.
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import pytest
from browser import CHROMIUM
from command_line import Ran
from hypothesis import HealthCheck, settings

from gknb.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from audit.report import Audit

pytest_plugins = ["pytester", "gknb.pytest_plugin"]

# A slow machine is no failure: neither a deadline nor slow drawing fails a test.
settings.register_profile(
    "default",
    max_examples=10,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("ci", settings.get_profile("default"), max_examples=25, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))

TOOLS: Final[dict[str, Callable[[], bool]]] = {
    "chromium": lambda: CHROMIUM is not None,
    "datamodel": lambda: find_spec("datamodel_code_generator") is not None,
    "java": lambda: shutil.which("javac") is not None,
    "libreoffice": lambda: shutil.which("soffice") is not None,
    "node": lambda: shutil.which("node") is not None and shutil.which("npm") is not None,
    "ortools": lambda: find_spec("ortools") is not None,
}
"""What the tests with each marker need, and whether it is installed."""


THOROUGH: Final = "thorough"
"""The marker of tests that take long and that CI runs: several of them do what a step of ``.ci/run`` does as well."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--tools", action="store_true", help=f"also run the tests marked {', '.join((*TOOLS, THOROUGH))}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"tools: set on every test marked {', '.join((*TOOLS, THOROUGH))}")
    config.addinivalue_line("markers", f"{THOROUGH}: takes long; runs with --tools")
    for tool in TOOLS:
        config.addinivalue_line("markers", f"{tool}: needs {tool}; runs with --tools, and fails where it is missing")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # As nohup and background jobs start a process. What the tests start would ignore interrupts as well.
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process where files are named: most of the time of a second one would go into collecting them again."""
    return 0 if config.args_source is pytest.Config.ArgsSource.ARGS else None


def pytest_itemcollected(item: pytest.Item) -> None:
    if any(item.get_closest_marker(marker) for marker in (*TOOLS, THOROUGH)):
        item.add_marker("tools")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker(THOROUGH) and not item.config.getoption("tools"):
        pytest.skip("takes long: runs with --tools")
    for tool, installed in TOOLS.items():
        if item.get_closest_marker(tool):
            if not item.config.getoption("tools"):
                pytest.skip(f"needs {tool}: runs with --tools")
            if not installed():
                pytest.fail(f"{tool} is not installed", pytrace=False)


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


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The audit of the rule set: one process of the run computes it, the others wait and read it."""
    import fcntl

    from audit.report import audit

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "audit.pickle"
    with (folder / "audit.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(pickle.dumps(audit()))
    found: Audit = pickle.loads(path.read_bytes())  # noqa: S301 - this run wrote it
    return found
