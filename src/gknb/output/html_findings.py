"""What stands in the margin beside a section: the findings on cards, and what could not be decided."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.output.html_form import Shown, shown, term
from gknb.output.html_marks import LISTED, is_absent, key_of, value_at
from gknb.output.remarks import accepted
from gknb.results import Cell
from gknb.texts import say
from gknb.texts.values import shorten, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.output.html_marks import Card, Marked, Section
    from gknb.results import Change, Finding, Undecided, Value

__all__ = ["CardText", "Chip", "LegendSample", "Margin", "Number", "UndecidedCode", "changed", "legend", "margin"]

POINTER: Final = 120
"""The most characters of a pointer; those of the form are all shorter."""
_OF_NUMBERS: Final = "0123456789<>=-"
"""What a number, a range or a day begins with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A cell with its value, as a link to where it is drawn."""

    name: str
    """The cell."""
    shown: Shown
    """Its value."""
    target: str | None
    """The id of the place; ``None`` where the page does not have it."""
    title: str
    """Where the value stands in the file."""
    id: str | None = None
    """What links to the chip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """What should be there, or what is."""

    name: str
    """Which of the two."""
    text: str
    """The number."""
    code: bool
    """Whether it is written for machines: a range or a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What a card says: one finding with its cells, or the cells of several that are alike."""

    card: Card
    """The card."""
    first: Finding
    """Its first finding."""
    kind: str
    """The severity, or ``accepted``."""
    severity: str
    """The severity in words."""
    target: str | None
    """The id of the place that the first finding is about; ``None`` where it is not drawn."""
    numbers: tuple[Number, ...]
    """What should be there and what is."""
    at: str
    """The line of the first cell."""
    pointer: str
    """The pointer of the first cell."""
    chips: tuple[Chip, ...]
    """The cells of a single finding."""
    rows: tuple[tuple[str, tuple[Chip, ...]], ...]
    """The cells of several findings, those of one row of the form together, with the name of the row."""
    omitted: int
    """How many more there are."""
    accepted: str
    """Why it does not count; empty where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedCode:
    """A relation that depends on blanks."""

    code: str
    """Its code."""
    title: str
    """What it says."""
    count: int
    """At how many places it is undecided."""
    places: tuple[tuple[Chip, ...], ...]
    """The cells of each place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """What is said of one section."""

    label: str
    """What the margin is called."""
    cards: tuple[CardText, ...]
    """The findings."""
    undecided: tuple[UndecidedCode, ...]
    """What could not be decided, by code."""
    undecided_summary: str
    """How much that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendSample:
    """A mark with what it means; without a mark only words."""

    tag: str
    """The element of the mark; empty without one."""
    classes: str
    """The looks of the mark."""
    text: str
    """What is in the mark."""
    name: str
    """What it means."""


def margin(section: Section, of: Marked) -> Margin | None:
    """What is said of a section; ``None`` where there is nothing."""
    if not section.cards and not section.undecided:
        return None
    undecided = section.undecided
    key = "html.undecided" if undecided and undecided[0].cells else "html.undecided.all"
    return Margin(
        label=say(of.lang, "html.findings.in", title=section.title or say(of.lang, "html.document")),
        cards=tuple(_card(card, of) for card in section.cards),
        undecided=tuple(_by_code(undecided, of)),
        undecided_summary=say(of.lang, key, count=len(undecided)) if undecided else "",
    )


def legend(of: Marked) -> list[LegendSample]:
    """What the marks mean, as far as there are any, and how to get from one to the other."""
    samples = []
    if of.result.last is not None and of.result.previous is not None:
        name = say(of.lang, "html.legend.last", year=of.result.previous.reporting_year)
        samples.append(LegendSample(tag="small", classes="", text="12", name=name))
    kinds = {_kind(card.findings[0]) for section in of.sections for card in section.cards}
    if not kinds:
        return samples
    names = [(kind, say(of.lang, f"text.severity.{kind}").strip()) for kind in ("error", "warning", "info")]
    names.append(("accepted", say(of.lang, "csv.accepted")))
    samples += [
        LegendSample(tag="span", classes=f"badge {kind}", text="1", name=name) for kind, name in names if kind in kinds
    ]
    gravest = next(kind for kind, _ in names if kind in kinds)
    if any(not mark.judged for marks in of.marks.values() for mark in marks):
        involved = say(of.lang, "html.legend.involved")
        samples.append(LegendSample(tag="span", classes=f"badge thin {gravest}", text="1", name=involved))
    if of.result.checked.blank:
        absent = say(of.lang, "html.legend.absent")
        samples.append(LegendSample(tag="span", classes="absent", text="", name=absent))
    samples.append(LegendSample(tag="", classes="", text="", name=say(of.lang, "html.legend.links")))
    return samples


def changed(changes: Sequence[Change], of: Marked) -> list[tuple[Chip, str]]:
    """The cells of a repair with what they hold, each with what it would hold."""
    cells = (
        Cell(pointer=change.pointer, label=change.label, value=change.before, file=change.file)
        for change in changes[:LISTED]
    )
    return [(_chip(cell, of), show(change.after)) for cell, change in zip(cells, changes, strict=False)]


def _kind(finding: Finding) -> str:
    return "accepted" if finding.accepted else finding.severity


def _chip(cell: Cell, of: Marked, name: str | None = None, id_: str | None = None) -> Chip:
    """A cell of the report; one of another report, whose label says which, links to that report."""
    if cell.file is not None:
        return Chip(
            name=cell.label,
            shown=shown(cell.value, of.lang),
            target=key_of(cell.file) if cell.file in of.drawn else None,
            title=_titled(cell.file, _at(cell, of), _pointer(cell)),
        )
    found = value_at(of.result.report, cell.pointer) if cell.value is None and of.result.report else cell.value
    word = term(cell.pointer, found, of.lang)
    return Chip(
        name=cell.label.split(" · ", 1)[-1] if name is None else name,
        shown=Shown(word) if word else shown(found, of.lang),
        target=of.ids.get(cell.pointer),
        title=_titled(_at(cell, of), _pointer(cell)),
        id=id_,
    )


def _titled(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _chips(cells: Iterable[Cell], of: Marked) -> tuple[Chip, ...]:
    return tuple(_chip(cell, of) for cell in cells)


def _card(card: Card, of: Marked) -> CardText:
    first = card.findings[0]
    many = len(card.findings) > 1
    return CardText(
        card=card,
        first=first,
        kind=_kind(first),
        severity=say(of.lang, f"text.severity.{first.severity}").strip(),
        target=of.ids.get(first.cells[0].pointer),
        numbers=tuple(_numbers(first, of, "expected") if many else _numbers(first, of, "expected", "actual")),
        at=_at(first.cells[0], of),
        pointer=_pointer(first.cells[0]),
        chips=() if many else _chips(first.cells, of),
        rows=tuple(_row(row, card, of) for row in _by_row(card.findings[:LISTED])) if many else (),
        omitted=max(0, len(card.findings) - LISTED),
        accepted=accepted(first.accepted, of.lang) if first.accepted else "",
    )


def _numbers(finding: Finding, of: Marked, *names: str) -> Iterator[Number]:
    """What should be there and what is; the name of a kind is left to the message."""
    for name in names:
        found: Value = getattr(finding, name)
        title = say(of.lang, f"html.{name}")
        if not isinstance(found, str):
            if not is_absent(found):
                yield Number(name=title, text=show(found), code=False)
        elif found[:1] and found[:1] in _OF_NUMBERS:
            yield Number(name=title, text=shorten(found), code=True)


def _by_row(findings: Sequence[Finding]) -> Iterator[list[tuple[int, Cell]]]:
    """The cells with the numbers of their findings; those below one group of the form together."""
    row: list[tuple[int, Cell]] = []
    around = ""
    for n, finding in enumerate(findings):
        cell = finding.cells[0]
        if row and not cell.pointer.startswith(f"{around}/"):
            yield row
            row = []
        if not row:
            around = cell.pointer.rpartition("/")[0]
        row.append((n, cell))
    yield row


def _row(row: Sequence[tuple[int, Cell]], card: Card, of: Marked) -> tuple[str, tuple[Chip, ...]]:
    name = row[0][1].label.rpartition(" · ")[0]
    chips = (_chip(cell, of, cell.label.rpartition(" · ")[2], card.target(n) if n else None) for n, cell in row)
    return name.partition(" · ")[2] or name, tuple(chips)


def _by_code(undecided: Sequence[Undecided], of: Marked) -> Iterator[UndecidedCode]:
    """Relations that depend on blanks, by code, each place with its cells."""
    ordered = sorted(undecided, key=lambda one: one.code)
    for code, group in groupby(ordered, key=lambda one: one.code):
        same = [*group]
        places = tuple(_chips(one.cells, of) for one in same if one.cells)
        yield UndecidedCode(code=code, title=same[0].title, count=len(same), places=places)


def _at(cell: Cell, of: Marked) -> str:
    return say(of.lang, "html.at", line=cell.line, column=cell.column) if cell.line else ""


def _pointer(cell: Cell) -> str:
    return cell.pointer if len(cell.pointer) <= POINTER else f"{cell.pointer[:POINTER]}…"
