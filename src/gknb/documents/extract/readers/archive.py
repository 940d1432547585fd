"""Open office files as ZIP archives and check their limits before any XML is parsed."""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from gknb.documents.extract.readers.limits import MOST_TAGS
from gknb.errors import SourceError

__all__ = ["Archive"]

_MOST_ENTRIES: Final = 2_000
_MOST_UNPACKED: Final = 256 * 2**20
"""Maximum size of all entries together, in bytes; zipfile reads no more of an entry than its declared size."""
_MOST_XML: Final = 32 * 2**20
"""Maximum size of one XML file, in bytes; enough for three hundred reports."""
_MOST_RATIO: Final = 300
"""Maximum compression ratio of an XML file; real files reach 100."""
_SMALL: Final = 2**20
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
        entries = self._zip.infolist()
        if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
            raise SourceError("reader.bomb")
        for entry in entries:
            if entry.flag_bits & 1:
                raise SourceError("reader.encrypted")
            large = entry.file_size > _MOST_RATIO * max(entry.compress_size, 1)
            if _is_xml(entry.filename) and (entry.file_size > _MOST_XML or (large and entry.file_size > _SMALL)):
                raise SourceError("reader.bomb")
        self.names = {entry.filename.lstrip("/"): entry for entry in entries}

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file; ``None`` if there is no file of that name."""
        entry = self.names.get(name)
        if entry is None:
            return None
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise SourceError("reader.broken", problem=f"{name}: {error}") from error

    def xml(self, name: str) -> bytes | None:
        """Return the bytes of an XML file; ``None`` if there is no file of that name.

        Raises :class:`~gknb.errors.SourceError` for a document type or entity, which office files never declare.
        """
        content = self.read(name)
        if content is None:
            return None
        declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf")[:200])
        if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            raise SourceError("reader.entities", name=name)
        if content.count(b"<") > MOST_TAGS:
            raise SourceError("reader.bomb")
        if len(content) > _MOST_XML or (declared and declared[1].lower() not in _PLAIN):
            raise SourceError("reader.entities", name=name)
        return content

    def check_xml(self) -> None:
        """Check every XML file; for libraries that open the archive themselves."""
        for name in self.names:
            if _is_xml(name):
                self.xml(name)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
