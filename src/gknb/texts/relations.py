"""Relations spelled out for people."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "explain.severity": ("级别", "severity"),
    "explain.editions": ("适用版本", "editions"),
    "explain.since": ("始于", "since"),
    "explain.basis": ("依据", "basis"),
    "explain.why": ("为什么", "why"),
    "explain.says": ("关系", "relation"),
    "explain.fix": ("改法", "fix"),
    "explain.parameters": ("参数", "parameters"),
    "explain.examples": ("例子：", "examples:"),
    "explain.row": ("{name}：{text}", "{name}: {text}"),
    "explain.basis.stated": ("{citation}（明文规定）", "{citation} (stated)"),
    "explain.basis.derived": ("{citation}（由含义推出）", "{citation} (derived)"),
    "explain.basis.plausibility": ("{citation}（常理）", "{citation} (plausibility)"),
    "example.zero": ("{edition} 版零表", "zero report of {edition}"),
    "example.set": ("{label} ＝ {value}", "{label} = {value}"),
    "example.remove": ("去掉 {label}", "without {label}"),
    "example.draft": ("{edition} 版零表（草稿）", "zero report of {edition}, as a draft"),
    "example.page": ("印出来的一页 {edition} 版报告", "a published page on the form of {edition}"),
    "example.report": ("{name}的报告", "report of {name}"),
    "example.report.with": ("{report}：{parts}", "{report}: {parts}"),
    "example.roster": ("名册：{names}", "roster: {names}"),
    "example.last": ("上年报告：{report}", "last year's report: {report}"),
    "example.then": ("本年报告：{report}", "this year's: {report}"),
    "example.more": ("……另有 {count} 条", "… and {count} more"),
    "relation.for-each": ("每一{place}（{count} 处）：{text}", "for each {place} ({count}): {text}"),
    "relation.when": ("{text}（仅当：{when}）", "{text} (only when: {when})"),
    "relation.or": ("；或 ", "; or "),
    "relation.and": (" 且 ", " and "),
    "relation.date": ("{value} {comparator} {limits}", "{value} {comparator} {limits}"),
    "relation.limit": ("报告年度的 {day}{when}", "{day} of the reporting year{when}"),
    "relation.limit.later": (
        "报告年度＋{plus} 的 {day}{when}",
        "{day} of the year + {plus}{when}",
    ),
    "relation.range": ("{value}：{ranges}", "{value}: {ranges}"),
    "relation.check-digit": (
        "{value}的末位 ＝（{modulus} －（前面各位在字符表中的序号 × 权）之和 mod {modulus}）mod {modulus} 对应的字符",
        "the last character of {value} is number ({modulus} - (sum of place in the alphabet x weight) mod {modulus}) mod {modulus} of the alphabet",
    ),
    "relation.zero-together": ("{cells} 同为 0，或同为正数", "{cells} are both 0, or both positive"),
    "relation.structure": ("符合 JSON Schema：{parts}", "the JSON Schema is satisfied: {parts}"),
    "relation.structure.keywords": ("关键字 {names}", "keywords {names}"),
    "relation.structure.definitions": ("定义 {names}", "definitions {names}"),
    "relation.structure.blank": ("不空白", "not blank"),
    "relation.structure.and": ("；", "; "),
    "relation.reading": (
        "从公布的页面读取时才有；只看文档，没有可说的",
        "told when a published page is read; of a document alone it says nothing",
    ),
    "relation.duplicate-key": (
        "源文件中同一对象里的名称不重复",
        "no name occurs twice in one object of the source",
    ),
}
