"""The tables are drawn as the official form has them: no gap, no overlap, each cell once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gknb.standard.catalog import load_catalog
from gknb.standard.form import form_of
from gknb.standard.form_layout import Box, Grid, grids

if TYPE_CHECKING:
    from gknb.standard.form import Lang

CATALOG = load_catalog()


def tables(edition: str, lang: Lang = "zh") -> dict[str, Grid]:
    return {grid.pointer: grid for grid in grids(form_of(CATALOG, edition), lang)}


def words(grid: Grid, row: int) -> list[tuple[str, int, int]]:
    """(printed words, height, width) of the boxes that begin in a row, those for values left out."""
    return [(box.text, box.height, box.width) for box in grid.boxes if box.row == row and not box.pointers]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("edition", CATALOG.editions)
def test_each_position_belongs_to_exactly_one_box_and_each_cell_to_one_position(edition: str, lang: Lang) -> None:
    cells: list[str] = []
    for grid in tables(edition, lang).values():
        covered: dict[tuple[int, int], Box] = {}
        for box in grid.boxes:
            assert bool(box.text) != bool(box.pointers)
            for row in range(box.row, box.row + box.height):
                for column in range(box.column, box.column + box.width):
                    assert (row, column) not in covered
                    covered[row, column] = box
            cells += [pointer for pointer in box.pointers if pointer in form_of(CATALOG, edition).index]
        assert len(covered) == grid.columns * (1 + max(row for row, _ in covered))
    assert cells == list(form_of(CATALOG, edition).cells)


def test_table_2_has_blocks_with_a_title_the_names_of_the_columns_and_rows() -> None:
    grid = tables("2021")["/proactive_disclosure"]
    assert (grid.columns, grid.labels) == (4, 1)
    assert words(grid, 0) == [("第二十条第（一）项", 1, 4)]
    assert [text for text, *_ in words(grid, 1)] == ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    assert words(grid, 5) == [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)]


def test_an_amount_and_its_unit_share_a_box() -> None:
    boxes = tables("2019")["/proactive_disclosure"].boxes
    (amount,) = [box for box in boxes if len(box.pointers) > 1]
    assert [pointer.rpartition("/")[2] for pointer in amount.pointers] == ["value", "unit"]


def test_table_3_has_its_columns_in_three_rows_and_its_groups_at_the_left() -> None:
    grid = tables("2021")["/requests"]
    assert (grid.columns, grid.labels) == (10, 3)
    assert words(grid, 0)[1:] == [("申请人情况", 1, 7)]
    assert words(grid, 0)[0][1:] == (3, 3)
    assert words(grid, 1) == [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)]
    assert words(grid, 3) == [("一、本年新收政府信息公开申请数量", 1, 3)]
    assert words(grid, 5) == [("三、本年度办理结果", 22, 1), ("（一）予以公开", 1, 2)]
    assert words(grid, 7) == [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1)]


def test_table_4_has_its_groups_side_by_side() -> None:
    grid = tables("2019")["/review_and_litigation"]
    assert (grid.columns, grid.labels) == (15, 0)
    assert words(grid, 0) == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert words(grid, 1)[-2:] == [("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)]
