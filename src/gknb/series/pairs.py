"""Groups reports by organ and pairs those of consecutive years."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.engine.digest import Digest

__all__ = ["Pair", "plain_code", "plain_name", "series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A report and the one that it is compared with."""

    report: Digest
    """The report."""
    other: Digest
    """The report that it is compared with."""
    relation: str
    """``years`` if the other is of the year before, ``gap`` if it is of an earlier year, ``twice`` if both are of one
    year."""


_SPACE: Final = re.compile(r"[^\S\x1c-\x1f]+")
"""White space as Unicode defines it; ``\\s`` also matches four control characters."""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """Return a name normalised for comparison: in Unicode form NFKC, without white space."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", name))


def plain_code(code: str) -> str:
    """Return a code normalised for comparison: as a name, in capitals."""
    return plain_name(code).upper()


def series(digests: Iterable[Digest], names: Mapping[str, str] | None = None) -> Iterator[Pair]:
    """Yield the pairs of reports of each organ and scope, in the order in which the reports were given.

    ``names`` maps known names and codes to the organ that they stand for. Other reports are of one organ if they share
    a name or a unified social credit code. If a year has two reports, neither is compared with other years, as it is
    unknown which one is valid.
    """
    known = [digest for digest in digests if digest.organ is not None and digest.year is not None]
    settled = {plain_name(name): plain_name(organ) for name, organ in (names or {}).items()}
    organs = [_settled(one, settled) for one in known]
    representatives = _representatives(one for one, organ in zip(known, organs, strict=True) if organ is None)
    by_organ: dict[tuple[str, str | None], dict[int, list[Digest]]] = defaultdict(lambda: defaultdict(list))
    order: dict[str, int] = {}
    for number, (digest, organ) in enumerate(zip(known, organs, strict=True)):
        order.setdefault(digest.file, number)
        name = organ or representatives[plain_name(digest.organ or "")]
        by_organ[name, digest.scope][digest.year or 0].append(digest)
    pairs = (pair for years in by_organ.values() for pair in _pairs(years))
    yield from sorted(pairs, key=lambda pair: order[pair.report.file])


def _settled(digest: Digest, organs: Mapping[str, str]) -> str | None:
    by_code = organs.get(plain_code(digest.code)) if digest.code is not None else None
    return by_code or organs.get(plain_name(digest.organ or ""))


def _representatives(digests: Iterable[Digest]) -> dict[str, str]:
    """Return, for each name, the representative of all names connected with it by codes."""
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while (higher := above.setdefault(name, name)) != name:
            name = higher
        return name

    first: dict[str, str] = {}
    for digest in digests:
        name = plain_name(digest.organ or "")
        above[top(name)] = top(name if digest.code is None else first.setdefault(digest.code, name))
    return {name: top(name) for name in above}


def _pairs(years: Mapping[int, list[Digest]]) -> Iterator[Pair]:
    before: int | None = None
    for year in sorted(years):
        reports = years[year]
        if len(reports) > 1:
            yield from (Pair(report=one, other=reports[0], relation="twice") for one in reports[1:])
        elif before is not None and len(years[before]) == 1:
            relation = "years" if before == year - 1 else "gap"
            yield Pair(report=reports[0], other=years[before][0], relation=relation)
        before = year
