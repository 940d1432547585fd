"""Leave out what stands at the edges of the pages: running heads and feet, and the numbers of the pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.documents.extract.readers.text_lines import PrintedLine

__all__ = ["Edges", "without_running"]

_ZONE: Final = 0.1
"""Part of the page height, at top and bottom, in which running heads and feet are looked for."""
_OUTER: Final = 0.065
"""The same for what a browser prints around a page."""
_EDGE: Final = 0.12
"""The same for the page number."""
_MOST: Final = 3
"""Maximum number of lines of a running head, and of parts of such a line; the rows of a table have more."""
_SAME: Final = 3.0
"""Maximum difference between the heights of a running head on two pages, in points."""
_SHARE: Final = 0.6
"""Minimum share of the pages with text that have a running head."""
_ALONE: Final = 1.2
"""Minimum distance of a bare page number from the text, in line heights."""
_DASH: Final = r"[-—–―－─·•~\s]*"
_BARE: Final = re.compile(r"\d{1,3}")
_NUMBER: Final = re.compile(rf"{_DASH}(?:第\s*)?\d{{1,3}}\s*页?(?:\s*[/／,，]?\s*共?\s*\d{{1,3}}\s*页?)?{_DASH}")
_COUNTED: Final = re.compile(
    r"(?<!\S)[-—–]*\d{1,3}(?:[/／]\d{1,3})?[-—–]*(?!\S)|(?<=第)\s*\d{1,3}\s*(?=页)|(?<=共)\s*\d{1,3}"
)
"""The number of the page, or of all pages, in a running head."""
_NAMED: Final = re.compile(r"[\u4e00-\u9fff]\s+\d+$")
"""A number at the end that belongs to the word before, as in 附件 1."""
_BROWSER: Final = re.compile(
    r"\d{1,4}[/.年-]\d{1,2}[/.月-]\d{1,4}日?,?\s*(?:[上下]午|[AP]M)?\s*\d{1,2}:\d{2}"
    r"|(?:https?|file|ﬁle)[:：]\s?//|about:",
    re.IGNORECASE,
)
_SMALL: Final = 0.85
"""Maximum size of what a browser prints around a page, in sizes of ordinary text."""
_Key: TypeAlias = tuple[str, str]
"""Where a line stands, ``top`` or ``bottom``, and its text without the number of the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The lines of one page that are printed in one direction, and the extent of its tables."""

    lines: Sequence[PrintedLine]
    height: float
    """Height of the page as these lines read."""
    first: float = float("inf")
    """Where the first table begins."""
    last: float = float("-inf")
    """Where the last table ends."""


def without_running(pages: Sequence[Edges], usual: float) -> list[list[PrintedLine]]:
    """Return the lines of each page without running heads and feet and without the page number.

    ``usual`` is the size of ordinary text.
    """
    outer = [dict(_outer(page)) for page in pages]
    filled = sum(bool(page.lines) for page in pages)
    places: dict[_Key, list[tuple[int, PrintedLine]]] = {}
    for n, lines in enumerate(outer):
        for key, line in lines.items():
            places.setdefault(key, []).append((n, line))
    running = {key for key, found in places.items() if _is_running(key[0], found, pages, filled)}
    kept = []
    for page, lines in zip(pages, outer, strict=True):
        dropped = {id(line) for key, line in lines.items() if key in running or _is_browsers(line, page.height, usual)}
        kept.append(_without_number([line for line in page.lines if id(line) not in dropped], page))
    return kept


def _outer(page: Edges) -> Iterator[tuple[_Key, PrintedLine]]:
    """Yield the lines at the top and at the bottom of a page that may be running heads and feet."""
    for line in page.lines[:_MOST]:
        if line.bottom < min(page.height * _ZONE, page.first) and len(line.parts) <= _MOST:
            yield ("top", _signature(line)), line
    for line in page.lines[-_MOST:]:
        if line.top > max(page.height * (1 - _ZONE), page.last) and len(line.parts) <= _MOST:
            yield ("bottom", _signature(line)), line


def _signature(line: PrintedLine) -> str:
    text = " ".join(line.text.split())
    return text if _NAMED.search(text) and len(line.parts) == 1 else _COUNTED.sub("#", text)


def _is_running(where: str, found: Sequence[tuple[int, PrintedLine]], pages: Sequence[Edges], filled: int) -> bool:
    """Whether a line is on most pages at the same height, where the other pages have no text."""
    own = {n for n, _ in found}
    if len(own) < max(2, _SHARE * filled):
        return False
    at = Counter(round(line.top / _SAME) for _, line in found)
    place, count = at.most_common(1)[0]
    if count + at[place - 1] + at[place + 1] < len(own):
        return False
    edge = max(line.bottom for _, line in found) if where == "top" else min(line.top for _, line in found)
    others = [page for n, page in enumerate(pages) if n not in own]
    if where == "top":
        return all(page.first >= edge and all(line.top >= edge for line in page.lines[:1]) for page in others)
    return all(page.last <= edge and all(line.bottom <= edge for line in page.lines[-1:]) for page in others)


def _is_browsers(line: PrintedLine, height: float, usual: float) -> bool:
    """Whether a browser printed the line: date and title above the page, address and number below it."""
    at_edge = line.bottom < height * _OUTER or line.top > height * (1 - _OUTER)
    return at_edge and line.size <= _SMALL * usual and bool(_BROWSER.search(line.text))


def _without_number(lines: Sequence[PrintedLine], page: Edges) -> list[PrintedLine]:
    """Return the lines of a page without its page number, which is the first or the last line."""
    kept = list(lines)
    if kept and kept[-1].bottom > page.height * (1 - _EDGE) and _NUMBER.fullmatch(kept[-1].text):
        ends = [page.last, *(line.bottom for line in kept[-2:-1])]
        if _is_alone(kept[-1], kept[-1].top - max(ends)):
            kept.pop()
    if kept and kept[0].top < page.height * _EDGE and _NUMBER.fullmatch(kept[0].text):
        begins = [page.first, *(line.top for line in kept[1:2])]
        if _is_alone(kept[0], min(begins) - kept[0].bottom):
            kept.pop(0)
    return kept


def _is_alone(line: PrintedLine, gap: float) -> bool:
    return not _BARE.fullmatch(line.text) or gap > _ALONE * line.size
