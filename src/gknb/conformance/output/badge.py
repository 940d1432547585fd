"""The badge, as JSON for a shields.io endpoint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from gknb.conformance.selection import askable

if TYPE_CHECKING:
    from gknb.conformance.outcome import Report

__all__ = ["badge"]

_MOSTLY = 0.9


def badge(report: Report) -> str:
    """Return the badge: how much of the suite passes. A selection is shown as part of the whole."""
    setting = report.setting
    total, passed = report.planned, report.statuses["passed"]
    message = f"{passed}/{total}"
    whole = sum(vector.draft == setting.draft for vector in askable(report.suite, setting))
    if total < whole:
        message += f" of {whole}"
    share = passed / total
    colour = "brightgreen" if share == 1 else "yellow" if share >= _MOSTLY else "red"
    draft = " draft" if setting.draft else ""
    label = f"gknb {report.suite.version} {setting.level}{draft}"
    return json.dumps({"schemaVersion": 1, "label": label, "message": message, "color": colour}) + "\n"
