"""What is said when a published page is read."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "extract.no-report": (
        "这不是政府信息公开工作年度报告：没有找到六个部分的标题，也没有找到格式里的表",
        "this is no annual report on government information disclosure: neither its headings nor its tables are there",
    ),
    "extract.files": (
        "公布的报告：网页（HTML）、Word（.docx）、Excel（.xlsx）、PDF、Markdown、纯文本；- 表示标准输入",
        "published reports: web pages (HTML), Word (.docx), Excel (.xlsx), PDF, Markdown, plain text; - for standard input",
    ),
    "extract.out": (
        "写到这个文件；几份报告时是文件夹；默认写到屏幕。不覆盖已有文件",
        "write to this file, or to this folder where there are several reports; by default to the screen. Never over an existing file",
    ),
    "extract.provenance": (
        "把每个值的出处（页、表、行、列、原文）写到这个文件",
        "write where each value came from (page, table, row, column, printed text) to this file",
    ),
    "extract.epilog": (
        "读出的是标准的文档（JSON）；读不准的格是 null，并逐条说明。接着 gknb check 文档。\n退出码：0 全部读出；1 有读不准的；2 读不出或用法不对；130 被中断。",
        "What comes out is a document of the standard (JSON); what cannot be read for certain is null, and is told. Go on with gknb check DOCUMENT.\nexit codes: 0 all was read; 1 some was not; 2 not readable at all, or wrong usage; 130 interrupted",
    ),
    "extract.read": (
        "{file}：{edition} 版，{organ}，{year} 年度；{cells} 格中读出 {values} 个数，{blank} 格空白，{unread} 处读不准",
        "{file}: form of {edition}, {organ}, {year}; of {cells} cells {values} figures were read, {blank} are blank, {unread} could not be read for certain",
    ),
    "extract.unknown": ("（不详）", "(unknown)"),
    "extract.several": (
        "几份报告要用 -o 指定文件夹，--provenance 只能用于一份",
        "several reports need a folder, -o DIR; --provenance is for one report only",
    ),
    "extract.place.page": ("第 {page} 页", "page {page}"),
    "extract.place.table": ("表 {table} 行 {row} 列 {column}", "table {table} row {row} column {column}"),
}
