"""Characters that fonts in a PDF give for others that look the same: radicals in place of words."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["words_for_radicals"]

_SUPPLEMENT: Final = {
    "⺁": "厂", "⺄": "乙", "⺈": "刀", "⺊": "卜", "⺌": "小", "⺍": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳",
    "⺔": "卩", "⺕": "彐", "⺗": "心", "⺙": "攵", "⺚": "无", "⺛": "旡", "⺝": "月", "⺞": "歹", "⺟": "母", "⺠": "民",
    "⺣": "灬", "⺤": "爪", "⺥": "爫", "⺦": "丬", "⺧": "牛", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺮": "竹",
    "⺯": "糸", "⺰": "纟", "⺱": "罓", "⺲": "罒", "⺳": "网", "⺴": "网", "⺵": "网", "⺶": "羊", "⺷": "羊", "⺸": "羊",
    "⺹": "耂", "⺺": "聿", "⺼": "月", "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "覀",
    "⻄": "西", "⻅": "见", "⻆": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶", "⻍": "辶", "⻎": "辶",
    "⻏": "阝", "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长", "⻔": "门", "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦",
    "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食", "⻟": "飠", "⻠": "饣", "⻡": "首", "⻢": "马", "⻣": "骨", "⻤": "鬼",
    "⻥": "鱼", "⻦": "鸟", "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿",
    "⻯": "竜", "⻰": "龙", "⻱": "龜", "⻲": "亀", "⻳": "龟",
}  # fmt: skip
"""The block at U+2E80, of which Unicode gives no equivalents in its main file (see EquivalentUnifiedIdeograph.txt)."""
_UPRIGHT: Final = dict(
    zip("︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︑︒︐︓︔︕︖", "（）｛｝〔〕【】《》〈〉「」『』、。，：；！？", strict=True)
)
"""Punctuation of lines that run from top to bottom."""
_TABLE: Final = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | _SUPPLEMENT | _UPRIGHT
)


def words_for_radicals(text: str) -> str:
    """``text`` with every radical as the character that it stands for; nothing else changes."""
    return text.translate(_TABLE)
