"""What is said beside the form: the findings on cards, and what could not be decided."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from gknb.output._html_element import Html, html, tag, words
from gknb.output._html_form import term, value
from gknb.output._html_marks import LISTED, is_absent, key_of, value_at
from gknb.output.remarks import accepted
from gknb.results import Cell
from gknb.texts import say
from gknb.texts.values import shorten, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gknb.output._html_marks import Card, Marked, Section
    from gknb.results import Change, Finding, Undecided, Value

POINTER: Final = 120
"""The most characters of a pointer; those of the form are all shorter."""
_OF_NUMBERS: Final = "0123456789<>=-"
"""What a number, a range or a day begins with."""


def beside(section: Section, of: Marked) -> Html | None:
    """What is said of a section; nothing where there is nothing."""
    if not section.cards and not section.undecided:
        return None
    title = section.title or say(of.lang, "html.document")
    cards = tag("ol", *(_card(card, of) for card in section.cards), class_="cards") if section.cards else None
    label = say(of.lang, "html.findings.in", title=title)
    count = len(section.cards)
    heading = tag("h3", say(of.lang, "html.findings", count=count)) if count > 1 else None
    return tag("aside", heading, cards, _undecided(section.undecided, of), aria_label=label, tabindex=0)


def legend(of: Marked) -> Html | None:
    """What the marks mean, as far as there are any, and how to get from one to the other."""
    kinds = {_kind(card.findings[0]) for section in of.sections for card in section.cards}
    samples = _of_last(of)
    if not kinds:
        return tag("p", *samples, class_="legend") if samples else None
    names = [(kind, say(of.lang, f"text.severity.{kind}").strip()) for kind in ("error", "warning", "info")]
    names.append(("accepted", say(of.lang, "csv.accepted")))
    samples += [_sample(tag("span", 1, class_=f"badge {kind}"), name) for kind, name in names if kind in kinds]
    gravest = next(kind for kind, _ in names if kind in kinds)
    if any(not mark.judged for marks in of.marks.values() for mark in marks):
        involved = tag("span", 1, class_=f"badge thin {gravest}")
        samples.append(_sample(involved, say(of.lang, "html.legend.involved")))
    if of.result.checked.blank:
        samples.append(_sample(tag("span", class_="absent"), say(of.lang, "html.legend.absent")))
    return tag("p", *samples, tag("span", say(of.lang, "html.legend.links")), class_="legend")


def _of_last(of: Marked) -> list[Html]:
    """What the small figures are, where the form has those of last year."""
    if of.result.last is None or of.result.previous is None:
        return []
    return [_sample(tag("small", 12), say(of.lang, "html.legend.last", year=of.result.previous.reporting_year))]


def _sample(sample: Html, name: str) -> Html:
    return tag("span", sample, " ", name)


def _kind(finding: Finding) -> str:
    return "accepted" if finding.accepted else finding.severity


def chip(cell: Cell, of: Marked, text: str | None = None, id_: str | None = None) -> Html:
    """A cell with its value, as a link to where it is drawn; one of another report, to that report."""
    if cell.file is not None:
        return _elsewhere(cell, of)
    name = cell.label.split(" · ", 1)[-1] if text is None else text
    place = of.ids.get(cell.pointer)
    found = value_at(of.result.report, cell.pointer) if cell.value is None and of.result.report else cell.value
    return tag(
        "a" if place else "span",
        tag("span", name),
        " ",
        tag("b", term(cell.pointer, found, of.lang) or value(found, of.lang)),
        href=f"#{place}" if place else None,
        id=id_,
        class_="chip",
        title=" ".join(filter(None, (_at(cell, of), _pointer(cell)))),
    )


def _elsewhere(cell: Cell, of: Marked) -> Html:
    """A cell of another report, whose label says which."""
    there = cell.file is not None and cell.file in of.drawn
    return tag(
        "a" if there else "span",
        tag("span", cell.label),
        " ",
        tag("b", value(cell.value, of.lang)),
        href=f"#{key_of(cell.file or '')}" if there else None,
        class_="chip",
        title=" ".join(filter(None, (cell.file, _at(cell, of), _pointer(cell)))),
    )


def _card(card: Card, of: Marked) -> Html:
    first = card.findings[0]
    kind = _kind(first)
    many = len(card.findings) > 1
    return tag(
        "li",
        _headline(card, kind, of),
        None if many else _one(first, of),
        _reasons(first, of),
        _group(card, of) if many else None,
        id=card.id,
        class_=words("card", kind),
        tabindex=-1,
    )


def _headline(card: Card, kind: str, of: Marked) -> Html:
    first = card.findings[0]
    place = of.ids.get(first.cells[0].pointer)
    severity = say(of.lang, f"text.severity.{first.severity}").strip()
    number = tag("a" if place else "span", card.number, href=f"#{place}" if place else None, class_=f"badge {kind}")
    many = len(card.findings)
    times = tag("span", say(of.lang, "html.times", count=f"{many:,}"), class_="times") if many > 1 else None
    code = tag("code", first.code)
    return tag("h4", number, " ", severity, " ", code, " ", tag("span", first.title, class_="title"), " ", times)


def _one(finding: Finding, of: Marked) -> Html:
    """The message, the two numbers, and the cells; folded where there are several."""
    first, *more = finding.cells
    at = _at(first, of)
    if more:
        summary = say(of.lang, "html.involved", count=len(finding.cells)) + (f" · {at}" if at else "")
        cells = tag("details", tag("summary", summary), _chips(finding.cells, of), tag("code", _pointer(first)))
    else:
        cells = tag("p", chip(first, of), " ", at, class_="where")
    return html(
        tag("p", finding.message, class_="message"),
        _numbers(finding, of, "expected", "actual"),
        cells,
    )


def _numbers(finding: Finding, of: Marked, *names: str) -> Html:
    """What should be there and what is; the name of a kind is left to the message."""
    pairs = [(say(of.lang, f"html.{name}"), getattr(finding, name)) for name in names]
    numbers = [
        tag("div", tag("dt", name), tag("dd", _told(told)))
        for name, told in pairs
        if not is_absent(told) and not (isinstance(told, str) and told[:1] not in _OF_NUMBERS)
    ]
    return tag("dl", *numbers, class_="numbers") if numbers else Html("")


def _told(told: Value) -> Html:
    """A number, or a text in the words of the machine: a range, a day."""
    return tag("code", shorten(told)) if isinstance(told, str) else html(show(told))


def _group(card: Card, of: Marked) -> Html:
    """The cells of findings that are alike, those of one row together."""
    omitted = len(card.findings) - LISTED
    more = tag("p", say(of.lang, "html.elsewhere.more", count=f"{omitted:,}")) if omitted > 0 else None
    rows = [_group_row(row, card, of) for row in _by_row(card.findings[:LISTED])]
    return html(_numbers(card.findings[0], of, "expected"), tag("ul", *rows, class_="rows"), more)


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


def _group_row(row: Sequence[tuple[int, Cell]], card: Card, of: Marked) -> Html:
    name = row[0][1].label.rpartition(" · ")[0]
    chips = [
        tag("li", chip(cell, of, cell.label.rpartition(" · ")[2], card.target(n) if n else None)) for n, cell in row
    ]
    return tag("li", tag("span", name.partition(" · ")[2] or name), tag("ul", *chips, class_="chips"))


def _reasons(finding: Finding, of: Marked) -> Html:
    """Why it does not count, hypotheses, the remedy and the basis."""
    return html(
        tag("p", accepted(finding.accepted, of.lang), class_="reason") if finding.accepted else None,
        *(tag("p", say(of.lang, "text.hint", text=hint), class_="hint") for hint in finding.hints),
        tag("p", say(of.lang, "text.fix", text=finding.fix), class_="fix"),
        tag("p", say(of.lang, "text.basis", text=finding.basis.citation), class_="basis"),
    )


def _undecided(undecided: Sequence[Undecided], of: Marked) -> Html | None:
    """Relations that depend on blanks, by code, each place with its cells."""
    if not undecided:
        return None
    key = "html.undecided" if undecided[0].cells else "html.undecided.all"
    summary = tag("summary", say(of.lang, key, count=len(undecided)))
    ordered = sorted(undecided, key=lambda one: one.code)
    codes = [_code([*same], of) for _, same in groupby(ordered, key=lambda one: one.code)]
    return tag("details", summary, tag("ul", *codes), class_="undecided")


def _code(same: Sequence[Undecided], of: Marked) -> Html:
    times = say(of.lang, "html.times", count=len(same))
    heading = html(tag("code", same[0].code), " ", same[0].title, " ", tag("span", times, class_="times"))
    return tag("li", heading, *(_chips(one.cells, of) for one in same if one.cells))


def _chips(cells: Iterable[Cell], of: Marked) -> Html:
    return tag("ul", *(tag("li", chip(cell, of)) for cell in cells), class_="chips")


def changed(changes: Sequence[Change], of: Marked) -> Html:
    """The cells of a repair, as links, each with what it holds and what it would hold."""
    rows = []
    for change in changes[:LISTED]:
        cell = Cell(pointer=change.pointer, label=change.label, value=change.before, file=change.file)
        rows.append(tag("li", chip(cell, of), " → ", tag("b", show(change.after))))
    return tag("ul", *rows, class_="chips")


def _at(cell: Cell, of: Marked) -> str:
    return say(of.lang, "html.at", line=cell.line, column=cell.column) if cell.line else ""


def _pointer(cell: Cell) -> str:
    return cell.pointer if len(cell.pointer) <= POINTER else f"{cell.pointer[:POINTER]}…"
