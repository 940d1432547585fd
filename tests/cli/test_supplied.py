"""``--organ``, ``--year``, ``--level``, ``--kind`` and ``--roster`` of ``gknb extract`` and ``gknb check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

TABLE = "\n\n## 二、主动公开政府信息情况\n\n| 信息内容 | 本年处理决定数量 |\n|---|---|\n| 行政许可 | 5 |\n"
CITY = f"# 某某市水利局2021年政府信息公开工作年度报告{TABLE}"
UNKNOWN = f"# 政府信息公开工作年度报告{TABLE}"
ROSTER = """\
roster: 1
organs:
  - {name: 某某市水利局, level: prefecture, kind: department, aliases: [某某市水务局]}
  - {name: 某某市教育局, level: county, kind: department}
"""


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("city.md").write_text(CITY, encoding="utf-8")
    Path("unknown.md").write_text(UNKNOWN, encoding="utf-8")
    Path("former.md").write_text(CITY.replace("水利局", "水务局"), encoding="utf-8")
    Path("roster.yaml").write_text(ROSTER, encoding="utf-8")


def extract(run: Callable[..., Ran], *arguments: str) -> Any:
    return json.loads(run("extract", *arguments).out)


def test_extract_takes_what_the_page_does_not_state(run: Callable[..., Ran]) -> None:
    document = extract(run, "unknown.md", "--organ", "某某市水利局", "--year", "2021", "--level", "prefecture")
    assert document["organ"] == {"name": "某某市水利局", "level": "prefecture", "kind": "department"}
    assert document["reporting_year"] == 2021


@pytest.mark.parametrize("level", ["prefecture", "市级", "地市级"])
def test_a_level_and_a_kind_may_be_given_in_chinese(run: Callable[..., Ran], level: str) -> None:
    organ = extract(run, "city.md", "--level", level, "--kind", "部门")["organ"]
    assert organ == {"name": "某某市水利局", "level": "prefecture", "kind": "department"}


def test_the_page_is_believed(run: Callable[..., Ran]) -> None:
    assert extract(run, "city.md", "--organ", "某某市教育局", "--year", "2022")["organ"]["name"] == "某某市水利局"


@pytest.mark.parametrize("page", ["city.md", "former.md"])
def test_the_roster_knows_an_organ_by_its_names(run: Callable[..., Ran], page: str) -> None:
    assert run("extract", page, "--roster", "roster.yaml", "-o", "out.json", "--provenance", "places.json").code == 1
    assert json.loads(Path("out.json").read_bytes())["organ"]["level"] == "prefecture"
    places = {one["pointer"]: one for one in json.loads(Path("places.json").read_bytes())["values"]}
    assert places["/organ/level"]["confidence"] == "roster"


def test_an_option_goes_before_the_roster(run: Callable[..., Ran]) -> None:
    assert extract(run, "city.md", "--roster", "roster.yaml", "--level", "county")["organ"]["level"] == "county"


def test_the_roster_goes_with_a_name_that_is_given(run: Callable[..., Ran]) -> None:
    organ = extract(run, "unknown.md", "--roster", "roster.yaml", "--organ", "某某市教育局")["organ"]
    assert organ == {"name": "某某市教育局", "level": "county", "kind": "department"}


def levels(run: Callable[..., Ran], *arguments: str) -> list[str]:
    """Return the codes of the findings on the level of the organ."""
    lines = run("check", *arguments, "--format", "ndjson").out.splitlines()
    findings = [finding for line in lines for finding in json.loads(line).get("findings", ())]
    return [one["code"] for one in findings if any(cell["pointer"] == "/organ/level" for cell in one["cells"])]


def test_check_takes_them_as_well(run: Callable[..., Ran]) -> None:
    assert len(levels(run, "city.md")) == 1
    assert levels(run, "city.md", "--level", "prefecture") == []
    assert levels(run, "city.md", "former.md", "--level", "prefecture", "--jobs", "2") == []
    assert levels(run, "city.md", "former.md", "--roster", "roster.yaml") == []


WRONG = [
    (["city.md", "--level", "city"], "national, province, prefecture, county, township"),
    (["city.md", "--kind", "office"], "government, department"),
    (["city.md", "--year", "1999"], "2019 to 2099"),
    (["city.md", "--year", "last"], "--year"),
    (["city.md", "--organ", " "], "full name"),
    (["city.md", "--organ", "某" * 201], "200"),
    (["city.md", "former.md", "--organ", "某某市水利局"], "one file only"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG)
@pytest.mark.parametrize("command", ["extract", "check"])
def test_a_wrong_value_is_refused_at_once(
    run: Callable[..., Ran], command: str, arguments: list[str], said: str
) -> None:
    more = ["-o", "out"] if command == "extract" and "former.md" in arguments else []
    ran = run(command, *arguments, *more)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not Path("out").exists()


def test_the_allowed_values_are_listed_in_chinese(run: Callable[..., Ran]) -> None:
    err = run("check", "city.md", "--level", "city", "--lang", "zh").err
    assert "国家级、省级、市级、县级、乡级" in err
    assert "township" not in err


@pytest.mark.parametrize("path", ["report.json", ".", "-"])
def test_data_files_are_filled_in_instead(run: Callable[..., Ran], path: str) -> None:
    Path("report.json").write_text("{}", encoding="utf-8")
    ran = run("check", path, "--year", "2021")
    assert (ran.code, ran.out) == (2, "")
    assert "published files" in ran.err


def test_a_pattern_is_several_files(run: Callable[..., Ran]) -> None:
    assert run("check", "*.md", "--organ", "某某市水利局").code == 2
    assert levels(run, "[cf]*.md", "--level", "prefecture") == []


def test_lines_of_standard_input_are_data(run: Callable[..., Ran]) -> None:
    assert run("check", "--stream", "--year", "2021").code == 2
