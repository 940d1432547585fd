"""What the tests of reading share: YAML read with libyaml and without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from source_texts import PARSERS, parsing_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from source_texts import Parser


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest) -> Iterator[Parser]:
    with parsing_with(request.param):
        yield request.param
