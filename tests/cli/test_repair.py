"""``gknb check --explain`` and ``gknb repair``, as a clerk meets them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from gknb.examples import changed
from gknb.output import FORMATS
from gknb.repair.apply import NAMESPACE
from gknb.source import read_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran


HUAIAN: Final = Path(__file__).parents[2] / "docs" / "examples" / "huaian-2024.json"
pytestmark = pytest.mark.usefixtures("folder")
CELL: Final = "/requests/received/natural_person"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report in which 3001 was written as 3010."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "report.json", {CELL: 3010})
    return tmp_path


def write(path: Path, values: dict[str, Any]) -> None:
    report = changed(json.loads(HUAIAN.read_bytes()), values)
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")


def test_the_likeliest_mistake_stands_under_the_findings(run: Callable[..., Ran]) -> None:
    ran = run("check", "--explain", "report.json", "--no-config")
    assert ran.code == 1
    after = ran.out.partition("likeliest mistakes:\n")[2].splitlines()
    assert after[0].strip().startswith("1. two neighbouring digits of")
    assert after[0].endswith("3001 was written as 3010")
    assert "likeliest" not in run("check", "report.json", "--no-config").out


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_of_it(run: Callable[..., Ran], name: str) -> None:
    ran = run("check", "--explain", "report.json", "--format", name, "--no-config")
    assert "swapped: 3001 was written as 3010" in ran.out.replace("\\", "")
    assert ran.code == 1


def test_the_machine_gets_the_cells(run: Callable[..., Ran]) -> None:
    (result,) = json.loads(run("check", "--explain", "report.json", "--format", "json", "--no-config").out)["results"]
    label = "Table 3 · received this year · natural persons"
    assert result["repairs"][0]["changes"] == [
        {"pointer": CELL, "label": label, "from": 3010, "to": 3001, "file": None}
    ]
    assert "up to 2 cells" in result["repairs_note"]


def test_many_reports_are_explained_in_several_processes(run: Callable[..., Ran], folder: Path) -> None:
    for n in range(12):
        write(folder / f"{n:02}.json", {CELL: 3001 + 10 * n})
    alone = run("check", "--explain", ".", "--no-config", "--jobs", "1").out.splitlines()
    several = run("check", "--explain", ".", "--no-config", "--jobs", "2").out.splitlines()
    assert sum("likeliest mistakes" in line for line in alone) == 12
    assert [line for line in several if "slowest" not in line] == [line for line in alone if "slowest" not in line]


def test_a_configuration_can_ask_for_it(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "gknb.toml").write_text("explain = true\n", encoding="utf-8")
    assert "likeliest mistakes:" in run("check", "report.json").out
    assert "likeliest mistakes:" not in run("check", "--no-explain", "report.json").out


# --- gknb repair -----------------------------------------------------------------------------------------------------


def test_the_list_says_how_to_go_on(run: Callable[..., Ran], folder: Path) -> None:
    before = (folder / "report.json").read_bytes()
    ran = run("repair", "report.json", "--no-config")
    assert ran.code == 1
    assert "  1. two neighbouring digits" in ran.out
    assert ran.out.endswith("to take one: gknb repair report.json --accept N -o NEW-FILE\n")
    assert (folder / "report.json").read_bytes() == before
    assert json.loads(run("repair", "report.json", "--no-config", "--format", "json").out)["results"][0]["repairs"]


def test_a_report_without_mistakes(run: Callable[..., Ran]) -> None:
    ran = run("repair", str(HUAIAN), "--no-config")
    assert ran.code == 0
    assert ran.out == f"{HUAIAN}: no number needs to change\n"


@pytest.mark.parametrize("name", ["new.json", "new.yaml", "below/new.yml"])
def test_the_copy_is_right_and_says_what_was_changed(run: Callable[..., Ran], folder: Path, name: str) -> None:
    ran = run("repair", "report.json", "--accept", "1", "-o", name, "--no-config")
    assert (ran.code, ran.out) == (0, "")
    assert "repair 1, 1 cell changed: two neighbouring digits" in ran.err
    copy = read_path(name).value
    (note,) = copy.pop("extensions")[NAMESPACE]
    assert note["changes"] == [
        {"pointer": CELL, "label": "Table 3 · received this year · natural persons", "from": 3010, "to": 3001}
    ]
    assert copy == read_path(HUAIAN).value
    assert run("check", name, "--no-config").code == 0
    assert ((folder / name).read_text(encoding="utf-8")[0] == "{") is name.endswith(".json")


def test_without_a_name_the_copy_goes_to_the_screen(run: Callable[..., Ran]) -> None:
    assert (
        json.loads(run("repair", "report.json", "--accept", "1", "--no-config").out)["requests"]["received"][
            "natural_person"
        ]
        == 3001
    )


def test_other_errors_stay_and_are_counted(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "report.json", {CELL: 3010, "/overview": ""})
    ran = run("repair", "report.json", "--accept", "1", "-o", "new.json", "--no-config")
    assert ran.code == 1
    assert "the copy still has 1 error" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("report.json", "--accept", "9"), "has no repair 9: there are 1"),
        (("report.json", "--accept", "0"), "has no repair 0: there are 1"),
        (("report.json", "-o", "x.json"), "-o goes with --accept N"),
        (("report.json", "--accept", "1", "-o", "report.json"), "report.json"),
        (("missing.json",), "there is no such file"),
    ],
)
def test_wrong_usage_touches_nothing(
    run: Callable[..., Ran], folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = run("repair", *arguments, "--no-config")
    assert ran.code == 2
    assert says in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_note_that_has_no_place_is_refused(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "report.json", {CELL: 3010, "/extensions": {NAMESPACE: "mine"}})
    ran = run("repair", "report.json", "--accept", "1", "-o", "new.json", "--no-config")
    assert ran.code == 2
    assert "cannot write to /extensions/gknb.repairs" in ran.err
    assert not (folder / "new.json").exists()


def test_what_is_compressed_can_be_repaired_too(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "report.json.gz").write_bytes(gzip.compress((folder / "report.json").read_bytes()))
    assert run("repair", "report.json.gz", "--accept", "1", "-o", "new.json", "--no-config").code == 0
