"""Builders shared by the modules of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from _bases import BASES
from _cases import Case, dump, patched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["NATURAL", "Values", "several", "single_case", "written"]

Values: TypeAlias = "Mapping[str, Any]"
"""Values that differ from the base, by pointer."""

NATURAL: Final = "natural_person"


def single_case(
    what: str, edition: str, kind: str, codes: list[str], zh: str, en: str, topic: str, **rest: Any
) -> Case:
    base = "" if "text" in rest else f"{edition}-zero"
    return Case(
        id=f"{what}-{edition}",
        zh=zh,
        en=en,
        kind=kind,
        codes=codes,
        topics=[topic],
        edition=edition,
        base=base,
        **rest,
    )


def written(edition: str, patch: Mapping[str, Any], numbers: Mapping[str, str] = {}) -> str:
    """Return a report as text on one line, with some numbers in a given notation."""
    marks = {pointer: f"\ue000{n}\ue001" for n, pointer in enumerate(numbers)}
    report = patched(BASES[f"{edition}-zero"], {**patch, **marks})
    text = " ".join(dump(report).split("\n"))
    for n, number in enumerate(numbers.values()):
        text = text.replace(f'"\ue000{n}\ue001"', number)
    return text


def several(
    code: str,
    edition: str,
    kind: str,
    what: str,
    words: tuple[str, str],
    reports: Sequence[Values | tuple[str, Values]],
    **rest: Any,
) -> Case:
    """Return a case of a collection; the base of a report is by default the zero report of ``edition``."""
    return Case(
        id=f"{code}-{edition}-{'limit' if kind == 'boundary' else kind}-{what}",
        zh=words[0],
        en=words[1],
        kind=kind,
        edition=edition,
        codes=[code],
        reports=[one if isinstance(one, tuple) else (f"{edition}-zero", one) for one in reports],
        **rest,
    )
