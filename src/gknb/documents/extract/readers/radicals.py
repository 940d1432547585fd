"""Replace radicals and vertical punctuation, which fonts in PDF files give in place of ordinary characters."""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["replace_radicals"]

_RADICALS: Final = (
    "⺁⺄⺈⺊⺌⺍⺎⺏⺐⺒⺔⺕⺗⺙⺚⺛⺝⺞⺟⺠⺣⺤⺥⺦⺧⺩⺪⺫⺬⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺼⺽⺾⺿⻀⻁"
    "⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳"
)
_MEANT: Final = (
    "厂乙刀卜小小兀尣尢巳卩彐心攵无旡月歹母民灬爪爫丬牛王疋目示竹糸纟罓罒网网网羊羊羊耂聿月臼艹艹艹虎"
    "衤覀西见角讠贝足车辶辶辶阝钅長镸长门阝雨青韦页风飞食飠饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
"""Ideographs for the block at U+2E80, which NFKC does not map (Unicode's EquivalentUnifiedIdeograph.txt)."""
_UPRIGHT: Final = "︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄︑︒︐︓︔︕︖"
_FLAT: Final = "（）｛｝〔〕【】《》〈〉「」『』、。，：；！？"
"""Horizontal forms of the vertical punctuation."""
_TABLE: Final = str.maketrans(
    {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | dict(zip(_RADICALS + _UPRIGHT, _MEANT + _FLAT, strict=True))
)


def replace_radicals(text: str) -> str:
    """Return ``text`` with every radical replaced by its ideograph and vertical punctuation by its horizontal form."""
    return text.translate(_TABLE)
