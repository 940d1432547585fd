"""The commands of ``docs/schema.md`` with the tools that it names, and what editors and types make of reports.

The versions of the Node tools are in ``schema_tools/package.json``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from checkout import ROOT

from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES: Final = ["docs/schema.md", "docs/schema.zh-CN.md"]
TOOLS: Final = Path(__file__).parent / "schema_tools"
INSTALLERS: Final = ("npm install ", "pip install ")
STANDARD: Final = "2.0.0"
EXAMPLE: Final = "docs/examples/huaian-2024.json"
LANGS: Final = ["zh", "en"]

needs_node = pytest.mark.node
needs_generator = pytest.mark.datamodel


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines()]


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tools, installed in the versions that the tests name."""
    folder = tmp_path_factory.mktemp("tools")
    shutil.copy(TOOLS / "package.json", folder)
    quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"]
    ran = subprocess.run(
        [str(shutil.which("npm")), "install", *quietly],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return folder / "node_modules"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with the example, in which ``gknb`` is this program with the version that the page is about."""
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    shutil.copy(ROOT / EXAMPLE, tmp_path / EXAMPLE)
    programs = tmp_path / "bin"
    programs.mkdir()
    modules = {"check-jsonschema": "check_jsonschema", "datamodel-codegen": "datamodel_code_generator", "gknb": "gknb"}
    for name, module in {**modules, "python": ""}.items():
        given = f"-m {module} " if module else ""
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {given}"$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(programs), os.environ["PATH"]]))
    monkeypatch.setenv("GKNB_STANDARD", STANDARD)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def node_folder(folder: Path, node_modules: Path) -> Path:
    """The same, with the Node tools."""
    (folder / "node_modules").symlink_to(node_modules)
    return folder


def shell(command: str) -> str:
    """Run a line of the page as its reader does, and return what it prints."""
    offline = os.environ | {"npm_config_offline": "true"}
    ran = subprocess.run(
        [str(shutil.which("bash")), "-ec", command],
        capture_output=True,
        text=True,
        timeout=300,
        env=offline,
        check=False,
    )
    assert ran.returncode == 0, f"{command}\n{ran.stdout}{ran.stderr}"
    return ran.stdout


# The page


def test_both_pages_have_the_same_commands_and_programs() -> None:
    english, chinese = ([line.replace("--lang zh", "--lang en") for line in commands(page)] for page in PAGES)
    assert english == chinese
    assert blocks(PAGES[0], "python") == blocks(PAGES[1], "python")


def test_the_node_tools_of_the_page_are_those_of_the_tests() -> None:
    pinned = json.loads((TOOLS / "package.json").read_bytes())["dependencies"]
    named = [name for line in commands(PAGES[0]) if line.startswith("npm install ") for name in line.split()[2:]]
    assert len(named) == 3
    assert set(named) <= set(pinned)


@needs_node
@needs_generator
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_runs_in_order(node_folder: Path, page: str) -> None:
    ran = 0
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(sh|python)\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    for language, block in found:
        if language == "python":
            (node_folder / "example.py").write_text(block, encoding="utf-8")
            printed = shell("python example.py")
            assert ("7.0487" in printed) is ("report_model" in block)
            continue
        for command in block.splitlines():
            if not command.startswith(INSTALLERS):
                shell(command)
                ran += 1
    assert ran == len([line for line in commands(page) if not line.startswith(INSTALLERS)])
    made = {"report.d.ts", "report.ts", "report_model.py", "java"}
    assert made <= {path.name for path in node_folder.iterdir()}


# ajv


@needs_node
@pytest.mark.parametrize("options", [[], ["--draft"], ["--for", "validators", "--lang", "zh"]], ids=str)
@pytest.mark.parametrize("edition", load_catalog(STANDARD).editions)
def test_ajv_takes_the_schema_in_strict_mode(node_folder: Path, edition: str, options: list[str]) -> None:
    zero = load_catalog(STANDARD).zero_report(edition)
    shell(f"gknb schema {edition} {' '.join(options)} > schema.json")
    for report, printed in ((zero, "report.json valid\n"), ({**zero, "published_on": "2025-02-29"}, "invalid\n")):
        (node_folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
        command = "npx ajv validate --spec=draft2020 --strict=true -s schema.json -d report.json"
        assert shell(f"{command} 2> errors || echo invalid") == printed


# Editors


def documents(folder: Path) -> Iterator[Path]:
    """A report with three mistakes, in JSON and in YAML, that names the schema as the page says."""
    report = load_catalog(STANDARD).zero_report("2021")
    report["published_on"] = "2025-02-30"
    report["requests"]["received"]["total"] = "1"
    report["organ"]["nmae"] = "x"
    (comment,) = blocks(PAGES[0], "yaml")
    for path, text in (
        (folder / "wrong.json", json.dumps({"$schema": "./report.schema.json", **report}, indent=1)),
        (folder / "wrong.yaml", comment + yaml.safe_dump(report, sort_keys=False)),
    ):
        path.write_text(text, encoding="utf-8")
        yield path


def shown(path: Path, word: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(shell(f"node {TOOLS / 'editors.cjs'} {path} {word}"))
    return answer


@needs_node
@pytest.mark.parametrize(
    ("lang", "date", "title"),
    [
        ("zh", "应为真实存在的日期，形如 2025-01-27", "一、本年新收政府信息公开申请数量"),
        ("en", "expected a date that exists, such as 2025-01-27", "received this year"),
    ],
)
def test_editors_show_sentences_in_the_language_and_fetch_nothing(
    node_folder: Path, lang: str, date: str, title: str
) -> None:
    shell(f"gknb schema 2021 --for editors --lang {lang} > report.schema.json")
    for path in documents(node_folder):
        answer = shown(path, "received")
        assert date in answer["problems"]
        assert len(answer["problems"]) == 3
        assert not any("[0-9]" in problem for problem in answer["problems"])
        assert title in answer["hover"]
        assert answer["fetched"] == [(node_folder / "report.schema.json").as_uri()]


@needs_node
@pytest.mark.parametrize("options", ["--lang zh", "--lang both"])
def test_editors_take_the_other_schemas_as_well(node_folder: Path, options: str) -> None:
    shell(f"gknb schema 2021 {options} > report.schema.json")
    for path in documents(node_folder):
        answer = shown(path, "received")
        assert len(answer["problems"]) == 3
        assert "一、本年新收政府信息公开申请数量" in answer["hover"]


@needs_node
def test_an_editor_shows_the_example_of_the_repository(node_folder: Path) -> None:
    assert node_folder.is_dir()
    answer = shown(ROOT / EXAMPLE, "received")
    assert answer["problems"] == []
    assert answer["fetched"] == [(ROOT / "schema/2.0.0/editions/2021/report.schema.json").as_uri()]
    assert "一、本年新收政府信息公开申请数量" in answer["hover"]


# Types


def mistakes() -> dict[str, tuple[tuple[str, ...], Any]]:
    """What is wrong in type: where, and the value put there; ``...`` takes the place out."""
    return {
        "text for a count": (("requests", "received", "total"), "1"),
        "no count": (("requests", "received", "total"), None),
        "another level": (("organ", "level"), "city"),
        "another edition": (("edition",), "2019"),
        "a number for a text": (("overview",), 1),
        "no date": (("published_on",), None),
        "a row missing": (("requests", "outcomes", "refused", "state_secret"), ...),
        "a cell missing": (("requests", "received", "legal_person", "business"), ...),
        "an unknown cell": (("requests", "received", "sum"), 1),
        "a group for a count": (("review_and_litigation", "reconsideration", "total"), {}),
    }


def mistaken(where: tuple[str, ...], value: Any) -> Any:
    report = load_catalog(STANDARD).zero_report("2021")
    *groups, key = where
    group = report
    for name in groups:
        group = group[name]
    group[key] = value
    if value is ...:
        del group[key]
    return report


def valid_reports() -> list[Any]:
    zero = load_catalog(STANDARD).zero_report("2021")
    optional = {"published_on": "2025-01-27", "extensions": {"cn.gov.example": {"rows": [1, None]}}}
    return [zero, zero | optional, json.loads((ROOT / EXAMPLE).read_bytes())]


@needs_node
@pytest.mark.parametrize("lang", LANGS)
def test_typescript_takes_valid_reports_and_no_mistake(node_folder: Path, lang: str) -> None:
    shell(f"gknb schema 2021 --for code --lang {lang} > report.types.json")
    shell("npx json2ts -i report.types.json -o report.d.ts")
    reports = [*valid_reports(), *(mistaken(*one) for one in mistakes().values())]
    texts = [f"export const r{n}: Report = {json.dumps(report)};" for n, report in enumerate(reports)]
    begin = "import type {Report, ApplicantRow, CaseRow} from './report';"
    (node_folder / "reports.ts").write_text("\n".join([begin, *texts]), encoding="utf-8")
    printed = shell("npx tsc --noEmit --strict reports.ts || true")
    wrong = {int(line) - 2 for line in re.findall(r"^reports\.ts\((\d+),", printed, re.MULTILINE)}
    assert wrong == set(range(len(valid_reports()), len(reports)))


@needs_node
def test_quicktype_takes_valid_reports_back_and_forth_and_no_mistake(node_folder: Path) -> None:
    shell("gknb schema 2021 --for code > report.types.json")
    shell("npx quicktype --src-lang schema --lang typescript --top-level Report report.types.json -o report.ts")
    shell("npx tsc --strict --target es2022 --module commonjs report.ts")
    reports = [*valid_reports(), *(mistaken(*one) for one in mistakes().values())]
    (node_folder / "reports.json").write_text(json.dumps(reports), encoding="utf-8")
    (node_folder / "convert.cjs").write_text(
        """const {Convert} = require("./report.js");
const back = require("./reports.json").map((report) => {
  try { return JSON.parse(Convert.reportToJson(Convert.toReport(JSON.stringify(report)))); } catch { return null; }
});
console.log(JSON.stringify(back));
""",
        encoding="utf-8",
    )
    assert json.loads(shell("node convert.cjs")) == [*valid_reports(), *(None for _ in mistakes())]


@needs_node
@pytest.mark.java
def test_java_classes_compile_and_have_the_names_of_the_types(node_folder: Path) -> None:
    page = [line for line in commands(PAGES[0]) if line.startswith("gknb schema 2021 --for code") or "java" in line]
    assert len(page) == 3
    for command in page:
        shell(command)
    shell("javac -d classes java/*.java")
    schema = json.loads((node_folder / "report.types.json").read_bytes())
    assert {path.stem for path in (node_folder / "java").iterdir()} == {"Report", "Edition", *schema["$defs"]}


@needs_generator
@pytest.mark.parametrize("lang", LANGS)
def test_pydantic_takes_valid_reports_back_and_forth_and_no_mistake(folder: Path, lang: str) -> None:
    shell(f"gknb schema 2021 --for code --lang {lang} > report.types.json")
    shell(next(line for line in commands(PAGES[0]) if line.startswith("datamodel-codegen")))
    more = {
        "a fraction of a count": (("requests", "received", "total"), 1.5),
        "a negative count": (("requests", "received", "total"), -1),
        "truth for a count": (("requests", "received", "total"), True),
        "a day that does not exist": (("published_on",), "2025-02-29"),
        "a blank text": (("overview",), " "),
        "a namespace that is none": (("extensions",), {"x": 1}),
    }
    wrong = [mistaken(*one) for one in {**mistakes(), **more}.values()]
    precise = json.dumps(valid_reports()[0]).replace('"amount_wanyuan": 0', '"amount_wanyuan": 0.1234567890123456789')
    texts = [*map(json.dumps, valid_reports()), precise]
    (folder / "reports.json").write_text(json.dumps([texts, list(map(json.dumps, wrong))]), encoding="utf-8")
    (folder / "convert.py").write_text(
        """import json
from decimal import Decimal
from pydantic import ValidationError
from report_model import ApplicantRow, Report

valid, wrong = json.load(open("reports.json", encoding="utf-8"))
for text in valid:
    value = json.loads(text, parse_float=Decimal)
    report = Report.model_validate(value)
    assert report.model_dump(by_alias=True) == value
    assert type(report.proactive_disclosure.fees.amount_wanyuan) is Decimal
    assert type(report.requests.received) is type(report.requests.outcomes.total) is ApplicantRow
for text in wrong:
    try:
        Report.model_validate(json.loads(text, parse_float=Decimal))
    except ValidationError:
        print("refused")
""",
        encoding="utf-8",
    )
    assert shell("python convert.py") == "refused\n" * len(wrong)
