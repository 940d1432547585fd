"""Tracked changes of rows and cells in Word: read as if they were accepted, and nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reader_files import outline, packed

from gknb.documents.extract.readers.docx import read_docx

if TYPE_CHECKING:
    from reader_files import Cells

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DELETED, INSERTED = '<w:cellDel w:id="1"/>', '<w:cellIns w:id="2"/>'


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> Cells:
    markup = f"<w:document xmlns:w='{NAMESPACE}'><w:body><w:tbl>{''.join(rows)}</w:tbl></w:body></w:document>"
    (found,) = outline(read_docx(packed({"word/document.xml": markup})))
    assert not isinstance(found, str)
    return found


HEADER = tr(tc("a"), tc("b"), tc("c"))


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ((tc("1"), tc("2", DELETED), tc("3"), tc("4")), ["1", "3", "4"]),
        ((tc("1"), tc("2", DELETED), tc("3", INSERTED), tc("4")), ["1", "3", "4"]),
        ((tc("1", DELETED), tc("2", DELETED), tc("3"), tc("4"), tc("5")), ["3", "4", "5"]),
        ((tc("1"), tc("2", DELETED), tc("3")), ["1", "", "3"]),
        ((tc("1"), tc("2", DELETED), tc("3", DELETED), tc("4")), ["1", "", "4"]),
        ((tc("1"), tc("2", f'<w:gridSpan w:val="2"/>{DELETED}')), ["1", ""]),
        (
            ("<w:sdt><w:sdtContent>", tc("0", DELETED), "</w:sdtContent></w:sdt>", tc("1"), tc("2"), tc("3")),
            list("123"),
        ),
    ],
)
def test_a_deleted_cell_leaves_the_others_where_they_are(cells: tuple[str, ...], texts: list[str]) -> None:
    found = table(HEADER, tr(*cells))
    assert [text for row, *_, text in found if row == 1] == texts


def test_a_deleted_column_is_gone() -> None:
    rows = [tr(tc("a"), tc("b", DELETED), tc("c")), tr(tc("1"), tc("2", DELETED), tc("3"))]
    assert [text for *_, text in table(*rows)] == ["a", "c", "1", "3"]


def test_a_deleted_row_is_gone_and_what_was_merged_with_it_joins_no_other() -> None:
    merged = '<w:vMerge w:val="restart"/>'
    deleted = tr(tc("B", merged), tc("1"), properties='<w:del w:id="1"/>')
    assert table(tr(tc("A"), tc("0")), deleted, tr(tc("", "<w:vMerge/>"), tc("2")), tr(tc("C"), tc("3"))) == [
        (0, 0, 1, 1, "A"),
        (0, 1, 1, 1, "0"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "2"),
        (2, 0, 1, 1, "C"),
        (2, 1, 1, 1, "3"),
    ]
    kept = tr(tc("B", merged), tc("1"), properties='<w:ins w:id="1"/>')
    assert table(kept, tr(tc("", "<w:vMerge/>"), tc("2"))) == [(0, 0, 2, 1, "B"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]


def test_a_paragraph_with_a_deleted_mark_goes_on_in_the_next() -> None:
    mark = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
    first, second = (f"<w:p>{p}<w:r><w:t>{text}</w:t></w:r></w:p>" for p, text in ((mark, "30"), ("", "01")))
    cell = f"<w:tc>{first}{second}</w:tc>"
    assert table(tr(tc("a"), cell))[1][-1] == "3001"
