"""Test an exporter: every exported report is valid, whatever the data."""

from exporter import export, to_rows
from hypothesis import given

from gknb.testing import Report, assert_valid_report, reports


@given(reports())
def test_what_we_export_is_valid(report: Report) -> None:
    """A failing example is shrunk to the smallest report that shows the mistake."""
    assert_valid_report(export(to_rows(report)))
