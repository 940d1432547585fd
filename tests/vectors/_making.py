"""What the hard cases share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from _bases import BASES
from _cases import Case, dump, patched

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NATURAL", "made", "written"]

NATURAL: Final = "natural_person"


def made(what: str, edition: str, kind: str, codes: list[str], zh: str, en: str, topic: str, **rest: Any) -> Case:
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
    """A report as a text on one line, with numbers in a notation of their own."""
    marks = {pointer: f"\ue000{n}\ue001" for n, pointer in enumerate(numbers)}
    report = patched(BASES[f"{edition}-zero"], {**patch, **marks})
    text = " ".join(dump(report).split("\n"))
    for n, number in enumerate(numbers.values()):
        text = text.replace(f'"\ue000{n}\ue001"', number)
    return text
