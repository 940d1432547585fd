"""What the official form prints besides the names of its cells."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "form.title": ("政府信息公开工作年度报告", "Annual report on government information disclosure"),
    "form.content": ("信息内容", "item"),
    "form.applicants": ("申请人情况", "applicants"),
    "form.balance": (
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "(in each column, items one and two add up to items three and four)",
    ),
}
