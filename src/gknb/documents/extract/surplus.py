"""Place the figures of a row that has more of them than its header has columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.blocks import TableCell
    from gknb.documents.extract.printed_values import Values

__all__ = ["Surplus", "placed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surplus:
    """What remains uncertain in a row."""

    cells: Mapping[int, int]
    """The printed cell for each cell of the form that is certain, by their numbers."""
    by_order: bool
    """Whether these were found by counting figures only."""
    uncertain: frozenset[int]
    """Cells of the form for which several figures are possible."""
    figures: tuple[str, ...]
    """All figures of the row if some are uncertain, else those that have no column."""


def placed(cells: Sequence[TableCell], columns: Mapping[int, int], wide: int, reader: Values) -> Surplus | None:
    """Return where the figures of a row belong; ``None`` if it has no more cells than its header has columns.

    ``columns`` maps the cells of the form to the columns of the header, from the left; ``wide`` is the number of those
    columns. Empty cells at the end do not count. If there are as many figures as columns, all of them known, each
    figure has its column. Otherwise nobody knows which cell is extra, and only a cell of the form that gets the same
    figure in every case is certain.
    """
    filled = [n for n, cell in enumerate(cells) if _is_figure(cell.text, reader)]
    used = max((n for n, cell in enumerate(cells, 1) if cell.text.strip()), default=0)
    if used <= wide or not columns:
        return None
    if len(filled) == wide == len(columns):
        return Surplus(
            cells={place: filled[m] for place, m in columns.items()},
            by_order=True,
            uncertain=frozenset(),
            figures=(),
        )
    certain, uncertain = {}, set()
    for place, m in columns.items():
        possible = {reader.read(cell.text) for cell in cells[m : m + used - wide + 1]}
        if len(possible) == 1 and len(filled) == used:
            certain[place] = m
        else:
            uncertain.add(place)
    extra = filled[wide:] if not uncertain else filled
    return Surplus(
        cells=certain,
        by_order=False,
        uncertain=frozenset(uncertain),
        figures=tuple(cells[n].text.strip() for n in extra),
    )


def _is_figure(text: str, reader: Values) -> bool:
    """Whether a cell has a figure, a sign in its place, or anything with digits."""
    kind = reader.read(text).kind
    return kind in ("number", "sign") or (kind == "unreadable" and any(map(str.isdigit, text)))
