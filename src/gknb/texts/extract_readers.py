"""What is said of published files that cannot be read, and of what a reader leaves out."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "reader.missing": (
        "读取这种文件需要 {package}，尚未安装；请运行 {command}",
        "this kind of file is read with {package}, which is not installed; run {command}",
    ),
    "reader.unknown": (
        "看不出这是哪种文件；可以读取网页（HTML）、Word（.docx）、Excel（.xlsx）、PDF、Markdown 和纯文本",
        "what kind of file this is cannot be told; web pages (HTML), Word (.docx), Excel (.xlsx), PDF, Markdown and plain text can be read",
    ),
    "reader.empty": ("文件是空的；请重新下载", "the file is empty; download it again"),
    "reader.too-large": (
        "文件超过 {limit}；年度报告远没有这么大，请确认没有选错文件",
        "the file is larger than {limit}; no report is, so check that this is the right file",
    ),
    "reader.cells": (
        "文件里的单元格和段落超过 {limit} 个；请确认没有选错文件，或只保留年度报告部分",
        "the file has more than {limit} cells and paragraphs; check that this is the right file, or keep only the report",
    ),
    "reader.pages": (
        "文件超过 {limit} 页；请只保留年度报告的那几页",
        "the file has more than {limit} pages; keep only those of the report",
    ),
    "reader.bomb": (
        "文件解压后大得异常，没有读取；请用办公软件打开并另存后再试",
        "the file is unusually large once unpacked, so it was not read; open it in an office program and save it anew",
    ),
    "reader.entities": (
        "文件里的 {name} 含有办公软件不会写出的内容（文档类型声明或少见的编码），没有读取；请用办公软件打开并另存后再试",
        "{name} in the file has in it what no office program writes (a document type or a rare encoding), so it was not read; open the file in an office program and save it anew",
    ),
    "reader.encrypted": (
        "文件有密码保护；请去掉密码后再试",
        "the file is protected by a password; remove it and try again",
    ),
    "reader.scanned": (
        "这个 PDF 是扫描件，里面没有可以读取的文字；请改用网页或 Word 版本，或先做文字识别",
        "this PDF is a scan without text that can be read; use the web page or the Word version, or recognise its text first",
    ),
    "reader.broken": (
        "文件已损坏或不完整（{problem}）；请重新下载，或用办公软件打开并另存后再试",
        "the file is damaged or cut off ({problem}); download it again, or open it in an office program and save it anew",
    ),
    "reader.office": (
        "旧版 Office 或 WPS 文件要靠 LibreOffice 转换，这台电脑上没有；请用办公软件打开它，另存为 .{target}",
        "files of older versions of Office and of WPS are converted by LibreOffice, which is not on this computer; open the file in an office program and save it as .{target}",
    ),
    "reader.office-failed": (
        "LibreOffice 没能转换这个文件；请用办公软件打开它，另存为 .{target}",
        "LibreOffice could not convert this file; open it in an office program and save it as .{target}",
    ),
    "reader.columns": (
        "表格太宽或太长，超出的部分没有读取",
        "a table is too wide or too long; what is beyond the limit was left out",
    ),
    "reader.depth": (
        "网页的嵌套层次太深，过深的部分没有读取",
        "the page is nested too deeply; what is deeper than the limit was left out",
    ),
    "reader.drawing": (
        "有的页面线条太多，像是图画，没有在里面找表格",
        "a page has so many lines that it looks like a drawing; no tables were looked for on it",
    ),
    "reader.images": (
        "有的页面只有图片没有文字，图片里的内容没有读取",
        "a page has a picture and no text; what the picture shows was not read",
    ),
    "reader.formulas": (
        "有的公式没有保存结果，按空白处理；请用办公软件打开并保存后再试",
        "some formulas have no saved result and count as blank; open the file in an office program and save it",
    ),
    "reader.hidden": ("隐藏的工作表没有读取", "hidden sheets were left out"),
}
