"""Lines and columns of values, by JSON Pointer."""

from __future__ import annotations

import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from source_texts import Parser, at, read_json, read_yaml

from gknb.source.document import Source, from_python
from gknb.source.pointers import pointer_token

if TYPE_CHECKING:
    from collections.abc import Callable


def test_every_value_and_key_has_a_place() -> None:
    read = read_json('{\n  "a": [1, {"b/c": null}],\n  "~": "文", "": 0\n}')
    places = {
        "": ((1, 1), None),
        "/a": ((2, 8), (2, 3)),
        "/a/0": ((2, 9), None),
        "/a/1": ((2, 12), None),
        "/a/1/b~1c": ((2, 20), (2, 13)),
        "/~0": ((3, 8), (3, 3)),
        "/": ((3, 17), (3, 13)),
    }
    found = {pointer: (at(read.position(pointer)), at(read.key_position(pointer))) for pointer in places}
    assert found == places


@pytest.mark.parametrize("pointer", ["/b", "a", "/a/2", "/a/-", "/a/00", "/a/0/0", "/a/", "/a/1/b", "//"])
def test_what_is_not_there_has_no_place(pointer: str) -> None:
    read = read_json('{"a": [1, {}]}')
    assert read.position(pointer) is None
    assert read.key_position(pointer) is None


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("read", [read_json, read_yaml])
def test_lines_end_with_any_line_break(read: Callable[[str], Source], newline: str) -> None:
    text = newline.join(["{", "", '"a":', '  1, "b": [', "2]}"])
    assert at(read(text).position("/a")) == (4, 3)
    assert at(read(text).key_position("/b")) == (4, 6)
    assert at(read(text).position("/b/0")) == (5, 1)


def test_other_separators_are_no_line_breaks_in_json() -> None:
    assert at(read_json('["\u2028\u2029\x85", 1]').position("/1")) == (1, 9)


def test_columns_count_characters() -> None:
    assert at(read_json('["😀文é", 1]').position("/1")) == (1, 9)
    assert at(read_yaml('["😀文é", 1]').position("/1")) == (1, 9)
    assert at(read_json('["' + "文" * 100_000 + '", 1]').position("/1")) == (1, 100_006)


def test_places_in_block_yaml(parser: Parser) -> None:
    read = read_yaml("# 年报\na:\n  - b: 1\n    c: |\n      x\n  - 2\nd: !!str 3\n")
    places = {
        "": ((2, 1), None),
        "/a": ((3, 3), (2, 1)),
        "/a/0": ((3, 5), None),
        "/a/0/b": ((3, 8), (3, 5)),
        "/a/0/c": ((4, 8), (4, 5)),
        "/a/1": ((6, 5), None),
        "/d": ((7, 4), (7, 1)),
    }
    found = {pointer: (at(read.position(pointer)), at(read.key_position(pointer))) for pointer in places}
    assert found == places, parser


def test_what_an_alias_stands_for_is_placed_at_the_alias(parser: Parser) -> None:
    read = read_yaml("a: &x\n  b: [1]\nc: *x\n")
    assert at(read.position("/a/b/0")) == (2, 7), parser
    for pointer in ("/c", "/c/b", "/c/b/0"):
        assert at(read.position(pointer)) == (3, 4), parser
    assert at(read.key_position("/c")) == (3, 1), parser
    assert at(read.key_position("/c/b")) == (3, 4), parser


def test_places_are_found_when_asked_for_and_by_any_thread() -> None:
    read = read_json(json.dumps({str(key): [key] for key in range(2000)}))
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(read.position, ["/1999/0"] * 32))
    assert found == {read.position("/1999/0")} != {None}


@pytest.mark.parametrize("read", [read_json, read_yaml, lambda text: from_python(json.loads(text))])
def test_a_source_is_a_value_that_can_be_sent_elsewhere(read: Callable[[str], Source]) -> None:
    original = read('{"a": [1]}')
    sent = pickle.loads(pickle.dumps(original))  # noqa: S301
    assert sent == original
    assert sent.position("/a/0") == original.position("/a/0")
    with pytest.raises(AttributeError):
        original.value = 1  # type: ignore[misc]


@pytest.mark.parametrize(("key", "token"), [("a", "a"), ("a/b", "a~1b"), ("~1", "~01"), ("", "")])
def test_pointer_tokens(key: str, token: str) -> None:
    assert pointer_token(key) == token
