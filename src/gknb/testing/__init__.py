"""The test kit: strategies for reports, typing mistakes, and assertions. Needs the extra ``gknb[testing]``.

Each name is imported when it is first used: the assertions work without Hypothesis, and do not load it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from gknb.texts import say

if TYPE_CHECKING:
    from gknb.testing.assertions import assert_finding, assert_valid_report
    from gknb.testing.corrupted import Corrupted, Stated, corrupted_reports
    from gknb.testing.drawing import Report, reports
    from gknb.testing.series import report_series
    from gknb.testing.slips import SLIPS, Slip, typos

__all__ = [
    "SLIPS",
    "Corrupted",
    "Report",
    "Slip",
    "Stated",
    "assert_finding",
    "assert_valid_report",
    "corrupted_reports",
    "report_series",
    "reports",
    "typos",
]

_MODULES: Final = {
    "SLIPS": "slips",
    "Corrupted": "corrupted",
    "Report": "drawing",
    "Slip": "slips",
    "Stated": "corrupted",
    "assert_finding": "assertions",
    "assert_valid_report": "assertions",
    "corrupted_reports": "corrupted",
    "report_series": "series",
    "reports": "drawing",
    "typos": "slips",
}
"""The module of each public name."""


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    try:
        module = import_module(f"{__name__}.{_MODULES[name]}")
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        raise ModuleNotFoundError(say("en", "kit.no-hypothesis"), name="hypothesis") from error
    return globals().setdefault(name, getattr(module, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
