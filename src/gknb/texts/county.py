"""What is said of a county: its roster, who has reported, and consolidated reports."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "roster.wrong": ("名册写得不对：{problem}", "the roster is not as it should be: {problem}"),
    "roster.twice": ("名册里“{name}”出现两次", "“{name}” is on the roster twice"),
    "roster.years": ("名册里的起始年度晚于截止年度", "on the roster the first year is after the last"),
    "roster.parent": ("名册里没有上级“{name}”", "the roster has no “{name}”, which is said to be above"),
    "roster.circle": ("名册里“{name}”的上级绕成了圈", "“{name}” is above itself on the roster"),
    "roster.key": ("“{key}”在同一处写了两次", "“{key}” is given twice in one place"),
    "roster.column": (
        "认不出“{title}”这一列；可用的列：{titles}",
        "the column “{title}” is not known; columns are {titles}",
    ),
    "roster.column-twice": ("“{title}”这一列重复", "the column “{title}” is there twice"),
    "roster.row": (
        "这一行有 {found} 格，第一行只有 {columns} 格",
        "this row has {found} cells, the first row has {columns}",
    ),
    "roster.table": ("不是表格（CSV）：{problem}", "this is no table (CSV): {problem}"),
    "county.heading": ("名册：{organs} 个机关", "roster: {organs} organs"),
    "county.year": (
        "{year}：应报 {due}，已报 {received}，缺 {missing}，重复 {twice}，逾期 {late}",
        "{year}: {due} due, {received} received, {missing} missing, {twice} twice, {late} late",
    ),
    "county.totals": (
        "汇总报告 {all} 份：{satisfied} 份等于各份之和，{violated} 份不等，{undecided} 份无法判断",
        "{all} consolidated report{s}: {satisfied} agree with the sums, {violated} do not, {undecided} cannot be told",
    ),
    "county.rolled": ("汇总自 {count} 份报告", "consolidates {count} reports"),
    "county.kind.roll-up": (
        "汇总报告的每一格，等于名册上它所汇总的各份之和",
        "each cell of a consolidated report is the sum over the reports that the roster puts below it",
    ),
    "county.kind.missing": (
        "名册上的机关，凡有报告的年度都有一份",
        "each organ of the roster has a report for each year that reports are about",
    ),
    "county.kind.unknown": ("报告的机关在名册上", "the organ of a report is on the roster"),
    "county.kind.unexpected": (
        "报告的年度在名册的起止年度之内，范围是名册上应有的",
        "the year of a report is within those of the roster, and its scope is one in which the organ reports",
    ),
    "county.kind.renamed": (
        "报告的机关名称是名册上的名称或别名",
        "the name of the organ is the one of the roster, or an alias",
    ),
    "county.kind.differs": (
        "报告的机关层级、性质、代码和名册上的相同",
        "level, kind and code of the organ are those of the roster",
    ),
    "consolidate.organ": (
        "汇总哪个机关（默认名册最上面的一个）",
        "whose report to consolidate (by default the organ at the top of the roster)",
    ),
    "consolidate.year": ("哪个年度（默认最近的一个）", "the year (by default the latest)"),
    "consolidate.roster": ("名册（YAML、JSON 或 CSV）", "the roster (YAML, JSON or CSV)"),
    "consolidate.files": ("各机关的报告：文件、文件夹、通配符", "the reports of the organs: files, folders, globs"),
    "consolidate.out": (
        "写到这个文件（.json 或 .yaml）；默认写到屏幕。不覆盖已有文件",
        "write to this file (.json or .yaml); by default to the screen. Never over an existing file",
    ),
    "consolidate.anyway": (
        "有不合格的、缺的也汇总，并写明在文档里",
        "consolidate although reports are wrong or missing, and say so in the document",
    ),
    "consolidate.epilog": (
        "只汇总三张表；文字由人来写，先是空白（gknb check --draft）。\n退出码：0 已汇总；1 有不合格的或缺的，没有汇总；2 读不出或用法不对；130 被中断。",
        "Only the three tables are consolidated; the texts are blank until somebody writes them (gknb check --draft).\nexit codes: 0 done; 1 reports are wrong or missing, and nothing was written; 2 not readable, or wrong usage; 130 interrupted",
    ),
    "consolidate.nobody": (
        "名册上没有“{organ}”，或者它下面没有机关",
        "“{organ}” is not on the roster, or has no organ below it",
    ),
    "consolidate.no-year": ("没有哪份报告是 {year} 年度的", "no report is about {year}"),
    "consolidate.missing": ("{organ}：没有 {year} 年度的报告", "{organ}: no report for {year}"),
    "consolidate.twice": ("{organ}：{year} 年度有 {count} 份报告", "{organ}: {count} reports for {year}"),
    "consolidate.invalid": ("{organ}：{file} 不合格", "{organ}: {file} is not valid"),
    "consolidate.edition": ("{organ}：{file} 用的是 {edition} 版格式", "{organ}: {file} is on the form of {edition}"),
    "consolidate.blank": ("{organ}：{file} 有空白的格", "{organ}: {file} has blank cells"),
    "consolidate.refused": (
        "没有汇总：以上 {count} 处先解决，或者用 --anyway 照样汇总",
        "not consolidated: see to the {count} above first, or consolidate with --anyway",
    ),
    "consolidate.done": (
        "已汇总 {organ} {year} 年度 {count} 份报告",
        "{count} reports consolidated for {organ}, {year}",
    ),
}
