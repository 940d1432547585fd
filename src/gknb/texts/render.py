"""What is said when the form is drawn."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "render.file": (
        "报告文档（JSON 或 YAML）；公布的页面也可以，先读出再画",
        "the document (JSON or YAML); a published page will do as well, and is extracted first",
    ),
    "render.to": ("画成什么", "what to make of it"),
    "render.out": (
        "写到这个文件（不覆盖已有文件）；html 和 md 默认写到屏幕",
        "write to this file (never over an existing one); html and md go to the screen by default",
    ),
    "render.option.findings": (
        "把错的格标出来，写上错在哪里",
        "mark the cells in error, and say what is wrong",
    ),
    "render.epilog": (
        "按文档所用的格式版本画出官方表格。Word 和 Excel 需要 pip install 'gknb[render]'；PDF 需要 Chromium 或 LibreOffice。",
        "draws the official form of the document's edition. Word and Excel need pip install 'gknb[render]', PDF needs Chromium or LibreOffice",
    ),
    "render.findings": ("检查结果", "Findings"),
    "render.author": ("gknb 检查", "gknb check"),
    "render.needs-file": (
        "{kind} 不能写到屏幕；请用 -o 指定文件",
        "{kind} cannot go to the screen; name a file with -o",
    ),
    "render.missing": (
        "写这种文件需要 {package}，尚未安装；请运行 {command}",
        "this kind of file is written with {package}, which is not installed; run {command}",
    ),
    "render.no-printer": (
        "没有找到能打印 PDF 的程序；请安装 Chromium、Chrome、Edge 或 LibreOffice，或者先画成 docx 再另存为 PDF",
        "nothing here can print PDF; install Chromium, Chrome, Edge or LibreOffice, or make docx and save that as PDF",
    ),
    "render.kind": ("不能画成 {kind}；可以是 {kinds}", "{kind} is none of {kinds}"),
}
