"""The pre-commit hook, the action and the examples of the documents, run or held against each service's own schema."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from checkout import ROOT
from output_samples import EXAMPLES, TOTAL, report

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.usefixtures("english", "folder")

HOOKS: Final = ROOT / ".pre-commit-hooks.yaml"
ACTION: Final = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
EXPRESSION: Final = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
DOCUMENTS: Final = {lang: (ROOT / "docs" / f"pipelines{lang}.md").read_text("utf-8") for lang in ("", ".zh-CN")}
every_language = pytest.mark.parametrize("lang", DOCUMENTS)


def run(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
        check=False,
    )


def python(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, *arguments, env=env)


def reports(*, valid: bool = False) -> None:
    """A folder of reports as a repository has it."""
    Path("reports").mkdir()
    Path("reports/good.json").write_text(json.dumps(report()), "utf-8")
    if not valid:
        Path("reports/bad.json").write_text(json.dumps(report({TOTAL: 3}), indent=2), "utf-8")


def program(folder: Path) -> Path:
    """A command ``gknb`` as an installation makes it."""
    folder.mkdir(parents=True, exist_ok=True)
    command = folder / "gknb"
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m gknb "$@"\n', "utf-8")
    command.chmod(0o755)
    return command


def example(name: str, lang: str = "") -> str:
    """The block that a document shows as a file of this name."""
    (found,) = re.findall(rf"`{re.escape(name)}`[:：]\n\n```\w+\n(.*?)```", DOCUMENTS[lang], re.DOTALL)
    return str(found)


# pre-commit


def hook(folder: Path) -> dict[str, Any]:
    """The published hook, with what is installed here in place of what pre-commit would install."""
    (published,) = yaml.safe_load(HOOKS.read_text("utf-8"))
    assert (published["language"], published["entry"]) == ("python", "gknb check")
    return {**published, "language": "system", "entry": f"{program(folder)} check"}


def pre_commit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "pre_commit", *arguments, "--color=never", env={"PRE_COMMIT_HOME": str(Path.cwd() / ".cache")})


def commit_all(files: Mapping[str, Any], folder: Path, **changes: Any) -> subprocess.CompletedProcess[str]:
    """What pre-commit says to a repository with these files."""
    for name, document in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(document if isinstance(document, str) else json.dumps(document), "utf-8")
    config = {"repos": [{"repo": "local", "hooks": [{**hook(folder), **changes}]}]}
    Path(".pre-commit-config.yaml").write_text(yaml.safe_dump(config, allow_unicode=True), "utf-8")
    run("git", "init", "--quiet", ".")
    run("git", "add", *files)
    return pre_commit("run", "--all-files", "--verbose")


def test_pre_commit_accepts_the_hook() -> None:
    ran = pre_commit("validate-manifest", str(HOOKS))
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_pre_commit_passes_sound_reports(folder: Path) -> None:
    ran = commit_all({"reports/a.json": report(), "qingshi.report.yaml": report()}, folder / ".bin")
    assert ran.returncode == 0, ran.stdout
    assert "Passed" in ran.stdout
    assert "2 reports: 2 valid" in ran.stdout


def test_pre_commit_stops_a_report_with_errors_and_says_where(folder: Path) -> None:
    ran = commit_all({"reports/a.json": report(), "reports/b.json": report({TOTAL: 3})}, folder / ".bin")
    assert ran.returncode == 1
    assert "T303" in ran.stdout
    assert "✗ invalid" in ran.stdout
    assert "reports/b.json" in ran.stdout


def test_pre_commit_passes_arguments(folder: Path) -> None:
    files = {"reports/b.json": report({TOTAL: 3})}
    assert commit_all(files, folder / ".bin", args=["--select", "T201"]).returncode == 0


def test_pre_commit_leaves_other_files_alone(folder: Path) -> None:
    others = ["package.json", "src/data.yaml", "reports/a.explained.yaml", "reports/notes.txt", "my-reporter.json"]
    ran = commit_all(dict.fromkeys(others, "{}"), folder / ".bin")
    assert ran.returncode == 0, ran.stdout
    assert "no files to check" in ran.stdout


@pytest.mark.parametrize(
    "name", ["年报/青石.yaml", "x/reports/y/z.yml", "report.json", "2024-年报.json", "a.report.yaml"]
)
def test_pre_commit_finds_reports(folder: Path, name: str) -> None:
    ran = commit_all({name: "{"}, folder / ".bin")
    assert ran.returncode == 1
    assert name in ran.stdout


# The action


def schema(kind: str, text: str, *arguments: str) -> None:
    """Holds a file against the schema that check-jsonschema has of its kind."""
    Path("checked.yml").write_text(text, "utf-8")
    ran = python("-m", "check_jsonschema", "--builtin-schema", f"vendor.{kind}", *arguments, "checked.yml")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def action(name: str, **inputs: str) -> tuple[int, dict[str, str]]:
    """The exit code of one step, run as the runner does, and what it wrote."""
    (step,) = [step for step in ACTION["runs"]["steps"] if step["name"] == name]
    given = {key: entry.get("default", "") for key, entry in ACTION["inputs"].items()} | inputs

    def value(found: re.Match[str]) -> str:
        return str(given[found[1].removeprefix("inputs.")])

    temp = Path.cwd() / ".runner"
    temp.mkdir(exist_ok=True)
    written = {key: temp / key for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    script = temp / "step.sh"
    script.write_text(step["run"], "utf-8")
    env = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(temp),
        "GITHUB_ACTION_PATH": str(ROOT),
        # Nothing is fetched: what the package builds with and rests on is here.
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        **{key: str(path) for key, path in written.items()},
        **{key: EXPRESSION.sub(value, text) for key, text in step["env"].items()},
    }
    ran = run("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script), env=env)
    texts = {key: path.read_text("utf-8") if path.exists() else "" for key, path in written.items()}
    return ran.returncode, {**texts, "log": ran.stdout, "complaints": ran.stderr}


def test_the_action_is_as_github_has_it() -> None:
    schema("github-actions", (ROOT / "action.yml").read_text("utf-8"))


def test_inputs_reach_the_shell_as_variables_and_never_as_script() -> None:
    steps = ACTION["runs"]["steps"]
    assert not [step["name"] for step in steps if EXPRESSION.search(step.get("run", ""))]
    used = {found for step in steps for found in re.findall(r"inputs\.([\w-]+)", json.dumps(step))}
    assert used == set(ACTION["inputs"])


def test_the_action_installs_itself_and_checks(folder: Path) -> None:
    reports()
    code, wrote = action("Install gknb")
    assert (code, wrote["complaints"]) == (0, "")
    assert (folder / ".runner" / "gknb" / "gknb" / "schema" / "catalog.json").exists()
    code, wrote = action("Check", paths="reports", **{"sarif-file": "gknb.sarif"})
    assert (code, wrote["complaints"]) == (1, "")
    assert wrote["GITHUB_OUTPUT"] == "exit-code=1\n"
    assert "::error file=reports/bad.json,line=" in wrote["log"]
    assert wrote["GITHUB_STEP_SUMMARY"].startswith("## gknb")
    assert "bad" in wrote["GITHUB_STEP_SUMMARY"]
    (log,) = json.loads(Path("gknb.sarif").read_bytes())["runs"]
    assert {result["ruleId"] for result in log["results"]} == {"T301", "T303", "Y608"}
    assert {rule["id"] for rule in log["tool"]["driver"]["rules"]} >= {"T301", "T303"}


@pytest.fixture
def installed(folder: Path) -> None:
    """What the step before leaves, without the time it takes."""
    (folder / ".runner").mkdir()
    (folder / ".runner" / "gknb").symlink_to(ROOT / "src", target_is_directory=True)


@pytest.mark.usefixtures("installed")
def test_the_action_takes_several_paths_and_options() -> None:
    reports()
    Path("a b").mkdir()
    Path("a b/$(touch x).json").write_bytes(EXAMPLES[0].read_bytes())
    code, wrote = action("Check", paths="a b\nreports/good.json\n", args="--lang zh\n--select T3")
    assert (code, wrote["complaints"]) == (0, "")
    assert "共 2 份：合格 2" in wrote["log"]
    assert not Path("x").exists()


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(("name", "expected"), [("reports/good.json", 0), ("reports/bad.json", 1), ("missing.json", 2)])
def test_the_action_ends_as_the_check_does(name: str, expected: int) -> None:
    reports()
    code, wrote = action("Check", paths=name)
    assert (code, wrote["GITHUB_OUTPUT"]) == (expected, f"exit-code={expected}\n")


# The documents


def test_the_documents_show_the_same_files() -> None:
    names = [re.findall(r"`([^`\n]+)`[:：]\n\n```", text) for text in DOCUMENTS.values()]
    assert names[0] == names[1]
    blank = re.compile(r" *#.*|--lang \w+")
    shown = [[blank.sub("", example(name, lang)) for name in names[0]] for lang in DOCUMENTS]
    assert shown[0] == shown[1]


@every_language
def test_the_workflow_is_as_github_has_it(lang: str) -> None:
    text = example(".github/workflows/reports.yml", lang)
    schema("github-workflows", text)
    (ours,) = [step for step in yaml.safe_load(text)["jobs"]["gknb"]["steps"] if "gknb@" in step["uses"]]
    assert set(ours["with"]) <= set(ACTION["inputs"])


@every_language
def test_the_configuration_is_as_pre_commit_has_it(lang: str) -> None:
    Path("config.yaml").write_text(example(".pre-commit-config.yaml", lang), "utf-8")
    ran = pre_commit("validate-config", "config.yaml")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    (repo,) = yaml.safe_load(Path("config.yaml").read_text("utf-8"))["repos"]
    assert [one["id"] for one in repo["hooks"]] == [one["id"] for one in yaml.safe_load(HOOKS.read_text("utf-8"))]


@every_language
def test_the_component_is_as_gitlab_has_it_and_its_job_runs(folder: Path, lang: str) -> None:
    header, template = example("templates/check.yml", lang).split("---\n")
    inputs = yaml.safe_load(header)["spec"]["inputs"]
    including = example(".gitlab-ci.yml", lang)
    (component,) = yaml.safe_load(including)["include"]
    assert set(component["inputs"]) <= set(inputs)
    given = {key: entry["default"] for key, entry in inputs.items()} | component["inputs"]
    job = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda found: given[found[1]], template)
    for text in (header, job, including):
        schema("gitlab-ci", text, "--data-transform", "gitlab-ci")
    reports()
    gknb = yaml.safe_load(job)["gknb-check"]
    ran = shell(gknb["script"], program(folder / ".bin").parent)
    assert (ran.returncode, ran.stderr) == (1, "")
    problems = json.loads(Path(gknb["artifacts"]["reports"]["codequality"]).read_bytes())
    found = {(problem["location"]["path"], problem["check_name"]) for problem in problems}
    assert {path for path, code in found if code != "Y608"} == {"reports/bad.json"}, "the two are of one organ and year"
    assert "T303" in Path(gknb["artifacts"]["reports"]["junit"]).read_text("utf-8")


@every_language
def test_the_commands_of_jenkins_write_what_its_steps_read(folder: Path, lang: str) -> None:
    text = example("Jenkinsfile", lang)
    assert text.count("{") == text.count("}")
    install, check = re.findall(r"sh '(.*)'", text)
    assert ".gknb/bin/pip install" in install
    reports()
    program(folder / ".gknb" / "bin")
    ran = shell([check])
    assert (ran.returncode, ran.stderr) == (1, "")
    read = re.findall(r"(?:junit|pattern:) '([^']+)'", text)
    assert [Path(name).stat().st_size > 0 for name in read] == [True, True]


@every_language
def test_the_commands_of_the_documents_run(folder: Path, lang: str) -> None:
    commands = re.findall(r"```sh\n(.*?)```", DOCUMENTS[lang], re.DOTALL)
    assert len(commands) == 2
    reports(valid=True)
    for command in commands:
        ran = shell([command], program(folder / ".bin").parent)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert [Path(name).stat().st_size > 0 for name in re.findall(r"=(\S+)", command)] == [True, True]


def shell(lines: list[str], *path: Path) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join([*map(str, path), os.environ["PATH"]])
    return run("sh", "-e", "-c", "\n".join(lines), env={"PATH": paths})
