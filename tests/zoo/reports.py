"""The reports of the zoo: figures and text, made from a seed; ``reports.json`` holds what is made here."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from gknb.source.pointers import changed, lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["REPORTS", "made", "stored"]

REPORTS: Final = Path(__file__).with_name("reports.json")
KINDS: Final = ("business", "research", "public_welfare", "legal_service", "other")
COLUMNS: Final = ("natural_person", *(f"legal_person/{kind}" for kind in KINDS))
GROUPS: Final = ("reconsideration", "litigation/direct", "litigation/after_reconsideration")
RESULTS: Final = ("upheld", "corrected", "other", "pending")
OVERVIEW: Final = """{year}年，{organ}认真贯彻落实《中华人民共和国政府信息公开条例》，持续推进政务公开工作。
（一）主动公开。全年通过门户网站发布信息{a}条，政策解读{b}篇，召开新闻发布会3场。
（二）依申请公开。新收到政府信息公开申请{received}件，均在法定期限内答复。
（三）政府信息管理。严格执行发布前审查制度，对文件目录作动态调整。
（四）政府信息公开平台建设。完成网站栏目调整12个，政务新媒体账号2个运行正常。
（五）监督保障。组织业务培训2次，参加人员150余人次；开展社会评议，未发生责任追究情形。"""
PROBLEMS: Final = """存在的主要问题：一是政策解读形式不够丰富；二是基层工作人员变动频繁，业务水平有待提高。
改进情况：一是增加图解、视频等解读方式；二是每季度组织一次培训，全年不少于4次。"""
MATTERS: Final = "本年度未收取信息处理费，没有其他需要报告的事项。"


def stored() -> dict[str, dict[str, Any]]:
    """Return the stored reports by name: ``document``, and ``blank``, what is printed in a cell without a figure."""
    value: dict[str, dict[str, Any]] = json.loads(REPORTS.read_bytes(), parse_float=Decimal)
    return value


def made() -> dict[str, dict[str, Any]]:
    """Return the reports by name, as :func:`stored` does."""
    return {
        "busy-2021": report("2021", 2023, "云河市人民政府", busy),
        "busy-2019": report("2019", 2020, "云河市青石县人民政府", busy),
        "large-2021": report("2021", 2024, "云河市行政审批局", large),
        "small-2021": report("2021", 2022, "青石县柳溪镇人民政府", small),
        "small-2019": report("2019", 2019, "青石县教育局", small),
        "zeros-2021": report("2021", 2021, "青石县档案馆", zeros),
        "zeros-2019": report("2019", 2020, "青石县石桥乡人民政府", zeros),
        "blanks-2021": report("2021", 2023, "青石县水务局", blanks),
        "blanks-2019": report("2019", 2020, "青石县竹园街道办事处", blanks),
        "holes-2021": report("2021", 2024, "青石县民政局", holes),
        "holes-2019": report("2019", 2019, "青石县财政局", holes),
        "slashes-2021": report("2021", 2022, "青石县司法局", slashes, blank="/"),
        "slashes-2019": report("2019", 2020, "青石县统计局", slashes, blank="/"),
        "wrong-2021": report("2021", 2021, "云河市交通运输局", wrong),
        "wrong-2019": report("2019", 2019, "云河市公安局", wrong),
    }


def report(
    edition: str, year: int, organ: str, fill: Callable[[dict[str, Any], Random], None], *, blank: str = ""
) -> dict[str, Any]:
    """Return a report filled by ``fill``, with the text that goes with its figures."""
    document: dict[str, Any] = load_catalog().zero_report(edition)
    chance = Random(f"{fill.__name__} {edition}")  # noqa: S311 - nothing here is secret
    if fill is not blanks:
        fill(document, chance)
    level = "county" if "县" in organ else "prefecture"
    level = "township" if organ[-5:-4] in "镇乡" or "街道" in organ else level
    government = organ.endswith(("人民政府", "办事处"))
    document |= {"reporting_year": year, "published_on": f"{year + 1}-01-{chance.randint(10, 30)}"}
    document["organ"] = {"name": organ, "level": level, "kind": "government" if government else "department"}
    received = lookup(document, "/requests/received/total") or 0
    document["overview"] = OVERVIEW.format(
        year=year, organ=organ, received=received, a=chance.randint(100, 9000), b=chance.randint(4, 60)
    )
    document["problems_and_improvements"], document["other_matters"] = PROBLEMS, MATTERS
    if fill is blanks:
        fill(document, chance)
    return {"document": document, "blank": blank}


def rows(document: dict[str, Any]) -> list[str]:
    """Return the pointers of the rows of outcomes, their total excepted."""
    cells = form_of(load_catalog(), document["edition"]).cells
    of = "/natural_person"
    return [
        cell.removesuffix(of)
        for cell in cells
        if cell.startswith("/requests/outcomes/")
        and cell.endswith(of)
        and not cell.startswith("/requests/outcomes/total")
    ]


def busy(document: dict[str, Any], chance: Random) -> None:
    """Fill nearly every cell with a figure of its own, so that the relations hold."""
    filled(document, chance, distinct(chance, 2, 900), people=distinct(chance, 1000, 6000))


def large(document: dict[str, Any], chance: Random) -> None:
    """Fill as :func:`busy`, with figures of one to six digits."""
    sizes = iter(lambda: chance.choice((1, 2, 3, 4, 5, 6)), 0)
    filled(document, chance, (chance.randrange(10 ** (n - 1), 10**n) for n in sizes), people=distinct(chance, 9, 99999))


def small(document: dict[str, Any], chance: Random) -> None:
    """Fill as most offices do: a few small figures among zeros."""
    few = (chance.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 2)) for _ in iter(int, 1))
    filled(document, chance, few, people=(chance.choice((0, 0, 0, 1, 2, 5, 14)) for _ in iter(int, 1)))


def zeros(_: dict[str, Any], __: Random) -> None:
    """Leave every cell 0."""


def blanks(document: dict[str, Any], _: Random) -> None:
    """Leave every cell blank."""
    changed(document, dict.fromkeys(form_of(load_catalog(), document["edition"]).cells))


def holes(document: dict[str, Any], chance: Random) -> None:
    """Fill as :func:`busy`, with some cells and most of some rows blank."""
    busy(document, chance)
    cells = form_of(load_catalog(), document["edition"]).cells
    empty = {cell for cell in cells if chance.random() < 0.2}
    for row in chance.sample(rows(document), 8):
        empty |= {f"{row}/{column}" for column in COLUMNS[1:]}
    changed(document, dict.fromkeys(empty))


def slashes(document: dict[str, Any], chance: Random) -> None:
    """Fill as :func:`small`, with a sign instead of half the zeros."""
    small(document, chance)
    cells = form_of(load_catalog(), document["edition"]).cells
    changed(document, {cell: None for cell in cells if lookup(document, cell) == 0 and chance.random() < 0.5})


def wrong(document: dict[str, Any], chance: Random) -> None:
    """Fill as :func:`busy`, then change figures so that relations of each kind are violated."""
    busy(document, chance)
    for pointer in (
        "/requests/received/total",
        f"{rows(document)[3]}/legal_person/research",
        "/requests/outcomes/total/natural_person",
        "/requests/carried_forward/legal_person/other",
        "/review_and_litigation/litigation/direct/total",
    ):
        changed(document, {pointer: lookup(document, pointer) + chance.randint(11, 47)})


def distinct(chance: Random, low: int, high: int) -> Iterable[int]:
    """Yield different figures, in no order."""
    return iter(chance.sample(range(low, high), min(400, high - low)))


def filled(document: dict[str, Any], chance: Random, figures: Iterable[int], *, people: Iterable[int]) -> None:
    """Fill the tables so that the relations of one report hold; ``people`` are the figures of natural persons."""
    many, of = iter(figures), iter(people)
    values: dict[str, Any] = {}
    table: dict[str, list[int]] = {}
    for row in rows(document):
        table[row] = [next(of), *(next(many) for _ in KINDS)]
    forward, carried = "/requests/brought_forward", "/requests/carried_forward"
    total = [sum(column) for column in zip(*table.values(), strict=True)]
    table["/requests/outcomes/total"] = total
    table[carried] = [next(many) for _ in COLUMNS]
    table[forward] = [min(next(many), total[n] + table[carried][n]) for n in range(len(COLUMNS))]
    table["/requests/received"] = [total[n] + table[carried][n] - table[forward][n] for n in range(len(COLUMNS))]
    for row, line in table.items():
        values |= {f"{row}/{column}": value for column, value in zip(COLUMNS, line, strict=True)}
        values[f"{row}/total"] = sum(line)
    for group in GROUPS:
        cases = [next(many) for _ in RESULTS]
        values |= {f"/review_and_litigation/{group}/{one}": case for one, case in zip(RESULTS, cases, strict=True)}
        values[f"/review_and_litigation/{group}/total"] = sum(cases)
    changed(document, values | proactive(document["edition"], many, chance))


def proactive(edition: str, many: Iterable[int], chance: Random) -> dict[str, Any]:
    """Return the figures of Table 2; one that has to be at least another is."""
    of, here = iter(many), "/proactive_disclosure"
    values: dict[str, Any] = {}
    if edition == "2021":
        for row in ("regulations", "normative_documents"):
            issued, repealed, more = next(of), next(of), next(of)
            values |= {f"{here}/{row}/issued": issued, f"{here}/{row}/repealed": repealed}
            values[f"{here}/{row}/in_force"] = issued + more
        for row in ("licensing", "penalties", "coercion"):
            values[f"{here}/{row}/decisions"] = next(of) * chance.choice((1, 17, 1003))
        values[f"{here}/fees/amount_wanyuan"] = float(Decimal(next(of) * 1000 + next(of) % 10) / 100)
        return values
    for row in ("regulations", "normative_documents"):
        produced, disclosed, more = next(of), next(of), next(of)
        values |= {f"{here}/{row}/produced": produced + disclosed, f"{here}/{row}/disclosed": disclosed}
        values[f"{here}/{row}/disclosed_total"] = disclosed + more
    for row in ("licensing", "other_services", "penalties", "coercion", "fees"):
        last, change = next(of), next(of)
        values[f"{here}/{row}/items_last_year"] = last
        values[f"{here}/{row}/change"] = -(change % (last + 1)) if chance.random() < 0.4 else change
        if row != "fees":
            values[f"{here}/{row}/decisions"] = next(of) * chance.choice((1, 17, 1003))
    projects = next(of)
    amount = float(Decimal(projects * (next(of) + 1) * 37) / 100)
    values |= {f"{here}/procurement/projects": projects, f"{here}/procurement/amount/value": amount}
    values[f"{here}/procurement/amount/unit"] = chance.choice(("yuan", "wanyuan"))
    return values
