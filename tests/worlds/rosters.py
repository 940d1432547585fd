"""Rosters of simulated counties: governments of several levels, their departments and townships."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from gknb.standard.catalog import load_catalog
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import CheckDigit
from gknb.testing.drawing import with_check_digit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

__all__ = ["LEVELS", "Organ", "draw_organs"]

GOVERNMENT: Final = "government"
DEPARTMENT: Final = "department"
LEVELS: Final = {"national": "", "province": "省", "prefecture": "市", "county": "县", "township": "镇"}
"""Levels of government, the highest first, each with the suffix of its place names."""
_SEAT: Final = "人民政府"
_FIRST: Final = "安宁清平东南西北新永长福高石金白"
_SECOND: Final = "河山江阳原丰川泉林湖溪田城桥水岭"
_OFFICES: Final = (
    *(
        "教育",
        "公安",
        "民政",
        "司法",
        "财政",
        "人力资源和社会保障",
        "自然资源",
        "生态环境",
        "住房和城乡建设",
        "交通运输",
    ),
    *("水利", "农业农村", "商务", "文化广电和旅游", "卫生健康", "退役军人事务", "应急管理", "审计", "市场监督管理"),
    *("统计", "医疗保障", "林业", "信访", "城市管理", "行政审批服务", "体育", "粮食和物资储备", "乡村振兴"),
)
_CHANGES: Final = (*(None,) * 12, "renamed", "comes", "goes")
"""What happens to an organ during the years, weighted by repetition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """An organ of a simulated county."""

    name: str
    """Its name in the roster."""
    level: str
    """Its level."""
    kind: str
    """``government`` or ``department``."""
    code: str | None = None
    """Its unified social credit code."""
    parent: str | None = None
    """The organ whose consolidated report includes it."""
    own: bool = False
    """Whether it makes a report of scope ``own`` besides the consolidated one."""
    old_name: str | None = None
    """Its earlier name."""
    old_until: int = 0
    """The last year in which it had the earlier name."""
    first: int | None = None
    """The first year for which it makes a report; ``None`` if it exists from the beginning."""
    last: int | None = None
    """The last year for which it makes a report; ``None`` if it exists to the end."""

    def name_in(self, year: int) -> str:
        """Return its name in the report for a year."""
        return self.old_name if self.old_name is not None and year <= self.old_until else self.name

    def entry(self) -> dict[str, Any]:
        """Return its entry in the roster."""
        entry = {
            "name": self.name,
            "level": self.level,
            "kind": self.kind,
            "code": self.code,
            "parent": self.parent,
            "aliases": [self.old_name] if self.old_name is not None else None,
            "from": self.first,
            "to": self.last,
            "own": self.own or None,
        }
        return {key: value for key, value in entry.items() if value is not None}


def draw_organs(
    chooser: Random, number: int, years: Sequence[int], levels: Sequence[str], *, renames: bool
) -> list[Organ]:
    """Return ``number`` organs, each after its parent; the first is the government at the top of ``levels``."""
    places = _places()
    organs = [_government(chooser, levels[0], next(places), 0)]
    departments: dict[str, int] = {}
    inner = 0 if len(levels) < 3 else int(number**0.5) // 2  # governments between the first and the last level
    for n in range(1, number):
        above = [one for one in organs if one.kind == GOVERNMENT and one.level in levels[: -1 if n > inner else -2]]
        parent = chooser.choice(above or organs[:1])
        below = levels[levels.index(parent.level) + 1 :]
        if below and (n <= inner or (len(below) == 1 and chooser.randint(0, 2) == 0)):
            organ = _government(chooser, below[0], next(places), n)
        else:
            rank = departments.get(parent.name, 0)
            departments[parent.name] = rank + 1
            organ = _department(chooser, parent, rank, n)
        organs.append(replace(organ, parent=parent.name))
    return list(_with_histories(chooser, organs, years, renames=renames))


def _places() -> Iterator[str]:
    """Yield place names, all different."""
    for again in count():
        for second in _SECOND:
            for first in _FIRST:
                yield f"{first}{second}{again or ''}"


def _government(chooser: Random, level: str, place: str, number: int) -> Organ:
    town = f"{place}{LEVELS[level]}" if LEVELS[level] else "中央"
    own = chooser.choice((True, False))
    return Organ(name=f"{town}{_SEAT}", level=level, kind=GOVERNMENT, code=_code(chooser, number), own=own)


def _department(chooser: Random, government: Organ, rank: int, number: int) -> Organ:
    again, office = divmod(rank, len(_OFFICES))
    name = f"{government.name.removesuffix(_SEAT)}{_OFFICES[office]}{f'第{again + 1}分' if again else ''}局"
    return Organ(name=name, level=government.level, kind=DEPARTMENT, code=_code(chooser, number))


def _code(chooser: Random, number: int) -> str | None:
    """Return a unified social credit code, or ``None`` for about half of the organs."""
    if not chooser.randint(0, 1):
        return None
    return with_check_digit(_check_digit(), f"11{320000 + number // 1000:06d}{number:09d}0")


@cache
def _check_digit() -> CheckDigit:
    catalog = load_catalog()
    return next(one for one in compile_relations(catalog, catalog.editions[-1]) if isinstance(one, CheckDigit))


def _with_histories(chooser: Random, organs: list[Organ], years: Sequence[int], *, renames: bool) -> Iterator[Organ]:
    """Yield the organs; some without organs below them are founded, dissolved or renamed during the years.

    The first organ below each parent always exists, so that there is something to consolidate.
    """
    parents = {one.parent for one in organs}
    seen = set[str | None]()
    for one in organs:
        settled = one.parent not in seen or one.name in parents or len(years) < 2
        seen.add(one.parent)
        change = None if settled else chooser.choice(_CHANGES)
        if change == "comes":
            yield replace(one, first=chooser.choice(years[1:]))
        elif change == "goes":
            yield replace(one, last=chooser.choice(years[:-1]))
        elif change == "renamed" and renames and one.kind == DEPARTMENT:
            yield replace(one, old_name=f"{one.name[:-1]}办公室", old_until=chooser.choice(years[:-1]))
        else:
            yield one if one.name in parents else replace(one, own=False)
