"""Cases of consolidated reports and their contributors: sums, unknown figures, causes, levels, units, forms."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _cases import Structural, slug
from _county import (
    BUREAU,
    COERCION,
    COUNTY,
    FAMILY,
    GOVERNMENT,
    LICENSES,
    PENALTIES,
    SCHOOLS,
    TOP,
    TOWN,
    TWO,
    a_roster,
    an_organ,
    named,
    rostered,
)
from _editions import EDITIONS, Edition, demand_of_edition
from _oracle import rows_with
from _year_pairs import carried, renamed_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _case_builders import Values
    from _cases import Case

__all__ = ["roll_up_cases"]


def roll_up_cases() -> Iterator[Case]:
    """Yield the cases of R701, by edition."""
    for edition in EDITIONS:
        yield from _sums(edition)
        yield from _unknowns(edition)
        yield from _causes(edition)
        yield from _nested(edition)
    for edition in EDITIONS:
        if rows_with(edition, "amount/value"):
            yield from _units(edition)
    for one in EDITIONS.values():
        if one.before:
            yield from _other_form(one, one.before)
            yield from _renamed(one, one.before)


def _sum_case(
    edition: str, kind: str, what: str, words: tuple[str, str], whole: Values, *parts: Values | None, **rest: Any
) -> Case:
    """Return a case of a consolidated report of two organs, or as many as ``parts``; ``None`` is a missing report."""
    names = (BUREAU, SCHOOLS, TOWN, *(f"示例县第{n}局" for n in range(1, 40)))[: len(parts)]
    roster = a_roster(TOP, *map(an_organ, names))
    reports = [GOVERNMENT | dict(whole)]
    reports += [{"/organ/name": name, **part} for name, part in zip(names, parts, strict=True) if part is not None]
    return rostered("R701", edition, kind, what, words, roster, reports, **{"topics": ["roll-ups"], **rest})


def _sums(edition: str) -> Iterator[Case]:
    for kind, total, one, other in (
        ("pass", 7, 3, 4),
        ("pass", 0, 0, 0),
        ("boundary", 8, 3, 4),
        ("boundary", 6, 3, 4),
        ("fail", 12, 3, 4),
        ("fail", 0, 3, 4),
        ("fail", 5, 0, 0),
        ("fail", 10**20 + 1, 10**20, 0),
        ("pass", 2 * 10**20 + 1, 10**20, 10**20 + 1),
    ):
        words = (f"{one} + {other}，汇总 {total}", f"{one} + {other}, consolidated {total}")
        topics = ["exact-numbers" if one > 10**16 else "roll-ups"]
        figures = [{LICENSES: figure} for figure in (total, one, other)]
        yield _sum_case(edition, kind, f"{total}-{one}-{other}", words, *figures, topics=topics)
    yield from _every_cell(edition)
    yield from _listed(edition)
    yield from _whose(edition)
    yield from _signed_and_decimal(edition)


def _every_cell(edition: str) -> Iterator[Case]:
    words = ("每一格都不是和", "no cell is the sum")
    busy = f"{edition}-busy"
    organ = {
        "/organ/level": "county",
        "/organ/kind": "government",
        "/organ/name": COUNTY,
        "/published_on": f"{BASES[busy]['reporting_year'] + 1}-01-15",
    }
    roster = a_roster(TOP, an_organ(BUREAU))
    yield rostered(
        "R701", edition, "fail", "every-cell", words, roster, [(busy, organ), named(BUREAU)], topics=["roll-ups"]
    )
    words = ("每一格都是和", "every cell is the sum")
    part = {**organ, "/organ/name": BUREAU, "/organ/kind": "department", "/scope": "own"}
    yield rostered(
        "R701", edition, "pass", "every-cell", words, roster, [(busy, organ), (busy, part)], topics=["roll-ups"]
    )
    words = ("不按名册的次序给", "given in another order than the roster's")
    reports = [named(SCHOOLS) | {LICENSES: 4}, named(BUREAU) | {LICENSES: 3}, GOVERNMENT | {LICENSES: 9}]
    yield rostered("R701", edition, "fail", "other-order", words, FAMILY, reports, topics=["roll-ups"])


def _listed(edition: str) -> Iterator[Case]:
    words = ("25 份，结果只列最大的 20 格", "25 reports: the finding lists the 20 greatest figures")
    parts = [{LICENSES: 100 + (7 * n) % 25} for n in range(25)]
    yield _sum_case(edition, "fail", "25-reports", words, {LICENSES: 1}, *parts)
    words = ("相等的取在前的", "of equal figures the first are listed")
    parts = [{LICENSES: 5 if n % 2 else 6} for n in range(30)]
    yield _sum_case(edition, "fail", "30-reports-alike", words, {LICENSES: 1}, *parts)


def _whose(edition: str) -> Iterator[Case]:
    reports: list[Values]
    words = ("机关自己的本级报告也加", "the organ's own report is in the sum")
    own = a_roster({**TOP, "own": True}, an_organ(BUREAU))
    for kind, total in (("pass", 5), ("boundary", 3)):
        reports = [
            GOVERNMENT | {LICENSES: total},
            {**GOVERNMENT, "/scope": "own", LICENSES: 2},
            named(BUREAU) | {LICENSES: 3},
        ]
        yield rostered("R701", edition, kind, f"own-{total}", words, own, reports, topics=["roll-ups"])
    words = ("下面没有机关，本级、汇总都报了：加本级的", "both scopes where there is nobody below: its own is summed")
    reports = [
        GOVERNMENT | {LICENSES: 3},
        named(BUREAU, scope="consolidated") | {LICENSES: 4},
        named(BUREAU) | {LICENSES: 3},
    ]
    family = a_roster(TOP, an_organ(BUREAU))
    yield rostered("R701", edition, "pass", "both-scopes-below", words, family, reports, topics=["roll-ups"])
    words = ("不在名册上的，不加", "what is not on the roster is in no sum")
    reports = [GOVERNMENT | {LICENSES: 3}, named(BUREAU) | {LICENSES: 3}, named("外县统计局") | {LICENSES: 4}]
    yield rostered(
        "R701", edition, "pass", "stranger", words, a_roster(TOP, an_organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("不是汇总报告，不比", "a report of its own is no sum")
    reports = [{**GOVERNMENT, "/scope": "own", LICENSES: 9}, named(BUREAU) | {LICENSES: 3}]
    yield rostered(
        "R701", edition, "pass", "own-alone", words, a_roster(TOP, an_organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("两份汇总报告：哪一份都不比", "two consolidated reports: neither is compared")
    reports = [GOVERNMENT | {LICENSES: 9}, GOVERNMENT, named(BUREAU) | {LICENSES: 3}]
    yield rostered(
        "R701", edition, "pass", "two-wholes", words, a_roster(TOP, an_organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("汇总报告看不出版本，不比", "a consolidated report whose edition cannot be told is not compared")
    spoiled = {0: [Structural("S005", "/edition", demand_of_edition(), "2018")]}
    reports = [GOVERNMENT | {"/edition": "2018", LICENSES: 9}, named(BUREAU)]
    yield rostered(
        "R701",
        edition,
        "pass",
        "no-edition",
        words,
        a_roster(TOP, an_organ(BUREAU)),
        reports,
        topics=["roll-ups"],
        spoiled=spoiled,
    )


def _signed_and_decimal(edition: str) -> Iterator[Case]:
    total: Any
    parts: list[dict[str, Any]]
    if rows_with(edition, "items_last_year", "change"):
        for kind, total in (("pass", -3), ("fail", 3), ("boundary", -2)):
            words = (f"增减 -5 + 2，汇总 {total}", f"-5 + 2, consolidated {total}")
            change = f"{TWO}/licensing/change"
            items = f"{TWO}/licensing/items_last_year"
            parts = [{items: 5, change: -5}, {items: 0, change: 2}]
            yield _sum_case(
                edition, kind, f"change-{total}".replace("--", "-minus-"), words, {items: 5, change: total}, *parts
            )
    else:
        fees = f"{TWO}/fees/amount_wanyuan"
        for kind, total in (("pass", "0.3"), ("fail", "0.30000000000000004"), ("boundary", "0.31")):
            words = (f"0.1 + 0.2，汇总 {total}", f"0.1 + 0.2, consolidated {total}")
            parts = [{fees: Decimal("0.1")}, {fees: Decimal("0.2")}]
            yield _sum_case(edition, kind, f"amount-{total}".replace(".", "p"), words, {fees: Decimal(total)}, *parts)


def _unknowns(edition: str) -> Iterator[Case]:
    rest: dict[str, Any] = {"draft": True, "topics": ["roll-ups", "blanks"]}
    for kind, what, total, one, other in (
        ("undecided", "part-blank", 7, 3, None),
        ("boundary", "part-blank-3", 3, 3, None),
        ("boundary", "part-blank-2", 2, 3, None),
        ("undecided", "whole-blank", None, 3, 4),
        ("undecided", "all-blank", None, None, None),
        ("fail", "part-blank-decides", 0, 9, None),
    ):
        words = (
            f"{one} + {other}，汇总 {total}（None 是空白）",
            f"{one} + {other}, consolidated {total} (None is a blank)",
        )
        yield _sum_case(edition, kind, what, words, {LICENSES: total}, {LICENSES: one}, {LICENSES: other}, **rest)
    for kind, what, total in (("undecided", "missing", 7), ("boundary", "missing-3", 3), ("boundary", "missing-2", 2)):
        words = (f"一份 3，一份缺，汇总 {total}", f"one has 3, one is missing, consolidated {total}")
        yield _sum_case(edition, kind, what, words, {LICENSES: total}, {LICENSES: 3}, None)
    words = ("一份有两份报告：和里是未知数", "one is there twice: an unknown in the sum")
    reports = [GOVERNMENT | {LICENSES: 3}, *[named(BUREAU) | {LICENSES: 3}] * 2]
    yield rostered(
        "R701", edition, "undecided", "twice", words, a_roster(TOP, an_organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("一份看不出版本：每一格都是未知数", "the edition of one cannot be told: all its figures are unknown")
    spoiled = {1: [Structural("S005", "/edition", demand_of_edition(), "2018")]}
    reports = [GOVERNMENT | {LICENSES: 3}, named(BUREAU) | {"/edition": "2018", LICENSES: 3}]
    yield rostered(
        "R701",
        edition,
        "undecided",
        "part-without-edition",
        words,
        a_roster(TOP, an_organ(BUREAU)),
        reports,
        topics=["roll-ups"],
        spoiled=spoiled,
    )
    if rows_with(edition, "items_last_year", "change"):
        change = f"{TWO}/licensing/change"
        words = ("带符号的格有空白，总不能判定", "with a blank a signed cell is never decided")
        yield _sum_case(edition, "undecided", "signed", words, {change: 0}, {change: 5}, {change: None}, **rest)
    else:
        fees = f"{TWO}/fees/amount_wanyuan"
        words = ("金额：已知的已经比汇总多", "an amount: what is known is more than the whole")
        parts: list[Values] = [{fees: Decimal("0.5")}, {fees: Decimal("0.5")}, {fees: None}]
        yield _sum_case(edition, "fail", "amount-blank-decides", words, {fees: Decimal("0.9")}, *parts, **rest)


def _causes(edition: str) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], whole: Sequence[int], *parts: Sequence[int]) -> Case:
        figures = [dict(zip((LICENSES, PENALTIES, COERCION), some, strict=True)) for some in (whole, *parts)]
        return _sum_case(edition, kind, what, words, figures[0], *figures[1:], topics=["roll-ups", "causes"])

    a, b = (3, 5, 0), (4, 0, 9)
    for what, words, whole, parts in (
        ("left-out", ("漏加一份：两格一并报", "one left out: told once for two cells"), (4, 0, 9), (a, b)),
        ("added-twice", ("重加一份：两格一并报", "one added twice: told once for two cells"), (10, 10, 9), (a, b)),
        (
            "both",
            ("漏加一份、重加一份：重叠的格不算", "one left out and one added twice overlap in a cell"),
            (8, 0, 18),
            (a, b),
        ),
        (
            "apart",
            ("漏加一份、重加一份：各报一次", "one left out, one added twice, each told once"),
            (8, 0, 18),
            ((3, 5, 0), (0, 0, 9)),
        ),
        ("one-cell", ("只有一格：照常报", "one cell alone is told as usual"), (4, 0, 9), ((3, 0, 0), b)),
        ("and-more", ("漏加一份，另有一格写错", "one left out, and another cell is wrong"), (4, 0, 8), (a, b)),
        (
            "not-whole",
            ("漏加一份，其中一格又写错：逐格报", "one left out, but for one cell: told cell by cell"),
            (4, 1, 9),
            (a, b),
        ),
        (
            "alike",
            ("两份一样，漏加哪一份说不准：逐格报", "two are alike, so neither is named: told cell by cell"),
            (4, 0, 9),
            (a, a, b),
        ),
        ("wider", ("三格的先于两格的", "a cause of three cells before one of two"), (0, 0, 0), ((3, 5, 9), (0, 0, 0))),
        (
            "same-cells",
            ("同样的格，差不同：各自成立与否分别看", "the same cells, other figures"),
            (3, 5, 0),
            (a, (1, 1, 0)),
        ),
    ):
        yield case("fail", what, words, whole, *parts)


CITY: Final = "示例市人民政府"


def _nested(edition: str) -> Iterator[Case]:
    roster = a_roster(
        an_organ(CITY, None),
        an_organ(COUNTY, CITY),
        an_organ(BUREAU),
        an_organ(SCHOOLS),
        an_organ("示例市统计局", CITY),
    )
    city = {"/organ/name": CITY, "/organ/level": "prefecture", "/organ/kind": "government", "/scope": "consolidated"}

    def case(
        kind: str, what: str, words: tuple[str, str], *figures: Sequence[int], order: Any = roster, **rest: Any
    ) -> Case:
        heads = (city, GOVERNMENT, named(BUREAU), named(SCHOOLS), named("示例市统计局"))
        keys = (LICENSES, PENALTIES, COERCION)
        reports = [{**head, **dict(zip(keys, some, strict=False))} for head, some in zip(heads, figures, strict=True)]
        return rostered(
            "R701", edition, kind, what, words, order, reports, **{"topics": ["roll-ups", "causes"], **rest}
        )

    three = (1, 2, 3)
    yield case(
        "pass", "nested", ("三级都相符", "three levels agree"), (4, 7, 10), (3, 5, 7), three, (2, 3, 4), (1, 2, 3)
    )
    words = (
        "市里汇总对了，县里汇总错了：市里一并报一次",
        "the city is right, the county is not: told once of the city",
    )
    yield case("fail", "below", words, (4, 7, 10), (9, 9, 7), three, (2, 3, 4), (1, 2, 3))
    upside = a_roster(*reversed(roster["organs"]))
    words = ("名册倒过来写，一样", "the same with the roster upside down")
    yield case("fail", "below-upside-down", words, (4, 7, 10), (9, 9, 7), three, (2, 3, 4), (1, 2, 3), order=upside)
    words = ("县里错一格：市里照常报", "one cell of the county is wrong: told as usual")
    yield case("fail", "below-one-cell", words, (4, 7, 10), (9, 5, 7), three, (2, 3, 4), (1, 2, 3))
    words = (
        "市里照加了县里的错数：只有县里不符",
        "the city added the county's wrong figures: the county alone is wrong",
    )
    yield case("fail", "below-added", words, (10, 11, 10), (9, 9, 7), three, (2, 3, 4), (1, 2, 3))
    words = ("县里、市里各错各的", "the county is wrong, and so is the city, otherwise")
    yield case("fail", "below-and-else", words, (4, 8, 10), (9, 9, 7), three, (2, 3, 4), (1, 2, 3))
    words = ("县里漏加一局，市里漏加另一局", "the county left out one, the city another")
    yield case("fail", "left-out-twice", words, (3, 5, 7), (1, 2, 3), three, (2, 3, 4), (1, 2, 3))
    words = ("县里的汇总没有，本级不顶用", "without the county's consolidated report its own does not stand in")
    heads: list[Values] = [
        city | {LICENSES: 4},
        {**GOVERNMENT, "/scope": "own", LICENSES: 3},
        named(BUREAU),
        named(SCHOOLS),
        named("示例市统计局") | {LICENSES: 1},
    ]
    yield rostered("R701", edition, "undecided", "own-instead", words, roster, heads, topics=["roll-ups"])


def _units(edition: str) -> Iterator[Case]:
    projects, amount = f"{TWO}/procurement/projects", f"{TWO}/procurement/amount"

    def report(count: int, value: Any, unit: Any) -> dict[str, Any]:
        return {projects: count, f"{amount}/value": value, f"{amount}/unit": unit}

    for kind, what, whole, one, other in (
        ("pass", "mixed", (Decimal("25.15"), "wanyuan"), (250000, "yuan"), (Decimal("0.15"), "wanyuan")),
        ("pass", "yuan", (251500, "yuan"), (250000, "yuan"), (Decimal("0.15"), "wanyuan")),
        ("boundary", "off-by-a-yuan", (251501, "yuan"), (250000, "yuan"), (Decimal("0.15"), "wanyuan")),
        ("fail", "units-forgotten", (Decimal("250000.15"), "wanyuan"), (250000, "yuan"), (Decimal("0.15"), "wanyuan")),
    ):
        words = (f"采购总金额（{what}）", f"the total amount of procurement ({what})")
        yield _sum_case(
            edition,
            kind,
            f"unit-{what}",
            words,
            report(2, *whole),
            report(1, *one),
            report(1, *other),
            topics=["roll-ups", "units"],
        )
    words = ("没有写单位的金额是未知数", "an amount without a unit is unknown")
    parts = [report(1, 250000, "yuan"), report(1, 2, None)]
    rest: dict[str, Any] = {"draft": True, "topics": ["roll-ups", "units", "blanks"]}
    yield _sum_case(edition, "undecided", "no-unit", words, report(2, 260000, "yuan"), *parts, **rest)
    words = ("汇总报告没有写单位", "the consolidated report has no unit")
    yield _sum_case(
        edition, "undecided", "whole-without-unit", words, report(2, 260000, None), report(2, 260000, "yuan"), **rest
    )
    words = ("单位写成元：用不了", "a unit that cannot be used")
    spoiled = {1: [Structural("S005", f"{amount}/unit", "yuan|wanyuan", "元")]}
    some = [GOVERNMENT | report(1, 5, "yuan"), named(BUREAU) | report(1, 5, "元")]
    yield rostered(
        "R701",
        edition,
        "undecided",
        "unusable-unit",
        words,
        a_roster(TOP, an_organ(BUREAU)),
        some,
        topics=["roll-ups", "units"],
        spoiled=spoiled,
    )


def _other_form(edition: Edition, before: Edition) -> Iterator[Case]:
    year = edition.first
    decisions = {f"{TWO}/{row}/decisions": 4 for row in rows_with(before.name, "decisions")}
    old: Any = (f"{before.name}-zero", {"/organ/name": SCHOOLS, "/reporting_year": year, LICENSES: 4, **decisions})
    new = named(BUREAU, reporting_year=year) | {LICENSES: 3}
    rest: dict[str, Any] = {"topics": ["roll-ups", "editions"]}
    for kind, what, total in (("undecided", "other-form", 7), ("fail", "other-form", 8)):
        words = (
            f"一份用了 {before.name} 版：两版都有的格是 {total}，没有的格是未知数",
            f"one is on the form of {before.name}: what it lacks is unknown",
        )
        whole = GOVERNMENT | {"/reporting_year": year, LICENSES: total, PENALTIES: 4, COERCION: 4}
        yield rostered("R701", edition.name, kind, what, words, FAMILY, [whole, new, old], **rest)


def _renamed(edition: Edition, before: Edition) -> Iterator[Case]:
    """Yield cases of a contributor on a form in which a column has another name."""
    rest: dict[str, Any] = {"topics": ["roll-ups", "editions"]}
    year = {"/reporting_year": edition.first}
    for column, name in renamed_columns(edition.name, before.name).items():
        words = (
            f"一份用了 {before.name} 版：{name} 列加到 {column} 列",
            f"one is on the form of {before.name}: its column {name} is added to {column}",
        )
        old: Any = (f"{before.name}-zero", {"/organ/name": SCHOOLS, **year, **carried(name, 4)})
        new = named(BUREAU) | year | carried(column, 3)
        for kind, count in (("undecided", 7), ("fail", 8)):
            whole = GOVERNMENT | year | carried(column, count)
            what = f"renamed-{slug(column)}-{count}"
            yield rostered("R701", edition.name, kind, what, words, FAMILY, [whole, new, old], **rest)
        rest = {"topics": ["causes", "editions"]}
        words = (
            f"漏加 {before.name} 版的一份：几格一并报",
            f"one on the form of {before.name} was left out: told once",
        )
        whole, new = GOVERNMENT | year, named(BUREAU) | year
        what = f"renamed-{slug(column)}-left-out"
        yield rostered("R701", edition.name, "fail", what, words, FAMILY, [whole, new, old], **rest)
        words = (
            f"{before.name} 版的下级汇总本身不对：几格一并报",
            f"the consolidated report below, on the form of {before.name}, is wrong itself: told once",
        )
        roster = a_roster(an_organ(CITY, None), an_organ(COUNTY, CITY), an_organ(BUREAU))
        city = {
            "/organ/name": CITY,
            "/organ/level": "prefecture",
            "/organ/kind": "government",
            "/scope": "consolidated",
        }
        form = f"{before.name}-zero"
        reports: list[Values | tuple[str, Values]] = [
            city | year | carried(column, 3),
            (form, GOVERNMENT | year | carried(name, 5)),
            (form, named(BUREAU) | year | carried(name, 3)),
        ]
        what = f"renamed-{slug(column)}-below"
        yield rostered("R701", edition.name, "fail", what, words, roster, reports, **rest)
