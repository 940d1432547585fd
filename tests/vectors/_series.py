"""Cases of two years: figures that must continue, and implausible changes (family Y)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from _cases import Case, slug
from _editions import EDITIONS
from _oracle import cells, columns, rows_with
from _year_pairs import FOUR, POWERFUL, TWO, alike, brought, carried, documents, pair
from _years_oracle import FAR, SWAPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["series_cases"]


def series_cases() -> Iterator[Case]:
    """Yield the cases of family Y, by relation and edition."""
    for edition in EDITIONS:
        for column in [*columns(edition), "total"]:
            yield from _carried(edition, column)
        for pointer in FAR:
            yield from _far(edition, pointer)
        for pointer in SWAPPED:
            yield from _swapped(edition, pointer)
        yield from _tables(edition)
    for edition in EDITIONS:
        for row in rows_with(edition, "in_force", "issued", "repealed"):
            yield from _in_force(edition, row)
        for row in rows_with(edition, "items_last_year", "change"):
            yield from _items(edition, row)


# Y601


def _carried(edition: str, column: str) -> Iterator[Case]:
    name = slug(f"/{column}")
    for kind, last, this in (("pass", 3, 3), ("boundary", 3, 2), ("boundary", 3, 4), ("fail", 0, 5), ("fail", 7, 0)):
        words = (
            f"{column}：上年结转下年度 {last}，本年上年结转 {this}",
            f"{column}: {last} carried forward last year, {this} brought forward",
        )
        yield pair(
            "Y601", kind, f"{name}-{last}-{this}", words, carried(column, last), brought(column, this), edition=edition
        )
    blank: dict[str, Any] = {f"/requests/brought_forward/{column}": None}
    words = (f"{column}：本年上年结转空白", f"{column}: brought forward is blank")
    rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
    yield pair("Y601", "undecided", f"{name}-blank", words, carried(column, 3), brought(column, 3) | blank, **rest)
    words = (f"{column}：上年结转下年度空白", f"{column}: last year's carried forward is blank")
    before = carried(column, 3) | {f"/requests/carried_forward/{column}": None}
    yield pair("Y601", "undecided", f"{name}-last-blank", words, before, brought(column, 3), **rest)


# Y602, Y603


def _in_force(edition: str, row: str) -> Iterator[Case]:
    last: Any
    this: Any
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
        before = {**POWERFUL, **documents(row, last, 0, last)}
        yield pair("Y602", kind, what, words, before, {**POWERFUL, **documents(row, *this)}, edition=edition)
    rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
    for kind, what, last, this in (
        ("undecided", "last-blank", None, (2, 1, 6)),
        ("undecided", "issued-blank", 5, (None, 1, 6)),
        ("undecided", "in-force-blank", 5, (2, 1, None)),
        ("undecided", "repealed-blank", 5, (2, None, 6)),
        ("fail", "repealed-blank-decides", 5, (2, None, 8)),
        ("fail", "last-blank-decides", None, (7, 0, 6)),
    ):
        words = (f"{row}：有空白（{what}）", f"{row}: a blank ({what})")
        before = {**POWERFUL, **documents(row, last, 0, last)}
        yield pair("Y602", kind, f"{name}-{what}", words, before, {**POWERFUL, **documents(row, *this)}, **rest)


def _row(row: str, items: Any, change: Any) -> dict[str, Any]:
    return {f"{TWO}/{row}/items_last_year": items, f"{TWO}/{row}/change": change}


def _items(edition: str, row: str) -> Iterator[Case]:
    items: Any
    change: Any
    now: Any
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
        yield pair("Y603", kind, what, words, _row(row, items, change), _row(row, now, 0), edition=edition)
    rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
    for what, items, change, now in (
        ("change-blank", 5, None, 1),
        ("items-blank", None, 2, 5),
        ("now-blank", 5, 2, None),
    ):
        words = (f"{row}：有空白（{what}）", f"{row}: a blank ({what})")
        yield pair("Y603", "undecided", f"{name}-{what}", words, _row(row, items, change), _row(row, now, 0), **rest)
    words = (f"{row}：上年项目空白、增加 6，本年只有 5", f"{row}: a blank and 6 more cannot be 5")
    yield pair("Y603", "fail", f"{name}-blank-decides", words, _row(row, None, 6), _row(row, 5, 0), **rest)


# Y604, Y605


def _figure(edition: str, pointer: str, value: Any, before: Any = None) -> dict[str, Any] | None:
    """Return the values of a valid report with the figure at a cell; None if the form lacks the cell.

    ``before`` is last year's figure, for cells that continue it.
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
        return {**POWERFUL, **documents(row, *flows, value)}
    return {pointer: value}


def _figures(
    code: str, kind: str, edition: str, pointer: str, what: str, last: Any, this: Any, *, draft: bool = False
) -> Iterator[Case]:
    now = _figure(edition, pointer, this, last)
    before = _figure(edition, pointer, last)
    if now is None or before is None:
        return
    texts = ["空白" if one is None else str(one) for one in (last, this)]
    words = (f"{pointer}：上年 {texts[0]}，本年 {texts[1]}", f"{pointer}: last year {last}, this year {this}")
    rest: dict[str, Any] = {"draft": True, "topics": ["years", "blanks"]} if draft else {}
    yield pair(code, kind, f"{slug(pointer)}-{what}", words, before, now, edition=edition, **rest)


def _far(edition: str, pointer: str) -> Iterator[Case]:
    last: Any
    this: Any
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
    last: Any
    this: Any
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


def _tables(edition: str) -> Iterator[Case]:
    for table, sixth, other in (
        (TWO, 6, f"{TWO}/coercion/decisions"),
        ("/requests", 6, "/requests/received/natural_person"),
        (FOUR, 6, f"{FOUR}/reconsideration/upheld"),
    ):
        name = slug(table)
        full = alike(edition, table, sixth)
        words = (f"{name} 六格不为 0，全部同上年", f"{name}: six cells that are not 0, all as last year")
        yield pair("Y606", "boundary", f"{name}-6", words, full, full, edition=edition)
        same = {one: 8 if value == 3 else value for one, value in full.items()}
        words = (f"{name} 全部同上年", f"{name}: all as last year")
        yield pair("Y606", "fail", name, words, same, same, edition=edition)
        if table != "/requests":  # its cells come in pairs, except those for the balance
            five = alike(edition, table, 5)
            words = (f"{name} 五格不为 0，全部同上年", f"{name}: five cells that are not 0, all as last year")
            yield pair("Y606", "boundary", f"{name}-5", words, five, five, edition=edition)
        words = (f"{name} 有一格不同", f"{name}: one cell is another")
        yield pair("Y606", "pass", f"{name}-changed", words, full, {**full, other: 4}, edition=edition)
        rest: dict[str, Any] = {"edition": edition, "draft": True, "topics": ["years", "blanks"]}
        words = (f"{name} 有一格空白，其余同上年", f"{name}: one cell is blank, all others as last year")
        yield pair("Y606", "undecided", f"{name}-blank", words, full, {**full, other: None}, **rest)
        words = (f"{name} 有一格空白，另一格不同", f"{name}: one cell is blank, another changed")
        changed = {**full, other: None, next(one for one in reversed(full) if one != other and one[1] == name[0]): 9}
        yield pair("Y606", "pass", f"{name}-blank-changed", words, full, changed, **rest)
        words = (f"{name} 空白再多也不够六格", f"{name}: with the blank too few that are not 0")
        few = alike(edition, table, 4)
        blank = next(one for one in few if one.startswith(table))
        yield pair("Y606", "pass", f"{name}-blank-too-few", words, few, {**few, blank: None}, **rest)
    words = ("全部为 0", "all is 0")
    yield pair("Y606", "pass", "zero", words, {}, {}, edition=edition)
