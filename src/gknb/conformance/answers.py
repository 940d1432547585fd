"""Reading what a command printed as an answer, or saying why it is none."""

from __future__ import annotations

import signal
from decimal import Decimal, InvalidOperation
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar

from gknb.conformance.compare import AnswerError
from gknb.conformance.process import MOST_OUTPUT
from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.conformance.process import Reply
    from gknb.conformance.suite import Vector

__all__ = ["answer_in", "organ_of", "signal_name"]

_Answer = TypeVar("_Answer")
_EXIT_CODES: Final = (0, 1, 2)
"""Exit codes of a checker; any other one explains why there is no answer."""
_DIGITS: Final = 2000
"""The most digits of a number: twice as many as in a report."""


def answer_in(reply: Reply, read: Callable[[Any], _Answer], *, line: bool, seconds: float) -> _Answer:
    """Return the answer that was printed, as ``read`` makes it of a JSON value; with ``line``, on one line.

    Raises :class:`AnswerError` if there is none.
    """
    if reply.ending == "flood":
        raise AnswerError("conformance.answer.flood", limit=f"{MOST_OUTPUT // 2**20} MiB")
    if reply.ending == "timeout":
        reason = f"conformance.answer.timeout.{'partial' if reply.output.strip() else 'line' if line else 'once'}"
        raise AnswerError(reason, seconds=f"{seconds:g}")
    if line and reply.ending == "ended":
        _blame_ending(reply)
        raise AnswerError("conformance.answer.ended", code=reply.status)
    first, _, rest = reply.output.partition(b"\n") if line else (reply.output, b"", b"")
    if rest.strip():
        raise AnswerError("conformance.answer.lines")
    if not first.strip():
        _blame_ending(reply)
        reason = f"conformance.answer.nothing.{'line' if line else 'once'}"
        raise AnswerError(reason, code=reply.status)
    try:
        return read(_value(first))
    except AnswerError:
        _blame_ending(reply)
        raise


def _blame_ending(reply: Reply) -> None:
    """Raise an error for how the process ended, where that explains more than what it printed."""
    if reply.status is not None and reply.status < 0:
        raise AnswerError("conformance.answer.signal", signal=signal_name(-reply.status))
    if reply.status is not None and reply.status not in _EXIT_CODES:
        raise AnswerError("conformance.answer.exit", code=reply.status)


def signal_name(number: int) -> str:
    """Return the name of a signal, such as SIGSEGV."""
    try:
        return signal.Signals(number).name
    except ValueError:  # a real-time signal
        return str(number)


def _value(output: bytes) -> Any:
    text = _text(output).strip(" \t\r\n")
    try:
        value, end = _DECODER.raw_decode(text)
    except RecursionError as error:
        raise AnswerError("conformance.answer.deep") from error
    except JSONDecodeError as error:
        _blame_surroundings(text)
        where = f"{error.msg}, {error.lineno}:{error.colno}"
        raise AnswerError("conformance.answer.syntax", problem=where, text=show(text)) from error
    if end < len(text):
        _blame_surroundings(text)
        raise AnswerError("conformance.answer.syntax", problem=f"Extra data, 1:{end + 1}", text=show(text))
    return value


def _text(output: bytes) -> str:
    try:
        return output.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    for encoding, name in (("utf-16", "UTF-16"), ("gb18030", "GBK")):
        if encoding == "gb18030" or output[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                output.decode(encoding)
            except UnicodeDecodeError:
                continue
            raise AnswerError("conformance.answer.encoding", encoding=name)
    raise AnswerError("conformance.answer.no-text")


def _blame_surroundings(text: str) -> None:
    """Raise an error for text around the expected object, where the object can be found."""
    start = max(text.find("{"), 0)
    try:
        _, end = _DECODER.raw_decode(text, start)
    except (JSONDecodeError, RecursionError):
        return
    before, after = text[:start].strip(), text[end:].strip()
    if before:
        raise AnswerError("conformance.answer.before", text=show(before))
    if after.startswith("{"):
        raise AnswerError("conformance.answer.several")
    raise AnswerError("conformance.answer.after", text=show(after))


def _number(text: str) -> int | Decimal:
    """Return the exact number; one too large for any report is refused before it is computed with."""
    try:
        number = Decimal(text)
        if len(text) <= 2 * _DIGITS and abs(number.adjusted()) <= _DIGITS:
            return int(text) if text.lstrip("-").isdigit() else number
    except InvalidOperation:  # an exponent of more digits than a decimal has
        pass
    raise AnswerError("conformance.answer.number")


def _constant(name: str) -> NoReturn:
    raise AnswerError("conformance.answer.constant", name=name)


_DECODER: Final = JSONDecoder(parse_int=_number, parse_float=_number, parse_constant=_constant)


def organ_of(vector: Vector) -> str | None:
    """Return the name of the organ in the document; ``None`` where it cannot be read."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            organ = _DECODER.decode(vector.content.decode(encoding))["organ"]["name"]
        except (ValueError, KeyError, TypeError, IndexError, RecursionError, AnswerError):
            continue
        return organ if isinstance(organ, str) else None
    return None
