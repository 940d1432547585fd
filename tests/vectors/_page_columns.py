"""Cases of pages: which printed cell is which column of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from _page_forms import (
    BROUGHT,
    CORNER,
    DOCUMENTS,
    GRANTED,
    HEAD,
    NAMES,
    RECEIVED,
    RULES,
    TABLE_3,
    THREE,
    TITLE_2019,
    TOTAL,
    TWO,
    B,
    G,
    R,
    blank,
    cells_of,
    html,
    html_table,
    leaves_of,
    markdown,
    page,
    piped,
    row,
    values,
)
from _pages import PageCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["column_cases"]


def column_cases() -> Iterator[PageCase]:
    """Yield the cases about columns."""
    yield from _labels()
    yield from _ragged()
    yield from _surplus()
    yield from _too_few()


def _three(*rows: Sequence[Any]) -> list[str]:
    return page(THREE, markdown(TABLE_3, *rows))


def _labels() -> Iterator[PageCase]:
    yield PageCase(
        id="labels-of-columns", codes=["X004"], topic="columns",
        page=page(TWO, markdown(HEAD, ("规章", 4, 1, 9))), values=values(RULES, (4, 1, 9)),
        zh="列名都能识别", en="every column has its label",
    )  # fmt: skip
    yield PageCase(
        id="one-label-unknown", codes=["X004"], topic="columns",
        page=page(TWO, markdown(("信息内容", "本年制发件数", "某某", "现行有效件数"), ("规章", 4, 1, 9))),
        values=values(RULES, (4, 1, 9)), findings={"X004": [f"{RULES}/repealed"]},
        zh="中间一列列名不能识别：按次序", en="an unknown label between two known ones: by order",
    )  # fmt: skip
    yield PageCase(
        id="columns-in-another-order", codes=["X004", "X014"], topic="columns",
        page=page(TWO, markdown(("信息内容", "现行有效件数", "本年制发件数", "本年废止件数"), ("规章", 9, 4, 1))),
        values=values(RULES, (4, 1, 9)), zh="列的次序与格式不同：按列名",
        en="columns in another order: by their labels",
    )  # fmt: skip
    yield PageCase(
        id="column-of-remarks", codes=["X014"], topic="columns",
        page=page(TWO, markdown((*HEAD, "备注"), ("规章", 4, 1, 9, ""), ("行政规范性文件", 3, 1, 7, "含乡镇"))),
        values={**values(RULES, (4, 1, 9)), **values(DOCUMENTS, (3, 1, 7))},
        zh="多一列备注", en="a column of remarks after the figures",
    )  # fmt: skip
    spans = html_table(
        f"{CORNER}@3x3|申请人情况@7", "自然人@1x2|法人或其他组织@5|总计@1x2", "|".join(NAMES[1:-1]),
        f"一、本年新收政府信息公开申请数量@3|{'|'.join(map(str, R))}",
        f"三、本年度办理结果@1x2|（一）予以公开@2|{'|'.join(map(str, G))}",
        "（三）不予公开|1.属于国家秘密|" + "|".join(map(str, B)),
    )  # fmt: skip
    yield PageCase(
        id="merged-cells", codes=["X004", "X014"], topic="columns", format="html", page=html(THREE, spans),
        values={
            **values(RECEIVED, R), **values(GRANTED, G), **values("/requests/outcomes/refused/state_secret", B),
        },
        zh="合并的单元格", en="merged cells as the form has them",
    )  # fmt: skip


def _ragged() -> Iterator[PageCase]:
    """Headers whose merged cells a converter has dropped, so that labels are not above their columns."""
    figures = {**values(RECEIVED, R), **values(BROUGHT, B), **values(GRANTED, G)}
    granted = ["三、本年度办理结果", "（一）予以公开", *map(str, G)]
    tops = [CORNER, "申请人情况"], ["自然人", "法人或其他组织", "总计"], [*NAMES[1:-1]]
    yield PageCase(
        id="header-rows-shorter", codes=["X014"], topic="columns",
        page=page(THREE, ["", *piped(tops[0]), "| --- | --- |", *piped(*tops[1:]),
                          *piped(row(RECEIVED, R), row(BROUGHT, B), granted), ""]),
        values=figures, zh="表头各行比数据行短（合并单元格丢失）",
        en="header rows shorter than the rows of figures: spans are lost",
    )  # fmt: skip
    wide = [CORNER, "", "", "申请人情况", *("",) * 6], ["自然人", "法人或其他组织", *("",) * 4, "总计"], [*NAMES[1:-1]]
    spread = ["一、本年新收政府信息公开申请数量", "", "", *map(str, R)]
    yield PageCase(
        id="header-labels-to-the-left", codes=["X014"], topic="columns",
        page=page(THREE, ["", *("| " + " | ".join(one) + " |" for one in wide[:1]), "|" + " --- |" * 10,
                          *("| " + " | ".join(one) + " |" for one in (*wide[1:], spread)), ""]),
        values=values(RECEIVED, R), zh="列名移到左边：不能错位",
        en="labels moved to the left: no figure moves with them",
    )  # fmt: skip
    yield PageCase(
        id="header-of-html-without-spans", codes=["X014"], topic="columns", format="html",
        page=html(THREE, html_table("|".join(tops[0]), "|".join(tops[1]), "|".join(tops[2]),
                                    "|".join(row(RECEIVED, R)), "|".join(row(BROUGHT, B)), "|".join(granted))),
        values=figures, zh="网页表格没有合并信息", en="a table of HTML that has lost its spans",
    )  # fmt: skip
    head = f"{CORNER}|申请人情况@7", "|自然人|法人或其他组织@5|总计", f"||{'|'.join(NAMES[1:-1])}|"
    yield PageCase(
        id="header-over-a-page-break", codes=["X014"], topic="columns", format="html",
        page=html(THREE, html_table(*head),
                  html_table("|".join(row(RECEIVED, R)), "|".join(row(BROUGHT, B)))),
        values={**values(RECEIVED, R), **values(BROUGHT, B)},
        zh="表头和数据分在两张表里", en="a header in a table of its own, before the page break",
    )  # fmt: skip
    yield PageCase(
        id="header-again-after-a-page-break", codes=["X005", "X014"], topic="columns",
        page=page(THREE, markdown(TABLE_3, row(RECEIVED, R)), markdown(TABLE_3, row(BROUGHT, B), ["（七）总计", *G])),
        values={**values(RECEIVED, R), **values(BROUGHT, B), **values(TOTAL, G)},
        zh="换页后表头重复", en="the header again after a page break",
    )  # fmt: skip
    produced = "/proactive_disclosure/licensing"
    top = "信息内容|上一年项目数量|本年增/减|处理决定数量"
    yield PageCase(
        id="header-of-2019", codes=["X004", "X014"], topic="columns", edition="2019", format="html",
        page=html(TWO, html_table(top, "行政许可|240|-4|44728", "行政处罚|12|3|39"), title=TITLE_2019),
        values={
            f"{produced}/items_last_year": 240, f"{produced}/change": -4, f"{produced}/decisions": 44728,
            "/proactive_disclosure/penalties/change": 3,
        },
        zh="2019 版第二部分", en="the second section in the form of 2019",
    )  # fmt: skip


def _surplus() -> Iterator[PageCase]:
    cells = cells_of(RECEIVED)
    yield PageCase(
        id="as-many-figures-as-columns", codes=["X009", "X014"], topic="columns", page=_three(row(RECEIVED, R)),
        values=values(RECEIVED, R), zh="数字与列一样多", en="as many figures as columns",
    )  # fmt: skip
    yield PageCase(
        id="one-figure-more-settled", codes=["X009"], topic="columns", page=_three(row(RECEIVED, (*R, 96))),
        values=values(RECEIVED, R), findings={"X009": cells}, zh="多一个数：只有一种放法合乎勾稽关系",
        en="one figure more: just one way satisfies the relations",
    )  # fmt: skip
    yield PageCase(
        id="two-figures-more-settled", codes=["X009"], topic="columns",
        page=_three(row(RECEIVED, (40, *R, 96))),
        values=values(RECEIVED, R), findings={"X009": cells}, zh="多两个数：也只有一种放法",
        en="two figures more: just one way satisfies the relations",
    )  # fmt: skip
    yield PageCase(
        id="one-figure-more-unsettled", codes=["X014"], topic="columns",
        page=_three(row(RECEIVED, (5, 1, 0, 3, 2, 0, 8, 7)), row(BROUGHT, B)),
        values={**blank(RECEIVED), **values(BROUGHT, B)}, findings={"X014": cells},
        zh="多一个数，没有一种放法合乎勾稽关系：都不算",
        en="one figure more, and no way satisfies the relations: none counts",
    )  # fmt: skip
    yield PageCase(
        id="one-figure-more-equal-to-another", codes=["X009"], topic="columns",
        page=_three(row(RECEIVED, (2, 2, 0, 0, 0, 0, 4, 2))),
        values=values(RECEIVED, (2, 2, 0, 0, 0, 0, 4)), findings={"X009": cells},
        zh="多一个数，合乎勾稽关系的放法只有一种", en="one figure more, equal to another: still just one way",
    )  # fmt: skip
    yield PageCase(
        id="one-figure-more-several-ways", codes=["X014"], topic="columns",
        page=_three(row(RECEIVED, (1, 0, 2, 0, 0, 0, 0, 3))),
        values=values(RECEIVED, (None, None, None, 0, 0, 0, None)), findings={"X014": [*cells[:3], cells[-1]]},
        zh="多一个数，合乎勾稽关系的放法不止一种：只取怎么放都一样的格",
        en="one figure more, and several ways satisfy the relations: only what is the same in every way counts",
    )  # fmt: skip
    yield PageCase(
        id="one-zero-more", codes=["X009", "X014"], topic="columns",
        page=_three(row(RECEIVED, (0,) * 8), row(BROUGHT, B)),
        values={**values(RECEIVED, (0,) * 7), **values(BROUGHT, B)},
        zh="多一个 0：每格都是 0", en="one zero more: every cell is 0 in every case",
    )  # fmt: skip
    yield PageCase(
        id="one-figure-more-in-table-2", codes=["X014"], topic="columns",
        page=page(TWO, markdown(HEAD, ("规章", 4, 1, 9, 2), ("行政规范性文件", 3, 1, 7))),
        values={**blank(RULES), **values(DOCUMENTS, (3, 1, 7))}, findings={"X014": leaves_of(RULES)},
        zh="多一个数，又没有勾稽关系可用：都不算", en="one figure more, and no relation to tell: none counts",
    )  # fmt: skip


def _too_few() -> Iterator[PageCase]:
    yield PageCase(
        id="one-figure-less", codes=["X014"], topic="columns", format="html",
        page=html(THREE, html_table("|".join(TABLE_3), "一、本年新收政府信息公开申请数量|5|1|0|2|0|8",
                                    "|".join(row(BROUGHT, B)))),
        values={**blank(RECEIVED), **values(BROUGHT, B)}, findings={"X014": cells_of(RECEIVED)},
        zh="少一格，其后错位：都不算", en="a cell is lost, and those after it move: none counts",
    )  # fmt: skip
    yield PageCase(
        id="blank-cells-within", codes=["X014"], topic="columns", page=_three(row(RECEIVED, (5, 1, "", "", 2, "", 8))),
        values=values(RECEIVED, (5, 1, None, None, 2, None, 8)),
        zh="中间有空格：空格就是空白", en="blank cells within a row stay where they are",
    )  # fmt: skip
    yield PageCase(
        id="two-figures-in-a-cell", codes=["X014"], topic="columns",
        page=_three(row(RECEIVED, ("5 1", "", 0, 0, 2, 0, 8)), row(BROUGHT, B)),
        values={**blank(RECEIVED), **values(BROUGHT, B)}, findings={"X014": cells_of(RECEIVED)},
        zh="一格两个数，旁边一格空着：都不算", en="two figures in a cell beside a blank one: none counts",
    )  # fmt: skip
