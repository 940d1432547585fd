"""The whole audit, computed once for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audit.report import audit

if TYPE_CHECKING:
    from audit.report import Audit


@pytest.fixture(scope="session")
def audited() -> Audit:
    return audit()
