"""Runs of many reports: the order of what comes out, what happens to a process that dies, how much is held."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import deque
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from gknb.engine.options import Options
from gknb.output.base import Setting, row_of
from gknb.output.json import NdjsonOutput
from gknb.output.text import TextOutput
from gknb.run import pool
from gknb.run.check_all import cores, run
from gknb.run.inputs import Item
from gknb.settings.checker import Checker
from gknb.source.document import Source, read_bytes
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.run.done import Done

OUTPUTS = (TextOutput(Setting()), NdjsonOutput(Setting()))
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def text(values: dict[str, Any]) -> bytes:
    return json.dumps(changed(load_catalog().zero_report("2021"), values)).encode()


TEXTS = {
    "valid": text({}),
    "wrong": text({"/requests/received/total": 1}),
    "blank": text({"/requests/received/total": None}),
    "broken": b"{",
    "empty": b"",
}


def slow(data: bytes, seconds: float) -> Source:
    time.sleep(seconds)
    return read_bytes(data)


def deadly(how: str) -> Source:
    """Ends the process that reads it, or raises what nobody foresaw."""
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "left":
        os._exit(7)
    raise RuntimeError(how)


def item(kind: str, n: int = 0) -> Item:
    if kind in TEXTS:
        return Item(f"{n}.json", partial(read_bytes, TEXTS[kind], format="json"))
    if kind == "slow":
        return Item(f"{n}.json", partial(slow, TEXTS["wrong"], 0.02))
    return Item(f"{n}.json", partial(deadly, kind))


def ran(kinds: Sequence[str], jobs: int, checker: Any = Checker) -> list[Done]:
    """What comes of a run that starts other processes after its first report."""
    return list(run((item(kind, n) for n, kind in enumerate(kinds)), checker, OUTPUTS, jobs=jobs, patience=0))


def said(done: Done, n: int) -> str:
    """What one of the outputs says of it."""
    return "".join(done.pieces[n])


def reported(done: Sequence[Done]) -> list[tuple[str, str]]:
    return [(said(one, 0), said(one, 1)) for one in done]


def reasons(done: Sequence[Done]) -> list[str | None]:
    errors = [json.loads(said(one, 1))["error"] for one in done]
    return [error and error["reason"] for error in errors]


# Order.


@settings(max_examples=examples(15))
@given(kinds=st.lists(st.sampled_from([*TEXTS, "slow"]), max_size=20), jobs=st.integers(1, 4))
def test_the_output_is_the_same_and_in_the_order_of_the_input_whatever_the_number_of_processes(
    kinds: list[str], jobs: int
) -> None:
    assert reported(ran(kinds, jobs)) == reported(ran(kinds, 1))


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_result_of_an_item_is_that_of_a_check(jobs: int) -> None:
    kinds = [*TEXTS] * 3
    for n, (kind, done) in enumerate(zip(kinds, ran(kinds, jobs), strict=True)):
        (result,) = [json.loads(said(done, 1))]
        assert result["file"] == done.row.file == f"{n}.json"
        assert result["valid"] == done.row.valid == (kind == "valid")
        assert (result["error"] is None) == done.row.readable == (kind not in ("broken", "empty"))
        assert said(done, 0).startswith(f"{n}.json")
        assert done.row.seconds > 0
        if done.row.readable:
            checked = Checker().check(read_bytes(TEXTS[kind]), f"{n}.json")
            assert done.row == row_of(checked, done.row.seconds)


def test_every_process_checks_as_this_one_does() -> None:
    checker = partial(Checker, Options(draft=True, lang="zh", ignore=("T303",)))
    assert reported(ran(["blank", "wrong"] * 6, 3, checker)) == reported(ran(["blank", "wrong"] * 6, 1, checker))
    assert "本年新收" in said(ran(["wrong"] * 3, 2, checker)[-1], 0)


def test_without_items_nothing_comes() -> None:
    assert ran([], 2) == []


# Which processes there are.


def test_a_short_run_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "_Worker", None)
    assert len(list(run([item("valid")] * 10, Checker, OUTPUTS, jobs=2, patience=60))) == 10
    assert len(ran(["valid"] * 10, 1)) == 10
    assert len(ran(["valid"], 2)) == 1


def test_there_is_a_process_for_each_processor_that_may_be_used() -> None:
    assert 1 <= cores() <= (os.cpu_count() or 1)


def processes(kinds: list[str], jobs: int) -> set[str]:
    """Those that checked, as what they raise tells."""
    done = ran(["valid", *kinds], jobs)[1:]
    return {json.loads(said(one, 1))["error"]["message"] for one in done}


def whose() -> Source:
    time.sleep(0.01)
    raise RuntimeError(os.getpid())


def test_no_more_processes_check_than_were_asked_for() -> None:
    items = [Item(str(n), whose) for n in range(40)]
    done = list(run(items, Checker, OUTPUTS, jobs=3, patience=0))
    messages = {json.loads(said(one, 1))["error"]["message"] for one in done}
    assert 2 <= len(messages) <= 4
    assert any(str(os.getpid()) in message for message in messages)


def test_a_process_with_threads_is_not_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not pool._may_fork()  # noqa: SLF001 - what it says, and not only what comes of it
        assert reported(ran(["valid", "wrong", "broken"], 2)) == reported(ran(["valid", "wrong", "broken"], 1))
    finally:
        stop.set()
        thread.join()


def children() -> set[int]:
    tasks = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    with open(tasks, encoding="ascii") as file:
        return set(map(int, file.read().split()))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_no_process_is_left_whether_a_run_ends_or_is_given_up() -> None:
    before = children()
    ran(["valid"] * 20, 3)
    assert children() == before
    given_up = run((item("slow", n) for n in range(100)), Checker, OUTPUTS, jobs=3, patience=0)
    for _ in range(3):
        next(given_up)
    assert len(children() - before) == 3
    given_up.close()
    assert children() == before


# What fails.


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_internal_error_is_reported_for_its_report_and_stops_no_other(jobs: int) -> None:
    done = ran(["valid", "oh no", "wrong", "broken"], jobs)
    assert reasons(done) == [None, "batch.failed", None, "source.json-syntax.end"]
    assert "RuntimeError: oh no" in said(done[1], 0)
    assert not done[1].row.readable


@posix
@pytest.mark.parametrize("place", [1, 7, 30])
@pytest.mark.parametrize(("how", "words"), [("killed", "signal 9"), ("left", "exit code 7")])
def test_a_report_that_kills_its_process_is_reported_and_the_others_are_checked(
    place: int, how: str, words: str
) -> None:
    kinds = ["valid"] * 40
    kinds[place] = how
    done = ran(kinds, 2)
    assert reasons(done) == ["batch.killed" if n == place else None for n in range(40)]
    assert words in said(done[place], 0)


@posix
def test_each_report_that_kills_a_process_is_reported() -> None:
    kinds = ["valid", "killed", "killed", "valid", "left", "wrong", "killed"]
    assert [reason is not None for reason in reasons(ran(kinds, 2))] == [n in (1, 2, 4, 6) for n in range(7)]


@posix
def test_a_process_that_died_while_it_had_nothing_to_do_is_replaced() -> None:
    def items() -> Iterator[Item]:
        for n in range(30):
            yield item("valid", n)
            if n == 10:
                for process in children() - before:
                    os.kill(process, signal.SIGKILL)

    before = children() if sys.platform == "linux" else set()
    assert len(list(run(items(), Checker, OUTPUTS, jobs=2, patience=0))) == 30


# How much is held.


@pytest.mark.parametrize("jobs", [1, 2])
def test_items_are_taken_only_as_far_ahead_as_the_window_says(jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WINDOW", 3)
    taken = 0

    def items() -> Iterator[Item]:
        nonlocal taken
        for n in range(2000):
            taken += 1
            yield item("valid", n)

    most = 0
    for n, _ in enumerate(run(items(), Checker, OUTPUTS, jobs=jobs, patience=0)):
        most = max(most, taken - n)
    assert taken == 2000
    assert most <= 4 * pool.CHUNK + 2


def test_text_that_waits_for_a_slow_report_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "BUFFER", 1000)
    monkeypatch.setattr(pool, "_PART", 100)
    # What is set here reaches workers that are forked; a library of another test may have left a thread behind.
    monkeypatch.setattr(pool, "_may_fork", lambda: True)
    held = []
    take = pool.Pool._take  # noqa: SLF001 - what is held shows nowhere else

    def taken(self: Any, *rest: Any) -> None:
        take(self, *rest)
        held.append(self._waiting)

    monkeypatch.setattr(pool.Pool, "_take", taken)
    slow_one = Item("slow", partial(slow, TEXTS["valid"], 0.3))
    items = [item("valid"), slow_one, *(item("wrong", n) for n in range(200))]
    done = list(run(items, Checker, OUTPUTS, jobs=2, patience=0))
    longest = max(one.size for one in done)
    assert len(done) == 202
    assert max(held) <= 1000 + 3 * (100 + longest)


def test_a_chunk_holds_little_however_long_its_lines() -> None:
    long = Item("x", whose, size=2**20)
    first = pool._first  # noqa: SLF001 - what a worker is given shows nowhere else
    assert len(list(first(iter([long] * 9), 64))) == 2
    assert len(list(first(iter([item("valid")] * 99), 64))) == 64


def test_on_an_interrupt_finished_results_come_first() -> None:
    def items() -> Iterator[Item]:
        for n in range(400):
            yield item("valid", n)
        raise KeyboardInterrupt

    done = []
    came = map(lambda one: done.append(one.row.file), run(items(), Checker, OUTPUTS, jobs=2, patience=0))  # noqa: C417
    with pytest.raises(KeyboardInterrupt):
        deque(came, maxlen=0)
    assert 100 < len(done) <= 400
    assert done == sorted(done, key=lambda name: int(name.partition(".")[0]))
