"""Reads the cells of a report into a list of numbers, in the order of the form."""

from __future__ import annotations

from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.engine.schema_check import checks, is_count
from gknb.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gknb.standard.form import Form

__all__ = ["CellReader", "Number"]

Number: TypeAlias = Any
"""An int or a Decimal, or ``None`` for a blank."""


class CellReader:
    """Reads the cells of one form from documents."""

    def __init__(self, form: Form) -> None:
        self._tree = _tree(form)
        self._every_cell_is_required = all(
            form.places[around].required for cell in form.cells for around in _around(cell)
        )

    def read(self, document: Any, *, sound: bool = False) -> list[Number]:
        """Return the value of each cell in the order of the form; ``None`` where there is no usable number.

        ``sound`` means that the document is valid against the schema of the form or of its draft.
        """
        values: list[Number] = []
        if sound and self._every_cell_is_required:
            _read_sound(self._tree, document, values)
        else:
            _read(self._tree, document, values)
        return values


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Consecutive cells of one group of the form."""

    checks: tuple[tuple[str, Callable[[Any], bool]], ...]
    """The key of each cell, and the check of its value."""
    counts: tuple[str, ...]
    """The keys, if all of the cells are counts, as most are; else none."""
    pick: Callable[[Any], Any]
    """Returns the values of the cells from the group: a tuple, or the bare value of a single cell."""


_Tree: TypeAlias = "tuple[tuple[str, _Tree] | _Cells, ...]"
"""A group of the form: the nested groups with their keys, and runs of cells, in the order of the form."""


def _around(cell: str) -> Iterator[str]:
    """The pointer of a cell, then those of the groups that contain it, innermost first."""
    while cell:
        yield cell
        cell = cell.rpartition("/")[0]


def _tree(form: Form) -> _Tree:
    tree: dict[str, Any] = {}
    for pointer in form.cells:
        *groups, key = pointer.split("/")[1:]
        reduce(lambda node, group: node.setdefault(group, {}), groups, tree)[key] = checks(form)[pointer]
    return tuple(_runs(tree))


def _runs(tree: dict[str, Any]) -> Iterator[tuple[str, _Tree] | _Cells]:
    for is_group, run in groupby(tree.items(), key=lambda item: isinstance(item[1], dict)):
        members = tuple(run)
        if is_group:
            yield from ((key, tuple(_runs(node))) for key, node in members)
        else:
            keys = tuple(key for key, _ in members)
            counts = keys if {check for _, check in members} == {is_count} else ()
            yield _Cells(members, counts, itemgetter(*keys))


def _read(tree: _Tree, document: Any, values: list[Number]) -> None:
    get = document.get if type(document) is dict else {}.get
    for part in tree:
        if isinstance(part, tuple):
            _read(part[1], get(part[0]), values)
            continue
        if part.counts:
            values += [value if type(value) is int and value >= 0 else None for value in map(get, part.counts)]
            continue
        for key, check in part.checks:
            value = get(key)
            values.append(value if check(value) else None)


def _read_sound(tree: _Tree, document: Any, values: list[Number]) -> None:
    for part in tree:
        if isinstance(part, tuple):
            _read_sound(part[1], document[part[0]], values)
        elif len(part.checks) == 1:
            values.append(part.pick(document))
        else:
            values += part.pick(document)
