"""Python values as documents."""

from __future__ import annotations

import math
from collections import OrderedDict
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from source_texts import refused, typed

from gknb.source.document import from_python
from gknb.source.limits import MAX_DIGITS, MAX_VALUES


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
    assert str(refused(from_python, {"a": [b""]})).startswith("/a/0: bytes is not a JSON type")


def test_circles_end() -> None:
    circle: dict[str, Any] = {}
    circle["a"] = [circle, circle]
    assert refused(from_python, circle).reason == "source.too-deep"
