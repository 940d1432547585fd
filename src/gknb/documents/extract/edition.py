"""Find the edition of a published report, its sections and its tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from gknb.documents.extract.blocks import Paragraph
from gknb.documents.extract.evidence import equations_of
from gknb.documents.extract.match import match_table
from gknb.documents.extract.printed_lines import printed_lines
from gknb.documents.extract.printed_values import values_of
from gknb.documents.extract.sections import sections
from gknb.documents.extract.shape import shapes
from gknb.documents.extract.words import words_of
from gknb.standard.described import readings_of
from gknb.standard.form import form_of
from gknb.standard.form_layout import grids

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from gknb.documents.extract.blocks import Block, Published
    from gknb.documents.extract.match import Matched
    from gknb.documents.extract.printed_lines import Line
    from gknb.documents.extract.sections import Sections
    from gknb.documents.extract.shape import TableShape
    from gknb.documents.extract.words import Words
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form

__all__ = ["Placed", "label_names", "placed", "section_titles", "tables_of"]


_CLEARLY: Final = 3
"""Number of labels that one edition must have more on a page than another one for that not to be tried."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A published report read as a form of one edition."""

    edition: str
    """Edition."""
    tables: Mapping[str, Matched]
    """Its tables, by the pointers of their sections."""
    lines: Sequence[Line]
    """All lines that may belong to a table."""
    parts: Sections
    """Its sections."""


def placed(catalog: Catalog, found: Published) -> Placed:
    """Return a report read as the edition whose labels are printed most.

    Labels count that are anywhere in tables, and again where they identify a row or a column. The reporting year is not
    considered: of two editions that fit equally well it is the newer one.
    """
    words, reader = words_of(catalog), values_of(catalog)
    read: list[tuple[int, str, Sequence[Line], Sections]] = []
    for edition in reversed(catalog.editions):
        form = form_of(catalog, edition)
        names = frozenset(name for table in tables_of(catalog, edition) for name in _names(table))
        parts = sections(found.blocks, section_titles(form), words, label_names(catalog))
        every = list(printed_lines(found.blocks, reader, _is_one_of(names, words), _may_be_table(found, parts, form)))
        read.append((len({words.bare(text) for line in every for text in line.labels} & names), edition, every, parts))
    most = max(printed for printed, *_ in read)
    best: tuple[int, Placed] | None = None
    for printed, edition, lines, parts in read:
        if most - printed > _CLEARLY:
            continue
        matched = {table.pointer: match_table(table, lines) for table in tables_of(catalog, edition)}
        score = printed + sum(one.exact for one in matched.values())
        if best is None or score > best[0]:
            best = score, Placed(edition, matched, lines, parts)
    assert best is not None  # noqa: S101 - there is an edition
    return best[1]


@cache
def tables_of(catalog: Catalog, edition: str) -> tuple[TableShape, ...]:
    """Return the tables of an edition, with the labels that only other editions have."""
    labels, words = readings_of(catalog)["labels"], words_of(catalog)
    made = {one: shapes(form_of(catalog, one), labels, words) for one in catalog.editions}
    names = {one: {name for table in some for name in _names(table)} for one, some in made.items()}
    columns = {one: {name for table in some for name in _column_names(table)} for one, some in made.items()}
    foreign = frozenset[str]().union(*names.values()) - names[edition]
    foreign_columns = frozenset[str]().union(*columns.values()) - columns[edition]
    equations = equations_of(catalog, edition) if "by-relations" in readings_of(catalog)["findings"] else ()
    return tuple(
        replace(table, foreign=foreign, foreign_columns=foreign_columns, equations=equations) for table in made[edition]
    )


def _names(table: TableShape) -> Iterator[str]:
    for row in table.rows:
        for names in row.label:
            yield from map(table.words.bare, names)
    yield from _column_names(table)


def _column_names(table: TableShape) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            for names in cell.label:
                yield from map(table.words.bare, names)


@cache
def label_names(catalog: Catalog) -> frozenset[str]:
    """Return the normalized labels of the tables of all editions, with those of whole blocks."""
    rows = {name for one in catalog.editions for table in tables_of(catalog, one) for name in _names(table)}
    boxes = (box for one in catalog.editions for grid in grids(form_of(catalog, one), "zh") for box in grid.boxes)
    return frozenset(rows | {words_of(catalog).bare(box.text) for box in boxes if box.text and not box.pointers})


def _is_one_of(names: Collection[str], words: Words) -> Callable[[str], bool]:
    return lambda text: words.bare(text) in names


def _may_be_table(found: Published, parts: Sections, form: Form) -> Callable[[Block], bool]:
    """Return whether a paragraph may be a line of a table: it is not in a section of text that is told from the next.

    A section whose next heading is missing may hold the tables of the next one.
    """
    order = list(section_titles(form))
    texts = {pointer for pointer in order if form.places[pointer].schema.get("type") != "object"}
    both = [one for one in (parts.earlier, parts) if one is not None]
    headings = {id(heading): pointer for one in both for pointer, heading in one.headings.items()}
    here, out = "", set()
    for block in found.blocks:
        here = headings.get(id(block), here)
        after = order[order.index(here) + 1 :][:1] if here else order[:1]
        if isinstance(block, Paragraph) and (not here or here in texts) and all(one in parts.headings for one in after):
            out.add(id(block))
    return lambda block: id(block) not in out


def section_titles(form: Form) -> dict[str, list[str]]:
    """Return the names of each section by its pointer, in the order of the form."""
    more = readings_of(form.schemas.catalog)["sections"]
    places = (place for pointer, place in form.places.items() if pointer in more)
    return {place.pointer: [place.schema["title"], *more[place.pointer]] for place in places}
