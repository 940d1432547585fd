"""Reading in a child process: every limit, one clear message each, and nothing left behind."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from checkout import ROOT
from pdf_files import packed_page

import gknb
from gknb.documents.extract import bounded
from gknb.documents.extract.bounded import end_reading, extracted_bounded, extracted_path
from gknb.documents.extract.published import extracted
from gknb.errors import SourceError
from gknb.run import pool
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from command_line import Ran

CATALOG = load_catalog()
PAGE: Final = """<h1>某某县教育局2025年政府信息公开工作年度报告</h1>
<h2>二、主动公开政府信息情况</h2>
<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>行政规范性文件</td><td>3</td><td>/</td><td>9</td></tr></table>""".encode()


ENDLESS: Final = packed_page("/Filter/FlateDecode", zlib.compress(b"q Q " * (2**23 - 1)))
"""A file that keeps within the limits of its reader, but takes a minute."""
limits = pytest.mark.skipif(sys.platform != "linux", reason="other systems lack some of the limits")
forks = pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The child of this process, and of the processes of a batch, does what text files say."""
    end_reading()
    monkeypatch.setattr(bounded, "READ", "misbehaving_readers:read")
    monkeypatch.setattr(pool, "_may_fork", lambda: True)  # a spawned process would not know; workers have two threads
    yield
    end_reading()


def error_of(content: bytes, name: str = "a.txt") -> SourceError:
    with pytest.raises(SourceError) as caught:
        extracted_bounded(content, name)
    return caught.value


def child() -> int:
    """The number of the child process."""
    return int(str(asked(b"asks who")))


def asked(question: bytes) -> object:
    """What the child says of itself."""
    return extracted_bounded(question)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def descendants(pid: int) -> list[int]:
    """The numbers of the processes that a process has started, and of those that they have."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def seconds_of(pid: int) -> float:
    """The time that a process had a processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_document_is_the_one_that_is_read_in_the_process() -> None:
    assert extracted_bounded(PAGE, "page.html") == extracted(CATALOG, PAGE, "page.html")


def test_what_a_reader_says_of_a_file_is_passed_on() -> None:
    assert error_of(b"", "a.html").reason == "reader.empty"
    assert error_of(b"%PDF-1.7\n" + bytes(99), "a.pdf").reason == "reader.broken"


@limits
@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(
    ("does", "reason", "words"),
    [
        ("spins", "reader.time", "within 20 s"),
        ("sleeps", "reader.time", "within 20 s"),
        ("allocates", "reader.memory", "within 1024 MiB of memory"),
        ("rewords", "reader.memory", "within 1024 MiB of memory"),
        ("parses", "reader.memory", "within 1024 MiB of memory"),
        ("opens", "reader.descriptors", "more than 64 open files"),
        ("pours", "reader.answer", "more than 32 MiB was read"),
        ("leaves", "reader.exited", "exit code 7"),
        ("quits", "reader.broken", "SystemExit: 1"),
        ("aborts", "reader.killed", f"signal {signal.SIGABRT:d}"),
        ("fails", "reader.broken", "ZeroDivisionError: as a library may"),
    ],
)
def test_a_reader_that_exceeds_a_limit_is_one_message_and_the_next_file_is_read(
    does: str, reason: str, words: str
) -> None:
    started = time.monotonic()
    error = error_of(does.encode())
    assert time.monotonic() - started < 20
    assert error.reason == reason
    assert words in error.say("en")
    assert "\n" not in error.say("zh")
    assert extracted_bounded(PAGE, "page.html").document["organ"]["name"] == "某某县教育局"


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize("does", ["spins", "sleeps"])
def test_time_is_limited_where_there_are_no_signals(does: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "READ", "misbehaving_readers:read_as_on_windows")
    assert extracted_bounded(PAGE, "page.html").document["reporting_year"] == 2025
    assert error_of(does.encode()).reason == "reader.time"
    assert error_of(b"prints").reason.startswith("extract.")


@pytest.mark.usefixtures("misbehaving")
def test_what_a_reader_prints_is_dropped(capfd: pytest.CaptureFixture[str]) -> None:
    assert error_of(b"prints").reason.startswith("extract.")
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("misbehaving")
def test_one_child_reads_file_after_file() -> None:
    first = child()
    error_of(b"fails")
    error_of(b"", "empty.html")
    assert child() == first != os.getpid()


@limits
@pytest.mark.usefixtures("misbehaving")
def test_a_child_that_has_held_much_memory_is_replaced() -> None:
    first = child()
    assert error_of(b"grows").reason.startswith("extract."), "the file itself is read"
    assert child() != first


@limits
@pytest.mark.usefixtures("misbehaving")
def test_the_memory_of_the_parent_does_not_count() -> None:
    block = bytes(500 * 2**20)
    first = child()
    assert child() == first
    del block


@linux
@pytest.mark.usefixtures("misbehaving")
def test_a_child_that_ends_between_two_files_is_replaced() -> None:
    first = child()
    os.kill(first, signal.SIGKILL)
    until(lambda: not is_running(first))
    assert child() != first


@pytest.mark.usefixtures("misbehaving")
def test_threads_share_the_child() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(child())) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == len(threads)
    assert len(set(found)) == 1


@linux
@pytest.mark.usefixtures("misbehaving")
def test_a_forked_process_has_a_child_of_its_own() -> None:
    ours = child()
    reading, writing = os.pipe()
    if (forked := os.fork()) == 0:
        try:
            os.write(writing, pickle.dumps(child()))
        finally:
            os._exit(0)
    os.waitpid(forked, 0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        theirs = pickle.load(pipe)  # noqa: S301
    assert theirs != ours == child()
    until(lambda: not is_running(theirs))


@pytest.mark.usefixtures("misbehaving")
def test_each_file_is_read_by_the_standard_of_the_moment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert asked(b"asks where") is None
    monkeypatch.setenv("GKNB_STANDARD", "1.3.0")
    assert asked(b"asks where") == "1.3.0"
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    monkeypatch.setenv("GKNB_STANDARD", "own")
    assert asked(b"asks where") == str(tmp_path / "own")


def test_the_standard_of_the_environment_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    end_reading()
    monkeypatch.setenv("GKNB_STANDARD", "1.3.0")
    old = extracted_bounded(PAGE, "page.html")
    monkeypatch.delenv("GKNB_STANDARD")
    assert extracted_bounded(PAGE, "page.html") == extracted(CATALOG, PAGE, "page.html")
    assert old == extracted(load_catalog("1.3.0"), PAGE, "page.html")


def test_a_process_that_cannot_be_started_is_a_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    end_reading()
    monkeypatch.setattr(bounded, "get_executable", lambda: str(tmp_path / "none"))
    error = error_of(PAGE, "page.html")
    assert error.reason == "reader.process"
    assert "could not be started" in error.say("en")


@pytest.mark.parametrize(("python", "frozen"), [(None, False), ("/bin/true", True)])
def test_a_program_without_a_python_to_start_reads_by_itself(
    monkeypatch: pytest.MonkeyPatch, python: str | None, frozen: bool
) -> None:
    end_reading()
    monkeypatch.setattr(bounded, "get_executable", lambda: python)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(bounded, "ReadingProcess", None)
    assert extracted_bounded(PAGE, "page.html") == extracted(CATALOG, PAGE, "page.html")


@limits
@forks
@pytest.mark.usefixtures("misbehaving")
class TestLimitsAreSettings:
    """One of time in the configuration or an option; each door, with files that go on longer than the limit."""

    @pytest.fixture(autouse=True)
    def files(self, folder: Path) -> None:
        (folder / "long.txt").write_bytes(b"naps")
        (folder / "page.html").write_bytes(PAGE)

    def test_a_file_needs_no_more_than_what_it_is_given(self) -> None:
        with pytest.raises(SourceError) as caught:
            extracted_path("long.txt", {"seconds": 1, "memory": 1024})
        assert caught.value.reason == "reader.time"
        assert "within 1 s;" in caught.value.say("en")
        with pytest.raises(SourceError, match="not an annual report"):
            extracted_path("long.txt", {"seconds": 4, "memory": 1024})
        with pytest.raises(SourceError, match="within 20 MiB of memory"):
            extracted_path("page.html", {"seconds": 20, "memory": 20})
        assert extracted_path("page.html").document["reporting_year"] == 2025

    @pytest.mark.usefixtures("english")
    @pytest.mark.parametrize("arguments", [("check",), ("check", "--jobs", "2"), ("extract",), ("repair",)])
    def test_in_the_configuration_and_on_the_command_line(
        self, run: Callable[..., Ran], arguments: tuple[str, ...]
    ) -> None:
        files = ("page.html", "page.html", "long.txt") if "check" in arguments else ("long.txt",)
        Path("gknb.toml").write_text("[limits]\nseconds = 1\n", encoding="utf-8")
        ran = run(*arguments, *files)
        assert ran.code == 2
        assert "within 1 s" in ran.out + ran.err
        ran = run(*arguments, *files, "--limit", "seconds=4")
        assert "within" not in ran.out + ran.err
        ran = run(*arguments, *files, "--no-config", "--limit", "seconds=1", "--limit", "memory=900")
        assert "within 1 s" in ran.out + ran.err

    def test_of_a_project(self) -> None:
        Path("gknb.toml").write_text("[limits]\nseconds = 1\n", encoding="utf-8")
        project = gknb.Project.load()
        with pytest.raises(SourceError, match="within 1 s"):
            project.check("long.txt")
        (result,) = project.check_all(["long.txt"])
        assert result.error is not None
        assert result.error.reason == "reader.time"
        assert project.check("page.html").organ == "某某县教育局"

    @pytest.mark.usefixtures("english")
    @pytest.mark.parametrize(
        "given", ["seconds", "seconds=", "seconds=0", "seconds=-1", "seconds=1.5", "pages=3", "=1"]
    )
    def test_a_wrong_limit_is_a_message(self, run: Callable[..., Ran], given: str) -> None:
        ran = run("check", "page.html", "--limit", given)
        assert ran.code == 2
        assert f"--limit takes seconds=N or memory=MIB, not {given}" in ran.err


def test_a_file_of_the_working_directory_is_no_module_of_the_child(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    end_reading()
    (tmp_path / "struct.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    assert extracted_bounded(PAGE, "page.html").document["reporting_year"] == 2025
    end_reading()


@limits
@forks
@pytest.mark.usefixtures("misbehaving", "english", "folder")
class TestDoors:
    """Every way to read a published file goes through the child."""

    @pytest.fixture(autouse=True)
    def files(self, folder: Path) -> None:
        (folder / "form.pdf").write_bytes(ENDLESS)
        (folder / "spins.txt").write_bytes(b"spins")
        (folder / "leaves.txt").write_bytes(b"leaves")
        (folder / "page.html").write_bytes(PAGE)

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_batch_reads_the_others(self, run: Callable[..., Ran], jobs: str) -> None:
        files = ("form.pdf", "page.html", "spins.txt", "leaves.txt", "page.html")
        ran = run("check", *files, "--format", "ndjson", "--jobs", jobs)
        assert ran.code == 2
        results = [json.loads(line) for line in ran.out.splitlines()]
        named = [one for one in results if "file" in one]
        errors = {one["file"]: one["error"] and one["error"]["reason"] for one in named}
        assert errors == {
            "form.pdf": "reader.time",
            "page.html": None,
            "spins.txt": "reader.time",
            "leaves.txt": "reader.exited",
        }

    def test_extract_reads_the_others(self, run: Callable[..., Ran]) -> None:
        ran = run("extract", "form.pdf", "page.html", "leaves.txt", "-o", "out")
        assert ran.code == 2
        assert "form.pdf: the file could not be read within 20 s" in ran.err
        assert "leaves.txt: the process that read the file ended unexpectedly (exit code 7)" in ran.err
        assert [path.name for path in Path("out").iterdir()] == ["page.json"]

    @pytest.mark.parametrize("command", [("render", "--to", "html", "-o", "form.html"), ("repair",)])
    def test_other_commands(self, run: Callable[..., Ran], command: tuple[str, ...]) -> None:
        ran = run(*command, "leaves.txt")
        assert ran.code == 2
        assert "exit code 7" in ran.err

    def test_the_library(self) -> None:
        with pytest.raises(SourceError, match="exit code 7"):
            gknb.check("leaves.txt")
        assert gknb.check("page.html").organ == "某某县教育局"

    def test_the_plugin(self, gknb_check: Callable[..., object]) -> None:
        with pytest.raises(SourceError, match="exit code 7"):
            gknb_check("leaves.txt")

    def test_json_needs_no_child(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bounded, "ReadingProcess", None)
        (folder / "report.json").write_text(json.dumps(CATALOG.zero_report("2021")))
        assert gknb.check("report.json").error is None


@linux
class TestNothingIsLeft:
    """A command that is stopped in the middle of a file that would take it for ever."""

    @pytest.fixture
    def start(self, folder: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
        """Starts ``gknb check`` of one file, with a LibreOffice that never ends."""
        (folder / "form.pdf").write_bytes(ENDLESS)
        (folder / "old.rtf").write_bytes(b"{\\rtf1 ")
        (folder / "temporary").mkdir()
        office = folder / "soffice"
        office.write_text("#!/bin/sh\necho $$ > office.pid\nsleep 600 & wait\n")
        office.chmod(0o755)
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "TMPDIR": str(folder / "temporary"),
            "PATH": f"{folder}:/usr/bin:/bin",
        }
        started: list[subprocess.Popen[bytes]] = []

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            command = [sys.executable, "-m", "gknb", "check", *arguments, "--lang", "en"]
            started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=-1, env=environment))
            return started[-1]

        yield start
        for process in started:
            process.kill()
            process.communicate()

    def reading(self, process: subprocess.Popen[bytes]) -> list[int]:
        """What a command has started, in the middle of the file."""
        until(lambda: descendants(process.pid))
        pid = descendants(process.pid)[0]
        office = Path("office.pid")
        # Starting and loading take less than that.
        until(lambda: seconds_of(pid) > 1.5 or (office.exists() and office.read_text().strip()), seconds=15)
        return [pid, int(office.read_text())] if office.exists() else [pid]

    def test_after_a_batch_is_killed(self, start: Callable[..., subprocess.Popen[bytes]], folder: Path) -> None:
        (folder / "page.html").write_bytes(PAGE)
        # The pages take long enough for other processes to be started.
        command = start(*["page.html"] * 60, *["form.pdf"] * 3, "--jobs", "2")
        until(lambda: any(seconds_of(pid) > 3 for pid in descendants(command.pid)), seconds=30)
        assert len(descendants(command.pid)) > 3, "each process has one that reads"
        pids = descendants(command.pid)
        command.kill()
        until(lambda: not any(map(is_running, pids)), seconds=5)

    @pytest.mark.parametrize(("name", "processes"), [("form.pdf", 1), ("old.rtf", 2)])
    @pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
    def test_after(
        self,
        start: Callable[..., subprocess.Popen[bytes]],
        folder: Path,
        name: str,
        processes: int,
        ending: signal.Signals,
    ) -> None:
        command = start(name)
        pids = self.reading(command)
        assert len(pids) == processes
        command.send_signal(ending)
        _, errors = command.communicate(timeout=10)
        if ending == signal.SIGINT:
            assert command.returncode == 130
            assert b"interrupted" in errors
            assert b"Traceback" not in errors
            assert not any(map(is_running, pids)), "they have ended before the command"
        until(lambda: not any(map(is_running, pids)), seconds=5)
        assert list((folder / "temporary").iterdir()) == []


HOSTILE: Final = ROOT.parent / "shared" / "cases" / "hostile"


@limits
@pytest.mark.thorough
@pytest.mark.parametrize("path", sorted(HOSTILE.glob("*")), ids=lambda path: path.name)
def test_hostile_files_end_within_20_seconds(path: Path) -> None:
    end_reading()
    started = time.monotonic()
    with pytest.raises(SourceError) as caught:
        extracted_path(str(path))
    assert time.monotonic() - started < 20
    assert caught.value.reason.startswith("reader.")
