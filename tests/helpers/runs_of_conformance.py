"""The outcome of one run of ``gknb conformance``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from pathlib import Path


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)

    @property
    def reasons(self) -> list[str | None]:
        return [one["problem"] and one["problem"]["reason"] for one in self.report["vectors"]]


class Run(Protocol):
    def __call__(self, *arguments: str, lang: str = "en") -> Ran: ...


def refused(ran: Ran, line: str) -> None:
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gknb: ")
    assert line in ran.err


def skip_file(folder: Path, *entries: Any, suite: Any = "9.0.0") -> str:
    path = folder / "skip.json"
    path.write_text(json.dumps({"suite": suite, "skip": list(entries)}))
    return str(path)
