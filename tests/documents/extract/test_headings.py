"""Headings of sections as the field prints them, and what looks like one and is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from printed_forms import EXAMPLE, cells_of, printed

from gknb.documents.extract.blocks import Paragraph, Table, TableCell
from gknb.documents.extract.understand import understood
from gknb.documents.extract.words import words_of
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.extraction import Extraction

CATALOG = load_catalog("2.0.1")
WORDS = words_of(CATALOG)
TEXTS = ("overview", "problems_and_improvements", "other_matters")
FORM = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]
VARIANTS = {
    FORM[0]: [
        *("一、概况", "一、工作概况", "一、工作基本情况", "1、总体情况", "1.总体情况", "总体情况"),
        *("一、2019年政府信息公开工作的总体情况", "一、2019年度总体情况", "一、2019年我局政府信息公开工作总体情况"),
        *("一、青石县2019年政府信息公开工作总体情况", "三、总体情况", "一、总体情况："),
    ],
    FORM[1]: ["二、行政机关主动公开政府信息情况", "二、2019年主动公开政府信息情况", "一、主动公开政府信息情况"],
    FORM[2]: ["三、收到和处理政府信息公开申请的情况", "三、2019年收到和处理政府信息公开申请情况"],
    FORM[3]: [
        *("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "行政复议与行政诉讼情况"),
        *("四、行政复议、行政诉讼情况", "四、政府信息公开行政复议和行政诉讼情况"),
    ],
    FORM[4]: [
        *("五、存在的主要问题及改进情况", "五、存在问题及改进情况", "存在的主要问题和改进措施"),
        *("五、政府信息公开工作存在的主要问题及改进情况", "五、2019年政府信息公开工作存在的问题及改进情况"),
        *("四、存在的主要问题及改进情况", "五、存在的不足及改进措施"),
    ],
    FORM[5]: [
        *("六、其他事项", "六、需要说明的事项", "六、其它需要报告事项", "六、其他需要说明的事项"),
        *("七、其他需要报告的事项", "六、需要报告的其他事项", "其它需要报告事项"),
    ],
}


def read(change: Callable[[list[Block]], list[Block]]) -> Extraction:
    return understood(CATALOG, printed(EXAMPLE, change=change))


def instead(old: str, new: str) -> Callable[[list[Block]], list[Block]]:
    """One heading printed otherwise."""

    def change(blocks: list[Block]) -> list[Block]:
        return [Paragraph(text=new) if isinstance(one, Paragraph) and one.text == old else one for one in blocks]

    return change


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, some in VARIANTS.items() for new in some])
def test_a_heading(old: str, new: str) -> None:
    found = read(instead(old, new))
    assert cells_of(found.document) == cells_of(EXAMPLE)
    assert {text: found.document[text] for text in TEXTS} == {text: EXAMPLE[text] for text in TEXTS}
    assert "X006" not in {one.code for one in found.troubles}


@pytest.mark.parametrize("old", FORM)
def test_a_missing_heading_is_reported_once(old: str) -> None:
    def change(blocks: list[Block]) -> list[Block]:
        return [one for one in blocks if not (isinstance(one, Paragraph) and one.text == old)]

    found = read(change)
    assert [one.code for one in found.troubles].count("X006") == 1
    assert cells_of(found.document) == cells_of(EXAMPLE)


ROWS = [
    *("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "三、本年度办理结果"),
    *("四、结转下年度继续办理", "（一）予以公开", "（三）不予公开", "（七）总计"),
]


@pytest.mark.parametrize("label", ROWS)
def test_a_row_of_table_3_is_no_heading(label: str) -> None:
    """Printed outside the table, as converters do, and alone in a row of it."""

    def outside(blocks: list[Block]) -> list[Block]:
        n = next(n for n, one in enumerate(blocks) if isinstance(one, Paragraph) and one.text == FORM[3])
        return [*blocks[:n], Paragraph(text=label), *blocks[n:]]

    def inside(blocks: list[Block]) -> list[Block]:
        lone = Table(cells=(TableCell(row=0, column=0, text=label), TableCell(row=0, column=1, text="")))
        n = next(n for n, one in enumerate(blocks) if isinstance(one, Paragraph) and one.text == FORM[3])
        return [*blocks[:n], lone, *blocks[n:]]

    for change in (outside, inside):
        found = read(change)
        assert {text: found.document[text] for text in TEXTS} == {text: EXAMPLE[text] for text in TEXTS}
        assert "X006" not in {one.code for one in found.troubles}


def test_parts_of_a_section_are_no_headings() -> None:
    parts = ["（一）主动公开情况", "今年主动公开。", "（二）依申请公开政府信息情况", "今年收到申请。"]

    def change(blocks: list[Block]) -> list[Block]:
        return [*blocks[:2], *(Paragraph(text=part) for part in parts), *blocks[2:]]

    found = read(change)
    assert found.document["overview"].split("\n")[:4] == parts
    assert found.document["problems_and_improvements"] == EXAMPLE["problems_and_improvements"]


@pytest.mark.parametrize(
    "rows",
    [
        ["第二十条第（一）项", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章", "0", "0", "0"],
        ["行政许可 447228", "行政处罚 12", "行政强制 3"],
        ["第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章0 0 0", "第二十条第（五）项行政许可 3"],
        ["行政规范性文件", "8", "26", "66", "行政事业性收费", "0"],
    ],
    ids=["one value a line", "a label and its figure", "all on one line", "some rows"],
)
def test_the_text_of_a_table_is_not_the_text_of_a_section(rows: list[str]) -> None:
    """Where the heading of section 2 is missing and its table is nothing but lines."""

    def change(blocks: list[Block]) -> list[Block]:
        n = next(n for n, one in enumerate(blocks) if isinstance(one, Paragraph) and one.text == FORM[1])
        return [*blocks[:n], *(Paragraph(text=text) for text in rows), *blocks[n + 2 :]]

    assert read(change).document["overview"] == EXAMPLE["overview"]


def test_very_many_lines_are_read_in_linear_time() -> None:
    """A line that has nothing of a heading is not compared with each of them: 20,000 lines took half a minute."""
    noise = tuple(Paragraph(text=f"第{n}行文字，不是标题") for n in range(20_000))

    def change(blocks: list[Block]) -> list[Block]:
        return [*blocks[:2], *noise, *blocks[2:]]

    found = read(change)
    assert found.document["other_matters"] == EXAMPLE["other_matters"]
    assert cells_of(found.document) == cells_of(EXAMPLE)


@pytest.mark.parametrize("old", FORM)
def test_a_heading_with_a_slip_is_still_compared(old: str) -> None:
    """The quick test before the comparison never excludes what the comparison would accept."""
    for n in range(2, len(old)):
        text = old[:n] + "口" + old[n + 1 :]
        if WORDS.likeness(text, old) >= 0.72:
            assert "X006" not in {one.code for one in read(instead(old, text)).troubles}, text
