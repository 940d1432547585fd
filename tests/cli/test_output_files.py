"""``--output FORMAT=FILE``: what is written is what would be printed, and stands there whole or not at all."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from command_line import results_in

from gknb.output import FORMATS
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ran

pytestmark = pytest.mark.usefixtures("english", "folder")

TOTAL: Final = "/requests/received/total"
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": str(ROOT / "src")}
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions, limits and links of POSIX")


@pytest.fixture
def check(run: Callable[..., Ran]) -> Callable[..., Ran]:
    return partial(run, "check")


@pytest.fixture(autouse=True)
def _reports(folder: Path) -> None:
    assert folder == Path.cwd()
    for name, values in (("good", {}), ("wrong", {TOTAL: 3})):
        write(f"{name}.json", values)
    Path("broken.json").write_bytes(b"{")


def write(name: str, values: dict[str, Any]) -> str:
    Path(name).write_text(json.dumps(changed(load_catalog().zero_report("2021"), values)), encoding="utf-8")
    return name


def names() -> set[str]:
    return set(os.listdir())


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_has_the_same_content_as_the_screen(check: Callable[..., Ran], name: str, lang: str) -> None:
    files = ["good.json", "wrong.json", "broken.json"]
    printed = check("--lang", lang, "--format", name, *files)
    ran = check("--lang", lang, "--output", f"{name}=out", *files)
    assert (printed.code, printed.err, ran.code, ran.err) == (2, "", 2, "")
    assert Path("out").read_bytes().decode() == printed.out
    assert printed.out.count("wrong.json") > 0


def test_any_number_of_files_in_one_run_and_text_is_printed(check: Callable[..., Ran]) -> None:
    ran = check(*(argument for name in FORMATS for argument in ("--output", f"{name}=out.{name}")), "wrong.json")
    assert (ran.code, ran.out) == (1, Path("out.text").read_text("utf-8"))
    assert names() == {"good.json", "wrong.json", "broken.json", *(f"out.{name}" for name in FORMATS)}
    assert [one["file"] for one in results_in(Path("out.json").read_bytes())] == ["wrong.json"]


def test_a_file_has_no_colours_and_is_in_the_language_of_the_run(check: Callable[..., Ran]) -> None:
    ran = check("--color", "always", "--lang", "zh", "--output", "text=out", "wrong.json")
    written = Path("out").read_text("utf-8")
    assert "\x1b[" in ran.out
    assert written == re.sub(r"\x1b\[[0-9;]*m", "", ran.out)
    assert "不合格" in written


@pytest.mark.parametrize("given", ["json", "yaml=out", "json=", "json=-", "=out", "JSON=out"])
def test_an_output_without_format_or_file_is_refused(check: Callable[..., Ran], given: str) -> None:
    ran = check("--output", given, "good.json")
    assert (ran.code, ran.out) == (2, "")
    assert f"not {given}; formats: text, json," in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--output", "json=out", "--output", "csv=./out"], "./out would be written twice"),
        (["--output", "json=out", "--write-baseline", "out"], "out would be written twice"),
        (["--output", "json=./good.json"], "./good.json is an input of this run"),
        (["--write-baseline", "good.json"], "good.json is an input of this run"),
        (["--output", "json=none/out"], "cannot write none/out: No such file"),
        (["--output", "json=."], "cannot write .: Is a directory"),
        (["--output", "json=good.json/out"], "cannot write good.json/out: Not a directory"),
        (["--output", "json=o\0t"], "cannot write o"),
        (["--output", f"json={'x' * 300}/y"], "File name too long"),
        (["--write-baseline", "none/out"], "cannot write none/out: No such file"),
    ],
)
def test_an_unwritable_file_is_reported_before_the_check(
    check: Callable[..., Ran], arguments: list[str], said: str
) -> None:
    before = Path("good.json").read_bytes(), names()
    ran = check(*arguments, "good.json")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert said in ran.err
    assert (Path("good.json").read_bytes(), names()) == before


@posix
def test_a_new_file_has_the_permissions_of_new_files_and_an_old_one_keeps_its_own(check: Callable[..., Ran]) -> None:
    before = os.umask(0o027)
    try:
        Path("old").write_text("old")
        Path("old").chmod(0o604)
        check("--output", "json=new", "--output", "json=old", "good.json")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(Path(name).stat().st_mode) for name in ("new", "old")] == [0o640, 0o604]
    assert Path("new").read_bytes() == Path("old").read_bytes()


@posix
def test_a_link_stays_a_link_and_its_target_is_written(check: Callable[..., Ran]) -> None:
    Path("real").write_text("old")
    Path("link").symlink_to("real")
    assert check("--output", "ndjson=link", "good.json").code == 0
    assert Path("link").is_symlink()
    assert json.loads(Path("real").read_bytes())["file"] == "good.json"


@posix
@pytest.mark.parametrize("nameless", [True, False])
def test_until_it_is_complete_nothing_is_to_be_seen(
    check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    """On systems with and without files that have no name."""
    if not nameless:
        monkeypatch.setattr("gknb.run.sinks._DESCRIPTORS", "/none")
    Path("out").write_text("old")
    seen = []

    def look(*_: object) -> str:
        seen.append((Path("out").read_text("utf-8"), {one for one in names() if not one.endswith(".tmp")}))
        return "tail"

    monkeypatch.setattr("gknb.output.csv.CsvOutput.tail", look)
    before = names()
    assert check("--output", "csv=out", "--output", "csv=out2", "good.json").code == 0
    assert seen == [("old", before), ("old", before)]
    assert names() == {*before, "out2"}
    assert Path("out").read_text("utf-8").endswith("tail")


def command(*arguments: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    shell = [] if limit is None else ["sh", "-c", f'ulimit -f {limit}; exec "$@"', "sh"]
    whole = [*shell, sys.executable, "-m", "gknb", "check", *arguments]
    return subprocess.run(whole, capture_output=True, text=True, encoding="utf-8", env=ENVIRONMENT, check=False)


@posix
@pytest.mark.parametrize("name", ["json", "html"])
def test_where_no_more_fits_the_old_file_stays_and_nothing_else_is_left(name: str) -> None:
    """``html`` waits for its head in a file of its own."""
    Path("out").write_text("old")
    Path("many.ndjson").write_bytes(b"\n".join([Path("wrong.json").read_bytes()] * 40))
    before = names()
    ran = command("--output", f"{name}=out", "many.ndjson", limit=16)
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1), ran.stderr
    assert "File too large" in ran.stderr
    assert (names(), Path("out").read_text()) == (before, "old")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_is_one_message(name: str) -> None:
    ran = command("--output", f"{name}=/dev/full", *["wrong.json"] * 30)
    assert (ran.returncode, ran.stderr) == (2, "gknb: cannot write /dev/full: No space left on device\n")


@posix
def test_a_special_file_is_written_to_and_not_replaced() -> None:
    assert command("--output", "json=/dev/null", "good.json").returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    ran = command("--output", "ndjson=/dev/stdout", "good.json")
    assert '"file": "good.json"' in ran.stdout


def test_markdown_states_how_much_it_omits(check: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gknb.output.markdown.MarkdownOutput.limit", 2500)
    ran = check("--format", "markdown", *["wrong.json"] * 20)
    shown = ran.out.count("<details>")
    assert 0 < shown < 20
    assert ran.out.replace("\\", "").endswith(
        f"\n{20 - shown} more reports did not fit here; the other formats have them.\n"
    )
