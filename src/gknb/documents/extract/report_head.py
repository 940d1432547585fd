"""Read the head of a report: organ, reporting year, date of publication, and what follows from the organ's name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.blocks import Paragraph, Table
from gknb.documents.extract.dates import dates_of
from gknb.documents.extract.extraction import Origin
from gknb.documents.extract.head import heads_of
from gknb.documents.extract.organ import organ_level_and_kind, scope_of
from gknb.documents.extract.words import squeezed
from gknb.results import Printed, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.documents.extract.blocks import Published
    from gknb.documents.extract.head import Stated
    from gknb.documents.extract.sections import Sections
    from gknb.standard.form import Form

__all__ = ["ReadHead", "deduce", "read_head", "shortened"]

_SHOWN: Final = 24
"""Maximum length of a text quoted in a message, in characters."""
_NEEDED: Final = ("/organ/name", "/reporting_year", "/organ/level", "/organ/kind", "/scope")
"""What a report needs besides its edition; its absence is reported."""


@dataclass(frozen=True, slots=True)
class ReadHead:
    """The head of a report."""

    findings: Mapping[str, str]
    """Code of the relation that reports each problem."""
    values: dict[str, Origin] = field(default_factory=dict)
    """Origin of each value, by pointer."""
    troubles: list[Trouble] = field(default_factory=list)
    """What could not be read, or not with certainty."""

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The origins of its values."""
        return tuple(self.values.values())

    def value(self, pointer: str) -> Any:
        """Return a value; ``None`` if it is not known."""
        origin = self.values.get(pointer)
        return None if origin is None else origin.value

    def put(self, origin: Origin) -> None:
        """Set a value."""
        self.values[origin.pointer] = origin

    def trouble(self, name: str, *pointers: str, **details: str) -> None:
        """Report a problem by its name in ``findings``; sets before 2.0.1 have fewer."""
        if name in self.findings:
            self.troubles.append(Trouble(code=self.findings[name], pointers=pointers, details=details))


def read_head(form: Form, readings: Mapping[str, Any], published: Published, parts: Sections) -> ReadHead:
    """Return the head of a published report that is split into ``parts``."""
    return _Reading(form, readings, published, parts).head


class _Reading:
    """State of reading one head."""

    def __init__(self, form: Form, readings: Mapping[str, Any], published: Published, parts: Sections) -> None:
        self.form, self.readings, self.published, self.parts = form, readings, published, parts
        self.head: Final = ReadHead(readings["findings"])
        carried = self._carried_values()
        before = self._organ_and_year(carried)
        self._published(before)
        self._carried(carried)
        deduce(self.head, "\n".join(paragraph.text for paragraph in self._paragraphs()), readings)

    def _organ_and_year(self, carried: Mapping[str, Any]) -> Sequence[Paragraph]:
        """Set the organ and the year; return the paragraphs before the first section."""
        before: Sequence[Paragraph] = self.parts.before
        first: Sequence[Paragraph] = ()
        if self.parts.earlier and any(self.parts.earlier.within.values()):
            # Headings printed twice: the title may be between the two sets, or before both.
            first, before = self.parts.earlier.before, list(self.parts.earlier.within.values())[-1]
        heads = heads_of(self.form.schemas.catalog)
        named = carried.get("/organ/name")
        known = named if isinstance(named, str) else None
        headings, title = self.parts.headings.values(), self.published.title
        earlier = heads.find(first, known=known)
        found = heads.find(before, headings=headings, title=title, known=known)
        if first and not any(one.years or one.organ for one in heads.titles.all(before, known)):
            found = heads.find([*first, *before], headings=headings, title=title, known=known)
        for pointer, stated, other in (
            ("/organ/name", found.organ, earlier.organ),
            ("/reporting_year", found.year, earlier.year),
        ):
            if stated is not None:
                self._stated(pointer, stated)
            if other is not None:
                self._earlier(pointer, other.value)
        return [*before, *first]

    def _stated(self, pointer: str, stated: Stated) -> None:
        """Set a value; report what leaves it open, and what is not in a title."""
        where = stated.paragraph
        printed = Printed(text=where.text, page=where.page, confidence=stated.by)
        self.head.put(Origin(pointer=pointer, value=stated.value, printed=printed))
        text = shortened(stated.printed or squeezed(where.text))
        if stated.again:
            self.head.trouble("twice", pointer, printed=text, again=shortened(stated.again))
        elif stated.value is None:
            self.head.trouble("unreadable", pointer, printed=text)
        elif stated.by == "deduced":
            self.head.trouble("deduced", pointer, value=str(stated.value), printed=text)

    def _earlier(self, pointer: str, value: Any) -> None:
        """Report a value of an earlier report on the page that differs."""
        last = self.head.value(pointer)
        if value is not None and last is not None and value != last:
            self.head.put(replace(self.head.values[pointer], value=None))
            self.head.trouble("twice", pointer, printed=shortened(str(value)), again=shortened(str(last)))

    def _published(self, before: Sequence[Paragraph]) -> None:
        """Set the date of publication; report dates that differ, and those that cannot be it."""
        year = self.head.value("/reporting_year")
        tables = (block for block in self.published.blocks if isinstance(block, Table))
        last = list(self.parts.within.values())[-1] if self.parts.within else ()
        dates = dates_of(self.form.schemas.catalog)
        found, refused = dates.find(year, self.published.meta, before, last[::-1], tables)
        if not found:
            for one in refused[:1]:
                self.head.trouble("date-refused", "/published_on", printed=shortened(one.printed))
            return
        first, *others = found
        by: Literal["file", "heading"] = "file" if first.carried else "heading"
        printed = Printed(text=first.paragraph.text, page=first.paragraph.page, confidence=by)
        value = None if others else first.value
        self.head.put(Origin(pointer="/published_on", value=value, printed=printed))
        if others:
            self.head.trouble("twice", "/published_on", printed=first.printed, again=others[0].printed)

    def _carried_values(self) -> dict[str, Any]:
        """Return the values embedded in the file, by pointer."""
        try:
            values = json.loads(self.published.carried or "{}", parse_float=Decimal)
        except (ValueError, RecursionError):
            return {}
        return values if isinstance(values, dict) else {}

    def _carried(self, values: Mapping[str, Any]) -> None:
        """Take over the embedded values of members that the form does not print."""
        for pointer, value in values.items():
            place = self.form.places.get(pointer)
            top = "/" + pointer.split("/")[1] if "/" in pointer else ""
            if place is not None and top in self.readings["unprinted"] and self._agrees(pointer, value):
                printed = Printed(text=str(value), confidence="file")
                self.head.put(Origin(pointer=pointer, value=value, printed=printed))

    def _agrees(self, pointer: str, value: Any) -> bool:
        """Whether an embedded value does not contradict the printed one."""
        origin = self.head.values.get(pointer)
        return origin is None or (isinstance(value, str) and squeezed(value) in squeezed(origin.printed.text))

    def _paragraphs(self) -> Iterator[Paragraph]:
        yield from self.parts.before
        for paragraphs in self.parts.within.values():
            yield from paragraphs


def deduce(head: ReadHead, text: str, readings: Mapping[str, Any]) -> None:
    """Deduce level, kind and scope from the organ's name and the report's ``text``; report what is still not known."""
    found = head.value("/organ/name")
    name = found if isinstance(found, str) else ""
    deduced = organ_level_and_kind(name, text, readings["organs"])
    for key in ("level", "kind"):
        pointer = f"/organ/{key}"
        if head.value(pointer) is not None:
            deduced[key] = head.value(pointer)
        elif key in deduced and pointer not in head.values:
            _deduced(head, pointer, deduced[key], name)
    scope = scope_of(deduced, text, readings["scope"])
    if name and scope and "/scope" not in head.values:
        _deduced(head, "/scope", scope[0], scope[1] or name)
    reported = {pointer for trouble in head.troubles for pointer in trouble.pointers}
    missing = [one for one in _NEEDED if head.value(one) is None and one not in reported]
    if missing:
        head.trouble("not-stated", *missing)


def _deduced(head: ReadHead, pointer: str, value: str, printed: str) -> None:
    head.put(Origin(pointer=pointer, value=value, printed=Printed(text=printed, confidence="deduced")))
    head.trouble("deduced", pointer, value=value, printed=printed)


def shortened(text: str) -> str:
    """Return a text shortened for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
