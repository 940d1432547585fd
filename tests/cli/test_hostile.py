"""Bad input: one clear finding or message, the documented exit code, under 2 s and 300 MB, no traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import pytest
from checkout import ROOT
from command_line import Ran, results_in
from hypothesis import given, settings
from hypothesis import strategies as st

import gknb
from gknb.cli import main
from gknb.output.base import Setting
from gknb.output.json import result_line
from gknb.output.text import TextOutput
from gknb.results import Unreadable
from gknb.source.limits import MAX_BYTES, MAX_DEPTH, MAX_VALUES
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.standard.form import Lang

pytestmark = [
    pytest.mark.usefixtures("folder"),
    pytest.mark.skipif(not hasattr(os, "posix_spawn"), reason="measured with wait4"),
]

SECONDS: Final = 2.0
MEGABYTES: Final = 300
HANGS: Final = 30

CATALOG = load_catalog()
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
RECEIVED = "/requests/received/natural_person"

# A process remembers the size of the one it was forked from. So a small one stands between pytest and the command.
LAUNCHER = f"""
import json, os, signal, sys, time
measures, closed, *arguments = sys.argv[1:]
start = time.perf_counter()
child = os.posix_spawn(sys.executable, [sys.executable, "-m", "gknb", *arguments], os.environ,
                       file_actions=[(os.POSIX_SPAWN_CLOSE, int(number)) for number in closed])
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm({HANGS})
_, status, usage = os.wait4(child, 0)
took = time.perf_counter() - start
with open(measures, "w") as file:
    json.dump([os.waitstatus_to_exitcode(status), took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss], file)
"""
KILOBYTE: Final = 1024 if sys.platform == "linux" else 1


def run(*arguments: str, closed: str = "", stdin: Any = subprocess.DEVNULL, stdout: Any = subprocess.PIPE) -> Ran:
    """Run the command in a process of its own; it keeps within the limits and never shows a traceback.

    A machine may be busy with something else for a moment, so a run that takes too long has a second chance. Where
    there are more processes than processors, the time counts that it had one; that is longer for what shares it.
    """
    command = [sys.executable, "-I", "-S", "-c", LAUNCHER, "measures", closed, *arguments]
    for last in (False, True):
        ran = subprocess.run(
            command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False, timeout=60
        )
        code, seconds, busy, size = json.loads(Path("measures").read_bytes())
        out, err = (ran.stdout or b"").decode(), ran.stderr.decode()
        megabytes = size * KILOBYTE / 2**20
        assert "Traceback" not in err
        assert megabytes < MEGABYTES
        if seconds < SECONDS or last:
            break
    if os.getloadavg()[0] > (os.cpu_count() or 1) and seconds < HANGS / 2:
        seconds = min(seconds, busy / 2)
    assert seconds < SECONDS
    return Ran(code, out, err)


def report(values: dict[str, Any] | None = None, *, edition: str = "2021") -> Any:
    """The zero report with values (by pointer) set."""
    return changed(CATALOG.zero_report(edition), values or {})


def document(values: dict[str, Any] | None = None) -> bytes:
    return json.dumps(report(values), ensure_ascii=False).encode()


def with_members(members: str) -> bytes:
    """The zero report with the text of more members in it."""
    return document()[:-1] + b"," + members.encode() + b"}"


# What cannot be read: exit code 2, and one message.

BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (name + 1, name + 1, b", ".join([b"*%c" % name] * 9)) for name in range(ord("a"), ord("s"))
)
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty.json": (b"", "empty"),
    "empty.yaml": (b"", "empty"),
    "empty": (b"", "empty"),
    "spaces.json": (b" \n\t\r\n" * 1000, "empty"),
    "comments.yaml": (b"# nothing\n" * 1000, "empty"),
    "mark.json": (b"\xef\xbb\xbf", "empty"),
    "every-byte.json": (bytes(range(256)), "nul-bytes"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "reader.broken"),
    "report.docx": (b"PK\x03\x04\x14\x00\x06\x00" + bytes(999), "reader.broken"),
    "report.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), "reader.office"),
    "page.html": (b"<!DOCTYPE html><html></html>", "extract.no-report"),
    "random-bytes": (bytes(n * n * 7919 % 251 for n in range(100_000)), "nul-bytes"),
    "high-bytes": (b"\x80" * (MAX_BYTES - 1), "encoding"),
    "utf-16.json": ('{"edition": "2021"}'.encode("utf-16"), "utf-16"),
    "utf-16-without-mark.json": ('{"edition": "2021"}'.encode("utf-16-le"), "utf-16"),
    "utf-32.json": ('{"edition": "2021"}'.encode("utf-32"), "utf-16"),
    "nul.json": (b'{"edition": "2021\0"}', "nul-bytes"),
    "nul.yaml": (b"edition: '2021\0'", "nul-bytes"),
    "half.json": (document()[:-100], "json-syntax.end"),
    "two.json": (document() * 2, "json-syntax.extra"),
    "comma.json": (b'{"edition": "2021",}', "json-syntax.trailing-comma"),
    "quotes.json": (b"{'edition': '2021'}", "json-syntax.key"),
    "control.json": (b'{"edition": "\x1b"}', "json-syntax.control"),
    "nan.json": (with_members('"a": NaN'), "not-json-number"),
    "infinity.json": (with_members('"a": -Infinity'), "not-json-number"),
    "digits.json": (with_members('"a": ' + "9" * 10**5), "number-too-long"),
    "digits.yaml": (b"a: " + b"9" * 10**5, "number-too-long"),
    "negative-digits.json": (with_members('"a": -' + "9" * 10**5), "number-too-long"),
    "fraction.json": (with_members('"a": 0.' + "1" * 10**5), "number-too-long"),
    "exponent.json": (with_members('"a": 1e999999999999'), "number-too-long"),
    "negative-exponent.json": (with_members('"a": 1E-999999999999'), "number-too-long"),
    "exponent.yaml": (b"a: 1e" + b"9" * 10**5, "number-too-long"),
    "only-digits.json": (b"7" * (MAX_BYTES - 1), "number-too-long"),
    "surrogate.json": (b'{"edition": "\\ud800"}', "lone-surrogate"),
    "surrogate-key.json": (b'{"\\udc00\\ud800": 1}', "lone-surrogate"),
    "surrogate.yaml": (b'edition: "\\ud800"', "lone-surrogate"),
    "brackets.json": (b"[" * (MAX_BYTES - 1), "too-deep"),
    "brackets.yaml": (b"[" * (2**20 - 1), "too-deep"),
    "deep.json": (b'{"a":' * 10**5 + b"1" + b"}" * 10**5, "too-deep"),
    "deep-inside.json": (with_members('"a": ' + "[" * MAX_DEPTH + "]" * MAX_DEPTH), "too-deep"),
    "deep.yaml": (b"".join(b" " * n + b"a:\n" for n in range(1000)), "too-deep"),
    "deep-list.yaml": (b"- " * 10**5, "too-deep"),
    "many.json": (b"[" + b"0," * (MAX_BYTES // 2 - 2) + b"0]", "too-many-values"),
    "many-fields.json": (with_members(",".join(f'"x{n}":{n}' for n in range(500_000)))[: 8 * 2**20], "too-many-values"),
    "many.yaml": (b"-\n" * 500_000, "too-many-values"),
    "commas.json": (b"[" + b"," * (MAX_BYTES - 2), "json-syntax.value"),
    "open-string.json": (b'{"a": "' + b'\\"' * (MAX_BYTES // 2 - 9), "json-syntax.string"),
    "bomb.yaml": (BOMB, "too-many-values"),
    "loop.yaml": (b"a: &a [*a]", "yaml-recursive-alias"),
    "no-anchor.yaml": (b"a: *b", "yaml-alias"),
    "object.yaml": (b"!!python/object/apply:os.system ['echo gknb']", "yaml-tag"),
    "object-inside.yaml": (b"edition: !!python/object:__main__.X {}", "yaml-tag"),
    "tag.yaml": (b"edition: !local '2021'", "yaml-tag"),
    "timestamp.yaml": (b"published_on: !!timestamp 2025-01-27", "yaml-tag"),
    "merge.yaml": (b"a: &a {x: 1}\nb:\n  <<: *a\n", "yaml-merge-key"),
    "list-key.yaml": (b"? [a]\n: 1\n", "yaml-key"),
    "map-key.yaml": (b"{a: 1}: 1\n", "yaml-key"),
    "two.yaml": (b"a: 1\n---\na: 1\n", "yaml-several-documents"),
    "tab.yaml": (b"a:\n\tb: 1\n", "yaml-tab"),
    "syntax.yaml": (b"a: [1, 2\nb: }", "yaml-syntax.separator"),
    "escape.yaml": (b'a: "\x1b[31m"', "yaml-character"),
    "no-character.yaml": (b'a: "\\UFFFFFFFF"', "yaml-syntax.escape"),
    "key-of-a-megabyte.yaml": (b"k" * (2**20 - 9) + b": 1", "yaml-syntax.nested"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_unreadable_input_is_one_message(name: str) -> None:
    content, reason = UNREADABLE[name]
    Path(name).write_bytes(content)
    ran = run("check", name)
    assert (ran.code, ran.err) == (2, "")
    heading, message = ran.out.splitlines()
    assert heading == name
    with pytest.raises(gknb.SourceError) as raised:
        gknb.check(name)
    assert raised.value.reason.removesuffix("-failed") in (reason, f"source.{reason}")
    assert message.endswith(f" {raised.value}")
    assert 20 < len(message) < 200


@pytest.mark.parametrize("name", ["huge.json", "huge.yaml", "huge", "-"])
def test_a_hundred_megabytes_are_not_read_to_the_end(name: str) -> None:
    path = Path("huge" if name == "-" else name)
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"[" * 2**20)
    with path.open("rb") as stdin:
        ran = run("check", "--format", "json", name, stdin=stdin)
    assert ran.code == 2
    assert ran.result["error"]["reason"] == "source.too-large"


def test_a_sparse_file_is_not_read_to_the_end() -> None:
    with Path("sparse.json").open("wb") as file:
        file.truncate(2**40)
    ran = run("check", "--format", "json", "sparse.json")
    assert ran.result["error"]["reason"] == "source.too-large"


# What is no regular file.


def reason_for(path: str, **rest: Any) -> str:
    ran = run("check", "--format", "json", path, **rest)
    assert (ran.code, ran.err) == (2, "")
    reason: str = ran.result["error"]["reason"]
    return reason


def test_a_missing_file() -> None:
    assert reason_for("missing.json") == "source.not-found"
    assert reason_for("") == "source.not-found"
    Path("file").write_bytes(b"{}")
    assert reason_for("file/below.json") == "source.not-found"


def test_a_folder_without_reports() -> None:
    Path("folder.json").mkdir()
    assert reason_for("folder.json") == "source.no-reports"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read() -> None:
    Path("secret.json").write_bytes(document())
    Path("secret.json").chmod(0)
    assert reason_for("secret.json") == "source.not-permitted"


@pytest.mark.parametrize("name", ["x" * 5000, "loop"])
def test_a_path_that_leads_nowhere(name: str) -> None:
    Path("loop").symlink_to("loop")
    assert reason_for(name) == "source.not-readable"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="Linux")
def test_a_file_that_fails_while_it_is_read() -> None:
    assert reason_for("/proc/self/mem") == "source.not-readable"


def test_a_pipe_without_a_writer() -> None:
    os.mkfifo("pipe.json")
    assert reason_for("pipe.json") == "source.empty"
    assert run("check", ".").code == 2


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/dev/zero", "too-large"), ("/dev/urandom", "too-large"), ("/dev/null", "empty"), ("/dev/full", "too-large")],
)
def test_a_device(path: str, reason: str) -> None:
    if not Path(path).exists():
        pytest.skip(f"no {path}")
    assert reason_for(path) == f"source.{reason}"


def test_every_other_file_is_still_reported() -> None:
    os.mkfifo("pipe.json")
    Path("bomb.yaml").write_bytes(BOMB)
    Path("good.json").write_bytes(document())
    ran = run("check", "--format", "json", "pipe.json", "/dev/zero", "missing", "bomb.yaml", "good.json")
    assert ran.code == 2
    assert [result["valid"] for result in json.loads(ran.out)["results"]] == [False, False, False, False, True]


# What can be read but is wrong: exit code 1, and one finding.

WRONG: dict[str, tuple[bytes, str]] = {
    "list.json": (b"[]", "S009"),
    "list.yaml": (b"- a", "S009"),
    "text.json": (b'"x"', "S009"),
    "text.yaml": (b"just text", "S009"),
    "html.yaml": (b"x < y", "S009"),
    "number.json": (b"3", "S009"),
    "number.yaml": (b"3.5e10", "S009"),
    "true.json": (b"true", "S009"),
    "null.json": (b"null", "S010"),
    "null.yaml": (b"~", "S010"),
    "long-list.json": (b"[" + b"0," * (MAX_VALUES - 2) + b"0]", "S009"),
    "no-edition.json": (b"{}", "S001"),
    "unknown-edition.json": (document({"/edition": "2030"}), "S005"),
    "edition-is-list.json": (document({"/edition": ["2021"]}), "S005"),
    "edition-is-blank.json": (document({"/edition": None}), "S010"),
    "year-20204.json": (document({"/reporting_year": 20204}), "S005"),
    "year-of-a-thousand-digits.json": (document({"/reporting_year": 10**999}), "S005"),
    "year-as-decimal.json": (document({"/reporting_year": 2024.5}), "S009"),
    "deep.json": (with_members('"a": ' + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)), "S002"),
    "deep-cell.json": (document({RECEIVED: json.loads('{"a":' * 150 + "1" + "}" * 150)}), "S004"),
    "key-of-a-megabyte.json": (document({f"/{'k' * 2**20}": 1}), "S002"),
    "key-of-nine-megabytes.json": (document({f"/{'k' * 9 * 2**20}": 1}), "S002"),
    "text-of-nine-megabytes.json": (document({RECEIVED: "v" * 9 * 2**20}), "S004"),
    "empty-key.json": (document({"/": 1}), "S002"),
    "key-of-slashes.json": (document({f"/{'~1' * 1000}": 1}), "S002"),
    "spaces.json": (b" " * (MAX_BYTES - 2) + b"{}", "S001"),
    "lines.json": (b"\r\n" * (MAX_BYTES // 2 - 1) + b"{}", "S001"),
    "lines.yaml": (b"a: 1\n" + b"\n" * (2**20 - 5), "S001"),
    "folded.yaml": (b"a:\n" + b" x\n" * 349_000, "S001"),
    "aliases.yaml": (b"a: &a 1\n" + b"".join(b"k%d: *a\n" % n for n in range(MAX_VALUES - 9)), "S001"),
    "surrogate-pairs.yaml": (b'a: "' + b"\\ud83d\\ude00" * 80_000 + b'"', "S001"),
}


@pytest.mark.parametrize("name", WRONG)
def test_readable_but_invalid_input_is_one_finding(name: str) -> None:
    content, code = WRONG[name]
    Path(name).write_bytes(content)
    ran = run("check", "--format", "json", name)
    assert (ran.code, ran.err) == (1, "")
    assert [finding["code"] for finding in ran.result["findings"]] == [code]


@pytest.mark.parametrize("pointer", [f"/{'k' * 2**20}", "/organ/name"])
def test_a_text_of_a_megabyte_is_not_printed_in_full(pointer: str) -> None:
    Path("long.json").write_bytes(document({pointer: "v" * 2**20}))
    assert len(run("check", "long.json").out) < 10_000


# Many findings.

COUNT: Final = MAX_VALUES - 500  # so many that the rest of the report still fits
MANY: dict[str, bytes] = {
    "unknown-fields.json": with_members(",".join(f'"x{n}":{n}' for n in range(COUNT))),
    "repeated.json": with_members(",".join('"edition":"2021"' for _ in range(COUNT))),
    "long-numbers.json": with_members(",".join(f'"x{n}":1e999' for n in range(COUNT))),
    "wide-keys.json": with_members(",".join(f'"😀{"k" * 900}{n}":1' for n in range(COUNT))),
    "tildes.json": with_members(",".join(f'"😀{"~" * 900}{n}":1' for n in range(COUNT))),
    "surrogates.yaml": b'edition: "2021"\n"\\ud83d\\ude00": 1\n' + b"".join(b"x%d: 1\n" % n for n in range(COUNT)),
}


@pytest.mark.thorough
@pytest.mark.parametrize("output", ["text", "json"])
@pytest.mark.parametrize("name", MANY)
def test_thousands_of_findings_are_reported_in_time(name: str, output: str) -> None:
    Path(name).write_bytes(MANY[name])
    ran = run("check", "--format", output, name)
    assert (ran.code, ran.err) == (1, "")
    if output == "text":
        assert len(ran.out.splitlines()) < 60


# YAML means what JSON would mean.


def yaml_with(pointer: str, text: str) -> bytes:
    """A YAML report with ``text`` as it is at one place."""
    return json.dumps(report({pointer: "@"}), indent=1).replace('"@"', text).encode()


def checked(contents: list[bytes]) -> list[dict[str, Any]]:
    """The results for YAML files, checked by one process."""
    names = [f"{n}.yaml" for n in range(len(contents))]
    for name, content in zip(names, contents, strict=True):
        Path(name).write_bytes(content)
    results: list[dict[str, Any]] = json.loads(run("check", "--format", "json", *names).out)["results"]
    return results


TEXTS: Final = [
    "no",
    "Yes",
    "on",
    "010",
    "0o17",
    "0x1F",
    "0b11",
    "1_000",
    "1:30",
    "190:20:30",
    "+3",
    ".5",
    "5.",
    ".inf",
    ".nan",
    "NaN",
    "Null",
    "True",
    "2025-01-27",
    "2025-01-27T10:00:00Z",
    "=",
    "<<",
    "0-1",
]


def test_a_plain_scalar_that_json_does_not_have_is_a_text() -> None:
    results = checked([yaml_with("/organ/name", text) for text in TEXTS])
    assert [(result["organ"], result["valid"]) for result in results] == [(text, True) for text in TEXTS]
    for text, result in zip(TEXTS, checked([yaml_with(RECEIVED, text) for text in TEXTS]), strict=True):
        (finding,) = result["findings"]
        assert (finding["code"], finding["cells"][0]["value"]) == ("S004", text)


def test_an_unquoted_date_is_a_date() -> None:
    (result,) = checked([yaml_with("/published_on", "2025-01-27")])
    assert (result["valid"], result["findings"]) == (True, [])


def test_a_plain_scalar_that_json_has_is_what_it_is_there() -> None:
    reported = {"null": ["S003"], "~": ["S003"], "true": ["S004"], "0e5": [], "-0": [], "0.0": []}
    results = checked([yaml_with(RECEIVED, text) for text in reported])
    assert [[finding["code"] for finding in result["findings"]] for result in results] == list(reported.values())


def test_a_plain_key_is_the_text_that_it_is() -> None:
    keys = ["2021", "null", "~", "true", "1.5", "2025-01-27", "no"]
    results = checked([json.dumps(report({"/@": 1}), indent=1).replace('"@"', key).encode() for key in keys])
    for key, result in zip(keys, results, strict=True):
        (finding,) = result["findings"]
        assert (finding["code"], finding["cells"][0]["pointer"]) == ("S002", f"/{key.replace('~', '~0')}")


# Streams that are closed, full, or interrupted.


def closed_pipe() -> IO[bytes]:
    """The writing end of a pipe that nobody will read."""
    reading, writing = os.pipe()
    os.close(reading)
    return os.fdopen(writing, "wb")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "good.json"],
        ["check", "--format", "json", "good.json"],
        ["check", "missing.json"],
        ["rules"],
        ["rules", "--format", "json"],
        ["explain", "T301"],
        ["schema"],
        ["new", "--organ", "x", "--year", "2024"],
    ],
    ids=" ".join,
)
def test_a_closed_output_is_one_message(arguments: list[str]) -> None:
    Path("good.json").write_bytes(document())
    with closed_pipe() as stdout:
        ran = run(*arguments, stdout=stdout)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)
    assert ran.err.startswith("gknb: the output was closed")


def test_output_of_which_only_the_first_byte_is_read_is_one_message() -> None:
    Path("wrong.json").write_bytes(document({RECEIVED: 3}))
    with start("check", "--format", "json", *["wrong.json"] * 200) as process:  # more than a pipe holds
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        said = process.stderr.read()
    assert process.returncode == 2
    assert said.startswith(b"gknb: the output was closed")
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("arguments", [["check", "good.json"], ["rules", "--format", "json"]], ids=" ".join)
def test_output_that_has_no_room_is_one_message(arguments: list[str]) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    Path("good.json").write_bytes(document())
    with Path("/dev/full").open("wb") as stdout:
        ran = run(*arguments, stdout=stdout)
    assert (ran.code, len(ran.err.splitlines())) == (2, 1)


@pytest.mark.parametrize("closed", ["0", "1", "2", "01", "02", "12", "012"])
@pytest.mark.parametrize(("name", "code"), [("good.json", 0), ("wrong.json", 1), ("missing.json", 2)])
def test_streams_that_were_closed_before_the_start_change_nothing(closed: str, name: str, code: int) -> None:
    Path("good.json").write_bytes(document())
    Path("wrong.json").write_bytes(document({RECEIVED: 3}))
    ran = run("check", "--format", "json", name, closed=closed)
    assert (ran.code, ran.err) == (code, "")
    if "1" not in closed:
        assert ran.result["file"] == name


@pytest.mark.parametrize("closed", ["0", "01", "02", "12", "012"])
def test_extract_with_streams_that_were_closed_before_the_start(closed: str) -> None:
    Path("page.txt").write_text(
        "某某县教育局2025年政府信息公开工作年度报告\n二、主动公开政府信息情况\n"
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n行政规范性文件\t3\t0\t9\n",
        encoding="utf-8",
    )
    assert run("extract", "page.txt", "-o", "report.json", closed=closed).code == 1
    assert json.loads(Path("report.json").read_bytes())["reporting_year"] == 2025
    if "0" in closed:
        assert run("extract", "-", closed=closed).code == 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero")
@pytest.mark.parametrize(
    "arguments", [("extract", "-"), ("extract", "/dev/zero"), ("check", "x.json", "--baseline", "/dev/zero")]
)
def test_no_more_is_read_than_the_limit(arguments: tuple[str, ...]) -> None:
    Path("x.json").write_bytes(document())
    with Path("/dev/zero").open("rb") as stdin:
        ran = run(*arguments, stdin=stdin)
    assert ran.code == 2
    assert "larger than 64 MiB" in ran.err or "is not a baseline" in ran.err


def test_standard_input_that_was_closed_before_the_start_is_empty() -> None:
    assert reason_for("-", closed="0") == "source.empty"


def test_standard_input_that_cannot_be_read_is_one_message() -> None:
    with Path("only-for-writing").open("wb") as stdin:
        assert reason_for("-", stdin=stdin) == "source.not-readable"


def interrupted(process: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """Exit code and standard error of a process that is interrupted now."""
    try:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=HANGS)
    finally:
        process.kill()
    return process.returncode, said


def start(*arguments: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    command = [sys.executable, "-m", "gknb", *arguments]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT)


def test_an_interrupt_while_reading_is_one_word() -> None:
    process = start("check", "-")
    assert process.stdin is not None
    process.stdin.write(b" " * 2**19)  # more than a pipe holds: when all is written, the command has begun to read
    process.stdin.flush()
    assert interrupted(process) == (130, b"gknb: interrupted\n")


def test_an_interrupt_while_writing_is_one_line_and_leaves_whole_files() -> None:
    Path("blank.json").write_bytes(document({RECEIVED: None}))
    process = start("check", "--format", "json", *["blank.json"] * 200)
    assert process.stdout is not None
    first = os.read(process.stdout.fileno(), 1)  # and the rest is more than a pipe holds
    try:
        process.send_signal(signal.SIGINT)
        rest, said = process.communicate(timeout=HANGS)
    finally:
        process.kill()
    results = results_in(first + rest)
    reported = f"gknb: interrupted after checking {len(results)} report{'' if len(results) == 1 else 's'}\n"
    assert (process.returncode, said.decode()) == (130, reported)
    assert 0 < len(results) < 200


def test_an_interrupt_while_checking_is_one_word(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("gknb.engine.engine.Engine.check", interrupt)
    monkeypatch.setenv("LC_ALL", "C")
    Path("good.json").write_bytes(document())
    assert main(["check", "good.json"]) == 130
    assert capsys.readouterr().err == "gknb: interrupted\n"


def test_a_reader_that_waits_is_not_the_end() -> None:
    """Standard input that comes slowly is read to its end."""
    process = start("check", "-")
    assert process.stdin is not None
    content = document()
    for part in (content[:100], content[100:]):
        time.sleep(0.05)
        process.stdin.write(part)
        process.stdin.flush()
    _, said = process.communicate(timeout=HANGS)
    assert (process.returncode, said) == (0, b"")


# Whatever the bytes.

RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")


def reported(content: bytes) -> None:
    """Check bytes, and tell the result in every way; only a SourceError may come of it, and it is reported too."""
    lang: Lang
    for lang in ("zh", "en"):
        try:
            result = gknb.check(content, lang=lang)
        except gknb.SourceError as error:
            why = Unreadable(reason=error.reason, message=error.say(lang), line=error.line, column=error.column)
            result = gknb.Result(file="x", error=why)
        results_in(result_line(result).encode())
        for output in (TextOutput(Setting(lang=lang)), TextOutput(Setting(lang=lang, verbose=True))):
            text = "".join(output.lines(result))
            assert text.encode()
            assert RAW.findall(text) == []


BASES = (
    document(),
    json.dumps(report(edition="2019"), indent=1).encode(),
    json.dumps(report(), ensure_ascii=False).encode("gb18030"),
    b"edition: '2021'\nreporting_year: 2024\norgan: {name: &a x, level: *a}\nrequests:\n  received: {total: 1}\n",
    b'{"edition": "2019", "requests": {"received": {"total": 1.5, "total": 2}}, "x": [null, "\\ud83d\\ude00"]}',
)
PIECES = st.one_of(
    st.binary(max_size=8),
    st.text(max_size=8).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\u", b"\\ud800", b"&a ", b"*a", b"<<: ", b"!!int "]),
    st.sampled_from(
        [b"null", b"true", b"-1", b"1e400", b"0.1", b"\xef\xbb\xbf", b"\0", b"\r", b"\x1b[2J", b"- ", b"? "]
    ),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A document of which a few pieces are cut out, replaced or repeated."""
    content = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(content)))
        last = first + draw(st.integers(0, 12))
        content = content[:first] + draw(PIECES) + content[last if draw(st.booleans()) else first :]
    return content


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    | st.sampled_from(["2019", "2021", "", " ", "2025-01-27", 2024, 10**999, -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def pointers(value: Any, pointer: str = "") -> Iterator[str]:
    for key, item in value.items():
        yield f"{pointer}/{key}"
        if isinstance(item, dict):
            yield from pointers(item, f"{pointer}/{key}")


POINTERS = {edition: sorted(pointers(report(edition=edition))) for edition in CATALOG.editions}


@st.composite
def replaced(draw: st.DrawFn) -> bytes:
    """A report with any values at a few of its places."""
    edition = draw(st.sampled_from(CATALOG.editions))
    values = draw(st.dictionaries(st.sampled_from(POINTERS[edition]), VALUES, min_size=1, max_size=3))
    # The innermost first, so that every place still has its parents.
    deepest_first = {pointer: values[pointer] for pointer in sorted(values, key=len, reverse=True)}
    return json.dumps(changed(report(edition=edition), deepest_first)).encode()


@settings(deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_result_or_a_source_error(content: bytes) -> None:
    reported(content)


@settings(deadline=None)
@given(content=mutated())
def test_any_damage_to_a_document_gives_a_result_or_a_source_error(content: bytes) -> None:
    reported(content)


@settings(deadline=None)
@given(content=replaced())
def test_any_values_in_a_report_give_a_result(content: bytes) -> None:
    reported(content)


@settings(deadline=None)
@given(value=VALUES)
def test_any_value_gives_a_result(value: Any) -> None:
    reported(json.dumps(value).encode())
