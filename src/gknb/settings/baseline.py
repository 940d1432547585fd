"""Baselines: the findings of an archive when it was first checked, so that only new ones fail."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from gknb.errors import UsageError
from gknb.results import Acceptance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gknb.results import Finding, Result

__all__ = ["Baseline", "fingerprint", "read_baseline"]

_KNOWN: Final = Acceptance(kind="baseline")
_MOST: Final = 64 * 2**20
"""Maximum size of the file, in bytes; a finding takes about 25."""


def fingerprint(finding: Finding) -> str:
    """Return 16 hexadecimal digits that depend on code, cells and figures, but not on positions in the file."""
    figures = [str(value) if isinstance(value, Decimal) else value for value in (finding.expected, finding.actual)]
    identity = [finding.code, sorted(cell.pointer for cell in finding.cells), figures]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fingerprints of the known findings of each report."""

    path: str
    """Path of the baseline file; reports are named relative to its folder."""
    reports: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Number of occurrences of each fingerprint, by report."""

    def applied(self, result: Result) -> Result:
        """Return ``result`` with its known findings accepted."""
        left = Counter(self.reports.get(self._name(result.file), {}))
        if not left:
            return result
        findings = []
        for finding in result.findings:
            known = finding.accepted is None and left[fingerprint(finding)] > 0
            if known:
                left[fingerprint(finding)] -= 1
            findings.append(replace(finding, accepted=_KNOWN) if known else finding)
        return replace(result, findings=tuple(findings))

    def text(self, found: Iterable[tuple[str, Iterable[str]]]) -> str:
        """Return the content of the file for (path of a report, fingerprints), sorted for small diffs."""
        reports = {self._name(path): dict(sorted(Counter(prints).items())) for path, prints in found}
        kept = {path: prints for path, prints in sorted(reports.items()) if prints}
        return json.dumps({"gknb-baseline": 1, "reports": kept}, ensure_ascii=False, indent=1) + "\n"

    def piece(self, result: Result) -> str:
        """Return the path and fingerprints of one result in JSON; empty if it has no findings."""
        prints = [fingerprint(finding) for finding in result.findings if finding.accepted is None]
        return json.dumps([result.file, prints]) if prints else ""

    def _name(self, path: str) -> str:
        return os.path.relpath(path or "-", os.path.dirname(self.path) or ".").replace(os.sep, "/")


def read_baseline(path: str) -> Baseline:
    """Return the baseline in a file. Raises :class:`~gknb.errors.UsageError` if it is not one."""
    try:
        with open(path, "rb") as file:
            content = file.read(_MOST + 1)
        value = json.loads(content if len(content) <= _MOST else b"")
    except OSError as error:
        raise UsageError("baseline.unreadable", path=path, problem=error.strerror or "") from error
    except (ValueError, RecursionError) as error:
        raise UsageError("baseline.wrong", path=path) from error
    if not _is_baseline(value):
        raise UsageError("baseline.wrong", path=path)
    return Baseline(path, value["reports"])


def _is_baseline(value: Any) -> bool:
    if not isinstance(value, dict) or value.get("gknb-baseline") != 1 or not isinstance(value.get("reports"), dict):
        return False
    return all(
        isinstance(prints, dict) and all(type(count) is int and count > 0 for count in prints.values())
        for prints in value["reports"].values()
    )
