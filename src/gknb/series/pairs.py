"""Which of many reports are of one organ, and which of these follow each other."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.digest import Digest

__all__ = ["Pair", "plain_name", "series"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A report and one that it is held against."""

    report: Digest
    """The report."""
    other: Digest
    """The other one."""
    relation: str
    """The kind of what is between them: ``years`` where the other is of the year before, ``gap`` where it is of an
    earlier year and there is none of the year before, ``twice`` where both are of one year."""


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name as it is compared: without white space, and full-width forms as plain ones."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def series(digests: Iterable[Digest], aliases: Mapping[str, str] | None = None) -> Iterator[Pair]:
    """The reports of each organ and scope beside each other, in the order in which the reports were given.

    Reports are of one organ where their names are the same, one is an alias of the other (``aliases`` has the name that
    stands for each), or their unified social credit codes are the same. Where a year has two reports, neither is held
    against other years: which one counts is not known.
    """
    canonical = {plain_name(alias): plain_name(name) for alias, name in (aliases or {}).items()}
    by_organ: dict[tuple[str, str | None], dict[int, list[Digest]]] = defaultdict(lambda: defaultdict(list))
    order: dict[str, int] = {}
    known = [digest for digest in digests if digest.organ is not None and digest.year is not None]
    names = _one_name_a_code(known, canonical)
    for number, digest in enumerate(known):
        order.setdefault(digest.file, number)
        name = _canonical(digest, canonical)
        by_organ[names.get(name, name), digest.scope][digest.year or 0].append(digest)
    pairs = (pair for years in by_organ.values() for pair in _pairs(years))
    yield from sorted(pairs, key=lambda pair: order[pair.report.file])


def _canonical(digest: Digest, canonical: Mapping[str, str]) -> str:
    name = plain_name(digest.organ or "")
    return canonical.get(name, name)


def _one_name_a_code(digests: Iterable[Digest], canonical: Mapping[str, str]) -> dict[str, str]:
    """For each name the first one that has the same code."""
    first: dict[str, str] = {}
    names: dict[str, str] = {}
    for digest in digests:
        if digest.code is not None:
            name = _canonical(digest, canonical)
            same = first.setdefault(digest.code, names.get(name, name))
            names.setdefault(name, same)
    return names


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
