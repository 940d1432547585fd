"""Accept the tracked changes of table rows and cells, and find struck-out runs of text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gknb.documents.extract.readers.docx_xml import attribute, child, is_on, lineage, number, tag_of, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

__all__ = ["Strikes", "accept_table_changes"]

_Marks = tuple[bool | None, bool | None]
"""Whether a single and a double line are on; ``None`` if not set."""


class Strikes:
    """The styles of a document that strike text out."""

    def __init__(self, styles: etree._Element | None) -> None:
        own: dict[str, _Marks] = {}
        based_on: dict[str, str] = {}
        for style in () if styles is None else styles.iter("{*}style"):
            key = attribute(style, "styleId")
            own[key] = _marks(child(style, "rPr"))
            based_on[key] = value(style, "basedOn")
        self._styles: dict[str, _Marks] = {}
        for key in own:
            single, double = None, None
            for base in lineage(key, based_on):
                one, two = own.get(base, (None, None))
                single, double = (one if single is None else single), (two if double is None else double)
            if single or double:
                self._styles[key] = single, double

    def is_struck(self, run: etree._Element | None) -> bool:
        """Whether a run is struck out: by its own properties, else by the styles of the run, paragraph and table."""
        properties = child(run, "rPr")
        single, double = _marks(properties)
        if run is not None and self._styles and (single is None or double is None):
            found = [self._styles.get(key, (None, None)) for key in _styles_of(run, properties)]
            # A single line is a toggle property: two styles that set it cancel each other (ISO/IEC 29500-1, 17.7.3).
            single = sum(one is True for one, _ in found) % 2 == 1 if single is None else single
            double = next((two for _, two in found if two is not None), False) if double is None else double
        return bool(single or double)


def _marks(properties: etree._Element | None) -> _Marks:
    return is_on(properties, "strike"), is_on(properties, "dstrike")


def _styles_of(run: etree._Element, properties: etree._Element | None) -> Iterator[str]:
    """Yield the names of the styles of a run, of its paragraph and of the tables around it."""
    yield value(properties, "rStyle")
    for around in run.iterancestors("{*}p", "{*}tbl"):
        paragraph = tag_of(around) == "p"
        yield value(child(around, "pPr" if paragraph else "tblPr"), "pStyle" if paragraph else "tblStyle")


def accept_table_changes(root: etree._Element) -> None:
    """Remove deleted rows and cells from a document, as if all changes were accepted.

    A deleted cell that leaves its row narrower than the other rows stays, without text: the cells after it would move
    to other columns, and Word does not say whether that is meant.
    """
    for row in [one for one in root.iter("{*}tr") if is_on(child(one, "trPr"), "del")]:
        _remove_row(row)
    for table in root.iter("{*}tbl"):
        rows = list(_inside(table, "tr"))
        changed = [
            (row, cells) for row in rows if (cells := [cell for cell in _inside(row, "tc") if _is_deleted(cell)])
        ]
        if not changed:
            continue
        usual = _usual_width([row for row in rows if row not in {one for one, _ in changed}])
        for row, cells in changed:
            missing = usual - _width(row) + sum(map(_columns, cells))
            for cell in cells:
                if missing > 0:
                    missing -= _columns(cell)
                    _empty(cell)
                else:
                    _remove(cell)


def _remove_row(row: etree._Element) -> None:
    """Remove a row; cells merged with one of its cells from below begin in the next row."""
    begun = {column for column, cell in _by_column(row) if value(child(cell, "tcPr"), "vMerge") == "restart"}
    after = next(row.itersiblings("{*}tr"), None)
    for column, cell in _by_column(after) if after is not None else ():
        mark = child(child(cell, "tcPr"), "vMerge")
        if column in begun and mark is not None and attribute(mark, "val") in ("", "continue"):
            _remove(mark)
    _remove(row)


def _inside(around: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, content controls seen through; not those of inner tables."""
    for one in around:
        if tag_of(one) == tag:
            yield one
        elif tag_of(one) in ("sdt", "sdtContent", "customXml"):
            yield from _inside(one, tag)


def _by_column(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = number(child(row, "trPr"), "gridBefore")
    for cell in _inside(row, "tc"):
        yield column, cell
        column += _columns(cell)


def _is_deleted(cell: etree._Element) -> bool:
    return child(child(cell, "tcPr"), "cellDel") is not None


def _columns(cell: etree._Element) -> int:
    return number(child(cell, "tcPr"), "gridSpan") or 1


def _width(row: etree._Element) -> int:
    properties = child(row, "trPr")
    around = number(properties, "gridBefore") + number(properties, "gridAfter")
    return around + sum(map(_columns, _inside(row, "tc")))


def _usual_width(rows: list[etree._Element]) -> int:
    """Return the number of columns of most rows; 0 without rows."""
    return Counter(map(_width, rows)).most_common(1)[0][0] if rows else 0


def _empty(cell: etree._Element) -> None:
    for one in [one for one in cell if tag_of(one) != "tcPr"]:
        cell.remove(one)


def _remove(element: etree._Element) -> None:
    around = element.getparent()
    if around is not None:
        around.remove(element)
