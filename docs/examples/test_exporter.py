"""How to test an exporter: whatever there is to report, the report that comes out is valid."""

from exporter import export, to_rows
from hypothesis import given

from gknb.testing import Report, assert_valid_report, reports


@given(reports())
def test_what_we_export_is_valid(report: Report) -> None:
    """An example that fails is shrunk to the smallest report that shows the mistake."""
    assert_valid_report(export(to_rows(report)))
