"""Cases of a busy report with one cell too high by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from _bases import BASES
from _cases import Case, patched, slug
from _oracle import answer, cells, read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["systematic_cases"]


def systematic_cases(edition: str) -> Iterator[Case]:
    """Yield one case per cell."""
    base = BASES[f"{edition}-busy"]
    for pointer in cells(edition):
        yield _case(edition, pointer, read(base, pointer) + 1)


def _case(edition: str, pointer: str, value: object) -> Case:
    changed = answer(patched(BASES[f"{edition}-busy"], {pointer: value}), edition, [])
    found = {finding["code"] for finding in changed["findings"]}
    return Case(
        id=f"one-more-{edition}-{slug(pointer)}",
        zh=f"{pointer} 多 1",
        en=f"{pointer} is one more",
        kind="fail" if found else "pass",
        codes=sorted(found) or ["S004"],
        topics=["sums"],
        edition=edition,
        base=f"{edition}-busy",
        patch={pointer: value},
    )
