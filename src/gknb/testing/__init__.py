"""The test kit: reports drawn by Hypothesis, and what tests say of reports. Needs the extra ``gknb[testing]``."""

from gknb.texts import say

try:
    import hypothesis as _  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(say("en", "kit.no-hypothesis"), name="hypothesis") from error

from gknb.assertions import assert_finding, assert_valid_report
from gknb.testing.corrupted import Corrupted, Stated, corrupted_reports
from gknb.testing.drawing import Report, reports
from gknb.testing.series import report_series

__all__ = [
    "Corrupted",
    "Report",
    "Stated",
    "assert_finding",
    "assert_valid_report",
    "corrupted_reports",
    "report_series",
    "reports",
]
