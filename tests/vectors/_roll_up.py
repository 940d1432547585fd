"""Reports against a roster: who reports, and whether consolidated reports are sums (family R)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from _bases import BASES
from _cases import EDITIONS, SUITE, Case, Structural
from _oracle import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["roll_up_cases"]

TWO: Final = "/proactive_disclosure"
LICENSES: Final = f"{TWO}/licensing/decisions"
PENALTIES: Final = f"{TWO}/penalties/decisions"
COERCION: Final = f"{TWO}/coercion/decisions"
COUNTY: Final = "示例县人民政府"
BUREAU: Final = "示例县统计局"
SCHOOLS: Final = "示例县教育局"
TOWN: Final = "示例镇人民政府"
CODE: Final = "113208000143000004"
OTHER_CODE: Final = "91350100M000100Y43"
GOVERNMENT: Final = {"/organ/name": COUNTY, "/organ/kind": "government", "/scope": "consolidated"}
Values: TypeAlias = "Mapping[str, Any]"


def _organ(name: str, parent: str | None = COUNTY, /, **rest: Any) -> dict[str, Any]:
    return {"name": name, **({} if parent is None else {"parent": parent}), **rest}


def _roster(*organs: Mapping[str, Any]) -> dict[str, Any]:
    return {"roster": 1, "organs": list(organs)}


TOP: Final = _organ(COUNTY, None)
FAMILY: Final = _roster(TOP, _organ(BUREAU), _organ(SCHOOLS))


def _case(
    code: str,
    edition: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    roster: Any,
    reports: Sequence[Any],
    **rest: Any,
) -> Case:
    return Case(
        id=f"{code}-{edition}-{'limit' if kind == 'boundary' else kind}-{what}",
        zh=words[0],
        en=words[1],
        kind=kind,
        edition=edition,
        codes=[code],
        since=SUITE,
        reports=[one if isinstance(one, tuple) else (f"{edition}-zero", one) for one in reports],
        roster=roster,
        **{"topics": ["rosters"], **rest},
    )


def _named(name: str, **values: Any) -> dict[str, Any]:
    return {"/organ/name": name, **{f"/{key.replace('__', '/')}": value for key, value in values.items()}}


def roll_up_cases() -> Iterator[Case]:
    """The cases of family R, by relation and edition."""
    for edition in EDITIONS:
        year = BASES[f"{edition}-zero"]["reporting_year"]
        yield from _missing(edition, year)
        yield from _unknown(edition)
        yield from _unexpected(edition, year)
        yield from _renamed(edition)
        yield from _differs(edition)
        yield from _sums(edition)
        yield from _unknowns(edition)
        yield from _causes(edition)
        yield from _nested(edition)
    yield from _units()
    yield from _other_form()
    yield from _no_roster()


# R702


def _missing(edition: str, year: int) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], roster: Any, *reports: Values) -> Case:
        return _case("R702", edition, kind, what, words, roster, reports)

    county = {**GOVERNMENT}
    one, other = _organ(BUREAU, None), _organ(SCHOOLS, None)
    both = _roster(one, other)
    here = _named(BUREAU)
    yield case("pass", "all-there", ("都报了", "all have reported"), FAMILY, county, here, _named(SCHOOLS))
    yield case("fail", "one", ("一个机关没报", "one organ has not reported"), FAMILY, county, here)
    yield case("fail", "consolidated", ("没有汇总报告", "no consolidated report"), FAMILY, here, _named(SCHOOLS))
    own = _roster({**TOP, "own": True}, _organ(BUREAU))
    yield case(
        "fail", "own", ("名册写明另有本级报告，没有", "the roster says that there is one of its own"), own, county, here
    )
    yield case("pass", "own", ("本级、汇总各一份", "one of each scope"), own, county, {**county, "/scope": "own"}, here)
    yield case(
        "boundary", "no-own", ("没有写本级报告", "the roster does not say own"), FAMILY, county, here, _named(SCHOOLS)
    )
    yield case(
        "fail",
        "a-year",
        ("有一个年度没报", "one year is missing"),
        both,
        here,
        _named(SCHOOLS),
        _named(BUREAU, reporting_year=year - 1),
    )
    for what, last, kind in (("to-the-year-before", year - 1, "boundary"), ("to-this-year", year, "boundary")):
        words = (f"报告到 {last} 年度为止", f"it reports up to {last}")
        yield case(kind, what, words, _roster(one, {**other, "to": last}), here)
    for what, first, kind in (("from-the-next-year", year + 1, "boundary"), ("from-this-year", year, "boundary")):
        words = (f"从 {first} 年度起报告", f"it reports from {first} on")
        yield case(kind, what, words, _roster(one, {**other, "from": first}), here)
    words = ("下面没有一个要报告这个年度：本级、汇总都可以", "nobody below reports on the year: either scope will do")
    late = _roster(TOP, {**_organ(BUREAU), "from": year + 1})
    yield case("boundary", "nobody-below", words, late, {**GOVERNMENT, "/scope": "own"})
    words = ("两份，应有一份：不算缺", "two where one is owed: not missing")
    yield case("pass", "twice", words, both, here, here, _named(SCHOOLS))
    # The years that count: a fifth as many organs as in the year with most.
    organs = [f"示例县第{n}局" for n in range(1, 7)]
    for count in (5, 6):
        some = [_named(name) for name in organs[:count]]
        words = (f"{count} 个机关里一个写成下一年度", f"one of {count} has the next year")
        roster = _roster(*(_organ(name, None) for name in organs[:count]))
        reports = [*some, _named(organs[0], reporting_year=year + 1)]
        yield case("boundary", f"a-fifth-of-{count}", words, roster, *reports)
    many = [f"示例县第{n}局" for n in range(1, 22)]
    words = ("21 个机关里 4 个写成下一年度，不够五分之一", "4 of 21 have the next year: less than a fifth")
    reports = [*map(_named, many), *(_named(name, reporting_year=year + 1) for name in many[:4])]
    yield case("boundary", "4-of-21", words, _roster(*(_organ(name, None) for name in many)), *reports)
    words = ("两个算数的年度之间，没有一份报告", "nobody has reported on a year between two that count")
    yield case("fail", "between", words, _roster(one), here, _named(BUREAU, reporting_year=year + 2))
    words = ("中间隔两个年度，不算数", "two years between two that count do not count")
    yield case("boundary", "two-between", words, _roster(one), here, _named(BUREAU, reporting_year=year + 3))
    yield case("pass", "nothing", ("没有一份报告是名册上的", "no report is of the roster"), _roster(other), here)


# R703 to R706


def _unknown(edition: str) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], organ: Mapping[str, Any], report: Values) -> Case:
        return _case("R703", edition, kind, what, words, _roster(organ), [report])

    known = _organ(BUREAU, None, aliases=["示例县城调队", "示例县统计站"], code=CODE)
    plain = _organ(BUREAU, None)
    yield case("pass", "by-name", ("名称相符", "by its name"), plain, _named(BUREAU))
    yield case("pass", "by-alias", ("别名相符", "by an alias"), known, _named("示例县统计站"))
    yield case("pass", "by-code", ("代码相符", "by its code"), known, _named("示例县数据局", organ__credit_code=CODE))
    yield case("fail", "other-name", ("名册上没有", "not on the roster"), plain, _named(SCHOOLS))
    yield case(
        "fail",
        "other-code",
        ("名称、代码都没有", "neither name nor code"),
        known,
        _named(SCHOOLS, organ__credit_code=OTHER_CODE),
    )
    yield case("boundary", "spaces", ("只差空白", "spaces alone differ"), plain, _named("示例县 统计局"))
    yield case(
        "boundary",
        "width",
        ("只差全角半角", "width alone differs"),
        _organ("示例县统计局(A)", None),
        _named("示例县统计局（Ａ）"),
    )
    yield case("boundary", "one-character", ("差一个字", "one character more"), plain, _named("示例县统计局局"))
    lower = {**plain, "code": CODE.lower()}
    yield case(
        "boundary",
        "code-in-small-letters",
        ("名册的代码小写", "the code in small letters"),
        lower,
        _named(SCHOOLS, organ__credit_code=CODE),
    )


def _unexpected(edition: str, year: int) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], roster: Any, *reports: Values) -> Case:
        return _case("R704", edition, kind, what, words, roster, reports)

    for kind, what, span in (
        ("pass", "within", {"from": year - 1, "to": year + 1}),
        ("pass", "unlimited", {}),
        ("boundary", "first", {"from": year}),
        ("boundary", "last", {"to": year}),
        ("boundary", "before-the-first", {"from": year + 1}),
        ("boundary", "after-the-last", {"to": year - 1}),
        ("fail", "long-after", {"from": year - 5, "to": year - 3}),
        ("fail", "long-before", {"from": year + 3, "to": year + 3}),
    ):
        words = (f"{year} 年度，名册上 {span}", f"of {year}, on the roster {span}")
        yield case(kind, what, words, _roster(_organ(BUREAU, None, **span)), _named(BUREAU))
    names = [f"示例县第{n}局" for n in range(1, 7)]
    roster = _roster(*(_organ(name, None) for name in names))
    words = ("一份写错年度的，不算数", "one with a mistyped year does not count")
    reports = [*map(_named, names), _named(names[0], reporting_year=year + 7)]
    yield case("fail", "mistyped-year", words, roster, *reports)
    words = ("下面有机关，却报了本级", "own where there are others below")
    yield case("fail", "own", words, FAMILY, {**GOVERNMENT, "/scope": "own"}, _named(BUREAU), _named(SCHOOLS))
    words = ("下面没有机关，报了汇总", "consolidated where there is nobody below")
    yield case("pass", "consolidated", words, _roster(_organ(BUREAU, None)), _named(BUREAU, scope="consolidated"))
    own = _roster({**TOP, "own": True}, _organ(BUREAU))
    yield case(
        "pass",
        "own",
        ("名册写明本级", "the roster says own"),
        own,
        GOVERNMENT,
        {**GOVERNMENT, "/scope": "own"},
        _named(BUREAU),
    )
    words = ("口径用不了：两种都不是", "a scope that cannot be used is neither")
    some = [{**GOVERNMENT, "/scope": "all"}, _named(BUREAU)]
    spoiled = {0: [Structural("S005", "/scope", "own|consolidated", "all")]}
    yield _case("R704", edition, "fail", "no-scope", words, own, some, spoiled=spoiled)


def _renamed(edition: str) -> Iterator[Case]:
    organ = _organ(BUREAU, None, aliases=["示例县统计站"], code=CODE)
    for kind, what, words, report in (
        ("pass", "name", ("名称、代码都相符", "name and code fit"), _named(BUREAU, organ__credit_code=CODE)),
        (
            "boundary",
            "alias",
            ("别名，代码相符", "an alias, and the code"),
            _named("示例县统计站", organ__credit_code=CODE),
        ),
        (
            "boundary",
            "spaces",
            ("名称只差空白", "spaces alone differ"),
            _named("示例县　统计局", organ__credit_code=CODE),
        ),
        (
            "fail",
            "other-name",
            ("代码相符，名称不同", "the code fits, the name does not"),
            _named("示例县数据局", organ__credit_code=CODE),
        ),
        ("boundary", "no-code", ("没有代码、名称不同：认不出", "another name and no code"), _named("示例县数据局")),
    ):
        yield _case("R705", edition, kind, what, words, _roster(organ), [report])
    words = ("一个机关的名称，另一个的代码：代码算数", "the name of one, the code of another: the code counts")
    roster = _roster(organ, _organ(SCHOOLS, None))
    yield _case(
        "R705",
        edition,
        "fail",
        "name-of-another",
        words,
        roster,
        [_named(SCHOOLS, organ__credit_code=CODE), _named(SCHOOLS)],
    )


def _differs(edition: str) -> Iterator[Case]:
    full = _organ(BUREAU, None, level="county", kind="department", code=CODE)
    for kind, what, words, organ, report in (
        ("pass", "all", ("都相符", "all as on the roster"), full, _named(BUREAU, organ__credit_code=CODE)),
        (
            "pass",
            "silent",
            ("名册没有写", "the roster does not say"),
            _organ(BUREAU, None),
            _named(BUREAU, organ__level="township"),
        ),
        ("boundary", "no-code", ("报告没有写代码", "the report has no code"), full, _named(BUREAU)),
        ("fail", "level", ("层级不同", "another level"), full, _named(BUREAU, organ__level="township")),
        ("fail", "kind", ("性质不同", "another kind"), full, _named(BUREAU, organ__kind="government")),
        (
            "fail",
            "both",
            ("层级、性质都不同", "another level and kind"),
            full,
            _named(BUREAU, organ__kind="government", organ__level="prefecture"),
        ),
        ("fail", "code", ("代码不同", "another code"), full, _named(BUREAU, organ__credit_code=OTHER_CODE)),
    ):
        yield _case("R706", edition, kind, what, words, _roster(organ), [report])
    words = ("层级用不了，就不看", "a level that cannot be used tells nothing")
    spoiled = {0: [Structural("S005", "/organ/level", "national|province|prefecture|county|township", "镇")]}
    some = [_named(BUREAU, organ__level="镇")]
    yield _case("R706", edition, "boundary", "unusable", words, _roster(full), some, spoiled=spoiled)


# R701


def _sum_case(
    edition: str, kind: str, what: str, words: tuple[str, str], whole: Values, *parts: Values | None, **rest: Any
) -> Case:
    """A consolidated report of two organs, or of those whose figures there are; ``None`` for one that is missing."""
    names = (BUREAU, SCHOOLS, TOWN, *(f"示例县第{n}局" for n in range(1, 40)))[: len(parts)]
    roster = _roster(TOP, *map(_organ, names))
    reports = [GOVERNMENT | dict(whole)]
    reports += [{"/organ/name": name, **part} for name, part in zip(names, parts, strict=True) if part is not None]
    return _case("R701", edition, kind, what, words, roster, reports, **{"topics": ["roll-ups"], **rest})


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
    roster = _roster(TOP, _organ(BUREAU))
    yield _case(
        "R701", edition, "fail", "every-cell", words, roster, [(busy, organ), _named(BUREAU)], topics=["roll-ups"]
    )
    words = ("每一格都是和", "every cell is the sum")
    part = {**organ, "/organ/name": BUREAU, "/organ/kind": "department", "/scope": "own"}
    yield _case(
        "R701", edition, "pass", "every-cell", words, roster, [(busy, organ), (busy, part)], topics=["roll-ups"]
    )
    words = ("不按名册的次序给", "given in another order than the roster's")
    reports = [_named(SCHOOLS) | {LICENSES: 4}, _named(BUREAU) | {LICENSES: 3}, GOVERNMENT | {LICENSES: 9}]
    yield _case("R701", edition, "fail", "other-order", words, FAMILY, reports, topics=["roll-ups"])


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
    own = _roster({**TOP, "own": True}, _organ(BUREAU))
    for kind, total in (("pass", 5), ("boundary", 3)):
        reports = [
            GOVERNMENT | {LICENSES: total},
            {**GOVERNMENT, "/scope": "own", LICENSES: 2},
            _named(BUREAU) | {LICENSES: 3},
        ]
        yield _case("R701", edition, kind, f"own-{total}", words, own, reports, topics=["roll-ups"])
    words = ("不在名册上的，不加", "what is not on the roster is in no sum")
    reports = [GOVERNMENT | {LICENSES: 3}, _named(BUREAU) | {LICENSES: 3}, _named("外县统计局") | {LICENSES: 4}]
    yield _case("R701", edition, "pass", "stranger", words, _roster(TOP, _organ(BUREAU)), reports, topics=["roll-ups"])
    words = ("不是汇总报告，不比", "a report of its own is no sum")
    reports = [{**GOVERNMENT, "/scope": "own", LICENSES: 9}, _named(BUREAU) | {LICENSES: 3}]
    yield _case("R701", edition, "pass", "own-alone", words, _roster(TOP, _organ(BUREAU)), reports, topics=["roll-ups"])
    words = ("两份汇总报告：哪一份都不比", "two consolidated reports: neither is compared")
    reports = [GOVERNMENT | {LICENSES: 9}, GOVERNMENT, _named(BUREAU) | {LICENSES: 3}]
    yield _case(
        "R701", edition, "pass", "two-wholes", words, _roster(TOP, _organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("汇总报告看不出版本，不比", "a consolidated report whose edition cannot be told is not compared")
    spoiled = {0: [Structural("S005", "/edition", "2019|2021", "2018")]}
    reports = [GOVERNMENT | {"/edition": "2018", LICENSES: 9}, _named(BUREAU)]
    yield _case(
        "R701",
        edition,
        "pass",
        "no-edition",
        words,
        _roster(TOP, _organ(BUREAU)),
        reports,
        topics=["roll-ups"],
        spoiled=spoiled,
    )


def _signed_and_decimal(edition: str) -> Iterator[Case]:
    total: Any
    parts: list[dict[str, Any]]
    if edition == "2019":
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
    reports = [GOVERNMENT | {LICENSES: 3}, *[_named(BUREAU) | {LICENSES: 3}] * 2]
    yield _case(
        "R701", edition, "undecided", "twice", words, _roster(TOP, _organ(BUREAU)), reports, topics=["roll-ups"]
    )
    words = ("一份看不出版本：每一格都是未知数", "the edition of one cannot be told: all its figures are unknown")
    spoiled = {1: [Structural("S005", "/edition", "2019|2021", "2018")]}
    reports = [GOVERNMENT | {LICENSES: 3}, _named(BUREAU) | {"/edition": "2018", LICENSES: 3}]
    yield _case(
        "R701",
        edition,
        "undecided",
        "part-without-edition",
        words,
        _roster(TOP, _organ(BUREAU)),
        reports,
        topics=["roll-ups"],
        spoiled=spoiled,
    )
    if edition == "2019":
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
    roster = _roster(
        _organ(CITY, None), _organ(COUNTY, CITY), _organ(BUREAU), _organ(SCHOOLS), _organ("示例市统计局", CITY)
    )
    city = {"/organ/name": CITY, "/organ/level": "prefecture", "/organ/kind": "government", "/scope": "consolidated"}

    def case(
        kind: str, what: str, words: tuple[str, str], *figures: Sequence[int], order: Any = roster, **rest: Any
    ) -> Case:
        heads = (city, GOVERNMENT, _named(BUREAU), _named(SCHOOLS), _named("示例市统计局"))
        keys = (LICENSES, PENALTIES, COERCION)
        reports = [{**head, **dict(zip(keys, some, strict=False))} for head, some in zip(heads, figures, strict=True)]
        return _case("R701", edition, kind, what, words, order, reports, **{"topics": ["roll-ups", "causes"], **rest})

    three = (1, 2, 3)
    yield case(
        "pass", "nested", ("三级都相符", "three levels agree"), (4, 7, 10), (3, 5, 7), three, (2, 3, 4), (1, 2, 3)
    )
    words = (
        "市里汇总对了，县里汇总错了：市里一并报一次",
        "the city is right, the county is not: told once of the city",
    )
    yield case("fail", "below", words, (4, 7, 10), (9, 9, 7), three, (2, 3, 4), (1, 2, 3))
    upside = _roster(*reversed(roster["organs"]))
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
    heads = [
        city | {LICENSES: 4},
        {**GOVERNMENT, "/scope": "own", LICENSES: 3},
        _named(BUREAU),
        _named(SCHOOLS),
        _named("示例市统计局") | {LICENSES: 1},
    ]
    yield _case("R701", edition, "undecided", "own-instead", words, roster, heads, topics=["roll-ups"])


def _units() -> Iterator[Case]:
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
            "2019",
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
    yield _sum_case("2019", "undecided", "no-unit", words, report(2, 260000, "yuan"), *parts, **rest)
    words = ("汇总报告没有写单位", "the consolidated report has no unit")
    yield _sum_case(
        "2019", "undecided", "whole-without-unit", words, report(2, 260000, None), report(2, 260000, "yuan"), **rest
    )
    words = ("单位写成元：用不了", "a unit that cannot be used")
    spoiled = {1: [Structural("S005", f"{amount}/unit", "yuan|wanyuan", "元")]}
    some = [GOVERNMENT | report(1, 5, "yuan"), _named(BUREAU) | report(1, 5, "元")]
    yield _case(
        "R701",
        "2019",
        "undecided",
        "unusable-unit",
        words,
        _roster(TOP, _organ(BUREAU)),
        some,
        topics=["roll-ups", "units"],
        spoiled=spoiled,
    )


def _other_form() -> Iterator[Case]:
    old = (
        "2019-zero",
        {
            "/organ/name": SCHOOLS,
            "/reporting_year": 2021,
            LICENSES: 4,
            **{f"{TWO}/{row}/decisions": 4 for row in SERVICES},
        },
    )
    new = _named(BUREAU, reporting_year=2021) | {LICENSES: 3}
    rest: dict[str, Any] = {"topics": ["roll-ups", "editions"]}
    for kind, what, total in (("undecided", "other-form", 7), ("fail", "other-form", 8)):
        words = (
            f"一份用了 2019 版：两版都有的格是 {total}，没有的格是未知数",
            "one is on the form of 2019: what it lacks is unknown",
        )
        whole = GOVERNMENT | {"/reporting_year": 2021, LICENSES: total, PENALTIES: 4, COERCION: 4}
        yield _case("R701", "2021", kind, what, words, FAMILY, [whole, new, old], **rest)


def _no_roster() -> Iterator[Case]:
    for what, roster, words in (
        ("no-organs", {"roster": 1, "organs": []}, ("名册里没有机关", "a roster without organs")),
        (
            "unknown-parent",
            _roster(_organ(BUREAU, "示例省人民政府")),
            ("上级不在名册上", "a parent that is not on the roster"),
        ),
        ("circle", _roster(_organ(BUREAU, SCHOOLS), _organ(SCHOOLS, BUREAU)), ("互为上级", "each above the other")),
        (
            "a-name-twice",
            _roster(_organ(BUREAU, None), _organ("示例县 统计局", None)),
            ("一个名称两次", "a name twice"),
        ),
        (
            "a-code-twice",
            _roster(_organ(BUREAU, None, code=CODE), _organ(SCHOOLS, None, code=CODE.lower())),
            ("一个代码两次", "a code twice"),
        ),
        ("years", _roster(_organ(BUREAU, None, **{"from": 2024, "to": 2023})), ("起始在截止之后", "from is after to")),
        ("unknown-member", _roster({**_organ(BUREAU, None), "since": 2020}), ("不认识的项", "an unknown member")),
    ):
        yield Case(
            id=f"no-roster-{what}",
            zh=f"{words[0]}：读不了",
            en=f"{words[1]}: cannot be read",
            kind="fail",
            edition=None,
            codes=[],
            topics=["rosters", "unreadable"],
            since=SUITE,
            reports=[("2021-zero", {})],
            roster=roster,
            unreadable=True,
        )
