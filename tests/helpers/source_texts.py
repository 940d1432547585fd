"""JSON and YAML texts and their readers, for tests of reading."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml

from gknb.errors import SourceError
from gknb.source.document import Source, read_bytes, read_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gknb.source.positions import Position

Parser = Literal["libyaml", "pure"]


PARSERS: list[Parser] = ["libyaml", "pure"]


@contextmanager
def parsing_with(parser: Parser) -> Iterator[None]:
    """Read with PyYAML with or without libyaml."""
    with pytest.MonkeyPatch.context() as patch:
        if parser == "pure":
            patch.delattr(yaml, "CSafeLoader", raising=False)
        elif not hasattr(yaml, "CSafeLoader"):
            pytest.skip("this PyYAML has no libyaml")
        yield


def read_json(text: str) -> Source:
    return read_bytes(text.encode(), format="json")


def read_yaml(text: str) -> Source:
    return read_bytes(text.encode(), format="yaml")


def refused(read: Callable[..., Source], *args: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(*args)
    return caught.value


def typed(value: Any) -> Any:
    """Return a value with its types, since ``1 == True == Decimal(1)`` in Python."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value).__name__, value


def at(position: Position | None) -> tuple[int, int] | None:
    return (position.line, position.column) if position else None


def opened_with(error: OSError) -> Source:
    def fail(*_: object) -> int:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", fail)
        return read_path("a.json")
