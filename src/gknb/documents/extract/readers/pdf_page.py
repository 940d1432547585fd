"""What one page of a PDF holds as it reads: lines of text, and tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.readers.file_limits import Budget
from gknb.documents.extract.readers.pdf_rules import TooManyRulesError, lattices
from gknb.documents.extract.readers.pdf_strikes import struck_on
from gknb.documents.extract.readers.pdf_tables import Grid
from gknb.documents.extract.readers.pdf_turns import turned, turned_lattice, turned_page
from gknb.documents.extract.readers.text_lines import printed_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.readers.pdf_paint import Glyph, Painted
    from gknb.documents.extract.readers.pdf_tables import Ruled
    from gknb.documents.extract.readers.text_lines import PrintedLine

__all__ = ["FEWEST", "PageRead", "Reading"]

FEWEST: Final = 20
"""Minimum number of characters of a page with text."""
_PICTURE: Final = 0.25
"""Minimum part of a page that a picture fills if it may show part of the report."""
_MOST_GRIDS: Final = 100
"""Maximum number of tables on a page; a page with more is a drawing."""
_OUTLINES: Final = 200
"""Minimum number of curves on a page without text whose letters may be drawn."""


@dataclass(slots=True, kw_only=True)
class PageRead:
    """The text lines and tables of one page."""

    number: int
    width: float
    height: float
    turn: int
    """Direction in which most of the page reads, in quarters of a turn; see :attr:`Glyph.turn`."""
    lines: list[PrintedLine]
    """Lines in the direction in which most of the page reads."""
    tables: list[Ruled]
    across: dict[int, list[PrintedLine]] = field(default_factory=dict)
    """Lines in the other directions, with coordinates as they read."""
    unreadable: int = 0
    """Number of its characters of which the file does not say what they are."""
    pictures: int = 0
    """Number of pictures."""
    pictured: bool = False
    """Whether a large picture covers no text."""
    drawn: bool = False
    """Whether the page has pictures or many curves, which show all that it shows if it has no text."""

    @property
    def characters(self) -> str:
        """All its characters but white space."""
        lines = (line.text for some in (self.lines, *self.across.values()) for line in some)
        texts = (cell.text for table in self.tables for cell in table.cells)
        return "".join("".join((*lines, *texts)).split())

    @property
    def is_unread(self) -> bool:
        """Whether the page shows what was not read."""
        return self.pictured or (self.drawn and len(self.characters) < FEWEST)


class Reading:
    """Reads the pages of one file."""

    def __init__(self) -> None:
        self.remarks: set[str] = set()
        self._budget = Budget()

    def page(self, page: Painted) -> PageRead:
        """Return the content of one page as it reads."""
        shown = [one for one in page.glyphs if one.text.strip()]
        curves = sum(one.kind == "curve" for one in page.shapes)
        turn = _main_turn(shown)
        page = turned_page(page, turn)
        struck = struck_on(page)
        glyphs = struck.left(page.glyphs)
        grids = self._grids(page, struck.lines) if shown else []
        outside = [one for one in glyphs if not any(grid.put(one) for grid in grids)]
        tables = []
        for grid in grids:
            found, left = self._ruled(grid, page)
            outside += left
            if found is not None:
                tables.append(found)
        across = {turn: [one for one in outside if one.turn == turn] for turn in (1, 2, 3)}
        return PageRead(
            number=page.number,
            width=page.width,
            height=page.height,
            turn=turn,
            lines=printed_lines(one for one in outside if not one.turn),
            tables=tables,
            across=dict(_across(page, across)),
            unreadable=sum(one.text.startswith("(cid:") for one in shown),
            pictures=len(page.pictures),
            pictured=_is_pictured(page),
            drawn=bool(page.pictures) or curves > _OUTLINES,
        )

    def _grids(self, page: Painted, strikes: set[int]) -> list[Grid]:
        """Return the tables of a page, from the top; a table around another one only lays out the page."""
        try:
            found = lattices(page.shapes, strikes)
        except TooManyRulesError:
            found = []
            self.remarks.add("reader.drawing")
        if len(found) > _MOST_GRIDS:
            found = []
            self.remarks.add("reader.drawing")
        grids = [Grid(one, (page.width, page.height), self._budget) for one in found]
        grids = [one for one in grids if not any(one.holds(other) for other in grids)]
        return sorted(grids, key=lambda grid: (grid.top, grid.left))

    def _ruled(self, grid: Grid, page: Painted) -> tuple[Ruled | None, list[Glyph]]:
        """Return the table of a grid, and the glyphs that do not belong to it; no table without text or structure."""
        if grid.is_empty:
            return None, []
        glyphs = grid.take()
        level = any(one.text.strip() and not one.turn for one in glyphs)
        turn = 0 if level else _main_turn([one for one in glyphs if one.text.strip()])
        size = page.width, page.height
        inside, lattice = turned(glyphs, turn, *size), turned_lattice(grid.lattice, turn, *size)
        if turn:
            size = (page.height, page.width) if turn % 2 else size
            own = Grid(lattice, size, self._budget)
            for one in inside:
                own.put(one)
        else:
            own = grid
        more = own.with_rows()
        if more is not own.lattice:
            own = Grid(more, size, self._budget)
            for one in inside:
                own.put(one)
        found = own.ruled(page.number)
        if found is None:
            return None, glyphs
        found.top, found.bottom = grid.top, grid.bottom
        return found, []


def _main_turn(glyphs: Sequence[Glyph]) -> int:
    """Return the direction in which most of the glyphs run."""
    ways = Counter(one.turn for one in glyphs)
    return (ways.most_common(1)[0][0] if ways else 0) or 0


def _across(page: Painted, across: dict[int, list[Glyph]]) -> Iterator[tuple[int, list[PrintedLine]]]:
    for turn, glyphs in across.items():
        if lines := printed_lines(turned(glyphs, turn, page.width, page.height)):
            yield turn, lines


def _is_pictured(page: Painted) -> bool:
    """Whether one of the pictures is large and has no text on it."""
    for x0, top, x1, bottom in page.pictures:
        if (x1 - x0) * (bottom - top) >= _PICTURE * page.width * page.height:
            inside = sum(x0 < one.x0 < x1 and top < one.top < bottom for one in page.glyphs)
            if inside < FEWEST:
                return True
    return False
