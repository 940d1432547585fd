"""What is said when reports of several years are held against each other."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "series.label": ("上年报告 · {label}", "last year's report · {label}"),
    "series.name": ("上年的“{name}”", "last year's {name}"),
    "series.heading": ("对照 {year} 年度（{file}）", "beside {year} ({file})"),
    "series.not-comparable": (
        "不可比（两年用的格式不同）：{codes}",
        "not comparable, since the two are of different editions: {codes}",
    ),
    "series.summary": (
        "与上年对照 {all} 份：{valid} 份相符，{invalid} 份不符",
        "{all} held against the year before: {valid} fit, {invalid} do not",
    ),
    "series.previous": (
        "{file} 不是 {organ} {year} 年度的报告：是 {there} {then} 年度的",
        "{file} is not the report of {organ} for {year}: it is that of {there} for {then}",
    ),
    "series.unknown": ("（不详）", "(unknown)"),
}
