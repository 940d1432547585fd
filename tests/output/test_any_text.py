"""Whatever a report or a file is called, each format stays what it is."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Final
from xml.etree import ElementTree as ET

import html5lib
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from output_samples import TOTAL, checked, report, written

from gknb.output.csv import COLUMNS
from gknb.results import Acceptance

PLAIN: Final = checked(report({TOTAL: 3}), select=("T303",))
MARKS: Final = [
    "\r\n",
    "\n",
    "::",
    "##[",
    "%0A",
    "]]>",
    "<b>",
    "|",
    "`",
    "\\",
    "{0}",
    "](",
    "=",
    "-",
    ",",
    '"',
    "'",
    "&",
]
any_text = st.lists(st.sampled_from(MARKS) | st.text(max_size=3)).map("".join)
"""Any characters, those too that mean something in a format, and halves of characters as file names have them."""


class TestNames:
    """Whatever is named in a report is escaped right in every format: none of it ends or begins anything."""

    @given(any_text, any_text)
    def test_every_format_can_be_read_and_says_as_much_as_with_plain_names(self, name: str, file: str) -> None:
        (finding,) = PLAIN.findings
        acceptance = Acceptance(kind="explained", reason=name, by=name, on=name)
        cells = tuple(replace(cell, label=name, pointer=f"/{name}", value=name) for cell in finding.cells)
        strange = replace(finding, message=name, title=name, fix=name, cells=cells, actual=name, expected=name)
        findings = (strange, replace(strange, accepted=acceptance))
        result = replace(PLAIN, file=file, organ=name, findings=findings)
        texts = {kind: written(kind, result, PLAIN).encode().decode() for kind in self.KINDS}
        assert len(json.loads(texts["sarif"])["runs"][0]["results"]) == 3
        assert len(json.loads(texts["gitlab"])) == 3
        assert [len(suite) for suite in ET.fromstring(texts["junit"])] == [11, 11]  # noqa: S314 - written a moment ago
        rows = [*csv.reader(io.StringIO(texts["csv"], newline=""), strict=True)]
        assert [len(row) for row in rows] == [len(COLUMNS)] * 4
        lines = texts["github"].removesuffix("\n").split("\n")
        assert [line.partition(" ")[0].partition("::✗")[0] for line in lines] == [
            *("::group", "✓", "::error", "::endgroup::"),
            *("::group", "::error", "::endgroup::", "2"),
        ]
        assert not [line for line in lines if "##[" in line and not line.startswith("::")]
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page = [element.tag for element in parser.parse(texts["html"]).iter()]
        assert [page.count(tag) for tag in ("script", "style", "article", "b")] == [1, 1, 2, 21]
        html = MarkdownIt("commonmark", {"html": True}).enable("table").render(texts["markdown"])
        assert [html.count(tag) for tag in ("<tr>", "<td", "<details>", "<li>", "<strong>")] == self.TAGS[not name]

    KINDS: Final = ("sarif", "gitlab", "junit", "csv", "github", "markdown", "html")
    TAGS: Final = {False: [3, 16, 2, 5, 2], True: [3, 16, 2, 4, 2]}
    """Without a name there is no remedy to list either."""
