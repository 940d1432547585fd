"""What the test kit says to developers."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "kit.no-hypothesis": (
        "gknb.testing 需要 Hypothesis：pip install 'gknb[testing]'",
        "gknb.testing needs Hypothesis: pip install 'gknb[testing]'",
    ),
    "kit.choice": (
        "没有这种 {name}：{value}；可用 {allowed}",
        "there is no {name} {value}; choose one of {allowed}",
    ),
    "kit.max-count": ("max_count 不能小于 0：{value}", "max_count is 0 or more, not {value}"),
    "kit.most": ("most 至少是 1：{value}", "most is 1 or more, not {value}"),
    "kit.years": (
        "years 必须是连续的年度，从早到晚：{value}",
        "years are consecutive, the earliest first: {value}",
    ),
    "kit.circle": ("关系互相定义，无法填出报告", "the relations make cells from each other in a circle"),
    "kit.unsolved": (
        "测试工具包没有满足关系 {code}（{title}）：这是 gknb 的缺陷，请报告",
        "the test kit does not honour relation {code} ({title}): this is a defect of gknb, please report it",
    ),
    "kit.no-finding": ("应有问题：{wanted}；实际是：", "expected the finding {wanted}; instead:"),
    "kit.wanted": ("{code}，单元格 {cells}", "{code} at {cells}"),
    "kit.and": ("；", "; "),
    "kit.what.number": ("{cell} 由 {old} 改为 {new}", "{cell} was changed from {old} to {new}"),
    "kit.what.stale": ("{cell} 没有随之更新，仍是 {old}", "{cell} was not updated with it but left at {old}"),
    "kit.what.value": ("{cell} 写成了 {new}", "{cell} was replaced with {new}"),
    "kit.what.removed": ("{cell} 被删去", "{cell} was removed"),
    "kit.what.added": ("{cell} 中多了字段 {name}", "an unknown field {name} was added to {cell}"),
    "kit.ini.lang": (
        "gknb 的测试夹具用哪种语言：en 或 zh",
        "language of the gknb fixtures: en or zh",
    ),
}
