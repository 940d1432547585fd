"""Office files as the archives that they are, checked before anything in them is understood."""

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
"""The most bytes of all files together; zipfile reads no more of a file than the archive says it has."""
_MOST_XML: Final = 32 * 2**20
"""The most bytes of one XML file: three hundred reports."""
_MOST_RATIO: Final = 300
"""The most that an XML file may be larger than packed; written ones come to 100."""
_SMALL: Final = 2**20
_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)""")
_PLAIN: Final = frozenset((b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"gb2312", b"gbk", b"gb18030"))
"""Encodings in which ``<!DOCTYPE`` has the bytes that it has in ASCII."""


class Archive:
    """The files of an archive; what is too large, encrypted, or no archive, raises ``SourceError``."""

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
        """The bytes of a file; ``None`` where there is none of that name."""
        entry = self.names.get(name)
        if entry is None:
            return None
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise SourceError("reader.broken", problem=f"{name}: {error}") from error

    def xml(self, name: str) -> bytes | None:
        """The bytes of an XML file that declares no document type, and so no entities: office files never do."""
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
        """Look at every XML file, for a library that reads them by itself."""
        for name in self.names:
            if _is_xml(name):
                self.xml(name)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))
