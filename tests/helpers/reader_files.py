"""Build small files of every kind for reader tests, and convert blocks to plain values for comparison."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeAlias

from docx import Document
from openpyxl import Workbook  # type: ignore[import-untyped, unused-ignore]

from gknb.documents.extract.blocks import Paragraph

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gknb.documents.extract.blocks import Published, Table

__all__ = ["Cells", "cells", "outline", "packed", "pdf", "repacked", "rule", "ruled", "word", "words", "workbook"]

Cells: TypeAlias = list[tuple[int, int, int, int, str]]
_HEIGHT = 842


def cells(table: Table) -> Cells:
    """Return each cell as (row, column, height, width, text)."""
    return [(one.row, one.column, one.height, one.width, one.text) for one in table.cells]


def outline(published: Published) -> list[str | Cells]:
    """Return the blocks: paragraphs as their text, with a leading # for headings; tables as their cells."""
    return [
        ("# " * block.heading + block.text) if isinstance(block, Paragraph) else cells(block)
        for block in published.blocks
    ]


def word(write: Callable[[Any], None]) -> bytes:
    """Return a Word document filled in by ``write`` with python-docx."""
    document, file = Document(), BytesIO()
    write(document)
    document.save(file)
    return file.getvalue()


def workbook(write: Callable[[Any], None]) -> bytes:
    """Return a workbook filled in by ``write`` with openpyxl."""
    book, file = Workbook(), BytesIO()
    write(book)
    book.save(file)
    return file.getvalue()


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP archive of the files."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """Return an archive with its files changed by ``change``."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return packed({name: change(name, archive.read(name)) for name in archive.namelist()})


def words(x: float, y: float, text: str, size: float = 12) -> str:
    """Return the PDF operators that print a text with its lower left corner at a distance from the left and the top."""
    return f"BT /F {size} Tf {x} {_HEIGHT - y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"


def rule(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the PDF operators that draw a line."""
    return f"{x0} {_HEIGHT - y0} m {x1} {_HEIGHT - y1} l S\n"


def ruled(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the PDF operators that draw the four sides of a box."""
    return rule(x0, y0, x1, y0) + rule(x0, y1, x1, y1) + rule(x0, y0, x0, y1) + rule(x1, y0, x1, y1)


def pdf(*pages: str, extra: str = "", trailer: str = "") -> bytes:
    """Return a PDF with these pages, in a standard font that need not be embedded."""
    count = len(pages)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{' '.join(f'{6 + n} 0 R' for n in range(count))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        (
            "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/FontDescriptor 5 0 R"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
        ),
        (
            "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/Ascent 880/Descent -120"
            "/ItalicAngle 0/CapHeight 880/StemV 93>>"
        ),
    ]
    objects += [
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 {_HEIGHT}]/Contents {6 + count + n} 0 R"
        f"/Resources<</Font<</F 3 0 R>>{extra}>>>>"
        for n in range(count)
    ]
    objects += [f"<</Length {len(page)}>>\nstream\n{page}\nendstream" for page in pages]
    content, places = "%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(content)
    size = len(objects) + 1
    content += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n"
    return f"{content}startxref\n{start}\n%%EOF\n".encode("latin-1")
