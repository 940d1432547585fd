"""A small county for the cases of family R: organs, rosters, and the heads of their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _case_builders import Values, several

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from _cases import Case

__all__ = [
    "BUREAU",
    "CODE",
    "COERCION",
    "COUNTY",
    "FAMILY",
    "GOVERNMENT",
    "LICENSES",
    "OTHER_CODE",
    "PENALTIES",
    "SCHOOLS",
    "TOP",
    "TOWN",
    "TWO",
    "a_roster",
    "an_organ",
    "named",
    "rostered",
]

TWO: Final = "/proactive_disclosure"
LICENSES: Final = f"{TWO}/licensing/decisions"
PENALTIES: Final = f"{TWO}/penalties/decisions"
COERCION: Final = f"{TWO}/coercion/decisions"
COUNTY: Final = "示例县人民政府"
BUREAU: Final = "示例县统计局"
SCHOOLS: Final = "示例县教育局"
TOWN: Final = "示例镇人民政府"
CODE: Final = "113208000143000004"
OTHER_CODE: Final = "91350100M000100Y43"
GOVERNMENT: Final = {"/organ/name": COUNTY, "/organ/kind": "government", "/scope": "consolidated"}


def an_organ(name: str, parent: str | None = COUNTY, /, **rest: Any) -> dict[str, Any]:
    return {"name": name, **({} if parent is None else {"parent": parent}), **rest}


def a_roster(*organs: Mapping[str, Any]) -> dict[str, Any]:
    return {"roster": 1, "organs": list(organs)}


TOP: Final = an_organ(COUNTY, None)
FAMILY: Final = a_roster(TOP, an_organ(BUREAU), an_organ(SCHOOLS))


def rostered(
    code: str,
    edition: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    roster: Any,
    reports: Sequence[Values | tuple[str, Values]],
    **rest: Any,
) -> Case:
    """Return a case of reports with a roster."""
    return several(code, edition, kind, what, words, reports, roster=roster, **{"topics": ["rosters"], **rest})


def named(name: str, **values: Any) -> dict[str, Any]:
    return {"/organ/name": name, **{f"/{key.replace('__', '/')}": value for key, value in values.items()}}
