"""Build the blocks that a reader would return for a printed report, from the table layouts of the form."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checkout import EXAMPLES

from gknb.documents.extract.blocks import Paragraph, Published, Table, TableCell
from gknb.documents.extract.understand import understood
from gknb.source.pointers import lookup
from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.form_layout import grids

if TYPE_CHECKING:
    from collections.abc import Callable

    from gknb.documents.extract.blocks import Block, Kind
    from gknb.documents.extract.extraction import Extraction
    from gknb.standard.form_layout import Box, Grid

CATALOG = load_catalog("2.0.1")
EXAMPLE = json.loads((EXAMPLES / "huaian-2024.json").read_bytes(), parse_float=Decimal)


def shown(document: Any, box: Box) -> str:
    """Return the printed text of a box: its label, or its value, an amount with its unit."""
    if not box.pointers:
        return box.text
    value, *units = (lookup(document, pointer) for pointer in box.pointers)
    if value is None:
        return ""
    return f"{value}{ {'yuan': '元', 'wanyuan': '万元'}.get(units[0], '') if units else '' }"


def table(document: Any, grid: Grid, page: int | None = None) -> Table:
    """Return one table with the layout of the form."""
    return Table(
        page=page,
        cells=tuple(
            TableCell(row=box.row, column=box.column, height=box.height, width=box.width, text=shown(document, box))
            for box in grid.boxes
        ),
    )


def printed(
    document: Any, *, kind: Kind = "html", change: Callable[[list[Block]], list[Block]] = lambda blocks: blocks
) -> Published:
    """Return a whole report; ``change`` changes its blocks as a converter, a vendor or a clerk might."""
    form = form_of(load_catalog(), document["edition"])
    year = document["reporting_year"]
    blocks: list[Block] = [Paragraph(text=f"{document['organ']['name']}{year}年政府信息公开工作年度报告", heading=True)]
    if document.get("published_on"):
        blocks.append(Paragraph(text=f"发布日期：{document['published_on']}"))
    tables = {grid.pointer: grid for grid in grids(form, "zh")}
    for pointer, place in form.places.items():
        if len(place.parents) or place.schema.get("title", "")[1:2] != "、":
            continue
        blocks.append(Paragraph(text=place.schema["title"], heading=True))
        if pointer in tables:
            blocks.append(table(document, tables[pointer]))
        elif document[pointer[1:]] is not None:
            blocks += [Paragraph(text=line) for line in document[pointer[1:]].split("\n")]
    return Published(kind=kind, blocks=tuple(change(blocks)))


def read(
    document: Any, change: Callable[[list[Block]], list[Block]] = lambda blocks: blocks, kind: Any = "html"
) -> Extraction:
    return understood(CATALOG, printed(document, kind=kind, change=change))


def codes(extraction: Extraction) -> list[str]:
    return [trouble.code for trouble in extraction.troubles if trouble.code != "X007"]


def cells_of(document: Any) -> dict[str, Any]:
    values = {pointer: lookup(document, pointer) for pointer in form_of(CATALOG, document["edition"]).cells}
    return {pointer: Decimal(str(value)) if isinstance(value, float) else value for pointer, value in values.items()}


def texts(change: Callable[[str], str]) -> Callable[[list[Block]], list[Block]]:
    """Return the blocks with every text of every table changed."""

    def all_of(blocks: list[Block]) -> list[Block]:
        return [
            replace(block, cells=tuple(replace(cell, text=change(cell.text)) for cell in block.cells))
            if isinstance(block, Table)
            else block
            for block in blocks
        ]

    return all_of


def tables(change: Callable[[Table], list[Block]]) -> Callable[[list[Block]], list[Block]]:
    def all_of(blocks: list[Block]) -> list[Block]:
        return [new for block in blocks for new in (change(block) if isinstance(block, Table) else [block])]

    return all_of
