"""Explained exceptions: a warning that a person has looked at, with the reason, who and when.

They are recorded in ``extensions`` of the report under ``gknb.explanations``, or in a file beside it:
``report.explained.yaml`` explains ``report.yaml`` and ``report.json``. What they say::

    - code: T201
      cells: [/proactive_disclosure/regulations/in_force]
      reason: 三件为上级授权制定，见……号文
      by: 张三
      on: 2026-01-20
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import SourceError
from gknb.results import Acceptance, Explanation
from gknb.source.document import read_path
from gknb.source.pointers import pointer_token
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.results import Finding, Result
    from gknb.standard.form import Lang

__all__ = ["BESIDE", "NAMESPACE", "Recorded", "explained", "file_of", "recorded_beside", "recorded_in"]

NAMESPACE: Final = "gknb.explanations"
"""Where ``extensions`` hold them."""
BESIDE: Final = (".explained.yaml", ".explained.yml", ".explained.json")
"""What takes the place of the report's suffix in the name of a file of explanations."""
_BETWEEN: Final = ("Y", "R")
"""The families of relations between several reports."""
_FIELDS: Final = ("code", "cells", "reason", "by", "on")
_ONE_OF_MANY: Final = re.compile(r"(.+\.(?:ndjson|jsonl)(?:\.gz)?):[0-9]+", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One explanation as it is recorded."""

    value: Any
    """What is written there."""
    source: str
    """Where: a path, or a JSON Pointer into the report."""

    @property
    def between(self) -> bool:
        """Whether it is about a relation between several reports, which the check of one does not tell of."""
        code = self.value.get("code") if isinstance(self.value, dict) else None
        return isinstance(code, str) and code.startswith(_BETWEEN)


def recorded_in(report: Any) -> Iterator[Recorded]:
    """The explanations that the report itself carries."""
    extensions = report.get("extensions") if isinstance(report, dict) else None
    if isinstance(extensions, dict) and NAMESPACE in extensions:
        place = f"/extensions/{pointer_token(NAMESPACE)}"
        yield from _each(extensions[NAMESPACE], place)


def file_of(path: str) -> str:
    """The path of the file, without the line of a report in a file of many."""
    named = _ONE_OF_MANY.fullmatch(path)
    return named[1] if named else path


def recorded_beside(path: str) -> Iterator[Recorded]:
    """The explanations in the files beside the report at ``path``. Raises :class:`~gknb.errors.SourceError`."""
    if file_of(path) != path:  # one of many in a file, of which each may carry its own
        return
    stem = os.path.splitext(path[:-3] if path.lower().endswith(".gz") else path)[0]
    for suffix in BESIDE:
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
    """``result`` with its explained warnings accepted, and with what became of each explanation.

    An explanation accepts the findings of its code whose cells include all that it names. Errors stay what they are.
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
    """The key of what is missing or wrong, or ``None``."""
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
    from datetime import date  # costs every start 1 ms, and few reports have explanations

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
