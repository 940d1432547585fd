"""Cases of pages: which printed line is which row of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _page_forms import (
    BROUGHT,
    CARRIED,
    CORNER,
    DOCUMENTS,
    EXTRA,
    FIVE,
    FOUR,
    GRANTED,
    HEAD,
    NAMES,
    ONE,
    PARTLY,
    RECEIVED,
    REFUSED,
    RULES,
    SIX,
    TABLE_3,
    THREE,
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
    row,
    values,
    whole_page,
)
from _pages import PageCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["row_cases"]

ZERO: Final = (0,) * 7
INQUIRY: Final = f"{REFUSED}/administrative_inquiry"
FILES: Final = f"{REFUSED}/enforcement_file"
SECRETS: Final = f"{REFUSED}/state_secret"


def row_cases() -> Iterator[PageCase]:
    """Yield the cases about rows."""
    yield from _not_found()
    yield from _sections()
    yield from _local()
    yield from _twice()
    yield from _labels()
    yield from _groups()


def _three(*rows: Sequence[Any]) -> list[str]:
    return page(THREE, markdown(TABLE_3, *rows))


def _wide(*rows: Sequence[Any]) -> list[str]:
    """Return a page of HTML whose table has three columns of labels, each group in a cell of its own."""
    head = (f"{CORNER}@3", *NAMES)
    return html(THREE, html_table("|".join(head), *("|".join(map(str, one)) for one in rows)))


def _not_found() -> Iterator[PageCase]:
    lines, known = whole_page({RECEIVED: R, BROUGHT: B, GRANTED: G, TOTAL: G})
    yield PageCase(
        id="whole-form", codes=["X001"], topic="rows", page=lines, values=known,
        zh="整份格式，每格都读出", en="the whole form: every cell is read",
    )  # fmt: skip
    left = f"{REFUSED}/internal_affairs"
    lines, known = whole_page({RECEIVED: R, BROUGHT: B, GRANTED: G, TOTAL: G}, without=[left])
    yield PageCase(
        id="one-row-left-out", codes=["X001"], topic="rows", page=lines,
        values={**known, **blank(left)}, findings={"X001": leaves_of(left)},
        zh="缺一行：缺的各格未识别出，其余各格不受影响",
        en="one row is missing: its cells are not found, and no other row takes its place",
    )  # fmt: skip
    table_4 = [cell for cell in known if cell.startswith("/review_and_litigation/")]
    lines, known = whole_page({RECEIVED: R}, without=[FOUR])
    yield PageCase(
        id="one-table-left-out", codes=["X001"], topic="rows", page=lines,
        values={**known, **dict.fromkeys(table_4)},
        findings={"X001": table_4 },
        zh="缺一张表：各格未识别出，不是 0", en="one table is missing: its cells are not found, and not 0",
    )  # fmt: skip
    yield PageCase(
        id="blank-is-found", codes=["X002", "X003", "X014"], topic="rows",
        page=_three(row(RECEIVED, ("",) * 7), row(BROUGHT, B)),
        values={**blank(RECEIVED), **values(BROUGHT, B)},
        zh="印出的空白行：已识别，只是没有填", en="a row that is printed blank is found: nothing is reported",
    )  # fmt: skip
    yield PageCase(
        id="not-found-is-not-blank", codes=["X014"], topic="rows",
        page=_three(row(RECEIVED, R)),
        values={**values(RECEIVED, R), **blank(BROUGHT)}, findings={"X001": leaves_of(BROUGHT)},
        zh="没有印出的行：未识别出，不是空白", en="a row that is not printed is not found, which is not blank",
    )  # fmt: skip


def _rows_of(group: str) -> list[str]:
    from _editions import EDITIONS

    return [one for one in EDITIONS["2021"].rows if one.startswith(f"{group}/")]


def _sections() -> Iterator[PageCase]:
    lines, _ = whole_page({RECEIVED: R})
    yield PageCase(
        id="six-headings", codes=["X006"], topic="sections", page=lines,
        values={"/overview": "无。", "/problems_and_improvements": "无。", "/other_matters": "无。"},
        zh="六个部分齐全", en="all six headings",
    )  # fmt: skip
    other = {ONE: "## 一、概况", FIVE: "## 五、存在问题及改进措施", SIX: "## 六、需要说明的事项"}
    lines, _ = whole_page({RECEIVED: R}, headings=other)
    yield PageCase(
        id="other-headings", codes=["X006"], topic="sections", page=lines,
        values={"/overview": "无。", "/problems_and_improvements": "无。", "/other_matters": "无。"},
        zh="标题用别的说法", en="headings in other words",
    )  # fmt: skip
    lines, _ = whole_page({RECEIVED: R}, without=[SIX])
    yield PageCase(
        id="last-heading-left-out", codes=["X006"], topic="sections", page=lines,
        values={"/problems_and_improvements": "无。", "/other_matters": None},
        findings={"X006": ["/other_matters"]},
        zh="缺第六部分", en="the last section is missing",
    )  # fmt: skip
    others = ("/overview", "/proactive_disclosure", "/review_and_litigation", "/problems_and_improvements")
    yield PageCase(
        id="one-heading-only", codes=["X006"], topic="sections", page=_three(row(RECEIVED, R)),
        values=values(RECEIVED, R), findings={"X006": [*others, "/other_matters"]},
        zh="只有第三部分", en="the third section alone",
    )  # fmt: skip


def _local() -> Iterator[PageCase]:
    yield PageCase(
        id="no-local-row", codes=["X008"], topic="rows",
        page=page(TWO, markdown(HEAD, ("规章", 0, 0, 0), ("行政规范性文件", 3, 1, 7))),
        values={**values(RULES, (0, 0, 0)), **values(DOCUMENTS, (3, 1, 7))},
        zh="没有格式以外的行", en="no row that the form does not have",
    )  # fmt: skip
    yield PageCase(
        id="local-row", codes=["X008"], topic="rows",
        page=page(TWO, markdown(HEAD, ("规章", 0, 0, 0), ("其他主动公开文件", 3, 0, 5), ("行政规范性文件", 3, 1, 7))),
        values={**values(RULES, (0, 0, 0)), **values(DOCUMENTS, (3, 1, 7))}, findings={"X008": [EXTRA]},
        zh="格式以外的行不进任何一行", en="a row that the form does not have is none of its rows",
    )  # fmt: skip
    local = ["", "（三）不予公开", "9.其他原因", 4, 0, 0, 0, 0, 0, 4]
    inquiry = ["", "（三）不予公开", "8.属于行政查询事项", 2, 0, 0, 0, 0, 0, 2]
    yield PageCase(
        id="local-row-with-the-next-number", codes=["X008"], topic="rows", page=_wide(inquiry, local),
        format="html",
        values={**values(INQUIRY, (2, 0, 0, 0, 0, 0, 2)), **blank(SECRETS, f"{OTHER}/other", GRANTED)},
        findings={"X008": [EXTRA], "X001": cells_of(SECRETS, f"{OTHER}/other", GRANTED)},
        zh="“9.其他原因”：编号和行名都不是格式中的行",
        en="9.其他原因: neither its number nor its words are of the form",
    )  # fmt: skip
    yield PageCase(
        id="local-row-beside-a-like-one", codes=["X008"], topic="rows",
        page=_wide(["", "（三）不予公开", "9.属于行政备案事项", 4, 0, 0, 0, 0, 0, 4]), format="html",
        values=blank(INQUIRY, FILES), findings={"X008": [EXTRA], "X001": cells_of(INQUIRY, FILES)},
        zh="编号是 9 的行不因行名相近成为第 8 行",
        en="a row with the number 9 is not row 8, however alike their words are",
    )  # fmt: skip


OTHER: Final = "/requests/outcomes/other"


def _twice() -> Iterator[PageCase]:
    again = markdown(HEAD, ("规章", 0, 0, 0))
    yield PageCase(
        id="same-table-twice", codes=["X005"], topic="rows", page=page(TWO, again, again),
        values=values(RULES, (0, 0, 0)), zh="同一张表印两次，数字一样", en="a table twice, with the same figures",
    )  # fmt: skip
    yield PageCase(
        id="tables-that-differ", codes=["X005"], topic="rows",
        page=page(TWO, again, markdown(HEAD, ("规章", 3, 0, 0))),
        values={f"{RULES}/issued": None, f"{RULES}/repealed": 0, f"{RULES}/in_force": 0},
        findings={"X005": [f"{RULES}/issued"]},
        zh="同一张表印两次，有一格不同", en="a table twice, with one figure that differs",
    )  # fmt: skip
    yield PageCase(
        id="row-twice-in-a-table", codes=["X005"], topic="rows",
        page=_three(row(RECEIVED, R), row(RECEIVED, (5, 1, 0, 0, 3, 0, 9)), row(BROUGHT, B)),
        values={
            **values(RECEIVED, (5, 1, 0, 0, None, 0, None)), **values(BROUGHT, B),
        },
        findings={"X005": [f"{RECEIVED}/legal_person/legal_service", f"{RECEIVED}/total"]},
        zh="一行印两次，数字不同：都不算", en="a row twice with different figures: neither counts",
    )  # fmt: skip
    yield PageCase(
        id="same-row-twice-in-a-table", codes=["X005"], topic="rows",
        page=_three(row(RECEIVED, R), row(RECEIVED, R), row(BROUGHT, B)),
        values={**values(RECEIVED, R), **values(BROUGHT, B)},
        zh="一行印两次，数字一样", en="a row twice with the same figures",
    )  # fmt: skip
    procurement = "/proactive_disclosure/procurement"
    head = "信息内容|采购项目数量|采购总金额"
    several = html_table(head, "政府集中采购|3|35万元", "政府集中采购|2|12万元")
    yield PageCase(
        id="several-rows-of-a-kind", codes=["X005"], topic="rows", edition="2019", format="html",
        page=html(TWO, html_table("信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|0|0|0"), several,
                  title="# 某某县教育局2019年政府信息公开工作年度报告"),
        values={f"{procurement}/projects": None, f"{procurement}/amount/value": None},
        findings={"X005": [f"{procurement}/projects", f"{procurement}/amount/value"]},
        zh="两行同名而数不同：不取第一行，也不相加",
        en="two rows of one name: the first is not taken, nor are they added",
    )  # fmt: skip


def _labels() -> Iterator[PageCase]:
    yield PageCase(
        id="cut-label", codes=["X014"], topic="rows", format="html",
        page=_wide(["", "（三）不予公开", "8.属于行政", 2, 0, 0, 0, 0, 0, 2]),
        values={**values(INQUIRY, (2, 0, 0, 0, 0, 0, 2)), **blank(GRANTED, FILES)},
        findings={"X001": cells_of(GRANTED, FILES)},
        zh="行名被分页截断：按编号和开头认出",
        en="a label cut by a page break: its number and its beginning tell the row",
    )  # fmt: skip
    yield PageCase(
        id="label-over-two-tables", codes=["X014"], topic="rows", format="html",
        page=html(
            THREE,
            html_table("|".join((f"{CORNER}@3", *NAMES)), "|（三）不予公开|8.属于行政|2|0|0|0|0|0|2"),
            html_table("||查询事项|||||||", "|（五）不予处理|2.重复申请|4|0|0|0|0|0|4"),
        ),
        values={
            **values(INQUIRY, (2, 0, 0, 0, 0, 0, 2)),
            **values("/requests/outcomes/not_processed/repeated", (4, 0, 0, 0, 0, 0, 4)), **blank(GRANTED),
        },
        findings={"X001": cells_of(GRANTED)},
        zh="行名在两页上", en="a label of which the next page has the rest",
    )  # fmt: skip
    yield PageCase(
        id="number-against-likeness", codes=["X014"], topic="rows", format="html",
        page=_wide(
            ["", "（三）不予公开", "7.属于行政执法案卷", 1, 0, 0, 0, 0, 0, 1],
            ["", "（三）不予公开", "8.属于行政查询的事项", 2, 0, 0, 0, 0, 0, 2],
        ),
        values={**values(FILES, (1, 0, 0, 0, 0, 0, 1)), **values(INQUIRY, (2, 0, 0, 0, 0, 0, 2))},
        zh="行名稍有出入：按编号和相邻的行", en="a label that is not quite the form's, with its number",
    )  # fmt: skip
    yield PageCase(
        id="note-in-a-label", codes=["X014"], topic="rows",
        page=_three(["一、本年新收政府信息公开申请数量（件）", *R], row(BROUGHT, B)),
        values={**values(RECEIVED, R), **values(BROUGHT, B)},
        zh="行名后有附注", en="a note after a label",
    )  # fmt: skip
    yield PageCase(
        id="labels-without-numbers", codes=["X014"], topic="rows",
        page=_three(["本年新收政府信息公开申请数量", *R], ["上年结转政府信息公开申请数量", *B], ["予以公开", *G]),
        values={**values(RECEIVED, R), **values(BROUGHT, B), **values(GRANTED, G)},
        zh="行名没有编号", en="labels without their numbers",
    )  # fmt: skip
    yield PageCase(
        id="foreign-labels", codes=["X014"], topic="rows",
        page=_three(row(RECEIVED, R), ["本年度办理件数小计", *G], ["其中：网上申请", *B]),
        values={**values(RECEIVED, R), **blank(GRANTED, TOTAL, BROUGHT, CARRIED)},
        findings={"X001": cells_of(GRANTED, TOTAL, BROUGHT, CARRIED)},
        zh="格式以外的行名", en="labels that are none of the form",
    )  # fmt: skip


def _groups() -> Iterator[PageCase]:
    refused = _rows_of(REFUSED)
    yield PageCase(
        id="group-as-one-row", codes=["X008"], topic="rows",
        page=_three(row(RECEIVED, R), ["三、本年度办理结果", *("",) * 7], ["（一）予以公开", *G],
                    ["（三）不予公开", 3, 0, 0, 0, 0, 0, 3], ["（七）总计", 9, 1, 0, 0, 2, 0, 12]),
        values={
            **values(RECEIVED, R), **values(GRANTED, G), **values(TOTAL, (9, 1, 0, 0, 2, 0, 12)), **blank(*refused),
        },
        findings={"X008": [EXTRA], "X001": cells_of(*refused)},
        zh="“（三）不予公开”只印一行：不是总计，也不是其中一行",
        en="a group printed as one row is neither the total nor one of its rows",
    )  # fmt: skip
    yield PageCase(
        id="group-without-its-total", codes=["X008"], topic="rows",
        page=_three(row(RECEIVED, R), ["（一）予以公开", *G], ["（三）不予公开", 3, 0, 0, 0, 0, 0, 3]),
        values={**values(GRANTED, G), **blank(TOTAL, PARTLY)},
        findings={"X008": [EXTRA], "X001": cells_of(TOTAL, PARTLY)},
        zh="没有总计行时，也不是总计", en="nor is it the total where no total is printed",
    )  # fmt: skip
