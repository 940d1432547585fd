"""``gknb conformance`` and commands that behave, misbehave, or are not there: each a clear line, and then gone."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from checkout import ROOT
from runs_of_conformance import Ran, Run, refused, skip_file
from tiny_suite import processes_with, program, tiny_suite

import gknb.cli.conformance
from gknb.conformance import process, runner, vector_outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(os.name != "posix", reason="commands are run on POSIX systems only")


class Conformance(Protocol):
    def __call__(self, body: str, *options: str) -> Ran: ...


@pytest.fixture
def conformance(run: Run, tmp_path: Path) -> Iterator[Conformance]:
    """Runs it with a program of a few lines; afterwards nothing of that is there any more."""

    def conformance(body: str, *options: str) -> Ran:
        return run("--format", "json", *options, "--", *program(tmp_path, body))

    before = threading.active_count()
    yield conformance
    assert threading.active_count() == before
    assert left_running(tmp_path) == []


def left_running(folder: Path) -> list[int]:
    """The processes that run a program in a folder; those just killed have a moment to end."""
    deadline = time.monotonic() + 5
    while (left := processes_with(str(folder))) and time.monotonic() < deadline:
        time.sleep(0.01)
    return left


STREAM = ("--stream", "--jobs", "1")
VECTORS = 6


# --- Commands that behave -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options", [(), ("--jobs", "1"), ("--jobs", "3"), ("--level", "verdict"), ("--timeout", "1e300")], ids=str
)
@pytest.mark.parametrize("stream", [False, True])
def test_right_answers_pass(conformance: Conformance, options: tuple[str, ...], stream: bool) -> None:
    ran = conformance("stream()" if stream else "once()", *(["--stream"] if stream else []), *options)
    assert (ran.code, ran.err) == (0, "")
    assert ran.report["conforms"]
    assert [one["id"] for one in ran.report["vectors"]] == [one.id for one in tiny_suite().vectors if not one.draft]


def test_vectors_for_drafts_are_run_when_asked_for_and_only_they(conformance: Conformance) -> None:
    ran = conformance("once()", "--draft")
    assert (ran.code, [one["id"] for one in ran.report["vectors"]]) == (0, ["draft-blank-2021"])


def test_an_exit_code_of_its_own_choice_does_not_spoil_a_usable_answer(conformance: Conformance) -> None:
    assert conformance("once(); sys.stdout.flush(); os._exit(7)").code == 0


@pytest.mark.parametrize(
    "body",
    [
        "text = answer(sys.stdin.buffer.read()); os.close(0); print(text)",
        "sys.stdout.write('\\ufeff' + answer(sys.stdin.buffer.read()) + '\\r\\n\\n ')",
        "print(json.dumps(json.loads(answer(sys.stdin.buffer.read()))['results'][0], indent=2))",
        "sys.stderr.write('x' * 10**6); once()",
    ],
    ids=["closes its input", "byte order mark and blanks", "one result on several lines", "much on standard error"],
)
def test_what_does_not_matter_does_not_matter(conformance: Conformance, body: str) -> None:
    assert conformance(body).code == 0


def test_a_command_that_never_reads_may_answer(conformance: Conformance) -> None:
    ran = conformance("print('{\"valid\": true}')", "--level", "verdict", "--select", "pass")
    assert ran.code == 0


def test_a_slow_start_is_waited_for(conformance: Conformance) -> None:
    assert conformance("time.sleep(0.3); stream()", *STREAM).code == 0


# --- Commands that do not -------------------------------------------------------------------------------------------

ANSWER = "text = answer(sys.stdin.buffer.read())"
BAD = {
    "nothing": ("sys.stdin.read()", "printed nothing (exit code 0)"),
    "nothing, and fails": ("sys.exit('no config')", "printed nothing (exit code 1)"),
    "exit code": ("sys.exit(9)", "exit code 9"),
    "signal": ("os.kill(os.getpid(), signal.SIGSEGV)", "ended by signal SIGSEGV"),
    "real-time signal": ("os.kill(os.getpid(), 40)", "ended by signal 40"),
    "signal in the middle": ("print('{', flush=True); os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
    "hangs": ("time.sleep(600)", "no answer within 0.5 s"),
    "closes its output and hangs": ("os.close(1); time.sleep(600)", "no answer within 0.5 s"),
    "rubbish": ("print('Segmentation fault')", "is not JSON (Expecting value, 1:1): “Segmentation fault”"),
    "control characters": ("print('\\x1b[2J\\0')", "“\\u001b[2J\\u0000”"),
    "cut off": (f"{ANSWER}; print(text[:200])", "is not JSON ("),
    "text before": ("print('INFO ready'); once()", "text before the JSON: “INFO ready”"),
    "a number before": ("print('2025-01-01 ready'); once()", "text before the JSON: “2025-01-01 ready”"),
    "text after": (f"{ANSWER}; print(text + 'done')", "text after the JSON: “done”"),
    "several": (f"{ANSWER}; print(text); print(text)", "several results for one document"),
    "several in one": (f"{ANSWER}; print(text.replace('[{{', '[{{}}, {{', 1))", "exactly one result"),
    "NaN": ('print(\'{"valid": true, "x": NaN}\')', "NaN in the answer is not JSON"),
    "no object": ("print('true')", "must be a JSON object"),
    "no verdict": ('print(\'{"valid": "yes"}\')', "no “valid” that is true or false"),
    "GBK": (f"{ANSWER}; sys.stdout.buffer.write(text.encode('gbk'))", "not UTF-8 but reads as GBK"),
    "UTF-16": (f"{ANSWER}; sys.stdout.buffer.write(text.encode('utf-16'))", "not UTF-8 but reads as UTF-16"),
    "no text": ("sys.stdout.buffer.write(bytes(range(128, 256)))", "not UTF-8 text"),
    "deep": ("print('[' * 10**6)", "nested too deeply"),
    "long number": ("print('{\"valid\": ' + '9' * 10**5 + '}')", "more digits than any report"),
    "large exponent": ("print('{\"valid\": 1e999999999999999999999}')", "more digits than any report"),
    "another vector": ("print(next(text for text in ANSWERS.values() if 'sum-2019' in text))", "another document"),
}


@pytest.mark.parametrize(("body", "line"), BAD.values(), ids=BAD)
def test_what_is_no_answer_is_a_failed_vector_with_a_clear_line(conformance: Conformance, body: str, line: str) -> None:
    ran = conformance(body, "--select", "zero-2021", "--timeout", "0.5" if "sleep" in body else "60")
    assert (ran.code, ran.err) == (1, "")
    (one,) = ran.report["vectors"]
    assert line in one["problem"]["message"]
    assert (one["status"], one["levels"], one["differences"]) == ("failed", [], [])
    assert "no config" not in body or one["stderr"] == "no config"


@pytest.mark.thorough
@pytest.mark.parametrize("options", [(), STREAM])
def test_an_answer_that_is_begun_and_not_ended_is_told_from_none(
    conformance: Conformance, options: tuple[str, ...]
) -> None:
    ran = conformance(
        "print('{', end='', flush=True); time.sleep(600)", *options, "--timeout", "2", "--select", "zero-2021"
    )
    assert ran.reasons == ["conformance.answer.timeout.partial"]


def test_a_flood_is_cut_off(conformance: Conformance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MOST_OUTPUT", 10**5)
    for options in (("--timeout", "60"), ("--timeout", "60", *STREAM)):
        ran = conformance("while True: sys.stdout.write('x' * 10**5)", *options)
        assert ran.reasons == ["conformance.answer.flood"] * VECTORS


def test_a_flood_on_standard_error_keeps_only_its_end(conformance: Conformance) -> None:
    body = "sys.stdin.read(); sys.stderr.write('x\\n' * 10**6 + 'the end'); sys.exit(1)"
    ran = conformance(body, "--select", "zero-2021")
    assert ran.report["vectors"][0]["stderr"].splitlines() == ["x", "x", "x", "x", "the end"]


def test_a_signal_after_the_answer_is_only_told(conformance: Conformance) -> None:
    ran = conformance("once(); sys.stdout.flush(); os.kill(os.getpid(), signal.SIGABRT)")
    assert ran.code == 0
    assert {one["remarks"][0]["message"] for one in ran.report["vectors"]} == {
        "ended by signal SIGABRT after its answer"
    }


SLEEP = "subprocess.Popen([*sys.orig_argv[:-1], '-c', 'import time; time.sleep(600)', __file__]"


@pytest.mark.thorough
@pytest.mark.parametrize("ends", ["", "; sys.stdout.flush(); time.sleep(600)"])
def test_what_goes_on_after_the_answer_is_ended_and_told(conformance: Conformance, ends: str) -> None:
    ran = conformance(f"{SLEEP}); once(){ends}", "--select", "pass", "--timeout", "2")
    assert ran.code == (1 if ends else 0)
    assert ran.report["outlived"] == (0 if ends else 2)


@pytest.mark.parametrize("stream", [False, True])
def test_a_process_that_leaves_the_group_is_not_waited_for(
    conformance: Conformance, tmp_path: Path, stream: bool
) -> None:
    """It holds the pipes of the command open, and is not ended."""
    started = time.monotonic()
    body = f"{SLEEP}, start_new_session=True); {'stream()' if stream else 'once()'}"
    ran = conformance(body, *(STREAM if stream else ()), "--timeout", "600")
    assert (ran.code, ran.report["outlived"]) == (0, 0)
    assert time.monotonic() - started < 60
    left = processes_with(str(tmp_path))
    assert len(left) == (1 if stream else VECTORS)
    for pid in left:
        os.kill(pid, signal.SIGKILL)


@pytest.mark.parametrize("pipe", ["stdout", "stderr"])
def test_a_process_that_leaves_the_group_and_prints_without_end_does_not_stop_the_run(
    conformance: Conformance, tmp_path: Path, pipe: str
) -> None:
    endless = f"import sys\nwhile True: sys.{pipe}.write(' ' * 4096)"
    body = f"subprocess.Popen([*sys.orig_argv[:-1], '-c', {endless!r}, __file__], start_new_session=True); once()"
    ran = conformance(body, "--select", "zero-2021", "--timeout", "60")
    assert ran.report["vectors"][0]["status"] in {"passed", "failed"}
    for pid in processes_with(str(tmp_path)):
        os.kill(pid, signal.SIGKILL)


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs /proc")
@pytest.mark.parametrize("options", [(), STREAM], ids=["once", "stream"])
def test_a_run_leaves_no_descriptor_and_no_zombie(conformance: Conformance, options: tuple[str, ...]) -> None:
    gc.collect()  # what other tests left is closed now, not while it is counted
    before = len(os.listdir("/proc/self/fd")), children()
    assert conformance("stream()" if options else "once()", *options).code == 0
    assert (len(os.listdir("/proc/self/fd")), children()) == before


def children() -> list[str]:
    """The processes that this one has started and not waited for, zombies included."""
    return sorted(one for task in Path("/proc/self/task").iterdir() for one in (task / "children").read_text().split())


# --- Streams --------------------------------------------------------------------------------------------------------


def test_one_process_answers_all(conformance: Conformance, tmp_path: Path) -> None:
    assert conformance(f"open({str(tmp_path / 'starts')!r}, 'a').write('x'); stream()", *STREAM).code == 0
    assert (tmp_path / "starts").read_text() == "x"


EACH = "for number, line in enumerate(sys.stdin.buffer):\n    "
BAD_STREAMS = {
    "reads to the end": ("once()", ["timeout.line"] * 5 + ["silent"]),
    "one answer each": (f"{EACH}print(answer(line), flush=True); break", [None, "ended"] * 3),
    "crashes on a vector": (
        f"{EACH}os.kill(os.getpid(), 11) if b'sum-2021' in line else print(answer(line), flush=True)",
        [None, "signal", None, None, None, None],
    ),
    "fails on a vector": (
        f"{EACH}sys.exit(3) if b'sum-2021' in line else print(answer(line), flush=True)",
        [None, "exit", None, None, None, None],
    ),
    "rubbish": (
        f"{EACH}print('?' if b'sum-2021' in line else answer(line), flush=True)",
        [None, "syntax", None, None, None, None],
    ),
    "empty line": (
        f"{EACH}print('' if b'sum-2021' in line else answer(line), flush=True)",
        [None, "nothing.line", None, None, None, None],
    ),
    "two lines": (f"{EACH}print(answer(line) + '\\n' + answer(line), flush=True)", ["lines"] * 6),
    "pretty": (f"{EACH}print(json.dumps(json.loads(answer(line)), indent=1), flush=True)", ["lines"] * 6),
    "one behind": (
        f"last = b''\n{EACH}print(answer(last or line), flush=True); last = line",
        [None, "organ", None, "organ", None, "organ"],
    ),
}


@pytest.mark.parametrize(("body", "reasons"), BAD_STREAMS.values(), ids=BAD_STREAMS)
def test_a_stream_that_goes_wrong_fails_that_vector_and_starts_anew(
    conformance: Conformance, body: str, reasons: list[str | None]
) -> None:
    ran = conformance(body, *STREAM, "--timeout", "0.5" if "once" in body else "60")
    assert ran.code == 1
    assert [reason and reason.split(".", 2)[2] for reason in ran.reasons] == reasons


def test_a_second_line_that_comes_late_fails_the_vector_it_belongs_to(
    conformance: Conformance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command prints it while the first line is being compared."""
    printed, original = tmp_path / "printed", vector_outcome.outcome_of

    def slow(vector: Any, *arguments: Any, **options: Any) -> Any:
        while vector.id == "sum-2021" and not printed.exists():
            time.sleep(0.01)
        return original(vector, *arguments, **options)

    monkeypatch.setattr(runner, "outcome_of", slow)
    body = f"{EACH}print(answer(line), flush=True)\n    if b'sum-2021' in line:\n        print('late', flush=True); "
    ran = conformance(f"{body}open({str(printed)!r}, 'w').close()", *STREAM)
    assert ran.reasons == [None, "conformance.answer.lines", None, None, None, None]


def test_a_line_after_the_last_document_fails_the_last_vector(conformance: Conformance) -> None:
    ran = conformance("stream(); print('bye')", *STREAM)
    assert ran.reasons == [None, None, None, None, None, "conformance.answer.lines"]


def test_an_answer_that_fits_the_vector_before_is_said_to_be_out_of_step(conformance: Conformance) -> None:
    body = f"""
last = b''
{EACH}text, last = answer(last or line), line
    print(text.replace('"organ"', '"name"'), flush=True)
"""
    ran = conformance(body, *STREAM, "--select", "T301")
    third = ran.report["vectors"][2]
    assert third["problem"] is None
    message = "this is the answer for the vector before, sum-2021: answers seem to be out of step"
    assert [one["message"] for one in third["remarks"]] == [message]
    assert ran.code == 1


def test_an_answer_without_one_of_the_findings_is_not_out_of_step(
    conformance: Conformance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left may well be the answer for the vector before: a name given three times, after one given twice."""
    suite = tiny_suite()
    both = suite.vectors[1]
    one = replace(both, id="one-2021", expected=replace(both.expected, findings=both.expected.findings[:1]))
    pair = replace(suite, vectors=(one, both))
    monkeypatch.setattr(gknb.cli.conformance, "load_suite", lambda: pair)
    first = "(value := json.loads(answer(line))) and value['results'][0]['findings'].__delitem__(slice(1, None))"
    ran = conformance(f"{EACH}{first}; print(json.dumps(value), flush=True)", *STREAM)
    before, after = ran.report["vectors"]
    assert (before["status"], after["status"]) == ("passed", "failed")
    assert [difference["kind"] for difference in after["differences"]] == ["missing"]
    assert after["remarks"] == []


def test_findings_in_another_order_fail_and_are_told(conformance: Conformance) -> None:
    backwards = "(value := json.loads(answer(line))) and value['results'][0]['findings'].reverse()"
    body = f"{EACH}{backwards}; print(json.dumps(value), flush=True)"
    ran = conformance(body, *STREAM)
    failed = {one["id"]: one["differences"] for one in ran.report["vectors"] if one["status"] == "failed"}
    assert failed.keys() == {"sum-2021", "one-off-2021", "sum-2019"}
    assert [(one["kind"], one["code"], one["given"]) for one in failed["sum-2021"]] == [("order", "T303", "T301")]
    assert conformance(body, *STREAM, "--level", "codes").code == 0


# --- A run that leads nowhere ends soon -----------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--stream",)], ids=["once", "stream"])
def test_a_command_without_a_word_is_given_up(
    conformance: Conformance, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    monkeypatch.setattr(runner, "_SILENT", 2)
    ran = conformance("sys.exit(2)", *options, "--jobs", "1")
    assert ran.reasons[2:] == ["conformance.problem.silent"] * 4
    assert ran.code == 1


@pytest.mark.thorough
def test_a_command_that_hangs_again_and_again_is_given_up(
    conformance: Conformance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_HANGING", 2)
    body = "data = sys.stdin.buffer.read(); print(answer(data), flush=True); b'zero-2021' in data or time.sleep(600)"
    ran = conformance(body, "--jobs", "1", "--timeout", "2")
    assert ran.reasons == [None, *["conformance.answer.timeout.partial"] * 2, *["conformance.problem.hanging"] * 3]


def test_crashing_on_many_is_no_reason_to_give_up_what_answers_some(conformance: Conformance) -> None:
    body = "data = sys.stdin.buffer.read(); b'2019' in data and sys.exit(5); print(answer(data))"
    assert conformance(body, "--jobs", "1").reasons == [None] * 4 + ["conformance.answer.exit"] * 2


# --- Nothing can be run ---------------------------------------------------------------------------------------------


def test_without_a_command_the_usage_says_what_to_type(run: Run) -> None:
    for arguments in ((), ("--",), ("--stream", "--")):
        refused(run(*arguments), "gknb conformance -- gknb check --format json -")
    assert "gknb conformance -- gknb check" in run("--bogus").err


def test_a_command_that_cannot_be_run_is_one_clear_error(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "check"
    refused(run("--", str(script)), f"there is no command {script}")
    script.write_text("#!/nowhere/at/all\n")
    refused(run("--", str(script)), "is not executable; use chmod +x")
    script.chmod(0o755)
    refused(run("--", str(script)), "cannot be started (No such file or directory)")
    script.write_bytes(b"\x7fELF")
    refused(run("--stream", "--", str(script)), "cannot be started (Exec format error)")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("--select", "T31"), "no relation, kind, topic or vector is called T31; did you mean T301?"),
        (("--select", "boundry"), "did you mean boundary?"),
        (("--select", "blank"), "did you mean blanks?"),
        (("--select", "zero-2012"), "did you mean zero-20"),
        (("--select", ""), "no relation, kind, topic or vector is called ;"),
        (("--select", "structure", "--draft"), "no vector matches all of this"),
        (("--edition", "2020"), "there is no edition 2020; the editions are: 2019, 2021"),
        (("--jobs", "0"), "--jobs must be from 1 to"),
        (("--jobs", "many"), "invalid int value"),
        (("--timeout", "0"), "--timeout must be a number of seconds above 0, not 0.0"),
        (("--timeout", "nan"), "--timeout must be a number of seconds above 0, not nan"),
        (("--output", "."), "cannot write .: Is a directory"),
        (("--skip-file", "nowhere.yaml"), "nowhere.yaml: there is no such file"),
        (("--export", "x"), "leave out the command after --"),
    ],
    ids=str,
)
def test_wrong_usage_is_told_before_anything_is_run(run: Run, arguments: tuple[str, ...], line: str) -> None:
    refused(run(*arguments, "--", "false"), line)


def test_without_process_groups_nothing_is_run(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_GROUPS", False)
    refused(run("--", "true"), "on POSIX systems only")


def test_options_after_the_command_are_its_own(run: Run, tmp_path: Path) -> None:
    command = program(tmp_path, "sys.stderr.write(repr(sys.argv[1:])); sys.exit(3)")
    ran = run("--format", "json", "--select", "zero-2021", "--", *command, "--lang", "zh", "--", "--jobs", "0")
    assert ran.report["vectors"][0]["stderr"] == "['--lang', 'zh', '--', '--jobs', '0']"
    assert "exit code 3" in ran.report["vectors"][0]["problem"]["message"]


# --- Selections -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("select", "names"),
    [
        (["t302"], ["sum-2021", "zero-2019", "sum-2019"]),
        (["pass"], ["zero-2021", "zero-2019"]),
        (["blanks,boundary"], ["one-off-2021", "blank-2021"]),
        (["sum-*", "S003"], ["sum-2021", "blank-2021", "sum-2019"]),
        (["*-2019"], ["zero-2019", "sum-2019"]),
    ],
    ids=str,
)
def test_a_selection_takes_relations_kinds_topics_and_names(
    conformance: Conformance, select: list[str], names: list[str]
) -> None:
    ran = conformance("once()", *(f"--select={one}" for one in select))
    assert [one["id"] for one in ran.report["vectors"]] == names


def test_an_edition_takes_its_vectors(conformance: Conformance) -> None:
    ran = conformance("once()", "--edition", "2019")
    assert [one["id"] for one in ran.report["vectors"]] == ["zero-2019", "sum-2019"]


# --- Skip files -----------------------------------------------------------------------------------------------------

FAILS_2019 = "data = sys.stdin.buffer.read(); print('?' if b'2019' in data else answer(data))"


def test_what_is_skipped_is_run_and_may_fail(conformance: Conformance, tmp_path: Path) -> None:
    path = tmp_path / "skip.yaml"
    path.write_text("suite: 9.0.0\nskip:\n  - id: '*-2019'  # all of an edition\n    reason: not yet sold\n")
    ran = conformance(FAILS_2019, "--skip-file", str(path))
    assert (ran.code, ran.report["conforms"]) == (0, True)
    assert ran.report["counts"] == {"passed": 4, "failed": 0, "skipped": 2, "skipped-but-passes": 0}
    assert [one["skip"] for one in ran.report["vectors"]] == [None] * 4 + ["not yet sold"] * 2


def test_a_skipped_vector_that_passes_is_told_and_is_not_right(conformance: Conformance, tmp_path: Path) -> None:
    path = skip_file(tmp_path, {"id": "sum-*", "reason": "issue 17"}, {"id": "zero-2019", "reason": "issue 18"})
    ran = conformance(FAILS_2019, "--skip-file", path)
    assert ran.code == 1
    statuses = {one["id"]: one["status"] for one in ran.report["vectors"]}
    assert [statuses[name] for name in ("sum-2021", "sum-2019", "zero-2019")] == [
        "skipped-but-passes",
        "skipped",
        "skipped",
    ]
    text = conformance(FAILS_2019, "--skip-file", path, "--format", "text").out
    assert "sum-2021 is skipped (issue 17) but passes; remove it from the skip file" in text


def test_entries_for_another_version_of_the_suite_have_expired(conformance: Conformance, tmp_path: Path) -> None:
    path = skip_file(tmp_path, {"id": "gone-since", "reason": "issue 17"}, suite="8.0.0")
    for body in ("once()", FAILS_2019):
        ran = conformance(body, "--skip-file", path)
        assert (ran.code, ran.report["expired_skip_file"], ran.report["counts"]["skipped"]) == (1, "8.0.0", 0)
    assert (
        "the skip file is for suite 8.0.0 and does not apply"
        in conformance("once()", "--skip-file", path, "--format", "text").out
    )


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (
            "[]",
            "must have exactly suite (the version of the suite, such as “9.0.0”)".replace("“", '"').replace("”", '"'),
        ),
        ("suite: 9.0\nskip: []", "must have exactly suite"),
        ("suite: 9.0.0\nskip: []\nskpi: []", "must have exactly suite"),
        ("suite: 9.0.0\nskip: [sum-2021]", "entry 1 of "),
        ("suite: 9.0.0\nskip: [{id: sum-2021, reason: x, until: 2030}]", "entry 1 of "),
        ("suite: 9.0.0\nskip: [{id: sum-2021}]", "sum-2021 in "),
        ("suite: 9.0.0\nskip: [{id: sum-2021, reason: ' '}]", "has no reason; add one"),
        ("suite: 9.0.0\nskip: [{id: sum-2012, reason: x}]", "is not a vector; did you mean sum-20"),
        ("{", "skip.yaml: "),
    ],
)
def test_a_skip_file_that_says_nothing_usable_is_refused(run: Run, tmp_path: Path, content: str, line: str) -> None:
    path = tmp_path / "skip.yaml"
    path.write_text(content)
    refused(run("--skip-file", str(path), "--", "true"), line)


# --- Interruptions --------------------------------------------------------------------------------------------------

DRIVER = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path[:0] = [{tests!r}, {src!r}]
import gknb.cli.conformance, tiny_suite
gknb.cli.conformance.load_suite = tiny_suite.tiny_suite
sys.exit(gknb.cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("options", [(), ("--stream",)], ids=["once", "stream"])
def test_an_interrupted_run_reports_what_was_done_and_leaves_no_process(
    tmp_path: Path, number: signal.Signals, options: tuple[str, ...]
) -> None:
    ready = tmp_path / "ready"
    command = program(
        tmp_path,
        f"""
signal.signal(15, signal.SIG_IGN)
def hang():
    sleep = [*sys.orig_argv[:-1], '-c', 'import time; time.sleep(600)', __file__]
    subprocess.Popen(sleep)
    open({str(ready)!r}, 'w').close()
    time.sleep(600)
for line in sys.stdin.buffer:
    hang() if b'one-off' in line else print(answer(line), flush=True)
""",
    )
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER.format(tests=str(ROOT / "tests" / "helpers"), src=str(ROOT / "src")))
    arguments = ["conformance", "--lang", "en", "--format", "json", "--jobs", "1", "--timeout", "600", *options]
    shell = [sys.executable, "-W", "error", str(driver), *arguments, "--", *command]
    with subprocess.Popen(shell, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        while running.poll() is None and not ready.exists():
            time.sleep(0.01)
        running.send_signal(number)
        out, err = running.communicate()
    assert (running.returncode, err) == (130, b"")
    report = json.loads(out)
    assert (report["interrupted"], report["conforms"], report["planned"]) == (True, False, VECTORS)
    assert [one["id"] for one in report["vectors"]] == ["zero-2021", "sum-2021"]
    assert left_running(tmp_path) == []


def test_an_error_of_the_runner_itself_leaves_nothing_behind(
    conformance: Conformance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(runner, "outcome_of", broken)
    with pytest.raises(ZeroDivisionError):
        conformance("stream()", "--stream")


# --- The suite itself -----------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.skipif(not (ROOT / "tests" / "conformance" / "index.json").exists(), reason="the suite is not there yet")
@pytest.mark.parametrize("options", [(), ("--draft",)], ids=["reports", "drafts"])
def test_the_reference_passes_the_suite(options: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "gknb", "check", "--stream", *options]
    gknb_itself = [sys.executable, "-m", "gknb", "conformance", "--lang", "en", "--stream", "--jobs", "2", *options]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run([*gknb_itself, "--", *command], capture_output=True, text=True, check=False, env=environment)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
