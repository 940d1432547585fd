"""Input that is refused: one example of every reason."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from source_texts import Parser, opened_with, read_json, read_yaml, refused

from gknb.source import json as json_source
from gknb.source import yaml_syntax
from gknb.source.document import Source, from_python, read_bytes, read_path, read_stream
from gknb.source.gzip import Unpacked
from gknb.source.limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_VALUES
from gknb.source.refusals import short
from gknb.texts import texts

if TYPE_CHECKING:
    from collections.abc import Callable


def twice_too_long() -> Source:
    return read_json("{" + ",".join(['"k":0'] * 400) + ',"' + "k" * (MAX_BYTES // 2) + '":{"a":0,"a":0,"a":0}}')


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
    "source.thousands-separator": (lambda: read_yaml("a: {b: 1,472}"), (1, 10)),
    "source.yaml-syntax": (lambda: read_yaml('"a" "b"'), (1, 5)),
    "source.yaml-syntax.separator": (lambda: read_yaml("a: {b: 1 c: 2}"), (1, 11)),
    "source.yaml-syntax.colon": (lambda: read_yaml("a: 1\nb\nc: 2"), (3, 1)),
    "source.yaml-syntax.nested": (lambda: read_yaml("a: b: c"), (1, 5)),
    "source.yaml-syntax.indentation": (lambda: read_yaml("a:\n  - b\n c: 1"), (3, 2)),
    "source.yaml-syntax.quote": (lambda: read_yaml("a: 'b"), (1, 6)),
    "source.yaml-syntax.start": (lambda: read_yaml("a: @b"), (1, 4)),
    "source.yaml-syntax.escape": (lambda: read_yaml('a: "\\q"'), (1, 5)),
    "source.yaml-syntax.wide-comma": (lambda: read_yaml("a: {b: 0，c: 1}"), (1, 9)),
    "source.yaml-syntax.wide-colon": (lambda: read_yaml("a: 1\nb：2\nc: 3"), (2, 2)),
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
    assert re.search("；|，请", error.say("zh"))
    assert ";" in str(error)
    for sentence in (error.say("zh"), str(error)):
        assert sentence.isprintable()
        assert len(sentence) < 200
        assert not re.search(r"\d+:\d+|Error|Exception|\{\w", sentence)
        assert reason.startswith("source.yaml-syntax.wide-") or not re.search(r"line \d", sentence)


MODULES = sorted(Path(str(json_source.__file__)).parent.glob("*.py"))


def test_every_reason_has_an_example_and_a_text() -> None:
    code = "".join(path.read_text("utf-8") for path in MODULES)
    reasons = set(re.findall(r'"(source\.[a-z0-9.-]+[a-z0-9])"', code))
    reasons |= {f"source.json-syntax.{problem}" for _, problem in json_source._PROBLEMS}  # noqa: SLF001
    reasons.add("source.json-syntax.end")
    reasons |= {f"source.yaml-syntax.{kind}" for _, kind in yaml_syntax._PROBLEMS}  # noqa: SLF001
    reasons |= {f"source.yaml-syntax.wide-{kind}" for kind, _ in yaml_syntax._WIDE.values()}  # noqa: SLF001
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
        ("a: [1", "source.yaml-syntax.separator", (1, 6)),
        ("a: 1\n b: 2", "source.yaml-syntax.nested", (2, 3)),
        ('a: "\\UFFFFFFFF"', "source.yaml-syntax.escape", None),
        ('a: "\\U00110000" # \\ud800', "source.yaml-syntax.escape", None),
        # The full-width mark is named only where writing it half-width moves the error on.
        ("a：\n  b: 1\nc: 2\n", "source.yaml-syntax.wide-colon", (1, 2)),
        ('a: {b: "1"，c: 2，d: 3}', "source.yaml-syntax.wide-comma", (1, 11)),
        ('a: {b: "1"，c: 2，d: 3} # \\ud800', "source.yaml-syntax.wide-comma", (1, 11)),
        ("a: b # 中，文\nc: d: e", "source.yaml-syntax.nested", (2, 5)),
        ("a: '中，文'\nc: [1", "source.yaml-syntax.separator", (2, 6)),
        ("a: {b: 0，c: 1", "source.yaml-syntax.wide-comma", (1, 9)),
        ("a: {b: -11,472\n}", "source.thousands-separator", (1, 12)),
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
