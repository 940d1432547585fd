"""Split a report into its six sections by their headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.align import align
from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.words import Words

__all__ = ["Sections", "joined", "sections"]

_LONGEST: Final = 45
"""Maximum length of a heading, in characters; anything longer is a sentence."""
_LIKE: Final = 0.72
"""Minimum likeness of a heading; no two headings of the form are this alike."""
_FEW: Final = 3
"""Fewer headings than these make a reader look for headings that are numbered like parts of a section."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """The paragraphs of a report by section."""

    before: tuple[Paragraph, ...]
    """Paragraphs before the first heading."""
    headings: Mapping[str, Paragraph]
    """Heading of each section found, by the pointer of the section."""
    within: Mapping[str, tuple[Paragraph, ...]]
    """Paragraphs between each heading and the next, by the pointer of the section."""
    earlier: Sections | None = None
    """Sections found in ``before``, if headings are printed there too: a table of contents or another report."""


def sections(
    blocks: Iterable[Block], titles: Mapping[str, Sequence[str]], words: Words, labels: Collection[str] = ()
) -> Sections:
    """Return the sections of a report; ``titles`` has the names of each section, in the order of the form.

    ``labels`` are the normalized labels of the tables, which are numbered like headings.
    """
    paragraphs = [paragraph for block in blocks for paragraph in _paragraphs(block)]
    return _sections(paragraphs, titles, words, labels)


def _sections(
    paragraphs: Sequence[Paragraph],
    titles: Mapping[str, Sequence[str]],
    words: Words,
    labels: Collection[str],
    *,
    later: bool = True,
) -> Sections:
    short = [n for n, one in enumerate(paragraphs) if 2 < len(squeezed(one.text)) <= _LONGEST]
    may_be = _may_be_heading(titles, words)
    possible = [n for n in short if may_be(paragraphs[n].text) and words.bare(paragraphs[n].text) not in labels]
    # （一）主动公开情况 is a part of section 1 in most reports, and a heading only where no other headings are.
    found = _headings(paragraphs, [n for n in possible if not words.is_subheading(paragraphs[n].text)], titles, words)
    if len(found) < _FEW:
        found = max(found, _headings(paragraphs, possible, titles, words), key=len)
    starts = sorted(found.items())
    pointers = list(titles)
    ends = [m for m, _ in [*starts, (len(paragraphs), 0)][1:]]
    before = paragraphs[: starts[0][0]] if starts else paragraphs
    more = _sections(before, titles, words, labels, later=False) if later and starts else None
    return Sections(
        before=tuple(before),
        headings={pointers[n]: paragraphs[m] for m, n in starts},
        within={pointers[n]: tuple(paragraphs[m + 1 : end]) for (m, n), end in zip(starts, ends, strict=True)},
        earlier=more if more and more.headings else None,
    )


def _may_be_heading(titles: Mapping[str, Sequence[str]], words: Words) -> Callable[[str], bool]:
    """Return a quick test that is false only for texts that are not like any of the names.

    Two texts of which ``m`` characters match are ``2 * m / (their lengths)`` alike, and no more characters match than
    the one has of those of the other.
    """
    names = {one for some in titles.values() for name in some for one in (words.bare(name), words.heading(name))}
    every = set().union(*names)
    known = [(len(name), frozenset(name)) for name in names]
    shortest = min(map(len, names))

    def test(text: str) -> bool:
        bare = words.bare(text)
        common = sum(one in every for one in bare)
        if common < shortest:
            return False
        if words.heading(text) in names or words.without_note(text) in names:
            return True
        if common < _LIKE / 2 * (len(bare) + shortest):
            return False
        return any(
            sum(one in characters for one in bare) >= _LIKE / 2 * (len(bare) + length) for length, characters in known
        )

    return test


def _headings(
    paragraphs: Sequence[Paragraph], candidates: Sequence[int], titles: Mapping[str, Sequence[str]], words: Words
) -> dict[int, int]:
    """Return the number of the section for each paragraph among the candidates that is its heading."""
    names = list(titles.values())
    known = [{one for name in some for one in (words.bare(name), words.heading(name))} for some in names]

    def like(m: int, n: int) -> float:
        most = max(words.likeness(paragraphs[m].text, name) for name in names[n])
        return most if most >= _LIKE else 0.0

    def equal(m: int) -> set[int]:
        text = paragraphs[m].text
        bare, plain = words.bare(text), words.heading(text)
        return {n for n, some in enumerate(known) if bare in some or plain in some}

    # Backwards, so that the later of two equal headings counts: the earlier one is in a table of contents.
    pairs = align(candidates[::-1], range(len(names))[::-1], {m: equal(m) for m in candidates}, like)
    return {m: n for m, (n, _) in pairs.items()}


def _paragraphs(block: Block) -> list[Paragraph]:
    """Return a paragraph as it is; of a table, the texts that are alone in their row, as headings in tables are."""
    if isinstance(block, Paragraph):
        return [block]
    return [Paragraph(text=text, page=block.page) for text in _lone_texts(block)]


def _lone_texts(table: Table) -> list[str]:
    """Return the texts that are the only one in their row; rows crossed by a tall cell do not count."""
    rows: dict[int, list[str]] = {}
    tall: set[int] = set()
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
        tall.update(range(cell.row, min(cell.row + cell.height, cell.row + 100)) if cell.height > 1 else ())
    alone = {row: [text for text in texts if text.strip()] for row, texts in sorted(rows.items()) if row not in tall}
    return [texts[0] for texts in alone.values() if len(texts) == 1]


def joined(paragraphs: Sequence[Paragraph], words: Words, *, heal: bool) -> str | None:
    """Return the text of a section, one paragraph per line; ``None`` if there is none.

    With ``heal``, paragraphs split by a page break or a converter are rejoined: a paragraph without a final full stop
    followed by one that does not begin like a new paragraph.
    """
    lines: list[str] = []
    for paragraph in paragraphs:
        text = "\n".join(" ".join(line.split()) for line in paragraph.text.split("\n") if line.strip())
        if not text:
            continue
        if heal and lines and words.continues(text, lines[-1]):
            lines[-1] += text
        else:
            lines.append(text)
    return "\n".join(lines) or None
