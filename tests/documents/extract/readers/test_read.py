"""The one door: what kind a file is, what is refused, and that hostile bytes end in a reason."""

from __future__ import annotations

import errno
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import outline, packed, pdf, word, words, workbook

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers import office, read
from gknb.documents.extract.readers.file_limits import MOST_BYTES, MOST_TEXT
from gknb.documents.extract.readers.read import read_published, sniff
from gknb.errors import SourceError
from gknb.texts import texts

if TYPE_CHECKING:
    from pathlib import Path

WORD = word(lambda document: document.add_paragraph("x"))
BOOK = workbook(lambda book: book.active.append(["x"]))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def reason(content: bytes, name: str = "") -> str:
    with pytest.raises(SourceError) as raised:
        read_published(content, name)
    for lang in ("zh", "en"):
        assert "{" not in raised.value.say(lang)
    return raised.value.reason


# --- What kind it is ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (pdf(words(1, 1, "x")), "", "pdf"),
        (b"\n\n" + pdf(""), "a.docx", "pdf"),
        (WORD, "a.zip", "docx"),
        (BOOK, "", "xlsx"),
        (WORD[:99], "", "docx"),
        (packed({"a.txt": "x"}), "a.docx", None),
        (OLE + b"x", "a.wps", "docx"),
        (OLE + "Workbook".encode("utf-16-le"), "a", "xlsx"),
        (b"{\\rtf1 x}", "a.doc", "docx"),
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a --><!-- b --><HTML >', "", "html"),
        ("<html><p>报告".encode("utf-16"), "", "html"),
        ("报告<table><tr>".encode("gb18030"), "a.doc", "html"),
        (b"x\n<table><tr>", "a.md", "markdown"),
        (b"x\n<table><tr>", "a.txt", "text"),
        ("# 报告\n".encode(), "", "markdown"),
        (b"a\n| b | c |\n|---|---|\n", "", "markdown"),
        ("年度报告\n规章\t1".encode(), "", "text"),
        ("年度报告".encode("gb18030"), "x.dat", "text"),
        (b'{"edition": "2021"}', "", None),
        (b" [\n [1]]", "", None),
        ("[公开]报告".encode(), "", "text"),
        (b"x", "a.JSON", None),
        (b"edition: 2021\n", "", None),
        (b"---\norgan:\n", "a", None),
        (b"", "a.html", None),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.html", None),
    ],
    ids=lambda value: repr(value[:8]) if isinstance(value, bytes) else value,
)
def test_the_kind_is_told_by_what_is_in_it(content: bytes, name: str, kind: str | None) -> None:
    assert sniff(content, name) == kind


def test_each_kind_is_read_by_its_reader() -> None:
    files = [pdf(words(100, 100, "x")), WORD, BOOK, b"<p>x</p>", b"# x", b"x"]
    found = [read_published(content) for content in files]
    assert [one.kind for one in found] == ["pdf", "docx", "xlsx", "html", "markdown", "text"]
    assert [text for one in found for text in outline(one)] == ["x", "x", "x", "x", "# x", "x"]


# --- What is refused ------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_has_its_reason() -> None:
    assert reason(b" \n") == "reader.empty"
    assert reason(bytes(MOST_BYTES + 1)) == "reader.too-large"
    assert reason(b"x" * (MOST_TEXT + 1)) == "reader.too-large"
    assert reason(b"{}") == "reader.unknown"
    assert reason(OLE + "EncryptedPackage".encode("utf-16-le")) == "reader.encrypted"


@pytest.mark.parametrize(
    ("content", "package"), [(WORD, "lxml"), (BOOK, "openpyxl"), (pdf(""), "pdfminer.six>=20251230")]
)
def test_a_library_that_is_missing_is_named(content: bytes, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("gknb.documents.extract.readers.")]:
        if name.rpartition(".")[2] in {"docx", "xlsx", "pdf"}:
            monkeypatch.delitem(sys.modules, name)
    for name in ("lxml", "openpyxl", "pdfminer", "pdfminer.pdfdocument"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SourceError) as raised:
        read_published(content)
    assert raised.value.reason == "reader.missing"
    assert raised.value.details == {"package": package, "command": "pip install 'gknb[extract]'"}


def test_a_pdfminer_that_unpickles_what_a_file_names_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, known in (("20251229", False), ("20191107", False), ("20251230", True), ("20270101.post1", True)):
        monkeypatch.setattr(read, "version", {"pdfminer.six": number}.__getitem__)
        assert reason(pdf("")) == ("reader.scanned" if known else "reader.missing")


@pytest.mark.parametrize(
    ("error", "lacks"),
    [
        (MemoryError(), True),
        (ImportError("lxml/etree.so: failed to map segment from shared object"), True),
        (OSError(errno.ENOMEM, "x"), True),
        (ValueError("Out of memory"), True),
        (ValueError("a memorial"), False),
        (OSError(errno.EIO, "x"), False),
    ],
)
@pytest.mark.parametrize("wrapped", [False, True])
def test_lack_of_memory_says_nothing_about_the_file(
    error: Exception, lacks: bool, wrapped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: bytes) -> Published:
        if not wrapped:
            raise error
        try:
            raise error
        except type(error) as cause:
            raise SourceError("reader.broken", problem="x") from cause

    monkeypatch.setattr("gknb.documents.extract.readers.text.read_text", failing)
    if lacks:
        with pytest.raises(MemoryError):
            read_published(b"x", "a.txt")
    else:
        assert reason(b"x", "a.txt") == "reader.broken"


@pytest.mark.parametrize("error", [RecursionError("deep"), KeyError("x"), AssertionError()])
def test_whatever_a_library_raises_is_a_broken_file(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: bytes) -> Published:
        raise error

    monkeypatch.setattr("gknb.documents.extract.readers.text.read_text", failing)
    assert reason(b"x") == "reader.broken"


@pytest.mark.parametrize("error", [MemoryError, KeyboardInterrupt])
def test_what_is_not_the_fault_of_the_file_goes_through(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: bytes) -> Published:
        raise error

    monkeypatch.setattr("gknb.documents.extract.readers.text.read_text", failing)
    with pytest.raises(error):
        read_published(b"x")


def test_every_remark_and_reason_has_its_sentence() -> None:
    assert {"reader.images", "reader.depth", "reader.columns", "reader.hidden"} <= texts("extract_readers").keys()


@given(st.sampled_from([WORD, BOOK, pdf(words(100, 100, "x")), b"<table><tr><td>x</table>"]), st.data())
def test_damaged_files_are_read_or_refused(content: bytes, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(begin, min(begin + 40, len(content))))
    damaged = content[:begin] + data.draw(st.binary(max_size=20)) + content[end:]
    try:
        found = read_published(damaged)
    except SourceError as error:
        assert error.say("en")  # noqa: PT017 - that it says something is all that is asked
    else:
        assert isinstance(found, Published)


# --- Older office programs ------------------------------------------------------------------------------------------


def test_without_libreoffice_one_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert reason(OLE + b"x", "a.doc") == "reader.office"


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A program that answers to the name of LibreOffice; $out and $source are what it is given."""
    program = folder / "soffice"
    begin = '#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\nsource=$1\n'
    program.write_text(begin + script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
class TestWithLibreOffice:
    def test_the_document_is_converted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "made").write_bytes(WORD)
        log = tmp_path / "log"
        stand_in(
            tmp_path,
            monkeypatch,
            f'mkdir "$out"; cp {tmp_path}/made "$out/report.docx"; cat "$out"/../profile/user/*.xcu > {log}\n'
            f'case $source in *.wps) exit 0;; *) rm "$out/report.docx";; esac',
        )
        found = read_published(OLE + b"x", "报告.WPS")
        assert (found.kind, outline(found)) == ("docx", ["x"])
        assert "DisableMacrosExecution" in log.read_text(encoding="utf-8")
        assert reason(OLE + b"x", "a.exe") == "reader.office-failed"

    def test_what_takes_too_long_is_ended(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        stand_in(tmp_path, monkeypatch, "sleep 600 & wait")
        monkeypatch.setattr(office, "SECONDS", 0.2)
        assert reason(OLE + b"x", "a.doc") == "reader.office-failed"

    def test_an_interrupt_ends_it_as_well(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(*_: Any) -> int:
            raise KeyboardInterrupt

        stand_in(tmp_path, monkeypatch, "sleep 600 & wait")
        ended: list[object] = []
        wait = subprocess.Popen.wait
        monkeypatch.setattr(subprocess.Popen, "wait", interrupted)
        end = office._end  # noqa: SLF001

        def ending(process: Any) -> None:
            end(process)
            ended.append(process)
            monkeypatch.setattr(subprocess.Popen, "wait", wait)

        monkeypatch.setattr(office, "_end", ending)
        with pytest.raises(KeyboardInterrupt):
            read_published(OLE + b"x", "a.doc")
        assert len(ended) == 1
