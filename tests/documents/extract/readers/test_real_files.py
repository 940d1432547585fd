"""Real files, where they are at hand: their tables, cell by cell where it matters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from checkout import SHARED
from reader_files import cells

from gknb.documents.extract.blocks import Table
from gknb.documents.extract.readers.read import read_published

if TYPE_CHECKING:
    from gknb.documents.extract.blocks import Published

FORM_4: Final = [
    *[(0, 0, 1, 5), (0, 5, 1, 10)],
    *[(1, column, 2, 1) for column in range(5)],
    *[(1, 5, 1, 5), (1, 10, 1, 5)],
    *[(2, column, 1, 1) for column in range(5, 15)],
    *[(3, column, 1, 1) for column in range(15)],
]
"""The cells of the table of reconsideration and litigation."""


def read(name: str) -> Published:
    path = SHARED / name
    if not path.exists():
        pytest.skip("only where the real files are")
    return read_published(path.read_bytes(), path.name)


def tables(found: Published) -> list[Table]:
    return [block for block in found.blocks if isinstance(block, Table)]


def size(table: Table) -> tuple[int, int]:
    return max(one.row + one.height for one in table.cells), max(one.column + one.width for one in table.cells)


def places(table: Table) -> list[tuple[int, int, int, int]]:
    return [place[:4] for place in cells(table)]


def test_a_published_pdf() -> None:
    found = read("real/huaian-2024.pdf")
    parts = tables(found)
    # Table 2 and Table 3 break over a page each; healing them is not a reader's business.
    assert [(part.page, *size(part)) for part in parts] == [(3, 8, 4), (4, 6, 2), (4, 16, 10), (5, 12, 10), (5, 4, 15)]
    assert cells(parts[0])[4:8] == [
        (1, 3, 1, 1, "现行有效件数"),
        (2, 0, 1, 1, "规章"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, "0"),
    ]
    assert places(parts[2])[:10] == [
        *[(0, 0, 3, 3), (0, 3, 1, 7), (1, 3, 2, 1), (1, 4, 1, 5), (1, 9, 2, 1)],
        *[(2, column, 1, 1) for column in range(4, 9)],
    ]
    assert places(parts[4]) == FORM_4
    assert " ".join(one.text for one in parts[4].cells[-15:]) == "72 64 178 37 351 13 4 8 1 26 12 1 1 6 20"
    assert len([block for block in found.blocks if not isinstance(block, Table)]) == 21
    assert (found.kind, found.title, found.remarks) == ("pdf", "政府信息公开工作年度报告", ())


def test_the_official_form() -> None:
    second, third, fourth = tables(read("real/official-form-2021.docx"))
    assert [size(one) for one in (second, third, fourth)] == [(14, 4), (28, 10), (4, 15)]
    assert places(fourth) == FORM_4
    assert cells(third)[:3] == [
        (0, 0, 3, 3, third.cells[0].text),
        (0, 3, 1, 7, "申请人情况"),
        (1, 3, 2, 1, "自然人"),
    ]
    tall = [place for place in places(third) if place[1] < 3 and place[2] > 1]
    assert tall == [(0, 0, 3, 3), (5, 0, 22, 1), (7, 1, 8, 1), (15, 1, 3, 1), (18, 1, 5, 1), (23, 1, 3, 1)]
    assert [place for place in places(second) if place[3] > 1][:1] == [(0, 0, 1, 4)]


def test_a_converted_text() -> None:
    found = read("seeds/chongwen-2020.txt")
    assert [size(one) for one in tables(found)] == [(18, 12), (25, 12), (2, 5), (6, 15)]
    assert found.kind == "text"
