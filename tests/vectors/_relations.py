"""Passing, failing, undecided and boundary cases of each relation in each edition."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _cases import REMOVE, Case, Structural, slug
from _editions import EDITIONS
from _oracle import TWO, all_rows, cells, columns, groups, read, results, rows, rows_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["relation_cases"]

LEVELS: Final = ("national", "province", "prefecture", "county", "township")
KINDS: Final = ("government", "department")
KIND_NAMES: Final = {"pass": ("成立", "holds"), "fail": ("不成立", "fails"), "boundary": ("界限", "at the limit")}


def relation_cases() -> Iterator[Case]:
    """Yield the cases of all relations except structural ones."""
    for edition in EDITIONS:
        yield from _reporting_year(edition)
        yield from _published(edition)
        yield from _deadline(edition)
        yield from _credit_code(edition)
        yield from _power(edition)
        yield from _documents(edition)
        yield from _balance(edition)
        yield from _outcomes(edition)
        yield from _applicants(edition)
        yield from _groups(edition)
        yield from _undecided(edition)
    for edition in EDITIONS:
        yield from _items(edition)
    for edition in EDITIONS:
        if rows_with(edition, "projects", "amount/value"):
            yield from _procurement(edition)


def _case(code: str, edition: str, kind: str, what: str, words: tuple[str, str], **rest: Any) -> Case:
    name = "limit" if kind == "boundary" else kind
    return Case(
        id=f"{code}-{edition}-{name}-{what}",
        zh=words[0],
        en=words[1],
        kind=kind,
        edition=edition,
        codes=[code],
        **{"topics": ["sums"], "base": f"{edition}-zero", **rest},
    )


def _year(edition: str) -> int:
    return EDITIONS[edition].year


# E1


def _reporting_year(edition: str) -> Iterator[Case]:
    first, last, before = EDITIONS[edition].first, EDITIONS[edition].last, EDITIONS[edition].before
    edges = [first - 1, first] if before else [first]
    edges += [] if last is None else [last, last + 1]
    far = [first - 2, first + 3, 2099] if before or last is None else [last + 4]
    for year in sorted({*edges, *far}):
        fits = first <= year and (last is None or year <= last)
        kind = "boundary" if year in edges else "pass" if fits else "fail"
        words = (f"{edition} 版格式，{year} 年度报告", f"the form of {edition} for the report of {year}")
        rest: dict[str, Any] = {"topics": ["editions"], "patch": {"/reporting_year": year}}
        yield _case("E101", edition, kind, str(year), words, **rest)
    other = first - 1 if before or last is None else last + 2
    words = (f"{other} 年度报告用了 {edition} 版格式", f"the report of {other} on the form of {edition}")
    yield _case(
        "E101",
        edition,
        "fail",
        f"{other}-busy",
        words,
        topics=["editions"],
        base=f"{edition}-busy",
        patch={"/reporting_year": other, "/published_on": f"{other + 1}-01-15"},
    )
    words = (f"{_year(edition)} 年度报告", f"the report of {_year(edition)}")
    yield _case("E101", edition, "pass", "usual", words, topics=["editions"])


def _published(edition: str) -> Iterator[Case]:
    year = _year(edition)
    for day, kind in (
        (f"{year}-12-31", "boundary"),
        (f"{year + 1}-01-01", "boundary"),
        (f"{year}-06-30", "fail"),
        (f"{year - 1}-01-20", "fail"),
        (f"{year + 1}-01-20", "pass"),
    ):
        words = (f"{year} 年度报告 {day} 发布", f"the report of {year} published on {day}")
        rest: dict[str, Any] = {"topics": ["dates"], "patch": {"/published_on": day}}
        yield _case("E102", edition, kind, day.replace("-", ""), words, **rest)
    words = ("没有写发布日期", "no date of publication")
    yield _case("E102", edition, "pass", "no-date", words, topics=["dates"])


def _deadline(edition: str) -> Iterator[Case]:
    year = _year(edition) + 1
    for level in LEVELS:
        for kind in KINDS:
            organ = {"/organ/level": level, "/organ/kind": kind}
            days = _days(year, level, kind)
            for day, what in days.items():
                words = (f"{level} {kind}，{day} 发布", f"{level} {kind}, published on {day}")
                rest: dict[str, Any] = {"topics": ["dates", "conditions"], "patch": {**organ, "/published_on": day}}
                yield _case("E103", edition, what, f"{level}-{kind}-{day.replace('-', '')}", words, **rest)
    words = ("没有写发布日期", "no date of publication")
    yield _case("E103", edition, "pass", "no-date", words, topics=["dates"])


def _days(year: int, level: str, kind: str) -> dict[str, str]:
    if (level, kind) == ("national", "government"):
        return {f"{year}-12-01": "pass"}
    if kind == "department" or level == "township":
        return {f"{year}-01-31": "boundary", f"{year}-02-01": "boundary", f"{year}-03-31": "fail"}
    return {f"{year}-03-31": "boundary", f"{year}-04-01": "boundary", f"{year + 1}-01-05": "fail"}


BODIES: Final = (
    "11320800014300000", "12110101MB0A2C4E6", "52440300X7W5T3R1Q", "N2330106P8M6K4J2H", "Y1510104GDB975312",
    "A3620702LNQUY0HKM", "93999999999999999", "G1234567RTWX8Y1AB", "5J987654CDEFGHJKL", "H6111111MNPQRTUWX",
    "3K222222YXWUTRQPN", "7L333333MLKJHGFED", "8M555555CBA987654", "2P888888321TUWXYQ", "R4765432KXW0M9TUE",
)  # fmt: skip
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _check(body: str) -> str:
    total = sum(ALPHABET.index(character) * pow(3, n, 31) for n, character in enumerate(body))
    return ALPHABET[-total % 31]


def _credit_code(edition: str) -> Iterator[Case]:
    for n, body in enumerate(BODIES):
        right = _check(body)
        patch = {"/organ/credit_code": body + right}
        words = (f"校验码正确：{body + right}", f"the check character is right: {body + right}")
        yield _case("E104", edition, "pass", body, words, topics=["structure"], patch=patch)
        if n < 4:
            for step in (1, -1):
                wrong = ALPHABET[(ALPHABET.index(right) + step) % 31]
                words = (f"校验码差一：{body + wrong}", f"the check character is off by one: {body + wrong}")
                yield _case(
                    "E104",
                    edition,
                    "boundary",
                    body + wrong,
                    words,
                    topics=["structure"],
                    patch={"/organ/credit_code": body + wrong},
                )
    swapped = "113208000413000004"
    words = (f"有两位写颠倒：{swapped}", f"two characters swapped: {swapped}")
    yield _case("E104", edition, "fail", "swapped", words, topics=["structure"], patch={"/organ/credit_code": swapped})
    words = ("没有写统一社会信用代码", "no credit code")
    yield _case("E104", edition, "pass", "no-code", words, topics=["structure"])


# Table 2


def _power(edition: str) -> Iterator[Case]:
    row = f"{TWO}/regulations/"
    names = [cell.removeprefix(row) for cell in cells(edition) if cell.startswith(row)]
    for level in LEVELS:
        for kind in KINDS:
            power = (level, kind) in (
                ("national", "department"),
                ("province", "government"),
                ("prefecture", "government"),
            )
            organ = {"/organ/level": level, "/organ/kind": kind}
            figures = {f"{TWO}/regulations/{name}": n for n, name in enumerate(names, 1)}
            figures[f"{TWO}/regulations/{names[-1]}"] = 9
            words = (f"{level} {kind}，规章三格不为 0", f"{level} {kind} with regulations")
            yield _case(
                "T201",
                edition,
                "pass" if power else "fail",
                f"{level}-{kind}",
                words,
                topics=["conditions"],
                patch=organ | figures,
            )
            words = (f"{level} {kind}，规章三格为 0", f"{level} {kind} without regulations")
            yield _case("T201", edition, "pass", f"{level}-{kind}-none", words, topics=["conditions"], patch=organ)
    for n, name in enumerate(names):
        words = (f"区县部门，规章“{name}”一格为 1", f"a county's department with 1 in “{name}”")
        rest = {names[-1]: 1} if n < 2 and name == "disclosed" else {}
        patch = {f"{TWO}/regulations/{cell}": value for cell, value in {name: 1, **rest}.items()}
        yield _case("T201", edition, "boundary", slug(name), words, topics=["conditions"], patch=patch)


_LIMITS: Final = (
    ("T203", ("disclosed_total", "disclosed", "produced"), [(7, 7, 0), (6, 7, 9), (0, 0, 5), (0, 1, 0)]),
    ("T202", ("in_force", "issued", "repealed"), [(4, 7, 3), (3, 7, 3), (0, 7, 7), (0, 8, 7), (0, 1, 9)]),
)
"""Relations of the rows of documents, the cells of a row, and values at the limit."""


def _documents(edition: str) -> Iterator[Case]:
    for code, cells_of_row, limits in _LIMITS:
        for row in rows_with(edition, *cells_of_row):
            yield from _document_row(edition, row, code, cells_of_row, limits)


def _document_row(
    edition: str, row: str, code: str, cells_of_row: Sequence[str], limits: Sequence[tuple[int, ...]]
) -> Iterator[Case]:
    base = f"{TWO}/{row}"
    organ = {"/organ/level": "province", "/organ/kind": "government"}
    kinds = [*((values, "boundary") for values in limits), ((1, 40, 2), "fail"), ((90, 4, 2), "pass")]
    for values, kind in kinds:
        patch = organ | {f"{base}/{cell}": value for cell, value in zip(cells_of_row, values, strict=True)}
        shown = ", ".join(f"{cell} {value}" for cell, value in zip(cells_of_row, values, strict=True))
        yield _case(
            code,
            edition,
            kind,
            f"{slug(row)}-{'-'.join(map(str, values))}",
            (shown, shown),
            patch=patch,
        )


def _items(edition: str) -> Iterator[Case]:
    for row in rows_with(edition, "items_last_year", "change"):
        for last, change, kind in ((5, -5, "boundary"), (5, -6, "boundary"), (5, 3, "pass"), (2, -40, "fail")):
            patch = {f"{TWO}/{row}/items_last_year": last, f"{TWO}/{row}/change": change}
            words = (f"{row}：上一年 {last}，本年增减 {change}", f"{row}: {last} last year, changed by {change}")
            yield _case(
                "T204", edition, kind, f"{slug(row)}-{last}-{str(change).replace('-', 'minus')}", words, patch=patch
            )


def _procurement(edition: str) -> Iterator[Case]:
    base = f"{TWO}/procurement"
    for projects, amount, kind in (
        (0, 0, "pass"),
        (4, Decimal("25.1"), "pass"),
        (1, 0, "boundary"),
        (0, Decimal("0.0001"), "boundary"),
        (1, Decimal("0.0001"), "boundary"),
        (0, 1, "boundary"),
        (1, 1, "boundary"),
        (12, 0, "fail"),
        (0, Decimal("251000.5"), "fail"),
    ):
        patch = {f"{base}/projects": projects, f"{base}/amount/value": amount}
        words = (f"采购项目 {projects}，总金额 {amount}", f"{projects} procurement projects for {amount}")
        what = f"{projects}-{str(amount).replace('.', 'point')}"
        yield _case("T205", edition, kind, what, words, topics=["exact-numbers"], patch=patch)


# Tables 3 and 4


def _busy(edition: str, changes: dict[str, int]) -> dict[str, Any]:
    """Return the changed cells of the busy report with their new values."""
    return {pointer: read(BASES[f"{edition}-busy"], pointer) + by for pointer, by in changes.items()}


def _balance(edition: str) -> Iterator[Case]:
    edges = ("received", "brought_forward", "carried_forward")
    for row in edges:
        for column in columns(edition):
            for by in (1, -1):
                changes = {f"/requests/{row}/{column}": by, f"/requests/{row}/total": by}
                words = (
                    f"{row} 的 {column} 列差 {by:+}，总计随之",
                    f"{row}, {column}: off by {by:+}, its total as well",
                )
                what = f"{slug(row)}-{slug(column)}-{'more' if by > 0 else 'less'}"
                yield _case(
                    "T301", edition, "boundary", what, words, base=f"{edition}-busy", patch=_busy(edition, changes)
                )
    changes = {
        f"/requests/{row}/{column}": 7
        for row in ("received", "carried_forward")
        for column in ("natural_person", "total")
    }
    words = ("新收与结转下年度同增 7，勾稽仍成立", "7 more received and 7 more carried forward: balanced")
    yield _case("T301", edition, "pass", "both-sides", words, base=f"{edition}-busy", patch=_busy(edition, changes))
    words = ("繁忙年份，各列平衡", "a busy year, each column balanced")
    yield _case("T301", edition, "pass", "busy", words, base=f"{edition}-busy")
    changes = {f"/requests/received/{column}": 90 for column in ("natural_person", "total")}
    words = ("新收多填 90", "90 too many received")
    yield _case("T301", edition, "fail", "far", words, base=f"{edition}-busy", patch=_busy(edition, changes))
    changes = {f"/requests/received/{column}": 5 for column in ("natural_person", "total")}
    changes |= {f"/requests/brought_forward/{column}": -2 for column in ("natural_person", "total")}
    words = ("新收多 5，上年结转少 2", "5 more received and 2 fewer brought forward")
    yield _case("T301", edition, "fail", "two-terms", words, base=f"{edition}-busy", patch=_busy(edition, changes))


def _outcomes(edition: str) -> Iterator[Case]:
    for row in rows(edition):
        for column, by in (("natural_person", 1), ("legal_person/other", -1)):
            changes = {f"{row}/{column}": by, f"{row}/total": by}
            words = (f"{row} 的 {column} 列差 {by:+}，总计随之", f"{row}, {column}: off by {by:+}, its total as well")
            yield _case(
                "T302",
                edition,
                "boundary",
                f"{slug(row[19:])}-{slug(column)}",
                words,
                base=f"{edition}-busy",
                patch=_busy(edition, changes),
            )
    first, second = "/requests/outcomes/granted", "/requests/outcomes/refused/third_party_rights"
    for column in columns(edition):
        changes = {f"{first}/{column}": 2, f"{first}/total": 2, f"{second}/{column}": -2, f"{second}/total": -2}
        words = (f"{column} 列一行多 2、一行少 2，合计不变", f"{column}: one row 2 more, one 2 less")
        yield _case(
            "T302",
            edition,
            "pass",
            f"moved-{slug(column)}",
            words,
            base=f"{edition}-busy",
            patch=_busy(edition, changes),
        )
        changes = {f"{first}/{column}": 30, f"{first}/total": 30}
        words = (f"{column} 列予以公开多填 30", f"{column}: 30 too many granted")
        yield _case("T302", edition, "fail", slug(column), words, base=f"{edition}-busy", patch=_busy(edition, changes))


def _applicants(edition: str) -> Iterator[Case]:
    for row in all_rows(edition):
        base = f"{edition}-busy"
        words = (f"{row} 总计多 1", f"{row}: the total is 1 more")
        yield _case(
            "T303",
            edition,
            "boundary",
            f"{slug(row[10:])}-total",
            words,
            base=base,
            patch=_busy(edition, {f"{row}/total": 1}),
        )
    names = dict(zip(columns(edition), range(1, 7), strict=True))
    patch = {f"/requests/{row}/{column}": n for row in ("received", "carried_forward") for column, n in names.items()}
    patch |= {f"/requests/{row}/total": 21 for row in ("received", "carried_forward")}
    words = ("六类申请人 1 到 6，总计 21", "kinds of applicants 1 to 6, total 21")
    yield _case("T303", edition, "pass", "one-to-six", words, patch=patch)
    for total, kind in ((20, "boundary"), (22, "boundary"), (15, "fail"), (0, "fail")):
        words = (f"六类申请人 1 到 6，总计 {total}", f"kinds of applicants 1 to 6, total {total}")
        wrong = patch | {f"/requests/{row}/total": total for row in ("received", "carried_forward")}
        yield _case("T303", edition, kind, f"total-{total}", words, patch=wrong)


def _groups(edition: str) -> Iterator[Case]:
    for base in groups(edition):
        group = base.removeprefix("/review_and_litigation/")
        patch = {f"{base}/{result}": n for n, result in enumerate(results(edition), 2)}
        for total, kind in ((14, "pass"), (13, "boundary"), (15, "boundary"), (9, "fail")):
            words = (f"{group}：2、3、4、5，总计 {total}", f"{group}: 2, 3, 4 and 5, total {total}")
            yield _case("T401", edition, kind, f"{slug(group)}-{total}", words, patch={**patch, f"{base}/total": total})
        for result in results(edition):
            words = (f"{group} 的 {result} 多 1", f"{group}: one more {result}")
            yield _case(
                "T401",
                edition,
                "boundary",
                f"{slug(group)}-{result}",
                words,
                base=f"{edition}-busy",
                patch=_busy(edition, {f"{base}/{result}": 1}),
            )


# Blanks


def blank(pointer: str, value: Any = None, kind: str = "") -> Structural:
    """Return the finding about a blank cell."""
    definition = kind or ("change" if pointer.endswith("/change") else "amount" if "amount" in pointer else "count")
    return Structural("S003", pointer, definition, value)


def _undecided(edition: str) -> Iterator[Case]:
    rules, names = next((code, of_row[:2]) for code, of_row, _ in _LIMITS if rows_with(edition, *of_row))
    places = {
        "T201": [f"{TWO}/regulations/{name}" for name in names],
        rules: [f"{TWO}/normative_documents/{name}" for name in names[:1]],
        "T301": [f"/requests/received/{column}" for column in [*columns(edition), "total"]],
        "T302": [f"{row}/natural_person" for row in rows(edition)[::4]],
        "T303": [f"{row}/total" for row in all_rows(edition)[::5]],
        "T401": [f"{group}/{result}" for group in groups(edition) for result in ("pending", "total")],
    }
    changing = rows_with(edition, "items_last_year", "change")
    if changing:
        places["T204"] = [
            f"{TWO}/{row}/{cell}" for row in (changing[0], changing[-1]) for cell in ("change", "items_last_year")
        ]
    if rows_with(edition, "projects", "amount/value"):
        places["T205"] = [f"{TWO}/procurement/projects", f"{TWO}/procurement/amount/value"]
    for code, pointers in places.items():
        for pointer in pointers:
            words = (f"{pointer} 空白", f"{pointer} is blank")
            base = f"{edition}-zero" if code == "T201" else f"{edition}-busy"
            patch: dict[str, Any] = {pointer: None}
            if code in ("T202", "T203"):
                patch[f"{TWO}/normative_documents/{names[1]}"] = 50
            if code == "T204" and pointer.endswith("items_last_year"):
                patch[pointer.replace("items_last_year", "change")] = -9
            yield _case(
                code,
                edition,
                "undecided",
                slug(pointer),
                words,
                topics=["blanks"],
                base=base,
                patch=patch,
                structural=[blank(pointer)],
            )
    yield from _undecided_head(edition)


def _undecided_head(edition: str) -> Iterator[Case]:
    day = f"{_year(edition) + 1}-06-01"
    whole = "national|province|prefecture|county|township"
    year, text = "/reporting_year", str(_year(edition))
    wrong: dict[str, tuple[str, Any, Structural]] = {
        "E101": (year, text, Structural("S009", year, "reporting_year", text)),
        "E102": ("/published_on", "2025-02-30", Structural("S005", "/published_on", "date", "2025-02-30")),
        "E103": ("/organ/kind", "office", Structural("S005", "/organ/kind", "government|department", "office")),
        "E104": (
            "/organ/credit_code",
            "1132080001430000",
            Structural("S005", "/organ/credit_code", "string", "1132080001430000"),
        ),
        "T201": ("/organ/level", "city", Structural("S005", "/organ/level", whole, "city")),
    }
    for code, (pointer, value, structural) in wrong.items():
        patch: dict[str, Any] = {"/published_on": day} if code == "E103" else {}
        if code == "T201":
            patch[[cell for cell in cells(edition) if cell.startswith(f"{TWO}/regulations/")][-1]] = 3
        words = (f"{pointer} 的值用不了", f"the value at {pointer} cannot be used")
        topics = ["conditions"] if code in ("E103", "T201") else ["blanks"]
        yield _case(
            code,
            edition,
            "undecided",
            f"{slug(pointer)}-unusable",
            words,
            topics=topics,
            patch={**patch, pointer: value},
            structural=[structural],
        )
    level = Structural("S001", "/organ/level", whole, None)
    words = ("没有写机关层级", "the level of the organ is missing")
    patch = {"/published_on": day, "/organ/kind": "government", "/organ/level": REMOVE}
    yield _case(
        "E103", edition, "undecided", "level-missing", words, topics=["conditions"], patch=patch, structural=[level]
    )
