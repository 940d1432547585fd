"""Build a document of the standard from paragraphs and tables; cells that no label identifies stay ``None``."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, Literal

from gknb.documents.extract.edition import label_names, placed, section_titles, tables_of
from gknb.documents.extract.extraction import Extraction, Origin
from gknb.documents.extract.match import match_table
from gknb.documents.extract.printed_values import values_of
from gknb.documents.extract.report_head import read_head, shortened
from gknb.documents.extract.sections import joined
from gknb.documents.extract.title import titles_of
from gknb.documents.extract.words import squeezed, words_of
from gknb.errors import SourceError
from gknb.results import Printed, Trouble
from gknb.standard.described import annotated, readings_of
from gknb.standard.form import form_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gknb.documents.extract.blocks import Paragraph, Published
    from gknb.documents.extract.match import Found, Matched, Unsure
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.sections import Sections
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form

__all__ = ["NAMESPACE", "understood"]

NAMESPACE: Final = "gknb.extracted"
"""Member of ``extensions`` that holds the rows the form does not have."""
_BROKEN: Final = ("pdf", "text", "markdown")
"""Kinds in which a page or line break may split a paragraph."""
_FEW_ROWS: Final = 2
"""Lines with labels of the form that make the end of a text a table."""
_MOST_REPEATS: Final = 8
"""Maximum number of repetitions of a row that are compared; more are rows that the form does not have."""


def understood(catalog: Catalog, found: Published, name: str = "") -> Extraction:
    """Return the document in a published file.

    Raises :class:`~gknb.errors.SourceError` if the file is not a report: it has neither its tables nor its headings;
    and for a set before 1.2.0, which has no findings for what cannot be read. ``name`` is the name of the file, for
    the error.
    """
    if "reading_relations" not in catalog.entry:
        raise SourceError("extract.version", version=catalog.version)
    readings = readings_of(catalog)
    best = placed(catalog, found)
    form, tables, parts = form_of(catalog, best.edition), best.tables, best.parts
    if not parts.headings and not any(matched.found for matched in tables.values()):
        raise SourceError("extract.no-report", name=name)
    return _Reading(form, readings, found, parts, best.lines, tables).extraction()


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
        self.titles = {self.words.bare(name) for names in section_titles(form).values() for name in names}
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
        head = read_head(self.form, self.readings, self.published, self.parts)
        for origin in head.origins:
            self._put(origin)
        self.troubles += head.troubles
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
            for _, row in groupby((one for one in matched.found if one.by == "relations"), lambda one: one.line):
                some = list(row)
                figures = " ".join(one.cell.text.strip() for one in some if one.cell is not None)
                self._trouble("by-relations", *(one.shape.pointers[0] for one in some), printed=figures)
            for unsure in matched.unsure:
                self._unsure(unsure)
        self._repeated_rows()
        for pointer, matched in self.tables.items():
            if matched.disordered and "disordered" in self.readings["findings"]:
                self._trouble("disordered", pointer)
        missing = [pointer for pointer in self.form.cells if pointer not in self.origins]
        for table in {pointer.split("/")[1]: None for pointer in missing}:
            lost = [pointer for pointer in missing if pointer.startswith(f"/{table}/")]
            self._trouble("not-found", *lost)

    def _repeated_rows(self) -> None:
        """Read rows of the form that are printed again, in the same table, a repeated table or a second report."""
        data = {line for matched in self.tables.values() for line in matched.rows.values()}
        for shape in tables_of(self.form.schemas.catalog, self._edition()):
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
        # Before version 2.0.1 there is no finding of its own for this.
        name = "uncertain" if "uncertain" in self.readings["findings"] else "unreadable"
        self._trouble(name, *(shape.pointers[0] for shape in one.shapes), printed=text)

    def _cell(self, one: Found) -> None:
        pointer, *units = one.shape.pointers
        text = "" if one.cell is None else one.cell.text
        printed = self.reader.read(text, signed=self.form.places[pointer].signed)
        column = None if one.cell is None else one.cell.column + 1
        place = _place(one.line, text, one.by, column)
        # A sum of money in a cell for a count is of another cell.
        odd = printed.unit is not None and printed.number is not None and not self._is_amount(pointer, units)
        value, unit = None if odd else printed.number, printed.unit or self.reader.unit_in(one.heading)
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
        elif printed.kind == "unreadable" or odd:
            self._trouble("unreadable", pointer, printed=text.strip())
        elif one.doubtful and printed.kind != "blank":
            self._trouble("by-order", pointer, printed=text.strip())
        for origin in origins:
            self._put(origin)

    def _is_amount(self, pointer: str, units: Sequence[str]) -> bool:
        """Whether a cell of the form is for a sum of money."""
        return bool(units) or pointer in annotated(self.form, "x-unit")

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
            paragraphs = self._without_table(self._without_footer(self.parts.within.get(pointer, ())))
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
            printed, again = (shortened(str(one)) for one in (value, last))
            self._trouble("twice", pointer, printed=printed, again=again)

    def _until_title(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the paragraphs before the title of another report."""
        found = titles_of(self.form.schemas.catalog).all(paragraphs)
        titles = [one.paragraph for one in found if one.years or one.mistyped]
        return paragraphs[: paragraphs.index(titles[0])] if titles else paragraphs

    def _is_of_the_form(self, paragraph: Paragraph) -> bool:
        """Whether the paragraph is a repeated heading or an instruction of the empty form."""
        return (
            self.words.bare(paragraph.text) in self.titles and not self.words.is_subheading(paragraph.text)
        ) or re.fullmatch(self.readings["instructions"], squeezed(paragraph.text)) is not None

    def _without_footer(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the text of a section without the footer of the web page after it."""
        endings = self.readings["endings"]
        for n, paragraph in enumerate(paragraphs):
            if len(paragraph.text) < 80 and any(word in paragraph.text for word in endings):
                return paragraphs[:n]
        return paragraphs

    def _without_table(self, paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
        """Return the text of a section without a table after it whose heading was not found."""
        labels = label_names(self.form.schemas.catalog)
        rows = [n for n, one in enumerate(paragraphs) if self.words.has_labels(one.text, labels)]
        return paragraphs[: rows[0]] if len(rows) >= _FEW_ROWS else paragraphs

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


def _place(line: Line, text: str, by: Literal["labels", "order", "relations"], column: int | None = None) -> Printed:
    if line.loose:
        return Printed(text=text, page=line.page, confidence=by)
    return Printed(text=text, page=line.page, table=line.table, row=line.row, column=column, confidence=by)
