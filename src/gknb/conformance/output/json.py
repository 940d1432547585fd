"""The report as JSON, described by ``report.schema.json``: every key is always present."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gknb._version import __version__
from gknb.conformance.suite import json_text
from gknb.texts.values import show

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.conformance.compare import Difference
    from gknb.conformance.outcome import Outcome, Problem, Report, Tally
    from gknb.standard.form import Lang

__all__ = ["report_json"]


def report_json(report: Report, lang: Lang) -> str:
    """Return the report as JSON, one vector a line; sentences are in ``lang``."""
    head, vectors = _head(report, lang), [_vector(outcome, lang) for outcome in report.outcomes]
    lines = [*(f" {json_text(name)}: {json_text(value)}" for name, value in head.items())]
    rows = ",\n".join(f"  {json_text(vector)}" for vector in vectors)
    lines.append(f' "vectors": [\n{rows}\n ]' if rows else ' "vectors": []')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _head(report: Report, lang: Lang) -> dict[str, Any]:
    setting, statuses = report.setting, report.statuses
    given, found = report.figures
    return {
        "suite": report.suite.version,
        "standard": report.suite.standard,
        "gknb": __version__,
        "command": list(setting.command),
        "level": setting.level,
        "edition": setting.edition,
        "select": list(setting.select),
        "draft": setting.draft,
        "stream": setting.stream,
        "conforms": report.conforms,
        "interrupted": report.interrupted,
        "planned": report.planned,
        "counts": {status: statuses[status] for status in ("passed", "failed", "skipped", "skipped-but-passes")},
        "total": _tally(report.total),
        "relations": {code: _tally(tally) for code, tally in report.relations().items()},
        "topics": [
            {
                "name": tally.topic.name,
                "title": tally.topic.title[lang],
                "failed": tally.failed,
                "all": tally.all,
                "why": tally.topic.why[lang],
                "section": tally.topic.section,
            }
            for tally in report.topics()
        ],
        "figures": {"given": given, "found": found},
        "expired_skip_file": report.expired,
        "outlived": report.outlived,
        "seconds": round(report.seconds, 3),
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"all": tally.all} | {str(level): count for level, count in tally.levels.items()}


def _vector(outcome: Outcome, lang: Lang) -> dict[str, Any]:
    vector = outcome.vector
    return {
        "id": vector.id,
        "title": vector.title[lang],
        "kind": vector.kind,
        "edition": vector.edition,
        "codes": list(vector.codes),
        "topics": list(vector.topics),
        "status": outcome.status,
        "levels": sorted(outcome.levels),
        "problem": None if outcome.problem is None else _problem(outcome.problem, lang),
        "remarks": [_problem(remark, lang) for remark in outcome.remarks],
        "skip": outcome.skip,
        "differences": _differences(outcome.differences),
        "difference_count": outcome.count,
        "stderr": outcome.errors,
        "seconds": round(outcome.seconds, 3),
    }


def _problem(problem: Problem, lang: Lang) -> dict[str, str]:
    return {"reason": problem.reason, "message": problem.say(lang)}


def _differences(differences: Sequence[Difference]) -> list[dict[str, Any]]:
    return [
        {
            "kind": difference.kind,
            "code": difference.code,
            "pointers": sorted(difference.pointers),
            "member": difference.member,
            "expected": _figure(difference.expected),
            "given": _figure(difference.given),
        }
        for difference in differences
    ]


def _figure(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | Decimal | str) else show(value)
