"""The official form filled in with one report, independent of the output format."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from gknb.source.pointers import Absent, lookup
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.standard.sheet import sheet
from gknb.texts.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.results import Finding, Result
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form
    from gknb.standard.form_layout import Box, Grid

__all__ = ["Drawn", "Marks", "Page", "Part", "Text", "page_of", "printed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A section of text."""

    pointer: str
    """JSON Pointer of the section."""
    title: str
    """Heading of the section."""
    paragraphs: tuple[str, ...]
    """Paragraphs; empty if there is no text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A section with a table."""

    pointer: str
    """JSON Pointer of the section."""
    title: str
    """Heading of the section."""
    grid: Grid
    """Layout of the table on the form."""


Part: TypeAlias = Text | Drawn


@dataclass(frozen=True, slots=True)
class Marks:
    """The findings of a result, by cell."""

    findings: tuple[Finding, ...] = ()
    """The findings, numbered from 1 in this order."""
    _numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @staticmethod
    def of(result: Result | None) -> Marks:
        """Return the marks of a result; empty for ``None``."""
        findings = () if result is None else result.findings
        numbers: dict[str, list[int]] = {}
        for number, finding in enumerate(findings, 1):
            for cell in finding.cells:
                numbers.setdefault(cell.pointer, []).append(number)
        return Marks(findings, {pointer: tuple(some) for pointer, some in numbers.items()})

    def at(self, pointers: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of the findings on any of the ``pointers``, in order."""
        return tuple(sorted({number for pointer in pointers for number in self._numbers.get(pointer, ())}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole form."""

    form: Form
    """Form of the report's edition."""
    document: Any
    """The report."""
    title: tuple[str, ...]
    """Lines of the title: the organ, then the year and the kind of report."""
    published: str
    """Date of publication as printed; empty without one."""
    parts: tuple[Part, ...]
    """The six sections."""
    marks: Marks
    """Findings to mark."""

    @property
    def unprinted(self) -> str:
        """Values that the form does not print, as JSON by JSON Pointer: level, kind, scope, codes, extensions.

        Each format that has a place for them embeds them in the file, and extraction reads them back.
        """
        kept = {}
        unprinted = readings_of(self.form.schemas.catalog)["unprinted"]
        for pointer, place in self.form.places.items():
            top = place.parents[0].pointer if place.parents else pointer
            if top in unprinted and "properties" not in place.schema:
                value = lookup(self.document, pointer)
                if value is not Absent and value is not None:
                    kept[pointer] = value
        # A lone surrogate has no UTF-8 encoding; JSON can escape it.
        return json.dumps(kept, ensure_ascii=False, default=_number).encode("utf-8", "backslashreplace").decode()

    def shown(self, box: Box) -> str:
        """Return the text of a box: its label, or its value, an amount with its unit; empty for a blank."""
        return box.text if not box.pointers else printed(self.form, self.document, box.pointers)


def page_of(catalog: Catalog, document: Any, result: Result | None = None) -> Page:
    """Return the form of the document's edition filled in with the document, with the findings of ``result`` marked.

    Missing values stay empty. Raises :class:`~gknb.errors.UsageError` if the document names no known edition.
    """
    edition = lookup(document, "/edition")
    form = form_of(catalog, edition if isinstance(edition, str) else "?")
    name, year = _line(lookup(document, "/organ/name")), lookup(document, "/reporting_year")
    return Page(
        form=form,
        document=document,
        title=tuple(filter(None, (name, _heading(readings_of(catalog), year)))),
        published=_day(lookup(document, "/published_on")),
        parts=tuple(_parts(form, document)),
        marks=Marks.of(result),
    )


def _parts(form: Form, document: Any) -> Iterator[Part]:
    for grid in sheet(form, "zh"):
        if not grid.pointer:
            continue
        if grid.columns > 1:
            yield Drawn(pointer=grid.pointer, title=grid.title, grid=grid)
        else:
            text = lookup(document, grid.pointer)
            lines = text.split("\n") if isinstance(text, str) else []
            yield Text(pointer=grid.pointer, title=grid.title, paragraphs=tuple(filter(str.strip, map(_line, lines))))


def _heading(readings: Mapping[str, Any], year: Any) -> str:
    """Return the title of a report for a year; without the words of the year if that is unknown."""
    heading: str = readings["heading"]
    if isinstance(year, int) and not isinstance(year, bool):
        return heading.replace("{year}", str(year))
    return re.sub(readings["year"].replace("{year}", re.escape("{year}")), "", heading)


def printed(form: Form, document: Any, pointers: Sequence[str]) -> str:
    """Return a value as the form prints it; an amount is followed by its unit, a blank amount is only its unit."""
    value = lookup(document, pointers[0])
    unit = lookup(document, pointers[1]) if len(pointers) > 1 else None
    units = readings_of(form.schemas.catalog)["units"]
    behind = units[unit]["printed"] if isinstance(unit, str) and unit in units else ""
    if value is Absent or value is None:
        return behind
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return _line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
    return digits(Decimal(repr(value)) if isinstance(value, float) else value) + behind


def _number(value: Any) -> float:
    """Convert a decimal in an extension for :func:`json.dumps`."""
    if not isinstance(value, Decimal):
        raise TypeError(value)
    return float(value)


def _line(text: Any) -> str:
    """Return a text with every character that some file format forbids as U+FFFD; empty if it is no text."""
    if not isinstance(text, str):
        return ""
    return "".join(c if c.isprintable() or c in "\t " else "\ufffd" for c in text)


def _day(text: Any) -> str:
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        return _line(text)
    return f"{day.year}年{day.month}月{day.day}日"
