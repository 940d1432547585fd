"""Reports beside that of the year before: each relation of family Y, and which reports belong together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _cases import EDITIONS, SUITE, Case, Structural, slug
from _oracle import COLUMNS, SERVICES, cells
from _several_oracle import FAR, SWAPPED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["ORGAN", "series_cases", "together_cases"]

TWO: Final = "/proactive_disclosure"
FOUR: Final = "/review_and_litigation"
ORGAN: Final = "/organ/name"
CODE: Final = "/organ/credit_code"
Values = "Mapping[str, Any]"
NAMES: Final = {"pass": ("成立", "holds"), "fail": ("不成立", "fails"), "boundary": ("界限", "at the limit")}


def _year(edition: str) -> int:
    year: int = BASES[f"{edition}-zero"]["reporting_year"]
    return year


def _pair(
    code: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    last: Values,
    this: Values,
    *,
    edition: str = "2021",
    before: str = "",
    **rest: Any,
) -> Case:
    """A report, and the one of the year before it; on the forms of ``edition`` and of ``before``."""
    before = before or edition
    year = 2021 if edition != before else _year(edition)
    name = "limit" if kind == "boundary" else kind
    return Case(
        id=f"{code}-{edition}-{name}-{what}",
        zh=words[0],
        en=words[1],
        kind=kind,
        edition=edition,
        codes=[code],
        since=SUITE,
        reports=[
            (f"{before}-zero", {"/reporting_year": year - 1, **last}),
            (f"{edition}-zero", {"/reporting_year": year, **this}),
        ],
        **{"topics": ["years"], **rest},
    )


def series_cases() -> Iterator[Case]:
    """The cases of family Y, by relation and edition."""
    for edition in EDITIONS:
        for column in [*COLUMNS, "total"]:
            yield from _carried(edition, column)
        for pointer in FAR:
            yield from _far(edition, pointer)
        for pointer in SWAPPED:
            yield from _swapped(edition, pointer)
        yield from _tables(edition)
        yield from _apart(edition)
    for row in ("regulations", "normative_documents"):
        yield from _in_force(row)
    for row in [*SERVICES, "fees"]:
        yield from _items(row)
    yield from _other_form()


# Y601


def _brought(column: str, count: int) -> dict[str, Any]:
    """A report in which so many requests were brought forward in a column, and closed."""
    rows = ("brought_forward", "outcomes/granted", "outcomes/total")
    return {f"/requests/{row}/{name}": count for row in rows for name in {column: 0, "total": 0}}


def _carry(column: str, count: int) -> dict[str, Any]:
    """A report in which so many requests were received in a column, and carried forward."""
    return {
        f"/requests/{row}/{name}": count for row in ("received", "carried_forward") for name in {column: 0, "total": 0}
    }


def _carried(edition: str, column: str) -> Iterator[Case]:
    name = slug(f"/{column}")
    for kind, last, this in (("pass", 3, 3), ("boundary", 3, 2), ("boundary", 3, 4), ("fail", 0, 5), ("fail", 7, 0)):
        words = (
            f"{column}：上年结转下年度 {last}，本年上年结转 {this}",
            f"{column}: {last} carried forward last year, {this} brought forward",
        )
        yield _pair(
            "Y601", kind, f"{name}-{last}-{this}", words, _carry(column, last), _brought(column, this), edition=edition
        )
    blank: dict[str, Any] = {f"/requests/brought_forward/{column}": None}
    words = (f"{column}：本年上年结转空白", f"{column}: brought forward is blank")
    rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
    yield _pair("Y601", "undecided", f"{name}-blank", words, _carry(column, 3), _brought(column, 3) | blank, **rest)
    words = (f"{column}：上年结转下年度空白", f"{column}: last year's carried forward is blank")
    before = _carry(column, 3) | {f"/requests/carried_forward/{column}": None}
    yield _pair("Y601", "undecided", f"{name}-last-blank", words, before, _brought(column, 3), **rest)


# Y602, Y603


def _documents(row: str, issued: Any, repealed: Any, in_force: Any) -> dict[str, Any]:
    return {f"{TWO}/{row}/issued": issued, f"{TWO}/{row}/repealed": repealed, f"{TWO}/{row}/in_force": in_force}


POWERFUL: Final = {"/organ/level": "province", "/organ/kind": "government"}


def _in_force(row: str) -> Iterator[Case]:
    name = slug(f"/{row}")
    for kind, last, this in (
        ("pass", 5, (2, 1, 6)),
        ("pass", 0, (0, 0, 0)),
        ("boundary", 5, (2, 1, 7)),
        ("boundary", 5, (2, 1, 5)),
        ("fail", 5, (2, 1, 8)),
        ("fail", 9, (0, 3, 9)),
        ("fail", 4, (0, 0, 0)),
    ):
        words = (
            f"{row}：上年有效 {last}，制发 {this[0]}、废止 {this[1]}，现行有效 {this[2]}",
            f"{row}: {last} in force, {this[0]} issued, {this[1]} repealed, {this[2]} in force now",
        )
        what = f"{name}-{last}-" + "-".join(map(str, this))
        before = {**POWERFUL, **_documents(row, last, 0, last)}
        yield _pair("Y602", kind, what, words, before, {**POWERFUL, **_documents(row, *this)})
    rest: dict[str, Any] = {"draft": True, "topics": ["years", "blanks"]}
    for kind, what, last, this in (
        ("undecided", "last-blank", None, (2, 1, 6)),
        ("undecided", "issued-blank", 5, (None, 1, 6)),
        ("undecided", "in-force-blank", 5, (2, 1, None)),
        ("undecided", "repealed-blank", 5, (2, None, 6)),
        ("fail", "repealed-blank-decides", 5, (2, None, 8)),
        ("fail", "last-blank-decides", None, (7, 0, 6)),
    ):
        words = (f"{row}：有空白（{what}）", f"{row}: a blank ({what})")
        before = {**POWERFUL, **_documents(row, last, 0, last)}
        yield _pair("Y602", kind, f"{name}-{what}", words, before, {**POWERFUL, **_documents(row, *this)}, **rest)


def _row(row: str, items: Any, change: Any) -> dict[str, Any]:
    return {f"{TWO}/{row}/items_last_year": items, f"{TWO}/{row}/change": change}


def _items(row: str) -> Iterator[Case]:
    name = slug(f"/{row}")
    for kind, items, change, now in (
        ("pass", 5, -2, 3),
        ("pass", 5, 4, 9),
        ("boundary", 5, -2, 4),
        ("boundary", 5, -2, 2),
        ("fail", 5, -2, 5),
        ("fail", 0, 0, 8),
    ):
        words = (
            f"{row}：上年 {items}、增减 {change}，本年的上一年项目数量 {now}",
            f"{row}: {items} and {change:+} last year, {now} items last year in this one",
        )
        what = f"{name}-{items}{'-minus' if change < 0 else ''}-{abs(change)}-{now}"
        yield _pair("Y603", kind, what, words, _row(row, items, change), _row(row, now, 0), edition="2019")
    rest: dict[str, Any] = {"edition": "2019", "draft": True, "topics": ["years", "blanks"]}
    for what, items, change, now in (
        ("change-blank", 5, None, 1),
        ("items-blank", None, 2, 5),
        ("now-blank", 5, 2, None),
    ):
        words = (f"{row}：有空白（{what}）", f"{row}: a blank ({what})")
        yield _pair("Y603", "undecided", f"{name}-{what}", words, _row(row, items, change), _row(row, now, 0), **rest)
    words = (f"{row}：上年项目空白、增加 6，本年只有 5", f"{row}: a blank and 6 more cannot be 5")
    yield _pair("Y603", "fail", f"{name}-blank-decides", words, _row(row, None, 6), _row(row, 5, 0), **rest)


# Y604, Y605


def _figure(edition: str, pointer: str, value: Any, before: Any = None) -> dict[str, Any] | None:
    """A report with the figure in its place, in which what depends on it holds; None where the form has no such cell.

    ``before`` is last year's figure, for what goes on from it.
    """
    if pointer not in cells(edition):
        return None
    if pointer.startswith("/requests/"):
        rows = ("received", "outcomes/granted", "outcomes/total")
        return {f"/requests/{row}/{name}": value for row in rows for name in ("natural_person", "total")}
    if pointer.startswith(f"{FOUR}/"):
        group = pointer.rpartition("/")[0]
        return {f"{group}/upheld": value, pointer: value}
    if pointer.endswith("/in_force"):
        row = pointer.split("/")[2]
        more = 0 if None in (before, value) else value - before
        flows = (max(more, 0), max(-more, 0))
        return {**POWERFUL, **_documents(row, *flows, value)}
    return {pointer: value}


def _figures(
    code: str, kind: str, edition: str, pointer: str, what: str, last: Any, this: Any, *, draft: bool = False
) -> Iterator[Case]:
    now = _figure(edition, pointer, this, last)
    before = _figure(edition, pointer, last)
    if now is None or before is None:
        return
    told = ["空白" if one is None else str(one) for one in (last, this)]
    words = (f"{pointer}：上年 {told[0]}，本年 {told[1]}", f"{pointer}: last year {last}, this year {this}")
    rest: dict[str, Any] = {"draft": True, "topics": ["years", "blanks"]} if draft else {}
    yield _pair(code, kind, f"{slug(pointer)}-{what}", words, before, now, edition=edition, **rest)


def _far(edition: str, pointer: str) -> Iterator[Case]:
    for kind, last, this in (
        ("pass", 250, 240),
        ("pass", 0, 5000),
        ("pass", 5000, 0),
        ("boundary", 10, 100),
        ("boundary", 100, 10),
        ("boundary", 9, 99),
        ("boundary", 11, 109),
        ("boundary", 109, 11),
        ("boundary", 11, 100),
        ("fail", 3, 4500),
        ("fail", 4500, 3),
    ):
        yield from _figures("Y604", kind, edition, pointer, f"{last}-{this}", last, this)
    for what, last, this in (("blank", 5, None), ("last-blank", None, 5), ("both-blank", None, None)):
        yield from _figures("Y604", "undecided", edition, pointer, what, last, this, draft=True)
    yield from _figures("Y604", "pass", edition, pointer, "blank-beside-0", 0, None, draft=True)


def _swapped(edition: str, pointer: str) -> Iterator[Case]:
    for kind, last, this in (
        ("pass", 213, 214),
        ("pass", 213, 213),
        ("pass", 2134, 3124),
        ("pass", 2134, 1243),
        ("pass", 100, 10),
        ("boundary", 21, 12),
        ("boundary", 101, 110),
        ("fail", 213, 231),
        ("fail", 2134, 2143),
        ("fail", 44728, 47428),
    ):
        yield from _figures("Y605", kind, edition, pointer, f"{last}-{this}", last, this)
    for kind, what, last, this in (
        ("undecided", "blank", 213, None),
        ("undecided", "last-blank", None, 213),
        ("undecided", "both-blank", None, None),
        ("boundary", "blank-beside-101", 101, None),
        ("boundary", "blank-beside-100", 100, None),
        ("pass", "blank-beside-222", 222, None),
        ("pass", "blank-beside-21", 21, None),
    ):
        yield from _figures("Y605", kind, edition, pointer, what, last, this, draft=True)
    if pointer.endswith("amount_wanyuan"):
        for kind, first, second in (
            ("boundary", "99.12", "99.21"),
            ("boundary", "100.12", "100.21"),
            ("pass", "1234.5", "123.45"),
            ("fail", "5123.47", "5123.74"),
        ):
            what = f"{first}-{second}".replace(".", "p")
            yield from _figures("Y605", kind, edition, pointer, what, Decimal(first), Decimal(second))


# Y606


def _table(edition: str, table: str, filled: int) -> dict[str, Any]:
    """A report with so many cells of a table that are not 0, in which all holds, last year's being the same."""
    if table == FOUR:
        groups = [
            f"{FOUR}/{name}" for name in ("reconsideration", "litigation/direct", "litigation/after_reconsideration")
        ]
        ones = {f"{group}/{cell}": 3 for group in groups for cell in ("upheld", "total")}
        return dict([*ones.items()][:filled]) if filled % 2 == 0 else _odd_table_4()
    if table == "/requests":
        rows = ("received", "outcomes/granted", "outcomes/total")[: filled // 2]
        return {f"/requests/{row}/{name}": 3 for row in rows for name in ("natural_person", "total")}
    cells_2 = {
        "2021": [f"{row}/decisions" for row in ("licensing", "penalties", "coercion")]
        + ["fees/amount_wanyuan", "normative_documents/in_force", "regulations/in_force"],
        "2019": [f"{row}/decisions" for row in SERVICES] + ["fees/items_last_year", "licensing/items_last_year"],
    }[edition]
    return {**POWERFUL, **{f"{TWO}/{cell}": 3 for cell in cells_2[:filled]}}


def _odd_table_4() -> dict[str, Any]:
    """Five cells: a total of two results, and one of one."""
    one, other = f"{FOUR}/reconsideration", f"{FOUR}/litigation/direct"
    return {f"{one}/upheld": 3, f"{one}/other": 1, f"{one}/total": 4, f"{other}/upheld": 3, f"{other}/total": 3}


def _tables(edition: str) -> Iterator[Case]:
    for table, sixth, other in (
        (TWO, 6, f"{TWO}/coercion/decisions"),
        ("/requests", 6, "/requests/received/natural_person"),
        (FOUR, 6, f"{FOUR}/reconsideration/upheld"),
    ):
        name = slug(table)
        full = _table(edition, table, sixth)
        words = (f"{name} 六格不为 0，全部同上年", f"{name}: six cells that are not 0, all as last year")
        yield _pair("Y606", "boundary", f"{name}-6", words, full, full, edition=edition)
        alike = {one: 8 if value == 3 else value for one, value in full.items()}
        words = (f"{name} 全部同上年", f"{name}: all as last year")
        yield _pair("Y606", "fail", name, words, alike, alike, edition=edition)
        if table != "/requests":  # its cells come in pairs, but for what the balance needs
            five = _table(edition, table, 5)
            words = (f"{name} 五格不为 0，全部同上年", f"{name}: five cells that are not 0, all as last year")
            yield _pair("Y606", "boundary", f"{name}-5", words, five, five, edition=edition)
        words = (f"{name} 有一格不同", f"{name}: one cell is another")
        yield _pair("Y606", "pass", f"{name}-changed", words, full, {**full, other: 4}, edition=edition)
        rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
        words = (f"{name} 有一格空白，其余同上年", f"{name}: one cell is blank, all others as last year")
        yield _pair("Y606", "undecided", f"{name}-blank", words, full, {**full, other: None}, **rest)
        words = (f"{name} 有一格空白，另一格不同", f"{name}: one cell is blank, another changed")
        changed = {**full, other: None, next(one for one in reversed(full) if one != other and one[1] == name[0]): 9}
        yield _pair("Y606", "pass", f"{name}-blank-changed", words, full, changed, **rest)
        words = (f"{name} 空白再多也不够六格", f"{name}: with the blank too few that are not 0")
        few = _table(edition, table, 4)
        blank = next(one for one in few if one.startswith(table))
        yield _pair("Y606", "pass", f"{name}-blank-too-few", words, few, {**few, blank: None}, **rest)
    words = ("全部为 0", "all is 0")
    yield _pair("Y606", "pass", "zero", words, {}, {}, edition=edition)


# Y607, Y608


def _apart(edition: str) -> Iterator[Case]:
    year = 2020 if edition == "2019" else 2024
    first = 2019 if edition == "2019" else 2021
    for kind, what, years in (
        ("pass", "follows", [year - 1, year]),
        ("boundary", "alone", [year]),
        ("fail", "twice-alike", [year, year]),
        ("fail", "thrice", [year, year, year]),
        ("fail", "twice-after", [first, first + 1, first + 1]),
        ("fail", "twice-before", [first, first, first + 1]),
    ):
        words = (f"同一机关 {'、'.join(map(str, years))} 年度的报告", f"reports of {', '.join(map(str, years))}")
        yield _case("Y608", edition, kind, what, words, [(edition, {"/reporting_year": one}) for one in years])
    words = ("同一年度，一份本级、一份汇总", "one of each scope for a year")
    scopes = [(edition, {"/scope": scope}) for scope in ("own", "consolidated")]
    yield _case("Y608", edition, "boundary", "two-scopes", words, scopes)
    words = ("同一年度，两个机关", "two organs for a year")
    names = [(edition, {ORGAN: name}) for name in ("示例县统计局", "示例县教育局")]
    yield _case("Y608", edition, "pass", "two-organs", words, names)
    for kind, what, reports in (
        ("fail", "a-year-between", [("2019", 2019), ("2021", 2021)]),
        ("fail", "three-years-between", [("2019", 2020), ("2021", 2024)]),
        ("pass", "no-year-between", [("2019", 2020), ("2021", 2021)]),
        ("fail", "first-and-last", [("2021", 2021), ("2021", 2022), ("2021", 2024)]),
        ("boundary", "after-two-of-a-year", [("2021", 2021), ("2021", 2021), ("2021", 2023)]),
        ("boundary", "before-two-of-a-year", [("2021", 2021), ("2021", 2023), ("2021", 2023)]),
    ):
        words = (f"{'、'.join(str(one) for _, one in reports)} 年度", f"of {', '.join(str(one) for _, one in reports)}")
        some: Sequence[tuple[str, Values]] = [(form, {"/reporting_year": one}) for form, one in reports]
        if (
            edition == "2019"
        ):  # the form of 2021 is then the wrong one for the year, and the relation holds all the same
            some = [("2019", values) for _, values in some]
        yield _case("Y607", edition, kind, what, words, some)


def _case(
    code: str,
    edition: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    reports: Sequence[tuple[str, Values]],
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
        reports=[(f"{form}-zero", values) for form, values in reports],
        **{"topics": ["years"], **rest},
    )


# The change of forms, and who is who


def _other_form() -> Iterator[Case]:
    rest: dict[str, Any] = {"before": "2019", "topics": ["years", "editions"]}
    words = ("2020 年度到 2021 年度：结转照样要接上", "from 2020 to 2021: what is carried forward has to arrive")
    carried = _carry("natural_person", 3)
    yield _pair("Y601", "fail", "other-form", words, carried, _brought("natural_person", 2), **rest)
    yield _pair("Y601", "pass", "other-form-3", words, carried, _brought("natural_person", 3), **rest)
    words = ("2019 版没有现行有效，不比", "the form of 2019 has nothing in force: not compared")
    this = {**POWERFUL, **_documents("normative_documents", 1, 0, 40)}
    yield _pair("Y602", "pass", "other-form", words, POWERFUL, this, **rest)
    pointer = f"{TWO}/licensing/decisions"
    words = ("两版都有的格照样比", "a cell that both forms have is compared")
    yield _pair("Y604", "fail", "other-form", words, {pointer: 300}, {pointer: 3}, **rest)
    yield _pair("Y605", "fail", "other-form", words, {pointer: 321}, {pointer: 312}, **rest)
    table = _table("2021", FOUR, 6)
    words = ("两版的表四相同，照样比；表三的格不同，不比", "Table 4 is the same in both forms; Table 3 is not")
    yield _pair("Y606", "fail", "other-form-table-4", words, table, table, **rest)
    table = _table("2021", "/requests", 6)
    yield _pair("Y606", "pass", "other-form-table-3", words, table, table, **rest)
    words = (
        "先 2021 版、后 2019 版：2019 版的规则，格都在才比",
        "a form of 2019 after one of 2021: what both have is compared",
    )
    earlier = {"/reporting_year": 2021, **_carry("natural_person", 3)}
    later = {"/reporting_year": 2022, **_brought("natural_person", 1), f"{TWO}/licensing/items_last_year": 7}
    yield _case(
        "Y601",
        "2019",
        "fail",
        "form-of-2019-after",
        words,
        [("2021", earlier), ("2019", later)],
        topics=["years", "editions"],
    )


def together_cases() -> Iterator[Case]:
    """Which reports are of one organ: without a roster by name and code, in any order."""
    code = "113208000143000004"
    gone = {**_carry("natural_person", 3)}
    lost = {**_brought("natural_person", 2)}
    edition = "2021"

    def two(kind: str, what: str, words: tuple[str, str], last: Values, this: Values, *more: Values) -> Case:
        reports: list[Values] = [{"/reporting_year": 2023, **gone, **last}, *more, {**lost, **this}]
        some = [(edition, report) for report in reports]
        return _case("Y601", edition, kind, what, words, some, topics=["who-is-who"])

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
        (edition, {"/reporting_year": 2023, **gone, ORGAN: "示例县统计站", CODE: short}),
        (edition, {**lost, CODE: short}),
    ]
    bad = {n: [Structural("S005", CODE, "string", short)] for n in (0, 1)}
    yield _case(
        "Y601", edition, "pass", "unusable-code", words, some, topics=["who-is-who"], spoiled=bad
    )  # fmt: skip
    words = (
        "名称和代码一环扣一环：第二份同第一份同代码、同第三份同名",
        "connected: one code with the first, one name with the third",
    )
    middle = {"/reporting_year": 2020 + 1, ORGAN: "示例县统计局", CODE: code}
    yield two("fail", "connected", words, {ORGAN: "示例县统计站", CODE: code}, {}, middle)
    words = ("次序倒过来给", "given in the other order")
    yield _case(
        "Y601",
        edition,
        "fail",
        "later-first",
        words,
        [(edition, lost), (edition, {"/reporting_year": 2023, **gone})],
        topics=["who-is-who"],
    )
    words = ("口径不同，不比", "other scopes are not compared")
    yield two("pass", "other-scope", words, {"/scope": "consolidated"}, {})
    words = ("上年那份看不出版本，不比", "the edition of last year's cannot be told: not compared")
    spoiled = {0: [Structural("S005", "/edition", "2019|2021", "2018")]}
    yield _case(
        "Y601", edition, "pass", "no-edition", words,
        [(edition, {"/reporting_year": 2023, "/edition": "2018"}), (edition, lost)], topics=["who-is-who"], spoiled=spoiled,
    )  # fmt: skip
    words = ("只有一份", "only one report")
    yield _case("Y601", edition, "pass", "alone", words, [(edition, lost)], topics=["who-is-who"])
