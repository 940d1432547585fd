"""What is said of configuration, explanations and baselines."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "config.too-large": (
        "配置文件 {path} 超过 1 MiB；请确认没有写错",
        "the configuration {path} is larger than 1 MiB; check it",
    ),
    "config.none": (
        "{folder} 及其上级文件夹里没有 gknb.toml，pyproject.toml 里也没有 [tool.gknb]；请新建，或写明配置文件的路径",
        "there is no gknb.toml, and no [tool.gknb] in a pyproject.toml, in {folder} or above it; add one, or give its path",
    ),
    "config.unreadable": (
        "配置文件 {path} 读不了：{problem}；请改正，或用 --no-config 不读配置",
        "the configuration {path} cannot be read: {problem}; correct it, or pass --no-config",
    ),
    "config.unknown": (
        "配置文件 {path} 里没有“{name}”这一项；是不是 {closest}？",
        "{path} has an unknown key “{name}”; did you mean {closest}?",
    ),
    "config.wrong": (
        "配置文件 {path} 里的 {name} 写法不对；应写作 {wanted}",
        "{name} in {path} is not of the right kind; write it as {wanted}",
    ),
    "explanation.unreadable": (
        "说明文件 {path} 读不了：{problem}",
        "the explanations in {path} cannot be read: {problem}",
    ),
    "explanation.not-one": (
        "{source}：说明应有 code、cells、reason、by、on 五项，没有别的项",
        "{source}: an explanation has code, cells, reason, by and on, and nothing else",
    ),
    "explanation.no-code": (
        "{source}：说明没有写规则代码（code）",
        "{source}: an explanation names no relation (code)",
    ),
    "explanation.no-cells": (
        "{source}：说明没有写是哪些格（cells，JSON Pointer 的列表）",
        "{source}: an explanation names no cells (a list of JSON Pointers)",
    ),
    "explanation.no-reason": ("{source}：说明没有写理由（reason）", "{source}: an explanation gives no reason"),
    "explanation.no-by": (
        "{source}：说明没有写是谁说明的（by）",
        "{source}: an explanation does not say who gave it (by)",
    ),
    "explanation.no-on": (
        "{source}：说明没有写日期（on，如 2026-01-20，加引号）",
        "{source}: an explanation has no date (on, such as 2026-01-20)",
    ),
    "explanation.unused": (
        "{source}：对 {code}（{cells}）的说明已不对应任何提醒；请删去",
        "{source}: the explanation of {code} ({cells}) matches no finding any more; remove it",
    ),
    "explanation.refused": (
        "{source}：{code}（{cells}）是错误，不能用说明代替改正",
        "{source}: {code} ({cells}) is an error, and errors cannot be explained away; correct it",
    ),
    "baseline.written": ("已把 {count} 个现有的问题写进 {path}", "{count} known findings written to {path}"),
    "baseline.unreadable": (
        "基线文件 {path} 读不了：{problem}；用 --write-baseline 可以写一份",
        "the baseline {path} cannot be read: {problem}; --write-baseline writes one",
    ),
    "baseline.wrong": (
        "{path} 不是基线文件；请用 --write-baseline 重新写",
        "{path} is not a baseline; write it anew with --write-baseline",
    ),
    "profile.wrong": (
        "{path} 不是可用的补充规定：{pointer} 处 {problem}",
        "{path} is not a usable profile: at {pointer}, {problem}",
    ),
    "profile.lower": (
        "补充规定不能把 {code} 从 {severity} 降为 {wanted}；补充规定只能加严",
        "a profile cannot lower {code} from {severity} to {wanted}; it can only tighten",
    ),
    "profile.name": (
        "补充规定 {code}：没有“{name}”这个名称；请检查句子里的 {{…}} 和例子里的指针",
        "{code} of the profile: there is no “{name}”; check the {{…}} of its sentences and the pointers of its examples",
    ),
    "profile.example": (
        "补充规定 {code} 的第 {n} 个例子写的是 {wanted}，实际是 {truth}",
        "example {n} of {code} in the profile is said to be {wanted}, but is {truth}",
    ),
    "profile.no-violated": (
        "补充规定 {code} 没有不符合的例子；请至少写一个",
        "{code} of the profile has no example that violates it; give one",
    ),
}
