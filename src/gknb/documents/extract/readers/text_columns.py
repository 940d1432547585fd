"""Find the columns of a text line at which its parts begin and end."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from gknb.documents.extract.blocks import Part
from gknb.documents.extract.readers.file_limits import MOST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MEASURES", "Measure", "best_measure", "is_figure", "most_parts", "parts_of"]

Measure: TypeAlias = Callable[[str], int]
"""Width of a text in columns."""

_WIDE_CHARACTERS: Final = (
    "\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_WIDE: Final = re.compile(f"[{_WIDE_CHARACTERS}]")
_PERHAPS: Final = re.compile(
    f"[{_WIDE_CHARACTERS}\xa7\xb0\xb1\xb7\xd7\xf7\u0391-\u0451\u2010-\u2027\u2030-\u203b\u2103-\u2193"
    "\u2460-\u257f\u25a0-\u2606]"
)
_TOKEN: Final = re.compile(r"\S+")
_GAP: Final = re.compile(r"\S\s+\S")
_FIGURE: Final = re.compile(r"[-+－＋]?\d+(?:[.,，．]\d+)*(?:万?元|件|条|[%％])?|[-/\\—－―／]{1,2}")
_SENTENCE: Final = re.compile("[。；！？]")
_LABEL_AND_ZEROS: Final = re.compile(r"[^\d\s].*[^\d\s.,，．/+\-－—%:：年月]0{2,}")
_LONGEST: Final = 2_000
"""Maximum length of a line that may be a row, in characters."""
_MOST_LINES: Final = 2_000
"""Maximum number of lines that are compared to find the measure."""


def _two(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _two_and_signs(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_PERHAPS.findall(text))


MEASURES: Final[tuple[Measure, ...]] = (_two, len, _two_and_signs)
"""Terminals give a Chinese character two columns, and some also quotation marks and lines; ``pdftotext`` and ``lynx``
count every character as one."""


def best_measure(lines: Iterable[str]) -> Measure:
    """Return the measure under which the columns of consecutive lines coincide most often."""
    rows: list[str] = []
    for line in lines:
        if len(rows) == _MOST_LINES:
            break
        if len(line) <= _LONGEST and _GAP.search(line):
            rows.append(line)
    return max(MEASURES, key=lambda measure: _coincidences(rows, measure))


def _coincidences(rows: Iterable[str], measure: Measure) -> int:
    places = [_places(row, measure) for row in rows]
    return sum(len(one & other) for one, other in pairwise(places))


def _places(row: str, measure: Measure) -> set[tuple[str, int]]:
    """Return where the tokens after the first begin and end, and their centres."""
    found: set[tuple[str, int]] = set()
    x = end = 0
    for n, token in enumerate(_TOKEN.finditer(row)):
        x += measure(row[end : token.start()])
        x1 = x + measure(token[0])
        if n:
            found |= {("begin", x), ("end", x1), ("centre", x + x1)}
        x, end = x1, token.end()
    return found


def is_figure(text: str) -> bool:
    """Whether a token is a number or a sign that stands for one."""
    return _FIGURE.fullmatch(text) is not None


def most_parts(line: str) -> int:
    """Return an upper bound of the number of parts of a line, cheaply."""
    return 1 if len(line) > _LONGEST else len(line.split()) + line.count("0")


def parts_of(line: str, measure: Measure) -> tuple[Part, ...]:
    """Return the parts of a line; each white space separates two.

    Exceptions, where a single space separates none: single Chinese characters (``总 计``), Latin words, and a sentence
    before the figures at its end. A label with nothing but zeros behind it (``规章000``) is separated into a part for
    each of them. A line with more parts than a table has columns is one part.
    """
    tokens = list(_TOKEN.finditer(line)) if len(line) <= _LONGEST else []
    if not tokens:
        start = len(line) - len(line.lstrip())
        return _measured(line, [(start, len(line.rstrip()))], measure)
    figures_from = len(tokens)
    while figures_from and is_figure(tokens[figures_from - 1][0]):
        figures_from -= 1
    is_sentence = _SENTENCE.search(line) is not None
    spans = [tokens[0].span()]
    for n, (before, token) in enumerate(pairwise(tokens), 1):
        single = token.start() - before.end() == 1
        if single and _belong_together(before[0], token[0], line[before.end()]):
            joined = True
        else:
            joined = single and is_sentence and line[before.end()] != "\u3000" and n < figures_from
        if joined:
            spans[-1] = spans[-1][0], token.end()
        else:
            spans.append(token.span())
    if _LABEL_AND_ZEROS.fullmatch(tokens[-1][0]):
        start, end = spans.pop()
        first = start + len(line[start:end].rstrip("0"))
        spans += [(start, first), *((place, place + 1) for place in range(first, end))]
    if len(spans) > MOST_COLUMNS:
        spans = [(spans[0][0], spans[-1][1])]
    return _measured(line, spans, measure)


def _belong_together(one: str, other: str, between: str) -> bool:
    """Whether two tokens with one space between them are letters of one word, or Latin words."""
    if len(one) == len(other) == 1:
        return bool(_WIDE.match(one) and _WIDE.match(other)) and not (one.isdigit() or other.isdigit())
    return between != "\u3000" and all(text.isascii() and text[:1].isalpha() for text in (one, other))


def _measured(line: str, spans: Iterable[tuple[int, int]], measure: Measure) -> tuple[Part, ...]:
    parts = []
    x = last = 0
    for start, end in spans:
        x0 = x + measure(line[last:start])
        x = x0 + measure(line[start:end])
        last = end
        parts.append(Part(text=line[start:end], x0=x0, x1=x))
    return tuple(parts)
