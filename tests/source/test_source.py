from __future__ import annotations

import io
import json
import math
import os
import pickle
import re
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gknb.errors import SourceError
from gknb.source import json as json_source
from gknb.source.document import Source, from_python, read_bytes, read_path, read_stream
from gknb.source.gzip import Unpacked
from gknb.source.limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_VALUES, MAX_YAML_BYTES
from gknb.source.pointers import pointer_token
from gknb.source.positions import Duplicate, Position
from gknb.source.refusals import short
from gknb.texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Parser = Literal["libyaml", "pure"]
PARSERS: list[Parser] = ["libyaml", "pure"]
posix = pytest.mark.skipif(os.name != "posix", reason="needs named pipes and /dev")


@contextmanager
def parsing_with(parser: Parser) -> Iterator[None]:
    """PyYAML with or without libyaml."""
    with pytest.MonkeyPatch.context() as patch:
        if parser == "pure":
            patch.delattr(yaml, "CSafeLoader", raising=False)
        elif not hasattr(yaml, "CSafeLoader"):
            pytest.skip("this PyYAML has no libyaml")
        yield


@pytest.fixture(params=PARSERS)
def parser(request: pytest.FixtureRequest) -> Iterator[Parser]:
    with parsing_with(request.param):
        yield request.param


def read_json(text: str) -> Source:
    return read_bytes(text.encode(), format="json")


def read_yaml(text: str) -> Source:
    return read_bytes(text.encode(), format="yaml")


def refused(read: Callable[..., Source], *args: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(*args)
    return caught.value


def read_or_refusal(read: Callable[..., Source], *args: Any, **kwargs: Any) -> Source | SourceError:
    """What came of it; any other exception passes through."""
    try:
        return read(*args, **kwargs)
    except SourceError as error:
        return error


def typed(value: Any) -> Any:
    """``1 == True == Decimal(1)`` in Python; not here."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value).__name__, value


def at(position: Position | None) -> tuple[int, int] | None:
    return (position.line, position.column) if position else None


# Values


@pytest.mark.parametrize("read", [read_json, read_yaml])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[null, true, false]", [None, True, False]),
        (
            '["", "文", "\\u6587", "\\ud83d\\ude00", "\\/\\b\\f\\n\\r\\t\\"\\\\"]',
            ["", "文", "文", "😀", '/\b\f\n\r\t"\\'],
        ),
        ("[0, -0, 7, -7, 12345678901234567890123]", [0, 0, 7, -7, 12345678901234567890123]),
        ("[3.0, 1e3, 1E+2, 120e-1, -0.0, 0e5, 0.00e-3]", [3, 1000, 100, 12, 0, 0, 0]),
        ("[0.1, -2.50, 1e-3, 15e-1]", [Decimal("0.1"), Decimal("-2.5"), Decimal("0.001"), Decimal("1.5")]),
        ("[0.1000000000000000055511151231257827]", [Decimal("0.1000000000000000055511151231257827")]),
        ('{"a": {"b": [{}, []]}}', {"a": {"b": [{}, []]}}),
        ('{"": {"/": {"~": 1}}}', {"": {"/": {"~": 1}}}),
    ],
)
def test_json_and_yaml_read_the_same_values(read: Callable[[str], Source], text: str, value: Any) -> None:
    assert typed(read(text).value) == typed(value)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-01-27", "2025-01-27 10:00:00", "no", "yes", "on", "off", "y", "True", "NULL", "Null"),
        *("010", "+3", "1_000", "1:30", "0x1F", "0o17", ".5", "5.", "1e", "--1", ".nan", ".inf", "NaN"),
        *("第一", "a b", "http://example.cn/a?b=c#d"),
    ],
)
def test_plain_yaml_that_json_does_not_know_is_text(parser: Parser, text: str) -> None:
    assert read_yaml(f"a: {text}").value == {"a": text}, parser


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a:", None),
        ("a: ~", None),
        ("a: null", None),
        ("a: 'null'", "null"),
        ('a: "3"', "3"),
        ("a: |\n  3\n", "3\n"),
        ("a: >-\n  x\n  y\n", "x y"),
        ("a: !!str 3", "3"),
        ("a: !!str", ""),
        ("a: !!int 3", 3),
        ("a: !!float 3", 3),
        ("a: !!float 0.5", Decimal("0.5")),
        ("a: !!bool true", True),
        ("a: !!null ~", None),
        ("a: !!map {}", {}),
        ("a: !!seq [1]", [1]),
        ("a:\t1\t", 1),
        ("a: [1,\n\t2]", [1, 2]),
    ],
)
def test_yaml_scalars_and_core_tags(parser: Parser, text: str, value: Any) -> None:
    assert typed(read_yaml(text).value) == typed({"a": value}), parser


def test_yaml_keys_are_always_text(parser: Parser) -> None:
    assert read_yaml('2021: a\nnull: b\n~: c\ntrue: d\n? e\n"<<": f\n!!str 1: g\n').value == {
        "2021": "a",
        "null": "b",
        "~": "c",
        "true": "d",
        "e": None,
        "<<": "f",
        "1": "g",
    }, parser


def test_yaml_aliases_stand_for_copies(parser: Parser) -> None:
    read = read_yaml("a: &x {b: [1, 2]}\nc: *x\nd: &y k\n*y : *y\ne: &x 3\nf: *x\n")
    assert read.value == {"a": {"b": [1, 2]}, "c": {"b": [1, 2]}, "d": "k", "k": "k", "e": 3, "f": 3}, parser
    assert read.value["a"] is not read.value["c"]
    assert read.value["a"]["b"] is not read.value["c"]["b"]


def test_an_anchored_key_is_read_as_a_value_where_its_alias_stands(parser: Parser) -> None:
    assert read_yaml("&y 2021: a\nb: *y\n").value == {"2021": "a", "b": 2021}, parser


def test_yaml_document_marks_are_allowed_around_one_document(parser: Parser) -> None:
    assert read_yaml("%YAML 1.1\n# a form\n---\na: 1\n...\n").value == {"a": 1}, parser


# Which format


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (b'{"a": 1}', "json"),
        (b"\xef\xbb\xbf \r\n\t[1]", "json"),
        (b"a: 1", "yaml"),
        (b"# {\n- 1", "yaml"),
        (b"12", "yaml"),
        (b'"text"', "yaml"),
    ],
)
def test_the_first_character_tells_the_format(data: bytes, format_: str) -> None:
    assert read_bytes(data).format == format_


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.json", "json"), ("a.yaml", "yaml"), ("a.YML", "yaml"), ("a.txt", "json"), ("a", "json")],
)
def test_the_name_of_a_file_tells_the_format(tmp_path: Path, name: str, format_: str) -> None:
    path = tmp_path / name
    path.write_bytes(b'{"a": 1}')
    for given_path in (path, str(path)):
        assert read_path(given_path) == Source({"a": 1}, (), format_, "utf-8")  # type: ignore[arg-type]


def test_yaml_in_a_file_named_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"a: 1")
    assert refused(read_path, path).reason == "source.json-syntax.value"


# Places


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


# Repeated keys


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


# Encodings


@pytest.mark.parametrize(
    ("encoding", "reported"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030")]
)
@pytest.mark.parametrize("text", ['{"单位": "示例县统计局", "注": "录音联通"}', "单位: 示例县统计局\n注: 录音联通\n"])
def test_encodings(text: str, encoding: str, reported: str) -> None:
    read = read_bytes(text.encode(encoding))
    assert read.value == {"单位": "示例县统计局", "注": "录音联通"}
    assert read.encoding == reported
    assert at(read.position("")) == (1, 1)


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'{\n"a": "\xff"}', (2, 7)),
        ('{"单位":\n"示例县统计局示例县'.encode()[:-1], (2, 10)),
        ('{"单位":\r"示例县"}'.encode("gb18030") + b"\xff", (2, 7)),
        (b"\xef\xbb\xbf[\xd6\xd0]", (1, 2)),
    ],
    ids=["neither", "damaged UTF-8 is not taken for GB18030", "damaged GB18030", "marked as UTF-8"],
)
def test_undecodable_bytes_are_placed(data: bytes, place: tuple[int, int]) -> None:
    error = refused(read_bytes, data)
    assert (error.reason, error.line, error.column) == ("source.encoding", *place)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    error = refused(read_bytes, '{"单位": 1}'.encode(encoding))
    assert (error.reason, error.details["encoding"]) == ("source.utf-16", encoding[:6].upper())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\0", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office 97"),
        (b"\x89PNG\r\n\x1a\n\0", "PNG"),
        (b"\xff\xd8\xff\xe0\0", "JPEG"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
    ],
)
def test_other_kinds_of_file_are_named(data: bytes, kind: str) -> None:
    error = refused(read_bytes, data)
    assert error.reason == "source.binary"
    assert str(error.details["kind"]).startswith(kind)


# Refusals: one example of every reason


def twice_too_long() -> Source:
    return read_json("{" + ",".join(['"k":0'] * 400) + ',"' + "k" * (MAX_BYTES // 2) + '":{"a":0,"a":0,"a":0}}')


def opened_with(error: OSError) -> Source:
    def fail(*_: object) -> int:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", fail)
        return read_path("a.json")


def without_known_problems() -> Source:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_source, "_PROBLEMS", ())
        return read_json("[1 2]")


class Failing(io.RawIOBase):
    def read(self, _size: int = -1) -> bytes:
        raise OSError(5, "Input/output error")


EXAMPLES: dict[str, tuple[Callable[[], Source], tuple[int, int] | None]] = {
    "source.empty": (lambda: read_bytes(b" \r\n\t"), None),
    "source.too-large": (lambda: read_bytes(b" " * (MAX_BYTES + 1)), None),
    "source.binary": (lambda: read_bytes(b"%PDF-1.7"), None),
    "source.nul-bytes": (lambda: read_bytes(b"a: b\0"), None),
    "source.utf-16": (lambda: read_bytes("a".encode("utf-16")), None),
    "source.encoding": (lambda: read_bytes(b"a:\n  \xff"), (2, 3)),
    "source.not-found": (lambda: read_path("no-such-folder/a.json"), None),
    "source.is-a-folder": (lambda: read_path("."), None),
    "source.not-permitted": (lambda: opened_with(PermissionError(13, "Permission denied")), None),
    "source.not-readable": (lambda: read_stream(Failing()), None),
    "source.gzip": (lambda: read_stream(Unpacked(io.BytesIO(b"\x1f\x8bcut off"))), None),
    "source.json-syntax": (without_known_problems, (1, 4)),
    "source.json-syntax.value": (lambda: read_json("[\n ?]"), (2, 2)),
    "source.json-syntax.key": (lambda: read_json("{'a': 1}"), (1, 2)),
    "source.json-syntax.colon": (lambda: read_json('{"a" 1}'), (1, 6)),
    "source.json-syntax.comma": (lambda: read_json('{"a": 1\n"b": 2}'), (2, 1)),
    "source.json-syntax.trailing-comma": (lambda: read_json('{"a": 1,\n}'), (1, 8)),
    "source.json-syntax.extra": (lambda: read_json("{}\n{}"), (2, 1)),
    "source.json-syntax.string": (lambda: read_json('["a'), (1, 2)),
    "source.json-syntax.control": (lambda: read_json('["a\n"]'), (1, 4)),
    "source.json-syntax.escape": (lambda: read_json('["\\x"]'), (1, 3)),
    "source.json-syntax.end": (lambda: read_json('{"a": [1,\n'), (2, 1)),
    "source.yaml-syntax": (lambda: read_yaml("a: b: c"), (1, 5)),
    "source.yaml-tab": (lambda: read_yaml("a:\n\tb: 1"), (2, 1)),
    "source.yaml-character": (lambda: read_yaml("a:\n - \x07"), (2, 4)),
    "source.yaml-tag": (lambda: read_yaml("a:\n - !!binary aGk="), (2, 4)),
    "source.yaml-key": (lambda: read_yaml("? [1]\n: 2"), (1, 3)),
    "source.yaml-merge-key": (lambda: read_yaml("a: &x {}\n<<: *x"), (2, 1)),
    "source.yaml-alias": (lambda: read_yaml("a: *x"), (1, 4)),
    "source.yaml-recursive-alias": (lambda: read_yaml("a: &x [*x]"), (1, 8)),
    "source.yaml-several-documents": (lambda: read_yaml("a: 1\n---\nb: 2"), (2, 1)),
    "source.too-deep": (lambda: read_json("[" * (MAX_DEPTH + 1)), (1, MAX_DEPTH + 1)),
    "source.too-many-values": (lambda: read_json("[" + "1," * MAX_VALUES + "1]"), (1, 2 * MAX_VALUES)),
    "source.too-many-duplicates": (twice_too_long, (1, 2418 + MAX_BYTES // 2)),
    "source.number-too-long": (lambda: read_json("[1, " + "1" * (MAX_DIGITS + 1) + "]"), (1, 5)),
    "source.not-json-number": (lambda: read_json('["NaN", -Infinity]'), (1, 9)),
    "source.lone-surrogate": (lambda: read_json('["\\u4e2d", "\\ud800"]'), (1, 12)),
    "source.not-json-type": (lambda: from_python({"a": [object()]}), None),
    "source.not-json-key": (lambda: from_python({"a": {1: 2}}), None),
}


@pytest.mark.parametrize("reason", EXAMPLES)
def test_each_refusal_says_where_and_why(reason: str) -> None:
    read, place = EXAMPLES[reason]
    error = refused(read)
    assert error.reason == reason
    assert (error.line, error.column) == (place or (None, None))


@pytest.mark.parametrize("reason", EXAMPLES)
def test_each_refusal_says_what_to_do(reason: str) -> None:
    error = refused(EXAMPLES[reason][0])
    assert "；" in error.say("zh")
    assert ";" in str(error)
    for sentence in (error.say("zh"), str(error)):
        assert sentence.isprintable()
        assert len(sentence) < 200
        assert not re.search(r"\d+:\d+|line \d|Error|Exception|\{\w", sentence)


MODULES = sorted(Path(str(json_source.__file__)).parent.glob("*.py"))


def test_every_reason_has_an_example_and_a_text() -> None:
    code = "".join(path.read_text("utf-8") for path in MODULES)
    reasons = set(re.findall(r'"(source\.[a-z0-9.-]+[a-z0-9])"', code))
    reasons |= {f"source.json-syntax.{problem}" for _, problem in json_source._PROBLEMS}  # noqa: SLF001
    reasons.add("source.json-syntax.end")
    assert reasons == set(EXAMPLES)
    assert reasons <= set(texts("errors"))


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("[1,]", "trailing-comma", (1, 3)),
        ("[1,,2]", "value", (1, 4)),
        ("[,1]", "value", (1, 2)),
        ("[01]", "comma", (1, 3)),
        ("[+1]", "value", (1, 2)),
        ("[.5]", "value", (1, 2)),
        ("[1.]", "comma", (1, 3)),
        ("[True]", "value", (1, 2)),
        ("[nan]", "value", (1, 2)),
        ("{1: 2}", "key", (1, 2)),
        ("{a: 2}", "key", (1, 2)),
        ('{"a": 1 // b\n}', "comma", (1, 9)),
        ("// a\n{}", "value", (1, 1)),
        ("]", "value", (1, 1)),
        ("{", "end", (1, 2)),
        ('{"a"', "end", (1, 5)),
        ('{"a":', "end", (1, 6)),
        ('{"a":1', "end", (1, 7)),
        ("[1", "end", (1, 3)),
        ('["\\u12x4"]', "escape", (1, 4)),
        ('["a\tb"]', "control", (1, 4)),
        ('["\x00'.replace("\x00", "\x1f") + '"]', "control", (1, 3)),
        ("[1]]", "extra", (1, 4)),
        ("\ufeff\ufeff{}", "value", (1, 1)),
    ],
)
def test_json_syntax(text: str, reason: str, place: tuple[int, int]) -> None:
    error = refused(read_json, text)
    assert error.reason == f"source.json-syntax.{reason}"
    assert error.line == place[0]
    assert abs((error.column or 0) - place[1]) <= (reason == "escape")  # it moved within the escape in 3.13


@pytest.mark.parametrize(
    ("text", "reason", "place"),
    [
        ("a: [1", "source.yaml-syntax", (1, 6)),
        ("a: 1\n b: 2", "source.yaml-syntax", (2, 3)),
        ('a: "\\UFFFFFFFF"', "source.yaml-syntax", None),
        ('a: "\\U00110000" # \\ud800', "source.yaml-syntax", None),
        ("# nothing else\n", "source.empty", None),
        ("---\n--- 1", "source.yaml-several-documents", (2, 1)),
        ("a: !x 1", "source.yaml-tag", (1, 4)),
        ("a: ! 1", "source.yaml-tag", (1, 4)),
        ("a: !!int '3'", "source.yaml-tag", (1, 4)),
        ("a: !!int 0.5", "source.yaml-tag", (1, 4)),
        ("a: !!map [1]", "source.yaml-tag", (1, 4)),
        ("a: !!timestamp 2025-01-27", "source.yaml-tag", (1, 4)),
        ("a: !!python/object:os.system {}", "source.yaml-tag", (1, 4)),
        ("!!int 1: a", "source.yaml-tag", (1, 1)),
        ("%TAG !a! b\n" * 30 + "--- 1", "source.yaml-tag", (1, 1)),
        ("{a: 1}: 2", "source.yaml-key", (1, 1)),
        ("a: &x [1]\n*x : 2", "source.yaml-key", (2, 1)),
        ("a: &x {b: {c: *x}}", "source.yaml-recursive-alias", (1, 15)),
        ("- *x\n- &x 1", "source.yaml-alias", (1, 3)),
        ("a: 1e999999", "source.number-too-long", (1, 4)),
        ('"\\ud800": 1', "source.lone-surrogate", (1, 1)),
        ('["\\ud83d\\ude00", "\\ude00\\ud83d"]', "source.lone-surrogate", (1, 18)),
        ("a: \x00".replace("\x00", "\x7f"), "source.yaml-character", (1, 4)),
        ("a:\n \ufeffb", "source.yaml-character", (2, 2)),
    ],
)
def test_yaml_refusals(parser: Parser, text: str, reason: str, place: tuple[int, int] | None) -> None:
    error = refused(read_yaml, text)
    assert error.reason == reason, parser
    if place:
        assert (error.line, error.column) == place, parser


def test_input_in_a_message_is_short_and_printable() -> None:
    error = refused(read_yaml, "a: !" + "x" * 100 + " 1")
    assert error.details["tag"] == "!" + "x" * 38 + "…"
    assert short("a\n\x1b[0m\u202e") == "a\\n\\x1b[0m\\u202e"
    assert refused(read_yaml, "a: !!binary 1").details["tag"] == "!!binary"


# Limits


@pytest.mark.parametrize(
    ("text", "digits_or_value"),
    [
        ("1" * MAX_DIGITS, int("1" * MAX_DIGITS)),
        ("-" + "1" * MAX_DIGITS, -int("1" * MAX_DIGITS)),
        ("1e999", 10**999),
        ("1e+0000000000000000999", 10**999),
        ("1e-" + "0" * 5000 + "1", Decimal("0.1")),
        ("1e-999", Decimal("1e-999")),
        ("0." + "1" * (MAX_DIGITS - 1), Decimal("0." + "1" * (MAX_DIGITS - 1))),
        ("1" + "0" * 500 + "e-500", 1),
        ("1" * (MAX_DIGITS + 1), None),
        ("1" * 100_000, None),
        ("1e1000", None),
        ("1e-1000", None),
        ("1e999999999999", None),
        ("1e-" + "9" * 100_000, None),
        ("0." + "0" * MAX_DIGITS, None),
    ],
)
@pytest.mark.parametrize("read", [read_json, read_yaml])
def test_numbers_have_at_most_a_thousand_digits(read: Callable[[str], Source], text: str, digits_or_value: Any) -> None:
    if digits_or_value is None:
        error = refused(read, f'{{"{"1" * 1001}": [{text}]}}')
        assert (error.reason, error.line, error.column) == ("source.number-too-long", 1, 1008)
    else:
        assert typed(read(f"[{text}]").value) == typed([digits_or_value])


def nested(depth: int) -> str:
    return '{"a":' * (depth // 2) + "[" * (depth - depth // 2) + "]" * (depth - depth // 2) + "}" * (depth // 2)


@pytest.mark.parametrize("read", [read_json, read_yaml, lambda text: from_python(json.loads(text))])
def test_containers_nest_200_deep(read: Callable[[str], Source]) -> None:
    assert read(nested(MAX_DEPTH)).value
    assert refused(read, nested(MAX_DEPTH + 1)).reason == "source.too-deep"


@pytest.mark.parametrize("read", [read_json, read_yaml, lambda text: from_python(json.loads(text))])
def test_a_document_has_at_most_10000_values(read: Callable[[str], Source]) -> None:
    row = '{"a": [], "b": [1]}'  # four values
    text = "[" + ",".join([row] * (MAX_VALUES // 4 - 1)) + ",1,1"
    assert len(read(text + ",1]").value) == MAX_VALUES // 4 + 2
    assert refused(read, text + ",1,1]").reason == "source.too-many-values"


def test_brackets_and_commas_in_strings_do_not_count() -> None:
    assert read_json(json.dumps(["[{," * MAX_VALUES, '"' * 10, "\\"])).value[1] == '"' * 10


def test_depth_does_not_depend_on_the_recursion_limit() -> None:
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(10_000)
        assert refused(read_json, "[" * 100_000).reason == "source.too-deep"
        assert refused(read_yaml, "[" * 100_000).reason == "source.too-deep"
    finally:
        sys.setrecursionlimit(limit)


def bomb(levels: int, width: int) -> str:
    lines = ["a0: &a0 x"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels + 1)]
    return "\n".join(lines)


def test_alias_bombs_are_counted_before_they_go_off(parser: Parser) -> None:
    assert refused(read_yaml, bomb(9, 9)).reason == "source.too-many-values", parser
    deep = bomb(MAX_DEPTH // 2, 1) + "\nb: " + "[" * MAX_DEPTH + f"*a{MAX_DEPTH // 2}" + "]" * MAX_DEPTH
    assert refused(read_yaml, deep).reason == "source.too-deep", parser
    assert len(read_yaml(bomb(3, 9)).value) == 4, parser


def test_aliases_count_for_every_value_they_stand_for(parser: Parser) -> None:
    text = "a: &x [" + "1," * 1998 + "1]\nb: [*x, *x, *x, *x{}]\n"  # 2 + 2,000 + 4 * 2,000 values
    assert refused(read_yaml, text.format("")).reason == "source.too-many-values", parser
    fewer = text.replace("1," * 1998, "1," * 1997).format(", 1, 1, 1")
    assert read_yaml(fewer).value["b"][4:] == [1, 1, 1], parser
    assert refused(read_yaml, fewer.replace("1, 1, 1]", "1, 1, 1, 1]")).reason == "source.too-many-values"


MIB = 2**20
HOSTILE: dict[str, Callable[[], bytes]] = {
    "100 MB of [": lambda: b"[" * (100 * MIB),
    "10 MB of [": lambda: b"[" * (10 * MIB),
    "10 MB of commas": lambda: b"," * (10 * MIB),
    "10 MB of colons": lambda: b"[" + b":" * (10 * MIB - 1),
    "10 MB of quotes": lambda: b"[" + b'"' * (10 * MIB - 1),
    "10 MB of line breaks": lambda: b"[" + b"\n" * (10 * MIB - 9) + b"1]",
    "10 MB of escapes": lambda: b'["' + b"\\n" * (5 * MIB - 9) + b'"]',
    "10 MB of escaped quotes without an end": lambda: b"[" * 150 + b'"' + b'\\"' * (5 * MIB - 99),
    "10 MB of NUL": lambda: bytes(10 * MIB),
    "a million members": lambda: b"{" + b",".join(b'"%d":1' % n for n in range(900_000)) + b"}",
    "9,000 times the same key": lambda: b"{" + b",".join([b'"k":1'] * 9_000) + b"}",
    "a number of 10 MB": lambda: b"[" + b"1" * (10 * MIB - 9) + b"]",
    "an exponent of 10 MB": lambda: b"[1e" + b"9" * (10 * MIB - 9) + b"]",
    "GB18030 with one wrong byte": lambda: b"[" + b"\xd6\xd0" * (5 * MIB - 9) + b"\xff",
    "alias bomb": lambda: bomb(9, 9).encode(),
    "1 MB of sequence": lambda: b"- 1\n" * (MIB // 4),
    "1 MB of mapping": lambda: b"".join(b"%d: 1\n" % n for n in range(100_000)),
    "1 MB of tag directives": lambda: b"".join(b"%%TAG !%d! x\n" % n for n in range(60_000)) + b"--- a",
    "1 MB of indentation": lambda: b"".join(b" " * n + b"a:\n" for n in range(1400)),
}

for snippet in ("- ", ": ", "? ", "a\n", "a ", "a", "'", "[a: ", "{a: ", "- &a *a\n", "#\n", "\n", "%A b\n"):
    HOSTILE[f"1 MB of {snippet!r}"] = partial(bytes.__mul__, snippet.encode(), MIB // len(snippet))

READ_ALL = """
import io, sys, time
from test_source import HOSTILE
from gknb.errors import SourceError
from gknb.source.document import read_stream
for name, make in HOSTILE.items():
    stream, start = io.BytesIO(make()), time.process_time()
    try:
        read_stream(stream).position("/0")
    except SourceError:
        pass
    print(f"{time.process_time() - start:.2f} {name}")
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, "MB", file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="without libyaml, 1 MB of YAML takes about 2 s")
def test_no_input_takes_two_seconds_or_300_mb() -> None:
    paths = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == len(HOSTILE)
    assert [line for line in lines if float(line.split()[0]) > 2] == []
    assert int(done.stderr.split()[0]) < 300  # with the largest input, 100 MB, and the imports of this file


def test_yaml_may_be_a_tenth_as_large_as_json() -> None:
    text = "a: " + "x" * (MAX_YAML_BYTES - 3)
    assert read_yaml(text).value["a"]
    error = refused(read_yaml, text + "x")
    assert (error.reason, error.details["limit"]) == ("source.too-large", "1 MiB (YAML)")


# Files and streams


def test_a_stream_is_read_to_its_end_and_no_further_than_the_limit() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 3))

    assert read_stream(Slow(b'{"a": 1}')).value == {"a": 1}
    assert read_stream(io.BytesIO(b"[1]"), format="yaml").format == "yaml"
    long = io.BytesIO(b" " * (MAX_BYTES + 100))
    assert refused(read_stream, long).reason == "source.too-large"
    assert long.tell() == MAX_BYTES + 1


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(read_path, tmp_path).reason == "source.is-a-folder"
    assert refused(read_path, tmp_path / "none.json").reason == "source.not-found"
    assert refused(read_path, tmp_path / "file" / "a.json").reason == "source.not-found"
    assert refused(read_path, "a\0b").reason == "source.not-found"
    assert refused(read_path, tmp_path / "file").reason == "source.empty"


def test_windows_denies_folders(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
        assert refused(read_path, tmp_path).reason == "source.is-a-folder"


def test_other_troubles_are_told_in_the_words_of_the_system() -> None:
    assert refused(opened_with, OSError(24, "Too many open files")).details["problem"] == "Too many open files"
    assert refused(opened_with, OSError()).details["problem"] == "?"


@posix
def test_a_named_pipe_without_a_writer_is_empty(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(read_path, tmp_path / "pipe").reason == "source.empty"


@posix
def test_a_pipe_is_waited_for_while_somebody_may_write() -> None:
    reading, writing = os.pipe()

    def write() -> None:
        time.sleep(0.1)
        with os.fdopen(writing, "wb") as stream:
            stream.write(b'{"a": 1}')

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert read_path(f"/dev/fd/{reading}").value == {"a": 1}
    finally:
        writer.join()
        os.close(reading)


@posix
def test_an_endless_device_is_too_large() -> None:
    assert refused(read_path, "/dev/zero").reason == "source.too-large"
    assert refused(read_path, os.devnull).reason == "source.empty"


# Python values


class Level(IntEnum):
    COUNTY = 3


class Kind(StrEnum):
    DEPARTMENT = "department"


@pytest.mark.parametrize(
    ("value", "normal"),
    [
        ([None, True, False, 0, "文"], [None, True, False, 0, "文"]),
        ([3.0, -0.0, 1e23, 0.1, 1e-7], [3, 0, 10**23, Decimal("0.1"), Decimal("1e-7")]),
        ([Decimal("3.00"), Decimal("1E+2"), Decimal("2.50"), Decimal("-0")], [3, 100, Decimal("2.5"), 0]),
        ((1, (2,)), [1, [2]]),
        (OrderedDict(a=MappingProxyType({"b": ()})), {"a": {"b": []}}),
        ({Kind.DEPARTMENT: Kind.DEPARTMENT, "n": Level.COUNTY}, {"department": "department", "n": 3}),
        (10**MAX_DIGITS - 1, 10**MAX_DIGITS - 1),
    ],
)
def test_python_values_are_normalised(value: Any, normal: Any) -> None:
    read = from_python(value)
    assert typed(read.value) == typed(normal)
    assert (read.duplicates, read.format, read.encoding) == ((), "python", "")
    assert read.position("") is None
    assert read.key_position("/a") is None


def test_python_values_are_copied() -> None:
    value: dict[str, Any] = {"a": [{}]}
    copy = from_python(value).value
    value["a"].append({})
    assert copy == {"a": [{}]}


@pytest.mark.parametrize(
    ("value", "reason", "pointer"),
    [
        (math.nan, "source.not-json-number", ""),
        ({"a/b": [0, math.inf]}, "source.not-json-number", "/a~1b/1"),
        ([Decimal("sNaN")], "source.not-json-number", "/0"),
        ([Decimal("1E+1000")], "source.number-too-long", "/0"),
        ([10**MAX_DIGITS], "source.number-too-long", "/0"),
        ([-(10**MAX_DIGITS)], "source.number-too-long", "/0"),
        ({"a": {"b": b"bytes"}}, "source.not-json-type", "/a/b"),
        ([{1, 2}], "source.not-json-type", "/0"),
        ({"a": {2021: 1}}, "source.not-json-key", "/a"),
        ({"a": "\ud800"}, "source.lone-surrogate", "/a"),
        ({"a": {"\ud800": 1}}, "source.lone-surrogate", "/a"),
        ({"a": [0] * MAX_VALUES}, "source.too-many-values", "/a"),
    ],
)
def test_python_values_that_json_does_not_have(value: object, reason: str, pointer: str) -> None:
    error = refused(from_python, value)
    assert (error.reason, error.details["pointer"]) == (reason, pointer)
    assert str(error).startswith(f"{pointer}: " if pointer else "")
    assert error.line is None


def test_a_type_is_named() -> None:
    assert str(refused(from_python, {"a": [b""]})).startswith("/a/0: bytes is not a type of JSON")


def test_circles_end() -> None:
    circle: dict[str, Any] = {}
    circle["a"] = [circle, circle]
    assert refused(from_python, circle).reason == "source.too-deep"


# What must hold for any input

KEYS = st.text(max_size=40)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(10**MAX_DIGITS) + 1, max_value=10**MAX_DIGITS - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=20
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])
LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 0, 1, 4, "\t"]),
        "sort_keys": st.booleans(),
        "separators": st.sampled_from([None, (",", ":"), (" , ", " : ")]),
    }
)


def pointers(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    yield pointer, value
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from pointers(item, f"{pointer}/{pointer_token(str(key))}")


def offset_of(text: str, position: Position | None) -> int:
    assert position is not None
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    return starts[position.line - 1] + position.column - 1


@settings(deadline=None)
@given(VALUES, LAYOUTS, st.booleans(), st.sampled_from(["utf-8", "utf-8-sig"]))
def test_json_that_was_written_is_read_back(
    value: Any, layout: dict[str, Any], ensure_ascii: bool, encoding: str
) -> None:
    data = json.dumps(value, ensure_ascii=ensure_ascii, **layout).encode(encoding)
    read = read_bytes(data, format="json")
    assert typed(read.value) == typed(from_python(value).value)
    assert read.encoding == encoding
    assert read.duplicates == ()


@settings(deadline=None)
@given(VALUES, LAYOUTS, NEWLINES)
def test_a_json_value_begins_where_its_place_says(value: Any, layout: dict[str, Any], newline: str) -> None:
    text = json.dumps(value, ensure_ascii=False, **layout).replace("\n", newline)
    read = read_json(text)
    decode = json.JSONDecoder().raw_decode
    for pointer, part in pointers(read.value):
        begun, _ = decode(text, offset_of(text, read.position(pointer)))
        assert from_python(begun).value == part
        if key := read.key_position(pointer):
            assert pointer.endswith("/" + pointer_token(decode(text, offset_of(text, key))[0]))


@pytest.mark.parametrize("parser_name", PARSERS)
@settings(deadline=None)
@given(value=VALUES, layout=LAYOUTS, newline=NEWLINES)
def test_json_read_as_yaml_is_the_same(parser_name: Parser, value: Any, layout: dict[str, Any], newline: str) -> None:
    text = json.dumps(value, **layout).replace("\n", newline)
    as_json = read_json(text)
    with parsing_with(parser_name):
        as_yaml = read_yaml(text)
    assert typed(as_yaml.value) == typed(as_json.value)
    for pointer, _ in pointers(as_json.value):
        assert as_yaml.position(pointer) == as_json.position(pointer)
        assert as_yaml.key_position(pointer) == as_json.key_position(pointer)


@settings(deadline=None)
@given(st.dictionaries(KEYS, st.integers(), min_size=1, max_size=4), st.data())
def test_repeated_keys_are_all_told(value: dict[str, int], data: st.DataObject) -> None:
    repeats = data.draw(st.lists(st.sampled_from(list(value)), min_size=1, max_size=4))
    members = [f"{json.dumps(key)}:{number}" for key, number in value.items()]
    members += [f"{json.dumps(key)}:{number}" for number, key in enumerate(repeats)]
    text = "{" + ",\n".join(members) + "}"
    read = read_json(text)
    assert [duplicate.key for duplicate in read.duplicates] == repeats
    assert read.value == json.loads(text)
    as_yaml = read_yaml(text)
    assert (as_yaml.value, as_yaml.duplicates) == (read.value, read.duplicates)


SNIPPETS = (
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        ": ",
        '"',
        "'",
        "\\",
        "\\u",
        "\\ud800",
        "\\ud83d\\ude00",
        "\\U00110000",
        "\n",
        "\r",
    ),
    *(
        " ",
        "  ",
        "\t",
        "- ",
        "? ",
        "|",
        ">",
        "&x ",
        "*x",
        "!",
        "!!int ",
        "!!str ",
        "#",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
    ),
    *(
        "%TAG ! x\n",
        "<<: ",
        "null",
        "true",
        "NaN",
        "-Infinity",
        "1",
        "-",
        "1e999",
        "0.5",
        "a",
        "文",
        "😀",
        "@",
        "`",
        "%",
    ),
    *("\x00", "\x07", "\x7f", "\x85", "\u2028", "\ufeff", '"a": 1', "a: 1\n", "- a\n"),
)
SOUP = st.lists(st.sampled_from(SNIPPETS), max_size=20).map(lambda parts: "".join(parts).encode())


@pytest.mark.parametrize("parser_name", PARSERS)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary() | SOUP, format_=st.sampled_from(["json", "yaml", None]))
def test_any_bytes_are_read_or_refused(
    parser_name: Parser, data: bytes, format_: Literal["json", "yaml"] | None
) -> None:
    with parsing_with(parser_name):
        read = read_or_refusal(read_bytes, data, format=format_)
    if isinstance(read, SourceError):
        assert (str(read) + read.say("zh")).isprintable()
    else:
        assert typed(from_python(read.value).value) == typed(read.value)
        assert all(read.position(pointer) for pointer, _ in pointers(read.value))


@settings(deadline=None)
@given(st.recursive(SCALARS | st.floats() | st.binary(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_any_python_value_is_taken_or_refused(value: Any) -> None:
    read = read_or_refusal(from_python, value)
    if isinstance(read, SourceError):
        assert read.reason in {"source.not-json-number", "source.not-json-type"}
    else:
        assert typed(from_python(read.value).value) == typed(read.value)


# Cold start


def test_yaml_is_loaded_only_when_it_is_read() -> None:
    code = "import sys, gknb.source.document as d; d.read_bytes(b'[1, 2.0]'); assert 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
