"""What a result comes to under the policy of a project: severities by path, explanations, the baseline."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gknb.settings.explanations import explained, file_of, recorded_beside, recorded_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gknb.results import Finding, Result
    from gknb.settings.baseline import Baseline
    from gknb.standard.form import Lang

__all__ = ["Policy", "escaped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a project makes of findings. Never touches what was found, only what it counts for."""

    lang: Lang = "en"
    """Language of what is said of explanations."""
    strict: bool = False
    """Whether warnings fail too, and explanations that do not work."""
    severity: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """For each glob of paths: what the relations of a code, or of its beginning, count as.

    Globs and paths that are not absolute are those below the working directory.
    """
    baseline: Baseline | None = None
    """What was there before."""

    def applied(self, result: Result, report: Any) -> Result:
        """What ``result``, of the report with these values, comes to. Raises :class:`~gknb.errors.SourceError`."""
        if result.error is not None:
            return result
        recorded = [*recorded_in(report), *(recorded_beside(result.file) if result.file not in ("", "-") else ())]
        recorded = [one for one in recorded if one.between == (result.previous is not None)]
        result = explained(result, recorded, self.lang)  # before the weighing: an error stays unexplained
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
        """The last glob that fits says it, and in it the longest beginning of the code."""
        severity: Any = finding.severity
        path = os.path.abspath(file_of(file) or "-")  # a report without a file is like one from standard input
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
    """A glob that means this folder alone."""
    return re.sub(r"([*?[])", r"[\1]", folder)


@lru_cache(maxsize=256)
def _absolute(glob: str, folder: str) -> str:
    return os.path.normpath(os.path.join(escaped(folder), glob))
