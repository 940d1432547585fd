"""Write the reference of one edition of the form: name, pointer, meaning and relations of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Final

from _references import Page, annotation, code, plain, upper

from gknb.standard.form import form_of
from gknb.standard.kinds import compile_relations
from gknb.standard.relations import CheckDigit, DateBound, Linear, Range, ZeroTogether

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from _references import Row

    from gknb.standard.form import Form, Lang, Place
    from gknb.standard.relations import Compiled, Condition

__all__ = ["FormPage"]

CELL: Final = ("name", "pointer", "meaning", "value", "rules")
"""The columns of a table of cells."""


@dataclass(frozen=True)
class FormPage(Page):
    """The reference of one edition of the form."""

    edition: str

    @cached_property
    def form(self) -> Form:
        """The form."""
        return form_of(self.catalog, self.edition)

    @cached_property
    def codes_by_pointer(self) -> Mapping[str, set[str]]:
        """The codes of the relations that use each pointer."""
        codes: dict[str, set[str]] = {pointer: set() for pointer in self.form.places}
        for one in compile_relations(self.catalog, self.edition):
            for pointer in _pointers(self.form, one):
                codes[pointer].add(one.relation.code)
        return codes

    def lines(self) -> Iterator[str]:
        """Yield the lines of the document."""
        yield from self.start(f"format-{self.edition}", self.word("form.title", edition=self.edition))
        schema, zero = (f"../schema/{self.catalog.entry[key][self.edition]}" for key in ("schemas", "zero_reports"))
        files = self.word("form.files", schema=schema, zero=zero)
        yield from (self.sentences(self.annotation(self.form.root, "description"), files), "")
        rules = self.word("form.rules", families=self.listed(self.everywhere()))
        yield from (self.sentences(self.word("form.names"), rules), "")
        for part in self.parts():
            yield from self.part(part)

    def everywhere(self) -> Iterator[str]:
        """Yield the families whose relations do not use single places."""
        shown = self.codes(self.form.places)
        for family in self.families():
            if shown.isdisjoint(relation["code"] for relation in family["relations"]):
                yield self.word("form.family", title=family["title"][self.lang], link=self.links([family["family"]]))

    def parts(self) -> Iterator[list[Place]]:
        """Yield the parts: each table and text alone, runs of other places of the first level together."""

        def alone(place: Place) -> str:
            return place.pointer if self.cells(place) or "text" in place.definitions else ""

        first = [place for place in self.form.places.values() if place.pointer and not place.parents]
        for _, part in groupby(first, key=alone):
            yield list(part)

    def part(self, part: Sequence[Place]) -> Iterator[str]:
        """Yield the lines of one part."""
        first = part[0]
        yield from (f"## {upper(self.annotation(first, 'title') if len(part) == 1 else self.word('form.head'))}", "")
        if not self.cells(first):
            yield from self.each([place for top in part for place in (top, *self.inside(top))])
            return
        yield from (self.annotation(first, "description"), "")
        row = self.repeated(first)
        yield from self.grid(first, row) if row else self.each(self.inside(first))

    def each(self, places: Iterable[Place]) -> Iterator[str]:
        """Yield a table of places, groups in bold."""
        rows = (self.group(place) if "properties" in place.schema else self.cell(place) for place in places)
        yield from self.table(CELL, rows)

    def repeated(self, table: Place) -> str | None:
        """Return the schema definition of the row that a table repeats; ``None`` if it does not repeat one."""
        around = [{name for place in cell.parents[1:] for name in place.definitions} for cell in self.cells(table)]
        return min(set.intersection(*around), default=None)

    def grid(self, table: Place, definition: str) -> Iterator[str]:
        """Yield the lines of a table that repeats one row: its columns, its rows, and a list of all cells."""
        rows = [place for place in self.inside(table) if definition in place.definitions]
        yield from self.columns(rows, definition)
        yield from self.rows(table, rows)
        cells = self.cells(table)
        yield from ("<details>", f"<summary>{self.word('form.all', cells=len(cells))}</summary>", "")
        yield from self.table(CELL, (self.full(cell, rows) for cell in cells))
        yield from ("</details>", "")

    def columns(self, rows: Sequence[Place], definition: str) -> Iterator[str]:
        """Yield the table of the cells that each of ``rows`` has."""
        columns = self.form.within(definition)
        _, schema, _ = self.form.schemas.resolve(f"#/$defs/{definition}", rows[0].file)
        title, description = (plain(annotation(schema, key, self.lang)) for key in ("x-title", "x-description"))
        yield from (f"### {self.word('form.columns', title=title)}", "")
        example = self.word("form.pointer", row=code(rows[0].pointer), column=code(next(iter(columns))))
        yield from (self.sentences(description, example), "")
        yield from self.table(CELL, (self.column(place, rows) for place in columns.values()))

    def rows(self, table: Place, rows: Sequence[Place]) -> Iterator[str]:
        """Yield the table of the rows and their groups."""
        yield from (f"### {self.word('form.rows')}", "")
        yield from (self.word("form.size", rows=len(rows), columns=len(self.cells(rows[0]))), "")
        places = [place for place in self.inside(table) if set(rows).isdisjoint(place.parents)]
        lines = (self.whole(place) if place in rows else self.group(place) for place in places)
        yield from self.table(("name", "pointer", "meaning", "rules"), lines)

    def cell(self, place: Place) -> Row:
        """Return the line of a single place."""
        name = self.named(lambda lang: self.form.label(place.pointer, lang))
        return self.line(place, name, [place.pointer])

    def full(self, cell: Place, rows: Sequence[Place]) -> Row:
        """Return the line of a cell with the meaning of its row and its column."""
        (row,) = (place for place in rows if place in cell.parents)
        meanings = (self.annotation(place, "description") for place in (row, cell))
        return {**self.cell(cell), "meaning": self.sentences(*meanings)}

    def column(self, place: Place, rows: Sequence[Place]) -> Row:
        """Return the line of a column with the relations that use one of its cells."""
        if not place.is_cell:
            return self.group(place)
        return self.line(place, self.title(place), [row.pointer + place.pointer for row in rows])

    def whole(self, row: Place) -> Row:
        """Return the line of a row with the relations that use one of its cells."""
        return self.line(row, self.title(row), [cell.pointer for cell in self.cells(row)])

    def group(self, place: Place) -> Row:
        """Return the line of a group of places, with the item of the Regulations printed next to it."""
        block = f"（{place.schema['x-block']}）" if "x-block" in place.schema else ""
        return {**self.line(place, self.title(place, mark="**") + block, ()), "value": ""}

    def line(self, place: Place, name: str, pointers: Iterable[str]) -> Row:
        """Return the line of a place with the relations that use one of ``pointers``."""
        value = self.annotation(place, "x-expected")
        return {
            "name": name,
            "pointer": code(place.pointer),
            "meaning": self.annotation(place, "description"),
            "value": value if place.required else self.word("optional", value=value),
            "rules": self.links(self.codes(pointers)),
        }

    def codes(self, pointers: Iterable[str]) -> set[str]:
        """Return the codes of the relations that use one of ``pointers``."""
        return set[str]().union(*(self.codes_by_pointer[pointer] for pointer in pointers))

    def title(self, place: Place, *, mark: str = "") -> str:
        """Return the title of a place as printed on the form."""
        return self.named(lambda lang: annotation(place.schema, "title", lang), mark=mark)

    def named(self, name: Callable[[Lang], str], *, mark: str = "") -> str:
        """Return a name in the language of the page, followed by the Chinese name on other pages."""
        languages: tuple[Lang, ...] = (self.lang, "zh")
        return "<br>".join(f"{mark}{plain(name(lang))}{mark}" for lang in dict.fromkeys(languages))

    def annotation(self, place: Place, key: str) -> str:
        """Return an annotation of a place in the language of the page."""
        return plain(annotation(place.schema, key, self.lang))

    def cells(self, around: Place) -> list[Place]:
        """Return the cells inside a place."""
        return [place for place in self.inside(around) if place.is_cell]

    def inside(self, around: Place) -> list[Place]:
        """Return the places inside a place."""
        return [place for place in self.form.places.values() if around in place.parents]


def _pointers(form: Form, one: Compiled) -> Iterator[str]:
    """Yield the pointer of every place that a compiled relation uses, conditions included."""
    match one:
        case Linear():
            yield from (form.cells[position] for side in (one.left, one.right) for position, _ in side.terms)
            yield from _condition_pointers(one.when)
        case Range():
            yield from (one.value, one.by)
        case DateBound():
            yield one.value
            for when, year, _, _ in one.limits:
                yield from (year, *_condition_pointers(when))
        case CheckDigit():
            yield one.value
        case ZeroTogether():
            yield from (form.cells[position] for position in one.cells)


def _condition_pointers(condition: Condition | None) -> Iterator[str]:
    yield from (pointer for alternative in condition or () for pointer, _ in alternative)
