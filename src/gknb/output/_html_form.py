"""The form as it is printed, with the values of one report in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gknb.output._html_element import Html, html, tag, words
from gknb.output._html_marks import LISTED, MISSING, is_absent, is_number, named, value_at
from gknb.texts import say
from gknb.texts.terms import TERMS
from gknb.texts.values import digits, shorten, show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gknb.output._html_marks import Mark, Marked, Section
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

BADGES: Final = 3
"""The most findings that a cell names."""
TALL: Final = 4
"""A name at the left over more rows than this is written from top to bottom."""
SHORT: Final = 240
"""The most characters of a text that is shown without being unfolded."""


def drawn(section: Section, of: Marked) -> Html:
    """One section of the form, its heading and what is in it."""
    grid = section.grid
    if grid is None:
        return _others(section, of)
    if not grid.pointer:
        inside = _fields(grid, of)
    elif grid.columns == 1:
        inside = html(*(_text(pointer, of) for box in grid.boxes for pointer in box.pointers))
    else:
        inside = _table(grid, of)
    return html(_heading(grid, of) if section.title else None, inside, _others(section, of))


def value(found: Any, lang: Lang) -> Html:
    """A value as it is written; what is not there is named."""
    if is_absent(found):
        return tag("i", say(lang, "html.missing" if found is MISSING else "html.empty"))
    return html(shorten(digits(found)) if is_number(found) else show(found))


def term(pointer: str, found: Any, lang: Lang) -> str | None:
    """A word of the standard as the reader says it; None for anything else."""
    known = isinstance(found, str) and found in TERMS.get(pointer, ())
    return say(lang, f"term.{found}") if known else None


def _heading(grid: Grid, of: Marked) -> Html:
    """The heading of a section; it stands for the section as a whole, unless that is a single box."""
    if grid.columns == 1:
        return tag("h3", grid.title)
    return tag("h3", grid.title, _badges(grid.pointer, of), id=of.ids.get(grid.pointer))


def _fields(grid: Grid, of: Marked) -> Html:
    """What the report says of itself: names and values; what it need not say is left out."""

    def rows() -> Iterator[Html]:
        for name, box in grid.rows():
            (pointer,) = box.pointers
            if pointer in of.marks or value_at(of.result.report, pointer) is not MISSING:
                yield tag("div", tag("dt", name.text), _place("dd", pointer, _plain(pointer, of), of))

    return tag("dl", *rows(), class_="fields")


def _text(pointer: str, of: Marked) -> Html:
    """A section of text, in paragraphs; folded where it is long."""
    found = value_at(of.result.report, pointer)
    if not isinstance(found, str) or not found.strip():
        return _place("p", pointer, value(found, of.lang), of)
    paragraphs = [tag("p", " ".join(line.split())) for line in found.splitlines() if line.strip()]
    whole = tag("div", *paragraphs, class_="text", lang="zh-CN")
    if len(found) > SHORT:
        more = say(of.lang, "html.more", count=f"{len(found):,}")
        beginning = tag("span", f"{' '.join(found[:SHORT].split())}…", class_="beginning", lang="zh-CN")
        whole = tag("details", tag("summary", beginning, tag("span", more, class_="more")), whole)
    return _place("div", pointer, whole, of)


def _table(grid: Grid, of: Marked) -> Html:
    """A table as the form prints it."""
    table = _Table(grid, of)
    last = f" ({say(of.lang, 'html.last')})" if of.result.last is not None else ""
    title = tag("caption", f"{grid.title}{last}", class_="unseen")
    columns = tag("colgroup", *(tag("col", class_="label" if n < grid.labels else None) for n in range(grid.columns)))
    look = f"form labels{grid.labels} columns{grid.columns}"
    label = say(of.lang, "html.table", title=grid.title)
    whole = tag("table", title, columns, *table.parts(), class_=look)
    return tag("div", whole, class_="scroll", tabindex=0, role="region", aria_label=label)


class _Table:
    """One table of the form with the values of one report."""

    def __init__(self, grid: Grid, of: Marked) -> None:
        self._grid = grid
        self._of = of
        self._places = named(grid)
        self._rows = [*grid.rows()]
        # Where headings stand between values, no cell could tell its own by their direction alone.
        at = next(n for n, section in enumerate(of.sections) if section.grid is grid)
        self._heads = _Heads(grid, f"{of.key}-h{at}") if len(self._blocks()) > 1 else None

    def parts(self) -> Iterator[Html]:
        """The headings and the rows below them; or the blocks, each with headings of its own."""
        if self._heads:
            yield from (tag("tbody", *map(self._row, block)) for block in self._blocks())
            return
        depth = next(n for n, row in enumerate(self._rows) if any(box.pointers for box in row))
        yield tag("thead", *map(self._row, self._rows[:depth]))
        yield tag("tbody", *map(self._row, self._rows[depth:]))

    def _blocks(self) -> list[list[Sequence[Box]]]:
        """The rows; a box as wide as the table begins a new block."""
        blocks: list[list[Sequence[Box]]] = [[]]
        for row in self._rows:
            if row[0].width == self._grid.columns and blocks[-1]:
                blocks.append([])
            blocks[-1].append(row)
        return blocks

    def _row(self, row: Sequence[Box]) -> Html:
        valued = any(box.pointers for box in row)
        return tag("tr", *(self._value(box) if box.pointers else self._words(box, valued=valued) for box in row))

    def _words(self, box: Box, *, valued: bool) -> Html:
        """Printed words: the name of a row or of columns, or (in the corner) what is said of all of them."""
        place = self._places.get(box)
        corner = not box.names and box.height > 1
        tall = box.column == 0 and box.height > TALL and not corner
        return tag(
            "td" if corner else "th",
            tag("span", box.text) if tall else box.text,
            _badges(place, self._of) if place else None,
            **_span(box),
            scope=None if corner else "row" if valued and box.column < self._grid.labels else "col",
            id=self._of.ids.get(place or "") or (self._heads.id(box) if self._heads else None),
            class_=words(
                "block" if box.width == self._grid.columns else "tall" if tall else "",
                _look(self._of.marks.get(place, ())) if place else "",
            ),
        )

    def _value(self, box: Box) -> Html:
        """A box for a value; for an amount, its unit follows."""
        headers = self._heads.over(box) if self._heads else None
        return _cell(box, self._of, headers)


def _cell(box: Box, of: Marked, headers: str | None) -> Html:
    first, *units = box.pointers
    found = value_at(of.result.report, first)
    if units:
        parts = [_place("span", first, value(found, of.lang), of)]
        parts += [html(" ", _place("span", unit, _plain(unit, of), of)) for unit in units]
        return tag("td", *parts, **_span(box), headers=headers)
    return tag(
        "td",
        value(found, of.lang),
        _last(first, of),
        _badges(first, of),
        **_span(box),
        headers=headers,
        id=of.ids.get(first),
        class_=words(_look(of.marks.get(first, ())), "absent" if is_absent(found) else ""),
    )


def _last(pointer: str, of: Marked) -> Html | None:
    """What last year's report has in the same cell; no more markup than that, since most of a page is such cells."""
    if of.result.last is None or pointer not in of.result.last:
        return None
    return tag("small", value(of.result.last[pointer], of.lang))


def _plain(pointer: str, of: Marked) -> Html | str:
    """A value where a text is to be expected: without quotes."""
    found = value_at(of.result.report, pointer)
    text = term(pointer, found, of.lang) or found
    return text if isinstance(text, str) and text.strip() else value(found, of.lang)


def _span(box: Box) -> dict[str, int]:
    spans = {"rowspan": box.height, "colspan": box.width}
    return {name: number for name, number in spans.items() if number > 1}


def _others(section: Section, of: Marked) -> Html:
    """Places that the form does not have, with what stands there."""
    if not section.others:
        return Html("")

    def rows() -> Iterator[Html]:
        for cell in section.others[:LISTED]:
            name = cell.label.split(" · ", 1)[-1]
            yield tag("div", tag("dt", name), _place("dd", cell.pointer, value(cell.value, of.lang), of))

    omitted = len(section.others) - LISTED
    return tag(
        "div",
        tag("h4", say(of.lang, "html.elsewhere")),
        tag("dl", *rows(), class_="fields"),
        tag("p", say(of.lang, "html.elsewhere.more", count=omitted)) if omitted > 0 else None,
        class_="others",
    )


def _place(name: str, pointer: str, inside: Html | str, of: Marked) -> Html:
    """A place outside the boxes of a table, or one of several within a box."""
    marks = of.marks.get(pointer, ())
    return tag(name, inside, _badges(pointer, of), id=of.ids.get(pointer), class_=words("place", _look(marks)))


def _look(marks: Sequence[Mark] | Iterator[Mark]) -> str:
    """How a place is drawn: as its gravest finding, or as one that findings about other cells involve."""
    ranks = [_rank(mark) for mark in marks]
    if not ranks:
        return ""
    judged, rank = min(ranks)
    kind = ("error", "warning", "info", "accepted")[rank]
    return f"marked {kind}" if not judged else f"involved {kind}"


def _rank(mark: Mark) -> tuple[bool, int]:
    severity = ("error", "warning", "info").index(mark.finding.severity)
    return not mark.judged, 3 if mark.finding.accepted else severity


def _badges(pointer: str, of: Marked) -> Html | None:
    """The numbers of the findings, each a link; past the first few only how many more there are."""
    marks = list({mark.card.number: mark for mark in reversed(of.marks.get(pointer, ()))}.values())[::-1]
    if not marks:
        return None
    shown = [_badge(mark, str(mark.card.number), of.lang) for mark in marks[:BADGES]]
    if len(marks) > BADGES:
        shown.append(_badge(marks[BADGES], say(of.lang, "html.marks.more", count=len(marks) - BADGES), of.lang))
    return html(" ", tag("span", *shown, class_="badges"))


def _badge(mark: Mark, text: str, lang: Lang) -> Html:
    severity = say(lang, f"text.severity.{mark.finding.severity}").strip()
    label = say(lang, "html.mark" if mark.judged else "html.mark.involved", number=mark.card.number, severity=severity)
    kind = "accepted" if mark.finding.accepted else mark.finding.severity
    look = words("badge", kind, "" if mark.judged else "thin")
    return tag("a", text, href=f"#{mark.target}", class_=look, aria_label=label, title=mark.finding.message)


class _Heads:
    """The headings over each box, where a table has several rows of them, one below the other."""

    def __init__(self, grid: Grid, key: str) -> None:
        self._key = key
        self._grid = grid
        self._at = {
            (row, column): box
            for box in grid.boxes
            for row in range(box.row, box.row + box.height)
            for column in range(box.column, box.column + box.width)
        }

    def id(self, box: Box) -> str:
        """The id of a heading."""
        return f"{self._key}.{box.row}.{box.column}"

    def over(self, box: Box) -> str:
        """The ids of the headings of a box for values: above it, the nearest block of them, and at its left."""
        above = [self._at[row, box.column] for row in range(box.row - 1, -1, -1)]
        start = next(n for n, one in enumerate(above) if not one.pointers)
        end = next((n for n, one in enumerate(above) if n > start and one.pointers), len(above))
        left = [self._at[box.row, column] for column in range(self._grid.labels)]
        return " ".join(dict.fromkeys(map(self.id, (*reversed(above[start:end]), *left))))
