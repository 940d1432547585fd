"""Read Markdown as converters and editors write it: headings, pipe tables, HTML tables."""

from __future__ import annotations

import re
from typing import Final

from gknb.documents.extract.blocks import Published
from gknb.documents.extract.readers.decode import decoded
from gknb.documents.extract.readers.file_limits import MOST_COLUMNS, Budget
from gknb.documents.extract.readers.flow import Flow
from gknb.documents.extract.readers.html import read_html
from gknb.documents.extract.readers.markup_strikes import without_struck
from gknb.documents.extract.readers.text import plain, rows

__all__ = ["read_markdown"]

_HEADING: Final = re.compile(r"\s{0,3}#{1,6}[ \t]+")
_BULLET: Final = re.compile(r"^\s*[-*+>][ \t]+")
_LINK: Final = re.compile(r"(!?)\[([^\[\]]{0,200})\]\([^()\s]{0,2000}\)")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_PIPE: Final = re.compile(r"(?<!\\)\|")
_LINE_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OPENED: Final = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</table\s*>", re.IGNORECASE)
_CARRIED: Final = re.compile(r"^<!-- gknb (\{.*\}) -->$", re.MULTILINE)


def read_markdown(content: bytes) -> Published:
    """Return the blocks of a Markdown file: a paragraph per line, headings, pipe tables, and ``<table>`` as HTML."""
    reading = _Reading()
    text = decoded(content)
    carried = _CARRIED.search(text)
    for line in _CARRIED.sub("", text).splitlines():
        reading.line(line)
    reading.done()
    flow = reading.flow
    return Published(
        kind="markdown",
        blocks=tuple(flow.blocks),
        carried=carried[1] if carried else "",
        remarks=("reader.columns",) * flow.cut,
    )


class _Reading:
    """The pending lines of a table while a file is read line by line."""

    def __init__(self) -> None:
        self.flow = Flow()
        self._rows: list[str] = []
        self._html: list[str] = []
        self._depth = 0

    def line(self, line: str) -> None:
        opened = len(_OPENED.findall(line))
        if self._depth or opened:
            self._end_rows()
            self._html.append(line)
            self._depth += opened - len(_CLOSED.findall(line))
            if self._depth <= 0:
                self._end_html()
            return
        line = without_struck(line)
        if "|" in line and (line.lstrip().startswith("|") or self._rows or _PIPE.search(line)):
            self._rows.append(line)
        else:
            self._end_rows()
            self._paragraph(line)

    def done(self) -> None:
        self._end_rows()
        self._end_html()

    def _paragraph(self, line: str) -> None:
        if len(set(line.strip())) == 1 and line.strip()[:3] in ("===", "---", "***", "___"):
            return
        heading = _HEADING.match(line)
        words = line[heading.end() :].rstrip(" \t#") if heading else _BULLET.sub("", line, count=1)
        for part in _LINE_BREAK.split(words):
            self.flow.text(_inline(part))
            self.flow.end(heading=heading is not None)

    def _end_rows(self) -> None:
        """End a run of lines with pipes: a table if one line is a rule or all begin with a pipe, else paragraphs."""
        lines, self._rows = self._rows, []
        Budget().spend(sum(min(line.count("|"), MOST_COLUMNS) for line in lines))  # before there are that many strings
        ruled = any(map(_is_rule, lines))
        if ruled or all(line.lstrip().startswith("|") for line in lines):
            run = [_cells(line) for line in lines if not _is_rule(line)]
            widest = min(max(map(len, run), default=0), MOST_COLUMNS)
            rows(self.flow, [row + [""] * (widest - len(row)) for row in run])
            return
        for line in lines:
            self._paragraph(line)

    def _end_html(self) -> None:
        if self._html:
            self.flow.take(list(read_html("\n".join(self._html).encode()).blocks))
        self._html, self._depth = [], 0


def _is_rule(line: str) -> bool:
    """Whether the line is the delimiter row below the header of a table."""
    return set(line) <= set("|:- \t") and "-" in line


def _cells(line: str) -> list[str]:
    """Return the cells of a row; pipes at its ends are optional."""
    parts = _PIPE.split(line.strip(), MOST_COLUMNS + 1)  # the last part is beyond the table
    parts = parts[1:] if not parts[0].strip() else parts
    parts = parts[:-1] if parts and not parts[-1].strip() and line.rstrip().endswith("|") else parts
    return ["\n".join(_inline(one) for one in _LINE_BREAK.split(part)) for part in parts]


def _inline(text: str) -> str:
    """Return text without Markdown marks; links become their text, pictures are removed."""
    shown = _LINK.sub(lambda match: "" if match[1] else match[2], plain(text))
    return _ESCAPED.sub(r"\1", shown).strip()
