"""The reference of one edition of the form: what each cell is called, where it is, what it means, what uses it."""

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
        """The form itself."""
        return form_of(self.catalog, self.edition)

    @cached_property
    def touching(self) -> Mapping[str, set[str]]:
        """For each pointer the codes of the relations that look at it."""
        touching: dict[str, set[str]] = {pointer: set() for pointer in self.form.places}
        for one in compile_relations(self.catalog, self.edition):
            for pointer in _pointers(self.form, one):
                touching[pointer].add(one.relation.code)
        return touching

    def lines(self) -> Iterator[str]:
        """The lines of the document."""
        yield from self.start(f"format-{self.edition}", self.word("form.title", edition=self.edition))
        schema, zero = (f"../schema/{self.catalog.entry[key][self.edition]}" for key in ("schemas", "zero_reports"))
        files = self.word("form.files", schema=schema, zero=zero)
        yield from (self.sentences(self.told(self.form.root, "description"), files), "")
        rules = self.word("form.rules", families=self.listed(self.everywhere()))
        yield from (self.sentences(self.word("form.names"), rules), "")
        for part in self.parts():
            yield from self.part(part)

    def everywhere(self) -> Iterator[str]:
        """The families whose relations are not about single places."""
        shown = self.codes(self.form.places)
        for family in self.families():
            if shown.isdisjoint(relation["code"] for relation in family["relations"]):
                yield self.word("form.family", title=family["title"][self.lang], link=self.links([family["family"]]))

    def parts(self) -> Iterator[list[Place]]:
        """The places of the first level: each table and text by itself, the others with their neighbours."""

        def alone(place: Place) -> str:
            return place.pointer if self.cells(place) or "text" in place.definitions else ""

        first = [place for place in self.form.places.values() if place.pointer and not place.parents]
        for _, part in groupby(first, key=alone):
            yield list(part)

    def part(self, part: Sequence[Place]) -> Iterator[str]:
        """One part of the form: a table of the form, a text, or details that go together."""
        first = part[0]
        yield from (f"## {upper(self.told(first, 'title') if len(part) == 1 else self.word('form.head'))}", "")
        if not self.cells(first):
            yield from self.each([place for top in part for place in (top, *self.inside(top))])
            return
        yield from (self.told(first, "description"), "")
        row = self.repeated(first)
        yield from self.grid(first, row) if row else self.each(self.inside(first))

    def each(self, places: Iterable[Place]) -> Iterator[str]:
        """Places one by one, groups in bold."""
        rows = (self.group(place) if "properties" in place.schema else self.cell(place) for place in places)
        yield from self.table(CELL, rows)

    def repeated(self, table: Place) -> str | None:
        """The definition that every cell of a table lies in: the row that the table repeats."""
        around = [{name for place in cell.parents[1:] for name in place.definitions} for cell in self.cells(table)]
        return min(set.intersection(*around), default=None)

    def grid(self, table: Place, definition: str) -> Iterator[str]:
        """A table that repeats one row: its columns, its rows, and all cells in full for whoever needs one."""
        rows = [place for place in self.inside(table) if definition in place.definitions]
        yield from self.columns(rows, definition)
        yield from self.rows(table, rows)
        cells = self.cells(table)
        yield from ("<details>", f"<summary>{self.word('form.all', cells=len(cells))}</summary>", "")
        yield from self.table(CELL, (self.full(cell, rows) for cell in cells))
        yield from ("</details>", "")

    def columns(self, rows: Sequence[Place], definition: str) -> Iterator[str]:
        """The cells that each of ``rows`` has, by their pointers in the row."""
        columns = self.form.within(definition)
        _, schema, _ = self.form.schemas.resolve(f"#/$defs/{definition}", rows[0].file)
        title, description = (plain(annotation(schema, key, self.lang)) for key in ("x-title", "x-description"))
        yield from (f"### {self.word('form.columns', title=title)}", "")
        example = self.word("form.pointer", row=code(rows[0].pointer), column=code(next(iter(columns))))
        yield from (self.sentences(description, example), "")
        yield from self.table(CELL, (self.column(place, rows) for place in columns.values()))

    def rows(self, table: Place, rows: Sequence[Place]) -> Iterator[str]:
        """The rows of a table, and the groups that they stand in."""
        yield from (f"### {self.word('form.rows')}", "")
        yield from (self.word("form.size", rows=len(rows), columns=len(self.cells(rows[0]))), "")
        places = [place for place in self.inside(table) if set(rows).isdisjoint(place.parents)]
        lines = (self.whole(place) if place in rows else self.group(place) for place in places)
        yield from self.table(("name", "pointer", "meaning", "rules"), lines)

    def cell(self, place: Place) -> Row:
        """A place by itself."""
        name = self.named(lambda lang: self.form.label(place.pointer, lang))
        return self.line(place, name, [place.pointer])

    def full(self, cell: Place, rows: Sequence[Place]) -> Row:
        """A cell with the meaning of its row and of its column."""
        (row,) = (place for place in rows if place in cell.parents)
        meanings = (self.told(place, "description") for place in (row, cell))
        return {**self.cell(cell), "meaning": self.sentences(*meanings)}

    def column(self, place: Place, rows: Sequence[Place]) -> Row:
        """A column, with the rules that use a cell of it."""
        if not place.is_cell:
            return self.group(place)
        return self.line(place, self.title(place), [row.pointer + place.pointer for row in rows])

    def whole(self, row: Place) -> Row:
        """A row, with the rules that use a cell of it."""
        return self.line(row, self.title(row), [cell.pointer for cell in self.cells(row)])

    def group(self, place: Place) -> Row:
        """A place that only holds others, with the item of the Regulations that the form prints beside it."""
        block = f"（{place.schema['x-block']}）" if "x-block" in place.schema else ""
        return {**self.line(place, self.title(place, mark="**") + block, ()), "value": ""}

    def line(self, place: Place, name: str, pointers: Iterable[str]) -> Row:
        """What is said of a place, and the rules that use one of ``pointers``."""
        value = self.told(place, "x-expected")
        return {
            "name": name,
            "pointer": code(place.pointer),
            "meaning": self.told(place, "description"),
            "value": value if place.required else self.word("optional", value=value),
            "rules": self.links(self.codes(pointers)),
        }

    def codes(self, pointers: Iterable[str]) -> set[str]:
        """The codes of the relations that look at one of ``pointers``."""
        return set[str]().union(*(self.touching[pointer] for pointer in pointers))

    def title(self, place: Place, *, mark: str = "") -> str:
        """A place as the form prints it."""
        return self.named(lambda lang: annotation(place.schema, "title", lang), mark=mark)

    def named(self, name: Callable[[Lang], str], *, mark: str = "") -> str:
        """A name in the language of the page, above the form's own where that is another one."""
        languages: tuple[Lang, ...] = (self.lang, "zh")
        return "<br>".join(f"{mark}{plain(name(lang))}{mark}" for lang in dict.fromkeys(languages))

    def told(self, place: Place, key: str) -> str:
        """An annotation of a place, in the language of the page."""
        return plain(annotation(place.schema, key, self.lang))

    def cells(self, around: Place) -> list[Place]:
        """The cells inside a place."""
        return [place for place in self.inside(around) if place.is_cell]

    def inside(self, around: Place) -> list[Place]:
        """The places inside a place."""
        return [place for place in self.form.places.values() if around in place.parents]


def _pointers(form: Form, one: Compiled) -> Iterator[str]:
    """Every place that a compiled relation looks at, conditions included."""
    match one:
        case Linear():
            yield from (form.cells[position] for side in (one.left, one.right) for position, _ in side.terms)
            yield from _looked_at(one.when)
        case Range():
            yield from (one.value, one.by)
        case DateBound():
            yield one.value
            for when, year, _, _ in one.limits:
                yield from (year, *_looked_at(when))
        case CheckDigit():
            yield one.value
        case ZeroTogether():
            yield from (form.cells[position] for position in one.cells)


def _looked_at(condition: Condition | None) -> Iterator[str]:
    yield from (pointer for alternative in condition or () for pointer, _ in alternative)
