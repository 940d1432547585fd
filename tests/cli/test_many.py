"""Many reports in one run: what means them, what fails among them, and what happens when the run is ended."""

from __future__ import annotations

import gzip
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from command_line import results_in
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gknb.cli import main
from gknb.output import FORMATS
from gknb.source.limits import MAX_BYTES
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from command_line import Ran

pytestmark = [
    pytest.mark.usefixtures("english", "folder"),
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="signals and named pipes"),
]

TOTAL: Final = "/requests/received/total"
ENVIRONMENT: Final = os.environ | {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
SOON: Final = 20
"""Seconds in which something happens if it ever does."""


@pytest.fixture
def check(run: Callable[..., Ran]) -> Callable[..., Ran]:
    return partial(run, "check")


def report(values: dict[str, Any] | None = None) -> bytes:
    return json.dumps(changed(load_catalog().zero_report("2021"), values or {}), ensure_ascii=False).encode()


GOOD, WRONG = report(), report({TOTAL: 1})


def write(name: str, content: bytes) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, 9) if name.endswith(".gz") else content)
    return name


def start(*arguments: str, program: tuple[str, ...] = ("-m", "gknb"), **streams: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, *program, "check", *arguments]
    whole: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(command, env=ENVIRONMENT, start_new_session=True, **whole)


def command(*arguments: str, **options: Any) -> tuple[int, str, str]:
    out, err = (process := start(*arguments, **options)).communicate(timeout=120)
    return process.returncode, out.decode(), err.decode()


# What means many reports.


def test_folders_patterns_files_of_many_and_gzip_in_one_run(check: Callable[..., Ran]) -> None:
    names = ["x/a.json", "x/b.yaml.gz", "y/c1.json", "y/c2.json", "y/d1.json"]
    for name in names:
        write(name, GOOD)
    write("many.ndjson.gz", b"\n".join([GOOD, b"", WRONG]))
    ran = check("--format", "json", "--no-series", "x", "y/c*.json", "many.ndjson.gz")
    assert [(one["file"], one["valid"]) for one in ran.results] == [
        *((name, True) for name in names[:4]),
        ("many.ndjson.gz:1", True),
        ("many.ndjson.gz:3", False),
    ]
    assert ran.code == 1


def test_missing_and_broken_files_are_reported_and_stop_nothing(check: Callable[..., Ran]) -> None:
    write("a.json", GOOD)
    write("broken.json", b"{")
    write("z.json", WRONG)
    ran = check("--format", "ndjson", "a.json", "missing.json", "no*.yaml", "broken.json", "z.json")
    reported = [json.loads(line) for line in ran.out.splitlines()]
    assert [(one["file"], one["valid"], one["error"] and one["error"]["reason"]) for one in reported] == [
        ("a.json", True, None),
        ("missing.json", False, "source.not-found"),
        ("no*.yaml", False, "source.no-match"),
        ("broken.json", False, "source.json-syntax.end"),
        ("z.json", False, None),
    ]
    assert (ran.code, ran.err) == (2, "")
    assert (
        "5 reports: 1 valid, 1 invalid, 3 unreadable" in check("a.json", "missing.json", "no*", "*n.json", "z.json").out
    )


def test_the_summary_counts_findings_by_relation_and_names_the_slowest(check: Callable[..., Ran]) -> None:
    write("many.ndjson", b"\n".join([GOOD] * 10 + [WRONG] * 3))
    summary = check("--jobs", "1", "many.ndjson").out.split("13 reports: 10 valid, 3 invalid, 0 unreadable\n")[1]
    assert re.search(r"^ +3  T303  The total of a row", summary, re.MULTILINE)
    assert re.search(r"slowest: many\.ndjson:\d+ \(\d+ ms\)", summary)


# Hostile input.

LINES: Final = st.one_of(
    st.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")),
    st.sampled_from(
        [
            GOOD,
            WRONG,
            b"\xef\xbb\xbf" + GOOD,
            b"[" * 10_000,
            b'{"a":' * 10_000,
            b"9" * 5000,
            b'"\\ud800"',
            b"\x1f\x8b\x08",
            b"\0",
            b"null",
            b'{"organ": {"name": "\\u0000\\u001b[31m"}}',
            GOOD[:-50],
            GOOD.decode().encode("gb18030"),
        ]
    ),
)


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(lines=st.lists(LINES, min_size=1, max_size=6), packed=st.booleans())
def test_each_line_whatever_its_bytes_has_one_result(lines: list[bytes], packed: bool, capsys: Any) -> None:
    name = write("many.ndjson.gz" if packed else "many.ndjson", b"\n".join(lines))
    code = main(["check", "--format", "json", "--jobs", "1", name])
    printed = capsys.readouterr()
    reported = [(one["file"], one["error"] is None) for one in results_in(printed.out)]
    expected = [f"{name}:{n}" for n, line in enumerate(lines, 1) if line.rstrip(b"\r\n") and not line.isspace()]
    assert [file for file, _ in reported] == (expected or [name])
    assert (code in (0, 1), printed.err) == (all(read for _, read in reported), "")


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.json.gz", b" " * 200 * 2**20),
        ("bomb.yaml.gz", b"a" * 200 * 2**20),
        ("bomb.ndjson.gz", b" " * 200 * 2**20),
        ("bomb.ndjson.gz", b"\n" * 200 * 2**20),
        ("bomb.ndjson.gz", GOOD + b"\n" + b"[" * 200 * 2**20),
    ],
    ids=["json", "yaml", "one line", "empty lines", "a line after a good one"],
)
def test_a_gzip_bomb_has_the_size_limit_of_any_file(name: str, content: bytes) -> None:
    write(name, content)
    del content
    assert Path(name).stat().st_size < MAX_BYTES / 8
    shell = ["sh", "-c", 'ulimit -v 300000; exec "$@"', "sh", sys.executable, "-m", "gknb", "check", "--format", "json"]
    ran = subprocess.run([*shell, name], capture_output=True, env=ENVIRONMENT, check=False, timeout=SOON)
    reasons = [one["error"] and one["error"]["reason"] for one in results_in(ran.stdout)]
    assert (ran.returncode, ran.stderr) == (2, b"")
    assert reasons[-1] == "source.too-large"
    assert len(reasons) <= 3  # the line itself, and the file that is read no further


def test_damaged_gzip_is_reported_after_the_readable_part_is_checked(check: Callable[..., Ran]) -> None:
    whole = gzip.compress(b"\n".join([GOOD] * 3))
    Path("cut.ndjson.gz").write_bytes(whole[:-8])
    Path("no.json.gz").write_bytes(GOOD)
    ran = check("--format", "json", "cut.ndjson.gz", "no.json.gz")
    assert [one["error"]["reason"] for one in ran.results if one["error"]] == ["source.gzip", "source.gzip"]
    assert ran.code == 2


# Several processes.


@pytest.mark.parametrize("given", ["0", "-1"])
def test_at_least_one_process_is_needed(check: Callable[..., Ran], given: str) -> None:
    ran = check("--jobs", given, "x.json")
    assert (ran.code, ran.out) == (2, "")
    assert f"at least 1, not {given}" in ran.err


def test_every_format_is_the_same_whatever_the_number_of_processes() -> None:
    kinds = [GOOD, WRONG, b"{", GOOD, report({TOTAL: None})]
    write("many.ndjson", b"\n".join(kinds[n % 5 if n % 3 else 0] for n in range(200)))
    written: list[dict[str, bytes]] = []
    for jobs in ("1", "3"):
        named = [f"--output={name}=out{jobs}.{name}" for name in FORMATS]
        code, _, err = command("--jobs", jobs, *named, "--write-baseline", f"base{jobs}", "many.ndjson")
        assert (code, err.count("\n")) == (2, 1)
        files = {name: Path(f"out{jobs}.{name}").read_bytes() for name in FORMATS}
        written.append(files | {"baseline": Path(f"base{jobs}").read_bytes()})
    one, three = ({name: re.sub(rb"(?m)^.*slowest:.*$", b"", text) for name, text in each.items()} for each in written)
    assert one == three
    assert len(results_in(one["json"])) == 200
    assert one["ndjson"].count(b"\n") == 200


# Ended before the end.


@contextmanager
def endless(name: str, lines: int = 4000) -> Iterator[str]:
    """A file of so many reports, of which the end never comes."""
    os.mkfifo(name)
    stop = threading.Event()
    descriptor = os.open(name, os.O_RDWR)
    os.set_blocking(descriptor, False)

    def feed() -> None:
        data = memoryview((WRONG + b"\n") * lines)
        while data and not stop.is_set():
            with suppress(BlockingIOError):
                data = data[os.write(descriptor, data) :]
                continue
            time.sleep(0.002)

    thread = threading.Thread(target=feed)
    thread.start()
    try:
        yield name
    finally:
        stop.set()
        thread.join()
        os.close(descriptor)


def members(group: int) -> list[str]:
    """The processes of a group that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, of = status.read_text().rpartition(")")[2].split()[:3]
            if int(of) == group and state != "Z":
                found.append(status.parent.name)
    return found


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.01)


linux = pytest.mark.skipif(sys.platform != "linux", reason="/proc")


@linux
@pytest.mark.parametrize("jobs", [1, 3])
def test_an_interrupt_prints_what_was_done_with_the_summary_and_leaves_no_process(jobs: int) -> None:
    Path("out.json").write_text("old")
    before = {*os.listdir(), "many.ndjson", "printed"}
    with endless("many.ndjson") as name, Path("printed").open("wb") as printed:
        process = start("--jobs", str(jobs), "--output", "json=out.json", name, stdout=printed)
        wait_for(
            lambda: len(members(process.pid)) == (jobs + 1 if jobs > 1 else 1) and os.stat("printed").st_size > 2**15
        )
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: every process of the group gets it
        _, err = process.communicate(timeout=SOON)
        assert process.returncode == 130
        wait_for(lambda: not members(process.pid))
    lines = Path("printed").read_text("utf-8").splitlines()
    (summary,) = (line for line in lines if re.match(r"[\d,]+ reports: ", line))
    count = summary.split()[0]
    assert summary == f"{count} reports: 0 valid, {count} invalid, 0 unreadable"
    numbers = [int(line.partition(" ")[0].partition(":")[2]) for line in lines if line.startswith("many.ndjson:")]
    assert numbers == sorted({*numbers})
    assert f"{len(numbers):,}" == count
    line = f"gknb: interrupted after checking {count} report{'' if count == '1' else 's'}; no output file was changed\n"
    assert err.decode() == line
    assert Path("out.json").read_text() == "old"
    assert {*os.listdir()} == before


@linux
@pytest.mark.parametrize("name", ["json", "html"])
def test_a_kill_leaves_the_old_file_nothing_else_and_no_process(name: str) -> None:
    Path("out").write_text("old")
    with endless("many.ndjson") as source:
        before = {*os.listdir(), "printed"}
        with Path("printed").open("wb") as printed:
            process = start("--jobs", "2", "--output", f"{name}=out", source, stdout=printed)
            wait_for(lambda: len(members(process.pid)) == 3 and os.stat("printed").st_size > 2**17)
            process.kill()
            _, err = process.communicate(timeout=SOON)
            wait_for(lambda: not members(process.pid))
        assert (process.returncode, err) == (-signal.SIGKILL, b"")
        assert (Path("out").read_text(), {*os.listdir()}) == ("old", before)


@linux
def test_a_reader_that_goes_away_is_one_message_and_leaves_no_process() -> None:
    with endless("many.ndjson") as source:
        process = start("--jobs", "2", source)
        assert process.stdout is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.stderr is not None
        with process.stderr:
            said = process.stderr.read()
        assert (process.wait(SOON), said.count(b"\n")) == (2, 1)
        wait_for(lambda: not members(process.pid))


@linux
def test_a_worker_that_is_killed_costs_no_more_than_the_report_it_had() -> None:
    write("many.ndjson", b"\n".join([GOOD] * 3000))
    with Path("printed").open("wb") as printed:
        process = start("--jobs", "2", "--format", "ndjson", "many.ndjson", stdout=printed)
        wait_for(lambda: len(members(process.pid)) == 3)
        os.kill(max(map(int, members(process.pid))), signal.SIGKILL)
        _, err = process.communicate(timeout=SOON * 3)
    results = [json.loads(line) for line in Path("printed").read_bytes().splitlines()]
    assert [one["file"] for one in results] == [f"many.ndjson:{n}" for n in range(1, 3001)]
    assert sum(not one["valid"] for one in results) <= 1
    assert (process.returncode in (0, 2), err) == (True, b"")


# Progress.

EARLY: Final = """
import sys
from gknb.cli import main
from gknb.run import progress
progress._FIRST = 0.01
sys.exit(main(sys.argv[1:]))
"""
"""The command, which shows progress from the beginning instead of after a second."""


def on_a_terminal(*arguments: str, **options: Any) -> tuple[int, str]:
    """Exit code, and what standard error, a terminal, got."""
    ours, theirs = os.openpty()
    process = start(*arguments, stdout=subprocess.DEVNULL, stderr=theirs, **options)
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # EIO: nobody writes to it any more
        while part := os.read(ours, 2**16):
            shown += part
    os.close(ours)
    return process.wait(SOON), shown.decode()


def test_a_terminal_is_shown_the_rate_and_the_time_that_is_left_and_then_nothing() -> None:
    write("many.ndjson", b"\n".join([GOOD] * 1000))
    code, shown = on_a_terminal("--jobs", "1", "many.ndjson", program=("-c", EARLY))
    lines = shown.split("\r")
    assert code == 0
    assert re.fullmatch(r"[\d,]+ reports? checked, [\d,]+ per second, \d+:\d\d left\x1b\[K", lines[1])
    assert lines[-1] == "\x1b[K"


def test_a_short_run_shows_a_terminal_nothing() -> None:
    assert on_a_terminal(write("a.json", GOOD)) == (0, "")


def test_a_pipe_is_shown_nothing() -> None:
    write("many.ndjson", b"\n".join([GOOD] * 1000))
    assert command("--jobs", "1", "many.ndjson", program=("-c", EARLY))[2] == ""


# How much is held.


@pytest.mark.thorough
@linux
def test_memory_does_not_grow_with_the_number_of_reports() -> None:
    peaks = []
    for count in (500, 4_000):
        write("many.ndjson", b"\n".join([WRONG] * count))
        code = (
            "import resource, sys; from gknb.cli import main; code = main(sys.argv[1:]);"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
        )
        shell = [sys.executable, "-c", code, "check", "--jobs", "2", "--output", "json=/dev/null", "many.ndjson"]
        ran = subprocess.run(shell, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT, check=True)
        peaks.append(int(ran.stderr) / 1024)
    assert peaks[1] < peaks[0] + 15
