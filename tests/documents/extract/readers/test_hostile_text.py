"""Web pages, Markdown and text that are made to take long: each is read or refused in time linear in its size."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reader_files import outline

from gknb.documents.extract.readers.file_limits import MOST_COLUMNS
from gknb.documents.extract.readers.html import read_html
from gknb.documents.extract.readers.inline_marks import shown_lines
from gknb.documents.extract.readers.markdown import read_markdown
from gknb.documents.extract.readers.read import read_published
from gknb.errors import SourceError

ATTRIBUTES: Final = tuple(f"a{number}" for number in range(20_000))
TAGS: Final = {
    "values": " ".join(f"{name}=1" for name in ATTRIBUTES),
    "no values": " ".join(ATTRIBUTES),
    "slashes": "/".join(ATTRIBUTES),
    "quotes": "".join(f"{name}='>'" for name in ATTRIBUTES),
    "a quote before": "' " + " ".join(ATTRIBUTES) + " '",
    "lines": "\n".join(f'{name} = "x y"' for name in ATTRIBUTES),
}
SLOW: Final[dict[str, tuple[bytes, str]]] = {
    "superscripts in nested blocks": (b"<html>" + b"<div>" * 1_900 + b"<sup>x</sup>" * 100_000, "a.html"),
    "open attributes": (b"<html>" + b"<a '" * 500_000, "a.html"),
    "open quotes": (b"<html>" + b"<a b='" * 500_000, "a.html"),
    "bold marks": (b"__a " * 1_000_000, "a.txt"),
    "bold marks in lines": ((b"**a " * 4_000 + b"\n") * 250, "a.txt"),
    "bold marks in Markdown": (b"x\n" + b"**a " * 1_000_000, "a.md"),
    "pipes": (b"x\n" + b"|" * 8_000_000, "a.md"),
    "pipes and spaces": (b"| " * 4_000_000, "a.md"),
    "lines of pipes": ((b"|" * 99 + b"\n") * 80_000, "a.md"),
    "tabs": (b"x\t" * 2_000_000, "a.txt"),
}
"""Each took from 5 to 70 s."""


@pytest.mark.parametrize("name", SLOW)
def test_what_is_made_to_take_long_does_not(name: str) -> None:
    started = time.process_time()
    with suppress(SourceError):  # refused, which is as good
        read_published(*SLOW[name])
    assert time.process_time() - started < 5


@pytest.mark.parametrize("name", TAGS)
def test_more_attributes_than_a_tag_can_have_are_refused(name: str) -> None:
    with pytest.raises(SourceError) as raised:
        read_html(f"<html><p {TAGS[name]}>x</p>".encode())
    assert raised.value.reason == "reader.bomb"


@pytest.mark.parametrize("style", ["font: 宋体; " * 500, "a > b " * 900, "x='" * 99])
def test_long_values_are_no_attributes(style: str) -> None:
    page = f'<html><p title="{style}" class=a>年度报告</p></html>' * 300
    assert outline(read_html(page.encode()))[0] == "年度报告"


def test_a_superscript_in_a_table_is_a_note_mark_and_elsewhere_a_text() -> None:
    page = (
        "<p>a<sup>1</sup></p><table><tr><td hidden>x</td><td>3<b><sup>2</sup></b></td></tr></table><p>b<sup>3</sup></p>"
    )
    assert outline(read_html(page.encode())) == ["a1", [(0, 0, 1, 1, "3")], "b3"]


def test_a_row_of_pipes_is_cut_at_the_last_column() -> None:
    found = read_markdown(("|1" * 5_000).encode())
    (row,) = outline(found)
    assert len(row) == MOST_COLUMNS
    assert {cell[-1] for cell in row} == {"1"}
    assert found.remarks == ("reader.columns",)


@given(st.lists(st.sampled_from(["*", "**", "__", "_", "a", " ", "b", "\u3000", "x" * 249])).map("".join))
def test_marks_of_emphasis_are_removed_in_pairs_and_nothing_else_is(line: str) -> None:
    shown = "".join(shown_lines(line))
    assert re.sub("[*_]", "", shown).strip() == re.sub("[*_]", "", line).strip()
    for mark in "*_":
        removed = line.count(mark) - shown.count(mark)
        assert removed >= 0
        assert removed % 2 == 0
