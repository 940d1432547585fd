"""Cases of pages: tables as text, their shapes, and texts whose order is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

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
    TOTAL,
    B,
    G,
    R,
    blank,
    cells_of,
    grid,
    leaves_of,
    page,
    piped,
    row,
    spanned,
    tabbed,
    values,
)
from _pages import PageCase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["text_cases"]

TITLE: Final = "某某县教育局2025年政府信息公开工作年度报告"
ONE: Final = ("一、总体情况", "无。")
TWO: Final = "二、主动公开政府信息情况"
THREE: Final = "三、收到和处理政府信息公开申请情况"
RULES_0: Final = ("规章", "0", "0", "0")
DOCUMENTS_3: Final = ("行政规范性文件", "3", "1", "7")
TABLE_2: Final = {**values(RULES, (0, 0, 0)), **values(DOCUMENTS, (3, 1, 7))}
ROWS_3: Final = {**values(RECEIVED, R), **values(BROUGHT, B), **values(GRANTED, G)}


def text_cases() -> Iterator[PageCase]:
    """Yield the cases about text."""
    yield from _shapes()
    yield from _lines()
    yield from _lost()


def _text(section: str, *parts: Sequence[str], title: str = TITLE) -> list[str]:
    return [title, *ONE, section, *(line for part in parts for line in part)]


def _shapes() -> Iterator[PageCase]:
    rows = HEAD, RULES_0, DOCUMENTS_3
    shapes = {
        "bars-without-a-rule": (piped(*rows), "竖线分隔，没有横线", "bars without a rule"),
        "tabs": (tabbed(*rows), "制表符分隔", "tabs"),
        "columns-of-spaces": (spanned(*rows), "空格对齐", "columns set by spaces"),
        "grid": (grid(*rows), "网格表", "a grid table"),
        "run-on": ([" ".join(one) for one in rows], "各格之间一个空格", "one space between cells"),
        "one-value-a-line": ([text for one in rows for text in one], "每行一个值", "one value a line"),
    }  # fmt: skip
    for name, (lines, zh, en) in shapes.items():
        yield PageCase(
            id=f"text-{name}", codes=["X013", "X014"], topic="text", format="text", page=_text(TWO, lines),
            values=TABLE_2, zh=zh, en=en,
        )  # fmt: skip
    wide = row(RECEIVED, R), row(BROUGHT, B), ["（一）予以公开", *map(str, G)]
    groups = "申请人情况", "自然人", "法人或其他组织", "总计"
    shapes = {
        "run-on": ([" ".join(one) for one in (groups, TABLE_3, *wide)], "第三部分，空格分隔", "section 3 with spaces"),
        "one-value-a-line": (
            [text for one in (groups, TABLE_3, *wide) for text in one],
            "第三部分，每行一个值", "section 3, one value a line",
        ),
    }  # fmt: skip
    for name, (lines, zh, en) in shapes.items():
        yield PageCase(
            id=f"text-requests-{name}", codes=["X013", "X014"], topic="text", format="text", page=_text(THREE, lines),
            values=ROWS_3, zh=zh, en=en,
        )  # fmt: skip


def _lines() -> Iterator[PageCase]:
    head = [CORNER, "申请人情况", "自然人 法人或其他组织 总计", " ".join(NAMES[1:-1])]
    plain = [" ".join(row(RECEIVED, R)), " ".join(row(BROUGHT, B))]
    granted = f"（一）予以公开 {' '.join(map(str, G))}"
    yield PageCase(
        id="text-page-number-between", codes=["X013", "X014"], topic="text", format="text",
        page=_text(THREE, head, [plain[0], "— 2 —", plain[1], granted]), values=ROWS_3,
        zh="行间有页码", en="a page number between rows",
    )  # fmt: skip
    yield PageCase(
        id="text-label-wrapped", codes=["X013", "X014"], topic="text", format="text",
        page=_text(THREE, head, ["一、本年新收政府信息公开申请", f"数量 {' '.join(map(str, R))}", plain[1], granted]),
        values=ROWS_3, zh="行名折行", en="a wrapped label",
    )  # fmt: skip
    split = ["三", "、", "本", "年", "度", granted, "办", "理", "结", "果", f"（七）总计 {' '.join(map(str, G))}"]
    yield PageCase(
        id="text-group-in-single-characters", codes=["X013", "X014"], topic="text", format="text",
        page=_text(THREE, head, [*plain, *split]), values={**ROWS_3, **values(TOTAL, G)},
        zh="竖排的“三、本年度办理结果”一字一行", en="the label of a group, one character a line between rows",
    )  # fmt: skip
    short = "一、本年新收政府信息公开申请数量 5 1 2 8"
    yield PageCase(
        id="text-figures-missing", codes=["X014"], topic="text", format="text",
        page=_text(THREE, head, [short, plain[1], granted]),
        values={**blank(RECEIVED), **values(BROUGHT, B), **values(GRANTED, G)}, findings={"X014": cells_of(RECEIVED)},
        zh="一行缺几个数：不知道是哪几格", en="a row with figures missing: nobody knows which",
    )  # fmt: skip
    aligned = spanned(
        ("", "", "", "", "法人或其他组织", "", "", ""), TABLE_3, row(RECEIVED, R), row(BROUGHT, B),
        ["（一）予以公开", *map(str, G)],
        ["（二）部分公开", "3", "", "", "", "", "", "3"],
    )  # fmt: skip
    yield PageCase(
        id="text-blanks-by-place", codes=["X013", "X014"], topic="text", format="text",
        page=_text(THREE, aligned),
        values={**ROWS_3, **values("/requests/outcomes/partially_granted", (3, None, None, None, None, None, 3))},
        zh="空格对齐：空白的格由位置看出", en="columns set by spaces: the place of a figure tells its column",
    )  # fmt: skip
    yield PageCase(
        id="text-row-printed-blank", codes=["X014"], topic="text", format="text",
        page=_text(THREE, head, [plain[0], "二、上年结转政府信息公开申请数量", granted]),
        values={**values(RECEIVED, R), **blank(BROUGHT), **values(GRANTED, G)},
        zh="只印行名：空白", en="a label without figures: blanks",
    )  # fmt: skip


def _lost() -> Iterator[PageCase]:
    def spaced(*texts: str) -> list[str]:
        return [line for text in texts for line in (text, "")]

    place = "/proactive_disclosure"
    yield PageCase(
        id="order-kept", codes=["X013"], topic="lost-order",
        page=page(f"## {TWO}", spaced(*HEAD, *RULES_0, *DOCUMENTS_3)), values=TABLE_2,
        zh="每行一个值，次序未乱", en="one value a line, in order",
    )  # fmt: skip
    by_column = (
        "信息内容",
        "规章",
        "行政规范性文件",
        "本年制发件数",
        "0",
        "3",
        "本年废止件数",
        "0",
        "1",
        "现行有效件数",
        "0",
        "7",
    )
    yield PageCase(
        id="column-after-column", codes=["X013"], topic="lost-order", page=page(f"## {TWO}", spaced(*by_column)),
        values=blank(RULES, DOCUMENTS), findings={"X013": [place], "X001": [*leaves_of(RULES), *leaves_of(DOCUMENTS)]},
        zh="一列一列地印：次序已打乱", en="column after column: the order is lost",
    )  # fmt: skip
    labels = [row(one, ())[-1] for one in (RECEIVED, BROUGHT, GRANTED, "/requests/outcomes/partially_granted", TOTAL)]
    figures: list[Sequence[Any]] = [R, B, G, (0,) * 7, G]
    columns = [text for n, name in enumerate(NAMES) for text in (name, *(str(one[n]) for one in figures))]
    yield PageCase(
        id="requests-column-after-column", codes=["X013"], topic="lost-order", format="text",
        page=_text(THREE, [CORNER, *labels, *columns]), values=blank(RECEIVED, BROUGHT, GRANTED, TOTAL),
        findings={"X013": ["/requests"], "X001": cells_of(RECEIVED, BROUGHT, GRANTED, TOTAL)},
        zh="第三部分一列一列地印", en="section 3, column after column",
    )  # fmt: skip
    loose = [" ".join(map(str, one)) for one in figures]
    yield PageCase(
        id="figures-after-all-labels", codes=["X013"], topic="lost-order", format="text",
        page=_text(THREE, [CORNER, " ".join(NAMES), *labels, *loose]), values=blank(RECEIVED, BROUGHT, GRANTED),
        findings={"X013": ["/requests"], "X001": cells_of(RECEIVED, BROUGHT, GRANTED)},
        zh="先印全部行名，再印全部数字", en="all labels, then all figures",
    )  # fmt: skip
