"""Render the form as a Word document with the layout of the national template."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gknb.documents.render.headers import is_tall, shares
from gknb.documents.render.page import Drawn
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gknb.documents.render.page import Page
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = ["render_docx"]

_WIDTH: Final = 16.0
"""Width between the page margins, in centimetres."""
_LONGEST: Final = 255
"""Maximum length of a document property, in characters."""
_RED: Final = "FDE0DC"


def render_docx(page: Page, lang: Lang) -> bytes:
    """Return the Word document; findings are comments on the cells."""
    made = Document()
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.5)
    _font(made.styles["Normal"], "仿宋", 14)
    for name, face, size in (("Title", "宋体", 20), ("Heading 1", "黑体", 14)):
        _font(made.styles[name], face, size)
    made.core_properties.title = "".join(page.title)[:_LONGEST]
    made.core_properties.author = (page.title[0] if page.title else "")[:_LONGEST]
    _embed(made, page.unprinted)
    for line in page.title:
        made.add_paragraph(line, style="Title").alignment = WD_ALIGN_PARAGRAPH.CENTER
    if page.published:
        made.add_paragraph(f"（{page.published}）").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for part in page.parts:
        made.add_paragraph(part.title, style="Heading 1")
        if isinstance(part, Drawn):
            _table(made, page, part.grid, lang)
            continue
        for text in part.paragraphs or ("",):
            paragraph = made.add_paragraph(text)
            paragraph.paragraph_format.first_line_indent = Pt(28)
        _comment(made, page, paragraph, page.marks.at([part.pointer]), lang)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _embed(made: Any, text: str) -> None:
    """Store the unprinted values in a document variable."""
    variables, one = OxmlElement("w:docVars"), OxmlElement("w:docVar")
    one.set(qn("w:name"), "gknb")
    one.set(qn("w:val"), text)
    variables.append(one)
    made.settings.element.append(variables)


def _font(style: Any, face: str, size: float) -> None:
    style.font.name, style.font.size, style.font.bold = "Times New Roman", Pt(size), False
    style.font.color.rgb = None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:eastAsia"), face)


def _table(made: Any, page: Page, grid: Grid, lang: Lang) -> None:
    rows = 1 + max(box.row + box.height - 1 for box in grid.boxes)
    table = made.add_table(rows=rows, cols=grid.columns, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    widths = [_WIDTH * share for share in shares(grid)]
    grid_cells = [list(row.cells) for row in table.rows]
    for row in grid_cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = Cm(width)
    for box in grid.boxes:
        cell = grid_cells[box.row][box.column]
        if box.height > 1 or box.width > 1:
            cell = cell.merge(grid_cells[box.row + box.height - 1][box.column + box.width - 1])
        _fill(made, page, cell, box, grid, lang)


def _fill(  # noqa: PLR0913, PLR0917 - the whole context of one cell
    made: Any, page: Page, cell: Any, box: Box, grid: Grid, lang: Lang
) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(page.shown(box))
    run.font.size = Pt(9)
    run.font.name = "Times New Roman"
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    is_row_label = box.text and box.names and box.column < grid.labels and not is_tall(grid, box)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if is_row_label else WD_ALIGN_PARAGRAPH.CENTER
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if is_tall(grid, box):
        direction = OxmlElement("w:textDirection")
        direction.set(qn("w:val"), "tbRlV")
        cell._tc.get_or_add_tcPr().append(direction)  # noqa: SLF001 - python-docx has no public access
    if numbers := page.marks.at(box.pointers):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _RED)
        cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
        _comment(made, page, paragraph, numbers, lang)


def _comment(made: Any, page: Page, paragraph: Any, numbers: Sequence[int], lang: Lang) -> None:
    if not numbers:
        return
    runs = paragraph.runs or [paragraph.add_run("")]
    findings = [page.marks.findings[number - 1] for number in numbers]
    text = "\n".join(f"{finding.code} {finding.message} {finding.fix}" for finding in findings)
    made.add_comment(runs, text=text, author=say(lang, "render.author"), initials="gknb")
