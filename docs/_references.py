"""Common parts of the reference documents: their texts in both languages, and Markdown helpers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from gknb.standard.catalog import relation_files
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.standard.catalog import Catalog, Json
    from gknb.standard.form import Lang

__all__ = ["Page", "Row", "annotation", "code", "plain", "upper"]

Row: TypeAlias = dict[str, str]
"""A row of a table: the text of each column."""

WORDS: Final[dict[str, tuple[str, str]]] = {
    "generated": ("由 docs/build.py 生成，请勿手改", "made by docs/build.py; do not edit"),
    "language": ("[English]({other})", "[中文]({other})"),
    "form.title": ("{edition} 版格式：逐格说明", "The form of {edition}, cell by cell"),
    "form.files": (
        "程序读的是 [JSON Schema]({schema})；[零表]({zero})是各格填 0 的一份完整报告。",
        "Programs read the [JSON Schema]({schema}); the [zero report]({zero}) is complete, with 0 in every cell.",
    ),
    "form.names": (
        "各部分按表上的顺序排列。“名称”是检查结果里的叫法，“位置”是 JSON Pointer。没有注明“可不填”的，一项也不能少。",
        (
            "The parts follow the order of the form. The name is what findings call a place, above the Chinese of the "
            "form itself; the pointer is its JSON Pointer. Whatever is not marked optional is required."
        ),
    ),
    "form.rules": (
        "“规则”是用到这一格的规则，点代码看说明；有关{families}的规则处处适用，不再列出。",
        "The rules are those that use the cell; the rules on {families} apply everywhere and are not repeated.",
    ),
    "form.family": ("{title}（{link}）", "{title} ({link})"),
    "form.head": ("报告信息", "about the report"),
    "form.columns": ("每行的格：{title}", "The cells of a row: {title}"),
    "form.pointer": (
        "格的位置＝行的位置＋下面的位置，例如 {row}＋{column}。",
        "The pointer of a cell is that of its row followed by the one below, such as {row} + {column}.",
    ),
    "form.rows": ("各行", "The rows"),
    "form.size": (
        "共 {rows} 行，每行 {columns} 格。行和列的“规则”至少用到其中一格；每一格的见下面的全表。",
        (
            "{rows} rows of {columns} cells. The rules of a row or of a column use at least one of its cells; those "
            "of each cell are in the full table below."
        ),
    ),
    "form.all": ("全表：{cells} 格", "The full table: {cells} cells"),
    "name": ("名称", "name"),
    "pointer": ("位置", "pointer"),
    "meaning": ("填什么", "meaning"),
    "value": ("写法", "value"),
    "rules": ("规则", "rules"),
    "optional": ("{value}（可不填）", "{value} (optional)"),
    "and": ("、", ", "),
    "sentence": ("", " "),
    "rules.title": ("规则说明", "The rules"),
    "rules.intro": (
        "标准 {version} 版的全部规则。每条都是 [`schema/`](../schema/) 里的一条数据，检查程序照它判断，本页由它生成。",
        (
            "All relations of version {version} of the standard. Each one is an entry of data in "
            "[`schema/`](../schema/): the checker evaluates it, and this page is made from it."
        ),
    ),
    "rules.links": (
        "怎样判断，见[语义说明]({semantics})；哪一格用到哪些规则，见{forms}。",
        "How it is evaluated is told in the [semantics]({semantics}), and which cells have which rules in {forms}.",
    ),
    "rules.form": ("[{edition} 版格式]({link})", "[the form of {edition}]({link})"),
    "rules.severity": (
        "级别是“{error}”的，报告不合格；是“{warning}”的，请人核对，报告仍算合格。",
        "An {error} makes a report invalid; a {warning} asks somebody to look, and the report may still be valid.",
    ),
    "rules.truths": (
        "在每一处，规则的结果是{truths}之一：空白不是 0，补上什么会改变结果的，就是“{undecided}”。",
        (
            "At each place the result is one of {truths}: a blank is not 0, and where it matters what belongs there, "
            "the relation is {undecided}."
        ),
    ),
    "rules.messages": (
        "提示语和改法里的 {{…}} 会换成报告里的内容。每个例子下面是检查程序的原话，一行一条。",
        (
            "In a message or fix, {{…}} stands for what is in the report. Below each example is what a check says "
            "about it, one message a line."
        ),
    ),
    "code": ("代码", "code"),
    "title": ("要求", "title"),
    "message": ("提示语", "message"),
    "withdrawn": ("{title}（已撤销）", "{title} (withdrawn)"),
    "rules.versions": (
        "各版本之间每条规则的变化，见[标准各版本的变化]({versions})。",
        "What changed for each of them from version to version is listed in [versions]({versions}).",
    ),
    "versions.title": ("标准各版本的变化", "The versions of the standard"),
    "versions.intro": (
        "本页由 [`schema/`](../schema/) 中各版本的文件生成，列出每条规则从一个版本到下一个版本的变化。",
        "Generated from the files of each version under [`schema/`](../schema/): what changed for each relation.",
    ),
    "versions.records": (
        "新增、撤销、恢复、改名和改变要求的，均记有理由和依据；只改文字的不需记录。",
        (
            "A relation that is added, withdrawn, restored, renamed or demands something else has a recorded reason "
            "and basis; a change of wording needs none."
        ),
    ),
    "versions.frozen": (
        "已发布版本的文件不再改动；草稿仍可改动。",
        "The files of a released version never change; a draft may still change.",
    ),
    "versions.version": ("版本", "version"),
    "versions.status": ("状态", "status"),
    "versions.status.draft": ("草稿", "draft"),
    "versions.status.released": ("已发布", "released"),
    "versions.status.withdrawn": ("已撤回", "withdrawn"),
    "versions.date": ("日期", "date"),
    "versions.relations": ("规则", "relations"),
    "versions.added": ("新增", "added"),
    "versions.withdrawn": ("撤销", "withdrawn"),
    "versions.revived": ("恢复", "restored"),
    "versions.renamed": ("改名", "renamed"),
    "versions.changed": ("改变", "changed"),
    "versions.reworded": ("只改文字", "wording only"),
    "versions.change": ("变化", "change"),
    "versions.reason": ("理由", "reason"),
    "versions.heading": ("{version}（{status}）", "{version} ({status})"),
    "versions.draft": (
        "本版本是草稿，发布前仍可改动；默认使用最新的已发布版本。",
        "This version is a draft and may still change; the default is the newest released version.",
    ),
    "versions.first": ("第一个版本，规则有：{codes}。", "The first version, with the relations {codes}."),
    "versions.none": ("各条规则没有变化。", "No relation changed."),
    "versions.same-demand": ("数据的写法不同，要求相同", "the same demand, in other data"),
    "hints": ("提示", "hint"),
    "data": ("数据", "data"),
    "audit.title": ("规则集审计", "the rule set, audited"),
    "audit.intro": (
        "对标准 {standard} 版和一致性测试集 {suite} 版（{count} 例）的审计结果。",
        "What an audit of version {standard} of the standard and {suite} of the suite ({count} vectors) finds.",
    ),
    "audit.again": (
        "用 `python tests/audit` 可以重做，CI 每次都做；规则见[规则说明]({rules})。",
        "`python tests/audit` does it again, and so does CI each time; the relations are told in the [rules]({rules}).",
    ),
    "audit.mutation": (
        (
            "把每条规则的数据改错一点（少加一项、换个比较符、取错列……），如果测试集的答案都不变，就说明没有例子管住这一点。"
            "“删去后失败的例”是整条规则没有了会失败的例子数。"
        ),
        (
            "The data of each relation is made wrong in one small way: a term dropped, another comparator, the wrong "
            "column. Where every vector still has the expected answer, nothing holds that point in place. The vectors "
            "that fail without a relation are counted too."
        ),
    ),
    "audit.algebra.title": ("代数", "algebra"),
    "audit.algebra": (
        (
            "“总成立的等式”是没有适用条件的合计和平衡关系，逐处计算；其余的（不等式、有条件的）另算。"
            "一格写错“能定位”，是说由哪些关系不成立、差多少，就知道是这一格；“5 格之一”是说只知道是这一组里的某一格。"
        ),
        (
            "The equalities that always hold are the totals and balances without a condition, counted at each place; "
            "inequalities and relations with a condition are looked at apart. A single error is located where the "
            "relations that fail, and by how much, point to that cell and no other; one of 5 means that they point to "
            "a group of cells only."
        ),
    ),
    "audit.freeze": (
        "每个已发布版本的文件和用例都记着校验值；规则的新增、撤销和改动要写明理由和依据。",
        (
            "The files and vectors of every released version match their recorded hashes; a relation that is added, "
            "withdrawn or changed needs a record with reason and basis."
        ),
    ),
    "audit.stop": ("。", "."),
}
"""Texts of the documents, in Chinese and in English."""


def annotation(schema: Mapping[str, Json], key: str, lang: Lang) -> str:
    """Return an annotation of a schema in a language: ``title`` or ``x-title-en``, and so on."""
    text: str = schema[key if lang == "zh" else f"x-{key.removeprefix('x-')}-en"]
    return text


def plain(text: str) -> str:
    """Escape a text for a table cell; text in backticks stays code."""
    return re.sub(r"[\\|<*]", r"\\\g<0>", text).replace("\n", " ")


def code(text: str) -> str:
    """Return a text as code, escaped for tables."""
    return f"`{text}`".replace("|", "\\|")


def upper(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]


@dataclass(frozen=True)
class Page:
    """A document in one language."""

    catalog: Catalog
    lang: Lang

    def word(self, key: str, **details: object) -> str:
        """Return a text of the document."""
        return WORDS[key][0 if self.lang == "zh" else 1].format(**details)

    def file(self, name: str) -> str:
        """Return the file name of a document in the language of the page."""
        return f"{name}.zh-CN.md" if self.lang == "zh" else f"{name}.md"

    def start(self, name: str, title: str) -> Iterator[str]:
        """Yield the lines at the beginning of every document."""
        other = Page(self.catalog, "en" if self.lang == "zh" else "zh")
        yield from (f"<!-- {self.word('generated')} -->", "")
        yield from (f"# {title}", "")
        yield from (self.word("language", other=other.file(name)), "")

    def links(self, codes: Iterable[str]) -> str:
        """Return codes of relations or families, each linked to the rule reference."""
        return self.listed(f"[{one}]({self.file('rules')}#{one})" for one in sorted(codes))

    def listed(self, names: Iterable[str]) -> str:
        """Return a list of names."""
        return self.word("and").join(names)

    def severity(self, severity: str) -> str:
        """Return a severity in the language of the page."""
        return say(self.lang, f"text.severity.{severity}").strip()

    def sentences(self, *texts: str) -> str:
        """Return sentences as one paragraph."""
        return self.word("sentence").join(texts)

    def families(self) -> Iterator[Json]:
        """Yield the relation files of the set."""
        return map(self.catalog.json, relation_files(self.catalog.entry))

    def head(self, key: str) -> str:
        """Return the heading of a column or item; headings that are not in ``WORDS`` are those of ``gknb explain``."""
        return self.word(key) if key in WORDS else say(self.lang, f"explain.{key}")

    def table(self, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
        """Yield the lines of a table."""
        lines = [[self.head(column) for column in columns], ["---"] * len(columns)]
        lines += ([row[column] for column in columns] for row in rows)
        yield from (f"| {' | '.join(line)} |" for line in lines)
        yield ""
