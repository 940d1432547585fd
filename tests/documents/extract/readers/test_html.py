"""Web pages: encodings, the order of blocks, merged cells, nested tables, and what a page may try."""

from __future__ import annotations

import pytest
from reader_files import outline

from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.readers.file_limits import MOST_CELLS, MOST_COLUMNS, MOST_TAGS
from gknb.documents.extract.readers.html import read_html
from gknb.errors import SourceError


def read(markup: str) -> list[object]:
    return list(outline(read_html(markup.encode())))


# --- Text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-8", "gb18030"),  # what it declares is not so
        ("gb2312", "utf-8"),
        ("big5", "big5"),
        ("no-such", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("gbk", "utf-16"),
    ],
)
def test_the_encoding_is_found(declared: str, encoding: str) -> None:
    page = f'<html><head><meta charset="{declared}"><title>年度報告</title></head><body><p>申請情況</p></body></html>'
    found = read_html(page.encode(encoding))
    assert (found.title, outline(found)) == ("年度報告", ["申請情況"])


def test_damaged_utf_8_is_still_utf_8() -> None:
    content = ("<p>" + "本年新收政府信息公开申请" * 20).encode() + b"\xff</p>"
    (text,) = outline(read_html(content))
    assert text == "本年新收政府信息公开申请" * 20 + "\ufffd"


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    page = """<h1>报告</h1>前言<div>一段<p>二<b>段</b></p>尾</div>
      <table><caption>表题</caption><tr><td>1</td></tr></table>后记"""
    assert read(page) == ["# 报告", "前言", "一段", "二段", "尾", "表题", [(0, 0, 1, 1, "1")], "后记"]


def test_a_line_break_ends_a_paragraph_but_not_a_cell() -> None:
    assert read("一、总体情况<br>　　我镇<br/>") == ["一、总体情况", "我镇"]
    assert read("<table><td>商业<br>企业<p>一</p><p>&nbsp;</p>二</td></table>") == [
        [(0, 0, 1, 1, "商业\n企业\n一\n二")]
    ]


def test_white_space_is_what_a_browser_makes_of_it() -> None:
    assert read("<p>政府\n   信息  a\n b&nbsp;&nbsp;c\u200b</p>") == ["政府信息 a b  c"]
    assert read("<pre>一\n二</pre>") == ["一", "二"]


def test_what_is_not_shown_is_dropped() -> None:
    page = """<script>a</script><style>b</style><noscript>c</noscript><div style="color:red; DISPLAY : none">d<p>e</p>
      </div>f<span hidden>g</span>h<!-- i -->j<template>k</template><textarea>l</textarea>"""
    assert read(page) == ["fhj"]


def test_a_hidden_cell_takes_no_room() -> None:
    page = '<table><tr><td>1</td><td style="display:none">2</td><td>3</td></tr></table>'
    assert read(page) == [[(0, 0, 1, 1, "1"), (0, 1, 1, 1, "3")]]


def test_the_name_of_the_article_is_the_title() -> None:
    page = b'<title>\xe7\xbd\x91 \n \xe7\xab\x99</title><meta name="ArticleTitle" content="2024 report">'
    assert read_html(page).title == "2024 report"
    assert read_html(b"<title>a \n b</title>x").title == "a b"


def test_tags_of_word_processors_part_no_text() -> None:
    assert read("<p>一<o:p></o:p>二<st1:date>三</st1:date></p>") == ["一二三"]


@pytest.mark.parametrize("content", [b"", b" ", b"<!-- -->", b"<html></html>", b"<table><tr><td> </td></tr></table>"])
def test_nothing_is_nothing(content: bytes) -> None:
    assert read_html(content).blocks == ()


# --- Tables ---------------------------------------------------------------------------------------------------------


def test_merged_cells_are_where_a_browser_puts_them() -> None:
    page = """<table><tr><td rowspan=2 colspan=2>a</td><th>b</th></tr><tr><td>c</td></tr>
      <tr><td rowspan=0>d</td><td>e</td><td>f</td></tr><tr><td>g</td></tr></table>"""
    assert read(page) == [
        [
            (0, 0, 2, 2, "a"),
            (0, 2, 1, 1, "b"),
            (1, 2, 1, 1, "c"),
            (2, 0, 2, 1, "d"),
            (2, 1, 1, 1, "e"),
            (2, 2, 1, 1, "f"),
            (3, 1, 1, 1, "g"),
        ]
    ]


def test_spans_that_lie_are_cut() -> None:
    page = """<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=9>c</td><td rowspan=9999>d</td></tr>
      <tr><td colspan=x>e</td></tr></table>"""
    assert read(page) == [
        [(0, 0, 1, 1, "a"), (0, 1, 2, 1, "b"), (1, 0, 1, 1, "c"), (1, 2, 2, 1, "d"), (2, 0, 1, 1, "e")]
    ]


def test_a_row_group_and_loose_cells_are_rows_all_the_same() -> None:
    page = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</tbody><tfoot><tr><td>c</table>"
    assert read(page) == [[(0, 0, 1, 1, "a"), (1, 0, 1, 1, "b"), (2, 0, 1, 1, "c")]]
    assert read("<table><td>a<td>b</table>") == [[(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]]


def test_a_table_around_tables_lays_out_the_page() -> None:
    page = """<table><tr><td>前<table><tr><td>1</td></tr></table>后</td><td><table><tr><td>2</td></tr></table></td></tr>
      </table>"""
    assert read(page) == ["前", [(0, 0, 1, 1, "1")], "后", [(0, 0, 1, 1, "2")]]


def test_a_table_around_nothing_but_text_is_that_text() -> None:
    long = "我镇深入贯彻落实政府信息公开条例，" * 8
    assert read(f"<table><tr><td><p>一、总体情况</p><p>{long}</p></td></tr></table>") == ["一、总体情况", long]


# --- Hostile pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["<table><tr><td>", "<table>", "<div>", "<font>", "<p><b>", "<td>", "<ul><li>"])
def test_depth_costs_no_recursion(tag: str) -> None:
    assert isinstance(read_html((tag * 100_000 + "x").encode()).blocks, tuple)


def test_what_is_too_deep_is_said_to_be_left_out() -> None:
    assert read_html(b"<div>" * 5_000 + b"x").remarks == ("reader.depth",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<table>" + b"<tr><td>" * (MOST_CELLS // 2 + 1), "reader.cells"),
        (b"x<br>" * (MOST_CELLS + 1), "reader.cells"),
        (b"<b>" * (MOST_TAGS + 1), "reader.bomb"),
    ],
)
def test_cells_paragraphs_and_tags_are_counted(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_html(content)
    assert raised.value.reason == reason


def test_columns_beyond_the_limit_are_left_out() -> None:
    found = read_html(b"<table><tr>" + b"<td colspan=60>x" * 3)
    (table,) = found.blocks
    assert isinstance(table, Table)
    assert [cell.width for cell in table.cells] == [60, MOST_COLUMNS - 60]
    assert found.remarks == ("reader.columns",)


def test_entities_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "boo"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;</p>'
    assert "boo" not in str(read(page))
    assert "root" not in str(read(page))


def test_the_data_of_meta_elements() -> None:
    page = """<meta name="PubDate" content="2025-01-20"><meta property="og:title" content="题">
        <meta itemprop="datePublished" content="2025-01-21"><meta charset="utf-8"><meta name="x">"""
    long = '<meta name="y" content="' + "9" * 201 + '">'
    found = read_html(f"<head>{page}{long}{'<meta name=z content=1>' * 200}</head>".encode())
    assert found.meta[:3] == (("PubDate", "2025-01-20"), ("og:title", "题"), ("datePublished", "2025-01-21"))
    assert {name for name, _ in found.meta[3:]} == {"z"}
    assert len(found.meta) == 100


def test_a_paragraph_that_is_a_link() -> None:
    page = """<p><a href="x">甲</a></p><p>乙<a href="x">丙</a></p><p><a href="x">丁</a> <a href="y">戊</a></p>
        <p><a name="z">己</a></p><ul><li><a href="x">庚</a><li>辛</ul><a href="x"><p>壬</p></a>
        <table><tr><td>癸<td>子</table><p><a href="x">丑</a></p>"""
    found = {block.text: block.linked for block in read_html(page.encode()).blocks if isinstance(block, Paragraph)}
    assert found == {
        "甲": True,
        "乙丙": False,
        "丁 戊": True,
        "己": False,
        "庚": True,
        "辛": False,
        "壬": True,
        "丑": True,
    }


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<span style="display:none">9</span>3', "3"),
        ('<span style="visibility: hidden">9</span>3', "3"),
        ('<span style="visibility:hidden">9<b style="visibility:visible">3</b></span>', "3"),
        ('<span style="font-size:0px;color:red">9</span>3', "3"),
        ('<p style="font-size:0"><span style="font-size:14px">3</span></p>', "3"),
        ('<span style="font-size:0.9em">3</span>', "3"),
        ('<span style="opacity:0">9</span>3', "3"),
        ('<span style="opacity:0.5">3</span>', "3"),
        ('3<span aria-hidden="true">3</span>', "3"),
        ('<div style="position:absolute;transform:rotate(-30deg)">2040</div>0', "0"),
        ("<p>1</p><p>2</p>", "1\n2"),
        ("1<br>2<div>3</div>4", "1\n2\n3\n4"),
    ],
)
def test_what_a_cell_hides_or_sets_apart(cell: str, shown: str) -> None:
    page = f"<table><tr><td>规章</td><td>{cell}</td></tr></table>"
    assert outline(read_html(page.encode())) == [[(0, 0, 1, 1, "规章"), (0, 1, 1, 1, shown)]]


def test_watermarks_and_decorations_outside_cells_are_text() -> None:
    page = '<div style="position:fixed">一</div><p aria-hidden="true">二</p><p style="visibility:hidden">三</p>'
    assert outline(read_html(page.encode())) == ["一", "二"]
