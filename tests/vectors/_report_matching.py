"""Cases of matching reports by organ and year, and of reports that cannot be compared (family Y)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _cases import Structural, slug
from _editions import EDITIONS, demand_of_edition, setting
from _oracle import cells
from _year_pairs import FOUR, POWERFUL, TWO, alike, brought, carried, documents, on_forms, pair, renamed_columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from _case_builders import Values
    from _cases import Case

__all__ = ["matching_cases", "same_organ_cases"]

ORGAN: Final = "/organ/name"
CODE: Final = "/organ/credit_code"


def matching_cases() -> Iterator[Case]:
    """Yield cases of reports that cannot be compared, are on different forms, or must be matched by organ."""
    for edition in EDITIONS:
        yield from _apart(edition)
    for edition, one in EDITIONS.items():
        if one.before:
            yield from _other_form(edition, one.before.name)
            yield from _renamed(edition, one.before.name)


def _apart(edition: str) -> Iterator[Case]:
    year, first, changed = EDITIONS[edition].year, EDITIONS[edition].first, EDITIONS[edition].changeover
    older = EDITIONS[edition].before
    # Without an older form, this one is the wrong one for some of the years, and the relation holds all the same.
    old = edition if older is None else older.name
    for kind, what, years in (
        ("pass", "follows", [year - 1, year]),
        ("boundary", "alone", [year]),
        ("fail", "twice-alike", [year, year]),
        ("fail", "thrice", [year, year, year]),
        ("fail", "twice-after", [first, first + 1, first + 1]),
        ("fail", "twice-before", [first, first, first + 1]),
    ):
        words = (f"同一机关 {'、'.join(map(str, years))} 年度的报告", f"reports of {', '.join(map(str, years))}")
        yield on_forms("Y608", edition, kind, what, words, [(edition, {"/reporting_year": one}) for one in years])
    words = ("同一年度，一份本级、一份汇总", "one of each scope for a year")
    scopes = [(edition, {"/scope": scope}) for scope in ("own", "consolidated")]
    yield on_forms("Y608", edition, "boundary", "two-scopes", words, scopes)
    words = ("同一年度，两个机关", "two organs for a year")
    names = [(edition, {ORGAN: name}) for name in ("示例县统计局", "示例县教育局")]
    yield on_forms("Y608", edition, "pass", "two-organs", words, names)
    for kind, what, reports in (
        ("fail", "a-year-between", [(old, changed - 2), (edition, changed)]),
        ("fail", "three-years-between", [(old, changed - 1), (edition, changed + 3)]),
        ("pass", "no-year-between", [(old, changed - 1), (edition, changed)]),
        ("fail", "first-and-last", [(edition, changed), (edition, changed + 1), (edition, changed + 3)]),
        ("boundary", "after-two-of-a-year", [(edition, changed), (edition, changed), (edition, changed + 2)]),
        ("boundary", "before-two-of-a-year", [(edition, changed), (edition, changed + 2), (edition, changed + 2)]),
    ):
        words = (f"{'、'.join(str(one) for _, one in reports)} 年度", f"of {', '.join(str(one) for _, one in reports)}")
        some: Sequence[tuple[str, Values]] = [(form, {"/reporting_year": one}) for form, one in reports]
        yield on_forms("Y607", edition, kind, what, words, some)


def _other_form(edition: str, before: str) -> Iterator[Case]:
    year = EDITIONS[edition].first
    rest: dict[str, Any] = {"edition": edition, "before": before, "topics": ["years", "editions"]}
    words = (
        f"{year - 1} 年度到 {year} 年度：结转照样要接上",
        f"from {year - 1} to {year}: what is carried forward has to arrive",
    )
    last = carried("natural_person", 3)
    yield pair("Y601", "fail", "other-form", words, last, brought("natural_person", 2), **rest)
    yield pair("Y601", "pass", "other-form-3", words, last, brought("natural_person", 3), **rest)
    in_force = f"{TWO}/normative_documents/in_force"
    if in_force in cells(edition) and in_force not in cells(before):
        words = (f"{before} 版没有现行有效，不比", f"the form of {before} has nothing in force: not compared")
        this = {**POWERFUL, **documents("normative_documents", 1, 0, 40)}
        yield pair("Y602", "pass", "other-form", words, POWERFUL, this, **rest)
    pointer = f"{TWO}/licensing/decisions"
    words = ("两版都有的格照样比", "a cell that both forms have is compared")
    yield pair("Y604", "fail", "other-form", words, {pointer: 300}, {pointer: 3}, **rest)
    yield pair("Y605", "fail", "other-form", words, {pointer: 321}, {pointer: 312}, **rest)
    table = alike(edition, FOUR, 6)
    words = ("两版的表四相同，照样比；表三的格不同，不比", "Table 4 is the same in both forms; Table 3 is not")
    yield pair("Y606", "fail", "other-form-table-4", words, table, table, **rest)
    table = alike(edition, "/requests", 6)
    yield pair("Y606", "pass", "other-form-table-3", words, table, table, **rest)
    words = (
        f"先 {edition} 版、后 {before} 版：{before} 版的规则，格都在才比",
        f"a form of {before} after one of {edition}: what both have is compared",
    )
    earlier = {"/reporting_year": year, **carried("natural_person", 3)}
    items = f"{TWO}/licensing/items_last_year"
    more = {items: 7} if items in cells(before) else {}
    later = {"/reporting_year": year + 1, **brought("natural_person", 1), **more}
    yield on_forms(
        "Y601",
        before,
        "fail",
        f"form-of-{before}-after",
        words,
        [(edition, earlier), (before, later)],
        topics=["years", "editions"],
    )


def _renamed(edition: str, before: str) -> Iterator[Case]:
    """Yield cases of columns that continue one with another name."""
    rest: dict[str, Any] = {"edition": edition, "before": before, "topics": ["years", "editions"]}
    for column, old in renamed_columns(edition, before).items():
        words = (f"{before} 版的 {old} 列改称 {column}", f"column {old} of the form of {before} is {column} now")
        for kind, count in (("pass", 3), ("fail", 2)):
            last, this = carried(old, 3), brought(column, count)
            yield pair("Y601", kind, f"renamed-{slug(column)}-{count}", words, last, this, **rest)


def same_organ_cases() -> Iterator[Case]:
    """Yield cases of matching reports by name and code without a roster, in any order."""
    code = "113208000143000004"
    gone = {**carried("natural_person", 3)}
    lost = {**brought("natural_person", 2)}
    edition = setting().examples
    year = EDITIONS[edition].year

    def two(kind: str, what: str, words: tuple[str, str], last: Values, this: Values, *more: Values) -> Case:
        reports: list[Values] = [{"/reporting_year": year - 1, **gone, **last}, *more, {**lost, **this}]
        some = [(edition, report) for report in reports]
        return on_forms("Y601", edition, kind, what, words, some, topics=["who-is-who"])

    words = ("名称只差空白和全角", "names that differ in spaces and width alone")
    yield two("fail", "width-and-spaces", words, {ORGAN: "示例县　统计局 (Ａ)"}, {ORGAN: "示例县统计局（A）"})
    words = ("名称不同，没有代码", "other names, no code")
    yield two("pass", "other-name", words, {ORGAN: "示例县统计站"}, {})
    words = ("名称不同，代码相同", "other names, one code")
    yield two("fail", "one-code", words, {ORGAN: "示例县统计站", CODE: code}, {CODE: code})
    words = ("名称相同，代码不同", "one name, other codes")
    yield two("fail", "one-name-other-codes", words, {CODE: code}, {CODE: "91350100M000100Y43"})
    words = ("代码用不了，就不看", "a code that cannot be used tells nothing")
    short = "1132080001430000"
    some = [
        (edition, {"/reporting_year": year - 1, **gone, ORGAN: "示例县统计站", CODE: short}),
        (edition, {**lost, CODE: short}),
    ]
    bad = {n: [Structural("S005", CODE, "string", short)] for n in (0, 1)}
    yield on_forms(
        "Y601", edition, "pass", "unusable-code", words, some, topics=["who-is-who"], spoiled=bad
    )  # fmt: skip
    words = (
        "名称和代码一环扣一环：第二份同第一份同代码、同第三份同名",
        "connected: one code with the first, one name with the third",
    )
    middle = {"/reporting_year": year - 3, ORGAN: "示例县统计局", CODE: code}
    yield two("fail", "connected", words, {ORGAN: "示例县统计站", CODE: code}, {}, middle)
    words = ("次序倒过来给", "given in the other order")
    yield on_forms(
        "Y601",
        edition,
        "fail",
        "later-first",
        words,
        [(edition, lost), (edition, {"/reporting_year": year - 1, **gone})],
        topics=["who-is-who"],
    )
    words = ("口径不同，不比", "other scopes are not compared")
    yield two("pass", "other-scope", words, {"/scope": "consolidated"}, {})
    words = ("上年那份看不出版本，不比", "the edition of last year's cannot be told: not compared")
    spoiled = {0: [Structural("S005", "/edition", demand_of_edition(), "2018")]}
    yield on_forms(
        "Y601", edition, "pass", "no-edition", words,
        [(edition, {"/reporting_year": year - 1, "/edition": "2018"}), (edition, lost)],
        topics=["who-is-who"], spoiled=spoiled,
    )  # fmt: skip
    words = ("只有一份", "only one report")
    yield on_forms("Y601", edition, "pass", "alone", words, [(edition, lost)], topics=["who-is-who"])
