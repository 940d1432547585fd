"""Code quality JSON for GitLab merge requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from gknb.output.remarks import UNREADABLE, remarks, repo_path
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.output.base import Setting, Totals
    from gknb.output.remarks import Remark
    from gknb.results import Result

__all__ = ["GitlabOutput"]

_SEVERITIES: Final = {"error": "major", "warning": "minor", "info": "info"}


class GitlabOutput:
    """One array of problems for the whole run."""

    between: Final = ",\n"
    late_head: Final = False

    def __init__(self, setting: Setting) -> None:
        """Take the language of ``setting``."""
        self.lang = setting.lang

    def head(self, _: Totals) -> str:
        """Return the beginning of the array."""
        return "[\n"

    def piece(self, result: Result) -> Iterator[str]:
        """Yield the problems of one report, one per line."""
        for n, remark in enumerate(remarks(result, self.lang)):
            yield ("," if n else "") + json.dumps(self._problem(remark), ensure_ascii=False) + "\n"

    def tail(self, _: Totals) -> str:
        """Return the end of the array."""
        return "]\n"

    def _problem(self, remark: Remark) -> dict[str, Any]:
        severity = "blocker" if remark.rule == UNREADABLE else _SEVERITIES[remark.severity]
        description = f"{remark.rule} {remark.message}"
        if remark.accepted:
            severity, description = "info", f"{description} {remark.accepted}"
        content = [remark.title, say(self.lang, "text.fix", text=remark.fix)] if remark.fix else [remark.title]
        return {
            "type": "issue",
            "check_name": remark.rule,
            "description": description,
            "content": {"body": "\n\n".join(content)},
            "categories": ["Bug Risk"],
            "severity": severity,
            "fingerprint": remark.fingerprint,
            "location": {"path": repo_path(remark.file), "lines": {"begin": remark.line or 1}},
        }
