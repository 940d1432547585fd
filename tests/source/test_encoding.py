"""UTF-8, UTF-16, byte order marks, and bytes that are no text."""

from __future__ import annotations

import pytest
from source_texts import at, refused

from gknb.source.document import read_bytes


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
