"""What is said about repairs, and what the command that makes one says."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "repair.and": ("；", "; "),
    "repair.note.size": (
        "一起改超过 {number} 格的办法没有查找",
        "sets of more than {number} cells that hang together were not looked for",
    ),
    "repair.note.some": (
        "错处太多，无法逐一试完：列出的每一种都能使关系成立，但可能还有改得更少的",
        "too much is wrong to try everything: each set listed restores the relations, but there may be smaller ones",
    ),
    "repair.note.none": ("改哪些格都不能使关系全部成立", "no change of cells restores all relations"),
    "repair.note.listed": (
        "共 {number} 种，只列出最可能的 {listed} 种",
        "of {number} repairs the {listed} likeliest are listed",
    ),
    "repair.note.blanks": (
        "有 {number} 格空白不止一个数可填，未代填",
        "{number} blank cells could hold more than one number, and are left to you",
    ),
}
