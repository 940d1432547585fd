"""Render the form as a workbook: totals are formulas, and cells that violate a relation turn red while typing."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]

from gknb.documents.render.headers import is_tall
from gknb.documents.render.page import Drawn, printed
from gknb.engine.evaluate import Evaluator
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import Linear
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.render.page import Page
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = ["render_xlsx"]

_COLUMNS: Final = 15
"""Number of columns of the sheet; a table with fewer columns merges cells."""
_EXACT: Final = 10**15
"""Limit of numbers written as numbers: workbooks keep 15 digits, so that larger ones are written as text."""
_LONGEST: Final = 32_767
"""Maximum length of the text of a cell, in characters."""


def render_xlsx(catalog: Catalog, page: Page, lang: Lang) -> bytes:
    """Return the workbook; findings are notes on the cells."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _Sheet(catalog, page, lang, book).write()
    return file.getvalue()


class _Sheet:
    """Writer of the sheet with the form."""

    def __init__(self, catalog: Catalog, page: Page, lang: Lang, book: Any) -> None:
        self.page, self.lang = page, lang
        self.sheet = book.add_worksheet("年报")
        self.relations = [one for one in compile_relations(catalog, _edition(page)) if isinstance(one, Linear)]
        self.values = Evaluator(page.form, ()).cells(page.document)
        self.places: dict[str, tuple[int, int]] = {}
        self.row = 0
        plain = {"font_name": "宋体", "text_wrap": True, "valign": "vcenter"}
        bordered = {**plain, "border": 1, "font_size": 10}
        self.formats = {
            "title": book.add_format({**plain, "font_size": 18, "align": "center"}),
            "heading": book.add_format({**plain, "font_name": "黑体", "font_size": 14}),
            "text": book.add_format({**plain, "font_name": "仿宋", "font_size": 12, "valign": "top"}),
            "words": book.add_format({**bordered, "align": "center"}),
            "tall": book.add_format({**bordered, "align": "center", "rotation": 270}),
            "value": book.add_format({**bordered, "align": "center"}),
            "wrong": book.add_format({"bg_color": "#FDE0DC", "font_color": "#B3261E"}),
        }
        book.set_properties({"title": "".join(page.title), "comments": ""})
        carried = book.add_worksheet("gknb")
        carried.very_hidden()
        if len(page.unprinted) <= _LONGEST:
            carried.write_string(0, 0, page.unprinted)

    def write(self) -> None:
        """Write the form from top to bottom, then its formulas and conditional formats."""
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_column(0, _COLUMNS - 1, 9)
        for line in self.page.title:
            self._line(line, "title", 26)
        if self.page.published:
            self._line(f"（{self.page.published}）", "title", 20)
        for part in self.page.parts:
            self._line(part.title, "heading", 24)
            if isinstance(part, Drawn):
                self._table(part.grid)
            else:
                for paragraph in part.paragraphs or ("",):
                    self._line(paragraph, "text", 16 * (1 + len(paragraph) // 55))
                    if numbers := self.page.marks.at([part.pointer]):
                        self._note(self.row - 1, 0, numbers)
        self._formulas()
        self._colours()

    def _line(self, text: str, kind: str, height: float) -> None:
        self.sheet.set_row(self.row, min(height, 400))
        self.sheet.merge_range(self.row, 0, self.row, _COLUMNS - 1, "", self.formats[kind])
        self.sheet.write_string(self.row, 0, text, self.formats[kind])
        self.row += 1

    def _table(self, grid: Grid) -> None:
        edges = _edges(grid)
        for box in grid.boxes:
            first, last = edges[box.column], edges[box.column + box.width] - 1
            top, bottom = self.row + box.row, self.row + box.row + box.height - 1
            kind = "value" if box.pointers else "tall" if is_tall(grid, box) else "words"
            if (first, top) != (last, bottom):
                self.sheet.merge_range(top, first, bottom, last, "", self.formats[kind])
            self._box(top, first, box, kind)
        self.row += max(box.row + box.height for box in grid.boxes) + 1

    def _box(self, row: int, column: int, box: Box, kind: str) -> None:
        if not box.pointers:
            self.sheet.write_string(row, column, box.text, self.formats[kind])
            return
        self.places[box.pointers[0]] = row, column
        self._value(row, column, box.pointers)
        if numbers := self.page.marks.at(box.pointers):
            self._note(row, column, numbers)

    def _value(self, row: int, column: int, pointers: Sequence[str]) -> None:
        text, kind = printed(self.page.form, self.page.document, pointers), self.formats["value"]
        position = self.page.form.index.get(pointers[0])
        number = None if position is None else self.values[position]
        if len(pointers) == 1 and number is not None and abs(number) < _EXACT and len(str(number)) <= 15:
            self.sheet.write_number(row, column, number, kind)
        elif text:
            self.sheet.write_string(row, column, text, kind)
        else:
            self.sheet.write_blank(row, column, None, kind)

    def _note(self, row: int, column: int, numbers: Sequence[int]) -> None:
        findings = [self.page.marks.findings[number - 1] for number in numbers]
        text = "\n".join(f"{finding.code} {finding.message} {finding.fix}" for finding in findings)
        self.sheet.write_comment(row, column, text[:30_000], {"author": say(self.lang, "render.author")})

    # Relations.

    def _formulas(self) -> None:
        """Write a formula into each total that is right, or blank with all its parts."""
        done: set[int] = set()
        for one in self.relations:
            if one.comparator != "=" or one.when is not None or len(one.left.terms) != 1 or one.left.constant:
                continue
            ((total, sign),) = one.left.terms
            parts = one.right.terms
            positions = [total, *(position for position, _ in parts)]
            if sign != 1 or total in done or one.right.constant or not self._are_printed(positions):
                continue
            values = [self.values[position] for position, _ in parts]
            known = [value for value in values if value is not None]
            blank = self.values[total] is None and not known
            right = len(known) == len(values) and self.values[total] == sum(
                sign * value for (_, sign), value in zip(parts, values, strict=True)
            )
            if not blank and not (right and abs(self.values[total]) < _EXACT):
                continue
            done.add(total)
            cells = [self._cell(position) for position, _ in parts]
            added = "".join(f"{'+' if sign > 0 else '-'}{cell}" for cell, (_, sign) in zip(cells, parts, strict=True))
            formula = f'=IF(COUNT({",".join(cells)})=0,"",{added.removeprefix("+")})'
            row, column = self.places[self.page.form.cells[total]]
            value = "" if blank else float(self.values[total])
            self.sheet.write_formula(row, column, formula, self.formats["value"], value)

    def _colours(self) -> None:
        """Add conditional formats: a violated relation with all cells filled colours the cells of its left side."""
        for one in self.relations:
            positions = [position for position, _ in one.net]
            if one.when is not None or not self._are_printed(positions):
                continue
            left, right = self._sum(one.left), self._sum(one.right)
            cells = ",".join(self._cell(position) for position in positions)
            broken = {"=": "<>", "<=": ">", ">=": "<"}[one.comparator]
            criteria = f"=AND(COUNT({cells})={len(positions)},{left}{broken}{right})"
            for position, _ in one.left.terms:
                row, column = self.places[self.page.form.cells[position]]
                options = {"type": "formula", "criteria": criteria, "format": self.formats["wrong"]}
                self.sheet.conditional_format(row, column, row, column, options)

    def _are_printed(self, positions: Sequence[int]) -> bool:
        return all(self.page.form.cells[position] in self.places for position in positions)

    def _cell(self, position: int) -> str:
        row, column = self.places[self.page.form.cells[position]]
        return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))

    def _sum(self, side: Any) -> str:
        return "".join(self._terms(side)).removeprefix("+") or "0"

    def _terms(self, side: Any) -> Iterator[str]:
        for position, sign in side.terms:
            yield f"{'+' if sign > 0 else '-'}{self._cell(position)}"
        if side.constant:
            yield f"{side.constant:+d}"


def _edges(grid: Grid) -> list[int]:
    """Return the sheet columns at which the columns of a table begin, and the one at which the last ends."""
    return [round(n * _COLUMNS / grid.columns) for n in range(grid.columns + 1)]


def _edition(page: Page) -> str:
    edition: str = page.form.places["/edition"].schema["const"]
    return edition
