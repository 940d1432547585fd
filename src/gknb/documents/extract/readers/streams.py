"""Measure the compressed streams of a PDF before a library decompresses them."""

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
"""Maximum size of one decompressed stream, in bytes; a scanned page in full colour has 26 MB."""
_MOST_TOGETHER: Final = 2**30
_STEP: Final = 2**16
_HEAD: Final = 2_000
"""Maximum length of the dictionary before a stream, in bytes."""


def check_streams(content: bytes) -> None:
    """Raise :class:`~gknb.errors.SourceError` if streams are too large or compressed more than once.

    The end of a stream is found in the compressed data, because the declared length may be wrong.
    """
    together = 0
    for count, stream in enumerate(_STREAM.finditer(content)):
        at = stream.start()
        head = content[max(content.rfind(b"obj", max(at - _HEAD, 0), at), at - _HEAD, 0) : at]
        together += _unpacked(content, stream.end())
        if together > _MOST_TOGETHER or count > _MOST_STREAMS or len(_PACKED.findall(head)) > 1:
            raise SourceError("reader.bomb")


def _unpacked(content: bytes, begin: int) -> int:
    """Return the decompressed size of the stream at ``begin``, up to its first damaged byte."""
    if content[begin : begin + 1] not in (b"\x48", b"\x58", b"\x68", b"\x78"):  # not the first byte of a zlib stream
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
