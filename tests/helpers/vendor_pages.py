"""Web pages in the styles of different vendors: one renderer for each habit seen on published pages.

They use the layout of the form and share no code with the readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Final

from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.sheet import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gknb.standard.form_layout import Box, Grid

__all__ = ["VENDORS", "Vendor"]

UNITS: Final = {"yuan": "元", "wanyuan": "万元"}
Row = list[tuple[str, int, int, bool]]
"""The cells of a row: (text, rows spanned, columns spanned, whether it is a header)."""


@dataclass(frozen=True, kw_only=True)
class Vendor:
    """One style of writing the page."""

    habit: str
    """What is particular about the style."""
    blank: str = ""
    """Text of a blank cell."""
    figure: Callable[[str], str] = str
    """Formats a number."""
    words: Callable[[str], str] = str
    """Formats a label."""
    headings: Mapping[str, str] | None = None
    """Other wordings of headings."""
    heading: str = "<h2>{text}</h2>"
    """Template of a heading."""
    cell: str = "<{tag}{span}>{text}</{tag}>"
    """Template of a cell."""
    table: str = "<table border=1>{rows}</table>"
    """Template of a table."""
    paragraph: str = "<p>{text}</p>"
    """Template of a paragraph."""
    page: str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>"
    """Template of the page."""
    encoding: str = "utf-8"
    """Encoding of the page."""
    parts: Callable[[Grid, list[Row]], list[list[Row]]] = lambda _, rows: [rows]
    """Splits a table into several."""
    between: str = ""
    """Text between a heading and its table."""

    def __call__(self, report: Any) -> bytes:
        """Return the page for a report."""
        form = form_of(load_catalog(), report["edition"])
        title = f"{report['organ']['name']}{report['reporting_year']}年政府信息公开工作年度报告"
        body = [f"<h1>{escape(title)}</h1>"]
        if report.get("published_on"):
            body.append(f"<div class=info>发布日期：{report['published_on']}　来源：本站　浏览次数：128</div>")
        for grid in sheet(form, "zh"):
            if grid.pointer:
                text = (self.headings or {}).get(grid.title, grid.title)
                body += [self.heading.format(text=text), *self._section(report, grid)]
        page = self.page.format(title=escape(title), body="\n".join(body))
        return page.encode(self.encoding)

    def _section(self, report: Any, grid: Grid) -> list[str]:
        if grid.columns == 1:
            lines = (lookup(report, grid.pointer) or "").split("\n")
            return [self.paragraph.format(text=escape(line)) for line in lines if line]
        rows = [[self._box(report, box) for box in row] for row in grid.rows()]
        tables = [self.table.format(rows=self._rows(part)) for part in self.parts(grid, rows)]
        return [self.between, *tables]

    def _box(self, report: Any, box: Box) -> tuple[str, int, int, bool]:
        if not box.pointers:
            return self.words(box.text), box.height, box.width, True
        value, *units = (lookup(report, pointer) for pointer in box.pointers)
        unit = UNITS[units[0]] if units and units[0] else ""
        text = self.blank + unit if value is None else self.figure(f"{Decimal(str(value)):f}") + unit
        return text, box.height, box.width, False

    def _rows(self, rows: list[Row]) -> str:
        return "\n".join(f"<tr>{''.join(self._cell(*cell) for cell in row)}</tr>" for row in rows)

    def _cell(self, text: str, height: int, width: int, head: bool) -> str:
        span = (f' rowspan="{height}"' if height > 1 else "") + (f' colspan="{width}"' if width > 1 else "")
        shown = "<br>".join(map(escape, text.split("\n"))).replace("\u00a0", "&nbsp;")
        return self.cell.format(tag="th" if head and "<th" in self.cell else "td", span=span, text=shown)


def unmerged(_: Grid, rows: list[Row]) -> list[list[Row]]:
    """Replace ``rowspan`` by an empty cell in each further row."""
    return [filled(rows, again=False)]


def repeated(_: Grid, rows: list[Row]) -> list[list[Row]]:
    """Replace ``rowspan`` by a copy of the cell in each further row."""
    return [filled(rows, again=True)]


def filled(rows: list[Row], *, again: bool) -> list[Row]:
    tables: list[Row] = [[] for _ in rows]
    taken: dict[tuple[int, int], tuple[str, int, int, bool]] = {}
    for n, row in enumerate(rows):
        column, cells = 0, list(row)
        while cells or (n, column) in taken:
            if (n, column) in taken:
                cell = taken[n, column]
            else:
                cell = cells.pop(0)
                for below in range(1, cell[1]):
                    taken[n + below, column] = (cell[0] if again else "", 1, cell[2], cell[3])
            tables[n].append((cell[0], 1, cell[2], cell[3]))
            column += cell[2]
    return tables


def blocks(_: Grid, rows: list[Row]) -> list[list[Row]]:
    """Split Table 2 into a table for each item of article 20."""
    tables: list[list[Row]] = []
    for row in rows:
        if not tables or (len(row) == 1 and row[0][0].startswith("第二十条")):
            tables.append([])
        tables[-1].append(row)
    return tables


def halves(again: int) -> Callable[[Grid, list[Row]], list[list[Row]]]:
    """Split the long table in two; the second repeats the first ``again`` rows."""

    def cut(_: Grid, rows: list[Row]) -> list[list[Row]]:
        if len(rows) < 20:
            return [rows]
        flat = filled(rows, again=True)
        return [flat[:12], [*flat[:again], *flat[12:]]]

    return cut


def three(grid: Grid, rows: list[Row]) -> list[list[Row]]:
    """Split Table 4 into a table for each group, with the name of the group above its five columns."""
    if grid.labels:
        return [rows]
    flat = filled(rows, again=True)
    names, last = [cell[0] for cell in rows[0]], flat[-1]
    group = [[names[0]], [names[1], "未经复议直接起诉"], [names[1], "复议后起诉"]]
    return [
        [
            *([(name, 1, 5, True)] for name in group[n]),
            [(text, 1, 1, True) for text, *_ in flat[-2][5 * n : 5 * n + 5]],
            last[5 * n : 5 * n + 5],
        ]
        for n in range(3)
    ]


def uneven(_: Grid, rows: list[Row]) -> list[list[Row]]:
    """Use spans that differ from row to row, 2+1 then 1+2, with the same total width."""
    tables = []
    for n, row in enumerate(rows):
        if len(row) > 1 and all(cell[1] == 1 for cell in row) and len({len(one) for one in rows}) <= 4:
            wide = n % len(row)
            tables.append([(t, h, w + (m == wide), head) for m, (t, h, w, head) in enumerate(row)])
        else:
            tables.append([(t, h, w + (m == len(row) - 1), head) for m, (t, h, w, head) in enumerate(row)])
    return [tables]


WORD: Final = (
    "<p class=MsoNormal align=center style='text-align:center'><span lang=EN-US style='font-size:9.0pt'>{text}</span>"
    "<span><o:p></o:p></span></p>"
)
SITE: Final = (
    "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}_某某县人民政府</title>"
    "<style>td{{width:1px}}</style><script>var a = '<td>7</td>';</script></head>"
    "<body><div class=nav><ul><li>首页</li><li>政务公开</li><li>政府信息公开年报</li></ul></div>"
    "<div class=crumb>当前位置：首页 &gt; 政务公开 &gt; 年报</div>"
    "<div class=main><div><div>{body}</div></div></div>"
    "<div class=tools>【打印】【关闭窗口】</div>"
    "<div class=foot>主办：某某县人民政府办公室　备案号 0000000000</div></body></html>"
)
OLD_HEAD: Final = (
    "<html><head><meta http-equiv=Content-Type content='text/html; charset={charset}'><title>{{title}}</title></head>"
    "<body>{{body}}</body></html>"
)
OTHER = {
    "一、总体情况": "一、工作概况",
    "二、主动公开政府信息情况": "二、行政机关主动公开政府信息情况",
    "四、政府信息公开行政复议、行政诉讼情况": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "五、存在的主要问题及改进情况": "五、政府信息公开工作存在的主要问题及改进情况",
    "六、其他需要报告的事项": "六、其它需要报告的事项",
}
ARABIC = {
    "一、总体情况": "1、总体情况",
    "二、主动公开政府信息情况": "2、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况": "3、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况": "4、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况": "5、存在问题及改进情况",
    "六、其他需要报告的事项": "6、其他需要报告事项",
}


def wide(text: str) -> str:
    """Write full-width digits."""
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"})


def broken(text: str) -> str:
    """Break a label over two lines."""
    return f"{text[:3]}\n{text[3:]}" if 4 < len(text) < 12 else text


VENDORS: Final = (
    Vendor(habit="plain"),
    Vendor(habit="spans and paragraphs of a word processor", cell="<td{span} valign=top>" + WORD + "</td>",
           blank="\u00a0",
           heading="<p class=MsoNormal><b><span style='font-family:黑体'>{text}</span></b></p>",
           paragraph="<p class=MsoNormal style='text-indent:32pt'><span>{text}</span><o:p></o:p></p>"),
    Vendor(habit="tall cells left out, empty ones below", parts=unmerged),
    Vendor(habit="tall cells again in every row", parts=repeated, blank="—"),
    Vendor(habit="spans that differ from row to row", parts=uneven, blank="/"),
    Vendor(habit="a table for each item of article 20", parts=blocks, headings=OTHER),
    Vendor(habit="Table 3 in two tables, the second without a head", parts=halves(0)),
    Vendor(habit="Table 3 in two tables, the head again", parts=halves(3),
           between="<p>该部分以表格形式报告。表格如下：</p>"),
    Vendor(habit="Table 4 in three tables", parts=three, blank="-"),
    Vendor(habit="tables inside a table that lays out the page",
           table="<table width=100%><tr><td><table border=1>{rows}</table></td></tr></table>"),
    Vendor(habit="GB18030", encoding="gb18030",
           page=OLD_HEAD.format(charset="gb18030")),
    Vendor(habit="GBK that says it is GB2312", encoding="gbk", headings=ARABIC,
           page=OLD_HEAD.format(charset="gb2312").upper().replace("{TITLE}", "{title}").replace("{BODY}", "{body}")),
    Vendor(habit="full-width digits", figure=wide, blank="无"),
    Vendor(habit="thousands separators", figure=lambda text: f"{int(text):,}" if text.isdigit() else text, blank="空"),
    Vendor(habit="capital tags, nothing closed", cell="<TD ALIGN=center{span}>{text}", table="<TABLE>{rows}</TABLE>",
           heading="<P><B>{text}</B>", paragraph="<P>{text}"),
    Vendor(habit="heads as such, in groups of rows", cell="<{tag}{span}>{text}</{tag}><!-- <th -->",
           table="<table><caption>表</caption><tbody>{rows}</tbody></table>"),
    Vendor(habit="a site around it", page=SITE, headings=OTHER, heading="<p><strong>{text}</strong></p>"),
    Vendor(habit="headings in a table of their own", heading="<table><tr><td><b>{text}</b></td></tr></table>"),
    Vendor(habit="words over two lines, half-width brackets",
           words=lambda text: broken(text).replace("（", "(").replace("）", ")").replace("、", ".")),
    Vendor(habit="white space everywhere", cell="<td{span}>\n   <div> {text}&nbsp; </div>\n  </td>", blank="\u3000"),
)  # fmt: skip
