"""The machine's output: ``finding.schema.json`` of the published set, every key there in every case."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.results import Change, Checked
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.output.base import Setting, Totals
    from gknb.results import Result

__all__ = ["JsonOutput", "NdjsonOutput", "result_line"]

_TRUTHS: Final = ("satisfied", "violated", "undecided")
_RENAMED: Final = {"before": "from", "after": "to"}


def _members(value: Any) -> dict[str, Any]:
    members = {field.name: getattr(value, field.name) for field in fields(value)}
    for name in ("report", "digest", "last"):  # the input, which whoever asked has
        members.pop(name, None)
    if isinstance(value, Checked):
        members |= {truth: getattr(value, truth) for truth in _TRUTHS}
    if isinstance(value, Change):
        members = {_RENAMED.get(name, name): member for name, member in members.items()}
    return members


def _default(value: Any) -> Any:
    if is_dataclass(value):
        return _members(value)
    if isinstance(value, Decimal):
        return _number(value)
    raise TypeError(type(value))


def _number(value: Decimal) -> float | str:
    """A decimal as a JSON number where that is exact, else as a text: a figure is never changed."""
    number = float(value)
    return number if Decimal(repr(number)) == value else digits(value)


class JsonOutput:
    """One JSON value for the whole run."""

    between: Final = ",\n"
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Nothing in ``setting`` changes what is written: the machine's output is the same in every case."""

    def head(self, _: Totals) -> str:
        """The beginning of the one value."""
        return '{"results": [\n'

    def piece(self, result: Result) -> Iterator[str]:
        """One result, with one finding a line."""
        for n, (name, value) in enumerate(_members(result).items()):
            yield f"{',' if n else '{'}\n  {_encode(name)}: "
            yield from _rows(value) if isinstance(value, tuple) and value else [_encode(value)]
        yield "\n}"

    def tail(self, _: Totals) -> str:
        """The end of the one value."""
        return "\n]}\n"


class NdjsonOutput:
    """One line a report."""

    between: Final = ""
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Nothing in ``setting`` changes what is written."""

    def head(self, _: Totals) -> str:
        """Nothing."""
        return ""

    def piece(self, result: Result) -> Iterator[str]:
        """One result as one line."""
        yield _encode(result) + "\n"

    def tail(self, _: Totals) -> str:
        """Nothing."""
        return ""


def result_line(result: Result) -> str:
    """One result as one line of JSON, for a reader that waits for it."""
    return _encode({"results": [result]}) + "\n"


def _rows(values: tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for n, value in enumerate(values):
        yield f"{',' if n else ''}\n    {_encode(value)}"
    yield "\n  ]"


_encode = json.JSONEncoder(ensure_ascii=False, default=_default).encode
