"""A suite of a few vectors, and small Python programs that answer it correctly or incorrectly."""

from __future__ import annotations

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.conformance.expected import Expected, ExpectedFinding
from gknb.conformance.suite import Suite, Topic, Vector
from gknb.engine.options import Options
from gknb.output.json import result_line
from gknb.settings.checker import Checker
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.results import Result

TOTAL: Final = "/requests/received/total"
PERSON: Final = "/requests/received/natural_person"
Kind = Literal["pass", "fail", "undecided", "boundary", "structure"]


def both(text: str) -> dict[str, str]:
    return {"zh": f"{text}（中文）", "en": text}


def report(organ: str, values: Mapping[str, Any], edition: str = "2021") -> Any:
    return changed(load_catalog().zero_report(edition), {"/organ/name": organ, **values})


def checked(document: Any, *, draft: bool = False) -> Result:
    return Checker(Options(draft=draft, lang="en")).check(from_python(document))


def expected(document: Any, *, draft: bool = False) -> Expected:
    result = checked(document, draft=draft)
    return Expected(
        verdict="valid" if result.valid else "invalid",
        findings=tuple(
            ExpectedFinding(
                code=finding.code,
                severity=finding.severity,
                pointers=frozenset(cell.pointer for cell in finding.cells),
                expected=finding.expected,
                actual=finding.actual,
            )
            for finding in result.findings
        ),
        undecided=frozenset(one.code for one in result.undecided),
        in_order=True,
    )


def vector(name: str, kind: Kind, codes: tuple[str, ...], topics: tuple[str, ...], values: Mapping[str, Any]) -> Vector:
    draft = name.startswith("draft")
    edition = "2019" if name.endswith("2019") else "2021"
    document = report(f"机关 {name}", values, edition)
    return Vector(
        id=name,
        title=both(f"title of {name}"),
        since="9.0.0",
        kind=kind,
        edition=edition,
        codes=codes,
        topics=topics,
        draft=draft,
        collection=False,
        file="vectors/tiny.json",
        content=json.dumps(document, ensure_ascii=False).encode(),
        expected=expected(document, draft=draft),
    )


def tiny_suite() -> Suite:
    blank = {PERSON: None}
    return Suite(
        version="9.0.0",
        status="draft",
        standard="1.0.0",
        topics={
            name: Topic(name=name, title=both(f"about {name}"), why=both(f"why {name}"), section=f"§ {name}")
            for name in ("sums", "blanks")
        },
        exempt=(),
        vectors=(
            vector("zero-2021", "pass", ("T301",), ("sums",), {}),
            vector("sum-2021", "fail", ("T301", "T302"), ("sums",), {TOTAL: 3}),
            vector("one-off-2021", "boundary", ("T301",), ("sums",), {PERSON: 4, TOTAL: 5}),
            vector("blank-2021", "structure", ("S003",), ("blanks",), blank),
            vector("zero-2019", "pass", ("T302",), ("sums",), {}),
            vector("sum-2019", "fail", ("T302",), ("sums",), {TOTAL: 7}),
            vector("draft-blank-2021", "undecided", ("T301",), ("blanks",), blank),
        ),
    )


BEGINNING: Final = """
import hashlib, json, os, signal, subprocess, sys, time
ANSWERS = json.load(open({answers!r}, encoding="utf-8"))
def answer(document):
    return ANSWERS[hashlib.sha256(document.strip()).hexdigest()]
def once():
    sys.stdout.write(answer(sys.stdin.buffer.read()))
def stream():
    for line in sys.stdin.buffer:
        print(answer(line), flush=True)
"""


def program(folder: Path, body: str) -> list[str]:
    """Return a command that runs ``body``, which may call ``answer``, ``once`` and ``stream`` for correct answers."""
    answers = folder / "answers.json"
    if not answers.exists():
        results = {
            sha256(one.content).hexdigest(): result_line(checked(json.loads(one.content), draft=one.draft)).strip()
            for one in tiny_suite().vectors
        }
        answers.write_text(json.dumps(results), encoding="utf-8")
    path = folder / f"checker{len(list(folder.glob('checker*')))}.py"
    path.write_text(BEGINNING.format(answers=str(answers)) + body, encoding="utf-8")
    return [sys.executable, "-I", "-S", str(path)]


def processes_with(text: str) -> list[int]:
    """Return the ids of other processes with ``text`` in their command lines."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = Path("/proc", name, "cmdline").read_bytes()
        except OSError:
            continue
        if text.encode() in line and int(name) != os.getpid():
            found.append(int(name))
    return found
