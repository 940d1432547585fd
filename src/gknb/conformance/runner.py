"""The run: the command is asked every vector, several at once; each has an outcome, whatever the command does."""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.conformance.outcome import Problem, Report
from gknb.conformance.page_vectors import PageVector
from gknb.conformance.selection import selected
from gknb.conformance.sessions import Single, Stream
from gknb.conformance.skips import Skips
from gknb.conformance.vector_outcome import outcome_of, outcome_of_page, outcome_without_answer
from gknb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gknb.conformance.outcome import AnyVector, Outcome, Setting
    from gknb.conformance.process import Processes, Reply
    from gknb.conformance.sessions import Session
    from gknb.conformance.suite import Suite

__all__ = ["require_command", "run_suite"]

_SILENT: Final = 5
"""After so many documents without any output at the start, the others are not asked."""
_HANGING: Final = 10
"""After so many timeouts in a row, the others are not asked."""
_PROGRESS: Final = 0.2
"""Seconds between two reports of progress."""
_START: Final = "conformance.problem.start"


def require_command(command: Sequence[str]) -> None:
    """Raise :class:`~gknb.errors.UsageError` where the command does not exist or is not executable."""
    if not command:
        raise UsageError("conformance.command.none")
    if shutil.which(command[0]) is None:
        reason = f"conformance.command.{'not-executable' if os.path.exists(command[0]) else 'missing'}"
        raise UsageError(reason, command=command[0])


def run_suite(
    suite: Suite,
    setting: Setting,
    processes: Processes,
    *,
    skips: Skips | None = None,
    progress: Callable[[int, int, int], None] | None = None,
) -> Report:
    """Ask the command the selected vectors; the report of a run that is stopped has what was done until then.

    ``progress`` is called now and then with how many are done, of how many, and how many fail. Raises
    :class:`~gknb.errors.UsageError` where no vector is selected, or the command could not be started even once.
    """
    vectors = selected(suite, setting)
    started = time.monotonic()
    skips = skips or Skips()
    run = _Run(vectors, setting, processes, skips)
    jobs = max(1, min(setting.jobs, len(vectors)))
    with ThreadPoolExecutor(jobs) as pool:
        try:
            working = {pool.submit(run.work) for _ in range(jobs)}
            while working:
                finished, working = wait(working, timeout=_PROGRESS if progress else None)
                for future in finished:
                    future.result()
                if progress is not None:
                    progress(*run.progress())
        except BaseException:
            processes.stop()
            raise
    outcomes = tuple(run.outcomes[n] for n in sorted(run.outcomes))
    problem = outcomes[0].problem if outcomes else None
    if problem and all(one.problem and one.problem.reason == _START for one in outcomes):
        raise UsageError(problem.reason, **problem.details)
    return Report(
        suite=suite,
        setting=setting,
        outcomes=outcomes,
        planned=len(vectors),
        expired=skips.expired,
        outlived=processes.outlived,
        seconds=time.monotonic() - started,
    )


@dataclass(slots=True)
class _Patience:
    """Decides when to give up on a command that does not answer."""

    answered: bool = False
    silent: int = 0
    hanging: int = 0

    def note(self, reply: Reply) -> None:
        self.hanging = self.hanging + 1 if reply.ending == "timeout" else 0
        if reply.output.strip() and reply.ending != "timeout":
            self.answered = True
        elif not self.answered:
            self.silent += 1

    @property
    def over(self) -> Problem | None:
        if not self.answered and self.silent >= _SILENT:
            return Problem(reason="conformance.problem.silent", details={"count": _SILENT})
        if self.hanging >= _HANGING:
            return Problem(reason="conformance.problem.hanging", details={"count": _HANGING})
        return None


class _Run:
    """The state that the workers share; each takes the next vector from the queue until there is none."""

    def __init__(self, vectors: Sequence[AnyVector], setting: Setting, processes: Processes, skips: Skips) -> None:
        self.outcomes: dict[int, Outcome] = {}
        self._vectors, self._queue = vectors, deque(range(len(vectors)))
        self._setting, self._processes, self._skips = setting, processes, skips
        self._patience = _Patience()

    def progress(self) -> tuple[int, int, int]:
        """Return how many are done, of how many, and how many fail."""
        done = list(self.outcomes.values())
        return len(done), len(self._vectors), sum(one.status == "failed" for one in done)

    def work(self) -> None:
        """Ask vectors until the queue is empty or the run is stopped."""
        session: Session = (Stream if self._setting.stream else Single)(self._processes)
        previous = None
        try:
            while (number := self._next()) is not None:
                previous = self._ask(session, number, previous)
            if session.close():
                self._left_over(previous)
        except BaseException:
            self._processes.stop()
            raise
        finally:
            session.restart()

    def _next(self) -> int | None:
        try:
            return None if self._processes.stopped else self._queue.popleft()
        except IndexError:
            return None

    def _ask(self, session: Session, number: int, previous: int | None) -> int | None:
        """Ask one vector; return its number where the same process can be asked the next one."""
        if over := self._patience.over:
            self._fail(number, over)
            return None
        vector = self._vectors[number]
        arguments = vector.arguments if isinstance(vector, PageVector) else ()
        try:
            reply = session.ask(vector.content, self._setting.seconds, arguments)
        except OSError as error:
            details = {"command": self._setting.command[0], "problem": error.strerror or str(error)}
            self._fail(number, Problem(reason=_START, details=details))
            return None
        if reply.late:
            self._left_over(previous)
            previous = None
        if reply.ending == "stopped":
            return None
        self._patience.note(reply)
        self.outcomes[number] = outcome = self._outcome(number, reply, previous)
        if outcome.problem or outcome.remarks:
            session.restart()
            return None
        return number

    def _outcome(self, number: int, reply: Reply, previous: int | None) -> Outcome:
        vector, skip = self._vectors[number], self._skip(number)
        if isinstance(vector, PageVector):
            return outcome_of_page(vector, reply, self._setting, skip=skip)
        before = None if previous is None else self._vectors[previous]
        assert not isinstance(before, PageVector)  # noqa: S101 - a run has pages only or none
        return outcome_of(vector, reply, self._setting, previous=before, skip=skip)

    def _left_over(self, number: int | None) -> None:
        """Fail the previous vector: its answer turned out to have more than one line."""
        if number is not None:
            self._fail(number, Problem(reason="conformance.answer.lines", details={}))

    def _fail(self, number: int, problem: Problem) -> None:
        self.outcomes[number] = outcome_without_answer(self._vectors[number], problem, skip=self._skip(number))

    def _skip(self, number: int) -> str | None:
        return self._skips.reasons.get(self._vectors[number].id)
