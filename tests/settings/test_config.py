"""``gknb.toml``: where it is found, what it may say, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from policies import refused

from gknb.settings.config import Config, find_config, read_config

pytestmark = pytest.mark.usefixtures("english", "folder")


WHOLE = """
paths = ["reports", "../other"]
edition = "2021"
select = ["T3"]
ignore = ["E103"]
strict = true
draft = false
lang = "zh"
profile = "county.yaml"
baseline = "baseline.json"
set = { township_deadline = "02-15" }
limits = { memory = 2048 }
severity = { "archive/**" = { T201 = "off" } }
"""


def test_a_configuration_is_found_in_the_folder_or_above_it(folder: Path) -> None:
    below = folder / "x" / "y"
    below.mkdir(parents=True)
    Path("pyproject.toml").write_text("[tool.gknb]\nstrict = true\n", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "pyproject.toml")
    (folder / "x" / "pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "pyproject.toml")
    (folder / "x" / "gknb.toml").write_text("", encoding="utf-8")
    assert find_config(str(below)) == str(folder / "x" / "gknb.toml")


def test_every_key_is_read_and_paths_are_relative_to_the_file() -> None:
    Path("sub").mkdir()
    Path("sub/gknb.toml").write_text(WHOLE, encoding="utf-8")
    assert read_config("sub/gknb.toml") == Config(
        paths=("sub/reports", "other"),
        edition="2021",
        select=("T3",),
        ignore=("E103",),
        strict=True,
        draft=False,
        lang="zh",
        profile="sub/county.yaml",
        baseline="sub/baseline.json",
        set={"township_deadline": "02-15"},
        limits={"seconds": 20, "memory": 2048},
        severity={"sub/archive/**": {"T201": "off"}},
        file="sub/gknb.toml",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stict = true", "unknown key “stict”; did you mean strict?"),
        ("strict = 1", "strict in gknb.toml has the wrong type; write it as true, false"),
        ('paths = "reports"', "paths in gknb.toml has the wrong type"),
        ("paths = [1]", "paths in gknb.toml has the wrong type"),
        ('lang = "fr"', "lang in gknb.toml has the wrong type"),
        ('severity = { "*" = { T201 = "none" } }', "severity in gknb.toml has the wrong type"),
        ("set = { township_deadline = 2 }", "set in gknb.toml has the wrong type"),
        ("limits = { seconds = 0 }", "limits in gknb.toml has the wrong type; write it as { seconds = 60, memory"),
        ("limits = { seconds = true }", "limits in gknb.toml has the wrong type"),
        ("limits = { second = 1 }", "limits in gknb.toml has the wrong type"),
        ("limits = { seconds = 1000000000000 }", "limits in gknb.toml has the wrong type"),
        ("paths = [", "gknb.toml cannot be read"),
        ("\x00", "gknb.toml cannot be read"),
        ("a = " + "[" * 10_000, "gknb.toml cannot be read"),
        ("#" * 2**20, "larger than 1 MiB"),
    ],
)
def test_an_error_in_a_configuration_is_reported(text: str, said: str) -> None:
    Path("gknb.toml").write_text(text + "\n", encoding="utf-8")
    assert said in refused("gknb.toml")


def test_a_missing_or_undecodable_configuration_is_reported() -> None:
    Path("gknb.toml").write_bytes(b"\xff")
    assert "cannot be read" in refused("gknb.toml")
    assert "cannot be read" in refused("missing.toml")
    Path("pyproject.toml").write_text("[tool]\ngknb = 1\n", encoding="utf-8")
    assert "tool.gknb in pyproject.toml has the wrong type" in refused("pyproject.toml")
