"""Split a report into its six sections by their headings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.align import align
from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.words import squeezed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gknb.documents.extract.blocks import Block
    from gknb.documents.extract.words import Words

__all__ = ["Sections", "joined", "sections"]

_LONGEST: Final = 45
"""Maximum length of a heading, in characters; anything longer is a sentence."""
_LIKE: Final = 0.72
"""Minimum likeness of a heading; no two headings of the form are this alike."""


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


def sections(blocks: Iterable[Block], titles: Mapping[str, Sequence[str]], words: Words) -> Sections:
    """Return the sections of a report; ``titles`` has the names of each section, in the order of the form."""
    return _sections([paragraph for block in blocks for paragraph in _paragraphs(block)], titles, words)


def _sections(
    paragraphs: Sequence[Paragraph], titles: Mapping[str, Sequence[str]], words: Words, *, later: bool = True
) -> Sections:
    names = list(titles.values())
    known = [{words.bare(name) for name in some} for some in names]
    candidates = [n for n, one in enumerate(paragraphs) if 2 < len(squeezed(one.text)) <= _LONGEST]

    def like(m: int, n: int) -> float:
        most = max(words.likeness(paragraphs[m].text, name) for name in names[n])
        return most if most >= _LIKE else 0.0

    # Backwards, so that the later of two equal headings counts: the earlier one is in a table of contents.
    same = {m: {n for n, some in enumerate(known) if words.bare(paragraphs[m].text) in some} for m in candidates}
    pairs = align(candidates[::-1], range(len(names))[::-1], same, like)
    starts = sorted((m, n) for m, (n, _) in pairs.items())
    pointers = list(titles)
    ends = [m for m, _ in [*starts, (len(paragraphs), 0)][1:]]
    before = paragraphs[: starts[0][0]] if starts else paragraphs
    more = _sections(before, titles, words, later=False) if later and starts else None
    return Sections(
        before=tuple(before),
        headings={pointers[n]: paragraphs[m] for m, n in starts},
        within={pointers[n]: tuple(paragraphs[m + 1 : end]) for (m, n), end in zip(starts, ends, strict=True)},
        earlier=more if more and more.headings else None,
    )


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
