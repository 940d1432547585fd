"""What files of other kinds begin with, in small letters."""

from __future__ import annotations

from typing import Final

__all__ = ["KINDS"]

KINDS: Final = (
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
