"""The machine's output: ``finding.schema.json`` of the published set, every key there in every case."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.findings import Checked
from gknb.show import digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.findings import Result

__all__ = ["result_line", "results_text"]

_TRUTHS: Final = ("satisfied", "violated", "undecided")


def _members(value: Any) -> dict[str, Any]:
    members = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Checked):
        members |= {truth: getattr(value, truth) for truth in _TRUTHS}
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


def results_text(results: Iterable[Result]) -> Iterator[str]:
    """The results as one JSON text, in pieces: one finding a line, so that a long list takes little memory."""
    yield '{"results": ['
    for n, result in enumerate(results):
        yield ",\n{" if n else "\n{"
        for m, (name, value) in enumerate(_members(result).items()):
            yield f"{',' if m else ''}\n  {_encode(name)}: "
            yield from _rows(value) if isinstance(value, tuple) and value else [_encode(value)]
        yield "\n}"
    yield "\n]}\n"


def result_line(result: Result) -> str:
    """One result as one line of JSON, for a reader that waits for it."""
    return _encode({"results": [result]}) + "\n"


def _rows(values: tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for n, value in enumerate(values):
        yield f"{',' if n else ''}\n    {_encode(value)}"
    yield "\n  ]"


_encode = json.JSONEncoder(ensure_ascii=False, default=_default).encode
