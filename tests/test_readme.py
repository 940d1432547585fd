"""Examples in the documents are run, and print what the documents show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from gknb.cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "docs" / "guide.md", ROOT / "docs" / "guide.zh-CN.md"]


def sessions() -> list[tuple[str, str, str]]:
    """(document, command, output shown) for each ``$ gknb …`` in a console block."""
    found = []
    for document in DOCUMENTS:
        for block in re.findall(r"```console\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL):
            for command, shown in re.findall(r"^\$ (gknb [^\n]*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                found.append((document.name, command, shown))
    return found


@pytest.mark.parametrize(("document", "command", "shown"), sessions())
def test_a_session_shown_is_a_session_run(
    document: str, command: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if "zh-CN" in document else "en_GB.UTF-8")
    main(shlex.split(command)[1:])
    printed = capsys.readouterr()
    assert matches(shown, printed.out + printed.err)


def matches(shown: str, printed: str) -> bool:
    """Whether the text shown is the text printed; a line of ``…`` stands for any lines left out."""
    parts = [re.escape(part) for part in re.split(r"^ *…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


@pytest.mark.parametrize(
    ("shown", "same"), [("a\n…\nd\n", True), ("a\nd\n", False), ("a\nb\nc\nd\n", True), ("…\nd\n", True)]
)
def test_lines_left_out_are_marked(shown: str, *, same: bool) -> None:
    assert matches(shown, "a\nb\nc\nd\n") is same


def test_both_readmes_have_the_same_commands_and_examples() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")]
    commands = [re.findall(r"^(?:\$ |python3 ).*", text, re.MULTILINE) for text in texts]
    assert commands[0] == commands[1]
    assert sum(command.startswith("python3 ") for command in commands[0]) == 2
