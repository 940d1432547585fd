"""Build a document of the standard from paragraphs and tables; cells that no label identifies stay ``None``."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.blocks import Paragraph
from gknb.documents.extract.extraction import Extraction, Origin
from gknb.documents.extract.head import organ_and_year, organ_level_and_kind, published, scope_of
from gknb.documents.extract.match import match_table
from gknb.documents.extract.printed_values import values_of
from gknb.documents.extract.sections import joined, sections
from gknb.documents.extract.shape import shapes
from gknb.documents.extract.table_lines import table_lines
from gknb.documents.extract.words import squeezed, words_of
from gknb.errors import SourceError
from gknb.results import Printed, Trouble
from gknb.standard.described import annotated, readings_of
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.documents.extract.blocks import Published
    from gknb.documents.extract.match import Found, Matched, Unsure
    from gknb.documents.extract.sections import Sections
    from gknb.documents.extract.shape import TableShape
    from gknb.documents.extract.table_lines import Line
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form

__all__ = ["NAMESPACE", "understood"]

NAMESPACE: Final = "gknb.extracted"
"""Member of ``extensions`` that holds the rows the form does not have."""
_BROKEN: Final = ("pdf", "text", "markdown")
"""Kinds in which a page or line break may split a paragraph."""
_MOST_REPEATS: Final = 8
"""Maximum number of repetitions of a row that are compared; more are rows that the form does not have."""
_SHOWN: Final = 24
"""Maximum length of a text quoted in a message, in characters."""


def understood(catalog: Catalog, found: Published, name: str = "") -> Extraction:
    """Return the document in a published file.

    Raises :class:`~gknb.errors.SourceError` if the file is not a report: it has neither its tables nor its headings;
    and for a set before 1.2.0, which has no findings for what cannot be read. ``name`` is the name of the file, for
    the error.
    """
    if "reading_relations" not in catalog.entry:
        raise SourceError("extract.version", version=catalog.version)
    readings = readings_of(catalog)
    lines = list(table_lines(found.blocks, values_of(catalog)))
    edition, tables = _edition(catalog, lines)
    form = form_of(catalog, edition)
    parts = sections(found.blocks, _titles(form, readings), words_of(catalog))
    if not parts.headings and not any(matched.found for matched in tables.values()):
        raise SourceError("extract.no-report", name=name)
    return _Reading(form, readings, found, parts, lines, tables).extraction()


@cache
def _shapes(catalog: Catalog, edition: str) -> tuple[TableShape, ...]:
    """Return the tables of an edition, with the labels that only other editions have."""
    labels, how = readings_of(catalog)["labels"], words_of(catalog)
    made = {one: shapes(form_of(catalog, one), labels, how) for one in catalog.editions}
    words = {one: {name for shape in some for name in _words(shape)} for one, some in made.items()}
    foreign = frozenset[str]().union(*words.values()) - words[edition]
    return tuple(replace(shape, foreign=foreign) for shape in made[edition])


def _words(shape: TableShape) -> Iterator[str]:
    for row in shape.rows:
        for label in (row.label, *(cell.label for cell in row.cells)):
            yield from (shape.words.bare(name) for names in label for name in names)


def _edition(catalog: Catalog, lines: Sequence[Line]) -> tuple[str, dict[str, Matched]]:
    """Return the edition with the most labels printed, and its tables; the reporting year is not considered."""
    best: tuple[int, str, dict[str, Matched]] | None = None
    for edition in reversed(catalog.editions):  # the newer of two that fit equally well
        tables = {shape.pointer: match_table(shape, lines) for shape in _shapes(catalog, edition)}
        score = sum(matched.exact for matched in tables.values())
        if best is None or score > best[0]:
            best = score, edition, tables
    assert best is not None  # noqa: S101 - there is an edition
    return best[1:]


def _titles(form: Form, readings: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of each section by its pointer, in the order of the form."""
    more = readings["sections"]
    places = (place for pointer, place in form.places.items() if pointer in more)
    return {place.pointer: [place.schema["title"], *more[place.pointer]] for place in places}


class _Reading:
    """State of the extraction of one file."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts found so far
        self,
        form: Form,
        readings: Mapping[str, Any],
        found: Published,
        parts: Sections,
        lines: Sequence[Line],
        tables: Mapping[str, Matched],
    ) -> None:
        self.form, self.readings, self.published = form, readings, found
        self.parts, self.lines, self.tables = parts, lines, tables
        catalog = form.schemas.catalog
        self.words, self.reader = words_of(catalog), values_of(catalog)
        self.titles = {self.words.bare(name) for names in _titles(form, readings).values() for name in names}
        self.used = {line for matched in tables.values() for line in matched.used}
        self.values: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}
        self.troubles: list[Trouble] = []
        self.extra: list[tuple[Line, tuple[str, ...]]] = []
        self.repeated: set[tuple[str, str]] = set()

    def extraction(self) -> Extraction:
        """Extract everything; origins are in the order of the form."""
        self._cells()
        self._texts()
        self._head()
        self._unmatched_rows()
        document = self._document()
        ordered = sorted(self.origins.values(), key=lambda origin: self.form.rank(origin.pointer))
        return Extraction(document=document, origins=tuple(ordered), troubles=tuple(self.troubles))

    def _put(self, origin: Origin) -> None:
        self.values[origin.pointer] = origin.value
        self.origins[origin.pointer] = origin

    def _trouble(self, name: str, *pointers: str, **details: str) -> None:
        """Report a problem by its name in ``findings`` of ``readings.json``."""
        self.troubles.append(Trouble(code=self.readings["findings"][name], pointers=pointers, details=details))

    # Tables.

    def _cells(self) -> None:
        for matched in self.tables.values():
            for one in matched.found:
                self._cell(one)
            for unsure in matched.unsure:
                self._unsure(unsure)
        self._repeated_rows()
        missing = [pointer for pointer in self.form.cells if pointer not in self.origins]
        for table in {pointer.split("/")[1]: None for pointer in missing}:
            lost = [pointer for pointer in missing if pointer.startswith(f"/{table}/")]
            self._trouble("not-found", *lost)

    def _repeated_rows(self) -> None:
        """Read rows of the form that are printed again, in the same table, a repeated table or a second report."""
        data = {line for matched in self.tables.values() for line in matched.rows.values()}
        for shape in _shapes(self.form.schemas.catalog, self._edition()):
            for _ in range(_MOST_REPEATS):
                left = [line for line in self.lines if line not in self.used]
                again = match_table(shape, left, self.lines, data)
                found = [one for one in again.found if one.exact]
                unsure = [one for one in again.unsure if one.exact and one.shapes]
                lines = {one.line for one in found} | {one.line for one in unsure}
                if not lines:
                    break
                self.used |= lines
                data |= lines
                for cell in found:
                    self._cell(cell)
                for row in unsure:
                    self._unsure(row)

    def _unsure(self, one: Unsure) -> None:
        """Set cells to ``None`` if several figures are possible; keep a figure that has no column."""
        if not one.shapes:
            self.extra.append((one.line, one.figures))
            return
        text = " ".join(one.figures)
        place = _place(one.line, text, "order")
        for shape in one.shapes:
            for pointer in shape.pointers:
                self._put(Origin(pointer=pointer, value=None, printed=place))
        self._trouble("unreadable", *(shape.pointers[0] for shape in one.shapes), printed=text)

    def _cell(self, one: Found) -> None:
        pointer, *units = one.shape.pointers
        text = one.cell.text
        printed = self.reader.read(text)
        place = _place(one.line, text, one.by, one.cell.column + 1)
        value, unit = printed.number, printed.unit or self.reader.unit_in(one.heading)
        if not units and unit is not None and value is not None:
            value = self._in_own_unit(pointer, value, unit)
        origins = [Origin(pointer=pointer, value=value, printed=place)]
        if units:
            named = unit if value is not None else printed.unit
            origins.append(Origin(pointer=units[0], value=named, printed=place))
        if pointer in self.origins:
            for origin in origins:
                self._repeated_cell(origin)
            return
        if printed.kind == "sign":
            self._trouble("sign", pointer, printed=text.strip())
        elif printed.kind == "unreadable":
            self._trouble("unreadable", pointer, printed=text.strip())
        elif one.by == "order" and printed.kind != "blank":
            self._trouble("by-order", pointer, printed=text.strip())
        for origin in origins:
            self._put(origin)

    def _in_own_unit(self, pointer: str, number: int | Decimal, unit: str) -> int | Decimal:
        """Convert an amount to the unit that the form fixes for its cell, exactly; any other number stays as it is."""
        own, units = annotated(self.form, "x-unit").get(pointer), self.readings["units"]
        if own is None or own == unit:
            return number
        value = Decimal(number) * units[unit]["factor"] / units[own]["factor"]
        return int(value) if value == value.to_integral_value() else value.normalize()

    def _repeated_cell(self, origin: Origin) -> None:
        """Ignore a repeated value that is equal; report one that differs and set the cell to ``None``."""
        first = self.origins[origin.pointer]
        texts = first.printed.text.strip(), origin.printed.text.strip()
        if first.value == origin.value or (first.value is None and texts[0] == texts[1]):
            return
        self._put(replace(first, value=None))
        if (origin.pointer, texts[1]) not in self.repeated:
            self.repeated.add((origin.pointer, texts[1]))
            self._trouble("twice", origin.pointer, printed=texts[0], again=texts[1])

    # Texts.

    def _texts(self) -> None:
        heal = self.published.kind in _BROKEN and not self.published.carried
        for pointer in self.readings["sections"]:
            if pointer not in self.parts.headings:
                self._trouble("no-heading", pointer)
            if self.form.places[pointer].schema.get("type") == "object":
                continue
            paragraphs = self._without_footer(self.parts.within.get(pointer, ()))
            text = joined([one for one in paragraphs if not self._is_of_the_form(one)], self.words, heal=heal)
            first = paragraphs[0] if paragraphs else None
            printed = "" if text is None else text
            page = None if first is None else first.page
            place = Printed(text=printed, page=page, confidence="heading")
            self._put(Origin(pointer=pointer, value=text, printed=place))
            if self.parts.earlier:
                earlier = self._until_title(self.parts.earlier.within.get(pointer, ()))
                self._earlier(pointer, joined(earlier, self.words, heal=heal))

    def _earlier(self, pointer: str, value: Any) -> None:
        """Report a value of an earlier report on the page that differs; a table of contents has no values."""
        last = self.values.get(pointer)
        if value is not None and last is not None and value != last:
            self._put(replace(self.origins[pointer], value=None))
            printed, again = (_cut(str(one)) for one in (value, last))
            self._trouble("twice", pointer, printed=printed, again=again)

    def _until_title(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the paragraphs before the title of another report."""
        titles = [one.paragraph for one in organ_and_year(paragraphs, self.readings) if one]
        return paragraphs[: paragraphs.index(titles[0])] if titles else paragraphs

    def _is_of_the_form(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph is a repeated heading or an instruction of the empty form."""
        return (
            self.words.bare(paragraph.text) in self.titles
            or re.fullmatch(self.readings["instructions"], squeezed(paragraph.text)) is not None
        )

    def _without_footer(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the text of a section without the footer of the web page after it."""
        endings = self.readings["endings"]
        for n, paragraph in enumerate(paragraphs):
            if len(paragraph.text) < 80 and any(word in paragraph.text for word in endings):
                return paragraphs[:n]
        return paragraphs

    # The head.

    def _head(self) -> None:
        before, last = self.parts.before, self._last_section()
        first: Sequence[Paragraph] = ()
        if self.parts.earlier and any(self.parts.earlier.within.values()):
            # Headings printed twice: the title may be between the two sets, or before both.
            first, before = self.parts.earlier.before, list(self.parts.earlier.within.values())[-1]
        organ, year = organ_and_year([*before, *first, *self._title()], self.readings)
        day = published([*before, *first, *last], self.readings["dates"])
        for pointer, stated in (("/organ/name", organ), ("/reporting_year", year), ("/published_on", day)):
            if stated is not None:
                where = stated.paragraph
                place = Printed(text=where.text, page=where.page, confidence="heading")
                self._put(Origin(pointer=pointer, value=stated.value, printed=place))
        for pointer, other in zip(
            ("/organ/name", "/reporting_year"), organ_and_year(first, self.readings), strict=True
        ):
            self._earlier(pointer, other and other.value)
        self._carried()
        found = self.values.get("/organ/name")
        name = found if isinstance(found, str) else ""
        text = "\n".join(paragraph.text for paragraph in self._paragraphs())
        deduced = dict(organ_level_and_kind(name, text, self.readings["organs"]))
        for key in ("level", "kind"):
            if key in deduced and f"/organ/{key}" not in self.origins:
                self._deduced(f"/organ/{key}", deduced[key], name)
        self._scope(deduced, text, name)

    def _carried(self) -> None:
        """Take over the embedded values of members that the form does not print."""
        try:
            values = json.loads(self.published.carried or "{}", parse_float=Decimal)
        except (ValueError, RecursionError):
            return
        for pointer, value in values.items() if isinstance(values, dict) else ():
            place = self.form.places.get(pointer)
            top = "/" + pointer.split("/")[1] if "/" in pointer else ""
            if place is not None and top in self.readings["unprinted"] and self._agrees(pointer, value):
                self._put(Origin(pointer=pointer, value=value, printed=Printed(text=str(value), confidence="file")))

    def _agrees(self, pointer: str, value: Any) -> bool:
        """Whether an embedded value does not contradict the printed one."""
        origin = self.origins.get(pointer)
        return origin is None or (isinstance(value, str) and squeezed(value) in squeezed(origin.printed.text))

    def _scope(self, deduced: Mapping[str, str], text: str, name: str) -> None:
        """Deduce the scope of a report whose organ is known by name."""
        found = scope_of(deduced, text, self.readings["scope"])
        if name and found and "/scope" not in self.origins:
            scope, word = found
            self._deduced("/scope", scope, word or name)

    def _deduced(self, pointer: str, value: str, printed: str) -> None:
        self._put(Origin(pointer=pointer, value=value, printed=Printed(text=printed, confidence="deduced")))
        self._trouble("deduced", pointer, value=value, printed=printed)

    def _title(self) -> Iterator[Paragraph]:
        if self.published.title:
            yield Paragraph(text=self.published.title)

    def _last_section(self) -> Sequence[Paragraph]:
        return list(self.parts.within.values())[-1] if self.parts.within else ()

    def _paragraphs(self) -> Iterator[Paragraph]:
        yield from self.parts.before
        for paragraphs in self.parts.within.values():
            yield from paragraphs

    # Rows that the form does not have.

    def _unmatched_rows(self) -> None:
        rows = [line for line in self.lines if line not in self.used and line.has_numbers and line.labels]
        printed = [(line, [cell.text for cell in line.cells]) for line in rows]
        printed += [(line, [*line.labels, *figures]) for line, figures in self.extra]
        if printed:
            local = [{"table": line.table, "row": line.row, "printed": texts} for line, texts in printed]
            self.values[f"/extensions/{NAMESPACE}"] = {"rows": local}
            for n, (line, texts) in enumerate(printed):
                shown = line.labels if n < len(rows) else texts
                pointer = f"/extensions/{NAMESPACE}/rows/{n}"
                self._trouble("local-row", pointer, printed=" ".join(" ".join(shown).split()))

    # The document.

    def _document(self) -> dict[str, Any]:
        document: dict[str, Any] = {"edition": self._edition()}
        for pointer, place in self.form.places.items():
            if pointer in ("", "/edition") or place.schema.get("type") == "object":
                continue
            value = self.values.get(pointer)
            if value is None and not place.required:
                continue
            group = document
            *way, key = pointer.split("/")[1:]
            for step in way:
                group = group.setdefault(step, {})
            group[key] = value
        own = self.values.get(f"/extensions/{NAMESPACE}")
        extensions = self.values.get("/extensions", {})
        if own is not None or "/extensions" in self.values:
            document["extensions"] = {**extensions, **({} if own is None else {NAMESPACE: own})}
        return document

    def _edition(self) -> str:
        schema = self.form.places["/edition"].schema
        edition: str = schema["const"]
        return edition


def _place(line: Line, text: str, by: Literal["labels", "order"], column: int | None = None) -> Printed:
    return Printed(text=text, page=line.page, table=line.table, row=line.row, column=column, confidence=by)


def _cut(text: str) -> str:
    """Return a text shortened for a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
