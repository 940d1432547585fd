"""Draws tables of the form as pages print them: rows of cells, then their notation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _editions import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "BROUGHT",
    "CARRIED",
    "CORNER",
    "DOCUMENTS",
    "EXTRA",
    "FIVE",
    "FOUR",
    "GRANTED",
    "HEAD",
    "LEAVES",
    "NAMES",
    "ONE",
    "OUTCOMES",
    "PARTLY",
    "RECEIVED",
    "REFUSED",
    "RULES",
    "SIX",
    "TABLE_3",
    "THREE",
    "TITLE",
    "TITLE_2019",
    "TOTAL",
    "TWO",
    "B",
    "G",
    "R",
    "blank",
    "cells_of",
    "grid",
    "html",
    "html_table",
    "label_of",
    "leaves_of",
    "markdown",
    "page",
    "piped",
    "row",
    "spanned",
    "tabbed",
    "values",
    "whole_page",
]

TITLE: Final = "# 某某县教育局2025年政府信息公开工作年度报告"
TITLE_2019: Final = "# 某某县教育局2020年政府信息公开工作年度报告"
ONE: Final = "## 一、总体情况"
TWO: Final = "## 二、主动公开政府信息情况"
THREE: Final = "## 三、收到和处理政府信息公开申请情况"
FOUR: Final = "## 四、政府信息公开行政复议、行政诉讼情况"
FIVE: Final = "## 五、存在的主要问题及改进情况"
SIX: Final = "## 六、其他需要报告的事项"
CORNER: Final = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
LEAVES: Final = (
    "natural_person",
    "legal_person/business",
    "legal_person/research",
    "legal_person/public_welfare",
    "legal_person/legal_service",
    "legal_person/other",
    "total",
)
"""The columns of Table 3."""
NAMES: Final = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
"""Their labels."""
HEAD: Final = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
"""The header of the first block of Table 2."""
RULES: Final = "/proactive_disclosure/regulations"
DOCUMENTS: Final = "/proactive_disclosure/normative_documents"
RECEIVED: Final = "/requests/received"
BROUGHT: Final = "/requests/brought_forward"
CARRIED: Final = "/requests/carried_forward"
OUTCOMES: Final = "/requests/outcomes"
GRANTED: Final = f"{OUTCOMES}/granted"
PARTLY: Final = f"{OUTCOMES}/partially_granted"
REFUSED: Final = f"{OUTCOMES}/refused"
TOTAL: Final = f"{OUTCOMES}/total"


def label_of(pointer: str, edition: str = "2021") -> tuple[str, ...]:
    """Return the labels of a row of Table 3 as the form prints them, from the outermost group to the item."""
    titles = EDITIONS[edition].titles
    steps = pointer.split("/")
    return tuple(titles["/".join(steps[:n])] for n in range(3, len(steps) + 1))


def leaves_of(pointer: str, edition: str = "2021") -> list[str]:
    """Return the cells of a row, in the order of the form."""
    return [cell for cell in EDITIONS[edition].cells if cell.startswith(f"{pointer}/")]


def cells_of(*pointers: str) -> list[str]:
    """Return the cells of rows of Table 3."""
    return [f"{pointer}/{leaf}" for pointer in pointers for leaf in LEAVES]


def values(pointer: str, figures: Sequence[Any], edition: str = "2021") -> dict[str, Any]:
    """Return the values of a row by pointer."""
    return dict(zip(leaves_of(pointer, edition), figures, strict=True))


def blank(*pointers: str, edition: str = "2021") -> dict[str, None]:
    """Return the cells of rows as blanks, by pointer."""
    return {cell: None for pointer in pointers for cell in leaves_of(pointer, edition)}


def row(pointer: str, figures: Sequence[Any], edition: str = "2021") -> list[str]:
    """Return the cells of a row of Table 3 with its labels, each once."""
    return [*label_of(pointer, edition), *map(str, figures)]


TABLE_3: Final = (CORNER, *NAMES)
R: Final = (5, 1, 0, 0, 2, 0, 8)
B: Final = (1, 0, 0, 0, 0, 0, 1)
G: Final = (6, 1, 0, 0, 2, 0, 9)
"""Figures of requests received, brought forward and granted that satisfy the relations."""
EXTRA: Final = "/extensions"
"""Where an implementation keeps rows that the form does not have."""
"""The header of Table 3 in one line."""


def markdown(*rows: Sequence[Any]) -> list[str]:
    """Return a table of Markdown, the first row as its header."""
    lines = ["| " + " | ".join(map(str, one)) + " |" for one in rows]
    return ["", lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""]


def piped(*rows: Sequence[Any]) -> list[str]:
    """Return rows with a bar after each cell, without a rule."""
    return [" | ".join(map(str, one)) + " |" for one in rows]


def tabbed(*rows: Sequence[Any]) -> list[str]:
    """Return rows with tabs between their cells."""
    return ["\t".join(map(str, one)) for one in rows]


def grid(*rows: Sequence[str]) -> list[str]:
    """Return a grid table, as pandoc writes it; a wide character takes two columns."""
    wide = [max(_width(one[n]) for one in rows) for n in range(len(rows[0]))]
    rule = "+" + "+".join("-" * (size + 2) for size in wide) + "+"
    lines = [
        "|" + "|".join(f" {text}{' ' * (size - _width(text))} " for text, size in zip(one, wide, strict=True)) + "|"
        for one in rows
    ]
    return ["", rule, *(text for line in lines for text in (line, rule)), ""]


def spanned(*rows: Sequence[str], gap: int = 3) -> list[str]:
    """Return rows in columns set by spaces, as ``pdftotext -layout`` writes them; figures keep to the right."""
    wide = [max(_width(one[n]) for one in rows) for n in range(len(rows[0]))]
    lines = []
    for first, *rest in rows:
        line = first + " " * (wide[0] - _width(first))
        for text, size in zip(rest, wide[1:], strict=True):
            line += " " * (gap + size - _width(text)) + text
        lines.append(line.rstrip())
    return lines


def _width(text: str) -> int:
    return sum(1 + (ord(one) > 0x2E7F) for one in text)


def page(*parts: str | Sequence[str], title: str = TITLE) -> list[str]:
    """Return the lines of a page of Markdown: the title, then headings and tables."""
    lines = [title, ""]
    for part in parts:
        lines += [part, ""] if isinstance(part, str) else part
    return lines


def html_table(*rows: str) -> list[str]:
    """Return a table of HTML whose rows are written as cells with bars between; ``text@2x3`` spans columns and rows."""
    lines = ["<table>"]
    for one in rows:
        cells = []
        for cell in one.split("|"):
            text, _, span = cell.partition("@")
            wide, _, high = span.partition("x")
            spans = f' colspan="{wide}"' if wide and wide != "1" else ""
            spans += f' rowspan="{high}"' if high else ""
            cells.append(f"<td{spans}>{text}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return [*lines, "</table>"]


def html(*parts: str | Sequence[str], title: str = TITLE, meta: str = "") -> list[str]:
    """Return the lines of a page of HTML; strings that begin with # are headings."""
    lines = ["<!DOCTYPE html>", f'<html><head><meta charset="utf-8">{meta}</head><body>', _element(title)]
    for part in parts:
        lines += [_element(part)] if isinstance(part, str) else part
    return [*lines, "</body></html>"]


def _element(text: str) -> str:
    marks, _, rest = text.partition(" ")
    if marks and not marks.strip("#"):
        return f"<h{len(marks)}>{rest}</h{len(marks)}>"
    return f"<p>{text}</p>"


def whole_page(
    rows: Mapping[str, Sequence[Any]], *, without: Sequence[str] = (), headings: Mapping[str, str] = {}
) -> tuple[list[str], dict[str, Any]]:
    """Return a page of 2021 with every table, spans repeated as converters do, and the values of its cells.

    ``rows`` have the figures of rows of Table 3; all other cells are 0. Rows and headings in ``without`` are left out.
    """
    form = EDITIONS["2021"]
    known: dict[str, Any] = dict.fromkeys(form.cells, 0)
    for pointer, figures in rows.items():
        known |= values(pointer, figures)
    table: list[Sequence[Any]] = [(CORNER,) * 3 + ("申请人情况",) * 7]
    table += [(CORNER,) * 3 + ("自然人", *("法人或其他组织",) * 5, "总计"), (CORNER,) * 3 + NAMES]
    for pointer in form.rows:
        if pointer not in without:
            labels = label_of(pointer)
            labels = (*labels, *(labels[-1],) * (3 - len(labels)))
            table.append((*labels, *(known[cell] for cell in leaves_of(pointer))))
    parts: list[str | Sequence[str]] = []
    contents = {ONE: ["无。", ""], TWO: _table_2(), THREE: markdown(*table), FOUR: _table_4()}
    for heading in (ONE, TWO, THREE, FOUR, FIVE, SIX):
        if heading not in without:
            parts += [headings.get(heading, heading), contents.get(heading, ["无。", ""])]
    return page(*parts), known


def _table_2() -> list[str]:
    def four(text: str) -> tuple[str, ...]:
        return (text,) * 4

    def block(head: str, *labels: str) -> list[Sequence[Any]]:
        return [("信息内容", *(head,) * 3), *((label, 0, 0, 0) for label in labels)]

    return markdown(
        four("第二十条第（一）项"),
        HEAD,
        ("规章", 0, 0, 0),
        ("行政规范性文件", 0, 0, 0),
        four("第二十条第（五）项"),
        *block("本年处理决定数量", "行政许可"),
        four("第二十条第（六）项"),
        *block("本年处理决定数量", "行政处罚", "行政强制"),
        four("第二十条第（八）项"),
        *block("本年收费金额（单位：万元）", "行政事业性收费"),
    )


def _table_4() -> list[str]:
    results = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    return markdown(
        (*("行政复议",) * 5, *("行政诉讼",) * 10),
        (*results, *("未经复议直接起诉",) * 5, *("复议后起诉",) * 5),
        results * 3,
        (0,) * 15,
    )
