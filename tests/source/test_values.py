"""Values of JSON and YAML: numbers, texts and what else they write."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from source_texts import Parser, read_json, read_yaml, typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.source.document import Source


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
