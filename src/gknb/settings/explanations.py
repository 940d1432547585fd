"""Explanations: warnings that a person has accepted, with reason, name and date.

They are recorded in ``extensions`` of the report under ``gknb.explanations``, or in a file next to it:
``report.explained.yaml`` explains ``report.yaml`` and ``report.json``. An example::

    - code: T201
      cells: [/proactive_disclosure/regulations/in_force]
      reason: 三件为上级授权制定，见……号文
      by: 张三
      on: 2026-01-20
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import SourceError
from gknb.lazy_dataclasses import dataclass, replace
from gknb.results import Acceptance, Explanation
from gknb.source.document import read_path
from gknb.source.pointers import pointer_token
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.results import Finding, Result
    from gknb.standard.form import Lang

__all__ = ["EXPLAINED_SUFFIXES", "NAMESPACE", "Recorded", "explained", "file_of", "recorded_in", "recorded_in_files"]

NAMESPACE: Final = "gknb.explanations"
"""Key of ``extensions`` that holds them."""
EXPLAINED_SUFFIXES: Final = (".explained.yaml", ".explained.yml", ".explained.json")
"""Suffixes of files of explanations, in place of that of the report."""
_BETWEEN: Final = ("Y", "R")
"""The families of relations between several reports."""
_FIELDS: Final = ("code", "cells", "reason", "by", "on")
_LINES: Final = (".ndjson", ".jsonl")
"""Suffixes of files with one report per line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One explanation as recorded."""

    value: Any
    """Recorded value, not yet validated."""
    source: str
    """Place of the record: a path, or a JSON Pointer into the report."""

    @property
    def between(self) -> bool:
        """Whether it explains a relation between reports, which the check of one report does not evaluate."""
        code = self.value.get("code") if isinstance(self.value, dict) else None
        return isinstance(code, str) and code.startswith(_BETWEEN)


def recorded_in(report: Any) -> Iterable[Recorded]:
    """Return the explanations inside a report."""
    extensions = report.get("extensions") if isinstance(report, dict) else None
    if isinstance(extensions, dict) and NAMESPACE in extensions:
        return _each(extensions[NAMESPACE], f"/extensions/{pointer_token(NAMESPACE)}")
    return ()


def file_of(path: str) -> str:
    """Return the path of the file, without the line number of a report in a file of many."""
    file, _, line = path.rpartition(":")
    of_many = line.isdecimal() and line.isascii() and file.lower().removesuffix(".gz").endswith(_LINES)
    return file if of_many else path


def recorded_in_files(path: str) -> Iterable[Recorded]:
    """Return the explanations in files next to the report at ``path``, none without a path.

    Iterating raises :class:`~gknb.errors.SourceError` for a file that cannot be read.
    """
    if path in ("", "-") or file_of(path) != path:  # of a file of many reports, explanations are inside each
        return ()
    return _in_files(path)


def _in_files(path: str) -> Iterator[Recorded]:
    stem = os.path.splitext(path[:-3] if path.lower().endswith(".gz") else path)[0]
    for suffix in EXPLAINED_SUFFIXES:
        if os.path.isfile(stem + suffix):
            try:
                value = read_path(stem + suffix).value
            except SourceError as error:
                raise SourceError("explanation.unreadable", path=stem + suffix, problem=error) from error
            yield from _each(value, stem + suffix)


def _each(value: Any, source: str) -> Iterator[Recorded]:
    for one in value if isinstance(value, list) else [value]:
        yield Recorded(value=one, source=source)


def explained(result: Result, recorded: Sequence[Recorded], lang: Lang) -> Result:
    """Return ``result`` with its explained warnings accepted, and the state of each explanation.

    An explanation accepts the findings of its code whose cells include all cells that it names. Errors are never
    accepted.
    """
    findings = list(result.findings)
    states = [_apply(one, findings, lang) for one in recorded]
    return replace(result, findings=tuple(findings), explanations=(*result.explanations, *states)) if states else result


def _apply(one: Recorded, findings: list[Finding], lang: Lang) -> Explanation:
    problem = _problem(one.value)
    if problem is not None:
        return _explanation(one, "unusable", say(lang, f"explanation.{problem}", source=one.source))
    wanted = set(one.value["cells"])
    matching = [
        n
        for n, finding in enumerate(findings)
        if finding.code == one.value["code"] and wanted <= {cell.pointer for cell in finding.cells}
    ]
    words = {"code": one.value["code"], "cells": ", ".join(sorted(wanted)), "source": one.source}
    if not matching:
        return _explanation(one, "unused", say(lang, "explanation.unused", **words))
    if any(findings[n].severity == "error" for n in matching):
        return _explanation(one, "refused", say(lang, "explanation.refused", **words))
    for n in matching:
        findings[n] = replace(findings[n], accepted=_acceptance(one.value))
    return _explanation(one, "used", "")


def _problem(value: Any) -> str | None:
    """Return the first missing or invalid key, or ``None``."""
    if not isinstance(value, dict) or not set(value) <= set(_FIELDS):
        return "not-one"
    for name in ("code", "reason", "by", "on"):
        if not isinstance(value.get(name), str) or not value[name].strip():
            return f"no-{name}"
    cells = value.get("cells")
    if not isinstance(cells, list) or not cells or not all(isinstance(cell, str) for cell in cells):
        return "no-cells"
    return None if _is_date(value["on"]) else "no-on"


def _is_date(text: str) -> bool:
    from datetime import date  # saves 1 ms at start-up; few reports have explanations

    try:
        return re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _acceptance(value: Any) -> Acceptance:
    texts = {name: value[name] for name in ("reason", "by", "on") if isinstance(value.get(name), str)}
    return Acceptance(kind="explained", **texts)


def _explanation(one: Recorded, state: Any, message: str) -> Explanation:
    value = one.value if isinstance(one.value, dict) else {}
    cells = value.get("cells")
    return Explanation(
        code=value["code"] if isinstance(value.get("code"), str) else "",
        pointers=tuple(cell for cell in cells if isinstance(cell, str)) if isinstance(cells, list) else (),
        acceptance=_acceptance(value),
        source=one.source,
        state=state,
        message=message,
    )
