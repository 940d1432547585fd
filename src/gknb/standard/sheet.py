"""The layout of the whole form: the head of the report, its sections of text, and its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gknb.standard.form_layout import Box, Grid, grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gknb.standard.form import Form, Lang, Place

__all__ = ["sheet"]

_TEXT: Final = "text"
"""Definition that a section of text refers to."""
_OF_THE_FILE: Final = "/$"
"""Prefix of members about the file itself, such as ``$schema``."""


def sheet(form: Form, lang: Lang) -> tuple[Grid, ...]:
    """Return the sections of an edition in the order of the form, each as a table.

    The first table, with the empty pointer, is the head: names and values in two columns. A section of text is a
    table of one box.
    """
    tables = {grid.pointer: grid for grid in grids(form, lang)}
    fields: list[Place] = []
    sections: list[Grid] = []
    for place in form.places.values():
        top = place.parents[0].pointer if place.parents else place.pointer
        if place.pointer in tables:
            sections.append(tables[place.pointer])
        elif _TEXT in place.definitions and not place.parents:
            box = Box(row=0, column=0, pointers=(place.pointer,))
            sections.append(Grid(pointer=top, title=_title(place, lang), columns=1, labels=0, boxes=(box,)))
        elif top not in tables and place.schema.get("type") != "object" and not place.pointer.startswith(_OF_THE_FILE):
            fields.append(place)
    return (_fields(form, fields, lang), *sections)


def _fields(form: Form, places: Iterable[Place], lang: Lang) -> Grid:
    def boxes() -> Iterator[Box]:
        for row, place in enumerate(places):
            yield Box(row=row, column=0, text=" · ".join(place.names(lang)))
            yield Box(row=row, column=1, pointers=(place.pointer,))

    return Grid(pointer="", title=_title(form.root, lang), columns=2, labels=1, boxes=tuple(boxes()))


def _title(place: Place, lang: Lang) -> str:
    text: str = place.schema["title" if lang == "zh" else "x-title-en"]
    return text
