"""The form as a web page: plain tables with their heads told to whoever cannot see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gknb.documents.render.form_table import form_table
from gknb.documents.render.headers import is_tall, shares
from gknb.documents.render.page import Drawn
from gknb.texts import say
from gknb.texts.templates import packaged, template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gknb.documents.render.form_table import FormTable
    from gknb.documents.render.page import Page, Part
    from gknb.standard.form import Lang
    from gknb.standard.form_layout import Box, Grid

__all__ = ["render_html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What is in one cell of a table."""

    text: str
    """Printed words or a value."""
    classes: str
    """How the cell looks."""
    numbers: tuple[int, ...]
    """The findings about it."""
    id: str | None = None
    """Only words that head values have ids, those of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """One section: a table or text."""

    title: str
    """Its heading."""
    table: FormTable[_Content] | None = None
    """The table; ``None`` for a section of text."""
    paragraphs: tuple[str, ...] = ()
    """The text."""
    numbers: tuple[int, ...] = ()
    """The findings about the text."""


def render_html(page: Page, lang: Lang) -> bytes:
    """Return the page in one file; ``div.gknb`` can stand on any site with the style above it."""
    text = template("documents/render/templates/rendered_form.html.j2").render(
        title=page.title,
        unprinted=page.unprinted,
        style=packaged("documents/render/templates/form.css"),
        published=page.published,
        parts=_sections(page),
        findings=page.marks.findings,
        findings_heading=say(lang, "render.findings"),
    )
    return f"{text}\n".encode()


def _sections(page: Page) -> Iterator[_Section]:
    for number, part in enumerate(page.parts, 1):
        yield _section(page, part, number)


def _section(page: Page, part: Part, number: int) -> _Section:
    if not isinstance(part, Drawn):
        return _Section(title=part.title, paragraphs=part.paragraphs, numbers=page.marks.at([part.pointer]))
    table = form_table(
        part.grid,
        lambda box: _content(page, part.grid, box),
        caption=page.form.places[part.pointer].name("zh"),
        head_id=lambda box: f"t{number}-{box.row}-{box.column}",
        widths=shares(part.grid),
    )
    return _Section(title=part.title, table=table)


def _content(page: Page, grid: Grid, box: Box) -> _Content:
    numbers = page.marks.at(box.pointers)
    beside = box.names and box.column + box.width <= grid.labels
    classes = "wrong" if numbers else "tall" if is_tall(grid, box) else "beside" if beside else ""
    return _Content(text=page.shown(box), classes=classes, numbers=numbers)
