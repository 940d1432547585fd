"""What is said when reports of several years are held against each other."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "series.label": ("上年报告 · {label}", "last year's report · {label}"),
    "series.report": ("上年报告", "last year's report"),
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
    "series.for-each": ("每处（{count} 处）：{text}", "at each place ({count}): {text}"),
    "series.magnitude": (
        "{cells}：与上年都大于 0，大的不小于 {least}，且是小的 {factor} 倍以上的，提示",
        "{cells}: told where both years are above 0, the greater is at least {least}, and {factor} times the other or more",
    ),
    "series.transposed": (
        "{cells}：两年都不小于 {least}，只差相邻两位的次序的，提示",
        "{cells}: told where both years are at least {least} and differ by the order of two neighbouring digits alone",
    ),
    "series.unchanged": (
        "{tables}：整张表与上年相同，且不为 0 的不少于 {least} 格的，提示",
        "{tables}: told where a table is the same in both years, with at least {least} cells that are not 0",
    ),
    "series.gap": (
        "有更早年度的报告，没有上年的，提示",
        "told where there is an earlier report but none of the year before",
    ),
    "series.twice": ("同一机关、年度、口径只有一份报告", "one report for each organ, year and scope"),
    "series.unknown": ("（不详）", "(unknown)"),
}
