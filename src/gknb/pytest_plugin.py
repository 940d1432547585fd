"""pytest plugin with fixtures for tests of reports, active wherever gknb is installed.

``gknb_check`` returns the result of a check; ``assert_valid_report`` fails with the output of ``gknb check``. Neither
needs Hypothesis, and nothing is imported before the first use. Two options of the pytest configuration apply:
``gknb_lang`` is the language of messages, such as ``zh-CN`` (English by default); ``gknb_config`` is a ``gknb.toml``
with settings, relative to the root directory of pytest (none by default).
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.api import Project
    from gknb.results import Result

__all__ = ["assert_valid_report", "gknb_check", "pytest_addoption"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options ``gknb_lang`` and ``gknb_config``."""
    from gknb.texts import say

    parser.addini("gknb_lang", say("en", "kit.ini.lang"), default="")
    parser.addini("gknb_config", say("en", "kit.ini.config"), default="")


# Both have session scope: function-scoped fixtures cannot be combined with ``@given``.


@pytest.fixture(scope="session")
def gknb_check(pytestconfig: pytest.Config) -> Callable[..., Result]:
    """``gknb_check(document, **options)`` returns the result of a check, as ``gknb.check`` does."""
    from gknb.api import check

    project = _project(pytestconfig)
    return partial(check, lang=_lang(pytestconfig) or "en") if project is None else project.check


@pytest.fixture(scope="session")
def assert_valid_report(pytestconfig: pytest.Config) -> Callable[..., Result]:
    """``assert_valid_report(document, **options)`` fails unless a report is valid, and lists its findings."""
    from gknb.testing.assertions import assert_valid_report

    return partial(assert_valid_report, lang=_lang(pytestconfig), project=_project(pytestconfig))


def _lang(config: pytest.Config) -> str | None:
    """Return the value of ``gknb_lang``. Raises :class:`~gknb.errors.UsageError` for an unsupported language."""
    from gknb.errors import lang_of

    given = config.getini("gknb_lang")
    return lang_of(given) if given else None


def _project(config: pytest.Config) -> Project | None:
    from gknb.api import Project

    given = config.getini("gknb_config")
    return Project.load(os.path.join(config.rootpath, given), lang=_lang(config)) if given else None
