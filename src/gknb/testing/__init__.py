"""The test kit: Hypothesis strategies for reports, and assertions. Needs the extra ``gknb[testing]``."""

from gknb.texts import say

try:
    import hypothesis as _  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(say("en", "kit.no-hypothesis"), name="hypothesis") from error

from gknb.testing.assertions import assert_finding, assert_valid_report
from gknb.testing.corrupted import Corrupted, Stated, corrupted_reports
from gknb.testing.county import Key, World
from gknb.testing.drawing import Report, reports
from gknb.testing.mistakes import MISTAKES, Mistake, inject, mistaken, mistaken_worlds
from gknb.testing.series import report_series
from gknb.testing.slips import SLIPS, Slip, typos
from gknb.testing.worlds import world, worlds

__all__ = [
    "MISTAKES",
    "SLIPS",
    "Corrupted",
    "Key",
    "Mistake",
    "Report",
    "Slip",
    "Stated",
    "World",
    "assert_finding",
    "assert_valid_report",
    "corrupted_reports",
    "inject",
    "mistaken",
    "mistaken_worlds",
    "report_series",
    "reports",
    "typos",
    "world",
    "worlds",
]
