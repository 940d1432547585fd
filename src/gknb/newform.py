"""A report to fill in, as YAML: 0 in every cell, the form's own labels beside them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gknb.errors import UsageError
from gknb.examples import changed
from gknb.form import form_of
from gknb.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.catalog import Catalog
    from gknb.form import Form, Lang

__all__ = ["edition_for", "form_text"]


def edition_for(catalog: Catalog, year: int) -> str:
    """The edition of the form for a reporting year, as the relation of kind ``range`` says.

    Raises :class:`~gknb.errors.UsageError` for a year before the first edition.
    """
    for relation in families(catalog):
        if relation.kind == "range":
            for edition, limits in relation.data["relation"]["ranges"].items():
                if limits.get("minimum", year) <= year <= limits.get("maximum", year):
                    return str(edition)
    raise UsageError("usage.year", year=year)


def form_text(catalog: Catalog, edition: str, values: Mapping[str, Any], lang: Lang) -> str:
    """The zero report of ``edition`` with ``values`` (by JSON Pointer) set, as commented YAML text."""
    form = form_of(catalog, edition)
    report = changed(catalog.zero_report(edition), values)
    head = "".join(f"# {line}\n" for line in say(lang, "new.head", edition=edition).splitlines())
    return head + "".join(f"{line}\n" for line in _lines(form, "", report, lang, ""))


def _lines(form: Form, pointer: str, group: Mapping[str, Any], lang: Lang, indent: str) -> Iterator[str]:
    for key, value in group.items():
        place = form.places[f"{pointer}/{key}"]
        title = place.schema["title" if lang == "zh" else "x-title-en"]
        note = place.schema["description" if lang == "zh" else "x-description-en"]
        if not isinstance(value, dict):
            comment = title if place.is_cell else note
            yield f"{indent}{key}: {_flow(value)}  # {comment}"
        elif (
            all(below.is_cell or below.schema.get("type") == "object" for below in _inside(form, place.pointer))
            and len(_inside(form, place.pointer)) <= 8
        ):
            yield f"{indent}# {title}"
            yield f"{indent}{key}: {_flow(value)}"
        else:
            if not indent:
                yield ""
            yield f"{indent}# {title}"
            yield f"{indent}{key}:"
            yield from _lines(form, place.pointer, value, lang, f"{indent}  ")


def _inside(form: Form, pointer: str) -> list[Any]:
    return [place for below, place in form.places.items() if below.startswith(f"{pointer}/")]


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
