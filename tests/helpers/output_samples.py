"""Common parts of the format tests: results of every kind, and outputs written as by the command line."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from checkout import ROOT

from gknb.engine.options import Options
from gknb.output import output_for
from gknb.output.base import Setting, Totals, row_of
from gknb.results import Acceptance, Explanation
from gknb.run.inputs import check_file
from gknb.settings.checker import Checker
from gknb.source.document import read_bytes
from gknb.source.pointers import changed
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relations import Relation
from gknb.standard.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from gknb.results import Result
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Grid

SCHEMAS = ROOT / "tests" / "output" / "schemas"
CATALOG = load_catalog()
RULES = tuple(CATALOG.relations())
EXAMPLES = [ROOT / "docs" / "examples" / name for name in ("huaian-2024.json", "chongwen-2020.yaml")]

TOTAL = "/requests/received/total"
REGULATIONS = "/proactive_disclosure/regulations/in_force"
"""More than 0 is a warning, T201, for the township of the zero report."""
HOSTILE = (
    '=1+1|\' <b onclick="x">&amp;`x`</b> ]]> ::error::x ##[error]x %0A ${{ x }} {0} [a](b), *_~#'
    "\r\n\t\x00\x1b\x7f\u202e\ufffe"
)
"""A text with markup of every format."""


def report(values: dict[str, Any] | None = None, *, edition: str = "2021") -> Any:
    """Return the zero report of an edition with values (by pointer) set."""
    return changed(CATALOG.zero_report(edition), values or {})


def checked(document: Any, file: str = "report.json", lang: Lang = "en", **options: Any) -> Result:
    """Return the result for a document; bytes are the content of a file."""
    content = document if isinstance(document, bytes) else json.dumps(document, indent=2).encode()
    return Checker(Options(lang=lang, **options)).check(read_bytes(content), file)


def unreadable(folder: Path, lang: Lang = "en", name: str = "broken.json") -> Result:
    """Return the result for a truncated file."""
    (folder / name).write_bytes(b'{\n  "edition": ')
    return check_file(Checker(Options(lang=lang)), name)


def hostile(lang: Lang = "en", **options: Any) -> Result:
    """Return a result in which every name from a report or a file is :data:`HOSTILE`."""
    document = report({"/organ/name": HOSTILE, f"/requests/{HOSTILE.replace('/', '~1')}": HOSTILE, "/scope": HOSTILE})
    result = checked(document, f"reports/\udc80{HOSTILE.replace('/', '')}.json", lang, **options)
    acceptance = Acceptance(kind="explained", reason=HOSTILE, by=HOSTILE, on="2026-01-20")
    explanation = Explanation(
        code=HOSTILE, pointers=(HOSTILE,), acceptance=acceptance, source=HOSTILE, state="unused", message=HOSTILE
    )
    first, *rest = result.findings
    return replace(result, findings=(replace(first, accepted=acceptance), *rest), explanations=(explanation,))


def accepted(result: Result, kind: Any = "explained") -> Result:
    """Return the result with every finding accepted."""
    acceptance = Acceptance(kind=kind, reason="a township with a delegated power", by="Li", on="2026-01-20")
    findings = tuple(replace(finding, accepted=acceptance) for finding in result.findings)
    return replace(result, findings=findings, valid=True)


def every_kind(folder: Path, lang: Lang, **options: Any) -> list[Result]:
    """Return a run with one report of every kind, and reports without findings first, in between and last."""
    checker = Checker(Options(lang=lang, **options))
    for path in EXAMPLES:
        shutil.copy(path, folder)
    return [
        checked(report(), "first.json", lang, **options),
        *(check_file(checker, path.name) for path in EXAMPLES),
        unreadable(folder, lang),
        checked(report({REGULATIONS: 1}), "warning.json", lang, **options),
        accepted(checked(report({REGULATIONS: 1}), "accepted.json", lang, **options)),
        accepted(checked(report({TOTAL: 3}), "-", lang, **options), "baseline"),
        checked(report({TOTAL: None}), "blank.json", lang, draft=True, **options),
        checked(report({"/edition": "x"}), "", lang, **options),
        hostile(lang, **options),
        checked(report(), "last.json", lang, **options),
    ]


def _editions(rule: Mapping[str, Any]) -> Sequence[str]:
    return editions_of(CATALOG, Relation(rule))


def _grids(edition: str, lang: Lang) -> Sequence[Grid]:
    return sheet(form_of(CATALOG, edition), lang)


def written(name: str, *results: Result, lang: Lang = "en", rules: Any = RULES) -> str:
    """Return results in one format; empty pieces and those beyond the limit of the format are skipped."""
    grids = partial(_grids, lang=lang)
    output = output_for(name, Setting(lang=lang, version="1.2.3", rules=rules, editions=_editions, grids=grids))
    totals = Totals(keep_rows=True)
    for result in results:
        totals.add(row_of(result))
    pieces = [piece for piece in ("".join(output.piece(result)) for result in results) if piece]
    omitted = 0
    if (limit := getattr(output, "limit", None)) is not None:
        fitting = []
        for piece in pieces:
            limit -= len(piece.encode())
            if limit >= 0:
                fitting.append(piece)
        omitted, pieces = len(pieces) - len(fitting), fitting
    body = output.between.join(pieces) + (output.omitted(omitted) if omitted else "")  # type: ignore[attr-defined]
    return output.head(totals if output.late_head else Totals()) + body + output.tail(totals)
