"""Tell from the text of a header whether it has the labels of the columns of the form, and in their order."""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.header import bare_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gknb.documents.extract.shape import CellShape, TableShape

__all__ = ["DISTINCT", "NAMED", "SOME", "header_fit", "in_order", "is_header", "lines_in_order"]

NAMED: Final = 0.8
"""Minimum part of the labels of the columns in a header for the columns to be known by it."""
SOME: Final = 0.4
"""Minimum part of them in a header of these columns."""
DISTINCT: Final = 5
"""Minimum number of cells of a row by which it is known without a header."""


def is_header(table: TableShape, shapes: tuple[CellShape, ...]) -> Callable[[str], bool]:
    """Return whether a text has a label of the columns of a row, much of them, or a label of another edition."""
    names = [name for shape in shapes for name in bare_names(table.words, shape.label[-1])]

    def has_labels(text: str) -> bool:
        whole = table.words.bare(text)
        return any(name in whole for name in names) or (fit := header_fit(table, shapes, text)) is None or fit >= SOME

    return has_labels


def lines_in_order(table: TableShape, shapes: tuple[CellShape, ...], lines: Sequence[Sequence[str]]) -> bool:
    """Whether the labels of columns in the lines of a text are in the order of the form.

    Of several labels in a line, only those of that line are compared: wrapped labels put the lines out of order.
    """
    texts = ["".join(labels) for labels in lines]
    if all(len(labels) <= 1 for labels in lines):
        texts = ["".join(texts)]
    return all(in_order(table, shapes, text) for text in texts)


@lru_cache(maxsize=2_000)
def in_order(table: TableShape, shapes: tuple[CellShape, ...], text: str) -> bool:
    """Whether the labels of columns that a header has are in the order of the form, each level of its own."""
    levels = _levels(table, shapes)
    known = {name: (level, first) for level, some in enumerate(levels) for first, names in some for name in names}
    whole, longest, at = table.words.bare(text), sorted(known, key=len, reverse=True), 0
    found: list[list[str]] = [[] for _ in levels]
    while at < len(whole):
        name = next((name for name in longest if whole.startswith(name, at)), None)
        if name is not None:
            level, first = known[name]
            found[level].append(first)
        at += 1 if name is None else len(name)
    return all(
        _is_part(printed, [first for first, _ in groupby(first for first, _ in some)])
        for some, printed in zip(levels, found, strict=True)
    )


@cache
def _levels(table: TableShape, shapes: tuple[CellShape, ...]) -> list[list[tuple[str, frozenset[str]]]]:
    """Return the labels of columns that may stand in one line of a header, in order, each with all its names."""
    placed: list[tuple[tuple[int, int], str, frozenset[str]]] = []
    for shape in shapes:
        for depth, names in enumerate(shape.label):
            placed.append(((len(shape.label), depth), table.words.bare(names[0]), bare_names(table.words, names)))
    merged = {level: level for level, _, _ in placed}
    for level, first, _ in placed:
        # A label that is on several levels makes them one.
        for other, same, _ in placed:
            if same == first:
                low, high = sorted((merged[level], merged[other]))
                merged = {key: low if value == high else value for key, value in merged.items()}
    wholes = dict.fromkeys(merged.values())
    return [[(first, names) for level, first, names in placed if merged[level] == whole] for whole in wholes]


def _is_part(printed: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether labels are those of a header, some left out, or a whole header several times."""
    printed = [label for label, _ in groupby(printed)]
    if whole and len(printed) % len(whole) == 0:
        return printed == list(whole) * (len(printed) // len(whole))
    rest = iter(whole)
    return all(label in rest for label in printed)


@lru_cache(maxsize=2_000)
def header_fit(table: TableShape, shapes: tuple[CellShape, ...], text: str) -> float | None:
    """Return the part of the characters of the labels of columns that are in a header.

    ``None`` if a label of other editions is there, and not the one of this edition.
    """
    wanted = _letters(table, shapes)
    printed = Counter(table.words.bare(text))
    fit = sum(min(count, printed[one]) for one, count in wanted.items()) / sum(wanted.values())
    names = frozenset[str]().union(*(bare_names(table.words, shape.label[-1]) for shape in shapes))
    whole = table.words.bare(text)
    if any(name in whole and not any(name in own for own in names) for name in table.foreign_columns):
        return None
    return fit


@cache
def _letters(table: TableShape, shapes: tuple[CellShape, ...]) -> Counter[str]:
    names = dict.fromkeys(names[0] for shape in shapes for names in shape.label)
    return Counter("".join(map(table.words.bare, names)))
