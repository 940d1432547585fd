"""What the page says besides findings."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "html.title": (
        "政府信息公开工作年度报告检查结果",
        "Annual reports on information disclosure: what the check found",
    ),
    "html.report": ("{year}年政府信息公开工作年度报告", "Annual report on government information disclosure, {year}"),
    "html.report.year": ("政府信息公开工作年度报告", "Annual report on government information disclosure"),
    "html.nameless": ("（未写机关名称）", "(organ not named)"),
    "html.skip": ("跳到内容", "skip to the content"),
    "html.top": ("↑ 页首", "↑ top"),
    "html.valid": ("合格", "valid"),
    "html.blank": ("未见错误，但有空白", "no errors so far, but blanks"),
    "html.invalid": ("不合格", "invalid"),
    "html.unreadable": ("读不出", "unreadable"),
    "html.verdict": ("结论", "verdict"),
    "html.by": ("gknb {version} 检查", "checked by gknb {version}"),
    "html.blank.cells": ("空白或不能用的格", "blank or unusable cells"),
    "html.satisfied": ("成立的关系", "relations satisfied"),
    "html.legend": ("图例", "Key"),
    "html.legend.involved": ("相关的格", "cell involved"),
    "html.empty": ("空白", "blank"),
    "html.missing": ("缺少", "missing"),
    "html.elsewhere": ("表格以外的位置", "Places that the form does not have"),
    "html.elsewhere.more": (
        "……另有 {count} 处，其他格式的输出逐一列出",
        "… and {count} more; every other format lists them",
    ),
    "html.document": ("报告内容", "The document"),
    "html.findings": ("问题", "Findings"),
    "html.findings.in": ("问题：{title}", "Findings: {title}"),
    "html.table": ("表格：{title}", "Table: {title}"),
    "html.clean": ("这一部分未发现问题。", "Nothing found in this section."),
    "html.mark": ("第 {number} 条（{severity}）", "finding {number} ({severity})"),
    "html.mark.involved": ("与第 {number} 条有关", "involved in finding {number}"),
    "html.marks.more": ("＋{count}", "+{count}"),
    "html.times": ("{count} 处", "× {count}"),
    "html.expected": ("应为", "expected"),
    "html.actual": ("实为", "actual"),
    "html.involved": ("涉及 {count} 格", "{count} cells"),
    "html.at": ("第 {line} 行第 {column} 列", "line {line}, column {column}"),
    "html.undecided": ("{count} 处关系无法判断（空白或填写有误）", "{count} undecided (blank or unusable cells)"),
    "html.undecided.all": ("{count} 条规则无法判断", "{count} relations undecided"),
    "html.explanations": ("说明", "Explanations"),
    "html.more": ("全文 {count} 字", "full text, {count} characters"),
    "html.reports": ("全部报告", "Reports"),
    "html.reports.count": ("报告", "reports"),
    "html.relations": ("各规则的问题", "Findings by relation"),
    "html.count": ("处数", "count"),
    "html.sort": ("点击列名可排序", "Click a column's name to sort"),
    "html.page": ("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
}
