"""The pages of the zoo: one report as web pages in the styles of sites and word processors."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Final

from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gknb.standard.form_layout import Grid

__all__ = ["STYLES", "page"]

UNITS: Final = {"yuan": "元", "wanyuan": "万元"}
FINE: Final = 3
"""Grid lines that a word processor makes of one column, where edges of cells do not quite meet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a table, by the lines at its edges."""

    top: int
    bottom: int
    left: int
    right: int
    text: str
    head: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way to write the page."""

    page: str
    """The page around its body."""
    table: str = "<table border='1' cellspacing='0'>{rows}</table>"
    cell: str = "<td{span}>{text}</td>"
    heading: str = "<h2>{text}</h2>"
    paragraph: str = "<p>{text}</p>"
    title: str = "<h1>{text}</h1>"
    date: str = "<div>发布日期：{date}</div>"
    blank: str = ""
    tables: Callable[[Grid, list[Cell]], list[list[Cell]]] = lambda _, cells: [cells]
    """Makes one or more tables of one of the form."""
    between: str = ""
    """What stands above a table."""
    words: Callable[[str], str] = str
    """Writes the words of a cell."""


def page(style: str, document: Any, blank: str = "") -> bytes:
    """Return the page of a report; ``blank`` is printed in a cell without a figure."""
    how = STYLES[style]
    title = f"{document['organ']['name']}{document['reporting_year']}年政府信息公开工作年度报告"
    body = [how.title.format(text=escape(title)), how.date.format(date=document["published_on"])]
    for grid in sheet(form_of(load_catalog(), document["edition"]), "zh"):
        if not grid.pointer:
            continue
        body.append(how.heading.format(text=escape(grid.title)))
        if grid.columns == 1:
            lines = (lookup(document, grid.pointer) or "").split("\n")
            body += [how.paragraph.format(text=escape(line)) for line in lines]
            continue
        cells = [
            Cell(
                top=box.row,
                bottom=box.row + box.height,
                left=box.column,
                right=box.column + box.width,
                text=printed(document, box.pointers, blank) if box.pointers else how.words(box.text),
                head=not box.pointers,
            )
            for box in grid.boxes
        ]
        body += [how.between, *(how.table.format(rows=rows(how, table)) for table in how.tables(grid, cells))]
    return how.page.replace("{title}", escape(title)).replace("{body}", "\n".join(body)).encode()


def printed(document: Any, pointers: Sequence[str], blank: str) -> str:
    """Return the text of a cell with a figure, an amount with its unit."""
    value, *units = (lookup(document, pointer) for pointer in pointers)
    if value is None:
        return blank
    return f"{Decimal(str(value)):f}" + (UNITS[units[0]] if units and units[0] else "")


def rows(style: Style, cells: list[Cell]) -> str:
    """Return the rows of a table; edges that no cell has are no columns."""
    across = {line: n for n, line in enumerate(sorted({edge for cell in cells for edge in (cell.left, cell.right)}))}
    written: dict[int, list[str]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.top, cell.left)):
        width, height = across[cell.right] - across[cell.left], cell.bottom - cell.top
        span = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
        text = "<br>".join(map(escape, cell.text.split("\n"))) or style.blank
        written.setdefault(cell.top, []).append(style.cell.format(span=span, text=text))
    return "\n".join(f"<tr>{''.join(row)}</tr>" for row in written.values())


def uneven(_: Grid, cells: list[Cell]) -> list[list[Cell]]:
    """Move edges within a column, now to one side and now to the other, as a word processor that draws each row alone.

    So one column spans 2 and the next 1 in one row, and the other way round in the row below.
    """
    tall = {
        (row, edge)
        for c in cells
        if c.bottom - c.top > 1
        for row in range(c.top, c.bottom)
        for edge in (c.left, c.right)
    }
    last = max(cell.right for cell in cells)

    def moved(row: int, edge: int) -> int:
        fixed = edge in (0, last) or (row, edge) in tall
        return FINE * edge + (0 if fixed else (0, 1, -1)[(row + 2 * edge) % 3])

    return [[replace(cell, left=moved(cell.top, cell.left), right=moved(cell.top, cell.right)) for cell in cells]]


def items(_: Grid, cells: list[Cell]) -> list[list[Cell]]:
    """Make a table of each 第…项."""
    starts = [cell.top for cell in cells if cell.text.startswith("第二十条")]
    if not starts:
        return [cells]
    ends = [*starts[1:], max(cell.bottom for cell in cells)]
    return [[cell for cell in cells if start <= cell.top < end] for start, end in zip(starts, ends, strict=True)]


def lines(text: str) -> str:
    """Break short words over two lines, and use half-width brackets and another sign after numbers."""
    text = re.sub(r"^(\d)\.", r"\1、", text).replace("（", "(").replace("）", ")")
    return f"{text[:3]}\n{text[3:]}" if 4 < len(text) < 12 and not text[0].isdigit() else text


CSS: Final = (
    "<style>table{border-collapse:collapse;width:100%}td{border:1px solid #333;padding:2px;text-align:center;"
    "font-size:13px}</style>"
)
PLAIN: Final = (
    "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{title}</title>"
    + CSS
    + "</head><body>\n{body}\n</body></html>"
)
WORD_PAGE: Final = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office' xmlns='http://www.w3.org/TR/REC-html40'><head>"
    "<meta http-equiv=Content-Type content='text/html; charset=utf-8'><title>{title}</title>"
    "<style>p.MsoNormal{margin:0;font-size:10.5pt}</style></head><body lang=ZH-CN><div class=WordSection1>\n{body}\n"
    "</div></body></html>"
)
SITE: Final = (
    "<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{title}_青石县人民政府</title>"
    "<meta name='SiteName' content='青石县人民政府'><meta name='ColumnName' content='政府信息公开年报'>"
    + CSS
    + "<script>var pv = 1024;</script></head><body>\n"
    "<div class='top'><a href='#'>无障碍</a> <a href='#'>繁体</a> <a href='#'>登录</a></div>\n"
    "<div class='logo'>青石县人民政府</div>\n"
    "<ul class='nav'><li><a href='#'>首页</a></li><li><a href='#'>政务公开</a></li><li><a href='#'>办事服务</a></li>"
    "<li><a href='#'>互动交流</a></li></ul>\n"
    "<div class='crumb'>当前位置：<a href='#'>首页</a> &gt; <a href='#'>政务公开</a> &gt; "
    "<a href='#'>政府信息公开年报</a></div>\n<div class='article'>\n{body}\n</div>\n"
    "<div class='share'>分享到： 【打印本页】【关闭窗口】</div>\n"
    "<div class='foot'><p>主办：青石县人民政府办公室　承办：青石县大数据中心</p>"
    "<p>网站标识码：0000000000　联系电话：0000-00000000　邮编：000000</p></div></body></html>"
)
INFO: Final = (
    "<div class='info'><span>发布时间：{date} 09:30</span><span>来源：办公室</span><span>浏览次数：128</span>"
    "<span>字号：[大 中 小]</span></div>"
)
STYLES: Final = {
    "form": Style(page=PLAIN, date="<p>（发布日期：{date}）</p>"),
    "word": Style(
        page=WORD_PAGE,
        table="<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0 style='border-collapse:collapse'>"
        "{rows}</table>",
        cell="<td{span} valign=center style='border:solid windowtext 1.0pt;padding:0cm 2pt'><p class=MsoNormal "
        "align=center style='text-align:center'><span style='font-size:9.0pt'>{text}</span></p></td>",
        heading="<p class=MsoNormal><b><span style='font-family:黑体'>{text}</span></b></p>",
        paragraph="<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:12.0pt'>{text}</span></p>",
        title="<p class=MsoNormal align=center><b><span style='font-size:20.0pt'>{text}</span></b></p>",
        date="<p class=MsoNormal align=center><span>{date}</span></p>",
        blank="&nbsp;",
        tables=uneven,
        between="<p class=MsoNormal><span>&nbsp;</span></p>",
    ),
    "site": Style(page=SITE, date=INFO),
    "items": Style(
        page=SITE,
        date=INFO,
        tables=items,
        heading="<p><strong>{text}</strong></p>",
        cell="<td{span}><p><span>{text}</span></p></td>",
        blank="&nbsp;",
    ),
    "lines": Style(
        page=PLAIN,
        table="<table class='ke-zeroborder' border='1'><tbody>{rows}</tbody></table>",
        cell="<td{span}><div>\n  {text}\n</div></td>",
        heading="<p><strong>{text}</strong></p>",
        date="<p>日期：{date}&nbsp;&nbsp;来源：本站</p>",
        blank="&nbsp;",
        words=lines,
    ),
    "bare": Style(
        page=PLAIN.replace("border:1px solid #333;", ""),
        table="<table>{rows}</table>",
        heading="<p><b>{text}</b></p>",
    ),
}
"""``form``: the official form with merged cells. ``word``: a word processor's export. ``site``: a site around the form.

``items``: the same with a table for each 第…项. ``lines``: words over two lines. ``bare``: no ruling lines.
"""
