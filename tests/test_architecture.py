"""The rooms of the package: which may import which, who prints, how long a module is, and what a run loads.

The order of the rooms is a contract in ``pyproject.toml``; docs/architecture.md draws it.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "src" / "gknb"
MODULES: Final = {
    ".".join(("gknb", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
LONGEST: Final = 400
PEERS: Final = (
    {"output", "conformance/output", "documents/extract/readers", "documents/render", "source"},
    {"county", "series"},
)
"""Folders in which files of one name are the same part of two peers, such as what reads and what writes a format."""


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_bytes())


# --- Who imports whom -----------------------------------------------------------------------------------------------


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """The contracts of this checkout on the package in a folder."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    environment = {**os.environ, "PYTHONPATH": str(source), "PYTHONUTF8": "1"}
    arguments = ["--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        [*command, *arguments],
        env=environment,
        cwd=source,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_rooms_import_each_other_as_the_contracts_say() -> None:
    run = lint_imports(PACKAGE.parent)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("gknb.repair.apply", "gknb.output.base"),
        ("gknb.county.roster", "gknb.run.inputs"),
        ("gknb.standard.form", "gknb.engine.evaluate"),
        ("gknb.output.csv", "gknb.engine.evaluate"),
        ("gknb.conformance.suite", "gknb.engine.evaluate"),
        ("gknb.documents.write", "gknb.repair.apply"),
        ("gknb.texts", "gknb.errors"),
        ("gknb.run.inputs", "gknb.cli"),
        ("gknb.testing.slips", "gknb.cli"),
    ],
)
def test_a_contract_refuses_an_import_upward_or_of_a_peer(module: str, imported: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "gknb", ignore=shutil.ignore_patterns("__pycache__"))
    path = tmp_path / MODULES[module].relative_to(PACKAGE.parent)
    path.write_text(f"{path.read_text('utf-8')}\n\ndef _late() -> None:\n    import {imported}\n", "utf-8")
    run = lint_imports(tmp_path)
    assert run.returncode == 1
    assert f"{module} -> {imported}" in run.stdout


def test_no_module_imports_one_that_imports_it() -> None:
    """Late imports and those for types count as well."""
    graph = grimp.build_graph("gknb", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert len([*TopologicalSorter(imports).static_order()]) == len(MODULES)


@pytest.mark.parametrize("page", ["architecture.md", "architecture.zh-CN.md"])
def test_the_page_on_the_architecture_names_files_that_there_are(page: str) -> None:
    names = re.findall(r"`([\w./-]+\.(?:py|json|toml)|[\w./-]+/)`", (ROOT / "docs" / page).read_text("utf-8"))
    found = {name for name in names for folder in (PACKAGE, ROOT) if (folder / name).exists()}
    assert {*names} - found - {"repairs.json"} == set()
    assert len(found) > 20


def test_only_the_front_door_imports_from_the_front_door() -> None:
    graph = grimp.build_graph("gknb", cache_dir=None)
    assert graph.find_modules_that_directly_import("gknb") == set()


# --- Names and size -------------------------------------------------------------------------------------------------


def test_no_two_files_share_a_name_unless_they_are_the_same_part_of_two_peers() -> None:
    folders: dict[str, set[str]] = defaultdict(set)
    for path in MODULES.values():
        if path.name != "__init__.py":
            folders[path.name].add(path.parent.relative_to(PACKAGE).as_posix())
    twice = {name: where for name, where in folders.items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if not any(where <= peers for peers in PEERS)} == {}


def test_no_module_is_longer_than_one_can_read() -> None:
    lengths = {module: len(path.read_text("utf-8").splitlines()) for module, path in MODULES.items()}
    assert {module: length for module, length in lengths.items() if length > LONGEST} == {}


def test_a_module_says_what_it_is_for_and_what_is_public() -> None:
    for module, path in MODULES.items():
        assert ast.get_docstring(tree(module)), module
        names = {target.id for node in tree(module).body for target in targets(node) if isinstance(target, ast.Name)}
        private = module.rpartition(".")[2].startswith("_") or path.name == "__init__.py"
        assert private or "__all__" in names, module


def targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


# --- Who prints and exits -------------------------------------------------------------------------------------------

PRINTS: Final = {"print", "exit", "quit", "sys.exit", "os._exit", "input"}


def prints(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTS:
            yield ast.unparse(node)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"sys.stdout", "sys.stderr", "sys.argv"}:
            yield ast.unparse(node)
        if isinstance(node, ast.Raise) and "SystemExit" in ast.unparse(node):
            yield ast.unparse(node)


def test_only_the_command_line_prints_and_exits() -> None:
    programs = ("gknb.cli", "gknb.__main__", "gknb.documents.extract.reading_process")
    for module in MODULES:
        if not module.startswith(programs):
            assert list(prints(module)) == [], module


# --- What a run loads -----------------------------------------------------------------------------------------------


@cache
def loaded(run: str) -> frozenset[str]:
    """What a new process has loaded after running a line of Python."""
    report = ROOT / "schema" / "1.0.0" / "2021" / "zero.report.json"
    code = f"import json, sys\nDATA = open({str(report)!r}, 'rb').read()\n{run}\nprint(*sys.modules)"
    shell = [sys.executable, "-c", code]
    return frozenset(subprocess.run(shell, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    "run",
    [
        "import gknb",
        "import gknb; assert gknb.check(DATA).valid",
        "import gknb; assert gknb.check(json.loads(DATA)).valid",
    ],
)
def test_a_clean_run_loads_only_what_it_uses(run: str) -> None:
    new = loaded(run) - loaded("")
    assert "gknb.engine.engine" in new
    assert not new & {"jsonschema", "referencing", "yaml", "hypothesis", "argparse", "importlib.resources", "difflib"}
    assert not new & {"dataclasses", "inspect"}
    assert not new & {
        "gknb.cli",
        "gknb.output",
        "gknb.engine.schema_failures",
        "gknb.engine.findings",
        "gknb.standard.hints",
    }


def test_a_run_with_findings_loads_what_puts_them_into_words() -> None:
    new = loaded("import gknb; assert not gknb.check({'edition': '2021'}).valid")
    assert {"jsonschema", "gknb.engine.schema_failures", "gknb.engine.findings"} <= new
    assert not new & {"yaml", "gknb.cli", "gknb.output"}


@pytest.mark.parametrize("option", ["", ", '--format', 'json'", ", '--jobs', '2', '--output', 'json=/dev/null'"])
def test_a_check_of_one_file_loads_nothing_that_is_for_many(option: str) -> None:
    report = str(ROOT / "schema" / "1.0.0" / "2021" / "zero.report.json")
    arguments = f"['check', '--no-config', {report!r}{option}]"
    new = loaded(f"from gknb.cli import main; assert main({arguments}) == 0") - loaded("")
    assert "gknb.run.check_all" in new
    assert not new & {
        "multiprocessing",
        "tempfile",
        "hashlib",
        "glob",
        "tomllib",
        "gzip",
        "csv",
        "html",
        "jinja2",
        "markupsafe",
    }
    assert not new & {"jsonschema", "referencing", "yaml", "importlib.resources", "difflib", "random", "subprocess"}
    assert not new & {
        "gknb.run.pool",
        "gknb.settings.profile",
        "gknb.settings.baseline",
        "gknb.source.gzip",
    }
    assert not new & {
        "gknb.engine.schema_failures",
        "gknb.engine.findings",
        "gknb.standard.sheet",
        "gknb.standard.form_layout",
        "gknb.output.remarks",
    }


def test_pytest_starts_with_no_more_of_gknb_than_its_fixtures() -> None:
    new = loaded("import pytest, gknb.pytest_plugin") - loaded("import pytest")
    assert not new & {"jsonschema", "referencing", "yaml", "hypothesis", "argparse", "difflib"}
    beyond = {name for name in new - loaded("import gknb") if name.startswith("gknb")}
    assert beyond <= {"gknb.pytest_plugin"}
