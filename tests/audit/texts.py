"""The sentences of the audit, in Chinese and in English."""

from __future__ import annotations

from typing import Final

__all__ = ["say"]

_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "audit.about": (
        "审计规则集：变异、代数、冻结",
        "audit the rule set itself: mutation, algebra, freeze",
    ),
    "audit.parts": (
        "只审计这几项：mutation 变异、algebra 代数、freeze 冻结；默认全部",
        "only these: mutation, algebra, freeze; by default all of them",
    ),
    "audit.part": ("没有 {part} 这一项；有 {parts}", "there is no part {part}; there are {parts}"),
    "audit.format": ("text 给人看，json 给程序用", "text for people, json for machines"),
    "audit.verbose": ("逐格、逐种变异列出", "list every cell and every kind of mutant"),
    "audit.epilog": (
        "mutation：把每条规则改错一点，看测试集能不能发现。\nalgebra：规则之间有没有矛盾，谁能推出谁，一格写错查不查得出、能不能定位。\nfreeze：已发布的文件和用例有没有变过，规则的增减有没有记录。\n退出码：0 都没有问题；1 有问题；2 读不出或用法不对；130 被中断。",
        "mutation: each relation is made wrong in one small way; does the suite notice?\nalgebra: do the relations contradict each other, which follow from others, which single errors can be detected and located?\nfreeze: is what was released still the same, and is every relation that came or went recorded?\nexit codes: 0 nothing wrong; 1 something is; 2 unreadable files or wrong usage; 130 interrupted",
    ),
    "audit.heading": (
        "规则集审计 · 标准 {standard} · 测试集 {version}（{count} 例）",
        "audit of the rule set · standard {standard} · suite {version} ({count} vectors)",
    ),
    "audit.mutation": ("变异", "mutation"),
    "audit.algebra": ("代数（{edition} 版）", "algebra of edition {edition}"),
    "audit.freeze": ("冻结", "freeze"),
    "audit.mutation.all": (
        "{count} 处改动，全部被测试集发现（100%）",
        "{count} mutants, all caught by the suite (100%)",
    ),
    "audit.mutation.some": (
        "{count} 处改动，{survivors} 处没有被测试集发现（发现 {share}%）：",
        "{count} mutants, {survivors} not caught by the suite ({share}% caught):",
    ),
    "audit.mutation.survivor": ("{code} 未发现：{operator}{where}", "{code} survives: {operator}{where}"),
    "audit.mutation.where": ("（{where}）", " ({where})"),
    "audit.mutation.unheld": (
        "{code} 删去后没有一例失败：它在测试集里等于不存在",
        "{code} can be deleted without any vector failing: for the suite it does not exist",
    ),
    "audit.mutation.code": ("代码", "code"),
    "audit.mutation.mutants": ("改动", "mutants"),
    "audit.mutation.missed": ("删去后失败的例", "vectors that fail without it"),
    "audit.mutation.first": ("例如", "such as"),
    "audit.mutation.operators": ("各种改动", "kinds of mutants"),
    "audit.operator.deleted": ("整条删去", "relation deleted"),
    "audit.operator.severity": ("改级别", "severity changed"),
    "audit.operator.edition": ("少一版", "edition left out"),
    "audit.operator.term-dropped": ("少加一项", "term dropped"),
    "audit.operator.term-added": ("多加一项", "term added"),
    "audit.operator.sign": ("正负号反了", "sign flipped"),
    "audit.operator.other-year": ("取了另一年的", "taken from the other year"),
    "audit.operator.one-left-out": ("漏一个", "one of a list left out"),
    "audit.operator.constant": ("差一个常数", "constant added"),
    "audit.operator.comparator": ("比较符换了", "comparator changed"),
    "audit.operator.wrong-cell": ("取错行列", "wrong row or column"),
    "audit.operator.place-left-out": ("漏一处", "place left out"),
    "audit.operator.set-widened": ("范围放宽", "set widened"),
    "audit.operator.set-dropped": ("范围去掉", "set dropped"),
    "audit.operator.condition-dropped": ("条件去掉", "condition dropped"),
    "audit.operator.condition-widened": ("条件放宽", "condition widened"),
    "audit.operator.limit-dropped": ("界限去掉", "limit dropped"),
    "audit.operator.number": ("数差一", "number off by one"),
    "audit.operator.day": ("日期差一天", "day off by one"),
    "audit.operator.alphabet": ("字符次序换了", "characters swapped"),
    "audit.operator.structure": ("结构要求少一项", "demand of the structure dropped"),
    "audit.algebra.consistent": (
        "{equalities} 个总成立的等式，{rank} 个互相独立；没有矛盾（{together} 的报告每格都不是 0，满足全部规则）",
        "{equalities} equalities that always hold, {rank} of them independent; no contradiction (the report of {together}, with no cell at 0, satisfies every relation)",
    ),
    "audit.algebra.inconsistent": (
        "{equalities} 个总成立的等式互相矛盾：没有报告能同时满足",
        "{equalities} equalities that always hold contradict each other: no report can satisfy them all",
    ),
    "audit.algebra.no-witness": (
        "{equalities} 个总成立的等式没有矛盾，但测试集里没有一份每格都不是 0、满足全部规则的报告",
        "{equalities} equalities that always hold do not contradict each other, but the suite has no report without a cell at 0 that satisfies every relation",
    ),
    "audit.algebra.dependency": (
        "可以互推：{parts}，这 {count} 个等式中任何一个都由其余的推出",
        "implied: {parts}; any one of these {count} equalities follows from the others",
    ),
    "audit.algebra.applying": ("适用的规则及处数：{parts}", "relations that apply, with the number of places: {parts}"),
    "audit.algebra.part": ("{code} {count} 处", "{code} at {count} places"),
    "audit.algebra.alone": (
        "不由别的规则推出：{parts}",
        "implied by nothing else: {parts}",
    ),
    "audit.algebra.alone.part": ("{code}（{vector} 只违反它）", "{code} ({vector} violates it alone)"),
    "audit.algebra.not-alone": (
        "{code} 可能多余：测试集里没有只违反它的报告",
        "{code} may be redundant: the suite has no report that violates it alone",
    ),
    "audit.algebra.cells": (
        "{cells} 格中单独写错一格：{always} 格一定查得出（其中 {locatable} 格能定位到这一格），{sometimes} 格看写成多少，{never} 格查不出",
        "of {cells} cells, a wrong figure in one alone is always detected in {always} (and located in {locatable}), sometimes in {sometimes}, never in {never}",
    ),
    "audit.algebra.detectable.always": ("一定查得出", "always"),
    "audit.algebra.detectable.sometimes": ("看写成多少", "sometimes"),
    "audit.algebra.detectable.never": ("查不出", "never"),
    "audit.algebra.located": ("能定位", "located"),
    "audit.algebra.among": ("{count} 格之一", "one of {count}"),
    "audit.algebra.not-located": ("—", "—"),
    "audit.algebra.row": ("格", "cells"),
    "audit.algebra.count": ("格数", "count"),
    "audit.algebra.rules": ("规则", "relations"),
    "audit.algebra.detectable": ("写错能否查出", "error detected"),
    "audit.algebra.locatable": ("能否定位", "located"),
    "audit.frozen": (
        "已发布的标准和测试集与发布时一致，规则的增减都有记录",
        "what was released of the standard and of the suite is as it was, and every change of the rule set is recorded",
    ),
    "audit.frozen.file": (
        "{path}：{version} 版发布以后变了；请恢复原样，改动写进新的一版",
        "{path}: not as it was when version {version} was released; put it back, and change a new version instead",
    ),
    "audit.frozen.suite": (
        "{path}：与 SHA256SUMS 不符",
        "{path}: not what SHA256SUMS says",
    ),
    "audit.frozen.unrecorded": ("{path}：没有记录它的校验值", "{path}: its hash is not recorded"),
    "audit.frozen.added": (
        "{version} 版新增了 {code}，没有写明理由和依据",
        "version {version} adds {code} without a record of reason and basis",
    ),
    "audit.frozen.vanished": (
        "{version} 版没有 {code}：规则只能撤销（withdrawn），不能消失",
        "version {version} lacks {code}: a relation is withdrawn, never removed",
    ),
    "audit.frozen.withdrawn": (
        "{version} 版撤销了 {code}，没有写明理由和依据",
        "version {version} withdraws {code} without a record of reason and basis",
    ),
    "audit.frozen.revived": (
        "{version} 版恢复了 {code}，没有写明理由和依据",
        "version {version} revives {code} without a record of reason and basis",
    ),
    "audit.frozen.renamed": (
        "{version} 版给 {code} 改了名：名称和代码一样不能变",
        "version {version} renames {code}: a name is as fixed as a code",
    ),
    "audit.frozen.changed": (
        "{version} 版改了 {code} 的要求，没有写明理由和依据",
        "version {version} changes what {code} demands without a record of reason and basis",
    ),
    "audit.frozen.not-so": (
        "{version} 版记录了 {code} 的变动（{change}），实际没有",
        "version {version} records a change of {code} ({change}) that did not happen",
    ),
    "audit.progress": ("审计 {what} …", "auditing {what} …"),
    "audit.sound": ("没有问题", "nothing is wrong"),
    "audit.unsound": ("有 {count} 个问题", "problems: {count}"),
}
"""Each sentence as (Chinese, English)."""


def say(lang: str, key: str, /, **details: object) -> str:
    """Return the sentence ``key`` in ``lang`` (``"zh"``, else English), its placeholders filled from ``details``."""
    return _TEXTS[key][0 if lang == "zh" else 1].format(**details)
