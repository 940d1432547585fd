"""What holds for any input, tried on drawn ones."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from source_texts import PARSERS, Parser, parsing_with, read_json, read_yaml, typed

from gknb.errors import SourceError
from gknb.source.document import Source, from_python, read_bytes
from gknb.source.limits import MAX_DIGITS
from gknb.source.pointers import pointer_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gknb.source.positions import Position


def read_or_refusal(read: Callable[..., Source], *args: Any, **kwargs: Any) -> Source | SourceError:
    """What came of it; any other exception passes through."""
    try:
        return read(*args, **kwargs)
    except SourceError as error:
        return error


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
@settings(deadline=None, max_examples=examples(300), suppress_health_check=[HealthCheck.too_slow])
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
