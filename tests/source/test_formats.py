"""Whether a text is JSON or YAML: by its name, and by what is in it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from source_texts import refused

from gknb.source.document import Source, read_bytes, read_path

if TYPE_CHECKING:
    from pathlib import Path


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


def test_yaml_is_loaded_only_when_it_is_read() -> None:
    code = "import sys, gknb.source.document as d; d.read_bytes(b'[1, 2.0]'); assert 'yaml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
