"""Figures as the field prints them: the number and the unit, or a report that it is none."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.printed_values import values_of
from gknb.documents.extract.understand import understood
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog

if TYPE_CHECKING:
    from gknb.documents.extract.extraction import Extraction

CATALOG = load_catalog("2.0.1")
READ = values_of(CATALOG).read

NUMBERS: list[tuple[str, int | Decimal, str | None]] = [
    ("0", 0, None),
    ("1472", 1472, None),
    ("1,472", 1472, None),
    ("1，472", 1472, None),
    ("1 472", 1472, None),
    ("1\u3000472", 1472, None),
    ("１４７２", 1472, None),
    ("\u3000１２\u3000", 12, None),
    ("2笔", 2, None),
    ("2 件", 2, None),
    ("12人次", 12, None),
    ("（3件）", 3, None),
    ("12[1]", 12, None),
    ("12②", 12, None),
    ("12²", 12, None),
    ("5¹", 5, None),
    ("5①", 5, None),
    ("𝟏𝟐", 12, None),
    ("-3", -3, None),
    ("−3", -3, None),
    ("+2", 2, None),
    ("70487元", 70487, "yuan"),
    ("70,487.50元", Decimal("70487.50"), "yuan"),
    ("￥5000", 5000, "yuan"),
    ("¥1 472", 1472, "yuan"),
    ("￥5000元", 5000, "yuan"),
    ("人民币25.1万元", Decimal("25.1"), "wanyuan"),
    ("25.1万元", Decimal("25.1"), "wanyuan"),
    ("（240万元）", 240, "wanyuan"),
    ("[240万元]", 240, "wanyuan"),
    ("1.2亿元", 12000, "wanyuan"),
    ("1.2 亿 元", 12000, "wanyuan"),
    ("￥1.2亿元", 12000, "wanyuan"),
    ("0.00012345亿元", Decimal("1.2345"), "wanyuan"),
    ("3百万元", 300, "wanyuan"),
    ("0.3千元", 300, "yuan"),
]
UNREADABLE = [
    *("约240万元", "近百", "240万元左右", "3000余元", "140余条", "1.3万余", "240万", "1.2亿"),
    # A Chinese numeral is no figure: 一 may be a dash, and the form wants digits.
    *("二十", "零", "一", "十二件"),
    # Two numbers, or not the separators of one.
    *("1 2", "12 3456", "1,47", "1、472", "1/2", "3-5", "2999 3001", "½"),
    # Digits that NFKC would make digits of the number.
    *("5₂", "²5", "1²3", "5⁽¹⁾", "5⓪", "5㉑", "①5", "5½", "5٣", "5⑴", "5⒈"),
    # What may be a mark, a number or a negative number.
    *("(3)", "（3）", "【3】"),
    # Words for a sign, where the form allows none.
    *("增2", "减3", "增加2件", "–3"),
    *("￥12件", "元5000", "--3", "减", "3增", "9" * 5000, "9" * 201),
]
CHANGES = [
    *[("增2", 2), ("增加2", 2), ("增 2件", 2), ("新增2", 2), ("减3", -3), ("减少3件", -3), ("–3", -3), ("减0", 0)],
    *[("2", 2), ("+2", 2), ("-3", -3), ("−3", -3), ("0", 0)],
]


@pytest.mark.parametrize(("text", "number", "unit"), NUMBERS, ids=[text for text, *_ in NUMBERS])
def test_a_number(text: str, number: int | Decimal, unit: str | None) -> None:
    printed = READ(text)
    assert (printed.kind, printed.number, printed.unit) == ("number", number, unit)
    assert not isinstance(printed.number, float)


@pytest.mark.parametrize("text", UNREADABLE, ids=[text[:20] for text in UNREADABLE])
def test_what_is_no_number_is_not_made_one(text: str) -> None:
    printed = READ(text)
    assert (printed.kind, printed.number) == ("unreadable", None)


@pytest.mark.parametrize("text", ["5²", "5¹", "10⁴", "²"])
def test_a_raised_digit_is_no_digit_of_the_number_where_the_standard_names_no_such_mark(text: str) -> None:
    printed = values_of(load_catalog("2.0.0")).read(text)
    assert (printed.kind, printed.number) == ("unreadable", None)


@pytest.mark.parametrize(("text", "number"), CHANGES, ids=[text for text, _ in CHANGES])
def test_a_change_may_have_a_word_for_its_sign(text: str, number: int) -> None:
    assert READ(text, signed=True).number == number


@pytest.mark.parametrize("text", ["增2减3", "减-3", "增减2", "增", "约增2", "持平"])
def test_a_change_that_is_not_clear(text: str) -> None:
    assert READ(text, signed=True).kind == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit"), [("", None), (" ", None), ("元", "yuan"), ("（万元）", "wanyuan"), ("亿元", "wanyuan")]
)
def test_a_blank_may_have_a_unit(text: str, unit: str | None) -> None:
    printed = READ(text)
    assert (printed.kind, printed.number, printed.unit) == ("blank", None, unit)


@given(st.decimals(min_value=0, max_value=10**12, places=6), st.sampled_from(["亿元", "千万元", "百万元", "千元"]))
def test_amounts_are_exact(amount: Decimal, unit: str) -> None:
    yuan = {"亿元": 10**8, "千万元": 10**7, "百万元": 10**6, "千元": 10**3}[unit]
    printed = READ(f"{amount:f}{unit}")
    assert printed.number is not None
    assert printed.number * {"yuan": 1, "wanyuan": 10**4}[printed.unit or ""] == amount * yuan


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for signed in (False, True):
        printed = READ(text, signed=signed)
        assert (printed.number is None) is (printed.kind != "number")


# --- In their cells -------------------------------------------------------------------------------------------------


def row(header: list[str], figures: list[str]) -> Extraction:
    """Return what is read of a page with one row of a table."""
    cells = [
        TableCell(row=n, column=m, text=text) for n, line in enumerate((header, figures)) for m, text in enumerate(line)
    ]
    blocks = (Paragraph(text="二、主动公开政府信息情况"), Table(cells=tuple(cells)))
    return understood(CATALOG, Published(kind="html", blocks=blocks))


LICENSING = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
PROCUREMENT = ["信息内容", "采购项目数量", "采购总金额"]


@pytest.mark.parametrize(("text", "change"), [("增2", 2), ("减3", -3), ("-3", -3), ("0", 0)])
def test_the_sign_of_a_change(text: str, change: int) -> None:
    found = row(LICENSING, ["行政许可", "10", text, "7"])
    group = lookup(found.document, "/proactive_disclosure/licensing")
    assert group == {"items_last_year": 10, "change": change, "decisions": 7}


def test_a_word_for_a_sign_in_another_cell_is_reported() -> None:
    found = row(LICENSING, ["行政许可", "10", "0", "减3"])
    pointer = "/proactive_disclosure/licensing/decisions"
    assert lookup(found.document, pointer) is None
    assert [one.code for one in found.troubles if pointer in one.pointers] == ["X003"]


AMOUNTS: list[tuple[str, Any, str | None, bool]] = [
    ("￥5000", 5000, "yuan", True),
    ("1.2亿元", 12000, "wanyuan", True),
    ("（240万元）", 240, "wanyuan", True),
    ("约240万元", None, None, False),
]


@pytest.mark.parametrize(("text", "value", "unit", "read"), AMOUNTS)
def test_an_amount(text: str, value: Any, unit: str | None, read: bool) -> None:
    found = row(PROCUREMENT, ["政府集中采购", "2笔", text])
    group = lookup(found.document, "/proactive_disclosure/procurement")
    assert group == {"projects": 2, "amount": {"value": value, "unit": unit}}
    pointer = "/proactive_disclosure/procurement/amount/value"
    assert [one.code for one in found.troubles if pointer in one.pointers] == ([] if read else ["X003"])


def test_a_sum_of_money_in_a_cell_for_a_count_is_reported() -> None:
    found = row(PROCUREMENT, ["政府集中采购", "5元", "240万元"])
    pointer = "/proactive_disclosure/procurement/projects"
    assert lookup(found.document, pointer) is None
    assert [one.code for one in found.troubles if pointer in one.pointers] == ["X003"]
