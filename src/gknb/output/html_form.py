"""The sections of the official form as the page shows them: each place with its value and the marks of its findings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.render.form_table import form_table, has_blocks
from gknb.output.html_marks import LISTED, MISSING, is_absent, is_number, named, value_at
from gknb.texts import say
from gknb.texts.terms import TERMS
from gknb.texts.values import digits, shorten, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gknb.documents.render.form_table import FormTable
    from gknb.output.html_marks import Mark, Marked, Section
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = [
    "Badge", "CellContent", "Field", "LongText", "Others", "Place", "SectionForm", "Shown", "section_form",
    "shown", "term",
]  # fmt: skip

BADGES: Final = 3
"""The most findings that a cell names."""
TALL: Final = 4
"""A name at the left of more rows than this is written from top to bottom."""
SHORT: Final = 240
"""The most characters of a text that is shown without being unfolded."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it is shown."""

    text: str
    """The value, or what is said of one that is not there."""
    absent: bool = False
    """Whether there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The number of a finding at a place that it is about, as a link."""

    text: str
    """The number, or how many more there are."""
    target: str
    """The id of the finding."""
    classes: str
    """Its looks."""
    label: str
    """What it is called where it cannot be seen."""
    title: str
    """The message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place outside the cells of tables, or one of several in a cell."""

    id: str | None
    """What links to it."""
    classes: str
    """Its looks."""
    shown: Shown
    """Its value."""
    badges: tuple[Badge, ...]
    """The findings about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellContent:
    """What is in one cell of a table."""

    id: str | None = None
    """What links to it."""
    classes: str = ""
    """Its looks."""
    shown: Shown | None = None
    """Printed words, or the value; ``None`` where there are several places."""
    tall: bool = False
    """Whether words are written from top to bottom."""
    last: Shown | None = None
    """Last year's value."""
    badges: tuple[Badge, ...] = ()
    """The findings about it."""
    places: tuple[Place, ...] = ()
    """An amount and its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A name with the place that it names."""

    name: str
    """The name."""
    place: Place
    """The place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText:
    """A section of text."""

    place: Place
    """The place; its value is shown where there is no text."""
    paragraphs: tuple[str, ...]
    """The text."""
    beginning: str
    """What is shown of a long text until it is unfolded; empty for a short one."""
    length: int
    """How many characters the text has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Places that the form does not have."""

    fields: tuple[Field, ...]
    """The first of them."""
    omitted: int
    """How many more there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionForm:
    """One section of the form: fields, text or a table."""

    heading: str = ""
    """Its heading; empty for what is not a section of the form."""
    id: str | None = None
    """What links to the heading."""
    badges: tuple[Badge, ...] = ()
    """The findings about the section as a whole."""
    fields: tuple[Field, ...] = ()
    """What the report says of itself."""
    texts: tuple[LongText, ...] = ()
    """Text."""
    table: FormTable[CellContent] | None = None
    """The table."""
    table_label: str = ""
    """What the table is called."""
    others: Others | None = None
    """Places that the form does not have."""


def section_form(section: Section, of: Marked) -> SectionForm:
    """One section with the values of the report; of a form that is not known, only the places of findings."""
    grid, others = section.grid, _others(section, of)
    if grid is None:
        return SectionForm(others=others)
    if not grid.pointer:
        return SectionForm(fields=tuple(_fields(grid, of)), others=others)
    if grid.columns == 1:  # the heading and the text are one place
        texts = tuple(_text(pointer, of) for box in grid.boxes for pointer in box.pointers)
        return SectionForm(heading=grid.title, texts=texts, others=others)
    return SectionForm(
        heading=grid.title,
        id=of.ids.get(grid.pointer),
        badges=_badges(grid.pointer, of),
        table=_table(grid, of),
        table_label=say(of.lang, "html.table", title=grid.title),
        others=others,
    )


def shown(found: Any, lang: Lang) -> Shown:
    """A value as it is written; one that is not there is named."""
    if is_absent(found):
        return Shown(say(lang, "html.missing" if found is MISSING else "html.empty"), absent=True)
    return Shown(shorten(digits(found)) if is_number(found) else show(found))


def term(pointer: str, found: Any, lang: Lang) -> str | None:
    """A word of the standard as the reader says it; None for anything else."""
    known = isinstance(found, str) and found in TERMS.get(pointer, ())
    return say(lang, f"term.{found}") if known else None


def _fields(grid: Grid, of: Marked) -> Iterator[Field]:
    """Names and values; what the report need not say is left out."""
    for name, box in grid.rows():
        (pointer,) = box.pointers
        if pointer in of.marks or value_at(of.result.report, pointer) is not MISSING:
            yield Field(name=name.text, place=_place(pointer, _plain(pointer, of), of))


def _text(pointer: str, of: Marked) -> LongText:
    """A section of text; it is folded where it is long."""
    found = value_at(of.result.report, pointer)
    place = _place(pointer, shown(found, of.lang), of)
    if not isinstance(found, str) or not found.strip():
        return LongText(place=place, paragraphs=(), beginning="", length=0)
    return LongText(
        place=place,
        paragraphs=tuple(" ".join(line.split()) for line in found.splitlines() if line.strip()),
        beginning=f"{' '.join(found[:SHORT].split())}…" if len(found) > SHORT else "",
        length=len(found),
    )


def _others(section: Section, of: Marked) -> Others | None:
    """Places that the form does not have, with what stands there."""
    if not section.others:
        return None
    fields = tuple(
        Field(name=cell.label.split(" · ", 1)[-1], place=_place(cell.pointer, shown(cell.value, of.lang), of))
        for cell in section.others[:LISTED]
    )
    return Others(fields=fields, omitted=max(0, len(section.others) - LISTED))


def _table(grid: Grid, of: Marked) -> FormTable[CellContent]:
    places = named(grid)

    def content(box: Box) -> CellContent:
        return _value(box, of) if box.pointers else _words(box, grid, places.get(box), of)

    # Where headings stand between values, no cell could tell its own by their direction alone.
    at = next(n for n, section in enumerate(of.sections) if section.grid is grid)
    head_id: Callable[[Box], str] | None = None
    if has_blocks(grid):
        head_id = lambda box: f"{of.key}-h{at}.{box.row}.{box.column}"  # noqa: E731 - as short as a function gets
    last = f" ({say(of.lang, 'html.last')})" if of.result.last is not None else ""
    return form_table(grid, content, caption=f"{grid.title}{last}", head_id=head_id)


def _words(box: Box, grid: Grid, place: str | None, of: Marked) -> CellContent:
    """Printed words: the name of a row or of columns, or (in the corner) what is said of all of them."""
    tall = box.column == 0 and box.height > TALL
    return CellContent(
        id=of.ids.get(place or ""),
        classes=_joined(
            "block" if box.width == grid.columns else "tall" if tall else "",
            _look(of.marks.get(place, ())) if place else "",
        ),
        shown=Shown(box.text),
        tall=tall,
        badges=_badges(place, of) if place else (),
    )


def _value(box: Box, of: Marked) -> CellContent:
    """A box for a value; for an amount, its unit follows."""
    first, *units = box.pointers
    found = value_at(of.result.report, first)
    value = shown(found, of.lang)
    if units:
        places = [_place(first, value, of), *(_place(unit, _plain(unit, of), of) for unit in units)]
        return CellContent(places=tuple(places))
    last = of.result.last
    return CellContent(
        id=of.ids.get(first),
        classes=_joined(_look(of.marks.get(first, ())), "absent" if value.absent else ""),
        shown=value,
        last=shown(last[first], of.lang) if last is not None and first in last else None,
        badges=_badges(first, of),
    )


def _plain(pointer: str, of: Marked) -> Shown:
    """A value where a text is to be expected: without quotes."""
    found = value_at(of.result.report, pointer)
    text = term(pointer, found, of.lang) or found
    return Shown(text) if isinstance(text, str) and text.strip() else shown(found, of.lang)


def _place(pointer: str, value: Shown, of: Marked) -> Place:
    look = _look(of.marks.get(pointer, ()))
    return Place(
        id=of.ids.get(pointer), classes=_joined("place", look), shown=value, badges=_badges(pointer, of)
    )  # fmt: skip


def _joined(*classes: str) -> str:
    return " ".join(filter(None, classes))


def _look(marks: Sequence[Mark]) -> str:
    """How a place is drawn: as its gravest finding, or as one that findings about other cells involve."""
    if not marks:
        return ""
    judged, rank = min(map(_rank, marks))
    kind = ("error", "warning", "info", "accepted")[rank]
    return f"marked {kind}" if not judged else f"involved {kind}"


def _rank(mark: Mark) -> tuple[bool, int]:
    severity = ("error", "warning", "info").index(mark.finding.severity)
    return not mark.judged, 3 if mark.finding.accepted else severity


def _badges(pointer: str, of: Marked) -> tuple[Badge, ...]:
    """The numbers of the findings, each a link; past the first few only how many more there are."""
    marks = list({mark.card.number: mark for mark in reversed(of.marks.get(pointer, ()))}.values())[::-1]
    badges = [_badge(mark, str(mark.card.number), of.lang) for mark in marks[:BADGES]]
    if len(marks) > BADGES:
        badges.append(_badge(marks[BADGES], say(of.lang, "html.marks.more", count=len(marks) - BADGES), of.lang))
    return tuple(badges)


def _badge(mark: Mark, text: str, lang: Lang) -> Badge:
    severity = say(lang, f"text.severity.{mark.finding.severity}").strip()
    kind = "accepted" if mark.finding.accepted else mark.finding.severity
    return Badge(
        text=text,
        target=mark.target,
        classes=_joined("badge", kind, "" if mark.judged else "thin"),
        label=say(
            lang, "html.mark" if mark.judged else "html.mark.involved", number=mark.card.number, severity=severity
        ),
        title=mark.finding.message,
    )
