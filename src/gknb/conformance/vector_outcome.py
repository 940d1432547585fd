"""The outcome of one vector: the reply compared with what the vector expects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.conformance.answers import answer_in, organ_of, signal_name
from gknb.conformance.compare import LEVELS, PAGES, AnswerError, compare, figures_given, read_answer
from gknb.conformance.outcome import Outcome, Problem
from gknb.conformance.page_answers import compare_reading, read_reading
from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.conformance.compare import Answer, Difference
    from gknb.conformance.outcome import AnyVector, Setting, Status
    from gknb.conformance.page_vectors import PageVector
    from gknb.conformance.process import Reply
    from gknb.conformance.suite import Vector

__all__ = ["outcome_of", "outcome_of_page", "outcome_without_answer"]

_MOST_DIFFERENCES: Final = 50
"""How many differences of one vector are kept."""
_ROOM: Final = 2**16
"""How many characters these may have in all."""
_ERROR_LINES: Final = 5
"""How many of the last lines on standard error are kept."""


def outcome_of(
    vector: Vector,
    reply: Reply,
    setting: Setting,
    *,
    previous: Vector | None = None,
    skip: str | None = None,
) -> Outcome:
    """Return the outcome of one reply; ``previous`` is the vector that the same process was asked before."""
    try:
        answer = answer_in(reply, read_answer, line=setting.stream, seconds=setting.seconds)
        _require_same_document(vector, answer)
    except AnswerError as error:
        return outcome_without_answer(
            vector, Problem.of(error), skip=skip, errors=_last_lines(reply), seconds=reply.seconds
        )
    differences = {level: compare(vector.expected, answer, level) for level in LEVELS}
    here = differences[setting.level]
    return Outcome(
        vector=vector,
        status=_status(passed=not here, skip=skip),
        levels=frozenset(level for level in LEVELS if not differences[level]),
        problem=None,
        differences=tuple(_first(here)),
        count=len(here),
        figures=figures_given(vector.expected, answer),
        skip=skip,
        errors=_last_lines(reply) if here else "",
        remarks=tuple(_remarks(vector, answer, reply, previous if here else None)),
        seconds=reply.seconds,
    )


def outcome_of_page(vector: PageVector, reply: Reply, setting: Setting, *, skip: str | None = None) -> Outcome:
    """Return the outcome of the reply to a published page."""
    try:
        reading = answer_in(reply, read_reading, line=False, seconds=setting.seconds)
    except AnswerError as error:
        return outcome_without_answer(
            vector, Problem.of(error), skip=skip, errors=_last_lines(reply), seconds=reply.seconds
        )
    differences = compare_reading(vector, reading)
    return Outcome(
        vector=vector,
        status=_status(passed=not differences, skip=skip),
        levels=frozenset(() if differences else (PAGES,)),
        problem=None,
        differences=tuple(_first(differences)),
        count=len(differences),
        figures=(0, 0),
        skip=skip,
        errors=_last_lines(reply) if differences else "",
        remarks=tuple(_signals(reply)),
        seconds=reply.seconds,
    )


def outcome_without_answer(
    vector: AnyVector,
    problem: Problem,
    *,
    skip: str | None = None,
    errors: str = "",
    seconds: float = 0.0,
) -> Outcome:
    """Return the outcome where there is no answer to compare."""
    return Outcome(
        vector=vector,
        status=_status(passed=False, skip=skip),
        levels=frozenset(),
        problem=problem,
        differences=(),
        count=0,
        figures=(0, 0),
        skip=skip,
        errors=errors,
        remarks=(),
        seconds=seconds,
    )


def _first(differences: Sequence[Difference]) -> Iterator[Difference]:
    """Yield the first differences up to a number and a size: an answer may be of any size."""
    room = _ROOM
    for difference in differences[:_MOST_DIFFERENCES]:
        texts = (difference.code, difference.given, *difference.pointers)
        room -= sum(len(text) for text in texts if isinstance(text, str))
        if room < 0:
            return
        yield difference


def _status(*, passed: bool, skip: str | None) -> Status:
    if skip is None:
        return "passed" if passed else "failed"
    return "skipped-but-passes" if passed else "skipped"


def _require_same_document(vector: Vector, answer: Answer) -> None:
    if answer.organ is None:
        return
    organ = organ_of(vector)
    if organ is not None and organ != answer.organ:
        raise AnswerError("conformance.answer.organ", given=show(answer.organ), organ=show(organ))


def _remarks(vector: Vector, answer: Answer, reply: Reply, previous: Vector | None) -> Iterator[Problem]:
    yield from _signals(reply)
    # An answer whose findings are all expected here lacks others, even where it is just the one for the vector before.
    foreign = any(one.kind in ("unexpected", "figure") for one in compare(vector.expected, answer))
    if previous is not None and foreign and not compare(previous.expected, answer):
        yield Problem(reason="conformance.remark.previous", details={"id": previous.id})


def _signals(reply: Reply) -> Iterator[Problem]:
    if reply.status is not None and reply.status < 0:
        yield Problem(reason="conformance.remark.signal", details={"signal": signal_name(-reply.status)})


def _last_lines(reply: Reply) -> str:
    return "\n".join(reply.errors.decode("utf-8", "backslashreplace").splitlines()[-_ERROR_LINES:])
