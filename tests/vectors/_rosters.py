"""Cases of reports with a roster: missing, unknown, unexpected and renamed organs, and differing heads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from _bases import BASES
from _cases import Case, Structural
from _county import (
    BUREAU,
    CODE,
    FAMILY,
    GOVERNMENT,
    OTHER_CODE,
    SCHOOLS,
    TOP,
    a_roster,
    an_organ,
    named,
    rostered,
)
from _editions import EDITIONS, setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from _case_builders import Values

__all__ = ["roster_cases"]


def roster_cases() -> Iterator[Case]:
    """Yield the cases of R702 to R706 by edition, and cases of invalid rosters."""
    for edition in EDITIONS:
        year = BASES[f"{edition}-zero"]["reporting_year"]
        yield from _missing(edition, year)
        yield from _unknown(edition)
        yield from _unexpected(edition, year)
        yield from _renamed(edition)
        yield from _differs(edition)
    yield from _no_roster()


# R702


def _missing(edition: str, year: int) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], roster: Any, *reports: Values) -> Case:
        return rostered("R702", edition, kind, what, words, roster, reports)

    county = {**GOVERNMENT}
    one, other = an_organ(BUREAU, None), an_organ(SCHOOLS, None)
    both = a_roster(one, other)
    here = named(BUREAU)
    yield case("pass", "all-there", ("都报了", "all have reported"), FAMILY, county, here, named(SCHOOLS))
    yield case("fail", "one", ("一个机关没报", "one organ has not reported"), FAMILY, county, here)
    yield case("fail", "consolidated", ("没有汇总报告", "no consolidated report"), FAMILY, here, named(SCHOOLS))
    own = a_roster({**TOP, "own": True}, an_organ(BUREAU))
    yield case(
        "fail", "own", ("名册写明另有本级报告，没有", "the roster says that there is one of its own"), own, county, here
    )
    yield case("pass", "own", ("本级、汇总各一份", "one of each scope"), own, county, {**county, "/scope": "own"}, here)
    yield case(
        "boundary", "no-own", ("没有写本级报告", "the roster does not say own"), FAMILY, county, here, named(SCHOOLS)
    )
    yield case(
        "fail",
        "a-year",
        ("有一个年度没报", "one year is missing"),
        both,
        here,
        named(SCHOOLS),
        named(BUREAU, reporting_year=year - 1),
    )
    for what, last, kind in (("to-the-year-before", year - 1, "boundary"), ("to-this-year", year, "boundary")):
        words = (f"报告到 {last} 年度为止", f"it reports up to {last}")
        yield case(kind, what, words, a_roster(one, {**other, "to": last}), here)
    for what, first, kind in (("from-the-next-year", year + 1, "boundary"), ("from-this-year", year, "boundary")):
        words = (f"从 {first} 年度起报告", f"it reports from {first} on")
        yield case(kind, what, words, a_roster(one, {**other, "from": first}), here)
    words = ("下面没有一个要报告这个年度：本级、汇总都可以", "nobody below reports on the year: either scope will do")
    late = a_roster(TOP, {**an_organ(BUREAU), "from": year + 1})
    yield case("boundary", "nobody-below", words, late, {**GOVERNMENT, "/scope": "own"})
    words = ("两份，应有一份：不算缺", "two where one is owed: not missing")
    yield case("pass", "twice", words, both, here, here, named(SCHOOLS))
    # Years count if at least a fifth as many organs report as in the year with most.
    organs = [f"示例县第{n}局" for n in range(1, 7)]
    for count in (5, 6):
        some = [named(name) for name in organs[:count]]
        words = (f"{count} 个机关里一个写成下一年度", f"one of {count} has the next year")
        roster = a_roster(*(an_organ(name, None) for name in organs[:count]))
        reports = [*some, named(organs[0], reporting_year=year + 1)]
        yield case("boundary", f"a-fifth-of-{count}", words, roster, *reports)
    many = [f"示例县第{n}局" for n in range(1, 22)]
    words = ("21 个机关里 4 个写成下一年度，不够五分之一", "4 of 21 have the next year: less than a fifth")
    reports = [*map(named, many), *(named(name, reporting_year=year + 1) for name in many[:4])]
    yield case("boundary", "4-of-21", words, a_roster(*(an_organ(name, None) for name in many)), *reports)
    words = ("两个算数的年度之间，没有一份报告", "nobody has reported on a year between two that count")
    yield case("fail", "between", words, a_roster(one), here, named(BUREAU, reporting_year=year + 2))
    words = ("中间隔两个年度，不算数", "two years between two that count do not count")
    yield case("boundary", "two-between", words, a_roster(one), here, named(BUREAU, reporting_year=year + 3))
    yield case("pass", "nothing", ("没有一份报告是名册上的", "no report is of the roster"), a_roster(other), here)


# R703 to R706


def _unknown(edition: str) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], organ: Mapping[str, Any], report: Values) -> Case:
        return rostered("R703", edition, kind, what, words, a_roster(organ), [report])

    known = an_organ(BUREAU, None, aliases=["示例县城调队", "示例县统计站"], code=CODE)
    plain = an_organ(BUREAU, None)
    yield case("pass", "by-name", ("名称相符", "by its name"), plain, named(BUREAU))
    yield case("pass", "by-alias", ("别名相符", "by an alias"), known, named("示例县统计站"))
    yield case("pass", "by-code", ("代码相符", "by its code"), known, named("示例县数据局", organ__credit_code=CODE))
    yield case("fail", "other-name", ("名册上没有", "not on the roster"), plain, named(SCHOOLS))
    yield case(
        "fail",
        "other-code",
        ("名称、代码都没有", "neither name nor code"),
        known,
        named(SCHOOLS, organ__credit_code=OTHER_CODE),
    )
    yield case("boundary", "spaces", ("只差空白", "spaces alone differ"), plain, named("示例县 统计局"))
    yield case(
        "boundary",
        "width",
        ("只差全角半角", "width alone differs"),
        an_organ("示例县统计局(A)", None),
        named("示例县统计局（Ａ）"),
    )
    yield case("boundary", "one-character", ("差一个字", "one character more"), plain, named("示例县统计局局"))
    lower = {**plain, "code": CODE.lower()}
    yield case(
        "boundary",
        "code-in-small-letters",
        ("名册的代码小写", "the code in small letters"),
        lower,
        named(SCHOOLS, organ__credit_code=CODE),
    )


def _unexpected(edition: str, year: int) -> Iterator[Case]:
    def case(kind: str, what: str, words: tuple[str, str], roster: Any, *reports: Values) -> Case:
        return rostered("R704", edition, kind, what, words, roster, reports)

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
        yield case(kind, what, words, a_roster(an_organ(BUREAU, None, **span)), named(BUREAU))
    names = [f"示例县第{n}局" for n in range(1, 7)]
    roster = a_roster(*(an_organ(name, None) for name in names))
    words = ("一份写错年度的，不算数", "one with a mistyped year does not count")
    reports = [*map(named, names), named(names[0], reporting_year=year + 7)]
    yield case("fail", "mistyped-year", words, roster, *reports)
    words = ("下面有机关，却报了本级", "own where there are others below")
    yield case("fail", "own", words, FAMILY, {**GOVERNMENT, "/scope": "own"}, named(BUREAU), named(SCHOOLS))
    words = ("下面没有机关，报了汇总", "consolidated where there is nobody below")
    yield case("pass", "consolidated", words, a_roster(an_organ(BUREAU, None)), named(BUREAU, scope="consolidated"))
    words = ("下面没有机关，本级、汇总都报了", "both scopes where there is nobody below")
    both = [named(BUREAU), named(BUREAU, scope="consolidated")]
    yield case("fail", "both-scopes", words, a_roster(an_organ(BUREAU, None)), *both)
    own = a_roster({**TOP, "own": True}, an_organ(BUREAU))
    yield case(
        "pass",
        "own",
        ("名册写明本级", "the roster says own"),
        own,
        GOVERNMENT,
        {**GOVERNMENT, "/scope": "own"},
        named(BUREAU),
    )
    words = ("口径用不了：两种都不是", "a scope that cannot be used is neither")
    some = [{**GOVERNMENT, "/scope": "all"}, named(BUREAU)]
    spoiled = {0: [Structural("S005", "/scope", "own|consolidated", "all")]}
    yield rostered("R704", edition, "fail", "no-scope", words, own, some, spoiled=spoiled)


def _renamed(edition: str) -> Iterator[Case]:
    organ = an_organ(BUREAU, None, aliases=["示例县统计站"], code=CODE)
    for kind, what, words, report in (
        ("pass", "name", ("名称、代码都相符", "name and code fit"), named(BUREAU, organ__credit_code=CODE)),
        (
            "boundary",
            "alias",
            ("别名，代码相符", "an alias, and the code"),
            named("示例县统计站", organ__credit_code=CODE),
        ),
        (
            "boundary",
            "spaces",
            ("名称只差空白", "spaces alone differ"),
            named("示例县　统计局", organ__credit_code=CODE),
        ),
        (
            "fail",
            "other-name",
            ("代码相符，名称不同", "the code fits, the name does not"),
            named("示例县数据局", organ__credit_code=CODE),
        ),
        ("boundary", "no-code", ("没有代码、名称不同：认不出", "another name and no code"), named("示例县数据局")),
    ):
        yield rostered("R705", edition, kind, what, words, a_roster(organ), [report])
    words = ("一个机关的名称，另一个的代码：代码算数", "the name of one, the code of another: the code counts")
    roster = a_roster(organ, an_organ(SCHOOLS, None))
    yield rostered(
        "R705",
        edition,
        "fail",
        "name-of-another",
        words,
        roster,
        [named(SCHOOLS, organ__credit_code=CODE), named(SCHOOLS)],
    )


def _differs(edition: str) -> Iterator[Case]:
    full = an_organ(BUREAU, None, level="county", kind="department", code=CODE)
    for kind, what, words, organ, report in (
        ("pass", "all", ("都相符", "all as on the roster"), full, named(BUREAU, organ__credit_code=CODE)),
        (
            "pass",
            "silent",
            ("名册没有写", "the roster does not say"),
            an_organ(BUREAU, None),
            named(BUREAU, organ__level="township"),
        ),
        ("boundary", "no-code", ("报告没有写代码", "the report has no code"), full, named(BUREAU)),
        ("fail", "level", ("层级不同", "another level"), full, named(BUREAU, organ__level="township")),
        ("fail", "kind", ("性质不同", "another kind"), full, named(BUREAU, organ__kind="government")),
        (
            "fail",
            "both",
            ("层级、性质都不同", "another level and kind"),
            full,
            named(BUREAU, organ__kind="government", organ__level="prefecture"),
        ),
        ("fail", "code", ("代码不同", "another code"), full, named(BUREAU, organ__credit_code=OTHER_CODE)),
    ):
        yield rostered("R706", edition, kind, what, words, a_roster(organ), [report])
    words = ("层级用不了，就不看", "a level that cannot be used tells nothing")
    spoiled = {0: [Structural("S005", "/organ/level", "national|province|prefecture|county|township", "镇")]}
    some = [named(BUREAU, organ__level="镇")]
    yield rostered("R706", edition, "boundary", "unusable", words, a_roster(full), some, spoiled=spoiled)


def _no_roster() -> Iterator[Case]:
    for what, roster, words in (
        ("no-organs", {"roster": 1, "organs": []}, ("名册里没有机关", "a roster without organs")),
        (
            "unknown-parent",
            a_roster(an_organ(BUREAU, "示例省人民政府")),
            ("上级不在名册上", "a parent that is not on the roster"),
        ),
        (
            "circle",
            a_roster(an_organ(BUREAU, SCHOOLS), an_organ(SCHOOLS, BUREAU)),
            ("互为上级", "each above the other"),
        ),
        (
            "a-name-twice",
            a_roster(an_organ(BUREAU, None), an_organ("示例县 统计局", None)),
            ("一个名称两次", "a name twice"),
        ),
        (
            "a-code-twice",
            a_roster(an_organ(BUREAU, None, code=CODE), an_organ(SCHOOLS, None, code=CODE.lower())),
            ("一个代码两次", "a code twice"),
        ),
        (
            "years",
            a_roster(an_organ(BUREAU, None, **{"from": 2024, "to": 2023})),
            ("起始在截止之后", "from is after to"),
        ),
        ("unknown-member", a_roster({**an_organ(BUREAU, None), "since": 2020}), ("不认识的项", "an unknown member")),
    ):
        yield Case(
            id=f"no-roster-{what}",
            zh=f"{words[0]}：读不了",
            en=f"{words[1]}: cannot be read",
            kind="fail",
            edition=None,
            codes=[],
            topics=["rosters", "unreadable"],
            reports=[(f"{setting().examples}-zero", {})],
            roster=roster,
            unreadable=True,
        )
