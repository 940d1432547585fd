"""Cases of pages: which figure a printed text is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _page_forms import (
    DOCUMENTS,
    HEAD,
    RULES,
    TITLE_2019,
    TWO,
    html,
    html_table,
    markdown,
    page,
    values,
)
from _pages import PageCase

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["figure_cases"]

FEES: Final = "/proactive_disclosure/fees/amount_wanyuan"
ISSUED: Final = f"{RULES}/issued"
CHANGE: Final = "/proactive_disclosure/licensing/change"
AMOUNT: Final = "/proactive_disclosure/procurement/amount"


def figure_cases() -> Iterator[PageCase]:
    """Yield the cases about figures."""
    yield from _signs()
    yield from _counts()
    yield from _struck()
    yield from _amounts()
    yield from _changes()


def _rules(*figures: Any) -> list[str]:
    return page(TWO, markdown(HEAD, ("规章", *figures), ("行政规范性文件", 3, 1, 7)))


def _signs() -> Iterator[PageCase]:
    yield PageCase(
        id="zeros", codes=["X002"], topic="figures", page=_rules(0, 0, 0), values=values(RULES, (0, 0, 0)),
        zh="填写 0", en="zeros are printed",
    )  # fmt: skip
    for name, sign in (("slash", "/"), ("dash", "—")):
        yield PageCase(
            id=f"sign-{name}", codes=["X002"], topic="figures", page=_rules(sign, 0, 0),
            values={**values(RULES, (None, 0, 0)), **values(DOCUMENTS, (3, 1, 7))}, findings={"X002": [ISSUED]},
            zh=f"填写“{sign}”：按空白处理，不是 0", en=f"“{sign}” is printed: a blank, and not 0",
        )  # fmt: skip


def _counts() -> Iterator[PageCase]:
    for name, printed, number, zh, en in (
        ("measure", "10件", 10, "数后有量词", "a measure after the figure"),
        ("full-width", "１０", 10, "全角数字", "full-width digits"),
        ("thousands", "1,472", 1472, "千分位逗号", "a comma between thousands"),
        ("note", "10[1]", 10, "注释标记", "the mark of a note"),
    ):
        yield PageCase(
            id=f"count-with-{name}", codes=["X003"], topic="figures", page=_rules(printed, 0, 0),
            values=values(RULES, (number, 0, 0)), zh=zh, en=en,
        )  # fmt: skip
    for name, printed, zh, en in (
        ("about", "约10", "约数", "an approximate figure"),
        ("range", "10-12", "范围", "a range"),
    ):
        yield PageCase(
            id=f"no-count-{name}", codes=["X003"], topic="figures", page=_rules(printed, 0, 0),
            values={**values(RULES, (None, 0, 0)), **values(DOCUMENTS, (3, 1, 7))}, findings={"X003": [ISSUED]},
            zh=f"{zh}：不是一个数", en=f"{en}: no figure",
        )  # fmt: skip


def _struck() -> Iterator[PageCase]:
    def struck(mark: str) -> list[str]:
        return html(TWO, html_table("|".join(HEAD), f"规章|{mark}|0|0", "行政规范性文件|3|1|7"))

    for name, mark in (
        ("s", "<s>2999</s> 3001"),
        ("del", "<del>2999</del><ins>3001</ins>"),
        ("style", '<span style="text-decoration:line-through">2999</span>3001'),
    ):
        yield PageCase(
            id=f"struck-{name}", codes=["X003"], topic="figures", format="html", page=struck(mark),
            values=values(RULES, (3001, 0, 0)), zh="划去的数不算，只取改正的数",
            en="a figure that is struck out is not printed; its correction is",
        )  # fmt: skip
    yield PageCase(
        id="struck-in-markdown", codes=["X003"], topic="figures", page=_rules("~~2999~~ 3001", 0, 0),
        values=values(RULES, (3001, 0, 0)), zh="Markdown 中划去的数", en="a figure struck out in Markdown",
    )  # fmt: skip
    yield PageCase(
        id="struck-alone", codes=["X003"], topic="figures", format="html", page=struck("<s>2999</s>"),
        values=values(RULES, (None, 0, 0)), zh="只有划去的数：空白", en="nothing but a struck figure: a blank",
    )  # fmt: skip


def _amounts() -> Iterator[PageCase]:
    for name, printed, number in (
        ("yuan", "5000元", Decimal("0.5")),
        ("sign", "￥5000", Decimal("0.5")),
        ("yi", "1.2亿元", 12000),
    ):
        yield PageCase(
            id=f"fees-{name}", codes=["X003"], topic="figures",
            page=page(TWO, markdown(("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", printed))),
            values={FEES: number}, zh=f"收费“{printed}”，按万元", en=f"fees of {printed}, in 10,000 yuan",
        )  # fmt: skip
    yield PageCase(
        id="fees-about", codes=["X003"], topic="figures",
        page=page(TWO, markdown(("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "约240万元"))),
        values={FEES: None}, findings={"X003": [FEES]}, zh="约数不是金额", en="an approximate amount is none",
    )  # fmt: skip
    yield PageCase(
        id="money-in-a-count", codes=["X003"], topic="figures", page=_rules("35万元", 0, 0),
        values=values(RULES, (None, 0, 0)), findings={"X003": [ISSUED]},
        zh="件数格里的金额不是件数", en="an amount of money is no count",
    )  # fmt: skip
    head = html_table("信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|0|0|0")
    yield PageCase(
        id="procurement-with-its-unit", codes=["X003"], topic="figures", edition="2019", format="html",
        page=html(
            TWO, head, html_table("信息内容|采购项目数量|采购总金额", "政府集中采购|8|251.75万元"), title=TITLE_2019,
        ),
        values={
            "/proactive_disclosure/procurement/projects": 8, f"{AMOUNT}/value": Decimal("251.75"),
            f"{AMOUNT}/unit": "wanyuan",
        },
        zh="采购金额带单位", en="an amount with its unit",
    )  # fmt: skip


def _changes() -> Iterator[PageCase]:
    top = "信息内容|上一年项目数量|本年增/减|处理决定数量"
    for name, printed, number in (("minus", "-4", -4), ("more", "增2", 2), ("less", "减3", -3)):
        yield PageCase(
            id=f"change-{name}", codes=["X003"], topic="figures", edition="2019", format="html",
            page=html(TWO, html_table(top, f"行政许可|240|{printed}|44728"), title=TITLE_2019),
            values={CHANGE: number, "/proactive_disclosure/licensing/decisions": 44728},
            zh=f"增减填写“{printed}”", en=f"a change of {printed}",
        )  # fmt: skip
