"""Struck-out text in every kind of file: what is left is read, and never both figures as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, NamedStyle
from reader_files import outline, packed, pdf, rule, ruled, word, words, workbook

from gknb.documents.extract.readers.docx import read_docx
from gknb.documents.extract.readers.html import read_html
from gknb.documents.extract.readers.markdown import read_markdown
from gknb.documents.extract.readers.pdf import read_pdf
from gknb.documents.extract.readers.text import read_text
from gknb.documents.extract.readers.xlsx import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Published


def row(found: Published) -> list[str]:
    """The texts of the only table."""
    (table,) = outline(found)
    assert not isinstance(table, str)
    return [text for *_, text in table]


# --- Web pages ------------------------------------------------------------------------------------------------------

STRUCK = [
    "<s>29</s>31",
    "<strike>29</strike>31",
    "<del>29</del><ins>31</ins>",
    "<p><del>2<b>9</b></del></p><p>31</p>",
    '<span style="color: red; TEXT-DECORATION: underline line-through">29</span>31',
    '<span style="text-decoration-line:line-through">29</span>31',
    '<span style="text-line-through:double">29</span>31',
    '<span style="text-decoration:line-through!important;text-decoration:none">29</span>31',
    "3<s>2</s>1",
]


@pytest.mark.parametrize("cell", STRUCK)
def test_a_web_page_strikes_by_its_markup(cell: str) -> None:
    found = read_html(f"<table><tr><td>规章</td><td>{cell}</td><td>5</td></tr></table>".encode())
    assert row(found) == ["规章", "31", "5"]


STYLES = [
    (".old{text-decoration:line-through}", "old"),
    ("/* .old{} */ p, span.x.old { color:red; text-decoration : line-through red }", "y old x"),
    ("<!-- @media print { td > .old { text-decoration-line: line-through } } -->", "old"),
    ("tr td span {text-decoration:line-through} a{text-decoration:none}", "b"),
    ("@import 'a.css';*.old{text-decoration:line-through}", "old"),
    ("#n{text-decoration:line-through} .old{text-decoration:none}", "old"),
    (".old{text-decoration:line-through!important} #n{text-decoration:none}", "old"),
]


@pytest.mark.parametrize(("style", "names"), STYLES)
def test_a_web_page_strikes_by_its_style(style: str, names: str) -> None:
    cell = f'<span id="n" class="{names}">29</span>31'
    page = f"<style>{style}</style><table><tr><td>规章</td><td>{cell}</td></tr></table>"
    assert row(read_html(page.encode())) == ["规章", "31"]


NOT_STRUCK = [
    ("", '<s style="text-decoration:none">29</s>'),
    ("", '<span style="text-decoration:underline;text-decoration-color:red">29</span>'),
    ("s{text-decoration:none}", "<s>29</s>"),
    (".old{text-decoration:line-through} .old.new{text-decoration:none}", '<i class="old new">29</i>'),
    ("a:hover,.old:hover{text-decoration:line-through}", '<i class="old">29</i>'),
    (".old .x{text-decoration:line-through}", '<i class="old">29</i>'),
    (".old{text-decoration:line-through}", '<i class="older">29</i>'),
]


@pytest.mark.parametrize(("style", "cell"), NOT_STRUCK)
def test_what_a_web_page_shows_without_a_line_is_read(style: str, cell: str) -> None:
    page = f"<style>{style}</style><table><tr><td>规章</td><td>{cell}</td></tr></table>"
    assert row(read_html(page.encode())) == ["规章", "29"]


def test_a_struck_cell_or_row_keeps_its_place() -> None:
    page = "<table><tr><td>规章<td><s>29</s><td>5</tr><tr style='text-decoration:line-through'><td>a<td>6</table>"
    assert row(read_html(page.encode())) == ["规章", "", "5", "", ""]


def test_struck_text_is_empty_outside_tables_too() -> None:
    assert outline(read_html("<p><s>一、概况</s></p><p>我镇<del>你镇</del>。</p>".encode())) == ["我镇。"]


def test_many_rules_and_open_comments_cost_little() -> None:
    style = ".a{text-decoration:line-through}" * 5_000 + "/*" * 50_000 + "{" * 50_000
    page = f"<style>{style}</style>" + '<p class="a b c">x' * 2_000
    assert read_html(page.encode()).blocks == ()


# --- Word -----------------------------------------------------------------------------------------------------------

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLE = {
    "lined": "<w:strike/>",
    "twice": "<w:dstrike/>",
    "off": '<w:strike w:val="0"/>',
}


def styled(properties: str, paragraph: str = "", table: str = "") -> bytes:
    """A document with the figure 29 in a run with these properties, and 31 after it."""
    styles = "".join(f'<w:style w:styleId="{key}"><w:rPr>{mark}</w:rPr></w:style>' for key, mark in STYLE.items())
    styles += '<w:style w:styleId="based"><w:basedOn w:val="lined"/></w:style>'
    cell = f"""<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{properties}</w:rPr><w:t>29</w:t></w:r></w:p>
      <w:p><w:r><w:rPr><w:strike w:val="false"/><w:dstrike w:val="0"/></w:rPr><w:t>31</w:t></w:r></w:p>"""
    table = f"<w:tbl><w:tblPr>{table}</w:tblPr><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    return packed(
        {
            "word/document.xml": f"<w:document {SPACE}><w:body>{table}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {SPACE}>{styles}</w:styles>",
        }
    )


@pytest.mark.parametrize(
    ("properties", "paragraph", "table", "shown"),
    [
        ("<w:strike/>", "", "", "31"),
        ("<w:dstrike w:val='true'/>", "", "", "31"),
        ("<w:strike w:val='0'/>", "", "", "29\n31"),
        ("<w:rStyle w:val='lined'/>", "", "", "31"),
        ("<w:rStyle w:val='based'/>", "", "", "31"),
        ("<w:rStyle w:val='twice'/>", "", "", "31"),
        ("<w:rStyle w:val='off'/>", "", "", "29\n31"),
        ("<w:rStyle w:val='lined'/><w:strike w:val='off'/>", "", "", "29\n31"),
        ("", "<w:pStyle w:val='based'/>", "", "31"),
        ("", "", "<w:tblStyle w:val='lined'/>", "31"),
        ("<w:rStyle w:val='lined'/>", "<w:pStyle w:val='lined'/>", "", "29\n31"),  # as Word shows it
        ("", "<w:rPr><w:strike/></w:rPr>", "", "29\n31"),  # this is the paragraph mark
    ],
)
def test_word_strikes_by_a_run_or_a_style(properties: str, paragraph: str, table: str, shown: str) -> None:
    assert row(read_docx(styled(properties, paragraph, table))) == [shown]


def test_struck_text_of_a_word_document_is_empty() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("我镇").add_run("你镇").font.strike = True
        document.add_paragraph().add_run("他镇").font.double_strike = True

    assert outline(read_docx(word(write))) == ["我镇"]


# --- Workbooks ------------------------------------------------------------------------------------------------------

LINED = InlineFont(strike=True)


def named(cell: Any) -> None:
    cell.parent.parent.add_named_style(NamedStyle(name="old", font=Font(strike=True)))
    cell.style = "old"


def font(cell: Any) -> None:
    cell.font = Font(strike=True)


@pytest.mark.parametrize(
    ("value", "change", "shown"),
    [
        (29, font, ""),
        ("29", named, ""),
        (29, lambda cell: setattr(cell, "font", Font(strike=False)), "29"),
        (CellRichText(TextBlock(LINED, "29"), "31"), None, "31"),
        (CellRichText("31", TextBlock(LINED, "29")), None, "31"),
        (CellRichText(TextBlock(LINED, "29"), TextBlock(InlineFont(b=True), "31")), font, "31"),
        (CellRichText("29", TextBlock(InlineFont(b=True), "31")), font, "31"),
        (CellRichText(TextBlock(LINED, "29")), None, ""),
        (CellRichText("31", TextBlock(InlineFont(vertAlign="superscript"), "2")), None, "31"),
        (CellRichText(TextBlock(InlineFont(b=True), "3"), "1"), None, "31"),
    ],
)
def test_a_workbook_strikes_by_fonts(value: Any, change: Callable[[Any], None] | None, shown: str) -> None:
    def write(book: Any) -> None:
        book.active.append(["规章", value, 5])
        if change:
            change(book.active["B1"])

    assert row(read_xlsx(workbook(write))) == ["规章", shown, "5"]


# --- PDF ------------------------------------------------------------------------------------------------------------

BOX = ruled(100, 100, 300, 130) + rule(200, 100, 200, 130) + words(110, 120, "规章")
"""Two cells; text of 12 points in the second, with the baseline at 120, is struck out at about 116."""


def figures(drawn: str, *texts: tuple[float, str], extra: str = "") -> list[str]:
    page = BOX + "".join(words(x, 120, text) for x, text in texts) + drawn
    return row(read_pdf(pdf(page, extra=extra)))


def test_a_line_through_a_figure_of_a_pdf_strikes_it() -> None:
    both = (210, "29"), (234, "31")  # the font is as wide as high: the first ends where the second begins
    assert figures(rule(210, 116, 234, 116), *both) == ["规章", "31"]
    assert figures(rule(210, 115.5, 234, 115.5) + rule(210, 117, 234, 117), *both) == ["规章", "31"]
    assert figures("210 726 24 0.7 re f\n", *both) == ["规章", "31"]
    assert figures(rule(208, 116, 260, 116), *both) == ["规章", ""]
    assert figures(rule(210, 122, 234, 122), *both) == ["规章", "2931"], "underlined"


def test_a_line_that_may_mean_another_figure_leaves_none() -> None:
    both = (210, "29"), (234, "31")
    for line in (rule(210, 116, 240, 116), rule(208, 119, 262, 112), rule(100, 116, 300, 116)):
        (label, figure) = figures(line, *both)[-2:]
        assert label in ("规章", "")
        assert not figure.isdigit()


def test_a_whole_row_under_one_line_is_not_read() -> None:
    page = BOX + words(210, 120, "29") + rule(105, 116, 290, 116)
    assert row(read_pdf(pdf(page))) == ["规章", "\ufffd\ufffd"]


def annotated(annotation: str, page_entry: str = "", box: str = "0 0 595 842") -> list[str]:
    """A page with an annotation as a PDF editor leaves it, over 29 of 29 and 31."""
    page = BOX + words(210, 120, "29") + words(234, 120, "31")
    content = pdf(page).replace(
        b"/Contents", f"{page_entry}/Annots[<</Type/Annot/Rect[0 0 9 9]{annotation}>>]/Contents".encode()
    )
    content = content.replace(b"0 0 595 842", box.encode())
    start = content.index(b"xref\n")
    return row(read_pdf(content[:start] + b"trailer\n<</Root 1 0 R>>\n"))  # pdfminer finds the objects itself


def test_annotations_of_a_pdf_strike_text() -> None:
    quad = "[210 732 234 732 210 720 234 720]"
    assert annotated(f"/Subtype/StrikeOut/QuadPoints{quad}") == ["规章", "31"]
    assert annotated("/Subtype/Line/L[210 726 234 726]") == ["规章", "31"]
    assert annotated("/Subtype/Ink/InkList[[208 720 220 729 236 727]]") == ["规章", "\ufffd\ufffd\ufffd1"]
    assert annotated(f"/Subtype/Highlight/QuadPoints{quad}") == ["规章", "2931"]
    assert annotated(f"/Subtype/StrikeOut/QuadPoints{quad}", box="50 40 595 802") == ["规章", "31"]
    turned = annotated(f"/Subtype/StrikeOut/QuadPoints{quad}", "/Rotate 180")
    assert not any(map(str.isdigit, "".join(turned)))
    assert annotated("/Subtype/StrikeOut/QuadPoints[(a) null]") == ["规章", "2931"]


# --- Text -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("~~29~~31", "31"),
        ("~~29~~ 31", "31"),
        ("<s>29</s>31", "31"),
        ("<DEL class='a'>29</DEL>31", "31"),
        ('<span style="text-decoration: line-through;">29</span>31', "31"),
        ("~~29~~", ""),
        ("\\~~29~~", "~~29~~"),
        ("1~3", "1~3"),
        ("~~29", "~~29"),
    ],
)
def test_markdown_and_text_strike_by_marks(cell: str, shown: str) -> None:
    assert row(read_markdown(f"| a | b | c |\n|---|---|---|\n| 规章 | {cell} | 5 |\n".encode()))[3:] == [
        "规章",
        shown,
        "5",
    ]
    if "\\" not in cell:
        assert row(read_text(f"规章\t{cell}\t5\n".encode())) == ["规章", shown, "5"]


def test_a_strike_reaches_over_no_border_of_a_cell() -> None:
    assert row(read_markdown("| ~~规章 | 29~~ | 5 |\n".encode())) == ["~~规章", "29~~", "5"]
    assert outline(read_markdown("我镇~~你镇~~。\n".encode())) == ["我镇。"]
