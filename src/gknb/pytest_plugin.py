"""Fixtures for tests of reports, in every pytest run where gknb is installed.

``gknb_check`` checks a report and gives the result; ``assert_valid_report`` fails with what ``gknb check`` would
print. Neither needs Hypothesis, and nothing is loaded before the first test uses one. The option ``gknb_lang`` of the
pytest configuration is the language of their messages: ``en``, which is the default, or ``zh``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.results import Result

__all__ = ["assert_valid_report", "gknb_check", "pytest_addoption"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declares the option ``gknb_lang``."""
    from gknb.texts import say

    parser.addini("gknb_lang", say("en", "kit.ini.lang"), default="en")


# Both are made once a run: a fixture that is made anew for each test may not be used together with ``@given``.


@pytest.fixture(scope="session")
def gknb_check(pytestconfig: pytest.Config) -> Callable[..., Result]:
    """``gknb_check(document, **options)`` gives the result of a check, as ``gknb.check`` does."""
    from gknb.api import check

    return partial(check, lang=pytestconfig.getini("gknb_lang"))


@pytest.fixture(scope="session")
def assert_valid_report(pytestconfig: pytest.Config) -> Callable[..., Result]:
    """``assert_valid_report(document, **options)`` fails unless a report is valid, and says what is wrong."""
    from gknb.testing.assertions import assert_valid_report

    return partial(assert_valid_report, lang=pytestconfig.getini("gknb_lang"))
