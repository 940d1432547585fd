"""The packed streams of a PDF, measured before a library unpacks them whole."""

from __future__ import annotations

import re
import zlib
from typing import Final

from gknb.errors import SourceError

__all__ = ["check_streams"]

_STREAM: Final = re.compile(rb"stream\r?\n")
_PACKED: Final = re.compile(rb"/(?:FlateDecode|LZWDecode|Fl|LZW)\b")
_MOST_STREAMS: Final = 50_000
_MOST_UNPACKED: Final = 64 * 2**20
"""The most bytes of one stream; a scanned page in full colour has 26 MB."""
_MOST_TOGETHER: Final = 2**30
_STEP: Final = 2**16
_HEAD: Final = 2_000
"""How far before a stream its description begins at most."""


def check_streams(content: bytes) -> None:
    """Raise ``SourceError`` for streams that are many times larger unpacked, or packed more than once.

    Where a stream ends is told by the packed bytes alone: what the file says of that can be a lie.
    """
    together = 0
    for count, stream in enumerate(_STREAM.finditer(content)):
        at = stream.start()
        head = content[max(content.rfind(b"obj", max(at - _HEAD, 0), at), at - _HEAD, 0) : at]
        together += _unpacked(content, stream.end())
        if together > _MOST_TOGETHER or count > _MOST_STREAMS or len(_PACKED.findall(head)) > 1:
            raise SourceError("reader.bomb")


def _unpacked(content: bytes, begin: int) -> int:
    """How large the stream that begins there is unpacked, as far as it can be."""
    if content[begin : begin + 1] not in (b"\x48", b"\x58", b"\x68", b"\x78"):  # no zlib stream begins otherwise
        return 0
    size = 0
    unpacking = zlib.decompressobj()
    try:
        for step in range(begin, len(content), _STEP):
            size += len(unpacking.decompress(content[step : step + _STEP], _MOST_UNPACKED + 1 - size))
            if size > _MOST_UNPACKED:
                raise SourceError("reader.bomb")
            if unpacking.eof:
                break
    except zlib.error:
        return size
    return size
