"""What is said about repairs, and what the command that makes one says."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "repair.and": ("；", "; "),
    "repair.note.size": (
        "相互牵连的关系，只查找了改 {number} 格以内的办法",
        "where relations hang together, only sets of up to {number} cells were looked for",
    ),
    "repair.note.least": (
        "相互牵连的关系，至少要改 {number} 格；改这么多格的办法没有找全",
        "where relations hang together, no set has fewer than {number} cells; not all of that size were found",
    ),
    "repair.note.some": (
        "错处太多，无法逐一试完：列出的每一种都能使关系成立，但可能还有改得更少的",
        "too much is wrong to try everything: each set listed restores the relations, but there may be smaller ones",
    ),
    "repair.likeliest": ("最可能的错处：", "likeliest mistakes:"),
    "repair.with": ("{reason}（{changes}）", "{reason} ({changes})"),
    "repair.option": ("{number}. {reason}", "{number}. {reason}"),
    "repair.change": ("{cell} {before} → {after}", "{cell} {before} → {after}"),
    "repair.blank": ("（空白）", "(blank)"),
    "repair.more": ("……共 {count} 种", "… {count} in all"),
    "repair.note": ("注：{text}", "note: {text}"),
    "repair.epilog": (
        "不带 --accept 时列出各种改法。带 --accept N 时写出第 N 种改好的副本，改了什么记在副本的 extensions 里；YAML 的注释和排版不保留；原文件从不改动。退出码：0 没有错误；1 有错误（写副本时指副本）；2 读不出或用法不对。",
        "Without --accept it lists what may be wrong. With --accept N it writes a copy with repair N, whose extensions tell what was changed; comments and layout of YAML are not kept; the file itself is never touched. exit codes: 0 no errors; 1 errors found (with --accept: in the copy); 2 unreadable input or wrong usage.",
    ),
    "repair.file": ("文档（JSON 或 YAML）；- 为标准输入", "a document (JSON or YAML); - for standard input"),
    "repair.option.accept": ("采用第 N 种", "take repair N"),
    "repair.option.out": (
        "副本的文件名（.json、.yaml）；默认写到屏幕",
        "the copy (.json, .yaml); by default the screen",
    ),
    "repair.option.format": ("列表的格式", "format of the list"),
    "repair.nothing": ("{file}：没有需要改的数", "{file}: no number needs to change"),
    "repair.else": (
        "{file}：有错，但没有哪个数可以建议改；错在哪里见 gknb check {file}",
        "{file}: something is wrong, but there is no number to suggest; gknb check {file} says what it is",
    ),
    "repair.how": (
        "采用其中一种：gknb repair {file} --accept N -o 新文件",
        "to take one: gknb repair {file} --accept N -o NEW-FILE",
    ),
    "repair.done": (
        "{file}：采用第 {number} 种，改了 {count} 格：{reason}",
        "{file}: repair {number}, {count} cell{s} changed: {reason}",
    ),
    "repair.also": ("{file} 也要改：{change}", "to be changed in {file} as well: {change}"),
    "repair.elsewhere": (
        "第 {number} 种只改 {file}；请对那一份文件用 gknb repair，或自己改正",
        "repair {number} only changes {file}; correct that file",
    ),
    "repair.still": ("副本仍有 {count} 处错误", "the copy still has {count} error{s}"),
    "repair.none": (
        "{file} 没有第 {number} 种改法：只有 {count} 种",
        "{file} has no repair {number}: there are {count}",
    ),
    "repair.place": (
        "无法写到 {pointer}：它所在的位置不是一组字段",
        "cannot write to {pointer}: what it is in is not a group of fields",
    ),
    "repair.collection": (
        "{file} 里有多份报告；请把要改的那一份单独存成文件",
        "{file} holds several reports; save the one to be repaired in a file of its own",
    ),
    "repair.twice": (
        "{path}：字段 {name} 重复出现，副本只能留一个；请先在原文件中删去一个",
        "{path}: the field {name} is there twice, and the copy could only keep one; delete one of them first",
    ),
    "repair.needs-accept": ("-o 要与 --accept N 一起用", "-o goes with --accept N"),
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
