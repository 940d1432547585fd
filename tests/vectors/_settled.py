"""Cases of what version 2.0.0 settles: names given more than twice, the order of findings, cells of other editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _case_builders import single_case, written
from _cases import REMOVE, Structural, dump, patched
from _editions import EDITIONS
from _oracle import TWO, cells, columns, rows
from _relations import blank

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from _cases import Case

__all__ = ["settled_cases"]

SINCE: Final = "2.0.0"
ORGAN: Final = '"name": "示例县统计局"'
CELL: Final = '"natural_person": 0'
RECEIVED: Final = "/requests/received"


def settled_cases() -> Iterator[Case]:
    """Yield all cases that version 2.0.0 adds."""
    for edition in EDITIONS:
        yield from _repeated(edition)
        yield from _order(edition)
        yield from _other_editions(edition)


def _case(edition: str, topic: str, what: str, words: tuple[str, str], codes: list[str], **rest: Any) -> Case:
    since = EDITIONS[edition].since or SINCE
    return single_case(what, edition, "fail", codes, *words, topic, since=since, **rest)


# Names given more than twice


def _repeated(edition: str) -> Iterator[Case]:
    zero, plain = BASES[f"{edition}-zero"], written(edition, {})
    organ = _member(plain, "organ", zero["organ"])
    named = organ.replace(ORGAN, f'"name": "甲", {ORGAN}')
    scope, natural = '"scope": "own"', f"{RECEIVED}/natural_person"

    def case(what: str, words: tuple[str, str], text: str, times: Mapping[str, int], **rest: Any) -> Case:
        """Return a case in which names are given again, each as often as ``times`` says."""
        again = [Structural("S006", pointer, 1, 2) for pointer, count in times.items() for _ in range(count)]
        rest = {"codes": ["S006"], "means": zero, **rest}
        rest["structural"] = [*rest.get("structural", ()), *again]
        return _case(edition, "repeated-names", f"repeated-{what}", words, text=text, **rest)

    words = ("出现四次，算三处", "given four times: three findings")
    yield case("four-times", words, plain.replace(scope, ", ".join([scope] * 4), 1), {"/scope": 3})
    words = ("出现三次，三次的值不同：以最后一个为准", "given three times with three values: the last one counts")
    text = plain.replace(CELL, f'"natural_person": "无", "natural_person": 4, {CELL}', 1)
    yield case("three-values", words, text, {natural: 2})
    words = ("出现三次，最后一个值与总计不符", "given three times, and the last value does not fit the total")
    text = plain.replace(CELL, f'{CELL}, {CELL}, "natural_person": 4', 1)
    means = patched(zero, {natural: 4})
    yield case("three-times-decides", words, text, {natural: 2}, codes=["S006", "T303"], means=means)
    words = ("出现三次，其中一次用转义写成", "given three times, once in escapes")
    text = plain.replace(scope, f'{scope}, "sc\\u006fpe": "own", {scope}', 1)
    yield case("three-times-escaped", words, text, {"/scope": 2})
    words = ("两层都有重复：各算一处", "given twice at two levels: a finding at each")
    yield case("at-two-levels", words, plain.replace(organ, f"{organ}, {named}", 1), {"/organ": 1, "/organ/name": 1})
    words = ("被后一个值取代的对象里的重复，也算", "a repetition in an object that a later value replaces counts")
    text = plain.replace(organ, f"{named}, {organ}", 1)
    yield case("in-a-replaced-object", words, text, {"/organ": 1, "/organ/name": 1})
    words = ("一个对象出现两次，每次里面都有重复", "an object given twice, with a repetition in each")
    text = plain.replace(organ, f"{named}, {named}", 1)
    yield case("in-both-objects", words, text, {"/organ": 1, "/organ/name": 2})
    words = (
        "多余的项出现三次：一处多余，两处重复",
        "an unknown member given three times: unknown once, repeated twice",
    )
    text = f'{{"x": 1, "x": 2, {plain[1:-1]}, "x": 3}}'
    unknown = [Structural("S002", "/x", "absent", 3)]
    means = patched(zero, {"/x": 3})
    yield case("unknown-three-times", words, text, {"/x": 2}, codes=["S002", "S006"], means=means, structural=unknown)
    words = ("扩展里的重复也算", "a repetition in extensions counts")
    inside = '"cn.gov.example": {"rows": [{"a": 1, "a": 2}, {"a": 1, "a": 2, "a": 3}]}'
    at = "/extensions/cn.gov.example/rows"
    means = patched(zero, {"/extensions": {"cn.gov.example": {"rows": [{"a": 2}, {"a": 3}]}}})
    text = f'{plain[:-1]}, "extensions": {{{inside}}}}}'
    yield case("in-extensions", words, text, {f"{at}/0/a": 1, f"{at}/1/a": 2}, means=means)


def _member(text: str, name: str, value: Any) -> str:
    """Return a member as it is written in a text on one line."""
    member = f'"{name}": {" ".join(dump(value).split())}'
    if text.count(member) != 1:
        raise AssertionError(member)
    return member


# The order of findings


def _order(edition: str) -> Iterator[Case]:
    def case(what: str, words: tuple[str, str], codes: list[str], patch: Mapping[str, Any], **rest: Any) -> Case:
        return _case(edition, "order", f"order-{what}", words, codes, patch=patch, **rest)

    def bad(pointers: Sequence[str]) -> dict[str, Any]:
        structural = [Structural("S004", pointer, "count", "无") for pointer in pointers]
        return {"patch": dict.fromkeys(pointers, "无"), "structural": structural}

    year = EDITIONS[edition].year
    words = ("表头、三张表各有结果，按表的次序报", "findings about the head and each table, in the order of the form")
    first, last = columns(edition)[0], columns(edition)[-1]
    table_2 = next(cell for cell in cells(edition) if cell.startswith(f"{TWO}/regulations/"))
    patch: dict[str, Any] = {
        "/review_and_litigation/litigation/direct/total": 3,
        f"/requests/carried_forward/{last}": 1,
        f"{RECEIVED}/{first}": 2,
        table_2: 1,
        "/published_on": f"{year}-06-30",
        "/organ/credit_code": "113208000413000004",
    }
    yield case("of-the-form", words, ["E102", "E104", "T201", "T301", "T303", "T401"], patch)
    words = ("合计一格不符两条关系：按代码的次序报", "one cell is first in three relations: in the order of the codes")
    total = "/requests/outcomes/total/total"
    yield case("of-the-codes", words, ["T301", "T302"], {total: 5})
    words = ("同一关系的几处：按行、再按列", "one relation at several places: by rows, then by columns")
    pointers = [f"{row}/{column}" for column in (last, first) for row in (rows(edition)[-1], rows(edition)[0])]
    yield case("of-the-cells", words, ["S004"], **bad(pointers))
    words = ("文件里各项次序颠倒，结果的次序不变", "members in reverse: the findings keep their order")
    wrong = patched(
        BASES[f"{edition}-busy"], {f"{RECEIVED}/total": 1, "/review_and_litigation/reconsideration/total": 1}
    )
    text = " ".join(dump(_reversed(wrong)).split("\n"))
    yield _case(edition, "order", "order-members-in-reverse", words, ["T301", "T303", "T401"], text=text, means=wrong)
    words = ("多余的项排在同一对象的已知各项之后", "unknown members come after all that is known in their object")
    unknown = {"/requests/a": 1, f"{RECEIVED}/z": 1, f"{RECEIVED}/b": 1, "/organ/x": 1, "/a": 1}
    blanks = {"/other_matters": "", "/requests/carried_forward/total": None, f"{RECEIVED}/total": None}
    structural = [
        *(Structural("S002", pointer, "absent", 1) for pointer in unknown),
        Structural("S010", "/other_matters", "text", ""),
        blank("/requests/carried_forward/total"),
        blank(f"{RECEIVED}/total"),
    ]
    yield case("unknown-last", words, ["S002", "S003", "S010"], {**unknown, **blanks}, structural=structural)
    words = ("缺的项排在它在表上的位置", "a missing member has its place in the form")
    pointers = ["/other_matters", f"{RECEIVED}/legal_person", "/scope"]
    named = dict(zip(pointers, ("other_matters", "legal_person", "scope"), strict=True))
    demands = {**named, "/scope": "own|consolidated", "/other_matters": "text"}
    structural = [Structural("S001", pointer, demand, None) for pointer, demand in demands.items()]
    yield case("missing", words, ["S001"], {**dict.fromkeys(pointers, REMOVE)}, structural=structural)
    yield from _order_of_repetitions(edition)


def _order_of_repetitions(edition: str) -> Iterator[Case]:
    words = ("重复的项也按表的次序", "repeated members in the order of the form as well")
    zero, plain = BASES[f"{edition}-zero"], written(edition, {})
    text = plain.replace('"overview": "无"', '"overview": "无", "overview": "无"').replace(ORGAN, f"{ORGAN}, {ORGAN}")
    text = text.replace(CELL, '"natural_person": 0, "natural_person": 4', 1)
    means = patched(zero, {f"{RECEIVED}/natural_person": 4})
    again = [f"{RECEIVED}/natural_person", "/overview", "/organ/name"]
    structural = [Structural("S006", pointer, 1, 2) for pointer in again]
    codes = ["S006", "T301", "T303"]
    yield _case(edition, "order", "order-repetitions", words, codes, text=text, means=means, structural=structural)


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(inner) for name, inner in reversed(value.items())}
    return value


# Cells of other editions

_FOREIGN: Final = (
    ("in-force", "T202", "normative_documents", {"in_force": 1, "issued": 9, "repealed": 0}),
    ("disclosed", "T203", "normative_documents", {"disclosed_total": 1, "disclosed": 9}),
    ("change", "T204", "licensing", {"items_last_year": 2, "change": -9}),
    ("procurement", "T205", "procurement", {"projects": 3, "amount": {"value": 0, "unit": "yuan"}}),
)
"""Values that violate a relation in the editions whose form has these cells."""


def _other_editions(edition: str) -> Iterator[Case]:
    for what, code, row, values in _FOREIGN:
        places = EDITIONS[edition].places
        if f"{TWO}/{row}" not in places:
            foreign: dict[str, Any] = {f"{TWO}/{row}": values}
        else:
            foreign = {f"{TWO}/{row}/{name}": value for name, value in values.items()}
            foreign = {pointer: value for pointer, value in foreign.items() if pointer not in places}
        if foreign:
            words = (f"另一版格式的格：{code} 不适用", f"cells of another edition: {code} does not apply")
            structural = [
                Structural("S002", pointer, "absent", "{…}" if isinstance(value, dict) else value)
                for pointer, value in foreign.items()
            ]
            yield _case(
                edition,
                "editions",
                f"foreign-cells-{what}",
                words,
                ["S002"],
                patch=foreign,
                structural=structural,
            )
