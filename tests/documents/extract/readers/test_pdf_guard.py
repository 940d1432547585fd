"""PDF: files that unpack, refer or draw without end are refused, and nothing else changes."""

from __future__ import annotations

import re
import tracemalloc
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pdfplumber
import pytest
from pdf_files import nested_forms, packed_page
from pdfminer import pdftypes
from reader_files import pdf, words

from gknb.documents.extract.readers import pdf_guard
from gknb.documents.extract.readers.pdf import read_pdf
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

LINE: Final = "政府信息公开工作年度报告"


def reason(content: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        read_pdf(content)
    return raised.value.reason


BOMB: Final = bytes(65 * 2**20)


def lzw(clears: int) -> bytes:
    """Bytes that LZW decodes to some hundred times as many: each code repeats the one before with one byte more."""
    codes = [
        (256, 9),
        (0, 9),
        *((code, 9 + (code >= 511) + (code >= 1023) + (code >= 2047)) for code in range(258, 4095)),
    ]
    bits = "".join(f"{code:0{size}b}" for code, size in [*codes, *[(256, 12), *codes[1:]] * (clears - 1)])
    size = -(-len(bits) // 8)
    return int(bits.ljust(8 * size, "0"), 2).to_bytes(size, "big")


@pytest.mark.parametrize(
    ("head", "data", "extra"),
    [
        ("/Filter/FlateDecode", zlib.compress(BOMB), b""),
        ("/Filter 9 0 R", zlib.compress(BOMB), b"9 0 obj /FlateDecode endobj\n"),
        ("/Filter[9 0 R]", zlib.compress(BOMB), b"9 0 obj /Fl endobj\n"),
        ("/#46ilter/#46lateDecode", zlib.compress(BOMB), b""),
        ("/Filter/FlateDecode/Note(obj)", zlib.compress(BOMB), b""),
        ("/Filter/FlateDecode%obj\n", zlib.compress(BOMB, 1), b""),
        ("/Filter/FlateDecode", zlib.compress(BOMB, wbits=9), b""),
        ("/Filter/FlateDecode", zlib.compress(BOMB)[:-4] + b"\0\0\0\0", b""),
        ("/Filter[/FlateDecode/FlateDecode]", zlib.compress(zlib.compress(BOMB)), b""),
        ("/Filter[/ASCIIHexDecode/Fl]", zlib.compress(BOMB).hex().encode() + b">", b""),
        ("/Filter/LZWDecode", lzw(10), b""),
        ("/Filter[/FlateDecode/RunLengthDecode]", zlib.compress(b"\x81\0" * 2**19 + b"\x80"), b""),
        ("/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 9999999999>>", zlib.compress(b"q Q"), b""),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_stream_is_unpacked_within_limits_however_it_says_that_it_is_packed(
    head: str, data: bytes, extra: bytes
) -> None:
    tracemalloc.start()
    try:
        assert reason(packed_page(head, data, extra=extra)) == "reader.bomb"
        assert tracemalloc.get_traced_memory()[1] < 250 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("head", "data"),
    [
        ("/Filter/FlateDecode", zlib.compress),
        ("/Filter/FlateDecode", lambda text: zlib.compress(text)[:-4] + b"\0\0\0\0"),
        ("/Filter[/AHx/Fl]", lambda text: zlib.compress(text).hex().encode() + b">"),
        ("/Filter/RL", lambda text: b"".join(b"\0%c" % byte for byte in text) + b"\x80"),
    ],
)
def test_a_stream_within_the_limits_is_unpacked(head: str, data: Callable[[bytes], bytes]) -> None:
    page = words(100, 100, LINE)
    plain = pdf(page)
    (stream,) = re.findall(rb"<</Length \d+>>\nstream\n.*?\nendstream", plain, re.DOTALL)
    new = data(page.encode("latin-1"))
    packed = plain.replace(stream, f"<</Length {len(new)}{head}>>\nstream\n".encode() + new + b"\nendstream")
    assert read_pdf(packed).blocks == read_pdf(plain).blocks != ()


@pytest.mark.parametrize(
    "drawn", [words(10, 10, "一" * 10) * 300, "0 0 m " + "9 9 l " * 3_000 + "S\n", "0 0 9 9 re f\n" * 3_000]
)
def test_what_is_drawn_is_counted(monkeypatch: pytest.MonkeyPatch, drawn: str) -> None:
    text = words(100, 100, LINE * 3)
    assert read_pdf(pdf(text + drawn)).blocks
    monkeypatch.setattr(pdf_guard, "_MOST_DRAWN", 2_000)
    assert read_pdf(pdf(text, text)).blocks
    assert reason(pdf(text + drawn)) == "reader.endless"
    monkeypatch.undo()
    monkeypatch.setattr(pdf_guard, "_MOST_DRAWN_TOGETHER", 4_500)
    assert reason(pdf(text + drawn, text + drawn)) == "reader.endless"
    monkeypatch.undo()
    monkeypatch.setattr(pdf_guard, "_MOST_CONTENT", len(text) + 99)
    assert read_pdf(pdf(text)).blocks
    assert reason(pdf(text + drawn)) == "reader.bomb"


@pytest.mark.parametrize("levels", [16, 30])
def test_forms_in_forms_are_limited(levels: int) -> None:
    assert reason(nested_forms(levels)) == "reader.endless"


def test_a_reference_to_itself_is_not_followed_for_ever() -> None:
    assert (
        reason(
            b"%PDF-1.5\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj 2 0 R endobj\ntrailer <</Root 1 0 R>>\n"
        )
        == "reader.endless"
    )


def test_pages_are_counted_before_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gknb.documents.extract.readers.pdf.painted", None)
    assert reason(pdf(*[""] * 201)) == "reader.pages"


def test_other_users_of_pdfminer_have_no_limits() -> None:
    content = packed_page("/Filter/FlateDecode", zlib.compress(BOMB))
    assert reason(content) == "reader.bomb"
    with pdfplumber.open(BytesIO(content)) as document:
        (page,) = document.pages
        (stream,) = page.page_obj.contents
        assert len(pdftypes.resolve1(stream).get_data()) == len(BOMB)
