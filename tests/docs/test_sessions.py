"""The sessions that the README and the guide show are run, in order, and print what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from checkout import ROOT

from gknb.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS = ["README.md", "README.zh-CN.md", "docs/guide.md", "docs/guide.zh-CN.md"]
KINDS = "{business: 0, research: 0, public_welfare: 0, legal_service: 0, other: 0}"
ZEROS = f"{{natural_person: 0, legal_person: {KINDS}, total: 0}}"


def sessions(document: str) -> list[tuple[str, str]]:
    """(command, output shown) for each ``$ gknb …`` in the console blocks of a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return re.findall(r"^\$ (gknb [^\n]*)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE)


def matches(shown: str, printed: str) -> bool:
    """Whether the text shown is the text printed; a line of ``…`` stands for any lines left out."""
    parts = [re.escape(part) for part in re.split(r"^ *…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), printed) is not None


class Edits:
    """What the guide tells its reader to type into the files between the commands."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.checks = 0

    def before(self, command: str) -> None:
        """Make the files that ``command`` is about."""
        if "check" in command and "qingshi.yaml" in command:
            self.checks += 1
            corrected = self.checks == 2
            Path("qingshi.yaml").write_text(self.filled(6 if corrected else 9, 0 if corrected else 6), encoding="utf-8")
        elif "draft.yaml" in command:
            row = "carried_forward: {natural_person: "
            Path("draft.yaml").write_text(self.filled(6, 0).replace(f"{row}6", f"{row}null"), encoding="utf-8")
        elif "reports" in command:
            self.write_reports()

    def filled(self, carried_forward: int, in_force: int) -> str:
        """The township's report: one of the two figures is wrong at first."""
        text = self.form.replace('scope: "own"', 'published_on: 2026-01-20\nscope: "own"')
        text = text.replace("repealed: 0, in_force: 0}", f"repealed: 0, in_force: {in_force}}}", 1)
        for name, person, business in (
            ("received", 34, 6),
            ("brought_forward", 3, 0),
            ("granted", 20, 4),
            ("partially_granted", 3, 0),
            ("not_held", 5, 2),
            ("petition", 3, 0),
            ("total", 31, 6),
            ("carried_forward", carried_forward, 0),
        ):
            figures = ZEROS.replace("natural_person: 0", f"natural_person: {person}")
            figures = figures.replace("business: 0", f"business: {business}")
            figures = figures.replace("total: 0", f"total: {person + business}")
            assert text.count(f" {name}: {ZEROS}") == 1
            text = text.replace(f" {name}: {ZEROS}", f" {name}: {figures}")
        return text

    def write_reports(self) -> None:
        """A folder of three: one late, one whose total is wrong, one with a full-width comma."""
        late = self.form.replace('scope: "own"', 'published_on: 2026-02-10\nscope: "own"')
        wrong = self.form.replace(
            "reconsideration: {upheld: 0, corrected: 0, other: 0, pending: 0, total: 0}",
            "reconsideration: {upheld: 3, corrected: 0, other: 0, pending: 2, total: 4}",
        )
        broken = self.form.replace("received: {natural_person: 0, ", "received: {natural_person: 0，")
        Path("reports").mkdir(exist_ok=True)
        for name, town, text in (
            ("baishui", "白水乡", late),
            ("hongqiao", "红桥镇", wrong),
            ("liushu", "柳树镇", broken),
        ):
            Path(f"reports/{name}.yaml").write_text(text.replace("青石镇", town), encoding="utf-8")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    def run_command(command: str) -> str:
        main(shlex.split(command)[1:])
        printed = capsys.readouterr()
        return printed.out + printed.err

    return run_command


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_sessions_shown_are_the_sessions_run(
    document: str, run: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(
        ROOT / "docs" / "examples", tmp_path / "docs" / "examples", ignore=shutil.ignore_patterns("*script")
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if "zh-CN" in document else "en_GB.UTF-8")
    edits = Edits(run("gknb new --organ 青石镇人民政府 --year 2025"))
    found = sessions(document)
    assert found
    for command, shown in found:
        edits.before(command)
        printed = run(command)
        assert matches(shown, printed), f"{command}\n{printed}"


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


def test_the_python_example_of_the_readme_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own example
    assert capsys.readouterr().out.startswith("True 淮安市人民政府 ")
