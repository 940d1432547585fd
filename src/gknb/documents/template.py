"""Write an empty report to fill in, as YAML with the labels of the form as comments."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from gknb.engine.engine import Engine
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.source.document import from_python
from gknb.source.pointers import changed
from gknb.standard.form import form_of
from gknb.standard.kinds import ranges_of
from gknb.standard.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Form, Lang

__all__ = ["edition_for", "empty_form", "form_text"]

LONGEST_ROW = 8
"""Maximum number of places (cells and groups of cells) in a row written on one line."""


def edition_for(catalog: Catalog, year: int) -> str:
    """Return the edition of the form for a reporting year, according to the relation of kind ``range``.

    Raises :class:`~gknb.errors.UsageError` for a year without an edition.
    """
    for relation in families(catalog):
        if relation.kind == "range":
            for edition, limits in ranges_of(catalog, relation.data["relation"]).items():
                if limits.get("minimum", year) <= year <= limits.get("maximum", year):
                    return str(edition)
    raise UsageError("usage.year", year=year)


def form_text(catalog: Catalog, edition: str, values: Mapping[str, Any], lang: Lang) -> str:
    """Return the zero report of ``edition`` with ``values`` (by JSON Pointer) set, as commented YAML.

    Raises :class:`~gknb.errors.UsageError` if the report is not valid with these values.
    """
    form, report = form_of(catalog, edition), _filled(catalog, edition, values, lang)
    head = "".join(f"# {line}\n" for line in say(lang, "new.head", edition=edition).splitlines())
    return head + "".join(f"{line}\n" for line in _lines(form, "", report, lang, ""))


def empty_form(catalog: Catalog, edition: str, values: Mapping[str, Any], lang: Lang) -> Any:
    """Return a report of ``edition`` with ``values`` (by JSON Pointer) set and ``None`` in its cells and texts.

    Raises :class:`~gknb.errors.UsageError` if the zero report is not valid with these values.
    """
    form, report = form_of(catalog, edition), _filled(catalog, edition, values, lang)
    blanks = (pointer for pointer, place in form.places.items() if place.schema.get("x-blank") and place.required)
    return changed(report, dict.fromkeys(blanks, None))


def _filled(catalog: Catalog, edition: str, values: Mapping[str, Any], lang: Lang) -> Any:
    report = changed(catalog.zero_report(edition), values)
    result = Engine(Options(lang=lang), catalog).check(from_python(report))
    if not result.valid:
        raise UsageError("usage.new", message=result.findings[0].message)
    return report


def _lines(form: Form, pointer: str, group: Mapping[str, Any], lang: Lang, indent: str) -> Iterator[str]:
    for key, value in group.items():
        place = form.places[f"{pointer}/{key}"]
        title = place.schema["title" if lang == "zh" else "x-title-en"]
        note = place.schema["description" if lang == "zh" else "x-description-en"]
        if not isinstance(value, dict):
            yield f"{indent}{key}: {_flow(value)}  # {title if place.is_cell else note}"
            continue
        if not indent:
            yield ""
        yield f"{indent}# {title}"
        if _is_row(form, place.pointer):
            yield f"{indent}{key}: {_flow(value)}"
        else:
            yield f"{indent}{key}:"
            yield from _lines(form, place.pointer, value, lang, f"{indent}  ")


def _is_row(form: Form, pointer: str) -> bool:
    """Whether a group is written on one line: it has few cells and no texts."""
    inside = [place for below, place in form.places.items() if below.startswith(f"{pointer}/")]
    return len(inside) <= LONGEST_ROW and all(p.is_cell or "properties" in p.schema for p in inside)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    # YAML forbids or changes some unprintable characters, such as a byte order mark: they are escaped.
    return json.dumps(value, ensure_ascii=isinstance(value, str) and not value.isprintable())
