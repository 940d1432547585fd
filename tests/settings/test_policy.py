"""Severities by path and code."""

from __future__ import annotations

import pytest
from policies import applied, report

pytestmark = pytest.mark.usefixtures("english", "folder")


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        ({"*": {"T201": "error"}}, ["error"]),
        ({"*": {"T": "info"}}, ["info"]),
        ({"*": {"T": "error", "T201": "info"}}, ["info"]),
        ({"*": {"T201": "error"}, "archive/*": {"T201": "off"}}, ["error"]),
        ({"*": {"T201": "error"}, "a.*": {"T201": "off"}}, []),
        ({"b.json": {"T201": "error"}}, ["warning"]),
    ],
)
def test_the_last_glob_and_the_longest_code_set_the_severity(
    severity: dict[str, dict[str, str]], expected: list[str]
) -> None:
    result = applied(report(), "a.json", severity=severity)
    assert [finding.severity for finding in result.findings] == expected
    assert result.valid is ("error" not in expected)
