"""Read web pages: what a browser would show, judged by the markup alone. No resource of a page is fetched."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final

from lxml import etree

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.file_limits import MOST_TAGS
from gknb.documents.extract.readers.flow import Flow, cleaned
from gknb.documents.extract.readers.html_strikes import struck_elements
from gknb.documents.extract.readers.memory import lacks_memory
from gknb.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.documents.extract.readers.grid import Grid

__all__ = ["read_html"]

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"(?<![\w-])(?:display\s*:\s*none|opacity\s*:\s*0(?:\.0+)?\s*(?:[;!]|$))", re.IGNORECASE)
_VISIBILITY: Final = re.compile(r"(?<![\w-])visibility\s*:\s*(hidden|collapse|visible)", re.IGNORECASE)
_SIZE: Final = re.compile(r"(?<![\w-])font-size\s*:\s*([\d.]{1,9})(?:px|pt|rem)?\s*(?:[;!]|$)", re.IGNORECASE)
_AFLOAT: Final = re.compile(r"(?<![\w-])position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_WIDE: Final = "[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60“”‘’…—]"
_BREAK: Final = re.compile(rf"(?<={_WIDE})[ \t]*\r?\n[ \t\r\n]*(?={_WIDE})")
"""A line break in the source between two wide characters; it is not a space."""
_DROPPED: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "iframe",
        "frame",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "textarea",
        "audio",
        "video",
        "canvas",
    )
)
_INLINE: Final = frozenset(
    (
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    )
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_MOST_METAS: Final = 100
"""Maximum number of ``meta`` elements kept."""
_LONGEST_META: Final = 200
"""Maximum length of the name and the content of one that is kept, in characters."""
_LONG_TAG: Final = re.compile(r"""<[a-zA-Z](?:=\s*+(?:"[^"]*+"?|'[^']*+'?)|[^>]){500,}+""")
_OUTSIDE: Final = re.compile(r"""=\s*(?:"[^"]*"?|'[^']*'?)|[=/]""")
"""What is in a tag besides the names of its attributes."""
_MOST_PAIRS: Final = 50_000_000
_DEEPEST: Final = 2_000
"""Nesting depth at which libxml2 begins to drop elements, approximately."""


def read_html(content: bytes) -> Published:
    """Return the paragraphs and tables of a web page; the title is that of the article, else of the page."""
    root = _parsed(content)
    if root is None:
        return Published(kind="html", blocks=())
    page = _Page(root)
    remarks = ("reader.columns",) * page.flow.cut + ("reader.depth",) * page.deep
    blocks = tuple(page.flow.blocks)
    return Published(
        kind="html",
        blocks=blocks,
        title=_title(root),
        meta=tuple(islice(_metas(root), _MOST_METAS)),
        carried=_meta(root, "gknb"),
        remarks=remarks,
    )


def _parsed(content: bytes) -> etree._Element | None:
    declared = _CHARSET.search(content[:8192])
    text = decoded(content, declared[1].decode("ascii", "replace") if declared else None).replace("\0", "")
    if text.count("<") > MOST_TAGS or _attribute_pairs(text) > _MOST_PAIRS:
        raise SourceError("reader.bomb")
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        remove_comments=True,  # as nodes they would split a text
        remove_pis=True,
        huge_tree=True,  # unclosed tags of word processors nest deeply; the tree is walked without recursion
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if lacks_memory(error):
            raise
        return None  # there is no element


def _attribute_pairs(text: str) -> int:
    """Return about how many pairs of attributes libxml2 compares, which it does in each tag, each with each."""
    return sum(len(_OUTSIDE.sub(" ", tag[0]).split()) ** 2 for tag in _LONG_TAG.finditer(text))


def _meta(root: etree._Element, name: str) -> str:
    """Return the content of the first non-empty ``meta`` element with that name."""
    metas = (element for element in root.iter("meta") if (element.get("name") or "").lower() == name)
    return next(filter(None, (element.get("content") for element in metas)), "")


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the name, or the property, and the content of each ``meta`` element with short ones."""
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = element.get("content") or ""
        if name and content and max(len(name), len(content)) <= _LONGEST_META:
            yield name, content


def _title(root: etree._Element) -> str:
    if found := _meta(root, "articletitle"):
        return " ".join(cleaned(found).split())
    return next((" ".join(cleaned("".join(one.itertext())).split()) for one in root.iter("title")), "")


def _tables_around_tables(root: etree._Element) -> set[etree._Element]:
    """Return the tables that contain tables: they only lay out the page."""
    around: set[etree._Element] = set()
    opened: list[etree._Element] = []
    for event, element in _walk(root):
        if element.tag == "table" and event == "start":
            around.update(opened[-1:])
            opened.append(element)
        elif element.tag == "table" and event == "end":
            opened.pop()
    return around


class _Page:
    """The blocks of one page, collected in one walk over its elements."""

    def __init__(self, root: etree._Element) -> None:
        self.flow = Flow(collapse=True, links=True)
        self.deep = False
        self._layout = _tables_around_tables(root)
        self._grid: Grid | None = None
        self._preformatted = 0
        self._struck = struck_elements(root)
        self._struck_around = 0
        self._links = 0
        self._unseen: list[tuple[bool, bool]] = [(False, False)]
        depth = 0
        for event, element in _walk(root):
            if event == "start":
                depth += 1
                self.deep |= depth > _DEEPEST
                self._start(element)
                self._text(element.text)
            else:
                if event == "end":
                    depth -= 1
                    self._end(element)
                self._text(element.tail)
        self.flow.end()

    def _text(self, text: str | None) -> None:
        if not text or self._struck_around or any(self._unseen[-1]):
            return
        self.flow.unlinked |= not self._links and not text.isspace()
        if self._preformatted:
            for n, line in enumerate(text.split("\n")):
                if n:
                    self.flow.end()
                self.flow.text(line)
        else:
            self.flow.text(_SPACE.sub(" ", _BREAK.sub("", text)))

    def _start(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._struck_around += element in self._struck
        self._links += tag == "a" and "href" in element.attrib
        if (unseen := _unseen(element, self._unseen[-1])) is not None:
            self._unseen.append(unseen)
        if tag == "pre":
            self._preformatted += 1
        if self._grid is not None and tag in ("td", "th"):
            self.flow.open_cell()
            self._grid.cell(width=_span(element, "colspan") or 1, height=_span(element, "rowspan") or None)
        elif self._grid is not None and tag == "tr":
            self.flow.close_cell()
            self._grid.row()
        elif tag == "table" and element not in self._layout:
            self._grid = self.flow.open_table()
        elif tag == "br" or _is_block(tag):
            self.flow.end()

    def _end(self, element: etree._Element) -> None:
        tag = str(element.tag)
        self._struck_around -= element in self._struck
        self._links -= tag == "a" and "href" in element.attrib
        if _unseen(element, self._unseen[-1]) is not None:
            self._unseen.pop()
        if tag == "pre":
            self._preformatted -= 1
        if self._grid is not None and tag in ("td", "th"):
            self.flow.close_cell()
        elif self._grid is not None and tag == "table":
            self.flow.close_table()
            self._grid = None
        elif _is_block(tag):
            self.flow.end(heading=tag in _HEADINGS)


def _walk(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the start and end of every visible element, and a ``hidden`` event at the end of every other one."""
    walker = etree.iterwalk(root, events=("start", "end"))
    cells = 0
    for event, element in walker:
        is_cell = element.tag in ("td", "th")
        cells -= is_cell and event == "end"
        hidden = _is_hidden(element, in_cell=cells > 0)
        cells += is_cell and event == "start"
        if not hidden:
            yield event, element
        elif event == "start":
            walker.skip_subtree()
        else:
            yield "hidden", element


def _is_hidden(element: etree._Element, *, in_cell: bool) -> bool:
    if element.tag in _DROPPED or "hidden" in element.attrib:
        return True
    style = element.get("style") or ""
    # In a cell: a note mark, which would become a digit of the number; a watermark; a copy for the eye only.
    if in_cell and (element.tag == "sup" or element.get("aria-hidden") == "true" or _AFLOAT.search(style)):
        return True
    return _HIDDEN.search(style) is not None


def _unseen(element: etree._Element, around: tuple[bool, bool]) -> tuple[bool, bool] | None:
    """Return whether an element hides its text and whether it has no size, given this of the element around it.

    ``None`` if its ``style`` does not say. Both are inherited, and what is inside may be shown again.
    """
    style = element.get("style") or ""
    visibility, size = _VISIBILITY.search(style), _SIZE.search(style)
    if visibility is None and size is None:
        return None
    hidden, tiny = around
    return (
        visibility[1].lower() != "visible" if visibility else hidden,
        not size[1].strip("0.") if size else tiny,
    )


def _is_block(tag: str) -> bool:
    """Whether an element begins and ends a paragraph; word processors' own tags, with a colon, never do."""
    return tag not in _INLINE and ":" not in tag


def _span(element: etree._Element, name: str) -> int:
    """Return the declared span of a cell in columns or rows; 1 if missing or not a number."""
    found = re.match(r"\s*(\d{1,4})", element.get(name) or "")
    return int(found[1]) if found else 1
