"""The house stays in order: who imports whom, who prints, how long a module is, and what a run loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "src" / "gknb"
MODULES: Final = {
    ".".join(("gknb", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
CORE: Final = (
    "catalog",
    "checker",
    "evaluate",
    "findings",
    "form",
    "hints",
    "relations",
    "schemas",
    "source",
    "structure",
    "verdict",
    "wording",
)
HALVES: Final = ("_json_source", "_python_source", "_yaml_source")
"""Parts of ``gknb.source.document`` in files of their own: they and it import each other, late."""
every_module = pytest.mark.parametrize("module", MODULES)


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_bytes())


def nodes(node: ast.AST, *, types: bool) -> Iterator[ast.AST]:
    """All that is inside; what only a type checker runs is left out, unless ``types``."""
    for child in ast.iter_child_nodes(node):
        for_types = isinstance(child, ast.If) and isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"
        if types or not for_types:
            yield child
            yield from nodes(child, types=types)


@cache
def imports(module: str, *, types: bool = True) -> frozenset[str]:
    """The modules that ``module`` imports, those of the package by their full names."""
    found = set()
    for node in nodes(tree(module), types=types):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            # ``from gknb import x`` imports the module gknb.x where there is one.
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (names & MODULES.keys()) or {str(node.module)}
    return frozenset(found)


def ours(module: str, *, types: bool = True) -> set[str]:
    return {name for name in imports(module, types=types) if name == "gknb" or name.startswith("gknb.")}


def is_cli(module: str) -> bool:
    return module == "gknb.cli" or module.startswith("gknb.cli.")


# --- Who imports whom -----------------------------------------------------------------------------------------------


def test_findings_import_nothing_of_ours() -> None:
    assert ours("gknb.results") == set()


@every_module
def test_nothing_imports_the_command_line(module: str) -> None:
    if not is_cli(module) and module != "gknb.__main__":
        assert not any(map(is_cli, imports(module)))


@pytest.mark.parametrize("name", [*CORE, *HALVES])
def test_the_core_imports_no_output(name: str) -> None:
    assert not [other for other in imports(f"gknb.{name}") if other.startswith(("gknb.output", "gknb.cli"))]


@every_module
def test_output_rests_on_results_alone(module: str) -> None:
    if module.startswith("gknb.output."):
        allowed = {
            "gknb.results",
            "gknb.standard.form",
            "gknb.standard.form_layout",
            "gknb.output.base",
            "gknb.county.overview",
            "gknb.texts.values",
            "gknb.texts",
        }
        allowed |= {"gknb.output.remarks", *(name for name in MODULES if name.startswith("gknb.output._html"))}
        assert ours(module) <= allowed
        assert not ours(module, types=False) & {"gknb.standard.form", "gknb.standard.form_layout"}


@every_module
def test_only_the_front_door_imports_from_the_front_door(module: str) -> None:
    assert "gknb" not in ours(module)


def test_no_module_imports_what_rests_on_it() -> None:
    """Late imports count, those for types do not; ``gknb.source.document`` and its halves are one."""

    def whole(module: str) -> str:
        return "gknb.source.document" if module.removeprefix("gknb.") in HALVES else module

    rests_on: dict[str, set[str]] = {}
    for module in MODULES:
        rests_on.setdefault(whole(module), set()).update(map(whole, ours(module, types=False)))
    for module, below in rests_on.items():
        below.discard(module)
    while layer := {module for module, below in rests_on.items() if not below & rests_on.keys()}:
        for module in layer:
            del rests_on[module]
    assert rests_on == {}


@pytest.mark.parametrize("name", [*CORE, *HALVES])
def test_what_only_findings_need_is_imported_late(name: str) -> None:
    at_once = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in tree(f"gknb.{name}").body
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    slow = {"jsonschema", "referencing", *({"yaml"} if name != "_yaml_source" else ())}
    assert not at_once & slow


# --- Who prints and exits -------------------------------------------------------------------------------------------


@every_module
def test_only_the_command_line_prints_and_exits(module: str) -> None:
    if is_cli(module) or module == "gknb.__main__":
        return
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in {"print", "exit", "quit", "sys.exit", "os._exit", "input"}
        if isinstance(node, ast.Attribute):
            assert ast.unparse(node) not in {"sys.stdout", "sys.stderr", "sys.argv"}
        if isinstance(node, ast.Raise):
            assert "SystemExit" not in ast.unparse(node)


# --- Size and shape -------------------------------------------------------------------------------------------------


@every_module
def test_a_module_is_no_longer_than_one_can_read(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400


@every_module
def test_a_module_says_what_it_is_for_and_what_is_public(module: str) -> None:
    assert ast.get_docstring(tree(module))
    names = {target.id for node in tree(module).body for target in targets(node) if isinstance(target, ast.Name)}
    private = module.rpartition(".")[2].startswith("_") or MODULES[module].name == "__init__.py"
    assert private or "__all__" in names


def targets(node: ast.AST) -> list[ast.expr]:
    return node.targets if isinstance(node, ast.Assign) else []


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
    assert "gknb.engine.check" in new
    assert not new & {"jsonschema", "referencing", "yaml", "hypothesis", "argparse", "importlib.resources", "difflib"}
    assert not new & {
        "gknb.cli",
        "gknb.output",
        "gknb.engine.schema_failures",
        "gknb.engine.findings",
        "gknb.standard.hints",
        "gknb.texts",
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
    assert not new & {"multiprocessing", "tempfile", "hashlib", "glob", "tomllib", "gzip", "csv", "html"}
    assert not new & {"jsonschema", "referencing", "yaml", "importlib.resources", "difflib", "random", "subprocess"}
    assert not new & {
        "gknb.run.pool",
        "gknb.run.progress",
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


@every_module
def test_batches_and_policies_know_no_format(module: str) -> None:
    if module.startswith(("gknb.run.", "gknb.settings.")):
        assert {name for name in ours(module) if name.startswith("gknb.output")} <= {"gknb.output.base"}


def test_pytest_starts_with_no_more_of_gknb_than_its_fixtures() -> None:
    new = loaded("import pytest, gknb.pytest_plugin") - loaded("import pytest")
    assert not new & {"jsonschema", "referencing", "yaml", "hypothesis", "argparse", "difflib"}
    beyond = {name for name in new - loaded("import gknb") if name.startswith("gknb")}
    assert beyond <= {"gknb.pytest_plugin", "gknb.texts", "gknb.errors"}
