"""Depth, size, time and memory have limits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from source_texts import Parser, read_json, read_yaml, refused, typed

from gknb.source.document import Source, from_python
from gknb.source.limits import MAX_DEPTH, MAX_DIGITS, MAX_VALUES, MAX_YAML_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable


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


READ_ALL = """
import io, sys, time
from test_limits import HOSTILE
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
