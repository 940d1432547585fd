"""Applies the policy of a project to a result: severities by path, explanations, the baseline."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatch
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gknb.lazy_dataclasses import dataclass, field, replace
from gknb.settings.explanations import explained, file_of, recorded_in, recorded_in_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.results import Finding, Result
    from gknb.settings.baseline import Baseline
    from gknb.standard.form import Lang

__all__ = ["Policy", "escaped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The policy of a project: changes severities and accepts findings, and nothing else."""

    lang: Lang = "en"
    """Language of messages on explanations."""
    strict: bool = False
    """Whether warnings, and explanations that accept nothing, make a report invalid."""
    severity: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For each glob of paths, severities by code or code prefix.

    Relative globs and paths start from the working directory.
    """
    baseline: Baseline | None = None
    """Baseline with known findings."""

    def applied(self, result: Result, report: Any) -> Result:
        """Return ``result`` of ``report`` with the policy applied. Raises :class:`~gknb.errors.SourceError`."""
        if result.error is not None:
            return result
        recorded = [*recorded_in(report), *recorded_in_files(result.file)]
        if recorded:
            recorded = [one for one in recorded if one.between == (result.previous is not None)]
            result = explained(result, recorded, self.lang)  # before severities change: errors cannot be explained
        if self.severity:
            result = replace(result, findings=tuple(self._weighed(result)))
        if self.baseline is not None:
            result = self.baseline.applied(result)
        valid = not self._fails(result)
        return result if valid == result.valid else replace(result, valid=valid)

    def _weighed(self, result: Result) -> list[Finding]:
        weighed = []
        for finding in result.findings:
            severity = self._severity(result.file, finding)
            if severity != "off":
                weighed.append(replace(finding, severity=severity))
        return weighed

    def _severity(self, file: str, finding: Finding) -> Any:
        """Return the severity set by the last matching glob, and within it by the longest matching prefix."""
        severity: Any = finding.severity
        path = os.path.abspath(file_of(file) or "-")  # a report without a file counts as standard input
        for glob, codes in self.severity.items():
            fitting = [code for code in codes if finding.code.startswith(code)]
            if fitting and fnmatch(path, _absolute(glob, os.getcwd())):
                severity = codes[max(fitting, key=len)]
        return severity

    def _fails(self, result: Result) -> bool:
        blocking = ("error", "warning") if self.strict else ("error",)
        if self.strict and any(one.state != "used" for one in result.explanations):
            return True
        return any(finding.severity in blocking and finding.accepted is None for finding in result.findings)


def escaped(folder: str) -> str:
    """Return a glob that matches this folder only."""
    return re.sub(r"([*?[])", r"[\1]", folder)


@lru_cache(maxsize=256)
def _absolute(glob: str, folder: str) -> str:
    return os.path.normpath(os.path.join(escaped(folder), glob))
