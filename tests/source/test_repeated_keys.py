"""Keys that are written twice are reported with both places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from source_texts import Parser, at, read_json, read_yaml

from gknb.source.positions import Duplicate, Position

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.source.document import Source


@pytest.mark.parametrize("read", [read_json, read_yaml])
def test_of_a_repeated_key_the_last_value_counts(read: Callable[[str], Source]) -> None:
    result = read('{"a": 1, "b": [{"c/": 1,\n "c/": 2, "\\u0063/": 3}], "a": 4}')
    assert result.value == {"a": 4, "b": [{"c/": 3}]}
    assert list(result.value) == ["a", "b"]
    assert result.duplicates == (
        Duplicate(pointer="/b/0/c~1", key="c/", position=Position(2, 2)),
        Duplicate(pointer="/b/0/c~1", key="c/", position=Position(2, 11)),
        Duplicate(pointer="/a", key="a", position=Position(2, 27)),
    )
    assert at(result.position("/a")) == (2, 32)
    assert at(result.key_position("/a")) == (2, 27)
    assert at(result.position("/b/0/c~1")) == (2, 22)


def test_what_a_replaced_value_held_is_gone() -> None:
    read = read_json('{"a": {"b": 1, "b": 2}, "a": 0}')
    assert [duplicate.pointer for duplicate in read.duplicates] == ["/a/b", "/a"]
    assert read.position("/a/b") is None


def test_yaml_keys_are_the_same_when_their_text_is(parser: Parser) -> None:
    assert [duplicate.key for duplicate in read_yaml('1: a\n"1": b\n').duplicates] == ["1"], parser
