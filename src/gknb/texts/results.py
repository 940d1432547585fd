"""What surrounds findings in the output: values, sums, verdicts, counts."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "value.and-later": ("{low} 及以后", "{low} and later"),
    "value.comma": ("，", ", "),
    "sum.plus": ("＋", " + "),
    "sum.minus": ("－", " - "),
    "sum.equals": ("{text}＝{total}", "{text} = {total}"),
    "sum.count": ("{count} 格之和", "the sum of {count} cells"),
    "sum.blanks": ("{count} 格空白", "{count} blank"),
    "sum.bounded": ("{text}（{bound}）", "{text} ({bound})"),
    "text.document": ("（文件内容）", "(document)"),
    "text.year": ("{year} 年度", "year {year}"),
    "text.edition": ("{edition} 版格式", "form of {edition}"),
    "text.valid": ("合格：{parts}", "valid: {parts}"),
    "text.valid.blank": ("未见错误，还有 {blank} 格空白：{parts}", "no errors so far, {blank} cell{s} blank: {parts}"),
    "text.more": ("{listed}……等 {count} 格", "{listed} … {count} cells"),
    "text.invalid": ("不合格：{parts}", "invalid: {parts}"),
    "text.count.error": ("{count} 处错误", "{count} error{s}"),
    "text.count.warning": ("{count} 处提醒", "{count} warning{s}"),
    "text.count.info": ("{count} 处说明", "{count} note{s}"),
    "text.count.accepted": ("{count} 处已接受", "{count} accepted"),
    "text.count.undecided": (
        "{count} 处关系因空白或填写有误无法判断",
        "{count} relation{s} undecided because of blank or unusable cells",
    ),
    "text.count.satisfied": ("{count} 处关系成立", "{count} relation{s} satisfied"),
    "text.severity.error": ("错误", "error  "),
    "text.severity.warning": ("提醒", "warning"),
    "text.severity.info": ("说明", "info   "),
    "text.blank": ("（空白）", "(blank)"),
    "text.group": ("{table}：{title}，{count} 处（{rows}）", '{table}: {count} × "{title}" ({rows})'),
    "text.group.more": (
        "{table}：{title}，{count} 处（{rows}……等 {all} 项；--verbose 逐格列出）",
        '{table}: {count} × "{title}" ({rows} … {all} items; --verbose lists each cell)',
    ),
    "text.fix": ("改法：{text}", "fix: {text}"),
    "text.basis": ("依据：{text}", "basis: {text}"),
    "text.hint": ("提示：{text}", "hint: {text}"),
    "text.no-edition": ("版本不明，其余规则都无法判断", "the edition is unknown, so no other relation can be decided"),
    "text.undecided": ("因空白或填写有误无法判断：", "undecided because of blank or unusable cells:"),
    "text.places": ("（{count} 处）", " ({count} place{s})"),
    "text.summary": (
        "共 {all} 份：合格 {valid}，不合格 {invalid}，读不出 {unreadable}",
        "{all} reports: {valid} valid, {invalid} invalid, {unreadable} unreadable",
    ),
    "text.by-relation": ("各规则的问题数：", "findings by relation:"),
    "text.slowest": ("用时最长：{file}（{time}）", "slowest: {file} ({time})"),
    "truth.satisfied": ("成立", "satisfied"),
    "truth.violated": ("不成立", "violated"),
    "truth.undecided": ("无法判断", "undecided"),
}
