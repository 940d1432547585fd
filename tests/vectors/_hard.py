"""Cases that implementations get wrong: decisive blanks, exact numbers, several findings, both sides of limits."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from _bases import BASES
from _case_builders import NATURAL, single_case, written
from _cases import REMOVE, Case, Structural, patched
from _editions import EDITIONS
from _oracle import TWO, all_rows, cells, columns, groups, read, results, rows, rows_with
from _relations import blank

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["hard_cases"]


def hard_cases() -> Iterator[Case]:
    """Yield all hard cases."""
    for edition in EDITIONS:
        yield from _blanks(edition)
        yield from _big(edition)
        yield from _notation(edition)
        yield from _many(edition)
        yield from _limits(edition)
    for edition in EDITIONS:
        if f"{TWO}/fees/amount_wanyuan" in cells(edition):
            yield from _fees(edition)
    for edition in EDITIONS:
        if rows_with(edition, "projects", "amount/value"):
            yield from _procurement(edition)


# Blanks


def _blanks(edition: str) -> Iterator[Case]:
    """Yield cases of blanks, which are unknown counts: a relation is violated if no count satisfies it."""
    granted = "/requests/outcomes/granted"
    for known, total, word in ((3, 2, "decides"), (2, 2, "could-be-zero"), (0, 7, "could-be-anything")):
        structural = [blank(f"{granted}/{NATURAL}")]
        patch = {f"{granted}/{NATURAL}": None, f"{granted}/legal_person/other": known, f"{granted}/total": total}
        kind, codes = ("fail", ["T303"]) if total < known else ("undecided", ["T303"])
        yield single_case(
            f"blank-plus-{known}-is-{total}-{word}",
            edition,
            kind,
            codes,
            f"空白＋{known}＝{total}：{'无论填什么都不成立' if kind == 'fail' else '要看空白处填什么'}",
            f"blank + {known} = {total}: {'fails whatever is written' if kind == 'fail' else 'depends on the blank'}",
            "blanks",
            patch=patch,
            structural=structural,
        )
    group = "/review_and_litigation/reconsideration"
    pointers = [f"{group}/upheld", f"{group}/pending"]
    yield single_case(
        "two-blanks-of-one-side-decide",
        edition,
        "fail",
        ["T401"],
        "两格空白，已知的已超过总计",
        "two blanks, and what is known exceeds the total",
        "blanks",
        patch={**dict.fromkeys(pointers), f"{group}/corrected": 9, f"{group}/total": 8},
        structural=list(map(blank, pointers)),
    )
    pointers = [f"{group}/upheld", f"{group}/total"]
    yield single_case(
        "blanks-on-both-sides",
        edition,
        "undecided",
        ["T401"],
        "两边都有空白，不能判定",
        "blanks on both sides decide nothing",
        "blanks",
        patch={**dict.fromkeys(pointers), f"{group}/corrected": 9},
        structural=list(map(blank, pointers)),
    )
    closed = "/requests/outcomes/total"
    yield single_case(
        "blank-total",
        edition,
        "undecided",
        ["T301", "T302", "T303"],
        "总计一格空白",
        "a blank total",
        "blanks",
        patch={f"{closed}/total": None},
        structural=[blank(f"{closed}/total")],
    )
    row = "/requests/outcomes/unavailable/not_held"
    for value, code in ((-1, "S004"), ("3", "S004"), (Decimal("0.5"), "S004")):
        pointer = f"{row}/{NATURAL}"
        yield single_case(
            f"unusable-counts-as-blank-{str(value).replace('-', 'minus').replace('.', 'point')}",
            edition,
            "undecided",
            ["T302", "T303"],
            f"{value} 用不了，按空白计",
            f"{value} cannot be used and counts as a blank",
            "blanks",
            patch={pointer: value},
            structural=[Structural(code, pointer, "count", value)],
        )
    structural = [Structural("S001", row, "applicant_row", None)]
    yield single_case(
        "missing-row-is-blank",
        edition,
        "undecided",
        ["T302", "T303"],
        "整行缺失，各格按空白计",
        "a row that is missing is blank throughout",
        "blanks",
        patch={row: REMOVE},
        structural=structural,
    )
    everything = [blank(pointer) for pointer in cells(edition)]
    undecided = ["T201", "T301", "T302", "T303", "T401"]
    yield single_case(
        "every-cell-blank",
        edition,
        "undecided",
        undecided,
        "三张表全部空白",
        "every cell of the three tables is blank",
        "blanks",
        patch=dict.fromkeys(cells(edition)),
        structural=everything,
    )
    if rows_with(edition, "change"):
        yield from _signed(edition)
    if rows_with(edition, "projects", "amount/value"):
        yield from _blank_amount(edition)


def _signed(edition: str) -> Iterator[Case]:
    change = f"{TWO}/fees/change"
    yield single_case(
        "blank-change-may-be-negative",
        edition,
        "undecided",
        ["T204"],
        "本年增减空白，可以是负数",
        "a blank change may be negative",
        "blanks",
        patch={change: None, f"{TWO}/fees/items_last_year": 40},
        structural=[blank(change)],
    )
    last = f"{TWO}/fees/items_last_year"
    yield single_case(
        "blank-items-cover-a-rise",
        edition,
        "pass",
        ["T204"],
        "上一年空白，本年增加：无论如何不为负",
        "items of last year blank and a rise: never negative",
        "blanks",
        patch={last: None, change: 3},
        structural=[blank(last)],
    )


def _blank_amount(edition: str) -> Iterator[Case]:
    amount = f"{TWO}/procurement/amount/value"
    yield single_case(
        "blank-amount",
        edition,
        "undecided",
        ["T205"],
        "采购总金额空白",
        "a blank amount",
        "blanks",
        patch={amount: None, f"{TWO}/procurement/projects": 0},
        structural=[blank(amount)],
    )
    unit = f"{TWO}/procurement/amount/unit"
    yield single_case(
        "blank-unit",
        edition,
        "pass",
        ["T205"],
        "只有单位空白，金额仍可用",
        "only the unit is blank: the amount counts",
        "blanks",
        patch={unit: None},
        structural=[Structural("S010", unit, "yuan|wanyuan", None)],
    )


# Numbers


def _big(edition: str) -> Iterator[Case]:
    for digits, big in (("beyond-2-to-the-53", 2**53), ("beyond-2-to-the-64", 2**64), ("of-400-digits", 10**399)):
        right = {
            f"/requests/{row}/{column}": big + 1
            for row in ("received", "carried_forward")
            for column in (NATURAL, "total")
        }
        yield single_case(
            f"counts-{digits}",
            edition,
            "pass",
            ["T301", "T303"],
            "很大的件数，精确相等",
            "huge counts, exactly equal",
            "exact-numbers",
            patch=right,
        )
        wrong = right | {f"/requests/carried_forward/{column}": big for column in (NATURAL, "total")}
        yield single_case(
            f"counts-{digits}-off-by-one",
            edition,
            "fail",
            ["T301"],
            "很大的件数，只差 1",
            "huge counts, off by one",
            "exact-numbers",
            patch=wrong,
        )
    group = "/review_and_litigation/litigation/direct"
    patch: dict[str, Any] = {f"{group}/upheld": 2**53, f"{group}/corrected": 1, f"{group}/total": 2**53}
    yield single_case(
        "sum-beyond-2-to-the-53",
        edition,
        "fail",
        ["T401"],
        "2^53＋1 不等于 2^53",
        "2^53 + 1 is not 2^53",
        "exact-numbers",
        patch=patch,
    )


def _notation(edition: str) -> Iterator[Case]:
    row = {f"/requests/{name}/{column}" for name in ("received", "carried_forward") for column in (NATURAL, "total")}
    for name, number, value in (
        ("3-point-0", "3.0", 3),
        ("3e0", "3e0", 3),
        ("30e-minus-1", "30e-1", 3),
        ("0-point-3e1", "0.3E+1", 3),
        ("1e3", "1e3", 1000),
        ("minus-0", "-0", 0),
        ("minus-0-point-0", "-0.0", 0),
        ("2-to-the-53-plus-1-point-0", "9007199254740993.0", 2**53 + 1),
    ):
        yield single_case(
            f"count-written-{name}",
            edition,
            "pass",
            ["S004", "T301"],
            f"{number} 就是 {value}",
            f"{number} is the count {value}",
            "exact-numbers",
            text=written(edition, {}, dict.fromkeys(row, number)),
            means=patched(BASES[f"{edition}-zero"], dict.fromkeys(row, value)),
        )
    pointer = "/requests/received/total"
    for name, number, decimal in (
        ("3-point-00000000000000000001", "3.00000000000000000001", Decimal("3.00000000000000000001")),
        ("9007199254740992-point-5", "9007199254740992.5", Decimal("9007199254740992.5")),
    ):
        yield single_case(
            f"no-count-{name}",
            edition,
            "fail",
            ["S004"],
            f"{number} 不是整数",
            f"{number} is no whole number",
            "exact-numbers",
            text=written(edition, {}, {pointer: number}),
            means=patched(BASES[f"{edition}-zero"], {pointer: decimal}),
            structural=[Structural("S004", pointer, "count", decimal)],
        )
    year = f"{read(BASES[f'{edition}-zero'], '/reporting_year')}.0"
    yield single_case(
        f"year-written-{year.replace('.', '-point-')}",
        edition,
        "pass",
        ["S009", "E101"],
        "年度写成带 .0 的数，也是该年",
        "a year written with .0 is that year",
        "exact-numbers",
        text=written(edition, {}, {"/reporting_year": year}),
        means=BASES[f"{edition}-zero"],
    )


def _fees(edition: str) -> Iterator[Case]:
    amount = f"{TWO}/fees/amount_wanyuan"
    for name, number in (("0-point-1", "0.1"), ("17-digits", "59237.24490000000001"), ("1e-minus-30", "1e-30")):
        value = Decimal(number)
        yield single_case(
            f"amount-{name}",
            edition,
            "pass",
            ["S008"],
            f"收费 {number} 万元",
            f"fees of {number}",
            "exact-numbers",
            text=written(edition, {}, {amount: number}),
            means=patched(BASES[f"{edition}-zero"], {amount: value}),
        )
    yield single_case(
        "amount-minus-1e-minus-400",
        edition,
        "fail",
        ["S008"],
        "极小的负数仍是负数",
        "the smallest negative amount is negative",
        "exact-numbers",
        text=written(edition, {}, {amount: "-1e-400"}),
        means=patched(BASES[f"{edition}-zero"], {amount: Decimal("-1e-400")}),
        structural=[Structural("S008", amount, "amount", Decimal("-1e-400"))],
    )


def _procurement(edition: str) -> Iterator[Case]:
    total = f"{TWO}/procurement/amount/value"
    for name, written_so in (("1e-minus-400", "1e-400"), ("0-point-0000", "0.0000")):
        tiny = Decimal(written_so)
        patch: dict[str, Any] = {f"{TWO}/procurement/projects": 1 if tiny else 0}
        yield single_case(
            f"procurement-{name}",
            edition,
            "pass",
            ["T205"],
            f"总金额 {written_so}，项目 {patch[f'{TWO}/procurement/projects']}",
            f"an amount of {written_so} with {patch[f'{TWO}/procurement/projects']} projects",
            "exact-numbers",
            text=written(edition, patch, {total: written_so}),
            means=patched(BASES[f"{edition}-zero"], {**patch, total: tiny}),
        )


# Several findings


def _many(edition: str) -> Iterator[Case]:
    busy = BASES[f"{edition}-busy"]
    base = f"{edition}-busy"
    received = {
        f"/requests/received/{column}": read(busy, f"/requests/received/{column}") + 1 for column in columns(edition)
    }
    received["/requests/received/total"] = read(busy, "/requests/received/total") + 6
    yield _case_on(base, "every-column-wrong", ["T301"], "七列都不平衡", "no column balances", received)
    granted = {f"/requests/outcomes/granted/{column}": 0 for column in [*columns(edition), "total"]}
    yield _case_on(
        base, "every-sum-wrong", ["T302"], "一行清零，七列合计都不对", "a row of zeros: no column adds up", granted
    )
    totals = {f"{row}/total": 0 for row in all_rows(edition)}
    yield _case_on(base, "every-total-zero", ["T303"], "总计一列全填 0", "the whole column of totals is 0", totals)
    shifted = dict(zip((f"{row}/{NATURAL}" for row in rows(edition)), _turned(busy, edition), strict=True))
    yield _case_on(base, "a-column-shifted", ["T303"], "一列整体错一行", "a column shifted by one row", shifted)
    totals = {f"{group}/total": 99 for group in groups(edition)}
    yield _case_on(base, "every-group-wrong", ["T401"], "三组总计都不对", "no group adds up", totals)
    yield _everything(edition)
    pointers = [
        "/requests/received/natural_person",
        "/review_and_litigation/reconsideration/upheld",
        f"{TWO}/licensing/decisions",
    ]
    yield Case(
        id=f"one-bad-value-in-each-table-{edition}",
        zh="三张表各有一个坏值",
        en="one bad value in each table",
        kind="structure",
        codes=["S004"],
        topics=["all-findings"],
        edition=edition,
        base=base,
        patch=dict.fromkeys(pointers, "无"),
        structural=[Structural("S004", pointer, "count", "无") for pointer in pointers],
    )


def _turned(busy: Any, edition: str) -> list[Any]:
    column = [read(busy, f"{row}/{NATURAL}") for row in rows(edition)]
    return [*column[1:], column[0]]


def _case_on(base: str, what: str, codes: list[str], zh: str, en: str, patch: dict[str, Any]) -> Case:
    return Case(
        id=f"{what}-{base[:4]}",
        zh=zh,
        en=en,
        kind="fail",
        codes=codes,
        topics=["all-findings"],
        edition=base[:4],
        base=base,
        patch=patch,
    )


def _everything(edition: str) -> Case:
    """Return a report that violates as many relations at once as possible."""
    year = EDITIONS[edition].misfit
    patch: dict[str, Any] = {
        "/reporting_year": year,
        "/published_on": f"{year}-12-31",
        "/organ/level": "county",
        "/organ/credit_code": "113208000143000005",
        "/requests/received/natural_person": 1,
        "/requests/outcomes/total/natural_person": 7,
        **{f"{group}/{result}": 1 for group in groups(edition) for result in results(edition)},
    }
    codes = ["E101", "E102", "E104", "T201", "T301", "T302", "T303", "T401"]
    if rows_with(edition, "disclosed_total"):
        patch |= {f"{TWO}/regulations/disclosed": 90, f"{TWO}/fees/change": -99, f"{TWO}/procurement/projects": 0}
        codes += ["T203", "T204", "T205"]
    else:
        patch |= {f"{TWO}/regulations/issued": 90, f"{TWO}/normative_documents/issued": 900}
        codes += ["T202"]
    return _case_on(
        f"{edition}-busy",
        "nearly-every-relation-violated",
        codes,
        "几乎每条关系都不成立",
        "nearly every relation fails",
        patch,
    )


def _limits(edition: str) -> Iterator[Case]:
    """Yield both sides of structural limits that the representatives do not cover."""
    for code, pointer, good, bad, demand in (
        ("S010", "/overview", "。", "\u3000", "text"),
        (
            "S009",
            "/reporting_year",
            EDITIONS[edition].year,
            str(EDITIONS[edition].year),
            "reporting_year",
        ),
        ("S005", "/reporting_year", 2099, 2100, "reporting_year"),
        *(
            [("S008", f"{TWO}/procurement/amount/value", 0, Decimal("-0.0001"), "amount")]
            if rows_with(edition, "amount/value")
            else []
        ),
    ):
        for value, word in ((good, "good"), (bad, "bad")):
            yield Case(
                id=f"{code}-{edition}-limit-{word}",
                zh=f"{pointer}：{value}",
                en=f"{pointer}: {value}",
                kind="boundary",
                codes=[code],
                topics=["structure"],
                edition=edition,
                base=f"{edition}-zero",
                patch={pointer: value},
                structural=[] if word == "good" else [Structural(code, pointer, demand, value)],
            )
