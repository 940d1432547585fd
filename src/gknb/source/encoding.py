"""Bytes as text: UTF-8 or GB18030. Binary files are recognised and refused by name."""

from __future__ import annotations

from typing import Final

from gknb.source.positions import place_at
from gknb.source.refusals import refusal

__all__ = ["decoded", "has_lone_surrogate"]

_UTF8_BOM: Final = b"\xef\xbb\xbf"
_UTF32_BOMS: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
# Which of the first four bytes are NUL in JSON without a byte order mark (RFC 4627 section 3).
_NUL_PATTERNS: Final = {"0001": "UTF-32", "1000": "UTF-32", "0101": "UTF-16", "1010": "UTF-16"}
# What files of other formats begin with, in small letters.
_SIGNATURES: Final = (
    (b"%pdf", "PDF"),
    (b"pk\x03\x04", "ZIP (.docx, .xlsx, .ofd, .zip)"),
    (b"\xd0\xcf\x11\xe0", "Office 97 (.doc, .xls)"),
    (b"{\\rtf", "RTF"),
    (b"<!doctype", "HTML"),
    (b"<html", "HTML"),
    (b"<?xml", "XML"),
    (b"\x89png", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"gif87a", "GIF"),
    (b"gif89a", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: ``"utf-8"``, ``"utf-8-sig"`` or ``"gb18030"``.

    Raises:
        SourceError: it is a binary file, UTF-16 or UTF-32, or not valid in either encoding.
    """
    _refuse_binary(data)
    marked = data.startswith(_UTF8_BOM)
    body = data[len(_UTF8_BOM) :] if marked else data
    try:
        return body.decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as error:
        failed = error
    before = body[: failed.start].decode("utf-8")
    # GB18030 read as UTF-8 fails within a few characters; after eight good ones it is UTF-8 with a
    # damaged byte, which GB18030 might turn into wrong characters instead of refusing it.
    if not marked and sum(character > "\x7f" for character in before) < 8:
        try:
            return body.decode("gb18030"), "gb18030"
        except UnicodeDecodeError as error:
            if error.start > failed.start:
                before = body[: error.start].decode("gb18030")
    raise refusal("source.encoding", place_at(before, len(before)))


def _refuse_binary(data: bytes) -> None:
    if data.startswith(_UTF32_BOMS):
        raise refusal("source.utf-16", encoding="UTF-32")
    if data.startswith(_UTF16_BOMS):
        raise refusal("source.utf-16", encoding="UTF-16")
    head = data[:64].removeprefix(_UTF8_BOM).lstrip().lower()
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise refusal("source.binary", kind=kind)
    if b"\0" in data:
        encoding = _NUL_PATTERNS.get("".join("1" if byte else "0" for byte in data[:4]))
        raise refusal("source.utf-16", encoding=encoding) if encoding else refusal("source.nul-bytes")


def has_lone_surrogate(text: str) -> bool:
    """Whether a string contains half a UTF-16 surrogate pair, which UTF-8 cannot encode."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
