"""Word documents: merged cells, nested tables, headings, text boxes, what was deleted, and archives that are traps."""

from __future__ import annotations

from typing import Any

import pytest
from docx.oxml import parse_xml
from reader_files import outline, packed, repacked, word

from gknb.documents.extract.readers.docx import read_docx
from gknb.errors import SourceError

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def body(markup: str, *, namespace: str = NAMESPACE) -> bytes:
    """A document of nothing but its text; ``markup`` is what stands in the body."""
    markup = markup.replace("<w:p/>", "<w:p></w:p>")
    return packed({"word/document.xml": f'<w:document xmlns:w="{namespace}"><w:body>{markup}</w:body></w:document>'})


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_paragraphs_headings_and_tables_come_in_order() -> None:
    def write(document: Any) -> None:
        document.add_heading("报告", 0)
        document.add_heading("一、总体情况", 1)
        document.add_paragraph("我镇\n情况")
        document.add_table(1, 2).cell(0, 1).text = "1\n2"
        document.add_paragraph("后记").add_run("，完").bold = True
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"

    assert outline(read_docx(word(write))) == [
        "# 报告",
        "# 一、总体情况",
        "我镇",
        "情况",
        [(0, 0, 1, 1, ""), (0, 1, 1, 1, "1\n2")],
        "后记，完",
    ]


def test_merged_cells_are_where_word_puts_them() -> None:
    def write(document: Any) -> None:
        table = document.add_table(4, 4)
        table.cell(0, 0).merge(table.cell(1, 1)).text = "a"
        table.cell(2, 0).merge(table.cell(3, 0)).text = "b"
        table.cell(2, 1).merge(table.cell(2, 3)).text = "c"
        for row, column, text in ((0, 2, "d"), (0, 3, "e"), (1, 3, "f"), (3, 1, "g"), (3, 3, "h")):
            table.cell(row, column).text = text

    assert outline(read_docx(word(write))) == [
        [
            (0, 0, 2, 2, "a"),
            (0, 2, 1, 1, "d"),
            (0, 3, 1, 1, "e"),
            (1, 2, 1, 1, ""),
            (1, 3, 1, 1, "f"),
            (2, 0, 2, 1, "b"),
            (2, 1, 1, 3, "c"),
            (3, 1, 1, 1, "g"),
            (3, 2, 1, 1, ""),
            (3, 3, 1, 1, "h"),
        ]
    ]


def test_rows_may_begin_further_right_and_merge_the_old_way() -> None:
    rows = [
        tc("a", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("b"),
        f'<w:trPr><w:gridBefore w:val="2"/></w:trPr>{tc("c")}',
        tc("d", "<w:vMerge/>") + tc("e") + tc("f"),
    ]
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    assert outline(read_docx(body(f"<w:tbl>{table}</w:tbl>"))) == [
        [
            (0, 0, 1, 2, "a"),
            (0, 2, 1, 1, "b"),
            (1, 2, 1, 1, "c"),
            (2, 0, 1, 1, "d"),
            (2, 1, 1, 1, "e"),
            (2, 2, 1, 1, "f"),
        ]
    ]


def test_a_table_around_tables_lays_out_the_page() -> None:
    def write(document: Any) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "前"
        outer.cell(0, 0).add_table(1, 1).cell(0, 0).text = "1"
        outer.cell(0, 1).text = "后"

    assert outline(read_docx(word(write))) == ["前", [(0, 0, 1, 1, "1")], "后"]


def test_only_what_stands_in_the_document_is_read() -> None:
    markup = """<w:p><w:del><w:r><w:delText>a</w:delText><w:t>b</w:t></w:r></w:del>
      <w:ins><w:r><w:t>c</w:t></w:r></w:ins>
      <w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:r><w:rPr><w:vanish/></w:rPr><w:t>e</w:t></w:r>
      <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>f</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
      <w:r><w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t><w:tab/><w:t>3</w:t></w:r></w:p>"""
    table = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('x')}</w:tr><w:tr>{tc('y')}</w:tr></w:tbl>"
    assert outline(read_docx(body(markup + table))) == ["cf1-2 3", [(0, 0, 1, 1, "y")]]


def test_a_text_box_stands_beside_its_paragraph_and_is_read_once() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    markup = f"""<w:p><w:r><w:t>前</w:t></w:r><mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice>
      <mc:Fallback>{box}</mc:Fallback></mc:AlternateContent><w:r><w:t>后</w:t></w:r></w:p>"""
    assert outline(read_docx(body(markup))) == ["框", "前后"]


def test_content_controls_are_transparent() -> None:
    begin, end = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
    row = f"{begin}<w:tr>{begin}{tc('a')}{end}</w:tr>{end}"
    assert outline(read_docx(body(f"<w:tbl>{row}</w:tbl>"))) == [[(0, 0, 1, 1, "a")]]


def test_headings_are_told_by_level_or_by_style() -> None:
    styles = f"""<w:styles xmlns:w="{NAMESPACE}">
      <w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>
      <w:style w:styleId="2"><w:name w:val="a"/><w:basedOn w:val="1"/></w:style>
      <w:style w:styleId="3"><w:name w:val="b"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
      <w:style w:styleId="4"><w:name w:val="c"/><w:basedOn w:val="5"/></w:style>
      <w:style w:styleId="5"><w:name w:val="d"/><w:basedOn w:val="4"/></w:style></w:styles>"""
    marks = [f'<w:pStyle w:val="{n}"/>' for n in range(1, 6)]
    marks += ['<w:outlineLvl w:val="1"/>', '<w:outlineLvl w:val="9"/>']
    text = "".join(f"<w:p><w:pPr>{mark}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>" for mark in marks)
    content = packed(
        {
            "word/document.xml": f'<w:document xmlns:w="{NAMESPACE}"><w:body>{text}</w:body></w:document>',
            "word/styles.xml": styles,
        }
    )
    assert outline(read_docx(content)) == ["# x", "# x", "# x", "x", "x", "# x", "x"]


def test_the_strict_format_and_another_name_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relations = '<R><Relationship Type="http://x/officeDocument" Target="/a/b.xml"/></R>'
    text = f'<w:document xmlns:w="{strict}"><w:body>{p("x")}</w:body></w:document>'
    assert outline(read_docx(packed({"_rels/.rels": relations, "a/b.xml": text, "word/x": ""}))) == ["x"]


def test_a_broken_picture_is_no_obstacle() -> None:
    def change(name: str, content: bytes) -> bytes:
        link = b'<Relationship Id="r99" Type="http://x/image" Target="../NULL"/></Relationships>'
        return content.replace(b"</Relationships>", link) if name.startswith("word/_rels") else content

    assert outline(read_docx(repacked(word(lambda one: one.add_paragraph("x")), change))) == ["x"]


# --- Hostile documents ----------------------------------------------------------------------------------------------

BOMB = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"word/document.xml": BOMB}, "reader.entities"),
        ({"word/document.xml": BOMB.encode("utf-16")}, "reader.entities"),
        ({"word/document.xml": '<?xml version="1.0" encoding="utf-7"?><w/>'}, "reader.entities"),
        ({"word/document.xml": "<w>"}, "reader.broken"),
        ({"word/document.xml": "<w>" * 10_000}, "reader.broken"),
        ({"word/other.xml": "<w/>"}, "reader.broken"),
        ({"word/document.xml": " " * 2**22}, "reader.bomb"),
        ({f"word/{n}": "" for n in range(2_001)}, "reader.bomb"),
    ],
)
def test_traps_are_refused(files: dict[str, str | bytes], reason: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_docx(packed(files))
    assert raised.value.reason == reason


@pytest.mark.parametrize("size", [0, 10, 200, -30, -1])
def test_what_is_cut_off_is_broken(size: int) -> None:
    content = word(lambda document: document.add_paragraph("x"))[:size]
    with pytest.raises(SourceError) as raised:
        read_docx(content)
    assert raised.value.reason == "reader.broken"


def test_an_encrypted_archive_says_so() -> None:
    content = bytearray(body(p("x")))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError) as raised:
        read_docx(bytes(content))
    assert raised.value.reason == "reader.encrypted"


def test_a_merge_of_a_merge_is_no_trap() -> None:
    cell = tc("x", '<w:gridSpan w:val="9999"/><w:vMerge/>')
    row = f"<w:tr>{cell}</w:tr>"
    (table,) = outline(read_docx(body(f"<w:tbl>{row * 50}</w:tbl>")))
    assert table == [(0, 0, 50, 100, "x")]


def test_an_element_that_python_docx_parses_is_read_alike() -> None:
    def write(document: Any) -> None:
        paragraph = document.add_paragraph("x")
        paragraph._p.append(parse_xml(f'<w:r xmlns:w="{NAMESPACE}"><w:t xml:space="preserve"> y </w:t></w:r>'))  # noqa: SLF001

    assert outline(read_docx(word(write))) == ["x y"]
