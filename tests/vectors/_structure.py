"""Cases of every kind of invalid value at a representative of every kind of cell, and of each structural limit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from _cases import REMOVE, Case, Structural, dump, slug
from _editions import EDITIONS, demand_of_edition, setting
from _oracle import cells, columns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["structure_cases"]

TWO: Final = "/proactive_disclosure"
_NAMED: Final = {
    REMOVE: "missing",
    None: "null",
    "": "empty-text",
    " ": "space",
    "\u3000": "ideographic-space",
    True: "true",
    False: "false",
}


@dataclass(frozen=True)
class Place:
    """A representative of a kind of place, with its demand and its invalid values."""

    pointer: str
    demand: str
    """What is expected there; empty for the last definition that the place refers to."""
    bad: Mapping[str, tuple[Any, ...]]
    """Invalid values, by the code of their finding."""
    optional: bool = False
    base: str = "busy"
    good: tuple[Any, ...] = field(default=())


_CHARACTERS: Final = {"-": "minus", ".": "point", " ": "-space-"}
_BLANK_TEXTS: Final = ("", " ", "\u3000")
_NO_COUNT: Final[tuple[Any, ...]] = (
    "3",
    "无",
    "/",
    "1,472",
    "12件",
    True,
    False,
    -1,
    Decimal("3.5"),
    [],
    [0],
    {},
    {"value": 3},
)
_COUNT: Final[dict[str, tuple[Any, ...]]] = {"S003": (None, *_BLANK_TEXTS), "S004": _NO_COUNT}
_CHANGE: Final[dict[str, tuple[Any, ...]]] = {
    "S003": (None, *_BLANK_TEXTS),
    "S007": ("+1", "-3", "无", True, Decimal("-0.5"), [], {}),
}
_AMOUNT: Final[dict[str, tuple[Any, ...]]] = {
    "S003": (None, *_BLANK_TEXTS),
    "S008": ("1424.4万元", "0", True, -1, Decimal("-0.01"), [], {}),
}
_GROUP: Final[dict[str, tuple[Any, ...]]] = {"S010": (None, *_BLANK_TEXTS), "S009": (0, "无", True, [], [{}])}
_TEXT: Final[dict[str, tuple[Any, ...]]] = {"S010": (None, *_BLANK_TEXTS, "\u00a0"), "S009": (12, True, [], {})}

PLACES: Final = (
    Place(f"{TWO}/regulations/issued", "count", _COUNT),
    Place(f"{TWO}/regulations/disclosed", "count", _COUNT),
    Place(f"{TWO}/licensing/decisions", "count", _COUNT),
    Place(f"{TWO}/licensing/items_last_year", "count", _COUNT),
    Place(f"{TWO}/fees/change", "change", _CHANGE, good=(-12, 0)),
    Place(f"{TWO}/penalties/change", "change", _CHANGE),
    Place(f"{TWO}/fees/amount_wanyuan", "amount", _AMOUNT, good=(0, Decimal("0.0001"))),
    Place(f"{TWO}/procurement/projects", "count", _COUNT),
    Place(f"{TWO}/procurement/amount/value", "amount", _AMOUNT),
    Place(
        f"{TWO}/procurement/amount/unit",
        "yuan|wanyuan",
        {"S010": (None, *_BLANK_TEXTS), "S005": ("元", "万元", "YUAN", 1, [])},
        good=("yuan",),
    ),
    Place("/requests/received/natural_person", "count", _COUNT),
    Place("/requests/outcomes/refused/state_secret/legal_person/other", "count", _COUNT),
    Place("/requests/outcomes/total/total", "count", _COUNT),
    Place("/requests/carried_forward/{column}", "count", _COUNT),
    Place("/review_and_litigation/litigation/direct/pending", "count", _COUNT),
    Place("/review_and_litigation/reconsideration/total", "count", _COUNT),
    Place("/requests", "object", _GROUP),
    Place(f"{TWO}/licensing", "", _GROUP),
    Place("/requests/brought_forward", "applicant_row", _GROUP),
    Place("/requests/received/legal_person", "legal_person", _GROUP),
    Place("/requests/outcomes", "object", _GROUP),
    Place("/requests/outcomes/refused", "refused", _GROUP),
    Place("/review_and_litigation/reconsideration", "case_row", _GROUP),
    Place("/organ", "organ", _GROUP),
    Place("/reporting_year", "reporting_year", {
        "S010": (None, *_BLANK_TEXTS), "S009": ("2024", True, Decimal("2024.5"), []), "S005": (2018, 2100, -2024, 24)}),
    Place("/organ/name", "string", {
        "S010": (None, *_BLANK_TEXTS), "S009": (12, [], {}),
        "S005": ("甲 ", " 甲", "甲\n乙", "甲\n", "甲\u0000乙", "甲" * 201)},
        good=("甲" * 200, "𠮷" * 200, "甲 乙", "a")),
    Place("/organ/level", "national|province|prefecture|county|township", {
        "S010": (None, *_BLANK_TEXTS), "S005": ("city", "County", 3, [])}),
    Place("/organ/kind", "government|department", {"S010": (None, *_BLANK_TEXTS), "S005": ("office", True, {})}),
    Place("/organ/division_code", "string", {
        "S010": (None, *_BLANK_TEXTS), "S009": (320800, []),
        "S005": ("3208", "020800", "3208000", "３２０８００", "320800\n")},
        optional=True, good=("320800001",)),
    Place("/organ/credit_code", "string", {
        "S010": (None, *_BLANK_TEXTS), "S009": (113208000143000004,),
        "S005": ("1132080001430000", "1132080001430000044", "11320800014300000o", "I1320800014300000X")},
        optional=True),
    Place("/scope", "own|consolidated", {"S010": (None, *_BLANK_TEXTS), "S005": ("all", "本级", 1)}, good=("own",)),
    Place("/published_on", "date", {
        "S010": (None, *_BLANK_TEXTS), "S009": (20250120, []),
        "S005": ("2025-02-29", "2025-13-01", "2025-04-31", "2025-1-20", "20250120", "2025/01/20", "20251月20日",
                 "2025-01-20 ", "2025-01-20T00:00:00", "1900-02-29", "２０２５-01-20")},
        optional=True),
    Place("/overview", "text", _TEXT, good=("一", "\n一\n二\n")),
    Place("/problems_and_improvements", "text", _TEXT),
    Place("/other_matters", "text", _TEXT),
    Place("/extensions", "extensions", {"S010": (None, *_BLANK_TEXTS), "S009": (0, [], "x")}, optional=True,
          good=({}, {"cn.gov.example": None}, {"a.b": {"total": -1}})),
    Place("/$schema", "schema_address", {"S010": (None,), "S009": (1, []), "S005": ("x" * 2001,)}, optional=True,
          good=("x" * 2000, "../2021/report.schema.json")),
)  # fmt: skip
NAMES: Final = ("x", "recieved", "__proto__", "constructor", "toString", "a/b~c", "", "合计", "total ", "Total")
"""Member names that no form has."""


def structure_cases() -> Iterator[Case]:
    """Yield the cases of family S."""
    for edition in EDITIONS:
        column = columns(edition)[1]
        for one in PLACES:
            place = replace(one, pointer=one.pointer.replace("{column}", column))
            if place.pointer in EDITIONS[edition].places:
                yield from _bad(edition, place)
                yield from _good(edition, place)
        yield from _missing_groups(edition)
        yield from _unknown(edition)
        yield from _extension_names(edition)
        yield from _passing(edition)
        yield from _no_edition(edition)
        yield from _edition_number(edition)
    yield from _documents()


def _summary(value: Any) -> Any:
    return (
        "{…}" if isinstance(value, dict) else "[…]" if isinstance(value, list) else None if value is REMOVE else value
    )


def _id_part(value: Any) -> str:
    """Return a value as part of an id."""
    for known, name in _NAMED.items():
        if value is known or (type(value) is type(known) and value == known):
            return name
    if isinstance(value, list | dict):
        kind = "list" if isinstance(value, list) else "object"
        return f"{kind}-of-{_id_part(next(iter(value)))}" if value else f"empty-{kind}"
    text = str(value) if len(str(value)) <= 20 else f"{len(str(value))}x{str(value)[0]}"
    written = "".join(c if c.isascii() and c.isalnum() else _CHARACTERS.get(c, f"-u{ord(c):04x}-") for c in text)
    return "-".join(filter(None, ["text" if isinstance(value, str) else "number", *written.split("-")]))


def _value_text(value: Any, missing: str) -> str:
    """Return a value for a title, as JSON."""
    if value is REMOVE:
        return missing
    text = dump(value)
    return text if len(text) <= 40 else f"{text[:20]}…"


def _bad(edition: str, place: Place) -> Iterator[Case]:
    demand = place.demand or EDITIONS[edition].places[place.pointer][-1]
    values = [(code, value) for code, values in place.bad.items() for value in values]
    if not place.optional:
        values.append(("S001", REMOVE))
    seen: set[str] = set()
    for code, value in values:
        # The first bad value for each code also stands for the relation itself.
        kind = "structure" if code in seen else "fail"
        seen.add(code)
        name = "-".join(("S", edition, slug(place.pointer), _id_part(value)))
        yield Case(
            id=name,
            zh=f"{place.pointer}：{_value_text(value, '缺')}",
            en=f"{place.pointer}: {_value_text(value, 'missing')}",
            kind=kind,
            codes=[code],
            topics=["structure"],
            edition=edition,
            base=f"{edition}-busy",
            patch={place.pointer: value},
            structural=[Structural(code, place.pointer, demand, _summary(value))],
        )


def _good(edition: str, place: Place) -> Iterator[Case]:
    for value in place.good:
        yield Case(
            id="-".join(("S", edition, slug(place.pointer), "good", _id_part(value))),
            zh=f"{place.pointer}：{_value_text(value, '缺')}，可以",
            en=f"{place.pointer}: {_value_text(value, 'missing')} is fine",
            kind="boundary",
            codes=[list(place.bad)[-1]],
            topics=["structure"],
            edition=edition,
            base=f"{edition}-zero" if place.pointer.endswith("change") and value == 0 else f"{edition}-busy",
            patch={place.pointer: value},
        )


def _missing_groups(edition: str) -> Iterator[Case]:
    for pointer, demand in ((TWO, "object"), ("/review_and_litigation", "review_and_litigation")):
        yield Case(
            id=f"S001-{edition}-fail-{slug(pointer)}",
            zh=f"整个缺 {pointer}",
            en=f"{pointer} is missing altogether",
            kind="fail",
            codes=["S001"],
            topics=["structure"],
            edition=edition,
            base=f"{edition}-zero",
            patch={pointer: REMOVE},
            structural=[Structural("S001", pointer, demand, None)],
        )


def _unknown(edition: str) -> Iterator[Case]:
    groups = (
        "",
        "/organ",
        "/requests",
        f"{TWO}/licensing",
        "/requests/received",
        "/requests/received/legal_person",
        "/review_and_litigation/litigation",
    )
    for n, group in enumerate(groups):
        for name in NAMES if group in ("", "/requests/received") else NAMES[n : n + 2]:
            pointer = f"{group}/{name.replace('~', '~0').replace('/', '~1')}"
            for value in (0, None) if name == "x" else (3,):
                yield Case(
                    id=f"S002-{edition}-fail-{slug(group)}-{_id_part(name)}-{_id_part(value)}",
                    zh=f"{group or '报告'} 里多出一项“{name}”",
                    en=f"a member “{name}” that is not on the form, in {group or 'the report'}",
                    kind="fail",
                    codes=["S002"],
                    topics=["structure", "names"],
                    edition=edition,
                    base=f"{edition}-busy",
                    patch={pointer: value},
                    structural=[Structural("S002", pointer, "absent", value)],
                )
    row = f"{TWO}/normative_documents/"
    foreign = {cell for other in EDITIONS for cell in cells(other) if cell.startswith(row)} - {*cells(edition)}
    pointer = f"{row}in_force" if f"{row}in_force" in foreign else f"{row}disclosed_total"
    yield Case(
        id=f"S002-{edition}-fail-cell-of-the-other-edition",
        zh="混入另一版格式的一格",
        en="a cell of the other edition",
        kind="fail",
        codes=["S002"],
        topics=["structure", "editions"],
        edition=edition,
        base=f"{edition}-zero",
        patch={pointer: 4},
        structural=[Structural("S002", pointer, "absent", 4)],
    )


def _extension_names(edition: str) -> Iterator[Case]:
    for name in ("local", "CN.gov", "cn..gov", ".cn", "cn.gov.", "cn.gov\n", "县.cn", ""):
        pointer = f"/extensions/{name}"
        yield Case(
            id=f"S005-{edition}-fail-extensions-{_id_part(name)}",
            zh=f"扩展的命名空间“{name}”不合规定",
            en=f"{dump(name)} is no namespace for extensions",
            kind="fail",
            codes=["S005"],
            topics=["structure", "names"],
            edition=edition,
            base=f"{edition}-zero",
            patch={"/extensions": {name: 1}},
            structural=[Structural("S005", pointer, "absent", 1)],
        )


def _passing(edition: str) -> Iterator[Case]:
    """Yield a satisfying document for each structural relation."""
    for number in range(1, 11):
        code = f"S{number:03}"
        if code == "S007" and not any(cell.endswith("/change") for cell in cells(edition)):
            continue
        for base in ("zero", "busy"):
            yield Case(
                id=f"{code}-{edition}-pass-{base}",
                zh=f"{base} 报告，结构完整",
                en=f"the {base} report is whole",
                kind="pass",
                codes=[code],
                topics=["structure"],
                edition=edition,
                base=f"{edition}-{base}",
            )
    cell = "/requests/received/natural_person"
    for code, value, structural in (
        ("S001", REMOVE, Structural("S001", cell, "count", None)),
        ("S003", None, Structural("S003", cell, "count", None)),
        ("S004", -1, Structural("S004", cell, "count", -1)),
    ):
        yield Case(
            id=f"{code}-{edition}-limit-{_id_part(value)}",
            zh=f"各格为 0，只有一格：{_value_text(value, '缺')}",
            en=f"0 in every cell but one: {_value_text(value, 'missing')}",
            kind="boundary",
            codes=[code],
            topics=["structure"],
            edition=edition,
            base=f"{edition}-zero",
            patch={cell: value},
            structural=[structural],
        )
    yield Case(
        id=f"S002-{edition}-limit-extensions",
        zh="本地增加的行放在扩展里，不算多余",
        en="a local row in extensions is no unknown member",
        kind="boundary",
        codes=["S002"],
        topics=["structure"],
        edition=edition,
        base=f"{edition}-zero",
        patch={"/extensions": {"cn.gov.example": {"other_documents": 3, "total": -1}}},
    )


def _no_edition(edition: str) -> Iterator[Case]:
    every = [f"S{number:03}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10)]
    signed = any(cell.endswith("/change") for cell in cells(edition))
    for value, code in (
        ("2018", "S005"),
        (f"{edition} ", "S005"),
        (2018, "S005"),
        (None, "S010"),
        ("", "S010"),
        (REMOVE, "S001"),
        (True, "S005"),
        ([edition], "S005"),
        ({}, "S005"),
    ):
        yield Case(
            id=f"S-{edition}-edition-{_id_part(value)}",
            zh=f"版本写成 {_value_text(value, '缺')}，无从判断",
            en=f"the edition is {_value_text(value, 'missing')}: nothing else can be decided",
            kind="undecided",
            codes=[one for one in every if one != code and (one != "S007" or signed)],
            topics=["editions"],
            edition=None,
            base=f"{edition}-busy",
            patch={"/edition": value, "/requests/received": 0},
            structural=[Structural(code, "/edition", demand_of_edition(), _summary(value))],
            since=EDITIONS[edition].since,
        )


def _edition_number(edition: str) -> Iterator[Case]:
    number = int(edition)
    yield Case(
        id=f"S005-{edition}-fail-edition-as-a-number",
        zh="版本写成数字：按该版检查，但写法不对",
        en="the edition as a number counts, and is a fault",
        kind="fail",
        codes=["S005"],
        topics=["editions"],
        edition=edition,
        base=f"{edition}-busy",
        patch={"/edition": number, "/requests/received/total": 0},
        structural=[Structural("S005", "/edition", edition, number)],
    )


def _documents() -> Iterator[Case]:
    """Yield documents that are not an object, or an empty one."""
    for text, value, code, pointer, demand in (
        ("{}", {}, "S001", "/edition", demand_of_edition()),
        ("[]", [], "S009", "", "object"),
        (f'[{{"edition": "{setting().examples}"}}]', [{}], "S009", "", "object"),
        ("null", None, "S010", "", "object"),
    ):
        yield Case(
            id=f"{code}-document-{_id_part(value)}",
            zh=f"整个文件是 {text}",
            en=f"the whole document is {text}",
            kind="fail",
            codes=[code],
            topics=["structure", "editions"],
            edition=None,
            text=text,
            means=value,
            structural=[Structural(code, pointer, demand, None if code == "S001" else _summary(value))],
        )
