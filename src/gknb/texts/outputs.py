"""What the formats for services and spreadsheets say besides findings."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "accepted.explained": ("［已说明：{reason}（{by}，{on}）］", "[accepted: {reason} ({by}, {on})]"),
    "accepted.baseline": ("［基线中已有］", "[accepted: in the baseline]"),
    "rule.unreadable": ("读不出", "cannot be read"),
    "rule.unreadable.why": (
        "读不出的文件无法检查，里面有没有错误也就不知道。",
        "A file that cannot be read is not checked, so nobody knows what is wrong in it.",
    ),
    "rule.unreadable.fix": (
        "按说明改正文件；`gknb new` 可写出一份完整的空表。",
        "Correct the file as the message says; `gknb new` writes a complete form.",
    ),
    "rule.explanation": ("说明不起作用", "an explanation does not work"),
    "rule.explanation.why": (
        "说明只能用于提醒，须写全，并对应仍然存在的提醒；否则会掩盖以后的问题。",
        "An explanation accepts a warning that is still there, and is complete; any other would hide what comes later.",
    ),
    "rule.explanation.fix": ("按说明改正或删去。", "Correct or remove it, as the message says."),
    "rule.repair": ("最可能的错处", "likeliest mistake"),
    "rule.repair.why": (
        "关系不成立时，改动最少、最像人会犯的错的那几格最可能写错。这是推测，不会自动改。",
        "Where relations do not hold, the fewest cells that a common mistake explains are likeliest wrong. A hypothesis; nothing is changed by itself.",
    ),
    "rule.repair.fix": (
        "与原始记录核对；`gknb repair` 可写出改好的副本。",
        "Compare it with the records; `gknb repair` writes a corrected copy.",
    ),
    "rule.why": ("理由：{text}", "why: {text}"),
    "verdict.nothing": ("未发现问题", "nothing found"),
    "output.accepted": ("{count} 处已接受", "{count} accepted"),
    "output.more": ("……另有 {count} 项", "… and {count} more"),
    "sarif.root": ("运行检查的文件夹", "the folder that the check ran in"),
    "sarif.unreadable": ("有 {count} 份读不出，没有检查", "{count} input{s} could not be read, and so not checked"),
    "junit.more": ("{message}（另有 {count} 处）", "{message} (and {count} more)"),
    "junit.blank": ("因空白无法判断：{cells}", "undecided because of blank cells: {cells}"),
    "junit.undecided": ("因填写有误无法判断", "undecided because of unusable cells"),
    "github.limit": (
        "GitHub 每个步骤每类只显示 {shown} 条标注；全部内容见本日志和摘要",
        "GitHub shows {shown} annotations of each kind for a step; this log and the summary have all of them",
    ),
    "markdown.colon": ("：", ": "),
    "markdown.omitted": (
        "篇幅有限，另有 {count} 份未列出；全部内容见其他格式的输出。",
        "{count} more reports did not fit here; every other format has them.",
    ),
    "csv.file": ("文件", "file"),
    "csv.organ": ("机关", "organ"),
    "csv.reporting_year": ("年度", "year"),
    "csv.edition": ("版本", "edition"),
    "csv.severity": ("程度", "severity"),
    "csv.code": ("规则", "code"),
    "csv.title": ("规则内容", "rule"),
    "csv.message": ("问题", "message"),
    "csv.label": ("表格位置", "cell"),
    "csv.value": ("填写", "value"),
    "csv.expected": ("应为", "expected"),
    "csv.actual": ("实为", "actual"),
    "csv.line": ("行", "line"),
    "csv.column": ("列", "column"),
    "csv.pointer": ("指针", "pointer"),
    "csv.fix": ("改法", "fix"),
    "csv.hints": ("提示", "hints"),
    "csv.basis": ("依据", "basis"),
    "csv.accepted": ("已接受", "accepted"),
    "csv.error": ("错误", "errors"),
    "csv.warning": ("提醒", "warnings"),
    "csv.info": ("说明", "notes"),
    "csv.undecided": ("无法判断", "undecided"),
}
