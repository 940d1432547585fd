"""Topics of vectors, and the kinds of vectors that a relation cannot have."""

from __future__ import annotations

from typing import Any, Final

__all__ = ["EXEMPT", "TOPICS"]

_SEMANTICS: Final = "docs/semantics.md"


def _topic(zh: str, en: str, why_zh: str, why_en: str, section: str) -> dict[str, Any]:
    return {"title": {"zh": zh, "en": en}, "why": {"zh": why_zh, "en": why_en}, "section": f"{_SEMANTICS}#{section}"}


TOPICS: Final[dict[str, dict[str, Any]]] = {
    "all-findings": _topic(
        "全部列出", "every finding",
        "多半是查出第一个问题就停了，或者每条关系只报一处。一份报告里的每一处都要报。",
        "It most likely stops at the first finding, or tells each relation only once. Every place at which a "
        "relation fails is a "
        "finding.",
        "what-is-reported",
    ),
    "blanks": _topic(
        "空白", "blanks",
        "多半把空白当作 0。空白是未知的件数：无论填什么都不成立才算不成立，否则是待定。",
        "It most likely takes a blank for 0. A blank is an unknown count: a relation fails only if nothing "
        "that could be written "
        "there satisfies it, and is undecided otherwise.",
        "evaluation",
    ),
    "causes": _topic(
        "出于同一原因的几格", "cells with one cause",
        "一份漏加、重加，或者下级汇总本身不对，牵连的几格要并成一个结果；说不准是哪一份的，逐格报。",
        "Where one report was left out or added twice, or one below is wrong itself, its cells are one finding; "
        "where it could be another one, each cell is told.",
        "against-a-roster",
    ),
    "conditions": _topic(
        "适用条件", "conditions",
        "多半没有看关系适用于哪些机关，或者在层级、类别用不了时硬作判断。",
        "It most likely applies a relation to organs that it is not about, or decides although level or kind "
        "cannot be used.",
        "conditions",
    ),
    "columns": _topic(
        "页面上的列", "columns of a page",
        "多半按位置把数放进列里，没有看列名是不是在列的上方，也没有数一数该有几个数。",
        "It most likely puts figures into columns by their place, without a look at whether the labels are above them, "
        "or at how many figures there should be.",
        "columns",
    ),
    "dates": _topic(
        "日期", "dates",
        "多半把截止日当天算作超期，或者用错了截止日。",
        "It most likely counts the last day as late, or takes the wrong deadline.",
        "the-named-kinds",
    ),
    "drafts": _topic(
        "草稿", "drafts",
        "草稿里 null 不是结构错误，但有关的关系仍是待定。",
        "In a draft a null is no fault of the structure; the relations that depend on it are undecided all the same.",
        "drafts",
    ),
    "editions": _topic(
        "版本", "editions",
        "版本取自 edition 一项；看不出版本时，除这一处外别的都不能判定。",
        "The edition is what /edition says; where it cannot be told, nothing but that can be decided.",
        "the-edition",
    ),
    "encodings": _topic(
        "编码", "encodings",
        "文件是 UTF-8（有无 BOM 都可以），否则是 GB18030。",
        "A file is UTF-8, with or without a byte order mark, or else GB18030.",
        "the-document",
    ),
    "exact-numbers": _topic(
        "精确的数", "exact numbers",
        "多半用了浮点数。数是任意长的十进制数：2^53 以上也要分得清，3.0 就是 3，0.1＋0.2 就是 0.3。",
        "It most likely uses floating point. Numbers are decimals of any length: exact beyond 2^53, 3.0 is "
        "3, and 0.1 + 0.2 is 0.3.",
        "the-document",
    ),
    "figures": _topic(
        "页面上的数", "figures of a page",
        "多半从一格的文字里挑出数字：约数、范围、划去的数都不是填写的数。",
        "It most likely picks the digits out of a cell: an approximate figure, a range or a struck figure is none.",
        "figures-of-a-page",
    ),
    "heads": _topic(
        "页面的抬头", "heads of pages",
        "多半取了第一个像题名、像日期的文字：页眉、链接、更新时间都不算，文件没有写明的也不猜。",
        "It most likely takes the first text that looks like a title or a date: print headers, links and other dates "
        "do not count, and what the file does not state is not guessed.",
        "the-head-of-a-page",
    ),
    "lost-order": _topic(
        "次序打乱的文字", "texts without their order",
        "数字不在行名旁边的，不知道是哪一行的，一格也不能取。",
        "Where figures are not beside the names of their rows, nobody knows whose they are: none may be taken.",
        "when-the-order-is-lost",
    ),
    "names": _topic(
        "名称和次序", "names and order",
        "多半依赖各项的次序，或者把 __proto__ 之类的名称当作自己的，或者读了扩展里的内容。",
        "It most likely depends on the order of members, trips over names such as __proto__, or reads what "
        "is in extensions.",
        "what-is-reported",
    ),
    "order": _topic(
        "结果的次序", "the order of findings",
        "多半按规则、或者按文件里的次序列出结果。结果按第一个格在表上的次序列出，同一格的按代码；多余的项排在所在对象的最后。",
        "It most likely lists findings by relation, or in the order of the document. They are in the order of the "
        "form, by their first cell, then by code; an unknown member comes last in its object.",
        "what-is-reported",
    ),
    "printed-editions": _topic(
        "页面的格式版本", "editions of pages",
        "多半按年度取格式版本。格式版本由印出的行名和列名决定。",
        "It most likely takes the edition from the year. The printed labels tell the edition.",
        "the-edition-of-a-page",
    ),
    "repeated-names": _topic(
        "重复的名称", "repeated names",
        "多半用了会悄悄丢掉重复项的 JSON 读取器。第一次之后的每一次都是一处错误，并以最后一个值为准。",
        "It most likely reads JSON with a parser that drops repeated names in silence. Each occurrence "
        "after the first is a finding, and the last value counts.",
        "the-document",
    ),
    "roll-ups": _topic(
        "汇总", "roll-ups",
        "汇总报告的某一格多加、少加了一份，或者加了不该加的：按名册找出所汇总的各份，缺的、重复的是未知数。",
        "A sum has a report too many or too few: the roster says what is consolidated, and what is missing or there "
        "twice is an unknown.",
        "against-a-roster",
    ),
    "rosters": _topic(
        "名册", "rosters",
        "多半没有按代码、名称、别名认出机关，或者没有看哪些年度算数、每个年度应有哪几份。",
        "It most likely does not tell organs by code, name and alias, or which years count and what is owed on each.",
        "against-a-roster",
    ),
    "rows": _topic(
        "页面上的行", "rows of a page",
        "多半按行名相近取行，没有看编号、组名和前后的行，或者同名的行取了第一行。",
        "It most likely takes rows by the likeness of labels alone, without their numbers, groups and neighbours, or "
        "the first of several rows of one name.",
        "rows",
    ),
    "sections": _topic(
        "页面的部分", "sections of a page",
        "标题的说法不一，但六个部分都要找到；找不到的要报。",
        "Headings come in many wordings; all six sections are looked for, and a missing one is reported.",
        "printed-lines",
    ),
    "structure": _topic(
        "结构", "structure",
        "每一处结构错误报一次，归入第一条合适的规则；下面的内容不再报。",
        "Each place at which the schema fails is one finding, of the first relation that fits; nothing is "
        "reported below it.",
        "structure",
    ),
    "sums": _topic(
        "勾稽关系", "sums",
        "某个合计多算、漏算了一项，或者用错了行列。",
        "A sum has a term too many or too few, or is taken over the wrong row or column.",
        "linear-relations",
    ),
    "text": _topic(
        "文字形式的表", "tables as text",
        "表可以是竖线、制表符、空格分隔的文字，也可以每行一个值；数要按个数放进列里。",
        "A table may be text with bars, tabs or spaces, or one value a line; figures are counted into their columns.",
        "printed-lines",
    ),
    "units": _topic(
        "金额的单位", "units of amounts",
        "金额要折成同一单位再加；没有可用单位的是未知数。",
        "Amounts are summed in one unit; one without a usable unit is unknown.",
        "against-a-roster",
    ),
    "unreadable": _topic(
        "读不了", "unreadable texts",
        "不是 JSON 的文本没有任何结果，只报告读不了：valid 为 false，error 不为 null。",
        "A text that is not JSON has no findings: it is reported as unreadable, with valid false and an "
        "error that is not null.",
        "the-document",
    ),
    "who-is-who": _topic(
        "哪些报告是一个机关的", "which reports are of one organ",
        "名称不计空白和全角半角；代码相同的也是一个机关，可以一环扣一环；口径不同的不在一起比。",
        "Names are compared without white space and width; one code means one organ, through further reports as well; "
        "other scopes are not compared.",
        "year-over-year",
    ),
    "years": _topic(
        "逐年对照", "year over year",
        "多半没有找到上年的报告，或者比了上年格式里没有的格。",
        "It most likely did not find last year's report, or compared what last year's form does not have.",
        "year-over-year",
    ),
}  # fmt: skip


def _exempt(code: str, kind: str, zh: str, en: str) -> dict[str, Any]:
    return {"code": code, "kind": kind, "reason": {"zh": zh, "en": en}}


EXEMPT: Final[list[dict[str, Any]]] = [
    _exempt(
        "S006",
        "undecided",
        "名称有没有重复，看原文就知道，总能判定。",
        "Whether a name is repeated can be seen in the text: it is always decided.",
    ),
    *(
        _exempt(
            code,
            "undecided",
            "有哪些报告、是谁的、是哪个年度的，不看格里的数，总能判定。",
            "Which reports there are, of whom and of which year, no cell tells: it is always decided.",
        )
        for code in ("Y607", "Y608", "R702", "R703", "R704", "R705", "R706")
    ),
    *(
        _exempt(
            f"X{number:03}",
            kind,
            "由读取公布页面的程序报出，没有待定，也没有界限。",
            "It is reported by whoever reads a published page; it is never undecided and has no limit value.",
        )
        for number in range(1, 15)
        for kind in ("undecided", "boundary")
    ),
]
