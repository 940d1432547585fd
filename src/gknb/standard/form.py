"""The form: its cells with their printed labels, read from the report schema."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from gknb.errors import CatalogError
from gknb.lazy_dataclasses import dataclass
from gknb.source.pointers import tokens
from gknb.standard.schemas import SchemaSet
from gknb.texts.languages import Lang
from gknb.texts.values import printable, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gknb.standard.published_set import Catalog, Json

__all__ = ["Form", "Lang", "Place", "form_of"]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Place:
    """A place in the report: a cell, or a group of them, as the schema describes it."""

    pointer: str
    """JSON Pointer from the root of the walk: the report, or one definition."""
    schema: Mapping[str, Json]
    """Schema of the place with its reference resolved; annotations next to the reference take precedence."""
    file: str
    """File that references in the schema are relative to."""
    definitions: tuple[str, ...]
    """Names of the definitions that the place refers to, outermost first."""
    parents: tuple[Place, ...]
    """Places that contain it, outermost first, without the root."""
    required: bool
    """Whether the schema requires it."""

    @property
    def is_cell(self) -> bool:
        """Whether the place is a cell of a table: a number that a draft may leave blank."""
        kinds = self.schema.get("type")
        numeric = {"integer", "number"}.intersection([kinds] if isinstance(kinds, str) else kinds or ())
        return bool(numeric) and self.schema.get("x-blank") is True

    @property
    def signed(self) -> bool:
        """Whether its number may be negative."""
        return "minimum" not in self.schema

    def name(self, lang: Lang) -> str:
        """Return its short name; empty if it is left out of the names of the cells inside it."""
        text: str = (
            self.schema.get("x-label", self.schema.get("title", ""))
            if lang == "zh"
            else self.schema.get("x-label-en", self.schema.get("x-title-en", ""))
        )
        return text

    def names(self, lang: Lang) -> tuple[str, ...]:
        """Return the short names of its parents and its own, outermost first."""
        return tuple(filter(None, (place.name(lang) for place in (*self.parents, self))))


class Form:
    """The places of one edition of the form, or of the envelope if the edition is unknown, in printed order."""

    def __init__(self, schemas: SchemaSet) -> None:
        self.schemas = schemas
        self.root = Place(pointer="", schema=schemas.root, file=schemas.path, definitions=(), parents=(), required=True)
        self.places: Mapping[str, Place] = {place.pointer: place for place in self._walk(self.root)}
        self.order: Mapping[str, int] = {pointer: n for n, pointer in enumerate(self.places)}
        self._last: dict[str, int] = {}
        for pointer, n in self.order.items():
            for around in (*self.places[pointer].parents, self.root):
                self._last[around.pointer] = n
        self.cells: tuple[str, ...] = tuple(p for p, place in self.places.items() if place.is_cell)
        self.index: Mapping[str, int] = {pointer: n for n, pointer in enumerate(self.cells)}

    @property
    def edition(self) -> str | None:
        """The edition; ``None`` for the envelope."""
        place = self.places.get("/edition")
        return None if place is None else place.schema.get("const")

    @cached_property
    def continued(self) -> Mapping[str, str]:
        """Where each place was in the edition before, by pointer: the same pointer unless ``x-continues`` says so.

        ``x-continues`` is a pointer, or the name that the place had inside the place that its parent continues.
        """
        known = {"": ""}
        for pointer, place in self.places.items():
            if pointer:
                around, _, key = pointer.rpartition("/")
                name = place.schema.get("x-continues", key)
                known[pointer] = name if name.startswith("/") else f"{known[around]}/{name}"
        return known

    def _walk(self, place: Place) -> Iterator[Place]:
        yield place
        properties: Mapping[str, Json] = place.schema.get("properties", {})
        required = place.schema.get("required", ())
        around = (*place.parents, place) if place.pointer else ()
        for key, schema in properties.items():
            pointer = f"{place.pointer}/{key}"
            yield from self._walk(self._place(pointer, schema, place.file, around, required=key in required))

    def _place(
        self,
        pointer: str,
        schema: Mapping[str, Json],
        file: str,
        parents: tuple[Place, ...],
        *,
        required: bool,
    ) -> Place:
        definitions: list[str] = []
        while "$ref" in schema:
            name, target, file = self.schemas.resolve(schema["$ref"], file)
            if name in definitions or any(name in around.definitions for around in parents):
                raise CatalogError("catalog.recursive", path=file, name=name)
            definitions.append(name)
            schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
        return Place(
            pointer=pointer,
            schema=schema,
            file=file,
            definitions=tuple(definitions),
            parents=parents,
            required=required,
        )

    def within(self, definition: str) -> dict[str, Place]:
        """Return the places inside a definition of this edition, keyed by pointers relative to it."""
        holder = next(place for place in self.places.values() if definition in place.definitions)
        root = Place(pointer="", schema=holder.schema, file=holder.file, definitions=(), parents=(), required=True)
        return {place.pointer: place for place in self._walk(root) if place.pointer}

    def select(
        self, *, refer_to: str, within: str | None = None, under: str = "", leave_out: Sequence[str] = ()
    ) -> dict[str, Place]:
        """Return the places that refer to a definition, in the order of the form (docs/semantics.md, "Sets")."""
        if within is not None and not any(within in p.definitions for p in self.places.values()):
            return {}
        places = self.places if within is None else self.within(within)
        return {
            pointer: place
            for pointer, place in places.items()
            if refer_to in place.definitions and pointer.startswith(f"{under}/") and pointer not in leave_out
        }

    def nearest(self, pointer: str) -> tuple[Place, str]:
        """Return the innermost known place that contains ``pointer``, and the rest of the pointer."""
        known = pointer
        while known not in self.places:
            known = known.rpartition("/")[0]
        return self.places[known], pointer[len(known) :]

    def label(self, pointer: str, lang: Lang) -> str:
        """Return the label of a cell: 表三 · 二、上年结转 · 自然人."""
        place, rest = self.nearest(pointer)
        keys = [shorten(printable(key)) for key in tokens(rest)]
        names = (*place.names(lang), *keys) or (place.name(lang),)
        return " · ".join(names)

    def rank(self, pointer: str) -> tuple[int, str]:
        """Return a sort key in the order of the form; unknown pointers follow their parent, by name."""
        if pointer in self.order:
            return self.order[pointer], ""
        place, _ = self.nearest(pointer)
        return self._last.get(place.pointer, self.order[place.pointer]), pointer


def form_of(catalog: Catalog, edition: str | None, *, draft: bool = False) -> Form:
    """Return the form of ``edition``; the envelope for ``None``.

    Raises :class:`~gknb.errors.UsageError` for an edition that the set does not have.
    """
    return _form(catalog, edition, draft)


@cache
def _form(catalog: Catalog, edition: str | None, draft: bool) -> Form:
    path = catalog.entry["envelope"] if edition is None else catalog.schema_path(edition)
    return Form(SchemaSet(catalog, path, draft))
