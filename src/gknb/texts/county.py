"""What is said of a county: its roster, who has reported, and consolidated reports."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "roster.empty": (
        "名册是空的；写成 roster: 1 和 organs: 后面一列机关，或者一张 .csv 表格",
        "the roster is empty; write roster: 1 and organs: with a list of organs, or a .csv table",
    ),
    "roster.too-long": (
        "名册太长：YAML、JSON 名册最多 10000 个值，YAML 还不能超过 1 MiB；请存成 .csv 表格，不超过 10 MiB 即可，并确认没有选错文件",
        "the roster is too long: in YAML or JSON it may have 10000 values, and YAML 1 MiB; save it as a .csv table of up to 10 MiB, and check that it is the right file",
    ),
    "roster.shape": (
        "这不是名册；名册要有 roster: 1 和 organs: 后面一列机关，或者是一张 .csv 表格",
        "this is no roster: one has roster: 1 and organs: with a list of organs, or is a .csv table",
    ),
    "roster.version": (
        "名册的 roster 是 {found}，应当是 1",
        "the roster has {found} at roster, which should be 1",
    ),
    "roster.nobody": (
        "名册里一个机关也没有；每个机关至少写 name",
        "there is no organ on the roster; list each with its name at least",
    ),
    "roster.organ": (
        "名册里的机关写成了 {found}；应当写成 name: 机关名称",
        "an organ on the roster is {found}; write name: and its name",
    ),
    "roster.nameless": ("名册里这个机关没有写名称（name）", "this organ on the roster has no name"),
    "roster.unknown-key": (
        "名册里没有 {key} 这一项；可以写的有：{keys}",
        "{key} means nothing on a roster; there can be {keys}",
    ),
    "roster.choice": (
        "名册里的 {field} 不能是 {found}；可以是 {allowed}",
        "{field} on the roster cannot be {found}; it can be {allowed}",
    ),
    "roster.text": (
        "名册里的 {field} 不能是 {found}；应当是文字，不能空着（不写就整项删去）",
        "{field} on the roster cannot be {found}; it is a text that is not blank, or is left out",
    ),
    "roster.year": (
        "名册里的 {field} 不能是 {found}；应当是四位数的年度，例如 2024",
        "{field} on the roster cannot be {found}; it is a year such as 2024",
    ),
    "roster.flag": (
        "名册里的 {field} 不能是 {found}；应当是 true 或 false",
        "{field} on the roster cannot be {found}; it is true or false",
    ),
    "roster.names": (
        "名册里的 {field} 不能是 {found}；应当是一列名称，例如 [某县教育体育局]",
        "{field} on the roster cannot be {found}; it is a list of names, such as [某县教育体育局]",
    ),
    "roster.twice": (
        "名册里“{name}”出现两次；每个名称、别名和代码只能属于一个机关",
        "“{name}” is on the roster twice; a name, alias or code belongs to one organ",
    ),
    "roster.years": (
        "名册里的起始年度晚于截止年度；请核对 from 和 to",
        "on the roster the first year is after the last; check from and to",
    ),
    "roster.parent": (
        "名册里没有上级“{name}”；上级要写名册上另一个机关的名称、别名或代码",
        "the roster has no “{name}”, which is said to be above; give the name, an alias or the code of an organ on it",
    ),
    "roster.circle": (
        "名册里“{name}”的上级绕成了圈；请改其中一个的上级",
        "“{name}” is above itself on the roster; correct one of the parents",
    ),
    "roster.key": (
        "“{key}”在同一处写了两次；删去一个",
        "“{key}” is given twice in one place; delete one of them",
    ),
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
    "county.one-cause": (
        "{count} 格出于同一原因，没有另找别的改法",
        "{count} cells are explained at once, and nothing else was looked for there",
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
    "consolidate.year": ("哪个年度（默认有报告的最近一个）", "the year (by default the latest with reports)"),
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
        "只汇总三张表；文字由人来写，先是空白（gknb check --draft）。\n退出码：0 已汇总；1 有查出问题的或缺的，没有汇总；2 有读不出的，或用法不对；130 被中断。",
        "Only the three tables are consolidated; the texts are blank until somebody writes them (gknb check --draft).\nexit codes: 0 done; 1 reports are wrong or missing, and nothing was written; 2 something cannot be read, or wrong usage; 130 interrupted",
    ),
    "consolidate.flat": (
        "名册 {file} 里没有哪个机关下面还有机关，没有可以汇总的；请在名册里给各机关写上“上级”（parent）",
        "no organ on the roster {file} has another below it, so there is nothing to consolidate; let the roster say whose “parent” is whose",
    ),
    "consolidate.several": (
        "名册最上面有 {count} 个机关；用 --organ 指定汇总哪一个：{organs}",
        "there are {count} organs at the top of the roster; choose one with --organ: {organs}",
    ),
    "consolidate.unknown": (
        "名册上没有“{organ}”；--organ 可以是：{organs}",
        "“{organ}” is not on the roster; --organ can be: {organs}",
    ),
    "consolidate.nobody": (
        "名册上“{organ}”下面没有机关，没有可以汇总的；--organ 可以是：{organs}",
        "“{organ}” has no organ below it on the roster, so there is nothing to consolidate; --organ can be: {organs}",
    ),
    "consolidate.no-reports": (
        "给出的文件里没有名册上机关的报告；请检查文件夹和名册",
        "no file is a report of an organ on the roster; check the folder and the roster",
    ),
    "consolidate.no-year": (
        "{organ} {year} 年度没有可以汇总的；--year 可以是：{years}",
        "there is nothing to consolidate for {organ}, {year}; --year can be: {years}",
    ),
    "consolidate.missing": ("{organ}：没有 {year} 年度的报告", "{organ}: no report for {year}"),
    "consolidate.twice": ("{organ}：{year} 年度有 {count} 份报告", "{organ}: {count} reports for {year}"),
    "consolidate.invalid": ("{organ}：{file} 不合格", "{organ}: {file} is not valid"),
    "consolidate.beside": (
        "{organ}：{file} 与上年的报告对不上（gknb check 说哪里对不上）",
        "{organ}: {file} does not go on from the report of the year before (gknb check says where)",
    ),
    "consolidate.unequal": (
        "{organ}：{file} 本身不等于它所汇总的各份之和",
        "{organ}: {file} is itself not the sum of what it consolidates",
    ),
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
