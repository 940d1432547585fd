"""``gknb check --explain`` and ``gknb repair``, as a clerk meets them."""

from __future__ import annotations

import copy
import gzip
import io
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import EXAMPLES

from gknb.documents.write import to_yaml
from gknb.output import FORMATS
from gknb.repair.apply import NAMESPACE
from gknb.source.document import read_bytes, read_path
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Ran


HUAIAN: Final = EXAMPLES / "huaian-2024.json"
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
    after = ran.out.partition("most likely mistakes:\n")[2].splitlines()
    assert after[0].strip().startswith("1. two adjacent digits of")
    assert after[0].endswith("3001 was written as 3010")
    assert "likeliest" not in run("check", "report.json", "--no-config").out


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "swapped: 3001 was written as 3010"), ("zh", "相邻两位写反：3001 写成了 3010")]
)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_of_it(run: Callable[..., Ran], name: str, lang: str, words: str) -> None:
    ran = run("check", "--explain", "report.json", "--format", name, "--no-config", "--lang", lang)
    assert words in ran.out.replace("\\", "")
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
    assert sum("most likely mistakes" in line for line in alone) == 12
    assert [line for line in several if "slowest" not in line] == [line for line in alone if "slowest" not in line]


def test_a_configuration_can_ask_for_it(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "gknb.toml").write_text("explain = true\n", encoding="utf-8")
    assert "most likely mistakes:" in run("check", "report.json").out
    assert "most likely mistakes:" not in run("check", "--no-explain", "report.json").out


# --- gknb repair -----------------------------------------------------------------------------------------------------


def test_the_list_says_how_to_go_on(run: Callable[..., Ran], folder: Path) -> None:
    before = (folder / "report.json").read_bytes()
    ran = run("repair", "report.json", "--no-config")
    assert ran.code == 1
    assert "  1. two adjacent digits" in ran.out
    assert ran.out.endswith("to apply one: gknb repair report.json --accept N -o NEW-FILE\n")
    assert (folder / "report.json").read_bytes() == before
    assert json.loads(run("repair", "report.json", "--no-config", "--format", "json").out)["results"][0]["repairs"]


def test_a_report_without_mistakes(run: Callable[..., Ran]) -> None:
    ran = run("repair", str(HUAIAN), "--no-config")
    assert ran.code == 0
    assert ran.out == f"{HUAIAN}: no number needs to be changed\n"


@pytest.mark.parametrize("name", ["new.json", "new.yaml", "below/new.yml"])
def test_the_copy_is_valid_and_the_changes_are_listed(run: Callable[..., Ran], folder: Path, name: str) -> None:
    ran = run("repair", "report.json", "--accept", "1", "-o", name, "--no-config")
    assert (ran.code, ran.out) == (0, "")
    assert "repair 1, 1 cell changed: two adjacent digits" in ran.err
    made = read_path(name).value
    (note,) = made.pop("extensions")[NAMESPACE]
    assert note["changes"] == [
        {"pointer": CELL, "label": "Table 3 · received this year · natural persons", "from": 3010, "to": 3001}
    ]
    assert made == read_path(HUAIAN).value
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
        (("report.json", "--accept", "9"), "has no repair 9; there is 1"),
        (("report.json", "--accept", "0"), "has no repair 0; there is 1"),
        (("report.json", "--accept", "-1"), "has no repair -1; there is 1"),
        (("report.json", "--accept", "x"), "invalid int value"),
        (("report.json", "-o", "x.json"), "-o works only with --accept N"),
        (("report.json", "--accept", "1", "-o", "report.json"), "report.json exists and is not overwritten"),
        (("report.json", "--accept", "1", "-o", "report.json/new.json"), "cannot write report.json/new.json"),
        (("report.json", "--accept", "1", "-o", ""), "cannot write"),
        (("report.json", "--accept", "1", "-o", "new.json.gz"), "new.json.gz is not a file name for one document"),
        (("report.json", "--accept", "1", "-o", "new.ndjson"), "use a name that ends in .json, .yaml or .yml"),
        (("report.json", "--accept", "1", "-o", "new.HTML"), "new.HTML is not a file name"),
        (("missing.json",), "missing.json: there is no such file"),
        (("*.nope",), "*.nope: no file matches"),
        (("below",), "below: no report in the folder"),
    ],
)
def test_wrong_usage_touches_nothing(
    run: Callable[..., Ran], folder: Path, arguments: tuple[str, ...], says: str
) -> None:
    (folder / "below").mkdir()
    before = contents(folder)
    ran = run("repair", *arguments, "--no-config")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


TYPED: Final = json.dumps(changed(json.loads(HUAIAN.read_bytes()), {CELL: 3010}), ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.json", "", "empty.json: the file is empty"),
        ("cut.json", TYPED[:-1], f"cut.json:1:{len(TYPED)}: the file ends before"),
        ("page.json", "<html></html>", "page.json: this is HTML"),
        ("bytes.json", b"\x80\xff" * 9, "bytes.json:1:1: from here on"),
        ("two.ndjson", f"{TYPED}\n{TYPED}\n", "two.ndjson:2:1: the document has ended, but more text follows"),
        ("wide.json", TYPED.replace("3010", "9" * 1001), "more than 1000 digits"),
        ("wide.json", TYPED.replace("3010", "1e999999999"), "more than 1000 digits"),
        ("half.json", TYPED.replace('"overview": "', '"overview": "\\ud800'), "half a character"),
        ("deep.json", TYPED[:-1] + ', "extensions": ' + '{"a":' * 300 + "1" + "}" * 301, "more than 200 levels"),
        ("collection.json", f'{{"reports": [{TYPED}]}}', "collection.json holds several reports"),
        ("list.json", "[1]", "list.json has no repair 1; there are 0"),
        ("text.json", '"report"', "text.json has no repair 1; there are 0"),
        ("edition.json", TYPED.replace('"2021"', '"1999"'), "edition.json has no repair 1; there are 0"),
        ("twice.json", TYPED[:-1] + ',\n"edition": "2021"}', "twice.json:2:1: the field edition occurs twice"),
        ("row.json", json.dumps({**json.loads(TYPED), "requests": 3}), "row.json has no repair 1; there are 0"),
    ],
)
def test_a_report_that_cannot_be_repaired_is_one_message(
    run: Callable[..., Ran], folder: Path, name: str, content: str | bytes, says: str
) -> None:
    """Unreadable, no report, or one of which a copy would lose something: one message, and nothing is written."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = contents(folder)
    ran = run("repair", name, "--accept", "1", "-o", "new.json", "--no-config")
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err
    assert ran.err.count("\n") == 1
    assert contents(folder) == before


@pytest.mark.parametrize("content", ["[1]", '"report"', TYPED.replace('"2021"', '"1999"')])
def test_where_something_is_wrong_but_no_number_the_list_says_so(
    run: Callable[..., Ran], folder: Path, content: str
) -> None:
    (folder / "other.json").write_text(content, encoding="utf-8")
    ran = run("repair", "other.json", "--no-config")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == ("other.json: there are errors, but no number to suggest; see gknb check other.json\n")


def test_a_report_of_blanks_only_has_no_repairs(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "blank.json", dict.fromkeys(form_of(load_catalog(), "2021").cells))
    ran = run("repair", "blank.json", "--no-config")
    assert ran.code == 1
    assert "200 blank cells could take more than one number" in ran.out


def test_a_report_in_which_all_is_wrong_can_be_repaired(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "all.json", {cell: 7919 * n % 97 for n, cell in enumerate(form_of(load_catalog(), "2021").cells)})
    ran = run("repair", "all.json", "--accept", "1", "-o", "new.json", "--no-config", "--select", "T")
    assert ran.code == 0, ran.err
    assert run("check", "new.json", "--no-config", "--select", "T").code == 0


def test_a_row_that_is_blank_as_a_whole_is_filled(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "row.json", {"/requests/received": None})
    assert run("repair", "row.json", "--accept", "1", "-o", "new.json", "--no-config").code == 0
    assert read_path("new.json").value["requests"] == read_path(HUAIAN).value["requests"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_copy_is_utf_8_whatever_the_file_is(run: Callable[..., Ran], folder: Path, encoding: str) -> None:
    (folder / "other.json").write_bytes(TYPED.encode(encoding))
    assert run("repair", "other.json", "--accept", "1", "-o", "new.json", "--no-config").code == 0
    source = read_path("new.json")
    assert source.encoding == "utf-8"
    assert source.value["organ"] == json.loads(TYPED)["organ"]


def test_on_the_screen_yaml_stays_yaml_and_its_comments_are_dropped(run: Callable[..., Ran], folder: Path) -> None:
    text = f"# whose it is\n{to_yaml(json.loads(TYPED))}"
    (folder / "report.yaml.gz").write_bytes(gzip.compress(text.encode()))
    ran = run("repair", "report.yaml.gz", "--accept", "1", "--no-config")
    assert ran.out.startswith("$schema: ")
    assert read_bytes(ran.out.encode(), format="yaml").value["requests"]["received"]["natural_person"] == 3001


def test_standard_input_can_be_repaired(run: Callable[..., Ran], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TYPED.encode()), encoding="utf-8"))
    assert run("repair", "-", "--accept", "1", "-o", "new.json", "--no-config").code == 0
    assert read_path(str(folder / "new.json")).value["requests"]["received"]["natural_person"] == 3001


def test_a_note_that_has_no_place_is_refused(run: Callable[..., Ran], folder: Path) -> None:
    write(folder / "report.json", {CELL: 3010, "/extensions": {NAMESPACE: "mine"}})
    ran = run("repair", "report.json", "--accept", "1", "-o", "new.json", "--no-config")
    assert ran.code == 2
    assert "cannot write to /extensions/gknb.repairs" in ran.err
    assert not (folder / "new.json").exists()


def test_a_compressed_report_can_be_repaired(run: Callable[..., Ran], folder: Path) -> None:
    (folder / "report.json.gz").write_bytes(gzip.compress((folder / "report.json").read_bytes()))
    assert run("repair", "report.json.gz", "--accept", "1", "-o", "new.json", "--no-config").code == 0


# --- Beside last year's report ---------------------------------------------------------------------------------------

FORWARD: Final = "/requests/carried_forward"


@pytest.fixture
def years(folder: Path) -> Path:
    """Two reports that add up; what 2023 carried forward does not arrive in 2024."""
    report = load_catalog().zero_report("2021")
    report["organ"] = {"name": "某县教育局", "level": "county", "kind": "department"}
    rows = {2023: ("/requests/received", FORWARD), 2024: ("/requests/brought_forward", FORWARD)}
    for year, figure in ((2023, 12), (2024, 21)):
        cells = {f"{row}/{column}": figure for row in rows[year] for column in ("natural_person", "total")}
        text = json.dumps(changed(copy.deepcopy(report), {"/reporting_year": year, **cells}), ensure_ascii=False)
        (folder / f"{year}.json").write_text(text, encoding="utf-8")
    return folder


def test_a_report_is_repaired_together_with_last_years(run: Callable[..., Ran], years: Path) -> None:
    both = ("2024.json", "--previous", "2023.json", "--no-config", "--select", "T,Y")
    listed = run("repair", *both)
    assert listed.code == 1
    assert listed.out.endswith("gknb repair 2024.json --previous 2023.json --accept N -o NEW-FILE\n")
    (result,) = run("repair", *both, "--format", "json").results
    own = [all(change["file"] is None for change in repair["changes"]) for repair in result["repairs"]]
    number = str(own.index(True) + 1)
    ran = run("repair", *both, "--accept", number, "-o", "new.json")
    assert (ran.code, ran.err.count("\n")) == (0, 1)
    assert read_path(str(years / "new.json")).value["requests"]["brought_forward"]["total"] == 12
    assert run("check", "new.json", "--previous", "2023.json", "--no-config", "--select", "T,Y").code == 0


def test_changes_in_the_other_file_are_listed(run: Callable[..., Ran], years: Path) -> None:
    """Last year's report has a mistake of its own besides: only the copy of this one can be written."""
    last = json.loads((years / "2023.json").read_text(encoding="utf-8"))
    changed(last, {"/review_and_litigation/reconsideration/total": 1})
    (years / "2023.json").write_text(json.dumps(last, ensure_ascii=False), encoding="utf-8")
    both = ("2024.json", "--previous", "2023.json", "--no-config", "--select", "T,Y")
    (result,) = run("repair", *both, "--format", "json").results
    files = [{change["file"] for change in repair["changes"]} for repair in result["repairs"]]
    mixed, elsewhere = files.index({None, "2023.json"}) + 1, files.index({"2023.json"}) + 1
    ran = run("repair", *both, "--accept", str(mixed), "-o", "new.json")
    assert "gknb: also to be changed in 2023.json: " in ran.err
    refused = run("repair", *both, "--accept", str(elsewhere), "-o", "other.json")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == f"gknb: repair {elsewhere} changes only 2023.json; correct that file\n"
    assert not (years / "other.json").exists()
