"""Open office files as ZIP archives and check their limits before any XML is parsed."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.file_limits import MOST_TAGS
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Archive"]

_MOST_ENTRIES: Final = 2_000
_MOST_UNPACKED: Final = 256 * 2**20
"""Maximum size of all entries together, in bytes; zipfile reads no more of an entry than its declared size."""
_MOST_XML: Final = 32 * 2**20
"""Maximum size of one XML file, in bytes; enough for three hundred reports."""
_MOST_RATIO: Final = 300
"""Maximum compression ratio of an XML file; real files reach 100."""
_SMALL: Final = 2**20
_HEAD: Final = 64
_XML: Final = (".xml", ".rels", ".vml")
_OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0", b"\x4c\x6f\xa7\x94")
"""First bytes of XML in UTF-16, UTF-32 and EBCDIC."""
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PLAIN: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"gb2312", b"gbk", b"gb18030"))
"""Encodings that write ``<!DOCTYPE`` with the same bytes as ASCII."""


class Archive:
    """The files in an archive.

    Raises :class:`~gknb.errors.SourceError` if the content is no archive, encrypted, or over a limit.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError("reader.broken", problem=str(error)) from error
        self._entries = entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
            raise SourceError("reader.bomb")
        for entry in entries:
            if entry.flag_bits & 1:
                raise SourceError("reader.encrypted")
        self.names = {entry.filename.lstrip("/"): entry for entry in entries}

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file; ``None`` if there is no file of that name."""
        entry = self.names.get(name)
        return None if entry is None else self._read(entry)

    def xml(self, name: str) -> bytes | None:
        """Return the bytes of an XML file; ``None`` if there is no file of that name.

        Raises :class:`~gknb.errors.SourceError` for a document type or entity, which office files never declare.
        """
        entry = self.names.get(name)
        return None if entry is None else self._xml(entry)

    def all_xml(self) -> Iterator[bytes]:
        """Yield the bytes of every XML file, whatever its name, checked as by :meth:`xml`.

        For libraries that open the archive themselves: they find files by references, not by names.
        """
        for entry in self._entries:
            if entry.filename.lower().endswith(_XML) or _may_be_xml(self._read(entry, _HEAD)):
                yield self._xml(entry)

    def _read(self, entry: zipfile.ZipInfo, most: int = -1) -> bytes:
        """Return the bytes of a file, at most so many."""
        try:
            with self._zip.open(entry) as file:
                return file.read(most)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise SourceError("reader.broken", problem=f"{entry.filename}: {error}") from error

    def _xml(self, entry: zipfile.ZipInfo) -> bytes:
        large = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
        if entry.file_size > _MOST_XML or (large and entry.file_size > _SMALL):
            raise SourceError("reader.bomb")
        name, content = entry.filename.lstrip("/"), self._read(entry)
        declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
        # In EBCDIC, which libxml2 recognises by itself, no byte of "<" is one.
        is_ascii = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"")
        if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content or not is_ascii:
            raise SourceError("reader.entities", name=name)
        if content.count(b"<") > MOST_TAGS:
            raise SourceError("reader.bomb")
        if len(content) > _MOST_XML or (declared and declared[1].lower() not in _PLAIN):
            raise SourceError("reader.entities", name=name)
        return content


def _may_be_xml(head: bytes) -> bool:
    """Whether a file may be XML in any encoding that a parser recognises by itself."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text[:1] in (b"<", b"") or head.startswith(_OTHER_ENCODINGS)
