"""Read Word documents: text in document order, tables with their merged cells."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Final

from lxml import etree

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.archive import Archive
from gknb.documents.extract.readers.docx_changes import Strikes, accept_table_changes
from gknb.documents.extract.readers.docx_xml import attribute, child, is_on, lineage, number, tag_of, value
from gknb.documents.extract.readers.flow import Flow
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.documents.extract.readers.grid import Grid

__all__ = ["read_docx"]

_DROPPED: Final = frozenset(
    # Deleted or moved text, properties, and fallback content for old programs.
    (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "pPr",
        "rPr",
        "tblPr",
        "tblGrid",
        "tblPrEx",
        "trPr",
        "tcPr",
        "sectPr",
        "sdtPr",
        "sdtEndPr",
        "Fallback",
        "rt",
    )
)
_BODY_LEVEL: Final = "9"


def read_docx(content: bytes) -> Published:
    """Return the paragraphs and tables of a Word document, without headers, footers, notes and macros.

    The XML is read directly, so that a document with a broken picture or link, as converters leave, is still readable.
    Raises :class:`~gknb.errors.SourceError`.
    """
    archive = Archive(content)
    name = _main(archive)
    root = _tree(archive, name)
    if root is None:
        raise SourceError("reader.broken", problem=name)
    accept_table_changes(root)
    styles = _tree(archive, posixpath.join(posixpath.dirname(name), "styles.xml"))
    document = _Document(root, _heading_styles(styles), Strikes(styles))
    settings = _tree(archive, posixpath.join(posixpath.dirname(name), "settings.xml"))
    variables = [] if settings is None else settings.iter("{*}docVar")
    carried = next((attribute(one, "val") for one in variables if attribute(one, "name") == "gknb"), "")
    remarks = ("reader.columns",) * document.flow.cut
    return Published(kind="docx", blocks=tuple(document.flow.blocks), carried=carried, remarks=remarks)


def _main(archive: Archive) -> str:
    """Return the name of the main document part."""
    relations = _tree(archive, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith("/officeDocument"):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _tree(archive: Archive, name: str) -> etree._Element | None:
    content = archive.xml(name)
    if content is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("reader.broken", problem=f"{name}: {error.msg}") from error


def _heading_styles(styles: etree._Element | None) -> frozenset[str]:
    """Return the ids of heading styles: by outline level, by name, or by the style they are based on."""
    own, based_on = set(), {}
    for style in () if styles is None else styles.iter("{*}style"):
        key = attribute(style, "styleId")
        name = value(style, "name").lower()
        level = next((attribute(one, "val") for one in style.iter("{*}outlineLvl")), _BODY_LEVEL)
        based_on[key] = value(style, "basedOn")
        if level != _BODY_LEVEL or name.startswith(("heading", "标题")) or name in ("title", "subtitle"):
            own.add(key)
    return frozenset(key for key in based_on if not own.isdisjoint(lineage(key, based_on)))


class _Document:
    """The blocks of one document, collected in one walk over its XML."""

    def __init__(self, root: etree._Element, headings: frozenset[str], strikes: Strikes) -> None:
        self.flow = Flow()
        self._headings, self._strikes = headings, strikes
        self._layout = _tables_around_tables(root)
        self._grid: Grid | None = None
        for event, element, tag in _walk(root):
            if event == "start":
                self._start(element, tag)
            else:
                self._end(element, tag)
        self.flow.end()

    def _start(self, element: etree._Element, tag: str) -> None:
        if tag == "tbl" and element not in self._layout:
            self._grid = self.flow.open_table()
        elif tag == "tr" and self._grid is not None:
            self._grid.row()
            self._grid.skip(number(child(element, "trPr"), "gridBefore"))
        elif tag == "tc" and self._grid is not None:
            self.flow.open_cell()
            self._cell(self._grid, child(element, "tcPr"))
        elif tag == "txbxContent":
            self.flow.aside()

    def _cell(self, grid: Grid, properties: etree._Element | None) -> None:
        width = number(properties, "gridSpan") or 1
        if _merge(properties, "hMerge") == "continue":
            grid.widened(width=width)
        elif _merge(properties, "vMerge") == "continue":
            grid.continued(width=width)
        else:
            grid.cell(width=width)

    def _end(self, element: etree._Element, tag: str) -> None:
        if tag == "t":
            run = element.getparent()
            # A superscript in a table is a note mark: 12 with note 3 is not 123.
            if (self._grid is None or not _is_raised(run)) and not self._strikes.is_struck(run):
                self.flow.text(element.text or "")
        elif tag in ("br", "cr"):
            self.flow.end()
        elif tag == "tab":
            self.flow.text(" ")
        elif tag == "noBreakHyphen":
            self.flow.text("-")
        elif tag == "p" and not is_on(child(child(element, "pPr"), "rPr"), "del"):  # else it goes on in the next one
            self.flow.end(heading=self._is_heading(element))
        elif tag == "txbxContent":
            self.flow.end_aside()
        elif tag == "tc" and self._grid is not None:
            self.flow.close_cell()
        elif tag == "tbl" and self._grid is not None:
            self.flow.close_table()
            self._grid = None

    def _is_heading(self, paragraph: etree._Element) -> bool:
        properties = child(paragraph, "pPr")
        level = value(properties, "outlineLvl")
        return value(properties, "pStyle") in self._headings or level not in ("", _BODY_LEVEL)


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element, str]]:
    """Yield the start and end of every visible element, with its local name: Word uses two namespaces."""
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = tag_of(element)
        if tag not in _DROPPED and not (tag == "r" and is_on(child(element, "rPr"), "vanish")):
            yield event, element, tag
        elif event == "start":
            walker.skip_subtree()


def _is_raised(run: etree._Element | None) -> bool:
    return value(child(run, "rPr"), "vertAlign") == "superscript"


def _tables_around_tables(root: etree._Element) -> set[etree._Element]:
    """Return the tables that contain tables: they only lay out the page."""
    around: set[etree._Element] = set()
    opened: list[etree._Element] = []
    for event, element, tag in _walk(root):
        if tag == "tbl" and event == "start":
            around.update(opened[-1:])
            opened.append(element)
        elif tag == "tbl":
            opened.pop()
    return around


def _merge(properties: etree._Element | None, name: str) -> str | None:
    """Return ``restart`` or ``continue``; ``None`` if the cell is not merged in that direction."""
    mark = child(properties, name)
    return None if mark is None else attribute(mark, "val") or "continue"
