"""SARIF 2.1.0 for code scanning: rules with their reasons, results with regions and fingerprints."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any, Final

from gknb.output.remarks import EXPLANATION, REPAIR, UNREADABLE, is_nameless, remarks, repo_path
from gknb.texts import say
from gknb.texts.terms import basis_heading
from gknb.texts.values import printable, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.output.base import Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Cell, Finding, Result

__all__ = ["SarifOutput"]

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_RANKS: Final = {"error": "error", "warning": "warning", "info": "recommendation"}
"""``problem.severity``, by which GitHub sorts alerts that are not about security."""
_PRECISION: Final = {"stated": "very-high", "derived": "very-high", "convention": "very-high", "plausibility": "medium"}
_ROOT: Final = "%SRCROOT%"


class SarifOutput:
    """One log with one run for all reports."""

    between: Final = ",\n"
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Take the language and the rules of ``setting``."""
        self.setting = setting

    def head(self, _: Totals) -> str:
        """Return the log with the rules, up to the beginning of the results."""
        language = "zh-CN" if self.setting.lang == "zh" else "en"
        driver = {"name": "gknb", "version": self.setting.version, "language": language, "rules": [*self._rules()]}
        run = {
            "tool": {"driver": driver},
            "language": language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": self._say("sarif.root")}}},
        }
        return f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{_encode(run)[:-1]}, "results": [\n'

    def piece(self, result: Result) -> Iterator[str]:
        """Yield the results for one report, one per line."""
        for n, remark in enumerate(remarks(result, self.setting.lang)):
            yield ("," if n else "") + _encode(self._result(remark)) + "\n"

    def tail(self, totals: Totals) -> str:
        """Return whether all inputs could be read, and the end of the log."""
        invocation: dict[str, Any] = {"executionSuccessful": not totals.unreadable}
        if totals.unreadable:
            text = self._say("sarif.unreadable", count=totals.unreadable)
            notification = {"level": "error", "descriptor": {"id": UNREADABLE}, "message": {"text": text}}
            invocation["toolExecutionNotifications"] = [notification]
        return f'], "invocations": [{_encode(invocation)}]}}]}}\n'

    def _say(self, key: str, **details: object) -> str:
        return say(self.setting.lang, key, **details)

    def _rules(self) -> Iterator[dict[str, Any]]:
        lang = self.setting.lang
        for rule in self.setting.rules:
            basis = rule["basis"]
            parts = {
                "rule.why": rule["why"][lang],
                "text.fix": re.sub(r"\{\w+\}", "…", rule["fix"][lang]),  # placeholders are filled in for each finding
                f"text.{basis_heading(basis['kind'])}": basis["citation"][lang],
            }
            tags = ["gknb", basis["kind"], *(f"edition-{edition}" for edition in self.setting.editions(rule))]
            made = self._rule(rule["code"], rule["name"], rule["title"][lang], rule["severity"], parts)
            made["properties"] |= {"precision": _PRECISION[basis["kind"]], "tags": tags}
            yield made
        for name, severity in ((UNREADABLE, "error"), (EXPLANATION, "warning"), (REPAIR, "info")):
            parts = {"rule.why": self._say(f"rule.{name}.why"), "text.fix": self._say(f"rule.{name}.fix")}
            yield self._rule(name, name, self._say(f"rule.{name}"), severity, parts)

    def _rule(self, code: str, name: str, title: str, severity: str, parts: Mapping[str, str]) -> dict[str, Any]:
        lines = [self._say(key, text=text) for key, text in parts.items()]
        return {
            "id": code,
            "name": name,
            "shortDescription": {"text": _literal(title)},
            "fullDescription": {"text": _literal(parts["rule.why"])},
            "help": {
                "text": _literal("\n".join(lines)),
                "markdown": "\n".join(f"- {_literal(line)}" for line in lines),
            },
            "defaultConfiguration": {"level": _LEVELS[severity]},
            "properties": {"tags": ["gknb"], "problem.severity": _RANKS[severity]},
        }

    def _result(self, remark: Remark) -> dict[str, Any]:
        made = {
            "ruleId": remark.rule,
            "level": _LEVELS[remark.severity],
            "message": {"text": _literal(remark.message)},
            "locations": [_location(remark.file, remark.line, remark.column, remark.cells[:1])],
            # GitHub identifies alerts by the first key alone, and would otherwise derive it from the text of the line.
            "partialFingerprints": {
                "primaryLocationLineHash": f"{remark.fingerprint}:1",
                "gknb/v1": remark.fingerprint,
            },
        }
        if others := remark.cells[1:]:
            made["relatedLocations"] = [_related(remark.file, n, cell) for n, cell in enumerate(others, 1)]
        if remark.finding is not None:
            made["properties"] = _properties(remark.finding)
        if remark.accepted:
            justification = {"kind": "external", "status": "accepted", "justification": remark.accepted}
            made["suppressions"] = [justification]
        return made


def _properties(finding: Finding) -> dict[str, Any]:
    values = {name: getattr(finding, name) for name in ("expected", "actual")}
    shown = {name: None if value is None else printable(str(value)) for name, value in values.items()}
    return {**shown, "fix": printable(finding.fix), "hints": [printable(hint) for hint in finding.hints]}


def _location(file: str, line: int | None, column: int | None, cells: tuple[Cell, ...]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(file)}
    if line is not None:
        physical["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    made: dict[str, Any] = {"physicalLocation": physical}
    if cells:
        made["logicalLocations"] = [
            {"name": printable(cell.label), "fullyQualifiedName": printable(cell.pointer), "kind": "value"}
            for cell in cells
        ]
    return made


def _related(file: str, number: int, cell: Cell) -> dict[str, Any]:
    message = {"text": _literal(printable(f"{cell.label} {show(cell.value)}"))}
    return {"id": number, "message": message, **_location(file, cell.line, cell.column, (cell,))}


def _artifact(file: str) -> dict[str, Any]:
    from urllib.parse import quote

    path = repo_path(file)
    if is_nameless(file):
        return {"uri": path, "description": {"text": path}}
    if os.path.isabs(path):
        from pathlib import PurePath

        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path), "uriBaseId": _ROOT}


def _literal(text: str) -> str:
    """Escape what SARIF would read as a placeholder or a link."""
    return re.sub(r"\{(\d+)\}", r"{{\1}}", text).replace("](", r"\](")


_encode = json.JSONEncoder(ensure_ascii=False).encode
