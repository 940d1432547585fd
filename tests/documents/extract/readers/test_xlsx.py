"""Workbooks: which rows make a table, merged ranges, what numbers look like, and ranges that are traps."""

from __future__ import annotations

import time
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from reader_files import outline, repacked, workbook

from gknb.documents.extract.readers.xlsx import read_xlsx
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "我镇深入贯彻落实政府信息公开条例，" * 8


def sheet(*rows: list[Any], merged: tuple[str, ...] = ()) -> Callable[[Any], None]:
    def write(book: Any) -> None:
        for row in rows:
            book.active.append(row)
        for one in merged:
            book.active.merge_cells(one)

    return write


def test_empty_rows_part_tables_and_lone_rows_are_paragraphs() -> None:
    content = workbook(
        sheet(
            ["年度报告"],
            [],
            [None, "一、总体情况"],
            [None, LONG],
            [],
            [None, "第二十条第（一）项"],
            [None, "规章", None, 1],
            [None, "规范性文件", 2],
            [None, LONG],
            [None, "a", "b"],
            merged=("B6:D6",),
        )
    )
    assert outline(read_xlsx(content)) == [
        "年度报告",
        "一、总体情况",
        LONG,
        [
            (0, 0, 1, 3, "第二十条第（一）项"),
            (1, 0, 1, 1, "规章"),
            (1, 1, 1, 1, ""),
            (1, 2, 1, 1, "1"),
            (2, 0, 1, 1, "规范性文件"),
            (2, 1, 1, 1, "2"),
            (2, 2, 1, 1, ""),
        ],
        LONG,
        [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")],
    ]


def test_merged_ranges_keep_their_place() -> None:
    content = workbook(
        sheet(
            ["a", None, "b"], [None, None, "c"], ["d", "e", None], [None, "f", "g"], merged=("A1:B2", "A3:A4", "C3:C3")
        )
    )
    assert outline(read_xlsx(content)) == [
        [
            (0, 0, 2, 2, "a"),
            (0, 2, 1, 1, "b"),
            (1, 2, 1, 1, "c"),
            (2, 0, 2, 1, "d"),
            (2, 1, 1, 1, "e"),
            (2, 2, 1, 1, ""),
            (3, 1, 1, 1, "f"),
            (3, 2, 1, 1, "g"),
        ]
    ]


def test_a_tall_cell_holds_rows_together() -> None:
    content = workbook(sheet(["a", 1], [], [None, 2], merged=("A1:A3",)))
    assert outline(read_xlsx(content)) == [
        [(0, 0, 3, 1, "a"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, ""), (2, 1, 1, 1, "2")],
    ]


def test_sheets_are_pages_and_hidden_ones_are_left_out() -> None:
    def write(book: Any) -> None:
        book.active["A1"] = "x"
        book.create_sheet("hidden")["A1"] = "y"
        book["hidden"].sheet_state = "hidden"
        book.create_sheet("third")["A1"] = "z"

    found = read_xlsx(workbook(write))
    assert [(block.page, block) for block in found.blocks] == list(zip([1, 2], found.blocks, strict=True))
    assert outline(found) == ["x", "z"]
    assert found.remarks == ("reader.hidden",)


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (0, "General", "0"),
        (3119, "0", "3119"),
        (1424.4, "0.0", "1424.4"),
        (0.1 + 0.2, "General", "0.3"),
        (1e16, "General", "10000000000000000"),
        (0.339, "0.0%", "33.9%"),
        (1, "0%", "100%"),
        (True, "General", "TRUE"),
        (" 一\n二 \u200b", "General", "一\n二"),
        ("1,472", "@", "1,472"),
        (date(2021, 1, 31), "yyyy-mm-dd", "2021-01-31"),
        (datetime(2021, 1, 31, 8, 30, tzinfo=UTC).replace(tzinfo=None), "yyyy-mm-dd", "2021-01-31 08:30:00"),
    ],
)
def test_a_value_is_printed_as_it_shows(value: object, form: str, shown: str) -> None:
    def write(book: Any) -> None:
        book.active.append([value, "x"])
        book.active["A1"].number_format = form

    assert outline(read_xlsx(workbook(write))) == [[(0, 0, 1, 1, shown), (0, 1, 1, 1, "x")]]


def test_a_formula_without_a_result_is_blank_and_said_to_be() -> None:
    found = read_xlsx(workbook(sheet(["a", "b", "=1+1"], ["c", 1, 2])))
    assert outline(found) == [
        [
            (row, column, 1, 1, text)
            for row, texts in enumerate((["a", "b", ""], ["c", "1", "2"]))
            for column, text in enumerate(texts)
        ]
    ]
    assert found.remarks == ("reader.formulas",)


def test_what_is_too_far_out_is_left_out_and_said_to_be() -> None:
    def write(book: Any) -> None:
        book.active["A1"], book.active["B1"] = "a", "b"
        book.active["A6000"] = book.active.cell(1, 200).value = "x"

    found = read_xlsx(workbook(write))
    assert outline(found) == [[(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]]
    assert found.remarks == ("reader.columns",)


# --- Hostile workbooks ----------------------------------------------------------------------------------------------


def refused(before: bytes, after: bytes, where: str = "xl/worksheets/sheet1.xml") -> str:
    content = workbook(sheet(["a", "b"], merged=("A1:B1",)))
    changed = repacked(content, lambda name, one: one.replace(before, after) if name == where else one)
    assert changed != content
    with pytest.raises(SourceError) as raised:
        read_xlsx(changed)
    return raised.value.reason


@pytest.mark.parametrize("reference", [b"A1:XFD1048576", b"A1&#58;XFD1048576", b"$A$1:$XFD$99999", b"A:A", b"nonsense"])
def test_merged_ranges_of_all_the_world_are_refused(reference: bytes) -> None:
    assert refused(b'ref="A1:B1"/></mergeCells>', b'ref="' + reference + b'"/></mergeCells>') == "reader.cells"


@pytest.mark.parametrize(
    "attributes",
    [
        b'ref="A1:XFD1048576"',
        b"ref='A1:XFD1048576'",
        b"""location='>' display=' ref="A1"' ref="A1:XFD1048576\"""",
        b"x='1'",
    ],
)
@pytest.mark.parametrize("element", [b"mergeCell", b"hyperlink", b"x:hyperlink"])
def test_ranges_for_which_the_library_creates_cells_are_refused(element: bytes, attributes: bytes) -> None:
    assert refused(b"</worksheet>", b"<" + element + b" " + attributes + b"/></worksheet>") == "reader.cells"


def test_a_link_in_a_cell_is_allowed() -> None:
    link = b'<hyperlinks><hyperlink ref="A1" location="x"/></hyperlinks>'
    content = workbook(sheet(["a", "b"]))
    changed = repacked(content, lambda _, one: one.replace(b"<pageMargins", link + b"<pageMargins"))
    assert changed != content
    assert outline(read_xlsx(changed)) == outline(read_xlsx(content)) != []


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.bin", "xl/sheet", "/xl/worksheets/sheet1.xml", "xl/a.png"])
@pytest.mark.parametrize(
    ("part", "said"),
    [
        (b"<worksheet><mergeCell ref='A1:XFD1048576'/></worksheet>", "reader.cells"),
        (b" " * 99 + b"<worksheet><mergeCell ref='A1:XFD1048576'/></worksheet>", "reader.cells"),
        (b"\xef\xbb\xbf\n<!DOCTYPE x><worksheet/>", "reader.entities"),
        ("<!DOCTYPE x><worksheet/>".encode("utf-16"), "reader.entities"),
        ("<!DOCTYPE x><worksheet/>".encode("utf-16-le"), "reader.entities"),
        ('<?xml version="1.0" encoding="cp037"?><!DOCTYPE x><worksheet/>'.encode("cp037"), "reader.entities"),
        (b"<worksheet>" + b"<c/>" * 200_001, "reader.cells"),
        (b"<worksheet>" + b" " * 33 * 2**20, "reader.bomb"),
    ],
)
def test_parts_are_measured_whatever_their_names(name: str, part: bytes, said: str) -> None:
    with zipfile.ZipFile(file := BytesIO(workbook(sheet(["a", "b"]))), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    with pytest.raises(SourceError) as raised:
        read_xlsx(file.getvalue())
    assert raised.value.reason == said


def test_cells_that_are_not_there_are_not_created() -> None:
    def write(book: Any) -> None:
        for _ in range(60):
            book.create_sheet().cell(5_000, 100).value = "x"

    started = time.process_time()
    assert len(read_xlsx(workbook(write)).blocks) == 60
    assert time.process_time() - started < 5


def test_more_cells_than_a_report_has_are_refused() -> None:
    assert refused(b"</row>", b"<c/>" * 200_001 + b"</row>") == "reader.cells"


def test_entities_are_refused_wherever_they_are() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    assert refused(b"<worksheet", declared + b"<worksheet") == "reader.entities"
    assert refused(b"<Types", declared + b"<Types", "[Content_Types].xml") == "reader.entities"
