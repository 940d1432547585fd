"""Files and streams: what is read, and what is not there or no file."""

from __future__ import annotations

import io
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from source_texts import opened_with, refused

from gknb.source.document import read_path, read_stream
from gknb.source.limits import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="needs named pipes and /dev")


def test_a_stream_is_read_to_its_end_and_no_further_than_the_limit() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 3))

    assert read_stream(Slow(b'{"a": 1}')).value == {"a": 1}
    assert read_stream(io.BytesIO(b"[1]"), format="yaml").format == "yaml"
    long = io.BytesIO(b" " * (MAX_BYTES + 100))
    assert refused(read_stream, long).reason == "source.too-large"
    assert long.tell() == MAX_BYTES + 1


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(read_path, tmp_path).reason == "source.is-a-folder"
    assert refused(read_path, tmp_path / "none.json").reason == "source.not-found"
    assert refused(read_path, tmp_path / "file" / "a.json").reason == "source.not-found"
    assert refused(read_path, "a\0b").reason == "source.not-found"
    assert refused(read_path, tmp_path / "file").reason == "source.empty"


def test_windows_denies_folders(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", lambda *_: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
        assert refused(read_path, tmp_path).reason == "source.is-a-folder"


def test_other_troubles_are_told_in_the_words_of_the_system() -> None:
    assert refused(opened_with, OSError(24, "Too many open files")).details["problem"] == "Too many open files"
    assert refused(opened_with, OSError()).details["problem"] == "?"


@posix
def test_a_named_pipe_without_a_writer_is_empty(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(read_path, tmp_path / "pipe").reason == "source.empty"


@posix
def test_a_pipe_is_waited_for_while_somebody_may_write() -> None:
    reading, writing = os.pipe()

    def write() -> None:
        time.sleep(0.1)
        with os.fdopen(writing, "wb") as stream:
            stream.write(b'{"a": 1}')

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert read_path(f"/dev/fd/{reading}").value == {"a": 1}
    finally:
        writer.join()
        os.close(reading)


@posix
def test_an_endless_device_is_too_large() -> None:
    assert refused(read_path, "/dev/zero").reason == "source.too-large"
    assert refused(read_path, os.devnull).reason == "source.empty"
