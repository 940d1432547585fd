"""Cases of reading: member names and their order, extensions, encodings, drafts, repeated names, invalid texts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from _bases import BASES
from _case_builders import single_case, written
from _cases import REMOVE, Case, Structural, dump, patched
from _editions import EDITIONS, setting
from _oracle import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["reading_cases"]


def reading_cases() -> Iterator[Case]:
    """Yield all cases of reading."""
    for edition in EDITIONS:
        yield from _names(edition)
        yield from _order_and_extensions(edition)
        yield from _encodings(edition)
        yield from _drafts(edition)
        yield from _repeated(edition)
    yield from _unreadable()


# Names, order, extensions


def _names(edition: str) -> Iterator[Case]:
    for what, name in (
        ("astral", "𠮷野县人民政府"),
        ("combining", "e\u0301"),
        ("right-to-left", "\u05d0\u05d1"),
        ("quotes", '甲"乙\\丙'),
    ):
        yield single_case(
            f"organ-named-{what}",
            edition,
            "pass",
            ["S005"],
            f"机关名称 {name}",
            f"an organ named {name}",
            "names",
            patch={"/organ/name": name},
        )
    text = written(edition, {"/organ/name": "甲"}).replace('"甲"', '"\\u7532\\ud842\\udfb7"')
    yield single_case(
        "organ-named-in-escapes",
        edition,
        "pass",
        ["S005"],
        "机关名称用 \\u 转义写成",
        "a name written in escapes",
        "names",
        text=text,
        means=patched(BASES[f"{edition}-zero"], {"/organ/name": "甲𠮷"}),
    )


def _reversed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reversed(inner) for name, inner in reversed(value.items())}
    return value


def _order_and_extensions(edition: str) -> Iterator[Case]:
    wrong = patched(BASES[f"{edition}-busy"], {"/requests/received/total": 1})
    yield single_case(
        "members-in-reverse",
        edition,
        "fail",
        ["T301", "T303"],
        "各项次序颠倒，结果不变",
        "members in reverse order",
        "names",
        text=dump(_reversed(wrong)).replace("\n", " "),
        means=wrong,
    )
    extensions = {
        "cn.gov.example": {"other_documents": -5, "total": "x", "requests": {"received": {"total": 9}}},
        "x.y-1": [None, Decimal("0.1")],
    }
    for base, kind in (("zero", "pass"), ("busy", "pass")):
        yield Case(
            id=f"extensions-are-not-read-{base}-{edition}",
            zh="扩展里写什么都不影响国家规则",
            en="nothing in extensions matters to the national relations",
            kind=kind,
            codes=["S002"],
            topics=["names"],
            edition=edition,
            base=f"{edition}-{base}",
            patch={"/extensions": extensions},
        )


def _encodings(edition: str) -> Iterator[Case]:
    zero = BASES[f"{edition}-zero"]
    for what, encoding in (("with-a-byte-order-mark", "utf-8-sig"), ("in-gb18030", "gb18030")):
        yield single_case(
            f"text-{what}",
            edition,
            "pass",
            ["S005"],
            f"文件编码为 {encoding}",
            f"the file is in {encoding}",
            "encodings",
            text=written(edition, {}),
            means=zero,
            encoding=encoding,
        )
        wrong = {"/requests/received/total": 1}
        yield single_case(
            f"wrong-text-{what}",
            edition,
            "fail",
            ["T301", "T303"],
            f"文件编码为 {encoding}，有一格不对",
            f"the file is in {encoding}, one cell is wrong",
            "encodings",
            text=written(edition, wrong),
            means=patched(zero, wrong),
            encoding=encoding,
        )
    yield single_case(
        "spaces-and-tabs",
        edition,
        "pass",
        ["S001"],
        "值之间有空格和制表符",
        "spaces and tabs between values",
        "encodings",
        text=" \t" + written(edition, {}).replace(": ", " \t:\t ") + "\t ",
        means=zero,
    )


# Drafts


def _drafts(edition: str) -> Iterator[Case]:
    pointer = "/requests/received/natural_person"
    draft: dict[str, Any] = {"draft": True}
    yield single_case(
        "draft-blank-cell",
        edition,
        "undecided",
        ["T301", "T303"],
        "草稿：空格不算错，关系待定",
        "in a draft a blank is no fault, and leaves relations open",
        "drafts",
        patch={pointer: None},
        **draft,
    )
    undecided = ["T201", "T301", "T302", "T303", "T401"]
    yield single_case(
        "draft-every-cell-blank",
        edition,
        "undecided",
        undecided,
        "草稿：全部空白",
        "a draft with every cell blank",
        "drafts",
        patch=dict.fromkeys(cells(edition)),
        **draft,
    )
    yield single_case(
        "draft-blank-decides",
        edition,
        "fail",
        ["T303"],
        "草稿：空白＋3＝2 不成立",
        "a draft: blank + 3 = 2 fails",
        "drafts",
        patch={pointer: None, "/requests/received/legal_person/other": 3, "/requests/received/total": 2},
        **draft,
    )
    for value, code in (("", "S003"), ("/", "S004"), (-1, "S004"), (REMOVE, "S001")):
        what = {"": "empty-text", "/": "slash", -1: "negative", REMOVE: "missing"}[value]
        yield single_case(
            f"draft-bad-value-{what}",
            edition,
            "fail",
            [code],
            f"草稿里也不行：{what}",
            f"not even in a draft: {what}",
            "drafts",
            patch={pointer: value},
            structural=[Structural(code, pointer, "count", None if value is REMOVE else value)],
            **draft,
        )
    texts = ("/overview", "/problems_and_improvements", "/other_matters")
    yield single_case(
        "draft-blank-texts",
        edition,
        "pass",
        ["S010"],
        "草稿：文字部分空着",
        "a draft without its texts",
        "drafts",
        patch=dict.fromkeys(texts),
        **draft,
    )
    yield single_case(
        "draft-blank-code",
        edition,
        "undecided",
        ["E104"],
        "草稿：统一社会信用代码空着",
        "a draft with a blank credit code",
        "drafts",
        patch={"/organ/credit_code": None},
        **draft,
    )
    name = "/organ/name"
    yield single_case(
        "draft-blank-name",
        edition,
        "fail",
        ["S010"],
        "草稿也要有机关名称",
        "a draft needs the name of the organ",
        "drafts",
        patch={name: None},
        structural=[Structural("S010", name, "string", None)],
        **draft,
    )


# Repeated names


def _repeated(edition: str) -> Iterator[Case]:
    zero = BASES[f"{edition}-zero"]
    plain = written(edition, {})
    for what, old, new, pointer, means in (
        ("scope", '"scope": "own"', '"scope": "consolidated", "scope": "own"', "/scope", {}),
        ("scope-last-counts", '"scope": "own"', '"scope": "all", "scope": "own"', "/scope", {}),
        ("same-value", '"overview": "无"', '"overview": "无", "overview": "无"', "/overview", {}),
        ("escaped", '"overview": "无"', '"overview": "无", "o\\u0076erview": "一"', "/overview", {"/overview": "一"}),
        ("name", '"name": "示例县统计局"', '"name": "甲", "name": "示例县统计局"', "/organ/name", {}),
    ):
        yield single_case(
            f"repeated-{what}",
            edition,
            "fail",
            ["S006"],
            f"{pointer} 出现两次",
            f"{pointer} is given twice",
            "repeated-names",
            text=plain.replace(old, new, 1),
            means=patched(zero, means),
            structural=[Structural("S006", pointer, 1, 2)],
        )
    yield single_case(
        "repeated-three-times",
        edition,
        "fail",
        ["S006"],
        "出现三次，算两处",
        "given three times: two findings",
        "repeated-names",
        text=plain.replace('"scope": "own"', '"scope": "own", "scope": "own", "scope": "own"', 1),
        means=zero,
        structural=[Structural("S006", "/scope", 1, 2)] * 2,
    )
    yield single_case(
        "repeated-cell-decides",
        edition,
        "fail",
        ["S006", "T303"],
        "同一格写两次，后一个算数",
        "a cell given twice: the last one counts",
        "repeated-names",
        text=plain.replace('"natural_person": 0', '"natural_person": 0, "natural_person": 4', 1),
        means=patched(zero, {"/requests/received/natural_person": 4}),
        structural=[Structural("S006", "/requests/received/natural_person", 1, 2)],
    )
    yield single_case(
        "same-name-in-two-objects",
        edition,
        "boundary",
        ["S006"],
        "不同对象里的同名项不算重复",
        "the same name in two objects is no repetition",
        "repeated-names",
        text=plain,
        means=zero,
    )


def _unreadable() -> Iterator[Case]:
    edition = setting().examples
    plain = written(edition, {})
    for what, text in (
        ("truncated", plain[:-40]),
        ("truncated-in-a-text", plain[: plain.index("统计")]),
        ("trailing-comma", plain[:-1] + ",}"),
        ("two-documents", f"{plain} {plain}"),
        ("not-a-number", plain.replace('"natural_person": 0', '"natural_person": NaN', 1)),
        ("infinity", plain.replace('"natural_person": 0', '"natural_person": Infinity', 1)),
        ("leading-zero", plain.replace('"natural_person": 0', '"natural_person": 012', 1)),
        ("plus-sign", plain.replace('"natural_person": 0', '"natural_person": +1', 1)),
        ("single-quotes", f"{{'edition': '{edition}'}}"),
        ("comment", f'{{"edition": "{edition}" /* {edition} */}}'),
        ("lone-surrogate", plain.replace("示例县统计局", "\\ud842")),
        ("control-character", plain.replace("示例县统计局", "甲\u0001")),
        ("full-width-comma", plain.replace(", ", "，", 1)),
        ("open-bracket", "["),
    ):
        yield Case(
            id=f"unreadable-{what}",
            zh=f"不是 JSON：{what}",
            en=f"not JSON: {what}",
            kind="fail",
            codes=[],
            topics=["unreadable"],
            edition=None,
            text=text,
            unreadable=True,
        )
