"""What is said of runs of many reports: progress, the summary, reports that could not be checked."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "batch.failed": (
        "gknb 自己在这份报告上出了错（{problem}）；其余报告照常检查，请把这份报告反馈给 gknb 的作者",
        "gknb itself failed on this report ({problem}); the others were checked, please report this one to its authors",
    ),
    "batch.killed": (
        "检查这份报告的进程中途被终止（{problem}），可能是内存不足；其余报告照常检查，请单独检查这一份",
        "the process that checked this report was ended ({problem}), perhaps for want of memory; the others were checked, check this one by itself",
    ),
    "batch.signal": ("信号 {number}", "signal {number}"),
    "batch.exit": ("退出码 {number}", "exit code {number}"),
    "batch.progress": ("已检查 {count} 份，每秒 {rate} 份", "{count} reports checked, {rate} a second"),
    "batch.left": ("{line}，还需 {time}", "{line}, {time} left"),
    "batch.baseline": (
        "已写入 {path}：{reports} 份报告的 {findings} 处问题",
        "wrote {path}; findings: {findings}, reports with findings: {reports}",
    ),
    "batch.interrupted": (
        "已中断；此前检查了 {count} 份",
        "interrupted; reports checked until then: {count}",
    ),
    "batch.untouched": (
        "已中断；此前检查了 {count} 份，要写的文件都没有改动",
        "interrupted; reports checked until then: {count}; files that were to be written are left as they were",
    ),
}
