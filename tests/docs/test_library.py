"""The page on the library names all that is public, and its examples give what they show."""

from __future__ import annotations

import doctest
import inspect
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from checkout import ROOT

import gknb
import gknb.testing

if TYPE_CHECKING:
    from pathlib import Path

PAGES = ["library.md", "library.zh-CN.md"]


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def examples(name: str) -> list[str]:
    return re.findall(r"^```pycon\n(.*?)^```", page(name), re.DOTALL | re.MULTILINE)


def named(text: str) -> set[str]:
    """The names in code on a page, and the parts of those with dots."""
    words = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
    return {part for word in words for part in re.findall(r"\w+", word)}


def rows(text: str, heading: str) -> dict[str, str]:
    """The last column of each row of the tables of a section, by each name in its first column."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    found: dict[str, str] = {}
    for first, last in re.findall(r"^\| (`.*?) \|.*?([^|]*) \|$", section, re.MULTILINE):
        found |= dict.fromkeys(re.findall(r"`(\w+)", first), last)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_every_public_name_is_on_the_page(name: str) -> None:
    assert {*gknb.__all__, *gknb.testing.__all__} <= named(page(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_option_of_a_public_function_is_on_the_page(name: str) -> None:
    functions: list[Any] = [gknb.check, gknb.write, gknb.Project.load, gknb.Project.check_all, gknb.load_catalog]
    options = {option for function in functions for option in inspect.signature(function).parameters}
    assert options - {"cls", "self"} <= named(page(name))
    members = {member for member in vars(gknb.Project) if not member.startswith("_")}
    assert members <= named(page(name))


@pytest.mark.parametrize("name", PAGES)
def test_the_kit_table_names_the_kit_and_nothing_else(name: str) -> None:
    table = rows(page(name), "Tests" if name == PAGES[0] else "测试")
    assert set(table) == set(gknb.testing.__all__)


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_give_what_they_show(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    code = "\n".join(examples(name))
    test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    assert len(test.examples) > 20
    failed = doctest.DocTestRunner(verbose=False).run(test).failed
    assert failed == 0, capsys.readouterr().out


def test_both_pages_have_the_same_examples_and_sections() -> None:
    assert examples(PAGES[0]) == examples(PAGES[1])
    headings = [re.findall(r"^#+ ", page(name), re.MULTILINE) for name in PAGES]
    assert headings[0] == headings[1]
    tables = [re.findall(r"^\| (.*?) \|", page(name), re.MULTILINE) for name in PAGES]
    assert [re.findall("`.*?`", first) for first in tables[0]] == [re.findall("`.*?`", first) for first in tables[1]]


def test_both_readmes_link_the_page() -> None:
    assert "(docs/library.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/library.zh-CN.md)" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
