"""The form as a web page: plain tables with their heads told to whoever cannot see them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from gknb.documents.render.headers import heads, is_tall, shares
from gknb.documents.render.page import Drawn
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.documents.render.page import Page
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = ["render_html"]

_STYLE: Final = """
@page { size: A4 portrait; margin: 20mm; }
.gknb { max-width: 190mm; margin: 0 auto; padding: 0 1em; color: #000; background: #fff;
  font-family: FangSong, "FangSong_GB2312", STFangsong, "Noto Serif CJK SC", "Source Han Serif SC", serif;
  font-size: 12pt; line-height: 1.75; }
.gknb h1 { font-family: "FZXiaoBiaoSong-B05S", SimSun, "Noto Serif CJK SC", serif; font-size: 20pt; font-weight: normal;
  line-height: 1.4; text-align: center; }
.gknb h2 { font-family: SimHei, "Noto Sans CJK SC", "Source Han Sans SC", sans-serif; font-size: 14pt;
  font-weight: normal; }
.gknb p { margin: 0; text-indent: 2em; }
.gknb p.published { text-align: center; text-indent: 0; }
.gknb .table { overflow-x: auto; margin: 0.8em 0; }
.gknb table { width: 100%; table-layout: fixed; border-collapse: collapse;
  font-family: SimSun, "Noto Serif CJK SC", serif; font-size: 10pt;
  line-height: 1.35; }
.gknb caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.gknb th, .gknb td { border: 1px solid #000; padding: 0.3em 0.2em; text-align: center; font-weight: normal;
  height: 1.4em; }
.gknb th.beside { text-align: left; }
.gknb th.tall { writing-mode: vertical-rl; letter-spacing: 0.2em; text-align: center; }
.gknb td.wrong { background: #fde0dc; outline: 2px solid #b3261e; outline-offset: -2px; }
.gknb td.wrong sup a { color: #b3261e; font-weight: bold; }
.gknb ol.findings { font-family: sans-serif; font-size: 10pt; border-top: 2px solid #b3261e; padding-top: 0.8em; }
.gknb td { overflow-wrap: anywhere; }
@media print { .gknb { padding: 0; max-width: none; } .gknb table { font-size: 8.5pt; line-height: 1.2; }
  .gknb th, .gknb td { padding: 0.12em 0.2em; }
  .gknb .table { break-inside: avoid; } .gknb h2 { break-after: avoid; } }
"""


def render_html(page: Page, lang: Lang) -> bytes:
    """The page, whole and in one file; what is inside ``div.gknb`` can stand on any site with the style above it."""
    return "".join(f"{line}\n" for line in _lines(page, lang)).encode()


def _lines(page: Page, lang: Lang) -> Iterator[str]:
    title = "".join(page.title)
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-CN">'
    yield '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{escape(title)}</title>"
    yield f'<meta name="gknb" content="{escape(page.unprinted)}">'
    yield f"<style>{_STYLE}</style></head>"
    yield '<body><div class="gknb">'
    yield f"<h1>{'<br>'.join(map(escape, page.title))}</h1>"
    if page.published:
        yield f'<p class="published">（{escape(page.published)}）</p>'
    for number, part in enumerate(page.parts, 1):
        yield f"<h2>{escape(part.title)}</h2>"
        if isinstance(part, Drawn):
            yield from _table(page, part.grid, f"t{number}")
        else:
            yield from (f"<p>{escape(paragraph)}</p>" for paragraph in part.paragraphs)
            yield from _notes(page, part.pointer)
    yield from _findings(page, lang)
    yield "</div></body></html>"


def _table(page: Page, grid: Grid, name: str) -> Iterator[str]:
    heading = heads(grid)
    used = {box for boxes in heading.values() for box in boxes}
    names = {box: f"{name}-{box.row}-{box.column}" for box in grid.boxes if box in used}
    yield f'<div class="table"><table><caption>{escape(page.form.places[grid.pointer].name("zh"))}</caption>'
    columns = (f'<col style="width:{share:.1%}">' for share in shares(grid))
    yield f"<colgroup>{''.join(columns)}</colgroup>"
    for row in grid.rows():
        cells = []
        for box in row:
            span = "".join(
                f' {kind}="{count}"' for kind, count in (("rowspan", box.height), ("colspan", box.width)) if count > 1
            )
            if box.pointers:
                headers = " ".join(names[one] for one in heading[box])
                cells.append(f'<td{span} headers="{headers}"{_wrong(page, box)}</td>')
            else:
                cells.append(_words(box, grid, span, names.get(box)))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table></div>"


def _words(box: Box, grid: Grid, span: str, name: str | None) -> str:
    if name is None:
        return f"<td{span}>{escape(box.text)}</td>"
    beside = box.column + box.width <= grid.labels and box.names
    kind = ("rowgroup" if box.height > 1 else "row") if beside else ("colgroup" if box.width > 1 else "col")
    style = ' class="tall"' if is_tall(grid, box) else ' class="beside"' if beside else ""
    return f'<th id="{name}" scope="{kind}"{span}{style}>{escape(box.text)}</th>'


def _wrong(page: Page, box: Box) -> str:
    """The end of the opening tag, and what is in the cell."""
    text = escape(page.shown(box))
    numbers = page.marks.at(box.pointers)
    if not numbers:
        return f">{text}"
    links = " ".join(f'<a href="#finding-{number}">{number}</a>' for number in numbers)
    return f' class="wrong">{text}<sup>{links}</sup>'


def _notes(page: Page, pointer: str) -> Iterator[str]:
    numbers = page.marks.at([pointer])
    if numbers:
        yield "<p>" + " ".join(f'<a href="#finding-{number}">[{number}]</a>' for number in numbers) + "</p>"


def _findings(page: Page, lang: Lang) -> Iterator[str]:
    if not page.marks.findings:
        return
    yield f"<h2>{escape(say(lang, 'render.findings'))}</h2>"
    yield '<ol class="findings">'
    for number, finding in enumerate(page.marks.findings, 1):
        yield f'<li id="finding-{number}"><b>{finding.code}</b> {escape(finding.message)}<br>{escape(finding.fix)}</li>'
    yield "</ol>"
