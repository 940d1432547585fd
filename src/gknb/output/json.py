"""The machine's output: ``finding.schema.json`` of the published set, every key there in every case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.results import members, to_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.output.base import Setting, Totals
    from gknb.results import Result

__all__ = ["JsonOutput", "NdjsonOutput", "result_line"]


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
        for n, (name, value) in enumerate(members(result).items()):
            yield f"{',' if n else '{'}\n  {to_json(name)}: "
            yield from _rows(value) if isinstance(value, tuple) and value else [to_json(value)]
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
        yield to_json(result) + "\n"

    def tail(self, _: Totals) -> str:
        """Nothing."""
        return ""


def result_line(result: Result) -> str:
    """One result as one line of JSON, for a reader that waits for it."""
    return f'{{"results": [{to_json(result)}]}}\n'


def _rows(values: tuple[Any, ...]) -> Iterator[str]:
    yield "["
    for n, value in enumerate(values):
        yield f"{',' if n else ''}\n    {to_json(value)}"
    yield "\n  ]"
