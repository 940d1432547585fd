"""Detect the kind of a published file from its content, and from its name where the content is ambiguous."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.decode import decoded

if TYPE_CHECKING:
    from gknb.documents.extract.blocks import Kind

__all__ = ["OLE", "RTF", "sniff", "suffix_of"]

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of an OLE file: Word, Excel or WPS before 2007, or an encrypted newer file."""
RTF: Final = b"{\\rtf"
_HEAD: Final = 4_096
_SPREADSHEET: Final = "Workbook".encode("utf-16-le")
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_MARKUP: Final = re.compile(r"<(?:html|head|body|meta|table|div|p|h[1-6]|span|br)[\s/>]", re.IGNORECASE)
_MARKDOWN: Final = re.compile(r"^(?:#{1,6}[ \t]+\S|\|?[ \t]*:?-{3,}:?[ \t]*\|[ |:-]*$)", re.MULTILINE)
_DOCUMENT: Final = re.compile(r"\s*(?:---\s*\n)?(?:edition|organ|reporting_year|scope)\s*:", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])")
_NO_TEXT: Final = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_BY_SUFFIX: Final[dict[str, Kind]] = {"md": "markdown", "markdown": "markdown", "txt": "text"}
_PACKED: Final[dict[str, Kind]] = {"word/": "docx", "xl/": "xlsx"}
_DATA: Final = ("json", "yaml", "yml", "csv")


def suffix_of(name: str) -> str:
    """Return the lower-case suffix of a file name, without the dot; empty without one."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def sniff(content: bytes, name: str = "") -> Kind | None:
    """Return the kind of a published file; ``None`` for anything else, such as a document in JSON or YAML.

    A file of an older office program has the kind it is converted to.
    """
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(OLE):
        return "xlsx" if _SPREADSHEET in content else "docx"
    if content.startswith(RTF):
        return "docx"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    return _text(content, suffix_of(name))


def _packed(content: bytes) -> Kind | None:
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "docx"  # a damaged office file; its reader says so
    return next((kind for name in names for folder, kind in _PACKED.items() if name.startswith(folder)), None)


def _text(content: bytes, suffix: str) -> Kind | None:
    text = decoded(content[: 16 * _HEAD])
    head = text[:_HEAD]
    if not head.strip() or suffix in _DATA or _NO_TEXT.search(head) or _DOCUMENT.match(head) or _JSON.match(head):
        return None
    if _PAGE.match(head):
        return "html"
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _MARKDOWN.search(text):  # it may contain elements of HTML
        return "markdown"
    return "html" if _MARKUP.search(head) else "text"
